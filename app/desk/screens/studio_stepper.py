"""A small number, one less or one more."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY
from app.desk.widgets.button import Button

MOST = 99


class Stepper(QWidget):
    """From 1 to `MOST`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.number, self._name = theme, 1, ""
        self.fewer, self.more = Button(theme, "−", parent=self), Button(theme, "+", parent=self)
        self.fewer.clicked.connect(lambda: self.show_number(self.number - 1))
        self.more.clicked.connect(lambda: self.show_number(self.number + 1))
        self.setFocusProxy(self.more)
        self.show_number(1)

    def say(self, name: str, fewer: str, more: str) -> None:
        """Take a name, and what the buttons do, for those who hear them."""
        self._name = name
        self.fewer.say("−", fewer)
        self.more.say("+", more)
        self.show_number(self.number)

    def show_number(self, number: int) -> None:
        """Show this number, or the nearest that there may be."""
        self.number = max(1, min(number, MOST))
        self.fewer.setEnabled(self.number > 1)
        self.more.setEnabled(self.number < MOST)
        self.setAccessibleName(f"{self._name} {self.number}".strip())
        for button in (self.fewer, self.more):  # they have the keys, so the number is heard on them
            button.setAccessibleDescription(self.accessibleName())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the buttons at both ends."""
        side = self._theme.px(40)
        self.fewer.setGeometry(0, 0, side, self.height())
        self.more.setGeometry(self.width() - side, 0, side, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the number between them."""
        theme, text = self._theme, str(self.number)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            left = (self.width() - theme.letters.width(BODY, text)) / 2
            theme.painter.text(painter, Box(left, 0, 0, self.height()), text, BODY, "ink")
