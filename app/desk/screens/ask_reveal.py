"""The question before a whole phone is shown: why. It is written down with the name of who asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.desk.paint.theme import Theme
from app.desk.widgets.button import Button
from app.desk.words import guest as words_guest

from .ask import Ask

REASON_LIMIT = 60
"""Characters of a reason in one's own words."""


class AskReveal(Ask):
    """Why the phone is needed: one of the usual reasons (Alt+1 to Alt+4), or a few words of one's own."""

    answered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.field.setMaxLength(REASON_LIMIT)
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        self.reasons: list[Button] = []
        for place in range(len(words_guest.reasons())):
            button = Button(theme, key=f"Alt+{place + 1}")
            self.reasons.append(button)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, button=button: self.answered.emit(button.text()))
            QShortcut(QKeySequence(button.key), self).activated.connect(button.click)
            grid.addWidget(button, place // 2, place % 2)
        self.column.insertLayout(1, grid)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language and letters in use."""
        self.say(self.tr("为什么要看号码？会记下是谁、为什么"), self.tr("别的原因，回车显示号码"))
        for button, text in zip(self.reasons, words_guest.reasons(), strict=True):
            button.say(text)

    def answer(self) -> None:
        """Take the reason, if one was typed."""
        if text := self.field.text().strip():
            self.answered.emit(text)
