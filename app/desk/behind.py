"""The desk behind the screens: `verbs.Desk` on the lane and the courier. Nothing in here waits for either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.actions import counter
from app.domain.commands import Command, Register
from app.domain.conflicts import ConflictCard
from app.domain.faults import Fault, Unavailable
from app.domain.guests import GuestCard, Identity
from app.localdb import board, borrowed, conflicts, guests, outbox, printed, today
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.localdb.printed import Printed
from app.localdb.settings import Enrolled
from app.sync.asked import SILENT, Asked
from app.sync.clock import DeskClock
from app.wire.history import HistoryPage

from . import preferences
from .bridge import Bridge
from .preferences import Preferences
from .verbs import Done, Failed, Figures, Unsent

if TYPE_CHECKING:
    from app.sync.courier import Courier
    from app.wire.printed import WhoseCode

    from .models.studio import Target


class LaneDesk:
    """Answers through `bridge`, on the main thread. `courier` is there from the first paint on."""

    def __init__(self, lane: Lane, clock: DeskClock, bridge: Bridge) -> None:
        self._lane, self._clock, self._bridge = lane, clock, bridge
        self.courier: Courier | None = None
        self.staff = ""
        self.failed: Failed = lambda _wrong: None
        """Hears of faults that nobody else asked about."""
        self.enrolled: Callable[[Enrolled], None] = lambda _where: None
        """Hears where the desk belongs from now on."""
        self.not_enrolled: Failed = lambda _wrong: None
        """Hears why the desk could not be enrolled."""

    def now(self) -> datetime:
        """Return the business time."""
        return self._clock.now()

    def perform(self, command: Command, done: Done, failed: Failed) -> None:
        """Do `command` on the lane, then wake the courier."""
        future = self._lane.submit(counter.perform, command, author=self.staff, now=self.now())
        future.add_done_callback(lambda _: self._nudge())
        self._bridge.hear(future, lambda _: done(), failed)

    def find(self, query: str, limit: int, found: Callable[[list[GuestCard]], None]) -> None:
        """Search the roster."""
        self._bridge.hear(self._lane.submit(guests.find, query, limit), found, self.failed)

    def ask(self, identity: Identity, answered: Callable[[Asked], None]) -> None:
        """Ask HQ for a guest whom the store has not cached."""
        if self.courier is None:
            answered(SILENT)
        else:
            self._bridge.hear(self.courier.ask(identity), answered, self.failed)

    def borrow(self, answer: Asked) -> None:
        """Keep what HQ answered: staff chose this guest."""
        if answer.guest is not None:
            job = self._lane.submit(borrowed.keep, answer.guest, answer.version, now=self.now())
            self._bridge.hear(job, lambda _: None, self.failed)

    def history(self, guest_id: str, before: str, told: Callable[[HistoryPage], None], failed: Failed) -> None:
        """Ask HQ for a page of a guest's past."""
        if self.courier is None:
            failed(Unavailable("not_connected", "there is no courier yet"))
        else:
            self._bridge.hear(self.courier.history(guest_id, before), told, failed)

    def unsent(self, found: Callable[[list[Unsent]], None]) -> None:
        """Read the outbox."""
        self._bridge.hear(self._lane.submit(_unsent), found, self.failed)

    def retry(self, key: str, failed: Failed) -> None:
        """Send a parked command again."""
        future = self._lane.submit(counter.retry, key, now=self.now())
        future.add_done_callback(lambda _: self._nudge())
        self._bridge.hear(future, lambda _: None, failed)

    def discard(self, key: str, failed: Failed) -> None:
        """Give a parked command up."""
        self._bridge.hear(self._lane.submit(counter.discard, key, now=self.now()), lambda _: None, failed)

    def conflicts(self, found: Callable[[list[ConflictCard]], None]) -> None:
        """Read every disagreement about who is who."""
        self._bridge.hear(self._lane.submit(conflicts.conflicts), found, self.failed)

    def guests(self, guest_ids: Sequence[str], found: Callable[[dict[str, GuestCard]], None]) -> None:
        """Read these guests as staff see them."""
        self._bridge.hear(self._lane.submit(_guests, tuple(guest_ids)), found, self.failed)

    def printed(self, found: Callable[[Printed], None]) -> None:
        """Read everything about paper."""
        self._bridge.hear(self._lane.submit(printed.read), found, self.failed)

    def codes_of_chain(self, kind: str, told: Callable[[list[Target]], None], failed: Failed) -> None:
        """Ask HQ for a code of this kind of every store."""
        if self.courier is None:
            failed(Unavailable("not_connected", "there is no courier yet"))
            return
        from .models.studio import stores_of

        answer = self.courier.codes_of_chain(kind)
        self._bridge.hear(answer, lambda found: told(stores_of(found.codes)), failed)

    def whose_code(self, code: str, told: Callable[[WhoseCode | None], None], failed: Failed) -> None:
        """Ask HQ whose this printed code is."""
        if self.courier is None:
            failed(Unavailable("not_connected", "there is no courier yet"))
        else:
            self._bridge.hear(self.courier.whose_code(code), told, failed)

    def figures(self, found: Callable[[Figures], None]) -> None:
        """Read the day's figures."""
        future = self._lane.submit(today.figures, self.now())
        self._bridge.hear(future, lambda two: found(Figures(arrivals=two[0], recognised=two[1])), self.failed)

    def enrol(self, address: str, code: str) -> None:
        """Make this desk known to HQ."""
        if self.courier is not None:
            self._bridge.hear(self.courier.enrol(address, code), self.enrolled, self.not_enrolled)

    def keep(self, kept: Preferences) -> None:
        """Keep the preferences; what staff do from now on is done in that name."""
        self.staff = kept.staff
        self._bridge.hear(self._lane.submit(preferences.save, kept), lambda _: None, self.failed)

    def look(self, shown: frozenset[str]) -> None:
        """Read the whole board again (the day has turned); its changes come by themselves."""
        self._bridge.hear(self._lane.submit(board.board, self.now(), shown), lambda _: None, self.failed)

    def _nudge(self) -> None:
        if self.courier is not None:
            self.courier.nudge()


