"""Sentences for people, in the language of the screen: columns, the link, faults. Chinese is the source."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.desk.models.board import Column

translate = QCoreApplication.translate


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
    return translate("board", "%n 桌", "", count)


def below_word(count: int) -> str:
    """Return that `count` more cards are further down."""
    return translate("board", "下面还有 %n 桌 ↓", "", count)


def nobody_word() -> tuple[str, str]:
    """Return what an empty board says: a heading and a line below it."""
    return translate("board", "现在没有客人"), translate("board", "有人取号、预约或扫桌码，马上出现在这里。")


def board_word() -> str:
    """Return what the board is called by a screen reader."""
    return translate("board", "迎宾看板")
