"""The first day: HQ's address and the one-time code, then the roster comes with a number, and can be stopped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY, SMALL, SMALL_BOLD, TITLE
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words import sentences as words
from app.sync.link import LinkState, LinkWord

_WIDTH = 460


class EnrolScreen(QWidget):
    """`enrolled` gives address and code; `stopped` and `resumed` the first sync."""

    enrolled = Signal(str, str)
    stopped = Signal()
    resumed = Signal()

    def __init__(self, theme: Theme, address: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.address = Field(theme, parent=self)
        self.address.setText(address)
        self.code = Field(theme, parent=self)
        self.go = Button(theme, look=Look.MAIN, key="Enter", parent=self)
        self.stop = Button(theme, parent=self)
        self.go.clicked.connect(self._enrol)
        for field in (self.address, self.code):
            field.returnPressed.connect(self._enrol)
        self.stop.clicked.connect(self._stop)
        self.progress: float | None = None
        self._syncing, self._halted, self._said = False, False, ""
        self.setFocusProxy(self.code if address else self.address)
        theme.changed.connect(self._place)
        self._retranslate()

    def show_link(self, link: LinkState) -> None:
        """Show how far the first sync is, or why it does not go on."""
        self._syncing = link.state is LinkWord.SYNCING
        self.progress = link.progress
        self._said = words.enrol_word(link)
        self._retranslate()

    def show_fault(self, sentence: str) -> None:
        """Say why the enrolment did not work."""
        self._said = sentence
        self.update()

    def _enrol(self) -> None:
        address, code = self.address.text().strip(), self.code.text().strip()
        if not address:
            self.address.setFocus()
        elif not code:
            self.code.setFocus()
        else:
            self._said = self.tr("正在登记")
            self.update()
            self.enrolled.emit(address if "://" in address else f"http://{address}", code)

    def _stop(self) -> None:
        self._halted = not self._halted
        (self.stopped if self._halted else self.resumed).emit()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.address.say(self.tr("总部地址"), "http://hq.example:8000")
        self.code.say(self.tr("登记码"), self.tr("店长给的一次性登记码"))
        self.go.say(self.tr("登记这台前台"))
        self.stop.say(self.tr("接着同步") if self._halted else self.tr("先停下"))
        working = self._syncing or self._halted
        for widget in (self.address, self.code, self.go):
            widget.setVisible(not working)
        self.stop.setVisible(working)
        self.setAccessibleName(self.tr("登记这台前台"))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the form in the middle."""
        self._place()

    def _left_top(self) -> tuple[int, int]:
        px = self._theme.px
        return (self.width() - px(_WIDTH)) // 2, max((self.height() - px(430)) // 2, px(10))

    def _place(self) -> None:
        px = self._theme.px
        left, top = self._left_top()
        self.address.setGeometry(left, top + px(200), px(_WIDTH), px(40))
        self.code.setGeometry(left, top + px(278), px(_WIDTH), px(40))
        self.go.setGeometry(left, top + px(338), px(_WIDTH), px(44))
        self.stop.setGeometry(left, top + px(270), px(_WIDTH), px(40))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the heading, the labels or the progress."""
        theme, px = self._theme, self._theme.px
        left, top = self._left_top()
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            draw_icon(painter, "yingbin", QRectF(left, top, px(52), px(52)), theme.colours.accent)
            working = self._syncing or self._halted
            title = self.tr("正在取回客人名册") if working else self.tr("第一次用这台前台")
            theme.painter.text(painter, Box(left, top + px(66), 0, px(46)), title, TITLE, "ink")
            told = (
                self.tr("取好以后，断网也能认出每一位客人。")
                if working
                else self.tr("填总部地址和登记码，取回名册就能用。登记码问店长要。")
            )
            for row, line in enumerate(wrap(theme.letters, BODY, told, px(_WIDTH))):
                theme.painter.text(painter, Box(left, top + px(114) + row * px(25), 0, px(25)), line, BODY, "muted")
            if working:
                self._draw_progress(painter, left, top + px(200))
            else:
                for label, y in ((self.tr("总部地址"), 176), (self.tr("登记码"), 254)):
                    theme.painter.text(painter, Box(left, top + px(y), 0, px(22)), label, SMALL_BOLD, "muted")
            if self._said:
                y = top + (px(322) if working else px(392))
                for row, line in enumerate(wrap(theme.letters, SMALL, self._said, px(_WIDTH))):
                    theme.painter.text(painter, Box(left, y + row * px(22), 0, px(24)), line, SMALL, "amber")

    def _draw_progress(self, painter: QPainter, left: float, top: float) -> None:
        theme, px = self._theme, self._theme.px
        share = self.progress or 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.line)
        bar = QRectF(left, top + px(34), px(_WIDTH), px(10))
        painter.drawRoundedRect(bar, px(5), px(5))
        painter.setBrush(theme.colours.accent)
        painter.drawRoundedRect(
            QRectF(bar.left(), bar.top(), max(bar.width() * share, px(10)), bar.height()), px(5), px(5)
        )
        percent = f"{int(share * 100)} %"
        theme.painter.text(painter, Box(left, top, 0, px(28)), percent, BODY, "ink")
