"""How many are in a group, as events tell: somebody joined, somebody left, in any order and more than once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam

from app.domain.groups import GroupCard, moved_by
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import group_members

from .code_changes import lost
from .groups import MOVES, UPDATE, card_of_row, group_of, hold_row, show

_MOVES_OF_ONE = MOVES.where(group_members.c.person == bindparam("person"))


def count_members(
    connection: Connection, group_id: str, person: str, joined: bool, at: datetime, *, accepted_us: int = 0
) -> GroupCard | None:
    """Take in that `person` (a guest's own id) joined or left the group at `at`; twice is once, in any order.

    Returns the group as it is then, its card published; None for a group that HQ does not know yet: what was told is
    kept, and counts once it does.
    """
    held = hold_row(connection, group_id)
    asked = {"group_id": group_id, "person": person}
    before = [] if held is None else _moves_of(connection, asked)
    move = {**asked, "at_us": us_of(at), "joined": joined}
    connection.execute(insert_for(connection, group_members).on_conflict_do_nothing(), move)
    if held is None:
        return None
    by = moved_by(_moves_of(connection, asked), held.counted_us) - moved_by(before, held.counted_us)
    if not by:
        return card_of_row(held)
    moved = held.moved + by
    values = {"moved": moved, "members": max((held.counted or 0) + moved, 0)}
    connection.execute(UPDATE, values | {"own": group_id})
    found = group_of(connection, group_id)
    if found is None or found.members != values["members"]:
        raise lost("group", group_id, replace(card_of_row(held), members=values["members"]), found)
    show(connection, [found], accepted_us)
    return found


def _moves_of(connection: Connection, asked: dict[str, str]) -> list[tuple[str, int, bool]]:
    return [(row.person, row.at_us, bool(row.joined)) for row in connection.execute(_MOVES_OF_ONE, asked)]
