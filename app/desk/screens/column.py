"""One column of the board: its heading, and the list of its cards in one or more lanes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollBar, QWidget

from app.desk.models.board import CARD, Column, ColumnModel
from app.desk.paint.card import CardPainter
from app.desk.paint.delegate import GAP, LANE_GAP, PAY_MS, CardDelegate
from app.desk.paint.layout import HEIGHT
from app.desk.paint.parts import Box
from app.desk.theme.letters import BODY, HEAD, SMALL
from app.desk.words import sentences as words

HEADING = 44
"""Px at 100 % of a column's heading."""


SLACK = 4
"""Px more than its lanes that a list is wide, or it would wrap one lane too early."""


class CardList(QListView):
    """The cards of one column. A frame that was painted is told to `framed` with the ids of its cards."""

    framed = Signal(object)
    hovered = Signal(str)
    committed = Signal(str)
    """An input method wrote something while the list had the focus."""

    def __init__(self, model: ColumnModel, delegate: CardDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self.lanes = 1
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        # Both made here: the first widget that Qt itself hands out costs a start 15 ms, because PySide then readies
        # every class of widgets there is to see which one it was given.
        self._ground, self._bar = QWidget(), QScrollBar(Qt.Orientation.Vertical)
        self.setViewport(self._ground)
        self.setVerticalScrollBar(self._bar)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        self._ground.setMouseTracking(True)
        self._bar.setSingleStep(40)
        self._ground.setBackgroundRole(QPalette.ColorRole.Window)

    def set_lanes(self, lanes: int) -> None:
        """Show the cards in `lanes` lanes; they are as wide as the delegate says."""
        self.lanes = lanes
        self.setFlow(QListView.Flow.LeftToRight if lanes > 1 else QListView.Flow.TopToBottom)
        self.setWrapping(lanes > 1)
        self.scheduleDelayedItemsLayout()

    def fit_heights(self) -> None:
        """Keep the quick layout while all cards are equally high; give it up where one had to grow."""
        model = self.model()
        assert isinstance(model, ColumnModel)
        usual = int(self._delegate.look.letters.px(HEIGHT))
        uniform = all(self._delegate.height_of(card) == usual for card in model.cards())
        if uniform != self.uniformItemSizes():
            self.setUniformItemSizes(uniform)
            self.scheduleDelayedItemsLayout()

    def repaint_stale(self) -> None:
        """Repaint the visible cards whose clock moved on."""
        for index in self.visible():
            if self._delegate.is_stale(index.data(CARD)):
                self.update(index)

    def paint_now(self) -> None:
        """Bring what changed to the screen in this turn of the loop, not some milliseconds later.

        Qt gathers updates for 5 ms before it paints; news has been gathered into frames before it comes here.
        """
        self.doItemsLayout()
        self._ground.repaint()

    def visible(self) -> list[QModelIndex]:
        """Return the indexes of the cards that can be seen, at least in part."""
        view, found = self._ground.rect(), []
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            box = self.visualRect(index)
            if box.top() > view.bottom():
                break
            if box.intersects(view):
                found.append(index)
        return found

    def hidden_below(self) -> int:
        """Return how many cards lie below what can be seen, all or most of them."""
        model = self.model()
        assert isinstance(model, ColumnModel)
        bottom = self._bar.value() + self.height()
        top = 0
        cards = list(model.cards())
        for row in range(0, len(cards), self.lanes):
            heights = [self._delegate.height_of(card) for card in cards[row : row + self.lanes]]
            if top + max(heights) / 2 > bottom:
                return len(cards) - row
            top += max(heights) + GAP
        return 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint, and tell which cards were in the frame."""
        self._delegate.begin_frame()
        super().paintEvent(event)
        if self._delegate.owed:
            owed = frozenset(self._delegate.owed)
            QTimer.singleShot(PAY_MS, self, lambda: self._pay(owed))
        if self._delegate.drawn:
            self.framed.emit(frozenset(self._delegate.drawn))

    def _pay(self, owed: frozenset[str]) -> None:
        """Paint the cards that a frame had no time for."""
        for index in self.visible():
            if index.data(CARD).card_id in owed:
                self.update(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave keys to the board."""
        event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Leave what an input method writes to the search."""
        if event.commitString():
            self.committed.emit(event.commitString())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Mean nothing more: the first click opened the card, or something that lay over it, and the cards moved."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tell which card is under the mouse."""
        index = self.indexAt(event.position().toPoint())
        self.hovered.emit(index.data(CARD).card_id if index.isValid() else "")

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """No card is under the mouse any more."""
        self.hovered.emit("")
        super().leaveEvent(event)


class ColumnView(QWidget):
    """A heading and the cards below it; says how many are further down."""

    def __init__(self, column: Column, model: ColumnModel, delegate: CardDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self.column, self.model, self._delegate = column, model, delegate
        self.list = CardList(model, delegate, self)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._below = 0

    @property
    def painter(self) -> CardPainter:
        """The painter of the theme in use."""
        return self._delegate.painter

    def heading(self) -> str:
        """Return what the column is called."""
        return words.column_word(self.column)

    def refresh(self) -> None:
        """Count again after the cards or the language changed."""
        self.list.setAccessibleName(self.heading())
        self.list.fit_heights()
        self._scrolled()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the list everything below the heading."""
        top = int(self._delegate.look.letters.px(HEADING))
        self.list.setGeometry(0, top, self.width() + SLACK, self.height() - top)
        self._scrolled()

    def _scrolled(self) -> None:
        self.list.viewport().update()  # whole: a card that was cut at the edge may be seen now
        below = self.list.hidden_below()
        if below != self._below:
            self._below = below
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the heading: the name, how many, and how many of them cannot be seen."""
        letters = self._delegate.look.letters
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            title, count = self.heading(), words.parties_word(self.model.rowCount())
            more = words.below_word(self._below) if self._below else ""
            height, x = letters.px(HEADING), 2.0
            right = self.width() - LANE_GAP - letters.width(SMALL, more)
            self.painter.text(painter, Box(x, 0, 0, height), title, HEAD, "ink")
            x += letters.width(HEAD, title) + letters.px(10)
            if x + letters.width(BODY, count) + letters.px(12) <= right:  # how many cannot be seen counts more
                self.painter.text(painter, Box(x, 0, 0, height), count, BODY, "muted")
            if more:
                self.painter.text(painter, Box(right, 0, 0, height), more, SMALL, "muted")
