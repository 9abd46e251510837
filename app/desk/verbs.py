"""What the screens may ask of the desk behind them. The answers come later, on the main thread; nothing here waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from app.domain.commands import Command
from app.domain.conflicts import ConflictCard
from app.domain.guests import GuestCard, Identity
from app.localdb.printed import Printed
from app.sync.asked import Asked
from app.wire.history import HistoryPage

from .preferences import Preferences

if TYPE_CHECKING:
    from app.wire.printed import WhoseCode


class Unsent(Struct, frozen=True, kw_only=True):
    """One command that HQ has not confirmed: waiting, or parked with HQ's reason. `command` is None where its kind is
    of a newer or damaged desk."""

    key: str
    kind: str
    at: datetime
    author: str
    state: str
    code: str = ""
    reason: str = ""
    command: Command | None = None
    about: str = ""
    """The guest it is about, by name, where one is known."""


class Figures(Struct, frozen=True, kw_only=True):
    """The business day so far: parties that came, and how many of them were known from before."""

    arrivals: int = 0
    recognised: int = 0


Done = Callable[[], None]
Failed = Callable[[BaseException], None]


class Desk(Protocol):
    """The desk behind the screens."""

    def now(self) -> datetime:
        """Return the business time (UTC)."""

    def perform(self, command: Command, done: Done, failed: Failed) -> None:
        """Do `command` in the name of the staff at the desk; changed cards come by themselves."""

    def find(self, query: str, limit: int, found: Callable[[list[GuestCard]], None]) -> None:
        """Search the roster."""

    def ask(self, identity: Identity, answered: Callable[[Asked], None]) -> None:
        """Ask HQ for a guest whom the store has not cached; a newer question replaces an older one, which is then
        answered never. Without a link the answer is `SILENT`."""

    def borrow(self, answer: Asked) -> None:
        """Keep what HQ answered: staff chose this guest."""

    def history(self, guest_id: str, before: str, told: Callable[[HistoryPage], None], failed: Failed) -> None:
        """Ask HQ for a page of a guest's past, older than the page whose `before` this is ("": the newest)."""

    def unsent(self, found: Callable[[list[Unsent]], None]) -> None:
        """Read what HQ has not confirmed: parked first, then waiting, oldest first."""

    def retry(self, key: str, failed: Failed) -> None:
        """Send a parked command again."""

    def discard(self, key: str, failed: Failed) -> None:
        """Give a parked command up."""

    def conflicts(self, found: Callable[[list[ConflictCard]], None]) -> None:
        """Read every disagreement about who is who, with what this desk has settled and HQ has not confirmed yet."""

    def guests(self, guest_ids: Sequence[str], found: Callable[[dict[str, GuestCard]], None]) -> None:
        """Read the cards of these guests, by id; who is not on this desk is left out."""

    def whose_code(self, code: str, told: Callable[[WhoseCode | None], None], failed: Failed) -> None:
        """Ask HQ whose a printed code is that this desk does not hold, None where it was never made."""

    def printed(self, found: Callable[[Printed], None]) -> None:
        """Read the printed codes, the groups, the print register and the funnels, with what this desk has done."""

    def figures(self, found: Callable[[Figures], None]) -> None:
        """Read the business day's figures."""

    def enrol(self, address: str, code: str) -> None:
        """Make this desk known to HQ; the link tells the rest."""

    def keep(self, preferences: Preferences) -> None:
        """Keep the preferences."""
