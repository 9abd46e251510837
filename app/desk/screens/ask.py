"""Questions asked in place, above the panel's buttons: which table, which note, which taste."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY_BOLD, SMALL
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words import card as words_card
from app.domain.tables import TableCard, table_called, table_key
from app.domain.tastes import TasteKind

SHOWN = 8
"""Tables offered at once."""


class Ask(QWidget):
    """A question with a field. Enter answers, Esc closes. Another language or theme leaves what was typed alone."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        px = theme.px
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, px(10), 0, px(8))
        self.column.setSpacing(px(8))
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.field = Field(theme)
        self.label.setBuddy(self.field)
        self.column.addWidget(self.label)
        self.column.addWidget(self.field)
        self.field.returnPressed.connect(self.answer)
        self.field.installEventFilter(self)
        theme.changed.connect(self.retranslate)

    def say(self, title: str, hint: str) -> None:
        """Take other words or letters."""
        self.label.setFont(self.theme.letters.font(BODY_BOLD))
        self.label.setText(title)
        self.field.say(title, hint)

    def retranslate(self) -> None:
        """Say it in the language and letters in use; to be overridden."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc closes the question, and nothing else."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        return super().eventFilter(watched, event)

    def answer(self) -> None:
        """Take what was typed; to be overridden."""


class AskTable(Ask):
    """Which table. Those that are free and large enough are offered; what is typed narrows them."""

    answered = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tables: Sequence[TableCard],
        taken: set[str],
        party_size: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._known = tuple(table.name for table in tables)
        self._free = offer(tables, taken, party_size)
        self._doubt = ""
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(6))
        self._buttons: list[Button] = []
        self.column.addLayout(self._grid)
        self.column.addWidget(self._hint)
        self._hint.hide()
        self.field.textChanged.connect(self._narrow)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language and letters in use."""
        self.say(self.tr("坐哪一桌"), self.tr("桌号，回车入座"))
        self._hint.setFont(self.theme.letters.font(SMALL))
        self._narrow(self.field.text())

    def offered(self) -> list[str]:
        """Return the tables offered now, best first."""
        return [button.text() for button in self._buttons]

    def _narrow(self, text: str) -> None:
        self._doubt = ""
        self._hint.hide()
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        typed = table_key(text)
        names = [table.name for table in self._free if table_key(table.name).startswith(typed)][:SHOWN]
        self._buttons = [Button(self.theme, name) for name in names]
        for place, button in enumerate(self._buttons):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, name=names[place]: self.answered.emit(name))
            self._grid.addWidget(button, place // 4, place % 4)

    def answer(self) -> None:
        """Take the table typed; a single one offered stands for its beginning; an unknown one is asked twice."""
        typed = self.field.text().strip()
        if not typed:
            return
        name = table_called(typed, self._known)
        if name is None and len(self._buttons) == 1:
            name = self._buttons[0].text()
        if name is None and self._known and self._doubt != typed:
            self._doubt = typed
            self._hint.setText(self.tr("没有叫 {table} 的桌。再按一次回车就用它。").format(table=typed))
            self._hint.show()
            return
        self.answered.emit(name or typed)


def offer(tables: Sequence[TableCard], taken: set[str], party_size: int | None) -> list[TableCard]:
    """Return the tables nobody sits at, the smallest that is large enough first, then those whose size is unknown,
    then the ones too small."""

    def fit(table: TableCard) -> tuple[int, int]:
        if table.seats is None or party_size is None:
            return 1, table.seats or 0
        return (0, table.seats) if table.seats >= party_size else (2, -table.seats)

    return sorted((table for table in tables if table.name not in taken), key=fit)


class AskNote(Ask):
    """What to remember."""

    answered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.field.setMaxLength(500)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language and letters in use."""
        self.say(self.tr("记一条备注"), self.tr("比如：喜欢靠窗，回车记下"))

    def answer(self) -> None:
        """Take the note, if there is one."""
        if text := self.field.text().strip():
            self.answered.emit(text)


class AskTaste(Ask):
    """What the guest likes or must not have; the kind is chosen first, by Alt+1 to Alt+4 or the mouse."""

    answered = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.field.setMaxLength(12)
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        self.kinds = {kind: Button(theme, look=Look.CHOICE) for kind in TasteKind}
        for number, button in enumerate(self.kinds.values(), 1):
            button.setAutoExclusive(True)
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(button.click)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.kinds[TasteKind.AVOID].setChecked(True)
        self.column.insertLayout(1, row)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language and letters in use; the kind stays chosen."""
        self.say(self.tr("记一个口味"), self.tr("比如：花生，回车记下"))
        for number, (kind, button) in enumerate(self.kinds.items(), 1):
            button.say(words_card.kind_word(kind))
            button.setToolTip(f"{words_card.kind_word(kind)} Alt+{number}")

    def kind(self) -> TasteKind:
        """Return the kind that is chosen."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def answer(self) -> None:
        """Take the taste, if one was typed."""
        if tag := self.field.text().strip():
            self.answered.emit(tag, self.kind())
