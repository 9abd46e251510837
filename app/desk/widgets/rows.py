"""Lists that a delegate paints: no frame, a thin scroll bar. A list of rows keeps choice and place as rows change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QWidget

from app.desk.models.rows import Index, RowModel
from app.desk.paint.theme import Theme

from .scroll import ThinScrollBar


class PlainList(QListView):
    """Lies on `ground`; all that it shows is of one size."""

    def __init__(self, theme: Theme, parent: QWidget | None, ground: QPalette.ColorRole) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar(theme, self))
        self.viewport().setBackgroundRole(ground)


class RowList(PlainList):
    """A list of a `RowModel`'s rows. What staff are looking at stays where it is while other rows come and go."""

    chosen = Signal()
    """Another row was chosen: by staff, or because somebody asked for it; never because rows came or went."""

    def __init__(
        self,
        theme: Theme,
        model: RowModel[Any],
        rows: QStyledItemDelegate,
        parent: QWidget,
        ground: QPalette.ColorRole = QPalette.ColorRole.Window,
    ) -> None:
        self._held, self._showing = model, False  # before the list is made: Qt asks where things are from then on
        super().__init__(theme, parent, ground)
        self.setModel(model)
        self.setItemDelegate(rows)

    def place(self) -> int:
        """Return which row is chosen; -1 for none."""
        return self.currentIndex().row()

    def choose(self, place: int | None) -> None:
        """Choose a row; None chooses nothing else."""
        if place is not None:
            self.setCurrentIndex(self._held.index(place))

    def show_rows(self, rows: Iterable[Any], *, wanted: str = "", place: int | None = None) -> bool:
        """Show these rows; False where they are known to be the same as before. The chosen one stays chosen; where it
        is gone, the one that took its place is. Chosen instead is the one called `wanted`, if it is there, else the one
        at `place`."""
        before, key = self.place(), self._held.key_at(self.place())
        seen, at_top = self._seen(), not self.verticalScrollBar().value()
        self._showing = True
        self.setAutoScroll(not self.isVisible())  # Qt would scroll to each row that it chooses on the way
        try:
            changed = self._held.show(rows)
            asked = self._held.place_of(wanted) if wanted else None
            asked = place if asked is None else asked
            stays = self._held.place_of(key) if asked is None else asked
            if not at_top:  # else what is new comes into sight, as at the top of any list
                self._keep_in_sight(seen, [key, *seen] if asked is None else [each for each in seen if each != key])
            self._take(before if stays is None else stays)
            if asked is not None or key in seen:
                self.scrollTo(self.currentIndex())
        finally:
            self.setAutoScroll(True)
            self._showing = False
        return changed

    def _seen(self) -> dict[str, int]:
        """Return the tops of the rows in sight, px from the list's own, by what they are called."""
        found: dict[str, int] = {}
        index = self.indexAt(QPoint(1, 1)) if self.isVisible() else QModelIndex()
        while index.isValid() and (top := self.visualRect(index).top()) < self.viewport().height():
            found[self._held.key_at(index.row())] = top
            index = self._held.index(index.row() + 1)
        return found

    def _keep_in_sight(self, seen: Mapping[str, int], keys: Iterable[str]) -> None:
        """Scroll so that the first of these rows that was seen and is still there is where it was."""
        self.executeDelayedItemsLayout()  # the scroll bar may reach only over the rows before
        for key in keys:
            place = self._held.place_of(key) if key in seen else None
            if place is not None:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.visualRect(self._held.index(place)).top() - seen[key])
                return

    def _take(self, place: int) -> None:
        place = min(max(place, 0), self._held.rowCount() - 1)
        if place != self.place():
            self.setCurrentIndex(self._held.index(place))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Say that another row is chosen."""
        super().currentChanged(current, previous)
        if not self._showing:
            self.chosen.emit()
