"""Policy files: problems with their lines, versions that stay what they were, the command that applies one."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select

from app.domain.faults import Conflict, Unreadable
from app.domain.tables import StoreCard
from app.hq.commandline import hq
from app.hq.database import write
from app.hq.policies import adopt, current_policy, default_policy, findings, policy_text, text_in_force
from app.hq.tables import bills, cards, guests, policies, recomputes, standing_changes, standings
from app.hq.toml_lines import line_of, lines_of
from app.hq.work.profiles import refresh
from app.resources import resources
from app.wire.codec import decode
from tests.kit.hq import found_store
from tests.kit.story import NOON

GOOD = (resources() / "policy.toml").read_text(encoding="utf-8")
CLOCK = NOON.isoformat()


def changed(old: str, new: str, text: str = GOOD) -> str:
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


LATER = changed('version = "2026-11"', 'version = "2026-12"')
GOLD_FROM_TWO = changed('tier = "gold", visits = 3', 'tier = "gold", visits = 2', LATER)


def line_with(text: str, words: str) -> int:
    (line,) = [place for place, each in enumerate(text.splitlines(), start=1) if words in each]
    return line


# --- lines -----------------------------------------------------------------------------------------------------------


def test_every_problem_has_its_line() -> None:
    text = changed("\ndays = 180", "\ndays = 0")
    text = changed("spend_days = 365", "spend_dayss = 365", text)
    text = changed(
        '{ tier = "platinum", visits = 6, interactions = 0 },',
        '{ tier = "platin", visits = 6, interactions = "none" },',
        text,
    )
    text = changed('tag = "羊肉"', 'tag = "辣"', text)
    text = changed('[classes.once]                  # one bill\nname = "首购"\n', "[classes.once]\n", text)
    found = {each.key: each.line for each in findings(text)}
    assert found == {
        "tiers.steps[1].tier": line_with(text, '"platin"'),
        "tiers.steps[1].interactions": line_with(text, ' interactions = "none"'),
        "segments.spend_days": line_with(text, "[segments]"),
        "segments.spend_dayss": line_with(text, "spend_dayss"),
        "classes.once.name": line_with(text, "[classes.once]"),
        "gate.days": line_with(text, "[gate]") + 1,
        "tastes.dishes[1].tag": line_with(text, 'words = ["羊"]') - 1,
    }
    assert [each.line for each in findings(text)] == sorted(each.line for each in findings(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version = \n", 1),
        (GOOD + "\n[gate]\n", GOOD.count("\n") + 2),
        (GOOD + "x = [1,\n", GOOD.count("\n") + 2),
        ("a = 1\nb = 2\na = 3\n", 3),
    ],
)
def test_what_is_no_toml_has_a_line_too(text: str, line: int) -> None:
    (finding,) = findings(text)
    assert abs(finding.line - line) <= 1
    assert "no TOML" in finding.wrong


def test_places_in_all_of_toml_s_layouts() -> None:
    text = '''# a comment with = and [brackets]
"quoted key" = 1
a.b."c.d" = """
text with = and
[not.a.table]
""" # after
list = [ # items
  1, "]",
  [2,
   3],
  { x = 1, y.z = [
      4] },
]
long = \'\'\'it\'s '' so\'\'\'
[t . 'u']
k = "\\"#" # no comment inside
[[t.u.v]]
w = {}
[[t.u.v]]
w = 1
[t.u.v.x]
y = 2
[q]
r=true
'''
    tomllib.loads(text)
    lines = lines_of(text)
    expected: dict[tuple[str | int, ...], int] = {
        ("quoted key",): 2,
        ("a", "b", "c.d"): 3,
        ("list",): 7,
        ("list", 0): 8,
        ("list", 1): 8,
        ("list", 2): 9,
        ("list", 2, 1): 10,
        ("list", 3): 11,
        ("list", 3, "x"): 11,
        ("list", 3, "y", "z", 0): 12,
        ("long",): 14,
        ("t", "u"): 15,
        ("t", "u", "k"): 16,
        ("t", "u", "v", 0): 17,
        ("t", "u", "v", 0, "w"): 18,
        ("t", "u", "v", 1): 19,
        ("t", "u", "v", 1, "w"): 20,
        ("t", "u", "v", 1, "x", "y"): 22,
        ("q", "r"): 24,
    }
    assert {path: lines.get(path) for path in expected} == expected
    assert line_of(lines, ("q", "missing")) == 23
    assert line_of(lines, ("missing",)) == 1


def test_each_value_of_the_policy_stands_on_the_line_that_is_said() -> None:
    lines, rows = lines_of(GOOD), GOOD.splitlines()

    def look(value: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                look(each, (*path, name))
        elif isinstance(value, list):
            for place, each in enumerate(value):
                look(each, (*path, place))
        else:
            assert (str(value).lower() if isinstance(value, bool) else str(value)) in rows[lines[path] - 1], path

    look(tomllib.loads(GOOD), ())


_texts = st.text(alphabet="ab=\"\\#[]{}',.\n 辣", max_size=12)
_values = st.recursive(
    st.integers() | st.booleans() | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)


def _toml(value: Any) -> str:
    """Return a value as TOML, on several lines where TOML allows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_toml(each)}, # ] \n" for each in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(name)} = {_toml(each)}" for name, each in value.items()) + " }"
    return json.dumps(value)


