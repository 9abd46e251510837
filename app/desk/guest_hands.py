"""What the guest's page means: opened and left, its keys and buttons done, its past asked for and shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.changes import BoardCard, ChangeSet
from app.domain.faults import Fault
from app.domain.guests import GuestCard
from app.domain.party import party_tastes
from app.domain.tastes import Taste, TasteKind
from app.sync.link import LinkState, LinkWord
from app.wire.history import HistoryPage

from .acts import Acts
from .models.managers import managers_of
from .models.past import History, past_of, undone
from .shell import Shell
from .verbs import Desk
from .words import guest as words_guest
from .words import sentences as words

if TYPE_CHECKING:
    from .screens.guest import GuestScreen

NAME = "guest"
"""What the shell calls the page."""


class GuestHands(QObject):
    """Connects the page of one shell with the acts. The page is made when it is first opened."""

    typed = Signal(str)
    """Something was typed on the page that is no key of it."""

    def __init__(self, shell: Shell, acts: Acts, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._acts, self._desk = shell, acts, desk
        self._screen: GuestScreen | None = None
        self.guest: GuestCard | None = None
        self.card: BoardCard | None = None
        self.history = History()
        self._asking = False
        self._failed = ""
        self._from = "board"
        shell.makers[NAME] = self._make
        shell.changed.connect(self._follow)
        shell.linked.connect(self._linked)

    @property
    def open(self) -> bool:
        """Whether the page is in front."""
        return self._shell.showing == NAME

    @property
    def screen(self) -> GuestScreen:
        """The page."""
        if self._screen is None:
            self._shell.room(NAME)
        assert self._screen is not None
        return self._screen

    def show(self, guest: GuestCard, card: BoardCard | None = None, told: HistoryPage | None = None) -> None:
        """Show the page of `guest`, with their arrival where they are here; their past is asked for anew.

        `told`: what HQ would answer; nobody is asked then.
        """
        if not self.open:
            self._from = self._shell.showing
        self.guest, self.card = guest, card
        self.history, self._asking, self._failed = History(), False, ""
        if told is not None:
            self.history.take(told)
        self.screen.close_ask()
        self._shell.over.hide_popup()
        self._shell.show_screen(NAME)
        self._paint()
        if told is None:
            self._ask()

    def leave(self) -> None:
        """Close the question that is open; else go back to where one came from."""
        if not self.screen.close_ask():
            self.screen.cover()
            self._shell.show_screen(self._from)

    def do(self, verb: str) -> None:
        """Do what a key or button of the page means; where it means nothing, nothing happens."""
        screen = self.screen
        match verb:
            case "page":
                self._again()
            case "note":
                screen.ask_note()
            case "taste":
                screen.ask_taste()
            case "reveal" if screen.seconds:
                screen.cover()
            case "reveal" if self.guest is not None and self.guest.phone:
                if self._shell.top.staff:
                    screen.ask_reveal()
                else:  # who looked would be nobody
                    self._acts.cannot(words_guest.name_first_word())
            case "back":
                self.leave()

    def _make(self) -> GuestScreen:
        from .screens.guest import GuestScreen

        self._screen = made = GuestScreen(self._shell.theme, self._desk.now)
        made.asked.connect(self.do)
        made.noted.connect(self._note)
        made.tasted.connect(self._taste)
        made.confirmed.connect(self._confirm)
        made.dropped.connect(self._drop)
        made.revealed.connect(self._reveal)
        made.more.connect(self._more)
        made.split.connect(self._split)
        made.typed.connect(self.typed)
        return made

    def _note(self, text: str) -> None:
        self.screen.close_ask()
        if self.guest is not None:
            self._acts.note(self.guest, text)

    def _taste(self, tag: str, kind: TasteKind) -> None:
        self.screen.close_ask()
        self._say(tag, kind)

    def _confirm(self, taste: Taste, kind: TasteKind) -> None:
        self._say(taste.tag, kind)

    def _say(self, tag: str, kind: TasteKind) -> None:
        """Staff say so, of the guest as the page shows them: with what the party's own note says."""
        if self.screen.page is not None:
            self._acts.taste(self.screen.page.guest, tag, kind)

    def _drop(self, taste: Taste) -> None:
        if self.screen.page is not None:
            self._acts.drop(self.screen.page.guest, taste.tag, taste.kind)

    def _reveal(self, reason: str) -> None:
        """The phone is shown once it is written down who looked and why."""
        self.screen.close_ask()
        guest = self.guest
        if guest is None:
            return

        def written() -> None:
            if self.open and self.guest is not None and self.guest.guest_id == guest.guest_id:
                self.screen.reveal()

        self._acts.reveal(guest, reason, written)

    def _split(self, merge_id: str) -> None:
        if self.guest is not None and self._may_split():
            history = self.history

            def written() -> None:
                undone(history, merge_id)
                self._paint_past()

            self._acts.unmerge(self.guest, merge_id, written)

    def _may_split(self) -> bool:
        """Whether the one who works here is a manager of the store."""
        here = self._shell.top.staff
        return bool(here) and here in managers_of(self._shell.staff)

    def _again(self) -> None:
        """Ask for the past anew."""
        if not self._asking:
            self.history, self._failed = History(), ""
            self._ask()

    def _more(self) -> None:
        if self.open and self.history.asked and self.history.more and not self._failed:
            self._ask()

    def _ask(self) -> None:
        guest, history = self.guest, self.history
        if guest is None or self._asking or not history.more:
            return
        self._asking = True

        def told(page: HistoryPage) -> None:
            if history is self.history:
                self._asking, self._failed = False, ""
                history.take(page)
                self._paint()
                self.screen.timeline.fill()

        def failed(wrong: BaseException) -> None:
            if history is self.history:
                self._asking = False
                self._failed = wrong.code if isinstance(wrong, Fault) else "fault"
                self._paint_past()

        self._paint_past()
        self._desk.history(guest.guest_id, history.before, told, failed)

    def _paint(self) -> None:
        from .screens.guest import Page

        if self.guest is None:
            return
        shell, link = self._shell, self._shell.link
        away = link.state is LinkWord.OFFLINE and link.as_of is not None
        as_of = words.as_of_word(link.as_of.astimezone(shell.zone)) if away and link.as_of is not None else ""
        shown = self.guest
        if self.card is not None:  # what the party said before coming holds here too
            shown = replace(shown, tastes=party_tastes(self.card.arrival, shown))
        page = Page(guest=shown, store=shell.store, zone=shell.zone, as_of=as_of, reveals=self.history.reveals)
        self.screen.show_page(page)
        self._paint_past()

    def _paint_past(self) -> None:
        if self.guest is None:
            return
        said = words_guest.past_word(
            asking=self._asking, failed=self._failed, whole=self.history.asked, more=self.history.more
        )
        self.screen.show_past(past_of(self.guest, self.history), said, may_split=self._may_split())

    def _follow(self, changes: ChangeSet) -> None:
        """Keep the page true to what it shows; a new bill asks for the past anew."""
        before = self.guest
        if before is None or self._screen is None:
            return
        card = self.card
        if card is not None:
            self.card = changes.board.get(card.card_id, card)
        self.guest = self._now(before, changes)
        if (self.guest, self.card) == (before, card) or not self.open:
            return
        if self.guest.guest_id != before.guest_id:
            self.show(self.guest, self.card)
            return
        self._paint()
        if self.guest.visits != before.visits:
            self._again()

    def _now(self, guest: GuestCard, changes: ChangeSet) -> GuestCard:
        """Return the guest as they are after `changes`: as they were, changed, or gone by another id since."""
        here = [card.guest for card in changes.board.values() if card.guest is not None]
        known = changes.guests | {one.guest_id: one for one in here}
        if guest.guest_id in known:
            return known[guest.guest_id]
        merged = next((one for one in known.values() if guest.guest_id in one.merged), None)
        if merged is None and self.card is not None and self.card.card_id in changes.board:
            merged = self.card.guest  # registered here under an id of this desk's, and known at HQ by another
        return merged or guest

    def _linked(self, link: LinkState) -> None:
        """HQ is heard again: what it could not tell before is asked for now."""
        if not self.open:
            return
        if link.state is LinkWord.ONLINE and self._failed:
            self._failed = ""
            self._ask()
        self._paint()
