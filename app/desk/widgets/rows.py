"""A list of rows that a delegate paints: no frame, thin scroll bar, one height for all."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QWidget

from app.desk.theme.theme import Theme

from .scroll import ThinScrollBar


class RowList(QListView):
    """Shows `model` as `rows` paint it, on `ground`."""

    def __init__(
        self,
        theme: Theme,
        model: QAbstractListModel,
        rows: QStyledItemDelegate,
        parent: QWidget,
        ground: QPalette.ColorRole = QPalette.ColorRole.Window,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar(theme, self))
        self.viewport().setBackgroundRole(ground)
