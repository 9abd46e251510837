"""The player against a server that breaks: every event arrives under the same ids, and the outcome says how."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import msgspec
import pytest
from standardwebhooks.webhooks import Webhook

from app.demo.children import start
from app.demo.player import Cue, Job, Outcome
from app.demo.playing import Player

SECRET = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


class _Breaking(ThreadingHTTPServer):
    """Verifies signatures as Standard Webhooks says, drops some answers, answers 503 to some, remembers the ids."""

    daemon_threads = True

    def __init__(self, plan: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.plan = plan
        self.seen: list[list[str]] = []
        self.messages: list[str] = []
        self.kept: set[str] = set()


class _Handler(BaseHTTPRequestHandler):
    server: _Breaking

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        events = Webhook(SECRET).verify(body, dict(self.headers.items()))
        ids = [event["id"] for event in events]
        self.server.seen.append(ids)
        self.server.messages.append(self.headers["webhook-id"])
        step = self.server.plan.pop(0) if self.server.plan else "take"
        if step == "drop":
            self.server.kept.update(ids)
            self.connection.close()
            return
        outcomes = []
        if step == "take":
            outcomes = [{"id": i, "outcome": "repeated" if i in self.server.kept else "accepted"} for i in ids]
            self.server.kept.update(ids)
        answer = json.dumps({"events": outcomes}).encode()
        self.send_response({"busy": 503, "no": 401, "take": 202}[step])
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def breaking() -> Iterator[_Breaking]:
    server = _Breaking([])
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _play(server: _Breaking, cues: list[Cue]) -> Outcome:
    job = Job(url=f"http://127.0.0.1:{server.server_port}", secret=SECRET, cues=cues)
    process = start(["demo", "--play"])
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(msgspec.json.encode(job) + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
    return msgspec.json.decode(line, type=Outcome)


def _cue(name: str, after: float = 0.0) -> Cue:
    return Cue(at=time.time() + after, event={"specversion": "1.0", "id": name, "source": "demo", "type": "t"})


def test_a_broken_line_changes_no_ids_and_loses_nothing(breaking: _Breaking) -> None:
    breaking.plan[:] = ["busy", "drop", "take", "take"]
    outcome = _play(breaking, [_cue("a", -1), _cue("b", -1), _cue("c", 0.8)])
    assert breaking.seen == [["a", "b"], ["a", "b"], ["a", "b"], ["c"]]
    assert len(set(breaking.messages[:3])) == 1
    assert breaking.messages[3] != breaking.messages[0]
    assert outcome == Outcome(
        posts=3, retries=2, accepted=["c"], repeated=2, parked={}, late_ms=outcome.late_ms, failed=""
    )


def test_a_refusal_ends_the_play_with_its_reason(breaking: _Breaking) -> None:
    breaking.plan[:] = ["no"]
    outcome = _play(breaking, [_cue("a"), _cue("b", 30)])
    assert outcome.failed.startswith("HQ refused the events: 401")
    assert outcome.accepted == []


def test_the_player_ends_with_whoever_started_it(breaking: _Breaking) -> None:
    job = Job(url=f"http://127.0.0.1:{breaking.server_port}", secret=SECRET, cues=[_cue("a"), _cue("b", 600)])
    process = start(["demo", "--play"])
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(job) + b"\n")
    process.stdin.flush()
    until = time.monotonic() + 10
    while not breaking.seen and time.monotonic() < until:
        time.sleep(0.02)
    process.communicate(timeout=10)
    assert process.returncode == 0
    assert breaking.seen == [["a"]]


def test_a_player_that_is_told_to_hold_posts_nothing_until_it_may_go_on(breaking: _Breaking) -> None:
    address = f"http://127.0.0.1:{breaking.server_port}"
    player = Player(Job(url=address, secret=SECRET, cues=[_cue("a"), _cue("b", 1.5), _cue("c", 1.6)]))
    until = time.monotonic() + 10
    while not breaking.seen and time.monotonic() < until:
        time.sleep(0.02)
    player.hold()
    time.sleep(2.0)
    assert breaking.seen == [["a"]]
    player.go_on()
    assert player.wait(10).accepted == ["a", "b", "c"]
    player.close()
    assert breaking.seen == [["a"], ["b"], ["c"]]


def test_a_player_that_is_stopped_says_what_came_of_it_so_far(breaking: _Breaking) -> None:
    address = f"http://127.0.0.1:{breaking.server_port}"
    player = Player(Job(url=address, secret=SECRET, cues=[_cue("a"), _cue("b", 600)]))
    until = time.monotonic() + 10
    while not breaking.seen and time.monotonic() < until:
        time.sleep(0.02)
    player.stop()
    assert player.wait(10).accepted == ["a"]
    player.close()
