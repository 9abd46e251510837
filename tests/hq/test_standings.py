"""Where guests stand, kept and noted: what is a change, what only comes to light, and what stays as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from app.domain.guests import Consent, Coupon, GuestCard
from app.domain.policy import Policy
from app.domain.segments import PurchaseClass, Segment
from app.domain.tiers import Tier
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.policies import default_policy
from app.hq.tables import bills, consents, coupons, guests, interactions, standing_changes, standings
from app.hq.work.profiles import held_cards, make_cards

NOW = datetime(2026, 3, 17, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def guest(connection: Connection, guest_id: str = "g", **more: object) -> None:
    connection.execute(insert(guests), {"guest_id": guest_id, "name": "王芳", "created_us": 0, **more})


def bill(connection: Connection, bill_id: str, at: datetime, guest_id: str = "g", fen: int = 10_000) -> None:
    row = {"store_id": "330", "bill_id": bill_id, "guest_id": guest_id, "paid_fen": fen, "closed_us": us_of(at)}
    connection.execute(insert(bills), row)


def done(connection: Connection, key: str, kind: str, at: datetime, guest_id: str = "g") -> None:
    connection.execute(insert(interactions), {"key": key, "guest_id": guest_id, "kind": kind, "at_us": us_of(at)})


def card(connection: Connection, now: datetime = NOW, guest_id: str = "g", policy: Policy | None = None) -> GuestCard:
    (found,) = held_cards(connection, [guest_id], policy or default_policy(), now)
    return found


def changes(connection: Connection, what: str = "tier") -> list[tuple[str, str, datetime]]:
    query = select(standing_changes).where(standing_changes.c.what == what).order_by(standing_changes.c.at_us)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return [(r.old, r.new, epoch + timedelta(microseconds=r.at_us)) for r in connection.execute(query)]


def test_a_first_standing_is_no_change(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        for place in range(6):
            bill(connection, f"b{place}", NOW - place * DAY)
        found = card(connection)
        assert (found.tier, found.tier_before, found.tier_since) == (Tier.PLATINUM, None, None)
        assert connection.execute(select(standing_changes)).all() == []
        held = connection.execute(select(standings)).one()
    assert (held.tier, held.segment, held.purchase_class, held.private) == ("platinum", "new_mid", "again", False)
    assert (held.visits, held.bills, held.spend_fen, held.policy) == (6, 6, 60_000, "2026-11")


def test_a_bill_that_lifts_a_guest_is_noted_with_the_old_tier_and_the_day(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        bill(connection, "b1", NOW - 3 * DAY)
        bill(connection, "b2", NOW - 2 * DAY)
        assert card(connection).tier is Tier.REGULAR
        later = NOW + 2 * DAY
        bill(connection, "b3", later - timedelta(minutes=1))
        found = card(connection, later)
        assert (found.tier, found.tier_before, found.tier_since) == (Tier.GOLD, Tier.REGULAR, date(2026, 3, 19))
        assert changes(connection) == [("regular", "gold", later)]
        again = card(connection, later + timedelta(hours=1))
        assert (again.tier_before, again.tier_since) == (Tier.REGULAR, date(2026, 3, 19))
        fallen = card(connection, later + 91 * DAY)
        assert (fallen.tier, fallen.tier_before) == (Tier.REGULAR, Tier.GOLD)
        assert [(old, new) for old, new, _ in changes(connection)] == [("regular", "gold"), ("gold", "regular")]
        reason = connection.execute(select(standing_changes.c.reason).where(standing_changes.c.new == "gold"))
        assert json.loads(reason.scalar_one())["visits"] == 3


def test_history_that_comes_to_light_is_no_change(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        assert card(connection).tier is Tier.REGULAR
        for place in range(4):
            bill(connection, f"old{place}", NOW - (10 + place) * DAY)
        found = card(connection)
        assert (found.tier, found.tier_before, found.tier_since) == (Tier.GOLD, None, None)
        assert found.placing.purchase_class is PurchaseClass.AGAIN
        later = card(connection, NOW + DAY)
        assert (later.tier, later.tier_before) == (Tier.GOLD, None)
        assert connection.execute(select(standing_changes)).all() == []


def test_bills_of_one_moment_in_several_transactions_are_one_count(engine: Engine) -> None:
    """As an import brings them: all at one time, a thousand rows a transaction."""
    later = NOW + 10 * DAY
    for guest_id, bills_before in (("new", 0), ("known", 1)):
        with write(engine) as connection:
            guest(connection, guest_id)
            for place in range(bills_before):
                bill(connection, f"{guest_id}{place}", NOW - DAY, guest_id)
            if bills_before:
                card(connection, guest_id=guest_id)
            for place in range(10):
                bill(connection, f"{guest_id}-{place}", later - timedelta(minutes=place), guest_id)
                found = card(connection, later, guest_id)
            assert found.tier is Tier.BLACK
            assert found.tier_before is (Tier.REGULAR if bills_before else None)
    with engine.connect() as connection:
        assert changes(connection) == [("regular", "black", later)]
    with write(engine) as connection:
        connection.execute(delete(bills).where(bills.c.bill_id.startswith("known-")))
        found = card(connection, later, "known")
        assert (found.tier, found.tier_before, found.tier_since) == (Tier.REGULAR, None, None)
        assert changes(connection) == []


def test_a_visit_of_yesterday_that_comes_to_light_today_is_a_change(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        bill(connection, "b1", NOW - 5 * DAY)
        bill(connection, "b2", NOW - 4 * DAY)
        card(connection)
        bill(connection, "late", NOW - timedelta(hours=20))
        assert card(connection, NOW + timedelta(hours=1)).tier_before is Tier.REGULAR


def test_a_guest_who_comes_back_within_the_month_has_changed_twice(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        for place in range(3):
            bill(connection, f"b{place}", NOW - 80 * DAY + place * DAY)
        assert card(connection).tier is Tier.GOLD
        between = NOW + 30 * DAY
        assert card(connection, between).tier is Tier.REGULAR
        for place in range(3):
            bill(connection, f"n{place}", between + timedelta(hours=1 + place))
        card(connection, between + DAY)
        assert [(old, new) for old, new, _ in changes(connection)] == [("gold", "regular"), ("regular", "gold")]


def test_a_new_policy_is_a_change_whatever_the_facts(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        for place in range(2):
            bill(connection, f"b{place}", NOW - (30 + place) * DAY)
        card(connection)
        easier = tuple(replace(rule, visits=rule.visits - 1) for rule in default_policy().tier_rules)
        policy = replace(default_policy(), version="easier", tier_rules=easier)
        found = card(connection, NOW + DAY, policy=policy)
        assert (found.tier, found.tier_before, found.tier_reason.policy) == (Tier.GOLD, Tier.REGULAR, "easier")
        assert connection.execute(select(standing_changes.c.policy)).scalars().all() == ["easier"]


def test_segment_class_and_gate_are_noted_too(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        bill(connection, "b0", NOW - DAY)
        card(connection)
        later = NOW + 100 * DAY
        for place in range(4):
            bill(connection, f"b{place + 1}", later - timedelta(hours=place + 1), fen=30_000)
        done(connection, "r", "recommended", later - timedelta(hours=1))
        found = card(connection, later)
        assert (found.placing.segment, found.placing.private) == (Segment.OLD_HIGH, True)
        noted = {row.what: (row.old, row.new) for row in connection.execute(select(standing_changes))}
    assert noted == {
        "tier": ("regular", "gold"),
        "segment": ("new_low", "old_high"),
        "purchase_class": ("once", "again"),
        "private": ("no", "yes"),
    }


def test_asking_about_a_franchise_is_a_change_of_class(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        card(connection)
        connection.execute(update(guests).values(franchise_us=us_of(NOW + timedelta(minutes=1))))
        found = card(connection, NOW + timedelta(minutes=2))
        assert found.placing.purchase_class is PurchaseClass.FRANCHISE
        assert [(old, new) for old, new, _ in changes(connection, "purchase_class")] == [("none", "franchise")]


def test_interactions_count_towards_a_tier_that_asks_for_closeness(engine: Engine) -> None:
    rules = tuple(replace(rule, interactions=2) for rule in default_policy().tier_rules)
    policy = replace(default_policy(), version="close", tier_rules=rules)
    with write(engine) as connection:
        guest(connection)
        for place in range(3):
            bill(connection, f"b{place}", NOW - place * DAY)
        assert card(connection, policy=policy).tier is Tier.REGULAR
        done(connection, "i1", "group_joined", NOW - DAY)
        done(connection, "i2", "group_joined", NOW - DAY)
        assert card(connection, policy=policy).tier_reason.interactions == 1
        done(connection, "i3", "contact_added", NOW - DAY)
        found = card(connection, policy=policy)
    assert (found.tier, found.tier_reason.visits, found.tier_reason.interactions) == (Tier.GOLD, 3, 2)


def test_what_is_only_looked_at_is_not_kept(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection)
        bill(connection, "b", NOW)
        (found,) = make_cards(connection, ["g"], default_policy(), NOW)
        assert found.placing.purchase_class is PurchaseClass.ONCE
        assert connection.execute(select(standings)).all() == []


def test_coupons_points_and_consents_are_on_the_card(engine: Engine) -> None:
    held: list[dict[str, Any]] = [
        {"coupon_id": "soon", "name": "满百减十", "expires": "2026-03-17", "claimed_us": 1},
        {"coupon_id": "ever", "name": "生日券", "expires": "", "claimed_us": 1},
        {"coupon_id": "over", "name": "旧券", "expires": "2026-03-16", "claimed_us": 1},
        {"coupon_id": "used", "name": "用过", "expires": "", "claimed_us": 1, "used_us": 1},
        {"coupon_id": "again", "name": "又领", "expires": "2026-04-01", "claimed_us": 5, "used_us": 4},
        {"coupon_id": "unclaimed", "name": "", "expires": "", "claimed_us": 0, "used_us": 4},
    ]
    with write(engine) as connection:
        guest(connection, points=321)
        guest(connection, "other", points=5)
        for row in held:
            connection.execute(insert(coupons), {"guest_id": "g", **row})
        for kind, granted in (("moments", True), ("call", False)):
            row = {"guest_id": "g", "kind": kind, "granted": granted, "at_us": us_of(NOW - DAY)}
            connection.execute(insert(consents), row)
        found, other = card(connection), card(connection, guest_id="other")
    assert found.points == 321
    assert found.coupons == (
        Coupon(coupon_id="soon", name="满百减十", expires=date(2026, 3, 17)),
        Coupon(coupon_id="again", name="又领", expires=date(2026, 4, 1)),
        Coupon(coupon_id="ever", name="生日券"),
    )
    assert found.consents == (
        Consent(kind="call", granted=False, date=date(2026, 3, 16)),
        Consent(kind="moments", granted=True, date=date(2026, 3, 16)),
    )
    assert (other.points, other.coupons, other.consents) == (5, (), ())


def test_what_merged_guests_did_and_hold_is_one_person_s(engine: Engine) -> None:
    with write(engine) as connection:
        guest(connection, points=10)
        guest(connection, "gone", points=5, merged_into="g", franchise_us=us_of(NOW - DAY))
        bill(connection, "b1", NOW - DAY)
        bill(connection, "b2", NOW - 2 * DAY, guest_id="gone")
        bill(connection, "b3", NOW - 3 * DAY, guest_id="gone")
        done(connection, "i1", "contact_added", NOW - DAY, guest_id="gone")
        said = {"kind": "call", "at_us": us_of(NOW - DAY)}
        connection.execute(insert(consents), {"guest_id": "g", "granted": True, **said})
        connection.execute(insert(consents), {"guest_id": "gone", "granted": False, **said})
        for guest_id, claimed in (("g", 1), ("gone", 2)):
            row = {"guest_id": guest_id, "coupon_id": "c", "name": guest_id, "claimed_us": claimed}
            connection.execute(insert(coupons), row)
        found = card(connection)
        assert connection.execute(select(standings.c.guest_id)).scalars().all() == ["g"]
    assert (found.tier, found.tier_reason.visits, found.tier_reason.interactions) == (Tier.GOLD, 3, 1)
    assert (found.points, found.placing.purchase_class) == (15, PurchaseClass.FRANCHISE)
    assert [consent.granted for consent in found.consents] == [False]
    assert [coupon.name for coupon in found.coupons] == ["gone"]
