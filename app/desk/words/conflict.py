"""The words of the conflict queue: what disagrees, what can be answered, what an answer does."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from app.domain.conflicts import ConflictCard, ConflictKind, Decision
from app.domain.guests import IdentityKind
from app.domain.names import mask_phone

from .listing import listed
from .panel import day_word

translate = QCoreApplication.translate


class Answer(NamedTuple):
    """What a manager can say: its words, and what comes of it."""

    title: str
    effect: str


def title_word() -> str:
    """Return the heading of the screen."""
    return translate("conflict", "客人身份对不上")


def empty_word() -> tuple[str, str]:
    """Return what is said where nothing disagrees: a heading and a line below it."""
    return (
        translate("conflict", "没有对不上的"),
        translate("conflict", "同一个手机号、账单或会员码牵出两个人时，会排在这里等店长定。"),
    )


def hint_word() -> str:
    """Return what the screen is for."""
    return translate("conflict", "没有人会被悄悄合并：由店长说了算，定错了可以撤销。")


def kind_word(kind: ConflictKind) -> str:
    """Return what disagrees, in a few characters."""
    match kind:
        case ConflictKind.PHONE_SHARED:
            return translate("conflict", "一个手机号，两位客人")
        case ConflictKind.ORDER_IDENTITY:
            return translate("conflict", "账单上的人对不上")
        case ConflictKind.EVENT_IDENTITY:
            return translate("conflict", "一次到店，两个身份")


def side_name(name: str, guest_id: str) -> str:
    """Return what a side is called; never blank."""
    if name:
        return name
    return translate("conflict", "没有名字") if guest_id else translate("conflict", "还不认识的人")


def who_word(card: ConflictCard) -> str:
    """Return who against whom."""
    left, right = side_name(card.left_name, card.left_guest), side_name(card.right_name, card.right_guest)
    return translate("conflict", "{left} 和 {right}").format(left=left, right=right)


def identity_word(kind: str) -> str:
    """Return what an identity is called."""
    match kind:
        case IdentityKind.MEMBER_NO:
            return translate("conflict", "会员号")
        case IdentityKind.UNIONID | IdentityKind.OPENID:
            return translate("conflict", "微信")
        case IdentityKind.EXTERNAL_USERID:
            return translate("conflict", "企业微信")
        case IdentityKind.ALIPAY_ID:
            return translate("conflict", "支付宝")
        case _:
            return translate("conflict", "手机号")


def disputed_word(card: ConflictCard) -> str:
    """Return what the two sides both claim, masked: a phone, a bill, an identity."""
    evidence = card.evidence
    phone = mask_phone(evidence.get("phone", ""))
    match card.kind:
        case ConflictKind.PHONE_SHARED:
            shown = phone or mask_phone(evidence.get("value", "") or card.right_phone)
            return translate("conflict", "手机号 {phone}").format(phone=shown)
        case ConflictKind.ORDER_IDENTITY:
            return translate("conflict", "账单 {bill}").format(bill=_short(evidence.get("bill_id", "")))
        case ConflictKind.EVENT_IDENTITY:
            kind, value = evidence.get("kind", ""), evidence.get("value", "")
            if kind == IdentityKind.PHONE or not kind:
                return translate("conflict", "手机号 {phone}").format(phone=mask_phone(value) or phone)
            return translate("conflict", "{kind} …{tail}").format(kind=identity_word(kind), tail=value[-4:])


def story_word(card: ConflictCard) -> str:
    """Return in a sentence or two what disagrees."""
    left, right = side_name(card.left_name, card.left_guest), side_name(card.right_name, card.right_guest)
    what = disputed_word(card)
    match card.kind:
        case ConflictKind.PHONE_SHARED:
            text = translate("conflict", "{what} 记在{left}名下，{right}也说是自己的。")
        case ConflictKind.ORDER_IDENTITY if card.right_guest:
            text = translate("conflict", "账单写的是{left}的编号，留的手机号却是{right}的。")
        case ConflictKind.ORDER_IDENTITY:
            text = translate("conflict", "账单写的是{left}的编号，留的却是另一个人的姓名和手机号，总部还不认识。")
        case _:
            text = translate("conflict", "同一次到店报了两位客人的身份：{what} 是{left}的，其余指向{right}。")
    return text.format(what=what, left=left, right=right)


def answers(card: ConflictCard, keep: str) -> dict[Decision, Answer]:
    """Return the three answers in plain words; `keep` is the guest who would stay if they are one person."""
    left, right = side_name(card.left_name, card.left_guest), side_name(card.right_name, card.right_guest)
    stays = right if keep and keep == card.right_guest else left
    same = Answer(
        translate("conflict", "是同一个人，合并"),
        translate("conflict", "留下{name}，两边的记录都归到这里。").format(name=stays),
    )
    match card.kind:
        case ConflictKind.PHONE_SHARED:
            two = translate("conflict", "两个人，号码还是{name}的")
            effects = (translate("conflict", "什么都不动。"), translate("conflict", "号码改到{name}名下。"))
        case ConflictKind.ORDER_IDENTITY:
            two = translate("conflict", "两个人，这单算{name}的")
            effects = (translate("conflict", "什么都不动。"), translate("conflict", "账单改到{name}名下。"))
        case _:
            two = translate("conflict", "两个人，身份还是{name}的")
            effects = (translate("conflict", "什么都不动。"), translate("conflict", "身份改到{name}名下。"))
    return {
        Decision.SAME: same,
        Decision.LEFT: Answer(two.format(name=left), effects[0]),
        Decision.RIGHT: Answer(two.format(name=right), effects[1].format(name=right)),
    }


def nobody_to_merge() -> str:
    """Return why the first answer cannot be given."""
    return translate("conflict", "总部还不认识另一边的人，没有可以合并的。")


def settled_word(card: ConflictCard) -> str:
    """Return what was decided, in a few characters."""
    match card.decision:
        case Decision.SAME:
            return translate("conflict", "合并了")
        case Decision.LEFT:
            return translate("conflict", "两个人，没有动")
        case Decision.RIGHT:
            return translate("conflict", "两个人，归右边")
        case _:
            return ""


def settled_by_word(card: ConflictCard, zone: tzinfo) -> str:
    """Return who settled it and when."""
    return " · ".join(part for part in (card.settled_by, at_word(card.settled_at, zone)) if part)


def at_word(at: datetime | None, zone: tzinfo) -> str:
    """Return a moment of a day, in the store's time."""
    if at is None:
        return ""
    return f"{day_word(at, zone)} {at.astimezone(zone).strftime('%H:%M')}"


