"""Every key on one sheet, over the window; any click or key takes it away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.keys import Key, movable
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, HEAD, KEY
from app.desk.words.keys import does_word


class KeysView(QWidget):
    """A sheet in the middle of its parent."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._before = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(" ".join(f"{key} {word}" for key, word in self.rows()))

    def rows(self) -> list[tuple[str, str]]:
        """Return every key with what it does."""
        does = [(Key.of(name), does_word(name)) for name in movable() if name != "HELP"]
        return [
            ("0-9 A-Z", self.tr("直接输入就是找客人")),
            ("↑ ↓ ← →", self.tr("在卡片之间移动")),
            (Key.OPEN, self.tr("打开这位客人")),
            (Key.CLOSE, self.tr("关上、返回")),
            *does,
            ("Tab", self.tr("到下一个按钮")),
            (Key.HELP, does_word("HELP")),
        ]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go away."""
        self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go away."""
        self.leave()

    def leave(self) -> None:
        """Go away; the focus goes back to where it was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the sheet in two columns."""
        theme, px = self._theme, self._theme.px
        rows = self.rows()
        lines = (len(rows) + 1) // 2
        width, height = px(720), px(96) + lines * px(42)
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            shade = QColor(Qt.GlobalColor.black)
            shade.setAlpha(110)
            painter.fillRect(self.rect(), shade)
            painter.setPen(theme.colours.line)
            painter.setBrush(theme.colours.panel)
            painter.drawRoundedRect(QRectF(left, top, width, height), px(14), px(14))
            theme.painter.text(painter, Box(left + px(28), top + px(20), 0, px(36)), self.tr("全部按键"), HEAD, "ink")
            for place, (key, word) in enumerate(rows):
                x = left + px(28) + (place // lines) * (width / 2 - px(8))
                y = top + px(70) + (place % lines) * px(42)
                cap = max(theme.letters.width(KEY, key) + px(16), px(42))
                theme.painter.key(painter, Box(x + px(76) - cap, y + px(4), cap, px(26)), key, "ink")
                theme.painter.text(painter, Box(x + px(88), y, 0, px(34)), word, BODY, "ink")
