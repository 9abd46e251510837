"""Ids made at this desk that HQ knows by another name: in rows not sent yet, and in what staff do next."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import msgspec

from app.domain.commands import KINDS, Command, kind_of
from app.domain.faults import Fault
from app.wire.codec import encode_command

from . import outbox, subjects
from .database import Database
from .outbox import OutboxRow

_NAMING_OTHERS = ("guest.merge", "conflict.settle")
"""Commands that name a guest in another field than `guest_id`."""

_IDS = ("arrival_id", "guest_id", "other_id", "keep")
"""The fields of commands that hold an id of an arrival or a guest."""


def rename(db: Database, aliases: dict[str, str]) -> None:
    """From now on an id made here goes by the name HQ has for it: in rows not sent yet, and in what staff do next."""
    for alias, known in aliases.items():
        if alias == known:
            continue
        note_alias(db, alias, known)
        db.execute("update aliases set id = ? where id = ?", (known, alias))
        beside = (row for row in outbox.waiting_of(db, _NAMING_OTHERS) if alias in row.body)
        for row in {row.position: row for row in (*outbox.touching(db, {alias}, {alias}), *beside)}.values():
            db.execute(
                "update outbox set subject = ?, arrival_id = ?, guest_id = ?, body = ? where position = ?",
                (aliases.get(row.subject, row.subject), *_renamed(row, aliases), row.position),
            )


def _renamed(row: OutboxRow, aliases: dict[str, str]) -> tuple[str, str, str]:
    """Return the arrival and the guest that a row names from now on, and its body; one that cannot be read stays as it
    is: HQ will refuse it, and the answer that brought the names must not be lost over it."""
    try:
        renamed = with_ids(row.command, aliases)
    except Fault:
        return aliases.get(row.arrival_id, row.arrival_id), aliases.get(row.guest_id, row.guest_id), row.body
    return *subjects.named_by(renamed), encode_command(renamed).decode()


def note_alias(db: Database, made: str, known: str) -> None:
    """From now on the id `made` here goes by `known`, in what staff do next."""
    db.execute(
        "insert into aliases (alias, id) values (?, ?) on conflict (alias) do update set id = excluded.id",
        (made, known),
    )


def ids_in(command: Command) -> list[str]:
    """Return every id of an arrival or a guest that `command` names."""
    return [named for name in _IDS if (named := str(getattr(command, name, "")))]


def with_ids(command: Command, aliases: dict[str, str]) -> Command:
    """Return `command` naming what HQ knows instead of ids made here."""
    named = {name: str(getattr(command, name, "")) for name in _IDS}
    changed = {name: aliases[held] for name, held in named.items() if held in aliases}
    if not changed:
        return command
    fields: dict[str, Any] = asdict(command) | changed
    return KINDS[kind_of(command)](**fields)


def known_as(db: Database, *ids: str) -> dict[str, str]:
    """Return which of `ids` HQ knows under another name."""
    return dict(
        db.rows(
            "select alias, id from aliases where alias in (select value from json_each(?))",
            (msgspec.json.encode(list(ids)).decode(),),
        )
    )
