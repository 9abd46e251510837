"""Ends a workshop that says nothing any more: a drawing can keep Qt busy for years."""

from __future__ import annotations

import threading
from time import monotonic
from types import TracebackType

from .child import Child


class Guard:
    """While it is entered, `child` must say something every `patience` seconds, or it is killed."""

    def __init__(self, child: Child, patience: float) -> None:
        self._child, self._patience = child, patience
        self.fired = False
        """Whether it was killed."""
        self._over = threading.Event()
        self._heard = monotonic()

    def __enter__(self) -> Guard:
        """Begin."""
        threading.Thread(target=self._watch, name="workshop guard", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        """End."""
        self._over.set()

    def heard(self) -> None:
        """It said something, or waits for us."""
        self._heard = monotonic()

    def _watch(self) -> None:
        rest = self._patience
        while not self._over.wait(rest):
            rest = self._heard + self._patience - monotonic()
            if rest <= 0:
                self.fired = True
                self._child.kill()
                return
