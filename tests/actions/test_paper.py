"""What staff do about paper: rule, outbox row and word of what is different in one transaction; only managers change
what codes and groups are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.counter import discard, perform, retry
from app.domain.changes import ChangeSet
from app.domain.commands import Command, KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode
from app.domain.faults import Refused
from app.domain.groups import GroupCard
from app.domain.printed import CodeCard, PrintedKind
from app.domain.prints import PrintedPiece
from app.domain.tables import StaffCard
from app.localdb import outbox, printed
from app.localdb.lane import Lane
from app.sync import outbound
from app.sync.verdict import Verdict, Word
from tests.kit.desk import NOW, STORE, entry, gone, opened, take_in

CODE = CodeCard(code="AAAAAAAAA1", kind=PrintedKind.GROUP, store_id=STORE, link="https://yb.example.com/r/AAAAAAAAA1")
GROUP = GroupCard(group_id="g1", store_id=STORE, name="福利群", join_url="https://work.weixin.qq.com/a")
MANAGER = StaffCard(staff_id="m1", store_id=STORE, name="周敏", role="manager")
PRINT = RecordPrint(print_id="p1", template="poster-a4", pieces=(PrintedPiece(code=CODE.code, copies=2),))


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    """A desk of a store with a code, a group and a manager."""
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(CODE), entry(GROUP), entry(MANAGER)).result(10)
        yield lane


def does(lane: Lane, command: Command, author: str = "周敏") -> ChangeSet:
    found: ChangeSet = lane.submit(perform, command, author=author, now=NOW).result(10)
    return found


def waiting(lane: Lane) -> list[str]:
    return [row.kind for row in lane.submit(outbox.waiting).result(10)]


def test_each_deed_writes_one_row_and_says_what_is_different(lane: Lane) -> None:
    assert does(lane, KeepCode(code="BBBBBBBBB1", kind=PrintedKind.CAMPAIGN, title="店庆")).printed == {"code"}
    assert does(lane, RetireCode(code=CODE.code)).printed == {"code"}
    assert does(lane, KeepGroup(group_id="g2", name="新群")).printed == {"group"}
    changes = does(lane, PRINT, "李娜")
    assert changes.printed == {"print"}
    assert changes.outbox is not None
    assert changes.outbox.waiting == 4
    assert does(lane, MarkLost(print_id="p1", code=CODE.code), "李娜").printed == {"print"}
    assert waiting(lane) == ["code.keep", "code.retire", "group.keep", "print.record", "print.lost"]


def test_a_second_click_writes_nothing_and_a_picture_always_does(lane: Lane) -> None:
    same = KeepGroup(group_id="g1", name="福利群", capacity=200, join_url=GROUP.join_url)
    for again in (same, RetireCode(code=CODE.code, restored=True)):
        assert does(lane, again) == ChangeSet()
    assert waiting(lane) == []
    does(
        lane, KeepGroup(group_id="g1", name="福利群", join_url=GROUP.join_url, picture="aGk=", picture_text="https://x")
    )
    assert waiting(lane) == ["group.keep"]
    assert lane.submit(printed.groups).result(10)[0].picture_text == "https://x"


def test_only_managers_change_codes_and_groups_but_anybody_prints_and_loses(lane: Lane) -> None:
    for command in (
        KeepCode(code="BBBBBBBBB1", kind=PrintedKind.CAMPAIGN, title="店庆"),
        RetireCode(code=CODE.code),
        KeepGroup(group_id="g1", name="x"),
    ):
        with pytest.raises(Refused) as said:
            does(lane, command, "李娜")
        assert (said.value.code, said.value.facts["names"]) == ("manager_only", "周敏")
    does(lane, PRINT, "李娜")
    lane.submit(take_in, gone("staff", "m1", 2)).result(10)  # a store that names no managers trusts everybody
    assert does(lane, RetireCode(code=CODE.code), "李娜").printed == {"code"}


def test_what_hq_answers_comes_back_as_what_is_different(lane: Lane) -> None:
    does(lane, KeepGroup(group_id="g1", name="改名"))
    (row,) = lane.submit(outbox.waiting).result(10)
    fate = Verdict(word=Word.REFUSED, code="manager_only", reason="no")
    changes = lane.submit(outbound.settle, {row.key: fate}, now=NOW).result(10)
    assert changes.printed == {"group"}
    assert lane.submit(printed.groups).result(10) == [GROUP]
    assert lane.submit(retry, row.key, now=NOW).result(10).printed == {"group"}
    (row,) = lane.submit(outbox.waiting).result(10)
    done = Verdict(word=Word.SETTLED, cards=[entry(GroupCard(group_id="g1", store_id=STORE, name="改名"), 2)])
    lane.submit(outbound.absorb, {row.key: done}).result(10)
    assert lane.submit(outbound.settle, {row.key: done}, now=NOW).result(10).printed == {"group"}
    does(lane, RetireCode(code=CODE.code))
    (row,) = lane.submit(outbox.waiting).result(10)
    lane.submit(outbox.park, row.key, code="x", reason="y", now=NOW).result(10)
    assert lane.submit(discard, row.key, now=NOW).result(10).printed == {"code"}
    assert lane.submit(take_in, entry(CODE, 3)).result(10).printed == {"code"}
