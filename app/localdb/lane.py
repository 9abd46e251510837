"""The one thread that holds the desk's connection. Every read and write is a job; jobs run one after another.

A job is a function of a `Database`. It runs inside one transaction, so it is done whole or not at all, and it may be
run again after the lane made room on a full disk or set a damaged file aside. What staff do goes before bulk work
(feed pages): a page of a thousand cards never stands between a click and its answer, because it comes in small jobs.

A job's `ChangeSet` is announced on the lane's thread right after its commit, before its future resolves: whoever
listens hears of changes in the order they were committed, whoever submitted them.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.domain.changes import ChangeSet
from app.domain.faults import Fault, Unavailable

from .database import Database
from .logs import Logs
from .opening import Opened, attach_cache, close_desk, mend_desk, open_desk
from .reserve import Reserve, lacks_room
from .trouble import Trouble, trouble_of

P = ParamSpec("P")
T = TypeVar("T")

Listener = Callable[[ChangeSet], None]

_IDLE = 0.5
"""Seconds without a job after which the lane tidies up."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    run: Callable[[Database], Any]
    future: Future[Any]
    staff: bool
    bare: bool = False
    durable: bool = False


class Lane:
    """The lane of the data folder `data`; `on_change` hears every `ChangeSet`, on the lane's thread, in order."""

    def __init__(self, data: Path, *, on_change: Listener | None = None) -> None:
        self.data = data
        self._listeners = [on_change] if on_change is not None else []
        self._staff: deque[_Job] = deque()
        self._bulk: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._opened: Future[Opened] = Future()
        self._reserve = Reserve(data)
        self._logs = Logs()
        self._closed = False
        """The connection is closed: mending failed, and is tried again with the next job."""
        self._thread = threading.Thread(target=self._live, name="lane", daemon=True)

    def start(self) -> Future[Opened]:
        """Open the files on the lane's own thread; the future tells what was found there.

        It fails with `Unavailable("desk_running")` where another desk has the folder, `Refused("localdb_newer")`
        where a newer version wrote it; every job then fails with the same fault.
        """
        self._thread.start()
        return self._opened

    def listen(self, listener: Listener) -> None:
        """Let `listener` hear every `ChangeSet` from now on, on the lane's thread, in the order of the commits."""
        self._listeners.append(listener)

    @property
    def report(self) -> Opened:
        """What was found when the files were opened; waits for that."""
        return self._opened.result()

    def submit(self, job: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run what staff asked for in one transaction. Durable on disk when the future resolves."""
        return self._put(_Job(lambda db: job(db, *args, **kwargs), Future(), staff=True))

    def submit_bulk(self, job: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a piece of bulk work in one transaction, after everything staff asked for."""
        return self._put(_Job(lambda db: job(db, *args, **kwargs), Future(), staff=False))

    def submit_durable(
        self, job: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Like `submit`, and what it wrote to the cache is on the disk too when the future resolves."""
        return self._put(_Job(lambda db: job(db, *args, **kwargs), Future(), staff=True, durable=True))

    def submit_bare(self, job: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a job outside any transaction (changing the cache file, checkpoints); it makes its own."""
        return self._put(_Job(lambda db: job(db, *args, **kwargs), Future(), staff=False, bare=True))

    def close(self, timeout: float = 5.0) -> bool:
        """Finish what staff asked for, drop bulk work, close the files. True if that was done within `timeout` s."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _put(self, job: _Job) -> Future[Any]:
        with self._wake:
            if self._closing:
                job.future.set_exception(Unavailable("desk_closing", "the desk is closing"))
                return job.future
            (self._staff if job.staff else self._bulk).append(job)
            self._wake.notify()
        return job.future

    def _next(self) -> _Job | None:
        idle = False
        with self._wake:
            while True:
                if self._staff:
                    return self._staff.popleft()
                if self._closing:
                    dropped = list(self._bulk)
                    self._bulk.clear()
                    for job in dropped:
                        job.future.cancel()
                    return None
                if self._bulk:
                    return self._bulk.popleft()
                if idle:
                    return _Job(self._tidy, Future(), staff=False, bare=True)
                idle = not self._wake.wait(_IDLE if self._logs.are_long or not self._reserve.there else None)

    def _live(self) -> None:
        try:
            db, report = self._open()
        except Fault as fault:
            self._refuse_everything(fault)
            return
        except (OSError, sqlite3.Error) as wrong:
            log.info("the data folder cannot be opened", exc_info=True)  # whoever asks is told in a sentence
            self._refuse_everything(self._cannot_open(wrong))
            return
        self._opened.set_result(report)
        while (job := self._next()) is not None:
            db = self._serve(db, job)
        close_desk(db)

    def _open(self) -> tuple[Database, Opened]:
        try:
            return open_desk(self.data)
        except (OSError, sqlite3.Error) as wrong:
            # Opening needs room too, for the logs' indexes; without it SQLite says IOERR or CANTOPEN as often as FULL.
            if trouble_of(wrong) not in (Trouble.FULL, Trouble.DISK) or not self._reserve.release():
                raise
        return open_desk(self.data)

    def _cannot_open(self, wrong: OSError | sqlite3.Error) -> Unavailable:
        folder = str(self.data)
        if trouble_of(wrong) is Trouble.FULL or (trouble_of(wrong) is Trouble.DISK and lacks_room(self.data)):
            said = f"{folder} cannot be opened: the disk is full. Nothing is lost; make room on it and start again"
            return Unavailable("data_folder_full", said, folder=folder)
        said = f"{folder} cannot be opened: {getattr(wrong, 'strerror', None) or wrong}"
        return Unavailable("data_folder", said, folder=folder)

    def _refuse_everything(self, fault: Fault) -> None:
        self._opened.set_exception(fault)
        while (job := self._next()) is not None:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(fault)

    def _serve(self, db: Database, job: _Job) -> Database:
        if not job.future.set_running_or_notify_cancel():
            return db
        try:
            if not job.staff and self._reserve.given_up:
                # The room that was made is for what staff do.
                raise Unavailable("disk_full", "the disk is full")
            try:
                result = _run(db, job)
            except (sqlite3.Error, OSError) as wrong:
                db, result = self._second_try(db, job, wrong)
        except Fault as fault:
            job.future.set_exception(fault)
        except Exception as wrong:
            log.exception("a job of the lane failed")
            job.future.set_exception(wrong)
        else:
            self._announce(result)
            job.future.set_result(result)
        if self._reserve.given_up:
            self._reserve.keep()
        if not self._closed:
            self._logs.note(db, short=self._reserve.given_up)
        return db

    def _tidy(self, db: Database) -> None:
        """What takes some milliseconds and nobody waits for (a bare job)."""
        if self._logs.are_long:
            self._logs.empty(db)
        self._reserve.keep()

    def _second_try(self, db: Database, job: _Job, wrong: Exception) -> tuple[Database, object]:
        """Make room on a full disk (for staff only) or set a damaged file aside, and run the job once more."""
        match Trouble.DAMAGED if self._closed else trouble_of(wrong):
            case Trouble.FULL:
                if job.staff and self._reserve.release():
                    try:
                        return db, _run(db, job)
                    except (sqlite3.Error, OSError) as again:
                        if trouble_of(again) is not Trouble.FULL:
                            raise
                raise Unavailable("disk_full", "the disk is full; nothing was recorded") from wrong
            case Trouble.DAMAGED:
                log.error("a damaged file is set aside: %s", wrong)
                self._closed = True
                mended = mend_desk(db)
                self._closed = False
                return mended, _run(mended, job)
            case Trouble.BUSY:
                raise Unavailable("localdb_busy", "another program holds the desk's data") from wrong
            case Trouble.OURS:
                # A swap of the cache that was cut short may have left none attached; then all is well after this.
                attach_cache(db)
                return db, _run(db, job)
            case Trouble.DISK:
                raise Unavailable("disk_error", f"the disk does not do its work: {wrong}") from wrong
        raise wrong

    def _announce(self, result: object) -> None:
        if not isinstance(result, ChangeSet):
            return
        for listener in self._listeners:
            try:
                listener(result)
            except Exception:
                log.exception("a listener failed")


def _run(db: Database, job: _Job) -> object:
    if job.bare:
        return job.run(db)
    if job.durable:
        db.execute("pragma cache.synchronous=full")
    db.execute("begin immediate")
    try:
        result = job.run(db)
        db.execute("commit")
    except BaseException:
        if db.connection.in_transaction:
            db.execute("rollback")
        raise
    finally:
        if job.durable:
            db.execute("pragma cache.synchronous=normal")
    return result
