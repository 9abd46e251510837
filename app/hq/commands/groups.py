"""`hq group …`: the groups behind group codes, at head office."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, select

from app.domain.commands import KeepGroup
from app.domain.days import SHANGHAI, business_day
from app.domain.faults import Conflict, Unknown, Unreadable
from app.domain.groups import GroupCard, GroupKind
from app.domain.ids import new_id
from app.domain.replay import Deed
from app.hq.clock import parse_clock
from app.hq.database import write
from app.hq.policies import current_policy
from app.hq.tables import stores
from app.hq.work.board import hold_store
from app.hq.work.groups import group_of, groups_of, hold_group, write_group
from app.hq.work.occasion import Occasion
from app.hq.work.pictures import LARGEST, Picture, read_picture
from app.wire.codec import encode

from .group_alerts import alerts
from .options import BY, CLOCK, DATABASE, JSON, MOMENT, STORE, known_store, moment, opened, together

_MARK = "seen"
"""What a command says of a picture that was read already."""

_described = together(
    click.option("--kind", type=click.Choice([kind.value for kind in GroupKind]), help="Which pool it is."),
    click.option("--name", metavar="TEXT", help="What staff call it."),
    click.option(
        "--chat", "chat_id", metavar="ID", help='What its events call it, where that is not its id; "": none.'
    ),
    click.option(
        "--capacity", type=click.IntRange(min=1), metavar="N", help="Places; what the policy says if not said."
    ),
    click.option("--members", type=int, metavar="N", help="How many are in it now, counted by hand."),
    click.option("--join-url", metavar="URL", help="The https link that guests join by."),
    click.option(
        "--picture",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="PNG or JPEG of the group's code.",
    ),
    click.option(
        "--expires",
        metavar=MOMENT,
        help='When its picture or link lapses; "": by itself only, as a picture of WeCom does in 7 days.',
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the options say of a group; None: nothing."""

    kind: str | None
    name: str | None
    chat_id: str | None
    capacity: int | None
    members: int | None
    join_url: str | None
    picture: Path | None
    expires: str | None

    def of_new(self, group_id: str) -> KeepGroup:
        """Return the command that makes a group of this id."""
        return KeepGroup(
            group_id=group_id,
            chat_id=self.chat_id,
            kind=GroupKind(self.kind or GroupKind.GROUP),
            name=self.name or "",
            capacity=self.capacity or 0,
            members=self.members,
            join_url=self.join_url or "",
            picture=_MARK if self.picture is not None else "",
            expires_at=moment(self.expires, "--expires"),
        )

    def over(self, known: GroupCard, now: datetime) -> KeepGroup:
        """Return the command that changes what was said of the group; the date of what was replaced does not stay."""
        renewed = self.picture is not None or (self.join_url or known.join_url) != known.join_url
        lapsed = known.expires_at is not None and known.expires_at <= now
        kept = None if self.picture is not None or (renewed and lapsed) else known.expires_at
        return KeepGroup(
            group_id=known.group_id,
            chat_id=self.chat_id,
            kind=known.kind if self.kind is None else GroupKind(self.kind),
            name=known.name if self.name is None else self.name,
            capacity=known.capacity if self.capacity is None else self.capacity,
            members=self.members,
            join_url=known.join_url if self.join_url is None else self.join_url,
            picture=_MARK if self.picture is not None else "",
            expires_at=kept if self.expires is None else moment(self.expires, "--expires"),
            closed=known.closed,
        )


@click.group("group", short_help="The groups behind group codes: add, set, close, list.")
def group() -> None:
    """The groups that guests who scan a group code are shown, the fullest with room first."""


@group.command()
@click.option("--store", required=True, metavar="ID", help="Whose group it is.")
@click.option("--id", "group_id", metavar="ID", help="The chat's own id, as its events name it; a new one if not said.")
@_described
@BY
@DATABASE
@CLOCK
@JSON
def add(
    store: str,
    group_id: str | None,
    by: str,
    database: str,
    clock: str,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - named and checked by click
) -> None:
    """Make a group and print its id."""
    told = _Said(**options)

    def said(held: GroupCard | None, now: datetime) -> KeepGroup:
        if held is not None:
            what = f"there is a group {group_id!r} already, of store {held.store_id}; see `hq group set`"
            raise Conflict("group_known", what, group_id=held.group_id)
        return told.of_new(new_id(now) if group_id is None else group_id)

    card = _kept(database, clock, by, group_id or "", said, store_id=store, seen=_seen(told.picture))
    click.echo(encode(card).decode() if as_json else card.group_id)


