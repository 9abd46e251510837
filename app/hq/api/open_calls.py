"""What others ask HQ, each with its own trust: signed events, guests' phones, and whoever runs the service."""

from __future__ import annotations

from app.hq.landing.endpoints import Landing
from app.wire.events import Envelope, EventsAnswer
from app.wire.phone import Nearest, Position

from .call import Call
from .events import MEDIA_TYPES, Events
from .running import Running

PRINTED = "/r/{code}"
"""The address of printed links."""


def events_call(events: Events) -> Call:
    """Return how events are sent."""
    return Call(
        method="POST",
        path="/v1/events",
        endpoint=events.post,
        hot=True,
        summary="One CloudEvent, or a batch of at most 1,000, signed as Standard Webhooks",
        status=202,
        takes=Envelope | list[Envelope],
        takes_as=MEDIA_TYPES,
        gives=EventsAnswer,
        headers={
            "webhook-id": "names this delivery",
            "webhook-timestamp": "Unix seconds, at most five minutes off",
            "webhook-signature": "v1,BASE64 of HMAC-SHA256 over id.timestamp.body; several with blanks between them",
        },
        problems={
            400: "body_unreadable, batch_empty",
            401: "signature_wrong",
            413: "body_too_large, batch_too_long",
            415: "content_type",
        },
    )


def running_calls(running: Running) -> list[Call]:
    """Return what tells how the service is."""
    return [
        Call(method="GET", path="/livez", endpoint=running.live, summary="The process answers"),
        Call(
            method="GET",
            path="/readyz",
            endpoint=running.ready,
            summary="The database answers and the writer takes work",
            problems={503: "writer_closed, database_unavailable"},
        ),
        Call(
            method="GET",
            path="/metrics",
            endpoint=running.metrics,
            summary="Figures for Prometheus",
            gives_as="text/plain",
        ),
    ]


def landing_calls(landing: Landing) -> list[Call]:
    """Return what a guest's phone asks."""
    code, html, png = PRINTED, "text/html", "image/png"
    none = {404: "not_found: nothing to show now", 429: "asked_too_often"}
    return [
        Call(
            method="GET",
            path="/r/assets/{name}",
            endpoint=landing.asset,
            summary="The phone page's script and icon; another content has another name",
            gives_as="text/javascript",
            problems={404: "not_found"},
        ),
        Call(
            method="GET",
            path=code,
            endpoint=landing.page,
            hot=True,
            summary="The phone page of a printed code, in words also for a code that is not good (404, 410, 429)",
            gives_as=html,
            query={
                "lang": "zh or en; else the browser's",
                "store": "the store that was picked",
                "city": "the city to pick in, * for all",
                "district": "the district to pick in",
                "q": "part of a store's name or address",
                "skip": "stores to pass over in a list",
            },
        ),
        Call(
            method="POST",
            path=f"{code}/nearest",
            endpoint=landing.nearest,
            summary="A position (WGS-84, GCJ-02 or BD-09) → the nearest open store whose group has room, or the picker",
            takes=Position,
            gives=Nearest,
            query={"lang": "zh or en, for who accepts text/html"},
            problems={413: "body_too_large", 415: "content_type", 429: "asked_too_often"},
        ),
        *(
            Call(method="GET", path=path, endpoint=endpoint, summary=summary, gives_as=png, problems=none)
            for path, endpoint, summary in (
                (
                    f"{code}/g/{{store_id}}.png",
                    landing.group_picture,
                    "The code of the store's group that has room now",
                ),
                (f"{code}/m/{{store_id}}.png", landing.manager_picture, "The code by which guests add the manager"),
                (f"{code}/t.png", landing.target_picture, "The code of what this printed code leads to"),
                (f"{code}/seen.png", landing.seen, "An empty picture for phones without script"),
            )
        ),
    ]
