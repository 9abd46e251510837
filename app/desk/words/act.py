"""What is said after something was done, or could not be."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.domain.changes import BoardCard
from app.domain.commands import (
    Acknowledge,
    AddNote,
    AddTaste,
    Command,
    DropTaste,
    MarkLeft,
    MarkNoShow,
    MergeGuests,
    Register,
    Reopen,
    ReopenConflict,
    RevealPhone,
    Seat,
    SettleConflict,
    UnmergeGuests,
)
from app.domain.faults import Fault
from app.domain.guests import GuestCard
from app.domain.tastes import TasteKind

from . import paper as words_paper
from .card import kind_word, name_word

translate = QCoreApplication.translate


def _party(card: BoardCard) -> str:
    """The party's name, with the ticket where nobody knows it yet."""
    name = name_word(card.guest)
    known = card.guest is not None and card.guest.name
    return name if known or not card.arrival.ticket_no else f"{name} {card.arrival.ticket_no}"


def welcomed(card: BoardCard) -> str:
    """A VIP is being welcomed."""
    return translate("act", "{name}：已有人去迎接").format(name=_party(card))


def seated(card: BoardCard, table: str) -> str:
    """A party sits."""
    return translate("act", "{name} 入座 {table}").format(name=_party(card), table=table)


def no_show(card: BoardCard) -> str:
    """A party did not come."""
    return translate("act", "{name} 过号未到").format(name=_party(card))


def left(card: BoardCard) -> str:
    """A party is gone."""
    return translate("act", "{name} 已离店").format(name=_party(card))


def noted(guest: GuestCard) -> str:
    """A note was taken."""
    return translate("act", "已记下：{name}").format(name=name_word(guest))


def tasted(guest: GuestCard, tag: str, kind: TasteKind) -> str:
    """A tag was added."""
    return translate("act", "{name}：{taste}").format(name=name_word(guest), taste=f"{kind_word(kind)} {tag}")


def dropped(guest: GuestCard, tag: str) -> str:
    """A tag was taken off."""
    return translate("act", "{name}：去掉 {tag}").format(name=name_word(guest), tag=tag)


def revealed(guest: GuestCard) -> str:
    """Somebody looked at the whole phone."""
    return translate("act", "看了 {name} 的号码，已记下").format(name=name_word(guest))


def unmerged(guest: GuestCard) -> str:
    """Two guests that were merged are two again."""
    return translate("act", "{name}：合并已拆开").format(name=name_word(guest))


def registered(name: str) -> str:
    """Somebody was registered."""
    return translate("act", "已登记 {name}").format(name=name) if name else translate("act", "已登记")


def undone(said: str) -> str:
    """Something was taken back."""
    return translate("act", "已撤销：{said}").format(said=said)


def undo() -> str:
    """The word on the button that takes back."""
    return translate("act", "撤销")


def nothing_to_undo() -> str:
    """There is nothing to take back."""
    return translate("act", "没有可以撤销的")


def fault(wrong: BaseException) -> str:
    """Return what happened, what is safe and what to do, for a fault of the rules or of the desk."""
    if not isinstance(wrong, Fault):
        return translate("act", "没有办成，什么都没写。再试一次；还不行就找技术。")
    facts = {key: str(value) for key, value in wrong.facts.items()}
    return fault_sentence(wrong.code, facts) or translate("act", "没有办成：{reason}").format(reason=wrong.detail)


def fault_sentence(code: str, facts: dict[str, str]) -> str:
    """Return the sentence for a fault's code, "" for one that nobody here knows."""
    sentence = _SENTENCES.get(code)
    if sentence is None:
        return words_paper.fault_sentence(code)
    return translate("act", str(sentence)).format_map(_USUAL | facts)


_USUAL = {"text": "", "limit": "", "url": "", "store": "", "folder": ""}

