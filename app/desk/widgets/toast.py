"""A message that passes, at the foot of the screen, with a button that takes back what it tells of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desk.notices import Toast, Tone
from app.desk.paint import shapes
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY, BODY_BOLD

SECONDS = 6.0


class ToastView(QWidget):
    """Shows one toast at a time over its parent; the latest replaces the one before."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._over = theme, parent
        self.toast: Toast | None = None
        self._foot = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.hide()

    def show_toast(self, toast: Toast) -> None:
        """Show `toast` for a few seconds."""
        self.toast = toast
        self.setAccessibleName(toast.text)
        self.place()
        self.show()
        self.raise_()
        self.update()
        self._timer.start(int(SECONDS * 1000))

    def place(self, foot: int | None = None) -> None:
        """Stand in the middle, above the parent's foot; `foot` is its height where it has another one now."""
        self._foot = self._foot if foot is None else foot
        if self.toast is None:
            return
        letters, px = self._theme.letters, self._theme.px
        width = px(52) + int(letters.width(BODY, self.toast.text)) + px(18)
        if self.toast.label:
            width += int(letters.width(BODY_BOLD, self.toast.label)) + px(26)
        width = min(width, self._over.width() - px(40))
        self.setGeometry((self._over.width() - width) // 2, self._over.height() - self._foot - px(62), width, px(46))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take back, or go away."""
        toast = self.toast
        self.hide()
        if toast is not None and toast.act is not None:
            toast.act()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Mean nothing: the first click was on what stood here before, and the toast came of it."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the message on the ink of the theme, so that it stands out in both."""
        if self.toast is None:
            return
        theme, px = self._theme, self._theme.px
        colours, letters = theme.colours, theme.letters
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.ink)
            painter.drawRoundedRect(QRectF(self.rect()), px(10), px(10))
            sign = QRectF(px(16), (self.height() - px(20)) / 2, px(20), px(20))
            if self.toast.tone in (Tone.WRONG, Tone.WARNING):
                shapes.warning(painter, sign, colours.panel, colours.ink)
            else:
                draw_icon(painter, "check", sign, colours.panel)
            room = float(self.width() - px(66))
            if self.toast.label:
                label = letters.width(BODY_BOLD, self.toast.label)
                left = self.width() - label - px(18)
                theme.painter.text(painter, Box(left, 0, label, self.height()), self.toast.label, BODY_BOLD, "panel")
                painter.setPen(colours.muted)
                painter.drawLine(int(left - px(12)), px(13), int(left - px(12)), self.height() - px(13))
                room -= label + px(26)
            text = letters.elided(BODY, self.toast.text, room)
            theme.painter.text(painter, Box(px(46), 0, room, self.height()), text, BODY, "panel")
