"""From the scan of a printed code to a member of the group: each person is counted once at each step.

A scan that comes again is the same person; link previews and bots are counted apart and are nobody, and so are more new
people from one network than can be guests. A rate is always
of the people who scanned: the share who added the manager, the share who joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """How far a person came, in this order."""

    SCANNED = "scanned"
    LOCATED = "located"
    SHOWN = "shown"
    ADDED = "added"
    JOINED = "joined"
    LEFT = "left"


class Visitor(StrEnum):
    """Who opened the page."""

    PERSON = "person"
    PREVIEW = "preview"
    BOT = "bot"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """People at each step; `scans` counts every opening of the page by a person, however often; `previews` and `bots`
    are openings that were no person's, `doubtful` those by more new people than one network can bring."""

    scans: int = 0
    scanned: int = 0
    located: int = 0
    shown: int = 0
    added: int = 0
    joined: int = 0
    left: int = 0
    previews: int = 0
    bots: int = 0
    doubtful: int = 0

    @property
    def added_share(self) -> float | None:
        """Of those who scanned, the share who added the manager (0 to 1); None where nobody scanned."""
        return self.added / self.scanned if self.scanned else None

    @property
    def joined_share(self) -> float | None:
        """Of those who scanned, the share who joined the group (0 to 1); None where nobody scanned."""
        return self.joined / self.scanned if self.scanned else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelCard:
    """The funnel of one code: in the last seven days, and since the code exists. `as_of`: when it was counted."""

    code: str
    week: Counts = Counts()
    ever: Counts = Counts()
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """A person joined or left a group at `at`. Of two at one moment the leaving came after."""

    at: datetime
    left: bool


def gone_since(groups: Iterable[Iterable[Move]]) -> datetime | None:
    """Return since when a person is in none of these groups, given their moves in each; None while in one of them.

    The moves come in any order and any number of times: join, leave, join is in. A group without moves is one the
    person never was in.
    """
    last = [max(moves) for moves in map(tuple, groups) if moves]
    if not last or not all(move.left for move in last):
        return None
    return max(move.at for move in last)
