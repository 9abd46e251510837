"""The list of HQ's routes: path, method, what answers, and what the contract says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.routing import Route

from app.hq.landing.endpoints import Landing
from app.hq.services import Services
from app.wire.commands import CommandBatch, CommandsAnswer
from app.wire.events import Envelope, EventsAnswer
from app.wire.history import HistoryPage
from app.wire.pages import Digest, Enrolment, EnrolmentRequest, FeedEntry, FeedPage, TodayPage
from app.wire.phone import Nearest, Position
from app.wire.printed import ChainCodes

from .answers import Endpoint, guarded
from .desks import Desks
from .events import MEDIA_TYPES, Events
from .running import Running
from .trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One thing HQ can be asked. `takes` and `gives` are the wire's shapes, `query` and `headers` name → meaning."""

    method: str
    path: str
    endpoint: Endpoint
    summary: str
    status: int = 200
    takes: Any = None
    takes_as: Sequence[str] = ("application/json",)
    gives: Any = None
    gives_as: str = "application/json"
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[int, str] = field(default_factory=dict)
    trusted: str = ""
    hot: bool = False


_PRINTED = "/r/{code}"
"""The address of printed links."""


def calls(services: Services) -> list[Call]:
    """Return everything HQ can be asked; every endpoint answers its faults, and its answers are counted."""
    trust = Trust(services.readers)
    events, desks, running = Events(services, trust), Desks(services, trust), Running(services)
    asked = [_events(events), *_store_calls(desks), *_guest_calls(desks), *_paper_calls(desks), *_running(running)]
    asked += _landing(Landing(services))
    return [replace(call, endpoint=guarded(call.endpoint, call.path, services.meters)) for call in asked]


def routes(asked: Sequence[Call]) -> list[Route]:
    """Return the routes of these calls. A guest's id is the chain's own, and may hold a slash; a printed link that
    comes back from a chat or a shortener may end with one."""
    paths = [
        call.path.replace("{guest_id}", "{guest_id:path}").replace("{store_id}.png", "{store_id:path}.png")
        for call in asked
    ]
    found = [Route(path, call.endpoint, methods=[call.method]) for path, call in zip(paths, asked, strict=True)]
    return found + [Route(f"{r.path}/", r.endpoint, methods=["GET"]) for r in found if r.path == _PRINTED]


def hottest(asked: Sequence[Call]) -> dict[tuple[str, str], Endpoint]:
    """Return the endpoints that `door.Door` may call at once, by method and path."""
    return {(call.method, call.path): call.endpoint for call in asked if call.hot}


def _events(events: Events) -> Call:
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


_TRUST = {401: "token_missing, token_unknown, token_revoked", 403: "store_forbidden", 426: "wire_version"}

_PACKED = {"Accept-Encoding": "gzip, where the desk takes long pages compressed"}


def _store_calls(desks: Desks) -> list[Call]:
    store = "/v1/stores/{store_id}"
    return [
        Call(
            method="GET",
            path=f"{store}/feed",
            endpoint=desks.feed,
            summary="What changed in the store's feed after a cursor, as whole cards; waits for news",
            gives=FeedPage,
            query={
                "after": "the cursor of the last page or snapshot; without it the feed from its beginning",
                "wait": "seconds to wait for news, at most 30",
                "limit": "entries in the page, at most 2,000; 500 if not said",
            },
            headers=_PACKED,
            problems=_TRUST | {400: "cursor_unreadable", 409: "epoch_unknown: take a new snapshot"},
            trusted="desk",
        ),
        Call(
            method="POST",
            path=f"{store}/commands",
            endpoint=desks.commands,
            summary="What staff did, each command recorded once by its key; an outcome for each, with the cards",
            takes=CommandBatch,
            gives=CommandsAnswer,
            headers={"Idempotency-Key": "the key of the first command, which may then leave it out"},
            problems=_TRUST | {400: "body_unreadable", 413: "body_too_large, batch_too_long"},
            trusted="desk",
        ),
        Call(
            method="GET",
            path=f"{store}/snapshot",
            endpoint=desks.snapshot,
            summary="The store's whole feed as an SQLite file (wire.snapshot), compressed with zstd; can be resumed",
            gives_as="application/zstd",
            headers={"Range": "resumes a download, with If-Range: ETAG"},
            answers={
                "Yingbin-Cursor": "where the feed goes on",
                "Yingbin-Rows": "cards in the file",
                "Yingbin-Size": "bytes of the SQLite file",
                "Repr-Digest": "SHA-256 of the SQLite file (not of the compressed bytes)",
                "ETag": "names the compressed bytes",
            },
            problems=_TRUST | {503: "snapshot_unmade"},
            trusted="desk",
        ),
        Call(
            method="GET",
            path=f"{store}/today",
            endpoint=desks.today,
            summary="What a counter needs before its roster: store, tables, staff, today's arrivals with guests",
            gives=TodayPage,
            headers=_PACKED,
            problems=_TRUST,
            trusted="desk",
        ),
        Call(
            method="GET",
            path=f"{store}/digest",
            endpoint=desks.digest,
            summary="Sums of the row hashes of everything the feed holds, by bucket",
            gives=Digest,
            problems=_TRUST,
            trusted="desk",
        ),
    ]


def _guest_calls(desks: Desks) -> list[Call]:
    return [
        Call(
            method="GET",
            path="/v1/guests/resolve",
            endpoint=desks.resolve,
            summary="The card of the guest behind an identity that the store has not cached",
            gives=FeedEntry,
            query={
                name: f"the guest's {name}"
                for name in ("phone", "unionid", "external_userid", "openid", "alipay_id", "member_no")
            }
            | {"guest_id": "instead of these: the guest whom an arrival at the desk's own store names"},
            problems=_TRUST | {400: "identity_missing", 404: "guest_unknown", 429: "asked_too_often"},
            trusted="desk",
        ),
        Call(
            method="GET",
            path="/v1/stores/{store_id}/guests/{guest_id}/history",
            endpoint=desks.history,
            summary="What happened with a guest whom the store holds or had an arrival of, newest first, in pages",
            gives=HistoryPage,
            query={
                "before": "the `before` of the last page; without it the newest entries",
                "limit": "entries in the page, at most 100; 30 if not said",
            },
            problems=_TRUST | {400: "before_unreadable, query_unreadable", 404: "guest_unknown"},
            trusted="desk",
        ),
        Call(
            method="POST",
            path="/v1/enrolments",
            endpoint=desks.enrol,
            summary="A one-time code (hq enrol) becomes a device token",
            status=201,
            takes=EnrolmentRequest,
            gives=Enrolment,
            problems={400: "body_unreadable", 403: "code_unknown, code_used, code_expired", 426: "wire_version"},
        ),
    ]


def _paper_calls(desks: Desks) -> list[Call]:
    return [
        Call(
            method="GET",
            path="/v1/codes",
            endpoint=desks.codes,
            summary="The printed codes of one kind of every store, the first of each, for a batch of the whole chain",
            gives=ChainCodes,
            query={
                "kind": "group, vip, manager, staff, table or campaign",
                "city": "only the stores of this city; all if not said",
            },
            headers=_PACKED,
            problems=_TRUST | {400: "query_unreadable"},
            trusted="desk",
        )
    ]


def _running(running: Running) -> list[Call]:
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


def _landing(landing: Landing) -> list[Call]:
    code, html, png = _PRINTED, "text/html", "image/png"
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
