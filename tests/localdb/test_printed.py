"""Codes, groups and prints at the desk: HQ's cards with what this desk did laid over, in order, and nothing refused."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commands import Command, KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode
from app.domain.faults import Fault, Refused, Unknown
from app.domain.funnel import Counts, FunnelCard
from app.domain.groups import USUAL, GroupCard, GroupKind, GroupRule
from app.domain.printed import CodeCard, PrintedKind, Scope
from app.domain.prints import PrintCard, PrintedPiece
from app.domain.replay import Deed
from app.domain.tables import StoreCard
from app.localdb import outbox, printed, turns
from app.localdb.database import Database
from app.localdb.layout import CACHE_EXTRA
from app.localdb.migrations import local
from app.localdb.printed import Paper
from app.localdb.rows import tables
from app.wire import snapshot
from tests.kit.desk import NOW, STORE, entry, gone, take_in

LINK = "https://yb.example.com/r/"
OURS = CodeCard(
    code="AAAAAAAAA1", kind=PrintedKind.TABLE, about="A1", store_id=STORE, link=f"{LINK}AAAAAAAAA1", channel="桌台"
)
CHAIN = CodeCard(code="AAAAAAAAA2", kind=PrintedKind.CAMPAIGN, scope=Scope.CHAIN, link=f"{LINK}AAAAAAAAA2")
GROUP = GroupCard(group_id="g1", store_id=STORE, name="福利群", members=188, join_url="https://work.weixin.qq.com/a")
PIECES = (PrintedPiece(code=OURS.code, link=OURS.link, copies=2), PrintedPiece(code="AAAAAAAAA9", copies=1))
JOB = PrintCard(print_id="p1", store_id=STORE, template="table-card", place="大门", pieces=PIECES, by="李娜", at=NOW)
FUNNEL = FunnelCard(code=OURS.code, week=Counts(scans=12, scanned=10, added=3, joined=5))


def database(*cards: Any) -> Database:
    """Both files in memory: the same shape, no disk."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None), Path())
    local.apply(tables(db))
    db.execute("attach ':memory:' as cache")
    for statement in f"{snapshot.TABLES}{CACHE_EXTRA}".split(";"):
        db.execute(re.sub(r"create (table|index) (if not exists )?", r"\g<0>cache.", statement, count=1))
    take_in(db, *(entry(card) for card in cards))
    return db


def put(db: Database, command: Command) -> outbox.OutboxRow:
    return outbox.add(db, command, at=NOW, author="周敏", store_id=STORE)


def test_what_hq_says_is_there_by_kind() -> None:
    db = database(OURS, CHAIN, GROUP, JOB, FUNNEL, StoreCard(store_id=STORE, name="湖滨店", groups=GroupRule(spare=9)))
    held = printed.read(db)
    assert set(held.codes) == {OURS, CHAIN} == set(printed.codes(db))
    assert (held.groups, held.prints, held.funnels) == ((GROUP,), (JOB,), {OURS.code: FUNNEL})
    assert (printed.groups(db), printed.prints(db), printed.funnels(db)) == ([GROUP], [JOB], held.funnels)
    assert (held.rule.spare, held.sending) == (9, frozenset())
    take_in(db, gone("group", "g1", 2), gone("funnel", OURS.code, 2))
    assert (printed.groups(db), printed.funnels(db)) == ([], {})


def test_a_code_made_here_is_good_at_once_with_hqs_public_address() -> None:
    db = database(OURS, CHAIN)
    put(db, KeepCode(code="BBBBBBBBB1", kind=PrintedKind.CAMPAIGN, title="店庆"))
    (made,) = [card for card in printed.codes(db) if card.code == "BBBBBBBBB1"]
    assert (made.link, made.title, made.made_by) == (f"{LINK}BBBBBBBBB1", "店庆", "周敏")
    assert printed.read(db).sending == {"BBBBBBBBB1"}
    nowhere = database()
    put(nowhere, KeepCode(code="BBBBBBBBB1", kind=PrintedKind.CAMPAIGN, title="店庆"))
    assert [card.link for card in printed.codes(nowhere)] == [""], "an address is never guessed for paper"


