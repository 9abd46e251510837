"""Several pieces of a service's standing work as one."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from .transactions import StandingWork


class InTurn:
    """Works that have their turn one after the other: each when those before it have nothing left."""

    def __init__(self, *works: StandingWork) -> None:
        """The first is the most urgent."""
        self._works = works

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Do some of the first work that has something to do; return whether something is left."""
        return any(work.slice(connection, enough) for work in self._works)
