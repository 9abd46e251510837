"""Sending on what was held as Qt would have: a key that the widget does not claim may be a shortcut's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_KEYPAD = Qt.KeyboardModifier.KeypadModifier.value


def pass_on(target: QWidget, event: QKeyEvent | QInputMethodEvent) -> None:
    """Send `event` to `target`; a key that it does not claim for itself may be a shortcut's instead."""
    if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not _claims(target, event):
        shortcut = _shortcut(target, event)
        if shortcut is not None:
            shortcut.activated.emit()
            return
    QCoreApplication.sendEvent(target, event)


def _claims(target: QWidget, event: QKeyEvent) -> bool:
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
    asked.ignore()
    QCoreApplication.sendEvent(target, asked)
    return asked.isAccepted()


def _shortcut(target: QWidget, event: QKeyEvent) -> QShortcut | None:
    """Return the nearest shortcut around `target` that this key does, as Qt finds it for a key that is not held."""
    pressed = QKeySequence(event.keyCombination().toCombined() & ~_KEYPAD)
    around: QObject | None = target
    while isinstance(around, QWidget):
        for shortcut in around.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            here = around is target or shortcut.context() is not Qt.ShortcutContext.WidgetShortcut
            if here and shortcut.isEnabled() and around.isEnabled() and shortcut.key() == pressed:
                return shortcut
        around = around.parent()
    return None
