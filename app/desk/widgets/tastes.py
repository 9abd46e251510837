"""A guest's tastes, one under the other: each says who says so, and takes one key to confirm, correct or dismiss."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.paint.chips import Wanted, place
from app.desk.paint.parts import Box, Chip
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import SMALL, SMALL_BOLD, Letters
from app.desk.words import card as words_card
from app.desk.words import panel as words_panel
from app.domain.tastes import Taste, TasteKind

from .sheet import Piece
from .whole import is_drawn, scrolled_with

_ICON = 18
_SIGNS = 60
"""Room at the right end for the tick and the cross."""

_LEFT = 7
"""Room left of the chip for the ring of the focus."""


class TasteRow(Piece):
    """One taste. Enter: staff say so too. ← and → choose another kind, Alt+1 to Alt+4 name it. Delete: not true.

    `told`: everything known of it stands below, not only on hover.
    """

    confirmed = Signal(object)
    """The `TasteKind` that staff say it is: its own, or another."""
    dropped = Signal()
    stepped = Signal(int)
    """↑ or ↓ was pressed: -1 or 1."""

    def __init__(self, theme: Theme, taste: Taste, *, told: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.taste, self.kind, self._told = taste, taste.kind, told
        self._was_pressed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setToolTip(words_panel.taste_story(taste))
        self._name()

    def chip(self, width: float) -> Chip:
        """Return the chip as it is drawn in a row of `width` px, with the kind that is chosen."""
        px = self.theme.px
        return place([self._wanted()], px(_LEFT), px(4), width - 2 * px(_LEFT), self.theme.letters)[0]

    def _wanted(self) -> Wanted:
        if self.kind is self.taste.kind:
            return Wanted(self.kind.value, words_card.taste_word(self.taste))
        return Wanted(self.kind.value, f"{words_card.kind_word(self.kind)} {self.taste.tag}")

    def _said(self) -> str:
        """What stands at the right end: who says so (where it does not stand below), or what Enter would do."""
        if self.kind is self.taste.kind:
            return "" if self._told else words_panel.taste_source(self.taste)
        return self.tr("回车记成：{kind}").format(kind=words_card.kind_word(self.kind))

    def _open(self) -> bool:
        return self.hasFocus() or self.underMouse()

    def _beside(self, width: float) -> bool:
        """Whether what is said has room beside the chip."""
        letters, chip = self.theme.letters, self.chip(width)
        source = 0 if self._told else letters.width(SMALL, words_panel.taste_source(self.taste))
        longest = max(source, letters.width(SMALL_BOLD, self._said()))
        return chip.box.right + letters.px(10) + longest + letters.px(_SIGNS) <= width

    def _more(self, width: float) -> list[str]:
        if not self._told:
            return []
        return wrap(self.theme.letters, SMALL, words_panel.taste_story(self.taste), width - 2 * self.theme.px(_LEFT))

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height: the chip's, and lines more for what has no room beside it."""
        lines = len(self._more(width)) + (0 if self._beside(width) else 1)
        return self.chip(width).box.bottom + letters.px(4) + lines * letters.px(21) + (letters.px(5) if lines else 0)

    def draw(self, painter: QPainter) -> None:
        """Draw chip, source, and the signs while the row is meant."""
        letters, px, width = self.theme.letters, self.theme.px, self.width()
        chip = self.chip(width)
        if self._open():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colours.field)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(8), px(8))
        if is_drawn(chip, self):
            self.theme.painter.chip(painter, chip)
        role, ink = (SMALL, "muted") if self.kind is self.taste.kind else (SMALL_BOLD, "accent")
        said, top = self._said(), chip.box.bottom + px(3)
        if self._beside(width):
            left = width - px(_SIGNS if self._open() else 2) - letters.width(role, said)
            self.theme.painter.text(painter, Box(left, chip.box.y, 0, px(28)), said, role, ink)
        else:
            self.theme.painter.text(painter, Box(px(_LEFT), top, 0, px(21)), said, role, ink)
            top += px(21)
        for line in self._more(width):
            self.theme.painter.text(painter, Box(px(_LEFT), top, 0, px(21)), line, SMALL, "muted")
            top += px(21)
        if self._open():
            draw_icon(painter, "check", self._sign(1), self.theme.colours.accent)
            draw_icon(painter, "close", self._sign(0), self.theme.colours.muted)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(8), px(8))

    def _sign(self, place_: int) -> QRectF:
        px = self.theme.px
        return QRectF(self.width() - px(7 + _ICON) - place_ * px(_ICON + 8), px(9), px(_ICON), px(_ICON))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The tick says it is so, the cross takes it off, the chip shows the next kind."""
        self._was_pressed = True
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        where = event.position()
        if self._sign(0).adjusted(-4, -8, 8, 8).contains(where):
            self.dropped.emit()
        elif self._sign(1).adjusted(-6, -8, 4, 8).contains(where):
            self.confirmed.emit(self.kind)
        elif where.x() < self.chip(self.width()).box.right and where.y() < self.chip(self.width()).box.bottom:
            self._choose(1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Be pressed a second time; the row that moved up to where another was taken off is not."""
        if self._was_pressed:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Do what the key means; letters and digits are not taken, they search."""
        key, alt = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        named = list(TasteKind)[key - Qt.Key.Key_1] if Qt.Key.Key_1 <= key <= Qt.Key.Key_4 else None
        if alt and named is not None:
            self.confirmed.emit(named)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit(self.kind)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._choose(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and self.kind is not self.taste.kind:
            self._back()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """A choice that was not confirmed is forgotten."""
        self._back()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Alt with a digit belongs to this row while it has the focus."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_4:
                event.accept()
                return True
        return super().event(event)

    def _choose(self, step: int) -> None:
        kinds = list(TasteKind)
        self.kind = kinds[(kinds.index(self.kind) + step) % len(kinds)]
        self._name()

    def _back(self) -> None:
        self.kind = self.taste.kind
        self._name()

    def _name(self) -> None:
        told = words_panel.taste_story(self.taste) if self.kind is self.taste.kind else self._said()
        self.setAccessibleName(f"{self._wanted().text} {told}")
        self.setAccessibleDescription(words_panel.taste_keys())
        self.updateGeometry()
        self.update()


class TasteList(QWidget):
    """The rows. Keeps the focus at the same taste, or at its place, when they are shown anew."""

    confirmed = Signal(object, object)
    """A `Taste`, and the `TasteKind` that staff say it is."""
    dropped = Signal(object)
    """A `Taste` that is not true."""
    reached = Signal(QWidget)
    """The row that the arrows came to."""

    def __init__(self, theme: Theme, *, told: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follows = False
        self._theme, self._told = theme, told
        self.rows: list[TasteRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Be drawn anew whenever it is scrolled: what was cut off may be whole now."""
        area = scrolled_with(self)
        if area is not None and not self._follows:
            self._follows = True
            area.verticalScrollBar().valueChanged.connect(self._redraw)
        super().showEvent(event)

    def _redraw(self) -> None:
        for row in self.rows:
            row.update()

    def show_tastes(self, tastes: Sequence[Taste]) -> None:
        """Show these, in their order."""
        held = self.focused()
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(taste) for taste in tastes]
        for row in self.rows:
            self._column.addWidget(row)
        if held is not None:
            self.focus(*held)

    def focused(self) -> tuple[str, int] | None:
        """Return tag and place of the row that has the focus."""
        return next(((row.taste.tag, place) for place, row in enumerate(self.rows) if row.hasFocus()), None)

    def focus(self, tag: str, place_: int) -> None:
        """Give the focus to the row of `tag`, or to the one now at its place."""
        if self.rows:
            there = self.rows[min(place_, len(self.rows) - 1)]
            row = next((row for row in self.rows if row.taste.tag == tag), there)
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reached.emit(row)

    def _row(self, taste: Taste) -> TasteRow:
        row = TasteRow(self._theme, taste, told=self._told)
        row.confirmed.connect(lambda kind: self.confirmed.emit(taste, kind))
        row.dropped.connect(lambda: self.dropped.emit(taste))
        row.stepped.connect(lambda step: self._step(row, step))
        return row

    def _step(self, row: TasteRow, step: int) -> None:
        place_ = self.rows.index(row) + step
        if 0 <= place_ < len(self.rows):
            self.focus("", place_)
