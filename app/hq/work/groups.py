"""The groups behind group codes: kept by managers, counted by events, shown to guests who scan.

How many are in a group: what somebody counted by hand holds from its moment, and who joins or leaves after that moves
it; what events say of the time before is in that count already. Without a count by hand it is those who are in by the
events. Events may come in any order and more than once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, insert, select, update

from app.domain import paper
from app.domain.commands import KeepGroup
from app.domain.faults import Fault
from app.domain.groups import GroupCard, GroupKind, GroupRule, choose, moved_by
from app.domain.ids import new_id
from app.domain.printed import check_group_link
from app.domain.replay import Deed
from app.hq.clock import from_us, us_of
from app.hq.feed import Publication, publish
from app.hq.tables import group_members, groups
from app.wire.codec import encode_card

from . import chats
from .chats import hold_id
from .code_changes import Change, log_change, lost, not_changed_since
from .occasion import Occasion
from .pictures import Picture, read_picture
from .printed import public_url
from .receipts import Done
from .settling import only_managers

_CHUNK = 500

_PLAIN = ("store_id", "chat_id", "name", "capacity", "members", "join_url", "closed")
"""What stands in a row as it stands on the card."""

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_COLUMNS = [column for column in groups.c if column.name != "picture"]
_HELD = select(*_COLUMNS).where(groups.c.group_id == bindparam("group_id"))
_LOCKED = _HELD.with_for_update()
_OF_STORES = select(*_COLUMNS).where(groups.c.store_id.in_(_IDS)).order_by(groups.c.store_id, groups.c.group_id)
_OF_KIND = _OF_STORES.where(groups.c.kind == bindparam("kind"))
_OF_ONE_STORE = select(*_COLUMNS).where(groups.c.store_id == bindparam("store_id"), groups.c.kind == bindparam("kind"))
_PICTURE = select(groups.c.picture).where(groups.c.group_id == bindparam("group_id"))
UPDATE = update(groups).where(groups.c.group_id == bindparam("own"))
MOVES = select(group_members.c.person, group_members.c.at_us, group_members.c.joined).where(
    group_members.c.group_id == bindparam("group_id")
)

_AnyRow = Row[*tuple[Any, ...]]


def groups_of(
    connection: Connection, store_ids: Iterable[str], kind: GroupKind | None = None
) -> dict[str, list[GroupCard]]:
    """Return the groups of these stores (of one kind), closed ones too; a store without any has an empty list."""
    wanted = sorted(set(store_ids))
    found: dict[str, list[GroupCard]] = {store_id: [] for store_id in wanted}
    for start in range(0, len(wanted), _CHUNK):
        asked: dict[str, object] = {"ids": wanted[start : start + _CHUNK]}
        rows = connection.execute(_OF_STORES, asked) if kind is None else _of_kind(connection, asked, kind)
        for row in rows:
            found[row.store_id].append(card_of_row(row))
    return found


def _of_kind(connection: Connection, asked: dict[str, object], kind: GroupKind) -> Iterable[_AnyRow]:
    return connection.execute(_OF_KIND, asked | {"kind": kind.value})


def shown_group(
    connection: Connection, store_id: str, kind: GroupKind, now: datetime, rule: GroupRule
) -> GroupCard | None:
    """Return the store's group that a guest is shown now, None where none can be joined."""
    rows = connection.execute(_OF_ONE_STORE, {"store_id": store_id, "kind": kind.value})
    return choose([card_of_row(row) for row in rows], now, rule.spare)


def group_of(connection: Connection, group_id: str) -> GroupCard | None:
    """Return the group as it is now, None where there is none of that id."""
    row = connection.execute(_HELD, {"group_id": group_id}).one_or_none()
    return None if row is None else card_of_row(row)


def hold_group(connection: Connection, group_id: str) -> GroupCard | None:
    """Return the same, and let nobody else change it, or make it, until the transaction ends.

    Hold its store before it, as everybody does who changes a group.
    """
    row = hold_row(connection, group_id)
    return None if row is None else card_of_row(row)


def picture_of(connection: Connection, group_id: str) -> bytes | None:
    """Return the picture of the group's code as it was uploaded, None where there is none."""
    found = connection.execute(_PICTURE, {"group_id": group_id}).scalar()
    return None if found is None else bytes(found)


def hold_row(connection: Connection, group_id: str) -> Row[*tuple[Any, ...]] | None:
    """Return the group's row, which no other service changes until the transaction ends; None where there is none."""
    held = connection.execute(_LOCKED, {"group_id": group_id}).one_or_none()
    if held is None:
        hold_id(connection, group_id)
        held = connection.execute(_LOCKED, {"group_id": group_id}).one_or_none()
    return held


