"""What is wrong with a policy document: every problem, where it is, and what would be right.

A document is what a TOML parser makes of the chain's file. First its shape is held against `_DOCUMENT` (missing keys,
unknown keys, wrong values), then, where the shape allows it, its parts against each other (steps that do not rise,
bounds that cross, a word that is wanted and unwanted at once).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Protocol

from .segments import PurchaseClass, Segment
from .tastes import DishPolicy
from .tiers import Interaction, Tier

Path = tuple[str | int, ...]
"""Where something stands: keys and places in lists, from the outside in."""

YEARS = 3650
"""Days of the longest window: ten years."""


class Wrong(StrEnum):
    """What kind of problem it is."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    VALUE = "value"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a policy: where, what, and what would be right, as two sentences."""

    path: Path
    kind: Wrong
    wrong: str
    right: str

    @property
    def key(self) -> str:
        """The path as people write it: `tiers.steps[0].visits`."""
        return key_of(self.path)


def key_of(path: Path) -> str:
    """Return a path as people write it."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def check(document: Mapping[str, Any]) -> list[Problem]:
    """Return everything that is wrong with a parsed policy document, shape first; nothing for a good one."""
    found = list(_DOCUMENT.check(document, ()))
    blocked = {problem.path[:1] for problem in found if problem.kind is not Wrong.UNKNOWN}
    for section, rule in _CONTRADICTIONS:
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
    },
)


def _tier_contradictions(tiers: Mapping[str, Any]) -> Iterator[Problem]:
    order = [tier.value for tier in Tier]
    steps = tiers["steps"]
    met: set[str] = set()
    for place, step in enumerate(steps):
        here: Path = ("tiers", "steps", place)
        if step["tier"] in met:
            yield _contradiction((*here, "tier"), f"{step['tier']} has a step already", "each tier has one step")
        met.add(step["tier"])
        if place == 0:
            continue
        last = steps[place - 1]
        if order.index(step["tier"]) < order.index(last["tier"]):
            right = f"the steps from low to high: {', '.join(order[1:])}"
            yield _contradiction((*here, "tier"), f"{step['tier']} comes after {last['tier']}", right)
        falls = [name for name in ("visits", "interactions") if step[name] < last[name]]
        for name in falls:
            wrong = f"{step['tier']} needs {step[name]} {name}, fewer than {last['tier']} ({last[name]})"
            yield _contradiction((*here, name), wrong, f"at least {last[name]}")
        if not falls and all(step[name] == last[name] for name in ("visits", "interactions")):
            wrong = f"{step['tier']} needs no more than {last['tier']}: nobody would stay {last['tier']}"
            yield _contradiction((*here, "visits"), wrong, f"more than {last['visits']}")
    for tier in order[1:]:
        if tier not in met:
            yield _contradiction(("tiers", "steps"), f"there is no step for {tier}", f"a step with tier = {tier!r}")
    weights = tiers["interactions"]["weights"]
    asked = max((step["interactions"] for step in steps), default=0)
    if asked and not any(weights.values()):
        wrong = f"a step needs {asked} interactions, and no interaction counts for anything"
        yield _contradiction(("tiers", "interactions", "weights"), wrong, "a weight above 0")


def _segment_contradictions(segments: Mapping[str, Any]) -> Iterator[Problem]:
    if segments["mid_fen"] >= segments["high_fen"]:
        wrong = f"high begins at {segments['high_fen']} fen, and mid at {segments['mid_fen']}"
        yield _contradiction(("segments", "high_fen"), wrong, f"more than {segments['mid_fen']}")
    yield from _same_names("segments", {cell.value: segments[cell.value] for cell in Segment})


def _class_contradictions(classes: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _same_names("classes", classes)


def _same_names(section: str, called: Mapping[str, Any]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for code, each in called.items():
        if not isinstance(each, Mapping):
            continue  # an unknown key, which is a problem of its own
        name = each["name"].strip()
        if name in first:
            wrong = f"{code} and {first[name]} are both called {name!r}"
            yield _contradiction((section, code, "name"), wrong, "a name of its own")
        first.setdefault(name, code)


def _taste_contradictions(tastes: Mapping[str, Any]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, rule in enumerate(tastes["dishes"]):
        here: Path = ("tastes", "dishes", place)
        if rule["tag"] in first:
            wrong = f"the tag {rule['tag']!r} has a rule already, the {first[rule['tag']] + 1}. in the list"
            yield _contradiction((*here, "tag"), wrong, "one rule a tag: put the words together")
        first.setdefault(rule["tag"], place)
        for word in rule["words"]:
            if word in rule.get("unless", ()):
                wrong = f"{word!r} is both among the words and among the exceptions of {rule['tag']!r}"
                yield _contradiction((*here, "unless"), wrong, "one of the two")
        hidden = [word for word in rule["words"] for staple in tastes["staples"] if staple in word]
        for word in dict.fromkeys(hidden):
            wrong = f"{word!r} never counts: it is a staple"
            yield _contradiction((*here, "words"), wrong, "a word that is none of the staples")


def _contradiction(path: Path, wrong: str, right: str) -> Problem:
    return Problem(path=path, kind=Wrong.CONTRADICTION, wrong=wrong, right=right)


_CONTRADICTIONS = (
    ("tiers", _tier_contradictions),
    ("segments", _segment_contradictions),
    ("classes", _class_contradictions),
    ("tastes", _taste_contradictions),
)
