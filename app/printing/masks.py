"""Which mask a code gets: ISO/IEC 18004, section 7.8.3, over all modules at once with whole numbers as sets of bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

MASKS = 8
_RUN, _BLOCK, _FINDER, _BALANCE = 3, 3, 40, 10

_FINDER_LIKE = (0b10111010000, 0b00001011101)
"""Dark-light 1:1:3:1:1 with four light modules beside it, in either direction; bit 0 comes first."""


@dataclass(frozen=True, slots=True)
class Modules:
    """The modules of a square of `size`, all as one number: row after row, and column after column."""

    size: int
    across: int
    down: int

    @classmethod
    def of(cls, rows: Sequence[int], size: int) -> Modules:
        """Return the modules of rows that have a number each, bit `column` set for dark."""
        return cls(size, _packed(rows, size), _packed(_turned(rows, size), size))

    def changed(self, change: Modules) -> Modules:
        """Return them with those of `change` turned from light to dark or back."""
        return Modules(self.size, self.across ^ change.across, self.down ^ change.down)

    def rows(self) -> tuple[int, ...]:
        """Return a number a row, bit `column` set for dark."""
        stride, row = _stride(self.size), (1 << self.size) - 1
        return tuple(self.across >> at * stride & row for at in range(self.size))


def penalty(modules: Modules) -> int:
    """Return how badly a code suits a scanner: long runs, blocks, false finders, too much of one ink."""
    across, down, size = modules.across, modules.down, modules.size
    dark = across.bit_count()
    return (
        _runs(across, size)
        + _runs(down, size)
        + _blocks(across, size)
        + _finders(across, size)
        + _finders(down, size)
        # Twentieths away from an even half, whole ones.
        + _BALANCE * (abs(20 * dark - 10 * size * size) // (size * size))
    )


def _stride(size: int) -> int:
    """Return bits a row takes: never a pattern that reaches from one row into the next."""
    return size + 1


def _packed(rows: Sequence[int], size: int) -> int:
    stride = _stride(size)
    return int("".join(f"{row:0{stride}b}" for row in reversed(rows)), 2)


def _turned(rows: Sequence[int], size: int) -> list[int]:
    texts = [f"{row:0{size}b}" for row in reversed(rows)]
    return [int("".join(column), 2) for column in zip(*texts, strict=True)][::-1]


@lru_cache(maxsize=128)
def _starts(size: int, length: int) -> int:
    """Return the places at which `length` modules of a row can begin."""
    places = (1 << size - length + 1) - 1
    return _packed([places] * size, size)


def _runs(bits: int, size: int) -> int:
    """Return 3 for each run of five equal modules, and 1 for each module more."""
    equal = ~(bits ^ bits >> 1)
    fives = equal & equal >> 1 & equal >> 2 & equal >> 3 & _starts(size, 5)
    runs = (fives & ~(fives << 1)).bit_count()
    return fives.bit_count() + (_RUN - 1) * runs


def _blocks(bits: int, size: int) -> int:
    """Return 3 for each two by two modules of one ink; they may overlap."""
    stride = _stride(size)
    equal = ~(bits ^ bits >> 1) & _starts(size, 2)
    blocks = equal & equal >> stride & ~(bits ^ bits >> stride) & ((1 << stride * (size - 1)) - 1)
    return _BLOCK * blocks.bit_count()


def _finders(bits: int, size: int) -> int:
    """Return 40 for each row of modules that looks like a corner of a code."""
    found = 0
    for pattern in _FINDER_LIKE:
        places = _starts(size, 11)
        for step in range(11):
            places &= bits >> step if pattern >> step & 1 else ~(bits >> step)
        found += places.bit_count()
    return _FINDER * found
