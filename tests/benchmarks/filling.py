"""The roster as rows in HQ's tables: what importing it would leave there, written in bulk.

Only what dishes say stands on the cards without bills' lines behind it: a million guests would have ten million.
"""

from __future__ import annotations

import gc
import os
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from app.domain.tastes import TasteSource
from app.hq.clock import us_of
from app.hq.policies import default_policy
from app.hq.tables import metadata
from app.wire.codec import encode, encode_card, row_hash
from tests.benchmarks.roster import AS_OF, PIECE, STORE, Person, people

Rows = dict[str, list[tuple[object, ...]]]

COLUMNS = {
    "guests": "guest_id, name, phone, sex, birthday, registered_us, vip, origin, created_us",
    "identities": "kind, value, guest_id, origin, since_us",
    "cards": "kind, card_id, version, hash, body",
    "feed": "store_id, kind, card_id, seq",
    "tastes": "guest_id, tag, source, body",
    "bills": "store_id, bill_id, guest_id, guest_name, guest_phone, party_size, list_fen, paid_fen, opened_us,"
    " closed_us",
    "standings": "guest_id, tier, segment, purchase_class, private, policy, counted_us, visits, interactions, bills,"
    " spend_fen, gate_visits, recommendations",
    "interactions": "key, guest_id, kind, at_us",
}
_SMALL = 20_000
"""Guests below which processes of their own are not worth their start."""


def fill(file: Path, guests: int, shares: dict[str, int]) -> None:
    """Write `guests` guests into the SQLite database of HQ; each store of `shares` holds the first so many of them.

    The stores must be there already, and this process must have no other connection to the file. Durable when it
    returns.
    """
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous = off", "cache_size = -262144", "temp_store = memory"):
        connection.execute(f"pragma {pragma}")
    connection.execute("begin")
    heads = dict(connection.execute("select store_id, seq from stores"))
    for rows in _pieces(guests, shares, heads):
        for table, held in rows.items():
            marks = ", ".join("?" * len(COLUMNS[table].split(",")))
            # Two people with one phone: the first one known keeps it, as at HQ.
            connection.executemany(f"insert or ignore into {table} ({COLUMNS[table]}) values ({marks})", held)
    for store_id, share in shares.items():
        connection.execute("update stores set seq = seq + ? where store_id = ?", (min(share, guests), store_id))
    connection.execute("commit")
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    handle = os.open(file, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def copy_to_postgresql(file: Path, url: str) -> None:
    """Copy every table of HQ's SQLite database in `file` into the migrated, empty PostgreSQL database at `url`."""
    source = sqlite3.connect(file)
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as target:
        for table in metadata.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            target.execute(f'truncate "{table.name}"')
            with target.cursor().copy(f'copy "{table.name}" ({names}) from stdin') as copy:
                for row in source.execute(f"select {names} from {table.name}"):
                    copy.write_row(row)
    with psycopg.connect(plain, autocommit=True) as target:
        target.execute("vacuum analyze")
    source.close()


def _pieces(guests: int, shares: dict[str, int], heads: dict[str, int]) -> Iterator[Rows]:
    """Yield the rows of piece after piece; the processes that make them are never far ahead."""
    asked = [(first, min(PIECE, guests - first), shares, heads) for first in range(0, guests, PIECE)]
    if guests <= _SMALL:
        yield from (rows_of(*one) for one in asked)
        return
    workers = os.cpu_count() or 1
    ahead: deque[Future[Rows]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for one in asked:
            ahead.append(pool.submit(rows_of, *one))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def rows_of(first: int, count: int, shares: dict[str, int], heads: dict[str, int]) -> Rows:
    """Return the rows of `count` guests from number `first` on."""
    rows: Rows = {table: [] for table in COLUMNS}
    gc.disable()  # nothing here goes in circles, and a hundred thousand live objects would be looked at again and again
    try:
        for number, person in enumerate(people(first, count, default_policy()), first):
            _guest(rows, person)
            rows["feed"] += [
                (store_id, "guest", person.card.guest_id, heads[store_id] + number + 1)
                for store_id, share in shares.items()
                if number < share
            ]
    finally:
        gc.enable()
    return rows


def _guest(rows: Rows, person: Person) -> None:
    card = person.card
    since = us_of(person.registered)
    birthday = card.birthday.isoformat() if card.birthday else ""
    rows["guests"].append((card.guest_id, card.name, card.phone, card.sex, birthday, since, card.vip, "import", since))
    known: Sequence[tuple[str, str]] = (("phone", card.phone), ("unionid", person.unionid))
    rows["identities"] += [(kind, value, card.guest_id, "import", since) for kind, value in known if value]
    body = encode_card(card)
    rows["cards"].append(("guest", card.guest_id, 1, row_hash("guest", card.guest_id, body), body.decode()))
    said = (taste for taste in card.tastes if taste.source is not TasteSource.DISHES)
    rows["tastes"] += [(card.guest_id, taste.tag, taste.source.value, encode(taste).decode()) for taste in said]
    for place, visit in enumerate(person.visits):
        closed = us_of(visit.at)
        bill_id, opened = f"{card.guest_id}-{place}", closed - 3_600_000_000
        rows["bills"].append(
            (STORE, bill_id, card.guest_id, card.name, card.phone, visit.party_size, visit.paid_fen, visit.paid_fen,
             opened, closed)
        )  # fmt: skip
    counts, placing = person.counts, card.placing
    rows["standings"].append(
        (card.guest_id, card.tier.value, placing.segment.value, placing.purchase_class.value, placing.private,
         placing.policy, us_of(AS_OF), counts.visits, counts.interactions, counts.bills, counts.spend_fen,
         counts.gate_visits, counts.recommendations)
    )  # fmt: skip
    rows["interactions"] += [
        (f"{card.guest_id}-{place}", card.guest_id, done.kind, us_of(done.at))
        for place, done in enumerate(person.interactions)
    ]
