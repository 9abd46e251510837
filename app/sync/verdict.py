"""What HQ's answer means: a pure function from what came over the wire to what the courier does next.

Only an answer that says so settles or refuses a command. Everything else (no answer, half of one, rubbish, an error
of a machine in between) means that nobody knows what HQ did, and the command is sent again under its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.faults import Fault
from app.wire.codec import decode
from app.wire.commands import CommandOutcome, CommandsAnswer
from app.wire.pages import FeedEntry
from app.wire.problems import Problem

from .failures import Later, LinkFault, Locked, OtherHistory, Rejected


class Failure(StrEnum):
    """Why there is no answer at all."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    UNTRUSTED = "untrusted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: a status and a body, or the reason why nothing did. `retry_after` in seconds.

    `clock`: the real time of the machine that answered, as it wrote it (HTTP's Date).
    """

    status: int = 0
    body: bytes = b""
    failure: Failure | None = None
    retry_after: float | None = None
    clock: str = ""


class Word(StrEnum):
    """What becomes of one command."""

    SETTLED = "settled"
    REFUSED = "refused"
    LATER = "later"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One command's fate. `code` and `reason` say why it is refused or must wait; `cards` are HQ's after it.

    `heard`: HQ itself spoke of this command. `alone`: HQ could not use the batch as a whole; send this one by itself
    before judging it.
    """

    word: Word
    code: str = ""
    reason: str = ""
    cards: Sequence[FeedEntry] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    heard: bool = False
    alone: bool = False
    pause: float | None = None


def fault_of(answer: Answer) -> LinkFault | None:
    """Return what is wrong with `answer`, None for a good one (2xx). Its body is not looked at."""
    if answer.failure is not None:
        return Later(answer.failure.value, _FAILURES[answer.failure])
    status = answer.status
    if 200 <= status < 300:
        return None
    problem = problem_in(answer.body)
    code = problem.code if problem else ""
    detail = (problem.detail or problem.title) if problem else f"HQ answered {status}"
    if status in (401, 403) and problem:  # else it is a firewall's or a login page's word, and not HQ's
        return Locked("device_rejected", detail)
    if status == 426:
        return Locked("wire_too_old", detail)
    if status == 409 and code == "epoch_unknown":
        return OtherHistory("epoch_unknown", detail)
    if status in _BAD_REQUEST and (problem or status in (413, 416)):
        return Rejected(code or f"http_{status}", detail)
    if status == 503 and code == "snapshot_making":
        return Later(code, detail, pause=answer.retry_after)
    if status == 429 or status >= 500:
        return Later("server_error", detail, pause=answer.retry_after)
    # A redirect, a 403 or 404 without a problem document…: something that is not HQ answers at HQ's address.
    return Later("unreadable", detail)


_BAD_REQUEST = frozenset({400, 409, 413, 416, 422})
"""What speaks about this one request. A 404 does not: HQ may be half restored, or another machine at its address."""

_FAILURES = {
    Failure.UNREACHABLE: "HQ cannot be reached",
    Failure.TIMEOUT: "HQ did not answer in time",
    Failure.BROKEN: "the line broke before HQ's answer was whole",
    Failure.UNTRUSTED: "this machine does not trust HQ's certificate",
}


def verdicts(answer: Answer, keys: Sequence[str]) -> dict[str, Verdict]:
    """Return the fate of every command of the batch `keys`, in their order."""
    fault = fault_of(answer)
    if fault is not None:
        return dict.fromkeys(keys, _of_fault(fault, only=len(keys) == 1))
    try:
        outcomes = decode(answer.body, CommandsAnswer).outcomes
    except Fault as rubbish:
        return dict.fromkeys(keys, Verdict(word=Word.LATER, code="unreadable", reason=rubbish.detail, alone=True))
    told = {outcome.key: _of_outcome(outcome) for outcome in outcomes}
    silent = Verdict(word=Word.LATER, code="unreadable", reason="HQ's answer does not speak of this command")
    return {key: told.get(key, silent) for key in keys}


def _of_outcome(outcome: CommandOutcome) -> Verdict:
    word = {
        "applied": Word.SETTLED,
        "repeated": Word.SETTLED,
        "refused": Word.REFUSED,
        "later": Word.LATER,
    }[outcome.outcome]
    return Verdict(
        word=word,
        code=outcome.code,
        reason=outcome.reason,
        cards=outcome.cards,
        aliases=dict(outcome.aliases),
        heard=True,
    )


def _of_fault(fault: LinkFault, *, only: bool) -> Verdict:
    match fault:
        case Locked():
            return Verdict(word=Word.LOCKED, code=fault.code, reason=fault.detail)
        case Rejected() if only:
            return Verdict(word=Word.REFUSED, code=fault.code, reason=fault.detail)
        case Rejected():
            return Verdict(word=Word.LATER, code=fault.code, reason=fault.detail, alone=True)
        case Later():
            sick = fault.code == "server_error" and fault.pause is None
            return Verdict(word=Word.LATER, code=fault.code, reason=fault.detail, alone=sick, pause=fault.pause)
        case _:
            return Verdict(word=Word.LATER, code=fault.code, reason=fault.detail)


def problem_in(body: bytes) -> Problem | None:
    """Return the problem document in `body`, or None."""
    try:
        return decode(body, Problem)
    except Fault:
        return None
