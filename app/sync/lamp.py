"""The link lamp: what reader and sender found out, as one `LinkState`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.changes import OutboxCount

from .link import LinkState, LinkWord

Heard = Callable[[LinkState], None]


@dataclass(frozen=True, slots=True)
class _Side:
    word: LinkWord
    detail: str = ""


_WORSE = (LinkWord.LOCKED, LinkWord.SYNCING, LinkWord.OFFLINE, LinkWord.STARTING, LinkWord.ONLINE)


class Lamp:
    """Both threads report here; `heard` is called with every state that differs, on the reporting thread."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._changed = threading.Condition()
        self._reader = _Side(LinkWord.STARTING)
        self._sender = _Side(LinkWord.ONLINE)
        self._state = LinkState(since=datetime.now(UTC))

    @property
    def state(self) -> LinkState:
        """How things stand now."""
        return self._state

    def reads(self, word: LinkWord, detail: str = "", *, progress: float | None = None) -> None:
        """The feed reader says how it stands."""
        self._reader = _Side(word, detail)
        self._show(progress=progress)

    def sends(self, word: LinkWord, detail: str = "") -> None:
        """The outbox sender says how it stands."""
        self._sender = _Side(word, detail)
        self._show(progress=self._state.progress)

    def heard_hq(self, as_of: datetime) -> None:
        """HQ answered, and its clock said `as_of`."""
        self._show(progress=self._state.progress, as_of=as_of)

    def counted(self, counts: OutboxCount) -> None:
        """The outbox holds so many rows."""
        self._show(progress=self._state.progress, counts=counts)

    def wait_for(self, what: Callable[[LinkState], bool], timeout: float | None) -> bool:
        """Wait until the state is `what`; False where that took longer than `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: what(self._state), timeout)

    def _show(
        self, *, progress: float | None, as_of: datetime | None = None, counts: OutboxCount | None = None
    ) -> None:
        with self._changed:
            worse = min((self._reader, self._sender), key=lambda side: _WORSE.index(side.word))
            old = self._state
            new = replace(
                old,
                state=worse.word,
                detail=worse.detail,
                since=old.since if old.state is worse.word else datetime.now(UTC),
                progress=progress if worse.word is LinkWord.SYNCING else None,
                as_of=as_of or old.as_of,
                waiting=counts.waiting if counts else old.waiting,
                parked=counts.parked if counts else old.parked,
            )
            if new == old:
                return
            self._state = new
            self._changed.notify_all()
            # Inside the lock, so that two threads cannot tell the older state last.
            self._heard(new)


class Bell:
    """Wakes a thread that waits between two tries, and remembers that it was rung."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ring(self) -> None:
        """Wake the thread, now or when it next waits."""
        self._event.set()

    def wait(self, seconds: float | None) -> bool:
        """Wait for the bell; True if it rang. The next wait waits again."""
        rang = self._event.wait(seconds)
        self._event.clear()
        return rang
