"""The guest's page: who, why, what they like, what can be done today, and everything that happened.

Takes a guest and shows them; does nothing itself. What the card does not hold (the past) is asked for by `more`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from msgspec import Struct
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.keys import Key
from app.desk.paint.head import Head
from app.desk.paint.theme import Theme
from app.desk.widgets.button import Button, Look
from app.desk.words import card as words_card
from app.domain.days import business_day
from app.domain.guests import GuestCard
from app.domain.tables import StoreCard
from app.wire.history import Past

from .ask import Ask, AskNote, AskTaste
from .ask_reveal import AskReveal
from .guest_facts import Facts, Tastes
from .guest_head import GuestHead, HeadArea
from .guest_past import Timeline

REVEAL_SECONDS = 30
"""How long a whole phone may be seen."""

_MARGIN = 24
_COLUMN = 300
"""Px below which three columns cannot be read; the facts then stand above the tastes."""
_ASK = 620
_HEAD = 0.45
"""How much of the page's height the head may take before it is scrolled; name and taboos are never scrolled away."""


class Page(Struct, frozen=True, kw_only=True):
    """What is shown: a guest at this store, as known `as_of` (words, "" while HQ is heard)."""

    guest: GuestCard
    store: StoreCard | None
    zone: tzinfo
    as_of: str = ""
    reveals: int = 0


