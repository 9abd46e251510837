"""The thread that asks HQ for one guest: whom staff look for and the store has not cached, and whom an arrival names
although the feed did not bring them. On a connection of its own, so that neither news nor the outbox waits for it.

What staff look for has `BUDGET` seconds, counted from the moment they asked; the newest question is the only one that
matters, an older one is cut off. Who is missing on a card is asked for in between, and again when HQ is back.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.changes import ChangeSet
from app.domain.faults import Fault
from app.domain.guests import GuestCard, Identity
from app.localdb import borrowed
from app.localdb.settings import Enrolled
from app.wire.codec import decode_card

from .asked import SILENT, UNKNOWN, Asked, AskedWord
from .lamp import Bell
from .link import LinkWord
from .shared import Shared

if TYPE_CHECKING:
    from .client import Client

BUDGET = 0.3
"""Seconds in which HQ's answer still helps somebody who is typing."""

PATIENCE = 5.0
"""Seconds that HQ has for a guest whom a card names: nobody waits for that."""

AGAIN = 20.0
"""Seconds until a guest is asked for again whom HQ would not, or could not, tell of."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Question:
    asked: dict[str, str]
    future: Future[Asked] = field(default_factory=Future)
    since: float = field(default_factory=time.monotonic)


class Asking:
    """Asks until the desk closes. `whereabouts`: where this desk belongs, and its token."""

    def __init__(self, shared: Shared, whereabouts: Callable[[], tuple[Enrolled, str] | None]) -> None:
        self._shared = shared
        self._whereabouts = whereabouts
        self._bell = Bell()
        self._guard = threading.Lock()
        self._question: _Question | None = None
        self._missing: dict[str, float] = {}
        """Guests whom cards name, and when to ask for each."""
        self._client: Client | None = None
        self._of: tuple[Enrolled, str] | None = None

    def ask(self, identity: Identity) -> Future[Asked]:
        """Ask for the guest with exactly this identity; from any thread, returns at once.

        The answer is there within `BUDGET`, or it is `SILENT`. A newer question cancels this one's future.
        """
        question = _Question({str(kind): value for kind, value in identity.pairs()})
        if not question.asked or not self._reachable:
            question.future.set_result(SILENT)
            return question.future
        with self._guard:
            before, self._question = self._question, question
            client = self._client
        if before is not None and before.future.cancel() and client is not None:
            client.cut()
        self._bell.ring()
        return question.future

    def hear(self, changes: ChangeSet) -> None:
        """Note whom the cards of the board name and the desk does not know (on the lane's thread)."""
        named = (card.arrival.guest_id for card in changes.board.values() if card.guest is None)
        self._note([guest_id for guest_id in named if guest_id])

    def online(self) -> None:
        """HQ answers again: ask for everybody who is still missing."""
        with self._guard:
            self._missing = dict.fromkeys(self._missing, 0.0)
        self._bell.ring()
        self._shared.lane.submit_bulk(borrowed.missing).add_done_callback(self._found_missing)

    def refresh(self) -> None:
        """Look again where this desk belongs, or whether it closes."""
        client = self._client
        if client is not None:
            client.cut()
        self._bell.ring()

    def run(self) -> None:
        """Ask until the desk closes; whatever happens, the desk goes on."""
        while not self._shared.stopping.is_set():
            try:
                if not self._step():
                    self._bell.wait(self._rest())
            except Fault:
                continue
            except Exception:
                log.exception("asking HQ for a guest met a fault of this program")
                self._bell.wait(AGAIN)
        if self._client is not None:
            self._client.close()

    @property
    def _reachable(self) -> bool:
        return self._shared.lamp.state.state in (LinkWord.ONLINE, LinkWord.SYNCING)

    def _found_missing(self, future: Future[list[str]]) -> None:
        if not future.cancelled() and future.exception() is None:
            self._note(future.result())

    def _note(self, guest_ids: list[str]) -> None:
        if guest_ids:
            with self._guard:
                for guest_id in guest_ids:
                    self._missing.setdefault(guest_id, 0.0)
            self._bell.ring()

    def _rest(self) -> float | None:
        """Return the seconds until the next guest is due, None where nobody is missing."""
        with self._guard:
            if not self._missing:
                return None
            due = min(self._missing.values()) - time.monotonic()
        # While HQ does not answer nobody is asked for, however long they have been due; `online` rings.
        return max(0.0, due) if self._reachable else AGAIN

    def _step(self) -> bool:
        """Ask the newest question, else for one missing guest; False where there is nothing to ask now."""
        with self._guard:
            question = self._question
        if question is not None:
            self._answer(question)
            return True
        missing = self._next_missing() if self._reachable else None
        if missing is None:
            return False
        self._fetch(missing)
        return True

    def _answer(self, question: _Question) -> None:
        left = BUDGET - (time.monotonic() - question.since)
        asked = SILENT
        try:
            client = self._ready()
            if client is not None and left > 0 and not question.future.cancelled():
                asked = _ask(client, question.asked, left)
        except Fault:
            asked = SILENT
        finally:
            with self._guard:
                if self._question is question:
                    self._question = None
            if question.future.set_running_or_notify_cancel():
                question.future.set_result(asked)

    def _fetch(self, guest_id: str) -> None:
        asked = SILENT
        try:
            client = self._ready()
            if client is not None:
                asked = _ask(client, {"guest_id": guest_id}, PATIENCE)
        except Fault:
            asked = SILENT
        if asked.guest is None:
            return
        with self._guard:
            self._missing.pop(guest_id, None)
        now = self._shared.clock.now()
        job = self._shared.lane.submit_bulk(borrowed.keep, asked.guest, asked.version, now=now, known_as=guest_id)
        self._shared.done(job)

    def _next_missing(self) -> str | None:
        now = time.monotonic()
        with self._guard:
            due = next((guest_id for guest_id, at in self._missing.items() if at <= now), None)
            if due is not None:
                self._missing[due] = now + AGAIN
        return due

    def _ready(self) -> Client | None:
        """Return the client, made anew where the desk moved or the last question was cut off."""
        of = self._whereabouts()
        if of is None:
            return None
        client = self._client
        if client is None or of != self._of or client.is_cut:
            from .client import Client

            if client is not None:
                client.close()
            where, token = of
            client = Client(where.hq, where.store_id, token)
            with self._guard:
                self._client, self._of = client, of
        return client


def _ask(client: Client, asked: dict[str, str], seconds: float) -> Asked:
    entry = client.resolve(asked, seconds)
    if entry is None or entry.kind != "guest" or entry.body is None:
        return UNKNOWN
    card = decode_card("guest", entry.body)
    return Asked(AskedWord.FOUND, card, entry.version) if isinstance(card, GuestCard) else UNKNOWN
