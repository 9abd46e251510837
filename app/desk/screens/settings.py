"""设置: language, theme, text size, sound, who works here; the keys; the scanner. Every choice holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import SCALES, Theme
from app.desk.preferences import Preferences
from app.desk.theme.letters import BODY_BOLD, HEAD, SMALL
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field

from .settings_keys import KeysSection
from .settings_scanner import ScannerSection

_ROW = 84


class SettingsScreen(QWidget):
    """Shows `Preferences`; `chosen` gives the new ones."""

    chosen = Signal(object)
    enrol_again = Signal()

    def __init__(self, theme: Theme, kept: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.kept = theme, kept
        self.choices: dict[str, dict[object, Button]] = {}
        self._groups: list[QButtonGroup] = []
        self.staff = Field(theme, parent=self)
        self.staff.setMaxLength(20)
        self.staff.setText(kept.staff)
        self.staff.editingFinished.connect(self._named)
        for name, values in _CHOICES.items():
            self.choices[name] = self._row(name, values)
        self.again = Button(theme, parent=self)
        self.again.clicked.connect(self.enrol_again)
        self.pages = self._tabs()
        self.page = "general"
        self.keys = KeysSection(theme, kept.keys, self)
        self.keys.chosen.connect(lambda changed: self._choose("keys", changed))
        self.scanner = ScannerSection(theme, kept.scanner, self)
        self.scanner.chosen.connect(lambda habits: self._choose("scanner", habits))
        self._names: list[Button] = []
        self.about: list[tuple[str, str]] = []
        self.setFocusProxy(self.staff)
        theme.changed.connect(self._place)
        self._retranslate()

    def _row(self, name: str, values: Sequence[object]) -> dict[object, Button]:
        group = QButtonGroup(self)
        self._groups.append(group)
        made: dict[object, Button] = {}
        for value in values:
            button = Button(self._theme, look=Look.CHOICE, parent=self)
            button.setChecked(getattr(self.kept, name) == value)
            button.clicked.connect(lambda _=False, value=value: self._choose(name, value))
            group.addButton(button)
            made[value] = button
        return made

    def _tabs(self) -> dict[str, Button]:
        group = QButtonGroup(self)
        self._groups.append(group)
        made = {name: Button(self._theme, look=Look.CHOICE, parent=self) for name in ("general", "keys", "scanner")}
        for name, button in made.items():
            button.setChecked(name == "general")
            button.clicked.connect(lambda _=False, name=name: self.show_page(name))
            group.addButton(button)
        return made

    def show_page(self, name: str) -> None:
        """Show "general", "keys" or "scanner"."""
        self.page = name
        self.pages[name].setChecked(True)
        self._place()

    def show_staff(self, names: Sequence[str]) -> None:
        """Offer the store's staff beside the field."""
        for button in self._names:
            button.deleteLater()
        self._names = []
        for name in names[:6]:
            button = Button(self._theme, name, parent=self)
            button.clicked.connect(lambda _=False, name=name: self._take(name))
            button.show()
            self._names.append(button)
        order = [*self.pages.values(), self.staff, *self._names, *self.choices["language"].values()]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self._place()

    def show_about(self, about: Sequence[tuple[str, str]]) -> None:
        """Show what this desk is: (what, value) a line."""
        self.about = list(about)
        self._place()

    def show_chosen(self, looks: Preferences) -> None:
        """Mark language, colours and text size as in `looks`; nothing is chosen by it."""
        for name in ("language", "theme", "scale"):
            button = self.choices[name].get(getattr(looks, name))
            if button is not None:
                button.setChecked(True)

    def _take(self, name: str) -> None:
        self.staff.setText(name)
        self._named()

    def _named(self) -> None:
        if self.staff.text().strip() != self.kept.staff:
            self._choose("staff", self.staff.text().strip())

    def _choose(self, name: str, value: object) -> None:
        self.kept = replace(self.kept, **{name: value})
        self.chosen.emit(self.kept)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.keys.said = ""
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        words: dict[str, dict[object, str]] = {
            "language": {"zh": "中文", "en": "English"},
            "theme": {"light": self.tr("浅色"), "dark": self.tr("深色"), "system": self.tr("跟随系统")},
            "scale": dict(zip(SCALES, (self.tr("标准"), self.tr("大"), self.tr("特大")), strict=True)),
            "sound": {True: self.tr("开"), False: self.tr("关")},
        }
        for name, buttons in self.choices.items():
            for value, button in buttons.items():
                button.say(words[name][value], f"{self._titles()[name]} {words[name][value]}")
        pages = {"general": self.tr("常用"), "keys": self.tr("按键"), "scanner": self.tr("扫码枪")}
        for name, button in self.pages.items():
            button.say(pages[name])
        self.keys.retranslate()
        self.scanner.retranslate()
        self.staff.say(self._titles()["staff"], self.tr("名字，记在每一步后面"))
        self.again.say(self.tr("重新登记这台前台"))
        self.setAccessibleName(self.tr("设置"))
        self._place()

    def _titles(self) -> dict[str, str]:
        return {
            "staff": self.tr("谁在前台"),
            "language": self.tr("语言"),
            "theme": self.tr("颜色"),
            "scale": self.tr("字的大小"),
            "sound": self.tr("声音"),
        }

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the rows."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        x = px(140)
        for button in self.pages.values():
            hint = button.sizeHint()
            button.setGeometry(x, px(22), max(hint.width(), px(96)), hint.height())
            x += max(hint.width(), px(96)) + px(8)
        general = self.page == "general"
        for widget in (
            self.staff,
            self.again,
            *self._names,
            *(b for row in self.choices.values() for b in row.values()),
        ):
            widget.setVisible(general)
        for name, section in (("keys", self.keys), ("scanner", self.scanner)):
            section.setGeometry(0, px(84), self.width(), self.height() - px(84))
            section.setVisible(self.page == name)
        self._place_general()

    def _place_general(self) -> None:
        px = self._theme.px
        left, top = px(26), px(76) + px(26)
        self.staff.setGeometry(left, top, px(260), px(40))
        x = left + px(272)
        for button in self._names:
            hint = button.sizeHint()
            button.setGeometry(x, top + px(1), hint.width(), hint.height())
            x += hint.width() + px(8)
        for row, buttons in enumerate(self.choices.values(), 1):
            x = left
            for button in buttons.values():
                hint = button.sizeHint()
                width = max(hint.width(), px(104))
                button.setGeometry(x, top + row * px(_ROW), width, hint.height())
                x += width + px(8)
        hint = self.again.sizeHint()
        top = px(76) + len(self._titles()) * px(_ROW) + px(10) + len(self.about) * px(24)
        self.again.setGeometry(left, top + px(8), hint.width(), hint.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the headings and what this desk is."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            theme.painter.text(painter, Box(px(26), px(22), 0, px(38)), self.tr("设置"), HEAD, "ink")
            if self.page != "general":
                return
            for row, title in enumerate(self._titles().values()):
                box = Box(px(26), px(76) + row * px(_ROW), 0, px(22))
                theme.painter.text(painter, box, title, BODY_BOLD, "ink")
            top = px(76) + len(self._titles()) * px(_ROW) + px(6)
            for what, value in self.about:
                told = f"{what}  {value}"
                theme.painter.text(painter, Box(px(26), top, 0, px(24)), told, SMALL, "muted")
                top += px(24)


_CHOICES: dict[str, Sequence[object]] = {
    "language": ("zh", "en"),
    "theme": ("light", "dark", "system"),
    "scale": SCALES,
    "sound": (True, False),
}
