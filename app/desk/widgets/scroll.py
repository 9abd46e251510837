"""A scroll bar that is there when it is needed and never louder than what it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QStyle, QStyleOptionSlider

from app.desk.paint.theme import Theme

_WIDTH = 10


class ThinScrollBar(QScrollBar):
    """Only the handle, thin and round."""

    def __init__(self, theme: Theme, parent: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme, self._ground = theme, parent.viewport()
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return its narrow size."""
        return QSize(self._theme.px(_WIDTH), 40)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the handle on the ground of what it scrolls."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), self._ground.palette().color(self._ground.backgroundRole()))
            if self.maximum() == self.minimum():
                return  # the bar keeps its room, so that nothing moves when it is needed
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colours.edge)
            box = QRectF(handle).adjusted(2, 2, -3, -2)
            painter.drawRoundedRect(box, box.width() / 2, box.width() / 2)
