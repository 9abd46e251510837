"""Who is who, decided at head office by the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select

from app.domain.faults import Refused, Unknown
from app.hq.commandline import hq
from app.hq.importers.run import import_file
from app.hq.tables import bills, guests, settlements
from tests.kit.hq import found_store

NOW = datetime(2016, 3, 19, 4, tzinfo=UTC)

Run = Callable[..., str]


@pytest.fixture
def run(engine: Engine, database_url: str, tmp_path: Path) -> Run:
    """Run `hq …` on a chain with one conflict: a bill of guest 1 with the phone of guest 2."""
    found_store(engine)
    files = {
        "guests": "guest_id,name,phone\n1,王芳,13800000001\n2,李雷,13800000002\n",
        "orders": "order_id,guest_id,guest_name,phone,paid_yuan,opened_at\nb1,1,李雷,13800000002,100,2016/3/18 18:21\n",
    }
    for kind, text in files.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        import_file(engine, kind, [path], store_id="330", now=NOW)

    def call(*arguments: str, decides: bool = True) -> str:
        told = [*arguments, "--by", "总部", "--clock", NOW.isoformat()] if decides else list(arguments)
        done = CliRunner().invoke(hq, told, env={"YINGBIN_DATABASE": database_url}, catch_exceptions=True)
        if done.exception is not None:
            raise done.exception
        return done.stdout

    return call


def listed(run: Run, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("conflicts", "list", "--json", *more, decides=False))["conflicts"]
    return found


def test_a_conflict_is_listed_settled_and_opened_again(run: Run, engine: Engine) -> None:
    (conflict,) = listed(run)
    assert (conflict["left_guest"], conflict["right_guest"], conflict["kind"]) == ("1", "2", "order_identity")
    assert "b1" in run("conflicts", "list", "--store", "330", decides=False)
    found_store(engine, "331", tables=(), codes=False)
    assert run("conflicts", "list", "--store", "331", decides=False) == ""
    assert "1, 2" in run("conflicts", "settle", conflict["conflict_id"], "right", "--note", "问过")
    assert listed(run) == []
    (settled,) = listed(run, "--all")
    assert (settled["decision"], settled["settled_by"], settled["note"]) == ("right", "总部", "问过")
    with engine.connect() as connection:
        assert connection.execute(select(bills.c.guest_id)).scalar() == "2"
    with pytest.raises(Refused):
        run("conflicts", "settle", conflict["conflict_id"], "left")
    run("conflicts", "reopen", conflict["conflict_id"])
    assert listed(run) == [conflict]
    with engine.connect() as connection:
        assert connection.execute(select(bills.c.guest_id)).scalar() == "1"
        assert connection.execute(select(settlements.c.undone_by)).scalars().all() == ["总部"]
    run("conflicts", "settle", conflict["conflict_id"], "same", "--keep", "2")
    (settled,) = listed(run, "--all")
    assert (settled["left_guest"], settled["right_guest"]) == ("1", "2"), "both are named, also as one"


def test_guests_are_merged_and_unmerged(run: Run, engine: Engine) -> None:
    def pointers() -> dict[str, str | None]:
        with engine.connect() as connection:
            return {row.guest_id: row.merged_into for row in connection.execute(select(guests))}

    merge_id = run("guest", "merge", "1", "2", "--reason", "同一个人").strip()
    assert pointers() == {"1": None, "2": "1"}
    run("guest", "unmerge", merge_id)
    assert pointers() == {"1": None, "2": None}
    with pytest.raises(Unknown):
        run("guest", "merge", "1", "nobody")
