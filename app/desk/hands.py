"""What keys, clicks and typing mean: from the widgets to the acts, for the guest they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from app.domain.alerts import is_waiting
from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard

from .acts import Acts
from .finding import Finding
from .guest_hands import GuestHands
from .keys import Key, only_on
from .screens.register import Registration
from .shell import Shell
from .side_hands import SideHands
from .verbs import Desk

if TYPE_CHECKING:
    from .screens.alert import AlertBar

_OF_THE_GUEST = ("note", "taste", "conflict", "page")

_OF_THE_PAGE = ("note", "taste", "page", "reveal")
"""What the guest's page answers by itself, without the board."""


class Hands(QObject):
    """Connects one shell with the acts."""

    conflict_asked = Signal(str)
    """Staff want to see what a guest is confused with: the guest's id."""
    mute_asked = Signal()
    """The ringing for a VIP shall stop for a while."""

    def __init__(self, shell: Shell, acts: Acts, desk: Desk) -> None:
        super().__init__(shell)
        self.shell, self.acts, self.desk = shell, acts, desk
        self.page = GuestHands(shell, acts, desk)
        self.page.typed.connect(self._type)
        self.shortcuts: dict[str, QShortcut] = {}
        self._connect_keys()
        self._side = SideHands(shell, acts, desk)
        shell.side.asked.connect(self.do)
        self.finding = Finding(shell, desk, self.page, self._side.show, self._side.form)
        shell.over.with_alerts(self._alerting)
        search, board = shell.top.search, shell.board
        search.installEventFilter(self)
        shell.installEventFilter(self)
        for view in board.columns.values():
            view.list.committed.connect(self._type)

    def _connect_keys(self) -> None:
        verbs: dict[str, Callable[[], None]] = {
            "HELP": lambda: self.shell.over.show_keys(),
            "WELCOME": lambda: self.do("welcome"),
            "SEAT": lambda: self.do("seat"),
            "REGISTER": lambda: self.do("register"),
            "PAGE": lambda: self.do("page"),
            "REVEAL": lambda: self.do("reveal"),
            "NOTE": lambda: self.do("note"),
            "TASTE": lambda: self.do("taste"),
            "NO_SHOW": lambda: self.do("no_show"),
            "LEFT": lambda: self.do("left"),
            "CONFLICT": lambda: self.do("conflict"),
            "MUTE": self.mute_asked.emit,
            "UNDO": self.acts.undo,
        }
        for name, verb in verbs.items():
            self.shortcuts[name] = shortcut = QShortcut(QKeySequence(Key.of(name)), self.shell)
            shortcut.setAutoRepeat(False)  # a key that is held down does it once, and not to the next party too
            shortcut.activated.connect(verb)
        self.shell.shown.connect(self._only_here)

    def _only_here(self, screen: str) -> None:
        """A key that is the board's does nothing where another screen has it."""
        theirs = {Key.of(name) for name in only_on(screen)} if screen != "board" else set()
        for name in only_on("board"):
            self.shortcuts[name].setEnabled(Key.of(name) not in theirs)

    def rebind(self) -> None:
        """The keys were put elsewhere."""
        for name, shortcut in self.shortcuts.items():
            shortcut.setKey(QKeySequence(Key.of(name)))
        self._only_here(self.shell.showing)

    def subject(self) -> tuple[BoardCard | None, GuestCard | None]:
        """Return the party and guest that a key is about: what the side shows, else the selected card."""
        side = self.shell.side
        if self.shell.side_open and side.form is None and (side.card is not None or side.guest is not None):
            return side.card, side.guest
        card = self.shell.board.current()
        return card, card.guest if card else None

    def do(self, verb: str) -> None:
        """Do what the verb means for the subject; where it means nothing, nothing happens.

        From another screen a key first shows the board: nobody acts on a card that they do not see. A VIP whom nobody
        welcomes is seen on every screen.
        """
        if verb == "page" and self.shell.over.popup_open:
            self.finding.take_page()
        elif self.page.open and verb in _OF_THE_PAGE:
            self.page.do(verb)
        elif verb == "conflict" and self.page.open and self.page.guest is not None:
            self.conflict_asked.emit(self.page.guest.guest_id)
        elif verb == "welcome" and self.shell.showing != "board":
            self._welcome(None)
        elif self._sees_board(verb):
            card, guest = self.subject()
            if verb == "welcome":
                self._welcome(card)
            elif verb in ("register", "arrive"):
                self._side.form_for(card, guest)
            elif verb in _OF_THE_GUEST:
                self._about_guest(verb, card, guest)
            elif card is not None:
                self._about_party(verb, card)

    def _sees_board(self, verb: str) -> bool:
        """Whether the verb is meant for what is on the board; from another screen it first shows it."""
        if self.shell.showing == "board":
            return True
        if self.shell.bare:
            return False
        self.shell.show_screen("board")
        return verb == "register"

    def _about_party(self, verb: str, card: BoardCard) -> None:
        seated = card.arrival.state is ArrivalState.SEATED
        match verb:
            case "seat" | "move":
                self._side.ask_table(card)
            case "no_show" if not seated:
                self.acts.no_show(card)
            case "left" if seated:
                self.acts.left(card)

    def _about_guest(self, verb: str, card: BoardCard | None, guest: GuestCard | None) -> None:
        if guest is None:
            return
        match verb:
            case "note" | "taste":
                self._side.show(card, guest)
                (self.shell.side.ask_note if verb == "note" else self.shell.side.ask_taste)()
            case "conflict":
                self.conflict_asked.emit(guest.guest_id)
            case "page":
                self.page.show(guest, card)

    def _welcome(self, card: BoardCard | None) -> None:
        """The selected VIP, else the first one nobody welcomes, as the alert shows it: the key must never miss."""
        board = self.shell.board.board
        if card is None or not is_waiting(card.arrival):
            waiting = (shown for shown in board.cards() if is_waiting(shown.arrival))
            card = board.find(self.shell.over.alerting) or next(waiting, None)
        if card is not None and is_waiting(card.arrival):
            self.acts.welcome(card)

    def _alerting(self, bar: AlertBar) -> None:
        """Listen to what is clicked in the bar of VIPs."""

        def welcome(arrival_id: str) -> None:
            card = self.shell.board.board.find(arrival_id)
            if card is not None and is_waiting(card.arrival):
                self.acts.welcome(card)

        def opened(arrival_id: str) -> None:
            self.shell.show_screen("board")
            self.shell.board.select(arrival_id)
            self._side.open(arrival_id)

        bar.welcomed.connect(welcome)
        bar.opened.connect(opened)

    def show(self, card: BoardCard | None, guest: GuestCard | None) -> None:
        """Show this party or guest at the side; what was being asked there is closed."""
        self._side.show(card, guest)

    def open_form(self, start: Registration) -> None:
        """Open the form, filled with what is known."""
        self._side.form(start)

    def _type(self, text: str) -> None:
        search = self.shell.top.search
        if (self.shell.showing == "board" or self.page.open) and text.isprintable() and text.strip():
            search.setFocus()
            search.insert(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Send keys where they mean something: the answers, the board, or the search."""
        if watched is self.shell.top.search and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
                if not self.shell.top.search.text():
                    event.ignore()
                    return True
            elif event.type() is QEvent.Type.KeyPress:
                return self._search_key(event)
        elif watched is self.shell and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._shell_key(event)
        return super().eventFilter(watched, event)

    def _search_key(self, event: QKeyEvent) -> bool:
        key, shell = event.key(), self.shell
        if shell.over.popup_open:
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                shell.over.popup.move_by(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                shell.over.popup.take()
                return True
        if key == Qt.Key.Key_Escape:
            self.escape()
            return True
        if not shell.top.search.text() and shell.showing == "board":
            return shell.board.key(event)
        return False

    def _shell_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return True
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain and event.text().isprintable() and event.text().strip():
            self._type(event.text())
            return True
        return False

    def escape(self) -> None:
        """Close one thing: the answers and what was typed, then the question, the form, the side, the screen."""
        shell = self.shell
        if shell.over.close_keys():
            return
        if shell.top.search.text():
            shell.top.search.clear()
        elif self.page.open:
            self.page.leave()
        elif shell.side.ask is not None:
            shell.side.answered()
        elif shell.side.form is not None:
            shell.side.close_form()
            if shell.side.card is None and shell.side.guest is None:
                shell.close_side()
        elif shell.side_open:
            shell.close_side()
        elif shell.may_leave:
            shell.show_screen("board")
