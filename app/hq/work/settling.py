"""A manager says who is right: one person, or two and whose the phone, the bill or the identity is.

What changes hands is written down with whose it was (`settlements.moved`), so that opening the conflict again puts
everything back. Nothing is decided twice: the first settlement stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from app.domain.commands import MergeGuests, ReopenConflict, SettleConflict
from app.domain.conflicts import Decision
from app.domain.conflicts import settle as decided
from app.domain.faults import Refused, Unknown
from app.domain.names import clean_text
from app.domain.replay import NOTE_LIMIT, Deed
from app.hq.clock import us_of
from app.hq.tables import (
    conflicts,
    settlements,
    staff,
)
from app.wire.codec import decode, encode

from .board import refresh_board
from .clusters import canonicals, own_ids
from .disputes import cards_of, show
from .giving import Moved, give, take_back
from .merging import Merged, merge, touched, unmerge
from .occasion import Occasion
from .receipts import Done

MANAGER = "manager"
"""The role, in the staff file, of whoever runs a store."""

_HELD = select(conflicts).where(conflicts.c.conflict_id == bindparam("conflict_id")).with_for_update()
_LAST = (
    select(settlements.c.settlement_id, settlements.c.moved)
    .where(settlements.c.conflict_id == bindparam("conflict_id"), settlements.c.undone_us.is_(None))
    .order_by(settlements.c.at_us.desc())
    .limit(1)
)
_MANAGERS = select(staff.c.staff_id, staff.c.name).where(
    staff.c.store_id == bindparam("store_id"), staff.c.role == MANAGER
)
_BY_MERGE = select(conflicts.c.conflict_id).where(
    conflicts.c.merge_id == bindparam("merge_id"), conflicts.c.state == "settled"
)

_Found = Row[*tuple[Any, ...]]


def only_managers(connection: Connection, deed: Deed) -> None:
    """Raise `Refused("manager_only")` where the store's staff file names managers and the author is none of them."""
    known = connection.execute(_MANAGERS, {"store_id": deed.store_id}).all()
    if known and not any(deed.author in (row.staff_id, row.name) for row in known):
        names = "、".join(sorted(row.name for row in known))
        raise Refused("manager_only", f"only a manager may decide this: {names}", names=names)


def settle(connection: Connection, command: SettleConflict, key: str, deed: Deed, occasion: Occasion) -> Done:
    """Settle the conflict as the command says; saying the same again changes nothing.

    Raises `Unknown("conflict_unknown")`, and `Refused`: `manager_only`, `conflict_gone`, `conflict_settled`,
    `conflict_one_sided`, `conflict_keep`, `conflict_moved` where what is disputed is somebody else's by now.
    """
    row = _hold(connection, command.conflict_id, deed.store_id)
    only_managers(connection, deed)
    if row.state == "gone":
        raise Refused("conflict_gone", "this conflict has gone: what disagreed was put right at its source")
    card = cards_of(connection, [row.conflict_id])[row.conflict_id]
    note = clean_text(command.note)[:NOTE_LIMIT]
    after = decided(card, command.decision, by=deed.author, at=deed.at, note=note)
    if after == card:
        return Done(touched=[("conflict", row.conflict_id)])
    merged = [_merged(connection, row, command, key, deed, occasion)] if after.decision is Decision.SAME else []
    moved = Moved() if merged else give(connection, row, command.decision, deed)
    named = {"decision": command.decision.value, "note": note, "settled_by": deed.author}
    merge_id = (command.merge_id or key) if any(merged) else ""
    _enter(connection, row, state="settled", settled_us=us_of(deed.at), merge_id=merge_id, **named)
    _keep(connection, key, command, note, moved, deed)
    seen = _show(connection, row, moved, deed.store_id, occasion)
    return Done(touched=[*seen, *touched((one for one in merged if one is not None), deed.store_id)])


def reopen(connection: Connection, command: ReopenConflict, deed: Deed, occasion: Occasion) -> Done:
    """Open a settled conflict again and put back what settling it moved; an open one stays as it is.

    Raises `Unknown("conflict_unknown")`, `Refused("manager_only")`.
    """
    row = _hold(connection, command.conflict_id, deed.store_id)
    only_managers(connection, deed)
    return _open_again(connection, row, deed, occasion)


