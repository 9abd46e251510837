"""The picture of a group's code: read, proven to scan, made small enough to send. For a worker: it takes a while."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

from app.domain.faults import Fault, Refused

if TYPE_CHECKING:
    from PIL import Image

LARGEST_FILE = 30_000_000
"""Bytes of a file that is read at all."""

LARGEST = 1 << 20
"""Bytes that HQ takes."""

PLENTY = 400_000
"""Bytes above which a picture is made smaller: it waits in the outbox, and travels."""

SIDE = 1200
"""Pixels of the longer side then."""

_THUMB = 400


@dataclass(frozen=True, slots=True)
class GroupPicture:
    """A picture that scans: as it is sent (PNG or JPEG, base64), what it says, and how it looks."""

    encoded: str
    text: str
    image: QImage


def from_file(path: str) -> GroupPicture:
    """Return the picture in a file; raise as `from_bytes`, and `Refused("picture_unreadable")` for no file at all."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError:
        raise Refused("picture_unreadable", "the file cannot be opened") from None
    return from_bytes(data)


def from_image(image: QImage) -> GroupPicture:
    """Return a picture from the clipboard; raise as `from_bytes`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know only bytes here
    return from_bytes(bytes(buffer.data().data()))


def from_bytes(data: bytes) -> GroupPicture:
    """Return the picture in these bytes.

    Raises `Refused`: `picture_unreadable`, `picture_large`, `picture_codeless`, and `picture_codes` where there are
    several codes in it.
    """
    from PIL import Image

    if len(data) > LARGEST_FILE:
        raise Refused("picture_large", f"a picture has at most {LARGEST_FILE} bytes")
    try:
        with Image.open(BytesIO(data)) as opened:
            opened.load()
            known, picture = opened.format in ("PNG", "JPEG"), opened.copy()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("picture_unreadable", "this is no picture that can be read") from None
    text = _text(picture)
    if not known or len(data) > PLENTY:
        data = _smaller(picture, text)
    image = QImage.fromData(data)
    if max(image.width(), image.height()) > _THUMB:
        image = image.scaled(
            _THUMB, _THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return GroupPicture(base64.b64encode(data).decode(), text, image)


def _text(picture: Image.Image) -> str:
    from app.printing.reading import read_picture

    try:
        texts = sorted({seen.text for seen in read_picture(picture) if seen.text.strip()})
    except Fault as fault:
        raise Refused("picture_unreadable", fault.detail) from None
    if not texts:
        raise Refused("picture_codeless", "no scanner reads a code in this picture")
    if len(texts) > 1:
        raise Refused("picture_codes", f"there are {len(texts)} codes in this picture")
    return texts[0]


def _smaller(picture: Image.Image, text: str) -> bytes:
    """Return the picture small enough to send, still saying the same."""
    from PIL import Image

    for side in (SIDE, SIDE // 2):
        plain = Image.new("RGB", picture.size, "white")
        seen = picture.convert("RGBA")
        plain.paste(seen, mask=seen)
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        ways: tuple[tuple[str, dict[str, Any]], ...] = (("PNG", {"optimize": True}), ("JPEG", {"quality": 85}))
        for kind, options in ways:
            buffer = BytesIO()
            plain.save(buffer, kind, **options)
            if buffer.tell() <= PLENTY and _says(buffer.getvalue(), text):
                return buffer.getvalue()
    raise Refused("picture_large", f"a picture has at most {LARGEST} bytes")


def _says(data: bytes, text: str) -> bool:
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as opened:
            return _text(opened.copy()) == text
    except Refused:
        return False
