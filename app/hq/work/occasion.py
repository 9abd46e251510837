"""Under which rules and when something is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Under which rules and when something is done: `now` is business time, `accepted_us` real (0: by no event)."""

    policy: Policy
    now: datetime
    accepted_us: int = 0
