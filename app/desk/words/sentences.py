"""Sentences for people, in the language of the screen: columns, the link, faults. Chinese is the source."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app import __version__
from app.desk.models.board import Column
from app.domain.guests import GuestCard
from app.domain.tables import StoreCard
from app.localdb.settings import Enrolled
from app.sync.link import LinkState, LinkWord

from .card import span_word
from .plurals import plurals

translate = QCoreApplication.translate


def from_hq_word() -> str:
    """Return what stands beside a guest whom only HQ knew."""
    return translate("board", "来自总部")


def column_word(column: Column) -> str:
    """Return a column's heading."""
    match column:
        case Column.QUEUE:
            return translate("board", "排队")
        case Column.RESERVED:
            return translate("board", "预约")
        case Column.SEATED:
            return translate("board", "刚入座")


def parties_word(count: int) -> str:
    """Return a number of parties."""
    return plurals.parties(count)


def below_word(count: int) -> str:
    """Return that `count` more cards are further down."""
    return plurals.below(count)


def nobody_word() -> tuple[str, str]:
    """Return what an empty board says: a heading and a line below it."""
    return translate("board", "现在没有客人"), translate("board", "有人取号、预约或扫桌码，马上出现在这里。")


def board_word() -> str:
    """Return what the board is called by a screen reader."""
    return translate("board", "迎宾看板")


def daypart_word(at: datetime) -> str:
    """Return the weekday and the part of the day at the store's local time `at`."""
    day = (
        translate("shell", "周一"),
        translate("shell", "周二"),
        translate("shell", "周三"),
        translate("shell", "周四"),
        translate("shell", "周五"),
        translate("shell", "周六"),
        translate("shell", "周日"),
    )[(at - timedelta(hours=4)).weekday()]
    match at.hour:
        case 4 | 5 | 6 | 7 | 8 | 9:
            part = translate("shell", "早市")
        case 10 | 11 | 12 | 13:
            part = translate("shell", "午市")
        case 14 | 15 | 16:
            part = translate("shell", "下午")
        case 17 | 18 | 19 | 20:
            part = translate("shell", "晚市")
        case _:
            part = translate("shell", "夜宵")
    return translate("shell", "{day}{part}").format(day=day, part=part)


