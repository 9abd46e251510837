"""The pieces a side panel is made of: headings, lines with something at their right end, a quote, a taste."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.paint.chips import Wanted, place
from app.desk.paint.parts import Box, ChipKind
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY, SMALL, SMALL_BOLD, Letters, Role
from app.desk.theme.theme import Theme


class Piece(QWidget):
    """A painted piece of a sheet. Its height depends on its width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """A narrower piece is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height at `width`."""
        return int(self.tall(self.theme.letters, width))

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


class TasteRow(Piece):
    """One taste with who says so and when. Delete or its cross takes it off; hover or focus tells everything."""

    dropped = Signal()

    def __init__(
        self, theme: Theme, kind: ChipKind, text: str, source: str, story: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._wanted, self._source = Wanted(kind, text), source
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setToolTip(story)
        self.setAccessibleName(f"{text} {story}")

    def _open(self) -> bool:
        return self.hasFocus() or self.underMouse()

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height: the chip's, and a line more where the source has no room beside it."""
        chip = place([self._wanted], 0, 0, width, letters)[0]
        beside = chip.box.w + letters.px(36) + letters.width(SMALL, self._source) <= width
        return chip.box.h + letters.px(6) + (0 if beside else letters.px(20))

    def draw(self, painter: QPainter) -> None:
        """Draw chip, source, and the cross while it is meant."""
        letters, px = self.theme.letters, self.theme.px
        chip = place([self._wanted], 0, px(1), self.width(), letters)[0]
        self.theme.painter.chip(painter, chip)
        width = letters.width(SMALL, self._source)
        right = self.width() - (px(24) if self._open() else 0)
        if chip.box.w + px(36) + width <= self.width():
            box = Box(right - width, px(1), width, px(28))
        else:
            box = Box(0, chip.box.bottom, width, px(20))
        self.theme.painter.text(painter, box, self._source, SMALL, "muted")
        if self._open():
            draw_icon(painter, "close", self._cross(), self.theme.colours.muted)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colours.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 0, -1, -2), 6, 6)

    def _cross(self) -> QRectF:
        px = self.theme.px
        return QRectF(self.width() - px(19), px(7), px(16), px(16))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take it off at its cross."""
        if event.position().x() > self.width() - self.theme.px(26):
            self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take it off with Delete."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


def wrap(letters: Letters, role: Role, text: str, width: float) -> list[str]:
    """Return `text` in lines of at most `width` px: between words where there are blanks, else between characters."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text):
        if line and letters.width(role, (line + word).rstrip()) > width:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    return [*lines, line.rstrip()]


_NO_START = "，。！？、；：”）》」』…,.!?;:)"


def _pieces(text: str) -> list[str]:
    """Cut where a line may end: after a blank and after a hanzi, but never before closing punctuation."""
    pieces: list[str] = []
    for letter in text:
        glue = bool(pieces) and (
            letter in _NO_START
            or letter == " "
            or (ord(letter) < 0x2E80 and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " ")
            or pieces[-1][-1] in "“（《「『"
        )
        if glue:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
