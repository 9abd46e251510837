"""Starting this program again as a child: HQ and the player each live in a process of their own, and end with us."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

from app.desk.program import environment, program


def start(arguments: Sequence[str], stderr: IO[bytes] | int | None = None) -> subprocess.Popen[bytes]:
    """Start `program() + arguments` with pipes to its stdin and from its stdout.

    Every child of ours ends when its stdin closes, which the system does however we end.
    """
    return subprocess.Popen(
        [*program(), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, env=environment()
    )


def end(child: subprocess.Popen[bytes], patience: float = 8.0) -> int:
    """Close the child's stdin and wait for it; one that has not ended after `patience` seconds is killed."""
    if child.stdin is not None and not child.stdin.closed:
        with suppress(OSError):  # it is gone already, with something of ours still on its way
            child.stdin.close()
    try:
        code = child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        code = child.wait()
    if child.stdout is not None:
        child.stdout.close()
    return code