def link_word(link: LinkState, here: datetime) -> str:
    """Return what the lamp says; `here` is this machine's clock, as in `link.since`."""
    match link.state:
        case LinkWord.ONLINE:
            if link.waiting:
                return plurals.sending(link.waiting)
            return translate("shell", "在线 · 刚刚")
        case LinkWord.OFFLINE:
            if link.waiting:
                return plurals.offline(link.waiting)
            minutes = int((here - link.since).total_seconds() // 60)
            return (
                translate("shell", "离线 · {time}").format(time=span_word(minutes))
                if minutes
                else translate("shell", "离线")
            )
        case LinkWord.LOCKED if link.detail == "wire_too_old":
            return translate("shell", "需要更新程序")
        case LinkWord.LOCKED:
            return translate("shell", "需要重新登记")
        case LinkWord.SYNCING if link.progress is not None:
            percent = f"{int(link.progress * 100)} %"
            return translate("shell", "正在首次同步 {percent}").format(percent=percent)
        case LinkWord.SYNCING:
            return translate("shell", "正在首次同步")
        case _:
            return translate("shell", "正在连接")


def link_detail_word(link: LinkState) -> str:
    """Return why the link stands as it does, "" where all is well."""
    trouble = translate("shell", "总部出了问题，照常迎客，做的事都记着")
    return {
        "not_enrolled": translate("shell", "这台前台还没有登记到门店"),
        "device_rejected": translate("shell", "总部不认这台前台了，请店长重新登记"),
        "token_missing": translate("shell", "这台前台的钥匙不见了，请店长重新登记"),
        "wire_too_old": translate("shell", "版本太旧，总部不再支持。请更新程序"),
        "unreachable": translate("shell", "连不上总部，照常迎客，做的事都记着"),
        "timeout": translate("shell", "总部没有回应，照常迎客，做的事都记着"),
        "untrusted": translate("shell", "这台电脑不信任总部的证书，检查电脑的日期和时间。照常迎客，做的事都记着"),
        "unreadable": translate("shell", "网络那头回答的不是总部：要登录的网络，先登录。照常迎客，做的事都记着"),
        "disk_error": translate("shell", "数据文件读不了或写不了，请找技术运行 yingbin doctor"),
        "broken": trouble,
        "server_error": trouble,
        "disk_full": translate("shell", "磁盘满了"),
        "downloading": translate("shell", "正在下载客人名册"),
        "checking": translate("shell", "正在核对客人名册"),
    }.get(link.detail, "")


def as_of_word(at: datetime) -> str:
    """Return as of when the cards on the board are; `at` in the store's local time."""
    return translate("shell", "截至 {time}").format(time=at.strftime("%H:%M"))


def verb_word(name: str) -> str:
    """Return what a button of the panel does."""
    return {
        "welcome": translate("side", "我来迎接"),
        "seat": translate("side", "入座"),
        "move": translate("side", "换桌"),
        "register": translate("side", "登记是谁"),
        "arrive": translate("side", "登记到店"),
        "note": translate("side", "备注"),
        "taste": translate("side", "口味"),
        "page": translate("side", "全部"),
        "no_show": translate("side", "过号未到"),
        "left": translate("side", "离店"),
        "conflict": translate("side", "看对不上"),
    }[name]


def last_visit_word(guest: GuestCard, zone: tzinfo) -> str:
    """Return how often a guest came, and when last."""
    if guest.last_visit is None:
        return ""
    at = guest.last_visit.astimezone(zone)
    times = plurals.visits(guest.visits)
    return translate("side", "{times} · 上次 {m} 月 {d} 日").format(times=times, m=at.month, d=at.day)


def store_word(name: str, at: datetime) -> str:
    """Return the store and its part of the day, at its local time `at`."""
    return translate("shell", "{store} · {when}").format(store=name, when=daypart_word(at))


def enrol_word(link: LinkState) -> str:
    """Return what stands below the form of the first day: why it does not go on, "" where it does."""
    if link.state in (LinkWord.STARTING, LinkWord.ONLINE) or link.detail in ("", "not_enrolled", "downloading"):
        return ""
    if link.detail in ("unreachable", "timeout"):
        return translate("shell", "连不上总部。检查地址和网线，会自动再试。")
    return link_detail_word(link)


def tray_words() -> tuple[str, str, str]:
    """Return the tray's name, and the words that open the window and end the program."""
    return translate("shell", "迎宾"), translate("shell", "打开"), translate("shell", "退出")


def crash_word() -> str:
    """Return what is said after a start that follows a fault of ours."""
    return translate("shell", "上次出了错，已经记下来。做过的事都在，不用重做。")


def disk_full_word() -> str:
    """Return what is said while the disk is full."""
    return translate("shell", "磁盘满了：还能查客人，但新做的事记不下。腾出空间后自动恢复。")


def locked_word() -> str:
    """Return what is said while HQ does not know this desk."""
    return translate("shell", "总部不认这台前台了：照常迎客，做的事都记着。请店长重新登记。")


def rescued_word(count: int) -> str:
    """Return what is said after a damaged file was set aside."""
    return plurals.rescued(count)


def about_words(store: StoreCard | None, where: Enrolled | None, data: Path) -> list[tuple[str, str]]:
    """Return what this desk is, a line each: its store, HQ's address, its data folder, the version."""
    lines = []
    if store is not None:
        lines.append((translate("shell", "门店"), f"{store.name}（{store.store_id}）"))
    if where is not None:
        lines.append((translate("shell", "总部"), where.hq))
    lines.append((translate("shell", "数据"), str(data)))
    lines.append((translate("shell", "版本"), __version__))
    return lines
