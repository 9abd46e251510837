"""(m) What HQ learns of a guest who is on the board, until the changed card is painted, with the whole roster behind.

Bills, points and coupons of the guests of the evening, one event at a time, 60 ms apart; from HQ's durable acceptance
to the frame. Real HQ process, real desk (offscreen) in this process, the sender in a third.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from standardwebhooks import Webhook

from app.localdb.lane import Lane
from app.sync.enrolling import move
from tests.benchmarks.chain import party_phones
from tests.benchmarks.event_to_card import watch_painted
from tests.benchmarks.measure import Row, percentile
from tests.benchmarks.peers import round_trips
from tests.benchmarks.plan import Plan
from tests.benchmarks.roster import AS_OF, STORE
from tests.kit.hq import event

EVENTS = 300
PAUSE = 0.06
"""Seconds between two events."""


def run(plan: Plan) -> Iterator[Row]:
    """Send the events once; the percentiles are over all cards that were in sight."""
    data, events = plan.chain.desk, plan.some(EVENTS)
    with plan.chain.serve() as hq:
        lane = Lane(data)
        lane.start().result()
        lane.submit(move, hq.url).result()
        lane.close()
        trips = round_trips(500)
        sender = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.profile_to_card", hq.url, plan.chain.till.secret, str(events)],
            stdin=subprocess.PIPE, cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip
        samples = watch_painted(data, sender, least=events // 4)
    trip, p50, p99 = percentile(trips, 50) * 1e3, percentile(samples, 50), percentile(samples, 99)
    yield Row(
        letter="m", what=f"profile update → card painted, {plan.guests:,} guests, p50", unit="ms", ours=p50,
        beside_what="a loopback round trip with requests", beside=trip, ratio=p50 / trip, goal="≤ 10", limit=10.0,
        more={"p99 ms": p99, "max ms": max(samples), "cards in sight": float(len(samples))},
    )  # fmt: skip


def send(url: str, secret: str, count: int) -> None:
    """Send `count` updates about the guests of the evening, a bill, points and a coupon in turn."""
    webhook, phones = Webhook(secret), party_phones()
    run_id = uuid.uuid4().hex[:8]
    with requests.Session() as session:
        for number in range(count):
            told = _update(run_id, number, {"phone": phones[number % len(phones)]})
            body, message, now = json.dumps(told), uuid.uuid4().hex, datetime.now(UTC)
            headers = {
                "content-type": "application/cloudevents+json",
                "webhook-id": message,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": webhook.sign(message, now, body),
            }
            session.post(f"{url}/v1/events", body.encode(), headers=headers, timeout=10).raise_for_status()
            time.sleep(PAUSE)


def _update(run_id: str, number: int, known: dict[str, str]) -> dict[str, Any]:
    at = AS_OF - timedelta(days=1) + timedelta(seconds=number)
    match number % 3:
        case 0:
            bill = f"{run_id}-{number}"
            return event("bill.paid", at, store_id=STORE, bill_id=bill, amount_fen=8800, party_size=2, identity=known)
        case 1:
            return event("points.changed", at, points=100 + number, identity=known)
        case _:
            return event("coupon.claimed", at, coupon_id=f"{run_id}-{number}", name="赠菜券", identity=known)


if __name__ == "__main__":
    sys.stdin.read()
    send(sys.argv[1], sys.argv[2], int(sys.argv[3]))
