"""What an answer means: only HQ's own word settles or refuses; everything else is sent again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.failures import Later, Locked, OtherHistory, Rejected
from app.sync.verdict import Answer, Failure, Word, fault_of, verdicts
from app.wire.codec import encode
from app.wire.commands import CommandOutcome, CommandsAnswer
from app.wire.problems import Problem


def told(*outcomes: CommandOutcome, status: int = 200) -> Answer:
    return Answer(status=status, body=encode(CommandsAnswer(outcomes=list(outcomes))))


def problem(status: int, code: str) -> Answer:
    return Answer(status=status, body=encode(Problem(title="no", status=status, code=code, detail="because")))


def test_each_command_gets_its_own_outcome() -> None:
    answer = told(
        CommandOutcome(key="k1", outcome="applied", aliases={"a": "b"}),
        CommandOutcome(key="k2", outcome="repeated"),
        CommandOutcome(key="k3", outcome="refused", code="table_unknown", reason="no such table"),
        CommandOutcome(key="k4", outcome="later"),
        CommandOutcome(key="somebody else's", outcome="refused"),
    )
    fates = verdicts(answer, ["k1", "k2", "k3", "k4", "k5"])
    assert [fate.word for fate in fates.values()] == [
        Word.SETTLED,
        Word.SETTLED,
        Word.REFUSED,
        Word.LATER,
        Word.LATER,
    ]
    assert fates["k1"].aliases == {"a": "b"}
    assert (fates["k3"].code, fates["k3"].reason) == ("table_unknown", "no such table")


@pytest.mark.parametrize(
    ("answer", "word", "code"),
    [
        (Answer(failure=Failure.UNREACHABLE), Word.LATER, "unreachable"),
        (Answer(failure=Failure.TIMEOUT), Word.LATER, "timeout"),
        (Answer(failure=Failure.BROKEN), Word.LATER, "broken"),
        (Answer(status=200, body=b"<html>welcome to this wifi</html>"), Word.LATER, "unreadable"),
        (Answer(status=200, body=b'{"outcomes": [{"key": "k1"'), Word.LATER, "unreadable"),
        (Answer(status=200, body=b""), Word.LATER, "unreadable"),
        (Answer(status=200, body=b"\xff\xfe"), Word.LATER, "unreadable"),
        (Answer(status=204), Word.LATER, "unreadable"),
        (Answer(status=302), Word.LATER, "unreadable"),
        (Answer(status=404, body=b"nginx"), Word.LATER, "unreadable"),
        (problem(404, "store_unknown"), Word.LATER, "unreadable"),
        (problem(500, "failed"), Word.LATER, "server_error"),
        (Answer(status=502, body=b"bad gateway"), Word.LATER, "server_error"),
        (Answer(status=503), Word.LATER, "server_error"),
        (problem(429, "slow_down"), Word.LATER, "server_error"),
        (problem(401, "token_unknown"), Word.LOCKED, "device_rejected"),
        (problem(403, "device_revoked"), Word.LOCKED, "device_rejected"),
        (Answer(status=401, body=b"log in to this wifi first"), Word.LATER, "unreadable"),
        (Answer(status=403, body=b"<html>blocked by the firewall</html>"), Word.LATER, "unreadable"),
        (Answer(failure=Failure.UNTRUSTED), Word.LATER, "untrusted"),
        (problem(426, "wire"), Word.LOCKED, "wire_too_old"),
        (Answer(status=413), Word.REFUSED, "http_413"),
        (problem(413, "too_large"), Word.REFUSED, "too_large"),
        (problem(422, "body_unreadable"), Word.REFUSED, "body_unreadable"),
        (problem(400, "body_unreadable"), Word.REFUSED, "body_unreadable"),
        (problem(409, "key_reused"), Word.REFUSED, "key_reused"),
        (Answer(status=400, body=b"a proxy says no"), Word.LATER, "unreadable"),
    ],
)
def test_what_comes_instead_of_outcomes(answer: Answer, word: Word, code: str) -> None:
    (fate,) = verdicts(answer, ["k1"]).values()
    assert (fate.word, fate.code) == (word, code)


@pytest.mark.parametrize("answer", [Answer(status=413), problem(422, "x"), problem(400, "x"), problem(500, "x")])
def test_a_batch_that_cannot_be_used_as_a_whole_is_never_refused_but_tried_one_by_one(answer: Answer) -> None:
    fates = verdicts(answer, ["k1", "k2"])
    assert {(fate.word, fate.alone) for fate in fates.values()} == {(Word.LATER, True)}


def test_what_hq_asks_to_wait_is_waited() -> None:
    (fate,) = verdicts(Answer(status=503, retry_after=7), ["k"]).values()
    assert (fate.pause, fate.alone) == (7, False)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Answer(status=200), None),
        (Answer(status=206), None),
        (problem(409, "epoch_unknown"), OtherHistory),
        (problem(409, "other"), Rejected),
        (problem(401, "x"), Locked),
        (Answer(status=500), Later),
        (Answer(failure=Failure.TIMEOUT), Later),
    ],
)
def test_what_is_wrong_with_an_answer(answer: Answer, fault: type[Exception] | None) -> None:
    found = fault_of(answer)
    assert found is None if fault is None else type(found) is fault


@given(st.integers(100, 599), st.binary(max_size=200), st.lists(st.text("k123", min_size=1), max_size=4, unique=True))
def test_no_rubbish_ever_settles_a_command(status: int, body: bytes, keys: list[str]) -> None:
    fates = verdicts(Answer(status=status, body=body), keys)
    assert list(fates) == keys
    assert all(fate.word is not Word.SETTLED for fate in fates.values())
