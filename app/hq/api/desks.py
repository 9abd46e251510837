"""What desks ask of HQ: trust, the roster as a file, what changed since, what their staff did, a guest, their past."""

from __future__ import annotations

import asyncio
import math
import re
from functools import partial

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from app.domain.faults import Unreadable
from app.domain.guests import Identity, IdentityKind
from app.domain.printed import PrintedKind
from app.hq import asking, reading, today
from app.hq.answers import answer, body_of, packed_answer, problem, speaks_wire
from app.hq.reading import Page
from app.hq.services import Services
from app.hq.work import chain_codes, enrolling, history, uploads
from app.hq.work.commanding import Commanding, read_commands
from app.wire.codec import decode
from app.wire.commands import CommandsAnswer
from app.wire.pages import Clock, EnrolmentRequest, FeedPage, TodayPage
from app.wire.printed import ChainCodes

from .trust import Trust
from .turns import Turns

WAIT_LIMIT = 30.0
"""Seconds a long poll may wait."""

PAGE_LIMIT = 2000
"""Entries a desk may ask for in one page."""

_RANGE = re.compile(r"bytes=(\d{1,18})-\d{0,18}")

COMMANDS_BODY = 2 << 20
"""Bytes: more than the largest picture of a group's code (`pictures.LARGEST`) is as base64."""
ENROLMENT_BODY = 4096


