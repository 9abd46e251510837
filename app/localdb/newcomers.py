"""Guests whom only this desk knows yet: registered here, not confirmed by HQ, and searched for like any other guest.

Their search keys lie in memory, in temporary tables of the connection: a click writes none of them, and after a start
they are worked out again. Each question first adds the registrations that came since the last one, some 25 µs each.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from app.domain.commands import Register
from app.domain.faults import Fault
from app.domain.naming.asked import Asked
from app.domain.naming.keys import number_keys
from app.wire.codec import decode_command
from app.wire.searching import keys_of_name

from . import outbox
from .database import Database
from .keys import LAST

_MOST_SETTLED = 1000
"""Registrations that HQ has answered whose keys may lie about: a desk that runs for weeks forgets them now and then."""


_TABLES = (
    "create temp table if not exists newcomers (position integer primary key)",
    "create temp table if not exists newcomer_keys"
    " (key text not null, position integer not null, primary key (key, position)) without rowid",
)


def found(db: Database, asked: Asked, limit: int) -> list[str]:
    """Return up to `limit` guests for each way in which `asked` may mean them, the last registered first; those whose
    key is exactly what was asked come before the others."""
    if not outbox.counts(db).waiting:
        return []
    _add(db)
    ids = [row[0] for row in db.rows(_EXACT, (asked.exact, limit))] if asked.exact else []
    for probe in asked.probes:
        between = probe.prefix, probe.prefix + LAST
        rows = db.rows(_FIT, (*between, probe.pattern, limit)) if probe.pattern else db.rows(_BEGIN, (*between, limit))
        ids += [row[0] for row in rows]
    return list(dict.fromkeys(ids))


_WAITING = (
    "select o.guest_id from temp.newcomer_keys k cross join main.outbox o on o.position = k.position"
    " where o.state = 'waiting' and "
)
_LAST_FIRST = " group by o.position order by o.position desc limit ?"
_EXACT = _WAITING + "k.key = ?" + _LAST_FIRST
_BEGIN = _WAITING + "k.key >= ? and k.key < ?" + _LAST_FIRST
_FIT = _WAITING + "k.key >= ? and k.key < ? and k.key glob ?" + _LAST_FIRST


def _add(db: Database) -> None:
    rows = db.rows(_NEW, (_last(db),))
    if not rows:
        return
    db.many("insert into temp.newcomers values (?)", [row[:1] for row in rows])
    db.many(
        "insert into temp.newcomer_keys values (?, ?)",
        [(key, position) for position, body in rows for key in _keys(body)],
    )
    counts, held = outbox.counts(db), db.value("select count(*) from temp.newcomers")
    if held > counts.waiting + counts.parked + _MOST_SETTLED:
        _forget_settled(db, rows[-1][0])


def _last(db: Database) -> int:
    """Return the last registration that was added; 0 on a connection that has none yet."""
    try:
        return int(db.value("select max(position) from temp.newcomers") or 0)
    except sqlite3.OperationalError:
        for table in _TABLES:
            db.execute(table)
        return 0


_NEW = (
    "select position, body from outbox indexed by outbox_open"
    " where state in ('waiting', 'parked') and position > ? and kind = 'arrival.register' order by position"
)
"""Also what is parked: it waits again when a person wishes."""


def _forget_settled(db: Database, last: int) -> None:
    """Forget the keys of what is settled; the `last` row that was added marks how far that went."""
    for table in ("newcomers", "newcomer_keys"):
        db.execute(
            f"delete from temp.{table} where position <> ? and position not in"  # noqa: S608 - one of two tables
            " (select position from outbox indexed by outbox_open where state in ('waiting', 'parked'))",
            (last,),
        )


def _keys(body: str) -> frozenset[str]:
    """Return what finds the guest of a registration; a row that cannot be read is found by nothing."""
    with suppress(Fault):
        command = decode_command("arrival.register", body)
        if isinstance(command, Register):
            return keys_of_name(command.name) | number_keys((command.phone,), ())
    return frozenset()
