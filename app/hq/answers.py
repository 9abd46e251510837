"""How a route reads a body and answers: JSON of the wire's shapes, and problem documents (RFC 9457) for every error."""

from __future__ import annotations

import asyncio
import logging
import re
import zlib
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.domain.faults import Conflict, Fault, Refused, Unavailable, Unknown, Unreadable
from app.hq.meters import Meters
from app.hq.tracing import place_of
from app.wire.codec import encode
from app.wire.problems import MEDIA_TYPE, Problem
from app.wire.version import HEADER, WIRE

Endpoint = Callable[[Request], Awaitable[Response]]

_STATUS = {
    "signature_wrong": 401,
    "token_missing": 401,
    "token_unknown": 401,
    "token_revoked": 401,
    "store_forbidden": 403,
    "code_unknown": 403,
    "code_used": 403,
    "code_expired": 403,
    "body_too_large": 413,
    "batch_too_long": 413,
    "content_type": 415,
    "asked_too_often": 429,
    "wire_version": 426,
}

_HEADERS: Mapping[int, dict[str, str]] = {
    401: {"www-authenticate": "Bearer"},
    426: {"upgrade": f"{HEADER}/{WIRE}"},
    429: {"retry-after": "10"},
    503: {"retry-after": "1"},
}

PACKED_FROM = 4096
"""Bytes from which on an answer is compressed: one arrival with its guest is less, and goes as it is at once."""

_ASIDE_FROM = 64 * 1024
"""Bytes from which on that takes a millisecond or more, and is done beside the event loop."""

_NOT_GZIP = re.compile(r"gzip\s*;\s*q\s*=\s*0(\.0{0,3})?\s*")

_log = logging.getLogger(__name__)


def answer(value: object, status: int = 200) -> Response:
    """Return `value` as canonical JSON."""
    return Response(encode(value), status, media_type="application/json")


async def packed_answer(request: Request, value: object) -> Response:
    """Return `value` as canonical JSON, compressed where that is worth while and the asker takes gzip.

    Cards repeat their fields' names: even the quickest level makes a page a third or less.
    """
    found = answer(value)
    found.headers["vary"] = "accept-encoding"
    body = bytes(found.body)
    if len(body) < PACKED_FROM or not takes_gzip(request.headers.get("accept-encoding", "")):
        return found
    packed = _gzip(body) if len(body) < _ASIDE_FROM else await asyncio.to_thread(_gzip, body)
    found.body = packed
    found.headers["content-encoding"] = "gzip"
    found.headers["content-length"] = str(len(packed))
    return found


def takes_gzip(accepted: str) -> bool:
    """Return whether an Accept-Encoding header (RFC 9110, 12.5.3) names gzip and does not refuse it."""
    named = [part.strip() for part in accepted.lower().split(",") if part.strip().startswith("gzip")]
    return any(part.partition(";")[0].strip() == "gzip" and not _NOT_GZIP.fullmatch(part) for part in named)


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, 1, wbits=31)


def problem(status: int, code: str, detail: str = "", facts: Mapping[str, object] | None = None) -> Response:
    """Return a problem document."""
    title = HTTPStatus(status).phrase
    document = Problem(title=title, status=status, code=code, detail=detail, facts=dict(facts or {}))
    return Response(encode(document), status, headers=_HEADERS.get(status), media_type=MEDIA_TYPE)


def problem_of(fault: Fault) -> Response:
    """Return the problem document of a fault: its code, its sentence, its facts."""
    return problem(_status_of(fault), fault.code, fault.detail, fault.facts)


def _status_of(fault: Fault) -> int:
    if fault.code in _STATUS:
        return _STATUS[fault.code]
    match fault:
        case Unknown():
            return 404
        case Conflict():
            return 409
        case Refused():
            return 422
        case Unreadable():
            return 400
        case Unavailable():
            return 503
        case _:
            return 500


def guarded(endpoint: Endpoint, route: str, meters: Meters) -> Endpoint:
    """Return `endpoint` so that every fault is a problem document, and every answer is counted under `route`."""
    usual = {status: meters.requests.labels(route, str(status)) for status in (200, 201, 202)}

    async def run(request: Request) -> Response:
        try:
            response = await endpoint(request)
        except Fault as fault:
            response = problem_of(fault)
        except ClientDisconnect:
            response = Response(status_code=499)  # nobody is there to read it
        except HTTPException as wrong:
            response = problem(wrong.status_code, "request_wrong", wrong.detail)
        except Exception as wrong:  # noqa: BLE001 - the border: whatever it is, the caller gets a problem document
            _log.error("%s failed: %s", route, place_of(wrong))
            response = problem(500, "internal", "HQ failed at this; it is in its log")
        status = response.status_code
        (usual.get(status) or meters.requests.labels(route, str(status))).inc()
        return response

    return run


async def body_of(request: Request, limit: int) -> bytes:
    """Return the request's body; raise `Unreadable` (`body_too_large`) beyond `limit` bytes without reading on."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise _too_large(limit)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
    body = chunks[0] if len(chunks) == 1 else b"".join(chunks)
    try:
        body.decode()
    except UnicodeDecodeError:
        raise Unreadable("body_unreadable", "the body is not UTF-8") from None
    return body


def _too_large(limit: int) -> Fault:
    return Unreadable("body_too_large", f"a body has at most {limit} bytes", limit=limit)


def media_type(headers: Mapping[str, str]) -> str:
    """Return the content type in a request's headers without its parameters, "" if it has none."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def speaks_wire(request: Request) -> None:
    """Raise `Refused` (`wire_version`) if the desk says it speaks a newer wire than this HQ."""
    said = request.headers.get(HEADER, "")
    if said and not (said.isascii() and said.isdigit() and len(said) < 9 and int(said) <= WIRE):
        raise Refused("wire_version", f"this HQ speaks {HEADER} {WIRE}; update it first", speaks=WIRE)
