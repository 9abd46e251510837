"""QR codes as plain modules: dark or light squares without a size, made by `qrcode`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import qrcode  # type: ignore[import-untyped]
from qrcode.exceptions import DataOverflowError  # type: ignore[import-untyped]
from qrcode.util import QRData, optimal_mode  # type: ignore[import-untyped]

from app.domain.faults import Refused

from .masks import MASKS, Modules, penalty

LONGEST = 300
"""Characters in a code at most; ours are short links, and a long one makes modules too small to print."""

Outline = tuple[tuple[int, int], ...]
"""A closed polygon of (column, row) corners."""


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
_LARGEST = 40


@dataclass(frozen=True, slots=True)
class Code:
    """A text and its `size` x `size` modules without the quiet zone: a number a row, bit `column` set for dark."""

    text: str
    correction: Correction
    size: int
    rows: tuple[int, ...]

    def dark(self, column: int, row: int) -> bool:
        """Return whether a module is dark; those outside are light."""
        return 0 <= row < self.size and column >= 0 and bool(self.rows[row] >> column & 1)

    def cleared(self, across: int, down: int) -> Code:
        """Return the code with so many modules in its middle left light: what a logo stands on."""
        left, top = (self.size - across) // 2, (self.size - down) // 2
        light = ((1 << across) - 1) << left
        rows = tuple(row & ~light if top <= at < top + down else row for at, row in enumerate(self.rows))
        return replace(self, rows=rows)

    def outlines(self) -> tuple[Outline, ...]:
        """Return the edges of the dark areas, for a fill of all of them at once.

        Drawn as one shape, a code has no hairlines between its modules, whatever resolution it is printed at.
        """
        return _outlines(self.rows)


@lru_cache(maxsize=1024)
def make_code(text: str, correction: Correction = Correction.M) -> Code:
    """Return the smallest code for `text` with at least `correction`, and with more where that costs no module.

    Raises `Refused`: `code_empty`, `code_too_long`, and `code_text` for what is no Unicode.
    """
    if not text.strip():
        raise Refused("code_empty", "a code needs a text")
    if len(text) > LONGEST:
        raise Refused("code_too_long", f"{len(text)} characters; a printed code has at most {LONGEST}", limit=LONGEST)
    data = _data(text)
    version, best = _fit(data.mode, len(data), correction)
    plain = _modules(data, version, best, 0)
    masked = min(map(plain.changed, _mask_changes(version, best)), key=penalty)
    return Code(text, best, plain.size, masked.rows())


def _data(text: str) -> QRData:
    """Return `text` as one segment: how many bits it takes depends on its kind of letters and its length only."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Refused("code_text", "this is no text that a code can hold: give it in UTF-8") from None
    return QRData(data, mode=optimal_mode(data))


@lru_cache(maxsize=256)
def _fit(mode: int, length: int, least: Correction) -> tuple[int, Correction]:
    """Return the smallest version that holds `length` letters of a mode at level `least`, and the best level that still
    fits into it."""
    levels = list(Correction)
    version, best = 0, least
    for level in levels[levels.index(least) :]:
        maker = qrcode.QRCode(error_correction=_LEVELS[level], border=0)
        maker.add_data(QRData(b"0" * length, mode=mode))
        try:
            needed = maker.best_fit(start=1)
        except (DataOverflowError, ValueError):
            needed = _LARGEST + 1
        if not version and needed > _LARGEST:
            raise Refused("code_too_long", "the text does not fit into a code", limit=LONGEST) from None
        version = version or needed
        if needed == version:
            best = level
    return version, best


def _modules(data: QRData, version: int, correction: Correction, mask: int) -> Modules:
    maker = qrcode.QRCode(version=version, error_correction=_LEVELS[correction], border=0, mask_pattern=mask)
    maker.add_data(data)
    maker.make(fit=False)
    rows = [int("".join("1" if dark else "0" for dark in reversed(row)), 2) for row in maker.modules]
    return Modules.of(rows, len(rows))


@lru_cache(maxsize=64)
def _mask_changes(version: int, correction: Correction) -> tuple[Modules, ...]:
    """Return what each mask changes in a code with mask 0: the same for every text.

    So a code is made once and not eight times to find its best mask, which is what making one otherwise costs.
    """
    plain = _modules(_data("0"), version, correction, 0)
    return tuple(plain.changed(_modules(_data("0"), version, correction, mask)) for mask in range(MASKS))


def _outlines(rows: tuple[int, ...]) -> tuple[Outline, ...]:
    """Join the horizontal edges, dark on their right hand, by the vertical ones between them.

    On each column line the corners from the top down are the ends of its vertical edges, two by two.
    """
    edges = list(_horizontal(rows))
    columns: dict[int, list[tuple[int, bool]]] = {}
    for number, (_, start, end) in enumerate(edges):  # from the top row down
        columns.setdefault(end, []).append((number, True))
        columns.setdefault(start, []).append((number, False))
    following = [0] * len(edges)
    for corners in columns.values():
        for (one, ends), (other, _) in zip(corners[::2], corners[1::2], strict=True):
            if ends:
                following[one] = other
            else:
                following[other] = one
    return tuple(_walk(edges, following))


def _walk(edges: list[tuple[int, int, int]], following: list[int]) -> Iterator[Outline]:
    left = set(range(len(edges)))
    while left:
        first = here = left.pop()
        corners = []
        while True:
            row, start, end = edges[here]
            corners += [(start, row), (end, row)]
            here = following[here]
            if here == first:
                break
            left.discard(here)
        yield tuple(corners)


def _horizontal(rows: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield (row, from column, to column) of every edge between a light and a dark row."""
    above = 0
    for row, below in enumerate((*rows, 0)):
        for start, end in _runs(below & ~above):
            yield row, start, end
        for start, end in _runs(above & ~below):
            yield row, end, start
        above = below


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each run of set bits."""
    while bits:
        start = (bits & -bits).bit_length() - 1
        rest = (bits >> start) + 1
        length = (rest & -rest).bit_length() - 1
        yield start, start + length
        bits &= ~(((1 << length) - 1) << start)
