"""The side of the board: a guest's panel with its acts, or the form for a new one. Open or closed, never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desk.keys import Key
from app.desk.paint.theme import Theme
from app.desk.widgets.button import Button, Look
from app.desk.widgets.scroll import ScrollRoom
from app.desk.words import sentences as words
from app.domain.alerts import is_waiting
from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.domain.tables import TableCard

from .ask import Ask, AskNote, AskTable, AskTaste
from .panel import Panel
from .register import RegisterForm, Registration

DISPUTED = frozenset({"phone_shared", "identity_conflict"})
"""Flags of a guest whom a manager has to tell from somebody else."""


LEAST_PANEL = 64
"""The height, px, that the guest keeps above the foot, if it is no more than a quarter: their name."""


class Verb(NamedTuple):
    """A button of the panel: the verb's name, its key, and whether it is the one thing to do."""

    name: str
    key: str
    main: bool = False


def verbs_for(card: BoardCard | None, guest: GuestCard | None) -> list[Verb]:
    """Return what can be done with this guest now, the most urgent first."""
    found = []
    if card is not None:
        state = card.arrival.state
        welcome = is_waiting(card.arrival)
        if welcome:
            found.append(Verb("welcome", Key.WELCOME, main=True))
        if guest is None:
            found.append(Verb("register", Key.REGISTER, main=not welcome))
        if state is ArrivalState.SEATED:
            found += [Verb("move", Key.SEAT), Verb("left", Key.LEFT)]
        elif state.is_open:
            found.append(Verb("seat", Key.SEAT, main=not found))
            found.append(Verb("no_show", Key.NO_SHOW))
    elif guest is not None:
        found.append(Verb("arrive", Key.REGISTER, main=True))
    if guest is not None:
        found += [Verb("note", Key.NOTE), Verb("taste", Key.TASTE), Verb("page", Key.PAGE)]
        if DISPUTED.intersection(guest.flags):
            found.append(Verb("conflict", Key.CONFLICT))
    return found


def _named(card: BoardCard | None, guest: GuestCard | None) -> tuple[str, str]:
    return card.card_id if card else "", guest.guest_id if guest else ""


