"""What hangs in each store, the groups behind it, and the guests who scanned it in the weeks before the evening.

The shares are those of the chain's talk: of the people who scan, 30 % add the manager and 48 % join the group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from app.domain.days import SHANGHAI
from app.domain.funnel import Step, Visitor
from app.domain.groups import GroupKind
from app.domain.printed import PrintedKind
from app.hq.clock import us_of
from app.hq.tables import funnel, group_joins, group_members, groups, printed_codes
from app.hq.work import funnel_marks
from app.hq.work.funnel_counts import OPENED
from app.hq.work.groups import groups_of, show
from app.hq.work.printed import ensure_codes

DAYS = 14
"""Days of scans: the week that desks show, and one before it."""

ADDED, JOINED, LEFT = 0.30, 0.48, 0.06
"""Shares: of those who scan, who adds the manager, who joins the group; of those who joined, who leaves again."""

GROUPS = (
    (GroupKind.GROUP, 1, "福利群 1", 188),
    (GroupKind.GROUP, 2, "福利群 2", 61),
    (GroupKind.VIP, 1, "VIP 群 1", 137),
)
"""Of each store: the kind, its number, the name, how many of its 200 places are taken."""

_BUSY = {PrintedKind.GROUP: 14, PrintedKind.VIP: 5, PrintedKind.MANAGER: 4, PrintedKind.TABLE: 3}
"""About how many people a day scan a code of each kind."""

Row = dict[str, Any]


def hang_posters(connection: Connection, seed: int, store_ids: Iterable[str], today: date) -> None:
    """Give these stores their codes and groups, and let guests have scanned them for two weeks.

    Whoever joined is in the groups' members as they were counted on the morning of `today`.
    """
    wanted = sorted(store_ids)
    ensure_codes(connection, wanted)
    morning = datetime.combine(today, time(9), ZoneInfo(SHANGHAI))
    connection.execute(insert(groups), [row for each in wanted for row in _groups(each, us_of(morning))])
    show(connection, [card for held in groups_of(connection, wanted).values() for card in held])
    query = select(printed_codes).where(printed_codes.c.store_id.in_(wanted)).order_by(printed_codes.c.code)
    codes = [row for row in connection.execute(query) if row.kind in _BUSY]
    scans: list[Row] = []
    joins: list[Row] = []
    moves: list[Row] = []
    for number, code in enumerate(sorted(codes, key=lambda row: (row.store_id, row.kind, row.about))):
        rng = Random(f"{seed}/scans/{number}")
        for step, person, times, at in _weeks(rng, f"{number}", PrintedKind(code.kind), morning):
            at_us = us_of(at)
            said = {"code": code.code, "person": person, "first_us": at_us, "last_us": at_us}
            scans.append({**said, "step": step, "times": times, "channel": code.channel})
            group = {"group_id": f"{code.store_id}-{code.kind}-1", "person": person}
            if step in (Step.JOINED, Step.LEFT):
                moves.append({**group, "at_us": at_us, "joined": step == Step.JOINED})
            if step == Step.JOINED:
                joins.append({**said, **group})
    connection.execute(insert(funnel), scans)
    connection.execute(insert(group_joins), joins)
    connection.execute(insert(group_members), moves)
    funnel_marks.changed(connection, [code.code for code in codes], morning)


def _groups(store_id: str, counted_us: int) -> Iterator[Row]:
    """Yield the groups of a store as somebody counted them."""
    for kind, number, name, members in GROUPS:
        group_id = f"{store_id}-{kind.value}-{number}"
        yield {
            "group_id": group_id,
            "store_id": store_id,
            "kind": kind.value,
            "name": name,
            "capacity": 200,
            "members": members,
            "counted": members,
            "counted_us": counted_us,
            "join_url": f"https://work.weixin.qq.com/gm/{group_id.lower()}",
            "changed_us": counted_us,
            "changed_by": "总部",
        }


def _weeks(rng: Random, name: str, kind: PrintedKind, morning: datetime) -> Iterator[tuple[str, str, int, datetime]]:
    """Yield (step, person or day, times, when) of the days before `morning` at one code."""
    for back in range(DAYS, 0, -1):
        noon = morning - timedelta(days=back) + timedelta(hours=3)
        day, opened = noon.date().isoformat(), 0
        for number in range(rng.randint(_BUSY[kind] // 2, _BUSY[kind] * 3 // 2)):
            person, at = f"demo-{name}-{back}-{number}", noon + timedelta(minutes=rng.randrange(600))
            times = rng.choice((1, 1, 1, 2, 3))
            opened += times
            yield Step.SCANNED, person, times, at
            if kind is not PrintedKind.TABLE:
                yield from _onwards(rng, person, kind, at)
        if opened:
            yield OPENED, day, opened, noon
        for nobody in (Visitor.PREVIEW, Visitor.BOT):
            if many := rng.randint(0, _BUSY[kind] // 3):
                yield nobody, day, many, noon


def _onwards(rng: Random, person: str, kind: PrintedKind, at: datetime) -> Iterator[tuple[str, str, int, datetime]]:
    """Yield what one person did who scanned at `at`."""
    if rng.random() < 0.7:
        yield Step.LOCATED, person, 1, at
    yield Step.SHOWN, person, 1, at
    if rng.random() < ADDED:
        yield Step.ADDED, f"m:{person}", 1, at + timedelta(minutes=1)
    if rng.random() < JOINED and kind is not PrintedKind.MANAGER:
        yield Step.JOINED, f"m:{person}", 1, at + timedelta(minutes=2)
        if rng.random() < LEFT:
            yield Step.LEFT, f"m:{person}", 1, at + timedelta(minutes=40)
