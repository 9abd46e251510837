"""What is settled of a print or a file, below one another: printer and copies, or name, folder and dots; and the place.

It is as tall as it needs to be; the sheet around it scrolls where there is less room.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.domain.prints import Medium

from .studio_parts import Switch
from .studio_printers import PrinterChoice
from .studio_stepper import Stepper

DOTS = (150, 300, 600)
PAD = 20


class OutForm(QWidget):
    """`lay` gives it its width, and returns the height that it takes."""

    changed = Signal()
    """It may need another height."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.medium, self.folder, self.dots = Medium.PRINTER, "", 300
        self.several = False
        """Whether the pages are of several stores."""
        self.printers = PrinterChoice(theme, self)
        self.copies = Stepper(theme, self)
        self.name = Field(theme, parent=self)
        self.browse = Button(theme, parent=self)
        self._dot_group = QButtonGroup(self)
        self.dot_buttons = {dots: Button(theme, f"{dots} dpi", look=Look.CHOICE, parent=self) for dots in DOTS}
        for dots, button in self.dot_buttons.items():
            self._dot_group.addButton(button)
            button.setChecked(dots == self.dots)
            button.clicked.connect(lambda _=False, dots=dots: setattr(self, "dots", dots))
        self.each = Switch(theme, self)
        self.place = Field(theme, parent=self)
        self.place.setMaxLength(40)
        self._places: list[Button] = []
        self._headings: list[tuple[int, str]] = []
        self._folder_at = 0

    def begin(self, medium: Medium, *, several: bool) -> None:
        """Ask anew, for paper or for files."""
        self.medium, self.several = medium, several
        if not several:
            self.each.setChecked(False)
        self.copies.show_number(1)
        self.place.clear()
        self.printers.begin()

    def in_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        settled = [*self.printers.buttons, self.copies, self.name, self.browse, *self.dot_buttons.values()]
        return [*settled, self.each, self.place, *self._places]

    def show_places(self, places: Sequence[str]) -> None:
        """Offer where pieces hang usually."""
        for button in self._places:
            button.hide()
            button.deleteLater()
        self._places = []
        for place in places:
            button = Button(self._theme, place, parent=self)
            button.clicked.connect(lambda _=False, place=place: self.place.setText(place))
            button.show()
            self._places.append(button)
        self.changed.emit()

    def show_folder(self, folder: str) -> None:
        """Say where a file goes."""
        self.folder = folder
        self.update()

    def retranslate(self) -> None:
        """Speak another language."""
        self.copies.say(self.tr("每页几份"), self.tr("少一份"), self.tr("多一份"))
        self.name.say(self.tr("文件名"))
        self.browse.say(self.tr("换文件夹…"))
        self.each.say(self.tr("每家门店一个文件"))
        self.place.say(self.tr("挂在哪里"), self.tr("大门、收银台、等位区…"))

    def event(self, event: QEvent) -> bool:
        """Ask for other room where something in here does."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.changed.emit()
        return super().event(event)

    def lay(self, width: int) -> int:
        """Place everything within `width` px; return the height."""
        px, self._headings = self._theme.px, []
        left, wide = px(PAD), width - 2 * px(PAD)
        top = self._lay_paper(left, wide) if self.medium is Medium.PRINTER else self._lay_file(left, wide)
        self._show_parts()
        self._headings.append((top, self.tr("挂在哪里（记进印刷登记）")))
        self.place.setGeometry(left, top + px(26), wide, px(40))
        self.update()
        return self._flow(self._places, left, top + px(74), wide)

    def _show_parts(self) -> None:
        paper = self.medium is Medium.PRINTER
        self.printers.setVisible(paper)
        self.copies.setVisible(paper)
        for widget in (self.name, self.browse):
            widget.setVisible(not paper)
        for button in self.dot_buttons.values():
            button.setVisible(self.medium is Medium.PNG)
        self.each.setVisible(self.several and self.medium is Medium.PDF)

    def _lay_paper(self, left: int, width: int) -> int:
        px = self._theme.px
        top = px(8)
        self._headings.append((top, self.tr("打印机")))
        self.printers.setGeometry(left, top + px(26), width, self.printers.needed())
        top = self.printers.geometry().bottom() + px(16)
        self._headings.append((top, self.tr("每页几份")))
        self.copies.setGeometry(left, top + px(26), px(144), px(38))
        return top + px(80)

    def _lay_file(self, left: int, width: int) -> int:
        px = self._theme.px
        top = px(8)
        self._headings.append((top, self.tr("文件名")))
        self.name.setGeometry(left, top + px(26), width, px(40))
        top += px(76)
        self._folder_at = top
        self.browse.setGeometry(left, top + px(30), self.browse.sizeHint().width(), px(38))
        top += px(80)
        if self.medium is Medium.PNG:
            self._headings.append((top, self.tr("清晰度")))
            return self._flow(list(self.dot_buttons.values()), left, top + px(26), width) + px(6)
        if self.several:
            self.each.setGeometry(left, top, self.each.sizeHint().width(), px(30))
            top += px(42)
        return top

    def _flow(self, buttons: Sequence[QWidget], left: int, top: int, width: int) -> int:
        """Place buttons side by side, in as many rows as they need; return where they end."""
        px, x = self._theme.px, left
        if not buttons:
            return top
        for button in buttons:
            needed = button.sizeHint().width()
            if x > left and x + needed > left + width:
                x, top = left, top + px(44)
            button.setGeometry(x, top, min(needed, width), px(38))
            x += needed + px(6)
        return top + px(48)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the headings, and what no field says."""
        theme, px = self._theme, self._theme.px
        left, width = px(PAD), self.width() - 2 * px(PAD)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.panel)
            for top, heading in self._headings:
                theme.painter.text(painter, Box(left, top, 0, px(22)), heading, SMALL_BOLD, "muted")
            if self.medium is not Medium.PRINTER:
                folder = theme.letters.elided(SMALL, self.tr("存到 {folder}").format(folder=self.folder), width)
                theme.painter.text(painter, Box(left, self._folder_at, 0, px(26)), folder, SMALL, "muted")
