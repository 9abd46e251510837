"""What people say of tastes, recorded: notes become tags, dismissals hold, and HQ shows what the desk showed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select

from app.domain.arrivals import ArrivalCard
from app.domain.commands import AddNote, AddTaste, DropTaste
from app.domain.days import business_day
from app.domain.guests import GuestCard
from app.domain.noting import READER
from app.domain.party import party_tastes
from app.domain.replay import Deed, replay
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.work.commanding import Commanding, read_commands
from app.hq.work.enrolling import Device
from app.wire.codec import encode
from tests.kit.hq import command, event, found_store
from tests.kit.story import StoppedClock, arrivals, guests, minutes, queued, scanned, take_in
from tests.kit.thorough import examples

DESK = Device(device_id="d1", store_id="330", revoked=False)
OTHER = Device(device_id="d2", store_id="330", revoked=False)
TODAY = date(2026, 3, 5)
DAY = 1440
"""Minutes."""


@pytest.fixture
def store(engine: Engine) -> Engine:
    found_store(engine)
    return engine


def send(engine: Engine, *commands: Mapping[str, Any], device: Device = DESK, at: float = 4 * DAY) -> None:
    sent = read_commands(json.dumps({"commands": commands}).encode())
    with write(engine) as connection:
        done = Commanding(StoppedClock(minutes(at))).perform(connection, device, sent)
    assert {outcome.outcome for outcome in done} == {"applied"}, done


def known_guest(engine: Engine, phone: str = "13800138000") -> str:
    take_in(engine, queued(minutes(0), "A1", phone=phone))
    guest_id = arrivals(engine)[0].guest_id
    assert guest_id is not None
    return guest_id


def note(at: float, guest_id: str, text: str, note_id: str = "") -> dict[str, Any]:
    return command("guest.note", minutes(at), guest_id=guest_id, note_id=note_id or f"n{at}", text=text)


def taste(at: float, guest_id: str, tag: str, kind: str, **more: Any) -> dict[str, Any]:
    return command("guest.taste", minutes(at), guest_id=guest_id, tag=tag, kind=kind, **more)


def drop(at: float, guest_id: str, tag: str) -> dict[str, Any]:
    return command("guest.taste_drop", minutes(at), guest_id=guest_id, tag=tag)


def shown(engine: Engine) -> dict[str, tuple[TasteKind, TasteSource]]:
    (guest,) = guests(engine)
    return {each.tag: (each.kind, each.source) for each in guest.tastes}


def reserved(at: float, text: str, phone: str = "13800138000", **more: Any) -> dict[str, Any]:
    identity = {"phone": phone} if phone else {}
    data: dict[str, Any] = {
        "store_id": "330",
        "reserved_for": minutes(at + 60).isoformat(),
        "party_size": 4,
        "identity": identity,
    }
    return event("arrival.reserved", minutes(at), **(data | {"note": text} | more))


# --- notes -----------------------------------------------------------------------------------------------------------


def test_a_note_becomes_tags_that_say_where_they_come_from(store: Engine) -> None:
    of = known_guest(store)
    send(store, note(1, of, "常客。不要香菜，花生过敏！靠窗"))
    (guest,) = guests(store)
    allergy, avoid = guest.tastes
    assert (allergy.tag, allergy.kind, allergy.expires) == ("花生", TasteKind.ALLERGY, None)
    assert (avoid.tag, avoid.kind, avoid.source, avoid.rule) == ("香菜", TasteKind.AVOID, TasteSource.NOTE, READER)
    assert (avoid.author, avoid.evidence, avoid.date) == (guest.notes[0].author, "不要香菜，花生过敏", TODAY)
    assert avoid.expires == TODAY + timedelta(days=365)


def test_of_whom_a_note_speaks_is_kept(store: Engine) -> None:
    of = known_guest(store)
    send(store, note(1, of, "家里有小朋友不能吃辣"))
    assert [(t.tag, t.whose) for t in guests(store)[0].tastes] == [("辣", "小朋友")]


def test_an_avoided_thing_expires_and_an_allergy_does_not(store: Engine) -> None:
    of = known_guest(store)
    send(store, note(1, of, "不要香菜，花生过敏"))
    send(store, note(366 * DAY, of, "靠窗"), at=367 * DAY)
    assert shown(store) == {"花生": (TasteKind.ALLERGY, TasteSource.NOTE)}


def test_a_later_note_takes_the_place_of_an_earlier_one_but_never_of_an_allergy(store: Engine) -> None:
    of = known_guest(store)
    send(store, note(1, of, "不要辣，虾过敏"), note(DAY, of, "多放辣，爱吃虾"))
    assert shown(store) == {"辣": (TasteKind.LIKES, TasteSource.NOTE), "虾": (TasteKind.ALLERGY, TasteSource.NOTE)}


def test_what_staff_say_stands_against_an_older_note_and_a_newer_note_against_it(store: Engine) -> None:
    of = known_guest(store)
    send(store, taste(10, of, "辣", "likes"))
    send(store, note(5, of, "不要辣"), device=OTHER)  # a desk that was offline
    assert shown(store)["辣"] == (TasteKind.LIKES, TasteSource.STAFF)
    send(store, note(20, of, "今天起不吃辣"))
    assert shown(store)["辣"] == (TasteKind.AVOID, TasteSource.NOTE)


# --- dismissed, corrected, confirmed ---------------------------------------------------------------------------------


def test_a_dismissed_tag_does_not_come_back_from_the_same_note_and_does_from_a_newer_one(store: Engine) -> None:
    of = known_guest(store)
    send(store, note(1, of, "不要香菜", "n1"), drop(2, of, "香菜"), note(3, of, "不要香菜", "n1"))
    assert shown(store) == {}
    (mark,) = guests(store)[0].dropped
    assert (mark.tag, mark.author, mark.at, mark.show) == ("香菜", guests(store)[0].notes[0].author, minutes(2), False)
    send(store, note(1.5, of, "不放香菜"), device=OTHER)  # written before it was dismissed, heard after
    assert shown(store) == {}
    send(store, note(4, of, "还是不要香菜"))
    assert shown(store) == {"香菜": (TasteKind.AVOID, TasteSource.NOTE)}


def test_a_dismissed_like_comes_back_from_visits_after_that_day_only(store: Engine) -> None:
    of = known_guest(store)

    def eats(day: int) -> None:
        with write(store) as connection:
            closed = us_of(minutes(day * DAY))
            bill = {"store_id": "330", "bill_id": f"b{day}", "guest_id": of, "closed_us": closed}
            connection.execute(insert(tables.bills).values(bill))
            line = {"store_id": "330", "bill_id": f"b{day}", "line_key": "1", "dish_name": "孜然羊排"}
            connection.execute(insert(tables.bill_items).values(line))

    for day in (-3, -2, -1):
        eats(day)
    send(store, note(1, of, "常客"))
    assert shown(store) == {"羊肉": (TasteKind.LIKES, TasteSource.DISHES)}
    send(store, drop(2, of, "羊肉"))
    assert shown(store) == {}
    eats(0)  # the visit on which it was dismissed
    eats(1)
    send(store, note(1.5 * DAY, of, "又来了"))
    assert shown(store) == {}  # one new visit is too little
    eats(2)
    send(store, note(3 * DAY, of, "又来了"))
    (like,) = guests(store)[0].tastes
    assert (like.tag, like.hits, like.of) == ("羊肉", 2, 2)


def test_an_allergy_gives_way_to_its_correction_and_to_a_dismissal_and_to_nothing_else(store: Engine) -> None:
    of = known_guest(store)
    send(store, note(1, of, "花生过敏"), taste(2, of, "花生", "avoid"))
    assert shown(store)["花生"][0] is TasteKind.ALLERGY
    send(store, taste(3, of, "花生", "avoid", corrects=True))
    assert shown(store)["花生"] == (TasteKind.AVOID, TasteSource.STAFF)
    send(store, taste(4, of, "花生", "allergy"), taste(5, of, "花生", "likes"))
    assert shown(store)["花生"] == (TasteKind.ALLERGY, TasteSource.STAFF)
    send(store, drop(6, of, "花生"))
    assert shown(store) == {}


def test_an_allergy_that_one_desk_hears_while_another_drops_it_stays_on(store: Engine) -> None:
    of = known_guest(store)
    send(store, taste(10, of, "花生", "allergy"))
    send(store, drop(5, of, "花生"), device=OTHER)  # said before, heard after
    assert shown(store) == {"花生": (TasteKind.ALLERGY, TasteSource.STAFF)}
    send(store, taste(7, of, "花生", "likes"), device=OTHER)
    assert shown(store) == {"花生": (TasteKind.ALLERGY, TasteSource.STAFF)}


def test_a_confirmed_tag_is_staffs(store: Engine) -> None:
    of = known_guest(store)
    send(store, note(1, of, "不要香菜"), taste(2, of, "香菜", "avoid"))
    (held,) = guests(store)[0].tastes
    assert (held.source, held.kind, held.expires) == (TasteSource.STAFF, TasteKind.AVOID, None)


# --- what a party says before it comes -------------------------------------------------------------------------------


def test_a_reservations_note_is_on_its_card_and_its_guests(store: Engine) -> None:
    take_in(store, reserved(0, "小孩花生过敏，少辣"))
    (card,) = arrivals(store)
    assert [(t.tag, t.kind, t.author) for t in card.said] == [
        ("花生", TasteKind.ALLERGY, ""),
        ("辣", TasteKind.LESS, ""),
    ]
    assert shown(store) == {"花生": (TasteKind.ALLERGY, TasteSource.NOTE), "辣": (TasteKind.LESS, TasteSource.NOTE)}
    assert "mind_allergy" in [s.code for s in card.suggestions]


def test_a_nameless_partys_note_becomes_its_guests_when_it_is_known(store: Engine) -> None:
    take_in(store, reserved(0, "虾过敏", phone=""))
    (card,) = arrivals(store)
    assert (card.guest_id, [t.tag for t in card.said]) == (None, ["虾"])
    assert [s.code for s in card.suggestions] == ["register", "mind_allergy"]
    body = {"arrival_id": card.arrival_id, "guest_id": "g9", "name": "曾小舟", "phone": "13900001111"}
    send(store, command("arrival.register", minutes(30), **body), at=40)
    assert shown(store) == {"虾": (TasteKind.ALLERGY, TasteSource.NOTE)}


def test_what_staff_take_off_is_off_the_party_too_and_later_signs_do_not_bring_it_back(store: Engine) -> None:
    take_in(store, reserved(0, "不要香菜，花生过敏"))
    (card,), (guest,) = arrivals(store), guests(store)
    send(store, drop(30, guest.guest_id, "香菜"), taste(31, guest.guest_id, "花生", "avoid", corrects=True), at=40)
    take_in(store, queued(minutes(50), "A7"), scanned(minutes(70), "A2"))
    (card,), (guest,) = arrivals(store), guests(store)
    assert len(card.said) == 2  # what was said was said
    assert [(t.tag, t.kind) for t in party_tastes(card, guest)] == [("花生", TasteKind.AVOID)]
    assert shown(store) == {"花生": (TasteKind.AVOID, TasteSource.STAFF)}


def test_a_tag_of_one_store_is_shown_there_only(store: Engine) -> None:
    of = known_guest(store)
    own = Taste(
        tag="海鲜", kind=TasteKind.AVOID, source=TasteSource.HQ, date=date(2026, 3, 1), author="总部", scope="store:331"
    )
    with write(store) as connection:
        row = {"guest_id": of, "tag": own.tag, "source": own.source.value, "body": encode(own).decode()}
        connection.execute(insert(tables.tastes).values(row))
    send(store, note(1, of, "不要葱"))
    (card,), (guest,) = arrivals(store), guests(store)
    assert [t.tag for t in party_tastes(card, guest)] == ["葱"]
    elsewhere = ArrivalCard(
        arrival_id="x", store_id="331", state=card.state, state_at=card.state_at, arrived_at=card.arrived_at
    )
    assert {t.tag for t in party_tastes(elsewhere, guest)} == {"葱", "海鲜"}


# --- HQ shows what the desk showed -----------------------------------------------------------------------------------

WORDS = [
    "不要香菜",
    "花生过敏",
    "爱吃花生",
    "少放辣",
    "无辣不欢",
    "可以说不要辣",
    "虾、花生过敏",
    "不要香菜和辣",
    "靠窗",
]
DEEDS = st.one_of(
    st.tuples(st.just("note"), st.sampled_from(WORDS)),
    st.tuples(
        st.just("taste"), st.tuples(st.sampled_from(["香菜", "花生", "辣"]), st.sampled_from(TasteKind), st.booleans())
    ),
    st.tuples(st.just("drop"), st.sampled_from(["香菜", "花生", "辣"])),
)


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(DEEDS, min_size=1, max_size=8))
def test_the_desk_shows_at_once_what_hq_will_show(engine: Engine, deeds: list[tuple[str, Any]]) -> None:
    with write(engine) as connection:
        for table in tables.metadata.sorted_tables:
            if table.name not in ("house", "alembic_version"):
                connection.execute(table.delete())
    found_store(engine)
    of = known_guest(engine)
    guest: GuestCard | None = guests(engine)[0]
    sent = []
    for n, (what, how) in enumerate(deeds):
        at = minutes(n + 1)
        deed = Deed(at=at, day=business_day(at), author="s1", store_id="330")
        if what == "note":
            said: AddNote | AddTaste | DropTaste = AddNote(guest_id=of, note_id=f"n{n}", text=how)
        elif what == "taste":
            said = AddTaste(guest_id=of, tag=how[0], kind=how[1], corrects=how[2])
        else:
            said = DropTaste(guest_id=of, tag=how)
        _, guest = replay(said, deed, None, guest)
        kind = {"note": "guest.note", "taste": "guest.taste", "drop": "guest.taste_drop"}[what]
        body = json.loads(encode(said))
        sent.append(command(kind, at, author="s1", **body))
    send(engine, *sent, at=len(deeds) + 2)
    assert guest is not None
    (recorded,) = guests(engine)
    assert [(t.tag, t.kind, t.source) for t in recorded.tastes] == [(t.tag, t.kind, t.source) for t in guest.tastes]
    with engine.connect() as connection:
        assert len(connection.execute(select(tables.notes.c.note_id)).all()) == sum(w == "note" for w, _ in deeds)
