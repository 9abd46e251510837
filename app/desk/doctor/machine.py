"""The machine: Python, Qt and the system libraries under it, the screen, the letters."""

from __future__ import annotations

import ctypes
import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import app
from app.resources import resources

from .finding import Finding, bad, good

PYTHONS = ((3, 11), (3, 15))
"""From and below: what PySide6 6.11 has wheels for (pyproject.toml says the same)."""

SQLITE = (3, 35, 0)
"""The first with `returning` (https://www.sqlite.org/lang_returning.html)."""

_DRAWING_SECONDS = 60


def check_machine() -> Iterator[Finding]:
    """Look at everything that Yingbin stands on."""
    yield _python()
    yield _sqlite()
    try:
        resources()
    except FileNotFoundError as missing:
        yield bad("resources.missing", str(missing), "install Yingbin again")
        return
    yield good("resources", "Yingbin's own files are in place")
    yield from _drawing()


def _python() -> Finding:
    name = f"Python {sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]}"
    if PYTHONS[0] <= sys.version_info[:2] < PYTHONS[1]:
        return good("python", f"{name} fits")
    return bad("python.unfit", f"{name} is not one that Yingbin runs on", "install Python 3.11, 3.12, 3.13 or 3.14")


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info >= SQLITE:
        return good("sqlite", f"SQLite {sqlite3.sqlite_version} fits")
    wanted = ".".join(map(str, SQLITE[:2]))
    return bad("sqlite.old", f"SQLite {sqlite3.sqlite_version} is older than {wanted}", "install a newer Python")


def _drawing() -> Iterator[Finding]:
    """Let another process draw, and read from what it said how far it came."""
    told, last_words = _try_drawing()
    if "missing" in told:
        yield _missing_library(told["missing"])
        return
    if "qt" not in told:
        yield bad("qt.broken", f"Qt does not start: {last_words}", "install Yingbin again")
        return
    yield good("qt", f"Qt {told['qt']} and its libraries load")
    if "platform" not in told:
        yield bad("screen.closed", f"Qt finds no way to the screen: {last_words}", _remedy_for_screen())
        return
    on_screen = told["platform"] != "offscreen"
    yield good("screen", f"Qt draws on {told['platform']}" if on_screen else "no display here: Qt draws offscreen")
    if told["boxes"]:
        yield bad("letters.missing", f"these letters would be boxes: {told['boxes']}", "install Yingbin again")
    else:
        yield good("letters", "Chinese letters are drawn with the fonts that came with Yingbin")


def _try_drawing() -> tuple[dict[str, Any], str]:
    environment = dict(os.environ)
    ours = str(Path(app.__file__).resolve().parent.parent)  # wherever this Yingbin was imported from
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [ours, environment.get("PYTHONPATH", "")]))
    command = [sys.executable, "-P", "-m", "app.desk.doctor.drawing"]
    told: dict[str, Any] = {}
    try:
        ran = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_DRAWING_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return told, f"no answer within {_DRAWING_SECONDS} seconds"
    for line in ran.stdout.splitlines():
        told |= json.loads(line)
    words = [line.strip() for line in ran.stderr.splitlines() if line.strip()]
    return told, words[0] if words else f"it ended with exit code {ran.returncode}"


def _missing_library(message: str) -> Finding:
    named = re.match(r"(lib[\w.+-]+): cannot open shared object file", message)
    if not named:
        return bad("qt.broken", f"Qt cannot be loaded: {message}", "install Yingbin again")
    return bad("qt.library", f"Qt needs {named[1]}, which this system lacks", _line_to_type([named[1]]))


def _remedy_for_screen() -> str:
    if not sys.platform.startswith("linux"):
        return "start Yingbin from a session with a screen"
    missing = [library for library in _packages("window") if not _loads(library)]
    return _line_to_type(missing) if missing else "start Yingbin from a session with a screen, or with --headless"


def _line_to_type(libraries: list[str]) -> str:
    packages = _packages("offscreen", "window", "printers")
    known = [packages[library] for library in libraries if library in packages]
    if len(known) < len(libraries):
        return f"install the packages that have {', '.join(libraries)}"
    names = " ".join(dict.fromkeys(known))
    return f"on Debian and Ubuntu: sudo apt-get install {names}; elsewhere the packages that have these files"


def _packages(*groups: str) -> dict[str, str]:
    table: dict[str, dict[str, str]] = tomllib.loads((resources() / "libraries.toml").read_text("utf-8"))
    return {library: package for group in groups for library, package in table[group].items()}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
