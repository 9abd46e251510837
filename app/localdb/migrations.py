"""How local.db came to its shape: one small function of plain SQL each, appended, never changed, never importing
today's models. Imported only where a file is made or an older one is found.
"""

from __future__ import annotations

from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

local = Migrations("local")


@local()
def m001_outbox_settings_aliases(db: Tables) -> None:
    """The outbox, the settings, and the ids made here that HQ knows under another name."""
    db.execute(
        """
        create table outbox (
            position integer primary key autoincrement,
            key text not null unique,
            subject text not null,
            kind text not null,
            arrival_id text not null default '',
            guest_id text not null default '',
            at text not null,
            author text not null default '',
            store_id text not null,
            body text not null,
            state text not null check (state in ('waiting', 'done', 'parked', 'discarded')),
            code text not null default '',
            reason text not null default '',
            since text not null
        )
        """
    )
    db.execute("create index outbox_subject on outbox (subject, position) where state = 'waiting'")
    db.execute("create index outbox_arrival on outbox (arrival_id, position) where state in ('waiting', 'parked')")
    db.execute("create index outbox_guest on outbox (guest_id, position) where state in ('waiting', 'parked')")
    db.execute("create index outbox_open on outbox (state, position) where state in ('waiting', 'parked')")
    db.execute("create table settings (key text primary key, value text not null) without rowid")
    db.execute("create table aliases (alias text primary key, id text not null) without rowid")


@local()
def m002_waiting_by_kind(db: Tables) -> None:
    """Waiting rows of a kind are found without reading those of a whole day without HQ."""
    db.execute("create index outbox_kind on outbox (kind, position) where state = 'waiting'")


@local()
def m003_counted_and_found_in_place(db: Tables) -> None:
    """How many rows wait and are parked is known without counting them; waiting rows are found by the table they name,
    settled ones by their age, and an id's other names by the id.

    A body that is no JSON any more has no table: it must not keep the others from being found.
    """
    db.execute("create table tally (state text primary key, rows integer not null) without rowid")
    db.execute(
        "insert into tally select 'waiting', count(*) from outbox where state = 'waiting'"
        " union all select 'parked', count(*) from outbox where state = 'parked'"
    )
    for name, when, moves in (
        ("outbox_added", "insert", ("+ 1 where state = new.state",)),
        ("outbox_moved", "update of state", ("- 1 where state = old.state", "+ 1 where state = new.state")),
        ("outbox_removed", "delete", ("- 1 where state = old.state",)),
    ):
        steps = " ".join(f"update tally set rows = rows {move};" for move in moves)  # noqa: S608 - of the above
        db.execute(f"create trigger {name} after {when} on outbox begin {steps} end")
    db.execute(
        "create index outbox_place on outbox (lower(json_extract(body, '$.table')))"
        " where state = 'waiting' and kind in ('arrival.register', 'arrival.seat', 'arrival.reopen')"
        " and json_valid(body)"
    )
    db.execute("drop index outbox_subject")  # nobody asks by it
    db.execute("create index outbox_settled on outbox (since) where state in ('done', 'discarded')")
    db.execute("create index aliases_id on aliases (id)")
