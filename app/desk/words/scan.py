"""What is said about a scanned code. None of these words ever holds the code itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.codes import CodeKind

translate = QCoreApplication.translate


def half() -> str:
    """A scan that came in part."""
    return translate("scan", "没扫全，请再扫一次")


def composing() -> str:
    """A scan that an input method swallowed in part."""
    return translate("scan", "输入法吞了几个字，请再扫一次")


def first_enrol() -> str:
    """A scan on a desk that has no guests yet."""
    return translate("scan", "先登记这台前台，再扫码")


def not_a_guest(kind: CodeKind) -> str:
    """A code that is nobody's."""
    match kind:
        case CodeKind.PAYMENT:
            return translate("scan", "这是付款码，请到收银台扫。这里什么都没记。")
        case CodeKind.LINK:
            return translate("scan", "这是给客人手机扫的码，前台不用扫")
        case CodeKind.OTHER_LINK:
            return translate("scan", "这是一个网址，不是会员码")
        case CodeKind.PRODUCT:
            return translate("scan", "这是商品条码，不是会员码")
        case CodeKind.BROKEN:
            return half()
        case _:
            return translate("scan", "不认识这个码")


def looking() -> str:
    """The store has not cached the member; HQ is asked."""
    return translate("scan", "本店没有这位会员，正在问总部")


def unknown() -> str:
    """HQ does not know the member either."""
    return translate("scan", "总部也没有这位会员。先登记下来吧。")


def unknown_offline() -> str:
    """The store does not know the member, and HQ did not answer."""
    return translate("scan", "本店没有这位会员，总部没有回应。先登记，连上后总部会认出来。")


def here_already(name: str, place: str) -> str:
    """The member is on the board."""
    if not place:
        return translate("scan", "{name} 已经在这里").format(name=name)
    return translate("scan", "{name} 已经在这里：{place}").format(name=name, place=place)


def member_note(number: str) -> str:
    """What the form of an unknown member is filled with, so that HQ can tell later."""
    return translate("scan", "会员号 {number}").format(number=number)


def kind_word(kind: CodeKind) -> str:
    """Return what a code is, for the box that tries the scanner."""
    match kind:
        case CodeKind.MEMBER:
            return translate("scan", "会员码")
        case CodeKind.BROKEN:
            return translate("scan", "没扫全的会员码")
        case CodeKind.LINK:
            return translate("scan", "给客人手机扫的码")
        case CodeKind.OTHER_LINK:
            return translate("scan", "网址")
        case CodeKind.PAYMENT:
            return translate("scan", "付款码")
        case CodeKind.PHONE:
            return translate("scan", "手机号")
        case CodeKind.PRODUCT:
            return translate("scan", "商品条码")
        case CodeKind.PLAIN:
            return translate("scan", "号码，可能是会员号")
        case CodeKind.UNKNOWN:
            return translate("scan", "不认识的码")
