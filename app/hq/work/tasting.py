"""What people say of a guest's tastes, as rows: of staff, of notes, of HQ; one a guest, thing and source.

Tastes from dishes are derived with the card and kept nowhere. A dismissal is a row of staff whose `show` is off: it
keeps who took the thing off and when, and hides the evidence up to then; what it hides is not kept, the notes and the
receipts of the commands are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from app.domain.commands import AddNote, AddTaste, DropTaste
from app.domain.names import clean_text
from app.domain.noting import tastes_said
from app.domain.replay import Deed, dismissal, gives_way, staff_taste
from app.domain.tastes import DishPolicy, Taste, TasteKind, TasteSource, heard, moment, settles
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import notes, tastes
from app.wire.codec import decode, encode


def write_note(connection: Connection, command: AddNote, deed: Deed, policy: DishPolicy) -> None:
    """Record a note, and the tags that it gives; a note that is known already says nothing new."""
    text = clean_text(command.text)
    row = insert_for(connection, notes).values(
        note_id=command.note_id,
        guest_id=command.guest_id,
        store_id=deed.store_id,
        text=text,
        author=deed.author,
        at_us=us_of(deed.at),
    )
    new = connection.execute(row.on_conflict_do_nothing().returning(notes.c.note_id)).scalar()
    if new is not None:
        said = tastes_said(text, day=deed.day, at=deed.at, author=deed.author)
        hear(connection, command.guest_id, said, policy)


def hear(connection: Connection, guest_id: str, said: Iterable[Taste], policy: DishPolicy) -> None:
    """Record tags that a note gives: what staff settled since it was written stands, and an allergy gives way to none.

    May be told the same again.
    """
    for taste in said:
        held = _held(connection, guest_id, taste.tag)
        staff = held.get(TasteSource.STAFF)
        if staff is not None and settles(staff, taste):
            continue
        kept = heard(held.get(taste.source), _until(taste, policy))
        if kept != held.get(taste.source):
            _write(connection, guest_id, kept)


def write_taste(connection: Connection, command: AddTaste, deed: Deed) -> None:
    """Record what staff say of a thing; what was said of it since, and an allergy that is not corrected, stand."""
    taste = staff_taste(command, deed)
    held = _held(connection, command.guest_id, taste.tag)
    own = held.get(TasteSource.STAFF)
    if own is not None and own.show and not gives_way(own, taste, command) and taste.kind is not TasteKind.ALLERGY:
        return
    if own is not None and not own.show and moment(own) > moment(taste):
        return
    if command.corrects:
        _forget(connection, command.guest_id, [old for old in held.values() if gives_way(old, taste, command)])
    _write(connection, command.guest_id, taste)


def drop_taste(connection: Connection, command: DropTaste, deed: Deed) -> None:
    """Forget what was said of the thing up to now, and note that it shall not be shown, whatever else speaks for it."""
    mark = dismissal(command, deed)
    held = _held(connection, command.guest_id, mark.tag)
    _forget(connection, command.guest_id, [old for old in held.values() if moment(old) <= moment(mark)])
    own = held.get(TasteSource.STAFF)
    if own is None or moment(own) <= moment(mark):
        _write(connection, command.guest_id, mark)


def _until(taste: Taste, policy: DishPolicy) -> Taste:
    if taste.kind is TasteKind.ALLERGY:
        return taste
    return replace(taste, expires=taste.date + timedelta(days=policy.note_days))


def _held(connection: Connection, guest_id: str, tag: str) -> dict[TasteSource, Taste]:
    """Return what is recorded of the thing, by who says so."""
    query = select(tastes.c.body).where(tastes.c.guest_id == guest_id, tastes.c.tag == tag)
    rows = [decode(body, Taste) for body in connection.execute(query).scalars()]
    return {taste.source: taste for taste in rows}


def _write(connection: Connection, guest_id: str, taste: Taste) -> None:
    body = encode(taste).decode()
    row = insert_for(connection, tastes).values(guest_id=guest_id, tag=taste.tag, source=taste.source.value, body=body)
    connection.execute(row.on_conflict_do_update(index_elements=["guest_id", "tag", "source"], set_={"body": body}))


def _forget(connection: Connection, guest_id: str, gone: Iterable[Taste]) -> None:
    for taste in gone:
        this = (tastes.c.guest_id == guest_id) & (tastes.c.tag == taste.tag) & (tastes.c.source == taste.source.value)
        connection.execute(delete(tastes).where(this))