def test_what_is_done_here_shows_at_once_and_what_hq_refused_does_not() -> None:
    db = database(OURS, GROUP, JOB)
    put(db, RetireCode(code=OURS.code))
    full = put(db, KeepGroup(group_id="g1", name="福利 1 群", capacity=500, join_url=GROUP.join_url))
    put(db, MarkLost(print_id="p1", code=OURS.code, note="雨"))
    assert printed.codes(db)[0].retired_by == "周敏"
    (group,) = printed.groups(db)
    assert (group.name, group.capacity, group.members, group.changed_by) == ("福利 1 群", 500, 188, "周敏")
    assert [piece.lost_at for piece in printed.prints(db)[0].pieces] == [NOW, None]
    outbox.park(db, full.key, code="group_capacity", reason="no", now=NOW)
    assert printed.groups(db) == [GROUP]
    assert printed.read(db).sending == {OURS.code, "p1"}


def test_a_deed_reads_only_what_it_is_about() -> None:
    db = database(OURS, CHAIN, GROUP, JOB, replace(JOB, print_id="p2"))
    put(db, MarkLost(print_id="p1", code=OURS.code))
    put(db, RetireCode(code=OURS.code))
    put(db, KeepGroup(group_id="g1", name="别的"))
    lost = printed.paper(db, MarkLost(print_id="p1", code=OURS.code, found=True))
    assert (set(lost.codes), set(lost.groups), set(lost.prints)) == ({OURS.code}, set(), {"p1"})
    assert lost.prints["p1"].pieces[0].lost_at == NOW
    assert lost.codes[OURS.code].retired_at == NOW
    kept = printed.paper(db, KeepGroup(group_id="g1"))
    assert (kept.codes, {each.name for each in kept.groups.values()}, kept.prints) == ({}, {"别的"}, {})


def test_each_code_group_and_job_keeps_its_own_order() -> None:
    db = database(OURS, GROUP)
    commands = (
        KeepCode(code="BBBBBBBBB1", kind=PrintedKind.CAMPAIGN, title="店庆"),
        RecordPrint(print_id="p2", template="poster-a4", pieces=(PrintedPiece(code="BBBBBBBBB1"),)),
        RetireCode(code="BBBBBBBBB1"),
        KeepGroup(group_id="g1", name="新名"),
        MarkLost(print_id="p2", code="BBBBBBBBB1"),
        RetireCode(code=OURS.code),
        KeepGroup(group_id="g1", name="再改"),
    )
    rows = [put(db, command) for command in commands]
    assert [row.subject for row in rows] == [
        "code:BBBBBBBBB1", "print:p2", "code:BBBBBBBBB1", "group:g1", "print:p2", f"code:{OURS.code}", "group:g1",
    ]  # fmt: skip
    assert [row.position for row in turns.due(db, 10)] == [rows[n].position for n in (0, 1, 3, 5)]
    outbox.settle(db, rows[0].key, now=NOW)
    assert rows[2].key in {row.key for row in turns.due(db, 10)}
    assert printed.subject_id(rows[3]) == "g1"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (KeepCode(code="bad", kind=PrintedKind.GROUP), "printed_unreadable"),
        (KeepCode(code="BBBBBBBBB1", kind=PrintedKind.TABLE), "printed_about"),
        (KeepCode(code=OURS.code, kind=PrintedKind.TABLE, about="A2"), "printed_fixed"),
        (KeepCode(code=CHAIN.code, kind=PrintedKind.CAMPAIGN), "printed_wide"),
        (KeepCode(code="BBBBBBBBB1", kind=PrintedKind.CAMPAIGN, title="长" * 61), "printed_text"),
        (KeepCode(code="BBBBBBBBB1", kind=PrintedKind.GROUP, target_url="https://a.example"), "printed_target"),
        (KeepCode(code="BBBBBBBBB1", kind=PrintedKind.MANAGER, target_url="http://a.example"), "target_unsafe"),
        (KeepCode(code="BBBBBBBBB1", kind=PrintedKind.CAMPAIGN, valid_from=NOW, valid_until=NOW), "printed_validity"),
        (RetireCode(code="BBBBBBBBB1"), "printed_unknown"),
        (RetireCode(code=CHAIN.code), "printed_wide"),
        (KeepGroup(group_id="g1", capacity=501), "group_capacity"),
        (KeepGroup(group_id="g1", members=-1), "group_members"),
        (KeepGroup(group_id="g1", name="长" * 61), "group_name"),
        (KeepGroup(group_id="g1", join_url="javascript:alert(1)"), "target_unsafe"),
        (KeepGroup(group_id="other"), "group_unknown"),
        (RecordPrint(print_id="p9", template="x"), "print_empty"),
        (RecordPrint(print_id="p9", template="x", pieces=(PrintedPiece(code="c", copies=0),)), "print_empty"),
        (MarkLost(print_id="p9", code="c"), "print_unknown"),
        (MarkLost(print_id="p1", code="c"), "piece_unknown"),
    ],
)
def test_what_cannot_be_is_said_before_it_is_written(command: Command, code: str) -> None:
    other = replace(GROUP, group_id="other", store_id="331")
    paper = Paper({OURS.code: OURS, CHAIN.code: CHAIN}, {"g1": GROUP, "other": other}, {"p1": JOB}, USUAL)
    with pytest.raises((Refused, Unknown)) as said:
        paper.apply(command, DEED)
    assert said.value.code == code


