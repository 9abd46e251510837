"""The head of the print register: which sheet is listed, the search, and the way to a new code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.models.prints import Register, Sheet
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import HEAD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words import register as words

KEYS = {1: Sheet.JOBS, 2: Sheet.DUE, 3: Sheet.CODES}
HEIGHT = 112

SEARCH = 160
"""Px at 100 % that the search needs."""


class PrintHead(QWidget):
    """Says which sheet is asked for (`asked`, a `Sheet`)."""

    asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._register = Register()
        self.sheets = {sheet: Button(theme, key=str(n), look=Look.CHOICE, parent=self) for n, sheet in KEYS.items()}
        self.search = Field(theme, parent=self)
        self.new_code = Button(theme, key="N", parent=self)
        for sheet, button in self.sheets.items():
            button.clicked.connect(lambda _=False, sheet=sheet: self.asked.emit(sheet))
        self.mark(Sheet.JOBS)
        theme.changed.connect(self._place)

    def mark(self, sheet: Sheet) -> None:
        """Mark the sheet that is listed."""
        for each, button in self.sheets.items():
            button.setChecked(each is sheet)

    def count(self, register: Register) -> None:
        """Say how many rows each sheet has."""
        self._register = register
        for sheet, button in self.sheets.items():
            button.say(words.sheet_word(sheet, len(register.rows(sheet))))
        self._place()

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        self.search.say(*words.search_words())
        self.new_code.say(words.new_code_word())
        self.count(self._register)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    def _place(self) -> None:
        px, width = self._theme.px, self.width()
        hint = self.new_code.sizeHint()
        self.new_code.setGeometry(width - px(24) - hint.width(), px(17), hint.width(), hint.height())
        x = px(24)
        for button in self.sheets.values():
            hint = button.sizeHint()
            button.setGeometry(x, px(66), hint.width(), hint.height())
            x += hint.width() + px(8)
        top, x, right = px(65), x + px(4), width - px(24)
        if right - x < px(SEARCH):  # beside the heading, where the sheets leave it no room
            wide = self._theme.letters.width(HEAD, words.title_word())
            top, x, right = px(16), px(26) + int(wide) + px(16), self.new_code.x() - px(8)
        self.search.setGeometry(x, top, max(min(right - x, px(520)), px(60)), self.search.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the heading."""
        px = self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            self._theme.painter.text(painter, Box(px(26), px(17), 0, px(38)), words.title_word(), HEAD, "ink")
