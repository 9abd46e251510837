"""Printed codes: a stable short link `/r/{code}` on paper. What it leads to may change at any time, the link never.

A code is ten letters and digits without I, L, O and U (Crockford's base 32): fifty random bits, so that nobody finds
one by trying, and few enough modules to print small. One that is read out or typed off a poster is understood with
the usual confusions (o for 0, l for 1).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from .faults import Refused
from .names import clean_text

LENGTH = 10
"""Letters and digits of a code."""

TARGET_LIMIT = 1000
"""Characters of an address that a code or a group leads to: it stands on the phone page, which must stay small."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CODE = re.compile(f"[{_ALPHABET}]{{{LENGTH}}}")
_TARGET = re.compile(r"https://(?:[^\s/@?#\[\]\\]+|\[[0-9A-Fa-f:.]+\](?::\d+)?)(?:[/?#]\S*)?")
_IN_LINK = re.compile(r"/r/([0-9A-Za-z-]+)/?(?:[?#].*)?$", re.IGNORECASE)


class PrintedKind(StrEnum):
    """What a code is for."""

    GROUP = "group"
    VIP = "vip"
    MANAGER = "manager"
    STAFF = "staff"
    TABLE = "table"
    CAMPAIGN = "campaign"


class Scope(StrEnum):
    """Whom a code speaks for: a store, the stores of a city, or whichever store is nearest."""

    STORE = "store"
    REGION = "region"
    CHAIN = "chain"


class Validity(StrEnum):
    """Whether a code leads somewhere just now."""

    GOOD = "good"
    NOT_YET = "not_yet"
    OVER = "over"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard:
    """A printed code as the desk holds it.

    `about`: the table's name, the member of staff's id, or "". `title`: what staff call it. `channel`: the pool or
    campaign that scans are counted under; it survives every change of what stands behind the code. `target_url`: the
    https address a table, staff, manager or campaign code leads to ("": to the store's group). `store_id` is "" for a
    code of a region or of the chain.
    """

    code: str
    kind: PrintedKind
    scope: Scope = Scope.STORE
    store_id: str = ""
    region: str = ""
    about: str = ""
    title: str = ""
    channel: str = ""
    link: str = ""
    target_url: str = ""
    template: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    retired_at: datetime | None = None
    retired_by: str = ""
    made_at: datetime | None = None
    made_by: str = ""

    def validity(self, now: datetime) -> Validity:
        """Return whether the code leads somewhere at `now`."""
        if self.retired_at is not None:
            return Validity.RETIRED
        if self.valid_from is not None and now < self.valid_from:
            return Validity.NOT_YET
        if self.valid_until is not None and now >= self.valid_until:
            return Validity.OVER
        return Validity.GOOD


def new_code() -> str:
    """Return a code that nobody has and nobody can guess."""
    dice = int.from_bytes(os.urandom(7), "big")  # not `secrets`: it brings OpenSSL into the start of the desk
    return "".join(_ALPHABET[dice >> 5 * place & 31] for place in range(LENGTH))


def code_in(text: str) -> str:
    """Return the code in what was scanned, typed or read out: a link or the bare code; "" where there is none."""
    found = _IN_LINK.search(text.strip())
    plain = (found[1] if found else text).strip().replace("-", "").replace(" ", "").upper().translate(_CONFUSED)
    return plain if _CODE.fullmatch(plain) else ""


def link_of(address: str, code: str) -> str:
    """Return the link that is printed: `address` is HQ's public address, as "https://yb.example.com"."""
    return f"{address.rstrip('/')}/r/{code}"


def check_group_link(text: str, own: Iterable[str] = ()) -> None:
    """Raise `Refused` where the code in a group's picture, which says `text`, leads nobody into a group:
    `picture_no_link` for no address, `picture_own` for a code that we print ourselves, which leads back to where the
    picture is shown. `own`: links of ours, or the address that they begin with.
    """
    if "://" not in text:
        said = "the code in this picture leads nowhere: save the group's code from WeCom again"
        raise Refused("picture_no_link", said, text=text)
    if code_in(text) and _host_of(text) in {_host_of(link) for link in own if link}:
        said = "the code in this picture is one that we print, and no group's: save the group's code from WeCom"
        raise Refused("picture_own", said, text=text)


def _host_of(link: str) -> str:
    try:
        return urlsplit(link).netloc.casefold()
    except ValueError:
        return ""


def check_target(url: str) -> str:
    """Return `url` on one line; raise `Refused("target_unsafe")` for what is no https address with a host, or too long.

    A code never leads to an address that came with a request; this one is written by a manager, and still only https.
    """
    trimmed = clean_text(url)
    if len(trimmed) > TARGET_LIMIT:
        raise Refused("target_unsafe", f"an address has at most {TARGET_LIMIT} characters", limit=TARGET_LIMIT)
    if trimmed and not _TARGET.fullmatch(trimmed):
        raise Refused("target_unsafe", "a code leads to an address that begins with https:// and names a host", url=url)
    return trimmed
