"""sqlite3_rsync, SQLite's own tool to bring one file in step with another, where it is to be had."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path


def rsync_tool() -> Path | None:
    """Return the tool: the installed one, else the one that the package apsw brings along, else None."""
    named = shutil.which("sqlite3_rsync")
    if named is not None:
        return Path(named)
    try:
        return Path(import_module("apsw.sqlite_extra").path("sqlite3_rsync"))
    except Exception:  # noqa: BLE001 - not installed, or a build without its programs: its own faults have no common name
        return None


def rsynced(tool: Path, source: Path, target: Path) -> int:
    """Make `target` equal to `source`; return how many bytes went over the line between its two ends."""
    done = subprocess.run(
        [tool, source, target, "-v", "--exe", tool], capture_output=True, text=True, check=False, timeout=600
    )
    found = re.search(r"sent ([\d,]+) bytes, received ([\d,]+) bytes", done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"sqlite3_rsync failed: {done.stdout} {done.stderr}")
    return sum(int(number.replace(",", "")) for number in found.groups())
