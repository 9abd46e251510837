"""Every page of a print, small, side by side. A page is drawn when it comes into sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desk.models.rows import Index
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import SMALL
from app.desk.widgets.grid import Grid

TALL = 232
"""Px at 100 % of a page on the sheet."""

_NAME = 30


class PagesModel(QAbstractListModel):
    """As many rows as pages; each says what stands on it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.images: dict[int, QImage] = {}

    def show(self, names: Sequence[str]) -> None:
        """Show so many pages; none is drawn yet."""
        self.beginResetModel()
        self.names, self.images = tuple(names), {}
        self.endResetModel()

    def show_image(self, number: int, image: QImage) -> None:
        """This is what a page looks like."""
        if number < len(self.names):
            self.images[number] = image
            self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own default
        """Return how many pages there are."""
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return what stands on the page."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.names[index.row()]
        return None


class _Pages(QStyledItemDelegate):
    """Draws one page with its name, and asks for those that were never drawn."""

    def __init__(self, theme: Theme, sheet: ContactSheet) -> None:
        super().__init__(sheet)
        self._theme, self._sheet = theme, sheet

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the room of one page with its name."""
        return self._sheet.cell()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one page."""
        theme, px = self._theme, self._theme.px
        box = QRectF(option.rect)
        image = self._sheet.pages.images.get(index.row())
        page = box.adjusted(px(12), px(8), -px(12), -px(_NAME))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if image is None:
            painter.fillRect(page, theme.colours.panel)
            self._sheet.wanted.emit(index.row())
        else:
            size = image.size().scaled(page.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(page.center())
            painter.drawImage(place, image)
            page = place
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(theme.colours.accent, 2) if focus else QPen(theme.colours.edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(page)
        name = theme.letters.elided(SMALL, str(index.data()), box.width() - px(8))
        left = box.left() + (box.width() - theme.letters.width(SMALL, name)) / 2
        theme.painter.text(painter, Box(left, box.bottom() - px(_NAME), 0, px(_NAME - 4)), name, SMALL, "muted")
        painter.restore()


class ContactSheet(Grid):
    """Shows pages; `wanted` asks for the picture of one, by its number (0 and up)."""

    wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, QPalette.ColorRole.Window)
        self._theme = theme
        self.shape, self.title = (210.0, 297.0), ""
        self.pages = PagesModel(self)
        self.setModel(self.pages)
        self.setItemDelegate(_Pages(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_pages(self, names: Sequence[str], shape: tuple[float, float], title: str) -> None:
        """Show so many pages of this shape (mm); `title` stands above them."""
        self.shape, self.title = shape, title
        self.pages.show(names)
        self.setAccessibleName(title)

    def cell(self) -> QSize:
        """Return the room of one page: all of them as large as they can be at once, but never smaller than `TALL`."""
        px, shape = self._theme.px, self.shape[0] / self.shape[1]
        room, high = self.viewport().width() - px(6), self.viewport().height() - px(6)
        beside, below = px(24), px(8) + px(_NAME)
        best = 0.0
        for columns in range(1, max(len(self.pages.names), 1) + 1):
            rows = -(-len(self.pages.names) // columns)
            tall = min((room / columns - beside) / shape, high / max(rows, 1) - below)
            best = max(best, tall)
        least = min(float(px(TALL)), (room / 2 - beside) / shape)
        tall = max(best, least, 40.0)
        return QSize(int(tall * shape) + beside, int(tall) + below)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Pages have another size now, and are drawn again."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
