"""What is typed into the search: the answers below it, those of HQ where there are none, and what is done with one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.changes import BoardCard
from app.domain.guests import GuestCard

from .elsewhere import Elsewhere
from .guest_hands import GuestHands
from .models.found import Found, match
from .screens.register import Registration
from .screens.search import SearchPopup
from .shell import Shell
from .verbs import Desk

FOUND = 8
"""Guests asked for in a search."""

Show = Callable[[BoardCard | None, GuestCard | None], None]


class Finding(QObject):
    """Listens to the search of one shell. `show` shows who was chosen at the side, `form` opens a filled form there."""

    def __init__(
        self, shell: Shell, desk: Desk, page: GuestHands, show: Show, form: Callable[[Registration], None]
    ) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._page = shell, desk, page
        self._show, self._form = show, form
        self.elsewhere = Elsewhere(desk, self)
        self._asked = ""
        self._listening = False
        shell.top.search.textChanged.connect(self._typed)

    def take(self, found: Found) -> None:
        """Open what was chosen among the answers: at the side, or as another page where a page is open."""
        self._settle(found)
        if self._page.open and found.guest is not None:
            self._page.show(found.guest, found.card)
            return
        self._shell.board.select(found.card.card_id if found.card is not None else "")
        self._show(found.card, found.guest)

    def take_page(self) -> None:
        """Open the page of the guest who is chosen among the answers."""
        found = self._shell.over.popup.current()
        if found is not None and found.guest is not None:
            self._settle(found)
            self._page.show(found.guest, found.card)

    def register_unknown(self) -> None:
        """Register who was searched for and not found."""
        text = self._asked
        self._shell.top.search.clear()
        digits = sum(letter.isdigit() for letter in text)
        self._form(Registration(phone=text) if digits >= len(text) / 2 else Registration(name=text))

    def _settle(self, found: Found) -> None:
        """The search is over; a guest whom only HQ knew is kept."""
        self._shell.top.search.clear()
        if found.asked is not None:
            self._desk.borrow(found.asked)

    def _typed(self, text: str) -> None:
        query = text.strip()
        self._asked = query
        self.elsewhere.forget()
        if not query:
            self._shell.over.hide_popup()
            return

        def found(guests: list[GuestCard]) -> None:
            if self._is_asked(query):
                rows = match(query, guests, list(self._shell.board.board.cards()))
                self._popup().show_found(query, rows, self._shell.zone)
                if not rows:
                    self.elsewhere.look(query, from_hq)

        def from_hq(row: Found) -> None:
            if self._is_asked(query):
                self._popup().show_found(query, [row], self._shell.zone)

        self._desk.find(query, FOUND, found)

    def _is_asked(self, query: str) -> bool:
        return self._asked == query and self._shell.top.search.text().strip() == query

    def _popup(self) -> SearchPopup:
        popup = self._shell.over.place_popup(self._shell.top.search.geometry())
        if not self._listening:
            self._listening = True
            popup.chosen.connect(self.take)
            popup.unknown.connect(self.register_unknown)
        return popup