class Side(QWidget):
    """Shows a guest (`show_guest`), a form (`show_form`) or nothing. Says what staff want; does nothing itself."""

    asked = Signal(str)
    seated = Signal(str)
    noted = Signal(str)
    tasted = Signal(str, object)
    dropped = Signal(object)
    confirmed = Signal(object, object)
    registered = Signal(object)
    phone_typed = Signal(str)
    settled = Signal()
    """A question or the form was closed: the keys go back to the board."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.card: BoardCard | None = None
        self.guest: GuestCard | None = None
        self.ask: Ask | None = None
        self.form: RegisterForm | None = None
        self.panel = Panel(theme, self)
        self.panel.dropped.connect(self.dropped)
        self.panel.confirmed.connect(self.confirmed)
        self.panel.key_asked.connect(self.asked)
        self._foot = QWidget(self)
        self._foot.installEventFilter(self)
        self._column = QVBoxLayout(self._foot)
        self._grid = QGridLayout()
        self._column.addLayout(self._grid)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(1, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.panel, 1)
        self._foot_room = ScrollRoom(theme, self._foot, self)
        self._foot_room.setViewportMargins(0, 1, 0, 0)  # the line above it
        self._form_room: ScrollRoom | None = None
        self._whole.addWidget(self._foot_room)
        self.buttons: dict[str, Button] = {}
        self._verbs: list[Verb] = []
        theme.changed.connect(self.retranslate)
        self.hide()

    def show_guest(self, card: BoardCard | None, guest: GuestCard | None, zone: tzinfo) -> None:
        """Show this guest with what can be done now; an open question about another guest is closed.

        The same party under another guest's id is the same guest (HQ knew them, or two were merged), and a guest whose
        party is gone is still the one a note is written about.
        """
        before, now = _named(self.card, self.guest), _named(card, guest)
        same_party, same_guest = (old == new != "" for old, new in zip(before, now, strict=True))
        if not (same_party if isinstance(self.ask, AskTable) else same_guest or (same_party and guest is not None)):
            self._close_ask()
        if before != now:
            self.panel.verticalScrollBar().setValue(0)
        self.card, self.guest = card, guest
        self.panel.show_guest(card, guest, zone)
        self._offer(verbs_for(card, guest))
        self.panel.setVisible(self.form is None)
        self._foot_room.setVisible(self.form is None)

    def ask_table(self, tables: Sequence[TableCard], taken: set[str], party_size: int | None) -> None:
        """Ask which table. Asked for once more, a question stays as it is, with what was typed."""
        if not self._asks(AskTable):
            ask = AskTable(self._theme, tables, taken, party_size, self._foot)
            ask.answered.connect(self.seated)
            self._open(ask)

    def ask_note(self) -> None:
        """Ask for a note."""
        if not self._asks(AskNote):
            ask = AskNote(self._theme, self._foot)
            ask.answered.connect(self.noted)
            self._open(ask)

    def ask_taste(self) -> None:
        """Ask for a taste."""
        if not self._asks(AskTaste):
            ask = AskTaste(self._theme, self._foot)
            ask.answered.connect(self.tasted)
            self._open(ask)

    def _asks(self, kind: type[Ask]) -> bool:
        """Whether this is being asked already; it has the focus then."""
        if not isinstance(self.ask, kind):
            return False
        self.ask.field.setFocus()
        return True

    def answered(self) -> None:
        """The question was answered; it closes."""
        self._close_ask()
        self.settled.emit()

    def show_form(self, start: Registration, place: str = "") -> RegisterForm:
        """Show the form instead of the guest; `place` is the nameless party's ticket or table."""
        self._close_ask()
        self.close_form(quietly=True)
        self.form = RegisterForm(self._theme, start, place, self)
        self.form.registered.connect(self.registered)
        self.form.phone_typed.connect(self.phone_typed)
        self.form.closed.connect(self.close_form)
        self.panel.hide()
        self._foot_room.hide()
        self._form_room = ScrollRoom(self._theme, self.form, self)
        self._form_room.setWidgetResizable(True)
        self._whole.addWidget(self._form_room, 1)
        self._form_room.show()
        self._whole.activate()
        self.form.take_focus()
        self._form_room.verticalScrollBar().setValue(0)
        self._form_room.follow()
        return self.form

    def close_form(self, *, quietly: bool = False) -> None:
        """Close the form and show the guest again, if there is one."""
        room, self._form_room = self._form_room, None
        self.form = None
        if room is None:
            return
        room.hide()
        self._whole.removeWidget(room)
        room.deleteLater()
        self.panel.show()
        self._foot_room.show()
        if not quietly:
            self.settled.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take other words, letters or colours."""
        verbs, self._verbs = self._verbs, []
        self._offer(verbs)
        self.panel.rebuild()
        if self.form is not None:
            self.form.retranslate()
        self.update()

    def _open(self, ask: Ask) -> None:
        self._close_ask()
        self.ask = ask
        ask.closed.connect(self.answered)
        self._column.insertWidget(0, ask)
        ask.show()
        ask.field.setFocus()

    def _close_ask(self) -> None:
        ask, self.ask = self.ask, None
        if ask is not None:
            self._column.removeWidget(ask)
            ask.hide()
            ask.deleteLater()

    def _offer(self, verbs: list[Verb]) -> None:
        if verbs == self._verbs:
            return
        self._verbs = verbs
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        px = self._theme.px
        self._column.setContentsMargins(px(18), px(10), px(18), px(14))
        self._grid.setSpacing(px(8))
        self.buttons = {}
        for place, verb in enumerate(verbs):
            look = Look.MAIN if verb.main else Look.PLAIN
            button = Button(self._theme, words.verb_word(verb.name), key=verb.key, look=look, parent=self._foot)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, name=verb.name: self.asked.emit(name))
            whole = place == 0 and len(verbs) % 2 == 1
            slot = place if len(verbs) % 2 == 0 else place + 1
            self._grid.addWidget(button, 0 if whole else slot // 2, 0 if whole else slot % 2, 1, 2 if whole else 1)
            self.buttons[verb.name] = button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Another question or other buttons at the foot need another height."""
        if watched is self._foot and event.type() is QEvent.Type.LayoutRequest:
            self._share()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the height anew."""
        self._share()

    def _share(self) -> None:
        """Give the foot the height it needs, and where that is not there (large letters, a bar of VIPs over a small
        screen) what leaves a line of the guest above it: it scrolls then, and nothing lies over anything."""
        layout, width = self._column, self.width() - 1
        layout.activate()
        needed = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        height = min(needed + 1, self.height() - min(self._theme.px(LEAST_PANEL), self.height() // 4))
        if height != self._foot_room.height() or height != self._foot_room.maximumHeight():
            self._foot_room.setFixedHeight(height)
            self._whole.activate()
        bar = self._foot_room.verticalScrollBar()
        kept = bar.sizeHint().width() if needed + 1 > height else 0
        self._foot.resize(width - kept, needed)
        bar.setValue(0)
        self._foot_room.follow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.colours.panel)
            painter.setPen(QPen(self._theme.colours.line, 1))
            painter.drawLine(0, 0, 0, self.height())
            if self.form is None:
                painter.drawLine(0, self._foot_room.y(), self.width(), self._foot_room.y())
