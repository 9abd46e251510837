"""Invented guests who pose for pictures: the worst that a card, an alert and the conflict queue may have to hold.

They are shown for the moment of a picture and never written anywhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.arrivals import ArrivalCard, ArrivalState, SignKind
from app.domain.changes import BoardCard
from app.domain.conflicts import ConflictCard, ConflictKind, Decision
from app.domain.guests import Favourite, GuestCard, IdentityKind, Visit
from app.domain.suggestions import suggestions
from app.domain.tables import StaffCard
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.domain.tiers import Tier, TierReason

LONG_NAME = "阿依古丽买买提江努尔艾力"
"""Twelve characters."""

PREFIX = "posing-"
"""Every id of somebody who poses begins with it."""

MANAGER = StaffCard(staff_id=f"{PREFIX}m", store_id="", name="周敏", role="manager")

_NINE = (
    ("allergy", "花生"),
    ("allergy", "带壳海鲜和河鲜类的汤汁"),
    ("allergy", "芒果"),
    ("avoid", "香菜"),
    ("avoid", "动物内脏"),
    ("less", "辣"),
    ("less", "盐"),
    ("likes", "羊肉"),
    ("likes", "小龙虾"),
)


def _tastes(today: date, *tags: tuple[str, str]) -> tuple[Taste, ...]:
    return tuple(
        Taste(
            tag=tag,
            kind=TasteKind(kind),
            source=TasteSource.DISHES if kind == "likes" else TasteSource.STAFF,
            date=today - timedelta(days=9 + place),
            author="" if kind == "likes" else "张强",
            hits=7 - place % 4 if kind == "likes" else 0,
            of=9 if kind == "likes" else 0,
        )
        for place, (kind, tag) in enumerate(tags)
    )


def _guest(
    guest_id: str, name: str, phone: str, now: datetime, *, tier: Tier, visits: int, vip: bool = False
) -> GuestCard:
    return GuestCard(
        guest_id=f"{PREFIX}{guest_id}",
        name=name,
        phone=phone,
        tier=tier,
        tier_reason=TierReason(visits=visits, interactions=6, days=90, policy=""),
        vip=vip,
        vip_manager="李娜" if vip else "",
        visits=visits,
        first_visit=now - timedelta(days=420),
        last_visit=now - timedelta(days=12),
        spend_fen=visits * 21_300,
        recent=tuple(
            Visit(at=now - timedelta(days=12 + 20 * n), store_id="", party_size=4, paid_fen=61_200 - 9_900 * n)
            for n in range(min(visits, 3))
        ),
    )


def worst_guest(now: datetime) -> GuestCard:
    """Return a guest with a name of twelve characters and nine tastes, three of them allergies."""
    made = _guest("worst", LONG_NAME, "19900000001", now, tier=Tier.PLATINUM, visits=128, vip=True)
    dishes = (Favourite(dish="招牌手把羊肉（大份）", visits=40), Favourite(dish="蒜蓉小龙虾", visits=9))
    return replace(made, tastes=_tastes(now.date(), *_NINE), favourites=dishes, flags=("phone_shared",))


def usual_guest(now: datetime) -> GuestCard:
    """Return a VIP like many."""
    made = _guest("usual", "欧阳娜娜", "19900000002", now, tier=Tier.BLACK, visits=9, vip=True)
    tastes = _tastes(now.date(), ("allergy", "花生"), ("avoid", "香菜"), ("likes", "羊肉"))
    return replace(made, tastes=tastes, favourites=(Favourite(dish="手把羊肉", visits=7),))


def like_guest(now: datetime) -> GuestCard:
    """Return somebody who is easily confused with the usual one."""
    made = _guest("like", "欧阳娜", "19900000002", now, tier=Tier.REGULAR, visits=2)
    return replace(made, tastes=_tastes(now.date(), ("likes", "小龙虾")), flags=("phone_shared",))


def guests(now: datetime) -> dict[str, GuestCard]:
    """Return everybody who poses, by id."""
    return {guest.guest_id: guest for guest in (worst_guest(now), usual_guest(now), like_guest(now))}


def party(
    arrival_id: str, guest: GuestCard, now: datetime, state: ArrivalState, *, seconds: int = 60, place: str = ""
) -> BoardCard:
    """Return a party in `state` since so many seconds ago; `place` is its ticket, its table, nothing where reserved."""
    since = now - timedelta(seconds=seconds)
    reserved = state is ArrivalState.RESERVED
    card = ArrivalCard(
        arrival_id=f"{PREFIX}{arrival_id}",
        store_id="",
        guest_id=guest.guest_id,
        state=state,
        state_at=since,
        arrived_at=now + timedelta(minutes=25) if reserved else since,
        reserved_for=now + timedelta(minutes=25) if reserved else None,
        party_size=12 if guest.visits > 100 else 4,
        ticket_no=place if state is ArrivalState.WAITING else "",
        table=place if state is ArrivalState.SEATED else "",
        sources=(SignKind.RESERVATION if reserved else SignKind.QUEUE,),
        vip=guest.vip,
    )
    return BoardCard(arrival=replace(card, suggestions=suggestions(card, guest, now)), guest=guest)


def worst(now: datetime) -> list[BoardCard]:
    """Return the worst guest in every column, welcomed already."""
    places = {ArrivalState.WAITING: "A128", ArrivalState.RESERVED: "", ArrivalState.SEATED: "三楼牡丹厅"}
    found = []
    for state, place in places.items():
        card = party(f"worst-{state.value}", worst_guest(now), now, state, seconds=840, place=place)
        arrival = replace(card.arrival, acknowledged_at=now - timedelta(seconds=800), acknowledged_by="李娜")
        found.append(replace(card, arrival=arrival))
    return found


def alerting(now: datetime) -> list[BoardCard]:
    """Return two VIPs whom nobody has welcomed: one just came, with the worst card; one is the manager's by now."""
    fresh = party("fresh", worst_guest(now), now, ArrivalState.WAITING, seconds=70, place="A129")
    late = party("late", usual_guest(now), now, ArrivalState.WAITING, seconds=200, place="A127")
    told = replace(late.arrival, escalated_at=now - timedelta(seconds=80), escalated_to=(MANAGER.name, "李娜"))
    return [fresh, replace(late, arrival=told)]


