"""The foot of the window: the day in figures, and the keys that help most."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.keys import Key
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import KEY, SMALL, SMALL_BOLD, Role
from app.desk.verbs import Figures

HEIGHT = 34


class StatusBar(QWidget):
    """Takes figures; shows them with the keys."""

    lent = Signal()
    """What tells of long work stands here now, or does no more."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.here, self.figures = 0, Figures()
        self.bare = False
        self.note = ""
        self._of_screen: list[tuple[str, str]] = []
        self._guest: QWidget | None = None
        theme.changed.connect(self._place)
        self._retranslate()

    def show_here(self, parties: int) -> None:
        """Show how many parties are in the store."""
        if parties != self.here:
            self.here = parties
            self._retranslate()

    def show_figures(self, figures: Figures) -> None:
        """Show the business day's figures."""
        if figures != self.figures:
            self.figures = figures
            self._retranslate()

    def show_instead(self, note: str, keys: list[tuple[str, str]]) -> None:
        """Show a screen's own note and keys in the place of the board's; no keys: the board's again."""
        self.note, self._of_screen = note, keys
        self._retranslate()

    @property
    def working(self) -> bool:
        """Whether a long piece of work says here how far it is: nothing may cover that."""
        return self._guest is not None

    def lend(self, widget: QWidget | None) -> None:
        """Give the right end to `widget` (a long piece of work says there how far it is), or take it back."""
        if self._guest is not None and self._guest is not widget:
            self._guest.hide()
        self._guest = widget
        if widget is not None:
            widget.setParent(self)
            widget.show()
        self._place()
        self.lent.emit()

    def event(self, event: QEvent) -> bool:
        """Give what stands at the right end the room that it needs now: it may speak another language."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place what stands at the right end."""
        self._place()

    def _place(self) -> None:
        if self._guest is not None:
            px = self._theme.px
            width = min(self._guest.sizeHint().width(), self.width() - 2 * px(12))
            self._guest.setGeometry(self.width() - px(12) - width, 1, width, self.height() - 2)
        self.update()

    def show_bare(self, bare: bool) -> None:
        """Show nothing (the first day has neither figures nor keys), or everything again."""
        self.bare = bare
        self.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName("  ".join("".join(part) for part in self._parts()))
        self.update()

    def _parts(self) -> list[tuple[str, str, str]]:
        """Figures as (before, figure, after)."""
        if self._of_screen:
            return [(self.note, "", "")]
        parts = [(self.tr("在店"), str(self.here), ""), (self.tr("今日到店"), str(self.figures.arrivals), "")]
        if self.figures.arrivals:
            share = round(100 * self.figures.recognised / self.figures.arrivals)
            parts.append((self.tr("认出"), f"{share} %", ""))
        return parts

    def _keys(self) -> list[tuple[str, str]]:
        return self._of_screen or [
            ("↑↓←→", self.tr("选")),
            (Key.OPEN, self.tr("详情")),
            (Key.WELCOME, self.tr("迎接")),
            (Key.SEAT, self.tr("入座")),
            (Key.REGISTER, self.tr("登记")),
            (Key.UNDO, self.tr("撤销")),
            (Key.HELP, self.tr("全部按键")),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw figures at the left, keys at the right."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.panel)
            painter.setPen(QPen(theme.colours.line, 1))
            painter.drawLine(0, 0, self.width(), 0)
            if self.bare:
                return
            x = float(px(18))
            for before, figure, after in self._parts():
                if x + self._width(before, figure, after) > self._end():
                    break
                for text, role, ink in ((before, SMALL, "muted"), (figure, SMALL_BOLD, "ink"), (after, SMALL, "muted")):
                    x = self._word(painter, x, text, role, ink)
                x += px(16)
            self._draw_keys(painter, x + px(20))

    def _end(self) -> float:
        """Where the room of figures and keys ends, px from the left."""
        return float((self._guest.x() if self._guest is not None else self.width()) - self._theme.px(18))

    def _width(self, before: str, figure: str, after: str) -> float:
        letters, gaps = self._theme.letters, self._theme.px(5) * sum(map(bool, (before, figure, after)))
        return letters.width(SMALL, before) + letters.width(SMALL_BOLD, figure) + letters.width(SMALL, after) + gaps

    def _word(self, painter: QPainter, x: float, text: str, role: Role, ink: str) -> float:
        if not text:
            return x
        self._theme.painter.text(painter, Box(x, 1, 0, self.height()), text, role, ink)
        return x + self._theme.letters.width(role, text) + self._theme.px(5)

    def _draw_keys(self, painter: QPainter, least: float) -> None:
        theme, px = self._theme, self._theme.px
        x, letters = self._end(), theme.letters
        for key, word in reversed(self._keys()):
            cap = letters.width(KEY, key) + px(10)
            need = cap + px(5) + letters.width(SMALL, word)
            if x - need < least:
                return
            x -= need
            theme.painter.key(painter, Box(x, (self.height() - px(21)) / 2, cap, px(21)), key, "muted")
            theme.painter.text(painter, Box(x + cap + px(5), 1, 0, self.height()), word, SMALL, "muted")
            x -= px(12)
