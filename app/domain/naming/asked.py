"""What a query asks of the search keys: beginnings to look for, each perhaps with a pattern of the whole key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product
from string import ascii_lowercase

from app.domain.names import normalise_phone

from .keys import HEAD, LEAST_DIGITS, LONG_NUMBER, NUMBER, TAIL
from .readings import Readings
from .script import Unit, units

MOST_SPLITS = 6
"""Ways to part a run of letters into syllables and initials that are tried."""

_MOST_BEGUN = 200

_ONLY_INITIALS = re.compile(r"\*('[a-z]\*)*")
_NUMBER = re.compile(r"\+?[\d\s()\-－–—.]+")
_INITIALS = ("zh", "ch", "sh", *"abcdefghjklmnopqrstwxyz")


@dataclass(frozen=True, slots=True)
class Probe:
    """Keys that begin with `prefix`, and are as `pattern` says (`*` stands for anything), where there is one.

    `narrow`: how the syllables behind the initials begin, where that is known. Most of what is meant then lies in a few
    short stretches (`stretches`). `is_near`: the rest is not worth a walk, because the long stretch holds for the most
    part other names' syllables ("sh" as two initials lies among everything read sha to shuo).
    """

    prefix: str
    pattern: str = ""
    narrow: str = ""
    is_near: bool = False

    @property
    def stretches(self) -> list[str]:
        """The beginnings of keys that have all the initials typed, and those that have one more."""
        return [f"{self.prefix}{more} {self.narrow}" for more in ("", *ascii_lowercase)] if self.narrow else []

    @property
    def is_sure(self) -> bool:
        """Whether every key in `stretches` fits: behind `narrow` only initials are asked for, which the prefix has."""
        return bool(self.narrow) and _ONLY_INITIALS.fullmatch(self.pattern.partition(f" {self.narrow}")[2]) is not None

    def finds(self, keys: Iterable[str]) -> bool:
        """Return whether any of `keys` is meant."""
        if not self.pattern:
            return any(key.startswith(self.prefix) for key in keys)
        like = _like(self.pattern)
        return any(like.fullmatch(key) for key in keys)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks: guests with the key `exact` itself come before those that `probes` find."""

    exact: str = ""
    probes: tuple[Probe, ...] = ()

    def finds(self, keys: Iterable[str]) -> bool:
        """Return whether a guest with these keys is meant."""
        held = tuple(keys)
        return any(probe.finds(held) for probe in self.probes)


def digits_in(query: str) -> str:
    """Return the digits of a number as people write one, without the country's prefix; "" for anything else."""
    text = "".join(part.text for part in units(query)) if _NUMBER.fullmatch(query.strip()) else ""
    return (normalise_phone(text) or text) if text.isdigit() else ""


def asked(query: str, readings: Readings) -> Asked:
    """Return what `query` asks: the end of a phone, a number, or a name in characters, pinyin, initials or any mix."""
    digits = digits_in(query)
    if digits:
        return _asked_number(digits)
    parts = _joined(units(query))
    if not parts:
        return Asked()
    text = "".join(part.text for part in parts)
    probes = [Probe(text)]
    if not parts[0].is_han:
        probes += _letters_only(text, readings) if len(parts) == 1 else _letters_first(parts, readings)
        if any(map(str.isdigit, text)):
            probes.append(Probe(NUMBER + text))
    elif len(parts) > 1 and not all(part.is_han for part in parts):
        probes += _characters_first(parts, readings)
    return Asked(text, tuple(dict.fromkeys(probes)))


def _asked_number(digits: str) -> Asked:
    if len(digits) < LEAST_DIGITS:
        return Asked()
    probes = [Probe(TAIL + digits[::-1]), Probe(NUMBER + digits)]
    if len(digits) >= LONG_NUMBER:
        probes.append(Probe(HEAD + digits))
    return Asked("", tuple(probes))


def _joined(parts: Sequence[Unit]) -> list[Unit]:
    """Return the parts with words beside each other as one: "zeng jie" is typed with a blank as often as without."""
    found: list[Unit] = []
    for part in parts:
        if found and not part.is_han and not found[-1].is_han:
            found[-1] = Unit(found[-1].text + part.text, False, found[-1].opens)
        else:
            found.append(part)
    return found