def card_of_row(row: _AnyRow) -> GroupCard:
    """Return the card of a row of `groups`."""
    return GroupCard(
        group_id=row.group_id,
        store_id=row.store_id,
        chat_id=row.chat_id,
        kind=GroupKind(row.kind),
        name=row.name,
        capacity=row.capacity,
        members=row.members,
        join_url=row.join_url,
        picture_text=row.picture_text,
        expires_at=None if row.expires_us is None else from_us(row.expires_us),
        closed=bool(row.closed),
        changed_at=from_us(row.changed_us),
        changed_by=row.changed_by,
    )


# --- kept by managers ------------------------------------------------------------------------------------------------


def keep_group(
    connection: Connection,
    command: KeepGroup,
    deed: Deed,
    occasion: Occasion,
    *,
    key: str = "",
    seen: Picture | Fault | None = None,
) -> Done:
    """Make or change a group of the deed's store, as a desk says.

    `seen`: what was found in the command's picture, where somebody has looked already. Raises
    `Refused("manager_only")` and what `write_group` raises.
    """
    only_managers(connection, deed)
    after = write_group(connection, command, deed, occasion, key=key, seen=seen)
    return Done(touched=[("group", after.group_id)])


def write_group(
    connection: Connection,
    command: KeepGroup,
    deed: Deed,
    occasion: Occasion,
    *,
    key: str = "",
    seen: Picture | Fault | None = None,
) -> GroupCard:
    """Make or change a group, whoever says so; return it as it was read back.

    Raises `Refused`: `changed_since`, `group_chat_taken`; what `paper.keep_group`, `read_picture` and
    `check_group_link` raise.
    """
    held = hold_row(connection, command.group_id) if paper.is_id(command.group_id) else None
    before = None if held is None else card_of_row(held)
    picture = _picture(command, seen)
    said = command if picture is None else replace(command, picture_text=picture.text)
    wanted = paper.keep_group(said, before, deed, occasion.policy.groups)
    if picture is not None:
        check_group_link(picture.text, [public_url(connection)])
    if before is not None and wanted != before:
        not_changed_since(connection, before.group_id, deed, occasion)
    chats.settle(connection, wanted, before)
    change = Change(key=key or new_id(occasion.now), by=deed.author, at=deed.at, store_id=deed.store_id)
    after = _write(connection, wanted, held, picture, _hand_count(command, held, deed))
    if after != before:
        log_change(connection, "group", after.group_id, before, after, change)
    return after


def _picture(command: KeepGroup, seen: Picture | Fault | None) -> Picture | None:
    if not command.picture:
        return None
    if isinstance(seen, Fault):
        raise seen
    return seen or read_picture(command.picture)


def _hand_count(command: KeepGroup, held: _AnyRow | None, deed: Deed) -> tuple[int, int] | None:
    """Return (moment, members) of a new count by hand; an older one than the last says nothing."""
    if command.members is None or (held is not None and (held.counted_us or 0) > us_of(deed.at)):
        return None
    return us_of(deed.at), command.members


def _write(
    connection: Connection,
    wanted: GroupCard,
    held: _AnyRow | None,
    picture: Picture | None,
    hand_count: tuple[int, int] | None,
) -> GroupCard:
    counted_us, counted = hand_count or ((held.counted_us, held.counted) if held is not None else (None, None))
    moves = connection.execute(MOVES, {"group_id": wanted.group_id}).all()
    moved = moved_by([(row.person, row.at_us, bool(row.joined)) for row in moves], counted_us)
    wanted = replace(wanted, members=max((counted or 0) + moved, 0))
    values: dict[str, Any] = {
        **{name: getattr(wanted, name) for name in _PLAIN},
        "kind": wanted.kind.value,
        "picture_text": wanted.picture_text,
        "expires_us": None if wanted.expires_at is None else us_of(wanted.expires_at),
        "changed_us": 0 if wanted.changed_at is None else us_of(wanted.changed_at),
        "changed_by": wanted.changed_by,
        "counted": counted,
        "counted_us": counted_us,
        "moved": moved,
        **({} if picture is None else {"picture": picture.data}),
    }
    if held is None:
        connection.execute(insert(groups), values | {"group_id": wanted.group_id})
    else:
        connection.execute(UPDATE, values | {"own": wanted.group_id})
    found = group_of(connection, wanted.group_id)
    if found is None or found != wanted or (picture and picture_of(connection, wanted.group_id) != picture.data):
        raise lost("group", wanted.group_id, wanted, found)
    show(connection, [found])
    return found


def show(connection: Connection, cards: Sequence[GroupCard], accepted_us: int = 0) -> None:
    """Publish groups to their stores' desks."""
    news = [Publication("group", card.group_id, encode_card(card), frozenset({card.store_id})) for card in cards]
    publish(connection, news, accepted_us)
