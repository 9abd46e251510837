"""What bills say about their guests, held against what the guest file says. Nobody is merged, nothing is moved.

A bill from an export carries a guest's id, and often a name and a phone. All three are kept on the bill as they came,
so that the comparison can be made whenever either side is imported, in whatever order:

- the phone is this guest's: they agree. A name that differs is a garbled one, the guest file's stays, the other is
  kept as the guest's `name_original` (and on the bill);
- the phone is nobody's, and the name does not differ: the phone becomes this guest's;
- the phone is somebody else's, or nobody's under another name: the bill stays with the guest id, the phone is not
  attached, and a row in `conflicts` waits for a person;
- a manager has settled it: so it stays, whatever the files say again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import update

from app.domain.names import clean_name
from app.hq.tables import bills, conflicts, guests, identities
from app.hq.work.disputes import conflict_row
from app.hq.work.identities import register
from app.wire.codec import decode

from .batch import CHUNK, Batch, content_hash, lookup, upsert


class Verdict(StrEnum):
    """What a bill's name and phone say about its guest id."""

    AGREES = "agrees"
    REPAIRED = "repaired"
    ATTACHED = "attached"
    DISAGREES = "disagrees"
    SETTLED = "settled"


@dataclass(slots=True)
class _Known:
    """A guest as it stands; `listed`: a guest file has named it."""

    name: str
    phone: str
    name_original: str
    listed: bool


@dataclass(slots=True)
class Reconciled:
    """The verdict on each bill looked at, and the guests whose card it may change."""

    verdicts: dict[tuple[str, str], Verdict]
    guests: set[str]


def reconcile(batch: Batch, guest_ids: Iterable[str]) -> Reconciled:
    """Hold the bills of `guest_ids` against what is known of those guests, and write down what comes of it.

    Bills of other guests that wait for the owner of a phone which got one are looked at again too.
    """
    outcome = Reconciled({}, set())
    pending, done = set(guest_ids), set[str]()
    while pending:
        attached = _reconcile(batch, sorted(pending), outcome)
        done |= pending
        pending = waiting_for(batch, attached) - done
    return outcome


def waiting_for(batch: Batch, phones: Iterable[str]) -> set[str]:
    """Return the guests with a bill that names one of `phones` while it was nobody's."""
    wanted = set(phones)
    if not wanted:
        return set()
    columns = (conflicts.c.left_guest, conflicts.c.evidence)
    waiting = (conflicts.c.kind == "order_identity", conflicts.c.state == "open")
    open_ones = lookup(batch.connection, columns, conflicts.c.right_guest, [""], *waiting)
    return {row.left_guest for row in open_ones if decode(row.evidence, dict).get("phone") in wanted}


def _reconcile(batch: Batch, guest_ids: Sequence[str], outcome: Reconciled) -> set[str]:
    known = _guests(batch, guest_ids)
    rows = [row for row in _bills(batch, guest_ids) if row.guest_id in known]
    rows.sort(key=lambda row: (row.opened_us or row.closed_us or 0, row.bill_id))
    owners = phone_owners(batch, (row.guest_phone for row in rows))
    settled = settled_bills(batch, ((row.store_id, row.bill_id) for row in rows))
    attached: dict[str, str] = {}
    found: list[dict[str, object]] = []
    for row in rows:
        if (row.store_id, row.bill_id) in settled:
            outcome.verdicts[row.store_id, row.bill_id] = Verdict.SETTLED
            continue
        guest, name = known[row.guest_id], clean_name(row.guest_name)
        verdict = _judge(row, name, guest, owners.get(row.guest_phone))
        outcome.verdicts[row.store_id, row.bill_id] = verdict
        if verdict is not Verdict.DISAGREES:
            guest.phone = guest.phone or row.guest_phone
        if verdict is Verdict.ATTACHED:
            owners[row.guest_phone] = attached[row.guest_phone] = row.guest_id
        elif verdict is Verdict.DISAGREES:
            found.append(_conflict(batch, row, owners.get(row.guest_phone, "")))
        elif verdict is Verdict.REPAIRED and not guest.name_original:
            guest.name_original = name
    register(batch.connection, [("phone", phone, owner) for phone, owner in attached.items()], batch.now, "order")
    _save_guests(batch, known)
    places = [(row.store_id, row.bill_id) for row in rows]
    _save_conflicts(batch, [place for place in places if place not in settled], found, outcome)
    outcome.guests |= set(attached.values())
    return set(attached)


