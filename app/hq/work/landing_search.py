"""Stores found by any part of their name or address: in characters, in pinyin, by initials, or in a mix of them.

An index of every two characters that stand beside each other says which stores can be meant; only those are looked at.
What is typed in letters is taken for the characters that are read so (`app.domain.naming`), each by every reading it
has: `tianhe`, `th` and `天h` find 天河, and `chongqing` finds 重庆.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from operator import add

from app.domain.naming.asked import splits
from app.domain.naming.readings import Readings
from app.domain.naming.script import is_han, spelt

MOST_WAYS = 12
"""Ways to take one typed word that are tried."""

MOST_WORDS = 6
"""Words of a search that are looked at."""

_LONGEST_RUN = 20
"""Letters of a word that are taken for pinyin: nobody types more of a store's name."""

_RUN = re.compile(r"[a-z]+|.", re.DOTALL)

_END = "\n"
"""Stands between a name and its address, and at the end: nothing that is typed reaches across."""

_Place = frozenset[str]
"""The characters that may stand at one place."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to take a typed word: what may stand at each place, and the same as a pattern."""

    places: tuple[_Place, ...]
    pattern: re.Pattern[str]


class StoreSearch:
    """Finds stores, by the number at which each was given."""

    def __init__(self, named: Iterable[tuple[str, str]], readings: Readings) -> None:
        """`named`: each store's name and what else it may be found by, as its address."""
        self._readings = readings
        self._names: list[str] = []
        self._texts: list[str] = []
        self._pairs: dict[str, list[int]] = {}
        for number, (name, more) in enumerate(named):
            self._names.append(spelt(name))
            text = f"{self._names[-1]}{_END}{spelt(more)}"
            self._texts.append(text)
            for pair in dict.fromkeys(map(add, text, f"{text[1:]}{_END}")):
                self._pairs.setdefault(pair, []).append(number)
        self._behind: dict[str, list[str]] = {}
        for pair in self._pairs:
            self._behind.setdefault(pair[0], []).append(pair)
        self._read = sorted((said, char) for char in self._behind if is_han(char) for said in readings.of(char))

    def find(self, typed: str, most: int, allowed: Callable[[int], bool] = lambda _number: True) -> list[int]:
        """Return the stores in which every word of `typed` is found, those with all in their name first; at most `most`
        are looked for."""
        words = [self._ways(word) for word in spelt(typed).replace("'", "").split()[:MOST_WORDS]]
        if not words:
            return []
        found: list[int] = []
        for number in self._candidates(words):
            if allowed(number) and _holds(words, self._texts[number]):
                found.append(number)
                if len(found) == most:
                    break
        return sorted(found, key=lambda number: (not _holds(words, self._names[number]), number))

    def _ways(self, word: str) -> list[_Way]:
        """Return the ways to take a word, as it was typed first."""
        runs = _RUN.findall(word)
        taken: list[list[tuple[_Place, ...]]] = []
        for run in runs:
            plain = tuple(frozenset(letter) for letter in run)
            spoken = run.isascii() and run.isalpha() and len(run) <= _LONGEST_RUN
            said = splits(run, self._readings, more=1) if spoken else []
            taken.append([plain, *map(self._places, said)])
        ways = dict.fromkeys(tuple(place for part in way for place in part) for way in product(*taken))
        return [_Way(places, _pattern(places)) for places in islice(ways, MOST_WAYS)]

    def _places(self, split: Sequence[str]) -> tuple[_Place, ...]:
        """Return the characters read as each token says: a whole syllable as it is, an initial and the last open."""
        last = len(split) - 1
        return tuple(
            self._said(token, whole=at < last and token in self._readings.syllables and len(token) > 1)
            for at, token in enumerate(split)
        )

    def _said(self, token: str, *, whole: bool) -> _Place:
        past = token + ("\0" if whole else "~")
        found = self._read[bisect_left(self._read, (token,)) : bisect_left(self._read, (past,))]
        return frozenset(char for _, char in found)

    def _candidates(self, words: Iterable[list[_Way]]) -> Iterator[int]:
        """Give every store that may hold the word which the fewest hold, each once."""
        lists = min(
            ([numbers for way in ways for numbers in self._fewest(way)] for ways in words),
            key=lambda numbers: sum(map(len, numbers)),
        )
        seen: set[int] = set()
        for numbers in lists:
            for number in numbers:
                if number not in seen:
                    seen.add(number)
                    yield number

    def _fewest(self, way: _Way) -> list[list[int]]:
        """Return the stores that have some two places of the word, of those two that the fewest have."""
        if len(way.places) == 1:
            return self._having(way.places[0], None)
        couples = zip(way.places, way.places[1:], strict=False)
        return min((self._having(*both) for both in couples), key=lambda numbers: sum(map(len, numbers)))

    def _having(self, first: _Place, second: _Place | None) -> list[list[int]]:
        pairs = (pair for char in sorted(first) for pair in self._behind.get(char, ()))
        return [self._pairs[pair] for pair in pairs if second is None or pair[1] in second]


def _pattern(places: Iterable[_Place]) -> re.Pattern[str]:
    return re.compile("".join(f"[{''.join(map(re.escape, sorted(place)))}]" if place else "(?!)" for place in places))


def _holds(words: Iterable[list[_Way]], text: str) -> bool:
    return all(any(way.pattern.search(text) for way in ways) for ways in words)
