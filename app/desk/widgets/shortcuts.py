"""Keys of a screen that act at once, without a modifier."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_key(screen: QWidget, key: str, act: Callable[[], object]) -> None:
    """Do `act` when `key` is pressed on `screen` or on a part of it. A key that is held down is pressed once: it agrees
    to nothing twice."""
    shortcut = QShortcut(QKeySequence(key), screen)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
