"""The top bar: the program, the store and its day part, the search, how the link stands, who works here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY, BODY_BOLD, Role
from app.desk.widgets.field import Field

HEIGHT = 56
_LEAST_SEARCH = 240
BRAND = Role(20, bold=True)


class SearchField(Field):
    """The field that everything typed anywhere goes to. It has the focus nearly always, so it does not shout so."""

    def loud(self) -> bool:
        """Stand out only while something is typed."""
        return self.hasFocus() and bool(self.text())

    def dress(self) -> None:
        """Leave room for the lens."""
        super().dress()
        self.setFixedHeight(self._theme.px(38))
        self.setTextMargins(self._theme.px(38), 0, self._theme.px(10), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the lens."""
        super().paintEvent(event)
        px = self._theme.px
        with QPainter(self) as painter:
            draw_icon(
                painter,
                "search",
                QRectF(px(11), (self.height() - px(20)) / 2, px(20), px(20)),
                self._theme.colours.muted,
            )


class TopBar(QWidget):
    """Takes words; shows them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.search = SearchField(theme, parent=self)
        self.store, self.staff, self.link, self.lamp = "", "", "", "muted"
        theme.changed.connect(self._dress)
        self._retranslate()

    def show_store(self, text: str) -> None:
        """Show the store and its day part."""
        if text != self.store:
            self.store = text
            self._place()
            self.update()

    def show_staff(self, text: str) -> None:
        """Show who works here."""
        self.staff = text
        self._place()
        self.update()

    def show_link(self, text: str, lamp: str, why: str = "") -> None:
        """Show how the link stands: words, the lamp's colour by its name in the palette, and why."""
        if (text, lamp) != (self.link, self.lamp):
            self.link, self.lamp = text, lamp
            self.setAccessibleDescription(text)
            self._place()
            self.update()
        self.setToolTip(why)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the search."""
        self._place()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("顶栏"))
        self.search.say(self.tr("找客人"), self.tr("直接输入：手机尾号 / 姓名 / 桌号 / 排队号"))
        self.update()

    def _dress(self) -> None:
        self._place()
        self.update()

    def _place(self) -> None:
        px, letters = self._theme.px, self._theme.letters
        left = px(18) + letters.width(BRAND, self.tr("迎宾")) + px(22) + letters.width(BODY, self.store) + px(24)
        left = max(int(left), px(224))
        room = self.width() - left - px(420)
        if room < px(_LEAST_SEARCH):  # large letters in a narrow window: no more is kept free than is written there
            room = min(px(_LEAST_SEARCH), self.width() - left - self._written())
        self.search.setGeometry(left, (self.height() - px(38)) // 2, min(px(470), room), px(38))

    def _written(self) -> int:
        """The room of what stands at the right, px."""
        letters, px = self._theme.letters, self._theme.px
        staff = letters.width(BODY_BOLD, self.staff) + px(26) if self.staff else 0
        return int(px(18) + staff + letters.width(BODY, self.link) + px(20) + px(20))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw everything but the search."""
        theme, px = self._theme, self._theme.px
        colours, letters, height = theme.colours, theme.letters, self.height() - 1
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), colours.panel)
            painter.setPen(QPen(colours.line, 1))
            painter.drawLine(0, height, self.width(), height)
            brand = self.tr("迎宾")
            theme.painter.text(painter, Box(px(18), 0, 0, height), brand, BRAND, "ink")
            x = px(18) + letters.width(BRAND, brand) + px(22)
            theme.painter.text(painter, Box(x, 0, 0, height), self.store, BODY, "muted")
            right = float(self.width() - px(18))
            if self.staff:
                right -= letters.width(BODY_BOLD, self.staff)
                theme.painter.text(painter, Box(right, 0, 0, height), self.staff, BODY_BOLD, "ink")
                right -= px(26)
            right -= letters.width(BODY, self.link)
            ink = "muted" if self.lamp in ("green", "muted") else self.lamp
            theme.painter.text(painter, Box(right, 0, 0, height), self.link, BODY, ink)
            self._lamp(painter, QRectF(right - px(20), (height - px(11)) / 2, px(11), px(11)))

    def _lamp(self, painter: QPainter, box: QRectF) -> None:
        """Full when online, a ring when not: the shape says it too."""
        colour = self._theme.painter.ink(self.lamp)
        if self.lamp == "green":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(box)
        else:
            painter.setPen(QPen(colour, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
