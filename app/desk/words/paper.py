"""What is said of printed codes, groups and prints: after something was done, in *Unsent*, and where it cannot be."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.domain.commands import Command, KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode
from app.domain.groups import GroupCard, GroupKind
from app.domain.printed import CodeCard, PrintedKind
from app.domain.prints import PrintCard

from .plurals import plurals

translate = QCoreApplication.translate

_KINDS = {
    PrintedKind.GROUP: QT_TRANSLATE_NOOP("paper", "福利群码"),
    PrintedKind.VIP: QT_TRANSLATE_NOOP("paper", "VIP 群码"),
    PrintedKind.MANAGER: QT_TRANSLATE_NOOP("paper", "店长码"),
    PrintedKind.STAFF: QT_TRANSLATE_NOOP("paper", "店员码"),
    PrintedKind.TABLE: QT_TRANSLATE_NOOP("paper", "桌码"),
    PrintedKind.CAMPAIGN: QT_TRANSLATE_NOOP("paper", "活动码"),
}

_GROUPS = {
    GroupKind.GROUP: QT_TRANSLATE_NOOP("paper", "福利群"),
    GroupKind.VIP: QT_TRANSLATE_NOOP("paper", "VIP 群"),
    GroupKind.INTEREST: QT_TRANSLATE_NOOP("paper", "兴趣群"),
}


_USUAL_TITLES = {PrintedKind.GROUP: "门店福利群", PrintedKind.VIP: "VIP 群", PrintedKind.MANAGER: "店长"}
"""What HQ calls the codes that every store has: the kind says that already."""


def code_kind_word(kind: PrintedKind) -> str:
    """Return what a code is called by its kind."""
    return translate("paper", str(_KINDS[kind]))


def group_kind_word(kind: GroupKind) -> str:
    """Return what the groups of a pool are called."""
    return translate("paper", str(_GROUPS[kind]))


def group_name(group: GroupCard | KeepGroup) -> str:
    """Return what a group is called; never blank."""
    return group.name or group_kind_word(group.kind)


def code_name(code: CodeCard | KeepCode) -> str:
    """Return what a code is called: what kind, and which; never blank."""
    which = code.about if code.kind is PrintedKind.TABLE else code.title or code.about
    kind = code_kind_word(code.kind)
    return kind if which in ("", _USUAL_TITLES.get(code.kind)) else f"{kind} {which}"


def code_kept(command: KeepCode, before: CodeCard | None) -> str:
    """A code was made, or changed from what it was `before`."""
    name = code_name(command)
    if before is None:
        return translate("paper", "做好了：{name}，现在就能印").format(name=name)
    if (command.valid_from, command.valid_until) != (before.valid_from, before.valid_until):
        return translate("paper", "改好了：{name}，有效期也改了").format(name=name)
    return translate("paper", "改好了：{name}，印出去的照样能扫").format(name=name)


def code_retired(card: CodeCard, restored: bool) -> str:
    """A code was taken out of use, or into use again."""
    name = code_name(card)
    if restored:
        return translate("paper", "恢复使用：{name}").format(name=name)
    return translate("paper", "已停用：{name}").format(name=name)


def group_kept(command: KeepGroup, before: GroupCard | None) -> str:
    """A group was added or changed."""
    name = group_name(command)
    if before is None:
        return translate("paper", "已加：{name}").format(name=name)
    if command.closed and not before.closed:
        return translate("paper", "已关：{name}，客人扫码不再看到它").format(name=name)
    if before.closed and not command.closed:
        return translate("paper", "已重开：{name}").format(name=name)
    return translate("paper", "改好了：{name}，印出去的码不受影响").format(name=name)


def piece_lost(card: PrintCard, code: str, found: bool) -> str:
    """Pieces were said to be lost, or not to be."""
    copies = next((piece.copies for piece in card.pieces if piece.code == code), 0)
    said = translate("paper", "找到了：{sheets}") if found else translate("paper", "记为丢失：{sheets}，已列入重印")
    return said.format(sheets=plurals.sheets(copies))


def as_it_was(card: CodeCard) -> KeepCode:
    """Return what brings a code back to what it was."""
    return KeepCode(
        code=card.code,
        kind=card.kind,
        about=card.about,
        title=card.title,
        channel=card.channel,
        target_url=card.target_url,
        template=card.template,
        valid_from=card.valid_from,
        valid_until=card.valid_until,
    )


def group_as_it_was(command: KeepGroup, before: GroupCard | None) -> KeepGroup:
    """Return what takes a change of a group back: as it was before, or closed where it is new."""
    if before is None:
        return KeepGroup(
            group_id=command.group_id,
            kind=command.kind,
            name=command.name,
            capacity=command.capacity,
            join_url=command.join_url,
            expires_at=command.expires_at,
            closed=True,
        )
    return KeepGroup(
        group_id=before.group_id,
        chat_id=None if command.chat_id is None else before.chat_id,
        kind=before.kind,
        name=before.name,
        capacity=before.capacity,
        members=None if command.members is None else before.members,
        join_url=before.join_url,
        expires_at=before.expires_at,
        closed=before.closed,
    )


def command_word(command: Command | None) -> str:
    """Return in a few words what a command about paper does, "" for any other."""
    match command:
        case KeepCode():
            return translate("paper", "码：{name}").format(name=code_name(command))
        case RetireCode(restored=restored, code=code):
            said = translate("paper", "恢复码 {code}") if restored else translate("paper", "停用码 {code}")
            return said.format(code=code)
        case KeepGroup():
            return translate("paper", "群：{name}").format(name=group_name(command))
        case RecordPrint(pieces=pieces, place=place):
            word = translate("paper", "登记印刷 {sheets}")
            sheets = plurals.sheets(sum(piece.copies for piece in pieces))
            return " · ".join(part for part in (word.format(sheets=sheets), place) if part)
        case MarkLost(code=code, found=found):
            said = translate("paper", "找到了 {code}") if found else translate("paper", "丢失 {code}")
            return said.format(code=code)
        case _:
            return ""


SENTENCES: dict[str, object] = {
    "printed_unknown": QT_TRANSLATE_NOOP("paper", "没有这个码，或是别家店的码。"),
    "printed_wide": QT_TRANSLATE_NOOP("paper", "全城或全国通用的码由总部改，本店改不了。"),
    "printed_unreadable": QT_TRANSLATE_NOOP("paper", "这不是一个码：要十位字母和数字。"),
    "printed_fixed": QT_TRANSLATE_NOOP("paper", "码的用途不能改，已经印在纸上。另做一个新码。"),
    "printed_about": QT_TRANSLATE_NOOP("paper", "桌码要写桌号，店员码要写店员。"),
    "printed_text": QT_TRANSLATE_NOOP("paper", "名称和渠道最多 60 个字。"),
    "printed_target": QT_TRANSLATE_NOOP("paper", "群码只进本店的群，不能改去别的网址。"),
    "printed_validity": QT_TRANSLATE_NOOP("paper", "有效期的开始要早于结束。"),
    "target_unsafe": QT_TRANSLATE_NOOP("paper", "链接要以 https:// 开头。从企业微信里复制完整的链接再贴。"),
    "group_unknown": QT_TRANSLATE_NOOP("paper", "这是别家店的群。"),
    "group_id": QT_TRANSLATE_NOOP("paper", "总部不认这个群的编号。放弃这一条，重新加一个群。"),
    "group_chat": QT_TRANSLATE_NOOP("paper", "企业微信群 ID 太长了，或者有换行。重新复制一遍。"),
    "group_chat_taken": QT_TRANSLATE_NOOP("paper", "另一个群已经用了这个企业微信群 ID。核对一遍，或者改那个群。"),
    "group_name": QT_TRANSLATE_NOOP("paper", "群名最多 60 个字。"),
    "group_capacity": QT_TRANSLATE_NOOP("paper", "群的上限要在 1 到 500 之间。"),
    "group_past": QT_TRANSLATE_NOOP("paper", "这个日期已经过了：填以后的日期，或者留空。"),
    "group_members": QT_TRANSLATE_NOOP("paper", "人数要在 0 到 500 之间。"),
    "picture_unreadable": QT_TRANSLATE_NOOP("paper", "打不开这张图。要 PNG 或 JPEG，重新保存再选。"),
    "picture_large": QT_TRANSLATE_NOOP("paper", "图太大了。截小一点，或发到电脑上再存。"),
    "picture_codeless": QT_TRANSLATE_NOOP("paper", "图里扫不出二维码。从企业微信重新保存群二维码，要完整、清楚。"),
    "picture_codes": QT_TRANSLATE_NOOP("paper", "图里有几个二维码。只截这个群的那一个。"),
    "picture_no_link": QT_TRANSLATE_NOOP("paper", "这个码不通到哪里，客人进不了群。从企业微信重新保存群二维码。"),
    "picture_own": QT_TRANSLATE_NOOP("paper", "这是我们自己印的码，扫了又回到这里。要群二维码，从企业微信保存。"),
    "print_empty": QT_TRANSLATE_NOOP("paper", "这次什么也没印。"),
    "print_id": QT_TRANSLATE_NOOP("paper", "总部不认这次印刷的编号。"),
    "print_large": QT_TRANSLATE_NOOP("paper", "一次最多登记 5000 个码。分几次印。"),
    "print_text": QT_TRANSLATE_NOOP("paper", "地点和备注最多 200 个字。"),
    "print_unknown": QT_TRANSLATE_NOOP("paper", "登记里没有这次印刷。"),
    "piece_unknown": QT_TRANSLATE_NOOP("paper", "这次印刷里没有这个码。"),
    "changed_since": QT_TRANSLATE_NOOP("paper", "后来有人改过了。看一眼现在的样子，还要改就再改一次。"),
    "not_as_written": QT_TRANSLATE_NOOP("paper", "总部写进去的和读出来的不一样，什么都没改。再发一次。"),
}
"""What is said for the codes of faults about paper."""


def fault_sentence(code: str) -> str:
    """Return the sentence for a fault's code, "" for one that is not about paper."""
    sentence = SENTENCES.get(code)
    return translate("paper", str(sentence)) if sentence else ""
