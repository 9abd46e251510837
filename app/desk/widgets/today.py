"""Heads-ups on a sheet: what can be done for a guest today, each on a ground of its own."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY_BOLD, SMALL, Letters
from app.desk.words import guest as words_guest
from app.domain.guests import GuestCard
from app.domain.heads_up import heads_up
from app.domain.tables import StoreCard

from .sheet import Piece


class Today(Piece):
    """One thing that can be done today, on a ground of its own."""

    def __init__(self, theme: Theme, title: str, why: str) -> None:
        super().__init__(theme)
        self._title, self._why = title, why
        self.setAccessibleName(f"{title} {why}")

    def _lines(self, letters: Letters, width: float) -> tuple[list[str], list[str]]:
        room = width - 2 * letters.px(12)
        if self._beside(letters, room):
            return [self._title], []
        return wrap(letters, BODY_BOLD, self._title, room), wrap(letters, SMALL, self._why, room)

    def _beside(self, letters: Letters, room: float) -> bool:
        """Whether both have room in one line."""
        return letters.width(BODY_BOLD, self._title) + letters.px(14) + letters.width(SMALL, self._why) <= room

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height with padding and the gap below."""
        title, why = self._lines(letters, width)
        return len(title) * letters.px(25) + len(why) * letters.px(21) + letters.px(18)

    def draw(self, painter: QPainter) -> None:
        """Draw ground and words."""
        px, text = self.theme.px, self.theme.painter.text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colours.amber_soft)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, -px(6)), px(10), px(10))
        title, why = self._lines(self.theme.letters, self.width())
        top = px(6)
        if not why:
            right = self.width() - px(12) - self.theme.letters.width(SMALL, self._why)
            text(painter, Box(right, top, 0, px(25)), self._why, SMALL, "amber")
        for line in title:
            text(painter, Box(px(12), top, 0, px(25)), line, BODY_BOLD, "ink")
            top += px(25)
        for line in why:
            text(painter, Box(px(12), top, 0, px(21)), line, SMALL, "amber")
            top += px(21)


def todays(theme: Theme, guest: GuestCard, store: StoreCard, today: date) -> list[QWidget]:
    """Return a piece for each heads-up of `guest` on the store's business day."""
    return [Today(theme, *words_guest.heads_up_words(one)) for one in heads_up(guest, store, today)]
