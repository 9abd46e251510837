"""`hq code funnel`: the figures of a code, a store, a channel, the chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from app.domain.faults import Unknown
from app.domain.funnel import Step, Visitor
from app.hq.commands.funnel import funnel
from tests.hq.test_funnel import CODE, OTHER, found_code, saw
from tests.hq.test_funnel_followers import joined
from tests.kit.hq import found_store
from tests.kit.story import minutes, take_in

Run = Callable[..., str]
CHAINS = "C0000000A1"


@pytest.fixture
def run(engine: Engine, database_url: str) -> Run:
    """Run the command on a store with two codes and a chain with one."""
    found_store(engine, codes=False)
    found_code(engine, title="门店福利群", channel="poster")
    found_code(engine, OTHER, kind="table", about="A1", title="A1", channel="table")
    found_code(engine, CHAINS, kind="campaign", scope="chain", store_id="", channel="poster")
    early, late = minutes(0), minutes(3 * 24 * 60)
    saw(
        engine,
        *((CODE, Step.SCANNED, f"p{n}", early) for n in range(4)),
        (OTHER, Step.SCANNED, "p1", late),
        (CHAINS, Step.SCANNED, "p1", late),
        (CHAINS, Step.SCANNED, "p9", late),
        (CODE, Visitor.BOT, "", early),
    )
    take_in(engine, joined(1), joined(2, person="b"))

    def call(*arguments: str) -> str:
        done = CliRunner().invoke(funnel, arguments, env={"YINGBIN_DATABASE": database_url})
        if done.exception is not None:
            raise done.exception
        return done.stdout

    return call


def read(run: Run, *arguments: str) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Return the rows by code, else by channel, and what is altogether."""
    found = json.loads(run(*arguments, "--json"))
    return {row.get("code") or row["channel"]: row for row in found["rows"]}, found["total"]


def test_one_code_is_asked_for_as_it_is_printed_or_typed(run: Run) -> None:
    for asked in (CODE, CODE.lower().replace("0", "o"), f"https://yb.example.com/r/{CODE}"):
        rows, total = read(run, asked)
        assert rows.keys() == {CODE}
        assert (total["scans"], total["scanned"], total["joined"], total["bots"]) == (4, 4, 2, 1)
        assert (total["joined_share"], total["added_share"], rows[CODE]["title"]) == (0.5, 0.0, "门店福利群")


def test_a_store_is_told_code_by_code_and_each_person_once(run: Run) -> None:
    rows, total = read(run, "--store", "330")
    assert {code: row["scanned"] for code, row in rows.items()} == {CODE: 4, OTHER: 1}
    assert (total["scans"], total["scanned"]) == (5, 4)


def test_a_channel_and_the_chain(run: Run) -> None:
    rows, total = read(run, "--channel", "poster")
    assert {code: row["scanned"] for code, row in rows.items()} == {CODE: 4, CHAINS: 2}
    assert total["scanned"] == 5
    rows, total = read(run)
    assert {channel: row["scanned"] for channel, row in rows.items()} == {"poster": 5, "table": 1}
    assert (total["scanned"], total["scans"]) == (5, 7)
    rows, total = read(run, "--since", "2026-03-08")
    assert {channel: row["scanned"] for channel, row in rows.items()} == {"poster": 2, "table": 1}


def test_people_read_a_table(run: Run) -> None:
    lines = run("--store", "330").splitlines()
    assert len(lines) == 4
    figures = ["4", "4", "0", "0", "0", "0%", "2", "50%", "0", "0", "1", "0"]
    assert lines[1].split() == [*figures, CODE, "group", "330", "poster", "门店福利群"]
    assert lines[-1].endswith("altogether, each person once")
    assert "-" in run("--since", "2099-01-01")


@pytest.mark.parametrize(
    "asked", [("0000000000",), ("nonsense",), ("--store", "777"), ("--store", ""), ("--channel", "none")]
)
def test_what_never_was_is_said(run: Run, asked: tuple[str, ...]) -> None:
    with pytest.raises(Unknown):
        run(*asked)


@pytest.mark.parametrize("asked", [(CODE, "--store", "330"), ("--since", "yesterday")])
def test_wrong_usage_is_said(run: Run, asked: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*asked)
    assert ended.value.code == 2
