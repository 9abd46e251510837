"""HQ over HTTP, as the outside world and the desks meet it: a real server on a port of its own."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from sqlalchemy import Engine, text
from starlette.routing import Route

from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.reading import digest, read
from app.hq.work.sources import issue_secret
from app.wire.codec import encode
from app.wire.pages import Digest
from app.wire.problems import MEDIA_TYPE
from tests.kit.hq import TIMEOUT, Counter, HqHere, Till, command, event, found_store

PHONE = "13800138000"


@pytest.fixture
def hq(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[HqHere]:
    """A service with one store, on each engine."""
    found_store(engine)
    with HqHere(database_url, files=tmp_path / "snapshots") as here:
        yield here


@pytest.fixture
def till(engine: Engine, hq: HqHere) -> Till:
    return Till(engine)


@pytest.fixture
def desk(engine: Engine, hq: HqHere) -> Counter:
    return Counter(engine, hq.url)


def queued(ticket: str = "A1", phone: str = PHONE, **more: Any) -> dict[str, Any]:
    return event(
        "arrival.queued", datetime.now(UTC), store_id="330", ticket_no=ticket, identity={"phone": phone}, **more
    )


def problem_in(response: requests.Response, status: int) -> str:
    """Return the code of the problem document that `response` is."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == MEDIA_TYPE
    document = response.json()
    assert document["status"] == status
    assert document["title"]
    code: str = document["code"]
    return code


# --- events ----------------------------------------------------------------------------------------------------------


def test_an_event_is_a_card_within_a_second_and_once(hq: HqHere, till: Till, desk: Counter) -> None:
    while desk.page().more:
        pass
    ticket = queued("A12")
    began = time.monotonic()
    assert till.send(hq.url, ticket).events[0].outcome == "accepted"
    page = desk.page(wait=20)
    assert time.monotonic() - began < 1
    assert [entry.kind for entry in page.entries] == ["guest", "arrival"]
    assert abs(page.entries[1].accepted_us / 1e6 - time.time()) < 5
    assert till.send(hq.url, ticket).events[0].outcome == "repeated"
    till.send(
        hq.url, event("arrival.scanned", datetime.now(UTC), store_id="330", table="A2", identity={"phone": PHONE})
    )
    (entry,) = desk.page(wait=20).entries
    assert json.loads(entry.body or b"")["table"] == "A2"
    assert len(desk.cards("arrival")) == 1


def test_a_batch_with_a_bad_event_lets_the_good_ones_in(hq: HqHere, till: Till, desk: Counter) -> None:
    bad = event("arrival.queued", store_id="330")
    strange = event("weather.changed", store_id="330")
    foreign = queued("A9", "13700137000") | {"source": "other"}
    answer = till.send(hq.url, [queued("A1"), bad, strange, {"no": "event"}, foreign, queued("A2", "13900139000")])
    assert [outcome.outcome for outcome in answer.events] == ["accepted", *["parked"] * 4, "accepted"]
    reasons = [outcome.reason.partition(":")[0] for outcome in answer.events]
    assert reasons == ["", "data_unreadable", "unknown_type", "event_unreadable", "source_not_signed", ""]
    assert answer.events[4].id == foreign["id"]
    assert len(desk.cards("arrival", wait_for=2)) == 2


def test_a_wrong_or_missing_signature_is_refused(engine: Engine, hq: HqHere, till: Till) -> None:
    other = Till(engine, "other")
    body = json.dumps(queued()).encode()
    good = till.headers(body)

    def post(headers: dict[str, str], sent: bytes = body) -> requests.Response:
        return requests.post(f"{hq.url}/v1/events", data=sent, headers=headers, timeout=TIMEOUT)

    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        assert problem_in(post({key: value for key, value in good.items() if key != name}), 401) == "signature_wrong"
    for wrong in (
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "nonsense"},
        {"webhook-signature": "v1,%%%"},
        {"webhook-id": "another"},
        {"webhook-timestamp": str(int(time.time()) - 3600)},
        {"webhook-timestamp": "soon"},
        other.headers(body),
    ):
        assert problem_in(post(good | wrong), 401) == "signature_wrong"
    assert problem_in(post(good, body.replace(b"A1", b"A2")), 401) == "signature_wrong"
    nobody = json.dumps(queued() | {"source": "nobody"}).encode()
    assert problem_in(post(till.headers(nobody), nobody), 401) == "signature_wrong"
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from events")).scalar() == 0
    assert post(good).status_code == 202


