"""Messages that stay until their reason is gone, one line each below the top bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desk.notices import Banner, Notices, Tone
from app.desk.paint import shapes
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY

LINE = 38


class BannerStrip(QWidget):
    """Every banner of `notices`, the latest at the bottom. `resized` tells that it needs another height."""

    resized = Signal()

    def __init__(self, theme: Theme, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._notices = theme, notices
        notices.banners_changed.connect(self._changed)
        theme.changed.connect(self.update)

    def needed(self) -> int:
        """Return the height that shows all of them, px."""
        return self._theme.px(LINE) * len(self._notices.banners)

    def banners(self) -> list[Banner]:
        """Return what is shown, from the top."""
        return list(self._notices.banners.values())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._changed()
        super().changeEvent(event)

    def _changed(self) -> None:
        self.setAccessibleName(" ".join(banner.text() for banner in self.banners()))
        self.update()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on its cross closes a banner that may be closed."""
        row = int(event.position().y()) // self._theme.px(LINE)
        shown = self.banners()
        if row < len(shown) and shown[row].closable and event.position().x() > self.width() - self._theme.px(48):
            self._notices.drop_banner(shown[row].key)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw a line each."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            for row, banner in enumerate(self.banners()):
                top, height = row * px(LINE), px(LINE)
                bad = banner.tone is Tone.WRONG
                ground = theme.colours.red_soft if bad else theme.colours.amber_soft
                ink = "red" if bad else "amber"
                painter.fillRect(QRectF(0, top, self.width(), height), ground)
                sign = QRectF(px(18), top + (height - px(18)) / 2, px(18), px(18))
                shapes.warning(painter, sign, theme.painter.ink(ink), ground)
                text = theme.letters.elided(BODY, banner.text(), self.width() - px(100))
                theme.painter.text(painter, Box(px(46), top, 0, height), text, BODY, ink)
                if banner.closable:
                    cross = QRectF(self.width() - px(36), top + (height - px(18)) / 2, px(18), px(18))
                    draw_icon(painter, "close", cross, theme.painter.ink(ink))
