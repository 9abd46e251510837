"""Starting this program again as a child: HQ and the player each live in a process of their own, and end with us."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import app


def program() -> list[str]:
    """Return the command that is this program, from a checkout, an installed wheel or a frozen bundle."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "app"]


def environment() -> dict[str, str]:
    """Return our environment, in which a child finds this very package from any folder."""
    home = str(Path(app.__file__).resolve().parent.parent)
    path = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{path}" if path else home, "PYTHONUTF8": "1"}


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