@group.command("set")
@click.argument("group_id")
@_described
@BY
@DATABASE
@CLOCK
@JSON
def set_group(
    group_id: str,
    by: str,
    database: str,
    clock: str,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - named and checked by click
) -> None:
    """Change what is said of GROUP_ID; the rest stays as it is."""
    told = _Said(**options)

    def said(held: GroupCard | None, now: datetime) -> KeepGroup:
        return told.over(_known(held, group_id), now)

    card = _kept(database, clock, by, group_id, said, seen=_seen(told.picture))
    click.echo(encode(card).decode() if as_json else _line(card))


@group.command()
@click.argument("group_id")
@click.option("--reopen", is_flag=True, help="Let guests join it again.")
@BY
@DATABASE
@CLOCK
@JSON
def close(group_id: str, reopen: bool, by: str, database: str, clock: str, as_json: bool) -> None:
    """Let nobody join GROUP_ID any more; its members stay."""

    def said(held: GroupCard | None, _now: datetime) -> KeepGroup:
        known = _known(held, group_id)
        return KeepGroup(
            group_id=group_id,
            kind=known.kind,
            name=known.name,
            capacity=known.capacity,
            join_url=known.join_url,
            expires_at=known.expires_at,
            closed=not reopen,
        )

    card = _kept(database, clock, by, group_id, said)
    click.echo(encode(card).decode() if as_json else _line(card))


@group.command("list")
@STORE
@DATABASE
@JSON
def list_groups(store: str | None, database: str, as_json: bool) -> None:
    """Print the groups, by store."""
    with opened(database) as engine, engine.connect() as connection:
        found = [card for held in groups_of(connection, _stores(connection, store)).values() for card in held]
    if as_json:
        click.echo(encode({"groups": found}).decode())
        return
    for card in found:
        click.echo(_line(card))
    click.echo(f"{len(found)} groups", err=True)


group.add_command(alerts)


def _stores(connection: Connection, store: str | None) -> list[str]:
    if store is not None:
        return [known_store(connection, store)]
    return list(connection.execute(select(stores.c.store_id)).scalars())


def _known(held: GroupCard | None, group_id: str) -> GroupCard:
    if held is None:
        said = f"HQ knows no group {group_id!r}, and nothing was done; `hq group list` says which there are"
        raise Unknown("group_unknown", said, group_id=group_id)
    return held


def _kept(
    database: str,
    clock: str,
    by: str,
    group_id: str,
    said: Callable[[GroupCard | None, datetime], KeepGroup],
    *,
    store_id: str | None = None,
    seen: Picture | None = None,
) -> GroupCard:
    """Keep what is `said` of the group as it is (at the time of its change), which nobody else changes meanwhile.

    `store_id` is of a new one, None: the store that has it; `seen`: its new picture.
    """
    running = parse_clock(clock)
    with opened(database) as engine, write(engine) as connection:
        held = group_of(connection, group_id) if group_id else None
        owner = _known(held, group_id).store_id if store_id is None else known_store(connection, store_id)
        hold_store(connection, owner)
        held = hold_group(connection, group_id) if group_id else None
        now = running.now()
        deed = Deed(at=now, day=business_day(now, SHANGHAI), author=by, store_id=owner)
        occasion = Occasion(policy=current_policy(connection), now=now)
        return write_group(connection, said(held, now), deed, occasion, seen=seen)


def _seen(picture: Path | None) -> Picture | None:
    """Return the picture in a file, and the code in it."""
    if picture is None:
        return None
    try:
        with picture.open("rb") as file:
            data = file.read(2 * LARGEST)  # no more of a file that is too large anyway
    except OSError as wrong:
        raise Unreadable("file_missing", f"cannot read {picture}: {wrong.strerror}") from None
    return read_picture(base64.b64encode(data).decode())


def _line(card: GroupCard) -> str:
    how = card.join_url or card.picture_text or "no link or picture yet"
    until = f"until {card.expires_at.astimezone():%Y-%m-%d %H:%M}" if card.expires_at is not None else "does not lapse"
    state = "closed" if card.closed else until
    room = f"{card.members}/{card.capacity}"
    return f"{card.group_id}  {card.store_id}  {card.kind}  {card.name or '-'}  {room}  {how}  {state}"
