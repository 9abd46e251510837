"""The snapshot file: a store's whole feed as a ready-indexed SQLite database, and the shape of the desk's cache.

HQ writes the file, the desk renames it into place and goes on from the cursor in `meta`: no row is read twice. So the
tables here are part of the language; a change raises `LAYOUT`, and a desk with another layout takes a new snapshot.
"""

from __future__ import annotations

from datetime import UTC

import msgspec

from app.domain.guests import GuestCard

LAYOUT = 1

APPLICATION_ID = 0x59494E43  # "YINC"

TABLES = """
create table meta (key text primary key, value text not null) without rowid;
create table cards (
    kind text not null, id text not null, version integer not null, hash integer not null, body text not null,
    primary key (kind, id)
) without rowid;
create table guests (
    id text primary key, version integer not null, hash integer not null,
    name text not null, phone text not null, last_visit text not null, body text not null
);
"""
"""`cards` holds every kind but guests. `last_visit` is RFC 3339 or "" so that later sorts higher. `meta` has
layout, epoch, store_id, cursor, built_at."""

INDEXES = """
create index guests_tail on guests (substr(phone, -4), last_visit desc);
create index guests_phone on guests (phone);
create index guests_name on guests (name, last_visit desc);
create index guests_name_2 on guests (substr(name, 2), last_visit desc);
create index guests_name_3 on guests (substr(name, 3), last_visit desc);
"""
"""Made after the rows are in (twice as fast as kept while inserting)."""


def guest_keys(card: GuestCard) -> tuple[str, str, str]:
    """Return what `guests` holds beside the body: name, phone, last visit in the one form that both sides write."""
    last = "" if card.last_visit is None else str(msgspec.to_builtins(card.last_visit.astimezone(UTC)))
    return card.name, card.phone, last
