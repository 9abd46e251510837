"""Starting this program again, as a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import app


def program() -> list[str]:
    """Return the command that is this program, from a checkout, an installed wheel or a frozen bundle."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "app"]


def environment() -> dict[str, str]:
    """Return our environment, in which a child finds this very package from any folder."""
    home = str(Path(app.__file__).resolve().parent.parent)
    path = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{path}" if path else home, "PYTHONUTF8": "1"}
