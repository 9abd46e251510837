"""What a group's events call it: its own id, or the id of its chat, which a manager may know only later."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Row,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    text,
    update,
)

from app.domain.faults import Refused
from app.domain.groups import GroupCard
from app.hq.tables import group_joins, group_members, groups

_SAID: Any = bindparam("said")
_OWN: Any = bindparam("own")
_MEANT = select(groups.c.group_id, groups.c.store_id, groups.c.kind).where(
    or_(groups.c.group_id == _SAID, and_(groups.c.chat_id == _SAID, groups.c.chat_id != ""))
)
_HOLD_ID = text("select pg_advisory_xact_lock(:space, hashtext(:group_id))")
_SPACE = 0x79624752
"""What keeps these locks apart from the program's others in one PostgreSQL database."""


def meant(connection: Connection, said: str) -> Row[*tuple[Any, ...]] | None:
    """Return id, store and kind of the group that an event calls `said`, None where there is none."""
    return connection.execute(_MEANT, {"said": said}).first()


def hold_id(connection: Connection, group_id: str) -> None:
    """Hold the id of a group or chat that HQ does not know: look again after it.

    Who makes the group, or says which chat is its own, waits for who tells of a member, and the other way round. Else
    neither would see what the other writes, and the member would be missing from the group's count.
    """
    if connection.dialect.name == "postgresql":  # on SQLite nobody else writes meanwhile
        connection.execute(_HOLD_ID, {"space": _SPACE, "group_id": group_id})


def settle(connection: Connection, wanted: GroupCard, before: GroupCard | None) -> None:
    """Let the events of the chat that a group says is its own count for it, also those that came before it said so.

    To be called before the group is written. Raises `Refused("group_chat_taken")` where another group has it.
    """
    names = {wanted.group_id} if before is None else set()
    if wanted.chat_id and (before is None or wanted.chat_id != before.chat_id):
        hold_id(connection, wanted.chat_id)
        names.add(wanted.chat_id)
    for name in sorted(names):
        other = meant(connection, name)
        if other is not None and other.group_id != wanted.group_id:
            raise Refused("group_chat_taken", f"another group's events are told by {name}", chat_id=name)
    if wanted.chat_id in names:
        for move in _MOVES:
            connection.execute(move, {"said": wanted.chat_id, "own": wanted.group_id})


def _moves(table: Table) -> tuple[Delete, Update]:
    """What was told of the one id is told of the other; what was told of both already, of one."""
    twin = table.alias()
    keys = [column.name for column in table.primary_key if column.name != "group_id"]
    same = exists().where(twin.c.group_id == _OWN, *(twin.c[key] == table.c[key] for key in keys))
    theirs = table.c.group_id == _SAID
    return delete(table).where(theirs, same), update(table).where(theirs).values(group_id=_OWN)


_MOVES = (*_moves(group_members), *_moves(group_joins))
