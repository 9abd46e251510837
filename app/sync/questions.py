"""Questions to HQ that somebody at the desk waits for: each on a thread of its own, with its own connection."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.faults import Fault, Unavailable
from app.localdb import settings
from app.localdb.lane import Lane
from app.localdb.secrets import token_of

from .failures import Locked, Stopped

if TYPE_CHECKING:
    from .client import Client

T = TypeVar("T")

log = logging.getLogger(__name__)


class Questions:
    """Asks HQ; never waits on the caller's thread. `stop` ends every question under way. `about` is for the log."""

    def __init__(self, lane: Lane, about: str = "question") -> None:
        self._lane, self._about = lane, about
        self._lock = threading.Lock()
        self._clients: set[Client] = set()
        self._stopped = False

    def put(self, question: Callable[[Client], T]) -> Future[T]:
        """Put a question, and return its answer to come.

        The future fails with a `LinkFault` where HQ does not answer, and with what `question` raises; it is cancelled
        where the desk closes meanwhile.
        """
        future: Future[T] = Future()

        def work() -> None:
            try:
                found = self._answer(question)
            except CancelledError:  # the lane closes
                future.cancel()
            except Fault as fault:
                self._fail(future, fault)
            except Exception:
                log.exception("a %s met a fault of this program", self._about)
                self._fail(future, Unavailable("fault", "HQ's answer cannot be shown; see the log"))
            else:
                if self._stopped:
                    future.cancel()
                else:
                    future.set_result(found)

        threading.Thread(target=work, name=f"courier-{self._about}", daemon=True).start()
        return future

    def stop(self) -> None:
        """End every question; nobody hears an answer any more."""
        with self._lock:
            self._stopped = True
            clients = list(self._clients)
        for client in clients:
            client.cut()

    def _fail(self, future: Future[Any], fault: Fault) -> None:
        if self._stopped:
            future.cancel()
        else:
            future.set_exception(fault)

    def _answer(self, question: Callable[[Client], T]) -> T:
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
            return question(client)
        finally:
            with self._lock:
                self._clients.discard(client)
            client.close()
