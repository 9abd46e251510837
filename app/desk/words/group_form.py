"""The words of the form in which a group is added or changed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def title_word(name: str, kind: str) -> str:
    """Return the heading: a group's name, or that it is new."""
    return name or translate("group", "新的{kind}").format(kind=kind)


def field_words() -> dict[str, tuple[str, str]]:
    """Return the label of each field, and what stands in it while it is empty."""
    return {
        "name": (translate("group", "群名"), translate("group", "和企业微信里一样")),
        "capacity": (translate("group", "上限"), translate("group", "200 或 500")),
        "members": (translate("group", "现有人数"), translate("group", "不填就按总部算的")),
        "join_url": (translate("group", "入群链接"), translate("group", "从企业微信复制，https:// 开头；有图可不填")),
        "chat": (translate("group", "企业微信群 ID"), translate("group", "wr 开头的一串，可不填")),
        "until": (translate("group", "有效到"), translate("group", "年-月-日，不填就是一直有效")),
    }


def kind_label() -> str:
    """Return the label of the kinds."""
    return translate("group", "哪一种")


def picture_label() -> str:
    """Return the label of the picture."""
    return translate("group", "群二维码的图")


def choose_word() -> str:
    """Return the word on the button that chooses a file."""
    return translate("group", "选图片")


def paste_word() -> str:
    """Return the word on the button that pastes."""
    return translate("group", "粘贴")


def picture_hint() -> str:
    """Return how a picture gets here."""
    return translate("group", "把图拖到这里，或选文件、粘贴。")


def reading_word() -> str:
    """Return what is said while a picture is read."""
    return translate("group", "正在试扫…")


def held_word(text: str) -> str:
    """Return that HQ holds a picture, and what it says."""
    return translate("group", "总部存着一张，扫出来是 {text}").format(text=short(text))


def proven_word(text: str) -> str:
    """Return that a picture scans, and what it says."""
    return translate("group", "扫得出：{text}").format(text=short(text))


def nothing_pasted() -> str:
    """Return that there is no picture on the clipboard."""
    return translate("group", "剪贴板里没有图片。先在企业微信里复制群二维码。")


def short(text: str) -> str:
    """Return a link as it can be shown: without its scheme, its middle left out."""
    plain = text.removeprefix("https://").removeprefix("http://")
    return plain if len(plain) <= 42 else f"{plain[:28]}…{plain[-10:]}"


def lasts_words() -> dict[int, str]:
    """Return how long a picture or link may be said to be good, by days; 0: for ever."""
    return {
        7: translate("group", "7 天"),
        30: translate("group", "30 天"),
        0: translate("group", "一直有效"),
    }


def static_word() -> str:
    """Return what is known of static pictures."""
    return translate("group", "企业微信的群码图 7 天就失效。")


def keep_word(*, new: bool) -> str:
    """Return the word on the button that keeps what was typed."""
    return translate("group", "加上这个群") if new else translate("group", "保存")


def close_word(closed: bool) -> str:
    """Return the word on the button that closes a group, or opens it again."""
    return translate("group", "重新打开") if closed else translate("group", "关掉这个群")


def cancel_word() -> str:
    """Return the word on the button that forgets what was typed."""
    return translate("group", "不改了")


def no_chat_hint() -> str:
    """Return what stands in the chat's id of a group that has none."""
    return translate("group", "没填，人数不会自动计")


def chat_word(*, fixed: bool) -> str:
    """Return what the chat's id is for and where it is found; `fixed`: the group is known by it for good."""
    if fixed:
        return translate("group", "总部按它自动数谁进群、谁退群。这个群就是用它建的，不能改。")
    return translate("group", "总部靠它自动数谁进群、谁退群。是企业微信接口里的 chat_id，问管接口的同事；以后填也行。")


def sooner_word(before: str, now: str) -> str:
    """Return what is asked before a picture is replaced that lasts longer; `before` "": for ever."""
    if before:
        said = translate("group", "现在的图到 {before}，新的只到 {now}，换了就换不回来。真要换，再按一次。")
    else:
        said = translate("group", "现在的图一直有效，新的只到 {now}，换了就换不回来。真要换，再按一次。")
    return said.format(before=before, now=now)


def replace_word() -> str:
    """Return the word on the button where a picture that lasts longer would be replaced."""
    return translate("group", "真的换图")


def lacks(what: str, name: str = "") -> str:
    """Return what is missing or wrong in the form; `name`: the group that it is about."""
    words = {
        "name": translate("group", "先写群名，店员和客人靠它认。"),
        "capacity": translate("group", "上限要在 1 到 500 之间。"),
        "members": translate("group", "人数要在 0 到 500 之间。"),
        "way_in": translate("group", "还要入群链接或群二维码的图，不然客人进不来。"),
        "until": translate("group", "看不懂有效期：写成 2026-12-01 这样。"),
        "lasting": translate("group", "企业微信的群码图会过期，不能一直有效：写上有效期，或改用入群链接。"),
        "past": translate("group", "有效期已经过了：换一张新的群码，再选有效期。"),
        "chat": translate("group", "群 ID 是企业微信给的一串字母和数字，中间没有空格；不知道就不填。"),
        "taken": translate("group", "「{name}」已经用了这个群 ID：改那个群就行。").format(name=name),
        "reading": translate("group", "图还在试扫，等一下再保存。"),
    }
    return words[what]