def conflicts(now: datetime) -> list[ConflictCard]:
    """Return a queue with every kind of disagreement, and one that was settled."""
    worst_one, usual, like = worst_guest(now), usual_guest(now), like_guest(now)
    shared = ConflictCard(
        conflict_id=f"{PREFIX}c1",
        store_id="",
        kind=ConflictKind.PHONE_SHARED,
        left_guest=usual.guest_id,
        right_guest=like.guest_id,
        left_name=usual.name,
        left_phone=usual.phone,
        right_name=like.name,
        right_phone=like.phone,
        evidence={"phone": usual.phone, "name": like.name},
        found_at=now - timedelta(hours=2),
    )
    event = ConflictCard(
        conflict_id=f"{PREFIX}c2",
        store_id="",
        kind=ConflictKind.EVENT_IDENTITY,
        left_guest=worst_one.guest_id,
        right_guest=usual.guest_id,
        left_name=worst_one.name,
        left_phone=worst_one.phone,
        right_name=usual.name,
        right_phone=usual.phone,
        evidence={"kind": IdentityKind.UNIONID.value, "value": "9f3a"},
        found_at=now - timedelta(days=1),
    )
    bill = replace(
        shared,
        conflict_id=f"{PREFIX}c3",
        kind=ConflictKind.ORDER_IDENTITY,
        right_guest="",
        right_name="王方",
        right_phone="19900000003",
        evidence={"bill_id": "8800123456789", "phone": "19900000003", "name": "王方"},
        found_at=now - timedelta(days=3),
    )
    done = replace(
        shared,
        conflict_id=f"{PREFIX}c4",
        left_name="曾小舟",
        right_name="曾舟",
        decision=Decision.SAME,
        settled_by=MANAGER.name,
        settled_at=now - timedelta(days=1),
        note="问过本人，改了名字",
    )
    return [shared, event, bill, done]
