"""The counter's search: by the tail of a phone, by parts of a name, by ticket and table; always by an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commands import AddNote, Register, Seat
from app.domain.naming.asked import asked
from app.domain.naming.keys import number_keys
from app.localdb import guests, keys
from app.localdb.cursors import ClockSample, heard
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from app.wire.searching import keys_of_name, readings
from tests.kit.desk import NOW, acts, arrival, entry, guest, opened, take_in

PEOPLE = [
    guest("g1", "王芳", "13800138000", visits=3, days_ago=2),
    guest("g2", "王小芳", "13912348000", visits=9, days_ago=1),
    guest("g3", "欧阳芳菲", "13700007719", visits=1, days_ago=40),
    guest("g4", "李娜", "13500001234", visits=2, days_ago=5),
    guest("g5", "Jane Smith", "02087654321", visits=1, days_ago=3),
    guest("g6", "", "13611110000"),
    guest("g7", "芳", "13699998000"),
]


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, *(entry(card) for card in PEOPLE)).result(10)
        yield lane


def ids(lane: Lane, query: str, limit: int = 20) -> list[str]:
    return [card.guest_id for card in lane.submit(find, query, limit).result(10)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("8000", ["g2", "g1", "g7"]),
        ("8 000", ["g2", "g1", "g7"]),
        ("８０００", ["g2", "g1", "g7"]),
        ("000", ["g2", "g1", "g6", "g7"]),
        ("38000", ["g1"]),
        ("0138000", ["g1"]),
        ("13800138000", ["g1"]),
        ("+86 138-0013-8000", ["g1"]),
        ("0086 13800138000", ["g1"]),
        ("1380013", ["g1"]),
        ("7654321", ["g5"]),
        ("02087654321", ["g5"]),
        ("9999", []),
        ("80", []),
        ("王芳", ["g1"]),
        ("王", ["g2", "g1"]),
        ("芳", ["g7", "g2", "g1", "g3"]),
        ("芳菲", ["g3"]),
        ("阳芳", ["g3"]),
        ("小芳", ["g2"]),
        ("娜", ["g4"]),
        ("jane", ["g5"]),
        ("smith", ["g5"]),
        ("jane smi", ["g5"]),
        ("ane", []),
        ("张", []),
        ("  ", []),
        ("%", []),
        ("'; drop table guests; --", []),
    ],
)
def test_what_a_query_finds_who_came_last_first(lane: Lane, query: str, wanted: list[str]) -> None:
    assert ids(lane, query) == wanted


def test_the_limit_is_kept(lane: Lane) -> None:
    assert ids(lane, "芳", 2) == ["g2", "g1"]
    assert ids(lane, "芳", 0) == []


def test_who_is_here_now_comes_first_and_is_found_by_ticket_and_table(lane: Lane) -> None:
    lane.submit(heard, ClockSample(hq=NOW, here=NOW, speed=60.0)).result(10)
    here = [arrival("a1", "g1", ticket_no="A015"), arrival("a2", "g3", table="B7", ticket_no="A016")]
    lane.submit(take_in, *(entry(card) for card in here)).result(10)
    assert ids(lane, "8000") == ["g1", "g2", "g7"]
    assert ids(lane, "芳")[:2] == ["g3", "g1"] or ids(lane, "芳")[:2] == ["g1", "g3"]
    assert ids(lane, "a015") == ["g1"]
    assert ids(lane, "B7") == ["g3"]


def test_a_place_is_where_staff_see_the_party_now(lane: Lane) -> None:
    from_hq = [arrival("a1", "g1", ticket_no="A015", table="B7"), arrival("a2", ticket_no="A016")]
    lane.submit(heard, ClockSample(hq=NOW, here=NOW, speed=60.0)).result(10)
    lane.submit(take_in, *(entry(card) for card in from_hq)).result(10)
    assert ids(lane, "A016") == [], "nobody knows yet who it is"
    acts(lane, Seat(arrival_id="a1", table="C1"), Register(arrival_id="a2", guest_id="new", name="曾单"))
    assert (ids(lane, "B7"), ids(lane, "c1"), ids(lane, "A016")) == ([], ["g1"], ["new"])


def test_a_guest_registered_offline_is_found_at_once(lane: Lane) -> None:
    acts(
        lane,
        Register(arrival_id="a9", guest_id="new", name="曾单", phone="138 0000 4242", party_size=2),
        Seat(arrival_id="a9", table="C3"),
    )
    for query in ("4242", "13800004242", "曾", "单", "曾单", "c3"):
        assert ids(lane, query) == ["new"], query


def test_what_this_desk_said_about_a_guest_is_on_the_card_that_is_found(lane: Lane) -> None:
    acts(lane, AddNote(guest_id="g4", note_id="n1", text="靠窗"))
    (card,) = lane.submit(find, "李娜").result(10)
    assert [note.text for note in card.notes] == ["靠窗"]


def plans(db: Database) -> dict[str, str]:
    sql = [(keys._EXACT, ("王", 5)), (keys._FROM_HOT, ("王", 5)), (keys._BEGIN, ("王", "王~", 5))]
    sql += [(keys._IS_LONG, ("王", "王~", 5)), (keys._FIT, ("王", "王~", "王*", 5)), (keys._HEADS, ("[]",))]
    sql += [
        (keys._FIT_SHORT, ("[]", "~", "王*", 5)),
        (keys._ALL_SHORT, ("[]", "~", 5)),
        (keys._AT, ("王", "王~", 5)),
        (guests._HERE, (0, 1)),
    ]
    found = {}
    for text, params in sql:
        found[text] = " | ".join(row[3] for row in db.rows("explain query plan " + text, params))
    return found


def test_every_question_is_a_walk_along_an_index(lane: Lane) -> None:
    for text, plan in lane.submit(plans).result(10).items():
        walked = plan.replace("SCAN (subquery", "").replace("SCAN json_each", "").replace("SCAN s ", "")
        assert "SCAN" not in walked, (text, plan)
        assert "USING PRIMARY KEY" in plan or "USING INDEX" in plan, (text, plan)
        if text in (keys._EXACT, keys._FROM_HOT):
            assert "TEMP B-TREE" not in plan, (text, plan)


@given(
    name=st.text("王曾单欧阳芳菲杰文 jsn\n", max_size=5),
    phone=st.text("0138", max_size=11),
    query=st.text("王曾单欧阳芳菲杰文angzesjfw 0138\n", max_size=6),
)
def test_who_is_here_is_meant_exactly_when_one_of_their_keys_is(name: str, phone: str, query: str) -> None:
    what = asked(query, readings())
    assert guests.means(what, name, phone) == what.finds(keys_of_name(name) | number_keys((phone,), ()))