DEED = Deed(at=NOW, day=NOW.date(), author="周敏", store_id=STORE)

names = st.sampled_from(["", "福利群", "福利 2 群"])
codes = st.sampled_from([OURS.code, "BBBBBBBBB1"])
jobs = st.sampled_from(["p1", "p2"])
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(KeepCode, code=codes, kind=st.just(PrintedKind.TABLE), about=st.just("A1"), title=names),
    st.builds(RetireCode, code=codes, restored=st.booleans()),
    st.builds(
        KeepGroup, group_id=st.sampled_from(["g1", "g2"]), name=names, kind=st.sampled_from(GroupKind),
        capacity=st.sampled_from([0, 200, 500, 900]), members=st.none() | st.integers(0, 9), closed=st.booleans(),
    ),
    st.builds(RecordPrint, print_id=jobs, template=st.just("t"), pieces=st.just(PIECES[:1])),
    st.builds(MarkLost, print_id=jobs, code=codes, found=st.booleans()),
)  # fmt: skip


held_by_hq = cache(lambda: database(OURS, GROUP, JOB))


@given(st.lists(commands, max_size=8), st.data())
def test_the_overlay_is_the_waiting_commands_in_order_whatever_became_of_the_others(
    said: list[Command], data: st.DataObject
) -> None:
    db = held_by_hq()
    db.execute("delete from outbox")
    rows = [put(db, command) for command in said]
    waiting = []
    for row in rows:
        fate = data.draw(st.sampled_from(["waits", "parked", "done"]))
        if fate == "parked":
            outbox.park(db, row.key, code="no", reason="no", now=NOW)
        elif fate == "done":
            outbox.settle(db, row.key, now=NOW)
        else:
            waiting.append(row)
    expected = Paper({OURS.code: OURS}, {"g1": GROUP}, {"p1": JOB}, USUAL, LINK.removesuffix("/r/"))
    _apply(expected, (row.command for row in waiting))
    held = printed.read(db)
    assert {card.code: card for card in held.codes} == expected.codes
    assert {card.group_id: card for card in held.groups} == expected.groups
    assert {card.print_id: card for card in held.prints} == expected.prints
    assert held.sending == {printed.subject_id(row) for row in waiting}


def _apply(paper: Paper, said: Iterable[Command]) -> None:
    for command in said:
        try:
            paper.apply(command, DEED)
        except Fault:
            continue


@given(st.lists(commands, max_size=6))
def test_a_command_that_is_laid_over_its_own_result_changes_nothing(said: list[Command]) -> None:
    paper = Paper({OURS.code: OURS}, {"g1": GROUP}, {"p1": JOB}, USUAL, "https://yb.example.com")
    for command in said:
        try:
            paper.apply(command, DEED)
        except Fault:
            continue
        assert not paper.apply(command, replace(DEED, at=NOW + timedelta(minutes=1)))
