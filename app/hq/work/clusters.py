"""Which guests are one person: aliases, and guests that were merged into others.

A merge moves nothing. Each guest keeps the facts that were written under its id, and `guests.merged_into` names the
guest it goes by; whoever reads a person's facts reads those of the whole cluster. Taking the pointer away gives both
back as they were, with what has come for each since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from app.hq.tables import guest_aliases, guests

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ALIASES = select(guest_aliases.c.alias, guest_aliases.c.guest_id).where(guest_aliases.c.alias.in_(_IDS))
_PARENTS = select(guests.c.guest_id, guests.c.merged_into).where(
    guests.c.guest_id.in_(_IDS), guests.c.merged_into.is_not(None)
)
_CHILDREN = select(guests.c.guest_id, guests.c.merged_into).where(guests.c.merged_into.in_(_IDS))

_CHUNK = 500


def own_ids(connection: Connection, guest_ids: Iterable[str]) -> dict[str, str]:
    """Return for each id the guest under which its facts are kept: itself, or the guest it is an alias of."""
    return _followed(connection, _ALIASES, guest_ids)


def canonicals(connection: Connection, guest_ids: Iterable[str]) -> dict[str, str]:
    """Return for each id the guest it goes by now: aliases are followed, then merges."""
    own = own_ids(connection, guest_ids)
    by = _followed(connection, _PARENTS, own.values())
    return {guest_id: by[kept] for guest_id, kept in own.items()}


def heads(connection: Connection, guest_ids: Iterable[str]) -> dict[str, str]:
    """Return for each id of a guest, none of them an alias, the guest it goes by now."""
    return _followed(connection, _PARENTS, guest_ids)


def members_of(connection: Connection, guest_ids: Iterable[str]) -> dict[str, str]:
    """Return everybody who goes by one of `guest_ids`, each with that id; the ids themselves among them.

    The ids are canonical (`canonicals`). Costs one probe of an index where nobody is merged.
    """
    found = {guest_id: guest_id for guest_id in guest_ids}
    below = list(found)
    while below:
        rows = [tuple(row) for row in _asked(connection, _CHILDREN, below)]
        fresh = {child: found[parent] for child, parent in rows if child not in found}
        found |= fresh
        below = list(fresh)
    return found


def own_id(connection: Connection, guest_id: str) -> str:
    """Return the guest under which facts about `guest_id` are kept."""
    return own_ids(connection, [guest_id])[guest_id]


def canonical(connection: Connection, guest_id: str) -> str:
    """Return the guest that `guest_id` goes by now: aliases are followed, then merges."""
    return canonicals(connection, [guest_id])[guest_id]


def _followed(connection: Connection, step: Select[Any], guest_ids: Iterable[str]) -> dict[str, str]:
    found = {guest_id: guest_id for guest_id in guest_ids}
    pending = list(found)
    while pending:
        steps = {row[0]: row[1] for row in _asked(connection, step, pending)}
        for guest_id, reached in found.items():
            found[guest_id] = steps.get(reached, reached)
        pending = list(dict.fromkeys(steps.values()))
    return found


def _asked(connection: Connection, query: Select[Any], ids: list[str]) -> Iterator[Any]:
    for start in range(0, len(ids), _CHUNK):
        yield from connection.execute(query, {"ids": ids[start : start + _CHUNK]})
