"""What is done at the side of the board: a guest is shown, written about and seated; a newcomer is registered."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.domain.tables import table_called
from app.domain.tastes import Taste, TasteKind

from .acts import Acts
from .screens.register import Registration
from .shell import Shell
from .verbs import Desk
from .words import card as words_card


class SideHands(QObject):
    """Connects the side of one shell with the acts."""

    def __init__(self, shell: Shell, acts: Acts, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._acts, self._desk = shell, acts, desk
        self._side = side = shell.side
        side.seated.connect(self._seat)
        side.noted.connect(self._note)
        side.tasted.connect(self._taste)
        side.dropped.connect(self._drop)
        side.confirmed.connect(self._confirm)
        side.registered.connect(self._register)
        side.phone_typed.connect(self._find_phone)
        side.settled.connect(shell.top.search.setFocus)
        shell.board.opened.connect(self.open)
        shell.board.selected.connect(self._selected)

    def show(self, card: BoardCard | None, guest: GuestCard | None) -> None:
        """Show this party or guest at the side of the board; what was being asked there is closed."""
        self._on_board()
        self._side.close_form(quietly=True)
        self._side.show_guest(card, guest, self._shell.zone)
        self._shell.open_side()

    def open(self, card_id: str) -> None:
        """Show this party of the board."""
        card = self._shell.board.board.find(card_id)
        if card is not None:
            self.show(card, card.guest)

    def form(self, start: Registration, place: str = "") -> None:
        """Open the form, filled with what is known; `place`: the nameless party's ticket or table."""
        self._on_board()
        self._shell.open_side()
        self._side.show_form(start, place)

    def form_for(self, card: BoardCard | None, guest: GuestCard | None) -> None:
        """Name the selected nameless party, bring in the guest of the roster that is shown, or register a walk-in.

        Asked for once more, the form stays with what was typed so far.
        """
        if self._shell.side_open and self._side.form is not None:
            self._on_board()
            self._side.form.take_focus()
            return
        start, place = Registration(), ""
        if card is not None and guest is None:
            known = card.arrival.guest_id or ""
            start = Registration(arrival_id=card.card_id, party_size=card.arrival.party_size, guest_id=known)
            place = words_card.place_word(card.arrival, self._shell.zone)
        elif card is None and guest is not None:
            start = Registration(guest_id=guest.guest_id, name=guest.name)
        self.form(start, place)

    def ask_table(self, card: BoardCard) -> None:
        """Ask at which table the party sits."""
        taken = {c.arrival.table for c in self._shell.board.board.cards() if c.arrival.state is ArrivalState.SEATED}
        self.show(card, card.guest)
        self._side.ask_table(self._shell.tables, taken, card.arrival.party_size)

    def _on_board(self) -> None:
        """The side stands beside the board; it would not be seen on another screen."""
        self._shell.over.hide_popup()
        if self._shell.showing != "board":
            self._shell.show_screen("board")

    def _selected(self, card_id: str) -> None:
        card = self._shell.board.board.find(card_id)
        if card is not None and self._shell.side_open and self._side.form is None:
            self._side.show_guest(card, card.guest, self._shell.zone)

    def _seat(self, table: str) -> None:
        if self._side.card is not None:
            self._acts.seat(self._side.card, table)
        self._side.answered()

    def _note(self, text: str) -> None:
        if self._side.guest is not None:
            self._acts.note(self._side.guest, text)
        self._side.answered()

    def _taste(self, tag: str, kind: TasteKind) -> None:
        if self._side.guest is not None:
            self._acts.taste(self._side.guest, tag, kind)
        self._side.answered()

    def _confirm(self, taste: Taste, kind: TasteKind) -> None:
        if self._side.guest is not None:
            self._acts.taste(self._side.guest, taste.tag, kind)

    def _drop(self, taste: Taste) -> None:
        if self._side.guest is not None:
            self._acts.drop(self._side.guest, taste.tag, taste.kind)

    def _register(self, said: Registration) -> None:
        place = self._side.form.place if self._side.form is not None else ""
        self._shell.close_side()
        arrival_id = self._acts.register(
            name=said.name,
            phone=said.phone,
            party_size=said.party_size,
            table=table_called(said.table, (table.name for table in self._shell.tables)) or said.table,
            note=said.note,
            arrival_id=said.arrival_id,
            guest_id=said.guest_id,
            otherwise=lambda _wrong: self._again(said, place),
        )
        self._shell.board.select_soon(arrival_id)

    def _again(self, said: Registration, place: str) -> None:
        """The registration was refused: what was typed stands in the form again, unless staff are elsewhere by now."""
        if self._side.form is None and self._shell.showing == "board":
            self.form(said, place)

    def _find_phone(self, text: str) -> None:
        form = self._side.form

        def found(guests: list[GuestCard]) -> None:
            if form is not None and self._side.form is form and form.fields["phone"].text() == text:
                form.show_matches(guests)

        self._desk.find(text, 3, found)
