"""The buttons at the foot of a part of a screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractButton


def lay_from_right(buttons: Sequence[QAbstractButton], left: int, right: int, bottom: int, gap: int) -> tuple[int, int]:
    """Place those that are not hidden beside one another, the first one at `right`, in as many rows as they need from
    `bottom` up; return where the uppermost row begins (x, y). All of it in px."""
    edge, foot, top = right, bottom, bottom
    for button in buttons:
        if button.isHidden():
            continue
        hint = button.sizeHint()
        width = min(hint.width(), right - left)
        if edge - width < left:
            edge, foot = right, top - gap
        button.setGeometry(edge - width, foot - hint.height(), width, hint.height())
        edge, top = edge - width - gap, foot - hint.height()
    return edge + gap if edge < right else right, top
