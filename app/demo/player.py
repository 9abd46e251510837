"""The queue machine, the guests' phones and the till, as a process of their own: signed events, posted on time.

Its own process, so that playing never takes the desk's interpreter away from painting. It is told what to do by one
line of JSON on stdin (and after it by `HOLD`, `GO_ON` and `STOP`), answers with one line on stdout, and ends at once
when stdin closes: whoever started it is gone.

A post that fails is made again with the same ids, so that HQ takes each event once however often the line breaks.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

import msgspec
import requests
from standardwebhooks.webhooks import Webhook

from app.domain.faults import Fault, Unavailable
from app.wire.events import EventsAnswer

BATCH = 50
"""Events that are due together and travel in one request, at most."""

PATIENCE = 60.0
"""Seconds for which one request is tried again before the player gives up."""

TIMEOUT = (3.0, 15.0)

PIPE = 1 << 16
"""Bytes read from stdin at once."""

TOGETHER = 0.002
"""Seconds within which events travel in one request."""

LATE = 0.2
"""Seconds by which a post may be late without the later ones being put off."""

HOLD, GO_ON, STOP = b"-", b"+", b"."
"""Bytes on stdin after the job: post nothing for now; go on where you were; post no more."""


class Cue(msgspec.Struct, frozen=True):
    """One event and when it is posted (Unix time, seconds)."""

    at: float
    event: dict[str, Any]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to play: HQ's address, the source's secret, and the events in the order they are posted."""

    url: str
    secret: str
    cues: list[Cue]


class Outcome(msgspec.Struct, kw_only=True):
    """What HQ said: how many posts it took, the ids it took in, how many it knew, and what it put aside with why."""

    posts: int = 0
    retries: int = 0
    accepted: list[str] = msgspec.field(default_factory=list)
    repeated: int = 0
    parked: dict[str, str] = msgspec.field(default_factory=dict)
    late_ms: float = 0.0
    """How late the latest post left, as things stood."""
    failed: str = ""


class Control:
    """How a player that is at work is told to hold, go on or stop."""

    def __init__(self) -> None:
        self.stopping = Event()
        self._gate = Event()
        self._gate.set()

    def obey(self, word: bytes) -> None:
        """Take a word: `HOLD`, `GO_ON` or `STOP`."""
        if word == HOLD:
            self._gate.clear()
            return
        if word == STOP:
            self.stopping.set()
        self._gate.set()

    def wait(self, seconds: float) -> bool:
        """Wait, and while held longer; return False if it is time to stop."""
        if seconds > 0:
            self.stopping.wait(seconds)
        self._gate.wait()
        return not self.stopping.is_set()


def play(job: Job, session: requests.Session, control: Control) -> Outcome:
    """Post the job's events when each is due, and return what came of it; never raises for what HQ answers.

    Whoever was held up goes on from there in the same rhythm: a rush to catch up would let parties come and go within
    one frame.
    """
    outcome = Outcome()
    webhook, place, slip = Webhook(job.secret), 0, 0.0
    while place < len(job.cues) and control.wait(job.cues[place].at + slip - time.time()):
        now = time.time()
        late = now - job.cues[place].at - slip
        outcome.late_ms = max(outcome.late_ms, late * 1000)
        if late > LATE:
            slip += late
        end = place + 1
        while end < len(job.cues) and end - place < BATCH and job.cues[end].at + slip <= now + TOGETHER:
            end += 1
        try:
            answer = _post(job.url, webhook, session, [cue.event for cue in job.cues[place:end]], outcome, control)
        except Fault as fault:
            outcome.failed = fault.detail
            return outcome
        _count(answer, outcome)
        place = end
    return outcome


def _count(answer: EventsAnswer, outcome: Outcome) -> None:
    for event in answer.events:
        if event.outcome == "accepted":
            outcome.accepted.append(event.id)
        elif event.outcome == "repeated":
            outcome.repeated += 1
        else:
            outcome.parked[event.id] = event.reason


def _post(
    url: str,
    webhook: Webhook,
    session: requests.Session,
    events: list[dict[str, Any]],
    outcome: Outcome,
    control: Control,
) -> EventsAnswer:
    body = msgspec.json.encode(events).decode()
    message, until, pause = f"{events[0]['source']}-{events[0]['id']}-{len(events)}", time.time() + PATIENCE, 0.1
    while True:
        signed_at = datetime.now(UTC)
        headers = {
            "content-type": "application/cloudevents-batch+json",
            "webhook-id": message,
            "webhook-timestamp": str(int(signed_at.timestamp())),
            "webhook-signature": webhook.sign(message, signed_at, body),
        }
        said = "no answer"
        try:
            response = session.post(f"{url}/v1/events", data=body.encode(), headers=headers, timeout=TIMEOUT)
            outcome.posts += 1
            if response.status_code == 202:
                return msgspec.json.decode(response.content, type=EventsAnswer)
            said = f"{response.status_code} {response.text[:200]}"
            if 400 <= response.status_code < 500 and response.status_code not in (408, 429):
                raise Fault("events_refused", f"HQ refused the events: {said}")
        except (requests.RequestException, msgspec.DecodeError) as wrong:
            said = str(wrong)
        if time.time() + pause > until:
            raise Unavailable("events_unsent", f"HQ did not take the events for {PATIENCE:.0f} seconds: {said}")
        outcome.retries += 1
        if not control.wait(pause):
            raise Unavailable("events_unsent", f"HQ had not taken the events when the player was stopped: {said}")
        pause = min(pause * 2, 2.0)


def main() -> None:
    """Read the job from stdin, play it, and write the outcome to stdout as one line of JSON."""
    line, words = _first_line()
    job = msgspec.json.decode(line, type=Job)
    control = Control()
    Thread(target=_listen, args=(control, words), daemon=True).start()
    with requests.Session() as session:
        session.trust_env = False  # HQ is on this machine; a proxy for the internet has no part in it
        outcome = play(job, session, control)
    sys.stdout.buffer.write(msgspec.json.encode(outcome) + b"\n")
    sys.stdout.buffer.flush()


def _first_line() -> tuple[bytes, bytes]:
    """Return the first line of stdin, and what came with it.

    Not through sys.stdin, which would keep to itself what it read too much, and whose lock, held by a thread that
    waits, would be in the way of an interpreter that ends.
    """
    held = bytearray()
    while b"\n" not in held[-PIPE:]:
        more = os.read(0, PIPE)
        if not more:
            break
        held += more
    line, _, rest = bytes(held).partition(b"\n")
    return line, rest


def _listen(control: Control, words: bytes) -> None:
    for word in words:
        control.obey(bytes([word]))
    while more := os.read(0, PIPE):
        for word in more:
            control.obey(bytes([word]))
    os._exit(0)
