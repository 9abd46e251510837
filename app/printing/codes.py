"""QR codes as plain modules: black or white squares without a size, made by `qrcode`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import qrcode
from qrcode.exceptions import DataOverflowError

from app.domain.faults import Refused

LONGEST = 300
"""Characters in a code at most; ours are short links, and a long one makes modules too small to print."""


class Correction(StrEnum):
    """How much of a code may be unreadable: about 7, 15, 25 and 30 percent (ISO/IEC 18004, section 7.5.1)."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


_LEVELS = {
    Correction.L: qrcode.constants.ERROR_CORRECT_L,
    Correction.M: qrcode.constants.ERROR_CORRECT_M,
    Correction.Q: qrcode.constants.ERROR_CORRECT_Q,
    Correction.H: qrcode.constants.ERROR_CORRECT_H,
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code's text and its modules by row, True for dark, without the quiet zone. `size` modules a side."""

    text: str
    correction: Correction
    modules: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """Modules a side."""
        return len(self.modules)

    def outlines(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Return the edges of the dark areas as closed polygons of (column, row) corners, for an odd-even fill.

        Drawn as one shape, a code has no hairlines between its modules, whatever resolution it is printed at.
        """
        return _outlines(self.modules)


@lru_cache(maxsize=512)
def make_code(text: str, correction: Correction = Correction.M) -> Code:
    """Return the smallest code for `text`.

    Raises `Refused("code_empty")` and `Refused("code_too_long")` for a text that is none or too much.
    """
    if not text.strip():
        raise Refused("code_empty", "a code needs a text")
    if len(text) > LONGEST:
        raise Refused("code_too_long", f"{len(text)} characters; a printed code has at most {LONGEST}", limit=LONGEST)
    maker = qrcode.QRCode(error_correction=_LEVELS[correction], border=0)
    maker.add_data(text)
    try:
        maker.make(fit=True)
    except DataOverflowError:
        raise Refused("code_too_long", "the text does not fit into a code", limit=LONGEST) from None
    return Code(text, correction, tuple(tuple(bool(module) for module in row) for row in maker.modules))


def _outlines(modules: tuple[tuple[bool, ...], ...]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Walk along every edge between dark and light, dark on the right hand, and leave out corners on a straight line."""
    ahead = _edges(modules)
    found = []
    while ahead:
        start, after = next(iter(ahead.items()))
        step = after[-1]
        corners = [start]
        here = start
        while True:
            there = (here[0] + step[0], here[1] + step[1])
            _take(ahead, here, step)
            if there == start:
                break
            following = ahead[there]
            # Where two dark modules touch at a corner there are two ways on: turn right, so that loops never cross.
            turned = (-step[1], step[0])
            then = turned if turned in following else following[-1]
            if then != step:
                corners.append(there)
            here, step = there, then
        found.append(tuple(corners))
    return tuple(found)


def _edges(modules: tuple[tuple[bool, ...], ...]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    size = len(modules)

    def dark(column: int, row: int) -> bool:
        return 0 <= row < size and 0 <= column < len(modules[row]) and modules[row][column]

    ahead: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in range(size):
        for column in range(len(modules[row])):
            if not modules[row][column]:
                continue
            if not dark(column, row - 1):
                ahead.setdefault((column, row), []).append((1, 0))
            if not dark(column + 1, row):
                ahead.setdefault((column + 1, row), []).append((0, 1))
            if not dark(column, row + 1):
                ahead.setdefault((column + 1, row + 1), []).append((-1, 0))
            if not dark(column - 1, row):
                ahead.setdefault((column, row + 1), []).append((0, -1))
    return ahead


def _take(ahead: dict[tuple[int, int], list[tuple[int, int]]], here: tuple[int, int], step: tuple[int, int]) -> None:
    ahead[here].remove(step)
    if not ahead[here]:
        del ahead[here]
