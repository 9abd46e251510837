"""A code of the store's own: a new one for a campaign, good at once, or what one is called, counts as and leads to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk import words_act
from app.desk import words_print as words
from app.desk.theme.letters import HEAD, SMALL_BOLD
from app.desk.theme.theme import Theme
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words_group import hint_word
from app.desk.words_group_form import cancel_word, keep_word
from app.desk.words_paper import as_it_was, code_name
from app.domain.commands import KeepCode
from app.domain.faults import Fault
from app.domain.printed import CodeCard, PrintedKind, check_target, new_code

from .conflict_answers import Paragraphs

_FIELDS = ("title", "channel", "target_url")


class CodeForm(QWidget):
    """Enter makes the code, Esc leaves."""

    made = Signal(object, object)
    """A `KeepCode`, and the `CodeCard` before it (None for a new one)."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._held: CodeCard | None = None
        self.title = QLabel()
        self.fields = {name: Field(theme) for name in _FIELDS}
        self.labels = {name: QLabel() for name in _FIELDS}
        self.told = Paragraphs(theme)
        self.done = Button(theme, key="Enter", look=Look.MAIN)
        self.cancel = Button(theme, key="Esc")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        for name in _FIELDS:
            self._column.addWidget(self.labels[name])
            self._column.addWidget(self.fields[name])
            self.fields[name].setMaxLength(2000 if name == "target_url" else 60)
            self.fields[name].returnPressed.connect(self.submit)
            self.fields[name].installEventFilter(self)
        self._column.addWidget(self.told)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addWidget(self.cancel)
        self._row.addWidget(self.done)
        self._column.addLayout(self._row)
        self._column.addStretch(1)
        self.done.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def start(self, held: CodeCard | None = None) -> None:
        """Fill the form with a code, or empty it for a new one."""
        self._held = held
        for name, field in self.fields.items():
            field.setText(getattr(held, name) if held is not None else "")
            field.setCursorPosition(0)
        fixed = held is not None and held.kind in (PrintedKind.GROUP, PrintedKind.VIP)
        for part in (self.labels["target_url"], self.fields["target_url"]):
            part.setVisible(not fixed)
        self.retranslate()
        self.fields["title"].setFocus()

    def submit(self) -> None:
        """Keep the code, or say what is missing."""
        title, channel, target = (self.fields[name].text().strip() for name in _FIELDS)
        held = self._held
        if not title and (held is None or held.kind is PrintedKind.CAMPAIGN):
            self._say(words.title_missing())
            self.fields["title"].setFocus()
            return
        try:
            target = check_target(target)
        except Fault as fault:
            self._say(words_act.fault(fault))
            self.fields["target_url"].setFocus()
            return
        before = as_it_was(held) if held is not None else KeepCode(code=new_code(), kind=PrintedKind.CAMPAIGN)
        channel = channel or (title if held is None else "")
        self.made.emit(replace(before, title=title, channel=channel, target_url=target), held)

    def _say(self, wrong: str) -> None:
        hint = words.form_hint() if self._held is None else hint_word()
        self.told.show_told([(wrong or hint, SMALL_BOLD, "red" if wrong else "muted")])

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        self.title.setText(words.new_code_word() if self._held is None else code_name(self._held))
        for name, (label, hint) in words.form_words().items():
            self.labels[name].setText(label)
            self.labels[name].setBuddy(self.fields[name])
            self.fields[name].say(label, hint)
        self.done.say(words.make_word() if self._held is None else keep_word(new=False))
        self.cancel.say(cancel_word())
        self._say("")

    def _dress(self) -> None:
        px, letters = self._theme.px, self._theme.letters
        self._column.setContentsMargins(px(22), px(14), px(22), px(14))
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(8))
        self.title.setFont(letters.font(HEAD))
        for label in self.labels.values():
            label.setFont(letters.font(SMALL_BOLD))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc leaves; the arrows move between the fields."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
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

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground."""
        colours = self._theme.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.line, 1))
            painter.setBrush(colours.panel)
            radius = self._theme.px(12)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
