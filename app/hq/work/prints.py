"""The print register: what was printed, where, when, by whom, how many; and what of it is lost.

Paper that was made is a fact: it is recorded whoever says so, also with codes that HQ does not know. A job is shown at
the desk that printed it and at the stores whose codes are on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, func, insert, select, update

from app.domain import paper
from app.domain.commands import MarkLost, RecordPrint
from app.domain.printed import code_in
from app.domain.prints import Medium, PrintCard, PrintedPiece
from app.domain.replay import Deed
from app.hq.clock import from_us, us_of
from app.hq.feed import Publication, lock_stores, publish
from app.hq.tables import print_pieces, printed_codes, prints
from app.wire.codec import encode_card

from .code_changes import lost
from .enrolling import Device
from .printed import chunks
from .receipts import Done

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_JOB = select(prints).where(prints.c.print_id == bindparam("print_id"))
_HELD = _JOB.with_for_update()
_JOBS = select(prints).where(prints.c.print_id.in_(_IDS)).order_by(prints.c.at_us, prints.c.print_id)
_PIECES = select(print_pieces).where(print_pieces.c.print_id.in_(_IDS))
_PIECES = _PIECES.order_by(print_pieces.c.print_id, print_pieces.c.code)
_SAID = select(func.coalesce(print_pieces.c.said_us, print_pieces.c.lost_us)).where(
    print_pieces.c.print_id == bindparam("print_id"), print_pieces.c.code == bindparam("code")
)
_CODES = select(print_pieces.c.code).where(print_pieces.c.print_id == bindparam("print_id"))
_STORES = select(printed_codes.c.code, printed_codes.c.store_id).where(printed_codes.c.code.in_(_IDS))
_WITH_CODE = select(print_pieces.c.print_id).where(print_pieces.c.code.in_(_IDS)).distinct()
_OF_STORE = select(prints.c.print_id).where(prints.c.store_id == bindparam("store_id"))
_LOSE = update(print_pieces).where(
    print_pieces.c.print_id == bindparam("job"), print_pieces.c.code == bindparam("piece")
)

_AnyRow = Row[*tuple[Any, ...]]


def record_print(connection: Connection, command: RecordPrint, deed: Deed, device: Device) -> Done:
    """Write a print job into the register; one that is there already stays as it is.

    Raises what `paper.record_print` raises.
    """
    held = _held(connection, command.print_id)
    card = paper.record_print(command, held, deed)
    if held is not None:
        return Done(touched=[("print", held.print_id)])
    row = {
        **{name: getattr(card, name) for name in ("print_id", "store_id", "template", "template_version", "place")},
        "medium": card.medium.value,
        "sent_to": card.to,
        "by": card.by,
        "device_id": device.device_id,
        "at_us": us_of(card.at),
    }
    connection.execute(insert(prints), row)
    pieces = [{"print_id": card.print_id, "code": p.code, "link": p.link, "copies": p.copies} for p in card.pieces]
    connection.execute(insert(print_pieces), pieces)
    _shown(connection, card)
    return Done(touched=[("print", card.print_id)])


def hold_stores(connection: Connection, command: RecordPrint | MarkLost, store_id: str) -> None:
    """Hold every store that will hear of it, in the one order in which everybody holds several: desks that print each
    others' codes at the same time would wait for each other else."""
    if isinstance(command, RecordPrint):
        codes: Iterable[str] = (piece.code for piece in command.pieces)
    else:
        asked = {"print_id": command.print_id if paper.is_id(command.print_id) else ""}
        codes = connection.execute(_CODES, asked).scalars()
    owners = _stores_of(connection, sorted({code for code in codes if code_in(code) == code}))
    lock_stores(connection, sorted({store_id, *owners.values()} - {""}))


def _held(connection: Connection, print_id: str) -> PrintCard | None:
    """Lock and return a print job; None where there is none of that id."""
    rows = connection.execute(_HELD, {"print_id": print_id}).all() if paper.is_id(print_id) else []
    return next(iter(_cards(connection, rows)), None)


