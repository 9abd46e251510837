"""What the keys do, in a few words, and why one cannot be taken."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.desk.keys import Refusal

translate = QCoreApplication.translate

_DOES: dict[str, object] = {
    "HELP": QT_TRANSLATE_NOOP("KeysView", "全部按键"),
    "WELCOME": QT_TRANSLATE_NOOP("KeysView", "我去迎接 VIP"),
    "SEAT": QT_TRANSLATE_NOOP("KeysView", "入座、换桌"),
    "REGISTER": QT_TRANSLATE_NOOP("KeysView", "登记到店，或登记是谁"),
    "PAGE": QT_TRANSLATE_NOOP("KeysView", "这位客人的全部"),
    "NOTE": QT_TRANSLATE_NOOP("KeysView", "记备注"),
    "TASTE": QT_TRANSLATE_NOOP("KeysView", "记口味、忌口、过敏"),
    "NO_SHOW": QT_TRANSLATE_NOOP("KeysView", "过号未到"),
    "LEFT": QT_TRANSLATE_NOOP("KeysView", "离店"),
    "CONFLICT": QT_TRANSLATE_NOOP("KeysView", "核对身份"),
    "REVEAL": QT_TRANSLATE_NOOP("KeysView", "显示全部号码"),
    "MUTE": QT_TRANSLATE_NOOP("KeysView", "先别响"),
    "PRINT": QT_TRANSLATE_NOOP("KeysView", "二维码：打印"),
    "SAVE": QT_TRANSLATE_NOOP("KeysView", "二维码：存 PDF"),
    "UNDO": QT_TRANSLATE_NOOP("KeysView", "撤销上一步"),
}


def does_word(name: str) -> str:
    """Return what a key does."""
    return translate("KeysView", str(_DOES[name]))


def refusal_word(refusal: Refusal, key: str) -> str:
    """Return why `key` cannot be taken, and what to do."""
    match refusal.why:
        case "taken":
            does = does_word(refusal.by)
            return translate("keys", "{key} 已经用在“{does}”上，换一个，或先改那一个。").format(key=key, does=does)
        case "kept":
            return translate("keys", "{key} 每个程序都用，换一个。").format(key=key)
        case _:
            return translate("keys", "{key} 是打字用的，请用 F 键，或 Ctrl、Alt 加字母。").format(key=key)
