"""A till in a process of its own: `python -m tests.benchmarks.till URL SECRET COUNT`. Begins when its stdin closes."""

from __future__ import annotations

import json
import sys
import time
import uuid
from datetime import UTC, datetime

import requests
from standardwebhooks import Webhook

from tests.benchmarks.evening import phone
from tests.kit.hq import event

PAUSE = 0.06
"""Seconds between two events: a store's worst minute, many times over."""


def main(url: str, secret: str, count: str) -> None:
    """Send tickets of known guests, and let earlier parties leave."""
    webhook = Webhook(secret)
    sys.stdin.read()
    with requests.Session() as session:
        for number in range(int(count)):
            now = datetime.now(UTC)
            if number % 2 == 0:
                known = {"phone": phone(500 + number)}
                told = event(
                    "arrival.queued", now, store_id="330", ticket_no=f"N{number}", party_size=2, identity=known
                )
            elif number > 4:
                told = event("arrival.changed", now, store_id="330", ticket_no=f"N{number - 5}", state="left")
            else:
                continue
            body, message = json.dumps(told), uuid.uuid4().hex
            headers = {
                "content-type": "application/cloudevents+json",
                "webhook-id": message,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": webhook.sign(message, now, body),
            }
            session.post(f"{url}/v1/events", body.encode(), headers=headers, timeout=10).raise_for_status()
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
