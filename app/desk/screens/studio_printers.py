"""Which printer: the machine's printers to choose from, or why there is none to choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import SMALL
from app.desk.widgets.button import Button, Look

MOST = 5
"""Printers that are offered; the one that is chosen is always among them."""

_ROW, _LINE = 44, 24


class PrinterChoice(QWidget):
    """`printer` is the one that is chosen, "" where there is none."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.printer, self._picked = "", ""
        self.buttons: list[Button] = []
        self.looking = True
        self._group = QButtonGroup(self)

    def begin(self) -> None:
        """The sheet opens anew: nobody has picked anything yet."""
        self._picked = ""

    def first(self) -> QWidget | None:
        """Return what has the focus at first; None without a printer."""
        return next((button for button in self.buttons if button.isChecked()), None)

    def offer(self, names: Sequence[str], chosen: str = "") -> None:
        """Offer these printers: the one that staff picked meanwhile, else `chosen`, else the first."""
        for button in self.buttons:
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self.looking, self.buttons = False, []
        self.printer = next((name for name in (self._picked, chosen) if name in names), names[0] if names else "")
        shown = list(names[:MOST])
        if self.printer and self.printer not in shown:
            shown[-1] = self.printer
        for name in shown:
            button = Button(self._theme, name, look=Look.CHOICE, parent=self)
            button.setChecked(name == self.printer)
            button.clicked.connect(lambda _=False, name=name: self._pick(name))
            button.show()
            self._group.addButton(button)
            self.buttons.append(button)
        self._place()

    def _pick(self, name: str) -> None:
        self.printer = self._picked = name

    def needed(self) -> int:
        """Return the height that shows everything."""
        px = self._theme.px
        return len(self.buttons) * px(_ROW) - px(6) if self.buttons else 2 * px(_LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the buttons."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        for row, button in enumerate(self.buttons):
            button.setGeometry(0, row * px(_ROW), self.width(), px(38))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Say why there is nothing to choose from."""
        if self.buttons:
            return
        theme, line = self._theme, self._theme.px(_LINE)
        lines = (self.tr("没有找到打印机。"), self.tr("存成 PDF，到别处打印也一样大小。"))
        if self.looking:
            lines = (self.tr("正在找打印机…"), "")
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            for row, text in enumerate(lines):
                told = theme.letters.elided(SMALL, text, self.width())
                ink = "muted" if self.looking else "amber"
                theme.painter.text(painter, Box(0, row * line, 0, line), told, SMALL, ink)
