"""未发出: what HQ has not confirmed. What waits goes by itself; what HQ refused is mended here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.models.unsent import UnsentModel
from app.desk.paint import shapes
from app.desk.paint.parts import Box
from app.desk.paint.rows import RowPainter
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, HEAD, SMALL
from app.desk.verbs import Unsent
from app.desk.widgets.button import Button
from app.desk.widgets.even import EvenList
from app.desk.widgets.shortcuts import on_key
from app.desk.words import act as words_act

ROW = 76


def title_of(row: Unsent) -> str:
    """Return what a row is about and does."""
    return " · ".join(part for part in (row.about, words_act.command_word(row.command, row.kind)) if part)


def reason_of(row: Unsent) -> str:
    """Return HQ's reason in words, "" for a row that only waits."""
    return words_act.refusal(row.code, row.reason) if _parked(row) else ""


def _parked(row: Unsent) -> bool:
    return row.state == "parked"


class UnsentRows(RowPainter):
    """Draws the rows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, ROW)

    def draw(self, painter: QPainter, row: Unsent, room: QRectF, *, chosen: bool) -> None:
        """Draw one row."""
        theme, px = self.theme, self.theme.px
        box = room.adjusted(1, 1, -1, -px(9))
        self.box(painter, box, chosen=chosen)
        sign = QRectF(box.left() + px(16), box.center().y() - px(11), px(22), px(22))
        if _parked(row):
            shapes.warning(painter, sign, theme.colours.red, theme.colours.panel)
        else:
            shapes.sending(painter, sign, theme.colours.muted)
        self._told(painter, row, Box(box.left() + px(52), box.top(), box.width() - px(68), box.height()))

    def _told(self, painter: QPainter, row: Unsent, box: Box) -> None:
        theme, px, letters = self.theme, self.theme.px, self.theme.letters
        at = row.at.astimezone(self.zone).strftime("%H:%M") if self.zone else ""
        told = " · ".join(part for part in (row.author, at) if part)
        right = box.right - letters.width(SMALL, told)
        theme.painter.text(painter, Box(right, box.y + px(6), 0, px(28)), told, SMALL, "muted")
        title = letters.elided(BODY_BOLD, title_of(row), right - box.x - px(14))
        theme.painter.text(painter, Box(box.x, box.y + px(6), 0, px(28)), title, BODY_BOLD, "ink")
        line = reason_of(row) or self.tr("等着发给总部，不用管")
        ink = "red" if _parked(row) else "muted"
        shown = letters.elided(BODY, line, box.w)
        theme.painter.text(painter, Box(box.x, box.y + px(33), 0, px(26)), shown, BODY, ink)


class UnsentScreen(QWidget):
    """Takes rows; says which one staff send again or give up."""

    retried = Signal(str)
    discarded = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = UnsentModel(lambda row: " ".join((title_of(row), reason_of(row))), self)
        self._rows = UnsentRows(theme, self)
        self.list = EvenList(theme, self.model, self._rows, self)
        self.list.chosen.connect(self._offer)
        self.retry = Button(theme, key="R", parent=self)
        self.discard = Button(theme, key="Del", parent=self)
        for button in (self.retry, self.discard):
            on_key(self, button.key, button.click)
        self.retry.clicked.connect(self._retry)
        self.discard.clicked.connect(self._discard)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._place)
        self._retranslate()

    def show_rows(self, rows: Sequence[Unsent], zone: tzinfo) -> None:
        """Show these rows. The chosen one stays chosen; once it is sent again or given up, the next one is."""
        self._rows.zone = zone
        held = self.current()
        mended = held is not None and _parked(held) and not any(row.key == held.key and _parked(row) for row in rows)
        self.list.show_rows(rows, place=self.list.place() if mended else None)
        for part in (self.list, self.retry, self.discard):  # an empty list would lie over the words in its place
            part.setVisible(bool(rows))
        self._offer()
        self.update()

    def current(self) -> Unsent | None:
        """Return the chosen row."""
        return self.model.at(self.list.place())

    def _offer(self) -> None:
        row = self.current()
        parked = row is not None and _parked(row)
        self.retry.setEnabled(parked)
        self.discard.setEnabled(parked)

    def _retry(self) -> None:
        row = self.current()
        if row is not None:
            self.retried.emit(row.key)

    def _discard(self) -> None:
        row = self.current()
        if row is not None:
            self.discarded.emit(row.key)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("未发出"))
        self.list.setAccessibleName(self.tr("未发出"))
        self.retry.say(self.tr("再发一次"))
        self.discard.say(self.tr("放弃这一条"))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the list below the heading, the buttons beside it."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        width = min(self.width() - px(48), px(860))
        top = px(76)
        self.list.setGeometry(px(24), top, width, self.height() - top - px(12))
        x = px(24) + width
        for button in (self.discard, self.retry):
            hint = button.sizeHint()
            x -= hint.width()
            button.setGeometry(x, px(22), hint.width(), hint.height())
            x -= px(10)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the heading, and say so where everything was sent."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            theme.painter.text(painter, Box(px(26), px(22), 0, px(38)), self.tr("未发出"), HEAD, "ink")
            if not self.model.rowCount():
                done = self.tr("都发出去了，没有要处理的。")
                theme.painter.text(painter, Box(px(26), px(80), 0, px(30)), done, BODY, "muted")
