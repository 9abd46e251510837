"""The navigation at the left edge: only screens that work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import SMALL, SMALL_BOLD

WIDTH = 76

SCREENS = ("board", "conflicts", "studio", "groups", "prints", "unsent", "settings")
"""From the top."""

_ITEM = 62
_LEAST = 24
"""Px of one item, and where the window is low and the letters large: the word alone then."""

_WORD, _ICON = 20, 24
_SMALLEST = 14
"""Px of the word's line, of the icon above it, and of the smallest icon that says anything."""


class NavButton(QAbstractButton):
    """One screen: icon, word, and how many things wait there."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icon, self.count = theme, icon, 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room of one item."""
        return QSize(self._theme.px(WIDTH), self._theme.px(_ITEM))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw icon, word, and the count."""
        theme, px = self._theme, self._theme.px
        colours, here = theme.colours, self.isChecked()
        ink = "accent" if here else "muted"
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            if here:
                painter.fillRect(self.rect(), colours.soft)
                painter.fillRect(QRectF(0, 0, px(3), self.height()), colours.accent)
            side = min(px(_ICON), self.height() - px(_WORD + 2))
            side = side if side >= px(_SMALLEST) else 0
            air = max((self.height() - side - px(_WORD)) / 2, 0)
            icon = QRectF((self.width() - side) / 2, air, side, side)
            if side:
                draw_icon(painter, self._icon, icon, theme.painter.ink(ink))
            role = SMALL_BOLD if here else SMALL
            left = (self.width() - theme.letters.width(role, self.text())) / 2
            theme.painter.text(painter, Box(left, icon.bottom(), 0, px(_WORD)), self.text(), role, ink)
            if self.hasFocus():
                painter.setPen(QPen(colours.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 2, -4, -2), 6, 6)
            if self.count:
                self._badge(painter, icon)

    def _badge(self, painter: QPainter, icon: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        text = str(self.count)
        width = max(theme.letters.width(SMALL_BOLD, text) + px(10), px(20))
        left = icon.right() - px(1) if icon.width() else self.width() - width - px(2)
        box = QRectF(left, max(icon.top() - px(5), 0), width, px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.red)
        painter.drawRoundedRect(box, px(10), px(10))
        left = box.left() + (width - theme.letters.width(SMALL_BOLD, text)) / 2
        theme.painter.text(painter, Box(left, box.top(), 0, box.height()), text, SMALL_BOLD, "on_red")


class Navigation(QWidget):
    """Tells which screen is asked for, by its name in `SCREENS`."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._group = QButtonGroup(self)
        self.buttons = {name: NavButton(theme, name, self) for name in SCREENS}
        for name, button in self.buttons.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
        self.buttons["board"].setChecked(True)
        theme.changed.connect(self._place)
        self._retranslate()

    def show_screen(self, name: str) -> None:
        """Mark the screen that is shown."""
        self.buttons[name].setChecked(True)

    def show_parked(self, count: int) -> None:
        """Say how many commands HQ refused."""
        self._show_count("unsent", count)

    def show_conflicts(self, count: int) -> None:
        """Say how many disagreements nobody has settled."""
        self._show_count("conflicts", count)

    def show_groups(self, count: int) -> None:
        """Say how many pools of groups need a manager."""
        self._show_count("groups", count)

    def _show_count(self, name: str, count: int) -> None:
        if self.buttons[name].count != count:
            self.buttons[name].count = count
            self._retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        words = {
            "board": self.tr("迎宾"),
            "conflicts": self.tr("对不上"),
            "studio": self.tr("二维码"),
            "groups": self.tr("群"),
            "prints": self.tr("印刷登记"),
            "unsent": self.tr("未发出"),
            "settings": self.tr("设置"),
        }
        for name, button in self.buttons.items():
            button.setText(words[name])
            button.setAccessibleName(f"{words[name]} {button.count or ''}".strip())
            button.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the buttons from the top."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        each = max(min(px(_ITEM), (self.height() - 2 * px(8)) // len(self.buttons)), px(_LEAST))
        for row, button in enumerate(self.buttons.values()):
            button.setGeometry(0, px(8) + row * each, self.width() - 1, each)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.colours.panel)
            painter.setPen(QPen(self._theme.colours.line, 1))
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
