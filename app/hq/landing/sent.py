"""How answers are sent: the headers of everything under `/r/`, pages packed for browsers that take gzip, the cookie."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache

from starlette.responses import Response

from app.hq.answers import problem

from .reply import Reply
from .visit import COOKIE

SAFE: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "geolocation=(self), camera=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}
"""On everything that is sent. Nothing is kept by any cache: a code leads to another group tomorrow."""

COOKIE_SECONDS = 180 * 86_400

_POLICY = (
    "default-src 'none'; style-src {style}; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_Header = tuple[bytes, bytes]


def page_of(reply: Reply, *, packed: bool, cookie: str = "", secure: bool = False, wait: int = 0) -> Response:
    """Return a page as it is sent. `packed`: for a browser that takes gzip; `wait`: seconds until one may ask again."""
    body = _packed(reply.html) if packed else reply.html.encode()
    response = Response(body, reply.status)
    response.raw_headers = [*_head(reply.style, packed), (b"content-length", b"%d" % len(body))]
    if cookie:
        said = f"{COOKIE}={cookie}; HttpOnly; Max-Age={COOKIE_SECONDS}; Path=/r/; SameSite=lax"
        response.raw_headers.append((b"set-cookie", (f"{said}; Secure" if secure else said).encode("ascii")))
    if wait:
        response.raw_headers.append((b"retry-after", b"%d" % wait))
    return response


def patience(seconds: int) -> Response:
    """Return the problem document for a program that asks too often."""
    answer = problem(429, "asked_too_often", f"too many requests: try again in {seconds} seconds")
    answer.headers.update({**SAFE, "retry-after": str(seconds)})
    return answer


def missing() -> Response:
    """Return the problem document for what there is not."""
    answer = problem(404, "not_found")
    answer.headers.update(SAFE)
    return answer


@lru_cache(maxsize=64)
def _head(style: str, packed: bool) -> tuple[_Header, ...]:
    """Return the headers of a page, the same for all that have this style."""
    headers = {
        **SAFE,
        "content-security-policy": _POLICY.format(style=style or "'none'"),
        "content-type": "text/html; charset=utf-8",
        "vary": "accept-encoding, accept-language",
        **({"content-encoding": "gzip"} if packed else {}),
    }
    return tuple((name.encode("ascii"), value.encode("ascii")) for name, value in headers.items())


@lru_cache(maxsize=512)
def _packed(html: str) -> bytes:
    """Return a page compressed. Guests of one store get the same page, until something of it changes."""
    return zlib.compress(html.encode(), 6, wbits=31)
