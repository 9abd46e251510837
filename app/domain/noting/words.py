"""A note cut into words: at each letter the word of the lexicon that, with the next, covers most; in one pass."""

from __future__ import annotations

from collections.abc import Iterator
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
    entries, _ = _lexicon()
    words: list[Word] = []
    at, end = 0, len(text)
    while at < end:
        length = _best(text, at)
        stop = at + max(length, 1)
        if not length and _latin(text[at]):
            while stop < end and _latin(text[stop]):
                stop += 1
        unknown = Part.LETTER if text[at].isalnum() else Part.FILLER  # an emoji ends no sentence and says nothing
        part, thing, operator = entries[text[at:stop]] if length else (unknown, None, None)
        words.append(Word(part, at, stop, text[at:stop], thing, operator))
        at = stop
    return words


_MAY_SPLIT = (Part.THING, Part.BLIND)


def _best(text: str, at: int) -> int:
    """Return the length of the word at `at`, 0 for none: the longest, or of a thing's words the one that with the next
    covers most, with fewest words, most evenly: 葱|花生, not 葱花|生; 芝麻|酱油, not 芝麻酱|油."""
    entries, _ = _lexicon()
    best, most = 0, (-1, False, 0, 0)
    for length in _known(text, at):
        if not best and entries[text[at : at + length]][0] not in _MAY_SPLIT:
            return _without_the_things_own(text, at, length)
        after = next(_known(text, at + length), 0)
        score = (length + after, after == 0, -abs(length - after), length)
        if score > most:
            best, most = length, score
    return best


def _without_the_things_own(text: str, at: int, length: int) -> int:
    """Return the length of an operator that takes no letter from the thing behind it: 不要|大蒜, not 不要大|蒜."""
    entries, _ = _lexicon()
    covered = length + next(_known(text, at + length), 0)
    if entries[text[at : at + length]][0] is not Part.OPERATOR:
        return length
    for shorter in _known(text, at):
        thing = next(_known(text, at + shorter), 0) if shorter < length else 0
        if thing > 1 and shorter + thing >= covered and entries[text[at : at + shorter]][0] is Part.OPERATOR:
            behind = entries[text[at + shorter : at + shorter + thing]][0]
            if behind is Part.THING:
                return shorter
    return length


def _known(text: str, at: int) -> Iterator[int]:
    """Yield the lengths of the words of the lexicon at `at`, the longest first."""
    entries, lengths = _lexicon()
    room = len(text) - at
    for length in lengths.get(text[at], ()) if room > 0 else ():
        if length <= room and text[at : at + length] in entries and _stands_alone(text, at, at + length):
            yield length


def _latin(letter: str) -> bool:
    return "a" <= letter <= "z"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word in Latin letters is not a piece of a longer one."""
    before = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    return not before and not (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
