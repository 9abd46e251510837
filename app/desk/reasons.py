"""Why a guest is in a segment, a class, or among the private guests: the numbers, as one readable line each.

For scripts and the command line, in the words of the house; screens have their own sentences (`words`).
"""

from __future__ import annotations

from app.domain.guests import GuestCard
from app.domain.money import yuan
from app.domain.segments import PurchaseClass, Segment

_AGES = {"new": "新客", "old": "老客"}
_LEVELS = {"low": "消费低", "mid": "消费中", "high": "消费高"}

_CLASSES = {
    PurchaseClass.NONE: "未消费",
    PurchaseClass.ONCE: "消费过一次",
    PurchaseClass.AGAIN: "多次消费",
    PurchaseClass.FRANCHISE: "咨询过加盟，不发促销",
}


def segment_name(segment: Segment) -> str:
    """Return what a segment is, in the house's words: "老客、消费高"."""
    age, _, level = segment.value.partition("_")
    return f"{_AGES[age]}、{_LEVELS[level]}"


def segment_reason(card: GuestCard) -> str:
    """Return why the guest is in their segment; "" for one whom nobody has counted yet."""
    placing = card.placing
    if not placing.policy:
        return ""
    new = placing.segment.value.startswith("new")
    since = (
        f"首次到店{'未' if new else '已'}过 {placing.new_days} 天" if card.first_visit is not None else "还没有到过店"
    )
    spent = f"{placing.spend_days} 天内消费 {yuan(placing.spend_fen)} 元"
    return f"{segment_name(placing.segment)}：{since}，{spent}（规则 {placing.policy}）"


def class_reason(card: GuestCard) -> str:
    """Return why the guest is in their purchase class; "" for one whom nobody has counted yet."""
    placing = card.placing
    if not placing.policy:
        return ""
    return f"{_CLASSES[placing.purchase_class]}：共 {placing.bills} 张账单（规则 {placing.policy}）"


def gate_reason(card: GuestCard) -> str:
    """Return why the guest is or is not a private guest; "" for one whom nobody has counted yet."""
    placing = card.placing
    if not placing.policy:
        return ""
    counted = f"{placing.gate_days} 天内来店 {placing.gate_visits} 次、推荐 {placing.recommendations} 次"
    return f"{'私域客人' if placing.private else '非私域客人'}：{counted}（规则 {placing.policy}）"
