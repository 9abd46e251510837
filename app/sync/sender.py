"""The thread that sends the outbox: the oldest row of each subject, at once while HQ answers, patiently while not."""

from __future__ import annotations

import logging
import random
import threading
import time
from typing import TYPE_CHECKING

from app.domain.faults import Fault
from app.localdb import settings
from app.localdb.secrets import token_of
from app.localdb.trouble import disk_word

from . import outbound
from .failures import Locked, Stopped
from .lamp import Bell
from .link import LinkWord
from .outbound import BATCH, Load
from .pace import CAP, Pace
from .shared import Shared
from .verdict import Verdict, Word, verdicts

if TYPE_CHECKING:
    from .client import Client

LEAST = 1.0
"""Seconds between two tries that staff's clicks may cause while HQ does not answer."""

PORTION = 16
"""Answers entered at a time: some 10 ms, and what staff do never waits longer behind a day's worth of them."""

log = logging.getLogger(__name__)


class Sender:
    """Sends until the desk closes. `bell`: a row was added, or HQ is heard again."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self.bell = Bell()
        self._client: Client | None = None
        self._pace = Pace()
        self._alone = 0
        """How many rows are still sent one by one: as many as were in the batch that HQ could not use."""
        self._stale = threading.Event()
        self._rows: dict[str, tuple[Pace, float]] = {}

    def refresh(self) -> None:
        """Look again where this desk belongs (it was enrolled, or moved, or closes); ends a request under way."""
        self._stale.set()
        client = self._client
        if client is not None:
            client.cut()
        self.bell.ring()

    def run(self) -> None:
        """Send until the desk closes; whatever happens, the desk goes on."""
        while not self._shared.stopping.is_set():
            try:
                pause = self._step()
            except Stopped:
                continue
            except Locked as fault:
                self._shared.lamp.sends(LinkWord.LOCKED, fault.code)
                pause = CAP
            except Fault as fault:
                self._shared.lamp.sends(LinkWord.OFFLINE, fault.code)
                pause = self._slower()
            except OSError as wrong:
                log.warning("a file of the desk cannot be read or written: %s", wrong)
                self._shared.lamp.sends(LinkWord.OFFLINE, disk_word(wrong))
                pause = self._slower()
            except Exception:
                log.exception("the outbox sender met a fault of this program")
                pause = self._slower()
            self._sleep(pause)
        self._let_go()

    def _let_go(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _sleep(self, pause: float | None) -> None:
        if pause == 0:
            return
        began = time.monotonic()
        rang = self.bell.wait(pause)
        rest = LEAST - (time.monotonic() - began)
        if rang and self._pace.failures and rest > 0 and pause is not None and pause > rest:
            self._shared.stopping.wait(rest)

    def _slower(self, pause: float | None = None) -> float:
        self._pace = self._pace.failed()
        return self._pace.delay(random.random(), pause)

    def _step(self) -> float | None:
        """Send one batch; return the seconds to wait then, 0 for none, None for until the bell."""
        shared = self._shared
        now = time.monotonic()
        avoid = {subject for subject, (_, until) in self._rows.items() if until > now}
        load = shared.done(shared.lane.submit(outbound.take, 1 if self._alone else BATCH, avoid))
        shared.lamp.counted(load.counts)
        if not load.rows:
            self._alone = 0
            if not load.counts.waiting:
                shared.lamp.sends(LinkWord.ONLINE)
            waits = [until - now for _, until in self._rows.values() if until > now]
            return min(waits, default=None)
        client = self._ready()
        fates = verdicts(client.commands(load.rows), [row.key for row in load.rows])
        self._enter(fates)
        return self._judge(load, fates)

    def _enter(self, fates: dict[str, Verdict]) -> None:
        shared = self._shared
        told = {key: fate for key, fate in fates.items() if fate.word in (Word.SETTLED, Word.REFUSED)}
        keys = list(told)
        for first in range(0, len(keys), PORTION):
            part = {key: told[key] for key in keys[first : first + PORTION]}
            if any(fate.cards for fate in part.values()):
                shared.done(shared.lane.submit_durable(outbound.absorb, part))
            changes = shared.done(shared.lane.submit(outbound.settle, part, now=shared.clock.now()))
            if changes.outbox is not None:
                shared.lamp.counted(changes.outbox)

    def _judge(self, load: Load, fates: dict[str, Verdict]) -> float:
        """Return how long to wait after these answers, and remember which subjects to leave alone for a while."""
        lamp = self._shared.lamp
        alone, self._alone = self._alone, max(0, self._alone - 1)
        answered = [row for row in load.rows if fates[row.key].word in (Word.SETTLED, Word.REFUSED)]
        for row in answered:
            self._rows.pop(row.subject, None)
        if answered:
            # HQ does its work (again): what it could not do may be worth another try soon.
            soon = time.monotonic() + LEAST
            self._rows = {subject: (pace, min(until, soon)) for subject, (pace, until) in self._rows.items()}
        unsettled = [row for row in load.rows if fates[row.key].word not in (Word.SETTLED, Word.REFUSED)]
        if not unsettled:
            self._pace = Pace()
            lamp.sends(LinkWord.ONLINE)
            return 0.0
        worst = fates[unsettled[0].key]
        if worst.word is Word.LOCKED:
            self._let_go()
            raise Locked(worst.code, worst.reason)
        if answered or any(fate.heard for fate in fates.values()):
            # HQ is well, and put some of them off: those subjects wait, the others go on.
            for row in unsettled:
                self._leave_alone(row.subject)
            self._pace = Pace()
            lamp.sends(LinkWord.ONLINE)
            return 0.0
        if worst.alone and len(load.rows) > 1:
            self._alone = len(load.rows)
            return 0.0
        lamp.sends(LinkWord.OFFLINE, worst.code)
        pause = self._slower(worst.pause)
        if len(load.rows) == 1 and alone:
            # One row that HQ stumbles over must not hold up the next guest: after the pause it is another row's turn.
            self._leave_alone(unsettled[0].subject, pause)
        return pause

    def _leave_alone(self, subject: str, pause: float = 0.0) -> None:
        """Send nothing of this subject for a while that grows; the sender itself pauses for `pause` seconds now."""
        pace = self._rows.get(subject, (Pace(), 0.0))[0].failed()
        self._rows[subject] = (pace, time.monotonic() + pause + pace.delay(random.random()))

    def _ready(self) -> Client:
        if self._client is not None and not self._stale.is_set():
            return self._client
        shared = self._shared
        self._let_go()
        self._stale.clear()
        where = shared.done(shared.lane.submit(settings.enrolled))
        if where is None:
            raise Locked("not_enrolled", "this desk is not enrolled with any store yet")
        token = token_of(shared.lane.data, where.device_id)
        if token is None:
            raise Locked("token_missing", "this desk's token is gone; enrol it again")
        from .client import Client

        self._client = Client(where.hq, where.store_id, token)
        if self._stale.is_set() or shared.stopping.is_set():
            raise Stopped("stopped")
        return self._client
