"""Rows that fit what was typed, looked for some at a time: a long list is searched while the counter goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from PySide6.QtCore import QObject, QTimer

AT_ONCE = 200
"""So many rows are looked at before the counter has its turn again: a few milliseconds. Fewer are told at once."""


class Sieve(QObject):
    """Tells `found` the rows that fit, in their order."""

    def __init__(self, found: Callable[[list[Any]], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found = found
        self._coming: Iterator[Any] = iter(())
        self._fits: Callable[[Any], bool] = bool
        self._fitting: list[Any] = []
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._look)

    def sift(self, rows: Iterable[Any], fits: Callable[[Any], bool] | None = None) -> None:
        """Look for the rows that fit; without `fits` all do. What was being looked for before is told no more."""
        if fits is None:
            self._turn.stop()
            self._found(list(rows))
            return
        self._coming, self._fits, self._fitting = iter(rows), fits, []
        self._turn.start()
        self._look()

    def _look(self) -> None:
        some = list(islice(self._coming, AT_ONCE))
        self._fitting += [row for row in some if self._fits(row)]
        if len(some) < AT_ONCE:
            self._turn.stop()
            self._found(self._fitting)
