"""A note cut into words: at each letter the longest word of the lexicon, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .frames import Part, context
from .lexicon import words as listed
from .lexicon.foods import DISHES
from .phrases import Operator, operators
from .things import Thing, lexicon


@dataclass(frozen=True, slots=True)
class Word:
    """A word at [start, end) of the folded note; a thing or an operator brings its entry of the lexicon."""

    part: Part
    start: int
    end: int
    text: str
    thing: Thing | None = None
    operator: Operator | None = None


_Entry = tuple[Part, Thing | None, Operator | None]

_FIRM = frozenset({Part.BLIND, Part.CALM, Part.TURNED, Part.ALLERGY})
"""What a word is even where it could be a thing or an operator too."""


@cache
def _lexicon() -> tuple[dict[str, _Entry], dict[str, tuple[int, ...]]]:
    """Return every word's entry, and for each first letter the lengths of its words, longest first."""
    frames = context()
    entries: dict[str, _Entry] = dict.fromkeys(listed(DISHES), (Part.BLIND, None, None))
    entries |= {word: (part, None, None) for word, part in frames.items()}
    entries |= {word: (Part.THING, thing, None) for word, thing in lexicon().items()}
    entries |= {word: (Part.OPERATOR, None, operator) for word, operator in operators().items()}
    entries |= {word: (part, None, None) for word, part in frames.items() if part in _FIRM}
    lengths: dict[str, set[int]] = {}
    for word in entries:
        lengths.setdefault(word[0], set()).add(len(word))
    return entries, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def cut(text: str) -> list[Word]:
    """Return the words of a folded note, in order and without gaps."""
    entries, lengths = _lexicon()
    words: list[Word] = []
    at, end = 0, len(text)
    while at < end:
        entry, stop = None, at + 1
        for length in lengths.get(text[at], ()):
            if at + length > end:
                continue
            entry = entries.get(text[at : at + length])
            if entry is not None and _stands_alone(text, at, at + length):
                stop = at + length
                break
            entry = None
        if entry is None and _latin(text[at]):
            while stop < end and _latin(text[stop]):
                stop += 1
        part, thing, operator = entry or (Part.LETTER, None, None)
        words.append(Word(part, at, stop, text[at:stop], thing, operator))
        at = stop
    return words


def _latin(letter: str) -> bool:
    return "a" <= letter <= "z"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word in Latin letters is not a piece of a longer one."""
    before = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    return not before and not (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
