"""What is done with a scan: a member is here, a phone is looked for, a printed code of ours is looked up, everything
else is answered in one sentence.

The code itself is neither logged nor kept. A member whom the store does not know is asked of HQ; where HQ does not
know either, or does not answer, the form opens, filled with what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from app.actions.parties import WINDOW
from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from app.domain.codes import Code, CodeKind, read_code, spellings
from app.domain.guests import GuestCard, Identity, IdentityKind
from app.domain.printed import code_in
from app.sync.asked import Asked, AskedWord

from .acts import Acts
from .hands import Hands
from .notices import Notices, Toast, Tone
from .scanner.strokes import Habits, Reading
from .screens.register import Registration
from .shell import Shell
from .verbs import Desk
from .words import card as words_card
from .words import scan as words


class Tried(Struct, frozen=True, kw_only=True):
    """A scan that was only tried, in the settings: what was read and how it came."""

    reading: Reading
    code: Code


class Scans(QObject):
    """Takes readings. While `trying`, they are shown to `tried` (a `Tried`, None for half a scan) and mean nothing."""

    tried = Signal(object)
    link_found = Signal(str)
    """One of our printed codes was scanned: what it holds."""

    def __init__(self, shell: Shell, hands: Hands, acts: Acts, desk: Desk, notices: Notices) -> None:
        super().__init__(shell)
        self._shell, self._hands, self._acts, self._desk, self._notices = shell, hands, acts, desk, notices
        self.habits: Callable[[], Habits] = Habits
        self.trying = False
        self._latest = 0

    def broken(self) -> None:
        """Half a scan was thrown away."""
        if self.trying:
            self.tried.emit(None)
        else:
            self._say(words.half())

    def only_try(self, on: bool) -> None:
        """Show scans to `tried` from now on, or do what they mean again."""
        self.trying = on

    def scanned(self, reading: Reading) -> None:
        """Do what the code means."""
        self._latest += 1
        habits = self.habits()
        code = read_code(reading.text, habits.prefix, habits.suffix)
        if self.trying:
            self.tried.emit(Tried(reading=reading, code=code))
        elif not reading.sure and code.kind not in (CodeKind.LINK, CodeKind.OTHER_LINK):
            self._say(words.composing())
        elif self._shell.bare:
            self._say(words.first_enrol())
        else:
            self._do(code)

    def _do(self, code: Code) -> None:
        match code.kind:
            case CodeKind.MEMBER | CodeKind.PLAIN | CodeKind.PRODUCT:
                self._look(code, list(spellings(code.value)))
            case CodeKind.PHONE:
                self._phone(code.value)
            case CodeKind.LINK if code_in(code.value):
                self.link_found.emit(code_in(code.value))
            case _:
                self._say(words.not_a_guest(code.kind))

    def _look(self, code: Code, numbers: list[str]) -> None:
        """Look for the member in the roster, by each spelling, then ask HQ."""
        asked, number = self._latest, numbers[0]

        def found(guests: Sequence[GuestCard]) -> None:
            if asked != self._latest:
                return
            guest = next((guest for guest in guests if has_number(guest, number)), None)
            if guest is not None:
                self._arrived(guest)
            elif numbers[1:]:
                self._look(code, numbers[1:])
            else:
                self._ask(code)

        self._desk.find(number, 8, found)

    def _ask(self, code: Code) -> None:
        asked = self._latest
        if code.kind is not CodeKind.PRODUCT:
            self._say(words.looking())

        def answered(answer: Asked) -> None:
            if asked != self._latest:
                return
            if answer.guest is not None:
                self._desk.borrow(answer)
                self._arrived(answer.guest)
            elif code.kind is CodeKind.PRODUCT:
                self._say(words.not_a_guest(code.kind))
            else:
                self._unknown(code, silent=answer.word is AskedWord.SILENT)

        self._desk.ask(Identity(member_no=code.value), answered)

    def _unknown(self, code: Code, *, silent: bool) -> None:
        self._say(words.unknown_offline() if silent else words.unknown(), Tone.WARNING)
        if self._form_open():
            return
        self._shell.show_screen("board")
        self._hands.open_form(Registration(note=words.member_note(code.value)))

    def _arrived(self, guest: GuestCard) -> None:
        """Show a member who is here, fill the open form with them, or register who just came."""
        form = self._shell.side.form if self._form_open() else None
        card = self._card_of(guest)
        if form is not None:
            form.take(guest)
            return
        self._shell.show_screen("board")
        reserved = card if card is not None and card.arrival.state is ArrivalState.RESERVED else None
        if card is not None and reserved is None:
            self._shell.board.select(card.card_id)
            self._hands.show(card, card.guest)
            place = words_card.place_word(card.arrival, self._shell.zone)
            self._say(words.here_already(words_card.name_word(card.guest), place))
            return
        if reserved is not None and not self._is_due(reserved):
            reserved = None  # dinner is reserved, and they come for lunch: that is another party
        self._shell.board.select("" if reserved is None else reserved.card_id)
        self._hands.show(reserved, guest)
        arrival_id = self._acts.came(guest, reserved)
        self._shell.board.select_soon(arrival_id)

    def _card_of(self, guest: GuestCard) -> BoardCard | None:
        """The guest's card, of several the one of who is here; of reservations the nearest."""
        cards = [card for card in self._shell.board.board.cards() if card.arrival.guest_id == guest.guest_id]
        return min(cards, key=lambda card: card.arrival.state is ArrivalState.RESERVED, default=None)

    def _is_due(self, card: BoardCard) -> bool:
        expected = card.arrival.reserved_for or card.arrival.arrived_at
        return abs(expected - self._desk.now()) <= WINDOW

    def _phone(self, phone: str) -> None:
        """Look for the guest as if somebody had typed the number; an open form takes it."""
        form = self._shell.side.form if self._form_open() else None
        if form is not None:
            form.fields["phone"].setText(phone)
            form.phone_typed.emit(phone)
            return
        self._shell.show_screen("board")
        self._shell.top.search.setText(phone)

    def _form_open(self) -> bool:
        shell = self._shell
        return shell.showing == "board" and shell.side_open and shell.side.form is not None

    def _say(self, text: str, tone: Tone = Tone.INFO) -> None:
        self._notices.toast(Toast(text=text, tone=tone))


def has_number(guest: GuestCard, number: str) -> bool:
    """Return whether `number` is the guest's member number, Caps Lock or not."""
    wanted = number.casefold()
    known = (held.value for held in guest.identities if held.kind is IdentityKind.MEMBER_NO)
    return any(value.casefold() == wanted for value in known)
