"""Which key does what: every one with a button that takes the next key pressed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.keys import Key, movable, usual
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, SMALL
from app.desk.widgets.button import Button, Look
from app.desk.words.keys import does_word, refusal_word

_ROW, _COLUMNS, _WIDTH = 50, 2, 500

_ALONE = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
)


class CatchKey(Button):
    """Shows a key; pressed, it takes the next one. Esc, Tab or a click elsewhere leaves it as it was."""

    caught = Signal(str)
    catching = False

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, look=Look.CHOICE, parent=parent)
        self.clicked.connect(self._begin)

    def _begin(self) -> None:
        self.catching = True
        self.setChecked(True)
        self.setFocus()
        self.say(self.tr("按新的键"))

    def leave(self) -> None:
        """Wait for a key no more."""
        self.catching = False
        self.setChecked(False)

    def event(self, event: QEvent) -> bool:
        """Take the key before any shortcut does."""
        if self.catching and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ALONE:
            return
        pressed = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        self.caught.emit("" if key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab) else pressed)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Somebody went on to something else."""
        super().focusOutEvent(event)
        if self.catching:
            self.caught.emit("")


class KeysSection(QWidget):
    """Shows which keys are where; `chosen` gives those that are not as usual, by what they do."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, changed: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._changed = theme, dict(changed)
        self.said = ""
        self.buttons = {name: CatchKey(theme, self) for name in movable()}
        for name, button in self.buttons.items():
            button.caught.connect(lambda key, name=name: self._caught(name, key))
        self.reset = Button(theme, parent=self)
        self.reset.clicked.connect(lambda: self._use({}))
        theme.changed.connect(self._place)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language, and the keys as they are."""
        for name, button in self.buttons.items():
            button.leave()
            button.say(Key.of(name), f"{does_word(name)} {Key.of(name)}")
        self.reset.say(self.tr("都改回原来的"))
        self.reset.setEnabled(bool(self._changed))
        self._place()

    def _caught(self, name: str, key: str) -> None:
        self.said = ""
        if key and key != Key.of(name):
            refusal = Key.refusal(name, key)
            if refusal is None:
                others = {other: held for other, held in self._changed.items() if other != name}
                self._use(others if key == usual(name) else others | {name: key})
                return
            self.said = refusal_word(refusal, key)
        self.retranslate()

    def _use(self, changed: dict[str, str]) -> None:
        self._changed, self.said = changed, ""
        self.chosen.emit(changed)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the rows."""
        self._place()

    def _lines(self) -> int:
        return -(-len(self.buttons) // _COLUMNS)

    def _place(self) -> None:
        px, lines = self._theme.px, self._lines()
        for place, button in enumerate(self.buttons.values()):
            left = px(26) + (place // lines) * px(_WIDTH)
            width = max(button.sizeHint().width(), px(120))
            button.setGeometry(left, (place % lines) * px(_ROW), width, button.sizeHint().height())
        hint = self.reset.sizeHint()
        self.reset.setGeometry(px(26), lines * px(_ROW) + px(20), hint.width(), hint.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write what each key does, and why the last one could not be taken."""
        theme, px, lines = self._theme, self._theme.px, self._lines()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            for place, (name, button) in enumerate(self.buttons.items()):
                left = button.x() + button.width() + px(14)
                box = Box(left, (place % lines) * px(_ROW), 0, px(38))
                theme.painter.text(painter, box, does_word(name), BODY, "ink")
            told = self.said or self.tr("点一个键，再按新的。字母和数字留给找客人。")
            box = Box(px(26), lines * px(_ROW) + px(70), 0, px(26))
            theme.painter.text(painter, box, told, SMALL, "red" if self.said else "muted")
