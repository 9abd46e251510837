"""Pictures of group codes that managers upload: taken only where a scanner reads a code in them.

Looking for a code takes up to a second: the service does it beside its writer, before the command is recorded.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from app.domain.commands import KeepGroup
from app.domain.faults import Fault, Refused
from app.domain.groups import GroupCard
from app.domain.names import clean_text
from app.wire.codec import decode, decode_command, encode
from app.wire.commands import CommandEnvelope

from .code_changes import timed

if TYPE_CHECKING:
    from .commanding import Sent

LARGEST = 1 << 20
"""Bytes of a picture: a phone's screenshot of a group code is a tenth of it."""

SIDE = 6000
"""Pixels of a picture's longer side."""

LASTS = timedelta(days=7)
"""How long a static picture of a WeCom or WeChat group's code is good (developer.work.weixin.qq.com, 客户群)."""

_KEEPING = "group.keep"
"""The only command with a picture."""

_GROUP_HOSTS = ("weixin.qq.com", "wx.work", "u.wechat.com")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was uploaded, and what a scanner reads in it."""

    data: bytes
    text: str

    @property
    def lasts(self) -> timedelta | None:
        """How long it is good from its upload; None where it does not lapse by itself."""
        return lasts(self.text)


def lasts(text: str) -> timedelta | None:
    """Return how long a picture whose code says `text` is good from its upload; None where it does not lapse."""
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return None  # a code may say anything, as "https://[": no address of WeCom's
    return LASTS if any(host == known or host.endswith(f".{known}") for known in _GROUP_HOSTS) else None


def read_picture(encoded: str) -> Picture:
    """Return the picture in base64 text with the code that is seen in it.

    Raises `Refused`: `picture_unreadable`, `picture_large`, `picture_codeless`, and `picture_codes` where there are
    several.
    """
    if len(encoded) > LARGEST * 4 // 3 + 4:
        raise Refused("picture_large", f"a picture has at most {LARGEST} bytes; send a smaller one", limit=LARGEST)
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("picture_unreadable", "the picture is no base64 of a PNG or JPEG file") from None
    texts = sorted({text for text in _texts(data) if text.strip()})
    if not texts:
        raise Refused(
            "picture_codeless",
            "no scanner reads a code in this picture: save the group's code from WeCom again, whole and sharp",
        )
    if len(texts) > 1:
        raise Refused("picture_codes", f"there are {len(texts)} codes in this picture: cut it to the group's own")
    return Picture(data, texts[0])


def _texts(data: bytes) -> list[str]:
    from PIL import Image  # not at the top: a service that is given no pictures need not load these

    from app.printing.reading import read_picture as read

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > SIDE:
                said = f"a picture has at most {SIDE} pixels a side; send a smaller one"
                raise Refused("picture_large", said, limit=SIDE)
            return [seen.text for seen in read(picture)]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("picture_unreadable", "this is no PNG or JPEG picture that can be read") from None


def good_until(command: KeepGroup, held: GroupCard | None, picture: Picture | None, at: datetime) -> datetime | None:
    """Return until when guests get in by what a command says of a group; raise `Refused("group_past")`.

    A new picture comes without the date of the one it replaces, once that has passed; without a date a picture that
    lapses by itself is good for its own time, and while nothing but it leads into the group, as long as before. What is
    said anew lies ahead of the deed (`at`); a lapsed group may be changed as it is.
    """
    said, before = command.expires_at, None if held is None else held.expires_at
    timed(said)
    if said is not None and said <= at:
        if picture is None and (said != before or held is None or held.join_url != clean_text(command.join_url)):
            raise Refused("group_past", "nobody gets in by what lapsed before it was said: give a later date, or none")
        if picture is not None and said != before:
            raise Refused("group_past", "this picture would have lapsed already: give a later date, or none")
        said = None if picture is not None else said
    if said is not None:
        return said
    if picture is not None:
        return None if picture.lasts is None else at + picture.lasts
    alone = held is not None and not clean_text(command.join_url) and lasts(held.picture_text) is not None
    return before if alone else None


def without_picture(envelope: CommandEnvelope) -> CommandEnvelope:
    """Return what a receipt keeps of a command: a picture stays with its group, and here by its hash only."""
    if envelope.kind != _KEEPING or b'"picture"' not in bytes(envelope.body):
        return envelope
    body = decode(bytes(envelope.body), dict[str, Any])
    picture = body.get("picture")
    if not isinstance(picture, str) or not picture:
        return envelope
    told = body | {"picture": f"sha256:{hashlib.sha256(picture.encode()).hexdigest()}"}
    return msgspec.structs.replace(envelope, body=msgspec.Raw(encode(told)))


def look(sent: Sequence[Sent]) -> list[Sent]:
    """Return the commands with what is seen in their pictures, or why one is not taken."""
    return [_looked(one) if one.envelope is not None and one.envelope.kind == _KEEPING else one for one in sent]


def _looked(one: Sent) -> Sent:
    assert one.envelope is not None
    try:
        command = decode_command(one.envelope.kind, bytes(one.envelope.body))
        if isinstance(command, KeepGroup) and command.picture:
            return replace(one, seen=read_picture(command.picture))
    except Fault as fault:
        return replace(one, seen=fault)
    return one