def lose(connection: Connection, command: MarkLost, deed: Deed, now: datetime) -> Done:
    """Mark the pieces of a code in a job as lost, or found again; for whoever printed them or whose code it is.

    What comes late (the desk was offline) does not undo what somebody said later than `deed`; what was said at a moment
    after `now` (beside a service that lives a past day again) says nothing. Raises what `paper.lose` raises.
    """
    held = _held(connection, command.print_id)
    owner = _stores_of(connection, [code_in(command.code)]).get(command.code, "")
    after = paper.lose(command, held, deed, owner)
    said_us = connection.execute(_SAID, {"print_id": command.print_id, "code": command.code}).scalar_one()
    if said_us is not None and us_of(deed.at) < said_us <= us_of(now):
        return Done(touched=[("print", command.print_id)])
    (piece,) = [each for each in after.pieces if each.code == command.code]
    marks = {"lost_us": None if piece.lost_at is None else us_of(piece.lost_at), "lost_by": piece.lost_by}
    marks["said_us"] = us_of(deed.at)
    connection.execute(_LOSE, {**marks, "note": piece.note, "job": command.print_id, "piece": command.code})
    _shown(connection, after)
    return Done(touched=[("print", command.print_id)])


def _shown(connection: Connection, wanted: PrintCard) -> None:
    """Read the job back, compare it with what was asked, and publish it."""
    found = print_of(connection, wanted.print_id)
    if found != wanted:
        raise lost("print", wanted.print_id, wanted, found)
    owners = set(_stores_of(connection, [piece.code for piece in found.pieces]).values()) - {""}
    reach = frozenset({found.store_id, *owners})
    publish(connection, [Publication("print", found.print_id, encode_card(found), reach)])


def _stores_of(connection: Connection, codes: Sequence[str]) -> dict[str, str]:
    rows = (row for part in chunks(codes) for row in connection.execute(_STORES, {"ids": part}))
    return {row.code: row.store_id for row in rows}


# --- read ------------------------------------------------------------------------------------------------------------


def print_of(connection: Connection, print_id: str) -> PrintCard | None:
    """Return the print job, None where there is none of that id."""
    rows = connection.execute(_JOB, {"print_id": print_id}).all()
    return next(iter(_cards(connection, rows)), None)


def register(connection: Connection, store_id: str = "") -> list[PrintCard]:
    """Return the print jobs of a store, or of all, the oldest first."""
    query = _OF_STORE if store_id else select(prints.c.print_id)
    asked = {"store_id": store_id} if store_id else {}
    return _named(connection, connection.execute(query, asked).scalars())


def prints_with(connection: Connection, codes: Iterable[str]) -> list[PrintCard]:
    """Return the print jobs with any of `codes` on them, the oldest first."""
    wanted = sorted(set(codes))
    found = (name for part in chunks(wanted) for name in connection.execute(_WITH_CODE, {"ids": part}).scalars())
    return _named(connection, found)


def _named(connection: Connection, print_ids: Iterable[str]) -> list[PrintCard]:
    parts = chunks(sorted(set(print_ids)))
    rows = [row for part in parts for row in connection.execute(_JOBS, {"ids": part}).all()]
    return sorted(_cards(connection, rows), key=lambda card: (card.at, card.print_id))


def _cards(connection: Connection, rows: Sequence[_AnyRow]) -> list[PrintCard]:
    pieces: dict[str, list[PrintedPiece]] = {row.print_id: [] for row in rows}
    for part in chunks(list(pieces)):
        for row in connection.execute(_PIECES, {"ids": part}):
            pieces[row.print_id].append(
                PrintedPiece(
                    code=row.code,
                    link=row.link,
                    copies=row.copies,
                    lost_at=None if row.lost_us is None else from_us(row.lost_us),
                    lost_by=row.lost_by,
                    note=row.note,
                )
            )
    return [
        PrintCard(
            print_id=row.print_id,
            store_id=row.store_id,
            template=row.template,
            template_version=row.template_version,
            medium=Medium(row.medium),
            place=row.place,
            to=row.sent_to,
            pieces=tuple(pieces[row.print_id]),
            by=row.by,
            at=from_us(row.at_us),
        )
        for row in rows
    ]
