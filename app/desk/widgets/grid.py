"""A grid that a delegate paints: as many beside each other as there is room for, and the scroll bar always there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.desk.paint.theme import Theme

from .rows import PlainList


class Grid(PlainList):
    """Lies on `ground`; all that it shows is of one size, and stays where it is."""

    def __init__(self, theme: Theme, parent: QWidget | None, ground: QPalette.ColorRole) -> None:
        super().__init__(theme, parent, ground)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # A bar that comes and goes would change how many stand beside each other, and with that whether it is needed.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
