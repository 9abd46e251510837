"""The middle of the studio: the page as it will be on paper, with its number, its size and how large it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

from app.desk.models.studio import Draft
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY
from app.desk.widgets.button import Button
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.words import studio as words
from app.printing.layout import MARKS_MM

TRUE = 96 / 25.4
"""Px a millimetre at 100 %, as desktops count (CSS's 96 px an inch)."""

_BAR, _AIR = 52, 22
_STEPS = (25, 33, 50, 67, 75, 100, 150, 200, 300)


class Sheet(QWidget):
    """The picture of the page, with its shadow. A picture of another size is stretched until the right one comes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.image: QImage | None = None
        self.size_on_screen = QSize()
        self.instead = ""
        self.setAccessibleName("")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the page, or say why there is none."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(self.rect(), theme.colours.bg)
            box = QRectF(QPointF(0, 0), self.size_on_screen)
            box.moveCenter(QPointF(self.width() / 2, self.height() / 2))
            if self.image is not None and not self.instead:
                self._shadow(painter, box)
                painter.drawImage(box, self.image)
            elif self.instead:
                lines = wrap(theme.letters, BODY, self.instead, min(self.width() - px(16), px(420)))
                top = self.height() / 2 - len(lines) * px(14)
                for row, line in enumerate(lines):
                    left = (self.width() - theme.letters.width(BODY, line)) / 2
                    theme.painter.text(painter, Box(left, top + row * px(28), 0, px(28)), line, BODY, "muted")

    def _shadow(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(8, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 5 if not self._theme.colours.dark else 14))
            painter.drawRoundedRect(box.adjusted(-step, -step + 3, step, step + 4), 3 + step, 3 + step)


class Preview(QWidget):
    """Shows one page of a draft. `wanted` says that another picture is needed: of page `number`, at `scale`."""

    wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.number, self.language = 0, "zh"
        self.draft: Draft | None = None
        self.zoom: int | None = None
        """Percent; None: as large as fits."""
        self.area = QScrollArea(self)
        self.sheet = Sheet(theme, self)
        self.area.setWidget(self.sheet)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.area.setVerticalScrollBar(ThinScrollBar(theme, self.area))
        self.area.setHorizontalScrollBar(QScrollBar(Qt.Orientation.Horizontal, self.area))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.area.viewport().installEventFilter(self)
        self.before, self.after = Button(theme, "‹", parent=self), Button(theme, "›", parent=self)
        self.smaller, self.larger = Button(theme, "−", parent=self), Button(theme, "+", parent=self)
        self.fit = Button(theme, parent=self)
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self._step(-1))
        self.larger.clicked.connect(lambda: self._step(1))
        self.fit.clicked.connect(self._between)
        self._words = ("", "")
        theme.changed.connect(self._place)
        self.retranslate()

    def in_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [self.area, self.before, self.after, self.smaller, self.larger, self.fit]

    @property
    def scale(self) -> float:
        """Px of the screen a millimetre."""
        return self._fitting() if self.zoom is None else TRUE * self.zoom / 100

    @property
    def percent(self) -> int:
        """How large the page is shown."""
        return round(self.scale / TRUE * 100)

    def show_draft(self, draft: Draft | None, instead: str = "") -> None:
        """Show this draft, on the page that was shown if it has so many; `instead` where there is nothing."""
        self.draft, self.sheet.instead = draft, instead
        self.number = max(0, min(self.number, (draft.pages if draft is not None else 1) - 1))
        self._again()

    def show_image(self, image: QImage) -> None:
        """Show this picture of the page."""
        self.sheet.image = image
        self.sheet.update()

    def show_trouble(self, why: str) -> None:
        """The page cannot be made: say why in its place."""
        self.sheet.instead = why
        self.sheet.update()

    def turn(self, by: int) -> None:
        """Show another page."""
        if self.draft is None:
            return
        number = max(0, min(self.number + by, self.draft.pages - 1))
        if number != self.number:
            self.number = number
            self._again()

    def show_zoom(self, percent: int | None) -> None:
        """Show the page at so many percent of its true size; None: as large as fits."""
        self.zoom = percent
        self._again()

    def _step(self, by: int) -> None:
        now = self.percent
        steps = [step for step in _STEPS if (step > now if by > 0 else step < now)]
        if steps:
            self.show_zoom(steps[0] if by > 0 else steps[-1])

    def _between(self) -> None:
        self.show_zoom(100 if self.zoom is None else None)

    def paper(self) -> tuple[float, float]:
        """Return the size of what is shown, mm, with bleed and marks where they are on."""
        if self.draft is None:
            return 210.0, 297.0
        width, height = self.draft.paper
        edge = self.draft.template.bleed + MARKS_MM if self.draft.finish.bleed else 0.0
        return width + 2 * edge, height + 2 * edge

    def _fitting(self) -> float:
        px, (width, height) = self._theme.px, self.paper()
        room = self.width() - 2 * px(_AIR), self.height() - px(_BAR) - px(_AIR) - px(8)
        return max(min(room[0] / width, room[1] / height), 0.2)

    def _again(self) -> None:
        self.retranslate()
        self._lay()
        self.wanted.emit()

    def retranslate(self) -> None:
        """Write the words again."""
        draft = self.draft
        self.before.say("‹", self.tr("上一页"))
        self.after.say("›", self.tr("下一页"))
        self.smaller.say("−", self.tr("缩小"))
        self.larger.say("+", self.tr("放大"))
        self.fit.say(self.tr("实际大小") if self.zoom is None else self.tr("整页"))
        if draft is None or not draft.targets:
            self._words = ("", "")
        else:
            title = draft.template.title.get(self.language, draft.template.name)
            self._words = (
                words.page_word(self.number, draft.pages),
                words.size_word(title, *draft.paper, self.percent),
            )
        for part in (self.sheet, self.area):
            part.setAccessibleName(" ".join(self._words))
        several = draft is not None and draft.pages > 1
        self.before.setVisible(several)
        self.after.setVisible(several)
        self.before.setEnabled(several and self.number > 0)
        self.after.setEnabled(several and draft is not None and self.number < draft.pages - 1)
        self._place_bar()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A page that fits, fits again."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """With Ctrl the wheel makes the page larger or smaller, also where it would scroll otherwise."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if turned := event.angleDelta().y():
                self._step(1 if turned > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        px = self._theme.px
        self.area.setGeometry(0, px(_BAR), self.width(), self.height() - px(_BAR))
        self._again()

    def _lay(self) -> None:
        px, (width, height), scale = self._theme.px, self.paper(), self.scale
        shown = QSize(round(width * scale), round(height * scale))
        self.sheet.size_on_screen = shown
        view = self.area.size()
        self.sheet.resize(
            max(shown.width() + px(_AIR), view.width()), max(shown.height() + px(_AIR), view.height() - 1)
        )

    def _ways(self) -> Iterator[tuple[tuple[str, str], bool, bool]]:
        """Give what the bar may hold, the best first: its words, and whether zoom and fit stand on it. What gives way
        stands elsewhere, or its key does it."""
        page, size = self._words
        sized = (size, size.partition(" · ")[2], size.rpartition(" · ")[2])
        yield from (((page, told), True, True) for told in sized)
        number = f"{self.number + 1} / {self.draft.pages}" if self.draft is not None else page
        for told in ((page, sized[-1]), (number, sized[-1]), (number, "")):
            yield told, True, False
        yield (number, ""), False, False
        yield ("", ""), False, False

    def _place_bar(self) -> None:
        px, letters = self._theme.px, self._theme.letters
        small, fit, turning = px(32), self.fit.sizeHint().width(), self.before.isVisibleTo(self)
        gap, wide = px(6), px(12) + (2 * small + px(12) if turning else 0)
        for words_told, zoom, fits in self._ways():
            first, second = (letters.width(BODY, word) for word in words_told)
            total = wide + first + (px(14) + second if second else 0)
            total += (px(14) + 2 * small + gap if zoom else 0) + (gap + fit if fits else 0)
            if total <= self.width() - 2 * gap:
                break
        self._shown = words_told
        self.smaller.setVisible(zoom)
        self.larger.setVisible(zoom)
        self.fit.setVisible(fits)
        self._lay_bar(max((self.width() - total) / 2, gap), (first, second), turning)

    def _lay_bar(self, x: float, words_wide: tuple[float, float], turning: bool) -> None:
        px = self._theme.px
        y, small = (px(_BAR) - px(32)) // 2, px(32)
        if turning:
            self.before.setGeometry(int(x), y, small, px(32))
            x += small + px(12)
        self._first = x
        x += words_wide[0] + px(12)
        if turning:
            self.after.setGeometry(int(x), y, small, px(32))
            x += small
        self._second = x + px(14)
        x = self._second + (words_wide[1] + px(14) if words_wide[1] else 0)
        for button, width in ((self.smaller, small), (self.larger, small), (self.fit, self.fit.sizeHint().width())):
            button.setGeometry(int(x), y, width, px(32))
            x += width + px(6)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the page's number and size."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.bg)
            for x, word in zip((self._first, self._second), self._shown, strict=True):
                theme.painter.text(painter, Box(x, 0, 0, px(_BAR)), word, BODY, "muted")
