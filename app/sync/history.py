"""A guest's past, asked of HQ when somebody opens the guest's page: on a thread of its own, a page at a time."""

from __future__ import annotations

from concurrent.futures import Future

from app.localdb.lane import Lane
from app.wire.history import HistoryPage

from .questions import Questions


class Historian(Questions):
    """Asks HQ; never waits on the caller's thread. `stop` ends every question under way."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane, "history")

    def ask(self, guest_id: str, before: str = "") -> Future[HistoryPage]:
        """Ask for a page of the guest's past; `before` is that of the page before it.

        The future fails with a `LinkFault` where HQ does not answer, or answers that this store knows no such guest;
        it is cancelled where the desk closes meanwhile.
        """
        return self.put(lambda client: client.history(guest_id, before))
