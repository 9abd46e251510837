"""The words on a card: short ones, that staff use. Chinese is the source, Qt Linguist has the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from app.domain.arrivals import ArrivalCard, ArrivalState, Suggestion
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.domain.tastes import Taste, TasteKind
from app.domain.tiers import Tier

from .listing import listed
from .plurals import plurals

translate = QCoreApplication.translate


def tier_word(tier: Tier) -> str:
    """Return the tier's name."""
    match tier:
        case Tier.REGULAR:
            return translate("card", "普通")
        case Tier.GOLD:
            return translate("card", "黄金")
        case Tier.PLATINUM:
            return translate("card", "白金")
        case Tier.BLACK:
            return translate("card", "黑金")


def ribbon_word(guest: GuestCard | None) -> str:
    """Return what the ribbon says: the tier, or that this is a new guest."""
    return translate("card", "新客") if guest is None or guest.is_new else tier_word(guest.tier)


def name_word(guest: GuestCard | None) -> str:
    """Return what the party is called; never blank."""
    if guest is not None and guest.name:
        return guest.name
    return translate("card", "新客") if guest is None or guest.is_new else translate("card", "老客")


def party_name(card: BoardCard) -> str:
    """Return what the party is called, also while HQ is asked for a guest whom only the card names."""
    return translate("card", "正在查询") if card.unknown_guest else name_word(card.guest)


def tail_word(guest: GuestCard | None) -> str:
    """Return the masked phone: its last four digits, "" where none is known."""
    if guest is None or len(guest.phone) < 4:
        return ""
    return translate("card", "尾号 {tail}").format(tail=guest.phone[-4:])


def kind_word(kind: TasteKind) -> str:
    """Return the one-word name of a kind of taste."""
    match kind:
        case TasteKind.ALLERGY:
            return translate("card", "过敏")
        case TasteKind.AVOID:
            return translate("card", "忌")
        case TasteKind.LESS:
            return translate("card", "少")
        case TasteKind.LIKES:
            return translate("card", "爱")


def taste_word(taste: Taste) -> str:
    """Return a chip's text: "忌 香菜", "爱 羊肉 7/9"."""
    count = f" {taste.hits}/{taste.of}" if taste.kind is TasteKind.LIKES and taste.of else ""
    return f"{kind_word(taste.kind)} {taste.tag}{count}"


def party_word(size: int | None) -> str:
    """Return how many people come; "" where nobody said."""
    return plurals.people(size) if size else ""


def place_word(card: ArrivalCard, zone: tzinfo) -> str:
    """Return where the party stands: its table, its time, or its ticket."""
    if card.state is ArrivalState.RESERVED and card.reserved_for is not None:
        return card.reserved_for.astimezone(zone).strftime("%H:%M")
    if card.state is ArrivalState.SEATED and card.table:
        return card.table
    return card.ticket_no or card.table


