"""The rows of the conflict queue: who against whom, what about, since when, and whether one of them is here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.desk.models.conflicts import ConflictRow
from app.desk.paint.parts import Box
from app.desk.paint.rows import RowPainter
from app.desk.paint.theme import Theme
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY, HEAD, SMALL, SMALL_BOLD
from app.desk.words import conflict as words_conflict
from app.desk.words.panel import day_word

ROW = 78


class ConflictRows(RowPainter):
    """Draws the rows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, ROW)

    def draw(self, painter: QPainter, row: ConflictRow, room: QRectF, *, chosen: bool) -> None:
        """Draw one row."""
        px = self.theme.px
        box = room.adjusted(1, 1, -px(10), -px(8))
        self.box(painter, box, chosen=chosen, quiet=not row.card.is_open)
        self._told(painter, row, Box(box.left() + px(14), box.top(), box.width() - px(28), box.height()))

    def _told(self, painter: QPainter, row: ConflictRow, box: Box) -> None:
        theme, px, letters, card = self.theme, self.theme.px, self.theme.letters, row.card
        if self.zone is None:
            return
        first, second = box._replace(y=box.y + px(7), h=px(30)), box._replace(y=box.y + px(37), h=px(26))
        who = letters.elided(HEAD, words_conflict.who_word(card), first.w)
        theme.painter.text(painter, first, who, HEAD, "ink" if card.is_open else "muted")
        if card.is_open:
            when, text = day_word(card.found_at, self.zone), words_conflict.kind_word(card.kind)
        else:
            when, text = words_conflict.settled_by_word(card, self.zone), words_conflict.settled_word(card)
        left = second.right - letters.width(SMALL, when)
        theme.painter.text(painter, second._replace(x=left), when, SMALL, "muted")
        left -= self._badge(painter, row, second._replace(w=left - px(10) - second.x))
        x = second.x
        if not card.is_open:
            size = px(17)
            draw_icon(painter, "check", QRectF(x, second.y + (second.h - size) / 2, size, size), theme.colours.accent)
            x += size + px(6)
        shown = letters.elided(BODY, text, left - x - px(12))
        theme.painter.text(painter, second._replace(x=x), shown, BODY, "amber" if card.is_open else "muted")

    def _badge(self, painter: QPainter, row: ConflictRow, line: Box) -> float:
        """Say that the guest is here, at the right end; return the room it takes."""
        if not row.here or not row.card.is_open:
            return 0.0
        theme, px = self.theme, self.theme.px
        text = words_conflict.here_word(row.place)
        width = theme.letters.width(SMALL_BOLD, text) + px(16)
        box = Box(line.right - width, line.y + px(1), width, px(24))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.accent)
        painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), px(6), px(6))
        theme.painter.text(painter, box._replace(x=box.x + px(8)), text, SMALL_BOLD, "on_accent")
        return width + px(10)
