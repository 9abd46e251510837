"""What answers under `/r/`: the page, the position, the pictures of codes, the script. No SQL and no HTML here."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from app.domain.faults import Fault
from app.domain.printed import code_in
from app.hq.answers import body_of, media_type, packed_answer, problem, takes_gzip
from app.hq.services import Services
from app.hq.tracing import place_of

from .assets import assets
from .cities import read_cities
from .kept import Kept
from .limits import Limit
from .located import position_in
from .looking import Looking
from .newcomers import Newcomers
from .openings import Openings
from .replies import Replies
from .reply import busy, trouble
from .sent import SAFE, missing, page_of, patience
from .visit import Proxies, Visit, network_of, query_of, visit_of

BODY_LIMIT = 2048
"""Bytes of a position: two numbers, their accuracy and the name of a datum."""

TROUBLE_SECONDS = 5
"""After which a guest may try again where HQ has trouble."""

_NAVIGATION = frozenset({"store", "city", "district", "q", "skip", "pick", "lang"})
"""What stands in the address of who walks about the page; a printed link has none of it, nor one that a chat passes on
(WeChat adds `from` and `isappinstalled`). Who was not here before was sent the address by a friend, and is counted."""

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6360000200000500017a5eab3f0000000049454e44ae426082"
)

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Landing:
    """The guest's side of HQ. `app.hq.api.open_calls` names its endpoints."""

    def __init__(self, services: Services) -> None:
        """Raises a `Fault` for proxies or a file of cities that cannot be read."""
        self._services = services
        newcomers = Newcomers() if services.settings.limit_guests else None
        self._openings = Openings(services.funnel, services.visitors, newcomers=newcomers)
        services.at_end(self._openings.close)
        self._proxies = Proxies(services.settings.behind_proxies)
        self._cities = read_cities(services.settings.ip_cities)
        self._looking = Looking(services.readers)
        self._kept = Kept()
        unlimited = not services.settings.limit_guests
        self._pages = Limit(1_000_000_000 if unlimited else 6000, 200)
        self._positions = Limit(1_000_000_000 if unlimited else 240, 4)
        self._strange = Limit(30, 0.2)

    # --- the page ----------------------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        """Give the page of a code: the store's group, or the question where the guest is, or what helps."""
        visit = visit_of(request, self._proxies)
        return await self._guarded(visit, partial(self._page, request, visit))

    async def _page(self, request: Request, visit: Visit) -> Response:
        who = network_of(visit.address)
        if seconds := self._pages.ask(who):
            return _busy(visit, seconds)
        text, query = str(request.path_params["code"]).strip("/"), query_of(request)
        reply = await self._asked(visit, text, lambda replies: replies.page(text, query))
        if reply.unknown and (seconds := self._strange.ask(who)):
            return _busy(visit, seconds)
        cookie = ""
        if reply.code and reply.at is not None and request.method == "GET":
            if visit.cookie and _NAVIGATION & query.keys():
                await self._openings.came(visit, reply.code, reply.steps[1:], reply.at, walked=True)
            else:
                cookie = await self._openings.opened(visit, reply.code, reply.steps, reply.at)
        return page_of(reply, packed=visit.packed, cookie=cookie, secure=visit.secure)

    # --- the position ------------------------------------------------------------------------------------------------

    async def nearest(self, request: Request) -> Response:
        """Answer a position with the store and group it is shown, as JSON, or as HTML for who accepts only that.

        Raises `Unreadable` for a body that is too large, `Refused` (`asked_too_often`).
        """
        visit = visit_of(request, self._proxies)
        who = network_of(visit.address)
        if media_type(request.headers) != "application/json":
            return problem(415, "content_type", "a position comes as application/json")
        seconds = self._positions.ask((who, code_in(str(request.path_params["code"])))) or self._pages.ask(who)
        if seconds:
            return patience(seconds)
        asked = position_in(await body_of(request, BODY_LIMIT))
        text, query = str(request.path_params["code"]), query_of(request)
        html = request.headers.get("accept", "").split(",")[0].strip() == "text/html"
        reply = await self._asked(visit, text, lambda replies: replies.nearest(text, query, asked, html=html))
        if reply.unknown and (seconds := self._strange.ask(who)):
            return patience(seconds)
        if reply.code and reply.at is not None:
            await self._openings.came(visit, reply.code, reply.steps, reply.at)
        if html:
            return page_of(reply, packed=visit.packed)
        answer = await packed_answer(request, reply.facts)
        answer.status_code = reply.status
        answer.headers.update(SAFE)
        return answer

    # --- pictures and files ------------------------------------------------------------------------------------------

    async def group_picture(self, request: Request) -> Response:
        """Give the code of the store's group that can be joined now, as PNG; 404 where there is none."""
        store_id = str(request.path_params["store_id"])
        return await self._picture(request, lambda replies, text: replies.group_picture(text, store_id))

    async def manager_picture(self, request: Request) -> Response:
        """Give the code by which guests add the store's manager, as PNG; 404 where there is none."""
        store_id = str(request.path_params["store_id"])
        return await self._picture(request, lambda replies, text: replies.manager_picture(text, store_id))

    async def target_picture(self, request: Request) -> Response:
        """Give the code of what this printed code leads to, as PNG; 404 where it leads to a group."""
        return await self._picture(request, lambda replies, text: replies.target_picture(text))

    async def seen(self, request: Request) -> Response:
        """Give an empty picture: a phone without script shows by it whether it takes cookies."""
        await self._openings.proved(visit_of(request, self._proxies).cookie)
        return Response(_PIXEL, media_type="image/png", headers=SAFE)

    async def asset(self, request: Request) -> Response:
        """Give the script or the icon, for browsers to keep: another content has another name."""
        await self._openings.proved(visit_of(request, self._proxies).cookie)
        found = assets().get(str(request.path_params["name"]))
        if found is None:
            return missing()
        headers = {**SAFE, "cache-control": "public, max-age=31536000, immutable"}
        body = found.body
        if takes_gzip(request.headers.get("accept-encoding", "")):
            body, headers["content-encoding"] = found.packed, "gzip"
        headers["vary"] = "accept-encoding"
        return Response(body, media_type=found.media_type, headers=headers)

    async def _picture(self, request: Request, work: Callable[[Replies, str], bytes | None]) -> Response:
        visit = visit_of(request, self._proxies)
        await self._openings.proved(visit.cookie)
        who = network_of(visit.address)
        if seconds := self._pages.ask(who):
            return patience(seconds)
        text = str(request.path_params["code"])
        known, body = await self._asked(visit, text, lambda replies: (replies.knows(text), work(replies, text)))
        if body is None:
            seconds = 0 if known else self._strange.ask(who)
            return patience(seconds) if seconds else missing()
        return Response(body, media_type="image/png", headers=SAFE)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _asked(self, visit: Visit, text: str, work: Callable[[Replies], T]) -> T:
        """Have a guest's answer made, by what the database says from now on; the event loop goes on meanwhile."""
        now, likely = self._services.clock.now(), self._cities.of(visit.address)
        return await self._looking.ask(text, lambda sight: work(Replies(sight, visit, now, likely, self._kept)))

    async def _guarded(self, visit: Visit, answer: Callable[[], Awaitable[Response]]) -> Response:
        """Answer with a page in words whatever happens: a guest reads no problem documents."""
        try:
            return await answer()
        except Fault as fault:
            _log.warning("the phone page could not be given: %s", fault.code)
        except Exception as wrong:  # noqa: BLE001 - the border: a guest gets a page, HQ's log the place
            _log.error("the phone page failed: %s", place_of(wrong))
        return page_of(trouble(visit), packed=visit.packed, wait=TROUBLE_SECONDS)


def _busy(visit: Visit, seconds: int) -> Response:
    return page_of(busy(visit, seconds), packed=visit.packed, wait=seconds)
