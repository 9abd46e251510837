"""A key of a screen acts once, however long somebody leans on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.widgets.shortcuts import on_key


def test_a_key_that_is_held_down_is_pressed_once(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    part = QWidget(screen)
    part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    pressed: list[str] = []
    on_key(screen, "D", lambda: pressed.append("D"))
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    part.setFocus()
    for repeated in (False, True, True, False):
        QTest.simulateEvent(part, True, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier, "d", repeated)
    assert pressed == ["D", "D"]