_SENTENCES: dict[str, object] = {
    "table_missing": QT_TRANSLATE_NOOP("act", "还没有选桌。先输入桌号。"),
    "phone_unreadable": QT_TRANSLATE_NOOP("act", "{text} 不像手机号。检查一下，或先留空。"),
    "note_length": QT_TRANSLATE_NOOP("act", "备注要 1 到 {limit} 个字。"),
    "reason_missing": QT_TRANSLATE_NOOP("act", "要写为什么，1 到 {limit} 个字。"),
    "manager_only": QT_TRANSLATE_NOOP("act", "这件事由店长定。请店长在这台前台再做一次。"),
    "conflict_settled": QT_TRANSLATE_NOOP("act", "别处已经定过，定的不一样。以先定的为准；要改，先重新打开。"),
    "conflict_gone": QT_TRANSLATE_NOOP("act", "这一条已经对上了，不用再定。"),
    "conflict_unknown": QT_TRANSLATE_NOOP("act", "总部没有这一条了。"),
    "conflict_one_sided": QT_TRANSLATE_NOOP("act", "另一边的人总部还不认识，没有可以合并的。"),
    "conflict_moved": QT_TRANSLATE_NOOP("act", "账单或号码已经归了别人，这一条定不了。"),
    "conflict_keep": QT_TRANSLATE_NOOP("act", "要留下的客人不在这一条的两边。"),
    "merge_same": QT_TRANSLATE_NOOP("act", "合并要选两位不同的客人。"),
    "merged_already": QT_TRANSLATE_NOOP("act", "这两位已经合并过了。"),
    "merge_unknown": QT_TRANSLATE_NOOP("act", "总部没有这次合并。"),
    "merge_reused": QT_TRANSLATE_NOOP("act", "这次合并已经拆开。要合并，重新再做一次。"),
    "tag_length": QT_TRANSLATE_NOOP("act", "口味要 1 到 {limit} 个字。"),
    "guest_unknown": QT_TRANSLATE_NOOP("act", "总部没有这位客人了。重新查一下再记。"),
    "arrival_unknown": QT_TRANSLATE_NOOP("act", "这一桌已经不在了。"),
    "not_enrolled": QT_TRANSLATE_NOOP("act", "这台前台还没有登记到门店。先登记。"),
    "disk_full": QT_TRANSLATE_NOOP("act", "磁盘满了，这一步没有记下。腾出空间后再做一次。"),
    "localdb_busy": QT_TRANSLATE_NOOP("act", "数据被别的程序占用，这一步没有记下。稍后再做一次。"),
    "localdb_newer": QT_TRANSLATE_NOOP("act", "数据来自更新的版本。请安装新版再打开。"),
    "data_folder": QT_TRANSLATE_NOOP(
        "act", "打不开数据文件夹 {folder}。里面记下的都没有动。请找技术运行 yingbin doctor。"
    ),
    "data_folder_full": QT_TRANSLATE_NOOP("act", "磁盘满了，打不开。里面记下的都在：腾出空间，再打开一次。"),
    "data_folder_slow": QT_TRANSLATE_NOOP(
        "act", "数据文件夹 {folder} 读得太慢。里面记下的都在，再打开一次；还不行就找技术运行 yingbin doctor。"
    ),
    "desk_running": QT_TRANSLATE_NOOP("act", "这台电脑上已经开着一个迎宾。"),
    "desk_closing": QT_TRANSLATE_NOOP("act", "程序正在退出，这一步没有记下。"),
    "code_unknown": QT_TRANSLATE_NOOP("act", "没有这个登记码。检查一下，或请店长再要一个。"),
    "code_used": QT_TRANSLATE_NOOP("act", "这个登记码用过了。请店长再要一个。"),
    "code_expired": QT_TRANSLATE_NOOP("act", "登记码过期了。请店长再要一个。"),
    "url_unreadable": QT_TRANSLATE_NOOP("act", "{url} 不是总部地址，要像 http://hq.example:8000。"),
    "outbox_other_store": QT_TRANSLATE_NOOP("act", "还有给原来门店的记录没发出。先连上原来的总部发完。"),
    "outbox_of_store": QT_TRANSLATE_NOOP("act", "这是在 {store} 店做的，不能替它再发。到那家店重做，再放弃这一条。"),
    "unreachable": QT_TRANSLATE_NOOP("act", "连不上总部。检查地址和网线，再试一次。"),
    "timeout": QT_TRANSLATE_NOOP("act", "总部没有回应。稍后再试一次。"),
    "broken": QT_TRANSLATE_NOOP("act", "线路断了，没有收到总部的回答。再试一次。"),
    "untrusted": QT_TRANSLATE_NOOP("act", "这台电脑不信任总部的证书。检查电脑的日期和时间，再试一次。"),
    "unreadable": QT_TRANSLATE_NOOP("act", "这个地址回答的不是总部。要登录的网络先登录，再检查地址。"),
    "server_error": QT_TRANSLATE_NOOP("act", "总部出了问题。稍后再试一次。"),
    "wire_too_old": QT_TRANSLATE_NOOP("act", "版本太旧，总部不再支持。请更新程序。"),
    "disk_error": QT_TRANSLATE_NOOP("act", "数据文件读不了或写不了，这一步没有记下。请找技术。"),
}


def command_word(command: Command | None, kind: str) -> str:
    """Return in a few words what a command does."""
    match command:
        case Acknowledge():
            return translate("act", "迎接 VIP")
        case Seat(table=table):
            return translate("act", "入座 {table}").format(table=table)
        case MarkNoShow():
            return translate("act", "过号未到")
        case MarkLeft():
            return translate("act", "离店")
        case Reopen():
            return translate("act", "撤销")
        case _:
            return _guest_word(command, kind)


def _guest_word(command: Command | None, kind: str) -> str:
    match command:
        case Register(name=name):
            return translate("act", "登记 {name}").format(name=name)
        case AddNote(text=text):
            return translate("act", "备注：{text}").format(text=text)
        case AddTaste(tag=tag, kind=taste):
            return f"{kind_word(taste)} {tag}"
        case DropTaste(tag=tag):
            return translate("act", "去掉口味 {tag}").format(tag=tag)
        case RevealPhone(reason=reason):
            return translate("act", "看号码：{reason}").format(reason=reason)
        case UnmergeGuests():
            return translate("act", "拆开合并")
        case MergeGuests():
            return translate("act", "合并客人")
        case SettleConflict():
            return translate("act", "定客人身份")
        case ReopenConflict():
            return translate("act", "重新打开对不上的一条")
        case _:
            return words_paper.command_word(command) or kind


def refusal(code: str, reason: str) -> str:
    """Return why HQ refused a command: our sentence for its code, else HQ's own words."""
    sentence = fault_sentence(code, {})
    return sentence or translate("act", "总部没有接受：{reason}").format(reason=reason or code)
