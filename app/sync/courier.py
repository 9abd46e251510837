"""The courier: two threads between the lane and HQ, one that reads the feed and one that sends the outbox."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.changes import ChangeSet
from app.localdb.lane import Lane

from .clock import DeskClock
from .link import LinkState


class Courier:
    """Started after the first paint; needs a running lane.

    `on_change` hears what came from HQ, on the lane's thread and in the lane's order (leave it out where the lane
    itself has a listener: that one hears the same sets). `on_link` hears of every new state of the link, on a
    courier's thread. `clock` follows HQ's.
    """

    def __init__(
        self,
        lane: Lane,
        *,
        clock: DeskClock,
        on_link: Callable[[LinkState], None],
        on_change: Callable[[ChangeSet], None] | None = None,
    ) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Start both threads; HTTP is imported there."""

    def nudge(self) -> None:
        """Say that the outbox has a new row (after every action); returns at once, from any thread."""

    def enrol(self, url: str, code: str, device: str = "") -> None:
        """Enrol this desk with the one-time `code` at HQ's `url`, on the courier's thread; `on_link` tells the rest."""

    def stop(self, timeout: float = 2.0) -> bool:
        """Stop both threads, waking them from what they wait for; True if they ended within `timeout` seconds."""
        raise NotImplementedError

    def wait_until_synced(self, timeout: float | None = None) -> bool:
        """Wait until the desk has HQ's roster and is online with an empty outbox; False if that took longer."""
        raise NotImplementedError
