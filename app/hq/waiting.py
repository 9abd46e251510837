"""Desks that wait for news of their store: long polls, asleep on the event loop until a commit concerns them.

A wait costs one future and one timer, so thousands of desks may wait. The rule that loses nothing: take a `mark`, then
read the feed, and if it is empty wait `beyond` the mark. A commit after the mark wakes the wait, even if it happened
while the feed was being read; a wake that brings no news only makes the desk's request read once more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial


class Waiting:
    """Who waits for which store. All methods but `tell` and `close` belong to the event loop that `opened` it."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._marks: dict[str, int] = {}
        self._asleep: dict[str, set[asyncio.Future[None]]] = {}
        self._closed = False

    def opened(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say on which loop the desks wait."""
        self._loop = loop

    @property
    def count(self) -> int:
        """How many desks wait."""
        return sum(len(asleep) for asleep in self._asleep.values())

    @property
    def closed(self) -> bool:
        """Whether nobody shall wait any more."""
        return self._closed

    def stores(self) -> list[str]:
        """Return the stores that somebody waits for."""
        return list(self._asleep)

    def mark(self, store_id: str) -> int:
        """Return where the store's news stands; take it before reading the feed."""
        return self._marks.get(store_id, 0)

    async def beyond(self, store_id: str, mark: int, seconds: float) -> bool:
        """Wait until there may be news after `mark`, at most `seconds`; return False when the time is up."""
        if self._closed:
            return False
        if self.mark(store_id) != mark:
            return True
        loop = asyncio.get_running_loop()
        woken: asyncio.Future[None] = loop.create_future()
        asleep = self._asleep.setdefault(store_id, set())
        asleep.add(woken)
        alarm = loop.call_later(seconds, _wake, woken)
        try:
            await woken
        finally:
            alarm.cancel()
            asleep.discard(woken)
            if not asleep and self._asleep.get(store_id) is asleep:
                del self._asleep[store_id]
        return self.mark(store_id) != mark

    def wake(self, stores: Iterable[str]) -> None:
        """Say that these stores may have news."""
        for store_id in stores:
            self._marks[store_id] = self._marks.get(store_id, 0) + 1
            for woken in self._asleep.get(store_id, ()):
                _wake(woken)

    def tell(self, stores: Iterable[str]) -> None:
        """Say so from any thread."""
        self._call(partial(self.wake, frozenset(stores)))

    def close(self) -> None:
        """Wake everybody for good, from any thread: the service ends."""
        self._closed = True
        self._call(self._wake_all)

    def _wake_all(self) -> None:
        for asleep in self._asleep.values():
            for woken in asleep:
                _wake(woken)

    def _call(self, what: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what)


def _wake(woken: asyncio.Future[None]) -> None:
    if not woken.done():
        woken.set_result(None)
