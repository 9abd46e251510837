"""What disagrees, told in a few lines, and the answers that can be given: each with its key and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY_BOLD, SMALL, Letters, Role
from app.desk.widgets.sheet import Piece


class Paragraphs(Piece):
    """A few paragraphs, wrapped: (text, letters, ink)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._told: list[tuple[str, Role, str]] = []

    def show_told(self, told: Sequence[tuple[str, Role, str]]) -> None:
        """Show these paragraphs; empty ones are left out."""
        self._told = [one for one in told if one[0]]
        self.setAccessibleName(" ".join(text for text, _, _ in self._told))
        self.updateGeometry()
        self.update()

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height of all lines."""
        return sum(row[0].bottom for row in self._lines(width)[-1:])

    def _lines(self, width: float) -> list[tuple[Box, str, Role, str]]:
        letters, top, found = self.theme.letters, 0.0, []
        for text, role, ink in self._told:
            step = letters.px(role.px * 1.55)
            for line in wrap(letters, role, text, max(width, 40)):
                found.append((Box(0, top, width, step), line, role, ink))
                top += step
            top += letters.px(2)
        return found

    def draw(self, painter: QPainter) -> None:
        """Write them."""
        for box, line, role, ink in self._lines(self.width()):
            self.theme.painter.text(painter, box, line, role, ink)


class AnswerButton(QAbstractButton):
    """One answer: its key, its words, and below them what comes of it."""

    def __init__(self, theme: Theme, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.key, self.effect = theme, key, ""
        self.brief = False
        """Where room is short, what comes of it is told on hover and to those who hear it, not written."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)

    def say(self, title: str, effect: str) -> None:
        """Take these words."""
        self.setText(title)
        self.effect = effect
        self.setAccessibleName(f"{self.key} {title}")
        self.setAccessibleDescription(effect)
        self.setToolTip(effect)
        self.update()

    def tall(self, width: float) -> int:
        """Return the height that shows everything on `width` px."""
        px = self._theme.px
        title, effect = self._lines(width)
        return len(title) * px(24) + len(effect) * px(20) + px(22)

    def _lines(self, width: float) -> tuple[list[str], list[str]]:
        letters, px = self._theme.letters, self._theme.px
        room = max(width - px(54) - px(12), 40)
        effect = [] if self.brief else wrap(letters, SMALL, self.effect, room)
        return wrap(letters, BODY_BOLD, self.text(), room), effect

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a usual size."""
        return QSize(self._theme.px(260), self.tall(self._theme.px(260)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw key, words and effect."""
        theme, px = self._theme, self._theme.px
        colours, over = theme.colours, self.isDown() or self.underMouse()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            focus = self.hasFocus() and self.isEnabled()
            edge = colours.accent if focus or (over and self.isEnabled()) else colours.edge
            painter.setPen(
                QPen(edge, 2 if focus else 1, Qt.PenStyle.SolidLine if self.isEnabled() else Qt.PenStyle.DashLine)
            )
            painter.setBrush(colours.soft if over and self.isEnabled() else colours.panel)
            painter.drawRoundedRect(box, px(10), px(10))
            theme.painter.key(
                painter, Box(px(14), px(12), px(26), px(24)), self.key, "ink" if self.isEnabled() else "muted"
            )
            title, effect = self._lines(self.width())
            top = float(px(12))
            for line in title:
                ink = "ink" if self.isEnabled() else "muted"
                theme.painter.text(painter, Box(px(54), top, 0, px(24)), line, BODY_BOLD, ink)
                top += px(24)
            for line in effect:
                theme.painter.text(painter, Box(px(54), top, 0, px(20)), line, SMALL, "muted")
                top += px(20)