def may_not_word(managers: list[str]) -> str:
    """Return why this member of staff cannot settle it, and who can."""
    return translate("conflict", "由店长定（{who}）。在设置里选上自己的名字再来。").format(who=listed(managers))


def nobody_chosen_word(managers: list[str]) -> str:
    """Return why nobody in particular cannot settle it."""
    return translate("conflict", "先在设置里选“我是谁”。由店长定（{who}）。").format(who=listed(managers))


def settled(card: ConflictCard, decision: Decision) -> str:
    """Return what is said once it was settled."""
    if decision is Decision.SAME:
        return translate("conflict", "已合并：{who}").format(who=who_word(card))
    return translate("conflict", "已定是两个人：{who}").format(who=who_word(card))


def reopened(card: ConflictCard) -> str:
    """Return what is said once it was opened again."""
    return translate("conflict", "重新打开了：{who}").format(who=who_word(card))


def evidence_word(card: ConflictCard) -> str:
    """Return what the bill or the event itself said, masked; "" where the sides say it all."""
    if card.kind is not ConflictKind.ORDER_IDENTITY:
        return ""
    phone, name = mask_phone(card.evidence.get("phone", "")), card.evidence.get("name", "")
    parts = [
        translate("conflict", "账单 {bill}").format(bill=_short(card.evidence.get("bill_id", ""))),
        translate("conflict", "单上姓名 {name}").format(name=name) if name else "",
        translate("conflict", "单上手机 {phone}").format(phone=phone) if phone else "",
    ]
    return " · ".join(part for part in parts if part)


def names_differ(card: ConflictCard) -> bool:
    """Whether the two sides go by different names."""
    return bool(card.left_name and card.right_name) and card.left_name != card.right_name


def side_word(left: bool) -> str:
    """Return which side this is."""
    return translate("conflict", "左边") if left else translate("conflict", "右边")


def not_here_word(guest_id: str) -> str:
    """Return why a side has nothing to compare: the desk does not hold this guest, or nobody knows them."""
    if guest_id:
        return translate("conflict", "这位客人不在这台前台的名册里")
    return translate("conflict", "总部还不认识这个人")


def keep_word() -> str:
    """Return the words on the button that chooses who stays."""
    return translate("conflict", "合并后留这位")


def note_words() -> tuple[str, str]:
    """Return the name of the note's field and what stands in it while it is empty."""
    return translate("conflict", "备注"), translate("conflict", "备注（可不写）：比如，问过本人 [N]")


def reopen_word() -> str:
    """Return the words on the button that opens a settled one again."""
    return translate("conflict", "重新打开")


def here_word(place: str) -> str:
    """Return that the guest is in the house, and where."""
    return translate("conflict", "在店 {place}").format(place=place).strip()


def _short(bill: str) -> str:
    return bill if len(bill) <= 12 else f"…{bill[-8:]}"
