"""Who followed a printed code beyond its page, as HQ hears in events: added the manager, joined a group, left it.

A person is counted once at each step of a code, by the guest's own id, or by the vendor's id of a group's member whom
no guest's identity names. Who joined groups by a code and is in none of them any more has left; who comes back has
not. The rows here are worked out anew from every move HQ knows of that person, so events may come late, twice and in
any order.

An event that names no code is counted under one only if it can have been no other: the one code in use for the group's
kind at its store, the one code of that member of staff, or the one of the store's manager. Which codes there are is
looked at when the event is applied. One that names a code HQ never made came by something else, and is counted under
none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.domain.alerts import MANAGER
from app.domain.funnel import Move, Step, gone_since
from app.domain.groups import GroupKind
from app.domain.names import clean_text
from app.domain.printed import PrintedKind, code_in
from app.hq.clock import from_us, us_of
from app.hq.tables import funnel, group_joins, group_members, printed_codes, staff
from app.wire.events import ContactAdded, GroupJoined, GroupLeft

from . import board, chats, funnel_marks
from .group_counts import count_members
from .occasion import Occasion

_Columns = ReadOnlyColumnCollection[str, Any]

_KINDS = {GroupKind.GROUP.value: PrintedKind.GROUP, GroupKind.VIP.value: PrintedKind.VIP}
"""Which code leads to which kind of group; no code of a store leads to one of interest."""

_CHANNEL = select(printed_codes.c.channel).where(printed_codes.c.code == bindparam("code"))
_IN_USE = (
    select(printed_codes.c.code)
    .where(
        printed_codes.c.kind == bindparam("kind"),
        printed_codes.c.store_id == bindparam("store_id"),
        printed_codes.c.about == bindparam("about"),
        printed_codes.c.retired_us.is_(None),
    )
    .limit(2)
)
_STAFF = select(staff.c.store_id, staff.c.role).where(staff.c.staff_id == bindparam("staff_id"))
_BY = select(group_joins.c.code).where(
    group_joins.c.person == bindparam("person"), group_joins.c.group_id == bindparam("group_id")
)
_JOINS = select(group_joins.c.group_id, group_joins.c.first_us, group_joins.c.last_us).where(
    group_joins.c.code == bindparam("code"), group_joins.c.person == bindparam("person")
)
_MOVES = select(group_members.c.group_id, group_members.c.at_us, group_members.c.joined).where(
    group_members.c.person == bindparam("person"), group_members.c.group_id.in_(bindparam("ids", expanding=True))
)
_FORGET = delete(funnel).where(
    funnel.c.code == bindparam("the_code"),
    funnel.c.step == Step.LEFT.value,
    funnel.c.person == bindparam("the_person"),
)


def take_in_contact(connection: Connection, data: ContactAdded, own: str, at: datetime, occasion: Occasion) -> None:
    """Count that the guest `own` added a member of staff."""
    code = _code_said(connection, data.code) if data.code else _code_of_staff(connection, clean_text(data.staff_id))
    if code:
        _count(connection, code, Step.ADDED, person_of(own, ""), us_of(at), us_of(at))
        funnel_marks.changed(connection, [code], occasion.now)


def take_in_member(
    connection: Connection, data: GroupJoined | GroupLeft, own: str, at: datetime, occasion: Occasion
) -> None:
    """Count that somebody joined or left a group: the guest `own` ("": nobody knows), or the vendor's member."""
    person, group_id = person_of(own, data.member_id), clean_text(data.group_id)
    group = chats.meant(connection, group_id)
    if group is None:
        chats.hold_id(connection, group_id)
        group = chats.meant(connection, group_id)
    if group is not None:  # held before the group is, as by whoever changes a group at a desk
        board.hold_store(connection, group.store_id)
        group_id = group.group_id
    _hold(connection, person)
    count_members(connection, group_id, person, isinstance(data, GroupJoined), at, accepted_us=occasion.accepted_us)
    if isinstance(data, GroupJoined):
        code = _code_said(connection, data.code) if data.code else _code_of_group(connection, group)
        if code:
            _join(connection, code, person, group_id, us_of(at))
    codes = sorted(connection.execute(_BY, {"person": person, "group_id": group_id}).scalars())
    for code in codes:
        _settle(connection, code, person)
    funnel_marks.changed(connection, codes, occasion.now)