def test_a_rotated_secret_is_good_at_once_and_the_old_one_still(engine: Engine, hq: HqHere, till: Till) -> None:
    till.send(hq.url, queued())
    old = till.secret
    with write(engine) as connection:
        till.secret = issue_secret(connection, "till")
    assert till.send(hq.url, queued()).events[0].outcome == "accepted"
    till.secret = old
    assert till.send(hq.url, queued()).events[0].outcome == "accepted"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 400, "body_unreadable"),
        (b"[]", 400, "batch_empty"),
        (b'{"id": "\xff"}', 400, "body_unreadable"),
        (b"[" * 200_000, 400, "body_unreadable"),
        (b"[" + b",".join([b"{}"] * 1001) + b"]", 413, "batch_too_long"),
        (b" " * (1 << 20) + b"{}", 413, "body_too_large"),
    ],
)
def test_a_body_that_is_no_events_is_refused_as_a_whole(
    hq: HqHere, till: Till, body: bytes, status: int, code: str
) -> None:
    headers = till.headers(b"{}")
    response = requests.post(f"{hq.url}/v1/events", data=body, headers=headers, timeout=TIMEOUT)
    assert problem_in(response, status) == code


def test_a_body_that_does_not_say_its_length_is_limited_too(hq: HqHere, till: Till) -> None:
    chunks = (b" " * 65536 for _ in range(32))
    response = requests.post(f"{hq.url}/v1/events", data=chunks, headers=till.headers(b"{}"), timeout=TIMEOUT)
    assert problem_in(response, 413) == "body_too_large"


def test_events_come_in_the_types_cloudevents_has(hq: HqHere, till: Till) -> None:
    for kind in (
        "application/cloudevents+json; charset=utf-8",
        "application/cloudevents-batch+json",
        "application/json",
    ):
        body = json.dumps([queued()]).encode()
        headers = till.headers(body) | {"content-type": kind}
        assert requests.post(f"{hq.url}/v1/events", data=body, headers=headers, timeout=TIMEOUT).status_code == 202
    headers = till.headers(body) | {"content-type": "text/plain"}
    response = requests.post(f"{hq.url}/v1/events", data=body, headers=headers, timeout=TIMEOUT)
    assert problem_in(response, 415) == "content_type"


def test_many_senders_at_once_lose_nothing(engine: Engine, hq: HqHere, till: Till, desk: Counter) -> None:
    def send(n: int) -> None:
        batch = [queued(f"T{n}-{k}", f"139{n:04d}{k:04d}") for k in range(5)]
        assert {outcome.outcome for outcome in till.send(hq.url, batch).events} == {"accepted"}
        assert {outcome.outcome for outcome in till.send(hq.url, batch).events} == {"repeated"}

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(24)))
    assert len(desk.cards("arrival", wait_for=120)) == 120
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from events where state = 'applied'")).scalar() == 120


# --- the feed --------------------------------------------------------------------------------------------------------


def test_a_desk_waits_for_news_and_no_longer_than_it_wants(hq: HqHere, desk: Counter) -> None:
    while desk.page().more:
        pass
    began = time.monotonic()
    assert desk.page(wait=0.3).entries == []
    assert 0.3 <= time.monotonic() - began < 5


def test_news_of_other_processes_reach_a_waiting_desk(engine: Engine, hq: HqHere, desk: Counter) -> None:
    """An import writes past the service; the waiting desk hears of it within seconds."""
    while desk.page().more:
        pass
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(desk.page, 25)
        while not hq.services.waiting.count:
            time.sleep(0.005)
        with write(engine) as connection:
            publish(connection, [Publication("guest", "g1", b"{}", frozenset({"330"}))])
        began = time.monotonic()
        assert [entry.id for entry in waiting.result(TIMEOUT).entries] == ["g1"]
        assert time.monotonic() - began < 10


def test_a_page_tells_hqs_time(engine: Engine, database_url: str) -> None:
    found_store(engine)
    with HqHere(database_url, clock="2016-03-17T18:00:00+08:00@60") as hq:
        clock = Counter(engine, hq.url).page().clock
    assert clock.speed == 60
    assert timedelta() <= clock.now - datetime(2016, 3, 17, 10, tzinfo=UTC) < timedelta(hours=1)


