"""What a manager types about a group, as plain values, and what comes of it: a command, or what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from uuid import UUID

from app.domain.commands import KeepGroup
from app.domain.groups import GroupCard, GroupKind, picture_lasts
from app.domain.paper import CAPACITY_LIMIT, ID_LIMIT
from app.domain.printed import check_target

_CHAT = re.compile(r"[!-~]*")
"""Letters, digits and signs without blanks: what is no id of a chat is a name that went into the wrong field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """The form. `until` is a day as it was typed; `until_at` the very moment that it stands for, where that was chosen
    and not typed. `picture`: a new one, base64; `picture_text`: what a scanner reads in it. `chat`: the id that WeCom
    gives the group's chat, by which its events count members; "" where nobody knows it."""

    group_id: str
    kind: GroupKind = GroupKind.GROUP
    name: str = ""
    chat: str = ""
    capacity: str = ""
    members: str = ""
    join_url: str = ""
    until: str = ""
    until_at: datetime | None = None
    picture: str = ""
    picture_text: str = ""
    reading: bool = False


class Lacking(Exception):
    """The draft cannot be kept; `what` is the field, or "way_in", "past", "reading", "taken" (the group `name` has this
    chat's id)."""

    def __init__(self, what: str, name: str = "") -> None:
        super().__init__(what)
        self.what, self.name = what, name


def draft_of(card: GroupCard, zone: tzinfo) -> GroupDraft:
    """Return the form filled with a group. Its members are left empty: what is typed there overrules HQ's count."""
    return GroupDraft(
        group_id=card.group_id,
        kind=card.kind,
        name=card.name,
        chat=card.chat_id or ("" if made_here(card.group_id) else card.group_id),
        capacity=str(card.capacity),
        join_url=card.join_url,
        until=day_text(card.expires_at, zone),
        until_at=card.expires_at,
    )


def day_text(at: datetime | None, zone: tzinfo) -> str:
    """Return a moment's day as it is typed, "" for none."""
    return "" if at is None else at.astimezone(zone).date().isoformat()


def day_typed(text: str) -> date | None:
    """Return the day that was typed as year, month and day (2026-12-01, also with / or .), None for no day."""
    try:
        year, month, day = (int(part) for part in re.split(r"[-/.]", text.strip()))
        return date(year, month, day)
    except ValueError:
        return None


def made_here(group_id: str) -> bool:
    """Whether an id is one that the house makes itself: no event of WeCom's ever names such a group, and the id of its
    chat may be said, or said otherwise, at any time."""
    try:
        return str(UUID(group_id)) == group_id
    except ValueError:
        return False


def kept(
    draft: GroupDraft, held: GroupCard | None, now: datetime, zone: tzinfo, names: Mapping[str, str] | None = None
) -> KeepGroup:
    """Return the command that keeps the draft; `held` is the group as it is, None for a new one. `names`: what the
    store's groups are called, by id.

    Raises `Lacking` for what is missing or wrong, `Refused("target_unsafe")` for a link that is no https address.
    """
    if draft.reading:
        raise Lacking("reading")
    name = draft.name.strip()
    if not name:
        raise Lacking("name")
    capacity = _number(draft.capacity or "0", "capacity")
    members = _number(draft.members, "members") if draft.members.strip() else None
    join_url = check_target(draft.join_url)
    if not (join_url or draft.picture or (held is not None and held.picture_text)):
        raise Lacking("way_in")
    expires_at = _until(draft, held, now, zone)
    return KeepGroup(
        group_id=draft.group_id if held is not None else _chat(draft, names or {}) or draft.group_id,
        chat_id=_chat_since(draft, held, names or {}),
        kind=draft.kind,
        name=name,
        capacity=capacity,
        members=members,
        join_url=join_url,
        picture=draft.picture,
        picture_text=draft.picture_text if draft.picture else "",
        expires_at=expires_at,
        closed=held.closed if held is not None else False,
    )


def closed(held: GroupCard, shut: bool) -> KeepGroup:
    """Return the command that closes a group as it is, or opens it again."""
    return KeepGroup(
        group_id=held.group_id,
        kind=held.kind,
        name=held.name,
        capacity=held.capacity,
        join_url=held.join_url,
        expires_at=held.expires_at,
        closed=shut,
    )


def _chat(draft: GroupDraft, names: Mapping[str, str]) -> str:
    chat = draft.chat.strip()
    if len(chat) > ID_LIMIT or not _CHAT.fullmatch(chat):
        raise Lacking("chat")
    if chat in names:
        raise Lacking("taken", names[chat])
    return chat


def _chat_since(draft: GroupDraft, held: GroupCard | None, names: Mapping[str, str]) -> str | None:
    """Return the chat's id that is said of a group that is there, None where nothing else is said than before."""
    if held is None or not made_here(held.group_id) or draft.chat.strip() == held.chat_id:
        return None
    own = (held.group_id, held.chat_id)
    return _chat(draft, {known: name for known, name in names.items() if known not in own})


def names_of(groups: Iterable[GroupCard], name_of: Callable[[GroupCard], str]) -> dict[str, str]:
    """Return what groups are called, by their ids and those of their chats."""
    found: dict[str, str] = {}
    for card in groups:
        found |= {known: name_of(card) for known in (card.group_id, card.chat_id) if known}
    return found


def lasts_longer(held: GroupCard | None, command: KeepGroup, now: datetime) -> bool:
    """Whether the picture that this command replaces is good for longer than the new one. It cannot be brought back: HQ
    keeps one."""
    if held is None or not command.picture or not held.picture_text or command.expires_at is None:
        return False
    return held.expires_at is None or held.expires_at > max(command.expires_at, now)


def _number(text: str, what: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise Lacking(what) from None
    if not 0 <= number <= CAPACITY_LIMIT:
        raise Lacking(what)
    return number


def _until(draft: GroupDraft, held: GroupCard | None, now: datetime, zone: tzinfo) -> datetime | None:
    """Return until when guests get in. A picture of WeCom's lapses whatever anybody wishes; a lapsed group may be
    changed as it is, but no new way in is good for a time that has passed."""
    expires_at, before = _moment(draft, zone), held.expires_at if held is not None else None
    if expires_at is None:
        if draft.picture:
            lasts = picture_lasts(draft.picture_text)
            return None if lasts is None else now + lasts
        kept_picture = held is not None and not draft.join_url and picture_lasts(held.picture_text) is not None
        if kept_picture and before is not None:
            raise Lacking("lasting")
        return None
    other = draft.picture or (held is not None and draft.join_url != held.join_url)
    if expires_at <= now and (other or expires_at != before):
        raise Lacking("past")
    return expires_at


def _moment(draft: GroupDraft, zone: tzinfo) -> datetime | None:
    """Return until when: the chosen moment, or the end of the typed day."""
    text = draft.until.strip().replace("/", "-").replace(".", "-")
    if not text:
        return None
    if draft.until_at is not None and text == day_text(draft.until_at, zone):
        return draft.until_at
    day = day_typed(text)
    if day is None:
        raise Lacking("until")
    return datetime.combine(day, time(23, 59), zone)
