"""Importing order items: which dishes were on which bill. Tastes and favourites come from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.domain.names import clean_text
from app.hq.tables import bill_items, bills
from app.hq.work.profiles import refresh

from .batch import Batch, content_hash, lookup, upsert
from .cells import Row
from .places import need
from .report import ImportReport


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of an order; `amount_fen` is for the whole line."""

    order_id: str
    item_id: str
    dish_id: str
    dish_name: str
    quantity: int
    amount_fen: int
    ordered_us: int | None
    line_key: str
    """What tells this line of its bill from the others."""

    @property
    def hashed(self) -> str:
        """The hash of what the file says."""
        return content_hash(*(getattr(self, name) for name in ItemRow.__slots__))


_ONE = Decimal(1)


def _portions(counted: Decimal) -> int:
    """Return how often a dish was ordered: 1.35 jin of fish and half a portion are one."""
    whole = int(counted.quantize(_ONE, ROUND_HALF_UP))
    return whole if whole or not counted else int(_ONE.copy_sign(counted))


class ItemImporter:
    """Writes the lines of bills, and makes the cards of their guests anew."""

    def __init__(self) -> None:
        """Begin at the start of a file."""
        self._equals: Counter[tuple[str, str]] = Counter()
        self._homeless: set[str] = set()

    def read(self, row: Row) -> ItemRow:
        """Return the line a record describes."""
        counted = row.weighed("quantity")
        counted = Decimal(1) if counted is None else counted
        amount = row.fen("amount")
        price = row.fen("price")
        order_id, dish_id, dish_name = need(row, "order_id"), clean_text(row.text("dish_id")), need(row, "dish_name")
        item_id, ordered_us = clean_text(row.text("item_id")), row.us("ordered_at")
        return ItemRow(
            order_id=order_id,
            item_id=item_id,
            dish_id=dish_id,
            dish_name=dish_name,
            quantity=_portions(counted),
            amount_fen=amount if amount is not None else int(((price or 0) * counted).quantize(_ONE, ROUND_HALF_UP)),
            ordered_us=ordered_us,
            line_key=self._key(order_id, item_id or content_hash(dish_id, dish_name, ordered_us)[:12]),
        )

    def write(self, batch: Batch, rows: Sequence[ItemRow]) -> None:
        """Write lines and refresh the cards of the guests whose bills they are on."""
        columns = (bill_items.c.bill_id, bill_items.c.line_key, bill_items.c.row_hash)
        orders = [row.order_id for row in rows]
        here = bill_items.c.store_id == batch.store_id
        found = lookup(batch.connection, columns, bill_items.c.bill_id, orders, here)
        held = {(row.bill_id, row.line_key): row.row_hash for row in found}
        fresh: dict[tuple[str, str], dict[str, object]] = {}
        for row in rows:
            place = (row.order_id, row.line_key)
            if batch.compare(held.get(place), row.hashed):
                held[place] = row.hashed
                fresh[place] = _line(batch, row)
        upsert(batch.connection, bill_items, list(fresh.values()))
        theirs = (bills.c.bill_id, bills.c.guest_id)
        there = lookup(batch.connection, theirs, bills.c.bill_id, orders, bills.c.store_id == batch.store_id)
        known = {row.bill_id: row.guest_id for row in there}
        self._homeless |= set(orders) - known.keys()
        guest_ids = {known[order_id] for order_id, _ in fresh if known.get(order_id)}
        refresh(batch.connection, sorted(guest_ids), policy=batch.policy, now=batch.now, stores=[batch.store_id])

    def finish(self, report: ImportReport) -> None:
        """Warn of lines whose bills are not known: they wait for them."""
        if self._homeless:
            named = ", ".join(sorted(self._homeless)[:3])
            report.warn(f"{len(self._homeless)} orders of these items are not imported yet, as {named}")

    def _key(self, order_id: str, stem: str) -> str:
        """Return `stem` (the line's id, else what it says) and its place among equals.

        An export's ids may come again on the same bill, and a file without ids may list one dish twice.
        """
        self._equals[order_id, stem] += 1
        place = self._equals[order_id, stem]
        return stem if place == 1 else f"{stem}#{place}"


def _line(batch: Batch, row: ItemRow) -> dict[str, object]:
    return {
        "store_id": batch.store_id,
        "bill_id": row.order_id,
        "line_key": row.line_key,
        "dish_id": row.dish_id,
        "dish_name": row.dish_name,
        "quantity": row.quantity,
        "amount_fen": row.amount_fen,
        "ordered_us": row.ordered_us,
        "row_hash": row.hashed,
    }
