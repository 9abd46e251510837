"""The grid of tables, staff or stores to choose from: arrows move, Space chooses, Shift with an arrow takes a range."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desk.models.rows import ROW, Index
from app.desk.models.targets import TargetsModel
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import SMALL, SMALL_BOLD
from app.desk.widgets.grid import Grid

_ROW, _GAP, _LEAST, _PAD = 37, 6, 40, 10

_SLACK = 4
"""Px that a row must leave free, or the view would wrap one chip too early."""

_Flag = QItemSelectionModel.SelectionFlag


class TargetChips(QStyledItemDelegate):
    """Draws one target: filled where it is chosen, outlined where it is not."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cell = QSize(_LEAST, _ROW)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the room of one chip with its gap."""
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one chip."""
        theme, px = self._theme, self._theme.px
        target = index.data(ROW)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        box = QRectF(option.rect).adjusted(1, 1, -px(_GAP) + 1, -px(_GAP) + 1)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setPen(Qt.PenStyle.NoPen if chosen else QPen(theme.colours.line, 1))
        painter.setBrush(theme.colours.accent if chosen else theme.colours.panel)
        painter.drawRoundedRect(box, px(6), px(6))
        if focus:
            painter.setPen(QPen(theme.colours.ink, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(6), px(6))
        role, ink = (SMALL_BOLD, "on_accent") if chosen else (SMALL, "ink")
        room = box.width() - px(4)
        name = theme.letters.elided(role, target.name, room)
        left = box.left() + (box.width() - theme.letters.width(role, name)) / 2
        theme.painter.text(painter, Box(left, box.top(), room, box.height()), name, role, ink)
        painter.restore()


class TargetsView(Grid):
    """A grid; `chosen` tells that other targets are chosen, by staff or by `choose`."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, QPalette.ColorRole.Base)
        self._theme = theme
        self.targets = TargetsModel(self)
        self._chips = TargetChips(theme, self)
        self._anchor = 0
        self.setModel(self.targets)
        self.setItemDelegate(self._chips)
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setSelectionRectVisible(False)
        self.setMouseTracking(True)
        self.selectionModel().selectionChanged.connect(self.chosen)
        theme.changed.connect(self.fit)

    def codes(self) -> set[str]:
        """Return the codes that are chosen."""
        return {self.targets.rows[index.row()].code for index in self.selectionModel().selectedIndexes()}

    def choose(self, codes: Iterable[str]) -> None:
        """Choose exactly these."""
        wanted = set(codes)
        if wanted == self.codes():
            return
        picked = QItemSelection()
        rows = [row for row, target in enumerate(self.targets.rows) if target.code in wanted]
        for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            some = [row for _, row in run]
            picked.select(self.targets.index(some[0]), self.targets.index(some[-1]))
        self.selectionModel().select(picked, _Flag.ClearAndSelect)
        self.viewport().update()

    def choose_all(self) -> None:
        """Choose every one; none where all are chosen."""
        every = {target.code for target in self.targets.rows}
        self.choose(() if self.codes() == every else every)

    def fit(self) -> None:
        """Give every chip the room of the longest name, and the row as many as it holds."""
        px, letters = self._theme.px, self._theme.letters
        names = [letters.width(SMALL_BOLD, target.name) for target in self.targets.rows]
        room = self.viewport().width() - _SLACK
        needed = max(px(_LEAST), int(max(names, default=0)) + px(_PAD))
        columns = max(1, (room + px(_GAP)) // (needed + px(_GAP)))
        self._chips.cell = QSize(room // columns, px(_ROW))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:  # noqa: N802
        """A click or Space turns one over; with Shift everything from the last one is chosen too."""
        if isinstance(event, QMouseEvent):
            if event.type() is not QEvent.Type.MouseButtonPress or not index.isValid():
                return _Flag.NoUpdate
            return _Flag.Toggle
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            return _Flag.Toggle
        return _Flag.NoUpdate

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """With Shift, choose the range."""
        index = self.indexAt(event.position().toPoint())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and index.isValid():
            self._range(index)
            return
        super().mousePressEvent(event)
        if index.isValid():
            self._anchor = index.row()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move, turn over, take a range; leave the rest to the window."""
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in arrows:
            before = self.currentIndex()
            event_plain = QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.NoModifier, event.text())
            super().keyPressEvent(event_plain)
            if shift:
                self._anchor = before.row() if self._anchor < 0 else self._anchor
                self._range(self.currentIndex())
            else:
                self._anchor = self.currentIndex().row()
        elif event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose_all()
        elif event.key() == Qt.Key.Key_Space and not shift:
            self._anchor = self.currentIndex().row()
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _range(self, to: Index) -> None:
        first, last = sorted((max(self._anchor, 0), to.row()))
        taken = QItemSelection(self.targets.index(first), self.targets.index(last))
        self.selectionModel().select(taken, _Flag.Select)
        self.selectionModel().setCurrentIndex(self.targets.index(to.row()), _Flag.NoUpdate)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Stand on something from the first key on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.targets.rowCount():
            self.selectionModel().setCurrentIndex(self.targets.index(0), _Flag.NoUpdate)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As many chips a row as there is room for."""
        super().resizeEvent(event)
        self.fit()
