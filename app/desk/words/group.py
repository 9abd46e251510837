"""The words of the groups' screen: how each stands, what is wrong and what to do, what a change does to paper."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.desk.models.groups import GroupRow, PoolRow, Standing
from app.domain.funnel import Counts
from app.domain.groups import GroupAlert, GroupCard, GroupKind, Trouble

from .listing import listed
from .paper import group_kind_word, group_name
from .plurals import plurals

translate = QCoreApplication.translate

_STANDINGS = {
    Standing.SHOWN: QT_TRANSLATE_NOOP("group", "客人扫码看到的"),
    Standing.NEXT: QT_TRANSLATE_NOOP("group", "下一个接上"),
    Standing.READY: QT_TRANSLATE_NOOP("group", "备着"),
    Standing.FULL: QT_TRANSLATE_NOOP("group", "满了"),
    Standing.LAPSED: QT_TRANSLATE_NOOP("group", "群码过期了"),
    Standing.NO_WAY_IN: QT_TRANSLATE_NOOP("group", "还没有群码"),
    Standing.CLOSED: QT_TRANSLATE_NOOP("group", "已关"),
}


def title_word() -> str:
    """Return the heading of the screen."""
    return translate("group", "群")


def hint_word() -> str:
    """Return what a manager must not fear."""
    return translate("group", "换群、改文案不影响已经印出去的码。")


def standing_word(standing: Standing, kind: GroupKind = GroupKind.GROUP) -> str:
    """Return how a group of this kind stands."""
    if kind is GroupKind.INTEREST and standing is Standing.READY:
        return translate("group", "能进")
    return translate("group", str(_STANDINGS[standing]))


def room_word(group: GroupCard) -> str:
    """Return members and places."""
    return f"{group.members}/{group.capacity}"


def lasts_word(group: GroupCard, now: datetime, zone: tzinfo) -> str:
    """Return until when the group's picture or link is good; "" for one that does not lapse."""
    if group.expires_at is None:
        return ""
    if group.expires_at <= now:
        return translate("group", "{when} 过期").format(when=moment_word(group.expires_at, zone))
    left = group.expires_at - now
    if left < timedelta(hours=1):
        return translate("group", "不到 1 小时就过期")
    if left.days < 1:
        return translate("group", "{hours} 小时后过期").format(hours=int(left.total_seconds() // 3600))
    return translate("group", "{days} 天后过期").format(days=left.days)


def moment_word(at: datetime, zone: tzinfo) -> str:
    """Return a day and time."""
    local = at.astimezone(zone)
    day = translate("group", "{m} 月 {d} 日").format(m=local.month, d=local.day)
    return f"{day} {local:%H:%M}"


def left_word(left: int, days: float | None) -> str:
    """Return how many places are left, and for how long they last."""
    parts = [translate("group", "还剩 {left} 位").format(left=left), days_word(days)]
    return " · ".join(part for part in parts if part)


def days_word(days: float | None) -> str:
    """Return for about how long; "" where nobody knows, or for months."""
    if days is None or days > 60:
        return ""
    if days < 0.3:
        return translate("group", "约几小时")
    if days < 0.75:
        return translate("group", "约半天")
    return plurals.about_days(max(round(days), 1))


def pool_word(pool: PoolRow) -> str:
    """Return how a pool stands, in a few characters."""
    if not any(not row.card.closed for row in pool.groups):
        return translate("group", "还没有群")
    if not pool.left:
        return translate("group", "没有能进的群")
    return left_word(pool.left, pool.days_left)


def alert_word(alert: GroupAlert, days: float | None, zone: tzinfo) -> str:
    """Return what is wrong with a pool, and what to do."""
    kind = group_kind_word(alert.kind)
    match alert.trouble:
        case Trouble.NONE_LEFT:
            said = translate("group", "{kind}没有能进的群了，客人扫码进不来：请马上加一个新群，或换上新的群码。")
            return said.format(kind=kind)
        case Trouble.LAPSING:
            when = moment_word(alert.until, zone) if alert.until is not None else ""
            said = translate("group", "{kind}的群码 {when} 过期：请在企业微信存一张新的群码，换到这里。")
            return said.format(kind=kind, when=when)
        case Trouble.FILLING:
            about = days_word(days)
            about = translate("group", "，{about}").format(about=about) if about else ""
            said = translate("group", "{kind}还剩 {left} 位{about}：请加一个新群。")
            return said.format(kind=kind, left=alert.left, about=about)


def look_word() -> str:
    """Return the word on a message that leads to the groups."""
    return translate("group", "去看")


def spoken(row: PoolRow | GroupRow, now: datetime, zone: tzinfo) -> str:
    """Return a row as a sentence, for those who hear it."""
    if isinstance(row, PoolRow):
        alert = alert_word(row.alert, row.days_left, zone) if row.alert is not None else ""
        return " · ".join(part for part in (group_kind_word(row.kind), pool_word(row), alert) if part)
    lasts = lasts_word(row.card, now, zone)
    parts = (group_name(row.card), room_word(row.card), standing_word(row.standing, row.card.kind), lasts)
    return " · ".join(part for part in parts if part)


def now_words(pool: PoolRow) -> list[str]:
    """Return which group a guest is shown now and which takes over, a line each."""
    if pool.kind is GroupKind.INTEREST:
        return [translate("group", "没有码通到兴趣群：由店员把客人拉进来。")]
    if pool.shown is None:
        return []
    lines = [translate("group", "现在客人扫码看到：{name}").format(name=group_name(pool.shown))]
    if pool.following is not None:
        lines.append(translate("group", "快满时自动换成：{name}").format(name=group_name(pool.following)))
    else:
        lines.append(translate("group", "后面没有备着的群。"))
    return lines


def empty_word(kind: GroupKind) -> str:
    """Return what is said of a pool without groups."""
    said = translate("group", "还没有{kind}。加一个，客人扫码就能进。")
    return said.format(kind=group_kind_word(kind))


def paper_word(pool: PoolRow, *, brief: bool = False) -> str:
    """Return which paper leads here; `brief`: not where it hangs."""
    if not pool.codes:
        return ""
    if not pool.pieces:
        return translate("group", "通到这里的码还没有印出去。")
    sheets = plurals.sheets(pool.pieces)
    if brief or not pool.places:
        return translate("group", "印出去的码通到这里：{sheets}，换群照样能用。").format(sheets=sheets)
    said = translate("group", "印出去的码通到这里：{sheets}（{places}），换群照样能用。")
    return said.format(sheets=sheets, places=listed(pool.places, 4))


def add_word() -> str:
    """Return the word on the button that adds a group."""
    return translate("group", "加一个新群")


def funnel_heads() -> tuple[str, str, str, str, str]:
    """Return the heads of the funnel: the code, openings, people, who added, who joined."""
    return (
        translate("group", "近 7 天 · 每个码"),
        translate("group", "扫码"),
        translate("group", "人"),
        translate("group", "加好友"),
        translate("group", "入群"),
    )


def counted_word(at: datetime, zone: tzinfo) -> str:
    """Return until when the funnels were counted."""
    return translate("group", "近 7 天 · 数到 {when}").format(when=moment_word(at, zone))


def no_funnel_word() -> str:
    """Return what is said where nothing was counted."""
    return translate("group", "近 7 天还没有人扫这些码。")


def share_word(count: int, share: float | None) -> str:
    """Return a number with its share of the people who scanned."""
    return str(count) if share is None else f"{count} · {round(share * 100)}%"


def funnel_words(week: Counts) -> tuple[str, str, str, str]:
    """Return the numbers of one code."""
    return (
        str(week.scans),
        str(week.scanned),
        share_word(week.added, week.added_share),
        share_word(week.joined, week.joined_share),
    )


def total_word() -> str:
    """Return the head of the sum, in which somebody who scanned two codes stands twice."""
    return translate("group", "各码合计（扫两个码算两次）")


def doubtful_word() -> str:
    """Return what openings by more new people than one network can bring are called."""
    return translate("group", "存疑（没有算进来）")


def may_not_word(managers: list[str]) -> str:
    """Return why whoever works here cannot change groups: somebody else decides."""
    return translate("group", "群和码由店长改：{names}。请店长在设置里选上自己的名字。").format(names=listed(managers))
