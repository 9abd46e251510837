"""How Chinese characters are read: pinyin without tones, as people type it."""

from __future__ import annotations

from functools import lru_cache

from .surnames import DOUBLE, READ_AS

_UMLAUT = ("l", "n")


class Readings:
    """The readings in `text`: a line is a syllable, a blank and its characters; usual readings stand before an empty
    line, further ones behind it.

    The text is searched as it is: a dictionary of its 42,000 characters would cost every start time and memory.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.syllables = frozenset(
            form for line in text.splitlines() if line for form in _typed(line.partition(" ")[0])
        )
        """Every whole syllable, in each way it is typed."""
        self.beginnings = frozenset(one[:size] for one in self.syllables for size in range(1, len(one) + 1))
        """Everything that a syllable may begin with."""
        self.of = lru_cache(8192)(self._of)
        """The ways a character's readings are typed, the usual one first; () for one nobody can read."""

    def _of(self, char: str) -> tuple[str, ...]:
        found: list[str] = []
        text = self._text
        at = text.find(char) if char > "\x7f" else -1
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            found += _typed(text[start : text.index(" ", start)])
            at = text.find(char, at + 1)
        return tuple(dict.fromkeys(found))

    def of_surname(self, char: str) -> tuple[str, ...]:
        """Return how `char` is read at the beginning of a name: as a surname first, then as ever."""
        return tuple(dict.fromkeys((*READ_AS.get(char, ()), *self.of(char))))

    @staticmethod
    def of_double(name: str) -> tuple[tuple[str, str], ...]:
        """Return how the surname of two characters `name` is read; () where it is none."""
        if name not in DOUBLE:
            return ()
        one, two = DOUBLE[name]
        return tuple((first, second) for first in _typed(one) for second in _typed(two))


def _typed(syllable: str) -> tuple[str, ...]:
    """Return how a syllable is typed: ü as v, and as u by those who do not know."""
    if "v" not in syllable:
        return (syllable,)
    return (syllable, syllable.replace("v", "u"))
