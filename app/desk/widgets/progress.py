"""How far a long piece of work is, with a number, and the button that stops it. It stands in the foot of the window, so
that it is seen from every screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look

_BAR = 120


class ProgressLine(QWidget):
    """Words, a bar, the number, and a button; `stopped` tells that staff press it."""

    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.text, self.done, self.total = "", 0, 0
        self.stop = Button(theme, look=Look.QUIET, parent=self)
        self.stop.clicked.connect(self.stopped)
        theme.changed.connect(self._place)

    @property
    def number(self) -> str:
        """How far it is."""
        return f"{self.done} / {self.total}" if self.total else ""

    def show_step(self, text: str, done: int, total: int, stop: str) -> None:
        """Say what is done and how far it is; `stop` is the word on the button."""
        wider = (text, total, stop) != (self.text, self.total, self.stop.text())
        self.text, self.done, self.total = text, done, total
        self.setAccessibleName(f"{text} {self.number}")
        if wider:
            self.stop.say(stop)
            self.updateGeometry()
            self._place()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room of everything; the number has the room of the largest."""
        letters, px = self._theme.letters, self._theme.px
        width = letters.width(SMALL, self.text) + px(10) + px(_BAR) + px(10)
        width += letters.width(SMALL_BOLD, f"{self.total} / {self.total}") + px(6) + self.stop.sizeHint().width()
        return QSize(int(width), px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the button."""
        self._place()

    def _place(self) -> None:
        width = self.stop.sizeHint().width()
        self.stop.setGeometry(self.width() - width, 0, width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw words, bar and number."""
        theme, px, letters = self._theme, self._theme.px, self._theme.letters
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            theme.painter.text(painter, Box(0, 1, 0, self.height()), self.text, SMALL, "ink")
            x = letters.width(SMALL, self.text) + px(10)
            track = QRectF(x, (self.height() - px(8)) / 2, px(_BAR), px(8))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.line)
            painter.drawRoundedRect(track, px(4), px(4))
            if self.total:
                track.setWidth(max(track.width() * min(self.done / self.total, 1.0), px(8)))
                painter.setBrush(theme.colours.accent)
                painter.drawRoundedRect(track, px(4), px(4))
            box = Box(x + px(_BAR) + px(10), 1, 0, self.height())
            theme.painter.text(painter, box, self.number, SMALL_BOLD, "ink")