def _letters_only(text: str, readings: Readings) -> list[Probe]:
    """Syllables and initials mixed: "zengjw", "zjwen". Whole syllables one after another are a key of their own."""
    found = []
    for split in splits(text, readings):
        whole = [token in readings.syllables for token in split[:-1]]
        if len(split) > 1 and not all(whole) and any(len(token) > 1 for token in split):
            probe = _patterned(_initials(split), split, "", readings)
            found.append(replace(probe, is_near=probe.narrow != ""))
    return found


def _letters_first(parts: Sequence[Unit], readings: Readings) -> list[Probe]:
    """The surname in letters, then characters: "z杰", "zeng杰文", "oy娜"."""
    first, rest = parts[0].text, parts[1:]
    if not all(part.is_han for part in rest):
        return []
    characters = "".join(part.text for part in rest)
    found = []
    for split in splits(first, readings):
        if len(split) <= 2:
            prefix = _initials(split) + characters
            plain = all(len(token) == 1 for token in split)
            found.append(Probe(prefix, "" if plain else f"{prefix}* {_syllables(split, readings)}"))
    return found


def _characters_first(parts: Sequence[Unit], readings: Readings) -> list[Probe]:
    """The surname in characters, then letters, or letters and characters: "曾j", "曾jie", "曾jw", "曾杰w", "曾j文"."""
    found = []
    for known in (1, 2) if parts[1].is_han else (1,):
        surname, rest = "".join(part.text for part in parts[:known]), parts[known:]
        if not rest:
            continue
        choices = [_tokens_of(part, readings) for part in rest]
        for choice in islice(product(*choices), 2 * MOST_SPLITS):
            found.append(_mixed(surname, rest, choice, readings))
    return found


def _tokens_of(part: Unit, readings: Readings) -> list[tuple[str, ...]]:
    """Return the ways to say `part` in syllables and initials."""
    if part.is_han:
        return [(said,) for said in readings.of(part.text) or ("",)]
    return list(dict.fromkeys([*splits(part.text, readings, more=1), tuple(part.text)]))


def _mixed(surname: str, rest: Sequence[Unit], choice: Iterable[tuple[str, ...]], readings: Readings) -> Probe:
    tokens: list[str] = []
    characters = ""
    for part, chosen in zip(rest, choice, strict=True):
        tokens += chosen
        characters += f"{part.text}*" if part.is_han else "*"
    prefix = surname + _initials(tokens)
    if all(len(token) == 1 for token in tokens) and not any(part.is_han for part in rest):
        return Probe(prefix)
    return _patterned(prefix, tokens, f" {characters}", readings)


def _patterned(prefix: str, tokens: Sequence[str], behind: str, readings: Readings) -> Probe:
    said = _syllables(tokens, readings)
    literal = said.partition("*")[0]
    pattern = re.sub(r"\*+", "*", f"{prefix}* {said}{behind}")
    return Probe(prefix, pattern, literal if len(literal) > 1 else "")


def splits(text: str, readings: Readings, *, more: int = 0) -> list[tuple[str, ...]]:
    """Return the ways to part letters into whole syllables and initials, of as few parts as will do and of up to `more`
    beyond; the last part may be the beginning of a syllable. () where these are no letters of pinyin."""
    found: list[tuple[str, ...]] = []
    going: list[tuple[tuple[str, ...], str]] = [((), text)]
    while going and len(found) < MOST_SPLITS:
        going = [
            ((*taken, left[:size]), left[size:])
            for taken, left in going
            for size in range(min(6, len(left)), 0, -1)
            if _is_token(left[:size], readings, last=size == len(left))
        ][:_MOST_BEGUN]
        done = [taken for taken, left in going if not left]
        found += done
        if found and not more:
            break
        more -= bool(found)
        going = [begun for begun in going if begun[1]]
    return found[:MOST_SPLITS]


def _is_token(text: str, readings: Readings, *, last: bool) -> bool:
    return text in readings.syllables or text in _INITIALS or (last and text in readings.beginnings)


def _initials(tokens: Sequence[str]) -> str:
    return "".join(token[:1] for token in tokens)


def _syllables(tokens: Sequence[str], readings: Readings) -> str:
    """Return the pattern of a key's syllables: each as it was typed, an initial for any, the last one open."""
    found = [token if token in readings.syllables and len(token) > 1 else f"{token}*" for token in tokens[:-1]]
    return "'".join([*found, f"{tokens[-1]}*"])


@lru_cache(256)
def _like(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