@given(st.dictionaries(_texts, _values, min_size=1, max_size=4))
def test_a_locator_finds_every_key_of_any_document(document: dict[str, Any]) -> None:
    text = "".join(f"{json.dumps(name)} = {_toml(value)}\n" for name, value in document.items())
    assert tomllib.loads(text) == document
    lines = lines_of(text)
    begins = 1
    for name, value in document.items():
        assert lines[name,] == begins
        begins += 1 + _toml(value).count("\n")
    assert set(lines) == set(_paths(document))


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    here = [path] if path else []
    return here + [each for step, held in inside for each in _paths(held, (*path, step))]


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert findings(policy_text(path)) == []
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(Unreadable, match="no UTF-8"):
        policy_text(path)


# --- versions --------------------------------------------------------------------------------------------------------


def test_a_version_is_one_text_for_ever(engine: Engine) -> None:
    with write(engine) as connection:
        assert adopt(connection, LATER, "s1", 1)
        assert not adopt(connection, LATER, "s2", 2)
        with pytest.raises(Conflict, match="'2026-12' was applied before"):
            adopt(connection, GOLD_FROM_TWO, "s1", 3)
        with pytest.raises(Conflict, match="'2026-11'"):
            adopt(connection, changed("visits = 10", "visits = 11"), "s1", 4)
        assert current_policy(connection).version == "2026-12"
        assert adopt(connection, GOOD, "s1", 5)
        assert current_policy(connection) == default_policy()
        assert adopt(connection, LATER, "s3", 6), "an earlier version can be put in force again"
        rows = connection.execute(select(policies).order_by(policies.c.version)).all()
    assert [(row.version, row.by, row.at_us) for row in rows] == [("2026-11", "s1", 5), ("2026-12", "s1", 1)]


# --- commands --------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(hq, ["policy", *arguments])
    return result.exit_code, result.stdout, result.exception


