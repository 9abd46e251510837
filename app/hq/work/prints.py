"""The print register: what was printed, where, when, by whom, how many; and what of it is lost.

Paper that was made is a fact: it is recorded whoever says so, also with codes that HQ does not know. A job is shown at
the desk that printed it and at the stores whose codes are on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, insert, select, update

from app.domain.commands import MarkLost, RecordPrint
from app.domain.faults import Refused, Unknown
from app.domain.names import clean_text
from app.domain.prints import Medium, PrintCard, PrintedPiece, check_print, mark_lost
from app.domain.replay import Deed
from app.hq.clock import from_us, us_of
from app.hq.feed import Publication, publish
from app.hq.tables import print_pieces, printed_codes, prints
from app.wire.codec import encode_card

from .code_changes import lost
from .enrolling import Device
from .printed import chunks
from .receipts import Done

PIECES = 5000
"""Codes on one job: more than a chain of restaurants prints at once."""

COPIES = 100_000
"""Copies of one piece."""

TEXT_LIMIT = 200

ID_LIMIT = 100

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_JOB = select(prints).where(prints.c.print_id == bindparam("print_id"))
_HELD = _JOB.with_for_update()
_JOBS = select(prints).where(prints.c.print_id.in_(_IDS)).order_by(prints.c.at_us, prints.c.print_id)
_PIECES = select(print_pieces).where(print_pieces.c.print_id.in_(_IDS))
_PIECES = _PIECES.order_by(print_pieces.c.print_id, print_pieces.c.code)
_STORES = select(printed_codes.c.code, printed_codes.c.store_id).where(printed_codes.c.code.in_(_IDS))
_WITH_CODE = select(print_pieces.c.print_id).where(print_pieces.c.code.in_(_IDS)).distinct()
_OF_STORE = select(prints.c.print_id).where(prints.c.store_id == bindparam("store_id"))
_LOSE = update(print_pieces).where(
    print_pieces.c.print_id == bindparam("job"), print_pieces.c.code == bindparam("piece")
)

_AnyRow = Row[*tuple[Any, ...]]


def record_print(connection: Connection, command: RecordPrint, deed: Deed, device: Device) -> Done:
    """Write a print job into the register; one that is there already stays as it is.

    Raises `Refused`: `print_empty`, `print_id`, `print_large`, `print_text`.
    """
    if not _is_id(command.print_id):
        raise Refused("print_id", f"a print job has an id of 1 to {ID_LIMIT} characters on one line")
    held = connection.execute(_HELD, {"print_id": command.print_id}).one_or_none()
    if held is not None:
        if held.store_id != deed.store_id:
            raise Refused("print_id", "this print job is another store's")
        return Done(touched=[("print", command.print_id)])
    card = _card_of(command, deed)
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


def _is_id(text: str) -> bool:
    return 0 < len(text) <= ID_LIMIT and clean_text(text) == text


def _card_of(command: RecordPrint, deed: Deed) -> PrintCard:
    """Return the job with each code once, in order; raise the `Refused` that says what cannot be."""
    if not clean_text(command.template):
        raise Refused("print_id", "a print job has the name of its template")
    if len(command.pieces) > PIECES:
        raise Refused("print_large", f"a print job has at most {PIECES} pieces", limit=PIECES)
    texts = [command.template, command.template_version, command.place, command.to]
    texts += [text for piece in command.pieces for text in (piece.code, piece.link)]
    if any(len(text) > TEXT_LIMIT for text in texts) or not all(clean_text(piece.code) for piece in command.pieces):
        raise Refused("print_text", f"each text of a print job has at most {TEXT_LIMIT} characters", limit=TEXT_LIMIT)
    merged: dict[str, PrintedPiece] = {}
    for piece in check_print(_unchecked(command, command.pieces, deed)).pieces:
        code = clean_text(piece.code)
        copies = piece.copies + (merged[code].copies if code in merged else 0)
        merged[code] = PrintedPiece(code=code, link=clean_text(piece.link), copies=min(copies, COPIES))
    return _unchecked(command, tuple(merged[code] for code in sorted(merged)), deed)


def _unchecked(command: RecordPrint, pieces: tuple[PrintedPiece, ...], deed: Deed) -> PrintCard:
    return PrintCard(
        print_id=command.print_id,
        store_id=deed.store_id,
        template=clean_text(command.template),
        template_version=clean_text(command.template_version),
        medium=command.medium,
        place=clean_text(command.place),
        to=clean_text(command.to),
        pieces=pieces,
        by=deed.author,
        at=deed.at,
    )


def lose(connection: Connection, command: MarkLost, deed: Deed) -> Done:
    """Mark the pieces of a code in a job as lost, or found again; for whoever printed them or whose code it is.

    Raises `Unknown`: `print_unknown`, `piece_unknown`; `Refused("print_text")`.
    """
    asked = {"print_id": command.print_id}
    row = connection.execute(_HELD, asked).one_or_none() if _is_id(command.print_id) else None
    if row is None:
        raise Unknown("print_unknown", "HQ knows no such print job", print_id=command.print_id)
    (held,) = _cards(connection, [row])
    owner = _stores_of(connection, [clean_text(command.code)]).get(command.code, "")
    if deed.store_id not in ("", held.store_id, owner):
        raise Unknown("print_unknown", "this print job is another store's", print_id=command.print_id)
    note = clean_text(command.note)
    if len(note) > TEXT_LIMIT:
        raise Refused("print_text", f"a note has at most {TEXT_LIMIT} characters", limit=TEXT_LIMIT)
    after = mark_lost(held, command.code, by=deed.author, at=deed.at, lost=not command.found, note=note)
    (piece,) = [each for each in after.pieces if each.code == command.code]
    marks = {"lost_us": None if piece.lost_at is None else us_of(piece.lost_at), "lost_by": piece.lost_by}
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
