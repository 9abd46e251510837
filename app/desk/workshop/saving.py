"""Files as staff save them: names that every disk takes, and all of a batch or nothing. Knows nothing of pages."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from app.desk.models.studio import Draft
from app.domain.faults import Unavailable
from app.domain.prints import Medium

Step = Callable[[int, int], None]
"""Hears how much of how much is done; raises `Cancelled` where it was asked to stop."""

_HIDDEN = ".yingbin-"
"""Folders in which a batch is made begin with it."""

_FORBIDDEN = '<>:"/\\|?*'
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Windows takes them for a port or the console, with any ending."""

_LETTERS, _LONGEST = 120, 200
"""Letters, and bytes, of a name without its ending; most disks take 255 bytes, and some stand around it meanwhile."""

_STALE_SECONDS = 24 * 3600
"""So old is a hidden folder only where its batch was killed, and the desk with it."""


def hidden_in(folder: Path, process: int) -> Path:
    """Return where the process of this number makes what goes into `folder`."""
    return folder / f"{_HIDDEN}{process}"


def clear(folder: Path, process: int) -> None:
    """Clear away what a process left that is gone."""
    shutil.rmtree(hidden_in(folder, process), ignore_errors=True)


def all_or_none(folder: Path, names: Sequence[str], write: Callable[[int, Path], None], step: Step) -> list[Path]:
    """Let `write` make each file in a hidden folder beside, and move them when all are there; return where they are.

    What was saved before is never written over. Raises `Unavailable("file_unwritten")` where the disk refuses.
    """
    hidden = hidden_in(folder, os.getpid())
    try:
        _sweep(folder)
        hidden.mkdir(parents=True, exist_ok=True)
        for number, name in enumerate(names):
            step(number, len(names))
            write(number, hidden / name)
        step(len(names), len(names))
        return _moved(hidden, folder, names)
    except OSError as wrong:
        detail = f"{folder.name} cannot be written to: {wrong.strerror}"
        raise Unavailable("file_unwritten", detail, file=folder.name) from wrong
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _moved(hidden: Path, folder: Path, names: Sequence[str]) -> list[Path]:
    moved: list[Path] = []
    try:
        for name in names:
            path = free_name(folder / name)
            os.replace(hidden / name, path)
            moved.append(path)
    except OSError:
        for path in moved:
            with suppress(OSError):
                path.unlink()
        raise
    return moved


def _sweep(folder: Path) -> None:
    """Clear away what a killed batch left."""
    for left in folder.glob(f"{_HIDDEN}*"):
        with suppress(OSError):
            if left.is_dir() and time.time() - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def free_name(path: Path) -> Path:
    """Return `path`, or the next free name like it."""
    found, number = path, 2
    while found.exists():
        found, number = path.with_name(f"{path.stem} {number}{path.suffix}"), number + 1
    return found


def file_name(name: str, medium: Medium) -> str:
    """Return a file's name as staff wrote it, fit for any disk, with its ending."""
    ending = ".png" if medium is Medium.PNG else ".pdf"
    stem = name[: -len(ending)] if name.casefold().endswith(ending) else name
    plain = clean_name(stem) or "print"
    return plain + ending


def clean_name(name: str, most: int = _LONGEST) -> str:
    """Return `name` without what a file's name cannot hold on any system, in `most` bytes."""
    plain = "".join(
        "_" if letter in _FORBIDDEN or not (letter.isprintable() or letter == "\u3000") else letter
        for letter in normalize("NFC", name)
    )
    short = plain.strip(" .")[:_LETTERS].encode()[:most].decode(errors="ignore").strip(" .")
    device = _DEVICES.fullmatch(short)
    return f"{device[1]}_{device[2] or ''}" if device else short


def one_each(draft: Draft, stem: str) -> list[tuple[str, Draft]]:
    """Return (file name, draft) for each store of a draft, each name once: also to a disk that takes a capital for the
    same letter."""
    found: dict[str, tuple[str, Draft]] = {}
    for target in draft.targets:
        place = clean_name("-".join(part for part in (target.city, target.name) if part), _LONGEST // 2)
        base = clean_name("-".join(part for part in (place, stem) if part))
        name, number = f"{base}.pdf", 2
        while name.casefold() in found:
            name, number = f"{base} {number}.pdf", number + 1
        found[name.casefold()] = name, replace(draft, targets=(target,))
    return list(found.values())
