"""The benchmarks of a full roster run, at toy size: what they measure there says nothing, that they run does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.guests import GuestCard
from app.hq.database import epoch
from app.hq.policies import default_policy
from app.wire.codec import decode_card, encode_card, row_hash
from tests.benchmarks.__main__ import rows_of
from tests.benchmarks.filling import rows_of as rows_in_tables
from tests.benchmarks.measure import Row
from tests.benchmarks.plan import Plan
from tests.benchmarks.roster import PIECE, people, phone

GUESTS = 300


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    with Plan(5, GUESTS, tmp_path_factory.mktemp("chain"), toy=True) as plan:
        yield plan


_THOROUGH = pytest.mark.skipif(
    not os.environ.get("YINGBIN_THOROUGH"), reason="starts many programs: YINGBIN_THOROUGH=1"
)


@pytest.mark.usefixtures("qapp")  # or a row that only draws leaves an application behind that has no windows
@pytest.mark.parametrize("letter", ["g", "n", "o", *(pytest.param(each, marks=_THOROUGH) for each in "hijmp")])
def test_rows_are_measured_beside_their_limit(letter: str, plan: Plan) -> None:
    check(letter, list(rows_of(letter, plan)))


def check(letter: str, rows: list[Row]) -> None:
    assert rows
    for row in rows:
        assert row.letter == letter
        assert row.ours >= 0
        assert row.beside > 0
        assert row.goal.split()[0] in ("≤", "≥")
        assert row.as_json()["met"] is row.met


def test_nobody_of_the_roster_moves_when_everybody_is_counted_anew(plan: Plan) -> None:
    rows = list(rows_of("k", plan))
    check("k", rows)
    steady, lower = rows
    assert steady.more["moved"] == 0
    assert lower.more["moved"] > 0


def test_the_roster_is_the_same_in_any_order_and_as_the_app_would_write_it() -> None:
    policy = default_policy()
    later = people(PIECE, 50, policy)
    people(0, 10, policy)
    assert people(PIECE, 50, policy) == later
    rows = rows_in_tables(PIECE, 50, {"330": PIECE + 20}, {"330": 7})
    for person, (kind, card_id, version, hashed, body) in zip(later, rows["cards"], strict=True):
        text = str(body)
        assert decode_card("guest", text) == person.card
        assert isinstance(person.card, GuestCard)
        assert (kind, card_id, version) == ("guest", person.card.guest_id, 1)
        assert encode_card(person.card).decode() == text
        assert hashed == row_hash("guest", person.card.guest_id, text.encode())
    assert [row[3] for row in rows["feed"]] == [PIECE + 8 + place for place in range(20)]


def test_phones_of_the_roster_reach_nobody() -> None:
    assert all(phone(number)[:4] in ("", "1440") for number in range(0, 3_000_000, 997))


def test_a_roster_that_was_kept_is_used_again(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with Plan(5, 20, kept, toy=True) as plan, plan.chain.engine.connect() as connection:
        made = epoch(connection)
    with Plan(5, 20, kept, toy=True) as plan, plan.chain.engine.connect() as connection:
        assert epoch(connection) == made
    with Plan(5, 21, kept, toy=True) as plan, plan.chain.engine.connect() as connection:
        assert epoch(connection) != made, "another roster is another chain"
