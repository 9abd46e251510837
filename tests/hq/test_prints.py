"""The print register at HQ: what was printed stays written down, whoever said so; lost pieces; what a change breaks."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text

from app.domain.faults import Refused
from app.domain.prints import PrintCard, would_break
from app.hq.database import write
from app.hq.feed import lock_stores
from app.hq.tables import staff
from app.hq.work.code_changes import broken_by
from app.hq.work.prints import print_of, prints_with, register
from app.wire.codec import decode
from tests.hq.test_printed_codes import run
from tests.kit.hq import TIMEOUT, found_store
from tests.kit.paper import THEN, cards, code_about, send
from tests.kit.story import minutes
from tests.kit.waiting import wait_until


def piece(code: str, copies: int = 1) -> dict[str, Any]:
    return {"code": code, "link": f"http://127.0.0.1:8000/r/{code}", "copies": copies}


def job(engine: Engine, print_id: str, *pieces: dict[str, Any], **more: Any) -> PrintCard:
    """Have a desk record a print job; return it as the answer has it."""
    named = {"template": "table-card", "template_version": "v1", "place": "大厅", "to": "HP 1020"} | more
    done = send(engine, "print.record", print_id=print_id, pieces=list(pieces), **named)
    assert done.outcome == "applied", done.reason
    return decode(done.cards[0].body or b"", PrintCard)


def test_what_was_printed_is_written_down_once_by_anybody(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        connection.execute(insert(staff).values(staff_id="s9", store_id="330", name="王芳", role="manager"))
    one, other = code_about(engine, "table", "A1").code, "ZZZZZZZZZZ"
    card = job(engine, "p1", piece(one, 2), piece(other), piece(f"{one}\x00"), to="a\x00b")
    assert (card.by, card.at, card.copies, card.place) == ("李娜", THEN, 4, "大厅")
    assert {each.code: each.copies for each in card.pieces} == {one: 3, other: 1}, "a code HQ does not know is kept"
    assert job(engine, "p1", piece(other, 9), now=minutes(9)) == card, "the first word stands"
    assert cards(engine, "print") == {"p1": card}
    with engine.connect() as connection:
        assert register(connection, "330") == prints_with(connection, [other]) == [card]
        assert print_of(connection, "p2") is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"pieces": []}, "print_empty"),
        ({"pieces": [piece("ZZZZZZZZZZ", 0)]}, "print_empty"),
        ({"print_id": ""}, "print_id"),
        ({"print_id": "p\x00"}, "print_id"),
        ({"template": ""}, "print_id"),
        ({"place": "长" * 201}, "print_text"),
        ({"pieces": [piece("")]}, "print_text"),
    ],
)
def test_what_no_print_can_be_is_refused(engine: Engine, body: dict[str, Any], why: str) -> None:
    found_store(engine, tables=(), codes=False)
    good = {"print_id": "p1", "template": "poster-a4", "pieces": [piece("ZZZZZZZZZZ")]}
    assert send(engine, "print.record", **{**good, **body}).code == why
    with engine.connect() as connection:
        assert register(connection) == []


def test_lost_pieces_are_marked_and_found_again(engine: Engine) -> None:
    found_store(engine)
    code = code_about(engine, "table", "A1").code
    before = job(engine, "p1", piece(code), piece("ZZZZZZZZZZ"))
    for _ in range(2):
        assert send(engine, "print.lost", print_id="p1", code=code, note="被雨淋了").outcome == "applied"
    card = cards(engine, "print")["p1"]
    assert isinstance(card, PrintCard)
    lost = {each.code: (each.lost_at, each.lost_by, each.note) for each in card.pieces}
    assert lost == {code: (THEN, "李娜", "被雨淋了"), "ZZZZZZZZZZ": (None, "", "")}
    assert send(engine, "print.lost", print_id="p1", code=code, found=True).outcome == "applied"
    assert cards(engine, "print") == {"p1": before}
    for unknown in ("p2", "p1\x00", ""):
        assert send(engine, "print.lost", print_id=unknown, code=code).code == "print_unknown"
    assert send(engine, "print.lost", print_id="p1", code="\x00").code == "piece_unknown"
    assert send(engine, "print.lost", print_id="p1", code="YYYYYYYYYY").code == "piece_unknown"
    assert send(engine, "print.lost", print_id="p1", code=code, note="长" * 201).code == "print_text"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_lost_or_found_is_what_was_said_last_whenever_it_is_heard(engine: Engine, order: tuple[int, ...]) -> None:
    """A desk that was offline says late what somebody has said otherwise since."""
    found_store(engine)
    code = code_about(engine, "table", "A1").code
    job(engine, "p1", piece(code))
    said = [(minutes(1), False), (minutes(2), True), (minutes(3), False)]
    for place in order:
        at, found = said[place]
        body: dict[str, Any] = {"print_id": "p1", "code": code, "found": found}
        answer = send(engine, "print.lost", now=at, hq_now=minutes(60), **body)
        assert answer.outcome == "applied"
    card = cards(engine, "print")["p1"]
    assert isinstance(card, PrintCard)
    assert card.pieces[0].lost_at is not None
    late = send(engine, "print.lost", now=minutes(2.5), hq_now=minutes(61), print_id="p1", code=code, found=True)
    assert [decode(each.body or b"", PrintCard) for each in late.cards] == [card], "the desk is told how it is"
    assert cards(engine, "print")["p1"] == card
    send(engine, "print.lost", now=minutes(62), print_id="p1", code=code, found=True)
    send(engine, "print.lost", now=minutes(61), hq_now=minutes(63), print_id="p1", code=code)
    after = cards(engine, "print")["p1"]
    assert isinstance(after, PrintCard)
    assert after.pieces[0].lost_at is None


def test_a_batch_for_the_chain_is_in_the_register_of_every_store_whose_code_it_is(engine: Engine) -> None:
    for store in ("330", "331", "332"):
        found_store(engine, store, tables=())
    own, others = (code_about(engine, "group", store=store).code for store in ("330", "331"))
    card = job(engine, "p1", piece(own), piece(others), store="330")
    assert [cards(engine, "print", store) for store in ("330", "331", "332")] == [{"p1": card}, {"p1": card}, {}]
    assert (
        send(engine, "print.record", store="331", print_id="p1", template="x", pieces=[piece(own)]).code == "print_id"
    )
    assert send(engine, "print.lost", store="331", print_id="p1", code=others).outcome == "applied"
    assert send(engine, "print.lost", store="331", print_id="p1", code=own).code == "print_unknown"


def test_desks_that_print_each_others_codes_never_wait_for_each_other(engine: Engine) -> None:
    """Each holds its own store; it waits for the others' first where their ids come first."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    for store in ("330", "331"):
        found_store(engine, store, tables=())
    theirs = code_about(engine, "group", store="330").code
    body = {"print_id": "p1", "template": "poster-a4", "pieces": [piece(theirs)]}
    waits = text("select wait_event_type from pg_stat_activity where datname = current_database()")
    with ThreadPoolExecutor() as pool:
        for kind, said in (("print.record", body), ("print.lost", {"print_id": "p1", "code": theirs})):
            with write(engine) as connection:
                lock_stores(connection, ["330"])
                other = pool.submit(send, engine, kind, store="331", **said)
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watching:
                    wait_until(lambda: "Lock" in watching.execute(waits).scalars().all())
                lock_stores(connection, ["331"])
            assert other.result(TIMEOUT).outcome == "applied"


