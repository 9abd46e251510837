"""The search keys of the cache: kept true as cards change, and walked by the search.

A beginning that a thousand keys have is not walked: its last guests stand in `hot`. HQ's snapshot brings those it can
tell; where a walk proves long nevertheless, the desk keeps its answer too. Every list there is brought up to date with
the rows it is about, and thrown away where too many guests left it: the next walk makes it anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec

from app.domain.naming.asked import Asked, Probe
from app.domain.naming.keys import beginnings
from app.wire.searching import Searched
from app.wire.snapshot import KEPT, LONG

from .database import Database

FARTHEST = 10_000
"""Keys looked through for one probe with a pattern: some 1 ms."""

LAST = "\U0010ffff"
"""Sorts behind everything that begins alike."""

Place = int
"""A guest's place in `guests`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a guest was searched by and is from now on; None: not there."""

    place: Place
    before: Searched | None
    after: Searched | None


def reindex(db: Database, changes: Iterable[Change]) -> None:
    """Bring the keys of these guests up to date, and the lists of the hot beginnings among them."""
    gone: list[Row] = []
    come: list[Row] = []
    left: list[Row] = []
    joined: list[Row] = []
    for change in changes:
        was, now = _keys(change.before), _keys(change.after)
        seen_before, seen = _seen(change.before), _seen(change.after)
        if was == now and seen == seen_before:
            continue
        begun_before = _begun(was)
        begun = begun_before if was == now else _begun(now)
        stays, stays_begun = (was & now, begun_before & begun) if seen == seen_before else (frozenset(), frozenset())
        gone += [(key, seen_before, change.place) for key in was - stays]
        come += [(key, seen, change.place) for key in now - stays]
        left += [(text, seen_before, change.place) for text in begun_before - stays_begun]
        joined += [(text, seen, change.place) for text in begun - stays_begun]
    db.many("delete from cache.keys where key = ? and seen = ? and guest = ?", gone)
    db.many("insert or ignore into cache.keys (key, seen, guest) values (?, ?, ?)", come)
    _keep_hot(db, left, joined)


Row = tuple[str, int, Place]
"""A key or a beginning, the guest's `seen`, and the guest."""


def _keys(held: Searched | None) -> frozenset[str]:
    return frozenset() if held is None else held.search_keys


def _seen(held: Searched | None) -> int:
    return -1 if held is None else held.seen


