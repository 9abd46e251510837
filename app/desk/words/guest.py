"""What the guest's page says: where the policy puts the guest and why, who they are known as, what they consented to,
what can be done today."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from app.domain.guests import Consent, GuestCard, IdentityKind
from app.domain.heads_up import HeadsUp, HeadsUpKind
from app.domain.money import yuan
from app.domain.names import mask_phone
from app.domain.segments import PurchaseClass, Segment
from app.domain.tables import StoreCard

from .card import tier_word
from .panel import date_word, tier_reason

translate = QCoreApplication.translate


def tier_words(guest: GuestCard) -> tuple[str, str]:
    """Return the tier, and why with the policy's version: "90 天 9 次 · 互动 14 · 规则 2026-11"."""
    name, _, why = tier_reason(guest).partition(" · ")
    return name, " · ".join(part for part in (why, rule_word(guest.tier_reason.policy)) if part)


def since_word(guest: GuestCard) -> str:
    """Return since when the guest stands in this tier and where before; "" where no change was ever seen."""
    if guest.tier_since is None:
        return ""
    since = translate("guest", "{date}起").format(date=date_word(guest.tier_since))
    if guest.tier_before is None:
        return since
    return translate("guest", "{since}，之前{tier}").format(since=since, tier=tier_word(guest.tier_before))


def rule_word(policy: str) -> str:
    """Return the version of the rules; "" where nobody has counted."""
    return translate("guest", "规则 {version}").format(version=policy) if policy else ""


def segment_word(segment: Segment, store: StoreCard | None) -> str:
    """Return what the chain calls the segment, else our own name for it."""
    named = store.segments.get(segment.value, "") if store is not None else ""
    if named:
        return named
    match segment:
        case Segment.NEW_LOW:
            return translate("guest", "低消费新客")
        case Segment.NEW_MID:
            return translate("guest", "中消费新客")
        case Segment.NEW_HIGH:
            return translate("guest", "高消费新客")
        case Segment.OLD_LOW:
            return translate("guest", "低消费老客")
        case Segment.OLD_MID:
            return translate("guest", "中消费老客")
        case Segment.OLD_HIGH:
            return translate("guest", "高消费老客")


def segment_words(guest: GuestCard, store: StoreCard | None) -> tuple[str, str]:
    """Return the segment's name and why the guest is in it."""
    placing = guest.placing
    if not placing.policy:
        return uncounted_word(), ""
    new = placing.segment in (Segment.NEW_LOW, Segment.NEW_MID, Segment.NEW_HIGH)
    first = translate("guest", "{n} 天内第一次来") if new else translate("guest", "第一次来在 {n} 天以前")
    spent = translate("guest", "近 {n} 天消费 ¥{yuan}").format(n=placing.spend_days, yuan=yuan(placing.spend_fen))
    why = [first.format(n=placing.new_days), spent, rule_word(placing.policy)]
    return segment_word(placing.segment, store), " · ".join(why)


def class_words(guest: GuestCard) -> tuple[str, str]:
    """Return the purchase class and what it means at the counter."""
    placing = guest.placing
    match placing.purchase_class:
        case PurchaseClass.NONE:
            return translate("guest", "还没买过单"), translate("guest", "邀请再来，送见面礼")
        case PurchaseClass.ONCE:
            return translate("guest", "买过一次单"), translate("guest", "多问需要，先不推活动")
        case PurchaseClass.AGAIN:
            bought = translate("guest", "买过 {n} 次单").format(n=placing.bills)
            return bought, translate("guest", "可以介绍活动")
        case PurchaseClass.FRANCHISE:
            return translate("guest", "问过加盟"), translate("guest", "只由人来谈，不推任何活动")


def gate_words(guest: GuestCard) -> tuple[str, str]:
    """Return whether this is a private guest, and why or why not."""
    placing = guest.placing
    if not placing.policy:
        return uncounted_word(), ""
    name = translate("guest", "私域客人") if placing.private else translate("guest", "还不是私域客人")
    why = translate("guest", "近 {days} 天来 {visits} 次 · 推荐 {n} 次")
    return name, why.format(days=placing.gate_days, visits=placing.gate_visits, n=placing.recommendations)


def uncounted_word() -> str:
    """Return that the policy has not been applied to this guest yet."""
    return translate("guest", "还没有算过")


def identity_word(kind: IdentityKind) -> str:
    """Return what a kind of identity is called."""
    match kind:
        case IdentityKind.MEMBER_NO:
            return translate("guest", "会员号")
        case IdentityKind.UNIONID:
            return translate("guest", "微信 unionid")
        case IdentityKind.EXTERNAL_USERID:
            return translate("guest", "企业微信")
        case IdentityKind.OPENID:
            return translate("guest", "微信 openid")
        case IdentityKind.ALIPAY_ID:
            return translate("guest", "支付宝")
        case IdentityKind.PHONE:
            return translate("guest", "手机号")


