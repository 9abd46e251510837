"""The words of the studio: for whom, what the proof found, what is wrong and how to mend it, what came of a print."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.desk.models.studio import Aim
from app.desk.models.studio_order import Order
from app.domain.funnel import FunnelCard
from app.domain.groups import GroupAlert, Trouble
from app.domain.prints import Medium

from .plurals import plurals

translate = QCoreApplication.translate


_AIMS = {
    Aim.GROUP: QT_TRANSLATE_NOOP("studio", "门店福利群"),
    Aim.VIP: QT_TRANSLATE_NOOP("studio", "VIP 群"),
    Aim.TABLES: QT_TRANSLATE_NOOP("studio", "桌台"),
    Aim.STAFF: QT_TRANSLATE_NOOP("studio", "店员"),
    Aim.MANAGER: QT_TRANSLATE_NOOP("studio", "店长"),
    Aim.CAMPAIGN: QT_TRANSLATE_NOOP("studio", "活动"),
}


def aim_word(aim: Aim) -> str:
    """Return for whom a code is."""
    return translate("studio", str(_AIMS[aim]))


def aim_count(aim: Aim, count: int, room: tuple[int, int] | None) -> str:
    """Return what stands at the right of an aim: members of places, or how many codes there are."""
    if room is not None:
        return f"{room[0]}/{room[1]}"
    if not count:
        return translate("studio", "还没有码")
    match aim:
        case Aim.TABLES:
            return plurals.tables(count)
        case Aim.STAFF:
            return plurals.staff(count)
        case Aim.CAMPAIGN:
            return plurals.campaigns(count)
        case _:
            return ""


def chosen_word(aim: Aim, chosen: int, of: int, chain: bool) -> str:
    """Return the heading of the grid."""
    name = translate("studio", "全部门店") if chain else aim_word(aim)
    if chosen == of:
        return translate("studio", "{name} · 全选 {count}").format(name=name, count=chosen)
    return translate("studio", "{name} · 已选 {count}").format(name=name, count=chosen)


def page_word(number: int, pages: int) -> str:
    """Return which page is shown, 0 and up."""
    return translate("studio", "第 {page} 页 / {pages}").format(page=number + 1, pages=pages)


def size_word(title: str, width: float, height: float, zoom: int) -> str:
    """Return what is shown: the template, the paper in mm, how large it is on the screen."""
    return f"{title} · {width:g} × {height:g} mm · {zoom} %"


def week_word(card: FunnelCard | None) -> str:
    """Return what came of a code in the last seven days."""
    if card is None or not card.week.scanned:
        return translate("studio", "还没有人扫")
    people = translate("studio", "扫 {count} 人").format(count=card.week.scanned)
    share = card.week.joined_share
    if share is None:
        return people
    return f"{people} · " + translate("studio", "入群 {percent}%").format(percent=round(share * 100))


def printed_word(copies: int, at: datetime | None) -> str:
    """Return how many pieces of a code were printed, and when the last ones; `at` in the store's time."""
    if not copies or at is None:
        return translate("studio", "还没印过")
    return f"{plurals.sheets(copies)} · {day_word(at)}"


def day_word(at: datetime) -> str:
    """Return a day; `at` in the store's time."""
    return translate("studio", "{month} 月 {day} 日").format(month=at.month, day=at.day)


def link_heading() -> str:
    """Return what a code's link is called."""
    return translate("studio", "短链")


def printed_heading() -> str:
    """Return what the count of prints is called."""
    return translate("studio", "已印")


def week_heading() -> str:
    """Return what the last seven days are called."""
    return translate("studio", "近 7 天")


def last_print(at: datetime, by: str, copies: int) -> str:
    """Return when something was printed last; `at` in the store's time."""
    told = " · ".join(part for part in (day_word(at), by, plurals.sheets(copies)) if part)
    return translate("studio", "上次打印 {told}").format(told=told)


def print_word(count: int, pages: int) -> str:
    """Return the word on the button that prints so many codes on so many pages."""
    if not count:
        return translate("studio", "打印")
    if count == pages:
        return plurals.print_sheets(count)
    told = f"{plurals.pages(pages)} · {plurals.codes(count)}"
    return translate("studio", "打印 {told}").format(told=told)


