"""Who asks for a page: from where, in which language and browser. Nothing of it is kept."""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request

from app.domain.faults import Unreadable
from app.domain.funnel import Visitor
from app.hq.answers import takes_gzip
from app.hq.work.pseudonyms import is_cookie
from app.hq.work.visitors import visitor_of

COOKIE = "yb"
"""The cookie that tells one phone from another; random, first-party, and kept by HQ as a keyed hash only."""

LANGUAGES = ("zh", "en")

QUERY_LIMIT = 4096
"""Bytes of an address's query; the picker's longest is half of it."""

_MOST_PROXIES = 16
"""Proxies, one behind the other, that are looked at: whoever sends more sends them to make HQ look."""

_COOKIES_LIMIT = 8192
_LANGUAGES_LIMIT = 200

_log = logging.getLogger(__name__)

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PORT = re.compile(r"\[?([^\]]*?)\]?(?::\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request. `asked_language` is set where the address says `?lang=`, and is then kept in links; `packed`: the
    browser takes gzip."""

    address: str
    agent: str
    cookie: str
    language: str
    asked_language: str
    secure: bool
    in_wechat: bool
    packed: bool
    visitor: Visitor


class Proxies:
    """The proxies that are believed when they say whom they ask for; from anybody else it could be made up."""

    def __init__(self, networks: Iterable[str] = ()) -> None:
        """Raises `Unreadable("proxy_network")` for what is no network, as "10.0.0.0/8"."""
        self._networks: list[_Network] = []
        self._told = False
        for text in networks:
            try:
                self._networks.append(ipaddress.ip_network(text.strip(), strict=False))
            except ValueError:
                raise Unreadable("proxy_network", f"{text!r} is no network of proxies, as 10.0.0.0/8") from None

    def address_of(self, peer: str, forwarded: Sequence[str]) -> str:
        """Return the client's address: the peer's, or the last in X-Forwarded-For that no believed proxy has."""
        address = peer
        if forwarded and not self._told and not self.believed(peer) and _is_near(peer):
            self._told = True
            _log.warning("a proxy at %s is not named: to HQ all its guests are one. See serve --behind-proxy", peer)
        for said in reversed([part for line in forwarded for part in line.split(",")][-_MOST_PROXIES:]):
            if not self.believed(address):
                break
            found = _PORT.fullmatch(said.strip()) if said.count(":") < 2 or "[" in said else None
            bare = found[1] if found else said.strip()
            try:
                address = str(ipaddress.ip_address(bare))
            except ValueError:
                break
        return address

    def believed(self, address: str) -> bool:
        """Whether `address` is such a proxy's."""
        if not self._networks:
            return False
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        parsed = getattr(parsed, "ipv4_mapped", None) or parsed
        return any(parsed in network for network in self._networks)


def _is_near(address: str) -> bool:
    """Whether an address is of this machine or its own network, where a proxy of the house stands."""
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


def visit_of(request: Request, proxies: Proxies) -> Visit:
    """Return who asks."""
    scope = request.scope
    headers, forwarded = _headers(scope["headers"])
    peer = scope["client"][0] if scope.get("client") else ""
    agent = headers.get("user-agent", "")[:400]
    asked = query_of(request).get("lang", "")
    secure = scope["scheme"] == "https"
    if proxies.believed(peer):
        secure = headers.get("x-forwarded-proto", "").split(",")[-1].strip().lower() == "https"
    some = 0 < len(headers.get("cookie", "")) <= _COOKIES_LIMIT
    cookie = request.cookies.get(COOKIE, "") if some else ""
    return Visit(
        address=proxies.address_of(peer, forwarded),
        agent=agent,
        cookie=cookie if is_cookie(cookie) else "",
        language=asked if asked in LANGUAGES else language_of(headers.get("accept-language", "")[:_LANGUAGES_LIMIT]),
        asked_language=asked if asked in LANGUAGES else "",
        secure=secure,
        in_wechat="micromessenger" in agent.lower(),
        packed=takes_gzip(headers.get("accept-encoding", "")),
        visitor=visitor_of(agent, headers),
    )


def query_of(request: Request) -> dict[str, str]:
    """Return what stands in the query of an address; nothing of one that no page of ours ever linked to."""
    said = request.scope["query_string"]
    return dict(request.query_params) if 0 < len(said) <= QUERY_LIMIT else {}


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> tuple[dict[str, str], list[str]]:
    """Return a request's headers by their names, and each line of X-Forwarded-For. Of two of one name the first holds;
    looking each up in the request itself would read through all of them every time."""
    headers: dict[str, str] = {}
    forwarded = []
    for name, value in raw:
        headers.setdefault(name.decode("latin-1"), value.decode("latin-1"))
        if name == b"x-forwarded-for":
            forwarded.append(value.decode("latin-1"))
    return headers, forwarded


@lru_cache(maxsize=512)
def language_of(accepted: str) -> str:
    """Return "zh" or "en", whichever an Accept-Language header (RFC 9110, 12.5.4) prefers; "zh" for neither."""
    best, weight = LANGUAGES[0], 0.0
    for part in accepted.lower().split(",")[:20]:
        tag, _, parameters = part.strip().partition(";")
        found = tag.split("-")[0]
        quality = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", parameters)
        said = float(quality[1]) if quality else 1.0 if not parameters else 0.0
        if found in LANGUAGES and said > weight:
            best, weight = found, said
    return best


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return what one guest's addresses have in common: a phone changes its IPv6 address within its /64 at will."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed.ipv4_mapped) if parsed.version == 6 else address
