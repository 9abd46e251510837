"""Guests who ask at the same moment look at the database together: one transaction, one statement for all their codes.

A look takes everybody who has asked by then, and only then begins to read; who comes later waits for the next.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.hq.reading import Readers
from app.hq.work.landing_places import Atlas, atlas_mark, read_atlas

from .sight import Sight

T = TypeVar("T")

TOGETHER = 64
"""Guests of one look at most, so that nobody waits long for the others' pages."""

AT_ONCE = 2
"""Looks at once: who searches all stores does not hold up those who have a code."""

LOOK_SECONDS = 1.0
"""How old what is known of the stores may be."""


@dataclass(slots=True, eq=False)
class _Asked:
    text: str
    work: Callable[[Sight], Any]
    answer: asyncio.Future[Any]


class Looking:
    """Does what guests ask for on the readers' threads. `ask` belongs to the event loop."""

    def __init__(self, readers: Readers) -> None:
        """Nobody asks yet."""
        self._readers = readers
        self._waiting: list[_Asked] = []
        self._looks: set[asyncio.Task[None]] = set()
        self._atlas: Atlas | None = None
        self._looked = 0.0
        self._reading = threading.Lock()

    async def ask(self, text: str, work: Callable[[Sight], T]) -> T:
        """Do `work` by a look that begins from now on, and that knows the code in `text`; raise what it raises."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(text, work, answer))
        if len(self._looks) < AT_ONCE:
            look = asyncio.create_task(self._look())
            self._looks.add(look)
            look.add_done_callback(self._looks.discard)
        return await answer

    async def _look(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
            try:
                answers: list[object] = await self._readers.run(partial(self._answers, together))
            except Exception as wrong:  # noqa: BLE001 - told to everybody who asked
                answers = [wrong] * len(together)
            for asked, answer in zip(together, answers, strict=True):
                if asked.answer.done():
                    continue
                if isinstance(answer, Exception):
                    asked.answer.set_exception(answer)
                else:
                    asked.answer.set_result(answer)

    def _answers(self, together: Sequence[_Asked], connection: Connection) -> list[object]:
        sight = Sight(connection, self._atlas_now(connection), (asked.text for asked in together))
        return [_answer(asked, sight) for asked in together]

    def _atlas_now(self, connection: Connection) -> Atlas:
        """Return the stores as they were at most a second ago; read anew by one reader at a time."""
        atlas, now = self._atlas, time.monotonic()
        if atlas is not None and now - self._looked < LOOK_SECONDS:
            return atlas
        if not self._reading.acquire(blocking=atlas is None) and atlas is not None:
            return atlas  # somebody else reads them just now; what was known a moment ago will do
        try:
            if self._atlas is None or (now > self._looked and atlas_mark(connection) != self._atlas.mark):
                self._atlas = read_atlas(connection)
            self._looked = max(self._looked, now)
            return self._atlas
        finally:
            self._reading.release()


def _answer(asked: _Asked, sight: Sight) -> object:
    """Return the answer, or what went wrong with this guest's alone; raise what is the database's trouble."""
    try:
        return asked.work(sight)
    except DBAPIError:
        raise
    except Exception as wrong:  # noqa: BLE001 - told to the one who asked, and to nobody else
        return wrong
