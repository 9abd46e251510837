"""Ids the house makes itself: UUIDv7 (RFC 9562, section 5.7), so that they sort by the time they were made."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from uuid import UUID


def new_id(now: datetime) -> str:
    """Return a UUIDv7 for the moment `now` (timezone-aware), as its 36-character text."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    dice = int.from_bytes(os.urandom(10), "big")  # not `secrets`: it brings OpenSSL into the start of the desk
    value = milliseconds << 80 | 0x7 << 76 | (dice >> 68) << 64 | 0b10 << 62 | dice & ((1 << 62) - 1)
    return str(UUID(int=value))


def made_at(made: str) -> datetime:
    """Return the moment for which a UUIDv7 was made; 1970 for what is none."""
    try:
        return datetime.fromtimestamp((UUID(made).int >> 80) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