def test_what_a_change_breaks_is_the_same_at_hq_and_at_the_desk(engine: Engine, database_url: str) -> None:
    found_store(engine)
    one, two = (code_about(engine, "table", name).code for name in ("A1", "A2"))
    job(engine, "p1", piece(one, 2), piece(two), place="大厅")
    job(engine, "p2", piece(one, 5), place="门口", now=minutes(7))
    job(engine, "p3", piece(two, 7), place="", now=minutes(8))
    send(engine, "print.lost", print_id="p1", code=two)
    held = sorted(
        cards(engine, "print").values(), key=lambda card: card.print_id if isinstance(card, PrintCard) else ""
    )
    for asked in ([one], [two], [one, two], ["ZZZZZZZZZZ"]):
        with engine.connect() as connection:
            broken = broken_by(connection, asked)
        assert broken == would_break([card for card in held if isinstance(card, PrintCard)], asked)
    found = json.loads(run(database_url, "code", "find", one, "--json")[1])
    assert [each["print_id"] for each in found["prints"]] == ["p1", "p2"]
    assert "门口" in run(database_url, "code", "find", one)[1]
    assert [each["print_id"] for each in json.loads(run(database_url, "print", "list", "--json")[1])["prints"]] == [
        "p1",
        "p2",
        "p3",
    ]
    assert "1 lost" in run(database_url, "print", "list", "--store", "330")[1]
    due = json.loads(run(database_url, "print", "reprints", "--json")[1])["reprints"]
    assert {(each["piece"]["code"], each["why"]) for each in due} == {(one, "template"), (two, "template")}
    assert run(database_url, "code", "retire", one, "--anyway")[0] == 0
    assert run(database_url, "print", "reprints", "--store", "330")[1].startswith(f"retired  {one}  table-card  门口")


def test_dates_that_would_break_print_are_refused_until_it_is_said_anyway(engine: Engine, database_url: str) -> None:
    """As at the desk: a date that has passed takes a code from the paper as much as retiring it does."""
    found_store(engine, tables=("A1",))
    code = code_about(engine, "table", "A1").code
    job(engine, "p1", piece(code, 2))
    change = ("code", "set", code, "--clock", minutes(60).isoformat())
    for dead in (("--valid-until", minutes(30).isoformat()), ("--valid-from", minutes(90).isoformat())):
        fault = run(database_url, *change, *dead)[3]
        assert isinstance(fault, Refused)
        assert fault.detail.startswith("2 printed pieces of 1 print job in 1 place (大厅) would lead nowhere: ")
    assert code_about(engine, "table", "A1").valid_until is None
    ended, _, err, _ = run(database_url, *change, "--valid-until", minutes(120).isoformat())
    assert (ended, "2 printed pieces" in err, "will lead nowhere from" in err) == (0, True, True)
    assert run(database_url, *change, "--valid-until", minutes(180).isoformat())[::2] == (0, ""), "later breaks nothing"
    assert run(database_url, *change, "--title", "窗边")[::2] == (0, "")
    assert run(database_url, *change, "--valid-until", minutes(30).isoformat(), "--anyway")[::2] == (0, "")
