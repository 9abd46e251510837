"""Conflicts as rows and as cards: found once, kept until a manager settles them, on the desks of those concerned.

A conflict is about the guests' own identities and stays when they are merged; while both sides are one person there
is nothing to decide and its card is off the desks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, delete, select, update

from app.domain.conflicts import ConflictCard, ConflictKind, Decision
from app.domain.guests import IdentityKind
from app.hq.clock import from_us, us_of
from app.hq.feed import Publication, insert_for, publish
from app.hq.tables import cards, conflicts, feed, guests
from app.wire.codec import decode, encode, encode_card

from .clusters import heads
from .persons import shown

_CHUNK = 500

_AnyRow = Row[*tuple[Any, ...]]

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ROWS = select(conflicts).where(conflicts.c.conflict_id.in_(_IDS))
_ABOUT = tuple(
    select(conflicts.c.conflict_id).where(side.in_(_IDS)) for side in (conflicts.c.left_guest, conflicts.c.right_guest)
)
_GUESTS = select(guests.c.guest_id, guests.c.name, guests.c.phone).where(guests.c.guest_id.in_(_IDS))
_HOLDERS = select(feed.c.card_id, feed.c.store_id).where(feed.c.kind == "guest", feed.c.card_id.in_(_IDS))
_UNSEEN = select(conflicts).where(
    conflicts.c.state == "open",
    ~select(cards.c.card_id).where(cards.c.kind == "conflict", cards.c.card_id == conflicts.c.conflict_id).exists(),
)
_STANDING = select(conflicts.c.conflict_id).where(conflicts.c.conflict_id.in_(_IDS), conflicts.c.state != "gone")
_AGAIN = update(conflicts).where(conflicts.c.conflict_id.in_(_IDS), conflicts.c.state == "gone").values(state="open")


def conflict_row(
    kind: str, left: str, right: str, evidence: Mapping[str, str], now: datetime, store_id: str, name: str = ""
) -> dict[str, object]:
    """Return the row of `conflicts` for a disagreement; the same one has the same id whenever it is found.

    `left` has what is disputed, `right` is said to have it too. `name` is the id, where the kind has ids of its own.
    """
    return {
        "conflict_id": name or _name(left, right, evidence),
        "kind": kind,
        "store_id": store_id,
        "left_guest": left,
        "right_guest": right,
        "evidence": encode(evidence).decode(),
        "found_us": us_of(now),
    }


def _name(left: str, right: str, evidence: Mapping[str, str]) -> str:
    """Return the one name of two guests' dispute over an identity, whoever has it and however it was found."""
    kind, value = evidence.get("kind", "phone"), evidence.get("value") or evidence.get("phone", "")
    return blake2b("\x1f".join((*sorted((left, right)), kind, value)).encode(), digest_size=16).hexdigest()


def record(connection: Connection, rows: Sequence[Mapping[str, object]]) -> set[str]:
    """Keep disagreements that are new, and open those again that had gone; a settled one stays settled.

    Returns the ids of those that are open now and were not before.
    """
    if not rows:
        return set()
    ids = sorted({str(row["conflict_id"]) for row in rows})
    held = set(_asked(connection, _STANDING, ids))
    connection.execute(insert_for(connection, conflicts).on_conflict_do_nothing(), list(rows))
    connection.execute(_AGAIN, {"ids": ids})
    return set(ids) - held


def show(connection: Connection, conflict_ids: Iterable[str], accepted_us: int = 0) -> None:
    """Publish the cards of these conflicts as they are now, to the stores concerned."""
    wanted = sorted(set(conflict_ids))
    for start in range(0, len(wanted), _CHUNK):
        rows = connection.execute(_ROWS, {"ids": wanted[start : start + _CHUNK]}).all()
        publish(connection, list(_news(connection, rows)), accepted_us)


def show_about(connection: Connection, guest_ids: Iterable[str], accepted_us: int = 0) -> None:
    """Publish the cards of every conflict of these guests (ids of their own, not canonical ones)."""
    show(connection, {found for query in _ABOUT for found in _asked(connection, query, guest_ids)}, accepted_us)


def show_unseen(connection: Connection) -> int:
    """Publish open conflicts that have no card yet: they were found before conflicts had any. Returns how many."""
    unseen = [_renamed(connection, row) for row in connection.execute(_UNSEEN).all()]
    show(connection, unseen)
    return len(unseen)


