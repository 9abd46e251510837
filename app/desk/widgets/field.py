"""A line to type into."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY


class Field(QLineEdit):
    """A text field with a round ground. `name` is its accessible name, `hint` stands in it while it is empty."""

    def __init__(self, theme: Theme, *, name: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrame(False)
        self.say(name, hint)
        self.dress()
        theme.changed.connect(self.dress)

    def say(self, name: str, hint: str = "") -> None:
        """Take other words."""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)

    def dress(self) -> None:
        """Take the colours and letters of the theme."""
        px, colours = self._theme.px, self._theme.colours
        self.setFont(self._theme.letters.font(BODY))
        self.setFixedHeight(px(40))
        self.setTextMargins(px(10), 0, px(10), 0)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, colours.ink)
        palette.setColor(QPalette.ColorRole.PlaceholderText, colours.muted)
        self.setPalette(palette)

    def loud(self) -> bool:
        """Whether the field shows that it has the focus."""
        return self.hasFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground, then the text."""
        colours = self._theme.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus = self.loud()
            painter.setPen(QPen(colours.accent if focus else colours.line, 2 if focus else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush if self.isReadOnly() else colours.field)
            inset = 1 if focus else 0.5
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(box, self._theme.px(8), self._theme.px(8))
        super().paintEvent(event)
