"""Looks at the pictures that come with commands, before the writer has them: a scanner takes up to a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.commands import KeepGroup
from app.domain.faults import Fault
from app.wire.codec import decode_command

from .commanding import Sent
from .pictures import KEEPING, read_picture


def look(sent: Sequence[Sent]) -> list[Sent]:
    """Return the commands with what is seen in their pictures, or why one is not taken."""
    return [_looked(one) if one.envelope is not None and one.envelope.kind == KEEPING else one for one in sent]


def _looked(one: Sent) -> Sent:
    assert one.envelope is not None
    try:
        command = decode_command(one.envelope.kind, bytes(one.envelope.body))
        if isinstance(command, KeepGroup) and command.picture:
            return replace(one, seen=read_picture(command.picture))
    except Fault as fault:
        return replace(one, seen=fault)
    return one
