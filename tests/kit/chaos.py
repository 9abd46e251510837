"""Kills HQ and a desk at random moments on a nasty line, then asks whether anything was lost or done twice.

Everything is real: the HQ service, the desk's lane and courier in a process of their own, both database files. What
the desk said was done stands in its journal; what HQ said was accepted stands in the sender's list. At the end both
are held against HQ's database, and the desk's cards against HQ's feed by the hashes of their rows.
"""

from __future__ import annotations

import contextlib
import json
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import func, select
from standardwebhooks import Webhook

from app.hq import reading, tables
from app.hq.database import open_engine
from app.localdb.digest import digest
from app.localdb.reader import open_reader
from app.wire.codec import encode
from tests.kit.nursery import run, start
from tests.kit.proxy import FaultProxy

STORE = "330"


class Killable:
    """What `python -m …` runs: its lines are read, and it can be killed without a word."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None, anew: bool = False) -> None:
        self.process = start(*arguments, environment=environment, anew=anew)

    def line(self, wanted: str) -> str:
        """Return the next line that holds `wanted`; raise RuntimeError if the process ends before."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if wanted.encode() in line:
                return line.decode().strip()
        raise RuntimeError(f"{self.process.args!r} ended with {self.process.wait()} before it said {wanted!r}")

    def kill(self) -> None:
        """End it at once, as a power switch would."""
        self.process.send_signal(signal.SIGKILL)
        self._reap()

    def end(self) -> None:
        """Close its stdin, which asks it to finish, and wait."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self._reap()

    def _reap(self) -> None:
        self.process.wait(20)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


@dataclass
class Verdict:
    """What was found at the end. `lost` and `twice` name what it was; both must be empty, and `equal` true."""

    kills: Counter[str] = field(default_factory=Counter)
    acts: int = 0
    events: int = 0
    dealt: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    unsent: int = 0
    equal: bool = False
    seconds_to_agree: float = 0.0


class Chaos:
    """One run in `folder`, drawn from `seed`. `hq_code` may start a broken HQ, as a control; `pace` is the staff's."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        *,
        hq_code: str = "app",
        share: float = 0.25,
        pace: str = "",
    ) -> None:
        self.folder, self.seed, self.hq_code = folder, seed, hq_code
        self.dice = random.Random(seed)
        self.database = f"sqlite:///{folder}/hq.sqlite3"
        self.data = folder / "desk"
        self.journal = folder / "journal"
        self.line = FaultProxy(("127.0.0.1", 1), seed=seed, share=0)
        self.share = share
        self.pace = (pace,) if pace else ()
        self.verdict = Verdict()
        self.accepted: list[dict[str, Any]] = []
        self.hq: Killable | None = None
        self.desk: Killable | None = None
        self._sending = threading.Event()
        self._hq_is_up = threading.Event()

    # --- the play ----------------------------------------------------------------------------------------------

    def run(self, kills: int, enough: Callable[[], bool] = lambda: True) -> Verdict:
        """Play until `kills` processes were killed and it is `enough`, let everything settle, and judge."""
        command(self.database, "import", "stores", str(self._stores_file()))
        secret = json.loads(command(self.database, "token", "--source", "till", "--json"))["secret"]
        with self.line:
            self._start_hq()
            self._enrol()
            self.line.share = self.share
            self._start_desk(*self.pace)
            sender = threading.Thread(target=self._send_events, args=(secret,))
            sender.start()
            try:
                for _ in range(kills):
                    time.sleep(self.dice.uniform(0.02, 0.7))
                    self._kill_one()
                while not enough():
                    time.sleep(0.1)
            finally:
                self._sending.set()
                sender.join()
            self._settle()
        self._judge()
        return self.verdict

    def _stores_file(self) -> Path:
        file = self.folder / "stores.csv"
        file.write_text(f"store_id,name\n{STORE},试炼店\n", encoding="utf-8")
        return file

    def _start_hq(self) -> None:
        self.hq = Killable(
            self.hq_code, "hq", "serve", "--database", self.database, "--port", "0", "--until-stdin-closes"
        )
        host, _, port = self.hq.line("http://").rpartition("http://")[2].strip("/ ").partition(":")
        self.line.target = (host, int(port))
        self._hq_is_up.set()

    def _start_desk(self, *more: str) -> None:
        seed = str(self.dice.randrange(10**9))
        self.desk = Killable("tests.kit.desk_driver", str(self.data), seed, str(self.journal), *more)
        self.desk.line("ready")

    def _enrol(self) -> None:
        from app.localdb.lane import Lane
        from app.sync.clock import DeskClock
        from app.sync.courier import Courier

        code = json.loads(command(self.database, "enrol", "--store", STORE, "--json"))["code"]
        lane = Lane(self.data)
        lane.start().result()
        courier = Courier(lane, clock=DeskClock(), on_link=lambda link: None)
        courier.start()
        courier.enrol(self.line.url, code, "desk")
        assert courier.wait_until_synced(20), "the desk never came up"
        courier.stop()
        lane.close()

    def _kill_one(self) -> None:
        whom = self.dice.choice(["hq", "desk", "desk"])
        self.verdict.kills[whom] += 1
        if whom == "hq":
            assert self.hq is not None
            self._hq_is_up.clear()
            self.hq.kill()
            self._start_hq()
        else:
            assert self.desk is not None
            self.desk.kill()
            self._start_desk(*self.pace)

    def _send_events(self, secret: str) -> None:
        """Post tickets, scans and bills until told to stop; every event is sent until HQ accepts it, some twice."""
        webhook, dice = Webhook(secret), random.Random(self.seed + 1)
        number = 0
        while not self._sending.wait(dice.uniform(0.0, 0.05)):
            number += 1
            event = _event(number, dice)
            body = encode(event).decode()
            for _ in range(1 + (dice.random() < 0.2)):
                while not self._post(webhook, event["id"], body):
                    self._hq_is_up.wait(10)
            self.accepted.append(event)

    def _post(self, webhook: Webhook, event_id: str, body: str) -> bool:
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/cloudevents+json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": webhook.sign(event_id, now, body),
        }
        try:
            answer = requests.post(f"{self.line.url}/v1/events", body.encode(), headers=headers, timeout=10)
            outcome: str = answer.json()["events"][0]["outcome"]
        except (requests.RequestException, ValueError, KeyError, TypeError):
            return False
        return answer.status_code == 202 and outcome in ("accepted", "repeated")

    def _settle(self) -> None:
        """Stop acting and lying, start what is down, and wait until the desk says it has everything."""
        self.line.share = 0
        assert self.desk is not None
        assert self.hq is not None
        self.desk.end()
        self.verdict.unsent = self._unsent()
        self._start_desk("--quiet")
        started = time.monotonic()
        self.desk.line("synced")
        while not self.verdict.equal and time.monotonic() - started < 30:
            self.verdict.equal = self._equal()
        self.verdict.seconds_to_agree = time.monotonic() - started
        self.desk.end()
        self.hq.end()

    def _unsent(self) -> int:
        db = open_reader(self.data)
        try:
            return int(db.value("select count(*) from outbox where state = 'waiting'"))
        finally:
            db.connection.close()

    def acts(self) -> int:
        """Return how many things the desk has said that it did."""
        try:
            return len(self.journal.read_bytes().splitlines())
        except FileNotFoundError:
            return 0

    # --- the judgement -----------------------------------------------------------------------------------------

    def _equal(self) -> bool:
        with hq_reading(self.database) as connection:
            pending = connection.execute(
                select(func.count()).select_from(tables.events).where(tables.events.c.state == "pending")
            ).scalar_one()
            theirs = reading.digest(connection, STORE)
        db = open_reader(self.data)
        try:
            ours = digest(db)
        finally:
            db.connection.close()
        return pending == 0 and (ours.rows, ours.buckets) == (theirs.rows, theirs.buckets)

    def _judge(self) -> None:
        verdict = self.verdict
        verdict.dealt = self.line.dealt
        verdict.events = len(self.accepted)
        acts = [json.loads(line) for line in self.journal.read_text("utf-8").splitlines() if line.endswith("}")]
        verdict.acts = len(acts)
        with hq_reading(self.database) as connection:
            notes = Counter(connection.execute(select(tables.notes.c.note_id)).scalars())
            arrivals = Counter(connection.execute(select(tables.arrivals.c.arrival_id)).scalars())
            bills = Counter(connection.execute(select(tables.bills.c.bill_id)).scalars())
            texts = Counter(connection.execute(select(tables.notes.c.text)).scalars())
            states = connection.execute(select(tables.events.c.event_id, tables.events.c.state)).all()
            refused = connection.execute(
                select(tables.receipts.c.kind, tables.receipts.c.code).where(tables.receipts.c.outcome == "refused")
            ).all()
        verdict.parked = [f"{row.kind}: {row.code}" for row in refused]
        for act in acts:
            if act["kind"] == "guest.note" and notes[act["note_id"]] == 0:
                verdict.lost.append(f"note {act['note_id']}")
            if act["kind"] == "arrival.register" and arrivals[act["arrival_id"]] == 0:
                verdict.lost.append(f"arrival {act['arrival_id']}")
        applied = {row.event_id for row in states if row.state == "applied"}
        for event in self.accepted:
            if event["id"] not in applied:
                verdict.lost.append(f"event {event['id']}")
            bill = event["data"].get("bill_id")
            if bill is not None and bills[bill] == 0:
                verdict.lost.append(f"bill {bill}")
        verdict.twice = [f"note {text}" for text, count in texts.items() if count > 1]
        verdict.twice += [f"visits of {who}" for who in self._wrong_visits()]
        verdict.twice += [f"taste of {who}" for who in self._old_tastes()]

    def _old_tastes(self) -> Iterator[str]:
        """Yield guests about whom HQ believes what staff said before the last: an old command was done again."""
        db = open_reader(self.data)
        try:
            rows = db.rows("select guest_id, body from outbox where kind = 'guest.taste' order by position")
        finally:
            db.connection.close()
        with hq_reading(self.database) as connection:
            alias: dict[str, str] = _mapping(
                connection, select(tables.guest_aliases.c.alias, tables.guest_aliases.c.guest_id)
            )
            believed: dict[str, str] = _mapping(
                connection,
                select(tables.tastes.c.guest_id, tables.tastes.c.body).where(tables.tastes.c.source == "staff"),
            )
        last = {alias.get(guest_id, guest_id): json.loads(body)["kind"] for guest_id, body in rows}
        for guest_id, kind in last.items():
            if json.loads(believed.get(guest_id, "{}")).get("kind") != kind:
                yield f"{guest_id}: {kind} was said last"

    def _wrong_visits(self) -> Iterator[str]:
        """Yield guests whose card counts other visits than there are bills of theirs."""
        db = open_reader(self.data)
        try:
            bodies = db.rows("select id, body from cache.guests")
        finally:
            db.connection.close()
        with hq_reading(self.database) as connection:
            counted: dict[str, int] = _mapping(
                connection, select(tables.bills.c.guest_id, func.count()).group_by(tables.bills.c.guest_id)
            )
        for guest_id, body in bodies:
            if json.loads(body).get("visits", 0) != counted.get(guest_id, 0):
                yield str(guest_id)


def _mapping(connection: Any, query: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in connection.execute(query)}


@contextlib.contextmanager
def hq_reading(url: str) -> Iterator[Any]:
    """Give a connection to HQ's database that only looks."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def command(database: str, *arguments: str) -> str:
    """Run `yingbin hq …` and return what it printed; raise with its sentence if it failed."""
    done = run("app", "hq", *arguments, "--database", database)
    if done.returncode:
        raise RuntimeError(f"hq {arguments}: {done.stderr.strip()}")
    return done.stdout


def _event(number: int, dice: random.Random) -> dict[str, Any]:
    phone = f"139{dice.randrange(60):08d}"
    kinds: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        ("yingbin.arrival.queued", lambda: {"ticket_no": f"A{number}", "party_size": 3}),
        ("yingbin.arrival.scanned", lambda: {"table": f"T{dice.randrange(40)}"}),
        ("yingbin.bill.paid", lambda: {"bill_id": f"B{number}", "amount_fen": 12300, "items": [{"name": "孜然羊排"}]}),
    ]
    kind, data = dice.choice(kinds)
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "till",
        "type": kind,
        "time": datetime.now(UTC),
        "data": {"store_id": STORE, "identity": {"phone": phone}} | data(),
    }
