"""Conflicts and merges at the desk: seen as settled at once, written always, HQ's word in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.changes import ChangeSet
from app.domain.commands import (
    AddNote,
    MergeGuests,
    Register,
    ReopenConflict,
    RevealPhone,
    Seat,
    SettleConflict,
    UnmergeGuests,
)
from app.domain.conflicts import ConflictCard, ConflictKind, Decision, settle
from app.domain.faults import Refused, Unknown
from app.localdb import conflicts, outbox, turns
from app.localdb.guests import find
from app.localdb.lane import Lane
from app.sync import outbound
from app.sync.verdict import Verdict, Word
from tests.kit.desk import NOW, STORE, acts, arrival, entry, gone, guest, opened, take_in

DISPUTE = ConflictCard(
    conflict_id="c1", store_id=STORE, kind=ConflictKind.PHONE_SHARED, left_guest="g1", right_guest="g2",
    left_name="王芳", right_name="李雷", evidence={"phone": "13800138000"}, found_at=NOW - timedelta(days=1),
)  # fmt: skip
BILL = replace(
    DISPUTE, conflict_id="c2", kind=ConflictKind.ORDER_IDENTITY, right_guest="", found_at=NOW - timedelta(days=2)
)


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    """A desk with two guests, both waiting, and two conflicts."""
    with opened(tmp_path / "desk") as lane:
        here = (
            entry(guest("g1", "王芳", "13800138000")),
            entry(guest("g2", "李雷", "13900139000")),
            entry(arrival("a1", "g1", ticket_no="A1")),
            entry(arrival("a2", "g2", ticket_no="A2")),
        )
        lane.submit(take_in, *here, entry(DISPUTE), entry(BILL)).result(10)
        yield lane


def do(lane: Lane, work: Any, *args: Any, **named: Any) -> Any:
    return lane.submit(work, *args, **named).result(10)


def waiting(lane: Lane) -> list[str]:
    return [row.kind for row in do(lane, outbox.waiting)]


def names(changes: ChangeSet) -> dict[str, str | None]:
    return {card_id: None if card.guest is None else card.guest.guest_id for card_id, card in changes.board.items()}


def test_open_conflicts_come_first_and_the_oldest_of_them(lane: Lane) -> None:
    assert [card.conflict_id for card in do(lane, conflicts.conflicts)] == ["c2", "c1"]
    acts(lane, SettleConflict(conflict_id="c2", decision=Decision.LEFT))
    assert [(card.conflict_id, card.is_open) for card in do(lane, conflicts.conflicts)] == [("c1", True), ("c2", False)]
    assert do(lane, conflicts.count_open) == 1


def test_a_settlement_shows_at_once_and_is_written_once(lane: Lane) -> None:
    command = SettleConflict(conflict_id="c1", decision=Decision.LEFT, note="问过")
    changes = acts(lane, command, command)
    card = changes.conflicts["c1"]
    assert card is not None
    assert (card.decision, card.settled_by, card.settled_at, card.note) == (Decision.LEFT, "李娜", NOW, "问过")
    assert waiting(lane) == ["conflict.settle"]
    with pytest.raises(Refused, match="otherwise"):
        acts(lane, SettleConflict(conflict_id="c1", decision=Decision.RIGHT))
    changes = acts(lane, ReopenConflict(conflict_id="c1"), ReopenConflict(conflict_id="c1"))
    assert changes.conflicts == {"c1": DISPUTE}
    assert waiting(lane) == ["conflict.settle", "conflict.reopen"]


def test_what_the_card_does_not_allow_is_refused_here_and_writes_nothing(lane: Lane) -> None:
    with pytest.raises(Refused) as one_sided:
        acts(lane, SettleConflict(conflict_id="c2", decision=Decision.SAME, merge_id="m1"))
    with pytest.raises(Unknown) as unknown:
        acts(lane, SettleConflict(conflict_id="c9", decision=Decision.LEFT))
    assert (one_sided.value.code, unknown.value.code) == ("conflict_one_sided", "conflict_unknown")
    for command in (
        MergeGuests(merge_id="m1", guest_id="g1", other_id="nobody"),
        MergeGuests(merge_id="m1", guest_id="g1", other_id="g1"),
        RevealPhone(guest_id="g1", reason=""),
    ):
        with pytest.raises(Refused):
            acts(lane, command)
    assert waiting(lane) == []


def test_each_look_at_a_phone_is_written(lane: Lane) -> None:
    acts(lane, RevealPhone(guest_id="g1", reason="回访"), RevealPhone(guest_id="g1", reason="回访"))
    assert waiting(lane) == ["guest.reveal", "guest.reveal"]


@pytest.mark.parametrize("settled", [False, True])
def test_two_who_are_merged_here_are_one_on_the_board_and_in_the_search(lane: Lane, settled: bool) -> None:
    merge = SettleConflict(conflict_id="c1", decision=Decision.SAME, merge_id="m1", keep="g2")
    changes = acts(lane, merge if settled else MergeGuests(merge_id="m1", guest_id="g2", other_id="g1"))
    assert names(changes) == {"a1": "g2", "a2": "g2"}
    assert [card.guest_id for card in do(lane, find, "9000")] == ["g2"]
    assert do(lane, find, "8000") == []
    acts(lane, AddNote(guest_id="g1", note_id="n1", text="靠窗"))  # a screen that still names the other one
    assert waiting(lane)[-1] == "guest.note"
    back = ReopenConflict(conflict_id="c1") if settled else UnmergeGuests(merge_id="m1", guest_id="g2")
    changes = acts(lane, back)
    assert {names(changes).get("a2"), names(changes).get("a1", "g1")} == {"g1", "g2"}
    assert [card.guest_id for card in do(lane, find, "8000")] == ["g1"]


def test_chains_of_merges_end_at_who_is_kept(lane: Lane) -> None:
    do(lane, take_in, entry(guest("g3", "韩梅", "13700137000")))
    changes = acts(
        lane,
        MergeGuests(merge_id="m1", guest_id="g2", other_id="g1"),
        MergeGuests(merge_id="m2", guest_id="g3", other_id="g2"),
    )
    assert set(names(changes).values()) == {"g3"}
    acts(lane, MergeGuests(merge_id="m3", guest_id="g1", other_id="g3"))  # a ring: HQ refuses it, the desk lives on
    assert do(lane, find, "7000") is not None


def test_what_hq_refuses_is_parked_and_its_own_card_shows_again(lane: Lane) -> None:
    acts(lane, SettleConflict(conflict_id="c1", decision=Decision.LEFT))
    (row,) = do(lane, outbox.waiting)
    theirs = settle(DISPUTE, Decision.RIGHT, by="张店长", at=NOW)
    do(lane, take_in, entry(theirs, 2))
    refusal = Verdict(word=Word.REFUSED, code="conflict_settled", reason="settled otherwise")
    changes = do(lane, outbound.settle, {row.key: refusal}, now=NOW)
    assert changes.conflicts == {"c1": theirs}
    assert [parked.code for parked in do(lane, outbox.parked)] == ["conflict_settled"]


def test_news_of_conflicts_comes_with_the_feed(lane: Lane) -> None:
    changed = do(
        lane, take_in, entry(settle(DISPUTE, Decision.LEFT, by="张店长", at=NOW), 2), gone("conflict", "c2", 2)
    )
    assert changed.conflicts["c2"] is None
    assert changed.conflicts["c1"].settled_by == "张店长"
    assert [card.conflict_id for card in do(lane, conflicts.conflicts)] == ["c1"]


def test_a_merge_waits_for_the_registration_of_whom_it_names(lane: Lane) -> None:
    acts(
        lane,
        Register(arrival_id="a3", guest_id="new", name="王小姐", phone="13600136000"),
        MergeGuests(merge_id="m1", guest_id="g1", other_id="new"),
    )
    assert [row.kind for row in do(lane, turns.due, 10)] == ["arrival.register"]
    assert do(lane, turns.due, 10, ["a3"]) == [], "while HQ puts the registration off, the merge waits with it"
    (row, _) = do(lane, outbox.waiting)
    known = Verdict(word=Word.SETTLED, aliases={"new": "g2"})
    do(lane, outbound.settle, {row.key: known}, now=NOW)
    (row,) = do(lane, turns.due, 10)
    assert row.command == MergeGuests(merge_id="m1", guest_id="g1", other_id="g2")


def test_a_guest_who_is_here_is_not_registered_twice(lane: Lane) -> None:
    changes = acts(lane, Register(arrival_id="new", guest_id="g1", name="王芳", table="A2"))
    assert set(changes.board) == {"a1"}
    assert changes.board["a1"].arrival.table == "A2"
    changes = acts(lane, Seat(arrival_id="new", table="A3"))
    assert changes.board["a1"].arrival.table == "A3", "the id that the desk made goes by the arrival"


def test_one_phone_is_one_guest_also_before_hq_hears_of_it(lane: Lane) -> None:
    acts(
        lane,
        Register(arrival_id="n1", guest_id="m1", name="曾小舟", phone="13600136000", table="A1"),
        Register(arrival_id="n2", guest_id="m2", name="曾小姐", phone="+86 136 0013 6000", table="A2"),
    )
    (card,) = do(lane, find, "6000")
    assert (card.guest_id, card.name) == ("m1", "曾小舟")
    assert {row.guest_id for row in do(lane, outbox.waiting)} == {"m1"}
    changes = acts(lane, Register(arrival_id="n3", guest_id="m3", name="王芳", phone="138 0013 8000"))
    assert names(changes)["a1"] == "g1", "whom the roster knows by that phone"
