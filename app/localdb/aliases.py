"""Ids made at this desk that HQ knows by another name: in rows not sent yet, and in what staff do next."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import msgspec

from app.domain.commands import KINDS, Command, kind_of
from app.wire.codec import encode_command

from . import outbox
from .database import Database

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
            renamed = with_ids(row.command, aliases)
            arrival_id, guest_id = outbox.named_by(renamed)
            db.execute(
                "update outbox set subject = ?, arrival_id = ?, guest_id = ?, body = ? where position = ?",
                (
                    aliases.get(row.subject, row.subject),
                    arrival_id,
                    guest_id,
                    encode_command(renamed).decode(),
                    row.position,
                ),
            )


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
