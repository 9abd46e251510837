"""What goes into the rhythm and what comes out: strokes, habits, verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

GAP = 35.0
"""Milliseconds between two keys of a scanner at most, unless it is set up as a slow one."""

TERMINATORS = ("auto", "enter", "tab")


class Sort(Enum):
    """What a stroke is: a character, a terminator, a key let go, or what belongs to its neighbours (Shift)."""

    KEY = 1
    END = 2
    RELEASE = 3
    BESIDE = 4


@dataclass(frozen=True, slots=True)
class Stroke:
    """Something that came from a keyboard. `key` pairs a press with its release.

    `composed`: an input method wrote it, so that its release tells nothing; `sure`: False where `text` is a guess.
    """

    sort: Sort
    at: float
    key: int = 0
    text: str = ""
    composed: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Habits:
    """How the scanner of this desk is set up. `terminator`: "auto" (with or without), "enter" or "tab" (always)."""

    gap: float = GAP
    least: int = 6
    terminator: str = "auto"
    prefix: str = ""
    suffix: str = ""

    def sane(self) -> Habits:
        """Return these habits within what a scanner can have and a person can bear."""
        return Habits(
            gap=min(max(self.gap, 10.0), 80.0),
            least=min(max(self.least, 3), 20),
            terminator=self.terminator if self.terminator in TERMINATORS else "auto",
            prefix=self.prefix[:8],
            suffix=self.suffix[:8],
        )


class Word(StrEnum):
    """A person typed it: let it go on. A scan: take it. Half a scan, or a leftover of one: let it vanish."""

    PERSON = "person"
    SCAN = "scan"
    HALF = "half"
    LEFTOVER = "leftover"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scanner sent. `sure`: every character is known. `mean` and `slowest`: milliseconds between its keys."""

    text: str
    sure: bool
    keys: int
    mean: float
    slowest: float
    terminator: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the strokes with these `marks`, in this order."""

    word: Word
    marks: tuple[int, ...]
    reading: Reading | None = None
