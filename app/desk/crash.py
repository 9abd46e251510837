"""Our own faults: written down where they happen, told quietly at the next start."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

log = logging.getLogger(__name__)

NOTE = "crash-note.txt"
NATIVE = "crash-native.txt"
_LONGEST = 64_000


class CrashNotes:
    """The notes in the data folder `data`."""

    def __init__(self, data: Path) -> None:
        self._note, self._native = data / NOTE, data / NATIVE
        self._stream: TextIO | None = None

    def last(self) -> str:
        """Return what went wrong since the note was last taken, "" if nothing did; the note is put aside as read."""
        told = ""
        for file in (self._note, self._native):
            try:
                text = file.read_text("utf-8", errors="replace").strip()
            except OSError:
                continue
            if text:
                told = f"{told}\n{text}".strip()
                file.replace(file.with_suffix(".read.txt"))
        return told

    def watch(self) -> None:
        """Write down every fault that nobody catches from now on, on any thread, and of Qt's own code too."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        try:
            self._stream = self._native.open("w", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._stream)

    def rest(self) -> None:
        """Stop watching; an empty note is taken away."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._stream = None
            if self._native.exists() and self._native.stat().st_size == 0:
                self._native.unlink()

    def _caught(self, kind: type[BaseException], wrong: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        text = "".join(traceback.format_exception(kind, wrong, trace))
        log.error("a fault of this program:\n%s", text)
        sys.stderr.write(text)
        try:
            with self._note.open("a", encoding="utf-8") as file:
                if file.tell() < _LONGEST:
                    file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{text}\n")
        except OSError:
            return

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._caught(caught.exc_type, caught.exc_value, caught.exc_traceback)
