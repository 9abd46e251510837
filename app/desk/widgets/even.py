"""A list whose rows are all of one height: where each stands is reckoned, not laid out.

Qt's own list asks its model about every row whenever one of them comes, goes or changes: with ten thousand rows that
takes longer than a frame.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from app.desk.models.rows import Index, RowModel
from app.desk.paint.rows import RowPainter
from app.desk.paint.theme import Theme

from .rows import RowList

_Move, _Hint = QAbstractItemView.CursorAction, QAbstractItemView.ScrollHint


class EvenList(RowList):
    """Shows the rows of `model` as `rows` paint them. One is chosen at a time."""

    def __init__(
        self,
        theme: Theme,
        model: RowModel[Any],
        rows: RowPainter,
        parent: QWidget,
        ground: QPalette.ColorRole = QPalette.ColorRole.Window,
    ) -> None:
        self._painter = rows
        super().__init__(theme, model, rows, parent, ground)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def _tall(self) -> int:
        """Height of a row, px."""
        return self._painter.tall

    def doItemsLayout(self) -> None:  # noqa: N802
        """Lay out nothing: only the scroll bar follows the number of rows."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:  # noqa: N802
        """Let the scroll bar reach over all rows."""
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(self._tall)
        bar.setPageStep(high)
        bar.setRange(0, max(self._tall * self._held.rowCount() - high, 0))
        self.setVerticalScrollBarPolicy(self.verticalScrollBarPolicy())  # shows or hides the bar now, not a frame later

    def visualRect(self, index: Index) -> QRect:  # noqa: N802
        """Return where a row stands, px from the list's corner."""
        if not index.isValid():
            return QRect()
        top = index.row() * self._tall - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self._tall)

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802
        """Return the row at a point, none beside and below them."""
        if not 0 <= point.x() < self.viewport().width():
            return QModelIndex()
        return self._held.index((point.y() + self.verticalScrollBar().value()) // self._tall)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:  # noqa: N802
        """Bring a row into sight: no further than is needed, or where `hint` says."""
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()  # the scroll bar may not know of the row yet
        bar, room = self.verticalScrollBar(), self.viewport().height() - self._tall
        top = self.visualRect(index).top()
        at = {_Hint.PositionAtTop: 0, _Hint.PositionAtBottom: room, _Hint.PositionAtCenter: room // 2}
        bar.setValue(bar.value() + top - at.get(hint, min(max(top, 0), max(room, 0))))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        """Return the row that a key leads to."""
        last, page = self._held.rowCount() - 1, max(self.viewport().height() // self._tall - 1, 1)
        steps = {
            _Move.MoveUp: -1, _Move.MovePrevious: -1, _Move.MoveDown: 1, _Move.MoveNext: 1,
            _Move.MovePageUp: -page, _Move.MovePageDown: page, _Move.MoveHome: -last, _Move.MoveEnd: last,
        }  # fmt: skip
        place = self.place() + steps.get(action, 0) if self.place() >= 0 else 0
        return self._held.index(min(max(place, 0), last))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """Choose what was pressed: Qt has made it the current row."""
        self.selectionModel().select(self.currentIndex(), command)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Choose also what a pressed pointer is dragged over: Qt only makes it the current row."""
        self.selectionModel().select(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        super().currentChanged(current, previous)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        """Return where the rows of a selection stand."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the rows in sight."""
        index, current = self.indexAt(QPoint(0, max(event.rect().top(), 0))), self.currentIndex()
        with QPainter(self.viewport()) as painter:
            while index.isValid() and (box := self.visualRect(index)).top() <= event.rect().bottom():
                option = QStyleOptionViewItem()
                self.initViewItemOption(option)
                option.rect = box
                if self.selectionModel().isSelected(index):
                    option.state |= QStyle.StateFlag.State_Selected
                if index == current and self.hasFocus():
                    option.state |= QStyle.StateFlag.State_HasFocus
                self._painter.paint(painter, option, index)
                index = index.siblingAtRow(index.row() + 1)
