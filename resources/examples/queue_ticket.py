"""What a queue machine sends to HQ when a guest takes a ticket: `queue_ticket.py URL SECRET STORE PHONE TICKET`.

The event is a CloudEvent (https://cloudevents.io), signed as a Standard Webhook (https://www.standardwebhooks.com) with
the secret that `yingbin hq token --source queue-machine` printed. Prints HQ's answer.
"""

import json
import sys
import uuid
from datetime import UTC, datetime

import requests
from standardwebhooks import Webhook

url, secret, store_id, phone, ticket = sys.argv[1:]
body = json.dumps(
    {
        "specversion": "1.0",
        "id": uuid.uuid4().hex,  # HQ takes an id of a source once, so the same body may be sent again after no answer
        "source": "queue-machine",
        "type": "yingbin.arrival.queued",
        # "time" says when it happened (RFC 3339); HQ takes the moment it hears of it where there is none, as here.
        "data": {"store_id": store_id, "ticket_no": ticket, "party_size": 2, "identity": {"phone": phone}},
    }
)
now = datetime.now(UTC)
message = f"msg_{uuid.uuid4().hex}"
headers = {
    "content-type": "application/cloudevents+json",
    "webhook-id": message,
    "webhook-timestamp": str(int(now.timestamp())),
    "webhook-signature": Webhook(secret).sign(message, now, body),
}
answer = requests.post(f"{url}/v1/events", data=body, headers=headers, timeout=10)
print(answer.status_code, answer.text)
