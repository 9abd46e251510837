"""A guest's past, asked of HQ when somebody opens the guest's page: on a thread of its own, a page at a time."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING

from app.domain.faults import Fault, Unavailable
from app.localdb import settings
from app.localdb.lane import Lane
from app.localdb.secrets import token_of
from app.wire.history import HistoryPage

from .failures import Locked, Stopped

if TYPE_CHECKING:
    from .client import Client

log = logging.getLogger(__name__)


class Historian:
    """Asks HQ; never waits on the caller's thread. `stop` ends every question under way."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._lock = threading.Lock()
        self._clients: set[Client] = set()
        self._stopped = False

    def ask(self, guest_id: str, before: str = "") -> Future[HistoryPage]:
        """Ask for a page of the guest's past; `before` is that of the page before it.

        The future fails with a `LinkFault` where HQ does not answer, or answers that this store knows no such guest;
        it is cancelled where the desk closes meanwhile.
        """
        future: Future[HistoryPage] = Future()

        def work() -> None:
            try:
                page = self._page(guest_id, before)
            except CancelledError:  # the lane closes
                future.cancel()
            except Fault as fault:
                self._fail(future, fault)
            except Exception:
                log.exception("a guest's past met a fault of this program")
                self._fail(future, Unavailable("fault", "the guest's past cannot be shown; see the log"))
            else:
                if self._stopped:
                    future.cancel()
                else:
                    future.set_result(page)

        threading.Thread(target=work, name="courier-history", daemon=True).start()
        return future

    def stop(self) -> None:
        """End every question; nobody hears an answer any more."""
        with self._lock:
            self._stopped = True
            clients = list(self._clients)
        for client in clients:
            client.cut()

    def _fail(self, future: Future[HistoryPage], fault: Fault) -> None:
        if self._stopped:
            future.cancel()
        else:
            future.set_exception(fault)

    def _page(self, guest_id: str, before: str) -> HistoryPage:
        where = self._lane.submit(settings.enrolled).result()
        if where is None:
            raise Locked("not_enrolled", "this desk is not enrolled with any store yet")
        token = token_of(self._lane.data, where.device_id)
        if token is None:
            raise Locked("token_missing", "this desk's token is gone; enrol it again")
        from .client import Client

        client = Client(where.hq, where.store_id, token)
        with self._lock:
            if self._stopped:
                raise Stopped("stopped")
            self._clients.add(client)
        try:
            return client.history(guest_id, before)
        finally:
            with self._lock:
                self._clients.discard(client)
            client.close()