def _bills(batch: Batch, guest_ids: Sequence[str]) -> list[Any]:
    columns = (
        bills.c.store_id,
        bills.c.bill_id,
        bills.c.guest_id,
        bills.c.guest_name,
        bills.c.guest_phone,
        bills.c.opened_us,
        bills.c.closed_us,
    )
    return list(lookup(batch.connection, columns, bills.c.guest_id, guest_ids, bills.c.guest_phone != ""))


def _guests(batch: Batch, guest_ids: Sequence[str]) -> dict[str, _Known]:
    columns = (guests.c.guest_id, guests.c.name, guests.c.phone, guests.c.name_original, guests.c.row_hash)
    return {
        row.guest_id: _Known(row.name, row.phone, row.name_original, bool(row.row_hash))
        for row in lookup(batch.connection, columns, guests.c.guest_id, guest_ids)
    }


def phone_owners(batch: Batch, phones: Iterable[str]) -> dict[str, str]:
    """Return whose each of `phones` is, without those that are nobody's."""
    columns = (identities.c.value, identities.c.guest_id)
    rows = lookup(batch.connection, columns, identities.c.value, phones, identities.c.kind == "phone")
    return {row.value: row.guest_id for row in rows}


def _judge(row: Any, name: str, guest: _Known, owner: str | None) -> Verdict:  # noqa: ANN401  (a row of `_bills`)
    differs = bool(name and guest.name and name != guest.name)
    if owner == row.guest_id:
        return Verdict.REPAIRED if differs and guest.listed else Verdict.AGREES
    if owner is None and not differs:
        return Verdict.ATTACHED
    return Verdict.DISAGREES


def _conflict(batch: Batch, row: Any, owner: str) -> dict[str, object]:  # noqa: ANN401  (a row of `_bills`)
    evidence = {"bill_id": row.bill_id, "phone": row.guest_phone, "name": row.guest_name}
    name = _conflict_id(row.store_id, row.bill_id)
    return conflict_row("order_identity", row.guest_id, owner, evidence, batch.now, row.store_id, name)


def _conflict_id(store_id: str, bill_id: str) -> str:
    """Return the one name of what a bill disagrees about, whoever turns out to own the phone."""
    return content_hash("order_identity", store_id, bill_id)


def settled_bills(batch: Batch, places: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the bills (store, bill) whose guest a manager has decided on."""
    named = {_conflict_id(store_id, bill_id): (store_id, bill_id) for store_id, bill_id in places}
    ids = (conflicts.c.conflict_id,)
    found = lookup(batch.connection, ids, conflicts.c.conflict_id, named, conflicts.c.state == "settled")
    return {named[row.conflict_id] for row in found}


def _save_guests(batch: Batch, known: dict[str, _Known]) -> None:
    columns = (guests.c.guest_id, guests.c.phone, guests.c.name_original)
    for row in lookup(batch.connection, columns, guests.c.guest_id, known):
        guest = known[row.guest_id]
        if (guest.phone, guest.name_original) != (row.phone, row.name_original):
            values = {"phone": guest.phone, "name_original": guest.name_original}
            batch.connection.execute(update(guests).where(guests.c.guest_id == row.guest_id).values(values))


def _save_conflicts(
    batch: Batch, looked_at: list[tuple[str, str]], found: list[dict[str, object]], outcome: Reconciled
) -> None:
    ids = [_conflict_id(store_id, bill_id) for store_id, bill_id in looked_at]
    columns = (
        conflicts.c.conflict_id,
        conflicts.c.left_guest,
        conflicts.c.right_guest,
        conflicts.c.evidence,
        conflicts.c.state,
    )
    held = {row.conflict_id: row for row in lookup(batch.connection, columns, conflicts.c.conflict_id, ids)}
    wrong = {str(row["conflict_id"]): row for row in found}
    over = sorted(name for name, row in held.items() if name not in wrong and row.state == "open")
    fresh = {
        name: row
        for name, row in wrong.items()
        if (old := held.get(name)) is None
        or (old.left_guest, old.right_guest, old.evidence) != (row["left_guest"], row["right_guest"], row["evidence"])
        or old.state != "open"
    }
    upsert(batch.connection, conflicts, [{**row, "state": "open"} for row in fresh.values()], keep=("found_us",))
    for start in range(0, len(over), CHUNK):
        gone = conflicts.c.conflict_id.in_(over[start : start + CHUNK])
        batch.connection.execute(update(conflicts).where(gone).values(state="gone"))
    for row in fresh.values():
        outcome.guests |= {str(row["left_guest"]), str(row["right_guest"])} - {""}
    for name in {*over, *fresh} & held.keys():
        outcome.guests |= {held[name].left_guest, held[name].right_guest} - {""}
