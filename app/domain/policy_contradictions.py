"""Parts of a policy document that are good each by itself and wrong together. Their shape is checked before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .groups import USUAL
from .policy_problems import Path, Problem, Wrong
from .segments import Segment
from .tiers import Tier


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


def _group_contradictions(groups: Mapping[str, Any]) -> Iterator[Problem]:
    capacity = groups.get("capacity", USUAL.capacity)
    spare, warn_left = groups.get("spare", USUAL.spare), groups.get("warn_left", USUAL.warn_left)
    if spare >= capacity:
        wrong = f"a group of {capacity} places would give way to the next with {spare} left: at once"
        yield _contradiction(("groups", "spare"), wrong, f"fewer than {capacity}")
    if warn_left >= capacity:
        wrong = f"the manager would hear of every group of {capacity} places from its first member on"
        yield _contradiction(("groups", "warn_left"), wrong, f"fewer than {capacity}")


def _contradiction(path: Path, wrong: str, right: str) -> Problem:
    return Problem(path=path, kind=Wrong.CONTRADICTION, wrong=wrong, right=right)


CONTRADICTIONS = (
    ("tiers", _tier_contradictions),
    ("segments", _segment_contradictions),
    ("classes", _class_contradictions),
    ("tastes", _taste_contradictions),
    ("groups", _group_contradictions),
)
"""Sections, and what may be wrong inside each."""
