"""Guests whom only this desk knows yet are found whatever became of the rows around theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.commands import Register
from app.domain.faults import Refused
from app.localdb import aliases, newcomers, outbox
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from tests.kit.desk import NOW, STORE, opened


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    with opened(tmp_path / "desk") as lane:
        yield lane


def register(db: Database, number: int, name: str = "曾单") -> str:
    command = Register(arrival_id=f"a{number}", guest_id=f"g{number}", name=name, phone=f"138{number:08d}")
    return outbox.add(db, command, at=NOW, author="", store_id=STORE).key


def ids(db: Database, query: str) -> list[str]:
    return sorted(card.guest_id for card in find(db, query))


def test_who_was_parked_when_somebody_searched_is_found_after_another_try(lane: Lane) -> None:
    def story(db: Database) -> None:
        key, _ = register(db, 1), register(db, 2, "王芳")
        outbox.park(db, key, code="no", reason="no", now=NOW)
        assert ids(db, "曾") == []
        outbox.retry(db, key, now=NOW)
        assert ids(db, "zengdan") == ids(db, "0001") == ["g1"]

    lane.submit(story).result(10)


def test_who_goes_by_another_id_is_found_under_it(lane: Lane) -> None:
    def story(db: Database) -> None:
        register(db, 1)
        assert ids(db, "曾") == ["g1"]
        aliases.rename(db, {"g1": "M1"})
        assert ids(db, "曾") == ["M1"]

    lane.submit(story).result(10)


def test_a_registration_that_was_taken_back_leaves_its_place_to_the_next(lane: Lane) -> None:
    def taken_back(db: Database) -> None:
        register(db, 1)
        assert ids(db, "曾") == ["g1"]
        raise Refused("no")

    def next_one(db: Database) -> None:
        register(db, 2, "王芳")
        assert (ids(db, "曾"), ids(db, "王")) == ([], ["g2"])

    with pytest.raises(Refused):
        lane.submit(taken_back).result(10)
    lane.submit(next_one).result(10)


def test_what_is_settled_is_forgotten_now_and_then(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newcomers, "_MOST_SETTLED", 10)

    def story(db: Database) -> None:
        register(db, 0, "李娜")
        for number in range(1, 60):
            key = register(db, number)
            assert ids(db, f"138{number:08d}") == [f"g{number}"]
            outbox.settle(db, key, now=NOW)
            assert db.value("select count(*) from temp.newcomers") < 15
        assert (ids(db, "李娜"), ids(db, "曾")) == (["g0"], [])

    lane.submit(story).result(10)


def test_many_of_one_name_are_found_last_first(lane: Lane) -> None:
    def story(db: Database) -> None:
        for number in range(200):
            register(db, number)
        assert [card.guest_id for card in find(db, "曾", 3)] == ["g199", "g198", "g197"]

    lane.submit(story).result(10)
