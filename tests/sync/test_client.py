"""HQ over a line that does everything a line can do: each failure has its name, and nothing half-read passes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from requests.exceptions import SSLError

from app.domain.faults import Refused
from app.localdb.outbox import OutboxRow
from app.sync import client as client_module
from app.sync.client import Client
from app.sync.enrolling import checked
from app.sync.failures import Later, LinkFault, Locked, OtherHistory, Rejected, Stopped
from app.sync.transfer import failure_of
from app.sync.verdict import Failure
from app.wire.pages import Digest, Enrolment, FeedPage
from app.wire.problems import Problem
from tests.kit.desk import NOW, Reply, Request, TinyHq, arrival, entry, feed


def row(key: str, arrival_id: str) -> OutboxRow:
    return OutboxRow(
        position=1,
        key=key,
        subject=arrival_id,
        kind="arrival.seat",
        arrival_id=arrival_id,
        guest_id="",
        at=NOW,
        author="李娜",
        store_id="330",
        body=f'{{"arrival_id":"{arrival_id}","table":"A1"}}',
        state="waiting",
        since=NOW,
    )


def sent_in(request: Request) -> list[dict[str, object]]:
    found: dict[str, list[dict[str, object]]] = json.loads(request.body)
    return found["commands"]


def page() -> FeedPage:
    return feed(entry(arrival("a1")), cursor="e:2")


def asked(reply: Reply, ask: Callable[[Client], object] | None = None) -> object:
    with TinyHq(lambda request: reply) as hq:
        client = Client(hq.url, "330", "secret")
        try:
            return (ask or (lambda c: c.feed("e:1", 0)))(client)
        finally:
            client.close()


def problem(status: int, code: str) -> Reply:
    return Reply.of(Problem(title="no", status=status, code=code), status)


def test_a_page_is_asked_for_and_read() -> None:
    with TinyHq(lambda request: Reply.of(page())) as hq:
        client = Client(hq.url + "/", "330", "secret")
        assert client.feed("e:1", 25) == page()
        client.close()
        (request,) = hq.asked
    assert (request.method, request.path) == ("GET", "/v1/stores/330/feed")
    assert request.query == {"after": "e:1", "wait": "25"}
    assert request.headers["authorization"] == "Bearer secret"
    assert request.headers["yingbin-wire"] == "1"


@pytest.mark.parametrize(
    ("reply", "fault", "code"),
    [
        (Reply(drop=True), Later, "broken"),
        (Reply(body=b'{"cursor": "e:2"}' * 100, cut=50), Later, "broken"),
        (Reply(body=b"<html>hello</html>"), Later, "unreadable"),
        (Reply(body=b'{"cursor": 7}'), Later, "unreadable"),
        (Reply(status=500), Later, "server_error"),
        (Reply(status=503, headers={"Retry-After": "3"}), Later, "server_error"),
        (Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}), Later, "unreadable"),
        (problem(401, "token_unknown"), Locked, "device_rejected"),
        (problem(403, "store_other"), Locked, "device_rejected"),
        (problem(426, "wire_unknown"), Locked, "wire_too_old"),
        (problem(409, "epoch_unknown"), OtherHistory, "epoch_unknown"),
        (problem(400, "cursor_unreadable"), Rejected, "cursor_unreadable"),
    ],
)
def test_every_failure_has_its_name(reply: Reply, fault: type[LinkFault], code: str) -> None:
    with pytest.raises(fault) as found:
        asked(reply)
    assert type(found.value) is fault
    assert found.value.code == code


def test_hq_that_is_not_there_cannot_be_reached() -> None:
    with TinyHq(lambda request: Reply()) as hq:
        url = hq.url
    client = Client(url, "330", "secret")
    with pytest.raises(Later) as found:
        client.feed("e:1", 0)
    assert found.value.code == "unreachable"
    client.close()


@pytest.mark.parametrize("url", ["http://hq:99999", f"http://{'a' * 70}.com", "http://ho st", "http://\ud800.com"])
def test_an_address_that_leads_nowhere_is_one_that_cannot_be_reached(url: str) -> None:
    client = Client(url, "330", "secret")
    for question in (client.alive, lambda: client.snapshot(0, "")):
        with pytest.raises(Later) as found:
            question()
        assert found.value.code == "unreachable"
    client.close()


@pytest.mark.parametrize(
    "url", ["", "hq:8000", "ftp://hq", "http://", "http://[::1", "http://hq:99999", "http://hq:x", "http://hq/#/login"]
)
def test_what_is_no_address_of_hqs_is_refused_before_it_is_kept(url: str) -> None:
    with pytest.raises(Refused) as found:
        checked(url)
    assert found.value.code == "url_unreadable"
    assert checked(" https://hq.example:8443/yb/ ") == "https://hq.example:8443/yb"


def test_certificates_that_are_not_there_are_no_fault_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    client = Client("https://127.0.0.1:1", "330", "secret")
    for question in (client.alive, lambda: client.snapshot(0, "")):
        with pytest.raises(Later) as found:
            question()
        assert found.value.code == "untrusted"
    client.close()


def test_a_certificate_that_is_not_valid_yet_is_said_to_be_that() -> None:
    wrong = SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid")
    assert failure_of(wrong) is Failure.UNTRUSTED
    assert failure_of(SSLError("EOF occurred in violation of protocol")) is Failure.UNREACHABLE


def test_the_ids_of_a_store_may_have_any_letters() -> None:
    with TinyHq(lambda request: Reply.of(page())) as hq:
        client = Client(hq.url, "S#1 %41?/店", "secret")
        client.feed("e:1", 0)
        client.close()
        (request,) = hq.asked
    assert request.path == "/v1/stores/S%231%20%2541%3F%2F%E5%BA%97/feed"


def test_hq_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "READ", 0.1)
    with pytest.raises(Later) as found:
        asked(Reply(hold=threading.Event()))
    assert found.value.code == "timeout"


def test_a_question_under_way_is_ended_from_another_thread_at_once() -> None:
    with TinyHq(lambda request: Reply(hold=threading.Event())) as hq:
        client = Client(hq.url, "330", "secret")
        faults: list[Exception] = []

        def ask() -> None:
            try:
                client.feed("e:1", 25)
            except LinkFault as fault:
                faults.append(fault)

        thread = threading.Thread(target=ask)
        thread.start()
        hq.wait_for(lambda asked: len(asked) == 1)
        began = time.monotonic()
        client.cut()
        thread.join(5)
        assert time.monotonic() - began < 1
        with pytest.raises(Stopped):
            client.feed("e:1", 0)
        client.close()
    assert [type(fault) for fault in faults] == [Stopped]


def test_commands_are_sent_as_they_lie_in_the_outbox() -> None:
    rows = [row("k1", "a1"), row("k2", "a2")]
    with TinyHq(lambda request: Reply(body=b'{"outcomes": []}')) as hq:
        client = Client(hq.url, "330", "secret")
        assert client.commands(rows).status == 200
        client.commands(rows[:1])
        client.close()
        batch, single = hq.asked
    assert [command["key"] for command in sent_in(batch)] == ["k1", "k2"]
    assert "idempotency-key" not in batch.headers
    assert single.headers["idempotency-key"] == "k1"
    (sent,) = sent_in(single)
    assert sent == {
        "key": "k1",
        "kind": "arrival.seat",
        "subject": "a1",
        "at": NOW.isoformat().replace("+00:00", "Z"),
        "author": "李娜",
        "body": {"arrival_id": "a1", "table": "A1"},
    }


@pytest.mark.parametrize(
    ("reply", "failure"),
    [(Reply(drop=True), Failure.BROKEN), (Reply(body=b"x" * 100, cut=10), Failure.BROKEN)],
)
def test_a_lost_reply_to_commands_is_an_answer_that_says_so(reply: Reply, failure: Failure) -> None:
    answer = asked(reply, lambda client: client.commands([row("k1", "a1")]))
    assert getattr(answer, "failure", None) is failure


def test_enrolment() -> None:
    given = Enrolment(store_id="330", store_name="湖滨店", device_id="d1", token="t")

    def answer(request: Request) -> Reply:
        assert request.json() == {"code": "7K2M-9QXF", "device": "desk"}
        assert "authorization" not in request.headers
        return Reply.of(given, 201)

    with TinyHq(answer) as hq:
        client = Client(hq.url)
        assert client.enrol("7K2M-9QXF", "desk") == given
        client.close()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422])
def test_a_code_that_hq_does_not_take_is_refused_with_hqs_reason(status: int) -> None:
    with pytest.raises(Refused) as found:
        asked(problem(status, "code_used"), lambda client: client.enrol("x", ""))
    assert found.value.code == "code_used"


def test_digest() -> None:
    held = Digest(cursor="e:1", rows=0, buckets=[0] * 256)
    assert asked(Reply.of(held), lambda client: client.digest()) == held
