"""Pictures of group codes that managers upload: taken only where a scanner reads a code in them.

Looking for a code takes up to a second: the service does it beside its writer, before the command is recorded.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import msgspec

from app.domain.faults import Refused
from app.wire.codec import decode, encode
from app.wire.commands import CommandEnvelope

LARGEST = 1 << 20
"""Bytes of a picture: a phone's screenshot of a group code is a tenth of it."""

SIDE = 6000
"""Pixels of a picture's longer side."""

KEEPING = "group.keep"
"""The only command with a picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was uploaded, and what a scanner reads in it."""

    data: bytes
    text: str


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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size is looked at here
            picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        with picture:
            if max(picture.size) > SIDE:
                raise _too_large()
            return [seen.text for seen in read(picture)]
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (OSError, SyntaxError, ValueError):
        raise Refused("picture_unreadable", "this is no PNG or JPEG picture that can be read") from None


def _too_large() -> Refused:
    said = f"a picture has at most {SIDE} pixels a side; send a smaller one"
    return Refused("picture_large", said, limit=SIDE)


def without_picture(envelope: CommandEnvelope) -> CommandEnvelope:
    """Return what a receipt keeps of a command: a picture stays with its group, and here by its hash only."""
    if envelope.kind != KEEPING or b'"picture"' not in bytes(envelope.body):
        return envelope
    body = decode(bytes(envelope.body), dict[str, Any])
    picture = body.get("picture")
    if not isinstance(picture, str) or not picture:
        return envelope
    told = body | {"picture": f"sha256:{hashlib.sha256(picture.encode()).hexdigest()}"}
    return msgspec.structs.replace(envelope, body=msgspec.Raw(encode(told)))
