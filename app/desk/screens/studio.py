"""二维码: what is printed for whom at the left, the page as it will be in the middle, how it is made at the right."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.desk.keys import Key
from app.desk.paint.theme import Theme
from app.desk.widgets.scroll import ScrollRoom
from app.domain.prints import Medium

from .studio_aims import AimsPanel
from .studio_make import MakePanel
from .studio_out import OutSheet
from .studio_preview import Preview

LEFT, RIGHT = 268, 330
_LEAST_MIDDLE = 380

_NO_MIDDLE = 96
"""Px at 100 % below which the page could not be told from another: its room goes to both sides."""

_BESIDE = 620
"""Px at 100 % that the sheet of a print needs; in a narrower window it covers the aims too."""

_REPEATING = frozenset({"before", "after", "larger", "smaller"})
"""Keys that may be held down; who holds F9 opens the sheet, and prints nothing yet."""


class StudioScreen(QWidget):
    """Puts the three parts side by side. `out_asked` gives a `Medium`; `logo_given` a picture that was dropped."""

    out_asked = Signal(object)
    logo_given = Signal(str)
    retranslated = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.aims = AimsPanel(theme, self)
        self.aims_room = ScrollRoom(theme, self.aims, self)
        self.aims_room.setWidgetResizable(True)
        self.preview = Preview(theme, self)
        self.make = MakePanel(theme, self)
        self.out = OutSheet(theme, self)
        self.out.left.connect(self.close_out)
        self.out.turned.connect(self._place)
        self.make.print_asked.connect(lambda: self.out_asked.emit(Medium.PRINTER))
        self.make.pdf_asked.connect(lambda: self.out_asked.emit(Medium.PDF))
        self.make.pictures_asked.connect(lambda: self.out_asked.emit(Medium.PNG))
        self.setAcceptDrops(True)
        self.shortcuts: dict[str, QShortcut] = {}
        for name, key, verb in (
            ("before", "PgUp", lambda: self.preview.turn(-1)),
            ("after", "PgDown", lambda: self.preview.turn(1)),
            ("larger", "Ctrl+=", self.preview.larger.click),
            ("smaller", "Ctrl+-", self.preview.smaller.click),
            ("whole", "Ctrl+0", self.preview.fit.click),
            ("PRINT", Key.PRINT, self._print),
            ("SAVE", Key.SAVE, self._save),
        ):
            self.shortcuts[name] = shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)
            shortcut.setAutoRepeat(name in _REPEATING)
        *aims, last = self.aims.in_order()
        for before, after in pairwise([*aims, last]):
            self.setTabOrder(before, after)
        for part in reversed([*self.preview.in_order(), *self.make.in_order()]):
            self.setTabOrder(last, part)  # one by one to the front: Qt moves none that follows already, round the ring
        self._focus()
        self.setAccessibleName(self.tr("二维码"))
        theme.changed.connect(self._place)

    def _focus(self) -> None:
        """The first Tab stands on what is chosen most often."""
        row = self.aims.rows[self.aims.aim]
        self.setFocusProxy(self.aims.view if self.aims.view.isVisibleTo(self.aims) else row)

    def settle_focus(self) -> None:
        """Something else can be chosen now."""
        self._focus()

    @property
    def asking(self) -> bool:
        """Whether the sheet of a print or a file is open."""
        return self.out.isVisibleTo(self)

    def close_out(self) -> None:
        """Close the sheet."""
        if self.asking:
            self.out.hide()
            (self.make.print if self.make.print.isEnabled() else self).setFocus()

    def _print(self) -> None:
        if self.asking:
            self.out.take()
        elif self.make.print.isEnabled():
            self.out_asked.emit(Medium.PRINTER)

    def _save(self) -> None:
        if not self.asking and self.make.pdf.isEnabled():
            self.out_asked.emit(Medium.PDF)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the sheet first."""
        if event.key() == Qt.Key.Key_Escape and self.asking:
            self.close_out()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """A picture can be dropped anywhere here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """It is the logo."""
        path = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if path:
            self.logo_given.emit(path)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language; the keys may have been put elsewhere too."""
        if event.type() is QEvent.Type.LanguageChange:
            for name in ("PRINT", "SAVE"):
                self.shortcuts[name].setKey(QKeySequence(Key.of(name)))
            self.setAccessibleName(self.tr("二维码"))
            for part in (self.aims, self.preview, self.make, self.out):
                part.retranslate()
            self.retranslated.emit()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the three parts."""
        self._place()

    def _place(self) -> None:
        px, width, height = self._theme.px, self.width(), self.height()
        left, right = px(LEFT), px(RIGHT)
        if width - left - right < px(_LEAST_MIDDLE):
            missing = min(px(_LEAST_MIDDLE) - (width - left - right), left // 5 + right // 8)
            left, right = left - missing * 3 // 5, right - missing * 2 // 5
        shown = width - left - right >= px(_NO_MIDDLE)
        if not shown:
            left = width * 2 // 5
            right = width - left
        beside = left if width - left >= px(_BESIDE) else 0
        self.preview.setVisible(shown and not self.asking)
        self.make.setVisible(not self.asking)  # the keys go nowhere that is covered
        self.aims_room.setVisible(not self.asking or beside > 0)
        self.aims_room.setGeometry(0, 0, left, height)
        self.preview.setGeometry(left, 0, max(width - left - right, 1), height)
        self.make.setGeometry(width - right, 0, right, height)
        self.out.setGeometry(beside, 0, width - beside, height)
