"""A cut note with its clauses and sentences, and the searches that every reader of it needs.

No search looks further than `REACH` words: what lies further away in a sentence does not belong to an operator, and the
whole stays linear in the note's length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .frames import Part
from .things import Sort
from .words import Word

REACH = 24

_BREAKS = (Part.PAUSE, Part.STOP)

_DISH_ENDS = frozenset("饭面汤粥饼锅包堡卷煲串粉丸馆店饺羹盖盒套城摊炒炖烧焖煮蒸炸拌")
"""Letters that make a dish of the thing before them: 牛肉面, 番茄汤."""

_LIGHT = frozenset({Part.FILLER, Part.TAIL, Part.JOIN, Part.PAUSE, Part.STOP, Part.SPACE, Part.OPERATOR, Part.THING,
                    Part.ALLERGY, Part.CALM, Part.SAID, Part.ALL_ELSE, Part.SELF, Part.SOFTENER, Part.ASKED,
                    Part.MAY, Part.WISH, Part.TURNED, Part.EATEN, Part.WORD, Part.BLIND, Part.REACTION, Part.HAVE_NOT,
                    Part.PERSON})  # fmt: skip
"""What may stand right behind a thing of one letter; another letter there makes a word of both (鸡腿, 油烟)."""


class Things(NamedTuple):
    """Things listed together: their places among the words, and where the list begins and ends [first, last]."""

    places: tuple[int, ...]
    first: int
    last: int


class Note:
    """The words of a note and their order in clauses (between pauses) and sentences (between stops)."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.clause = [0] * len(words)
        """Where the clause of each word begins."""
        start = 0
        for place, word in enumerate(words):
            self.clause[place] = start
            if word.part in _BREAKS:
                start = place + 1

    def part(self, place: int) -> Part | None:
        """Return the part of the word at `place`; None outside of the note."""
        return self.words[place].part if 0 <= place < len(self.words) else None

    def text(self, place: int) -> str:
        """Return the word at `place`; "" outside of the note."""
        return self.words[place].text if 0 <= place < len(self.words) else ""

    def before(self, place: int) -> list[Word]:
        """Return the words of the clause before `place`."""
        return self.words[max(self.clause[place], place - REACH) : place]

    def after(self, place: int) -> Iterator[tuple[int, Word]]:
        """Yield the words behind `place` up to the end of the clause, with their places."""
        for other in range(place + 1, min(place + REACH, len(self.words))):
            if self.words[other].part in _BREAKS:
                return
            yield other, self.words[other]

    def ahead(self, place: int, count: int) -> str:
        """Return the next `count` words behind `place`, as one text."""
        return "".join(word.text for word in self.words[place + 1 : place + 1 + count])

    def clause_end(self, place: int) -> int:
        """Return the place of the pause or stop that ends the clause, or where the search gave up."""
        return max((other for other, _ in self.after(place)), default=place) + 1

    def is_asked(self, place: int) -> bool:
        """Whether the clause of `place` ends as a question."""
        end = self.clause_end(place)
        last = end - 1
        while last > place and self.part(last) in (Part.FILLER, Part.SPACE):
            last -= 1
        return self.text(end) == "?" or any(self.part(at) is Part.ASKED for at in range(max(place, last - 2), last + 1))

    def is_thing(self, place: int) -> bool:
        """Whether a thing stands here by itself, and not as a piece of a dish or of a longer word."""
        if self.part(place) is not Part.THING:
            return False
        word, follows = self.words[place], self.part(place + 1)
        if follows is None or word.thing is None:
            return follows is None
        beside = self.words[place + 1].text
        if follows in (Part.LETTER, Part.THING) and beside in _DISH_ENDS:
            return False
        firm = len(word.text) > 1 or (word.thing.sort is Sort.FLAVOUR and not word.thing.weak)
        return firm or follows in _LIGHT or not beside[0].isalpha()

    def is_wanted(self, last: int) -> bool:
        """Whether the list that ends at `last` is followed by a word that wants it: 葱花|要."""
        wants = last + 1 < len(self.words) and self.words[last + 1].text in ("要", "可以", "可以放", "可以有", "没关系")
        return wants and self.part(last + 2) in (None, Part.PAUSE, Part.STOP, Part.FILLER, Part.SPACE)

    def list_from(self, place: int) -> Things | None:
        """Return the things listed from `place` on: 葱姜蒜, 葱、姜和蒜, 葱,姜,蒜."""
        if not self.is_thing(place):
            return None
        found = [place]
        last = place
        while len(found) < REACH:
            step = self._next_listed(last)
            if step is None:
                break
            last = step
            found.append(step)
        if self.part(last + 1) is Part.THING and not self.is_thing(last + 1):
            return None  # 包菜粉丝卷 is a dish
        while self.part(last + 1) is Part.TAIL:
            last += 1
        return Things(tuple(found), place, last)

    def _next_listed(self, last: int) -> int | None:
        at = last + 1
        while self.part(at) is Part.TAIL:
            at += 1
        gap = self.part(at)
        if self.is_thing(at):
            is_head = at > last + 1 and self.words[at - 1].text == "的" and self.part(at + 1) is not Part.TAIL
            return None if is_head or self.has_own(at) else at  # 带皮的肉 is no list, 辣的凉的 is one
        if gap is Part.JOIN:
            at += 1
            while self.part(at) in (Part.FILLER, Part.SPACE, Part.TAIL):
                at += 1
            return at if self.is_thing(at) else None
        if gap is Part.SPACE:
            while self.part(at) in (Part.SPACE, Part.JOIN):
                at += 1
            return at if self.is_thing(at) and not self.has_own(at) else None
        if gap is Part.PAUSE:
            at += 1
            while self.part(at) in (Part.JOIN, Part.SPACE):
                at += 1
            return at if self.is_thing(at) and self._only_things(at) else None
        return None

    def has_own(self, place: int) -> bool:
        """Whether the things from `place` on are followed by an operator that speaks of them: 葱多放."""
        at = place
        while at < place + REACH and self.part(at) in (Part.THING, Part.TAIL, Part.JOIN, Part.FILLER):
            at += 1
        return self.part(at) in (Part.OPERATOR, Part.ALLERGY, Part.CALM, Part.MAY) or self.is_wanted(at - 1)

    def _only_things(self, place: int) -> bool:
        """Whether the clause from `place` on holds nothing but things."""
        at = place
        while at < place + REACH and self.part(at) in (Part.THING, Part.TAIL, Part.JOIN, Part.SPACE):
            at += 1
        while at < place + REACH and self.part(at) is Part.FILLER:
            at += 1
        return self.part(at) in (None, Part.PAUSE, Part.STOP)

    def ends_with_things_only(self, pause: int) -> bool:
        """Whether the clause before `pause` holds nothing but things, or does so since a blank or colon."""
        at = pause - 1
        while at > pause - REACH and self.part(at) in (Part.THING, Part.TAIL, Part.JOIN):
            at -= 1
        return at < pause - 1 and (
            at < self.clause[pause] or self.part(at) is Part.SPACE or self.text(at) in (":", "都")
        )

    def _is_piece(self, place: int) -> bool:
        """Whether a thing of one letter ends a longer word: 腐皮."""
        word = self.words[place]
        filling = word.thing is not None and word.thing.sort is not Sort.FLAVOUR
        return filling and len(word.text) == 1 and self.part(place - 1) is Part.LETTER

    def list_until(self, place: int, taken: set[int]) -> Things | None:
        """Return the things listed up to `place`: 葱姜蒜|都不要."""
        last = place
        while self.part(place) is Part.TAIL:
            place -= 1
        if not self.is_thing(place) or place in taken or self._is_piece(place):
            return None
        found = [place]
        while len(found) < REACH:
            at = place - 1
            while self.part(at) in (Part.TAIL, Part.SPACE, Part.JOIN):
                at -= 1
            if self.part(at) is Part.PAUSE and self.ends_with_things_only(at):
                at -= 1
            if self.part(at) is not Part.THING or at in taken:
                break
            place = at
            found.append(at)
        return Things(tuple(reversed(found)), place, last)