class Desks:
    """The way in for desks."""

    def __init__(self, services: Services, trust: Trust) -> None:
        """`trust` tells which desk asks."""
        self._services = services
        self._trust = trust
        self._commanding = Commanding(services.clock)
        self._turns = Turns()
        self._one_code = asyncio.Semaphore(1)  # codes are tried one after another, at some 20 a second

    async def enrol(self, request: Request) -> Response:
        """Exchange a one-time code for a device token (201)."""
        speaks_wire(request)
        asked = decode(await body_of(request, ENROLMENT_BODY), EnrolmentRequest)
        async with self._one_code:
            hashed = await asyncio.to_thread(enrolling.code_hash, asked.code)
        enrolment = await self._services.writer.run(partial(enrolling.enrol, hashed=hashed, device_name=asked.device))
        return answer(enrolment, 201)

    async def snapshot(self, request: Request) -> Response:
        """Give the store's roster as a compressed SQLite file; Range and If-Range resume it."""
        store_id = await self._store(request)
        wanted = request.headers.get("if-range", "")
        file, made = await self._services.snapshots.current(store_id, wanted)
        size = file.stat().st_size
        start = _range_start(request)
        if start is not None and start >= size and wanted in ("", made.etag):
            beyond = problem(416, "range_wrong", f"the file has {size} bytes", {"size": size})
            beyond.headers["content-range"] = f"bytes */{size}"
            return beyond
        headers = {
            "etag": made.etag,
            "yingbin-cursor": made.cursor,
            "yingbin-rows": str(made.rows),
            "yingbin-size": str(made.size),
            "repr-digest": made.digest,
            "cache-control": "private, no-cache",
        }
        return FileResponse(file, headers=headers, media_type="application/zstd")

    async def feed(self, request: Request) -> Response:
        """Give what changed after a cursor, waiting for news as long as the desk wants to."""
        store_id = await self._store(request)
        after = request.query_params.get("after")
        cursor = reading.read_cursor(after) if after else None
        limit = int(_number(request, "limit", reading.PAGE, 1, PAGE_LIMIT))
        wait = _number(request, "wait", 0.0, 0.0, WAIT_LIMIT)
        ask = partial(reading.feed_page, store_id=store_id, after=cursor, limit=limit)
        page = await self._news(store_id, ask, wait)
        clock = Clock(now=self._services.clock.now(), speed=self._services.clock.speed)
        found = FeedPage(cursor=str(page.cursor), entries=page.entries, clock=clock, more=page.more)
        return await packed_answer(request, found)

    async def _news(self, store_id: str, ask: partial[Page], wait: float) -> Page:
        waiting, readers = self._services.waiting, self._services.readers
        now = asyncio.get_running_loop().time
        until = now() + wait
        while True:
            mark = waiting.mark(store_id)
            page = await readers.run(ask)
            left = until - now()
            if page.entries or left <= 0 or not await waiting.beyond(store_id, mark, left):
                return page

    async def commands(self, request: Request) -> Response:
        """Record what staff did, each command once, and answer each with the cards as they are now."""
        store_id = request.path_params["store_id"]
        device = await self._desk(request, store_id)
        body = await body_of(request, COMMANDS_BODY)
        sent = read_commands(body, request.headers.get("idempotency-key", ""))
        if any(one.envelope is not None and one.envelope.kind == "group.keep" for one in sent):
            sent = await asyncio.to_thread(uploads.look, sent)
        outcomes = await self._services.writer.run(partial(self._commanding.perform, device=device, sent=sent))
        for outcome in outcomes:
            self._services.meters.commands.labels(outcome.outcome).inc()
        return answer(CommandsAnswer(outcomes=outcomes))

    async def today(self, request: Request) -> Response:
        """Give what a counter needs while its roster is on the way."""
        store_id = await self._store(request)
        clock = self._services.clock
        found = await self._services.readers.run(partial(today.today, store_id=store_id, now=clock.now()))
        told = Clock(now=clock.now(), speed=clock.speed)
        page = TodayPage(epoch=found.cursor.epoch, cursor=str(found.cursor), entries=found.entries, clock=told)
        return await packed_answer(request, page)

    async def digest(self, request: Request) -> Response:
        """Give the sums to compare the desk's cache with."""
        store_id = await self._store(request)
        return answer(await self._services.readers.run(partial(reading.digest, store_id=store_id)))

    async def resolve(self, request: Request) -> Response:
        """Give the guest behind an identity that the desk has not cached, or the one whom a card of its store names.

        Nothing is noted: the store holds the guest from the moment they come or are registered there.
        """
        device = await self._desk(request)
        kinds = {kind.value for kind in IdentityKind}
        asked = {name: value for name, value in request.query_params.items() if name in kinds}
        identity, guest_id = Identity(**asked), request.query_params.get("guest_id", "")
        ask = partial(asking.guest_behind, identity=identity)
        if guest_id and not asked:
            ask = partial(asking.guest_here, store_id=device.store_id, guest_id=guest_id)
        self._turns.take(device.device_id, max(1, len(identity.pairs())))
        return answer(await self._services.readers.run(ask))

    async def codes(self, request: Request) -> Response:
        """Give the codes of one kind of all stores, or of a city's, for a batch of the whole chain."""
        await self._desk(request)
        kind = request.query_params.get("kind", "")
        if kind not in set(PrintedKind):
            raise Unreadable("query_unreadable", f"kind is one of {', '.join(PrintedKind)}", name="kind")
        ask = partial(
            chain_codes.chain_codes,
            kind=PrintedKind(kind),
            city=request.query_params.get("city", ""),
            now=self._services.clock.now(),
        )
        return await packed_answer(request, ChainCodes(codes=await self._services.readers.run(ask)))

    async def whose_code(self, request: Request) -> Response:
        """Give the card of a code that was found somewhere, and whose it is."""
        device = await self._desk(request)
        self._turns.take(device.device_id, 1)
        ask = partial(chain_codes.whose_code, text=request.path_params["code"])
        return answer(await self._services.readers.run(ask))

    async def history(self, request: Request) -> Response:
        """Give a page of what happened with a guest whom the desk's store knows, newest first."""
        store_id = await self._store(request)
        before = request.query_params.get("before")
        limit = int(_number(request, "limit", history.PAGE, 1, history.PAGE_LIMIT))
        ask = partial(
            history.history,
            store_id=store_id,
            guest_id=request.path_params["guest_id"],
            before=history.read_before(before) if before else None,
            limit=limit,
        )
        return answer(await self._services.readers.run(ask))

    async def _desk(self, request: Request, store_id: str | None = None) -> enrolling.Device:
        speaks_wire(request)
        return await self._trust.desk(request, store_id)

    async def _store(self, request: Request) -> str:
        """Return the store in the path, which must be the asking desk's own."""
        store_id: str = request.path_params["store_id"]
        await self._desk(request, store_id)
        return store_id


def _range_start(request: Request) -> int | None:
    """Return the first byte that the request's Range asks for, None without one; raise `Unreadable` for a wrong one."""
    text = request.headers.get("range")
    if text is None:
        return None
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise Unreadable("range_unreadable", "a range is bytes=FIRST- or bytes=FIRST-LAST")
    return int(found[1])


def _number(request: Request, name: str, usual: float, least: float, most: float) -> float:
    """Return a number from the query, brought within its bounds; raise `Unreadable` if it is none."""
    text = request.query_params.get(name)
    if not text:
        return usual
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise Unreadable("query_unreadable", f"{name} is a number", name=name)
    return min(max(value, least), most)
