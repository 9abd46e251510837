"""Managers told of groups that fill, lapse or are all full: beforehand, once, and anew only after it was over."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from sqlalchemy import Engine, insert, select, update

from app.domain.faults import Conflict
from app.domain.groups import GroupRule, Trouble
from app.hq import tables
from app.hq.clock import us_of
from app.hq.commandline import hq
from app.hq.database import write
from app.hq.work.group_alerting import AT_ONCE, GroupAlerting, watch
from tests.kit.hq import TIMEOUT, HqHere, event, found_store
from tests.kit.story import NOON, StoppedClock, minutes, take_in

RULE = GroupRule(capacity=200, spare=5, warn_left=20, warn_hours=48)


def found_group(engine: Engine, group_id: str = "g1", store_id: str = "330", **more: Any) -> None:
    """Put a group that can be joined into the database."""
    row = {"group_id": group_id, "store_id": store_id, "kind": "group", "capacity": 200, "changed_us": 0}
    with write(engine) as connection:
        connection.execute(insert(tables.groups).values(row | {"join_url": "https://work.weixin.qq.com/x"} | more))


def change(engine: Engine, group_id: str, **fields: Any) -> None:
    """Let the group be another."""
    with write(engine) as connection:
        connection.execute(update(tables.groups).where(tables.groups.c.group_id == group_id).values(fields))


def look(engine: Engine, minute: float = 0) -> list[Trouble]:
    """Look after store 330's groups at that minute; return what its troubles are."""
    with write(engine) as connection:
        return [alert.trouble for alert in watch(connection, ["330"], RULE, minutes(minute))]


def alerts(engine: Engine) -> list[tuple[str, str, bool]]:
    """Return (trouble, group, whether it still is so) of everything that was told, in order."""
    with engine.connect() as connection:
        rows = connection.execute(select(tables.group_alerts).order_by(tables.group_alerts.c.at_us)).all()
    return [(row.trouble, row.group_id, row.over_us is None) for row in rows]


def test_a_last_group_that_fills_is_told_once_until_it_is_over(engine: Engine) -> None:
    found_group(engine, members=179)
    assert look(engine) == []
    change(engine, "g1", members=180)
    assert look(engine, 1) == look(engine, 2) == [Trouble.FILLING]
    assert alerts(engine) == [("filling", "g1", True)]
    change(engine, "g1", members=200)
    assert look(engine, 3) == [Trouble.NONE_LEFT]
    assert alerts(engine) == [("filling", "g1", False), ("none_left", "g1", True)]
    found_group(engine, "g2")
    assert look(engine, 4) == []
    assert alerts(engine) == [("filling", "g1", False), ("none_left", "g1", False)]


def test_a_group_at_the_edge_does_not_tell_with_every_guest(engine: Engine) -> None:
    found_group(engine, members=180)
    for minute in range(10):
        change(engine, "g1", members=180 - minute % 2)
        look(engine, minute)
    assert alerts(engine) == [("filling", "g1", False)]
    change(engine, "g1", members=185)
    look(engine, 3 * 24 * 60)
    assert alerts(engine) == [("filling", "g1", False), ("filling", "g1", True)], "days later it is news"


def test_a_picture_that_lapses_is_told_with_its_time_and_to_the_managers(engine: Engine) -> None:
    until = NOON + timedelta(hours=60)
    found_group(engine, expires_us=us_of(until))
    with write(engine) as connection:
        for staff_id, role in (("s2", "manager"), ("s1", "manager"), ("s3", "")):
            person = {"staff_id": staff_id, "store_id": "330", "name": f"名{staff_id}", "role": role}
            connection.execute(insert(tables.staff).values(person))
    assert look(engine) == []
    assert look(engine, 12 * 60) == [Trouble.LAPSING]
    with engine.connect() as connection:
        row = connection.execute(select(tables.group_alerts)).one()
    assert (row.until_us, row.places, json.loads(row.told)) == (us_of(until), 200, ["s1", "s2"])
    assert look(engine, 60 * 60) == [Trouble.NONE_LEFT]


def test_every_store_is_looked_after_in_each_round(engine: Engine) -> None:
    for number in range(AT_ONCE + 3):
        found_group(engine, f"g{number}", f"{number:04d}", members=200 if number in (0, AT_ONCE + 2) else 0)
    rounds: list[dict[Trouble, int]] = []
    work = GroupAlerting(StoppedClock(), lambda found: rounds.append(dict(found)))
    more = []
    for _ in range(3):
        with write(engine) as connection:
            more.append(work.slice(connection, lambda: True))
    assert more == [True, False, False]
    assert rounds == [{Trouble.NONE_LEFT: 2, Trouble.LAPSING: 0, Trouble.FILLING: 0}], "one round a minute"
    assert len(alerts(engine)) == 2


def test_two_services_tell_it_once(engine: Engine) -> None:
    found_group(engine, members=200)
    for _ in range(2):
        with write(engine) as connection:
            GroupAlerting(StoppedClock()).slice(connection, lambda: False)
    assert alerts(engine) == [("none_left", "g1", True)]


def test_whoever_runs_hq_sees_it_in_the_metrics(database_url: str, engine: Engine) -> None:
    found_group(engine, members=200)
    with HqHere(database_url) as here:
        metrics, end = "", time.monotonic() + TIMEOUT
        while 'yingbin_groups_in_trouble{trouble="none_left"} 1.0' not in metrics:
            assert time.monotonic() < end, metrics
            metrics = requests.get(f"{here.url}/metrics", timeout=TIMEOUT).text
    assert 'yingbin_groups_in_trouble{trouble="filling"} 0.0' in metrics


def test_head_office_reads_who_was_told(database_url: str, engine: Engine) -> None:
    found_store(engine, codes=False)
    found_group(engine, expires_us=us_of(NOON + timedelta(hours=3)))
    found_group(engine, "v1", kind="vip", members=190)
    look(engine)
    change(engine, "v1", members=10)
    look(engine, 1)

    def asked(*arguments: str) -> str:
        told = ["group", "alerts", "--database", database_url, *arguments]
        return CliRunner().invoke(hq, told, catch_exceptions=False).stdout

    (lapsing,) = json.loads(asked("--json"))["alerts"]
    assert (lapsing["trouble"], lapsing["group_id"], lapsing["until"]) == ("lapsing", "g1", "2026-03-05T07:00:00Z")
    assert [each["trouble"] for each in json.loads(asked("--all", "--json"))["alerts"]] == ["lapsing", "filling"]
    found_store(engine, "331", tables=(), codes=False)
    assert asked("--store", "331") == ""
    lines = asked("--all").splitlines()
    assert "the last picture or link lapses at" in lines[0]
    assert "10 places left in the last group, over since" in lines[1]
    assert all(line.endswith("told: nobody: the store has no manager") for line in lines)


def test_a_chat_is_counted_by_its_own_id(database_url: str, engine: Engine) -> None:
    found_store(engine, codes=False)
    told = ["group", "add", "--store", "330", "--id", "wr-chat", "--database", database_url]
    told += ["--clock", NOON.isoformat(), "--join-url", "https://work.weixin.qq.com/gm/x"]
    assert CliRunner().invoke(hq, told, catch_exceptions=False).stdout == "wr-chat\n"
    take_in(engine, event("group.joined", minutes(1), group_id="wr-chat", member_id="wm-1"))
    with engine.connect() as connection:
        assert connection.execute(select(tables.groups.c.members)).scalar() == 1
    with pytest.raises(Conflict):
        CliRunner().invoke(hq, told, catch_exceptions=False)
