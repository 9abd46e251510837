"""Stands before every widget: a person's keys go on in their order, a scanner's never arrive.

Installed on the application. What could be a scanner's is held as a copy of the event, for the widget it was meant
for, and sent on to that widget (or its shortcut) as soon as it is clear that a person typed it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from .composing import UNKNOWN, Composing
from .passing import pass_on
from .rhythm import Rhythm
from .strokes import Habits, Sort, Stroke, Verdict, Word
from .times import Times

LATE = 3.0
"""Milliseconds: where the loop comes back so late, keys may have come meanwhile, and are taken in first."""

TURNS = 6
"""Turns that the loop has at most to bring them before it is decided."""

ECHO = 30.0
"""Milliseconds after a scan in which an input method that was reset may still write what it held."""

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_TAB = int(Qt.Key.Key_Tab)
_ENDS = {int(Qt.Key.Key_Return): "\r", int(Qt.Key.Key_Enter): "\r", _TAB: "\t"}
_BESIDE = frozenset(map(int, (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)))
"""Keys as numbers: a keyboard of another script has some that `Qt.Key` has no name for."""
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ALTGR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def monotonic() -> float:
    """Return a steady clock's milliseconds."""
    return time.monotonic() * 1000


def reset_input_method() -> None:
    """Let the input method throw away what it is composing."""
    QGuiApplication.inputMethod().reset()


@dataclass(slots=True)
class _Held:
    target: QWidget
    event: QKeyEvent | QInputMethodEvent


