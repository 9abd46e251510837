"""A control: HQ with its deduplication off. It forgets the receipt of every command that comes again.

`python -m tests.kit.hq_without_receipts hq serve …`. The harness must find it out; if it does not, the harness proves
nothing about the true HQ.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete

from app.__main__ import main
from app.hq.tables import receipts
from app.hq.work import commanding
from app.hq.work.commanding import Sent
from app.hq.work.enrolling import Device
from app.hq.work.occasion import Occasion
from app.wire.commands import CommandOutcome

_one = commanding.Commanding._one


def _forgetful(
    self: commanding.Commanding, connection: Connection, device: Device, sent: Sent, occasion: Occasion
) -> CommandOutcome:
    connection.execute(delete(receipts).where(receipts.c.key == sent.key))
    return _one(self, connection, device, sent, occasion)


if __name__ == "__main__":
    commanding.Commanding._one = _forgetful  # type: ignore[method-assign]
    main()
