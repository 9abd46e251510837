"""How the keys go about the print register: between its search, its list and the pieces of what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.desk.widgets.even import EvenList
from app.desk.widgets.field import Field

from .print_detail import PrintDetail


class Ways(QObject):
    """Arrows go on, Esc goes back: from the pieces to the list, and from what was typed to everything."""

    all_asked = Signal()
    """The search was emptied: everything is to be listed again."""

    def __init__(self, search: Field, rows: EvenList, detail: PrintDetail, parent: QObject) -> None:
        super().__init__(parent)
        self._search, self._rows, self._detail = search, rows, detail
        for part in (search, rows, detail.list):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the keys that lead elsewhere."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key, pieces = event.key(), self._detail.list
        if key == Qt.Key.Key_Escape:
            return self._back(watched)
        if watched is self._rows and key == Qt.Key.Key_Right and not pieces.isHidden():
            pieces.setFocus()
            return True
        if (watched, key) in ((self._search, Qt.Key.Key_Down), (pieces, Qt.Key.Key_Left)):
            self._rows.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _back(self, watched: QObject) -> bool:
        """Go back one step; False where there is none, and the screen is left."""
        if self._detail.unsure():
            return True
        if watched is not self._detail.list and self._search.text():
            self._search.clear()
            self.all_asked.emit()
        elif watched is self._rows:
            return False
        self._rows.setFocus()
        return True
