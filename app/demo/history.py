"""Exports of a real restaurant: everything before a day goes into HQ as history, the day itself becomes a plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from app.domain.days import SHANGHAI, day_bounds
from app.domain.faults import Unknown
from app.hq.clock import from_us
from app.hq.database import write
from app.hq.feed import insert_for
from app.hq.importers.items import ItemRow
from app.hq.importers.mapping import ColumnMap, read_map
from app.hq.importers.orders import OrderRow
from app.hq.importers.run import import_file, read_rows
from app.hq.policies import current_policy
from app.hq.tables import stores
from app.hq.work.places import publish_stores

from .past import PastOrder, relive
from .plan import Plan

USUAL_STAY = timedelta(minutes=40)
"""Between opening and bill where the export lacks one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """The files of one restaurant, and how to read them."""

    store_id: str
    orders: Path
    items: Path | None = None
    guests: Path | None = None
    map: Path | None = None

    def mapping(self, kind: str) -> ColumnMap | None:
        """Return how the columns of `kind` are called; raise `Unreadable` for a map that does not say."""
        return None if self.map is None else read_map(self.map, kind)

    @property
    def timezone(self) -> str:
        """Where the restaurant is, as the map says."""
        mapping = self.mapping("orders")
        return SHANGHAI if mapping is None else mapping.options.timezone.key


def plan_of(exports: Exports, day: date | None = None) -> tuple[date, Plan]:
    """Return the day that is lived again (the last one of the file where none is named) and its plan.

    Raises `Unreadable` for files that cannot be read, `Unknown` for a day without orders.
    """
    timezone = exports.timezone
    orders = {order.order_id: order for order in _orders(exports)}
    days = {order_id: order.day(timezone) for order_id, order in orders.items()}
    if not days:
        raise Unknown("orders_none", f"{exports.orders.name} has no order with a time")
    chosen = max(days.values()) if day is None else day
    wanted = {order_id for order_id, its_day in days.items() if its_day == chosen}
    if not wanted:
        known = f"it has {min(days.values())} to {max(days.values())}"
        raise Unknown("day_without_orders", f"{exports.orders.name} has no order on {chosen}: {known}")
    lines = _lines(exports, wanted)
    before = Counter(order.guest_id for key, order in orders.items() if order.settled and days[key] < chosen)
    lived = [
        replace(order, items=lines.get(order.order_id, ()), earlier=before[order.guest_id])
        for order in (orders[order_id] for order_id in sorted(wanted))
    ]
    return chosen, relive(lived, exports.store_id, chosen, timezone)


def _orders(exports: Exports) -> Iterator[PastOrder]:
    row: OrderRow
    for row in read_rows("orders", exports.orders, exports.mapping("orders")):
        if row.began_us is None:
            continue
        opened = from_us(row.began_us)
        yield PastOrder(
            order_id=row.order_id,
            guest_id=row.guest_id,
            phone=row.phone,
            party_size=row.party_size,
            table=row.table,
            list_fen=row.list_fen,
            paid_fen=row.paid_fen,
            opened=opened,
            closed=opened + USUAL_STAY if row.closed_us is None else from_us(row.closed_us),
            settled=row.settled,
        )


def _lines(exports: Exports, wanted: set[str]) -> dict[str, tuple[tuple[str, int, int], ...]]:
    if exports.items is None:
        return {}
    found: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    row: ItemRow
    for row in read_rows("items", exports.items, exports.mapping("items")):
        if row.order_id in wanted:
            found[row.order_id].append((row.dish_name, row.quantity, row.amount_fen))
    return {order_id: tuple(items) for order_id, items in found.items()}


def write_history(
    engine: Engine, exports: Exports, day: date, progress: Callable[[str, int], None] = lambda name, done: None
) -> dict[str, int]:
    """Import everything before `day` into the store; return how many rows of each kind were turned away.

    `progress` is told a file's name and how many of its rows are done.
    """
    begin, _ = day_bounds(day, exports.timezone)
    _open_store(engine, exports)
    rejected: dict[str, int] = {}
    for kind, path in (("guests", exports.guests), ("orders", exports.orders), ("items", exports.items)):
        if path is None:
            continue
        report = import_file(
            engine,
            kind,
            [path],
            store_id=exports.store_id,
            mapping=exports.mapping(kind),
            now=begin,
            progress=progress,
            until=begin,
        )
        rejected[kind] = report.counts.rejected
    return rejected


def _open_store(engine: Engine, exports: Exports) -> None:
    with write(engine) as connection:
        row = {"store_id": exports.store_id, "name": f"{exports.store_id} 号店", "timezone": exports.timezone}
        connection.execute(insert_for(connection, stores).values(row).on_conflict_do_nothing())
        publish_stores(connection, [exports.store_id], current_policy(connection))


def opening_of(plan: Plan, day: date, timezone: str, lead: timedelta) -> datetime:
    """Return when HQ's clock starts: `lead` before the first party comes, but not before the day itself."""
    begin, _ = day_bounds(day, timezone)
    return max(begin, plan.begins - lead)
