"""Guests and parties for the desk's tests: an ordinary Friday, and the worst a card may have to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.arrivals import ArrivalCard, ArrivalState, SignKind
from app.domain.changes import BoardCard
from app.domain.guests import Consent, Coupon, Favourite, GuestCard, IdentityKind, KnownIdentity, Note, Visit
from app.domain.segments import Placing, PurchaseClass, Segment
from app.domain.suggestions import suggestions
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.domain.tiers import Tier, TierReason
from app.wire.history import Dish, HistoryPage, Past

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 11, 20, tzinfo=UTC)
"""Friday, 19:20 in Shanghai."""

STORE = StoreCard(store_id="s1", name="望京店", wait_limit=30)
TABLES = tuple(
    TableCard(store_id="s1", name=f"{area}{number:02d}", seats=seats, area=area)
    for area, seats in (("A", 4), ("B", 2), ("V", 10))
    for number in range(1, 9)
)
STAFF = tuple(StaffCard(staff_id=name, store_id="s1", name=name) for name in ("李娜", "张强", "周敏"))

R, G, P, B = Tier


def at(hour: int, minute: int) -> datetime:
    """Return a time of the evening, Shanghai's, in UTC."""
    return datetime(2026, 11, 20, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def taste(kind: str, tag: str, hits: int = 0, of: int = 0) -> Taste:
    """Return a taste: from dishes where it was counted, else said to staff."""
    source = TasteSource.DISHES if hits else TasteSource.STAFF
    return Taste(
        tag=tag,
        kind=TasteKind(kind),
        source=source,
        date=date(2026, 9, 12),
        author="" if hits else "张强",
        evidence="手把羊肉、烤羊排" if hits else "",
        rule="2026-11" if hits else "",
        hits=hits,
        of=of,
    )


def guest(
    guest_id: str,
    name: str = "",
    *,
    phone: str = "",
    tier: Tier = R,
    vip: bool = False,
    visits: int = 9,
    tastes: Sequence[Taste] = (),
    dishes: Sequence[tuple[str, int]] = (),
    last: int = 12,
    flags: tuple[str, ...] = (),
) -> GuestCard:
    """Return a guest who came `visits` times, `last` days ago for the last time."""
    recent = tuple(
        Visit(
            at=NOW - timedelta(days=last + 11 * place),
            store_id="s1",
            store_name="望京店",
            party_size=4,
            paid_fen=61200 - 9900 * place,
        )
        for place in range(min(3, visits))
    )
    notes = (Note(note_id="n", text="喜欢靠窗的位置，孩子要儿童椅", author="张强", at=NOW - timedelta(days=30)),)
    return GuestCard(
        guest_id=guest_id,
        name=name,
        phone=phone,
        tier=tier,
        tier_reason=TierReason(visits=visits, interactions=14, days=90, policy="2026-11"),
        vip=vip,
        vip_manager="周敏" if vip else "",
        tastes=tuple(tastes),
        visits=visits,
        last_visit=NOW - timedelta(days=last) if visits else None,
        first_visit=NOW - timedelta(days=400) if visits else None,
        recent=recent,
        favourites=tuple(Favourite(dish=dish, visits=times) for dish, times in dishes),
        notes=notes if visits > 5 else (),
        flags=flags,
    )


def party(
    arrival_id: str,
    who: GuestCard | None,
    state: str = "waiting",
    *,
    size: int | None = 4,
    minutes: int = 5,
    ticket: str = "",
    table: str = "",
    reserved_for: datetime | None = None,
    note: str = "",
    acknowledged: bool = False,
    sending: int = 0,
    parked: int = 0,
    flags: tuple[str, ...] = (),
) -> BoardCard:
    """Return a party on the board, in its state for `minutes`."""
    since = NOW - timedelta(minutes=minutes)
    where = ArrivalState(state)
    card = ArrivalCard(
        arrival_id=arrival_id,
        store_id="s1",
        guest_id=who.guest_id if who else None,
        state=where,
        state_at=NOW - timedelta(hours=3) if where is ArrivalState.RESERVED else since,
        arrived_at=reserved_for or since,
        party_size=size,
        ticket_no=ticket,
        table=table,
        reserved_for=reserved_for,
        note=note,
        sources=(SignKind.QUEUE,),
        vip=bool(who and who.vip),
        acknowledged_at=since if acknowledged else None,
        acknowledged_by="李娜" if acknowledged else "",
        flags=flags,
    )
    said = suggestions(card, who, NOW)
    return BoardCard(arrival=replace(card, suggestions=said), guest=who, sending=sending, parked=parked)


def friday() -> list[BoardCard]:
    """Return twelve parties of an ordinary Friday evening: five queue, three reserved, four sit."""
    return [
        party("q1", OUYANG, ticket="A06", minutes=2),
        party(
            "q2",
            guest(
                "g2", "王芳", phone="13512348821", tier=G, tastes=[taste("less", "辣"), taste("likes", "莜面", 5, 6)]
            ),
            size=2,
            minutes=31,
            ticket="B12",
        ),
        party("q3", guest("g3", phone="13812340034", visits=0), size=3, minutes=6, ticket="A07"),
        party(
            "q4",
            guest(
                "g4",
                "曾小舟",
                phone="13812344410",
                tier=P,
                tastes=[taste("avoid", "葱"), taste("avoid", "姜"), taste("likes", "鱼", 4, 7)],
            ),
            size=8,
            minutes=12,
            ticket="C03",
            sending=1,
        ),
        party("q5", None, "called", size=2, minutes=19, ticket="B15"),
        party(
            "r1",
            guest(
                "g6",
                "单雄信",
                phone="13812343307",
                tier=G,
                tastes=[*(taste("allergy", tag) for tag in "虾蟹贝"), taste("likes", "白酒", 3, 5)],
            ),
            "reserved",
            size=6,
            reserved_for=at(19, 0),
            note="今天生日",
        ),
        party(
            "r2",
            guest("g7", "赵一鸣", phone="13812342153", tier=P, vip=True, tastes=[taste("less", "盐")]),
            "reserved",
            size=5,
            reserved_for=at(19, 45),
            note="要儿童椅",
        ),
        party(
            "r3",
            guest("g8", "苗青", phone="13812349902", visits=3, tastes=[taste("likes", "小龙虾", 2, 3)]),
            "reserved",
            reserved_for=at(20, 0),
        ),
        party(
            "s1",
            guest(
                "g9",
                "解珍",
                phone="13812345526",
                tier=G,
                tastes=[taste("likes", "羊肉", 3, 5)],
                dishes=[("手把羊肉", 3)],
            ),
            "seated",
            size=3,
            minutes=14,
            ticket="A01",
            table="A12",
        ),
        party(
            "s2",
            guest("g10", "仇英", phone="13812345527", tier=B, vip=True, tastes=[taste("allergy", "芒果")]),
            "seated",
            size=2,
            minutes=4,
            table="V02",
            acknowledged=True,
        ),
        party("s3", guest("g11", "陈小满", phone="13812346178", visits=0), "seated", size=2, minutes=1, table="A03"),
        party(
            "s4",
            guest("g12", "尉迟静", phone="13812343364", tier=P, dishes=[("莜面鱼鱼", 5), ("大烩菜", 4)]),
            "seated",
            minutes=9,
            table="B05",
        ),
    ]


OUYANG = guest(
    "g1",
    "欧阳娜娜",
    phone="13812347719",
    tier=B,
    vip=True,
    tastes=[taste("allergy", "花生"), taste("avoid", "香菜"), taste("less", "盐"), taste("likes", "羊肉", 7, 9)],
    dishes=[("手把羊肉", 7), ("烤羊排", 5), ("酸奶", 4)],
)

LONG_NAME = "阿卜杜热合曼买买提江艾力"
"""Twelve characters."""

NINE_TASTES = [
    taste("allergy", "花生"),
    taste("allergy", "带壳海鲜和河鲜类的汤汁"),
    taste("allergy", "芒果"),
    taste("avoid", "香菜"),
    taste("avoid", "动物内脏"),
    taste("less", "辣"),
    taste("less", "盐"),
    taste("likes", "羊肉", 7, 9),
    taste("likes", "小龙虾", 3, 9),
]


def worst() -> list[BoardCard]:
    """Return what a card must hold at the worst: long names, nine tastes, refused commands, every flag."""
    hard = guest(
        "w1",
        LONG_NAME,
        phone="13812340001",
        tier=P,
        vip=True,
        visits=128,
        tastes=NINE_TASTES,
        dishes=[("招牌内蒙古草原手把羊肉（大份）", 40)],
        flags=("phone_shared",),
    )
    away = guest("w2", "上官婉儿", phone="13812340002", tier=G, visits=4, last=203)
    long_note = "靠窗，要两把儿童椅，奶奶坐轮椅，蛋糕放冰箱"
    return [
        party("x1", hard, ticket="A128", size=12, minutes=131, parked=1, flags=("late_fact",)),
        party("x2", away, ticket="A129", size=None, minutes=44, sending=2),
        party(
            "x3", guest("w3", "Alexander Montgomery III", phone="4915112345678", tier=B), ticket="VIP-00017", size=99
        ),
        party("x4", hard, "reserved", reserved_for=at(19, 30), note=long_note, size=10),
        party("x5", replace(hard, guest_id="w5"), "seated", table="三楼牡丹厅包间", minutes=4),
        party("x6", replace(away, guest_id="w6"), "seated", table="A01", minutes=3000, flags=("table_taken",)),
        party("x7", None, "seated", table="B02", minutes=0, parked=1),
    ]


def crowd(count: int) -> list[BoardCard]:
    """Return so many parties in the queue."""
    names = ("王芳", "李静怡", "张伟", "欧阳修", "刘洋", "陈思", "", "赵云")
    return [
        party(
            f"c{n}",
            guest(
                f"cg{n}",
                names[n % 8],
                phone=f"1381234{n:04d}",
                tier=list(Tier)[n % 4],
                visits=n % 13,
                tastes=NINE_TASTES[n % 9 : n % 9 + 2],
            ),
            size=n % 9 + 1,
            minutes=n % 90,
            ticket=f"A{n:03d}",
        )
        for n in range(count)
    ]


GUEST_STORE = replace(
    STORE,
    redeem_points=500,
    lapse_days=7,
    birthday_days=3,
    segments={"old_high": "忠诚老客", "new_low": "新客待转化"},
)
"""The store as the guest's page knows it: with points, coupons and names of its own."""


def page_usual() -> GuestCard:
    """Return an ordinary regular for the page: everything is known of them, and nothing is long."""
    placing = Placing(
        segment=Segment.OLD_HIGH,
        purchase_class=PurchaseClass.AGAIN,
        private=True,
        bills=9,
        spend_fen=412300,
        spend_days=180,
        new_days=60,
        gate_visits=9,
        recommendations=2,
        gate_days=90,
        policy="2026-11",
    )
    return replace(
        OUYANG,
        birthday=date(1990, 11, 21),
        tier_before=Tier.PLATINUM,
        tier_since=date(2026, 9, 3),
        placing=placing,
        identities=(
            KnownIdentity(kind=IdentityKind.MEMBER_NO, value="VIP00017719", since=date(2025, 3, 1)),
            KnownIdentity(kind=IdentityKind.UNIONID, value="9f3c", since=date(2025, 3, 1)),
        ),
        points=1280,
        coupons=(Coupon(coupon_id="c1", name="果盘券", expires=date(2026, 11, 22)),),
        consents=(
            Consent(kind="mass_message", granted=True, date=date(2025, 3, 1)),
            Consent(kind="call", granted=False, date=date(2026, 5, 9)),
        ),
    )


def page_worst() -> GuestCard:
    """Return the guest who needs the most room: long names, nine tastes, every heads-up, every identity."""
    long_note = "喜欢靠窗的位置，孩子要两把儿童椅；奶奶坐轮椅，要留出过道。上次上菜太慢，等了四十分钟，经理道过歉，" * 3
    asked = replace(page_usual().placing, segment=Segment.OLD_MID, recommendations=0, private=False)
    return replace(
        page_usual(),
        guest_id="w1",
        name=LONG_NAME,
        phone="13812340001",
        visits=200,
        tastes=tuple(NINE_TASTES),
        favourites=(Favourite(dish="招牌内蒙古草原手把羊肉（大份）", visits=140), Favourite(dish="酸奶", visits=98)),
        placing=asked,
        vip_manager="欧阳震华",
        other_names=("阿卜杜热合曼", "买买提江·艾力", "艾力先生"),
        merged=("m1", "m2"),
        flags=("phone_shared", "identity_conflict"),
        identities=(
            *(
                KnownIdentity(kind=kind, value="00017719", since=date(2025, 3, 1))
                for kind in IdentityKind
                if kind is not IdentityKind.PHONE
            ),
            KnownIdentity(kind=IdentityKind.PHONE, value="13912340002", since=date(2026, 1, 31)),
        ),
        coupons=tuple(
            Coupon(coupon_id=f"c{day}", name=name, expires=date(2026, 11, 20 + day))
            for day, name in enumerate(("果盘券", "招牌手把羊肉满二百减三十元券", "酸奶买一送一券"))
        ),
        consents=tuple(
            Consent(kind=kind, granted=kind != "moments", date=date(2025, 3, 1))
            for kind in ("mass_message", "moments", "call", "profiling")
        ),
        notes=(Note(note_id="n1", text=long_note, author="张强", at=NOW - timedelta(days=2)),),
    )


def past_page(guest: GuestCard, start: int, of: int = 200, limit: int = 30) -> HistoryPage:
    """Return a page of a long past from entry `start` on: bills with dishes, and one of everything else on top."""
    note = guest.notes[0] if guest.notes else None
    others = [
        Past(
            kind="arrival",
            key="a1",
            at=NOW,
            store="望京店",
            sources=("queue", "scan"),
            ticket="A06",
            table="A12",
            state="seated",
            party_size=4,
            by="周敏",
            done_at=NOW,
            text="要儿童椅",
        ),
        Past(
            kind="standing",
            key="tier",
            at=NOW - timedelta(days=1),
            what="tier",
            old="platinum",
            new="black",
            policy="2026-11",
            facts={"days": "90", "visits": "9"},
        ),
        *([Past(kind="note", key=note.note_id, at=note.at, by=note.author, text=note.text)] if note else []),
        Past(
            kind="interaction",
            key="i1",
            at=NOW - timedelta(days=3),
            what="coupon_claimed",
            text="果盘券",
            store="望京店",
        ),
        Past(
            kind="merge",
            key="m1",
            at=NOW - timedelta(days=4),
            by="周敏",
            text="同一个人，换了手机号",
            other="m1",
            other_name="艾力先生",
        ),
        Past(kind="settled", key="c1", at=NOW - timedelta(days=5), what="phone_shared", new="left", by="周敏"),
    ]
    dishes = ("招牌内蒙古草原手把羊肉（大份）", "烤羊排", "酸奶", "莜面鱼鱼", "大烩菜", "凉拌沙葱", "羊杂汤")
    bills = [
        Past(
            kind="bill",
            key=f"s1/{number}",
            at=NOW - timedelta(days=6 + 5 * number, minutes=17 * number),
            store="望京店" if number % 3 else "国贸三期旗舰店",
            party_size=number % 9 + 1,
            table=f"A{number % 12 + 1:02d}",
            paid_fen=61200 + 1350 * number,
            dishes=tuple(Dish(name=dish, quantity=1 + (number + place) % 3) for place, dish in enumerate(dishes)),
        )
        for number in range(of)
    ]
    whole = [*others, *bills]
    after = str(start + limit) if start + limit < len(whole) else ""
    return HistoryPage(guest_id=guest.guest_id, entries=whole[start : start + limit], before=after, reveals=3)