def test_a_feed_is_read_page_by_page(hq: HqHere, desk: Counter) -> None:
    first = desk.page(limit=9)
    assert (len(first.entries), first.more) == (9, True)
    rest = desk.page(limit=9)
    assert (len(rest.entries), rest.more) == (1, False)


def test_a_cursor_of_another_history_means_a_new_snapshot(hq: HqHere, desk: Counter) -> None:
    for cursor, status, code in (
        ("0123456789abcdef:1", 409, "epoch_unknown"),
        (f"{desk.page().cursor.partition(':')[0]}:999999", 409, "epoch_unknown"),
        ("rubbish", 400, "cursor_unreadable"),
    ):
        asked = {"after": cursor}
        response = requests.get(f"{desk.store}/feed", params=asked, headers=desk.headers, timeout=TIMEOUT)
        assert problem_in(response, status) == code
    asked = {"wait": "long"}
    response = requests.get(f"{desk.store}/feed", params=asked, headers=desk.headers, timeout=TIMEOUT)
    assert problem_in(response, 400) == "query_unreadable"


def test_the_digest_is_the_databases(engine: Engine, hq: HqHere, desk: Counter) -> None:
    response = requests.get(f"{desk.store}/digest", headers=desk.headers, timeout=TIMEOUT)
    with read(engine) as connection:
        assert msgspec.json.decode(response.content, type=Digest) == digest(connection, "330")


# --- commands --------------------------------------------------------------------------------------------------------


def test_what_staff_did_comes_back_in_the_answer_and_in_the_feed(hq: HqHere, till: Till, desk: Counter) -> None:
    till.send(hq.url, queued())
    (arrival_id,) = desk.cards("arrival", wait_for=1)
    now = datetime.now(UTC)
    seat = command("arrival.seat", now, arrival_id=arrival_id, table="A2")
    (done,) = desk.command(seat).outcomes
    assert (done.outcome, {entry.kind for entry in done.cards}) == ("applied", {"guest", "arrival"})
    (entry,) = [entry for entry in desk.page(wait=10).entries if entry.kind == "arrival"]
    assert entry.body == next(card.body for card in done.cards if card.kind == "arrival")
    assert desk.command(seat).outcomes[0].outcome == "repeated"
    assert desk.page().entries == []


def test_a_command_may_bring_its_key_in_the_header(hq: HqHere, desk: Counter) -> None:
    walk_in = command("arrival.register", datetime.now(UTC), arrival_id="a1", guest_id="g1", name="王芳", phone=PHONE)
    del walk_in["key"]
    body = encode({"commands": [walk_in]})
    headers = desk.headers | {"Idempotency-Key": "k1"}
    outcomes = [
        requests.post(f"{desk.store}/commands", data=body, headers=headers, timeout=TIMEOUT).json()["outcomes"][0]
        for _ in range(2)
    ]
    assert [(outcome["key"], outcome["outcome"]) for outcome in outcomes] == [("k1", "applied"), ("k1", "repeated")]


# --- guests ----------------------------------------------------------------------------------------------------------


def test_a_guest_is_found_by_an_identity(hq: HqHere, till: Till, desk: Counter) -> None:
    till.send(hq.url, queued() | {})
    (guest_id,) = desk.cards("guest", wait_for=1)

    def ask(**identity: str) -> requests.Response:
        asked = f"{hq.url}/v1/guests/resolve"
        return requests.get(asked, params=identity, headers=desk.headers, timeout=TIMEOUT)

    found = ask(phone="+86 138-0013-8000")
    assert found.status_code == 200
    assert (found.json()["id"], found.json()["body"]["phone"]) == (guest_id, PHONE)
    assert problem_in(ask(phone="13900139000"), 404) == "guest_unknown"
    assert problem_in(ask(phone="12"), 400) == "identity_missing"
    assert problem_in(ask(shoe_size="44"), 400) == "identity_missing"


# --- the snapshot ----------------------------------------------------------------------------------------------------


