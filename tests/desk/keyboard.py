"""A keyboard, a scanner and a Chinese input method before the real window, in a time of their own: no test sleeps."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.scanner.filter import ScannerFilter
from app.desk.scanner.strokes import Habits, Reading

_CODES = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab, " ": Qt.Key.Key_Space}
_WIDE = {":": "：", "/": "/", ".": "。", "-": "-", ",": "，"}
_SHIFTED = set('ABCDEFGHIJKLMNOPQRSTUVWXYZ:?!"#&')


class Timeline:
    """Milliseconds that pass only when somebody says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@dataclass
class InputMethod:
    """Pinyin, as it is written: letters compose, a digit or a blank takes a candidate, a mark takes the first one.

    `tells`: whether it lets the releases of the keys through that it took (most do).
    """

    send: Callable[[QEvent], None]
    tells: bool = True
    preedit: str = ""

    def takes(self, text: str) -> bool:
        """Do what the key does; False where the input method leaves it to the widget."""
        if text.isascii() and text.isalpha():
            self.preedit += text.lower()
            self._show(self.preedit, "")
        elif self.preedit and text in "123456789 ":
            self._commit("曾一般的"[int(text) % 4] if text.isdigit() else "曾")
        elif self.preedit and text == "\r":
            self._commit(self.preedit)
        elif text in _WIDE and text not in "-/":
            self._commit(("曾" if self.preedit else "") + _WIDE[text])
        elif self.preedit and text.isprintable():
            self._commit("曾" + text)
        else:
            return False
        return True

    def reset(self) -> None:
        """Throw the composition away, and write it out on the way, as some do."""
        left, self.preedit = self.preedit, ""
        if left:
            self._show("", left)

    def _commit(self, text: str) -> None:
        self.preedit = ""
        self._show("", text)

    def _show(self, preedit: str, commit: str) -> None:
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        self.send(event)


@dataclass
class Keyboard:
    """Types into whatever has the focus. Install it before the first key, remove it at the end."""

    habits: Habits = field(default_factory=Habits)
    time: Timeline = field(default_factory=Timeline)
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    method: InputMethod | None = None
    fallback: QWidget | None = None
    readings: list[Reading] = field(default_factory=list)
    halves: int = 0
    given: ScannerFilter | None = None
    """A counter's own filter, which then lives in the keyboard's time."""

    def __post_init__(self) -> None:
        self.filter = self.given or ScannerFilter(self.habits, clock=self.time, reset=self._reset)
        self.filter._clock = self.time
        self.filter.scanned.connect(self.readings.append)
        self.filter.broken.connect(self._broke)
        self._up: list[tuple[float, str]] = []
        if self.given is None:
            application().installEventFilter(self.filter)

    def remove(self) -> None:
        """Take the filter away."""
        application().removeEventFilter(self.filter)

    def compose(self, *, tells: bool = True) -> InputMethod:
        """Switch a Chinese input method on."""
        self.method = InputMethod(self._send, tells)
        return self.method

    def type(self, text: str) -> None:
        """Type as a quick person does: 60 ms a key, more or less, and sometimes two rolled into 20 to 30 ms."""
        rolled = False
        for letter, following in zip(text, text[1:] + "\0", strict=False):
            rolled = not rolled and letter != following and self.dice.random() < 0.2
            gap = self.dice.uniform(20, 30) if rolled else self.dice.uniform(45, 75)
            self._press(letter, self.time.now + (gap - 5 if letter == following else self.dice.uniform(50, 110)))
            self.wait(gap)

    def scan(self, text: str, *, ends: str = "\r", pace: float | None = None) -> None:
        """Scan, 2 to 10 ms a key, and wait until a scan without a terminator is known for one."""
        for letter in text + ends:
            gap = pace or self.dice.uniform(2, 10)
            self._press(letter, self.time.now + min(gap, 3.0) * 0.8)
            self.wait(gap)
        self.wait(150)

    def rest(self) -> None:
        """Wait until every key is up and everything is decided."""
        self.wait(400)
        QCoreApplication.processEvents()

    def wait(self, milliseconds: float) -> None:
        """Let time pass: keys come up, and what has become clear is decided."""
        until = self.time.now + milliseconds
        while self._up and min(self._up)[0] <= until:
            at, letter = min(self._up)
            self._up.remove((at, letter))
            self._pass_until(at)
            self._release(letter)
        self._pass_until(until)

    def _pass_until(self, until: float) -> None:
        while self.time.now < until:
            self.time.now = min(self.time.now + 5.0, until)
            self.filter.tick()

    def _press(self, letter: str, up: float) -> None:
        self._up.append((up, letter))
        if self.method is not None and self.method.takes(letter):
            return
        override = _event(QEvent.Type.ShortcutOverride, letter)
        override.ignore()
        self._send(override)
        self._send(_event(QEvent.Type.KeyPress, letter))

    def _release(self, letter: str) -> None:
        if self.method is None or self.method.tells:
            self._send(_event(QEvent.Type.KeyRelease, letter))

    def _send(self, event: QEvent) -> None:
        target: QObject | None = QApplication.focusWidget() or self.fallback
        assert target is not None
        QCoreApplication.sendEvent(target, event)

    def _reset(self) -> None:
        if self.method is not None:
            self.method.reset()

    def _broke(self) -> None:
        self.halves += 1


def application() -> QApplication:
    """Return the application."""
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def _event(kind: QEvent.Type, letter: str) -> QKeyEvent:
    shifted = Qt.KeyboardModifier.ShiftModifier if letter in _SHIFTED else Qt.KeyboardModifier.NoModifier
    key = _CODES.get(letter) or Qt.Key(ord(letter.upper()))
    text = letter if kind is not QEvent.Type.KeyRelease else ""
    return QKeyEvent(kind, key, shifted, text)


def texts(widgets: Iterable[QWidget]) -> list[str]:
    """Return what stands in these fields."""
    return [widget.text() for widget in widgets if hasattr(widget, "text")]
