"""Making this desk one that HQ trusts, and moving it to another address."""

from __future__ import annotations

import contextlib
import socket
from concurrent.futures import Future
from dataclasses import replace
from urllib.parse import urlsplit

from app.domain.changes import ChangeSet
from app.domain.faults import Refused, Unavailable
from app.localdb import board, cursors, outbox, settings, snapshot
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.localdb.secrets import forget_others, keep_token
from app.localdb.settings import Enrolled


def enrol(lane: Lane, url: str, code: str, device: str = "") -> Enrolled:
    """Exchange the one-time `code` at HQ's `url` for a token, keep it, and return where the desk belongs now.

    Not for the main thread or the lane: it waits for HQ. Raises `Refused` (`url_unreadable`, HQ's own codes,
    `outbox_other_store` where commands for another store still wait), `LinkFault` where HQ cannot be reached.
    """
    address = checked(url)
    from .client import Client

    client = Client(address)
    try:
        given = client.enrol(code.strip(), device or socket.gethostname())
    finally:
        client.close()
    where = Enrolled(hq=address, store_id=given.store_id, device_id=given.device_id, store_name=given.store_name)
    # The token first: a desk that says where it belongs can always prove it.
    keep_token(lane.data, given.device_id, given.token)
    moved: Future[bool] = lane.submit(_belong, where)
    drop = moved.result()
    with contextlib.suppress(OSError):  # they open no door of this desk's any more
        forget_others(lane.data, given.device_id)
    if drop:
        lane.submit_bare(_drop_cache).result()
    return where


def move(db: Database, url: str) -> None:
    """HQ is now at `url` (a job of the lane); raise `Unavailable("not_enrolled")` for a desk without a store."""
    held = settings.enrolled(db)
    if held is None:
        raise Unavailable("not_enrolled", "this desk is not enrolled with any store yet")
    settings.enrol(db, replace(held, hq=checked(url)))


def checked(url: str) -> str:
    """Return `url` as it is kept; raise `Refused("url_unreadable")` for what is no http(s) address."""
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # an unfinished IPv6 address, a port that is none
        good = False
    if not good or parts.query or parts.fragment:
        raise Refused("url_unreadable", f"{url!r} is no http(s) address", url=url)
    return url.strip().rstrip("/")


def _belong(db: Database, where: Enrolled) -> bool:
    """Enter where the desk belongs; return whether the cached cards are of another store."""
    held = settings.enrolled(db)
    if held is not None and held.store_id != where.store_id and outbox.counts(db).waiting:
        raise Refused(
            "outbox_other_store",
            f"commands for store {held.store_id} still wait; let them reach HQ before this desk goes to another store",
        )
    settings.enrol(db, where)
    return cursors.store_of_cache(db) not in (None, where.store_id)


def _drop_cache(db: Database) -> ChangeSet:
    return snapshot.drop(db, board.desk_time(db))
