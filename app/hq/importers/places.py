"""Importing stores, their tables and their staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.faults import Unreadable
from app.domain.hours import minutes_of
from app.domain.names import clean_name, clean_text
from app.domain.places import district_of
from app.domain.policy import Policy
from app.domain.printed import PrintedKind
from app.domain.tables import StaffCard, TableCard
from app.hq.feed import Publication, insert_for, publish
from app.hq.tables import staff, store_tables, stores
from app.hq.work.code_changes import rename
from app.hq.work.landing_places import stores_changed
from app.hq.work.places import publish_stores
from app.hq.work.printed import ensure_codes, show_wide
from app.wire.codec import encode_card

from .batch import Batch, content_hash, lookup, upsert
from .cells import Row, known_timezone
from .report import ImportReport


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A restaurant as a file describes it."""

    store_id: str
    name: str
    city: str
    district: str
    address: str
    lng: float | None
    lat: float | None
    datum: str
    opens: str
    closes: str
    timezone: str


class StoreImporter:
    """Writes restaurants; each is published to its own desk."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._hours_unread: list[str] = []

    def read(self, row: Row) -> StoreRow:
        """Return the restaurant a record describes."""
        lng, lat = row.number("lng"), row.number("lat")
        if (lng is not None and not -180 <= lng <= 180) or (lat is not None and not -90 <= lat <= 90):
            raise Unreadable("cell_place", f"longitude {lng} and latitude {lat} are nowhere")
        city, address = clean_text(row.text("city")), clean_text(row.text("address"))
        store_id = need(row, "store_id")
        if any(said and minutes_of(said) is None for said in (row.text("opens"), row.text("closes"))):
            self._hours_unread.append(store_id)
        return StoreRow(
            store_id=store_id,
            name=need(row, "name"),
            city=city,
            district=clean_text(row.text("district")) or district_of(address, city),
            address=address,
            lng=lng,
            lat=lat,
            datum=row.text("datum") or row.options.datum,
            opens=row.text("opens"),
            closes=row.text("closes"),
            timezone=known_timezone(row.text("timezone")) or row.options.timezone.key,
        )

    def write(self, batch: Batch, rows: Sequence[StoreRow]) -> None:
        """Write restaurants and publish their cards."""
        columns = (stores.c.store_id, stores.c.row_hash)
        ids = [row.store_id for row in rows]
        held = {row.store_id: row.row_hash for row in lookup(batch.connection, columns, stores.c.store_id, ids)}
        known = frozenset(held)
        fresh: dict[str, dict[str, object]] = {}
        for row in rows:
            values = {name: getattr(row, name) for name in StoreRow.__slots__}
            hashed = content_hash(*values.values())
            if batch.compare(held.get(row.store_id), hashed):
                held[row.store_id] = hashed
                fresh[row.store_id] = {**values, "row_hash": hashed}
        upsert(batch.connection, stores, list(fresh.values()))
        publish_stores(batch.connection, list(fresh), batch.policy)
        ensure_codes(batch.connection, fresh)
        show_wide(batch.connection, [store_id for store_id in fresh if store_id in known])
        if fresh:
            stores_changed(batch.connection)

    def finish(self, report: ImportReport) -> None:
        """Say which stores' hours could not be read: the phone page takes them for always open."""
        if self._hours_unread:
            named = ", ".join(self._hours_unread[:5]) + (" …" if len(self._hours_unread) > 5 else "")
            report.warn(f"hours that are no times as 10:00 and 22:00 make a store always open for guests: {named}")


