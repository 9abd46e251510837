"""The head of the guest's page: name, tier, VIP, how to reach them, and what they must not have."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.desk.paint.head import Head, HeadLayout, lay_head
from app.desk.paint.theme import Theme
from app.desk.theme.letters import Letters
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.widgets.sheet import Piece


class GuestHead(Piece):
    """Shows a `Head`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.head: Head | None = None
        self._laid: tuple[float, HeadLayout] | None = None

    def show_head(self, head: Head) -> None:
        """Show this; it may need another height."""
        self.head, self._laid = head, None
        self.setAccessibleName(head.spoken())
        self.updateGeometry()
        self.update()

    def laid(self, width: float) -> HeadLayout | None:
        """Return where everything goes at `width` px; None before there is anything."""
        if self.head is None:
            return None
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, lay_head(self.head, self.theme.letters, width))
        return self._laid[1]

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height of everything."""
        laid = self.laid(width)
        return laid.height if laid is not None else 0

    def draw(self, painter: QPainter) -> None:
        """Draw it."""
        laid, theme = self.laid(self.width()), self.theme
        if laid is None:
            return
        pill = laid.pill
        painter.setPen(theme.colours.edge if laid.ribbon == "new" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.painter.ink(f"ribbon_{laid.ribbon}"))
        painter.drawRoundedRect(QRectF(pill.x + 0.5, pill.y + 0.5, pill.w - 1, pill.h - 1), theme.px(6), theme.px(6))
        if laid.badge is not None:
            theme.painter.badge(painter, laid.badge)
        for text in laid.texts:
            theme.painter.text(painter, text.box, text.text, text.role, text.ink)
        for chip in laid.chips:
            theme.painter.chip(painter, chip)


class HeadArea(QScrollArea):
    """Holds the head; in a low window it is scrolled."""

    def __init__(self, theme: Theme, head: GuestHead, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar(theme, self))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        head.setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(head)
