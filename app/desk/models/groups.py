"""The groups behind the store's codes, as rows: each pool with how it stands, below it its groups in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum

from msgspec import Struct

from app.domain.funnel import FunnelCard
from app.domain.groups import GroupAlert, GroupCard, GroupKind, GroupRule, alerts_of, choose
from app.domain.printed import CodeCard, PrintedKind, Validity
from app.domain.prints import would_break
from app.localdb.printed import Printed

from .rows import RowModel


class Standing(IntEnum):
    """How a group stands, in the order of the list."""

    SHOWN = 0
    NEXT = 1
    READY = 2
    FULL = 3
    LAPSED = 4
    NO_WAY_IN = 5
    CLOSED = 6


class CodeRow(Struct, frozen=True, kw_only=True):
    """A code with what came of it; `funnel` is None where HQ has counted nothing yet."""

    card: CodeCard
    funnel: FunnelCard | None = None


class GroupRow(Struct, frozen=True, kw_only=True):
    """One group. `sending`: HQ has not confirmed what was done to it here."""

    card: GroupCard
    standing: Standing
    sending: bool = False


class PoolRow(Struct, frozen=True, kw_only=True):
    """The groups of one kind.

    `left`: places that can be joined now; `per_day`: who joined a day in the last week, by the funnels of `codes` (None
    where nothing was counted); `pieces` and `places`: paper that leads here, and where it hangs.
    """

    kind: GroupKind
    groups: tuple[GroupRow, ...] = ()
    alert: GroupAlert | None = None
    left: int = 0
    per_day: float | None = None
    codes: tuple[CodeRow, ...] = ()
    pieces: int = 0
    places: tuple[str, ...] = ()

    @property
    def shown(self) -> GroupCard | None:
        """The group that a guest is shown now."""
        return next((row.card for row in self.groups if row.standing is Standing.SHOWN), None)

    @property
    def following(self) -> GroupCard | None:
        """The group that takes over from it."""
        return next((row.card for row in self.groups if row.standing is Standing.NEXT), None)

    @property
    def days_left(self) -> float | None:
        """For how many days the places last; None where nobody knows."""
        return self.left / self.per_day if self.per_day else None


Row = PoolRow | GroupRow


def pools_of(held: Printed, now: datetime) -> tuple[PoolRow, ...]:
    """Return the store's pools, each kind once, with the groups that guests can join first."""
    alerts = {alert.kind: alert for alert in alerts_of(held.groups, now, held.rule)}
    return tuple(_pool(held, kind, alerts.get(kind), now) for kind in GroupKind)


def _pool(held: Printed, kind: GroupKind, alert: GroupAlert | None, now: datetime) -> PoolRow:
    groups = [group for group in held.groups if group.kind is kind]
    codes = [card for card in held.codes if leads_to(card) is kind and card.validity(now) is Validity.GOOD]
    rows = tuple(CodeRow(card=card, funnel=held.funnels.get(card.code)) for card in codes)
    joined = [row.funnel.week.joined for row in rows if row.funnel is not None]
    paper = would_break(held.prints, [card.code for card in codes])
    return PoolRow(
        kind=kind,
        groups=standings(groups, now, held.rule, held.sending),
        alert=alert,
        left=sum(group.room for group in groups if group.can_be_joined(now)),
        per_day=sum(joined) / 7 if joined else None,
        codes=tuple(sorted(rows, key=busiest)),
        pieces=paper.pieces,
        places=paper.places,
    )


def busiest(row: CodeRow) -> tuple[int, str, str]:
    """Sort codes by how many people scanned them in the last week, the most first."""
    return -(row.funnel.week.scanned if row.funnel else 0), row.card.about or row.card.title, row.card.code


def leads_to(card: CodeCard) -> GroupKind | None:
    """Return which groups a code leads to; None for one that leads to an address of its own."""
    if card.kind is PrintedKind.VIP:
        return GroupKind.VIP
    return None if card.target_url else GroupKind.GROUP


def standings(
    groups: Sequence[GroupCard], now: datetime, rule: GroupRule, sending: Iterable[str] = ()
) -> tuple[GroupRow, ...]:
    """Return the groups of one kind with how each stands, in the order of the list. No code leads to groups of
    interest, so none of those is shown to whoever scans."""
    unsent = set(sending)
    scanned = [group for group in groups if group.kind is not GroupKind.INTEREST]
    shown = choose(scanned, now, rule.spare)
    following = choose((group for group in scanned if group is not shown), now, rule.spare)
    rows = [
        GroupRow(
            card=group,
            standing=_standing(group, shown, following, now),
            sending=group.group_id in unsent,
        )
        for group in groups
    ]
    return tuple(sorted(rows, key=lambda row: (row.standing, row.card.name, row.card.group_id)))


def _standing(group: GroupCard, shown: GroupCard | None, following: GroupCard | None, now: datetime) -> Standing:
    if group is shown:
        return Standing.SHOWN
    if group is following:
        return Standing.NEXT
    if group.closed:
        return Standing.CLOSED
    if group.expires_at is not None and now >= group.expires_at:
        return Standing.LAPSED
    if not (group.join_url or group.picture_text):
        return Standing.NO_WAY_IN
    return Standing.READY if group.room else Standing.FULL


def rows_of(pools: Iterable[PoolRow]) -> list[Row]:
    """Return the rows of the list: each pool, then its groups."""
    rows: list[Row] = []
    for pool in pools:
        rows += (pool, *pool.groups)
    return rows


def key_of(row: Row) -> str:
    """Return what names a row from one reading to the next."""
    return f"pool:{row.kind}" if isinstance(row, PoolRow) else row.card.group_id


class GroupModel(RowModel[Row]):
    """The rows of the list."""

    def key(self, row: Row) -> str:
        """Return which pool or group it is."""
        return key_of(row)
