"""Room kept for bad days: a file that is given up on a full disk, so that what staff do can still be written.

Even a DELETE needs room in the write-ahead log, so a desk without a reserve cannot do anything on a full disk.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

SIZE = 8 * 1024 * 1024
"""Bytes: some ten thousand outbox rows with their log."""

LEAST = 256 * 1024
"""Bytes that opening both files takes, with the indexes of their logs."""

_LOOK_AGAIN = 5.0
"""Seconds between two looks whether there is room for a new reserve; the first one is not at the desk's start."""

_BLOCK = bytes(64 * 1024)


class Reserve:
    """The reserve of the data folder `data`."""

    def __init__(self, data: Path, size: int = SIZE) -> None:
        self._file = data / "reserve"
        self._size = size
        self._looked = time.monotonic()
        self._there: bool | None = None

    def release(self) -> bool:
        """Give the room up; False where it was given up before."""
        try:
            self._file.unlink()
        except FileNotFoundError:
            return False
        finally:
            self._there = False
            self._looked = time.monotonic()
        return True

    @property
    def given_up(self) -> bool:
        """Whether the room was needed, and there is not enough for a new reserve yet."""
        return self._there is False

    @property
    def there(self) -> bool:
        """Whether the reserve is known to lie in its place."""
        return self._there is True

    def keep(self) -> None:
        """Make the reserve where it is missing and the disk has room for twice its size; cheap where it is there."""
        if self._there or time.monotonic() - self._looked < _LOOK_AGAIN:
            return
        self._looked = time.monotonic()
        with contextlib.suppress(OSError):
            if self._file.exists() and self._file.stat().st_size == self._size:
                self._there = True
            elif _free(self._file.parent) > 2 * self._size:
                self._make()
                self._there = True

    def _make(self) -> None:
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(handle, 0, self._size)
            else:
                for _ in range(self._size // len(_BLOCK)):
                    os.write(handle, _BLOCK)
            os.fsync(handle)
        except OSError:
            self._file.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)


def lacks_room(folder: Path) -> bool:
    """Return whether the disk of `folder` is as good as full: SQLite cannot open a file there, and says something else
    about it."""
    try:
        return _free(folder) < LEAST
    except OSError:
        return False


def _free(folder: Path) -> int:
    """Return the bytes free for this user where `folder` lies."""
    import shutil  # brings along every compression there is: not before the first board

    return shutil.disk_usage(folder).free
