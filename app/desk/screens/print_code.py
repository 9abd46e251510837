"""A code of the store's own: a new one for a campaign, good at once, or what one is called, counts as, leads to, and
from when until when it is good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.desk.models.code_draft import CodeDraft, draft_of, kept
from app.desk.models.group_draft import Lacking
from app.desk.paint.theme import Theme
from app.desk.theme.letters import HEAD, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.widgets.ground import Ground
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.words import act as words_act
from app.desk.words import code as words
from app.desk.words.group_form import cancel_word, keep_word
from app.desk.words.paper import as_it_was, code_name
from app.desk.words.register import make_word, new_code_word
from app.domain.commands import KeepCode
from app.domain.faults import Fault
from app.domain.printed import CodeCard, PrintedKind, new_code
from app.domain.prints import Broken, dead_from

from .conflict_answers import Paragraphs

_PLACES = {
    "title": (0, 0, 1),
    "channel": (0, 1, 1),
    "target_url": (2, 0, 2),
    "valid_from": (4, 0, 1),
    "valid_until": (4, 1, 1),
}
"""Row of the label, column, and columns taken, of each field in reading order."""

_AT = {"past": "valid_until", "order": "valid_until"}
"""The field in which something is mended, where it is called otherwise."""

NOTHING = Broken(print_ids=(), pieces=0, places=())


class CodeForm(Ground):
    """Enter makes the code, Esc leaves. What dates would do to paper that hangs is named before they are kept."""

    made = Signal(object, object)
    """A `KeepCode`, and the `CodeCard` before it (None for a new one)."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._held: CodeCard | None = None
        self._broken = NOTHING
        self._zone: tzinfo = UTC
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.sure = False
        """Staff were told what these dates break; the next press keeps them."""
        self.title = QLabel()
        self.fields = {name: Field(theme) for name in _PLACES}
        self.labels = {name: QLabel() for name in _PLACES}
        self.told = Paragraphs(theme)
        self.done = Button(theme, key="Enter", look=Look.MAIN)
        self.cancel = Button(theme, key="Esc")
        self.area = QScrollArea()
        self._sheet = QWidget()
        self._column, self._inner = QVBoxLayout(self), QVBoxLayout(self._sheet)
        self._lay_out()
        for name, field in self.fields.items():
            field.setMaxLength({"target_url": 2000, "title": 60, "channel": 60}.get(name, 20))
            field.returnPressed.connect(self.submit)
            field.textEdited.connect(lambda _: self._unsure())
            field.installEventFilter(self)
        self.done.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _lay_out(self) -> None:
        self._inner.addWidget(self.title)
        self._grid = QGridLayout()
        for name, (row, column, span) in _PLACES.items():
            self._grid.addWidget(self.labels[name], row, column, 1, span)
            self._grid.addWidget(self.fields[name], row + 1, column, 1, span)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._inner.addLayout(self._grid)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self.area.setWidget(self._sheet)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBar(ThinScrollBar(self._theme, self.area))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for widget in (self.area.viewport(), self._sheet):
            widget.setBackgroundRole(QPalette.ColorRole.Base)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self.told)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addWidget(self.cancel)
        self._row.addWidget(self.done)
        self._column.addLayout(self._row)
        self._column.addStretch(0)

    def start(self, held: CodeCard | None, broken: Broken, zone: tzinfo) -> None:
        """Fill the form with a code, or empty it for a new one (None). `broken`: the paper that hangs with it."""
        self._held, self._broken, self._zone, self.sure = held, broken, zone, False
        draft = draft_of(held, zone)
        for name, field in self.fields.items():
            field.setText(getattr(draft, name))
            field.setCursorPosition(0)
        fixed = held is not None and held.kind in (PrintedKind.GROUP, PrintedKind.VIP)
        for part in (self.labels["target_url"], self.fields["target_url"]):
            part.setVisible(not fixed)
        self.retranslate()
        self.fields["title"].setFocus()

    def submit(self) -> None:
        """Keep the code, or say what is missing, or what it would do to paper."""
        held, now = self._held, self.now()
        before = as_it_was(held) if held is not None else KeepCode(code=new_code(), kind=PrintedKind.CAMPAIGN)
        draft = CodeDraft(**{name: field.text() for name, field in self.fields.items()})
        try:
            command = kept(draft, before, held, now, self._zone)
        except Lacking as lacking:
            self._say(words.lacks(lacking.what))
            self.fields[_AT.get(lacking.what, lacking.what)].setFocus()
        except Fault as fault:
            self._say(words_act.fault(fault))
            self.fields["target_url"].setFocus()
        else:
            told = self._breaks(command, now)
            if told and not self.sure:
                self.sure = True
                self.done.deafen()
                self._say(told)
                return
            self.sure = False
            self.made.emit(command, held)

    def _breaks(self, command: KeepCode, now: datetime) -> str:
        """Return what this does to paper that hangs, "" for nothing."""
        held = self._held
        if held is None or not self._broken:
            return ""
        after = replace(held, valid_from=command.valid_from, valid_until=command.valid_until)
        dead = dead_from(held, after, now)
        if dead is None:
            return ""
        later = after.valid_from if after.valid_from is not None and after.valid_from > now else None
        return words.breaks(self._broken, dead, later, now, self._zone)

    def _unsure(self) -> None:
        """Something else was typed: what was agreed to is forgotten, and what was wrong may be mended."""
        if self.sure:
            self.sure = False
            self._say("")

    def _say(self, wrong: str) -> None:
        hint = words.new_hint() if self._held is None else words.changed_hint()
        self.told.show_told([(wrong or hint, SMALL_BOLD, "red" if wrong else "muted")])
        usual = make_word() if self._held is None else keep_word(new=False)
        self.done.say(words.sure_word() if self.sure else usual)

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        self.title.setText(new_code_word() if self._held is None else code_name(self._held))
        for name, (label, hint) in words.field_words().items():
            self.labels[name].setText(label)
            self.labels[name].setBuddy(self.fields[name])
            self.fields[name].say(label, hint)
        self.cancel.say(cancel_word())
        self.sure = False
        self._say("")

    def _dress(self) -> None:
        px, letters = self._theme.px, self._theme.letters
        self._column.setContentsMargins(px(22), px(14), px(22), px(14))
        self._column.setSpacing(px(8))
        self._inner.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        self._row.setSpacing(px(8))
        self.title.setFont(letters.font(HEAD))
        for label in self.labels.values():
            label.setFont(letters.font(SMALL_BOLD))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc leaves; the arrows move between the fields; an Enter that is held down agrees to nothing."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.area.ensureWidgetVisible(watched, 0, self._theme.px(26))  # with the label above it
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.isAutoRepeat():
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