def sheets_word(pages: int, codes: int) -> str:
    """Return how many pages there are for how many codes."""
    if pages == codes:
        return plurals.pages(pages)
    return f"{plurals.pages(pages)} · {plurals.codes(codes)}"


def save_word() -> str:
    """Return the word on the button that saves."""
    return translate("studio", "保存")


def every_store() -> str:
    """Return what all stores together are called in a file's name."""
    return translate("studio", "全部门店")


def usual_places() -> tuple[str, ...]:
    """Return where printed pieces hang usually."""
    return (
        translate("studio", "大门"),
        translate("studio", "收银台"),
        translate("studio", "等位区"),
        translate("studio", "桌面"),
    )


def choose_logo() -> str:
    """Return the title over the choice of a logo."""
    return translate("studio", "选一张标志图片")


def choose_folder() -> str:
    """Return the title over the choice of a folder."""
    return translate("studio", "存到哪个文件夹")


def doing(medium: Medium) -> str:
    """Return what the press is doing."""
    match medium:
        case Medium.PRINTER:
            return translate("studio", "正在打印")
        case Medium.PNG:
            return translate("studio", "正在存图片")
        case _:
            return translate("studio", "正在存 PDF")


def stop_word() -> str:
    """Return the word on the button that stops it."""
    return translate("studio", "取消")


def stopping() -> str:
    """Return that it is about to stop."""
    return translate("studio", "正在取消")


def cancelled() -> str:
    """Return that it was stopped, and what is left of it."""
    return translate("studio", "已取消，没有留下半份文件。")


def show_folder() -> str:
    """Return the word on the button that shows where a file lies."""
    return translate("studio", "打开文件夹")


def made(order: Order, where: str, count: int) -> str:
    """Return what came out, and where."""
    name = PurePath(where).name
    if order.medium is Medium.PRINTER:
        return plurals.pages_printed(count)
    if order.each:
        return f"{plurals.files_saved(count)} · {name}"
    if order.medium is Medium.PNG and count > 1:
        return f"{plurals.pictures_saved(count)} · {PurePath(where).parent.name}"
    return translate("studio", "已存 {name}").format(name=name)


def not_registered(said: str, why: str) -> str:
    """Return that paper was made but the register of prints does not know it."""
    return translate("studio", "{said}，但没有记进印刷登记。{why}").format(said=said, why=why)


def no_codes(aim: Aim) -> str:
    """Return why there is nothing to choose, and what to do; lines."""
    match aim:
        case Aim.TABLES:
            return translate("studio", "还没有桌码。\n请总部导入桌台，码会自己来。")
        case Aim.STAFF:
            return translate("studio", "还没有店员码。\n请总部导入店员，码会自己来。")
        case Aim.CAMPAIGN:
            return translate("studio", "还没有活动码。\n到“印刷登记”里做一个。")
        case _:
            return translate("studio", "总部还没有给这个码。\n连上总部，码会自己来。")


def nothing_yet(ready: bool) -> str:
    """Return what stands in the place of the page where there is none."""
    return translate("studio", "在左边选要印的码，这里就是印出来的样子。") if ready else ""


def room_left(left: int) -> str:
    """Return how many places the groups behind a code have left."""
    return translate("studio", "福利群还剩 {left} 位").format(left=left)


def no_group() -> tuple[str, str]:
    """Return that guests who scan will find no group, and what to do."""
    return translate("studio", "还没有群，扫了进不去"), translate("studio", "先加群")


def group_alert(alert: GroupAlert, until: datetime | None) -> tuple[str, str]:
    """Return what the manager must see to, and how soon; `until` in the store's time."""
    match alert.trouble:
        case Trouble.NONE_LEFT:
            return translate("studio", "没有能进的群了"), translate("studio", "现在就加群")
        case Trouble.LAPSING:
            day = day_word(until) if until is not None else ""
            return translate("studio", "群码快到期"), day
        case _:
            return translate("studio", "福利群还剩 {left} 位").format(left=alert.left), translate("studio", "快加群")
