"""What the side panel says: why a tier, who said a taste, what to say to the guest, what to do."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from app.domain.arrivals import ArrivalCard, ArrivalState, Suggestion
from app.domain.guests import GuestCard, Visit
from app.domain.money import yuan
from app.domain.tastes import Taste, TasteSource

from .card import party_word, tier_word
from .plurals import plurals

translate = QCoreApplication.translate


def tier_reason(guest: GuestCard) -> str:
    """Return the tier and why: how often within how many days, how closely."""
    reason = guest.tier_reason
    if guest.is_new:
        return translate("panel", "还没有消费记录")
    parts = [tier_word(guest.tier)]
    if reason.days:
        parts.append(translate("panel", "{days} 天 {visits} 次").format(days=reason.days, visits=reason.visits))
    if reason.interactions:
        parts.append(translate("panel", "互动 {n}").format(n=reason.interactions))
    return " · ".join(parts)


def history(guest: GuestCard, zone: tzinfo) -> str:
    """Return how often the guest came and since when."""
    if guest.is_new:
        return ""
    text = plurals.visits_in_all(guest.visits)
    if guest.first_visit:
        since = translate("panel", "{date} 起").format(date=day_word(guest.first_visit, zone, year=True))
        text = f"{text} · {since}"
    return text


def day_word(at: datetime, zone: tzinfo, *, year: bool = False) -> str:
    """Return a day as people say it."""
    local = at.astimezone(zone)
    if year:
        return translate("panel", "{y} 年 {m} 月").format(y=local.year, m=local.month)
    return translate("panel", "{m} 月 {d} 日").format(m=local.month, d=local.day)


def date_word(day: date) -> str:
    """Return a calendar day with its year."""
    return translate("panel", "{y} 年 {m} 月 {d} 日").format(y=day.year, m=day.month, d=day.day)


def taste_source(taste: Taste) -> str:
    """Return who says so and when: "9 次里点了 7 次", "张强记 · 7 月 1 日"."""
    on = translate("panel", "{m} 月 {d} 日").format(m=taste.date.month, d=taste.date.day)
    match taste.source:
        case TasteSource.DISHES:
            return translate("panel", "{of} 次里点了 {hits} 次").format(of=taste.of, hits=taste.hits)
        case TasteSource.NOTE:
            who = taste.author or translate("panel", "备注")
        case TasteSource.STAFF:
            who = translate("panel", "{author} 记").format(author=taste.author or translate("panel", "前台"))
        case TasteSource.HQ:
            who = translate("panel", "总部")
    return f"{who} · {on}"


def taste_story(taste: Taste) -> str:
    """Return everything known of a taste's origin, for hover, focus and those who hear it."""
    return " · ".join([taste_source(taste), *taste_evidence(taste)])


def taste_evidence(taste: Taste) -> list[str]:
    """Return what speaks for a taste beside its source: dishes or words, until when, where, by which rule."""
    parts = []
    if taste.whose:
        parts.append(translate("panel", "说的是{whose}").format(whose=taste.whose))
    if taste.evidence:
        parts.append(translate("panel", "依据：{dishes}").format(dishes=taste.evidence))
    if taste.source is TasteSource.DISHES:
        day = taste.date
        parts.append(translate("panel", "最近一次 {m} 月 {d} 日").format(m=day.month, d=day.day))
    if taste.expires:
        parts.append(translate("panel", "{date}前有效").format(date=date_word(taste.expires)))
    else:
        parts.append(translate("panel", "不过期"))
    parts.append(translate("panel", "全品牌") if taste.scope == "brand" else translate("panel", "只在一家店"))
    if taste.rule:
        parts.append(translate("panel", "规则 {rule}").format(rule=taste.rule))
    return parts


def taste_keys() -> str:
    """Return what the keys do with a taste that has the focus."""
    return translate("panel", "回车：没错 · ←→：换一类 · Del：不对，去掉")