def _guests(db: Database, guest_ids: tuple[str, ...]) -> dict[str, GuestCard]:
    from app.localdb import overlay

    found = overlay.seen(db, (), guest_ids).guests
    return {guest_id: found[guest_id] for guest_id in guest_ids if guest_id in found}


def _unsent(db: Database) -> list[Unsent]:
    """What HQ has not confirmed, parked first, with the names of the guests it is about (a job of the lane)."""
    rows = [*outbox.parked(db), *outbox.waiting(db)]
    names = _names(db, rows)
    return [_shown(row, names) for row in rows]


def _names(db: Database, rows: list[outbox.OutboxRow]) -> dict[str, str]:
    from app.localdb import overlay

    seen = overlay.seen(db, {row.arrival_id for row in rows} - {""}, {row.guest_id for row in rows} - {""})
    names = {guest_id: guest.name for guest_id, guest in seen.guests.items()}
    for arrival_id, card in seen.arrivals.items():
        names[arrival_id] = names.get(card.guest_id or "", "") or card.ticket_no or card.table
    if any(row.kind in _BY_CODE for row in rows):
        names |= {card.code: card.about or card.title for card in printed.codes(db)}
    return names


_BY_CODE = ("code.retire", "print.lost")
"""Commands that name a code by nothing but its letters."""


def _shown(row: outbox.OutboxRow, names: dict[str, str]) -> Unsent:
    command: Command | None
    try:
        command = row.command
    except Fault:
        command = None
    about = names.get(row.guest_id) or names.get(row.arrival_id) or ""
    if row.kind in _BY_CODE:
        about = names.get(str(getattr(command, "code", "")), "")
    if isinstance(command, Register):
        about = ""
    return Unsent(
        key=row.key,
        kind=row.kind,
        at=row.at,
        author=row.author,
        state=row.state,
        code=row.code,
        reason=row.reason,
        command=command,
        about=about,
    )