def person_of(own: str, member_id: str) -> str:
    """Return what a follower is counted by. The vendor's id goes first: who leaves is often named by nothing else."""
    member = clean_text(member_id)
    return f"m:{member}" if member else f"g:{own}"


def _code_said(connection: Connection, said: str) -> str:
    """Return the code that an event names, "" for one that was never made."""
    code = code_in(said)
    return code if code and connection.execute(_CHANNEL, {"code": code}).first() is not None else ""


def _code_of_group(connection: Connection, group: Row[*tuple[Any, ...]] | None) -> str:
    kind = None if group is None else _KINDS.get(group.kind)
    return "" if group is None or kind is None else _only(connection, kind, group.store_id, "")


def _code_of_staff(connection: Connection, staff_id: str) -> str:
    row = connection.execute(_STAFF, {"staff_id": staff_id}).one_or_none() if staff_id else None
    if row is None:
        return ""
    manager = _only(connection, PrintedKind.MANAGER, row.store_id, "") if row.role == MANAGER else ""
    own = _only(connection, PrintedKind.STAFF, row.store_id, staff_id)
    return "" if manager and own else manager or own


def _only(connection: Connection, kind: PrintedKind, store_id: str, about: str) -> str:
    """Return the store's only code in use for this, "" where there is none or more than one."""
    asked = {"kind": kind.value, "store_id": store_id, "about": about}
    found = connection.execute(_IN_USE, asked).scalars().all()
    return found[0] if len(found) == 1 else ""


# --- rows ------------------------------------------------------------------------------------------------------------


def _hold(connection: Connection, person: str) -> None:
    """Keep other services from looking at this person's groups until the transaction ends."""
    _join(connection, "", person, "", 0)


def _join(connection: Connection, code: str, person: str, group_id: str, at_us: int) -> None:
    row = {"code": code, "person": person, "group_id": group_id, "first_us": at_us, "last_us": at_us}
    connection.execute(_write_join(connection.dialect.name), row)


def _settle(connection: Connection, code: str, person: str) -> None:
    """Work out anew whether the person joined by the code, and left."""
    joins = connection.execute(_JOINS, {"code": code, "person": person}).all()
    first, last = min(row.first_us for row in joins), max(row.last_us for row in joins)
    _count(connection, code, Step.JOINED, person, first, last)
    gone = gone_since(_moves(connection, person, [row.group_id for row in joins]))
    if gone is None:
        connection.execute(_FORGET, {"the_code": code, "the_person": person})
    else:
        _count(connection, code, Step.LEFT, person, us_of(gone), us_of(gone))


def _moves(connection: Connection, person: str, group_ids: Iterable[str]) -> list[list[Move]]:
    found: dict[str, list[Move]] = {group_id: [] for group_id in group_ids}
    for row in connection.execute(_MOVES, {"person": person, "ids": list(found)}):
        found[row.group_id].append(Move(from_us(row.at_us), not row.joined))
    return list(found.values())


def _count(connection: Connection, code: str, step: Step, person: str, first_us: int, last_us: int) -> None:
    channel = connection.execute(_CHANNEL, {"code": code}).scalar() or ""
    row = {"code": code, "step": step.value, "person": person, "channel": channel}
    times = {"times": 1, "first_us": first_us, "last_us": last_us}
    connection.execute(_write_step(connection.dialect.name, step is Step.ADDED), row | times)


@cache
def _write_join(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(group_joins) if dialect == "postgresql" else sqlite.insert(group_joins)
    keys = ["code", "person", "group_id"]
    return insert.on_conflict_do_update(index_elements=keys, set_=_widest(insert.excluded, group_joins.c))


@cache
def _write_step(dialect: str, merged: bool) -> postgresql.Insert | sqlite.Insert:
    """Return the statement that writes a step: with its times added to those it had, or in their place."""
    insert = postgresql.insert(funnel) if dialect == "postgresql" else sqlite.insert(funnel)
    new = insert.excluded
    times = _widest(new, funnel.c) if merged else {"first_us": new.first_us, "last_us": new.last_us}
    return insert.on_conflict_do_update(index_elements=["code", "step", "person"], set_=times)


def _widest(new: _Columns, held: _Columns) -> dict[str, Any]:
    return {
        "first_us": case((new.first_us < held.first_us, new.first_us), else_=held.first_us),
        "last_us": case((new.last_us > held.last_us, new.last_us), else_=held.last_us),
    }
