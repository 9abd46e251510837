"""What a manager types about a printed code, as plain values, and what comes of it: a command, or what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, tzinfo

from app.domain.commands import KeepCode
from app.domain.printed import CodeCard, PrintedKind, check_target

from .group_draft import Lacking, day_text, day_typed

_BEGINS, _ENDS = time(0, 0), time(23, 59)
"""A typed day is good from its first minute to its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDraft:
    """The form. `valid_from` and `valid_until` are days as they were typed, "" for none."""

    title: str = ""
    channel: str = ""
    target_url: str = ""
    valid_from: str = ""
    valid_until: str = ""


def draft_of(card: CodeCard | None, zone: tzinfo) -> CodeDraft:
    """Return the form filled with a code, empty for a new one."""
    if card is None:
        return CodeDraft()
    return CodeDraft(
        title=card.title,
        channel=card.channel,
        target_url=card.target_url,
        valid_from=day_text(card.valid_from, zone),
        valid_until=day_text(card.valid_until, zone),
    )


def kept(draft: CodeDraft, before: KeepCode, held: CodeCard | None, now: datetime, zone: tzinfo) -> KeepCode:
    """Return the command that keeps the draft; `before` says everything else of the code, `held` is None for a new one.

    Raises `Lacking`: "title", "valid_from" and "valid_until" (no day), "order" (it would end before it begins), "past"
    (it would have ended already: that is what taking it out of use is for); `Refused("target_unsafe")`.
    """
    title, channel = draft.title.strip(), draft.channel.strip()
    if not title and (held is None or held.kind is PrintedKind.CAMPAIGN):
        raise Lacking("title")
    target = check_target(draft.target_url)
    begins = _moment("valid_from", draft.valid_from, held.valid_from if held is not None else None, zone)
    ends = _moment("valid_until", draft.valid_until, held.valid_until if held is not None else None, zone)
    if ends is not None and ends <= now and (held is None or ends != held.valid_until):
        raise Lacking("past")
    if begins is not None and ends is not None and begins >= ends:
        raise Lacking("order")
    channel = channel or (title if held is None else "")
    return replace(before, title=title, channel=channel, target_url=target, valid_from=begins, valid_until=ends)


def _moment(name: str, typed: str, before: datetime | None, zone: tzinfo) -> datetime | None:
    """Return the moment that a typed day stands for; one that nobody changed stays the very moment that it was."""
    text = typed.strip()
    if not text or (before is not None and text == day_text(before, zone)):
        return before if text else None
    day = day_typed(text)
    if day is None:
        raise Lacking(name)
    return datetime.combine(day, _BEGINS if name == "valid_from" else _ENDS, zone)