def minutes_of(card: ArrivalCard, now: datetime) -> int:
    """Return the whole minutes that the card's clock shows: waiting, called, sitting, or left until it is expected."""
    match card.state:
        case ArrivalState.RESERVED:
            expected = card.reserved_for or card.arrived_at
            return int((expected - now).total_seconds() // 60)
        case ArrivalState.SEATED | ArrivalState.CALLED:
            since = card.state_at
        case _:
            since = card.arrived_at
    return max(int((now - since).total_seconds() // 60), 0)


def clock_word(card: ArrivalCard, now: datetime) -> str:
    """Return the card's clock in words."""
    n = minutes_of(card, now)
    if n == 0 and card.state is not ArrivalState.RESERVED:
        return _just_word(card.state)
    match card.state:
        case ArrivalState.RESERVED:
            text = translate("card", "还有 {time}") if n >= 0 else translate("card", "过 {time}")
        case ArrivalState.SEATED:
            text = translate("card", "坐 {time}")
        case ArrivalState.CALLED:
            text = translate("card", "叫号 {time}")
        case _:
            text = translate("card", "等 {time}")
    return text.format(time=span_word(abs(n)))


def _just_word(state: ArrivalState) -> str:
    match state:
        case ArrivalState.SEATED:
            return translate("card", "刚坐下")
        case ArrivalState.CALLED:
            return translate("card", "刚叫号")
        case _:
            return translate("card", "刚到")


def span_word(minutes: int) -> str:
    """Return a span of minutes: minutes below two hours, hours below two days, days beyond."""
    if minutes < 120:
        return translate("card", "{n} 分").format(n=minutes)
    if minutes < 48 * 60:
        return translate("card", "{n} 小时").format(n=minutes // 60)
    return translate("card", "{n} 天").format(n=minutes // (24 * 60))


def is_late(card: ArrivalCard, now: datetime, wait_limit: int) -> bool:
    """Whether the clock is past the store's limit (`wait_limit` minutes) or past the time the party reserved, or this
    is a VIP who became the manager's because nobody came."""
    if card.escalated_at is not None and card.needs_acknowledgement:
        return True
    if card.state is ArrivalState.RESERVED:
        return minutes_of(card, now) < 0
    if card.state in (ArrivalState.WAITING, ArrivalState.CALLED):
        return (now - card.arrived_at).total_seconds() >= wait_limit * 60
    return False


def suggestion_word(suggestion: Suggestion) -> str:
    """Return a suggestion as a card says it, in a few characters."""
    facts = suggestion.facts
    match suggestion.code:
        case "register":
            return translate("card", "问贵姓")
        case "ask_new":
            return translate("card", "问忌口")
        case "welcome_vip":
            return translate("card", "到桌问候")
        case "mind_allergy":
            return translate("card", "提醒后厨")
        case "long_away":
            return translate("card", "{days} 天没来").format(days=facts.get("days", ""))
        case "welcome_back":
            return translate("card", "第 {n} 次来").format(n=_next(facts.get("visits", "")))
        case "offer_favourite":
            return translate("card", "推荐 {dish}").format(dish=facts.get("dish", ""))
        case "birthday" | "coupon" | "points":
            return _today_word(suggestion)
        case _:
            return ""


def _today_word(suggestion: Suggestion) -> str:
    """A heads-up in a few characters."""
    if suggestion.code == "coupon":
        return translate("card", "券快到期")
    if suggestion.code == "points":
        return translate("card", "积分可换")
    days = suggestion.facts.get("days", "0")
    if days == "0":
        return translate("card", "今天生日")
    return translate("card", "刚过生日") if days.startswith("-") else translate("card", "快过生日")


def _next(visits: str) -> str:
    return str(int(visits) + 1) if visits.isdigit() else visits


def looking_up() -> str:
    """Return what stands where the tags will be of a guest whom HQ is asked for."""
    return translate("card", "总部正在查这位客人")


def ask_word(guest: GuestCard | None) -> str:
    """Return what stands where a guest has no tags: what to ask, or what they usually order."""
    if guest is None:
        return translate("card", "问：贵姓？手机号？")
    if guest.is_new:
        return translate("card", "问：忌口？第一次来？")
    if guest.favourites:
        return translate("card", "常点 {dishes}").format(dishes=listed([f.dish for f in guest.favourites[:2]]))
    return translate("card", "还没有口味，问一句忌口")


def allergies_word(allergies: Sequence[Taste]) -> str:
    """Return several allergies as one chip says them."""
    return " ".join((kind_word(TasteKind.ALLERGY), *(taste.tag for taste in allergies)))


def parked_word() -> str:
    """Return the mark of a card on which HQ refused something."""
    return translate("card", "没办成，看未发出")


def welcome_word() -> str:
    """Return the deed of going to welcome a VIP."""
    return translate("card", "去迎接")


def register_word() -> str:
    """Return the deed of asking who it is."""
    return translate("card", "登记")


def seat_word() -> str:
    """Return the deed of seating."""
    return translate("card", "入座")


def flag_word(flag: str) -> str:
    """Return what HQ noticed about an arrival or a guest, in a few characters; "" for a flag nobody here knows."""
    match flag:
        case "table_taken":
            return translate("card", "桌台有人")
        case "table_unknown":
            return translate("card", "没有这张桌")
        case "late_fact":
            return translate("card", "迟到的记录")
        case "phone_shared":
            return translate("card", "手机号两个人用")
        case "identity_conflict":
            return translate("card", "身份对不上")
        case _:
            return ""


def spoken(card: BoardCard, now: datetime, zone: tzinfo) -> str:
    """Return the whole card as one sentence, for those who hear it instead of seeing it."""
    arrival, guest = card.arrival, card.guest
    parts = [party_name(card), "VIP" if arrival.vip else "", ribbon_word(guest), tail_word(guest)]
    parts += [place_word(arrival, zone), party_word(arrival.party_size), clock_word(arrival, now)]
    parts += [taste_word(taste) for taste in card.tastes]
    parts += [suggestion_word(s) for s in arrival.suggestions]
    return translate("card", "，").join(part for part in parts if part)
