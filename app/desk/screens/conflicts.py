"""对不上: where two facts disagree about who a guest is. A manager says who is right; nobody is merged silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.models.conflicts import (
    ConflictModel,
    ConflictRow,
    can_be,
    rows_of,
    usual_keep,
)
from app.desk.models.managers import managers_of, may_decide
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, HEAD, SMALL
from app.desk.widgets.even import EvenList
from app.desk.widgets.shortcuts import on_key
from app.desk.words import conflict as words
from app.desk.words.plurals import plurals
from app.domain.conflicts import ConflictCard, Decision
from app.domain.guests import GuestCard
from app.domain.tables import StaffCard

from .conflict_detail import Detail
from .conflict_rows import ConflictRows

LIST = 400
TOP = 66

KEYS = {"1": Decision.SAME, "2": Decision.LEFT, "3": Decision.RIGHT}


class ConflictsScreen(QWidget):
    """Takes cards; says what a manager decides. Does nothing itself."""

    settled = Signal(object, object, str, str)
    """A `ConflictCard`, the `Decision`, who stays, the note."""
    reopened = Signal(object)
    """A `ConflictCard` to be opened again."""
    wanted = Signal(object)
    """The ids of guests whose cards are needed to compare."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zone: tzinfo | None = None
        self._guests: dict[str, GuestCard] = {}
        self._asked: set[str] = set()
        self._keep: dict[str, str] = {}
        self._me, self._open = "", 0
        self._staff: Sequence[StaffCard] = ()
        self.model = ConflictModel(self._spoken, self)
        self._rows = ConflictRows(theme, self)
        self.list = EvenList(theme, self.model, self._rows, self)
        self.list.chosen.connect(self._show_current)
        self.detail = Detail(theme, self)
        for key, decision in KEYS.items():
            on_key(self, key, self.detail.answers[decision].click)
        on_key(self, "Left", lambda: self._choose_side(0))
        on_key(self, "Right", lambda: self._choose_side(1))
        on_key(self, "N", self.detail.note.setFocus)
        on_key(self, "R", self.detail.reopen.click)
        self.detail.answered.connect(self._answered)
        self.detail.kept.connect(self._choose)
        self.detail.reopen.clicked.connect(self._reopened)
        self.detail.note.returnPressed.connect(self.list.setFocus)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._place)
        self._retranslate()

    def show_conflicts(self, cards: Sequence[ConflictCard], here: Mapping[str, str], zone: tzinfo) -> None:
        """Show these disagreements; `here` has where guests stand who are in the house. The choice stays where it was,
        or goes to the next one once its own was settled."""
        self._zone = self._rows.zone = zone
        self._asked.clear()
        held = self.current()
        still_open = {card.conflict_id for card in cards if card.is_open}
        settled = held is not None and held.card.is_open and held.card.conflict_id not in still_open
        self._open = len(still_open)
        rows = rows_of(cards, here)
        if not self.list.show_rows(rows, place=self.list.place() if settled else None) and held is not None:
            return
        empty_before = self.list.isHidden()
        for part in (self.list, self.detail):
            part.setVisible(self.model.rowCount() > 0)
        if empty_before and self.isVisible() and not self.list.isHidden():
            self.list.setFocus()  # it could not have the keys while it was not there
        self._show_current()
        self.update()

    def show_guests(self, guests: Mapping[str, GuestCard]) -> None:
        """Take the cards of guests, as far as this desk holds them."""
        row = self.current()
        self._guests |= guests
        if row is not None and not guests.keys().isdisjoint((row.card.left_guest, row.card.right_guest)):
            self._show_current()

    def show_staff(self, me: str, staff: Sequence[StaffCard]) -> None:
        """Take who works at this desk, and who works in the store."""
        self._me, self._staff = me, staff
        self._show_current()

    def select_guest(self, guest_id: str) -> None:
        """Choose the first disagreement about this guest."""
        self.list.choose(self.model.first_about(guest_id))

    def current(self) -> ConflictRow | None:
        """Return the chosen row."""
        return self.model.at(self.list.place())

    def may(self) -> bool:
        """Whether whoever works at this desk decides."""
        return may_decide(self._me, self._staff)

    def keep(self) -> str:
        """Return who would stay if both were one person."""
        row = self.current()
        if row is None:
            return ""
        return self._keep.get(row.card.conflict_id) or usual_keep(row.card, self._guests)

    def _show_current(self) -> None:
        row = self.current()
        if row is None or self._zone is None:
            return
        card = row.card
        sides = (card.left_guest, card.right_guest)
        left, right = (self._guests.get(side) for side in sides)
        managers = managers_of(self._staff)
        why = "" if self.may() else (words.may_not_word if self._me else words.nobody_chosen_word)(managers)
        able = {decision for decision in Decision if self.may() and can_be(card, decision)}
        self.detail.show_conflict(card, (left, right), self._zone, keep=self.keep(), able=able, why=why)
        lacking = {side for side in sides if side and side not in self._guests} - self._asked
        if lacking:
            self._asked |= lacking
            self.wanted.emit(sorted(lacking))

    def _choose_side(self, side: int) -> None:
        row = self.current()
        if row is not None:
            self._choose((row.card.left_guest, row.card.right_guest)[side])

    def _choose(self, guest_id: str) -> None:
        row = self.current()
        if row is not None and guest_id and can_be(row.card, Decision.SAME) and self.may():
            self._keep[row.card.conflict_id] = guest_id
            self._show_current()

    def _answered(self, decision: Decision) -> None:
        row = self.current()
        if row is not None and self.may() and can_be(row.card, decision):
            keep = self.keep() if decision is Decision.SAME else ""
            note = self.detail.note.text().strip()
            self.detail.note.clear()
            self.settled.emit(row.card, decision, keep, note)
            self.list.setFocus()

    def _reopened(self) -> None:
        row = self.current()
        if row is not None and self.may() and not row.card.is_open:
            self.reopened.emit(row.card)
            self.list.setFocus()

    def _spoken(self, row: ConflictRow) -> str:
        card = row.card
        parts = [words.here_word(row.place) if row.here else "", words.who_word(card), words.kind_word(card.kind)]
        if not card.is_open:
            parts.append(words.settled_word(card))
        return " · ".join(part for part in parts if part)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(words.title_word())
        self.list.setAccessibleName(words.title_word())
        self.detail.retranslate()
        self._show_current()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the list at the left, the chosen one at the right."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        width = min(px(LIST), int(self.width() * 0.3))
        top = px(TOP)
        self.list.setGeometry(px(24), top, width, self.height() - top - px(12))
        x = px(24) + width + px(10)
        self.detail.setGeometry(x, top, self.width() - x - px(24), self.height() - top - px(20))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the heading with the number of open ones, and say so where nothing disagrees."""
        theme, px, letters = self._theme, self._theme.px, self._theme.letters
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            title = words.title_word()
            theme.painter.text(painter, Box(px(26), px(17), 0, px(38)), title, HEAD, "ink")
            x = px(26) + letters.width(HEAD, title) + px(12)
            told = plurals.undecided(self._open)
            theme.painter.text(painter, Box(x, px(17), 0, px(38)), told, BODY, "muted")
            x += letters.width(BODY, told) + px(24)
            hint = letters.elided(SMALL, words.hint_word(), self.width() - x - px(24))
            theme.painter.text(painter, Box(x, px(17), 0, px(38)), hint, SMALL, "muted")
            if not self.model.rowCount():
                for line, (text, ink) in enumerate(zip(words.empty_word(), ("ink", "muted"), strict=True)):
                    theme.painter.text(painter, Box(px(26), px(74 + 32 * line), 0, px(30)), text, BODY, ink)
