"""What a desk lets through about paper HQ takes, and what the desk refuses HQ refuses for the same reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select

from app.domain.commands import Command, KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode, kind_of
from app.domain.days import business_day
from app.domain.faults import Fault
from app.domain.groups import USUAL, GroupCard, GroupKind
from app.domain.paper import CAPACITY_LIMIT, PRINT_TEXT_LIMIT, TEXT_LIMIT
from app.domain.printed import CodeCard, PrintedKind
from app.domain.prints import PrintCard, PrintedPiece
from app.domain.replay import Deed
from app.hq.tables import printed_codes
from app.hq.work.commanding import Commanding, read_commands
from app.hq.work.enrolling import Device
from app.hq.work.pictures import Picture
from app.hq.work.printed import codes_of
from app.localdb.printed import Paper
from app.wire.codec import decode_card, encode, encode_command
from app.wire.commands import CommandOutcome
from tests.kit.hq import found_store
from tests.kit.story import StoppedClock, minutes

ADDRESS = "http://127.0.0.1:8000"
DESK = Device(device_id="desk-330", store_id="330", revoked=False)
WECOM = "https://weixin.qq.com/g/AQYAAExample"


def mostly(good: list[Any], *bad: Any) -> st.SearchStrategy[Any]:
    """Give what can be nine times in ten, so that what comes after it has something to stand on."""
    return st.integers(0, 9).flatmap(lambda dice: st.sampled_from(good) if dice or not bad else st.sampled_from(bad))


LONG = "长" * TEXT_LIMIT
texts = mostly(["", "福利1群", " 靠窗\n", "a\x00b", "e\u0301", "\u200b", LONG, LONG + " "], LONG + "长")
long_texts = mostly(["", "大厅", "a\x00b", "长" * PRINT_TEXT_LIMIT], "长" * (PRINT_TEXT_LIMIT + 1))
links = mostly(
    ["", "", WECOM, "https://a.example/x", " https://a.example/x\u200b", "https://a.example/e\u0301"],
    "https://a.example/\x00x",
    "https://a.example/" + "x" * 1000,
    "https://[",
    "http://a.example",
    "javascript:alert(1)",
)
moments = mostly(
    [None, None, minutes(4), minutes(9), minutes(10_000), minutes(90_000)],
    datetime(2026, 12, 1),  # noqa: DTZ001 - it must be refused
    datetime(1999, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
)
ids = mostly(["x1", "x1", "x2", "长" * 100], "", "x\x00", "长" * 101)


def keep_codes(known: dict[str, CodeCard]) -> st.SearchStrategy[Command]:
    def of(card: CodeCard) -> st.SearchStrategy[Command]:
        return st.builds(
            KeepCode,
            code=st.just(card.code),
            kind=mostly([card.kind], PrintedKind.CAMPAIGN, PrintedKind.STAFF),
            about=mostly([card.about], "A2", LONG + "长"),
            title=texts,
            channel=texts,
            target_url=links,
            template=texts,
            valid_from=moments,
            valid_until=moments,
        )

    return st.sampled_from([*known.values()]).flatmap(of)


keep_groups = st.builds(
    KeepGroup,
    group_id=ids,
    kind=st.sampled_from(GroupKind),
    name=texts,
    capacity=mostly([0, 200, 1, CAPACITY_LIMIT], CAPACITY_LIMIT + 1, -1),
    members=mostly([None, 0, 7], CAPACITY_LIMIT + 1, -1),
    join_url=links,
    picture=st.sampled_from(["", "", "seen"]),
    picture_text=st.sampled_from([WECOM, "https://[", "some text"]),
    expires_at=moments,
    closed=st.booleans(),
).flatmap(
    lambda group: mostly([None, None, "", f"wr{group.group_id}"[:100]], "长" * 101, "w\x00").map(
        lambda chat: replace(group, chat_id=chat)
    )
)
pieces = st.builds(
    PrintedPiece,
    code=mostly(["ABCDEFGHJK", "ZZZZZZZZZZ", "A\x00"], "", "Z" * 201),
    link=long_texts,
    copies=mostly([1, 2, 99_999, 10**12], 0, -1),
)
record_prints = st.builds(
    RecordPrint,
    print_id=ids,
    template=mostly(["poster-a4", "a\x00"], "", " "),
    template_version=long_texts,
    place=long_texts,
    to=long_texts,
    pieces=st.lists(pieces, min_size=1, max_size=2).map(tuple),
)


def losses(known: dict[str, CodeCard]) -> st.SearchStrategy[Command]:
    codes = ["ABCDEFGHJK", "ZZZZZZZZZZ", "A", "", "\x00", *(card.code for card in known.values())]
    return st.builds(MarkLost, print_id=ids, code=st.sampled_from(codes), note=long_texts, found=st.booleans())


def retirements(known: dict[str, CodeCard]) -> st.SearchStrategy[Command]:
    codes = ["nonsense", "ABCDEFGHJK", *(card.code for card in known.values())]
    return st.builds(RetireCode, code=st.sampled_from(codes), restored=st.booleans())


def at_the_desk(paper: Paper, command: Command, deed: Deed) -> str:
    """Do it as a desk does; return "", or why it cannot be."""
    try:
        paper.apply(command, deed)
    except Fault as fault:
        return fault.code
    return ""


def at_hq(connection: Connection, command: Command, at: datetime, key: str) -> CommandOutcome:
    """Send it to HQ, which sees in its picture what the desk saw."""
    body = {"key": key, "kind": kind_of(command), "subject": "s", "at": at, "author": "李娜"}
    sent = read_commands(b'{"commands":[%b,"body":%b}]}' % (encode(body)[:-1], encode_command(command)))
    if isinstance(command, KeepGroup) and command.picture:
        sent = [replace(one, seen=Picture(b"picture", command.picture_text)) for one in sent]
    return Commanding(StoppedClock(at)).perform(connection, DESK, sent)[0]


@pytest.fixture
def chain(engine: Engine) -> dict[str, CodeCard]:
    """Two stores with their codes; returns those that the desk of store 330 holds."""
    found_store(engine, tables=("A1",))
    found_store(engine, "331", tables=())
    with engine.connect() as connection:
        codes = connection.execute(select(printed_codes.c.code).where(printed_codes.c.store_id == "330")).scalars()
        return codes_of(connection, codes.all())


@given(data=st.data())
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_desk_and_hq_say_the_same_of_whatever_staff_do(
    engine: Engine, chain: dict[str, CodeCard], data: st.DataObject
) -> None:
    fresh = CodeCard(code="ABCDEFGHJK", kind=PrintedKind.CAMPAIGN)
    asked = {**chain, fresh.code: fresh, "nonsense": replace(fresh, code="nonsense")}
    paper = Paper(dict(chain), {}, {}, USUAL, ADDRESS)
    doing = st.one_of(keep_codes(asked), retirements(chain), keep_groups, record_prints, losses(chain))
    with engine.connect() as connection, connection.begin() as work:
        for number, command in enumerate(data.draw(st.lists(doing, min_size=8, max_size=12))):
            at = minutes(5 + number)
            deed = Deed(at=at, day=business_day(at), author="李娜", store_id="330")
            why = at_the_desk(paper, command, deed)
            told = at_hq(connection, command, at, f"k{number}")
            assert (told.outcome, told.code) == (("refused", why) if why else ("applied", "")), (command, told.reason)
            for entry in told.cards:
                card = decode_card(entry.kind, entry.body or b"")
                assert without_count(card) == without_count(held(paper, card)), command
        again = at_hq(connection, command, at, f"k{number}")
        assert (again.outcome, again.code) == (("refused", why) if why else ("repeated", "")), "it is done once"
        assert again.cards == told.cards
        assert at_hq(connection, command, minutes(30), f"k{number}").code == "key_reused"
        work.rollback()


def held(paper: Paper, card: Any) -> Any:
    match card:
        case CodeCard(code=name):
            return paper.codes[name]
        case GroupCard(group_id=name):
            return paper.groups[name]
        case PrintCard(print_id=name):
            return paper.prints[name]


def without_count(card: Any) -> Any:
    return replace(card, members=0) if isinstance(card, GroupCard) else card
