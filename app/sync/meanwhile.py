"""What keeps the counter going while the roster is on its way: today's arrivals with their guests, and all that is new.

HQ's `today` comes first, then the feed from where that stood. The rows lie in the cache under their versions and
without a cursor, so the roster's own cursor stays the only one, and whatever came here comes again behind it.
"""

from __future__ import annotations

import logging
import random
import threading
from typing import TYPE_CHECKING

from app.domain.faults import Fault
from app.localdb import cursors
from app.localdb.settings import Enrolled
from app.wire.pages import Clock, FeedEntry

from . import inbound
from .failures import Later, Locked, OtherHistory, Rejected, Stopped
from .pace import Pace
from .shared import WAIT, Shared

if TYPE_CHECKING:
    from .client import Client

log = logging.getLogger(__name__)


class Meanwhile:
    """A thread of its own, from `start` until `end`."""

    def __init__(self, shared: Shared, where: Enrolled, token: str) -> None:
        self._shared, self._where, self._token = shared, where, token
        self._ended = threading.Event()
        self._client: Client | None = None
        self._thread = threading.Thread(target=self._run, name="courier-meanwhile", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Stop, whatever is under way, and wait for that: from now on the cache is the roster's."""
        self._ended.set()
        client = self._client
        if client is not None:
            client.cut()
        self._thread.join()

    def _run(self) -> None:
        pace = Pace()
        cursor = ""
        try:
            while not self._over:
                try:
                    cursor = self._step(cursor)
                    pace = Pace()
                except (OtherHistory, Rejected, Later) as fault:
                    # An older HQ has no such call, and a broken line breaks the roster's download too.
                    cursor = "" if not isinstance(fault, Later) else cursor
                    pace = pace.failed()
                    self._ended.wait(pace.delay(random.random(), getattr(fault, "pause", None)))
        except (Stopped, Locked):
            return
        except Fault as fault:
            log.info("no arrivals until the roster is there: %s", fault.code)
        except Exception:
            log.exception("the arrivals before the roster met a fault of this program")
        finally:
            if self._client is not None:
                self._client.close()

    @property
    def _over(self) -> bool:
        return self._ended.is_set() or self._shared.stopping.is_set()

    def _step(self, cursor: str) -> str:
        client = self._ready()
        if not cursor:
            today = client.today()
            self._shared.done(self._shared.lane.submit_bulk(cursors.begin, self._where.store_id, today.epoch))
            self._take_in(today.entries, today.clock)
            return today.cursor
        page = client.feed(cursor, WAIT)
        self._take_in(page.entries, page.clock)
        return page.cursor

    def _ready(self) -> Client:
        if self._client is None:
            from .client import Client

            self._client = Client(self._where.hq, self._where.store_id, self._token)
        if self._over:
            raise Stopped("stopped")
        return self._client

    def _take_in(self, entries: list[FeedEntry], clock: Clock) -> None:
        shared = self._shared
        sample = shared.clock.follow(clock)
        shared.done(shared.lane.submit_bulk(cursors.heard, sample))
        for start in range(0, len(entries), inbound.SLICE):
            if self._over:
                raise Stopped("stopped")
            part = entries[start : start + inbound.SLICE]
            shared.done(shared.lane.submit_bulk(inbound.write, part, now=shared.clock.now()))
        shared.lamp.heard_hq(clock.now)
