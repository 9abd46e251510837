"""What is said after something was done, or could not be."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.changes import BoardCard
from app.domain.commands import (
    Acknowledge,
    AddNote,
    AddTaste,
    Command,
    DropTaste,
    MarkLeft,
    MarkNoShow,
    Register,
    Reopen,
    Seat,
)
from app.domain.faults import Fault
from app.domain.guests import GuestCard
from app.domain.tastes import TasteKind

from .words_card import kind_word, name_word

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
    match code:
        case "table_missing":
            return translate("act", "还没有选桌。先输入桌号。")
        case "phone_unreadable":
            return translate("act", "{text} 不像手机号。检查一下，或先留空。").format(text=facts.get("text", ""))
        case "note_length":
            return translate("act", "备注要 1 到 {limit} 个字。").format(limit=facts.get("limit", "500"))
        case "tag_length":
            return translate("act", "口味要 1 到 {limit} 个字。").format(limit=facts.get("limit", "12"))
        case "guest_unknown":
            return translate("act", "总部没有这位客人了。刷新后再记。")
        case "arrival_unknown":
            return translate("act", "这一桌已经不在了。")
        case "not_enrolled":
            return translate("act", "这台前台还没有登记到门店。先登记。")
        case "disk_full":
            return translate("act", "磁盘满了，这一步没有记下。腾出空间后再做一次。")
        case "localdb_busy":
            return translate("act", "数据被别的程序占用，这一步没有记下。稍后再做一次。")
        case "localdb_newer":
            return translate("act", "数据来自更新的版本。请安装新版再打开。")
        case "desk_running":
            return translate("act", "这台电脑上已经开着一个迎宾。")
        case "code_unknown" | "code_used" | "code_expired" | "enrolment_code":
            return translate("act", "登记码不对或已过期。请店长再要一个。")
        case _:
            return ""


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
        case Register(name=name):
            return translate("act", "登记 {name}").format(name=name)
        case AddNote(text=text):
            return translate("act", "备注：{text}").format(text=text)
        case AddTaste(tag=tag, kind=taste):
            return f"{kind_word(taste)} {tag}"
        case DropTaste(tag=tag):
            return translate("act", "去掉口味 {tag}").format(tag=tag)
        case None:
            return kind


def refusal(code: str, reason: str) -> str:
    """Return why HQ refused a command: our sentence for its code, else HQ's own words."""
    sentence = fault_sentence(code, {})
    return sentence or translate("act", "总部没有接受：{reason}").format(reason=reason or code)
