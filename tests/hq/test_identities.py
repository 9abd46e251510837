"""One guest for every identity: the strongest decides, nobody is merged, disagreements wait for a person."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, select

from app.domain.faults import Refused
from app.domain.guests import Identity
from app.hq.database import write
from app.hq.tables import conflicts, guest_aliases, guests, identities
from app.hq.work.identities import canonical, resolve, resolve_or_create

NOW = datetime(2016, 3, 17, 10, tzinfo=UTC)


def meet(connection: Connection, identity: Identity, name: str = "", guest_id: str | None = None) -> str:
    return resolve_or_create(connection, identity, now=NOW, store_id="330", name=name, guest_id=guest_id)


def test_every_way_of_writing_a_phone_is_one_guest(engine: Engine) -> None:
    with write(engine) as connection:
        first = meet(connection, Identity(phone="138 0000 1111"))
        for written in ("+8613800001111", "０１３８００００１１１１"[1:], "86-138-0000-1111", "13800001111"):
            assert meet(connection, Identity(phone=written)) == first
        assert resolve(connection, Identity(phone="13800001112")) is None
        assert connection.execute(select(guests.c.phone)).scalars().all() == ["13800001111"]


def test_missing_identities_are_registered_on_the_guest_found(engine: Engine) -> None:
    with write(engine) as connection:
        guest = meet(connection, Identity(phone="13800001111"))
        assert meet(connection, Identity(phone="13800001111", unionid="u1", openid="o1")) == guest
        for identity in (Identity(unionid="u1"), Identity(openid="o1"), Identity(openid="o1", phone="13900000000")):
            assert resolve(connection, identity) == guest


def test_the_strongest_identity_decides_and_the_weaker_one_stays_where_it_is(engine: Engine) -> None:
    with write(engine) as connection:
        by_phone = meet(connection, Identity(phone="13800001111"), "王芳")
        by_number = meet(connection, Identity(member_no="7"), "李雷")
        assert meet(connection, Identity(phone="13800001111", member_no="7")) == by_number
        assert resolve(connection, Identity(phone="13800001111")) == by_phone
        found = connection.execute(select(conflicts)).mappings().all()
        assert [(row["kind"], row["left_guest"], row["right_guest"], row["state"]) for row in found] == [
            ("event_identity", by_phone, by_number, "open")
        ]
        meet(connection, Identity(phone="13800001111", member_no="7"))
        assert len(connection.execute(select(conflicts)).all()) == 1, "found twice, kept once"
        assert connection.execute(select(guests.c.phone).where(guests.c.guest_id == by_number)).scalar() == ""


def test_a_desk_s_own_id_is_good_at_once_and_becomes_an_alias_of_a_known_guest(engine: Engine) -> None:
    with write(engine) as connection:
        assert meet(connection, Identity(phone="13800001111"), "王芳", guest_id="desk-1") == "desk-1"
        assert meet(connection, Identity(phone="13800001111"), "王小姐", guest_id="desk-2") == "desk-1"
        assert canonical(connection, "desk-2") == "desk-1"
        assert meet(connection, Identity(unionid="u"), guest_id="desk-2") == "desk-1"
        assert resolve(connection, Identity(unionid="u")) == "desk-1"
        assert connection.execute(select(guests.c.name)).scalars().all() == ["王芳"], "what is there stays"
        assert len(connection.execute(select(guest_aliases)).all()) == 1


def test_a_known_id_is_taken_whatever_the_identities_say(engine: Engine) -> None:
    with write(engine) as connection:
        meet(connection, Identity(phone="13800001111"), "王芳", guest_id="a")
        meet(connection, Identity(), "李雷", guest_id="b")
        assert meet(connection, Identity(phone="13800001111"), guest_id="b") == "b"
        assert resolve(connection, Identity(phone="13800001111")) == "a"
        assert meet(connection, Identity(phone="13900000000"), guest_id="b") == "b"
        assert connection.execute(select(guests.c.phone).where(guests.c.guest_id == "b")).scalar() == "13900000000"
        assert connection.execute(select(conflicts.c.kind)).scalars().all() == ["event_identity"]


def test_nothing_to_know_a_guest_by_is_refused(engine: Engine) -> None:
    with write(engine) as connection, pytest.raises(Refused):
        meet(connection, Identity(phone="12", unionid="  "))
    with engine.connect() as connection:
        assert connection.execute(select(guests)).all() == []
        assert connection.execute(select(identities)).all() == []


def test_two_services_that_meet_a_new_guest_at_once_make_one(engine: Engine) -> None:
    """On PostgreSQL the second waits for the first one's commit; SQLite has one writer anyway."""
    met: dict[str, str] = {}
    halfway, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with write(engine) as connection:
            met["first"] = meet(connection, Identity(phone="13800001111", unionid="u1"), "王芳")
            halfway.set()
            assert go_on.wait(20)

    def second() -> None:
        assert halfway.wait(20)
        with write(engine) as connection:
            met["second"] = meet(connection, Identity(phone="13800001111", openid="o1"), "王小姐", "desk-1")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    assert halfway.wait(20)
    threads[1].join(0.5)  # it waits, or has not begun: both are right, and neither may make a guest of its own
    assert "second" not in met
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert met["first"] == met["second"]
    with engine.connect() as connection:
        assert connection.execute(select(guests.c.guest_id)).scalars().all() == [met["first"]]
        owned = {(row.kind, row.guest_id) for row in connection.execute(select(identities))}
        assert owned == {(kind, met["first"]) for kind in ("phone", "unionid", "openid")}
        assert canonical(connection, "desk-1") == met["first"]
        assert connection.execute(select(conflicts)).all() == []
