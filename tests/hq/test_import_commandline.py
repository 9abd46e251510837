"""`yingbin hq import` as a person or a script runs it: one document, one sentence, the right exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from app.hq.database import open_engine
from app.hq.tables import bills, cards, guests
from tests.kit import nursery

pytestmark = pytest.mark.dear

PATIENCE = 60
"""Seconds after which a condition is given up: far more than it ever takes."""


def start(*arguments: object) -> nursery.Program:
    return nursery.start("app", "hq", "import", *map(str, arguments))


def run(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return nursery.run("app", "hq", "import", *map(str, arguments), environment=env)


def document(*arguments: object, code: int = 0) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def guest_file(tmp_path: Path) -> Path:
    path = tmp_path / "guests.csv"
    path.write_text("guest_id,name,phone\n1,王芳,13800000001\n2,李雷,13800000002\n3\n", encoding="gb18030")
    return path


def test_one_document_and_exit_code_3_when_rows_were_rejected(database_url: str, guest_file: Path) -> None:
    where = ("--store", "330", "--database", database_url)
    first = document("guests", guest_file, *where, code=3)
    assert first == {
        "kind": "guests",
        "file": str(guest_file),
        "read": 3,
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "flagged": 0,
        "rejected": 1,
        "repaired": 0,
        "warnings": ["store 330 was unknown and is now called by its id: import its name with `stores`"],
    }
    again = document("guests", guest_file, *where, code=3)
    assert (again["added"], again["unchanged"], again["rejected"], again["warnings"]) == (0, 2, 1, [])


def test_words_for_a_person(tmp_path: Path, guest_file: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    url = f"sqlite:///{tmp_path}/hq.sqlite3"
    done = run("guests", guest_file, "--store", "330", "--rejects", rejects, env={"YINGBIN_DATABASE": url})
    assert done.returncode == 3
    assert done.stdout == "guests: 3 read, 2 added, 0 updated, 0 unchanged, 0 flagged, 1 rejected, 0 repaired\n"
    assert f"see {rejects}" in done.stderr
    assert rejects.read_bytes().splitlines()[1] == b'guests.csv,4,1 columns instead of 3,"3"'


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("guests", "missing.csv", "--store", "330"), 1, "missing.csv"),
        (("guests", "{good}", "--store", "330", "--map", "missing.toml"), 1, "missing.toml"),
        (("guests", "{good}", "--store", "330", "--clock", "noon"), 1, "noon"),
        (("orders", "{good}", "--store", "330"), 1, "no column 'order_id'"),
        (("guests", "{good}", "--store", "330", "--rejects", "/no/such/folder/x.csv"), 1, "cannot write"),
        (("guests", "{good}", "--store", "330", "--database", "mysql://x/y"), 1, "SQLite or PostgreSQL"),
        (("guests", "{good}"), 2, "--store"),
        (("customers", "{good}", "--store", "330"), 2, "customers"),
        (("guests",), 2, "FILE"),
    ],
)
def test_a_mistake_is_one_sentence(
    tmp_path: Path, guest_file: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    url = f"sqlite:///{tmp_path}/hq.sqlite3"
    named = [argument.format(good=guest_file) for argument in arguments]
    done = run(*named, env={"YINGBIN_DATABASE": url})
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert done.stderr.count("\n") == 1


def order_file(path: Path, rows: int) -> Path:
    lines = ["order_id,guest_id,guest_name,phone,table,paid_yuan,opened_at"]
    lines += [
        f"b{n},{n % 300},王{n % 300},138{n % 300:08},A{n % 9},{n % 300},2016/3/{n % 28 + 1} 18:21" for n in range(rows)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def imported(engine: Engine) -> int:
    with engine.connect() as connection:
        found: int = connection.execute(select(func.count()).select_from(bills)).scalar_one()
        return found


def test_an_import_that_is_killed_is_completed_by_running_it_again(
    database_url: str, engine: Engine, tmp_path: Path
) -> None:
    path = order_file(tmp_path / "orders.csv", 4_000)
    arguments = ("orders", path, "--store", "330", "--clock", "2016-04-01T12:00:00+08:00")
    kills = 0
    for enough in (1, 1_001, 2_001):
        with start(*arguments, "--database", database_url) as child:
            deadline = time.monotonic() + PATIENCE
            while child.poll() is None and imported(engine) < enough and time.monotonic() < deadline:
                time.sleep(0.002)
            child.send_signal(signal.SIGKILL)
            kills += child.wait() == -signal.SIGKILL
        assert imported(engine) % 1_000 == 0, "whole batches only"
        with engine.connect() as connection:
            shown = connection.execute(select(func.count()).select_from(cards).where(cards.c.kind == "guest")).scalar()
            known = connection.execute(select(func.count()).select_from(guests)).scalar()
        assert shown == known, "every guest has a card"
    assert kills > 0, "the control: it was cut short at least once"
    rest = document(*arguments, "--database", database_url)
    assert rest["added"] + rest["unchanged"] == 4_000
    reference = f"sqlite:///{tmp_path}/reference.sqlite3"
    document(*arguments, "--database", reference)
    assert bodies(database_url) == bodies(reference)


def bodies(url: str) -> dict[tuple[str, str], str]:
    engine = open_engine(url)
    with engine.connect() as connection:
        query = select(cards).where(cards.c.kind != "code")  # a printed code is dice
        found = {(row.kind, row.card_id): row.body for row in connection.execute(query)}
    engine.dispose()
    return found


def test_two_imports_at_once_wait_for_each_other(database_url: str, engine: Engine, tmp_path: Path) -> None:
    paths = [order_file(tmp_path / f"{name}.csv", 2_000) for name in ("a", "b")]
    children = [start("orders", path, "--store", "330", "--database", database_url) for path in paths]
    for child in children:
        with child:
            assert child.wait(PATIENCE) == 0
    assert imported(engine) == 2_000
