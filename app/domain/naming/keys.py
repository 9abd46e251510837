"""The search keys of a name, a phone and a member number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from string import ascii_lowercase

from app.domain.names import normalise_phone

from .readings import Readings
from .script import Unit, spelt, units

TAIL, HEAD, NUMBER = "-", "+", "#"
"""What the key of a phone read backwards, of a phone, and of a member number begins with; no name's key does."""

LEAST_DIGITS = 3
"""Digits from which on a number is looked for at the end of phones, or as a member number."""

LONG_NUMBER = 7
"""Digits from which on a number may also be a phone's beginning."""

MOST_WAYS = 12
"""Ways of reading one name that are kept: more than any three characters have; of a longer name those that differ least
from the usual one."""

_MOBILE = 11
"""Digits of a mainland mobile number, which is in its one form already."""

Way = tuple[str, ...]
"""One way of reading a name: a syllable or word for each of its units."""


def name_keys(name: str, readings: Readings) -> frozenset[str]:
    """Return the search keys of `name`.

    Its text from each character or word on; its pinyin, whole and from the given name on; its initials with the
    syllables behind them; and for those who type half of it: the surname's characters with the given name's initials,
    the surname's initials with the given name's characters.
    """
    parts = units(name)
    if not parts:
        return frozenset()
    texts = [unit.text for unit in parts]
    tails = ["".join(texts[start:]) for start in range(len(texts))]
    found = set(tails)
    given = _given_from(parts, readings)
    opened = {start for start, unit in enumerate(parts) if unit.opens}.union(given)
    for way in ways(parts, readings):
        initials = "".join([syllable[:1] for syllable in way])
        if not initials:
            continue
        found.update(["".join(way[start:]) for start in opened])
        found.add(f"{initials} {_parted(way)}")
        for start in given:
            first, rest = _initials(way[:start]), _initials(way[start:])
            found.add(f"{''.join(texts[:start])}{rest} {_parted(way[start:])} {tails[start]}")
            found.add(f"{first}{tails[start]} {_parted(way[:start])}")
    found.discard("")
    return frozenset(found)


def _parted(way: Way) -> str:
    return "'".join(way)


def number_keys(phones: Iterable[str], member_nos: Iterable[str]) -> frozenset[str]:
    """Return the search keys of phones (by their end, and from their beginning) and of member numbers (with the letters
    before them, and without)."""
    found = set()
    for phone in phones:
        whole = len(phone) == _MOBILE and phone.isascii() and phone.isdigit()
        digits = phone if whole else normalise_phone(phone) or "".join(filter(str.isdigit, phone))
        if digits:
            found |= {TAIL + digits[::-1], HEAD + digits}
    for member_no in member_nos:
        plain = "".join(filter(str.isalnum, spelt(member_no)))
        found |= {NUMBER + text for text in (plain, plain.lstrip(ascii_lowercase)) if text}
    return frozenset(found)


def ways(parts: Sequence[Unit], readings: Readings) -> list[Way]:
    """Return the ways a name is read, the likeliest first, at most `MOST_WAYS`. A word is read as it is written."""
    each = [_ways_of(unit, at, readings) for at, unit in enumerate(parts)]
    if all(len(said) == 1 for said in each):
        return [tuple(said for (said,) in each)]
    double = readings.of_double(parts[0].text + parts[1].text) if len(parts) > 1 else ()
    if not double:
        return _likeliest(each)
    read = [(one, two, *rest) for one, two in double for rest in _likeliest(each[2:])]
    return list(dict.fromkeys([*read, *_likeliest(each)]))


def _likeliest(each: Sequence[Way]) -> list[Way]:
    """Return one way for every choice among `each`; where there are too many, the usual one and the nearest to it."""
    if prod(map(len, each)) <= MOST_WAYS:
        return list(product(*each))
    usual = tuple(one[0] for one in each)
    found = [usual]
    for at, one in enumerate(each):
        found += [(*usual[:at], other, *usual[at + 1 :]) for other in one[1:]]
    return found[:MOST_WAYS]


def _ways_of(unit: Unit, at: int, readings: Readings) -> tuple[str, ...]:
    if not unit.is_han:
        return (unit.text,)
    return (readings.of_surname(unit.text) if at == 0 else readings.of(unit.text)) or ("",)


def _given_from(parts: Sequence[Unit], readings: Readings) -> tuple[int, ...]:
    """Return where the given name may begin: behind one character, or two where those are a surname."""
    if not parts[0].is_han or len(parts) < 2:
        return ()
    if len(parts) > 2 and readings.of_double(parts[0].text + parts[1].text):
        return (1, 2)
    return (1,)


def _initials(way: Way) -> str:
    return "".join([syllable[:1] for syllable in way])


def beginnings(key: str) -> list[str]:
    """Return everything that somebody who means `key` may have typed of it so far."""
    text = key.partition(" ")[0]
    least = {TAIL: 1 + LEAST_DIGITS, HEAD: 1 + LONG_NUMBER, NUMBER: 1 + LEAST_DIGITS}.get(text[:1], 1)
    return [text[:size] for size in range(least, len(text) + 1)]


def whole_name(name: str, readings: Readings) -> frozenset[str]:
    """Return the ways to type a whole name: its text, and its pinyin in each way of reading it."""
    parts = units(name)
    return frozenset({"".join(unit.text for unit in parts), *map("".join, ways(parts, readings))}) - {""}
