"""How long a picture waits: until what was asked of the lane and of the press has come home."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop

if TYPE_CHECKING:
    from app.desk.wiring import Counter

PATIENCE = 15.0
"""Seconds that a picture waits at most."""

A_WHILE = 0.001
"""Seconds between two looks, so that the threads that are waited for are not in each other's way."""

THEREUPON = 3
"""How often the lane's answers may lead to new questions."""


def settle(counter: Counter) -> None:
    """Let what was asked of the lane come home, and what is asked thereupon."""
    for _ in range(THEREUPON):
        counter.lane.submit(lambda _db: None).result()
        wait(lambda: counter.bridge.quiet)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


def wait(until: Callable[[], bool]) -> None:
    """Let events come until it is so, or patience ends."""
    end = monotonic() + PATIENCE
    while not until() and monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        sleep(A_WHILE)
