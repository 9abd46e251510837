"""What the rows of every list have in common: one height, smooth letters, and a box that says which one is chosen."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desk.models.rows import ROW, Index

from .theme import Theme


class RowPainter(QStyledItemDelegate):
    """Draws rows of a `RowModel`, `height` px high at 100 %; `zone` is the store's, None until it is known."""

    def __init__(self, theme: Theme, parent: QWidget, height: int) -> None:
        super().__init__(parent)
        self.theme, self.height = theme, height
        self.zone: tzinfo | None = None

    def draw(self, painter: QPainter, row: Any, room: QRectF, *, chosen: bool) -> None:  # noqa: ANN401 - any list's row
        """Draw one row into its room. The painter is given back as it was."""
        raise NotImplementedError

    def box(self, painter: QPainter, box: QRectF, *, chosen: bool, quiet: bool = False) -> None:
        """Draw the box that a row stands in; a `quiet` one does not stand out from the screen."""
        colours, radius = self.theme.colours, self.theme.px(10)
        painter.setPen(QPen(colours.accent, 2) if chosen else QPen(colours.line, 1))
        painter.setBrush(colours.bg if quiet else colours.panel)
        painter.drawRoundedRect(box, radius, radius)

    @property
    def tall(self) -> int:
        """Height of a row, px."""
        return self.theme.px(self.height)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the room of one row; a list gives it its own width."""
        return QSize(100, self.tall)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self.draw(painter, index.data(ROW), QRectF(option.rect), chosen=chosen)
        painter.restore()
