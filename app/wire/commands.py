"""What desks tell HQ: rows of the outbox, each with the idempotency key that was born with it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct, field

from .pages import FeedEntry


class CommandEnvelope(Struct, frozen=True, kw_only=True):
    """One outbox row. `kind` names a command of `domain.commands`, `body` is its canonical JSON.

    `at` is when it happened at the desk (its clock follows HQ's), `author` the member of staff.
    """

    key: str
    kind: str
    subject: str
    at: Annotated[datetime, Meta(tz=True)]
    author: str = ""
    body: Raw = field(default_factory=lambda: Raw(b"{}"))


class CommandBatch(Struct, frozen=True, kw_only=True):
    """Outbox rows in the order they were made; at most one unsettled row a subject."""

    commands: list[CommandEnvelope]


class CommandOutcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one command.

    `applied`: done now; `repeated`: it was done before, this is the same answer again; `refused`: it will never be
    done, `code` and `reason` say why; `later`: HQ could not try, send it again. `cards` are whole feed entries of
    what it touched; `aliases` maps ids made at the desk to the ids HQ knows.
    """

    key: str
    outcome: Literal["applied", "repeated", "refused", "later"]
    code: str = ""
    reason: str = ""
    cards: list[FeedEntry] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)


class CommandsAnswer(Struct, frozen=True, kw_only=True):
    """One outcome a command, in the order they came."""

    outcomes: list[CommandOutcome]
