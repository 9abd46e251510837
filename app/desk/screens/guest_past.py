"""The guest's past on their page: one thing after the other, newest first, more of it while one goes down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desk.models.past import PastModel
from app.desk.models.rows import ROW, Index
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY, BODY_BOLD, SMALL, SMALL_BOLD, Role
from app.desk.widgets.button import Button
from app.desk.widgets.rows import RowList
from app.desk.words.past import past_words, when_words
from app.domain.tables import StoreCard
from app.wire.history import Past

_WHEN = 92
_BAR = 12
_AHEAD = 600
"""Px before the end from which on more is asked for."""


class Laid(NamedTuple):
    """A row's lines: when (two), title, the place at its right end, detail; and the row's height."""

    when: tuple[str, str]
    title: list[str]
    role: Role
    right: str
    detail: list[str]
    height: int


class PastRows(QStyledItemDelegate):
    """Draws the rows. Each is as high as its words need at the list's width; nothing is cut off."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._now = theme, now
        self.zone: tzinfo | None = None
        self.store: StoreCard | None = None
        self.width = 300
        self._laid: dict[tuple[str, str, bool], Laid] = {}

    def forget(self) -> None:
        """Measure everything anew: another width, language or text size."""
        self._laid.clear()

    def lay(self, entry: Past) -> Laid:
        """Return the lines of `entry`."""
        key = (entry.kind, entry.key, entry.undone)
        if key not in self._laid:
            self._laid[key] = self._measured(entry)
        return self._laid[key]

    def _measured(self, entry: Past) -> Laid:
        letters, px = self.theme.letters, self.theme.px
        told = past_words(entry, self.zone, self.store) if self.zone is not None else None
        if told is None or self.zone is None:
            return Laid(("", ""), [], BODY, "", [], 0)
        room = self.width - px(_WHEN) - px(10)
        right = letters.width(SMALL, told.right) + px(12) if told.right else 0
        if right > room * 0.45:  # a long name of a store stands in the detail's line
            told, right = told._replace(right="", detail=" · ".join(p for p in (told.right, told.detail) if p)), 0
        role = BODY if told.quoted else BODY_BOLD
        title = wrap(letters, role, told.title, room - right)
        detail = wrap(letters, SMALL, told.detail, room) if told.detail else []
        height = len(title) * px(24) + len(detail) * px(21) + px(18)
        when = when_words(entry.at, self.zone, self._now())
        return Laid(when, title, role, told.right, detail, max(height, px(42) + px(18)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the room of one row."""
        return QSize(self.width, self.lay(index.data(ROW)).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        theme, px, text = self.theme, self.theme.px, self.theme.painter.text
        laid, rect = self.lay(index.data(ROW)), QRect(option.rect)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(rect.topLeft())
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colours.accent, 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width - 2, rect.height() - 3), px(8), px(8))
        elif index.row():
            painter.setPen(QPen(theme.colours.line, 1))
            painter.drawLine(0, 0, self.width, 0)
        left, top = px(8), px(8)
        text(painter, Box(left, top, 0, px(24)), laid.when[0], SMALL_BOLD, "muted")
        text(painter, Box(left, top + px(22), 0, px(21)), laid.when[1], SMALL, "muted")
        left = px(_WHEN)
        if laid.right:
            right = self.width - px(10) - theme.letters.width(SMALL, laid.right)
            text(painter, Box(right, top, 0, px(24)), laid.right, SMALL, "muted")
        for line in laid.title:
            text(painter, Box(left, top, 0, px(24)), line, laid.role, "ink")
            top += px(24)
        for line in laid.detail:
            text(painter, Box(left, top, 0, px(21)), line, SMALL, "muted")
            top += px(21)
        painter.restore()


class PastList(RowList):
    """Moves by arrows and pages; what is typed is not its own, it searches. Each row is as high as its words need."""

    committed = Signal(str)
    """An input method wrote something while the list had the focus."""

    def __init__(self, theme: Theme, model: PastModel, rows: PastRows, parent: QWidget) -> None:
        super().__init__(theme, model, rows, parent, QPalette.ColorRole.Base)
        self.setUniformItemSizes(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave letters and digits to the search, and Enter and Esc to the page."""
        if event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Leave what an input method writes to the search."""
        if event.commitString():
            self.committed.emit(event.commitString())
        event.accept()


_MOVES = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


class Timeline(QWidget):
    """The heading, how complete it is, and the list. `more`: the end comes into sight. `split`: take a merge back."""

    more = Signal()
    split = Signal(str)

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = PastRows(theme, now, self)
        self.model = PastModel(self._say, self)
        self.list = PastList(theme, self.model, self.rows, self)
        self.list.verticalScrollBar().valueChanged.connect(self._near)
        self.list.chosen.connect(self._offer)
        self.split_button = Button(theme, parent=self)
        self.split_button.clicked.connect(self._split)
        self.split_button.hide()
        self.said = ""
        self._may_split = False
        self.setFocusProxy(self.list)

    def show_past(
        self, entries: Sequence[Past], zone: tzinfo, store: StoreCard | None, said: str, *, may_split: bool
    ) -> None:
        """Show these entries; `said` tells how complete they are. `may_split`: staff here may take a merge back."""
        if (zone, store) != (self.rows.zone, self.rows.store):
            self.rows.forget()
            self.rows.zone, self.rows.store = zone, store
        self.said, self._may_split = said, may_split
        shown = [entry for entry in entries if past_words(entry, zone, store) is not None]
        at_newest = self.list.place() <= 0 and not self.list.verticalScrollBar().value()
        self.list.show_rows(shown, place=0 if at_newest else None)
        self.list.setVisible(bool(self.model.rows))
        self._offer()
        self.update()

    def forget_place(self) -> None:
        """Begin at the top: another guest is shown."""
        self.rows.forget()
        self.list.show_rows([])

    def current(self) -> Past | None:
        """Return the chosen entry."""
        return self.model.at(self.list.place())

    def retranslate(self) -> None:
        """Take other words, letters or colours."""
        self.list.setAccessibleName(self.tr("经过"))
        self.split_button.say(self.tr("拆开这次合并"))
        self.rows.forget()
        self.list.doItemsLayout()
        self._place()

    def fill(self) -> None:
        """Ask for more while the rows there are do not reach beyond what is seen."""
        self.list.doItemsLayout()
        self._near()

    def _near(self) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() - bar.value() < _AHEAD:
            self.more.emit()

    def _offer(self) -> None:
        entry = self.current()
        merge = entry is not None and entry.kind == "merge" and not entry.undone and self._may_split
        if self.split_button.isVisibleTo(self) != merge:
            self.split_button.setVisible(merge)
            self._place()

    def _split(self) -> None:
        entry = self.current()
        if entry is not None:
            self.split.emit(entry.key)

    def _say(self, entry: Past) -> str:
        laid = self.rows.lay(entry)
        return " ".join([*laid.when, *laid.title, laid.right, *laid.detail]).strip()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the list below the heading."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        top = px(44) + (px(24) if self.said else 0)
        foot = px(50) if self.split_button.isVisibleTo(self) else 0
        self.list.setGeometry(0, top, self.width(), max(self.height() - top - foot, 0))
        hint = self.split_button.sizeHint()
        self.split_button.setGeometry(px(8), self.height() - foot + px(6), hint.width(), hint.height())
        if self.rows.width != self.width() - px(_BAR):
            self.rows.width = self.width() - px(_BAR)
            self.rows.forget()
            self.list.doItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the heading and how complete it is."""
        px, text = self._theme.px, self._theme.painter.text
        self._place()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            text(painter, Box(px(8), px(14), 0, px(22)), self.tr("经过"), SMALL_BOLD, "muted")
            if self.said:
                text(painter, Box(px(8), px(37), 0, px(22)), self.said, SMALL, "muted")