class GuestScreen(QWidget):
    """The page. `now` is the business clock."""

    asked = Signal(str)
    """A button: the name of what is meant ("note", "taste", "reveal", "back")."""
    noted = Signal(str)
    tasted = Signal(str, object)
    confirmed = Signal(object, object)
    dropped = Signal(object)
    revealed = Signal(str)
    """Why somebody wants to see the whole phone."""
    more = Signal()
    typed = Signal(str)
    """An input method wrote something where nothing is typed into."""
    split = Signal(str)
    """A merge is to be taken back: its id."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self.page: Page | None = None
        self.ask: Ask | None = None
        self.head = GuestHead(theme)
        self.over = HeadArea(theme, self.head, self)
        self.buttons = {
            name: Button(theme, key=key, parent=self.head if name == "reveal" else self) for name, key in _KEYS.items()
        }
        self.buttons["reveal"].look = Look.QUIET
        self.facts, self.tastes = Facts(theme, self), Tastes(theme, self)
        self.timeline = Timeline(theme, now, self)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._seconds.timeout.connect(self._tick)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
        self.tastes.confirmed.connect(self.confirmed)
        self.tastes.dropped.connect(self.dropped)
        self.timeline.more.connect(self.more)
        self.timeline.split.connect(self.split)
        self.timeline.list.committed.connect(self.typed)
        self.setFocusProxy(self.timeline.list)
        theme.changed.connect(self.retranslate)
        self.retranslate()

    def show_page(self, page: Page) -> None:
        """Show this guest. Another one than before: nothing is revealed, asked, or scrolled any more."""
        before, self.page = self.page, page
        if before is None or before.guest.guest_id != page.guest.guest_id:
            self.close_ask()
            self._seconds.stop()
            self.head.head = None
            self.timeline.forget_place()
            for column in (self.facts, self.tastes):
                column.verticalScrollBar().setValue(0)
        if before is None or _liked(before.guest) != _liked(page.guest):
            self._show_tastes(page)
        self._show_head(self.seconds)
        self._show_facts()
        self.setAccessibleName(words_card.name_word(page.guest))

    def show_past(self, entries: Sequence[Past], said: str, *, may_split: bool) -> None:
        """Show what happened; `said` tells how complete it is."""
        if self.page is not None:
            self.timeline.show_past(entries, self.page.zone, self.page.store, said, may_split=may_split)

    @property
    def seconds(self) -> int:
        """For how many seconds more the whole phone is shown; 0: it is masked."""
        return self.head.head.seconds if self.head.head is not None else 0

    def reveal(self) -> None:
        """Show the whole phone for a while."""
        self._show_head(REVEAL_SECONDS)
        self._show_facts()
        self._seconds.start()

    def cover(self) -> None:
        """Mask the phone."""
        self._seconds.stop()
        if self.page is not None and self.seconds:
            self._show_head(0)
            self._show_facts()

    def ask_note(self) -> None:
        """Ask for a note."""
        ask = AskNote(self._theme, self)
        ask.answered.connect(self.noted)
        self._open(ask)

    def ask_taste(self) -> None:
        """Ask for a taste."""
        ask = AskTaste(self._theme, self)
        ask.answered.connect(self.tasted)
        self._open(ask)

    def ask_reveal(self) -> None:
        """Ask why the phone is needed."""
        ask = AskReveal(self._theme, self)
        ask.answered.connect(self.revealed)
        self._open(ask)

    def close_ask(self) -> bool:
        """Close the question; True if there was one. The keys go back to the page."""
        ask, self.ask = self.ask, None
        if ask is None:
            return False
        ask.hide()
        ask.deleteLater()
        self.setFocus()
        self._place()
        return True

    def _open(self, ask: Ask) -> None:
        self.close_ask()
        self.ask = ask
        ask.closed.connect(self.close_ask)
        self.setTabOrder(self.buttons["back"], ask)
        ask.show()
        self._place()
        ask.field.setFocus()

    def _tick(self) -> None:
        left = self.seconds - 1
        if left > 0:
            self._show_head(left)
        else:
            self.cover()

    def _show_tastes(self, page: Page) -> None:
        """Show the tastes; Tab reaches them after what stands left of them, and before the past."""
        self.tastes.show_guest(page.guest)
        before: QWidget = self.facts
        for row in self.tastes.list.rows if self.tastes.list is not None else ():
            self.setTabOrder(before, row)
            before = row
        self.setTabOrder(before, self.timeline.list)

    def _show_head(self, seconds: int) -> None:
        page = self.page
        if page is None:
            return
        button = self.buttons["reveal"]
        button.say(self.tr("遮上") if seconds else self.tr("显示号码"))
        button.setVisible(bool(page.guest.phone))
        width = button.sizeHint().width()
        head = Head(guest=page.guest, store=page.store, as_of=page.as_of, seconds=seconds, button=width)
        self.head.show_head(head)
        self._place()

    def _show_facts(self) -> None:
        page = self.page
        if page is not None:
            today = business_day(self._now(), page.store.timezone) if page.store else self._now().date()
            self.facts.show_guest(page.guest, page.store, today, page.reveals, whole=bool(self.seconds))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take other words, letters or colours."""
        self.buttons["note"].say(self.tr("记备注"))
        self.buttons["taste"].say(self.tr("记口味"))
        self.buttons["back"].say(self.tr("返回"))
        self.timeline.retranslate()
        self.close_ask()
        if self.page is not None:
            self._show_tastes(self.page)
            self._show_head(self.seconds)
            self._show_facts()
        self._place()

    def hideEvent(self, event: QEvent) -> None:  # noqa: N802
        """Nobody sees the page: the phone is masked."""
        self.cover()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    def _place(self) -> None:
        px, margin = self._theme.px, self._theme.px(_MARGIN)
        right = self.width() - margin
        for name in ("back", "taste", "note"):
            hint = self.buttons[name].sizeHint()
            right -= hint.width()
            self.buttons[name].setGeometry(right, px(16), hint.width(), hint.height())
            right -= px(8)
        width = max(right - margin - px(8), px(200))
        laid = self.head.laid(width)
        height = int(laid.height) if laid is not None else 0
        self.head.resize(width, height)
        room = max(int(self.height() * _HEAD), px(110), int(laid.least) + px(4) if laid is not None else 0)
        self.over.setGeometry(margin, px(14), width + (px(14) if height > room else 0), min(height, room))
        if laid is not None:
            hint, phone = self.buttons["reveal"].sizeHint(), laid.phone
            top = int(phone.y + (phone.h - hint.height()) / 2)
            self.buttons["reveal"].setGeometry(int(phone.right) + px(8), top, hint.width(), hint.height())
        self._place_below(px(14) + min(height, room) + px(8))

    def _place_below(self, top: int) -> None:
        px, margin, width = self._theme.px, self._theme.px(_MARGIN), self.width()
        self._line = top
        if self.ask is not None:
            need = self.ask.sizeHint().height()
            self.ask.setGeometry(margin, top, min(width - 2 * margin, px(_ASK)), need)
            top += need
        height = self.height() - top - 1
        if width >= 3 * px(_COLUMN):
            ends = [0, round(width * 0.29), round(width * 0.635), width]
            self.facts.setGeometry(0, top + 1, ends[1] - 1, height)
            self.tastes.setGeometry(ends[1], top + 1, ends[2] - ends[1] - 1, height)
        else:
            ends = [0, 0, width // 2, width]
            self.tastes.setGeometry(0, top + 1, ends[2] - 1, height // 2)
            self.facts.setGeometry(0, top + 1 + height // 2, ends[2] - 1, height - height // 2)
        self.timeline.setGeometry(ends[2] + px(8), top + 1, width - ends[2] - px(8), height)
        self._ends, self._below = ends, top
        self.update()

    _ends: Sequence[int] = (0, 0, 0, 0)
    _line = _below = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground and the lines between the columns."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.colours.panel)
            painter.setPen(QPen(self._theme.colours.line, 1))
            painter.drawLine(0, self._below, self.width(), self._below)
            for x in self._ends[1:3]:
                painter.drawLine(x - 1, self._below, x - 1, self.height())


def _liked(guest: GuestCard) -> tuple[object, ...]:
    return guest.guest_id, guest.tastes, guest.dropped, guest.favourites


_KEYS = {"reveal": Key.REVEAL, "note": Key.NOTE, "taste": Key.TASTE, "back": Key.CLOSE}
