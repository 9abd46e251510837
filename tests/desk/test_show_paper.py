"""`desk show codes`, `groups` and `prints`: one JSON document each, with what this desk has done laid over."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.desk.commandline import desk
from app.domain.commands import KeepGroup, MarkLost, RetireCode
from app.domain.funnel import Counts, FunnelCard
from app.domain.groups import GroupCard
from app.domain.printed import CodeCard, PrintedKind
from app.domain.prints import PrintCard, PrintedPiece
from app.localdb.cursors import ClockSample, heard
from tests.kit.desk import NOW, STORE, acts, entry, opened, take_in

LINK = "https://yb.example.com/r/AAAAAAAAA1"
CODE = CodeCard(code="AAAAAAAAA1", kind=PrintedKind.TABLE, about="A1", store_id=STORE, link=LINK)
GROUP = GroupCard(group_id="g1", store_id=STORE, name="福利群", members=188, join_url="https://work.weixin.qq.com/a")
JOB = PrintCard(
    print_id="p1", store_id=STORE, template="table-card", place="A 区", by="李娜", at=NOW - timedelta(days=1),
    pieces=(PrintedPiece(code=CODE.code, link=LINK, copies=2),),
)  # fmt: skip
FUNNEL = FunnelCard(code=CODE.code, week=Counts(scans=12, scanned=10, added=3, joined=5))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A desk's folder, with something done that HQ has not confirmed."""
    with opened(tmp_path / "desk") as lane:
        lane.submit(heard, ClockSample(hq=NOW, here=NOW, speed=60.0)).result(10)
        lane.submit(take_in, *(entry(card) for card in (CODE, GROUP, JOB, FUNNEL))).result(10)
        acts(lane, RetireCode(code=CODE.code), MarkLost(print_id="p1", code=CODE.code, note="雨"))
        acts(lane, KeepGroup(group_id="g2", name="新群", join_url="https://work.weixin.qq.com/b"))
    return tmp_path / "desk"


def ask(data: Path, what: str) -> Any:
    done = CliRunner().invoke(desk, ["show", what, "--data", str(data), "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_codes_with_what_came_of_them(data: Path) -> None:
    (code,) = ask(data, "codes")["codes"]
    assert (code["code"], code["link"], code["kind"], code["about"]) == (CODE.code, LINK, "table", "A1")
    assert (code["state"], code["sending"]) == ("retired", True)
    assert (code["week"]["people"], code["week"]["added_share"], code["week"]["joined_share"]) == (10, 0.3, 0.5)


def test_groups_with_which_one_guests_see(data: Path) -> None:
    found = ask(data, "groups")
    told = {group["group_id"]: (group["shown"], group["sending"]) for group in found["groups"]}
    assert told == {"g1": (True, False), "g2": (False, True)}
    assert found["alerts"] == []


def test_prints_with_what_is_lost(data: Path) -> None:
    (job,) = ask(data, "prints")["prints"]
    assert (job["template"], job["place"], job["copies"], job["by"]) == ("table-card", "A 区", 2, "李娜")
    assert (job["pieces"][0]["note"], job["pieces"][0]["lost_at"]) == ("雨", NOW.isoformat())


@pytest.mark.parametrize("what", ["codes", "groups", "prints"])
def test_in_lines_for_people(data: Path, what: str) -> None:
    done = CliRunner().invoke(desk, ["show", what, "--data", str(data)], catch_exceptions=False)
    assert done.exit_code == 0
    assert {"codes": "\tA1\t", "groups": "福利群", "prints": "A 区\t李娜\t1 lost"}[what] in done.stdout


def test_lines_for_people_say_names_and_what_a_manager_must_see_to(tmp_path: Path) -> None:
    person = replace(CODE, kind=PrintedKind.STAFF, about="101-01", title="李娜")
    full = replace(GROUP, members=GROUP.capacity)
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, *(entry(card) for card in (person, full))).result(10)
    lines = {
        what: CliRunner().invoke(desk, ["show", what, "--data", str(tmp_path / "desk")], catch_exceptions=False).stdout
        for what in ("codes", "groups")
    }
    assert "\t李娜 101-01\t" in lines["codes"]
    assert "alert\tgroup\tnone_left\t0\n" in lines["groups"]
