"""A real day lived again by the real programs: every party one card, every guest known as the export knows them."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.demo_days import Expected, document_of, expected_of, read_orders, run_demo, write_small_exports
from tests.kit.thorough import THOROUGH

ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("YINGBIN_EXPORTS", ROOT.parent / "shared" / "data" / "orders"))
"""Where a real restaurant's exports are, on machines that have them; never part of the repository."""


def parties_in(data: Path) -> dict[str, dict[str, Any]]:
    """Return what the demo says of each party, by order id."""
    found = json.loads((data / "parties.json").read_text(encoding="utf-8"))
    return {party["party"].partition("-")[2]: party for party in found["parties"]}


def check(parties: dict[str, dict[str, Any]], expected: dict[str, Expected]) -> None:
    """Hold every card against what the test read from the export by itself."""
    assert parties.keys() == expected.keys()
    for order_id, wanted in expected.items():
        party = parties[order_id]
        assert len(party["cards"]) == 1, party
        if wanted.visits:
            assert party["guest_id"] == wanted.guest_id
            assert party["recognised"]
        assert party["earlier_visits"] == wanted.visits, (order_id, party)
        last = datetime.fromisoformat(party["last_visit"]) if party["last_visit"] else None
        assert last == wanted.last, (order_id, party)


def test_a_small_day_is_lived_again(tmp_path: Path) -> None:
    write_small_exports(tmp_path)
    done = run_demo(
        *("--orders", "orders.csv", "--items", "items.csv", "--map", "map.toml", "--store", "7"),
        *("--day", "2024-05-31", "--speed", "6000", "--headless", "--data", "data", "--json"),
        cwd=tmp_path,
    )
    document = document_of(done)
    assert {name: document[name] for name in ("events", "cards", "recognised", "unknown", "lost", "repeated")} == {
        "events": 21,
        "cards": 7,
        "recognised": 5,
        "unknown": 2,
        "lost": 0,
        "repeated": 0,
    }
    assert 0 < document["latency_ms"]["p50"] <= document["latency_ms"]["p99"] <= document["latency_ms"]["max"]
    parties = parties_in(tmp_path / "data")
    check(parties, expected_of(read_orders(tmp_path / "orders.csv", "gb18030"), "2024-05-31"))
    tastes = {taste["tag"]: taste for party in parties.values() for taste in party["tastes"]}
    assert tastes["羊肉"]["kind"] == "likes"
    assert tastes["羊肉"]["source"] == "dishes"
    assert tastes["羊肉"]["evidence"] == "手抓羊肉"
    assert tastes["羊肉"]["rule"]


def test_a_day_without_orders_is_said_in_one_sentence(tmp_path: Path) -> None:
    write_small_exports(tmp_path)
    done = run_demo(
        *("--orders", "orders.csv", "--map", "map.toml", "--day", "2024-07-01", "--headless", "--json"), cwd=tmp_path
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip().splitlines()[-1] == (
        "yingbin: orders.csv has no order on 2024-07-01: it has 2024-05-02 to 2024-06-01"
    )


@pytest.mark.skipif(not REAL.is_dir(), reason="no exports of a real restaurant on this machine")
class TestRealDays:
    """Days of a restaurant in 2016."""

    @pytest.mark.skipif(not THOROUGH, reason="a second day of a real restaurant: YINGBIN_THOROUGH=1")
    def test_17_march(self, tmp_path: Path) -> None:
        done = run_demo(
            *("--orders", REAL / "orders_2016-01_2016-06.csv", "--guests", REAL / "guests_history.gbk.csv"),
            *("--map", REAL / "map.toml", "--store", "330", "--day", "2016-03-17", "--speed", "8000", "--headless"),
            *("--data", "data", "--json"),
            cwd=tmp_path,
        )
        document = document_of(done)
        assert (document["cards"], document["lost"], document["repeated"]) == (43, 0, 0)
        expected = expected_of(read_orders(REAL / "orders_2016-01_2016-06.csv"), "2016-03-17")
        assert len(expected) == 43
        check(parties_in(tmp_path / "data"), expected)

    def test_a_day_with_dishes(self, tmp_path: Path) -> None:
        done = run_demo(
            *("--orders", REAL / "orders_2016-08-01_15.gbk.csv", "--items", REAL / "order_items_2016-08-01_15.csv"),
            *("--guests", REAL / "guests_2016-08.gbk.csv", "--map", REAL / "map.toml", "--store", "330"),
            # An hour at the table is 0.9 s: a machine that is held up for less sees every party come before it goes.
            *("--speed", "4000", "--headless", "--data", "data", "--json"),
            cwd=tmp_path,
        )
        document = document_of(done)
        assert (document["cards"], document["lost"], document["repeated"]) == (20, 0, 0)
        parties = parties_in(tmp_path / "data")
        check(parties, expected_of(read_orders(REAL / "orders_2016-08-01_15.gbk.csv", "gb18030"), "2016-08-15"))
        tastes = [taste for party in parties.values() for taste in party["tastes"]]
        assert len(tastes) >= 5
        assert all(taste["source"] == "dishes" and taste["evidence"] and taste["rule"] for taste in tastes)
