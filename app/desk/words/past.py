"""A guest's past in words: one title, one quieter line and a place for each thing that happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.domain.money import yuan
from app.domain.segments import Segment
from app.domain.tables import StoreCard
from app.domain.tiers import Tier
from app.wire.history import Past

from .card import party_word, tier_word
from .guest import rule_word, segment_word
from .listing import listed

translate = QCoreApplication.translate


class Told(NamedTuple):
    """A thing of the past: what it was, more of it in a quieter line ("" for none), and where or by whom."""

    title: str
    detail: str = ""
    right: str = ""
    quoted: bool = False
    """The title is what somebody wrote, as long as it may be."""


def past_words(entry: Past, zone: tzinfo, store: StoreCard | None = None) -> Told | None:
    """Return the words of `entry`; None for a kind that this desk does not know."""
    match entry.kind:
        case "bill":
            return _bill(entry)
        case "arrival":
            return _arrival(entry, zone)
        case "note":
            return Told(translate("past", "备注：{text}").format(text=entry.text), "", entry.by or entry.store, True)
        case "interaction":
            return Told(_touch(entry.what), entry.text, entry.store)
        case "standing":
            return _standing(entry, store)
        case "merge" | "unmerge":
            return _merge(entry)
        case "settled":
            said = _word(_DECISIONS, entry.new)
            text = translate("past", "身份对不上，已处理：{said}").format(said=said)
            return Told(text, entry.text, entry.by)
    return None


def when_words(at: datetime, zone: tzinfo, now: datetime) -> tuple[str, str]:
    """Return the day of `at`, and the time of day or (of another year) the year."""
    local = at.astimezone(zone)
    day = translate("panel", "{m} 月 {d} 日").format(m=local.month, d=local.day)
    if local.year != now.astimezone(zone).year:
        return day, translate("past", "{y} 年").format(y=local.year)
    return day, local.strftime("%H:%M")


def _bill(entry: Past) -> Told:
    paid = translate("past", "买单 ¥{yuan}").format(yuan=yuan(entry.paid_fen))
    parts = [paid, party_word(entry.party_size), entry.table]
    dishes = [f"{dish.name} ×{dish.quantity}" if dish.quantity > 1 else dish.name for dish in entry.dishes]
    return Told(" · ".join(part for part in parts if part), listed(dishes), entry.store)


def _arrival(entry: Past, zone: tzinfo) -> Told:
    first = entry.sources[0] if entry.sources else ""
    parts = [_word(_SIGNS, first), entry.ticket, party_word(entry.party_size), entry.table, _word(_STATES, entry.state)]
    details = []
    if entry.by and entry.done_at is not None:
        at = entry.done_at.astimezone(zone).strftime("%H:%M")
        details.append(translate("panel", "{who} {time} 去迎接").format(who=entry.by, time=at))
    if entry.text:
        details.append(translate("past", "来前说：{text}").format(text=entry.text))
    return Told(" · ".join(part for part in parts if part), " · ".join(details), entry.store)


def _standing(entry: Past, store: StoreCard | None) -> Told:
    old, new = _place(entry.what, entry.old, store), _place(entry.what, entry.new, store)
    what = _word(_STANDINGS, entry.what)
    title = translate("past", "{what}：{old} → {new}") if old else translate("past", "{what}：{new}")
    counted = [_counted(entry.what, entry.facts), rule_word(entry.policy)]
    return Told(title.format(what=what, old=old, new=new), " · ".join(part for part in counted if part))


def _counted(what: str, facts: Mapping[str, str]) -> str:
    """Return what was counted for this result; "" where a number is missing or is none."""
    numbers = {name: int(value) for name, value in facts.items() if value.lstrip("-").isdigit()}
    try:
        match what:
            case "tier":
                text = translate("panel", "{days} 天 {visits} 次")
                return text.format(days=numbers["days"], visits=numbers["visits"])
            case "segment":
                text = translate("guest", "近 {n} 天消费 ¥{yuan}")
                return text.format(n=numbers["spend_days"], yuan=yuan(numbers["spend_fen"]))
            case "private":
                text = translate("guest", "近 {days} 天来 {visits} 次 · 推荐 {n} 次")
                visits, n = numbers["gate_visits"], numbers["recommendations"]
                return text.format(days=numbers["gate_days"], visits=visits, n=n)
    except KeyError:
        return ""
    return ""


def _place(what: str, value: str, store: StoreCard | None) -> str:
    if what == "tier" and value in _TIERS:
        return tier_word(Tier(value))
    if what == "segment" and value in _SEGMENTS:
        return segment_word(Segment(value), store)
    return _word(_CLASSES if what == "purchase_class" else _GATE, value) if value else ""


_TIERS = {tier.value for tier in Tier}
_SEGMENTS = {segment.value for segment in Segment}


def _merge(entry: Past) -> Told:
    who = entry.other_name or translate("past", "没有名字的客人")
    if entry.kind == "unmerge":
        return Told(translate("past", "和 {who} 拆开了").format(who=who), entry.text, entry.by)
    text = translate("past", "和 {who} 合成一位").format(who=who)
    undone = translate("past", "后来拆开了") if entry.undone else ""
    return Told(text, " · ".join(part for part in (entry.text, undone) if part), entry.by)


def _touch(what: str) -> str:
    return _word(_TOUCHES, what)


def _word(words: Mapping[str, object], code: str) -> str:
    """Return the word for a code, the code itself where nobody here knows it."""
    known = words.get(code)
    return translate("past", str(known)) if known else code


_SIGNS: dict[str, object] = {
    "queue": QT_TRANSLATE_NOOP("past", "取号"),
    "reservation": QT_TRANSLATE_NOOP("past", "预约"),
    "scan": QT_TRANSLATE_NOOP("past", "扫桌码"),
    "desk": QT_TRANSLATE_NOOP("past", "前台登记"),
}
_STATES: dict[str, object] = {
    "reserved": QT_TRANSLATE_NOOP("past", "还没到"),
    "waiting": QT_TRANSLATE_NOOP("past", "在等"),
    "called": QT_TRANSLATE_NOOP("past", "已叫号"),
    "seated": QT_TRANSLATE_NOOP("past", "已入座"),
    "left": QT_TRANSLATE_NOOP("past", "已离店"),
    "no_show": QT_TRANSLATE_NOOP("past", "过号未到"),
    "cancelled": QT_TRANSLATE_NOOP("past", "已取消"),
}
_STANDINGS: dict[str, object] = {
    "tier": QT_TRANSLATE_NOOP("past", "等级"),
    "segment": QT_TRANSLATE_NOOP("past", "客群"),
    "purchase_class": QT_TRANSLATE_NOOP("past", "消费"),
    "private": QT_TRANSLATE_NOOP("past", "私域"),
}
_CLASSES: dict[str, object] = {
    "none": QT_TRANSLATE_NOOP("past", "没买过单"),
    "once": QT_TRANSLATE_NOOP("past", "买过一次"),
    "again": QT_TRANSLATE_NOOP("past", "买过两次以上"),
    "franchise": QT_TRANSLATE_NOOP("past", "问过加盟"),
}
_GATE: dict[str, object] = {
    "true": QT_TRANSLATE_NOOP("past", "是"),
    "false": QT_TRANSLATE_NOOP("past", "不是"),
    "yes": QT_TRANSLATE_NOOP("past", "是"),
    "no": QT_TRANSLATE_NOOP("past", "不是"),
}
_DECISIONS: dict[str, object] = {
    "same": QT_TRANSLATE_NOOP("past", "是同一位"),
    "left": QT_TRANSLATE_NOOP("past", "是两位，归原来那位"),
    "right": QT_TRANSLATE_NOOP("past", "是两位，归另一位"),
}
_TOUCHES: dict[str, object] = {
    "contact_added": QT_TRANSLATE_NOOP("past", "加了企业微信"),
    "group_joined": QT_TRANSLATE_NOOP("past", "进群"),
    "group_left": QT_TRANSLATE_NOOP("past", "退群"),
    "coupon_claimed": QT_TRANSLATE_NOOP("past", "领券"),
    "coupon_used": QT_TRANSLATE_NOOP("past", "用券"),
    "recommended": QT_TRANSLATE_NOOP("past", "推荐给朋友"),
    "franchise_enquired": QT_TRANSLATE_NOOP("past", "问加盟"),
}
