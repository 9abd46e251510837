"""Who opened a page, told to the funnel: each phone once, whether it takes cookies or not.

A phone that comes without a cookie is given one, and its opening waits for a moment: as soon as anything comes with
that cookie (the picture of the code, the script, a position), it is a phone of its own. One that shows no cookie in
that time is taken for one with its address and browser on that day, so that a phone which refuses cookies is one
person however often it scans, while twenty phones of one model behind one Wi-Fi are twenty. More new people than one
network can bring (`newcomers`) are nobody, and their openings are counted as doubtful.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.faults import Fault
from app.domain.funnel import Step, Visitor
from app.hq.work.funnel import Funnel
from app.hq.work.pseudonyms import Pseudonyms, new_cookie

from .newcomers import Newcomers
from .visit import Visit, network_of

PATIENCE_SECONDS = 8.0
"""How long an opening waits for its cookie: a slow phone has the page's picture or script by then."""

HURRY_SECONDS = 0.5
"""How long a page waits to be counted at most: whoever holds up the database's writer does not hold up guests."""

MOST = 20_000
"""Openings that wait at most; beyond, the oldest is counted without its cookie."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a phone did, from where, and the name it has (while its cookie was not seen yet, the one it has without; ""
    until the database has said with which secret).
    `walked`: it walks about a page that it opened before, or that somebody sent it."""

    person: str
    address: str
    code: str
    steps: tuple[Step, ...]
    at: datetime
    walked: bool = False


class Openings:
    """Tells the funnel who came how far. All of it belongs to the event loop, but for `close`."""

    def __init__(
        self,
        funnel: Funnel,
        names: Pseudonyms,
        patience: float = PATIENCE_SECONDS,
        newcomers: Newcomers | None = None,
        hurry: float = HURRY_SECONDS,
    ) -> None:
        """`names` gives visitors the names they are counted under. `newcomers` None: everybody is counted."""
        self._funnel = funnel
        self._newcomers = newcomers
        self._names = names
        self._patience = patience
        self._hurry = hurry
        self._counting: set[asyncio.Task[bool]] = set()
        self._waiting: dict[str, _Opening] = {}

    async def opened(self, visit: Visit, code: str, steps: Iterable[Step], at: datetime) -> str:
        """Count an opening of the page and what it showed; return the cookie to set, "" for none."""
        if visit.visitor is not Visitor.PERSON:
            self._funnel.saw(code, visit.visitor, "", at)
            return ""
        if visit.cookie:
            await self.came(visit, code, steps, at)
            return ""
        cookie = new_cookie()
        return cookie if await self._soon(self._opened(cookie, visit, code, tuple(steps), at)) else ""

    async def _opened(self, cookie: str, visit: Visit, code: str, steps: tuple[Step, ...], at: datetime) -> bool:
        """Let an opening wait for its cookie, and find out its name without one; return whether it was counted by then,
        or still waits."""
        if len(self._waiting) >= MOST:
            self._give_up(next(iter(self._waiting)))
        opening = self._waiting[cookie] = _Opening("", visit.address, code, steps, at)
        asyncio.get_running_loop().call_later(self._patience, self._give_up, cookie)
        try:
            person = await self._names.person_without(network_of(visit.address), visit.agent)
        except Fault as fault:
            _log.warning("an opening was not counted: %s", fault.code)
            self._waiting.pop(cookie, None)
            return False
        if cookie in self._waiting:
            self._waiting[cookie] = replace(opening, person=person)
        return True

    async def came(self, visit: Visit, code: str, steps: Iterable[Step], at: datetime, *, walked: bool = False) -> None:
        """Count the steps of a page that was opened before: a position that came, a store that was picked.

        `walked`: the page's address says so, and may have been sent on: to who never scanned the code it is a scan.
        """
        if visit.visitor is Visitor.PERSON:
            await self.proved(visit.cookie)
            await self._soon(self._came(visit, code, tuple(steps), at, walked))

    async def _came(self, visit: Visit, code: str, steps: tuple[Step, ...], at: datetime, walked: bool) -> bool:
        try:
            if visit.cookie:
                person = await self._names.person_of(visit.cookie)
            else:
                person = await self._names.person_without(network_of(visit.address), visit.agent)
        except Fault as fault:
            _log.warning("a step was not counted: %s", fault.code)
            return False
        self._count(_Opening(person, visit.address, code, steps, at, walked), person)
        return True

    async def proved(self, cookie: str) -> None:
        """Say that a phone came with this cookie: what it did before is its own."""
        opening = self._waiting.pop(cookie, None)
        if opening is not None:
            await self._soon(self._proved(opening, cookie))

    async def _proved(self, opening: _Opening, cookie: str) -> bool:
        try:
            self._count(opening, await self._names.person_of(cookie))
        except Fault as fault:
            _log.warning("an opening was not counted: %s", fault.code)
            return False
        return True

    async def _soon(self, counting: Coroutine[None, None, bool]) -> bool:
        """Count, or go on counting while the guest already has the page; return whether it was or may yet be done."""
        if self._names.ready:
            return await counting
        task = asyncio.create_task(counting)
        self._counting.add(task)
        task.add_done_callback(self._counting.discard)
        done, _ = await asyncio.wait({task}, timeout=self._hurry)
        return task.result() if done else True

    def close(self) -> None:
        """Count everything that still waits: the service ends."""
        for cookie in list(self._waiting):
            self._give_up(cookie)

    def _give_up(self, cookie: str) -> None:
        opening = self._waiting.pop(cookie, None)
        if opening is not None and opening.person:
            self._count(opening, opening.person)
        elif opening is not None:
            _log.warning("an opening was not counted: the database takes long")

    def _count(self, opening: _Opening, person: str) -> None:
        if not opening.steps and not opening.walked:
            return
        if self._newcomers is None or self._newcomers.admits(opening.address, opening.code, person):
            if opening.walked:
                self._funnel.met(opening.code, person, opening.at)
            for step in opening.steps:
                self._funnel.saw(opening.code, step, person, opening.at)
        elif Step.SCANNED in opening.steps:
            self._funnel.saw(opening.code, Visitor.DOUBTFUL, "", opening.at)
