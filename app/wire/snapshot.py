"""The snapshot file: a store's whole feed as a ready-indexed SQLite database, and the shape of the desk's cache.

HQ writes the file, the desk renames it into place and goes on from the cursor in `meta`: no row is read twice. So the
tables here are part of the language; a change raises `LAYOUT`, and a desk with another layout takes a new snapshot.
"""

from __future__ import annotations

from .searching import Searched, searched

LAYOUT = 2

APPLICATION_ID = 0x59494E43  # "YINC"

TABLES = """
create table meta (key text primary key, value text not null) without rowid;
create table cards (
    kind text not null, id text not null, version integer not null, hash integer not null, body text not null,
    primary key (kind, id)
) without rowid;
create table guests (
    place integer primary key, id text not null, version integer not null, hash integer not null,
    name text not null, phone text not null, seen integer not null, body text not null
);
create table keys (
    key text not null, seen integer not null, guest integer not null, primary key (key, seen desc, guest)
) without rowid;
create table heads (prefix text primary key, least integer not null) without rowid;
create table hot (
    prefix text not null, seen integer not null, guest integer not null, primary key (prefix, seen desc, guest)
) without rowid;
"""
"""`cards` holds every kind but guests. `keys` is what search walks: every search key (`domain.naming`) of every guest
(`guests.place`), who came last first. `hot` holds the answer to beginnings that too many keys have: the last `KEPT`
guests or more, and no fewer than all with a `seen` above the `least` in `heads`. `meta` has layout, epoch, store_id,
cursor, built_at."""

INDEXES = """
create unique index guests_id on guests (id);
"""
"""Made after the rows are in (twice as fast as kept while inserting)."""

LONG = 1000
"""Keys with one beginning from which on its answer is kept in `hot`."""

KEPT = 64
"""Guests kept of a hot beginning."""


def guest_keys(body: bytes | str) -> tuple[str, str, int]:
    """Return what `guests` holds beside the body: name, phone, and when the guest was last here (`Searched.seen`)."""
    held: Searched = searched(body)
    return held.name, held.phone, held.seen
