"""Waiting for what another thread does."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(what: Callable[[], bool], seconds: float = 10) -> None:
    """Return as soon as `what` is so; fail after `seconds`."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.005)