def _open_again(connection: Connection, row: _Found, deed: Deed, occasion: Occasion) -> Done:
    if row.state != "settled":
        return Done(touched=[("conflict", row.conflict_id)])
    merged = [unmerge(connection, row.merge_id, deed, occasion)] if row.merge_id else []
    last = connection.execute(_LAST, {"conflict_id": row.conflict_id}).one_or_none()
    moved = Moved() if last is None else decode(last.moved, Moved)
    if last is not None:
        undone = update(settlements).where(settlements.c.settlement_id == last.settlement_id)
        connection.execute(undone.values(undone_by=deed.author, undone_us=us_of(deed.at)))
    take_back(connection, moved)
    _enter(connection, row, state="open", decision="", note="", settled_by="", settled_us=None, merge_id="")
    seen = _show(connection, row, moved, deed.store_id, occasion)
    return Done(touched=[*seen, *touched(merged, deed.store_id)])


def merge_by_hand(connection: Connection, command: MergeGuests, deed: Deed, occasion: Occasion) -> Done:
    """Merge two guests because a manager knows them for one person.

    Raises what `merging.merge` does, and `Refused("manager_only")`.
    """
    only_managers(connection, deed)
    reason = clean_text(command.reason)[:NOTE_LIMIT]
    done = merge(connection, command.merge_id, command.guest_id, command.other_id, reason, deed, occasion)
    return Done(touched=touched([done], deed.store_id))


def undo_merge(connection: Connection, merge_id: str, deed: Deed, occasion: Occasion) -> Done:
    """Take a merge back, and with it the settlement that made it.

    Raises `Unknown("merge_unknown")`, `Refused("manager_only")`.
    """
    only_managers(connection, deed)
    settled = connection.execute(_BY_MERGE, {"merge_id": merge_id}).scalars().all()
    done = [_open_again(connection, _hold(connection, found), deed, occasion) for found in settled]
    merged = unmerge(connection, merge_id, deed, occasion)
    return Done(touched=[*(key for one in done for key in one.touched), *touched([merged], deed.store_id)])


def _hold(connection: Connection, conflict_id: str, store_id: str = "") -> _Found:
    """Lock and return the conflict; a store (other than head office, "") knows its own and those of no store."""
    row = connection.execute(_HELD, {"conflict_id": conflict_id}).one_or_none()
    if row is None or (store_id and row.store_id not in ("", store_id)):
        raise Unknown("conflict_unknown", "HQ knows no such conflict")
    return row


def _enter(connection: Connection, row: _Found, **values: object) -> None:
    connection.execute(update(conflicts).where(conflicts.c.conflict_id == row.conflict_id).values(**values))


def _keep(connection: Connection, key: str, command: SettleConflict, note: str, moved: Moved, deed: Deed) -> None:
    row = {
        "settlement_id": key,
        "conflict_id": command.conflict_id,
        "decision": command.decision.value,
        "moved": encode(moved).decode(),
        "store_id": deed.store_id,
        "by": deed.author,
        "note": note,
        "at_us": us_of(deed.at),
    }
    connection.execute(insert(settlements).values(row))


def _merged(
    connection: Connection, row: _Found, command: SettleConflict, key: str, deed: Deed, occasion: Occasion
) -> Merged | None:
    """Merge both sides; None where they are one person already."""
    sides = (row.left_guest, row.right_guest)
    wanted = own_ids(connection, [command.keep])[command.keep] if command.keep else row.left_guest
    goes_by = canonicals(connection, sides)
    if wanted not in {*sides, *goes_by.values()}:
        raise Refused("conflict_keep", "the guest to keep is on neither side of this conflict")
    kept = next(side for side in sides if wanted in (side, goes_by[side]))
    gone = row.right_guest if kept == row.left_guest else row.left_guest
    if goes_by[kept] == goes_by[gone]:
        return None
    reason = f"conflict {row.conflict_id}"
    return merge(connection, command.merge_id or key, kept, gone, reason, deed, occasion)


def _show(
    connection: Connection, row: _Found, moved: Moved, store_id: str, occasion: Occasion
) -> list[tuple[str, str]]:
    """Make the cards of everybody concerned anew; return those cards."""
    sides = {row.left_guest, row.right_guest, moved.giver, moved.taker} - {""}
    stores = _stores(row, moved)
    everybody = sorted(set(canonicals(connection, sides).values()))
    parties = [card for guest_id in everybody for card in refresh_board(connection, guest_id, occasion, *stores)]
    show(connection, [row.conflict_id], occasion.accepted_us)
    here = [("arrival", card.arrival_id) for card in parties if card.store_id == store_id]
    return [("conflict", row.conflict_id), *(("guest", guest_id) for guest_id in everybody), *here]


def _stores(row: _Found, moved: Moved) -> Iterable[str]:
    """Return the store that must hold both guests: the one whose bill changed hands."""
    return [row.store_id] if moved.bill is not None and row.store_id else []
