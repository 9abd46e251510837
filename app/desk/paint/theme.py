"""The theme in use: palette, letters and the painter that draws with them. One object, handed to every widget."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.desk.paint.card import CardPainter
from app.desk.theme.letters import BODY, Letters
from app.desk.theme.palette import DARK, LIGHT, Palette, qt_palette


class Mode(StrEnum):
    """Light, dark, or as the system says."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


SCALES = (1.0, 1.15, 1.3)
"""Text sizes to choose from."""


class Theme(QObject):
    """The looks of the whole counter. `changed` tells every widget to paint itself anew."""

    changed = Signal()

    def __init__(self, mode: Mode = Mode.LIGHT, scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode, self.letters = mode, Letters(scale)
        self.colours: Palette = LIGHT
        self.painter = CardPainter(LIGHT, self.letters)
        self._settle(mode, scale)

    def use(self, *, mode: Mode | None = None, scale: float | None = None) -> None:
        """Take another mode or text size; nothing happens where both are in use already."""
        mode, scale = mode or self.mode, scale or self.letters.scale
        if (mode, scale) != (self.mode, self.letters.scale) or mode is Mode.SYSTEM:
            self._settle(mode, scale)
            self.changed.emit()

    def px(self, value: float) -> int:
        """Return a length at the text size in use, whole px."""
        return int(self.letters.px(value))

    def _settle(self, mode: Mode, scale: float) -> None:
        self.mode = mode
        self.colours = DARK if mode is Mode.DARK or (mode is Mode.SYSTEM and _system_is_dark()) else LIGHT
        if scale != self.letters.scale:
            self.letters = Letters(scale)
        self.painter = CardPainter(self.colours, self.letters)
        QApplication.setPalette(qt_palette(self.colours))
        QApplication.setFont(self.letters.font(BODY))


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
