"""HQ for a demo: a child process on its own SQLite file, with the day's clock, that ends when we do."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from app.domain.faults import Unavailable
from app.hq.database import open_engine, write
from app.hq.work.enrolling import issue_code
from app.hq.work.sources import issue_secret

from .children import end, start
from .plan import SOURCE

PATIENCE = 60.0
"""Seconds for HQ to say where it listens; a cold disk and one slow core need some."""

SAYS = "Yingbin HQ listens on "


def database_url(data: Path) -> str:
    """Return the URL of the demo's HQ database in the folder `data`."""
    return f"sqlite:///{(data / 'hq.sqlite3').as_posix()}"


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens HQ to the others: a one-time code for the desk, a secret for the player."""

    code: str
    secret: str


def cut_keys(data: Path, store_id: str) -> Keys:
    """Return a new enrolment code for `store_id` and a new secret for the played events."""
    engine = open_engine(database_url(data))
    try:
        with write(engine) as connection:
            return Keys(code=issue_code(connection, store_id).text, secret=issue_secret(connection, SOURCE))
    finally:
        engine.dispose()


class HeadOffice:
    """HQ, running. Its messages go to `hq.log` in the data folder."""

    def __init__(self, data: Path, clock: datetime, speed: float) -> None:
        """Start HQ on the database in `data`, at `clock` running `speed` times as fast as real time.

        Raises `Unavailable` with HQ's own last words if it does not come up.
        """
        self._log = data / "hq.log"
        arguments = ["hq", "serve", "--database", database_url(data), "--host", "127.0.0.1", "--port", "0"]
        arguments += ["--clock", f"{clock.isoformat()}@{speed:g}", "--until-stdin-closes"]
        with self._log.open("ab") as log:
            self._child = start(arguments, stderr=log)
        lines: Queue[str | None] = Queue()
        Thread(target=_drain, args=(self._child, lines), name="hq-says", daemon=True).start()
        try:
            self.url = self._address(lines)
        except BaseException:
            self.close()
            raise

    def _address(self, lines: Queue[str | None]) -> str:
        while True:
            try:
                line = lines.get(timeout=PATIENCE)
            except Empty:
                raise Unavailable("hq_silent", f"HQ did not start within {PATIENCE:.0f} seconds") from None
            if line is None:
                raise Unavailable("hq_failed", f"HQ did not start: {self._last_words()}")
            if line.startswith(SAYS):
                return line.removeprefix(SAYS).strip()

    def _last_words(self) -> str:
        with suppress(OSError):
            said = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            if said:
                return said[-1][:300]
        return f"it ended with code {self._child.wait()}"

    @property
    def running(self) -> bool:
        """Whether HQ is still there."""
        return self._child.poll() is None

    def close(self) -> None:
        """End HQ: it finishes what it was asked, and is killed if that takes too long."""
        end(self._child)


def _drain(child: subprocess.Popen[bytes], lines: Queue[str | None]) -> None:
    # Read to the end, so that HQ never waits for somebody to take its output.
    if child.stdout is not None:
        for raw in child.stdout:
            lines.put(raw.decode(errors="replace").rstrip())
    lines.put(None)
