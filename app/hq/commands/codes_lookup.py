"""`hq code breaks|find|log`: what is known of printed codes; nothing here changes anything."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from sqlalchemy import Connection, select

from app.domain.faults import Unknown
from app.domain.printed import CodeCard, Scope, code_in
from app.hq.clock import from_us, parse_clock
from app.hq.feed import lock_stores
from app.hq.tables import code_changes, stores
from app.hq.work.address import broken_by_moving, check_address, told
from app.hq.work.code_changes import broken_by, hold_code
from app.hq.work.groups import group_of
from app.hq.work.printed import ADDRESS, code_of
from app.hq.work.prints import prints_with
from app.wire.codec import decode, encode

from .options import CLOCK, DATABASE, JSON, opened

_STAMPS = ("changed_at", "changed_by")
"""What a card says of its last change: the log says it beside."""

_LOGGED = 50
"""Changes that are printed where no code or group is named."""


def found(connection: Connection, text: str, *, hold: bool = True) -> CodeCard:
    """Return the code in `text` (a link, or the code however it is written); raise `Unknown` where there is none."""
    plain = code_in(text)
    card = code_of(connection, plain) if plain else None
    if card is not None and hold:
        lock_stores(connection, [card.store_id] if card.store_id else [])
        card = hold_code(connection, plain)
    if card is None:
        said = f"HQ has no printed code {text!r}, and nothing was done; `hq code list` says which there are"
        raise Unknown("printed_unknown", said, text=text)
    return card


def line_of(card: CodeCard) -> str:
    """Return a code as one line of a list."""
    whose = {Scope.STORE: card.store_id, Scope.REGION: card.region, Scope.CHAIN: "-"}[card.scope]
    marks = [
        card.link,
        card.title,
        card.channel and f"channel {card.channel}",
        card.target_url,
        card.valid_from and f"from {card.valid_from.astimezone():%Y-%m-%d %H:%M}",
        card.valid_until and f"until {card.valid_until.astimezone():%Y-%m-%d %H:%M}",
        card.retired_at and "retired",
    ]
    return "  ".join([card.code, card.kind, card.scope, whose, card.about or "-", *(str(m) for m in marks if m)])


@click.command()
@click.argument("codes", nargs=-1, metavar="CODE…")
@click.option("--address", "url", metavar="URL", help="If links began with URL instead.")
@DATABASE
@JSON
def breaks(codes: tuple[str, ...], url: str | None, database: str, as_json: bool) -> None:
    """Would this break print? Prints the paper that hangs with these codes; changes nothing."""
    if bool(codes) == (url is not None):
        raise click.UsageError("name CODE…, or --address URL")
    with opened(database) as engine, engine.connect() as connection:
        if url is not None:
            broken = broken_by_moving(connection, check_address(url))
        else:
            broken = broken_by(connection, [found(connection, text, hold=False).code for text in codes])
    click.echo(encode(asdict(broken)).decode() if as_json else told(broken))


@click.command()
@click.argument("text")
@DATABASE
@CLOCK
@JSON
@click.pass_context
def find(context: click.Context, text: str, database: str, clock: str, as_json: bool) -> None:
    """Say whose the code is that was found in the street: TEXT is its link or the code, however it is written."""
    now = parse_clock(clock).now()
    with opened(database) as engine, engine.connect() as connection:
        card = found(connection, text, hold=False)
        name = connection.execute(select(stores.c.name).where(stores.c.store_id == card.store_id)).scalar() or ""
        jobs = prints_with(connection, [card.code])
    state = card.validity(now)
    if as_json:
        click.echo(encode({"code": card, "store_name": name, "validity": state, "prints": jobs}).decode())
        return
    click.echo(f"{line_of(card)}  {name}  {state}")
    for job in jobs:
        (piece,) = [each for each in job.pieces if each.code == card.code]
        gone = f", lost {piece.lost_at.astimezone():%Y-%m-%d} ({piece.lost_by})" if piece.lost_at is not None else ""
        when = f"{job.at.astimezone():%Y-%m-%d %H:%M}"
        click.echo(f"  {when}  {job.template}  {piece.copies}×  {job.place or '-'}  {job.by}{gone}")


@click.command()
@click.argument("subject", required=False, metavar="[CODE|GROUP]")
@DATABASE
@JSON
def log(subject: str | None, database: str, as_json: bool) -> None:
    """Print who changed what, the newest first: of one code or group, or the last changes of all."""
    query = select(code_changes).order_by(code_changes.c.at_us.desc(), code_changes.c.key.desc())
    with opened(database) as engine, engine.connect() as connection:
        if subject is None:
            query = query.limit(_LOGGED)
        else:
            query = query.where(code_changes.c.subject == _subject(connection, subject))
        rows = [row._asdict() for row in connection.execute(query)]
    if as_json:
        click.echo(encode({"changes": [row | {"at": from_us(row.pop("at_us"))} for row in rows]}).decode())
        return
    for row in rows:
        when = from_us(row["at_us"]).astimezone()
        click.echo(f"{when:%Y-%m-%d %H:%M}  {row['what']} {row['subject']}  {row['by']}  {_changed(row)}")
    click.echo(f"{len(rows)} changes", err=True)


def _changed(row: dict[str, Any]) -> str:
    """Return in words what a logged change changed; "-" is what something usually is."""
    before, after = (decode(row[side], dict[str, Any]) for side in ("before", "after"))
    names = [name for name in before | after if name not in _STAMPS and before.get(name) != after.get(name)]
    if not before:
        return ", ".join(["made", *(f"{name} {after[name]}" for name in names)])
    said = (f"{name}: {before.get(name, '-')} → {after.get(name, '-')}" for name in names)
    return ", ".join(said) or "another picture of the same"


def _subject(connection: Connection, text: str) -> str:
    """Return what a group, a code or the links' address is logged under; raise `Unknown` for what is none of them."""
    if text == ADDRESS or group_of(connection, text) is not None:
        return text
    return found(connection, text, hold=False).code
