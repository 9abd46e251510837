"""What is said in the place of an empty list of the print register."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY

LINE = 28


class Nothing(QWidget):
    """Says that there is nothing, and then what to do."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told: tuple[tuple[str, str], ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def tell(self, what: str, then: str, ink: str) -> None:
        """Say these; `ink` is the first one's."""
        self._told = ((what, ink), (then, "muted"))
        self.setAccessibleName(f"{what} {then}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write them below one another."""
        theme, px, top = self._theme, self._theme.px, 0
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            for text, ink in self._told:
                for line in wrap(theme.letters, BODY, text, self.width()):
                    theme.painter.text(painter, Box(0, top, 0, px(30)), line, BODY, ink)
                    top += px(LINE)
