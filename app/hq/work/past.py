"""Where a guest's past is kept: eight questions to seven tables, each with its own order, and how a row is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, or_, select

from app.domain.arrivals import ArrivalCard
from app.hq.clock import from_us
from app.hq.tables import arrivals, bills, conflicts, interactions, merges, notes, standing_changes, stores
from app.wire.codec import decode
from app.wire.history import Past

AnyRow = Row[*tuple[Any, ...]]
Rows = Select[*tuple[Any, ...]]

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
"""The ids whose facts are asked for."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the past: its rows of `ids`, by when they happened and then by `key`, and how one is read."""

    rows: Rows
    at: ColumnElement[Any]
    key: ColumnElement[Any]
    read: Callable[[AnyRow], Past]
    own: bool = False
    """Only the guest's own rows, not those of guests merged into it."""


def _bill(row: AnyRow) -> Past:
    return Past(
        kind="bill",
        key=row.name,
        at=from_us(row.when_us),
        store_id=row.store_id,
        store=row.store or "",
        by=row.staff_id,
        table=row.table_name,
        party_size=row.party_size,
        paid_fen=row.paid_fen,
        list_fen=row.list_fen,
    )


def _arrival(row: AnyRow) -> Past:
    card = decode(row.body, ArrivalCard)
    return Past(
        kind="arrival",
        key=row.name,
        at=from_us(row.when_us),
        store_id=row.store_id,
        store=row.store or "",
        by=card.acknowledged_by,
        done_at=card.acknowledged_at,
        text=card.note,
        state=card.state.value,
        sources=tuple(kind.value for kind in card.sources),
        party_size=card.party_size,
        table=card.table,
        ticket=card.ticket_no,
    )


def _note(row: AnyRow) -> Past:
    told = {"store_id": row.store_id, "store": row.store or "", "by": row.author, "text": row.text}
    return Past(kind="note", key=row.name, at=from_us(row.when_us), **told)


def _interaction(row: AnyRow) -> Past:
    told = {"store_id": row.store_id, "store": row.store or "", "by": row.staff_id, "text": row.about}
    return Past(kind="interaction", key=row.name, at=from_us(row.when_us), what=row.kind, **told)


def _standing(row: AnyRow) -> Past:
    facts = {name: str(value) for name, value in decode(row.reason, dict[str, Any]).items()}
    changed = {"what": row.what, "old": row.old, "new": row.new, "policy": row.policy}
    return Past(kind="standing", key=row.name, at=from_us(row.when_us), facts=facts, **changed)


def _merge(row: AnyRow) -> Past:
    told = {"store_id": row.store_id, "by": row.by, "text": row.reason, "other": row.gone}
    return Past(kind="merge", key=row.name, at=from_us(row.when_us), undone=row.undone_us is not None, **told)


def _unmerge(row: AnyRow) -> Past:
    told = {"store_id": row.store_id, "by": row.undone_by, "other": row.gone}
    return Past(kind="unmerge", key=row.name, at=from_us(row.when_us), **told)


def _settled(row: AnyRow) -> Past:
    told = {"store_id": row.store_id, "by": row.settled_by, "text": row.note, "what": row.kind, "new": row.decision}
    return Past(kind="settled", key=row.name, at=from_us(row.when_us), **told)


def _with_store(table: Any, *columns: Any) -> Rows:  # noqa: ANN401 - any of the tables above
    joined = table.outerjoin(stores, stores.c.store_id == table.c.store_id)
    return select(*columns, table.c.store_id, stores.c.name.label("store")).select_from(joined)


def _of(column: ColumnElement[Any], rows: Rows) -> Rows:
    return rows.where(column.in_(IDS))


_MERGED = select(merges).where(or_(merges.c.kept.in_(IDS), merges.c.gone.in_(IDS)))

SOURCES: tuple[Source, ...] = (
    Source(
        select(conflicts).where(
            conflicts.c.settled_us.is_not(None),
            or_(conflicts.c.left_guest.in_(IDS), conflicts.c.right_guest.in_(IDS)),
        ),
        conflicts.c.settled_us,
        conflicts.c.conflict_id,
        _settled,
    ),
    Source(_MERGED, merges.c.at_us, merges.c.merge_id, _merge),
    Source(_MERGED.where(merges.c.undone_us.is_not(None)), merges.c.undone_us, merges.c.merge_id, _unmerge),
    Source(
        _of(standing_changes.c.guest_id, select(standing_changes)),
        standing_changes.c.at_us,
        standing_changes.c.what,
        _standing,
        own=True,
    ),
    Source(
        _of(
            interactions.c.guest_id,
            _with_store(interactions, interactions.c.kind, interactions.c.about, interactions.c.staff_id),
        ),
        interactions.c.at_us,
        interactions.c.key,
        _interaction,
    ),
    Source(
        _of(notes.c.guest_id, _with_store(notes, notes.c.author, notes.c.text)), notes.c.at_us, notes.c.note_id, _note
    ),
    Source(
        _of(arrivals.c.guest_id, _with_store(arrivals, arrivals.c.body)),
        arrivals.c.arrived_us,
        arrivals.c.arrival_id,
        _arrival,
    ),
    Source(
        _of(
            bills.c.guest_id,
            _with_store(
                bills,
                bills.c.staff_id,
                bills.c.table_name,
                bills.c.party_size,
                bills.c.paid_fen,
                bills.c.list_fen,
            ).where(bills.c.settled),
        ),
        func.coalesce(bills.c.closed_us, bills.c.opened_us, 0),
        bills.c.store_id + "/" + bills.c.bill_id,
        _bill,
    ),
)
"""The least important first: of two things at one moment the later one here comes first in a page."""
