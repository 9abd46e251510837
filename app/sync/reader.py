"""The thread that reads HQ's feed: a snapshot first, then page after page, waiting at HQ for news."""

from __future__ import annotations

import logging
import random
import threading
from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.domain.faults import Conflict, Fault
from app.localdb import cursors, settings, snapshot
from app.localdb.database import Database
from app.localdb.secrets import token_of
from app.localdb.settings import Enrolled
from app.localdb.trouble import disk_word
from app.wire.pages import Digest, FeedPage

from . import inbound
from .failures import Later, Locked, OtherHistory, Rejected, Stopped
from .lamp import Bell
from .link import LinkWord
from .meanwhile import Meanwhile
from .pace import CAP, Pace, after_idle
from .shared import WAIT, Shared

if TYPE_CHECKING:
    from pathlib import Path

    from .client import Client
    from .download import Progress

ASK_AGAIN = 1.0
"""Seconds between two questions for a snapshot that HQ still makes."""

log = logging.getLogger(__name__)


class Reader:
    """Reads until the desk closes; rings `online` each time HQ answers after a silence."""

    def __init__(self, shared: Shared, online: Bell) -> None:
        self._shared = shared
        self._online = online
        self.bell = Bell()
        self._client: Client | None = None
        self._where: Enrolled | None = None
        self._cursor: str | None = None
        self._pace = Pace()
        self._fresh = True
        self._resync = False
        self._unread = False
        self._other = False
        """The cache is of another history than HQ's database."""
        self._stale = threading.Event()
        self._token = ""

    def refresh(self) -> None:
        """Look again where this desk belongs (it was enrolled, or moved, or closes); ends a question under way."""
        self._stale.set()
        client = self._client
        if client is not None:
            client.cut()
        self.bell.ring()

    def resync(self) -> None:
        """Take a new snapshot, whatever the cursor says: the cache is damaged, or differs from HQ's."""
        self._resync = True
        self._shared.lamp.reads(LinkWord.SYNCING, "checking", progress=0.0)
        self.refresh()

    def whereabouts(self) -> tuple[Enrolled, str] | None:
        """Return where this desk belongs and its token, None while that is not known."""
        where, token = self._where, self._token
        return None if where is None or not token else (where, token)

    def digest(self) -> Digest | None:
        """Return HQ's sums, asked for on the calling thread; None while there is no client."""
        where, token = self._where, self._token
        if where is None:
            return None
        from .client import Client

        client = Client(where.hq, where.store_id, token)
        try:
            return client.digest()
        finally:
            client.close()

    def run(self) -> None:
        """Read until the desk closes; whatever happens, the desk goes on."""
        while not self._shared.stopping.is_set():
            try:
                self._step()
            except Stopped:
                continue
            except Locked as fault:
                self._rest(LinkWord.LOCKED, fault.code, CAP)
            except Later as fault:
                if after_idle(fault.code, self._pace.failures, not self._fresh):
                    self._pace, self._fresh = self._pace.failed(), True
                else:
                    self._rest(LinkWord.OFFLINE, fault.code, fault.pause)
            except Fault as fault:
                self._rest(LinkWord.OFFLINE, fault.code)
            except OSError as wrong:
                log.warning("a file of the desk cannot be written: %s", wrong)
                self._rest(LinkWord.OFFLINE, disk_word(wrong))
            except Exception:
                log.exception("the feed reader met a fault of this program")
                self._rest(LinkWord.OFFLINE, "fault")
            else:
                self._pace = Pace()
        self._let_go()

    def _rest(self, word: LinkWord, code: str, pause: float | None = None) -> None:
        """Say what is wrong and wait before the next try."""
        self._fresh = True
        self._shared.lamp.reads(word, code)
        self._pace = self._pace.failed()
        self.bell.wait(self._pace.delay(random.random(), pause))

    def _let_go(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _step(self) -> None:
        client, where = self._ready()
        if self._cursor is None:
            self._first_sync(client, where)
        after = self._cursor or ""
        try:
            page = client.feed(after, 0.0 if self._fresh else WAIT)
        except (OtherHistory, Rejected) as fault:
            log.warning("HQ does not know the cursor (%s): a new snapshot", fault.code)
            self._cursor, self._other = None, True
            if self._unread:
                # A snapshot whose own cursor HQ does not know: asking again at once would never end.
                raise Later("history_unknown", "HQ does not know its own snapshot's cursor") from fault
            return
        self._unread = False
        self._take_in(page, after)

    def _take_in(self, page: FeedPage, after: str) -> None:
        shared = self._shared
        sample = shared.clock.follow(page.clock)
        entries = page.entries
        cut = max(0, (len(entries) - 1) // inbound.SLICE * inbound.SLICE)
        try:
            for start in range(0, cut, inbound.SLICE):
                part = entries[start : start + inbound.SLICE]
                shared.done(shared.lane.submit_bulk(inbound.write, part, now=shared.clock.now()))
            rest = replace(page, entries=entries[cut:])
            job = shared.lane.submit_bulk(inbound.apply, rest, after=after, clock=sample, now=shared.clock.now())
            shared.done(job)
        except Conflict:
            self._cursor = shared.done(shared.lane.submit_bulk(cursors.cursor))
            return
        self._cursor = page.cursor
        shared.lamp.heard_hq(page.clock.now)
        if not page.more:
            if self._fresh:
                self._fresh = False
                self._online.ring()
            shared.lamp.reads(LinkWord.ONLINE)

    def _ready(self) -> tuple[Client, Enrolled]:
        """Return the client, made anew where this desk was enrolled or moved meanwhile."""
        if self._client is not None and self._where is not None and not self._stale.is_set():
            return self._client, self._where
        shared = self._shared
        self._let_go()
        self._stale.clear()
        where, cursor, store = shared.done(shared.lane.submit(_belonging))
        if where is None:
            raise Locked("not_enrolled", "this desk is not enrolled with any store yet")
        token = token_of(shared.lane.data, where.device_id)
        if token is None:
            raise Locked("token_missing", "this desk's token is gone; enrol it again")
        from .client import Client

        self._where, self._fresh = where, True
        self._token = token
        self._cursor = cursor if store == where.store_id and not self._resync else None
        self._client = Client(where.hq, where.store_id, token)
        if self._stale.is_set() or shared.stopping.is_set():
            raise Stopped("stopped")
        return self._client, where

    def _first_sync(self, client: Client, where: Enrolled) -> None:
        shared = self._shared
        shared.lamp.reads(LinkWord.SYNCING, "downloading", progress=0.0)
        step = 0.0

        def tell(stage: str, share: float) -> None:
            nonlocal step
            # Unpacking takes a fraction of the time; a whole percent at a time is enough for a person.
            done = share * 0.9 if stage == "downloading" else 0.9 + share * 0.1
            if done >= step + 0.01 or stage == "checking":
                step = done
                shared.lamp.reads(LinkWord.SYNCING, stage, progress=min(done, 1.0))

        # Of another history even the newest card here may be an old one of HQ's: then nothing is laid over it.
        meanwhile = None if self._other else Meanwhile(shared, where, self._token)
        if meanwhile is not None:
            meanwhile.start()
        try:
            while (found := self._fetched(client, where, tell)) is None:
                self.bell.wait(ASK_AGAIN)
                if self._stale.is_set() or shared.stopping.is_set():
                    raise Stopped("stopped")
        finally:
            if meanwhile is not None:
                meanwhile.end()
        file, cursor = found
        shared.done(shared.lane.submit_bare(snapshot.install, file, shared.clock.now()))
        self._cursor, self._resync, self._other, self._unread = cursor, False, False, True
        self._fresh = True

    def _fetched(self, client: Client, where: Enrolled, tell: Progress) -> tuple[Path, str] | None:
        """Return the snapshot, ready to be installed, and its cursor; None while HQ still makes it."""
        from .download import fetch

        try:
            return fetch(client, self._shared.lane.data, where.store_id, tell)
        except Later as fault:
            if fault.code != "snapshot_making":
                raise
            return None


def _belonging(db: Database) -> tuple[Enrolled | None, str | None, str | None]:
    return settings.enrolled(db), cursors.cursor(db), cursors.store_of_cache(db)
