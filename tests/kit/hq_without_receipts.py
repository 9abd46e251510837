"""A control: HQ with its deduplication off. It forgets the receipt of every command that comes again, and names notes
itself, as a service does that takes no ids from its desks.

(Receipts alone would not show: every command names what it makes and says when it was done, so that one done again
changes nothing.) `python -m tests.kit.hq_without_receipts hq serve …`. The harness must find it out; if it does not,
the harness proves nothing about the true HQ.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from msgspec import Raw, structs
from sqlalchemy import Connection, delete

from app.__main__ import main
from app.domain.ids import new_id
from app.hq.tables import receipts
from app.hq.work import commanding
from app.hq.work.commanding import Sent
from app.hq.work.enrolling import Device
from app.hq.work.occasion import Occasion
from app.wire.codec import decode, encode
from app.wire.commands import CommandOutcome

_one = commanding.Commanding._one


def _forgetful(
    self: commanding.Commanding, connection: Connection, device: Device, sent: Sent, occasion: Occasion
) -> CommandOutcome:
    connection.execute(delete(receipts).where(receipts.c.key == sent.key))
    if sent.envelope is not None and sent.envelope.kind == "guest.note":
        body = decode(bytes(sent.envelope.body), dict[str, Any]) | {"note_id": new_id(datetime.now(UTC))}
        sent = replace(sent, envelope=structs.replace(sent.envelope, body=Raw(encode(body))))
    return _one(self, connection, device, sent, occasion)


if __name__ == "__main__":
    commanding.Commanding._one = _forgetful  # type: ignore[method-assign]
    main()
