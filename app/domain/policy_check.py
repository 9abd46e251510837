"""What is wrong with a policy document: every problem, where it is, and what would be right.

A document is what a TOML parser makes of the chain's file. First its shape is held against `_DOCUMENT` (missing keys,
unknown keys, wrong values), then, where the shape allows it, its parts against each other (steps that do not rise,
bounds that cross, a word that is wanted and unwanted at once).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, Protocol

from .policy_contradictions import CONTRADICTIONS
from .policy_problems import Path, Problem, Wrong, key_of
from .segments import PurchaseClass, Segment
from .tastes import DishPolicy
from .tiers import Interaction, Tier

YEARS = 3650
"""Days of the longest window: ten years."""


def check(document: Mapping[str, Any]) -> list[Problem]:
    """Return everything that is wrong with a parsed policy document, shape first; nothing for a good one."""
    found = list(_DOCUMENT.check(document, ()))
    blocked = {problem.path[:1] for problem in found if problem.kind is not Wrong.UNKNOWN}
    for section, rule in CONTRADICTIONS:
        if (section,) not in blocked and section in document:
            found += rule(document[section])
    return found


class _Shape(Protocol):
    """What a value must look like."""

    def check(self, value: object, path: Path) -> Iterator[Problem]: ...


@dataclass(frozen=True, slots=True)
class _Whole:
    least: int
    most: int
    unit: str

    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most:
            return
        right = f"a whole number of {self.unit} from {self.least} to {self.most}"
        yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right=right)


@dataclass(frozen=True, slots=True)
class _Text:
    most: int = 200
    needed: bool = True

    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if isinstance(value, str) and len(value) <= self.most and (value.strip() or not self.needed):
            return
        right = f'a text in quotes of {1 if self.needed else 0} to {self.most} characters, as in "…"'
        yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right=right)


@dataclass(frozen=True, slots=True)
class _Flag:
    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right="true or false")


@dataclass(frozen=True, slots=True)
class _OneOf:
    known: tuple[str, ...]

    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if value not in self.known:
            right = _meant(str(value), self.known) or f"one of {', '.join(self.known)}"
            yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right=right)


@dataclass(frozen=True, slots=True)
class _OneNumber:
    known: tuple[int, ...]

    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if isinstance(value, bool) or value not in self.known:
            right = " or ".join(map(str, self.known))
            yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right=right)


@dataclass(frozen=True, slots=True)
class _Colour:
    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if not isinstance(value, str) or not re.fullmatch(r"(?:#[0-9a-fA-F]{6})?", value):
            right = 'a colour as "#0f766e", or "" for the program\'s own'
            yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right=right)


@dataclass(frozen=True, slots=True)
class _List:
    item: _Shape
    least: int = 0

    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right="a list in [ ]")
            return
        if len(value) < self.least:
            yield Problem(path=path, kind=Wrong.VALUE, wrong="is empty", right=f"a list of at least {self.least}")
        for place, each in enumerate(value):
            yield from self.item.check(each, (*path, place))


@dataclass(frozen=True, slots=True)
class _Table:
    needs: Mapping[str, _Shape]
    may: Mapping[str, _Shape]

    def check(self, value: object, path: Path) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(path=path, kind=Wrong.VALUE, wrong=f"is {_shown(value)}", right=f"a table [{key_of(path)}]")
            return
        for name in self.needs:
            if name not in value:
                wrong = f"the policy lacks {key_of((*path, name))}"
                yield Problem(path=(*path, name), kind=Wrong.MISSING, wrong=wrong, right=f"add {name!r} here")
        known = {**self.needs, **self.may}
        for name, each in value.items():
            if name in known:
                yield from known[name].check(each, (*path, name))
                continue
            right = _meant(name, known) or f"known here: {', '.join(known)}"
            yield Problem(path=(*path, name), kind=Wrong.UNKNOWN, wrong=f"no rule is called {name!r}", right=right)


def _meant(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else ""


def _shown(value: object) -> str:
    """Return a value as its writer wrote it, cut short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a table"
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 40 else f"{text[:39]}…"


_DAYS = _Whole(1, YEARS, "days")
_COUNT = _Whole(0, 1000, "times")
_FEN = _Whole(1, 10**12, "fen")
_CALLED = _Table({"name": _Text(20), "do": _Text()}, {})

_PERCENTS = ("least_share",)
_DISH_NUMBERS = tuple(each.name for each in fields(DishPolicy) if each.type == "int")

_DOCUMENT = _Table(
    {
        "version": _Text(40),
        "tiers": _Table(
            {
                "days": _DAYS,
                "steps": _List(
                    _Table(
                        {
                            "tier": _OneOf(tuple(tier.value for tier in Tier if tier is not Tier.REGULAR)),
                            "visits": _COUNT,
                            "interactions": _COUNT,
                        },
                        {},
                    ),
                    least=1,
                ),
                "interactions": _Table(
                    {"once_a_day": _Flag(), "weights": _Table({}, {kind.value: _COUNT for kind in Interaction})}, {}
                ),
            },
            {},
        ),
        "segments": _Table(
            {
                "new_days": _DAYS,
                "spend_days": _DAYS,
                "mid_fen": _FEN,
                "high_fen": _FEN,
                **{cell.value: _CALLED for cell in Segment},
            },
            {},
        ),
        "classes": _Table({each.value: _CALLED for each in PurchaseClass}, {}),
        "gate": _Table({"days": _DAYS, "visits": _COUNT, "recommendations": _COUNT}, {}),
        "arrivals": _Table(
            {"window_minutes": _Whole(1, 1440, "minutes"), "wait_limit_minutes": _Whole(1, 1440, "minutes")}, {}
        ),
        "tastes": _Table(
            {
                "dishes": _List(
                    _Table({"tag": _Text(20), "words": _List(_Text(40), least=1)}, {"unless": _List(_Text(40))})
                ),
                "staples": _List(_Text(40), least=1),
            },
            {name: _Whole(1, 100 if name in _PERCENTS else YEARS, name) for name in _DISH_NUMBERS},
        ),
    },
    {
        "alerts": _Table({}, {"escalate_seconds": _Whole(10, 3600, "seconds")}),
        "heads_up": _Table(
            {},
            {
                "redeem_points": _Whole(0, 10**9, "points"),
                "lapse_days": _Whole(0, 365, "days"),
                "birthday_days": _Whole(0, 30, "days"),
            },
        ),
        "groups": _Table(
            {},
            {
                "capacity": _OneNumber((200, 500)),
                "spare": _Whole(0, 500, "places"),
                "warn_left": _Whole(0, 500, "places"),
                "warn_hours": _Whole(0, 24 * 7, "hours"),
                "radius_m": _Whole(100, 100_000, "metres"),
            },
        ),
        "brand": _Table({}, {"name": _Text(20, needed=False), "accent": _Colour()}),
    },
)
