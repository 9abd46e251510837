"""A desk in memory for tests of the screens: it keeps the house's rules, and answers at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from app.desk.acts import Acts
from app.desk.alerts import Alerts
from app.desk.hands import Hands
from app.desk.notices import Notices
from app.desk.paint.theme import Theme
from app.desk.preferences import Preferences
from app.desk.shell import Shell
from app.desk.sounds import Sounds
from app.desk.verbs import Done, Failed, Figures, Unsent
from app.domain.changes import BoardCard, ChangeSet, OutboxCount
from app.domain.commands import Command, ReopenConflict, SettleConflict
from app.domain.conflicts import ConflictCard, reopen, settle
from app.domain.faults import Fault, Unavailable
from app.domain.guests import GuestCard, Identity, IdentityKind
from app.domain.replay import Deed, replay
from app.localdb.printed import Printed
from app.sync.asked import SILENT, UNKNOWN, Asked, AskedWord
from app.wire.history import HistoryPage
from app.wire.printed import WhoseCode
from tests.desk import people


class MemoryDesk:
    """`verbs.Desk` over a dictionary; `done` remembers the commands."""

    def __init__(self) -> None:
        self.time = people.NOW
        self.cards: dict[str, BoardCard] = {}
        self.roster: list[GuestCard] = []
        self.done: list[Command] = []
        self.asked: list[str] = []
        self.rows: list[Unsent] = []
        self.disputes: dict[str, ConflictCard] = {}
        self.enrolled: list[tuple[str, str]] = []
        self.kept: list[Preferences] = []
        self.hq: dict[str, GuestCard] | None = {}
        """Guests whom only HQ knows, by the identity they are asked by; None: there is no link."""
        self.questions: list[Identity] = []
        self.borrowed: list[GuestCard] = []
        self.pages: dict[tuple[str, str], HistoryPage] | None = {}
        self.told: list[tuple[str, str]] = []
        """Guest and `before` of each page of the past that was asked for."""
        self.paper = Printed(funnels={})
        self.strangers: dict[str, WhoseCode] | None = {}
        """Codes of other stores that HQ knows; None: there is no link."""
        self.show: Callable[[ChangeSet], object] = lambda _changes: None

    def now(self) -> datetime:
        """Return the evening's time."""
        return self.time

    def put(self, *cards: BoardCard) -> None:
        """These parties are here now."""
        self.cards |= {card.card_id: card for card in cards}
        self.show(ChangeSet(board={card.card_id: card for card in cards}))

    def perform(self, command: Command, done: Done, failed: Failed) -> None:
        """Do it by the rules, and show what came of it."""
        if isinstance(command, SettleConflict | ReopenConflict):
            self._decide(command, done, failed)
            return
        deed = Deed(at=self.time, day=self.time.date(), author="李娜", store_id="s1")
        card = self.cards.get(getattr(command, "arrival_id", ""))
        wanted = getattr(command, "guest_id", "")
        if card is None and wanted:
            card = next((c for c in self.cards.values() if c.guest is not None and c.guest.guest_id == wanted), None)
        guest = card.guest if card else next((g for g in self.roster if g.guest_id == wanted), None)
        try:
            arrival, after = replay(command, deed, card.arrival if card else None, guest)
        except Fault as fault:
            failed(fault)
            return
        self.done.append(command)
        if arrival is not None:
            shown = replace(card or BoardCard(arrival=arrival), arrival=arrival, guest=after, sending=1)
            self.cards[shown.card_id] = shown
            open_now = arrival.state.is_open
            self.show(
                ChangeSet(
                    board={shown.card_id: shown} if open_now else {},
                    gone=frozenset() if open_now else frozenset({shown.card_id}),
                    guests={after.guest_id: after} if after else {},
                    outbox=OutboxCount(waiting=len(self.done)),
                )
            )
        elif after is not None:
            self.show(ChangeSet(guests={after.guest_id: after}))
        done()

    def _decide(self, command: SettleConflict | ReopenConflict, done: Done, failed: Failed) -> None:
        held = self.disputes[command.conflict_id]
        try:
            if isinstance(command, SettleConflict):
                after = settle(held, command.decision, by="周敏", at=self.time, note=command.note)
            else:
                after = reopen(held)
        except Fault as fault:
            failed(fault)
            return
        self.done.append(command)
        self.disputes[command.conflict_id] = after
        self.show(ChangeSet(conflicts={command.conflict_id: after}))
        done()

    def find(self, query: str, limit: int, found: Callable[[list[GuestCard]], None]) -> None:
        """Find by the beginning of the name or the end of the phone."""
        self.asked.append(query)
        found([g for g in self.roster if is_meant(g, query)][:limit])

    def ask(self, identity: Identity, answered: Callable[[Asked], None]) -> None:
        """Answer at once, as HQ would."""
        self.questions.append(identity)
        if self.hq is None:
            answered(SILENT)
            return
        guest = next((self.hq[value] for _, value in identity.pairs() if value in self.hq), None)
        answered(UNKNOWN if guest is None else Asked(AskedWord.FOUND, guest, 1))

    def borrow(self, answer: Asked) -> None:
        """Remember it."""
        if answer.guest is not None:
            self.borrowed.append(answer.guest)
            self.roster.append(answer.guest)

    def history(self, guest_id: str, before: str, told: Callable[[HistoryPage], None], failed: Failed) -> None:
        """Answer with the page that was put in, or not at all where there is none; `pages` None: there is no link."""
        self.told.append((guest_id, before))
        if self.pages is None:
            failed(Unavailable("unreachable", "HQ cannot be reached"))
        elif (page := self.pages.get((guest_id, before))) is not None:
            told(page)

    def unsent(self, found: Callable[[list[Unsent]], None]) -> None:
        """Return the rows that were put in."""
        found(self.rows)

    def retry(self, key: str, failed: Failed) -> None:
        """Remember it."""
        self.rows = [row for row in self.rows if row.key != key]

    def discard(self, key: str, failed: Failed) -> None:
        """Remember it."""
        self.rows = [row for row in self.rows if row.key != key]

    def conflicts(self, found: Callable[[list[ConflictCard]], None]) -> None:
        """Return the disagreements."""
        found(list(self.disputes.values()))

    def guests(self, guest_ids: Sequence[str], found: Callable[[dict[str, GuestCard]], None]) -> None:
        """Return those of the roster and the board."""
        known = {g.guest_id: g for g in self.roster}
        known |= {c.guest.guest_id: c.guest for c in self.cards.values() if c.guest is not None}
        found({guest_id: known[guest_id] for guest_id in guest_ids if guest_id in known})

    def printed(self, found: Callable[[Printed], None]) -> None:
        """Return what was put in."""
        found(self.paper)

    def whose_code(self, code: str, told: Callable[[WhoseCode | None], None], failed: Failed) -> None:
        """Answer at once, as HQ would."""
        if self.strangers is None:
            failed(Unavailable("unreachable", "HQ cannot be reached"))
        else:
            told(self.strangers.get(code))

    def figures(self, found: Callable[[Figures], None]) -> None:
        """Return nothing yet."""
        found(Figures())

    def enrol(self, address: str, code: str) -> None:
        """Remember it."""
        self.enrolled.append((address, code))

    def keep(self, preferences: Preferences) -> None:
        """Remember them."""
        self.kept.append(preferences)


def is_meant(guest: GuestCard, query: str) -> bool:
    """Return whether the query is the beginning of the name, the end of the phone, or the guest's member number."""
    numbers = (known.value for known in guest.identities if known.kind is IdentityKind.MEMBER_NO)
    return guest.name.startswith(query) or guest.phone.endswith(query) or query in numbers


class Stage:
    """A shown window with everything that belongs to it, over a `MemoryDesk`."""

    def __init__(self, theme: Theme) -> None:
        self.desk = MemoryDesk()
        self.notices = Notices()
        self.theme = theme
        self.acts = Acts(self.desk, self.notices)
        self.shell = Shell(self.desk.now, theme)
        self.shell.over.attend(self.notices)
        self.hands = Hands(self.shell, self.acts, self.desk)
        self.sounds = Sounds(on=True, able=False, parent=self.shell)
        self.alerts = Alerts(self.shell, self.notices, self.sounds, self.desk.now)
        self.hands.mute_asked.connect(self.alerts.mute)
        self.desk.show = self._show
        self.shell.show_changes(ChangeSet(store=people.STORE, tables=people.TABLES, staff=people.STAFF))

    def _show(self, changes: ChangeSet) -> None:
        self.shell.show_changes(changes)
        self.alerts.look()
