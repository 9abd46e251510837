"""The quiet third thread: looks after the files and compares the cache with HQ's, when nobody waits for it."""

from __future__ import annotations

import logging
import random
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.faults import Fault
from app.localdb import care as files
from app.localdb import cursors, digest, outbox, settings
from app.localdb.database import Database
from app.localdb.digest import Sums
from app.wire.pages import Digest

from .failures import Stopped
from .link import LinkWord

if TYPE_CHECKING:
    from .reader import Reader
    from .shared import Shared

WEEK = timedelta(days=7)

FIRST = 60.0
"""Seconds after the start until the first comparison; the counter has better to do then."""

EVERY = 900.0
"""Seconds between two comparisons with HQ."""

ROWS = 100_000
"""Rows up to which that holds; a larger roster is compared as much less often as it is larger."""

BREATH = 0.001
"""Seconds between two slices of the sums: the lane and the interpreter are somebody else's for half of the time."""

log = logging.getLogger(__name__)


class Care:
    """Runs until stopped; every fault in here waits for the next round."""

    def __init__(self, shared: Shared, reader: Reader) -> None:
        self._shared = shared
        self._reader = reader
        self._ended = threading.Event()

    def stop(self) -> None:
        """End the pause between two rounds."""
        self._ended.set()

    def run(self) -> None:
        """Look after the files now and then, and compare with HQ; a round that fails is made up for by the next one."""
        pause, unclean = 0.0, self._shared.lane.report.unclean
        while not self._ended.wait(pause):
            rows = 0
            try:
                self._sweep()
                self._check_files(unclean=unclean)
                rows = self._compare() if pause else 0
            except Stopped:
                return
            except Fault as fault:
                log.info("not looked after this time: %s", fault.code)
            except Exception:
                log.exception("looking after the files met a fault of this program")
            unclean = False
            pause = (EVERY * max(1.0, rows / ROWS) if pause else FIRST) * (0.5 + random.random())

    def _sweep(self) -> None:
        """Delete what HQ answered long ago, a little at a time: staff never wait for it."""
        shared = self._shared
        while shared.done(shared.lane.submit_bulk(outbox.sweep, now=datetime.now(UTC))) and not self._ended.is_set():
            pass

    def _check_files(self, *, unclean: bool = False) -> None:
        """quick_check after an `unclean` exit, integrity_check once a week; a damaged file is set aside by the lane."""
        shared = self._shared
        due = shared.done(shared.lane.submit_bulk(_due))
        if not due and not unclean:
            return
        if files.is_sound(shared.lane.data, thorough=due, stop=self._ended):
            if due and not self._ended.is_set():
                shared.done(shared.lane.submit_bulk(_checked))
            return
        log.error("a file of this desk is damaged")
        shared.done(shared.lane.submit_bare(files.Mending()))
        self._reader.resync()

    def _compare(self) -> int:
        """Compare the cache with what HQ holds; return how many rows HQ counted for it, 0 where it was not asked."""
        if self._shared.lamp.state.state is not LinkWord.ONLINE:
            return 0
        try:
            theirs = self._reader.digest()
            ours = self.own_digest() if theirs is not None else None
        except Fault as fault:
            log.info("no comparison with HQ this time: %s", fault.code)
            return 0
        if theirs is None or ours is None or theirs.cursor != ours.cursor:
            return (
                theirs.rows if theirs is not None else 0
            )  # Somebody arrived meanwhile; the next round will be quieter.
        if ours.buckets != theirs.buckets:
            differ = sum(a != b for a, b in zip(ours.buckets, theirs.buckets, strict=True))
            log.error("%d of 256 buckets differ from HQ's at %s: a new snapshot", differ, ours.cursor)
            self._reader.resync()
        return ours.rows

    def own_digest(self) -> Digest | None:
        """Return the cache's sums, worked out slice by slice; None where the cursor moved meanwhile."""
        shared = self._shared
        began = shared.done(shared.lane.submit_bulk(cursors.cursor))
        total = Sums()
        after: tuple[str, str] | None = ("", "")
        while after is not None:
            after = shared.done(shared.lane.submit_bulk(digest.add_slice, total, after))
            if self._ended.wait(BREATH):
                return None
        ended = shared.done(shared.lane.submit_bulk(cursors.cursor))
        return total.digest(began) if began is not None and began == ended else None


def _due(db: Database) -> bool:
    last = settings.read(db, settings.CHECKED)
    if not isinstance(last, str):
        _checked(db)  # A new desk has nothing to check yet.
        return False
    age = datetime.now(UTC) - datetime.fromisoformat(last)
    return not timedelta(0) <= age <= WEEK  # in the future: this machine's clock was ahead then


def _checked(db: Database) -> None:
    settings.write(db, settings.CHECKED, datetime.now(UTC).isoformat())
