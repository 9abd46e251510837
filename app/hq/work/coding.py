"""Makes the codes that are missing when a service starts: its stores were imported before codes were made."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, ColumnElement, Connection, select

from app.domain.printed import PrintedKind
from app.hq.tables import printed_codes, staff, store_tables, stores

from .printed import ensure_codes

AT_ONCE = 50
"""Stores in one slice: some thousand codes, a tenth of a second of the writer's time."""


def _without(store_id: Column[str], kind: PrintedKind, about: Column[str] | None = None) -> ColumnElement[bool]:
    """Whether a store has no code of this kind (about this)."""
    code = printed_codes.c
    same = [code.store_id == store_id, code.kind == kind.value, *([] if about is None else [code.about == about])]
    return ~select(code.code).where(*same).exists()


_LACKING = (
    select(stores.c.store_id).where(_without(stores.c.store_id, PrintedKind.GROUP)),
    *(
        select(rows.c.store_id)
        .join(stores, stores.c.store_id == rows.c.store_id)
        .where(_without(rows.c.store_id, kind, about))
        for rows, kind, about in (
            (store_tables, PrintedKind.TABLE, store_tables.c.name),
            (staff, PrintedKind.STAFF, staff.c.staff_id),
        )
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