def identities(guest: GuestCard, *, whole: bool) -> list[tuple[str, str]]:
    """Return each identity as (kind and value, since when); phones only where they may be shown `whole`."""
    found = []
    if guest.phone:
        first = guest.phone if whole else mask_phone(guest.phone)
        found.append((f"{identity_word(IdentityKind.PHONE)} {first}", ""))
    for held in guest.identities:
        value = held.value if whole and held.kind is IdentityKind.PHONE else _masked(held.kind, held.value)
        since = translate("guest", "{date}起").format(date=date_word(held.since)) if held.since else ""
        found.append((f"{identity_word(held.kind)} {value}", since))
    return found


def _masked(kind: IdentityKind, value: str) -> str:
    return mask_phone(value) if kind is IdentityKind.PHONE else f"****{value[-4:]}"


def consent_words(consent: Consent) -> tuple[str, str]:
    """Return what was asked, and what the guest said when."""
    match consent.kind:
        case "mass_message":
            what = translate("guest", "群发消息")
        case "moments":
            what = translate("guest", "朋友圈")
        case "call":
            what = translate("guest", "打电话")
        case "profiling":
            what = translate("guest", "按喜好推荐")
        case other:
            what = other
    said = translate("guest", "同意") if consent.granted else translate("guest", "不同意")
    return f"{what} · {said}", date_word(consent.date)


def heads_up_words(one: HeadsUp) -> tuple[str, str]:
    """Return what to do today, and until when."""
    match one.kind:
        case HeadsUpKind.BIRTHDAY:
            return _birthday(one.days), translate("guest", "送上祝福")
        case HeadsUpKind.COUPON:
            day = date_word(one.expires) if one.expires else ""
            return translate("guest", "券快到期：{name}").format(name=one.name), _last_day(one.days, day)
        case HeadsUpKind.POINTS:
            return translate("guest", "{n} 积分可以兑换").format(n=f"{one.points:,}"), translate(
                "guest", "问要不要今天用"
            )


def _birthday(days: int) -> str:
    if days == 0:
        return translate("guest", "今天生日")
    text = translate("guest", "生日还有 {n} 天") if days > 0 else translate("guest", "生日刚过 {n} 天")
    return text.format(n=abs(days))


def _last_day(days: int, day: str) -> str:
    if days == 0:
        return translate("guest", "今天最后一天")
    return translate("guest", "{date}到期，还有 {n} 天").format(date=day, n=days)


def no_promotion_word(guest: GuestCard) -> str:
    """Return why nothing is promoted to this guest; "" where something may be."""
    if guest.placing.purchase_class is not PurchaseClass.FRANCHISE:
        return ""
    return translate("guest", "问过加盟的客人，不提积分和券")


def manager_word(guest: GuestCard) -> str:
    """Return who looks after this VIP; "" where nobody is named."""
    if not guest.vip or not guest.vip_manager:
        return ""
    return translate("guest", "VIP 经理 {name}").format(name=guest.vip_manager)


def also_word(names: str) -> str:
    """Return the names of guests that were merged into this one."""
    return translate("guest", "又名 {names}").format(names=names)


def never_came_word() -> str:
    """Return that there is no settled bill yet."""
    return translate("guest", "还没来过")


def born_word(born: date | None) -> str:
    """Return the birthday, "" where none is known."""
    return translate("guest", "生日 {m} 月 {d} 日").format(m=born.month, d=born.day) if born else ""


def reasons() -> list[str]:
    """Return the usual reasons for looking at a whole phone."""
    return [
        translate("guest", "打电话叫号"),
        translate("guest", "核对是不是本人"),
        translate("guest", "送还物品"),
        translate("guest", "处理投诉"),
    ]


def name_first_word() -> str:
    """Return that a number is only shown to somebody who has a name."""
    return translate("guest", "看号码要记下是谁：先在设置里选“我是谁”。")


def covered_word(seconds: int) -> str:
    """Return in how many seconds the phone is masked again."""
    return translate("guest", "{n} 秒后遮上").format(n=seconds)


def past_word(*, asking: bool, failed: str, whole: bool, more: bool) -> str:
    """Return how complete the guest's past is as it is shown; "" where nothing is missing."""
    if asking:
        return translate("guest", "正在向总部取更早的…") if whole else translate("guest", "正在向总部取全部经过…")
    if failed in ("guest_unknown", "not_enrolled"):
        return translate("guest", "总部那边还没有这位客人的经过")
    if failed and whole:
        return translate("guest", "离线，更早的现在看不到")
    if failed:
        return translate("guest", "离线，只有卡片上的几条；连上以后自动补全")
    return translate("guest", "往下翻还有更早的") if more and whole else ""
