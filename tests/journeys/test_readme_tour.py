"""The tour of the README, walked: its imports, its code and secret, its queue ticket, its desk's answers."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kit import nursery
from tests.kit.hq import TIMEOUT, HqProcess

ROOT = Path(__file__).resolve().parents[2]


def spoken(start: str) -> list[list[str]]:
    """Return the arguments of every `yingbin` line of the README that begins with `start`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(rf"^yingbin ({start}[^#\n]*)", text, flags=re.MULTILINE)
    assert lines, f"the README has no line `yingbin {start}`"
    return [shlex.split(line) for line in lines]


def in_reach() -> dict[str, str]:
    """Return an environment in which Python finds the program from any folder."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}


def run(*arguments: str) -> str:
    """Run a command as a person does: a Python of its own."""
    command = [sys.executable, "-m", "app", *arguments]
    ran = subprocess.run(command, env=in_reach(), capture_output=True, encoding="utf-8", check=False, timeout=TIMEOUT)
    assert ran.returncode == 0, f"{arguments}: {ran.stderr}"
    return ran.stdout


def forked(*arguments: str) -> str:
    """Run a command whose like has been run before: forked, which spares the imports."""
    ran = nursery.run("app", *arguments, cwd=Path.cwd(), timeout=TIMEOUT)
    assert ran.returncode == 0, f"{arguments}: {ran.stderr}"
    return ran.stdout


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[None]:
    """Run a command that goes on until it is ended."""
    process = subprocess.Popen([sys.executable, "-m", "app", *arguments], env=in_reach())
    try:
        yield
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def first_arrivals(data: list[str]) -> list[dict[str, Any]]:
    """Ask the desk until somebody is on its board."""
    until = time.monotonic() + TIMEOUT
    while time.monotonic() < until:
        found: list[dict[str, Any]] = json.loads(forked("desk", "show", "arrivals", "--json", *data))["arrivals"]
        if found:
            return found
    raise AssertionError("nobody arrived")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty folder from which the README's paths are in reach; returns the database's URL."""
    (tmp_path / "resources").symlink_to(ROOT / "resources", target_is_directory=True)
    monkeypatch.setenv("YINGBIN_DATABASE", "sqlite:///hq.sqlite3")
    return f"sqlite:///{tmp_path / 'hq.sqlite3'}"


def test_the_tour_can_be_walked(home: str, tmp_path: Path) -> None:
    first, *others = spoken("hq import")
    assert " 0 rejected" in run(*first)
    for line in others:
        assert " 0 rejected" in forked(*line)
    for line in spoken("hq import"):
        assert " 0 added, 0 updated" in forked(*line)
    code = json.loads(forked(*spoken("hq enrol")[0], "--json"))["code"]
    secret = json.loads(forked(*spoken("hq token")[0], "--json"))["secret"]
    serve = spoken("hq serve")[0]
    data = ["--data", str(tmp_path / "desk")]
    with HqProcess(home, clock=serve[serve.index("--clock") + 1], anew=True) as hq:
        run("desk", "--hq", hq.url, "--enrol", code, "--headless", "--until-synced", *data)
        with running("desk", "--headless", *data):
            ticket = [sys.executable, "resources/examples/queue_ticket.py", hq.url, secret, "S01", "19000008001", "A12"]
            sent = subprocess.run(ticket, capture_output=True, encoding="utf-8", check=True, timeout=TIMEOUT)
            assert sent.stdout.startswith("202 ")
            assert '"accepted"' in sent.stdout
            arrivals = first_arrivals(data)
    assert [arrival["ticket_no"] for arrival in arrivals] == ["A12"]
    guest = arrivals[0]["guest"]
    assert (guest["name"], guest["vip"], guest["visits"], guest["tier"]) == ("王芳", True, 12, "black")
    assert "羊肉" in {taste["tag"] for taste in guest["tastes"]}
    found = json.loads(run(*spoken("guest find")[0], *data))["guests"]
    assert [row["guest_id"] for row in found] == [guest["guest_id"]]
    assert json.loads(forked(*spoken("desk show outbox")[0], *data)) == {"waiting": 0, "parked": []}
