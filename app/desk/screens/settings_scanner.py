"""How the scanner is set up, and a box that shows what it sends: nothing scanned there means anything or is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QIntValidator, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.scanner.strokes import GAP, TERMINATORS, Habits, Reading
from app.desk.theme.letters import BODY, BODY_BOLD, SMALL
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words import scan as words_scan
from app.domain.codes import Code, CodeKind

_ROW = 84
_FIELD = 220
_GAPS = (20.0, GAP, 60.0)


class ScannerSection(QWidget):
    """`chosen` gives the new `Habits`; `trying` says whether scans are only shown from now on."""

    chosen = Signal(object)
    trying = Signal(bool)

    def __init__(self, theme: Theme, habits: Habits, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.habits = theme, habits
        self._groups: list[QButtonGroup] = []
        self.terminators = self._choices("terminator", TERMINATORS)
        self.gaps = self._choices("gap", _GAPS)
        self.fields = {name: Field(theme, parent=self) for name in ("least", "prefix", "suffix")}
        self.fields["least"].setValidator(QIntValidator(3, 20, self))
        for name, field in self.fields.items():
            field.setMaxLength(8)
            field.setText(str(getattr(habits, name)))
            field.editingFinished.connect(lambda name=name: self._edited(name))
        self.test = Button(theme, look=Look.CHOICE, parent=self)
        self.test.clicked.connect(self._try)
        self.told: list[str] = []
        theme.changed.connect(self._place)
        self.retranslate()

    def _choices(self, name: str, values: Sequence[object]) -> dict[object, Button]:
        group = QButtonGroup(self)
        self._groups.append(group)
        made: dict[object, Button] = {}
        for value in values:
            button = Button(self._theme, look=Look.CHOICE, parent=self)
            button.setChecked(getattr(self.habits, name) == value)
            button.clicked.connect(lambda _=False, value=value: self._choose(name, value))
            group.addButton(button)
            made[value] = button
        return made

    def show_tried(self, reading: Reading, code: Code) -> None:
        """Show what was read and how it came; a payment code is not shown."""
        text = "•" * min(len(reading.text), 24) if code.kind is CodeKind.PAYMENT else reading.text
        ends = {"\r": self.tr("回车"), "\t": "Tab"}.get(reading.terminator, self.tr("没有"))
        self.told = [
            f"{words_scan.kind_word(code.kind)}   {text}",
            self.tr("{keys} 个字符，平均 {mean} 毫秒一个，最慢 {slowest} 毫秒，结尾：{ends}").format(
                keys=reading.keys, mean=f"{reading.mean:.1f}", slowest=f"{reading.slowest:.0f}", ends=ends
            ),
        ]
        if not reading.sure:
            self.told.append(words_scan.composing())
        self.update()

    def show_half(self) -> None:
        """Show that a scan came in part."""
        self.told = [words_scan.half()]
        self.update()

    def retranslate(self) -> None:
        """Take the words of the language."""
        titles = self._titles()
        ends = {"auto": self.tr("有没有都行"), "enter": self.tr("回车"), "tab": "Tab"}
        paces = dict(zip(_GAPS, (self.tr("快"), self.tr("一般"), self.tr("慢")), strict=True))
        for value, button in self.terminators.items():
            button.say(ends[str(value)], f"{titles[0]} {ends[str(value)]}")
        for gap, button in self.gaps.items():
            word = f"{paces[gap]} {gap:g} ms"  # type: ignore[index]
            button.say(word, f"{titles[1]} {word}")
        self.fields["least"].say(self.tr("最少几个字符"), "6")
        self.fields["prefix"].say(self.tr("前面加的字符"), self.tr("没有"))
        self.fields["suffix"].say(self.tr("后面加的字符"), self.tr("没有"))
        self.test.say(self.tr("试扫一下"))
        self._place()

    def _titles(self) -> list[str]:
        return [self.tr("扫完发什么键"), self.tr("扫码枪有多快")]

    def _choose(self, name: str, value: object) -> None:
        self.habits = replace(self.habits, **{name: value}).sane()  # type: ignore[arg-type]
        self.chosen.emit(self.habits)

    def _edited(self, name: str) -> None:
        text = self.fields[name].text()
        value: object = text
        if name == "least":
            value = int(text) if text.isdigit() else self.habits.least
        if value != getattr(self.habits, name):
            self._choose(name, value)
        self.fields[name].setText(str(getattr(self.habits, name)))

    def _try(self) -> None:
        self.told = []
        self.trying.emit(self.test.isChecked())
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Nobody tries any more: scans mean something again."""
        if self.test.isChecked():
            self.test.setChecked(False)
            self._try()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.told = []
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the rows."""
        self._place()

    def _place(self) -> None:
        px, left = self._theme.px, self._theme.px(26)
        for row, buttons in enumerate((self.terminators, self.gaps)):
            x = left
            for button in buttons.values():
                width = max(button.sizeHint().width(), px(104))
                button.setGeometry(x, row * px(_ROW) + px(26), width, button.sizeHint().height())
                x += width + px(8)
        for place, field in enumerate(self.fields.values()):
            field.setGeometry(left + place * px(_FIELD), 2 * px(_ROW) + px(26), px(_FIELD - 20), px(40))
        hint = self.test.sizeHint()
        self.test.setGeometry(left, 3 * px(_ROW) + px(6), max(hint.width(), px(140)), hint.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the headings, and what was tried in its box."""
        theme, px, left = self._theme, self._theme.px, self._theme.px(26)
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            for row, title in enumerate(self._titles()):
                theme.painter.text(painter, Box(left, row * px(_ROW), 0, px(22)), title, BODY_BOLD, "ink")
            for field in self.fields.values():
                box = Box(field.x(), 2 * px(_ROW), 0, px(22))
                theme.painter.text(painter, box, field.accessibleName(), BODY_BOLD, "ink")
            top = 3 * px(_ROW) + px(54)
            painter.setPen(QPen(theme.colours.line, 1))
            painter.setBrush(theme.colours.panel)
            painter.drawRoundedRect(left, top, px(700), px(120), px(8), px(8))
            told = self.told or [self._asked()]
            for row, line in enumerate(told):
                text = theme.letters.elided(SMALL if row else BODY, line, px(668))
                box = Box(left + px(16), top + px(12) + row * px(32), 0, px(28))
                theme.painter.text(painter, box, text, SMALL if row else BODY, "ink" if self.told else "muted")

    def _asked(self) -> str:
        if self.test.isChecked():
            return self.tr("现在扫一个码：只看不记。")
        return self.tr("按“试扫一下”，再扫一个码，看看读到了什么。")