def _begun(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(text for key in keys for text in beginnings(key))


def _keep_hot(db: Database, left: list[Row], joined: list[Row]) -> None:
    touched = {row[0] for row in left} | {row[0] for row in joined}
    if not touched:
        return
    listed = msgspec.json.encode(list(touched)).decode()
    heads: dict[str, int] = dict(db.rows(_HEADS, (listed,)))
    left = [row for row in left if row[0] in heads]
    joined = [row for row in joined if row[1] >= heads.get(row[0], _NEVER)]
    db.many("delete from cache.hot where prefix = ? and seen = ? and guest = ?", left)
    db.many("insert or ignore into cache.hot (prefix, seen, guest) values (?, ?, ?)", joined)
    # A list grows by one with most visits: counting it now and then is often enough.
    again = {(row[0], row[2]) for row in joined}
    counted = {row[0] for row in left if (row[0], row[2]) not in again}
    counted |= {row[0] for row in joined if (row[1] + row[2]) % _NOW_AND_THEN == 0}
    for prefix in counted:
        held = db.value("select count(*) from cache.hot where prefix = ?", (prefix,))
        if held > 2 * KEPT:
            _trim(db, prefix)
        elif held < KEPT // 2:
            db.execute("delete from cache.hot where prefix = ?", (prefix,))
            db.execute("delete from cache.heads where prefix = ?", (prefix,))


_NEVER = 1 << 62
_NOW_AND_THEN = 16
_HEADS = "select prefix, least from cache.heads where prefix in (select value from json_each(?))"


def _trim(db: Database, prefix: str) -> None:
    seen, guest = db.rows(
        "select seen, guest from cache.hot where prefix = ? order by seen desc, guest limit 1 offset ?",
        (prefix, KEPT - 1),
    )[0]
    db.execute(
        "delete from cache.hot where prefix = ? and (seen < ? or (seen = ? and guest > ?))", (prefix, seen, seen, guest)
    )
    db.execute("update cache.heads set least = ? where prefix = ?", (seen, prefix))


def lately(db: Database, asked: Asked, limit: int) -> dict[Place, int]:
    """Return the guests that `asked` means, at least the `limit` that came last, by place with their `seen`; those
    whose key is exactly what was asked are among them."""
    exact: dict[Place, int] = dict(db.rows(_EXACT, (asked.exact, limit))) if asked.exact else {}
    found: dict[Place, int] = {}
    for probe in asked.probes:
        found |= _begin(db, probe, limit) if not probe.pattern else _fit(db, probe, limit)
    if len(found) > limit:
        found = dict(sorted(found.items(), key=lambda held: -held[1])[:limit])
    return exact | found


_EXACT = "select guest, seen from cache.keys where key = ? order by seen desc limit ?"
_FROM_HOT = "select guest, seen from cache.hot where prefix = ? order by seen desc limit ?"
_BEGIN = "select guest, seen from cache.keys where key >= ? and key < ? group by guest, seen order by seen desc limit ?"
_IS_LONG = "select 1 from cache.keys where key >= ? and key < ? limit 1 offset ?"
_FIT = "select guest, seen from cache.keys where key >= ? and key < ? and key glob ? order by seen desc limit ?"
_SHORT = (
    "select k.guest, k.seen from json_each(?) s cross join cache.keys k on k.key >= s.value and k.key < s.value || ?"
)
_ALL_SHORT = f"{_SHORT} order by k.seen desc limit ?"
_FIT_SHORT = f"{_SHORT} where +k.key glob ? order by k.seen desc limit ?"
"""Without the plus the planner would walk by the pattern."""
_AT = "select key from cache.keys where key >= ? and key < ? limit 1 offset ?"


def _begin(db: Database, probe: Probe, limit: int) -> dict[Place, int]:
    prefix = probe.prefix
    is_hot = db.row("select 1 from cache.heads where prefix = ?", (prefix,)) is not None
    if is_hot and len(last := db.rows(_FROM_HOT, (prefix, limit))) == limit:
        return dict(last)
    found: dict[Place, int] = dict(db.rows(_BEGIN, (prefix, prefix + LAST, limit)))
    if not is_hot and len(found) == limit and db.marker is not None and _is_long(db, prefix):
        _heat(db, prefix)
    return found


def _is_long(db: Database, prefix: str) -> bool:
    return db.row(_IS_LONG, (prefix, prefix + LAST, 2 * LONG)) is not None


def _heat(db: Database, prefix: str) -> None:
    """Keep the answer to `prefix`: walking to it was long."""
    rows = db.rows(_BEGIN, (prefix, prefix + LAST, KEPT))
    db.many("insert or ignore into cache.hot (prefix, guest, seen) values (?, ?, ?)", [(prefix, *row) for row in rows])
    db.execute("insert or replace into cache.heads (prefix, least) values (?, ?)", (prefix, rows[-1][1]))


def _fit(db: Database, probe: Probe, limit: int) -> dict[Place, int]:
    """Return who came last of those that fit the pattern: from the short stretches where they give enough, else from
    the long one, as far as `FARTHEST`."""
    prefix = probe.prefix
    if probe.narrow:
        listed = msgspec.json.encode(probe.stretches).decode()
        if probe.is_sure:
            found: dict[Place, int] = dict(db.rows(_ALL_SHORT, (listed, LAST, limit)))
        else:
            found = dict(db.rows(_FIT_SHORT, (listed, LAST, probe.pattern, limit)))
        if len(found) >= limit or probe.is_near:
            return found
    end: str = db.value(_AT, (prefix, prefix + LAST, FARTHEST)) or prefix + LAST
    return dict(db.rows(_FIT, (prefix, end, probe.pattern, limit)))


def ids(db: Database, places: Collection[Place]) -> list[str]:
    """Return the ids of the guests at these places."""
    listed = msgspec.json.encode(list(places)).decode()
    rows = db.rows("select id from cache.guests where place in (select value from json_each(?))", (listed,))
    return [row[0] for row in rows]
