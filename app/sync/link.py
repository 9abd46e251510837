"""How the desk stands with HQ, as the lamp shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LinkWord(StrEnum):
    """The one word on the lamp."""

    STARTING = "starting"
    SYNCING = "syncing"
    ONLINE = "online"
    OFFLINE = "offline"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """How things stand now.

    `since`: when `state` began (UTC, this machine's clock). `waiting` and `parked` count outbox rows. `progress` is
    0..1 while the first sync runs, else None. `detail` is a stable code saying why, "" when all is well:
    "not_enrolled", "device_rejected", "wire_too_old", "unreachable", "timeout", "broken", "untrusted",
    "server_error", "unreadable", "disk_full", "downloading", "checking". `as_of`: HQ's time when it was last heard;
    None: never.
    """

    state: LinkWord = LinkWord.STARTING
    since: datetime
    waiting: int = 0
    parked: int = 0
    progress: float | None = None
    detail: str = ""
    as_of: datetime | None = None
