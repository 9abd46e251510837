"""Importing orders: what was paid, when, where, and by which guest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.faults import Unreadable
from app.domain.guests import Identity
from app.domain.names import clean_name, clean_text, normalise_phone
from app.hq.feed import insert_for
from app.hq.tables import bills, guests, store_tables
from app.hq.work.disputes import show_about
from app.hq.work.identities import register, resolve_or_create
from app.hq.work.profiles import refresh

from .batch import Batch, canonical_ids, content_hash, lookup, unheld, upsert
from .cells import Row
from .places import need, publish_tables
from .reconciling import Verdict, reconcile, settled_bills
from .report import ImportReport

NAMES_SHOWN = 3
"""Table ids named in the warning about ids that stand for several tables."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in our units: fen, UTC microseconds; the guest's name as the export wrote it."""

    order_id: str
    guest_id: str
    guest_name: str
    phone: str
    party_size: int | None
    table: str
    table_id: str
    list_fen: int
    paid_fen: int
    opened_us: int | None
    closed_us: int | None
    settled: bool
    staff_id: str

    @property
    def began_us(self) -> int | None:
        """When the table was opened, else when the bill was closed."""
        return self.closed_us if self.opened_us is None else self.opened_us


class OrderImporter:
    """Writes bills, and makes the cards of their guests anew."""

    def __init__(self) -> None:
        """Begin with no table seen."""
        self._tables: defaultdict[str, set[str]] = defaultdict(set)

    def read(self, row: Row) -> OrderRow:
        """Return the order a record describes."""
        paid = row.fen("paid")
        listed = row.fen("list")
        size = row.whole("party_size")
        opened, closed = row.us("opened_at"), row.us("closed_at")
        settled = row.options.settled is None or row.text("status") in row.options.settled
        if paid is None and settled:
            raise Unreadable("cell_missing", "the paid amount is missing")
        if opened is None and closed is None and settled:
            raise Unreadable("cell_missing", "neither opening nor closing time is there")
        paid = paid or 0
        return OrderRow(
            order_id=need(row, "order_id"),
            guest_id=clean_text(row.text("guest_id")),
            guest_name=row.called("guest_name") and row.text("guest_name"),  # bills keep it as it was written
            phone=normalise_phone(row.text("phone")),
            party_size=size if size is not None and 0 < size < 1000 else None,
            table=clean_text(row.text("table")),
            table_id=row.text("table_id"),
            list_fen=paid if listed is None else listed,
            paid_fen=paid,
            opened_us=opened,
            closed_us=closed,
            settled=settled,
            staff_id=clean_text(row.text("staff_id")),
        )

    def write(self, batch: Batch, rows: Sequence[OrderRow]) -> None:
        """Write orders as bills, make guests nobody knows yet, note disagreements, refresh the cards."""
        here = bills.c.store_id == batch.store_id
        columns = (bills.c.bill_id, bills.c.guest_id, bills.c.row_hash)
        found = lookup(batch.connection, columns, bills.c.bill_id, [row.order_id for row in rows], here)
        held = {row.bill_id: (row.row_hash, row.guest_id) for row in found}
        fresh: dict[str, tuple[OrderRow, str]] = {}
        hashes = {bill_id: hashed for bill_id, (hashed, _) in held.items()}
        for row in rows:
            hashed = _hash(row)
            if batch.compare(hashes.get(row.order_id), hashed):
                hashes[row.order_id] = hashed
                fresh[row.order_id] = (row, hashed)
            if row.table_id and row.table:
                self._tables[row.table_id].add(row.table)
        guest_of = _guests_of(batch, [row for row, _ in fresh.values()])
        settled = settled_bills(batch, ((batch.store_id, bill_id) for bill_id in fresh if bill_id in held))
        values = []
        for bill_id, (row, hashed) in fresh.items():
            before = held[bill_id][1] if bill_id in held else None
            decided = before if (batch.store_id, bill_id) in settled else None
            values.append(_bill(batch, row, hashed, decided or guest_of.get(bill_id) or before))
        upsert(batch.connection, bills, values)
        _know_tables(batch, {row.table for row in rows if row.table})
        touched = {str(value["guest_id"]) for value in values if value["guest_id"]}
        touched |= {guest_id for bill_id, (_, guest_id) in held.items() if bill_id in fresh and guest_id}
        looked_at = touched | {guest_id for _, guest_id in held.values() if guest_id}
        outcome = reconcile(batch, looked_at)
        for row in rows:
            verdict = outcome.verdicts.get((batch.store_id, row.order_id))
            batch.counts.flagged += verdict is Verdict.DISAGREES
            batch.counts.repaired += verdict is Verdict.REPAIRED
        changed = touched | outcome.guests | unheld(batch.connection, batch.store_id, looked_at)
        refresh(batch.connection, sorted(changed), policy=batch.policy, now=batch.now, stores=[batch.store_id])
        show_about(batch.connection, changed)

    def finish(self, report: ImportReport) -> None:
        """Warn of table ids that stand for several tables."""
        several = {table_id: names for table_id, names in self._tables.items() if len(names) > 1}
        if several:
            shown = sorted(several, key=lambda table_id: (-len(several[table_id]), table_id))[:NAMES_SHOWN]
            examples = ", ".join(f"{table_id} stands for {len(several[table_id])}" for table_id in shown)
            count = f"{len(several)} table ids stand" if len(several) > 1 else "1 table id stands"
            report.warn(f"{count} for several tables ({examples}): tables are known by their names")