class ScannerFilter(QObject):
    """`scanned` gives a `Reading`; `broken` says that half a scan was thrown away."""

    scanned = Signal(object)
    broken = Signal()

    def __init__(
        self,
        habits: Habits | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        reset: Callable[[], None] = reset_input_method,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rhythm = Rhythm(habits)
        self._composing = Composing()
        self._clock, self._reset = clock, reset
        self._times = Times()
        self._held: dict[int, _Held] = {}
        self._mark = 0
        self._passing = False
        self._deaf_until = float("-inf")
        self._turns, self._sure, self._expected = 0, False, 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._time_is_up)

    def use(self, habits: Habits) -> None:
        """Tell scanners by these habits from now on."""
        if habits != self._rhythm.habits:
            self._settle(self._rhythm.flush(self._now()))
            self._rhythm = Rhythm(habits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Hold back what may be a scanner's."""
        kind = event.type()
        if kind in _KEYS:
            if self._passing or not isinstance(event, QKeyEvent) or not _is_target(watched):
                return False
            return self._override(event) if kind is QEvent.Type.ShortcutOverride else self._key(watched, event)
        if kind is QEvent.Type.InputMethod and not self._passing:
            return (
                isinstance(event, QInputMethodEvent) and isinstance(watched, QWidget) and self._composed(watched, event)
            )
        return False

    def tick(self) -> None:
        """Decide what the clock has made clear."""
        self._settle(self._rhythm.expire(self._now()))

    def _now(self) -> float:
        """Return the time in which strokes are told apart."""
        return self._times.now(self._clock())

    def _override(self, event: QKeyEvent) -> bool:
        """Keep shortcuts away from what is held; before a key that no scanner sends, let go of everything."""
        at = self._times.at(event.timestamp(), self._clock())
        self._settle(self._rhythm.expire(at))
        sort = self._sort(event)
        if sort is Sort.KEY or (sort is Sort.END and (self._rhythm.has_keys or self._rhythm.ends_scan)):
            event.accept()
            return True
        if sort is None:
            self._settle(self._rhythm.flush(at))
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        assert isinstance(watched, QWidget)
        at = self._times.at(event.timestamp(), self._clock())
        sort, lets_go = self._sort(event), event.type() is QEvent.Type.KeyRelease
        if sort is None:
            if not lets_go:
                self._settle(self._rhythm.flush(at))
            return False
        text = _ENDS.get(int(event.key()), "") if sort is Sort.END else _character(event)
        return self._take(Stroke(Sort.RELEASE if lets_go else sort, at, int(event.key()), text), watched, event)

    def _sort(self, event: QKeyEvent) -> Sort | None:
        """Return what kind of stroke the key is, None for one that no scanner sends."""
        key = int(event.key())
        commanding = event.modifiers() & _COMMANDING
        if event.isAutoRepeat() or (commanding and commanding != _ALTGR):
            return None
        if key in _ENDS:
            terminator = self._rhythm.habits.terminator
            fits = terminator == "auto" or (terminator == "tab") == (key == _TAB)
            return Sort.END if fits and not commanding else None
        if key in _BESIDE:
            return Sort.BESIDE
        text = _character(event) if event.type() is QEvent.Type.KeyRelease else event.text()
        return Sort.KEY if text.isprintable() and text else None

    def _composed(self, watched: QWidget, event: QInputMethodEvent) -> bool:
        now = self._clock()
        if now < self._deaf_until:
            return True
        text = self._composing.typed(event.preeditString(), event.commitString())
        sort = Sort.END if text == "\r" else Sort.KEY if text else Sort.BESIDE
        stroke = Stroke(sort, self._times.now(now), 0, text, composed=True, sure=UNKNOWN not in text)
        return self._take(stroke, watched, event)

    def _take(self, stroke: Stroke, watched: QWidget, event: QKeyEvent | QInputMethodEvent) -> bool:
        """Hand the stroke to the rhythm; True where the event must not go on now."""
        self._mark += 1
        mark = self._mark
        self._held[mark] = _Held(watched, event)
        verdicts = self._rhythm.take(stroke, mark)
        own = verdicts[-1] if verdicts and verdicts[-1].marks == (mark,) else None
        if own is not None:
            verdicts = verdicts[:-1]
        self._settle(verdicts)
        if own is not None:
            self._held.pop(mark)
            if own.word is Word.PERSON and isinstance(event, QInputMethodEvent):
                self._composing.delivered(event.preeditString())
            return own.word is not Word.PERSON
        held = self._held.get(mark)
        if held is not None:
            held.event = _copy(event)
        return True

    def _settle(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts:
            held = [self._held.pop(mark) for mark in verdict.marks if mark in self._held]
            if verdict.word is Word.PERSON:
                self._pass_on(held)
            elif verdict.word is not Word.LEFTOVER:
                self._clean_up(held)
                if verdict.reading is not None:
                    self.scanned.emit(verdict.reading)
                else:
                    self.broken.emit()
        self._wind()

    def _pass_on(self, held: list[_Held]) -> None:
        """Send what a person typed to the widget it was typed for, or to where that has moved the focus."""
        before = _focus()
        for one in held:
            now = _focus()
            target = one.target if now is before or now is None else now
            if not _lives(target):
                continue
            if isinstance(one.event, QInputMethodEvent):
                self._composing.delivered(one.event.preeditString())
            self._send(target, one.event)

    def _clean_up(self, held: list[_Held]) -> None:
        """After a scan: nothing of it stays in an input method, and what a person was composing becomes its letters."""
        if not any(isinstance(one.event, QInputMethodEvent) for one in held):
            return
        shown = self._composing.shown
        self._composing.forget()
        self._deaf_until = float("inf")
        try:
            self._reset()
        finally:
            self._deaf_until = self._clock() + ECHO
        target = held[-1].target
        if shown and _lives(target):
            restored = QInputMethodEvent()
            restored.setCommitString(shown)
            self._send(target, restored)

    def _send(self, target: QWidget, event: QKeyEvent | QInputMethodEvent) -> None:
        self._passing = True
        try:
            pass_on(target, event)
        finally:
            self._passing = False

    def _wind(self) -> None:
        due = self._rhythm.due
        self._turns, self._sure = 0, False
        if due is None:
            self._timer.stop()
        else:
            self._arm(max(0.0, self._times.clock(due) - self._clock()))

    def _arm(self, milliseconds: float) -> None:
        self._expected = self._clock() + milliseconds
        self._timer.start(int(milliseconds) + 1)

    def _time_is_up(self) -> None:
        """Decide one turn of the loop later: timers come before keys that wait in the same turn."""
        punctual = self._clock() - self._expected <= LATE + 1
        if self._turns < TURNS and not (self._sure and punctual):
            self._turns += 1
            self._sure = punctual
            self._arm(0)
            return
        self.tick()


def _lives(widget: QWidget) -> bool:
    """Whether Qt still has the widget: a form may be gone before a key that was held for it comes."""
    try:
        widget.objectName()
    except RuntimeError:
        return False
    return True


def _focus() -> QWidget | None:
    return QApplication.activePopupWidget() or QApplication.focusWidget()


def _is_target(watched: QObject) -> bool:
    """Whether keys come to this widget first (they go on to its parents, whom we leave alone)."""
    if not isinstance(watched, QWidget):
        return False
    focus = QApplication.focusWidget()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return watched is popup or watched is popup.focusWidget()
    return watched is focus if focus is not None else watched.isWindow()


def _character(event: QKeyEvent) -> str:
    """Return what the key types; a release often says nothing, then its key does."""
    text = event.text()
    if text and text.isprintable():
        return text
    key = int(event.key())
    if not 0x20 <= key <= 0x7E:
        return _ENDS.get(key, "")
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return chr(key) if shifted else chr(key).lower()


def _copy(event: QKeyEvent | QInputMethodEvent) -> QKeyEvent | QInputMethodEvent:
    copied = event.clone()
    assert isinstance(copied, (QKeyEvent, QInputMethodEvent))
    copied.setAccepted(True)
    return copied
