"""Whatever a desk or a guest waits for is found by an index, however much a store has printed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Select

from app.hq.work import code_changes, coding, groups, printed, prints
from tests.kit.hq import open_hq

ASKED: dict[str, tuple[Select[Any], dict[str, Any]]] = {
    "codes of stores": (printed._OF_STORES, {"ids": ["330"]}),
    "what a code is about": (code_changes._ABOUT, {"store_id": "330", "kind": "table", "ids": ["A1"]}),
    "who changed it since": (code_changes._LATER, {"subject": "x", "since": 1, "now": 2}),
    "paper that hangs": (code_changes._TOUCHED, {"ids": ["x"]}),
    "print jobs of a store": (prints._OF_STORE, {"store_id": "330"}),
    "print jobs with a code": (prints._WITH_CODE, {"ids": ["x"]}),
    "pieces of print jobs": (prints._PIECES, {"ids": ["p1"]}),
    "the group that is shown": (groups._OF_ONE_STORE, {"store_id": "330", "kind": "group"}),
    "who moved": (groups.MOVES, {"group_id": "g1"}),
}
GROW = ("printed_codes", "prints", "print_pieces", "code_changes", "groups", "group_members")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How SQLite looks each of them up (PostgreSQL has the same indexes, and reads small tables whole)."""
    engine = open_hq(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'hq.sqlite3'}")
    found: dict[str, str] = {}
    every = ASKED | {f"stores that lack a code {n}": (query, {}) for n, query in enumerate(coding._LACKING)}
    with engine.connect() as connection:
        for name, (query, bound) in every.items():
            said = query.params(**bound).compile(
                dialect=engine.dialect, compile_kwargs={"literal_binds": True, "render_postcompile": True}
            )
            rows = connection.exec_driver_sql(f"explain query plan {said}").all()
            found[name] = "\n".join(str(row[-1]) for row in rows)
    engine.dispose()
    return found


def test_no_table_that_grows_is_read_from_end_to_end(plans: dict[str, str]) -> None:
    for name, plan in plans.items():
        assert not any(f"SCAN {table}" in plan for table in GROW), f"{name}:\n{plan}"


def test_what_is_missing_at_the_start_is_looked_up_by_what_it_is_about(plans: dict[str, str]) -> None:
    """By the store alone it took a second of the writer's time for one store with 5,000 tables."""
    assert "store_id=? AND kind=? AND about=?" in plans["stores that lack a code 1"]
    assert "store_id=? AND kind=? AND about=?" in plans["stores that lack a code 2"]
