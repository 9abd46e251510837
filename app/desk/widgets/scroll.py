"""A room that scrolls, and its bar: there when it is needed and never louder than what it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

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


class ScrollRoom(QScrollArea):
    """Shows as much of `content` as there is room for, always with what has the keys."""

    def __init__(self, theme: Theme, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBar(ThinScrollBar(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(content)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Arrows move the keys too, but Qt follows Tab alone, and of a field it shows the cursor. Under a mouse nothing
        moves away."""
        content = self.widget()
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is not None and content is not None and content.isAncestorOf(now) and not pressed:
            middle = now.mapTo(content, now.rect().center())
            self.ensureVisible(0, middle.y(), 0, now.height() // 2 + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What has the keys stays in sight."""
        super().resizeEvent(event)
        self.follow()

    def follow(self) -> None:
        """Show what has the keys: there is other room, or it stands elsewhere now."""
        self._follow(None, QApplication.focusWidget())
