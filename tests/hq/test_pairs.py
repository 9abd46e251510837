"""Rows asked for by pairs are looked up, however many pairs: SQLite would read the whole table for the pairs alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Table, insert, select, text

from app.hq.database import migrate, open_engine, write
from app.hq.pairs import asked, is_among
from app.hq.tables import bill_items, cards, feed, identities

PLACES = [
    (cards, cards.c.kind, cards.c.card_id),
    (feed, feed.c.kind, feed.c.card_id),
    (identities, identities.c.kind, identities.c.value),
    (bill_items, bill_items.c.store_id, bill_items.c.bill_id),
]
PAIRS = [("guest", "g1"), ("guest", "g2"), ("arrival", "a1")]


def plan(connection: Connection, table: Table, condition: object, given: dict[str, object]) -> str:
    """Return how SQLite finds the rows of `table`."""
    asking = select(table).where(condition)  # type: ignore[arg-type]
    plain = asking.params(given).compile(connection, compile_kwargs={"literal_binds": True})
    steps = connection.execute(text(f"explain query plan {plain}")).all()
    return "; ".join(step.detail for step in steps if table.name in step.detail)


@pytest.mark.parametrize(("table", "first", "second"), PLACES, ids=lambda each: getattr(each, "name", ""))
def test_pairs_are_looked_up(tmp_path: Path, table: Table, first: Column[str], second: Column[str]) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hq.db")
    migrate(engine)
    with engine.connect() as connection:
        assert "SCAN" not in plan(connection, table, is_among(first, second), asked(PAIRS))
    engine.dispose()


def test_only_the_pairs_are_found_and_not_what_they_cross_to(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hq.db")
    migrate(engine)
    held = [("guest", "x"), ("guest", "y"), ("arrival", "x"), ("arrival", "y")]
    with write(engine) as connection:
        connection.execute(insert(cards), [{"kind": k, "card_id": i, "version": 1, "hash": 1} for k, i in held])
        wanted = select(cards.c.kind, cards.c.card_id).where(is_among(cards.c.kind, cards.c.card_id))
        found = connection.execute(wanted, asked([("guest", "x"), ("arrival", "y")])).all()
        assert sorted(map(tuple, found)) == [("arrival", "y"), ("guest", "x")]
        assert connection.execute(wanted, asked([])).all() == []
    engine.dispose()
