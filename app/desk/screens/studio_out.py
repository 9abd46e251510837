"""The sheet on which a print or a file is settled: every page small, where it goes, how often, where it will hang.

It lies within the window, never over it: the bar of VIPs stays in sight and its key works.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.keys import Key
from app.desk.models.studio_order import Order
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, HEAD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.scroll import ScrollRoom
from app.desk.words.proof import Check, Mark
from app.domain.prints import Medium

from .studio_contact import ContactSheet
from .studio_out_form import PAD, OutForm
from .studio_parts import Checks

FORM = 372
_PAGES = 200
"""Px at 100 % that the pages have beside the form at least."""

_TITLE = 52
_LOW, _LOWEST = 330, 150
"""Px at 100 % below which the way back stands beside the title, and below which there is neither of them."""


class OutSheet(QWidget):
    """`went` gives the `Order`."""

    went = Signal(object)
    left = Signal()
    folder_asked = Signal()
    turned = Signal()
    """It was opened or closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._go_word, self._able = "", True
        self.contact = ContactSheet(theme, self)
        self.form = form = OutForm(theme, self)
        self.area = ScrollRoom(theme, form, self)
        self.printers, self.copies, self.name, self.place, self.each = (
            form.printers,
            form.copies,
            form.name,
            form.place,
            form.each,
        )
        self.checks = Checks(theme, self)
        self.go = Button(theme, key=Key.PRINT, look=Look.MAIN, parent=self)
        self.back = Button(theme, key=Key.CLOSE, parent=self)
        form.browse.clicked.connect(self.folder_asked)
        form.changed.connect(self._place)
        self.go.clicked.connect(self.take)
        self.back.clicked.connect(self.left)
        theme.changed.connect(self._place)
        self.retranslate()
        self.hide()

    @property
    def medium(self) -> Medium:
        """On what it is made."""
        return self.form.medium

    @property
    def folder(self) -> str:
        """Where a file goes."""
        return self.form.folder

    def open(self, medium: Medium, *, go_word: str, several_stores: bool) -> None:
        """Ask for a print (`Medium.PRINTER`) or a file."""
        self._go_word = go_word
        self.form.begin(medium, several=several_stores)
        self.area.verticalScrollBar().setValue(0)
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
        self.form.show_places(places)
        self._offer()

    def show_file(self, folder: str, name: str) -> None:
        """Say where a file goes."""
        self.form.show_folder(folder)
        self.name.setText(name)
        self.name.home(False)

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
                    dots=self.form.dots,
                    each=self.each.isChecked() and self.form.several and self.medium is Medium.PDF,
                )
            )

    def _offer(self) -> None:
        can = self._able and (self.medium is not Medium.PRINTER or bool(self.printer))
        self.go.setEnabled(can)
        for before, after in pairwise([self.contact, *self.form.in_order(), self.go, self.back]):
            self.setTabOrder(before, after)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Tell when it is opened and closed."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.turned.emit()
        return super().event(event)

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
        self.form.retranslate()
        self.go.say(self._go_word)
        self.back.say(self.tr("返回"))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    @property
    def _form(self) -> int:
        """Width of what is settled, px; the pages have the rest."""
        px = self._theme.px
        return min(px(FORM), max(self.width() // 2, self.width() - px(_PAGES)))

    @property
    def _title(self) -> int:
        px = self._theme.px
        return px(_TITLE) if self.height() >= px(_LOWEST) else 0

    def _place(self) -> None:
        px, form = self._theme.px, self._form
        left, width = self.width() - form + px(PAD), form - 2 * px(PAD)
        self.contact.setGeometry(0, px(_TITLE), self.width() - form, self.height() - px(_TITLE))
        top = self._place_go(left, width)
        if not self.area.isHidden():
            room = self.area.viewport().width() or form
            self.form.resize(room, self.form.lay(room))
        needed, well = self.checks.needed(width), all(check.mark is Mark.GOOD for check in self.checks.checks)
        shown = not well or top - px(12) - needed >= self._title + self.form.height()
        self.checks.setVisible(shown)  # what is not well is always seen, the rest where there is room
        if shown:
            top -= px(12) + needed
            self.checks.setGeometry(left, top, width, needed)
        self.area.setGeometry(left - px(PAD) + 1, self._title, form - 1, max(top - px(8) - self._title, 0))
        self.update()

    def _place_go(self, left: int, width: int) -> int:
        """Place the buttons; return where they begin."""
        px = self._theme.px
        foot = self.height() - px(16)
        low = self.height() < px(_LOW)
        self.back.setVisible(not low or bool(self._title))
        if low:
            hint = self.back.sizeHint().width()
            self.back.setGeometry(left + width - hint, px(7), hint, px(38))
            foot += px(6)
        else:
            self.back.setGeometry(left, foot - px(38), width, px(38))
            foot -= px(46)
        self.go.setGeometry(left, foot - px(46), width, px(46))
        return foot - px(46)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the titles."""
        theme, px, form = self._theme, self._theme.px, self._form
        left, pages = self.width() - form + px(PAD), self.width() - form
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.bg)
            painter.fillRect(pages, 0, form, self.height(), theme.colours.panel)
            painter.setPen(QPen(theme.colours.line, 1))
            painter.drawLine(pages, 0, pages, self.height())
            told = theme.letters.elided(BODY, self.contact.title, pages - px(36))
            theme.painter.text(painter, Box(px(24), 0, 0, px(_TITLE)), told, BODY, "muted")
            if self._title:
                beside = self.back.width() + px(8) if self.height() < px(_LOW) else 0
                title = theme.letters.elided(HEAD, self.title, form - 2 * px(PAD) - beside)
                theme.painter.text(painter, Box(left, px(8), 0, px(44)), title, HEAD, "ink")
