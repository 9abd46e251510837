"""The workshop's process as the desk holds it. Light: it is started while the desk still loads what it orders with."""

from __future__ import annotations

import subprocess
from contextlib import suppress

from app.desk.program import environment, program

from .pipe import Pipe

_FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""On Windows: no console beside the desk, and the window comes first (elsewhere `entrance` sees to that)."""


class Child:
    """One process, and the pipe to it. It ends when its stdin closes, which the system does however the desk ends.

    Raises OSError where the system starts none.
    """

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            [*program(), "workshop"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=environment(),
            creationflags=_FLAGS,
        )
        self.number = self._child.pid
        self.pipe = Pipe(self._child.stdout, self._child.stdin)  # type: ignore[arg-type]  # unbuffered, they are FileIO

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._child.poll() is None

    def hang_up(self) -> None:
        """Speak no more to it: it clears up and ends."""
        if self._child.stdin is not None:
            self._child.stdin.close()

    def kill(self) -> None:
        """End it in the middle of what it does."""
        with suppress(OSError):
            self._child.kill()

    def bury(self) -> int:
        """Wait for its end and close the pipe; return its exit code."""
        code = self._child.wait()
        self.hang_up()
        if self._child.stdout is not None:
            self._child.stdout.close()
        return code
