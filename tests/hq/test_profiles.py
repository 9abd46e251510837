"""Cards made from facts: numbers that can be recomputed by hand, and no card written that is not different."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from app.domain.guests import Favourite, GuestCard
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.domain.tiers import Tier
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.policies import default_policy
from app.hq.tables import bill_items, bills, cards, conflicts, feed, guests, notes, stores, tastes
from app.hq.work.profiles import make_cards, refresh
from app.wire.codec import decode, encode, row_hash

NOW = datetime(2016, 3, 17, 4, tzinfo=UTC)


def store(connection: Connection, store_id: str = "330") -> None:
    connection.execute(insert(stores), {"store_id": store_id, "name": f"店{store_id}"})


def guest(connection: Connection, guest_id: str = "g", **more: object) -> None:
    connection.execute(insert(guests), {"guest_id": guest_id, "name": "王芳", "created_us": 0, **more})


def bill(
    connection: Connection,
    bill_id: str,
    days_ago: float,
    dishes: tuple[str, ...] = (),
    guest_id: str = "g",
    **more: object,
) -> None:
    at = us_of(NOW - timedelta(days=days_ago))
    row: Mapping[str, object] = {"store_id": "330", "bill_id": bill_id, "guest_id": guest_id, "paid_fen": 10_000}
    connection.execute(insert(bills), {**row, "closed_us": at, **more})
    for place, dish in enumerate(dishes):
        line = {"store_id": "330", "bill_id": bill_id, "line_key": str(place), "dish_name": dish}
        connection.execute(insert(bill_items), line)


def card(connection: Connection, guest_id: str = "g", now: datetime = NOW) -> GuestCard:
    (found,) = make_cards(connection, [guest_id], default_policy(), now)
    return found


def publish(connection: Connection, *guest_ids: str, to: tuple[str, ...] = ("330",), accepted_us: int = 0) -> None:
    refresh(connection, guest_ids, policy=default_policy(), now=NOW, stores=to, accepted_us=accepted_us)


def seq(connection: Connection, store_id: str = "330") -> int:
    found: int = connection.execute(select(stores.c.seq).where(stores.c.store_id == store_id)).scalar_one()
    return found


def test_a_guest_without_bills_is_new(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection, sex="女", birthday="1990-05-17", phone="13800001111", vip=True, vip_manager="李店长")
        found = card(connection)
    assert found.is_new
    assert (found.tier, found.tier_reason.visits, found.tier_reason.policy) == (Tier.REGULAR, 0, "2026-11")
    assert (found.birthday, found.vip, found.vip_manager, found.sex) == (date(1990, 5, 17), True, "李店长", "女")
    assert (found.last_visit, found.recent, found.favourites, found.tastes) == (None, (), (), ())


def test_visits_spend_and_recent_come_from_settled_bills_only(engine: Engine) -> None:
    with write(engine) as connection:
        store(connection)
        guest(connection)
        for place, days_ago in enumerate((1, 40, 5, 200)):
            bill(connection, f"b{place}", days_ago, paid_fen=1_000 * (place + 1), party_size=place + 2)
        bill(connection, "open", 0, settled=False, paid_fen=99_999)
        bill(connection, "somebody else's", 0, guest_id="h")
        bill(connection, "without closing", 300, closed_us=None, opened_us=us_of(NOW - timedelta(days=300)))
        found = card(connection)
    assert found.visits == 5
    assert found.spend_fen == 1_000 + 2_000 + 3_000 + 4_000 + 10_000
    assert found.last_visit == NOW - timedelta(days=1)
    assert found.first_visit == NOW - timedelta(days=300)
    assert [visit.party_size for visit in found.recent] == [2, 4, 3]
    assert {visit.store_name for visit in found.recent} == {"店330"}


@pytest.mark.parametrize(
    ("within", "older", "tier"),
    [
        (2, 9, Tier.REGULAR),
        (3, 0, Tier.GOLD),
        (5, 9, Tier.GOLD),
        (6, 0, Tier.PLATINUM),
        (9, 9, Tier.PLATINUM),
        (10, 0, Tier.BLACK),
    ],
)
def test_the_tier_counts_what_lies_in_the_policy_s_window(engine: Engine, within: int, older: int, tier: Tier) -> None:
    with write(engine) as connection:
        guest(connection)
        for place in range(within):
            bill(connection, f"w{place}", 90 - place)
        for place in range(older):
            bill(connection, f"o{place}", 90 + 1e-5 + place)
        bill(connection, "tomorrow's, in a day that is lived again", -1)
        found = card(connection)
    assert (found.tier, found.tier_reason.visits, found.tier_reason.days) == (tier, within, 90)


def test_favourites_and_tastes_come_from_visits_whose_dishes_are_known(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        bill(connection, "b1", 30, ("麻辣小龙虾", "白饭/大碗", "西瓜汁", "麻辣小龙虾"))
        bill(connection, "b2", 20, ("麻辣小龙虾", "白饭/大碗"))
        bill(connection, "b3", 10, ("剁椒鱼头", "白饭/大碗", "西瓜汁"))
        for place in range(20):
            bill(connection, f"unknown{place}", 40 + place)
        found = card(connection)
    assert found.favourites == (
        Favourite(dish="西瓜汁", visits=2),
        Favourite(dish="麻辣小龙虾", visits=2),
        Favourite(dish="剁椒鱼头", visits=1),
    )
    spicy = next(taste for taste in found.tastes if taste.tag == "辣")
    assert (spicy.hits, spicy.of, spicy.source, spicy.rule) == (3, 3, TasteSource.DISHES, "2026-11")
    assert spicy.evidence == "麻辣小龙虾、剁椒鱼头"
    assert spicy.date == date(2016, 3, 7)


def test_what_people_said_beats_the_dishes_and_notes_are_newest_first(engine: Engine) -> None:
    said = Taste(tag="辣", kind=TasteKind.AVOID, source=TasteSource.STAFF, date=date(2016, 3, 1), author="小李")
    with write(engine) as connection:
        guest(connection)
        bill(connection, "b1", 30, ("麻辣小龙虾",))
        bill(connection, "b2", 20, ("麻辣小龙虾",))
        row = {"guest_id": "g", "tag": "辣", "source": "staff", "body": encode(said).decode()}
        connection.execute(insert(tastes), row)
        for place, at in enumerate((NOW - timedelta(days=2), NOW, NOW - timedelta(days=1))):
            note = {"note_id": f"n{place}", "guest_id": "g", "store_id": "330", "text": str(place), "at_us": us_of(at)}
            connection.execute(insert(notes), note)
        found = card(connection)
        later = card(connection, now=NOW + timedelta(days=400))
    assert found.tastes[0] == said
    assert [taste.tag for taste in found.tastes].count("辣") == 1
    assert [note.text for note in found.notes] == ["1", "2", "0"]
    assert later.tastes == (said,), "tastes from dishes expire, what was said without an expiry does not"


def test_open_conflicts_flag_both_guests_and_closed_ones_nobody(engine: Engine) -> None:
    with write(engine) as connection:
        for guest_id in "abc":
            guest(connection, guest_id)
        for kind, state in (("phone_shared", "open"), ("order_identity", "open"), ("event_identity", "closed")):
            row = {"conflict_id": kind, "kind": kind, "left_guest": "a", "right_guest": "b", "found_us": 0}
            connection.execute(insert(conflicts), {**row, "state": state})
        assert card(connection, "a").flags == card(connection, "b").flags == ("identity_conflict", "phone_shared")
        assert card(connection, "c").flags == ()


def test_an_equal_card_is_not_written_again(engine: Engine) -> None:
    with write(engine) as connection:
        store(connection)
        guest(connection)
        publish(connection, "g", "nobody", accepted_us=7)
        assert seq(connection) == 1
        publish(connection, "g")
        assert seq(connection) == 1
        bill(connection, "b", 1)
        publish(connection, "g", accepted_us=8)
        row = connection.execute(select(cards)).mappings().one()
        place = connection.execute(select(feed)).mappings().one()
    assert (row["version"], place["seq"], place["accepted_us"]) == (2, 2, 8)
    assert row["hash"] == row_hash("guest", "g", row["body"].encode())
    assert decode(row["body"], GuestCard).visits == 1


def test_a_changed_card_reaches_every_store_that_holds_it(engine: Engine) -> None:
    with write(engine) as connection:
        for store_id in ("330", "331", "332"):
            store(connection, store_id)
        guest(connection)
        publish(connection, "g", to=("330",))
        publish(connection, "g", to=("331",))
        assert [seq(connection, store_id) for store_id in ("330", "331", "332")] == [1, 1, 0]
        connection.execute(update(guests).values(name="王小芳"))
        publish(connection, "g", to=())
        assert [seq(connection, store_id) for store_id in ("330", "331", "332")] == [2, 2, 0]
        assert connection.execute(select(cards.c.version)).scalar_one() == 2


def test_a_thousand_cards_in_bulk_are_the_cards_made_one_by_one(engine: Engine) -> None:
    with write(engine) as connection:
        store(connection)
        ids = [f"g{place}" for place in range(1_100)]
        connection.execute(insert(guests), [{"guest_id": g, "name": g, "created_us": 0} for g in ids])
        for place in range(0, 1_100, 90):
            bill(connection, f"b{place}", place / 10, ("麻辣小龙虾",), guest_id=f"g{place}")
        publish(connection, *ids)
        assert seq(connection) == 1_100
        held = {row.card_id: row.body for row in connection.execute(select(cards.c.card_id, cards.c.body))}
        for guest_id in ("g0", "g90", "g499", "g500", "g990", "g1099"):
            assert decode(held[guest_id], GuestCard) == card(connection, guest_id)


def test_a_store_that_gets_a_card_while_it_changes_gets_the_change_too(engine: Engine) -> None:
    with write(engine) as connection:
        store(connection)
        store(connection, "331")
        guest(connection)
        publish(connection, "g")

    def reach() -> None:
        with write(engine) as other:
            publish(other, "g", to=("331",))

    def told(cursor: int) -> list[tuple[int, str]]:
        query = select(feed.c.seq, cards.c.body).join(cards, cards.c.card_id == feed.c.card_id)
        with engine.connect() as reading:
            rows = reading.execute(query.where(feed.c.store_id == "331", feed.c.seq > cursor)).all()
        return [(row.seq, decode(row.body, GuestCard).name) for row in rows]

    thread = threading.Thread(target=reach)
    with write(engine) as connection:
        connection.execute(update(guests).values(name="李雷"))
        publish(connection, "g")
        thread.start()
        thread.join(0.3)  # long enough to go past this transaction, if it can
        seen = told(0)
    thread.join(30)
    seen += told(max((seq for seq, _ in seen), default=0))
    assert seen[-1][1] == "李雷"
