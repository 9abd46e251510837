"""`desk show` and `guest find`: one JSON document from the desk's database, beside a running desk or without one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.desk.commandline import desk, guest
from app.domain.arrivals import ArrivalState
from app.domain.commands import Register, Seat
from app.domain.faults import Unknown
from app.domain.guests import GuestCard
from app.domain.tables import StoreCard
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.domain.tiers import Tier, TierReason
from app.localdb import outbox
from app.localdb.cursors import ClockSample, heard
from app.localdb.lane import Lane
from tests.kit.desk import NOW, ROOT, STORE, acts, arrival, entry, opened, take_in

WANG = GuestCard(
    guest_id="g1",
    name="王芳",
    phone="13800138000",
    tier=Tier.GOLD,
    tier_reason=TierReason(visits=4, interactions=1, days=90, policy="2026-11"),
    vip=True,
    vip_manager="赵敏",
    visits=12,
    last_visit=NOW,
    tastes=(
        Taste(tag="花生", kind=TasteKind.ALLERGY, source=TasteSource.STAFF, date=NOW.date(), author="李娜"),
        Taste(
            tag="羊肉", kind=TasteKind.LIKES, source=TasteSource.DISHES, date=NOW.date(), hits=3, of=5, rule="2026-11"
        ),
    ),
)


def fill(lane: Lane) -> None:
    clock = ClockSample(hq=NOW, here=NOW, speed=60.0)
    lane.submit(heard, clock).result(10)
    cards = [entry(StoreCard(store_id=STORE, name="湖滨店")), entry(WANG), entry(arrival("a1", "g1", ticket_no="A7"))]
    lane.submit(take_in, *cards, entry(arrival("a2", ticket_no="A8"))).result(10)
    acts(lane, Seat(arrival_id="a2", table="B1"), Register(arrival_id="a3", guest_id="new", name="曾单"))


def ask(group: Any, data: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(group, [*arguments, "--data", str(data), "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_arrivals(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        fill(lane)
        found = ask(desk, tmp_path / "desk", "show", "arrivals")
    assert set(found) == {"as_of", "link", "arrivals"}
    assert found["as_of"] == NOW.isoformat()
    first, second, third = sorted(found["arrivals"], key=lambda card: str(card["arrival_id"]))
    assert (first["state"], first["ticket_no"], first["table"], first["sources"]) == ("waiting", "A7", "", [])
    assert first["guest"] == {
        "guest_id": "g1",
        "name": "王芳",
        "phone_masked": "138****8000",
        "tier": "gold",
        "tier_reason": "黄金：90 天内来店 4 次、互动 1 次（规则 2026-11）",
        "tier_before": None,
        "tier_since": None,
        "segment": "new_low",
        "segment_reason": "",
        "purchase_class": "none",
        "class_reason": "",
        "private": False,
        "gate_reason": "",
        "vip": True,
        "tastes": first["guest"]["tastes"],
        "visits": 12,
        "last_visit": NOW.isoformat(),
        "flags": [],
    }
    allergy, likes = first["guest"]["tastes"]
    assert (allergy["tag"], allergy["kind"], allergy["source"], allergy["author"]) == (
        "花生",
        "allergy",
        "staff",
        "李娜",
    )
    assert (likes["tag"], likes["hits"], likes["of"], likes["date"]) == ("羊肉", 3, 5, NOW.date().isoformat())
    assert (second["guest"], second["table"], second["sending"]) == (None, "B1", 1)
    assert (third["guest"]["name"], third["suggestions"][0]["code"]) == ("曾单", "ask_new")
    assert "13800138000" not in json.dumps(found), "a whole phone never leaves the desk"


def test_guests_outbox_and_link(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        fill(lane)
        row = lane.submit(outbox.waiting).result(10)[0]
        lane.submit(outbox.park, row.key, code="table_unknown", reason="没有这张桌", now=NOW).result(10)
        held = ask(desk, data, "show", "guests", "--limit", "5")
        assert (held["count"], [card["guest_id"] for card in held["guests"]]) == (1, ["g1"])
        unsent = ask(desk, data, "show", "outbox")
        assert unsent["waiting"] == 1
        (parked,) = unsent["parked"]
        assert (parked["key"], parked["kind"], parked["reason"]) == (row.key, "arrival.seat", "没有这张桌")
        assert parked["since"] == NOW.isoformat()
        link = ask(desk, data, "show", "link")
        assert (link["running"], link["waiting"], link["parked"], link["store_id"]) == (True, 1, 1, STORE)
    link = ask(desk, data, "show", "link")
    assert (link["running"], link["state"]) == (False, "offline")


@pytest.mark.parametrize(
    ("query", "wanted"), [("8000", ["g1"]), ("王", ["g1"]), ("A7", ["g1"]), ("曾单", ["new"]), ("x", [])]
)
def test_guest_find(tmp_path: Path, query: str, wanted: list[str]) -> None:
    with opened(tmp_path / "desk") as lane:
        fill(lane)
    found = ask(guest, tmp_path / "desk", "find", query, "--limit", "3")
    assert found["query"] == query
    assert found["took_ms"] >= 0
    assert [card["guest_id"] for card in found["guests"]] == wanted


@pytest.mark.parametrize(
    "words",
    [
        ("show", "guests", "--limit", "9" * 20),
        ("show", "guests", "--limit", "-1"),
        ("--for", "nan"),
        ("--for", "inf"),
        ("--for", "1e300"),
    ],
)
def test_numbers_that_are_none_are_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(desk, [*words, "--data", str(tmp_path)])
    assert done.exit_code == 2, done.exception
    assert "Invalid value" in done.stderr


def test_the_data_folder_may_be_named_before_the_subcommand_and_lines_are_for_people(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        fill(lane)
    shown = CliRunner().invoke(desk, ["--data", str(data), "show", "arrivals"], catch_exceptions=False)
    assert shown.exit_code == 0
    assert "A7\t王芳\twaiting" in shown.stdout
    for what in ("guests", "outbox", "link"):
        assert CliRunner().invoke(desk, ["show", what, "--data", str(data)], catch_exceptions=False).stdout
    assert "爱羊肉" in CliRunner().invoke(guest, ["find", "8000", "--data", str(data)]).stdout


def test_what_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unknown, match="no desk"):
        CliRunner().invoke(desk, ["show", "link", "--data", str(tmp_path)], catch_exceptions=False)
    (tmp_path / "local.db").write_bytes(b"no database at all" * 500)
    done = run("desk", "show", "outbox", "--data", str(tmp_path), "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("yingbin: ")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["desk", "show", "tasks"], ["guest", "weigh", "x"], ["desk", "--enrol", "X"], ["guest", "find"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "app", *arguments], capture_output=True, text=True, cwd=ROOT)


def test_looking_in_imports_no_window_and_no_http(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        fill(lane)
    program = (
        "import sys; from app.__main__ import door;"
        "door(['desk', 'show', 'arrivals', '--data', sys.argv[1], '--json'], standalone_mode=False);"
        "print(*[m for m in ('PySide6', 'requests', 'sqlite_utils', 'fastapi') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "desk")], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(done.stdout)["arrivals"]
    assert done.stderr.split() == []


def test_a_desk_whose_state_is_closed_is_not_on_the_board(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        fill(lane)
        lane.submit(take_in, entry(arrival("a1", "g1", state=ArrivalState.LEFT), version=2)).result(10)
        found = ask(desk, tmp_path / "desk", "show", "arrivals")
    assert {card["arrival_id"] for card in found["arrivals"]} == {"a2", "a3"}
