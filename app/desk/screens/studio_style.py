"""Logo and colours: a picture file and how much of the code it takes, the accent, and how a print shop gets it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QSlider, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import SMALL
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field

from .studio_parts import Swatch, Switch

COLOURS = ("#b3261e", "#1f4e8c", "#8a5a00", "#1d1b18")
"""Colours that every paper takes; the chain's own stands before them."""

LOGO_MOST = 35
"""Percent of the code at which the slider ends: beyond what is allowed, so that the rule can say so."""


class LogoSize(QSlider):
    """How much of the code the logo takes: by keys and by dragging."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, LOGO_MOST)
        self.setPageStep(5)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to what scrolls: the slider may come under it meanwhile."""
        event.ignore()


class StyleSection(QWidget):
    """Tells what staff choose. `lay` gives it its width, and returns the height that it takes."""

    coloured = Signal(str, bool)
    bled = Signal(bool)
    logo_asked = Signal()
    logo_dropped = Signal()
    logo_sized = Signal(int)
    changed = Signal()
    """It may need another height."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name, self._percent_at = "", (0, 0)
        self.logo, self.no_logo = Button(theme, parent=self), Button(theme, look=Look.QUIET, parent=self)
        self.logo.clicked.connect(self.logo_asked)
        self.no_logo.clicked.connect(self.logo_dropped)
        self.logo_size = LogoSize(self)
        self.logo_size.valueChanged.connect(self.logo_sized)
        self._dots = QButtonGroup(self)
        self.swatches = [Swatch(theme, colour, self) for colour in ("", *COLOURS, "")]
        for swatch in self.swatches:
            self._dots.addButton(swatch)
            swatch.clicked.connect(self._taken)
        self.own = self.swatches[0]
        self.custom = Field(theme, parent=self)
        self.custom.setMaxLength(7)
        self.custom.editingFinished.connect(self._typed)
        self.in_code, self.bleed = Switch(theme, self), Switch(theme, self)
        self.in_code.toggled.connect(lambda _: self._taken())
        self.bleed.toggled.connect(self.bled)

    def in_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [
            self.logo,
            self.no_logo,
            self.logo_size,
            *self.swatches,
            self.custom,
            self.in_code,
            self.bleed,
        ]

    def show_style(self, accent: str, own: str, *, in_code: bool, bleed: bool, can_bleed: bool) -> None:
        """Show which colour is chosen; `own` is the chain's."""
        self.own.paint_as(own)
        known = next((swatch for swatch in self.swatches[:-1] if swatch.colour.lower() == accent.lower()), None)
        last = self.swatches[-1]
        last.paint_as(accent if known is None else last.colour or "#999999")
        last.setVisible(known is None)
        (known or last).setChecked(True)
        if not self.custom.hasFocus():
            self.custom.setText(accent)
        for switch, on in ((self.in_code, in_code), (self.bleed, bleed)):
            switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(False)
            switch.update()
        self.bleed.setVisible(can_bleed)
        self.changed.emit()

    def show_logo(self, name: str, percent: int) -> None:
        """Show the logo's file and how much of the code it takes."""
        self._name = name
        self.logo_size.blockSignals(True)
        self.logo_size.setValue(percent)
        self.logo_size.blockSignals(False)
        self.retranslate()
        self.changed.emit()

    def _taken(self) -> None:
        chosen = next((swatch for swatch in self.swatches if swatch.isChecked()), self.own)
        self.coloured.emit(chosen.colour, self.in_code.isChecked())

    def _typed(self) -> None:
        self.coloured.emit(self.custom.text().strip(), self.in_code.isChecked())

    def _percent(self) -> str:
        return self.tr("占码 {percent} %").format(percent=self.logo_size.value()) if self._name else ""

    def retranslate(self) -> None:
        """Write the words again."""
        self.logo.say(
            self._name or self.tr("选标志…"), self.tr("标志 {name}").format(name=self._name) if self._name else ""
        )
        self.no_logo.say(self.tr("不要标志"))
        self.logo_size.setAccessibleName(f"{self.tr('标志大小')} {self._percent()}")
        self.custom.say(self.tr("颜色"), "#0f6b5c")
        for swatch in self.swatches:
            swatch.say(self.tr("品牌色") if swatch is self.own else self.tr("颜色"))
        self.in_code.say(self.tr("码也用这个颜色"))
        self.bleed.say(self.tr("出血和裁切线"))
        self.update()

    def lay(self, width: int) -> int:
        """Place everything within `width` px; return the height."""
        px, has = self._theme.px, bool(self._name)
        hint = self.no_logo.sizeHint().width()
        self.logo.setGeometry(0, 0, width - (hint + px(6) if has else 0), px(38))
        self.no_logo.setVisible(has)
        self.no_logo.setGeometry(width - hint, 0, hint, px(38))
        top = px(44)
        self.logo_size.setVisible(has)
        if has:
            self.logo_size.setGeometry(0, top, width - px(96), px(28))
            self._percent_at = (width - px(88), top)
            top += px(34)
        x = 0
        for swatch in self.swatches:
            if swatch.isVisibleTo(self):
                swatch.setGeometry(x, top + px(7), px(26), px(26))
                x += px(30)
        self.custom.setGeometry(x + px(2), top, max(width - x - px(2), px(60)), px(40))
        return self._lay_switches(top + px(46), width)

    def _lay_switches(self, top: int, width: int) -> int:
        px = self._theme.px
        first, second = self.in_code.sizeHint().width(), self.bleed.sizeHint().width()
        self.in_code.setGeometry(0, top, first, px(30))
        beside = first + px(10) + second <= width
        self.bleed.setGeometry(first + px(10) if beside else 0, top + (0 if beside else px(32)), second, px(30))
        return top + (px(34) if beside or not self.bleed.isVisibleTo(self) else px(66))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write how much of the code the logo takes."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            box = Box(self._percent_at[0], self._percent_at[1], 0, self._theme.px(28))
            self._theme.painter.text(painter, box, self._percent(), SMALL, "muted")
