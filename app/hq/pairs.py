"""Asking for many rows by pairs of columns ("(kind, card_id) is one of these") in a way every engine finds quickly.

SQLite answers a list of two pairs or more by reading the whole table, whatever index there is, unless each column's own
values are asked for beside: then it looks each of them up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, tuple_


def is_among(first: ColumnElement[str], second: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that (`first`, `second`) is among the pairs that `asked` gives to the statement."""
    return and_(
        first.in_(bindparam("firsts", expanding=True)),
        second.in_(bindparam("seconds", expanding=True)),
        tuple_(first, second).in_(bindparam("pairs", expanding=True)),
    )


def asked(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the parameters of a statement with `is_among`."""
    held = list(pairs)
    return {"pairs": held, "firsts": sorted({pair[0] for pair in held}), "seconds": sorted({pair[1] for pair in held})}
