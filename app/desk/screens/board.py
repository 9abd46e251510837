"""The arrivals board: three columns of cards, one of them selected, moved by arrows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.models.board import CARD, Board, Column
from app.desk.paint.delegate import GAP, LANE_GAP, CardDelegate
from app.desk.paint.layout import Look
from app.desk.paint.log import PaintLog
from app.desk.paint.parts import Box
from app.desk.theme.letters import BODY, HEAD
from app.desk.theme.palette import Palette
from app.desk.words import card as card_words
from app.desk.words import sentences as words
from app.domain.changes import BoardCard, ChangeSet

from .column import HEADING, ColumnView
from .lanes import LEAST, share

_MARGIN = 16
_FRAME_MS = 16
_FEW = 6
"""Cards that may change at once and still be painted, all columns, in a fraction of a frame."""


class BoardScreen(QWidget):
    """The board. `now` is the business clock. Asks for nothing: `show_changes` brings whole cards."""

    opened = Signal(str)
    """Enter or a click on a card: its id."""
    selected = Signal(str)
    """Another card is selected: its id, "" for none."""
    shared = Signal()
    """The lanes stand elsewhere."""

    def __init__(
        self, now: Callable[[], datetime], look: Look, colours: Palette, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.delegate = CardDelegate(now, self)
        self.delegate.dress(look, colours)
        self.board = Board(self._spoken, self)
        self.paint_log = PaintLog()
        self.columns = {
            column: ColumnView(column, model, self.delegate, self) for column, model in self.board.columns.items()
        }
        for view in self.columns.values():
            view.list.framed.connect(self._framed)
            view.list.hovered.connect(self._hover)
            view.list.clicked.connect(self._clicked)
        self._nobody = Nobody(self.delegate, self)
        self._awaited = ""
        self._lent = 0
        self._due: list[Column] = []
        self._slide = QTimer(self)
        self._slide.setInterval(_FRAME_MS)
        self._slide.timeout.connect(self._slide_on)
        self.setAccessibleName(words.board_word())

    def dress(self, look: Look, colours: Palette) -> None:
        """Take other letters, limits or colours."""
        self.delegate.dress(look, colours)
        self._arrange()
        self.update()

    def edges(self) -> list[int]:
        """Return where lanes of cards begin, px from the left: what lies over the board covers a lane whole or not."""
        step = self.delegate.width + LANE_GAP
        return [view.x() + lane * step for view in self.columns.values() for lane in range(view.list.lanes)]

    def lend(self, height: int) -> None:
        """Do without `height` px for a while: the lanes stay as they are, nothing moves when a VIP comes."""
        self._lent = height

    def least_width(self) -> int:
        """Return the width below which three columns cannot be read; the side then covers the board instead."""
        return 3 * (int(self.delegate.look.letters.px(LEAST)) + LANE_GAP) + 2 * _MARGIN - LANE_GAP

    def fill(self, cards: Iterable[BoardCard]) -> None:
        """Show these cards and no others."""
        self.board.fill(cards)
        self._settle(self.board.touched)

    def show_changes(self, changes: ChangeSet) -> set[str]:
        """Show what changed; return the ids of the cards that are new on the board."""
        self.paint_log.expect(changes.accepted)
        fresh = self.board.apply(changes.board.values(), changes.gone)
        if fresh and self.isVisible():
            self.delegate.enter(fresh)
            self._slide.start()
        self._settle(self.board.touched)
        if self.isVisible():
            self._due = [column for column in Column if column in self.board.touched]
            if len(changes.board) <= _FEW:
                self._paint_due(at_once=True)
            else:
                QTimer.singleShot(0, self, self._paint_due)
        self.paint_log.forget({i for i in self.paint_log.waiting if self.board.where(i) is None})
        return fresh

    def _paint_due(self, *, at_once: bool = False) -> None:
        """Paint the columns whose turn it is; where many cards changed, the loop does other things in between."""
        while self._due:
            self.columns[self._due.pop(0)].list.paint_now()
            if not at_once:
                QTimer.singleShot(0, self, self._paint_due)
                return

    def tick(self) -> None:
        """A second has passed: repaint the cards whose minutes changed."""
        for view in self.columns.values():
            view.list.repaint_stale()

    def select(self, card_id: str) -> None:
        """Select a card and bring it into view; "" selects none."""
        before, self.delegate.selected = self.delegate.selected, card_id
        for changed in {before, card_id}:
            self._repaint(changed)
        where = self.board.where(card_id)
        if where is not None:
            view = self.columns[where[0]].list
            index = view.model().index(where[1], 0)
            view.setCurrentIndex(index)
            view.scrollTo(index)
        if before != card_id:
            self.selected.emit(card_id)

    def select_soon(self, card_id: str) -> None:
        """Select a card as soon as it is on the board."""
        self._awaited = card_id
        self._select_awaited()

    def _select_awaited(self) -> None:
        if self._awaited and self.board.where(self._awaited) is not None:
            awaited, self._awaited = self._awaited, ""
            self.select(awaited)

    def current(self) -> BoardCard | None:
        """Return the selected card."""
        return self.board.find(self.delegate.selected)

    def step(self, across: int, down: int) -> None:
        """Move the selection by cards: within the column, or across into the next one at the same height."""
        where = self.board.where(self.delegate.selected)
        if where is None:
            self._select_first()
            return
        column, row = where
        lanes = self.columns[column].list.lanes
        target = row + down * lanes
        if across:
            target = row + across
            if row % lanes + across not in range(lanes) or target >= self.board.columns[column].rowCount():
                self._cross(column, row // lanes, across)
                return
        if 0 <= target < self.board.columns[column].rowCount():
            self.select(self.board.columns[column].card_at(target).card_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move, Enter opens; every other key is the window's."""
        if not self.key(event):
            event.ignore()

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key means on the board; True if it meant something."""
        steps = {
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.step(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.delegate.selected)
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.delegate.dress(self.delegate.look, self.delegate.painter.colours)
            self._settle(Column)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the width anew."""
        self._arrange()

    def _spoken(self, card: BoardCard) -> str:
        return card_words.spoken(card, self._now(), self.delegate.look.zone)

    def _settle(self, touched: Iterable[Column]) -> None:
        self._arrange()
        for column in touched:
            self.columns[column].refresh()
        empty = not any(model.rowCount() for model in self.board.columns.values())
        if empty != self._nobody.isVisibleTo(self):
            self._nobody.setVisible(empty)
        if self.delegate.selected and self.board.where(self.delegate.selected) is None:
            self.select("")
        self._select_awaited()

    def _arrange(self) -> None:
        letters = self.delegate.look.letters
        room = self.width() - 2 * _MARGIN + LANE_GAP
        below = max(self.height() + self._lent - letters.px(HEADING) + GAP, 1)
        heights = self.delegate.height_of
        needs = [sum(heights(c) + GAP for c in model.cards()) / below for model in self.board.columns.values()]
        lanes = share(room, needs, int(letters.px(LEAST)) + LANE_GAP)
        width = max(room // sum(lanes) - LANE_GAP, 120)
        if width != self.delegate.width:
            self.delegate.width = width
            for view in self.columns.values():
                view.list.scheduleDelayedItemsLayout()
        before = self.edges()
        x = _MARGIN
        for view, count in zip(self.columns.values(), lanes, strict=True):
            span = count * (width + LANE_GAP)
            view.list.set_lanes(count)
            view.setGeometry(x, 0, span, self.height())
            x += span
        if self.edges() != before:
            self.shared.emit()
        self._nobody.setGeometry(0, int(self.height() * 0.4), self.width(), int(letters.px(70)))

    def _repaint(self, card_id: str) -> None:
        where = self.board.where(card_id)
        if where is not None:
            view = self.columns[where[0]].list
            view.update(view.model().index(where[1], 0))

    def _select_first(self) -> None:
        first = next(iter(self.board.cards()), None)
        if first is not None:
            self.select(first.card_id)

    def _cross(self, column: Column, line: int, across: int) -> None:
        order = list(Column)
        place = order.index(column) + across
        while 0 <= place < len(order):
            model, lanes = self.board.columns[order[place]], self.columns[order[place]].list.lanes
            if model.rowCount():
                row = line * lanes + (0 if across > 0 else lanes - 1)
                self.select(model.card_at(min(row, model.rowCount() - 1)).card_id)
                return
            place += across

    def _hover(self, card_id: str) -> None:
        before, self.delegate.hovered = self.delegate.hovered, card_id
        for changed in {before, card_id}:
            self._repaint(changed)

    def _clicked(self, index: QModelIndex) -> None:
        card: BoardCard = index.data(CARD)
        self.select(card.card_id)
        self.opened.emit(card.card_id)

    def _slide_on(self) -> None:
        moving = self.delegate.entering()
        for card_id in moving:
            self._repaint(card_id)
        if not moving:
            self._slide.stop()

    def _framed(self, shown: frozenset[str]) -> None:
        if self.paint_log.waiting:
            visible = {i.data(CARD).card_id for view in self.columns.values() for i in view.list.visible()}
            self.paint_log.frame(set(shown), self.paint_log.waiting.keys() - visible)


class Nobody(QWidget):
    """What an empty board says."""

    def __init__(self, delegate: CardDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self._delegate = delegate

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write it in the middle."""
        painter_of, letters = self._delegate.painter, self._delegate.look.letters
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            for text, role, ink, top in zip(words.nobody_word(), (HEAD, BODY), ("ink", "muted"), (0, 32), strict=True):
                left = (self.width() - letters.width(role, text)) / 2
                painter_of.text(painter, Box(left, letters.px(top), 0, letters.px(32)), text, role, ink)
