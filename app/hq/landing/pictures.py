"""The picture of a code on the phone page: black squares on white, large enough to be read off a screen, and small."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

from app.printing.codes import LONGEST, Correction, make_code

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004); the page may be dark."""

SIDE_PX = 400
"""About how many pixels a side: each module is a whole number of them, so that edges stay sharp."""


def fits(text: str) -> bool:
    """Whether a code can be made of this text that a phone reads off a phone."""
    return 0 < len(text) <= LONGEST


@lru_cache(maxsize=1024)
def png_of(text: str) -> bytes:
    """Return a PNG of one bit a pixel, about a kilobyte.

    Raises `Refused("code_too_long")` for a text that does not fit into a code which a phone reads off a phone.
    """
    code = make_code(text, Correction.M)
    side = code.size + 2 * QUIET
    picture = Image.new("1", (side, side), 1)
    for row in range(code.size):
        for column in range(code.size):
            if code.dark(column, row):
                picture.putpixel((column + QUIET, row + QUIET), 0)
    scale = max(SIDE_PX // side, 3)
    file = io.BytesIO()
    picture.resize((side * scale, side * scale), Image.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()
