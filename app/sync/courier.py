"""The courier: threads between the lane and HQ. One reads the feed, one sends the outbox, one looks after things.

    reader   no cursor → snapshot → install    page of the feed → slices → lane → ChangeSet    ↺ waits at HQ
    asking   one guest the store has not cached → HQ → staff, or the card that names them      ↺ waits for a question
    sender   oldest row of each subject → HQ → verdict → cache, then outbox → ChangeSet        ↺ waits for its bell
    care     files checked where due           sums compared with HQ's                         ↺ now and then

Neither touches SQL or widgets. A fault of the line changes the lamp and the pace, nothing else.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from app.domain.changes import ChangeSet
from app.domain.faults import Fault, Unavailable
from app.domain.guests import Identity
from app.localdb import outbox, settings
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.localdb.settings import Enrolled
from app.wire.history import HistoryPage
from app.wire.printed import ChainCodes, WhoseCode

from . import enrolling
from .asked import Asked
from .asking import Asking
from .care import Care
from .clock import DeskClock
from .history import Historian
from .lamp import Lamp
from .link import LinkState, LinkWord
from .questions import Questions
from .reader import Reader
from .sender import Sender
from .shared import Shared

log = logging.getLogger(__name__)


class Courier:
    """Started after the first paint; needs a running lane.

    `on_link` hears of every new state of the link, on one of the courier's threads. `on_change` hears what came from
    HQ (and what staff did), on the lane's thread, in the order of the commits; leave it out where the lane has that
    listener already. `clock` follows HQ's.
    """

    def __init__(
        self,
        lane: Lane,
        *,
        clock: DeskClock,
        on_link: Callable[[LinkState], None],
        on_change: Callable[[ChangeSet], None] | None = None,
    ) -> None:
        if on_change is not None:
            lane.listen(on_change)
        self._lane = lane
        self._on_link = on_link
        self._told = ("", "")
        self._shared = Shared(lane, clock, Lamp(self._tell))
        self._sender = Sender(self._shared)
        self._reader = Reader(self._shared, self._sender.bell)
        self._care = Care(self._shared, self._reader)
        self._asking = Asking(self._shared, self._reader.whereabouts)
        lane.listen(self._asking.hear)
        self._historian = Historian(lane)
        self._questions = Questions(lane, "chain")
        self._threads = [
            threading.Thread(target=self._reader.run, name="courier-reader", daemon=True),
            threading.Thread(target=self._sender.run, name="courier-sender", daemon=True),
            threading.Thread(target=self._care.run, name="courier-care", daemon=True),
            threading.Thread(target=self._asking.run, name="courier-asking", daemon=True),
        ]

    @property
    def link(self) -> LinkState:
        """How the link stands now."""
        return self._shared.lamp.state

    def start(self) -> None:
        """Start the threads; HTTP is imported there."""
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """Say that the outbox has a new row (after every action); returns at once, from any thread."""
        self._sender.bell.ring()

    def ask(self, identity: Identity) -> Future[Asked]:
        """Ask HQ for a guest whom the store has not cached; see `asking.Asking.ask`. Returns at once."""
        return self._asking.ask(identity)

    def enrol(self, url: str, code: str, device: str = "") -> Future[Enrolled]:
        """Enrol this desk with the one-time `code` at HQ's `url`, on a thread of its own; then read and send there."""
        future: Future[Enrolled] = Future()

        def work() -> None:
            try:
                where = enrolling.enrol(self._lane, url, code, device)
            except Fault as fault:
                future.set_exception(fault)
            except Exception:
                log.exception("the enrolment met a fault of this program")
                future.set_exception(Unavailable("fault", "the enrolment failed; see the log"))
            else:
                self._look_again()
                future.set_result(where)

        threading.Thread(target=work, name="courier-enrol", daemon=True).start()
        return future

    def move(self, url: str) -> Future[None]:
        """HQ is at another address from now on; the future fails like `enrolling.move`."""
        future = self._lane.submit(enrolling.move, url)
        future.add_done_callback(lambda _: self._look_again())
        return future

    def history(self, guest_id: str, before: str = "") -> Future[HistoryPage]:
        """Ask HQ for a page of a guest's past; see `Historian.ask`."""
        return self._historian.ask(guest_id, before)

    def codes_of_chain(self, kind: str) -> Future[ChainCodes]:
        """Ask HQ for the codes of one kind of every store of the chain; see `Questions.put`."""
        return self._questions.put(lambda client: client.codes(kind))

    def whose_code(self, code: str) -> Future[WhoseCode | None]:
        """Ask HQ whose this printed code is, None where it was never made; see `Questions.put`."""
        return self._questions.put(lambda client: client.whose_code(code))

    def stop(self, timeout: float = 2.0) -> bool:
        """Stop the threads, waking them from what they wait for; True if they ended within `timeout` seconds."""
        self._shared.stopping.set()
        self._look_again()
        self._care.stop()
        self._historian.stop()
        self._questions.stop()
        until = time.monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def wait_until_synced(self, timeout: float | None = None) -> bool:
        """Wait until the desk is online with HQ's roster and an empty outbox; False if that took longer."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            # Asked anew each time: the lamp may not have heard of the last click yet.
            self._shared.lamp.counted(self._lane.submit(outbox.counts).result())
            if _synced(self._shared.lamp.state):
                return True
            left = None if until is None else max(0.0, until - time.monotonic())
            if not self._shared.lamp.wait_for(_synced, left):
                return False

    def _look_again(self) -> None:
        self._reader.refresh()
        self._sender.refresh()
        self._asking.refresh()

    def _tell(self, state: LinkState) -> None:
        self._on_link(state)
        if state.state is LinkWord.ONLINE and self._told[0] != LinkWord.ONLINE:
            self._asking.online()
        if self._told != (state.state, state.detail) and not self._shared.stopping.is_set():
            self._told = (state.state, state.detail)
            self._lane.submit_bulk(keep_link, state)


def _synced(state: LinkState) -> bool:
    return state.state is LinkWord.ONLINE and state.waiting == 0


def keep_link(db: Database, state: LinkState) -> None:
    """Write down how the link stands, for `desk show link` beside the running desk."""
    settings.write(
        db, settings.LINK, {"state": state.state.value, "since": state.since.isoformat(), "detail": state.detail}
    )
