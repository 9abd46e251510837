"""The invented chain through the real programs: a full board, pictures of it, and an end that leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.desk.program import environment
from tests.journeys.demo_days import document_of, run_demo
from tests.kit.thorough import THOROUGH

LINUX = pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="processes are found through /proc")


def show_arrivals(data: Path, cwd: Path) -> list[dict[str, Any]]:
    """Return what `yingbin desk show arrivals --json` says."""
    command = [sys.executable, "-P", "-m", "app", "desk", "show", "arrivals", "--data", str(data), "--json"]
    done = subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, encoding="utf-8", check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["arrivals"]
    return found


def test_without_a_display_a_friday_evening_fills_the_board_and_there_are_pictures_of_it(tmp_path: Path) -> None:
    hidden = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    env = {name: value for name, value in environment().items() if name not in hidden}
    done = run_demo("--for", "12", "--guests", "900", "--data", "d", "--json", cwd=tmp_path, env=env)
    document = document_of(done)
    assert "there is no display" in done.stderr
    assert document["cards"] >= 14
    assert document["recognised"] >= 10
    assert document["unknown"] >= 2
    assert (document["lost"], document["repeated"]) == (0, 0)
    assert document["latency_ms"]["p50"] > 0
    arrivals = show_arrivals(tmp_path / "d" / "desk", tmp_path)
    guests = [arrival["guest"] for arrival in arrivals if arrival["guest"]]
    assert len(arrivals) >= 14
    assert sum(1 for guest in guests if guest["vip"]) >= 2
    assert len({guest["tier"] for guest in guests}) == 4
    kinds = {taste["kind"] for guest in guests for taste in guest["tastes"]}
    assert {"allergy", "avoid", "likes"} <= kinds
    pictures = {path.name for path in (tmp_path / "yingbin-shots").glob("*.png")}
    assert {f"board-{theme}-{language}.png" for theme in ("light", "dark") for language in ("zh", "en")} <= pictures


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--items", "x.csv"), "does not exist"),
        (("--day", "2016-03-17"), "go with --orders"),
        (("--guests", "nobody.csv"), "does not exist"),
        (("--speed", "0"), "not in the range"),
    ],
)
def test_wrong_usage_is_told_at_once(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run_demo(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "local.db").write_text("staff's own")
    done = run_demo("--headless", "--data", "desk", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "yingbin: desk holds something that no demo made; name an empty or a new folder"
    ]
    assert (tmp_path / "desk" / "local.db").read_text() == "staff's own"


class Running:
    """A demo that is on its way, and the processes that live in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = folder.parent / f"{folder.name}.log"
        command = [sys.executable, "-P", "-m", "app", "demo", "--headless", "--guests", "60", "--speed", "1"]
        with self.said.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=log
            )

    def wait_for(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until `condition` holds; fail with what the demo said if it does not."""
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, self.said.read_text()
            time.sleep(0.05)

    def plays(self) -> bool:
        """Whether the day has begun."""
        return "the counter stands" in self.said.read_text()

    def others(self) -> dict[int, str]:
        """Return the command lines of the other processes in the folder, by their id."""
        found = {}
        for each in Path("/proc").iterdir():
            if not each.name.isdigit() or int(each.name) == self.process.pid:
                continue
            try:
                if Path(os.readlink(each / "cwd")) == self.folder:
                    found[int(each.name)] = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue  # gone, or not ours to look at
        return found


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    folder = tmp_path / "run"
    folder.mkdir()
    demo = Running(folder)
    demo.wait_for(demo.plays)
    demo.wait_for(lambda: len(demo.others()) >= 2)
    yield demo
    demo.process.kill()
    demo.process.wait()


SIGNALS = (signal.SIGINT, signal.SIGTERM) if THOROUGH else (signal.SIGINT,)
"""One handler takes both."""


@LINUX
@pytest.mark.parametrize("number", SIGNALS)
def test_a_demo_that_is_asked_to_end_takes_everybody_along(running: Running, number: signal.Signals) -> None:
    running.process.send_signal(number)
    assert running.process.wait(60) == 0
    running.wait_for(lambda: not running.others())


@LINUX
def test_a_demo_that_is_killed_takes_everybody_along(running: Running) -> None:
    running.process.kill()
    running.process.wait(10)
    running.wait_for(lambda: not running.others())


@LINUX
def test_a_demo_whose_hq_dies_says_so(running: Running) -> None:
    hq = next(pid for pid, command in running.others().items() if " hq serve " in command)
    os.kill(hq, signal.SIGKILL)
    assert running.process.wait(60) == 1
    assert running.said.read_text().strip().splitlines()[-1] == (
        "yingbin: HQ ended before the demo did; its log says why"
    )
    running.wait_for(lambda: not running.others())
