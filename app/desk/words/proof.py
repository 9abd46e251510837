"""The words of the check before printing: what was proven, what is wrong and how to mend it."""

from __future__ import annotations

from enum import StrEnum
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.desk.workshop.orders import Facts
from app.domain.faults import Fault

from . import act as words_act
from .plurals import plurals

translate = QCoreApplication.translate


class Mark(StrEnum):
    """How a line of the check stands."""

    GOOD = "good"
    WAITING = "waiting"
    WARN = "warn"
    BAD = "bad"


class Check(NamedTuple):
    """One line of the check before printing: what holds, and what it was held against."""

    mark: Mark
    text: str
    right: str = ""


def leads_outside(link: str) -> bool:
    """Return whether a phone anywhere can open the link: not an address of this machine or of this house's net."""
    host = urlsplit(link).hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".lan", ".internal", ".localhost"))


def checks(facts: Facts | None, wrong: BaseException | None, done: int, pages: int, link: str) -> tuple[Check, ...]:
    """Return the lines of the check: what was found, what is wrong, or how far it is."""
    if wrong is not None:
        return (Check(Mark.BAD, refused(wrong)), _outside(link))
    if facts is None:
        text = translate("studio", "正在试扫 {done} / {pages} 页").format(done=done, pages=pages)
        return (Check(Mark.WAITING, text, hardships()), _outside(link))
    return (
        Check(Mark.GOOD, plurals.pages_scan(facts.pages), hardships()),
        Check(
            Mark.GOOD,
            translate("studio", "码点 {module} mm").format(module=f"{facts.module:.2f}"),
            translate("studio", "至少 {least}").format(least=f"{facts.least:.2f}"),
        ),
        Check(
            Mark.GOOD,
            translate("studio", "留白 4 格 · 对比 {ratio}:1").format(ratio=f"{facts.contrast:.0f}"),
            translate("studio", "{level} 级纠错").format(level=facts.level),
        ),
        Check(
            Mark.GOOD if facts.embedded else Mark.WARN,
            translate("studio", "字体已嵌入") if facts.embedded else translate("studio", "字体没有全部嵌入"),
            translate("studio", "出血 {bleed} mm").format(bleed=f"{facts.bleed:g}") if facts.bleed else "",
        ),
        _outside(link),
    )


def checks_meanwhile(link: str) -> tuple[Check, ...]:
    """Return the lines of the check while something is printed or saved: it is proven on the way."""
    return (Check(Mark.WAITING, translate("studio", "印的时候逐页试扫"), hardships()), _outside(link))


def _outside(link: str) -> Check:
    if leads_outside(link):
        return Check(Mark.GOOD, translate("studio", "手机在哪都能打开"), urlsplit(link).hostname or "")
    if not link:
        return Check(Mark.WARN, translate("studio", "还没有链接，等总部给"))
    return Check(Mark.WARN, translate("studio", "只能在本机打开，先别印"), urlsplit(link).hostname or "")


def hardships() -> str:
    """Return how every page is scanned."""
    return translate("studio", "正、斜、糊、暗")


_HARD = {
    "clean": QT_TRANSLATE_NOOP("studio", "正着"),
    "blurred": QT_TRANSLATE_NOOP("studio", "对焦不准时"),
    "tilted": QT_TRANSLATE_NOOP("studio", "斜着"),
    "dimmed": QT_TRANSLATE_NOOP("studio", "光线暗时"),
    "thermal": QT_TRANSLATE_NOOP("studio", "用热敏打印机印出来"),
    "dotted": QT_TRANSLATE_NOOP("studio", "用旧热敏打印机印出来"),
}


