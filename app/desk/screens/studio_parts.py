"""What the right of the studio is made of: small pictures of templates, colours, and the check before printing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.desk.paint import shapes
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY, SMALL, SMALL_BOLD
from app.desk.words.proof import Check, Mark

CARD = QSize(66, 86)
"""A template's picture with its name, px at 100 %."""

HEAD, PAD = 28, 18
"""Height of a heading, and what stands free at both sides, px at 100 %."""

_LINE, _DOT = 26, 26

_SHORT = re.compile(r"[（(,，]| mm$")


class TemplateCard(QAbstractButton):
    """One template: what it looks like with the words of the moment, and its name."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.name = theme, name
        self.image: QImage | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str) -> None:
        """Take another name; what is in brackets is for the tip only."""
        self.setText(_SHORT.split(text, maxsplit=1)[0].strip())
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def show_image(self, image: QImage) -> None:
        """Show what the template looks like now."""
        self.image = image
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room of one card."""
        return QSize(self._theme.px(CARD.width()), self._theme.px(CARD.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw picture and name."""
        theme, px = self._theme, self._theme.px
        colours, on = theme.colours, self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            loud = on or self.hasFocus()
            painter.setPen(QPen(colours.accent if loud else colours.line, 2 if self.hasFocus() else 1))
            painter.setBrush(colours.soft if on else colours.panel)
            painter.drawRoundedRect(box, px(8), px(8))
            room = box.adjusted(px(5), px(6), -px(5), -px(23))
            if self.image is not None and not self.image.isNull():
                size = self.image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
                picture = QRectF(0, 0, size.width(), size.height())
                picture.moveCenter(room.center())
                painter.drawImage(picture, self.image)
                painter.setPen(QPen(colours.edge, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(picture)
            role, ink = (SMALL_BOLD, "on_soft") if on else (SMALL, "muted")
            name = theme.letters.elided(role, self.text(), box.width() - px(6))
            left = (self.width() - theme.letters.width(role, name)) / 2
            theme.painter.text(painter, Box(left, self.height() - px(24), 0, px(22)), name, role, ink)


class Swatch(QAbstractButton):
    """A colour to choose: a dot, with a ring where it is chosen."""

    def __init__(self, theme: Theme, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.colour = theme, colour
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str) -> None:
        """Take a name for those who hear it."""
        self.setAccessibleName(f"{text} {self.colour}")
        self.setToolTip(f"{text} {self.colour}")

    def paint_as(self, colour: str) -> None:
        """Be another colour."""
        self.colour = colour
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room of one dot."""
        return QSize(self._theme.px(_DOT), self._theme.px(_DOT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the dot."""
        px, colours = self._theme.px, self._theme.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(px(3), px(3), -px(3), -px(3))
            painter.setPen(QPen(colours.edge, 1))
            painter.setBrush(QColor(self.colour))
            painter.drawEllipse(box.adjusted(px(1), px(1), -px(1), -px(1)))
            if self.isChecked() or self.hasFocus():
                painter.setPen(QPen(colours.ink if self.isChecked() else colours.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class Switch(QAbstractButton):
    """On or off, with its words beside it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str) -> None:
        """Take other words."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room of words and switch."""
        px = self._theme.px
        return QSize(int(self._theme.letters.width(SMALL, self.text())) + px(50), px(30))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the switch, then the words."""
        theme, px, on = self._theme, self._theme.px, self.isChecked()
        colours = theme.colours
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            track = QRectF(px(2), (self.height() - px(18)) / 2, px(32), px(18))
            painter.setPen(QPen(colours.accent if on else colours.muted, 1.4))
            painter.setBrush(colours.accent if on else colours.panel)
            painter.drawRoundedRect(track, px(9), px(9))
            knob = QRectF(0, 0, px(12), px(12))
            knob.moveCenter(track.center())
            knob.moveLeft(track.right() - px(15) if on else track.left() + px(3))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.on_accent if on else colours.muted)
            painter.drawEllipse(knob)
            if self.hasFocus():
                painter.setPen(QPen(colours.ink, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), px(11), px(11))
            theme.painter.text(painter, Box(px(42), 0, 0, self.height()), self.text(), SMALL, "ink")


class Checks(QWidget):
    """The check before printing, a line each: a tick, a warning or what is wrong, never cut off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.checks: tuple[Check, ...] = ()

    def show_checks(self, checks: Sequence[Check]) -> bool:
        """Show these lines; True if they are others than before."""
        if tuple(checks) == self.checks:
            return False
        self.checks = tuple(checks)
        self.setAccessibleName("  ".join(f"{check.text} {check.right}".strip() for check in checks))
        self.update()
        return True

    def needed(self, width: int) -> int:
        """Return the height of all lines at `width`, px."""
        return sum(len(self._lines(check, width)) for check in self.checks) * self._theme.px(_LINE)

    def _lines(self, check: Check, width: int) -> list[str]:
        px, letters = self._theme.px, self._theme.letters
        right = letters.width(SMALL, check.right) + px(10) if check.right else 0
        room = width - px(26)
        if letters.width(BODY, check.text) <= room - right:
            return [check.text]
        return wrap(letters, BODY, check.text, room if check.mark is Mark.BAD else room - right)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the lines."""
        theme, px, top = self._theme, self._theme.px, 0
        inks = {Mark.GOOD: "ink", Mark.WAITING: "muted", Mark.WARN: "amber", Mark.BAD: "red"}
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            for check in self.checks:
                self._sign(painter, check.mark, QRectF(0, top + px(4), px(18), px(18)))
                if check.right:
                    left = self.width() - theme.letters.width(SMALL, check.right)
                    theme.painter.text(painter, Box(left, top, 0, px(_LINE)), check.right, SMALL, "muted")
                for line in self._lines(check, self.width()):
                    theme.painter.text(painter, Box(px(26), top, 0, px(_LINE)), line, BODY, inks[check.mark])
                    top += px(_LINE)

    def _sign(self, painter: QPainter, mark: Mark, box: QRectF) -> None:
        colours = self._theme.colours
        match mark:
            case Mark.GOOD:
                draw_icon(painter, "check", box, colours.green)
            case Mark.WAITING:
                shapes.clock(painter, box, colours.muted)
            case _:
                colour = colours.amber if mark is Mark.WARN else colours.red
                shapes.warning(painter, box, colour, colours.panel)


class Headed(QWidget):
    """The ground of what scrolls, with its headings."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.headings: Sequence[str] = ()
        self.at: list[int] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the headings."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.panel)
            for heading, top in zip(self.headings, self.at, strict=False):
                theme.painter.text(painter, Box(px(PAD), top, 0, px(HEAD - 4)), heading, SMALL_BOLD, "muted")
