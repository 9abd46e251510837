"""A small chain at HQ, and the command line on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, update

from app.hq.database import write
from app.hq.tables import house, staff, stores
from app.hq.work.printed import ensure_codes
from app.qr.commandline import qr
from tests.kit.hq import found_store, open_hq

ADDRESS = "https://yb.example.com"

Run = Callable[..., Result]


@pytest.fixture(autouse=True, scope="session")
def letters(qapp: object) -> None:
    """One application for all tests."""


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Return the URL of an HQ with the store 望京店 (six tables, one member of staff) and one without tables."""
    url = f"sqlite:///{tmp_path / 'hq.sqlite3'}"
    engine = open_hq(url)
    found_store(engine, "S1", ("A1", "A2", "A10", "B1", "B2", "牡丹厅"))
    found_store(engine, "S2", ())
    with write(engine) as connection:
        connection.execute(insert(house).values(key="public_url", value=ADDRESS))
        connection.execute(update(stores).where(stores.c.store_id == "S1").values(name="望京店"))
        connection.execute(insert(staff).values(staff_id="7", store_id="S1", name="李娜", role="server"))
        ensure_codes(connection, ["S1"])
    engine.dispose()
    return url


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `yingbin qr …` and return what it said."""
    monkeypatch.delenv("YINGBIN_DATABASE", raising=False)

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(qr, [str(each) for each in arguments])

    return invoke


def document(result: Result) -> dict[str, Any]:
    """Return the one JSON document on stdout."""
    assert result.exit_code in (0, 3), (result.exception, result.output)
    found: dict[str, Any] = json.loads(result.stdout)
    return found