def file_of(folder: Path, text: str, name: str = "new.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_check_prints_lines_and_answers_by_its_exit_code(tmp_path: Path) -> None:
    good, bad = file_of(tmp_path, GOOD), file_of(tmp_path, changed("\ndays = 180", "\ndayz = 180"), "bad.toml")
    assert run("check", good)[:2] == (0, f"{good}: good, version 2026-11\n")
    code, said, _ = run("check", bad)
    lines = said.splitlines()
    place = line_with(GOOD, "[gate]")
    assert code == 1
    assert lines == [
        f"{bad}:{place}: gate.days: the policy lacks gate.days; add 'days' here",
        f"{bad}:{place + 1}: gate.dayz: no rule is called 'dayz'; did you mean 'days'?",
    ]
    code, said, _ = run("check", bad, "--json")
    document = json.loads(said)
    assert (code, document["ok"], document["version"]) == (1, False, None)
    assert [(each["line"], each["key"]) for each in document["problems"]] == [
        (place, "gate.days"),
        (place + 1, "gate.dayz"),
    ]
    assert json.loads(run("check", good, "--json")[1]) == {
        "file": good,
        "ok": True,
        "version": "2026-11",
        "problems": [],
    }
    assert isinstance(run("check", str(tmp_path / "nowhere"))[2], Unreadable)


def known_guests(engine: Engine, many: int) -> None:
    """Put guests into the database, guest n with n bills of the last days."""
    found_store(engine)
    with write(engine) as connection:
        for n in range(many):
            connection.execute(insert(guests), {"guest_id": f"g{n}", "name": f"客{n}", "created_us": 0})
            for place in range(n):
                at = int(NOON.timestamp() * 1_000_000) - (place + 1) * 86_400_000_000
                row = {"store_id": "330", "bill_id": f"{n}-{place}", "guest_id": f"g{n}", "paid_fen": 9_000}
                connection.execute(insert(bills), {**row, "closed_us": at})
        ids = [f"g{n}" for n in range(many)]
        refresh(connection, ids, policy=default_policy(), now=NOON, stores=["330"])


def tiers(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.execute(select(standings.c.guest_id, standings.c.tier))
        return {row.guest_id: row.tier for row in rows}


def test_apply_puts_a_policy_in_force_tells_every_store_and_counts_everybody(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    known_guests(engine, 5)
    assert tiers(engine) == {"g0": "regular", "g1": "regular", "g2": "regular", "g3": "gold", "g4": "gold"}
    text = changed('name = "忠诚老客"', 'name = "老朋友"', GOLD_FROM_TWO)
    text = changed("escalate_seconds = 120", "escalate_seconds = 60", text)
    arguments = ("apply", file_of(tmp_path, text), "--by", "总部 王", "--database", database_url, "--clock", CLOCK)
    code, said, wrong = run(*arguments, "--json")
    assert (code, wrong) == (0, None)
    assert json.loads(said) == {"version": "2026-12", "applied": True, "guests": 5, "changed": 1}
    assert tiers(engine)["g2"] == "gold"
    with engine.connect() as connection:
        change = connection.execute(select(standing_changes)).one()
        store = connection.execute(select(cards.c.body).where(cards.c.kind == "store")).scalar_one()
        assert text_in_force(connection) == text
    assert (change.guest_id, change.what, change.old, change.new, change.policy) == (
        "g2",
        "tier",
        "regular",
        "gold",
        "2026-12",
    )
    assert json.loads(change.reason)["visits"] == 2
    card = decode(store, StoreCard)
    assert (card.policy, card.escalate_seconds, card.redeem_points, card.lapse_days) == ("2026-12", 60, 100, 7)
    assert (card.birthday_days, card.segments["old_high"], card.wait_limit) == (3, "老朋友", 30)
    code, said, _ = run(*arguments)
    assert (code, said) == (0, "policy 2026-12 was in force already; 5 guests counted, 0 changed\n")


def test_apply_refuses_what_is_wrong_and_changes_nothing(engine: Engine, database_url: str, tmp_path: Path) -> None:
    known_guests(engine, 4)
    before = tiers(engine)
    bad = file_of(tmp_path, changed("visits = 3", "visits = 30"), "bad.toml")
    _, _, wrong = run("apply", bad, "--by", "s1", "--database", database_url)
    assert isinstance(wrong, Unreadable)
    assert "platinum needs 6 visits, fewer than gold (30)" in wrong.detail
    other = file_of(tmp_path, changed("visits = 10", "visits = 12"), "other.toml")
    assert isinstance(run("apply", other, "--by", "s1", "--database", database_url)[2], Conflict)
    assert run("apply", other, "--database", database_url)[0] == 2
    with engine.connect() as connection:
        assert connection.execute(select(policies)).all() == []
        assert connection.execute(select(recomputes)).all() == []
        assert text_in_force(connection) is None
    assert tiers(engine) == before


def test_list_and_show_what_was_applied(database_url: str, engine: Engine, tmp_path: Path) -> None:
    where = ("--database", database_url)
    assert "comes with the program" in run("list", *where)[1]
    assert run("show", *where)[1] == GOOD
    assert run("apply", file_of(tmp_path, LATER), "--by", "s1", *where, "--clock", CLOCK)[0] == 0
    assert run("show", *where)[1] == LATER
    assert run("show", "--version", "2026-12", *where)[1] == LATER
    assert isinstance(run("show", "--version", "1999", *where)[2], Unreadable)
    document = json.loads(run("list", *where, "--json")[1])
    assert document["in_force"] == "2026-12"
    assert [(each["version"], each["by"], each["in_force"]) for each in document["policies"]] == [
        ("2026-12", "s1", True)
    ]
    assert "s1  (in force)" in run("list", *where)[1]
    code, said, _ = run("recompute", *where, "--json", "--clock", CLOCK)
    assert (code, json.loads(said)) == (0, {"version": "2026-12", "applied": False, "guests": 0, "changed": 0})
