"""The sheet on which a print or a file is settled: every page small, where it goes, how often, where it will hang.

It lies within the window, never over it: the bar of VIPs stays in sight and its key works.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.desk.keys import Key
from app.desk.models.studio_order import Order
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, HEAD, SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words.proof import Check, Mark
from app.domain.prints import Medium

from .studio_contact import ContactSheet
from .studio_parts import Checks, Switch
from .studio_printers import PrinterChoice
from .studio_stepper import Stepper

FORM = 372
DOTS = (150, 300, 600)


class OutSheet(QWidget):
    """`went` gives the `Order`."""

    went = Signal(object)
    left = Signal()
    folder_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.medium, self.folder, self.dots = Medium.PRINTER, "", 300
        self._several = False
        self._go_word, self._able = "", True
        self.contact = ContactSheet(theme, self)
        self.checks = Checks(theme, self)
        self._dot_group = QButtonGroup(self)
        self.printers = PrinterChoice(theme, self)
        self.copies = Stepper(theme, self)
        self.name = Field(theme, parent=self)
        self.browse = Button(theme, parent=self)
        self.browse.clicked.connect(self.folder_asked)
        self.dot_buttons = {dots: Button(theme, f"{dots} dpi", look=Look.CHOICE, parent=self) for dots in DOTS}
        for dots, button in self.dot_buttons.items():
            self._dot_group.addButton(button)
            button.setChecked(dots == self.dots)
            button.clicked.connect(lambda _=False, dots=dots: setattr(self, "dots", dots))
        self.each = Switch(theme, self)
        self.place = Field(theme, parent=self)
        self.place.setMaxLength(40)
        self._places: list[Button] = []
        self.go = Button(theme, key=Key.PRINT, look=Look.MAIN, parent=self)
        self.back = Button(theme, key=Key.CLOSE, parent=self)
        self.go.clicked.connect(self.take)
        self.back.clicked.connect(self.left)
        self._headings: list[tuple[int, str]] = []
        theme.changed.connect(self._place)
        self.retranslate()
        self.hide()

    def open(self, medium: Medium, *, go_word: str, several_stores: bool) -> None:
        """Ask for a print (`Medium.PRINTER`) or a file."""
        self.medium, self._go_word, self._several = medium, go_word, several_stores
        if not several_stores:
            self.each.setChecked(False)
        self.copies.show_number(1)
        self.place.clear()
        self.printers.begin()
        self.go.deafen()
        self.retranslate()
        self.show()
        self.raise_()
        self._offer()
        self.first().setFocus()

    def first(self) -> QWidget:
        """Return what has the focus at first: the printer, or the file's name."""
        if self.medium is Medium.PRINTER:
            return self.printers.first() or self.place
        return self.name

    @property
    def printer(self) -> str:
        """The printer that is chosen, "" where there is none."""
        return self.printers.printer

    def show_printers(self, names: Sequence[str], chosen: str = "") -> None:
        """Offer these printers; who types a place meanwhile goes on typing."""
        has = self.focusWidget()
        untouched = has is None or has in self.printers.buttons or (has is self.place and not self.place.text())
        self.printers.offer(names, chosen)
        self._offer()
        if self.isVisible() and self.medium is Medium.PRINTER and untouched:
            self.first().setFocus()

    def show_places(self, places: Sequence[str]) -> None:
        """Offer where pieces hang usually."""
        for button in self._places:
            button.deleteLater()
        self._places = []
        for place in places[:6]:
            button = Button(self._theme, place, parent=self)
            button.clicked.connect(lambda _=False, place=place: self.place.setText(place))
            self._places.append(button)
        self._offer()

    def show_file(self, folder: str, name: str) -> None:
        """Say where a file goes."""
        self.folder = folder
        self.name.setText(name)
        self.name.home(False)
        self.update()

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show how the check stands."""
        if self.checks.show_checks(checks):
            self._place()

    def say_go(self, word: str) -> None:
        """Write another word on the button that goes."""
        self._go_word = word
        self.go.say(word)

    def show_able(self, able: bool) -> None:
        """Whether what is chosen may be printed."""
        self._able = able
        self._offer()

    def take(self) -> None:
        """Go, where that is possible."""
        if self.isVisible() and self.go.isEnabled():
            self.went.emit(
                Order(
                    medium=self.medium,
                    printer=self.printer,
                    folder=self.folder,
                    name=self.name.text().strip(),
                    copies=self.copies.number if self.medium is Medium.PRINTER else 1,
                    place=self.place.text().strip(),
                    dots=self.dots,
                    each=self.each.isChecked() and self._several and self.medium is Medium.PDF,
                )
            )

    def _offer(self) -> None:
        can = self._able and (self.medium is not Medium.PRINTER or bool(self.printer))
        self.go.setEnabled(can)
        order = [self.contact, *self.printers.buttons, self.copies, self.name, self.browse]
        order += [*self.dot_buttons.values(), self.each, self.place, *self._places, self.go, self.back]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Speak another language."""
        titles = {
            Medium.PRINTER: self.tr("打印预览"),
            Medium.PDF: self.tr("存 PDF"),
            Medium.PNG: self.tr("存图片"),
        }
        self.title = titles[self.medium]
        self.setAccessibleName(self.title)
        self.copies.say(self.tr("每页几份"), self.tr("少一份"), self.tr("多一份"))
        self.name.say(self.tr("文件名"))
        self.browse.say(self.tr("换文件夹…"))
        self.each.say(self.tr("每家门店一个文件"))
        self.place.say(self.tr("挂在哪里"), self.tr("大门、收银台、等位区…"))
        self.go.say(self._go_word)
        self.back.say(self.tr("返回"))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        form = min(px(FORM), self.width() // 2)
        left, width = self.width() - form + px(20), form - px(40)
        self.contact.setGeometry(0, px(52), self.width() - form, self.height() - px(52))
        top, self._headings = px(60), []
        top = self._place_where(left, top, width)
        self._headings.append((top, self.tr("挂在哪里（记进印刷登记）")))
        self.place.setGeometry(left, top + px(26), width, px(40))
        top = self._flow(self._places, left, top + px(74), width, self.height() - px(112) - self._owed(width))
        self._foot(left, width, top)
        self.update()

    def _place_where(self, left: int, top: int, width: int) -> int:
        px, paper = self._theme.px, self.medium is Medium.PRINTER
        self.printers.setVisible(paper)
        self.copies.setVisible(paper)
        for widget in (self.name, self.browse):
            widget.setVisible(not paper)
        for button in self.dot_buttons.values():
            button.setVisible(self.medium is Medium.PNG)
        self.each.setVisible(self._several and self.medium is Medium.PDF)
        if paper:
            return self._place_printer(left, top, width)
        self._headings.append((top, self.tr("文件名")))
        self.name.setGeometry(left, top + px(26), width, px(40))
        top += px(76)
        self._folder_at = top
        self.browse.setGeometry(left, top + px(30), self.browse.sizeHint().width(), px(38))
        top += px(80)
        if self.medium is Medium.PNG:
            self._headings.append((top, self.tr("清晰度")))
            return self._flow(list(self.dot_buttons.values()), left, top + px(26), width) + px(6)
        if self._several:
            self.each.setGeometry(left, top, self.each.sizeHint().width(), px(30))
            top += px(42)
        return top

    def _place_printer(self, left: int, top: int, width: int) -> int:
        px = self._theme.px
        self._headings.append((top, self.tr("打印机")))
        self.printers.setGeometry(left, top + px(26), width, self.printers.needed())
        top = self.printers.geometry().bottom() + px(16)
        self._headings.append((top, self.tr("每页几份")))
        self.copies.setGeometry(left, top + px(26), px(144), px(38))
        return top + px(80)

    def _flow(self, buttons: Sequence[QWidget], left: int, top: int, width: int, limit: int = 10_000) -> int:
        """Place buttons side by side, in as many rows as they need above `limit`; return where they end."""
        px, x = self._theme.px, left
        if not buttons:
            return top
        for button in buttons:
            needed = button.sizeHint().width()
            if x > left and x + needed > left + width:
                x, top = left, top + px(44)
            button.setGeometry(x, top, min(needed, width), px(38))
            button.setVisible(top + px(38) <= limit)
            x += needed + px(6)
        return top + px(48)

    def _foot(self, left: int, width: int, top: int) -> None:
        px = self._theme.px
        needed = self.checks.needed(width)
        foot = self.height() - px(16)
        self.back.setGeometry(left, foot - px(38), width, px(38))
        self.go.setGeometry(left, foot - px(92), width, px(46))
        self.checks.setGeometry(left, foot - px(104) - needed, width, needed)
        self.checks.setVisible(bool(self._owed(width)) or foot - px(104) - needed >= top)

    def _owed(self, width: int) -> int:
        """The room that the check must have: what is not well is always seen, the rest where there is room."""
        well = all(check.mark is Mark.GOOD for check in self.checks.checks)
        return 0 if well else self.checks.needed(width)

    _folder_at = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the headings, and what no field says."""
        theme, px = self._theme, self._theme.px
        form = min(px(FORM), self.width() // 2)
        left, width = self.width() - form + px(20), form - px(40)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.bg)
            painter.fillRect(self.width() - form, 0, form, self.height(), theme.colours.panel)
            painter.setPen(QPen(theme.colours.line, 1))
            painter.drawLine(self.width() - form, 0, self.width() - form, self.height())
            theme.painter.text(painter, Box(px(24), 0, 0, px(52)), self.contact.title, BODY, "muted")
            theme.painter.text(painter, Box(left, px(8), 0, px(44)), self.title, HEAD, "ink")
            for top, heading in self._headings:
                theme.painter.text(painter, Box(left, top, 0, px(22)), heading, SMALL_BOLD, "muted")
            if self.medium is not Medium.PRINTER:
                folder = theme.letters.elided(SMALL, self.tr("存到 {folder}").format(folder=self.folder), width)
                theme.painter.text(painter, Box(left, self._folder_at, 0, px(26)), folder, SMALL, "muted")
