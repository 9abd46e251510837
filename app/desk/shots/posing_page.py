"""An invented guest who poses for the pictures of the guest's page: the usual one, and the one who needs most room.

Shown for the moment of a picture, asked of nobody and written nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.guests import Consent, Coupon, GuestCard, IdentityKind, KnownIdentity, Note
from app.domain.segments import Placing, PurchaseClass, Segment
from app.domain.tiers import Tier
from app.wire.history import Dish, HistoryPage, Past

from .posing import PREFIX, usual_guest, worst_guest

_DISHES = ("招牌手把羊肉（大份）", "烤羊排", "酸奶", "莜面鱼鱼", "大烩菜", "凉拌沙葱", "羊杂汤", "蒜蓉小龙虾")
_NOTE = "喜欢靠窗的位置，孩子要两把儿童椅；奶奶坐轮椅，要留出过道。上次上菜太慢，等了四十分钟，经理道过歉。"


def usual_page(now: datetime) -> tuple[GuestCard, HistoryPage]:
    """Return a regular and their past."""
    guest = _known(usual_guest(now), now)
    return guest, past(guest, now, 9)


def worst_page(now: datetime) -> tuple[GuestCard, HistoryPage]:
    """Return the guest who needs the most room, and two hundred visits."""
    guest = _known(worst_guest(now), now)
    every = [kind for kind in IdentityKind if kind is not IdentityKind.PHONE]
    since = now.date() - timedelta(days=400)
    many = replace(
        guest,
        visits=200,
        other_names=("阿依古丽", "买买提江·努尔", "努尔女士"),
        merged=(f"{PREFIX}m1", f"{PREFIX}m2"),
        identities=tuple(KnownIdentity(kind=kind, value="00017719", since=since) for kind in every),
        coupons=tuple(
            Coupon(coupon_id=str(place), name=name, expires=now.date() + timedelta(days=place))
            for place, name in enumerate(("果盘券", "招牌手把羊肉满二百减三十元券", "酸奶买一送一券"))
        ),
        notes=(Note(note_id="n", text=_NOTE * 3, author="张强", at=now - timedelta(days=2)),),
        flags=("phone_shared", "identity_conflict"),
    )
    return many, past(many, now, 200)


def _known(guest: GuestCard, now: datetime) -> GuestCard:
    today = now.date()
    long_ago = today - timedelta(days=400)
    return replace(
        guest,
        birthday=_years_ago(today + timedelta(days=1), 36),
        tier_before=Tier.GOLD,
        tier_since=today - timedelta(days=78),
        placing=Placing(
            segment=Segment.OLD_HIGH,
            purchase_class=PurchaseClass.AGAIN,
            private=True,
            bills=guest.visits,
            spend_fen=guest.spend_fen,
            spend_days=180,
            new_days=60,
            gate_visits=9,
            recommendations=2,
            gate_days=90,
            policy="2026-11",
        ),
        identities=(KnownIdentity(kind=IdentityKind.MEMBER_NO, value="VIP00017719", since=long_ago),),
        points=1280,
        coupons=(Coupon(coupon_id="c", name="果盘券", expires=today + timedelta(days=2)),),
        consents=(
            Consent(kind="mass_message", granted=True, date=long_ago),
            Consent(kind="call", granted=False, date=today - timedelta(days=90)),
        ),
    )


def _years_ago(day: date, years: int) -> date:
    born = day.year - years
    return day.replace(year=born, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=born)


def past(guest: GuestCard, now: datetime, visits: int) -> HistoryPage:
    """Return the newest page of a past with so many visits."""
    notes = [Past(kind="note", key=note.note_id, at=note.at, by=note.author, text=note.text) for note in guest.notes]
    here = Past(
        kind="arrival",
        key="a",
        at=now,
        sources=("queue",),
        ticket="A06",
        party_size=4,
        state="waiting",
        by="周敏",
        done_at=now,
        text="要儿童椅",
    )
    rose = Past(
        kind="standing",
        key="tier",
        at=now - timedelta(days=1),
        what="tier",
        old=Tier.GOLD.value,
        new=guest.tier.value,
        policy="2026-11",
        facts={"days": "90", "visits": "9"},
    )
    claimed = Past(kind="interaction", key="i", at=now - timedelta(days=3), what="coupon_claimed", text="果盘券")
    joined = Past(
        kind="merge",
        key="m",
        at=now - timedelta(days=4),
        by="周敏",
        text="同一个人，换了手机号",
        other=f"{PREFIX}m1",
        other_name="阿依古丽",
    )
    bills = [_bill(now, number) for number in range(min(visits, 25))]
    entries = [here, rose, *notes, claimed, *([joined] if guest.merged else []), *bills]
    return HistoryPage(guest_id=guest.guest_id, entries=entries, reveals=3)


def _bill(now: datetime, number: int) -> Past:
    dishes = tuple(
        Dish(name=dish, quantity=1 + (number + place) % 3)
        for place, dish in enumerate(_DISHES[number % 3 : number % 3 + 5])
    )
    return Past(
        kind="bill",
        key=str(number),
        at=now - timedelta(days=6 + 5 * number, minutes=17 * number),
        party_size=number % 9 + 1,
        table=f"A{number % 12 + 1:02d}",
        paid_fen=61_200 + 1_350 * number,
        dishes=dishes,
    )
