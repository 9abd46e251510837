"""The parts of one running HQ, put together in one place and handed to the routes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial

from app.domain.faults import Fault
from app.domain.groups import Trouble
from app.hq.work.applying import Applying
from app.hq.work.events import keep

from . import reading
from .clock import parse_clock, real_us
from .database import migrate, open_engine
from .meters import Meters
from .settings import Settings
from .turns import InTurn
from .waiting import Waiting
from .work import funnel
from .work.coding import Coding
from .work.funnel_cards import FunnelCards
from .work.group_alerting import GroupAlerting
from .work.pseudonyms import Pseudonyms
from .work.recomputing import Recomputing
from .work.snapshots import Snapshots
from .writer import Writer

LOOK_SECONDS = 1.0
"""How often the feeds that desks wait for are looked at, for what other processes wrote (an import)."""

_log = logging.getLogger(__name__)


class Services:
    """Everything a route needs. `opened` runs it; nothing is touched before."""

    def __init__(self, settings: Settings) -> None:
        """Raises `Unreadable` for a database URL or clock that cannot be read."""
        self.settings = settings
        self.clock = parse_clock(settings.clock)
        self.engine = open_engine(settings.database)
        self.meters = Meters()
        self.waiting = Waiting()
        self.readers = reading.Readers(self.engine)
        self.snapshots = Snapshots(self.engine, settings.files_folder())
        standing = InTurn(
            Applying(self.clock, self._applied),
            FunnelCards(self.clock),
            GroupAlerting(self.clock, self._groups_looked_at),
            Recomputing(self.clock),
            Coding(),
        )
        self.writer = Writer(self.engine, keep, standing, self.waiting.tell)
        self.funnel = funnel.Funnel()
        self.visitors = Pseudonyms(self.writer, self.clock)
        self._at_end: list[Callable[[], None]] = []
        self.known_stores: frozenset[str] = frozenset()

    def _applied(self, outcome: str, accepted_us: int) -> None:
        self.meters.applied.labels(outcome).inc()
        self.meters.delay.observe(max(real_us() - accepted_us, 0) / 1_000_000)

    def _groups_looked_at(self, found: Mapping[Trouble, int]) -> None:
        for trouble, many in found.items():
            self.meters.groups_in_trouble.labels(trouble.value).set(many)

    def at_end(self, act: Callable[[], None]) -> None:
        """Do `act` when the service ends, while the writer still takes work."""
        self._at_end.append(act)

    def end_parts(self) -> None:
        """Do what was to be done `at_end`."""
        for act in self._at_end:
            act()

    def prepare(self) -> None:
        """Bring the database to the newest schema. Raises a `Fault` saying why it, or the folder, cannot be used."""
        migrate(self.engine)
        self.snapshots.prepare()

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Run the writer and the look at other processes' news; end both, and every long poll, at the end."""
        self.waiting.opened(asyncio.get_running_loop())
        self.writer.start()
        tasks = [
            asyncio.create_task(self._look()),
            asyncio.create_task(funnel.keep_writing(self.writer, self.funnel, self.clock)),
        ]
        try:
            yield
        finally:
            self.waiting.close()
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self.end_parts()
        funnel.flush(self.writer, self.funnel, self.clock.now())
        self.writer.close()
        self.readers.close()
        self.snapshots.close()
        self.engine.dispose()

    async def _look(self) -> None:
        seen: dict[str, int] = {}
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            waited_for = self.waiting.stores()
            if not waited_for:
                seen.clear()
                continue
            try:
                now = await self.readers.run(partial(reading.heads, store_ids=waited_for))
            except Fault:
                _log.warning("the database did not answer while looking for news")
                continue
            self.waiting.wake(store for store, seq in now.items() if seen.get(store) != seq)
            seen = now
