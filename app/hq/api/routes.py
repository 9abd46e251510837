"""Everything HQ can be asked, and the routes to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from starlette.routing import Route

from app.hq.answers import Endpoint, guarded
from app.hq.landing.endpoints import Landing
from app.hq.services import Services

from .call import Call
from .desk_calls import desk_calls
from .desks import Desks
from .events import Events
from .open_calls import PRINTED, events_call, landing_calls, running_calls
from .running import Running
from .trust import Trust


def calls(services: Services) -> list[Call]:
    """Return everything HQ can be asked; every endpoint answers its faults, and its answers are counted."""
    trust = Trust(services.readers)
    events, desks, running = Events(services, trust), Desks(services, trust), Running(services)
    asked = [events_call(events), *desk_calls(desks), *running_calls(running)]
    asked += landing_calls(Landing(services))
    return [replace(call, endpoint=guarded(call.endpoint, call.path, services.meters)) for call in asked]


def routes(asked: Sequence[Call]) -> list[Route]:
    """Return the routes of these calls. A guest's id is the chain's own, and may hold a slash. Whatever a printed link
    became in a chat, a shortener or a bad scan, who opens it is a guest and gets the page."""
    paths = [
        call.path.replace("{guest_id}", "{guest_id:path}").replace("{store_id}.png", "{store_id:path}.png")
        for call in asked
    ]
    found = [Route(path, call.endpoint, methods=[call.method]) for path, call in zip(paths, asked, strict=True)]
    return found + [Route("/r/{code:path}", r.endpoint, methods=["GET"]) for r in found if r.path == PRINTED]


def hottest(asked: Sequence[Call]) -> dict[tuple[str, str], Endpoint]:
    """Return the endpoints that `door.Door` may call at once, by method and path."""
    return {(call.method, call.path): call.endpoint for call in asked if call.hot}
