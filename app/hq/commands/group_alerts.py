"""`hq group alerts`: the stores whose guests will soon meet no group, or do already, and who was told when."""

from __future__ import annotations

import json
from typing import Any

import click
from sqlalchemy import Row, select

from app.hq.clock import from_us
from app.hq.tables import group_alerts, stores
from app.wire.codec import encode

from .options import DATABASE, JSON, STORE, known_store, opened

_ALERTS = (
    select(group_alerts, stores.c.name)
    .join(stores, stores.c.store_id == group_alerts.c.store_id, isouter=True)
    .order_by(group_alerts.c.at_us, group_alerts.c.store_id, group_alerts.c.kind, group_alerts.c.alert_id)
)


@click.command("alerts", short_help="Stores whose groups fill, lapse or are all full.")
@STORE
@click.option("--all", "everything", is_flag=True, help="Those that are over too.")
@DATABASE
@JSON
def alerts(store: str | None, everything: bool, database: str, as_json: bool) -> None:
    """Print what managers were told about their groups and still holds, the oldest first. The service looks every
    minute."""
    query = _ALERTS if everything else _ALERTS.where(group_alerts.c.over_us.is_(None))
    with opened(database) as engine, engine.connect() as connection:
        if store is not None:
            query = query.where(group_alerts.c.store_id == known_store(connection, store))
        found = [_said(row) for row in connection.execute(query)]
    if as_json:
        click.echo(encode({"alerts": found}).decode())
        return
    for each in found:
        click.echo(_line(each))
    click.echo(f"{len(found)} alerts", err=True)


def _said(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "store_id": row.store_id,
        "store_name": row.name or "",
        "kind": row.kind,
        "trouble": row.trouble,
        "group_id": row.group_id,
        "places": row.places,
        "until": None if row.until_us is None else from_us(row.until_us),
        "told": json.loads(row.told),
        "since": from_us(row.at_us),
        "over": None if row.over_us is None else from_us(row.over_us),
    }


def _line(said: dict[str, Any]) -> str:
    what = {
        "none_left": "nobody can join any group",
        "lapsing": "the last picture or link lapses",
        "filling": "places left in the last group",
    }[said["trouble"]]
    count = f"{said['places']} {what}" if said["trouble"] == "filling" else what
    until = f" at {said['until'].astimezone():%Y-%m-%d %H:%M}" if said["until"] is not None else ""
    over = f", over since {said['over'].astimezone():%Y-%m-%d %H:%M}" if said["over"] is not None else ""
    told = ", ".join(said["told"]) or "nobody: the store has no manager"
    since = f"{said['since'].astimezone():%Y-%m-%d %H:%M}"
    return f"{since}  {said['store_id']} {said['store_name']}  {said['kind']}  {count}{until}{over}  told: {told}"
