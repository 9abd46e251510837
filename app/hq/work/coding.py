"""Makes the codes that are missing when a service starts: its stores were imported before codes were made."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from app.domain.printed import PrintedKind
from app.hq.tables import printed_codes, staff, store_tables, stores

from .printed import ensure_codes

AT_ONCE = 50
"""Stores in one slice: some thousand codes, a tenth of a second of the writer's time."""

_LACKING = (
    select(stores.c.store_id).where(
        ~select(printed_codes.c.code)
        .where(printed_codes.c.store_id == stores.c.store_id, printed_codes.c.kind == PrintedKind.GROUP.value)
        .exists()
    ),
    select(store_tables.c.store_id)
    .join(stores, stores.c.store_id == store_tables.c.store_id)
    .where(
        ~select(printed_codes.c.code)
        .where(
            printed_codes.c.store_id == store_tables.c.store_id,
            printed_codes.c.kind == PrintedKind.TABLE.value,
            printed_codes.c.about == store_tables.c.name,
        )
        .exists()
    ),
    select(staff.c.store_id)
    .join(stores, stores.c.store_id == staff.c.store_id)
    .where(
        ~select(printed_codes.c.code)
        .where(
            printed_codes.c.store_id == staff.c.store_id,
            printed_codes.c.kind == PrintedKind.STAFF.value,
            printed_codes.c.about == staff.c.staff_id,
        )
        .exists()
    ),
)


def lacking(connection: Connection) -> list[str]:
    """Return the stores that lack a code for something: they were imported before codes were made."""
    return sorted({found for query in _LACKING for found in connection.execute(query).scalars()})


class Coding:
    """The standing work of a service: once, after everything that is more urgent."""

    def __init__(self) -> None:
        """What is missing is looked for at the first slice."""
        self._left: list[str] = []
        self._done = False

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Make the codes of some stores until `enough()`; return whether some may be left.

        At the end it looks once more: what was made in a transaction that failed is missing again.
        """
        if self._done:
            return False
        if not self._left:
            self._left = lacking(connection)
            self._done = not self._left
        while self._left:
            ensure_codes(connection, self._left[:AT_ONCE])
            self._left = self._left[AT_ONCE:]
            if enough():
                break
        return not self._done