def test_a_snapshot_can_be_resumed(hq: HqHere, desk: Counter) -> None:
    def get(**headers: str) -> requests.Response:
        asked = {name.replace("_", "-"): value for name, value in headers.items()} | desk.headers
        return requests.get(f"{desk.store}/snapshot", headers=asked, timeout=TIMEOUT)

    whole = get()
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "application/zstd"
    assert whole.headers["accept-ranges"] == "bytes"
    assert (whole.headers["yingbin-rows"], whole.headers["yingbin-cursor"]) == ("10", desk.page().cursor)
    assert whole.headers["repr-digest"].startswith("sha-256=:")
    assert "content-encoding" not in whole.headers
    etag = whole.headers["etag"]
    rest = get(Range="bytes=100-", If_Range=etag)
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert rest.headers["content-range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    changed = get(Range="bytes=100-", If_Range='"another"')
    assert (changed.status_code, changed.content) == (200, whole.content)
    beyond = get(Range=f"bytes={len(whole.content)}-", If_Range=etag)
    assert problem_in(beyond, 416) == "range_wrong"
    assert beyond.headers["content-range"] == f"bytes */{len(whole.content)}"
    assert problem_in(get(Range="bytes=some"), 400) == "range_unreadable"


# --- trust -----------------------------------------------------------------------------------------------------------


def test_a_stranger_gets_nothing(engine: Engine, hq: HqHere, desk: Counter) -> None:
    found_store(engine, "331")
    calls: list[tuple[str, str]] = [
        ("GET", "/v1/stores/{}/feed"),
        ("GET", "/v1/stores/{}/snapshot"),
        ("GET", "/v1/stores/{}/digest"),
        ("POST", "/v1/stores/{}/commands"),
    ]
    for method, path in [*calls, ("GET", "/v1/guests/resolve")]:
        address = hq.url + path.format("330")
        bare = requests.request(method, address, timeout=TIMEOUT)
        assert problem_in(bare, 401) == "token_missing"
        assert bare.headers["www-authenticate"] == "Bearer"
        wrong = {"authorization": "Bearer ybd_wrong"}
        assert problem_in(requests.request(method, address, headers=wrong, timeout=TIMEOUT), 401) == "token_unknown"
    for method, path in calls:
        address = hq.url + path.format("331")
        response = requests.request(method, address, headers=desk.headers, timeout=TIMEOUT)
        assert problem_in(response, 403) == "store_forbidden"


def test_a_revoked_desk_gets_nothing(engine: Engine, hq: HqHere, desk: Counter) -> None:
    with write(engine) as connection:
        connection.execute(text("update devices set revoked_us = 1"))
    response = requests.get(f"{desk.store}/feed", headers=desk.headers, timeout=TIMEOUT)
    assert problem_in(response, 401) == "token_revoked"


def test_a_code_is_refused_with_its_reason(hq: HqHere) -> None:
    def enrol(body: bytes) -> requests.Response:
        return requests.post(f"{hq.url}/v1/enrolments", data=body, timeout=TIMEOUT)

    assert problem_in(enrol(b'{"code": "0000-0000"}'), 403) == "code_unknown"
    assert problem_in(enrol(b'{"device": "x"}'), 400) == "body_unreadable"
    assert problem_in(enrol(b" " * 5000), 413) == "body_too_large"


def test_a_desk_that_speaks_a_newer_wire_is_told_so(hq: HqHere, desk: Counter) -> None:
    for said, status in (("1", 200), ("2", 426), ("9" * 30, 426), ("x", 426)):
        headers = desk.headers | {"Yingbin-Wire": said}
        response = requests.get(f"{desk.store}/feed", headers=headers, timeout=TIMEOUT)
        assert response.status_code == status
        if status == 426:
            assert problem_in(response, 426) == "wire_version"


# --- the service itself ----------------------------------------------------------------------------------------------


def test_what_is_not_there_is_a_problem_document(hq: HqHere) -> None:
    assert problem_in(requests.get(f"{hq.url}/v1/nothing", timeout=TIMEOUT), 404) == "not_found"
    assert problem_in(requests.get(f"{hq.url}/docs", timeout=TIMEOUT), 404) == "not_found"
    wrong = requests.get(f"{hq.url}/v1/events", timeout=TIMEOUT)
    assert problem_in(wrong, 405) == "method_not_allowed"
    assert wrong.headers["allow"] == "POST"


def test_a_fault_of_hqs_own_is_a_problem_without_its_insides(engine: Engine, hq: HqHere, desk: Counter) -> None:
    desk.page()
    with write(engine) as connection:
        connection.execute(text("alter table feed rename to feed_away"))
    response = requests.get(f"{desk.store}/feed", headers=desk.headers, timeout=TIMEOUT)
    assert problem_in(response, 503) == "database_unavailable"
    assert "Traceback" not in response.text
    assert "select" not in response.text.lower()


def test_it_says_how_it_is(hq: HqHere, till: Till, desk: Counter) -> None:
    assert requests.get(f"{hq.url}/livez", timeout=TIMEOUT).json()["status"] == "alive"
    assert requests.get(f"{hq.url}/readyz", timeout=TIMEOUT).json()["status"] == "ready"
    till.send(hq.url, [queued(), {"no": "event"}])
    desk.cards("arrival", wait_for=1)
    figures = requests.get(f"{hq.url}/metrics", timeout=TIMEOUT).text
    assert 'yingbin_events_total{outcome="accepted"} 1.0' in figures
    assert 'yingbin_events_total{outcome="parked"} 1.0' in figures
    assert 'yingbin_events_applied_total{outcome="applied"} 1.0' in figures
    assert 'yingbin_requests_total{route="/v1/events",status="202"} 1.0' in figures
    hq.services.writer.close()
    assert problem_in(requests.get(f"{hq.url}/readyz", timeout=TIMEOUT), 503) == "writer_closed"


def test_every_route_is_in_the_contract(hq: HqHere) -> None:
    contract = requests.get(f"{hq.url}/openapi.json", timeout=TIMEOUT).json()
    served = {
        # How a part is matched is no part of the contract, nor is a slash at the end of a printed link.
        (method, route.path.replace(":path", "").rstrip("/"))
        for route in hq.application.routes
        if isinstance(route, Route) and route.path != "/openapi.json"
        for method in (route.methods or set()) - {"HEAD"}
    }
    written = {(method.upper(), path) for path, calls in contract["paths"].items() for method in calls}
    assert served == written
    assert {path for _, path in served} >= {"/v1/events", "/v1/enrolments", "/livez", "/readyz", "/metrics"}
    names = contract["components"]["schemas"]
    assert {"FeedPage", "FeedEntry", "CommandBatch", "CommandsAnswer", "Problem", "Enrolment", "Digest"} <= names.keys()

    def references(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (v for k, v in value.items() if k == "$ref")
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                yield from references(item)

    assert {reference.rpartition("/")[2] for reference in references(contract)} <= names.keys()


def test_nothing_personal_is_logged(
    hq: HqHere, till: Till, desk: Counter, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    till.send(hq.url, queued("A1"))
    desk.cards("arrival", wait_for=1)
    with write(engine) as connection:
        connection.execute(text("alter table guest_aliases rename to aliases_away"))
    note = command("guest.note", datetime.now(UTC), guest_id="g1", note_id="n1", text="王芳 13800138000")
    assert desk.command(note).outcomes[0].outcome == "refused"
    till.send(hq.url, queued("A2"))
    while "position 2" not in caplog.text:
        time.sleep(0.005)
    for secret in (PHONE, "王芳", desk.enrolment.token, till.secret):
        assert secret not in caplog.text


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.005)


def test_hundreds_of_desks_may_wait(hq: HqHere, till: Till, desk: Counter) -> None:
    """A long poll costs a future and a timer: with hundreds of them open, news still comes at once."""
    while desk.page().more:
        pass
    host, _, port = hq.url.removeprefix("http://").partition(":")
    asked = "\r\n".join(
        (
            f"GET /v1/stores/330/feed?after={desk.cursor}&wait=25 HTTP/1.1",
            f"authorization: {desk.headers['authorization']}",
            "host: x\r\n\r\n",
        )
    )
    lines = []
    try:
        for _ in range(400):
            line = socket.create_connection((host, int(port)), timeout=TIMEOUT)
            line.sendall(asked.encode())
            lines.append(line)
        until(lambda: hq.services.waiting.count == 400)
        began = time.monotonic()
        till.send(hq.url, queued("A1"))
        assert all(line.recv(12).startswith(b"HTTP/1.1 200") for line in lines)
        assert time.monotonic() - began < 10
    finally:
        for line in lines:
            line.close()


def test_a_database_that_threw_everybody_out_is_asked_again(
    engine: Engine, hq: HqHere, till: Till, desk: Counter
) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("an SQLite file throws nobody out")
    till.send(hq.url, queued("A1"))
    desk.cards("arrival", wait_for=1)
    with engine.connect() as connection:
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
        assert connection.execute(text(f"{others} and pid <> pg_backend_pid()")).scalars().all()
    assert till.send(hq.url, queued("A2", "13900139000")).events[0].outcome == "accepted"
    assert len(desk.cards("arrival", wait_for=2)) == 2