def to_say(card: ArrivalCard | None, guest: GuestCard | None) -> str:
    """Return one or two sentences to say to the guest."""
    if guest is None:
        return translate("panel", "您好，欢迎光临！请问您贵姓？留个手机号，下次来我们就认得您。")
    known = {s.code: s.facts for s in (card.suggestions if card else ())}
    name = _call(guest)
    parts = []
    if guest.is_new:
        parts.append(translate("panel", "{name}您好，第一次来吧？有没有忌口或过敏？我记下来。").format(name=name))
    elif "long_away" in known:
        parts.append(translate("panel", "{name}，好久没见，欢迎回来！").format(name=name))
    else:
        parts.append(translate("panel", "{name}，欢迎回来！").format(name=name))
    if known.get("birthday", {}).get("days") == "0":
        parts.append(translate("panel", "生日快乐！"))
    if "mind_allergy" in known:
        tags = known["mind_allergy"].get("tags", "")
        parts.append(translate("panel", "{tags}过敏我们记着，会叮嘱后厨。").format(tags=tags))
    if "offer_favourite" in known:
        dish = known["offer_favourite"].get("dish", "")
        parts.append(translate("panel", "今天还来一份{dish}吗？").format(dish=dish))
    text = parts[0]
    for more in parts[1:]:
        text = translate("panel", "{text}{more}", "two sentences one after the other").format(text=text, more=more)
    return translate("panel", "“{text}”").format(text=text)


def _call(guest: GuestCard) -> str:
    """Return how the guest is addressed."""
    if not guest.name:
        return ""
    if guest.sex in ("男", "m", "male", "M"):
        return translate("panel", "{name}先生").format(name=guest.name)
    if guest.sex in ("女", "f", "female", "F"):
        return translate("panel", "{name}女士").format(name=guest.name)
    return guest.name


def to_do(suggestion: Suggestion) -> str:
    """Return a suggestion as a task; "" for one that is said, not done."""
    facts = suggestion.facts
    match suggestion.code:
        case "register":
            return translate("panel", "登记姓名和手机号")
        case "ask_new":
            return translate("panel", "问忌口和过敏，邀请留手机号")
        case "welcome_vip":
            if manager := facts.get("manager"):
                return translate("panel", "VIP 经理 {manager} 到桌问候").format(manager=manager)
            return translate("panel", "当班经理到桌问候")
        case "mind_allergy":
            return translate("panel", "提醒后厨：不放 {tags}").format(tags=facts.get("tags", ""))
        case "long_away":
            return translate("panel", "{days} 天没来，问问上次满意吗").format(days=facts.get("days", ""))
        case "offer_favourite":
            dish, visits = facts.get("dish", ""), facts.get("visits", "")
            return translate("panel", "推荐 {dish}（点过 {visits} 次）").format(dish=dish, visits=visits)
        case _:
            return ""


def visit_word(visit: Visit, zone: tzinfo) -> tuple[str, str]:
    """Return a visit's line: when, where and how many; and what was paid."""
    parts = [day_word(visit.at, zone), visit.store_name, party_word(visit.party_size)]
    return " · ".join(part for part in parts if part), f"¥{yuan(visit.paid_fen)}"


def state_word(card: ArrivalCard, zone: tzinfo) -> str:
    """Return where the party is, in words."""
    match card.state:
        case ArrivalState.RESERVED:
            at = (card.reserved_for or card.arrived_at).astimezone(zone).strftime("%H:%M")
            return translate("panel", "预约 {time}").format(time=at)
        case ArrivalState.WAITING:
            return translate("panel", "排队 {ticket}").format(ticket=card.ticket_no).strip()
        case ArrivalState.CALLED:
            return translate("panel", "已叫号 {ticket}").format(ticket=card.ticket_no).strip()
        case ArrivalState.SEATED:
            return translate("panel", "已入座 {table}").format(table=card.table).strip()
        case ArrivalState.LEFT:
            return translate("panel", "已离店")
        case ArrivalState.NO_SHOW:
            return translate("panel", "过号未到")
        case ArrivalState.CANCELLED:
            return translate("panel", "已取消")


def welcomed_word(card: ArrivalCard, zone: tzinfo) -> str:
    """Return who welcomes the VIP since when; "" where nobody does."""
    if not card.vip or card.acknowledged_at is None:
        return ""
    at = card.acknowledged_at.astimezone(zone).strftime("%H:%M")
    who = card.acknowledged_by or translate("panel", "前台")
    return translate("panel", "{who} {time} 去迎接").format(who=who, time=at)
