"""The identities that a guest file claims for its guests, and what comes of the claims.

Nothing is taken from somebody else: a phone that belongs to another guest makes a row in `conflicts`, which flags
both, unless a manager has settled just that. Two exceptions, in which nobody loses what was theirs: a phone that only
an order brought goes to the guest whom the file gives it to, and so does a phone that its owner has given up for
another since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import update

from app.hq.tables import conflicts, guests, identities
from app.hq.work.disputes import conflict_row, record
from app.wire.codec import decode

from .batch import Batch, lookup, upsert

_PHONE = "phone"


class Claimant(Protocol):
    """A guest and the identities it is said to have."""

    @property
    def guest_id(self) -> str:
        """The guest's id."""
        ...

    @property
    def phone(self) -> str:
        """The phone in its one form, "" for none."""
        ...

    @property
    def identities(self) -> tuple[tuple[str, str], ...]:
        """(kind, value) of every other identity."""
        ...


@dataclass(slots=True)
class Claimed:
    """What came of a batch's claims."""

    rows: int = 0
    """Rows that claim what is somebody else's, and nobody has settled it."""
    displaced: set[str] = field(default_factory=set)
    """Guests who lost a phone that an order had brought, or that they had given up."""
    flagged: set[str] = field(default_factory=set)
    """Guests who share an identity with somebody."""
    phones: set[str] = field(default_factory=set)
    """Phones that got an owner."""


def claim(batch: Batch, rows: Sequence[Claimant]) -> Claimed:
    """Register the identities of `rows`, whose guests are written already."""
    wanted = {row.guest_id: _pairs(row) for row in rows}
    owners = _owners(batch, {pair for pairs in wanted.values() for pair in pairs})
    phones = _phones(batch, {owner for owner, _ in owners.values()})
    claimed = Claimed()
    written: dict[tuple[str, str], str] = {}
    disputes: list[dict[str, object]] = []
    for guest_id, pairs in wanted.items():
        for pair in pairs:
            owner, origin = owners.get(pair, ("", ""))
            if owner == guest_id and origin != "order":
                continue
            if owner in ("", guest_id) or _free(pair, owner, origin, phones):
                written[pair] = guest_id
                owners[pair] = (guest_id, "import")
                claimed.phones |= {pair[1]} if pair[0] == _PHONE else set()
                claimed.displaced |= {owner} - {"", guest_id}
            else:
                disputes.append(_dispute(batch, pair, owner, guest_id))
    _write(batch, written)
    _forget_phones(batch, claimed.displaced, {value for kind, value in written if kind == _PHONE})
    _keep(batch, disputes, claimed)
    return claimed


def _pairs(row: Claimant) -> list[tuple[str, str]]:
    return [*row.identities, *([(_PHONE, row.phone)] if row.phone else [])]


def _owners(batch: Batch, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    columns = (identities.c.kind, identities.c.value, identities.c.guest_id, identities.c.origin)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for kind in sorted({kind for kind, _ in pairs}):
        values = sorted(value for its, value in pairs if its == kind)
        for row in lookup(batch.connection, columns, identities.c.value, values, identities.c.kind == kind):
            found[row.kind, row.value] = (row.guest_id, row.origin)
    return found


def _phones(batch: Batch, guest_ids: Iterable[str]) -> dict[str, str]:
    rows = lookup(batch.connection, (guests.c.guest_id, guests.c.phone), guests.c.guest_id, guest_ids)
    return {row.guest_id: row.phone for row in rows}


def _free(pair: tuple[str, str], owner: str, origin: str, phones: dict[str, str]) -> bool:
    """Tell whether a phone may change hands: an order brought it, or a file did and its owner has another by now."""
    if pair[0] != _PHONE:
        return False
    return origin == "order" or (origin == "import" and phones.get(owner, pair[1]) != pair[1])


def _dispute(batch: Batch, pair: tuple[str, str], owner: str, guest_id: str) -> dict[str, object]:
    if pair[0] == _PHONE:
        return conflict_row("phone_shared", owner, guest_id, {"phone": pair[1]}, batch.now, batch.store_id)
    evidence = {"kind": pair[0], "value": pair[1]}
    return conflict_row("event_identity", owner, guest_id, evidence, batch.now, batch.store_id)


def _write(batch: Batch, written: dict[tuple[str, str], str]) -> None:
    said = {"origin": "import", "since_us": batch.now_us}
    values = [{"kind": kind, "value": value, "guest_id": owner, **said} for (kind, value), owner in written.items()]
    upsert(batch.connection, identities, values)


def _forget_phones(batch: Batch, guest_ids: set[str], phones: set[str]) -> None:
    """Take the phones that changed hands off the rows of those who had them."""
    for guest_id in sorted(guest_ids):
        theirs = (guests.c.guest_id == guest_id) & guests.c.phone.in_(sorted(phones))
        batch.connection.execute(update(guests).where(theirs).values(phone=""))


def _keep(batch: Batch, disputes: list[dict[str, object]], claimed: Claimed) -> None:
    """Keep the disputes; of those that a manager has settled the loser's row must not show the phone again."""
    record(batch.connection, disputes)
    columns = (conflicts.c.conflict_id, conflicts.c.decision)
    ids = [str(row["conflict_id"]) for row in disputes]
    settled = conflicts.c.state == "settled"
    done = {
        row.conflict_id: row.decision
        for row in lookup(batch.connection, columns, conflicts.c.conflict_id, ids, settled)
    }
    over = [row for row in disputes if row["conflict_id"] not in done]
    claimed.rows = len({row["right_guest"] for row in over})
    claimed.flagged |= {str(row[side]) for row in over for side in ("left_guest", "right_guest")}
    for row in disputes:
        if done.get(str(row["conflict_id"])) == "right" and row["kind"] == "phone_shared":
            _forget_phones(batch, {str(row["right_guest"])}, {str(decode(str(row["evidence"]), dict)[_PHONE])})


def close_shared(batch: Batch, guest_ids: Iterable[str]) -> set[str]:
    """Close the conflicts over a phone that `guest_ids` no longer share; return the guests they were about."""
    columns = (conflicts.c.conflict_id, conflicts.c.left_guest, conflicts.c.right_guest, conflicts.c.evidence)
    ids = list(guest_ids)
    shared = (conflicts.c.kind == "phone_shared") & (conflicts.c.state == "open")
    rows = {
        row.conflict_id: (row.left_guest, row.right_guest, str(decode(row.evidence, dict).get(_PHONE, "")))
        for side in (conflicts.c.left_guest, conflicts.c.right_guest)
        for row in lookup(batch.connection, columns, side, ids, shared)
    }
    if not rows:
        return set()
    owners = _owners(batch, {(_PHONE, phone) for _, _, phone in rows.values()})
    phones = _phones(batch, {right for _, right, _ in rows.values()})
    over = [
        conflict_id
        for conflict_id, (left, right, phone) in rows.items()
        if owners.get((_PHONE, phone), ("", ""))[0] != left or phones.get(right) != phone
    ]
    for conflict_id in over:
        batch.connection.execute(update(conflicts).where(conflicts.c.conflict_id == conflict_id).values(state="gone"))
    return {guest_id for conflict_id in over for guest_id in rows[conflict_id][:2]}
