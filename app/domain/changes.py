"""What a piece of work changed, as whole cards, so that nobody has to ask afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from .arrivals import ArrivalCard
from .conflicts import ConflictCard
from .guests import GuestCard
from .party import party_tastes
from .tables import StaffCard, StoreCard, TableCard
from .tastes import Taste


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCard:
    """What the board paints: the arrival and its guest, with what this desk did and HQ has not confirmed yet."""

    arrival: ArrivalCard
    guest: GuestCard | None = None
    sending: int = 0
    """Commands of this desk on this card that HQ has not answered."""
    parked: int = 0
    """Commands of this desk on this card that HQ refused."""

    @property
    def card_id(self) -> str:
        """The arrival's id."""
        return self.arrival.arrival_id

    @property
    def unknown_guest(self) -> bool:
        """Whether the arrival names a guest whose card this desk does not hold (yet)."""
        return self.guest is None and bool(self.arrival.guest_id)

    @property
    def tastes(self) -> tuple[Taste, ...]:
        """What to show of tastes: the guest's, and what the party's own note says."""
        return party_tastes(self.arrival, self.guest)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCount:
    """How many commands wait for HQ, and how many it refused and a person should look at."""

    waiting: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """Whole cards that are new or different, ids that are gone, and the counts beside them.

    `accepted` maps an arrival's id to the moment HQ accepted the event behind it (Unix time in microseconds, HQ's
    real clock), where the change came from an event.
    """

    board: dict[str, BoardCard] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    guests: dict[str, GuestCard] = field(default_factory=dict)
    tables: tuple[TableCard, ...] | None = None
    staff: tuple[StaffCard, ...] | None = None
    store: StoreCard | None = None
    conflicts: dict[str, ConflictCard | None] = field(default_factory=dict)
    """Conflicts by id as they are now; None: it is gone."""
    printed: frozenset[str] = frozenset()
    """Which kinds of cards about printed codes ("code", "group", "print", "funnel") are different now."""
    outbox: OutboxCount | None = None
    accepted: dict[str, int] = field(default_factory=dict)

    def then(self, later: ChangeSet) -> ChangeSet:
        """Return this set followed by `later` as one: the later card of each id wins."""
        board = {k: v for k, v in self.board.items() if k not in later.gone} | later.board
        return ChangeSet(
            board=board,
            gone=(self.gone | later.gone) - board.keys(),
            guests=self.guests | later.guests,
            tables=self.tables if later.tables is None else later.tables,
            staff=self.staff if later.staff is None else later.staff,
            store=later.store or self.store,
            conflicts=self.conflicts | later.conflicts,
            printed=self.printed | later.printed,
            outbox=later.outbox or self.outbox,
            accepted=self.accepted | later.accepted,
        )