def refused(wrong: BaseException) -> str:
    """Return what would not work on paper, and how to mend it."""
    if not isinstance(wrong, Fault):
        return words_act.fault(wrong)
    sentence = _REFUSED.get(wrong.code)
    if wrong.facts.get("unexpected"):
        sentence = QT_TRANSLATE_NOOP("studio", "第 {page} 页多出一个码：标志里有码吗？换一张标志。")
    if not sentence:
        return words_act.fault(wrong)
    facts = {key: str(value) for key, value in wrong.facts.items()}
    facts["hardship"] = translate("studio", str(_HARD.get(facts.get("hardship", ""), "")))
    return translate("studio", str(sentence)).format_map(_Facts(facts))


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


_REFUSED: dict[str, object] = {
    "code_logo": QT_TRANSLATE_NOOP("studio", "标志占 {covered} %：这里最多 {most} %。把标志调小。"),
    "code_too_small": QT_TRANSLATE_NOOP("studio", "码宽 {width} mm：这里至少 {least} mm。换大一号的模板，或去掉标志。"),
    "code_quiet_zone": QT_TRANSLATE_NOOP("studio", "码四周留白 {margin} mm：至少 {least} mm。换一个模板。"),
    "code_inverted": QT_TRANSLATE_NOOP("studio", "码比底色浅，很多手机不认。码的颜色选深一点。"),
    "code_contrast": QT_TRANSLATE_NOOP("studio", "对比 {contrast} %：至少 {least} %。码的颜色选深一点。"),
    "code_unread": QT_TRANSLATE_NOOP("studio", "第 {page} 页{hardship}扫不出来。印大一点，用白底黑码，或不放标志。"),
    "code_too_long": QT_TRANSLATE_NOOP("studio", "链接太长，最多 {limit} 个字符。请总部换短的网址。"),
    "text_no_room": QT_TRANSLATE_NOOP("studio", "“{text}”放不下。写短一点，或换大一号的模板。"),
    "logo_unreadable": QT_TRANSLATE_NOOP("studio", "标志的图打不开，或已经不在了。换 PNG、JPG 或 SVG，或不要标志。"),
    "colour_unreadable": QT_TRANSLATE_NOOP("studio", "{text} 不是颜色，要像 #0f6b5c。"),
    "nothing_to_print": QT_TRANSLATE_NOOP("studio", "还没有选。在左边选要印的码。"),
    "file_unwritten": QT_TRANSLATE_NOOP("studio", "没存成：磁盘满了，或这个文件夹不让写。什么都没留下，换个文件夹。"),
    "picture_too_large": QT_TRANSLATE_NOOP("studio", "{dots} dpi 的图太大，做不了。清晰度选低一点，或存 PDF。"),
    "workshop_gone": QT_TRANSLATE_NOOP("studio", "做页面的程序中断了，什么都没留下。再试一次；还不行就重开程序。"),
    "printer_gone": QT_TRANSLATE_NOOP("studio", "找不到打印机 {name}。开机、接好线，再打开这一页。"),
    "printer_failed": QT_TRANSLATE_NOOP("studio", "打印机没有接受。看看有没有纸、开没开机，再打一次；或先存 PDF。"),
    "template_unknown": QT_TRANSLATE_NOOP("studio", "没有这个模板了。换一个。"),
    "template_text": QT_TRANSLATE_NOOP("studio", "模板 {file} 的文件坏了，请总部重新给一份。"),
    "template_wrong": QT_TRANSLATE_NOOP("studio", "模板 {file} 的文件坏了，请总部重新给一份。"),
    "text_no_letter": QT_TRANSLATE_NOOP("studio", "“{text}”里的“{letter}”，这台电脑没有这个字。换一个字，或装上字体。"),
    "unreachable": QT_TRANSLATE_NOOP("studio", "连不上总部，要不到别家门店的码。本店的照样能印。"),
    "not_connected": QT_TRANSLATE_NOOP("studio", "连不上总部，要不到别家门店的码。本店的照样能印。"),
    "timeout": QT_TRANSLATE_NOOP("studio", "总部没有回应，要不到别家门店的码。本店的照样能印。"),
}
