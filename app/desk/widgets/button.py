"""A button with its key written on it."""

from __future__ import annotations

from enum import Enum
from math import inf
from time import monotonic

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from app.desk.keys import Key
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, KEY, Role


class Look(Enum):
    """How much a button wants to be pressed."""

    MAIN = "main"
    PLAIN = "plain"
    QUIET = "quiet"
    CHOICE = "choice"


class Button(QAbstractButton):
    """A push button. `key` is written beside the words and is done by whoever owns the keys, not by the button."""

    def __init__(
        self, theme: Theme, text: str = "", *, key: str = "", look: Look = Look.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._cap, self.look = theme, key, look
        self.setCheckable(look is Look.CHOICE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self._deaf_until = 0.0
        self._pressed_at = -inf
        self.once = False
        """A double click is one click: after the first, the button is about somebody else."""
        self.say(text)

    def deafen(self) -> None:
        """Hear no click for a moment: the button appeared, or means something else now, where somebody may be in the
        middle of a double click."""
        self._deaf_until = monotonic() + QApplication.doubleClickInterval() / 1000

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Be pressed, unless this is the second half of a double click on what was here before."""
        if monotonic() >= self._deaf_until:
            self._pressed_at = monotonic()
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Be pressed a second time; where the first press was on what stood here before, it was not for this button."""
        if not self.once and monotonic() - self._pressed_at <= QApplication.doubleClickInterval() / 1000:
            super().mouseDoubleClickEvent(event)

    @property
    def key(self) -> str:
        """The key as it is written now."""
        return Key.now(self._cap)

    @key.setter
    def key(self, key: str) -> None:
        self._cap = key

    def say(self, text: str, spoken: str = "") -> None:
        """Write `text` on the button; `spoken` is for those who hear it."""
        self.setText(text)
        self.setAccessibleName(f"{spoken or text} {self.key}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size that shows the words and the key."""
        letters, px = self._theme.letters, self._theme.px
        width = letters.width(self._role(), self.text()) + px(28 if self.look is not Look.QUIET else 16)
        if self.key:
            width += letters.width(KEY, self.key) + px(10) + px(8)
        return QSize(int(width) + 1, px(38))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which the words would be cut."""
        return self.sizeHint()

    def _role(self) -> Role:
        return BODY_BOLD if self.look is Look.MAIN or (self.look is Look.CHOICE and self.isChecked()) else BODY

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw ground, words and key."""
        colours, letters, px = self._theme.colours, self._theme.letters, self._theme.px
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ink, ground, edge = self._colours()
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            if not self.isEnabled():
                painter.setOpacity(0.45)
            if ground is not None or edge is not None:
                painter.setPen(QPen(edge, 1) if edge is not None else Qt.PenStyle.NoPen)
                painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box, px(8), px(8))
            if self.hasFocus():
                painter.setPen(QPen(colours.ink if self.look is Look.MAIN else colours.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box, px(8), px(8))
            role = self._role()
            key_width = letters.width(KEY, self.key) + px(10) if self.key else 0
            width = letters.width(role, self.text()) + (key_width + px(8) if self.key else 0)
            x = (self.width() - width) / 2
            self._theme.painter.text(painter, Box(x, 0, width, self.height()), self.text(), role, ink)
            if self.key:
                key = Box(x + width - key_width, (self.height() - px(22)) / 2, key_width, px(22))
                self._theme.painter.key(painter, key, self.key, _key_ink(ink), filled=ink == "on_accent")

    def _colours(self) -> tuple[str, QColor | None, QColor | None]:
        """Name of the ink, ground and edge."""
        colours, down = self._theme.colours, self.isDown() or self.underMouse()
        match self.look:
            case Look.MAIN:
                ground = colours.accent.darker(112) if down else colours.accent
                return "on_accent", ground, None
            case Look.CHOICE if self.isChecked():
                return "on_soft", colours.soft, colours.accent
            case Look.QUIET:
                return "accent", colours.soft if down else None, None
            case _:
                return "ink", colours.panel, colours.edge if down else colours.line


def _key_ink(ink: str) -> str:
    return "on_accent" if ink == "on_accent" else "muted"
