"""The groups behind a group code: which one is shown, when the next takes over, and when the manager must act.

Of the groups of a store that can be joined, the fullest is shown, so that groups fill one after the other. One that
has no more than the policy's spare places left gives way to the next: guests who scan at the same moment still get in.
The last one is filled to the brim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit


class GroupKind(StrEnum):
    """Which of the store's pools a group is."""

    GROUP = "group"
    VIP = "vip"
    INTEREST = "interest"


PICTURE_LASTS = timedelta(days=7)
"""How long a static picture of a WeCom or WeChat group's code is good (developer.work.weixin.qq.com, 客户群)."""

_LAPSING_HOSTS = ("weixin.qq.com", "wx.work", "u.wechat.com")


def picture_lasts(text: str) -> timedelta | None:
    """Return how long a picture whose code says `text` is good from its upload; None where it does not lapse."""
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return None  # a code may say anything, as "https://[": no address of WeCom's
    return PICTURE_LASTS if any(host == known or host.endswith(f".{known}") for known in _LAPSING_HOSTS) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRule:
    """What the chain's policy says about groups.

    `capacity`: places of a group that says nothing else (WeCom allows 200 or 500). `spare`: a group with so few places
    left gives way to the next. `warn_left`: the manager hears of a last group with so few places left. `warn_hours`:
    and of one whose picture or link lapses so soon. `radius_m`: how far a guest is sent to the nearest store.
    """

    capacity: int = 200
    spare: int = 5
    warn_left: int = 20
    warn_hours: int = 48
    radius_m: int = 5000


USUAL = GroupRule()
"""What holds where a policy says nothing of groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCard:
    """One group as HQ keeps it. It is joined by a link (`join_url`), or by the code in a picture that was uploaded
    (`picture_text` is what a scanner reads in it); either may lapse at `expires_at`. `chat_id`: what its events call
    it, "" where that is its own id or where nobody knows it."""

    group_id: str
    store_id: str
    chat_id: str = ""
    kind: GroupKind = GroupKind.GROUP
    name: str = ""
    capacity: int = 200
    members: int = 0
    join_url: str = ""
    picture_text: str = ""
    expires_at: datetime | None = None
    closed: bool = False
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def room(self) -> int:
        """Places that are left, none of them below zero."""
        return max(self.capacity - self.members, 0)

    def can_be_joined(self, now: datetime) -> bool:
        """Whether a guest who scans now gets in."""
        lapsed = self.expires_at is not None and now >= self.expires_at
        return not self.closed and not lapsed and self.room > 0 and bool(self.join_url or self.picture_text)


def choose(groups: Iterable[GroupCard], now: datetime, spare: int) -> GroupCard | None:
    """Return the group that a guest is shown, None where none can be joined.

    `groups` are of one store and kind. The fullest with more than `spare` places left; where there is none, the one
    with the most room. Of two alike, the one whose picture lasts longer, then the one of the smaller id.
    """
    open_ones = [group for group in groups if group.can_be_joined(now)]
    roomy = [group for group in open_ones if group.room > spare]
    if roomy:
        return min(roomy, key=lambda group: (group.room, _lapses(group), group.group_id))
    return min(open_ones, key=lambda group: (-group.room, _lapses(group), group.group_id), default=None)


def _lapses(group: GroupCard) -> float:
    return float("-inf") if group.expires_at is None else -group.expires_at.timestamp()


def moved_by(moves: Iterable[tuple[str, int, bool]], counted: int | None) -> int:
    """Return by how many people a group has grown since somebody counted its members at the moment `counted`.

    `moves`: person, moment (any whole number that rises with time), whether they joined or left; in any order, and of
    two of one person at one moment the leaving came after. A count by hand holds from its moment: what was told of the
    time before is in it, and of somebody who leaves after it and of whom nothing else was told, it knew. Without a
    count (None) the answer is how many are in the group by what was told.
    """
    inside: dict[str, bool] = {}
    at_the_count: dict[str, bool] = {}
    for person, at, joined in sorted(set(moves), key=lambda move: (move[1], not move[2])):
        if counted is not None and at > counted:
            at_the_count.setdefault(person, inside.get(person, not joined))
        inside[person] = joined
    if counted is None:
        return sum(inside.values())
    return sum(inside[person] - known for person, known in at_the_count.items())


class Trouble(StrEnum):
    """Why a manager must do something about a store's groups, the worst first."""

    NONE_LEFT = "none_left"
    LAPSING = "lapsing"
    FILLING = "filling"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAlert:
    """Guests who scan will soon, or do already, meet no group. `left`: places all groups have left together; `until`:
    when the last picture or link lapses."""

    store_id: str
    kind: GroupKind
    trouble: Trouble
    left: int = 0
    until: datetime | None = None
    group_id: str = ""


def alerts_of(groups: Sequence[GroupCard], now: datetime, rule: GroupRule) -> tuple[GroupAlert, ...]:
    """Return what the manager must see to, at most one thing a kind of group, the worst of it.

    A kind of which the store never had a group is nothing to alert about, nor is one whose groups are all closed: a
    manager did that, and knows. But for the store's own groups: its codes hang on tables and posters, and every guest
    who scans one was promised a group.
    """
    found = []
    for kind in GroupKind:
        held = [group for group in groups if group.kind is kind]
        alike = [group for group in held if not group.closed] or (held if kind is GroupKind.GROUP else [])
        if alike and (alert := _alert(alike, now, rule)) is not None:
            found.append(alert)
    return tuple(found)


def _alert(groups: Sequence[GroupCard], now: datetime, rule: GroupRule) -> GroupAlert | None:
    first = groups[0]
    able = [group for group in groups if group.can_be_joined(now)]
    if not able:
        return GroupAlert(store_id=first.store_id, kind=first.kind, trouble=Trouble.NONE_LEFT, group_id=first.group_id)
    soon = now + timedelta(hours=rule.warn_hours)
    lasting = [group for group in able if group.expires_at is None or group.expires_at > soon]
    if not lasting:
        last = max(able, key=lambda group: group.expires_at or soon)
        left = sum(group.room for group in able)
        return _told(last, Trouble.LAPSING, left)
    left = sum(group.room for group in lasting)
    return _told(lasting[-1], Trouble.FILLING, left) if left <= rule.warn_left else None


def _told(group: GroupCard, trouble: Trouble, left: int) -> GroupAlert:
    return GroupAlert(
        store_id=group.store_id,
        kind=group.kind,
        trouble=trouble,
        left=left,
        until=group.expires_at if trouble is Trouble.LAPSING else None,
        group_id=group.group_id,
    )
