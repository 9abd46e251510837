"""The shape of both files, in plain SQL, and their versions. Needs nothing but the standard library.

`local.db` says its version in `user_version`; where that is `LOCAL_VERSION` the desk opens it without importing the
migrations. `cache.db` is HQ's snapshot file (`wire.snapshot`) with the desk's own tables, all named `desk_…`, beside.
"""

from __future__ import annotations

LOCAL_VERSION = 3
"""How many migrations `migrations.py` holds; a test compares."""

OUTBOX_COLUMNS = (
    "position",
    "key",
    "subject",
    "kind",
    "arrival_id",
    "guest_id",
    "at",
    "author",
    "store_id",
    "body",
    "state",
    "code",
    "reason",
    "since",
)
"""In the order they lie in the file: the rescue of a damaged file reads raw records by it. Only ever append."""

CACHE_EXTRA = """
create table if not exists desk_arrivals (
    id text primary key, guest_id text not null, is_open integer not null, expected_us integer not null,
    ticket_no text not null, table_name text not null
) without rowid;
create index if not exists desk_arrivals_day on desk_arrivals (is_open, expected_us);
create index if not exists desk_arrivals_guest on desk_arrivals (guest_id);
create table if not exists desk_gone (
    kind text not null, id text not null, version integer not null, primary key (kind, id)
) without rowid;
create table if not exists desk_flags (
    kind text not null, id text not null, version integer not null, reason text not null, primary key (kind, id)
) without rowid;
create table if not exists desk_borrowed (
    id text primary key, version integer not null, since_us integer not null, body text not null
) without rowid;
"""
"""`desk_arrivals`: where to find the board and a guest's arrivals without reading every card. `desk_gone`: versions of
cards that are gone, so that an older answer cannot bring them back. `desk_flags`: cards that could not be read.
`desk_borrowed`: guests of other stores whom HQ was asked for."""
