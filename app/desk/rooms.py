"""The screens beside the board, made when they are first asked for and kept true from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.arrivals import ArrivalState
from app.domain.conflicts import ConflictCard, Decision
from app.domain.guests import GuestCard
from app.localdb.settings import Enrolled
from app.sync.link import LinkState

from .models.conflicts import open_count
from .paint.theme import Theme
from .preferences import Preferences
from .verbs import Desk, Failed
from .words import card as words_card
from .words import sentences as words

if TYPE_CHECKING:
    from .scans import Tried
    from .screens.conflicts import ConflictsScreen
    from .screens.enrol import EnrolScreen
    from .screens.settings import SettingsScreen
    from .screens.unsent import UnsentScreen
    from .shell import Shell


class Rooms(QObject):
    """`shell` must be set before a screen is asked for (it is handed the makers)."""

    def __init__(self, desk: Desk, theme: Theme, data: Path, failed: Failed) -> None:
        super().__init__()
        self._desk, self._theme, self._data, self._failed = desk, theme, data, failed
        self.shell: Shell | None = None
        self.preferences: Callable[[], Preferences] = Preferences
        self.chosen: Callable[[Preferences], None] = lambda _kept: None
        self.trying: Callable[[bool], None] = lambda _on: None
        self.halt: Callable[[], None] = lambda: None
        self.go_on: Callable[[], None] = lambda: None
        self.settle: Callable[[ConflictCard, Decision, str, str], None] = lambda *_: None
        self.reopen: Callable[[ConflictCard], None] = lambda _conflict: None
        self.enrolled: Enrolled | None = None
        self._conflicts: ConflictsScreen | None = None
        self._about = ""
        self._unsent: UnsentScreen | None = None
        self._settings: SettingsScreen | None = None
        self._enrol: EnrolScreen | None = None

    def makers(self) -> dict[str, Callable[[], QWidget]]:
        """Return what makes each screen."""
        return {
            "conflicts": self._make_conflicts,
            "unsent": self._make_unsent,
            "settings": self._make_settings,
            "enrol": self._make_enrol,
        }

    def shown(self, name: str) -> None:
        """A screen came to the front: fill it with what is true now."""
        if name == "unsent":
            self.refresh_unsent()
        elif name == "conflicts":
            self.refresh_conflicts()
        elif name == "settings":
            self.refresh_settings()

    def refresh_unsent(self) -> None:
        """Read the outbox anew where its screen is in front: after a day without HQ that takes the lane 50 ms."""
        screen, shell = self._unsent, self.shell
        if screen is not None and shell is not None and shell.showing == "unsent":
            self._desk.unsent(lambda rows: screen.show_rows(rows, shell.zone))

    @property
    def conflicts(self) -> ConflictsScreen | None:
        """The screen of disagreements, if it was ever shown."""
        return self._conflicts

    def refresh_conflicts(self) -> None:
        """Read the disagreements anew: their number for the navigation, and everything for their screen, if it was
        ever shown."""
        self._desk.conflicts(self._show_conflicts)

    def show_conflict_of(self, guest_id: str) -> None:
        """Show the disagreement that this guest is part of."""
        if self.shell is not None:
            self._about = guest_id
            self.shell.show_screen("conflicts")

    def _show_conflicts(self, cards: list[ConflictCard]) -> None:
        screen, shell = self._conflicts, self.shell
        if shell is None:
            return
        shell.navigation.show_conflicts(open_count(cards))
        if screen is None:
            return
        here = {
            card.guest.guest_id: words_card.place_word(card.arrival, shell.zone)
            for card in shell.board.board.cards()
            if card.guest is not None and card.arrival.state is not ArrivalState.RESERVED
        }
        screen.show_staff(self.preferences().staff, shell.staff)
        screen.show_conflicts(cards, here, shell.zone)
        about, self._about = self._about, ""
        if about:
            screen.select_guest(about)

    def _make_conflicts(self) -> QWidget:
        from .screens.conflicts import ConflictsScreen

        self._conflicts = made = ConflictsScreen(self._theme)
        made.settled.connect(lambda card, decision, keep, note: self.settle(card, decision, keep, note))
        made.reopened.connect(lambda card: self.reopen(card))
        made.wanted.connect(lambda ids: self._desk.guests(ids, self.know))
        return made

    def know(self, guests: Mapping[str, GuestCard]) -> None:
        """These guests are as follows now."""
        if self._conflicts is not None and guests:
            self._conflicts.show_guests(guests)

    def refresh_settings(self) -> None:
        """Show the store's staff and what this desk is, if the settings were ever shown."""
        if self._settings is not None and self.shell is not None:
            self._settings.show_staff([person.name for person in self.shell.staff])
            self._settings.show_about(words.about_words(self.shell.store, self.enrolled, self._data))

    def tried(self, tried: Tried | None) -> None:
        """Show what the scanner sent while it is only tried; None: half a scan."""
        if self._settings is None:
            return
        if tried is None:
            self._settings.scanner.show_half()
        else:
            self._settings.scanner.show_tried(tried.reading, tried.code)

    def show_chosen(self, looks: Preferences) -> None:
        """Let the settings say how the counter looks just now, if they were ever shown."""
        if self._settings is not None:
            self._settings.show_chosen(looks)

    def failed(self, sentence: str) -> None:
        """Something did not work; the first day's screen says it where staff look."""
        if self._enrol is not None:
            self._enrol.show_fault(sentence)

    def linked(self, link: LinkState) -> None:
        """Tell the first day's screen how far it is."""
        if self._enrol is not None:
            self._enrol.show_link(link)

    def _make_unsent(self) -> QWidget:
        from .screens.unsent import UnsentScreen

        self._unsent = made = UnsentScreen(self._theme)
        made.retried.connect(lambda key: self._desk.retry(key, self._failed))
        made.discarded.connect(lambda key: self._desk.discard(key, self._failed))
        return made

    def _make_settings(self) -> QWidget:
        from .screens.settings import SettingsScreen

        self._settings = made = SettingsScreen(self._theme, self.preferences())
        made.chosen.connect(lambda kept: self.chosen(kept))
        made.enrol_again.connect(self._enrol_again)
        made.scanner.trying.connect(lambda on: self.trying(on))
        return made

    def _enrol_again(self) -> None:
        if self.shell is not None:
            self.shell.show_screen("enrol")

    def _make_enrol(self) -> QWidget:
        from .screens.enrol import EnrolScreen

        self._enrol = made = EnrolScreen(self._theme, self.enrolled.hq if self.enrolled else "")
        made.enrolled.connect(self._desk.enrol)
        made.stopped.connect(lambda: self.halt())
        made.resumed.connect(lambda: self.go_on())
        return made