def _renamed(connection: Connection, row: _AnyRow) -> str:
    """Give a conflict over an identity the name it has now, and the sides their order: the left one has it."""
    old = str(row.conflict_id)
    if row.kind == ConflictKind.ORDER_IDENTITY:
        return old
    evidence = evidence_of(row.evidence)
    name = _name(row.left_guest, row.right_guest, evidence)
    if name == old:
        return old
    left, right = row.left_guest, row.right_guest
    if row.kind == ConflictKind.EVENT_IDENTITY:
        left, right = right, left
    connection.execute(delete(conflicts).where(conflicts.c.conflict_id == old))
    fresh = conflict_row(row.kind, left, right, evidence, from_us(row.found_us), row.store_id, name)
    record(connection, [fresh])
    return name


def cards_of(connection: Connection, conflict_ids: Sequence[str]) -> dict[str, ConflictCard]:
    """Return the cards of those of at most a few hundred conflicts that exist and have not gone."""
    rows = connection.execute(_ROWS, {"ids": conflict_ids}).all()
    known, goes_by = _known(connection, rows), heads(connection, _sides(rows))
    return {row.conflict_id: _card(row, known, goes_by) for row in rows if row.state != "gone"}


def _news(connection: Connection, rows: Sequence[_AnyRow]) -> Iterator[Publication]:
    sides = _sides(rows)
    goes_by = heads(connection, sides)
    known = _known(connection, rows)
    holders: dict[str, set[str]] = {}
    for row in connection.execute(_HOLDERS, {"ids": sorted({*sides, *goes_by.values()})}):
        holders.setdefault(row.card_id, set()).add(row.store_id)
    for row in rows:
        one = row.right_guest != "" and goes_by[row.left_guest] == goes_by[row.right_guest] and row.state == "open"
        body = None if row.state == "gone" or one else encode_card(_card(row, known, goes_by))
        reach = {row.store_id} if row.store_id else set()
        if not reach:
            for side in {row.left_guest, row.right_guest} - {""}:
                reach |= holders.get(side, set()) | holders.get(goes_by[side], set())
        yield Publication("conflict", row.conflict_id, body, frozenset(reach))


def _sides(rows: Sequence[_AnyRow]) -> set[str]:
    return {side for row in rows for side in (row.left_guest, row.right_guest) if side}


def _known(connection: Connection, rows: Sequence[_AnyRow]) -> dict[str, _AnyRow]:
    sides = sorted(_sides(rows))
    return {row.guest_id: row for row in connection.execute(_GUESTS, {"ids": sides})} if sides else {}


def _card(row: _AnyRow, known: Mapping[str, _AnyRow], goes_by: Mapping[str, str]) -> ConflictCard:
    left, right = known.get(row.left_guest), known.get(row.right_guest)
    sides = (goes_by[row.left_guest], goes_by.get(row.right_guest, ""))
    if sides[0] == sides[1]:  # settled by making them one: the card goes on to name both
        sides = (row.left_guest, row.right_guest)
    evidence = evidence_of(row.evidence)
    return ConflictCard(
        conflict_id=row.conflict_id,
        store_id=row.store_id,
        kind=ConflictKind(row.kind),
        left_guest=sides[0],
        right_guest=sides[1],
        left_name="" if left is None else left.name,
        left_phone="" if left is None else left.phone,
        right_name=evidence.get("name", "") if right is None else right.name,
        right_phone=evidence.get("phone", "") if right is None else right.phone,
        evidence=_told(evidence),
        found_at=from_us(row.found_us),
        decision=Decision(row.decision) if row.state == "settled" else None,
        settled_by=row.settled_by,
        settled_at=None if row.settled_us is None else from_us(row.settled_us),
        note=row.note,
        merge_id=row.merge_id,
    )


def evidence_of(text: str) -> dict[str, str]:
    """Return what disagrees; what an older version wrote beside it is left out."""
    return {key: value for key, value in decode(text, dict[str, Any]).items() if isinstance(value, str)}


def _told(evidence: Mapping[str, str]) -> dict[str, str]:
    kind = evidence.get("kind", "")
    if kind not in set(IdentityKind):
        return dict(evidence)
    return {**evidence, "value": shown(kind, evidence.get("value", ""))}


def _asked(connection: Connection, query: Select[Any], ids: Iterable[str]) -> Iterator[str]:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        yield from connection.execute(query, {"ids": wanted[start : start + _CHUNK]}).scalars()
