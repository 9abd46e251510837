"""Invented codes, groups and prints that pose for pictures: a usual store, and the worst the screens may have to hold.

They are shown for the moment of a picture and never written anywhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.funnel import Counts, FunnelCard
from app.domain.groups import GroupCard, GroupKind
from app.domain.printed import CodeCard, PrintedKind, link_of
from app.domain.prints import Medium, PrintCard, PrintedPiece
from app.localdb.printed import Printed

from .posing import LONG_NAME, MANAGER, PREFIX

ADDRESS = "https://yb.example.com"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code(number: int, kind: PrintedKind, now: datetime, *, about: str = "", title: str = "") -> CodeCard:
    """Return a code of the store; its letters follow from `number`."""
    text = "".join(_LETTERS[(number * 7919 + 31 * place * place + 5) >> place % 3 & 31] for place in range(8))
    text = f"{text}{_LETTERS[number // 32 & 31]}{_LETTERS[number & 31]}"
    return CodeCard(
        code=text,
        kind=kind,
        about=about,
        title=title,
        link=link_of(ADDRESS, text),
        made_at=now - timedelta(days=200),
    )


def codes(now: datetime, tables: int = 40) -> tuple[CodeCard, ...]:
    """Return the codes of a store with so many tables: one was retired."""
    made = [
        code(1, PrintedKind.GROUP, now),
        code(2, PrintedKind.VIP, now),
        code(3, PrintedKind.MANAGER, now, title=MANAGER.name),
        code(4, PrintedKind.STAFF, now, about=f"{PREFIX}s1", title="李娜"),
        code(5, PrintedKind.STAFF, now, about=f"{PREFIX}s2", title=LONG_NAME),
        code(6, PrintedKind.CAMPAIGN, now, title="店庆八周年外卖袋"),
        replace(
            code(7, PrintedKind.CAMPAIGN, now, title="早餐试吃"),
            retired_at=now - timedelta(days=30),
            retired_by=MANAGER.name,
        ),
    ]
    made += [code(100 + n, PrintedKind.TABLE, now, about=f"A{n + 1:02}") for n in range(tables)]
    return tuple(made)


def _funnels(held: tuple[CodeCard, ...], now: datetime) -> dict[str, FunnelCard]:
    found = {}
    for place, card in enumerate(held):
        people = max(412 - 9 * place, 0)
        week = Counts(
            scans=round(people * 1.3),
            scanned=people,
            added=round(people * 0.3),
            joined=round(people * 0.48),
            shown=people,
        )
        found[card.code] = FunnelCard(code=card.code, week=week, ever=week, as_of=now)
    return found


def group(number: int, name: str, now: datetime, *, members: int, days: float | None = 5, **more: object) -> GroupCard:
    """Return a group whose picture lapses in so many days."""
    made = GroupCard(
        group_id=f"{PREFIX}g{number}",
        store_id="",
        name=name,
        members=members,
        picture_text=f"https://work.weixin.qq.com/gm/{number:032x}",
        expires_at=None if days is None else now + timedelta(days=days),
        changed_at=now - timedelta(days=2),
        changed_by=MANAGER.name,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def usual_groups(now: datetime) -> tuple[GroupCard, ...]:
    """Return groups of which one pool needs a manager."""
    return (
        group(1, "望京店福利 1 群", now, members=200),
        group(2, "望京店福利 2 群", now, members=188, days=4),
        group(
            3, "望京店 VIP 群", now, members=64, days=None, kind=GroupKind.VIP, join_url="https://work.weixin.qq.com/x"
        ),
        group(4, "火锅爱好者", now, members=35, kind=GroupKind.INTEREST, days=3),
        group(5, "早餐群（停了）", now, members=90, kind=GroupKind.INTEREST, closed=True),
    )


def worst_groups(now: datetime) -> tuple[GroupCard, ...]:
    """Return forty groups with long names, and every way in which one can stand."""
    many = [
        group(n, f"{LONG_NAME}的福利分享 {n} 群", now, members=min(12 * n, 200), days=n % 9 - 0.5) for n in range(1, 38)
    ]
    return (
        *many,
        group(90, "VIP 满了", now, members=500, capacity=500, kind=GroupKind.VIP),
        group(91, "VIP 过期", now, members=20, kind=GroupKind.VIP, days=-1),
        group(92, "", now, members=0, kind=GroupKind.VIP, picture_text=""),
    )


def prints(now: datetime, held: tuple[CodeCard, ...], jobs: int) -> tuple[PrintCard, ...]:
    """Return so many print jobs, the newest first; some are lost, some of an old template, one of a retired code."""
    names = ("table-card", "poster-a4", "sticker-sheet", "counter-stand", "slip-80")
    places = ("大门左侧", "收银台", "A 区桌面", "二楼楼梯口的海报架（靠洗手间那一侧）", "")
    made = []
    for n in range(jobs):
        some = held[7:47] if n % 5 == 0 else held[n % 7 : n % 7 + 1]
        pieces = tuple(
            PrintedPiece(
                code=card.code,
                link=card.link,
                copies=1 if n % 5 == 0 else 12,
                lost_at=now - timedelta(days=3) if (n + place) % 11 == 3 else None,
                lost_by="李娜",
                note="被雨打湿" if n % 2 else "",
            )
            for place, card in enumerate(some)
        )
        made.append(
            PrintCard(
                print_id=f"{PREFIX}p{n}",
                store_id="",
                template=names[n % 5],
                template_version="old" if n % 3 else "",
                medium=(Medium.PRINTER, Medium.PDF)[n % 2],
                place=places[n % 5],
                to="HP LaserJet M203dw" if n % 2 == 0 else "桌卡-望京店.pdf",
                pieces=pieces,
                by=(MANAGER.name, LONG_NAME)[n % 4 == 1],
                at=now - timedelta(days=2 + 3 * n),
            )
        )
    return tuple(made)


def usual(now: datetime) -> Printed:
    """Return what a usual store holds."""
    held = codes(now)
    return Printed(
        codes=held, groups=usual_groups(now), prints=prints(now, held, 9), funnels=_funnels(held, now), staff=(MANAGER,)
    )


def worst(now: datetime) -> Printed:
    """Return forty groups and five hundred prints, some of them not sent yet."""
    held = codes(now)
    groups = worst_groups(now)
    return Printed(
        codes=held,
        groups=groups,
        prints=prints(now, held, 500),
        funnels=_funnels(held, now),
        staff=(MANAGER,),
        sending=frozenset({groups[3].group_id, f"{PREFIX}p1", held[0].code}),
    )


def empty(now: datetime) -> Printed:
    """Return what a store holds on its first day."""
    return Printed(funnels={}, staff=(MANAGER,))