def _know_tables(batch: Batch, names: set[str]) -> None:
    """Make known to the store the tables that its orders name and no table file has brought."""
    here = store_tables.c.store_id == batch.store_id
    found = lookup(batch.connection, (store_tables.c.name,), store_tables.c.name, names, here)
    missing = sorted(names - {row.name for row in found})
    if missing:
        insert = insert_for(batch.connection, store_tables).on_conflict_do_nothing()
        batch.connection.execute(insert, [{"store_id": batch.store_id, "name": name} for name in missing])
        publish_tables(batch.connection, batch.store_id, missing)


def _hash(row: OrderRow) -> str:
    return content_hash(*(getattr(row, name) for name in OrderRow.__slots__ if name != "table_id"))


def _bill(batch: Batch, row: OrderRow, hashed: str, guest_id: str | None) -> Mapping[str, object]:
    return {
        "store_id": batch.store_id,
        "bill_id": row.order_id,
        "guest_id": guest_id,
        "guest_name": row.guest_name,
        "guest_phone": row.phone,
        "table_name": row.table,
        "party_size": row.party_size,
        "list_fen": row.list_fen,
        "paid_fen": row.paid_fen,
        "opened_us": row.opened_us,
        "closed_us": row.closed_us,
        "settled": row.settled,
        "staff_id": row.staff_id,
        "row_hash": hashed,
    }


def _guests_of(batch: Batch, rows: Sequence[OrderRow]) -> dict[str, str]:
    """Return the guest of each order, made new where its id (or, without one, its phone) is unknown."""
    aliases = canonical_ids(batch.connection, (row.guest_id for row in rows if row.guest_id))
    named = {row.order_id: aliases.get(row.guest_id, row.guest_id) for row in rows if row.guest_id}
    found = lookup(batch.connection, (guests.c.guest_id,), guests.c.guest_id, named.values())
    known = {row.guest_id for row in found}
    fresh: dict[str, OrderRow] = {}
    for row in rows:
        guest_id = named.get(row.order_id)
        if guest_id is not None and guest_id not in known:
            fresh.setdefault(guest_id, row)
    values = [
        {"guest_id": guest_id, "name": clean_name(row.guest_name), "origin": "order", "created_us": batch.now_us}
        for guest_id, row in fresh.items()
    ]
    if values:
        batch.connection.execute(insert_for(batch.connection, guests).on_conflict_do_nothing(), values)
        register(batch.connection, [("member_no", guest_id, guest_id) for guest_id in fresh], batch.now, "order")
    by_phone = {row.phone: row.guest_name for row in reversed(rows) if not row.guest_id and row.phone}
    owners = {phone: _guest_by_phone(batch, phone, name) for phone, name in by_phone.items()}
    named |= {row.order_id: owners[row.phone] for row in rows if not row.guest_id and row.phone}
    return named


def _guest_by_phone(batch: Batch, phone: str, name: str) -> str:
    return resolve_or_create(
        batch.connection,
        Identity(phone=phone),
        now=batch.now,
        store_id=batch.store_id,
        name=name,
        origin="order",
    )
