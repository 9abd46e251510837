"""Invented codes that pose for pictures of the studio: a store like many, and the worst that its grid may hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.desk.models.studio import Target
from app.domain.funnel import Counts, FunnelCard
from app.domain.groups import GroupCard, GroupKind
from app.domain.printed import CodeCard, PrintedKind, link_of
from app.domain.prints import PrintCard, PrintedPiece
from app.domain.tables import StaffCard, StoreCard
from app.localdb.printed import Printed

from .posing import LONG_NAME, PREFIX

ADDRESS = "https://yb.example.com"
HERE_ONLY = "http://127.0.0.1:8000"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_PEOPLE = ("李娜", "张强", "周敏", LONG_NAME)


def _code(number: int) -> str:
    """Return the same ten letters for the same number, without order to the eye."""
    found, dice = "", number * 2_654_435_761 + 97
    for _ in range(10):
        dice = (dice * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64)
        found += _LETTERS[dice >> 59]
    return found


def _tables(worst: bool) -> list[str]:
    usual = (
        [f"A{n:02d}" for n in range(1, 13)] + [f"B{n:02d}" for n in range(1, 21)] + [f"V{n:02d}" for n in range(1, 9)]
    )
    return [f"{area}包厢·荷风四面亭{n:02d}" for area in "东南西北" for n in range(1, 51)] if worst else usual


def held(now: datetime, store: StoreCard | None, *, worst: bool = False, here_only: bool = False) -> Printed:
    """Return what a desk holds: forty tables, or two hundred with names of twelve characters."""
    name = LONG_NAME if worst else (store.name if store is not None else "")
    posed = StoreCard(store_id=f"{PREFIX}s", name=name, brand=store.brand if store is not None else "")
    staff = tuple(StaffCard(staff_id=f"{PREFIX}{n}", store_id="", name=who) for n, who in enumerate(_PEOPLE))
    about = [
        *((kind, "", "") for kind in (PrintedKind.GROUP, PrintedKind.VIP, PrintedKind.MANAGER)),
        *((PrintedKind.TABLE, table, "") for table in _tables(worst)),
        *((PrintedKind.STAFF, person.staff_id, "") for person in staff),
        *((PrintedKind.CAMPAIGN, "", title) for title in ("会员日 8 号", "周年庆")),
    ]
    codes = tuple(_card(n, *each, HERE_ONLY if here_only else ADDRESS) for n, each in enumerate(about))
    week = Counts(scans=530, scanned=412, joined=198)
    tables = tuple(PrintedPiece(code=card.code, link=card.link) for card in codes if card.kind is PrintedKind.TABLE)
    return Printed(
        codes=codes,
        groups=(
            _group("1", GroupKind.GROUP, 188 if worst else 137, now),
            _group("2", GroupKind.VIP, 64, now),
        ),
        prints=(_print(tables, now),),
        funnels={card.code: FunnelCard(code=card.code, week=week) for card in codes},
        store=posed,
        staff=staff,
    )


def _card(number: int, kind: PrintedKind, about: str, title: str, address: str) -> CodeCard:
    code = _code(number)
    return CodeCard(code=code, kind=kind, about=about, title=title, link=link_of(address, code))


def _group(name: str, kind: GroupKind, members: int, now: datetime) -> GroupCard:
    until = now + timedelta(days=30)
    return GroupCard(
        group_id=f"{PREFIX}{name}", store_id="", kind=kind, members=members, join_url=ADDRESS, expires_at=until
    )


def _print(pieces: tuple[PrintedPiece, ...], now: datetime) -> PrintCard:
    at = now - timedelta(days=9)
    return PrintCard(
        print_id=f"{PREFIX}p", store_id="", template="table-card", place="大厅", pieces=pieces, by="周敏", at=at
    )


def chain(count: int = 300) -> tuple[Target, ...]:
    """Return a code of every store of a chain."""
    cities = ("北京", "上海", "成都", "深圳")
    cards = [_card(10_000 + n, PrintedKind.GROUP, "", "", ADDRESS) for n in range(count)]
    names = [f"{n + 1:03d} 店" for n in range(count)]
    return tuple(
        Target(card=card, name=name, store=name, city=cities[n * len(cities) // count])
        for n, (card, name) in enumerate(zip(cards, names, strict=True))
    )
