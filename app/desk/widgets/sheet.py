"""The pieces a sheet about a guest is made of: headings, lines with something at their right end, a quote."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY, SMALL, SMALL_BOLD, Letters, Role


class Piece(QWidget):
    """A painted piece of a sheet. Its height depends on its width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._heights: dict[tuple[int, float], int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """A narrower piece is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height at `width`. Layouts ask many times over, and words are slow to measure."""
        at = (width, self.theme.letters.scale)
        known = self._heights.get(at)
        if known is None:
            known = self._heights[at] = int(self.tall(self.theme.letters, width))
        return known

    def updateGeometry(self) -> None:  # noqa: N802
        """What the piece shows has changed, and maybe its height."""
        self._heights.clear()
        super().updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a usual size."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height at `width`; to be overridden."""
        return letters.px(30)

    def draw(self, painter: QPainter) -> None:
        """Draw the piece; to be overridden."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw with smooth edges."""
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self.draw(painter)


class Heading(Piece):
    """The name of a section."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._text = text
        self.setAccessibleName(text)

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height, with air above."""
        return letters.px(34)

    def draw(self, painter: QPainter) -> None:
        """Write it."""
        height = self.theme.px(22)
        box = Box(0, self.height() - height, 0, height)
        self.theme.painter.text(painter, box, self._text, SMALL_BOLD, "muted")


class Line(Piece):
    """Words, wrapped where they must be, and a few muted ones at the right end."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        right: str = "",
        *,
        role: Role = BODY,
        ink: str = "ink",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._text, self._right, self._role, self._ink = text, right, role, ink
        self.setAccessibleName(f"{text} {right}".strip())

    def _lines(self, letters: Letters, width: float) -> list[str]:
        room = width - (letters.width(SMALL, self._right) + letters.px(12) if self._right else 0)
        return wrap(letters, self._role, self._text, room)

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height of all lines."""
        return letters.px(self._role.px * 1.6) * len(self._lines(letters, width)) + letters.px(2)

    def draw(self, painter: QPainter) -> None:
        """Write them."""
        letters, step = self.theme.letters, self.theme.letters.px(self._role.px * 1.6)
        for row, line in enumerate(self._lines(letters, self.width())):
            self.theme.painter.text(painter, Box(0, row * step, 0, step), line, self._role, self._ink)
        if self._right:
            left = self.width() - letters.width(SMALL, self._right)
            self.theme.painter.text(painter, Box(left, 0, 0, step), self._right, SMALL, "muted")


class Quote(Piece):
    """What to say, on a quiet ground."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._text = text
        self.setAccessibleName(text)

    def _lines(self, letters: Letters, width: float) -> list[str]:
        return wrap(letters, BODY, self._text, width - 2 * letters.px(12))

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height with its padding."""
        return letters.px(25) * len(self._lines(letters, width)) + letters.px(18)

    def draw(self, painter: QPainter) -> None:
        """Draw ground and words."""
        px = self.theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colours.field)
        painter.drawRoundedRect(QRectF(self.rect()), px(10), px(10))
        for row, line in enumerate(self._lines(self.theme.letters, self.width())):
            box = Box(px(12), px(9) + row * px(25), 0, px(25))
            self.theme.painter.text(painter, box, line, BODY, "ink")
