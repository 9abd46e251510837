"""What the writer does in one transaction: many callers' work at once, or a slice of the standing work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from app.domain.faults import Fault

from .callers import Job, do
from .database import database_faults, write
from .feed import TOUCHED


class StandingWork(Protocol):
    """What the writer does when it has time."""

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Do some of it until `enough()` or nothing is left; return whether something is left."""
        ...


class Keeping(Protocol):
    """Stores the events of many callers in one statement."""

    def __call__(self, connection: Connection, rows: Sequence[Any], /) -> list[bool]:
        """Return for each row whether it is stored now (False: it was known)."""
        ...


class Unopened(Exception):
    """No transaction could be begun; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        """`fault` is what the database said."""
        super().__init__(fault.detail)
        self.fault = fault


class Transactions:
    """The writer's transactions on `engine`. Each returns, after its commit, the stores whose feed moved, and whether
    standing work is left."""

    def __init__(self, engine: Engine, keeping: Keeping, standing: StandingWork) -> None:
        """`keeping` stores events; `standing` is done in slices."""
        self._engine = engine
        self._keeping = keeping
        self._standing = standing

    def together(self, jobs: Sequence[Job], apply_seconds: float | None) -> tuple[frozenset[str], bool]:
        """Do all `jobs`, each in a savepoint; the events among them are applied at once for `apply_seconds`, if said.

        Raises `Unopened` where no transaction could be begun.
        """
        with database_faults(), self._begun() as (connection, touched):
            self._keep(connection, jobs)
            for job in jobs:
                if job.work is not None:
                    do(connection, job, job.work)
            more = any(job.rows for job in jobs)
            if apply_seconds is not None:
                until = time.monotonic() + apply_seconds
                more = self._standing.slice(connection, lambda: time.monotonic() > until)
        return frozenset(touched), more

    def slice(self, enough: Callable[[], bool]) -> tuple[frozenset[str], bool]:
        """Do some of the standing work until `enough()`."""
        with database_faults(), self._begun() as (connection, touched):
            more = self._standing.slice(connection, enough)
        return frozenset(touched), more

    @contextmanager
    def _begun(self) -> Iterator[tuple[Connection, set[str]]]:
        """Give a connection in a write transaction, and the set in which `publish` notes whose feed it moved."""
        with ExitStack() as stack:
            try:
                with database_faults():
                    connection = stack.enter_context(write(self._engine))
            except Fault as fault:
                raise Unopened(fault) from fault
            connection.info[TOUCHED] = stores = set[str]()
            yield connection, stores

    def _keep(self, connection: Connection, jobs: Sequence[Job]) -> None:
        rows = [row for job in jobs for row in job.rows]
        if not rows:
            return
        kept = self._keeping(connection, rows)
        start = 0
        for job in jobs:
            if job.rows:
                job.result = kept[start : start + len(job.rows)]
                start += len(job.rows)