def ensure_store(connection: Connection, store_id: str, policy: Policy, timezone: str) -> bool:
    """Make the store if there is none of that id, called by its id; True if it was made."""
    if connection.execute(select(stores.c.store_id).where(stores.c.store_id == store_id)).scalar() is not None:
        return False
    row = {"store_id": store_id, "name": store_id, "timezone": timezone}
    connection.execute(insert_for(connection, stores).on_conflict_do_nothing(), row)
    publish_stores(connection, [store_id], policy)
    ensure_codes(connection, [store_id])
    return True


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table by the name it has on the floor."""

    name: str
    seats: int | None
    area: str


class TableImporter:
    """Writes the tables of a store."""

    def read(self, row: Row) -> TableRow:
        """Return the table a record describes."""
        seats = row.whole("seats")
        if seats is not None and not 0 < seats <= 1000:
            raise Unreadable("cell_seats", f"seats: a table does not have {seats}")
        return TableRow(name=need(row, "name"), seats=seats, area=clean_text(row.text("area")))

    def write(self, batch: Batch, rows: Sequence[TableRow]) -> None:
        """Write tables and publish their cards."""
        columns = (store_tables.c.name, store_tables.c.row_hash)
        here = store_tables.c.store_id == batch.store_id
        names = [row.name for row in rows]
        found = lookup(batch.connection, columns, store_tables.c.name, names, here)
        held = {row.name: row.row_hash for row in found}
        fresh: dict[str, dict[str, object]] = {}
        for row in rows:
            hashed = content_hash(row.name, row.seats, row.area)
            if batch.compare(held.get(row.name), hashed):
                held[row.name] = hashed
                values = {"name": row.name, "seats": row.seats, "area": row.area}
                fresh[row.name] = {"store_id": batch.store_id, **values, "row_hash": hashed}
        upsert(batch.connection, store_tables, list(fresh.values()))
        publish_tables(batch.connection, batch.store_id, list(fresh))
        ensure_codes(batch.connection, [batch.store_id] if fresh else [])

    def finish(self, report: ImportReport) -> None:
        """Nothing is left to say."""


def publish_tables(connection: Connection, store_id: str, names: Sequence[str]) -> None:
    """Publish the cards of a store's tables to its desk."""
    columns = (store_tables.c.name, store_tables.c.seats, store_tables.c.area)
    here = store_tables.c.store_id == store_id
    cards = [
        TableCard(store_id=store_id, name=row.name, seats=row.seats, area=row.area)
        for row in lookup(connection, columns, store_tables.c.name, names, here)
    ]
    reach = frozenset({store_id})
    publish(connection, [Publication("table", f"{store_id}/{c.name}", encode_card(c), reach) for c in cards])


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff."""

    staff_id: str
    name: str
    role: str


class StaffImporter:
    """Writes the staff of a store."""

    def read(self, row: Row) -> StaffRow:
        """Return the member of staff a record describes."""
        return StaffRow(staff_id=need(row, "staff_id"), name=need(row, "name"), role=clean_text(row.text("role")))

    def write(self, batch: Batch, rows: Sequence[StaffRow]) -> None:
        """Write staff and publish their cards."""
        columns = (staff.c.staff_id, staff.c.store_id, staff.c.name, staff.c.row_hash)
        ids = [row.staff_id for row in rows]
        known = {row.staff_id: row for row in lookup(batch.connection, columns, staff.c.staff_id, ids)}
        held = {staff_id: row.row_hash for staff_id, row in known.items()}
        fresh: dict[str, dict[str, object]] = {}
        for row in rows:
            hashed = content_hash(batch.store_id, row.staff_id, row.name, row.role)
            if batch.compare(held.get(row.staff_id), hashed):
                held[row.staff_id] = hashed
                values = {"staff_id": row.staff_id, "name": row.name, "role": row.role}
                fresh[row.staff_id] = {"store_id": batch.store_id, **values, "row_hash": hashed}
        upsert(batch.connection, staff, list(fresh.values()))
        cards = [
            StaffCard(staff_id=str(v["staff_id"]), store_id=batch.store_id, name=str(v["name"]), role=str(v["role"]))
            for v in fresh.values()
        ]
        reach = frozenset({batch.store_id})
        publish(batch.connection, [Publication("staff", c.staff_id, encode_card(c), reach) for c in cards])
        named = {
            staff_id: (known[staff_id].name, str(fresh[staff_id]["name"])) for staff_id in fresh if staff_id in known
        }
        renamed = {staff_id: names for staff_id, names in named.items() if names[0] != names[1]}
        ensure_codes(batch.connection, [batch.store_id] if fresh else [])
        rename(batch.connection, batch.store_id, PrintedKind.STAFF, renamed)

    def finish(self, report: ImportReport) -> None:
        """Nothing is left to say."""


def need(row: Row, field: str) -> str:
    """Return a text that must be there, on one line; raise `Unreadable` where it is missing."""
    text = clean_name(row.text(field)) if field in ("name", "dish_name") else clean_text(row.text(field))
    if not text:
        raise Unreadable("cell_missing", f"{field} is missing", field=field)
    return text
