"""The HQ program itself: its commands, its start and end, and what a kill in the middle leaves behind."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import Engine, text

from tests.kit import nursery
from tests.kit.hq import TIMEOUT, Counter, HqProcess, Till, command, event, found_store


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return nursery.run("app", "hq", *arguments)


def test_from_nothing_to_a_card_by_the_commands_alone(engine: Engine, database_url: str) -> None:
    found_store(engine)
    enrolled = run("enrol", "--store", "330", "--json", "--database", database_url)
    code = json.loads(enrolled.stdout)
    assert set(code) == {"code", "expires_at"}
    secret = json.loads(run("token", "--source", "pos", "--json", "--database", database_url).stdout)
    assert (set(secret), secret["source"], secret["secret"][:6]) == ({"source", "secret"}, "pos", "whsec_")
    with HqProcess(database_url, anew=True) as hq:
        asked = {"code": code["code"], "device": "test"}
        token = requests.post(f"{hq.url}/v1/enrolments", json=asked, timeout=TIMEOUT).json()["token"]
        till = Till.__new__(Till)
        till.source, till.secret = "pos", secret["secret"]
        queued = event("arrival.queued", datetime.now(UTC), source="pos", store_id="330", ticket_no="A1")
        till.send(hq.url, queued)
        headers = {"authorization": f"Bearer {token}"}
        after = ""
        kinds: list[str] = []
        while "arrival" not in kinds:
            asked = {"after": after, "wait": "10"}
            page = requests.get(f"{hq.url}/v1/stores/330/feed", params=asked, headers=headers, timeout=TIMEOUT).json()
            kinds, after = [entry["kind"] for entry in page["entries"]], page["cursor"]
        assert hq.stop() == 0
        assert hq.errors() == ""


@pytest.mark.dear
def test_a_command_that_fails_says_why_in_one_sentence(engine: Engine, database_url: str, tmp_path: Path) -> None:
    failed = run("enrol", "--store", "777", "--database", database_url)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == (
        "yingbin: no store is called '777', and nothing was done; HQ knows none yet, "
        "and `hq import stores` brings more\n"
    )
    (tmp_path / "text.txt").write_text("this is no database, " * 100)
    for url in ("nonsense", "mysql://x/y", f"sqlite:///{tmp_path}/text.txt", "postgresql://127.0.0.1:1/none"):
        failed = run("token", "--source", "pos", "--database", url)
        assert (failed.returncode, failed.stdout) == (1, "")
        assert failed.stderr.count("\n") == 1
        assert "Traceback" not in failed.stderr
    assert run("enrol", "--database", database_url).returncode == 2


@pytest.mark.dear
def test_a_service_that_cannot_start_says_why_in_one_sentence(database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        failed = run("serve", "--database", database_url, "--port", port)
    assert failed.returncode == 1
    assert failed.stderr.startswith(f"yingbin: HQ cannot listen on 127.0.0.1:{port}: ")
    assert failed.stderr.count("\n") == 1
    failed = run("serve", "--database", database_url, "--port", "0", "--clock", "noon")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)


def test_what_is_not_asked_for_yet_is_not_there() -> None:
    listed = run("--help").stdout
    assert all(name in listed for name in ("enrol", "import", "serve", "token"))
    for name in ("policy", "code"):
        assert run(name).returncode == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_with_long_polls_open(engine: Engine, database_url: str, number: signal.Signals) -> None:
    found_store(engine)
    with HqProcess(database_url) as hq, ThreadPoolExecutor(1) as pool:
        desk = Counter(engine, hq.url)
        while desk.page().more:
            pass
        polling = pool.submit(desk.page, 25)
        while "yingbin_polls_waiting 1.0" not in requests.get(f"{hq.url}/metrics", timeout=TIMEOUT).text:
            pass
        began = time.monotonic()
        assert hq.stop(number) == 0
        assert time.monotonic() - began < 5
        assert polling.result(TIMEOUT).entries == []
        assert hq.errors() == ""


def test_it_ends_with_the_program_that_started_it(database_url: str) -> None:
    with HqProcess(database_url) as hq:
        assert hq.let_go() == 0


@pytest.mark.dear
def test_killed_in_the_middle_it_loses_nothing_and_does_nothing_twice(engine: Engine, database_url: str) -> None:
    """What HQ accepted before a kill -9 is applied once after the next start; what it did not answer is sent again."""
    found_store(engine)
    till = Till(engine)
    accepted: set[str] = set()
    stop = threading.Event()

    def bill(n: int) -> dict[str, object]:
        return event(
            "bill.paid",
            datetime.now(UTC),
            event_id=f"e{n}",
            store_id="330",
            bill_id=f"b{n}",
            amount_fen=100,
            identity={"phone": f"1380013{n % 7:04d}"},
        )

    with HqProcess(database_url) as hq:

        def send(first: int) -> None:
            n = first
            while not stop.is_set():
                batch = [bill(n + k * 4) for k in range(3)]
                try:
                    answer = till.send(hq.url, batch)
                except requests.RequestException:
                    stop.wait(0.02)  # HQ is away: the same batch again
                    continue
                accepted.update(outcome.id for outcome in answer.events)
                n += 12

        with ThreadPoolExecutor(4) as pool:
            senders = [pool.submit(send, n) for n in range(4)]
            for _ in range(4):
                before = len(accepted)
                while len(accepted) < before + 60:
                    time.sleep(0.005)
                hq.kill9()
                hq.start()
            stop.set()
            for sender in senders:
                sender.result(TIMEOUT)
        settle(engine)
        with engine.connect() as connection:
            stored = set(connection.execute(text("select event_id from events")).scalars())
            assert accepted <= stored
            assert connection.execute(text("select count(*) from events")).scalar() == len(stored)
            assert connection.execute(text("select count(*) from events where state <> 'applied'")).scalar() == 0
            assert connection.execute(text("select count(*) from bills")).scalar() == len(stored)
            assert connection.execute(text("select count(*) from guests")).scalar() == 7
        desk = Counter(engine, hq.url)
        visits = [card["visits"] for card in desk.cards("guest", wait_for=7).values()]
        assert sum(visits) == len(stored)


def test_two_services_may_share_a_database(engine: Engine, database_url: str) -> None:
    """The same events and commands sent to both: each is done once, and desks of either hear of it."""
    found_store(engine)
    till = Till(engine)
    now = datetime.now(UTC)
    phones = [f"1380013{n:04d}" for n in range(8)]

    def story(n: int) -> list[dict[str, object]]:
        party: dict[str, Any] = {"store_id": "330", "identity": {"phone": phones[n]}}
        return [
            event("arrival.queued", now, event_id=f"q{n}", ticket_no=f"T{n}", **party),
            event("arrival.scanned", now + timedelta(minutes=5), event_id=f"s{n}", table=f"A{n}", **party),
            event("bill.paid", now + timedelta(minutes=9), event_id=f"p{n}", bill_id=f"b{n}", amount_fen=500, **party),
        ]

    with HqProcess(database_url) as one, HqProcess(database_url) as two, ThreadPoolExecutor(4) as pool:
        desks = [Counter(engine, hq.url) for hq in (one, two)]
        for desk in desks:
            while desk.page().more:
                pass
        sending = [pool.submit(till.send, hq.url, story(n)) for n in range(8) for hq in (one, two)]
        answers = [outcome.outcome for sent in sending for outcome in sent.result(TIMEOUT).events]
        assert (answers.count("accepted"), answers.count("repeated")) == (24, 24)
        settle(engine)
        walk_in = command("arrival.register", now, arrival_id="a1", guest_id="g1", name="王芳", phone="13900139000")
        done = [pool.submit(desk.command, walk_in) for desk in desks]
        outcomes = sorted(answer.result(TIMEOUT).outcomes[0].outcome for answer in done)
        assert outcomes in (["applied", "repeated"], ["applied", "later"])
        for desk in desks:
            cards = desk.cards("arrival", wait_for=9)
            assert len(cards) == 9
            assert [card.get("visits", 0) for card in desk.cards("guest", wait_for=9).values()].count(1) == 8


def settle(engine: Engine) -> None:
    """Wait until every stored event is applied or parked."""
    end = time.monotonic() + TIMEOUT
    with engine.connect() as connection:
        while connection.execute(text("select count(*) from events where state = 'pending'")).scalar():
            connection.rollback()
            assert time.monotonic() < end
            time.sleep(0.02)
