"""A policy document says everything that is wrong with it, and never more than that."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.faults import Unreadable
from app.domain.policy import policy_from
from app.domain.policy_check import check
from app.domain.policy_problems import Wrong, key_of
from app.resources import resources

GOOD = tomllib.loads((resources() / "policy.toml").read_text("utf-8"))


def document(*path: str | int, **changed: Any) -> dict[str, Any]:
    """Return the good document with keys of the table at `path` set anew, or (with None) taken away."""
    found: dict[str, Any] = copy.deepcopy(GOOD)
    table: Any = found
    for step in path:
        table = table[step]
    for name, value in changed.items():
        if value is None:
            del table[name]
        else:
            table[name] = value
    return found


def only(wrong: dict[str, Any]) -> tuple[str, Wrong, str]:
    (problem,) = check(wrong)
    return problem.key, problem.kind, f"{problem.wrong}; {problem.right}"


def test_the_policy_that_the_program_comes_with_is_good() -> None:
    assert check(GOOD) == []
    policy = policy_from(GOOD)
    assert (policy.escalate_seconds, policy.redeem_points, policy.lapse_days, policy.birthday_days) == (120, 100, 7, 3)
    assert policy.dishes.least_share == 30


def test_what_a_chain_leaves_out_deliberately_has_a_default() -> None:
    policy = policy_from(document(alerts=None, heads_up=None))
    assert (policy.escalate_seconds, policy.redeem_points, policy.lapse_days, policy.birthday_days) == (120, 0, 7, 0)


@pytest.mark.parametrize("section", ["version", "tiers", "segments", "classes", "gate", "arrivals", "tastes"])
def test_every_other_section_must_be_there(section: str) -> None:
    wrong = document(**{section: None})
    key, kind, said = only(wrong)
    assert (key, kind) == (section, Wrong.MISSING)
    assert "lacks" in said
    with pytest.raises(Unreadable, match=f"lacks {section}") as raised:
        policy_from(wrong)
    assert raised.value.code == "policy_key"


@pytest.mark.parametrize(
    ("path", "changed", "key", "said"),
    [
        (("tiers",), {"days": 0}, "tiers.days", "is 0; a whole number of days from 1 to 3650"),
        (("tiers",), {"days": True}, "tiers.days", "is true"),
        (("tiers",), {"days": 90.0}, "tiers.days", "is 90.0"),
        (("tiers",), {"days": "90"}, "tiers.days", 'is "90"'),
        (("tiers",), {"steps": []}, "tiers.steps", "is empty"),
        (("tiers",), {"steps": 3}, "tiers.steps", "a list in [ ]"),
        (("tiers", "steps", 1), {"visits": -1}, "tiers.steps[1].visits", "is -1"),
        (("tiers", "steps", 2), {"tier": "blakc"}, "tiers.steps[2].tier", "did you mean 'black'?"),
        (("tiers", "steps", 2), {"tier": "regular"}, "tiers.steps[2].tier", "one of gold, platinum, black"),
        (("tiers", "interactions"), {"once_a_day": 1}, "tiers.interactions.once_a_day", "true or false"),
        (("segments",), {"mid_fen": 0}, "segments.mid_fen", "from 1 to"),
        (("segments", "new_high"), {"name": " "}, "segments.new_high.name", "a text in quotes"),
        (("classes", "none"), {"do": 7}, "classes.none.do", "is 7"),
        (("alerts",), {"escalate_seconds": 5}, "alerts.escalate_seconds", "from 10 to 3600"),
        (("heads_up",), {"birthday_days": 31}, "heads_up.birthday_days", "from 0 to 30"),
        (("arrivals",), {"window_minutes": 1441}, "arrivals.window_minutes", "from 1 to 1440"),
        (("tastes",), {"least_share": 101}, "tastes.least_share", "from 1 to 100"),
        (("tastes",), {"staples": []}, "tastes.staples", "is empty"),
        (("tastes", "dishes", 0), {"words": []}, "tastes.dishes[0].words", "is empty"),
        ((), {"gate": 3}, "gate", "a table [gate]"),
        ((), {"version": ""}, "version", 'is ""'),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(
    path: tuple[str | int, ...], changed: dict[str, Any], key: str, said: str
) -> None:
    wrong = document(*path, **changed)
    found, kind, text = only(wrong)
    assert (found, kind) == (key, Wrong.VALUE)
    assert said in text
    with pytest.raises(Unreadable) as raised:
        policy_from(wrong)
    assert raised.value.code == "policy_value"
    assert key in raised.value.detail


@pytest.mark.parametrize(
    ("path", "changed", "key", "said"),
    [
        (("tiers",), {"dayss": 9}, "tiers.dayss", "did you mean 'days'?"),
        ((), {"segmentss": {}}, "segmentss", "did you mean 'segments'?"),
        (("tiers", "interactions", "weights"), {"contact_aded": 1}, "tiers.interactions.weights.contact_aded", "added"),
        (("gate",), {"zebra": 1}, "gate.zebra", "known here: days, visits, recommendations"),
        (("segments",), {"old_medium": {"name": "x", "do": "y"}}, "segments.old_medium", "no rule is called"),
    ],
)
def test_an_unknown_key_is_reported_and_does_no_harm(
    path: tuple[str | int, ...], changed: dict[str, Any], key: str, said: str
) -> None:
    wrong = document(*path, **changed)
    found, kind, text = only(wrong)
    assert (found, kind) == (key, Wrong.UNKNOWN)
    assert said in text
    assert policy_from(wrong) == policy_from(GOOD)


def steps(*each: tuple[str, int, int]) -> dict[str, Any]:
    held = [{"tier": tier, "visits": visits, "interactions": close} for tier, visits, close in each]
    return document("tiers", steps=held)


@pytest.mark.parametrize(
    ("wrong", "key", "said"),
    [
        (steps(("gold", 9, 0), ("platinum", 6, 0), ("black", 10, 0)), "tiers.steps[1].visits", "fewer than gold (9)"),
        (steps(("gold", 3, 2), ("platinum", 6, 1), ("black", 9, 3)), "tiers.steps[1].interactions", "at least 2"),
        (steps(("gold", 3, 0), ("platinum", 3, 0), ("black", 9, 0)), "tiers.steps[1].visits", "nobody would stay gold"),
        (steps(("platinum", 3, 0), ("gold", 6, 0), ("black", 9, 0)), "tiers.steps[1].tier", "from low to high"),
        (steps(("gold", 3, 0), ("black", 9, 0)), "tiers.steps", "no step for platinum"),
        (document("segments", mid_fen=100_000), "segments.high_fen", "more than 100000"),
        (document("segments", mid_fen=200_000), "segments.high_fen", "more than 200000"),
        (document("segments", "old_mid", name="忠诚老客"), "segments.old_high.name", "both called"),
        (document("classes", "once", name="未消费"), "classes.once.name", "both called"),
        (document("tastes", "dishes", 2, tag="辣"), "tastes.dishes[2].tag", "the 1. in the list"),
        (document("tastes", "dishes", 0, unless=["辣"]), "tastes.dishes[0].unless", "both among the words"),
        (document("tastes", "dishes", 1, words=["羊", "白饭羊"]), "tastes.dishes[1].words", "staple"),
    ],
)
def test_rules_that_contradict_each_other_are_found(wrong: dict[str, Any], key: str, said: str) -> None:
    found, kind, text = only(wrong)
    assert (found, kind) == (key, Wrong.CONTRADICTION)
    assert said in text


def test_equal_visits_are_fine_where_closeness_makes_the_difference() -> None:
    assert check(steps(("gold", 3, 0), ("platinum", 3, 1), ("black", 3, 2))) == []


def test_a_step_that_no_interaction_can_reach_is_found() -> None:
    wrong = steps(("gold", 3, 0), ("platinum", 6, 0), ("black", 10, 1))
    wrong["tiers"]["interactions"]["weights"] = {"contact_added": 0}
    key, kind, _ = only(wrong)
    assert (key, kind) == ("tiers.interactions.weights", Wrong.CONTRADICTION)


def test_a_cell_without_a_name_is_missing() -> None:
    key, kind, _ = only(document("segments", new_high=None))
    assert (key, kind) == ("segments.new_high", Wrong.MISSING)


def test_every_problem_is_told_and_not_only_the_first() -> None:
    wrong = document("tiers", days=0)
    wrong["segments"]["mid_fen"] = 10**9
    del wrong["gate"]["days"]
    wrong["tastes"]["dishes"][1]["tag"] = "辣"
    assert {problem.key for problem in check(wrong)} == {
        "tiers.days",
        "gate.days",
        "segments.high_fen",
        "tastes.dishes[1].tag",
    }


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [path, *(place for step, each in inside for place in _places(each, (*path, step)))]


@given(st.sampled_from([place for place in _places(GOOD) if place]), _values)
def test_any_value_anywhere_is_taken_or_named_and_nothing_breaks(place: tuple[str | int, ...], value: Any) -> None:
    wrong: Any = copy.deepcopy(GOOD)
    table = wrong
    for step in place[:-1]:
        table = table[step]
    table[place[-1]] = value
    problems = check(wrong)
    if all(problem.kind is Wrong.UNKNOWN for problem in problems):
        policy_from(wrong)
    else:
        with pytest.raises(Unreadable):
            policy_from(wrong)
    assert all(key_of(problem.path) for problem in problems)
