"""印刷登记: what was printed, where it hangs, what to print anew; and what a code is that was found in the street."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial
from unicodedata import normalize

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.models.managers import managers_of, may_decide
from app.desk.models.prints import (
    AnyRow,
    CodeState,
    PieceRow,
    Register,
    RegisterModel,
    RegisterRow,
    Sheet,
    matches,
)
from app.desk.models.sieve import Sieve
from app.desk.paint.theme import Theme
from app.desk.widgets.even import EvenList
from app.desk.widgets.shortcuts import on_key
from app.desk.words import group as words_group
from app.desk.words import register as words
from app.desk.words import whose as words_whose
from app.domain.commands import KeepCode
from app.domain.printed import CodeCard, code_in
from app.domain.tables import StaffCard

from .print_code import NOTHING, CodeForm
from .print_detail import PrintDetail
from .print_head import HEIGHT, KEYS, PrintHead
from .print_nothing import Nothing
from .print_rows import RegisterRows
from .print_ways import Ways

TOP = 116


class PrintsScreen(QWidget):
    """Takes the register; says what staff want. Does nothing itself."""

    reprint_asked = Signal(object, str)
    """Codes to be printed anew, and the template's name."""
    lost_asked = Signal(object, str, bool)
    retire_asked = Signal(object, bool)
    strange = Signal(str)
    """A code was looked for that this desk does not hold; `tell_whose` is the answer."""
    code_asked = Signal(object, object)
    """A `KeepCode`, and the `CodeCard` before it (None for a new one)."""

    def __init__(self, theme: Theme, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._language = theme, language
        self._zone: tzinfo | None = None
        self._me = ""
        self._staff: Sequence[StaffCard] = ()
        self._wanted, self._strange = "", ""
        self._whose: words_whose.Told = ("", "")
        self.register, self.sheet = Register(), Sheet.JOBS
        self._listed = self.sheet
        self.model = RegisterModel(self._spoken, self)
        self._sieve = Sieve(self._list, self)
        self.rows = RegisterRows(theme, self)
        self.rows.language = language
        self.head = PrintHead(theme, self)
        self.search = self.head.search
        self.list = EvenList(theme, self.model, self.rows, self)
        self.detail = PrintDetail(theme, self)
        self.detail.language = language
        self.nothing = Nothing(theme, self)
        self.form = CodeForm(theme, self)
        self.form.hide()
        self.ways = Ways(self.search, self.list, self.detail, self)
        self._connect()
        self.setFocusProxy(self.list)
        theme.changed.connect(self._place)
        self._retranslate()

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.head.asked.connect(self.show_sheet)
        for n, sheet in KEYS.items():
            on_key(self, str(n), self.head.sheets[sheet].click)
        on_key(self, "F", self.search.setFocus)
        on_key(self, "N", self.head.new_code.click)
        on_key(self, "P", self.detail.reprint.click)
        on_key(self, "L", self.detail.lost.click)
        on_key(self, "E", self.detail.change.click)
        on_key(self, "D", self.detail.retire.click)
        self.search.textEdited.connect(lambda _: self._filter())
        self.search.returnPressed.connect(self._found)
        self.ways.all_asked.connect(self._filter)
        self.head.new_code.clicked.connect(lambda: self._start_code(None))
        self.detail.change_asked.connect(self._start_code)
        self.form.left.connect(self._end_code)
        self.form.made.connect(self._make)
        self.detail.reprint_asked.connect(self.reprint_asked)
        self.detail.lost_asked.connect(self.lost_asked)
        self.detail.retire_asked.connect(self.retire_asked)

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_register(self, register: Register, zone: tzinfo) -> None:
        """Show the register as it is now; the choice stays where it was."""
        self.register, self._zone = register, zone
        self.rows.zone = zone
        self.rows.titles = self.detail.titles = register.titles
        self.head.count(register)
        self._filter()

    def show_staff(self, me: str, staff: Sequence[StaffCard]) -> None:
        """Take who works at this desk, and who works in the store."""
        self._me, self._staff = me, staff
        self.head.new_code.setEnabled(self.may())
        self._show_current()

    def may(self) -> bool:
        """Whether whoever works at this desk makes and retires codes."""
        return may_decide(self._me, self._staff)

    def show_sheet(self, sheet: Sheet) -> None:
        """List something else."""
        self._turn_to(sheet)
        self._filter()
        self.list.setFocus()

    def _turn_to(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.form.hide()
        self.head.mark(sheet)

    def look_up(self, code: str) -> CodeState | None:
        """Show the code that was scanned or typed; None where this desk does not hold it, and the screen says so."""
        known = next((row for row in self.register.codes if row.card.code == code), None)
        self._strange = ""  # HQ is asked again
        self._be_strange("" if known is not None else code)
        self._wanted = f"code:{code}" if known is not None else ""
        self._turn_to(Sheet.CODES)
        self.search.setText("" if known is not None else code)
        self._filter()
        self.list.setFocus()
        return known

    def _be_strange(self, code: str) -> None:
        """A code that this desk does not hold is looked for: HQ may know whose it is."""
        before, self._strange = self._strange, code
        if code and code != before:
            self._whose = words_whose.asking(code)
            self.strange.emit(code)

    def tell_whose(self, code: str, told: words_whose.Told) -> None:
        """Say what HQ says of a code, if it is still looked for."""
        if code == self._strange:
            self._whose = told
            self._place()

    def current(self) -> RegisterRow | None:
        """Return the chosen row."""
        row = self.model.at(self.list.place())
        return None if isinstance(row, PieceRow) else row

    def _filter(self) -> None:
        """List what fits what was typed: words in any order, or a whole code."""
        if self._zone is None:
            return
        query = self._typed()
        fits = partial(self._fits, query=query, code=code_in(query)) if query else None
        self._sieve.sift(self.register.rows(self.sheet), fits)

    def _typed(self) -> str:
        """What is looked for: a Chinese keyboard may write letters and digits wide, which are the same ones."""
        return normalize("NFKC", self.search.text()).strip()

    def _list(self, rows: Sequence[RegisterRow]) -> None:
        self.list.show_rows(rows, wanted=self._wanted, place=None if self._listed is self.sheet else 0)
        self._listed = self.sheet
        if self.model.place_of(self._wanted) is not None:
            self._wanted = ""
        code = code_in(self._typed())
        self._be_strange(code if code and not rows and not self.register.knows(code) else "")
        for part in (self.list, self.detail):
            part.setVisible(bool(rows) and (part is self.list or self.form.isHidden()))
        self._lend_keys(bool(rows))
        if not rows:
            self.detail.show_nothing()
        self._show_current()
        self.list.viewport().update()
        self._place()

    def _lend_keys(self, listed: bool) -> None:
        """Let the sheet's button have the keys where there is no list to have them, and give them back to the list."""
        sheet, had = self.head.sheets[self.sheet], self.focusProxy()
        self.setFocusProxy(self.list if listed else sheet)
        if self.isVisible() and (had is self.list) is not listed and not self.search.hasFocus():
            (self.list if listed else sheet).setFocus()

    def _fits(self, row: RegisterRow, query: str, code: str) -> bool:
        letters = words.letters_of(row)
        return bool(code and code in letters) or matches(f"{self._spoken(row)} {letters}", query)

    def _found(self) -> None:
        """Enter in the search: a whole code is looked up, else the list has the keys."""
        code = code_in(self._typed())
        if code and (self.register.knows(code) or not self.model.rowCount()):  # else a word of as many letters
            self.look_up(code)
        else:
            self.list.setFocus()

    def _chosen(self) -> None:
        if self.form.isVisible() and self.list.hasFocus():
            self.form.hide()
            self.detail.show()
        self._show_current()

    def _show_current(self) -> None:
        row = self.current()
        if row is not None and self._zone is not None:
            why = "" if self.may() else words_group.may_not_word(managers_of(self._staff))
            self.detail.show_row(row, self._zone, why)

    def _spoken(self, row: AnyRow) -> str:
        if self._zone is None:
            return ""
        return words.spoken(row, self.register.titles, self._language(), self._zone)

    # --- a new code ----------------------------------------------------------------------------------------------

    def _start_code(self, held: CodeCard | None) -> None:
        if self.may() and self._zone is not None:
            known = next((row for row in self.register.codes if row.card == held), None)
            self.form.show()
            self.detail.hide()
            self.form.start(held, known.broken if known is not None else NOTHING, self._zone)
            self._place()

    def _end_code(self) -> None:
        self.form.hide()
        self._filter()
        self.list.setFocus()

    def _make(self, command: KeepCode, before: CodeCard | None) -> None:
        self._wanted = f"code:{command.code}"
        self.search.clear()
        self.code_asked.emit(command, before)
        self.show_sheet(Sheet.CODES)

    # --- keys and looks ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc on any button forgets that a code was about to be retired."""
        if event.key() != Qt.Key.Key_Escape or not self.detail.unsure():
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Who comes back is asked again."""
        self.detail.unsure()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(words.title_word())
        self.list.setAccessibleName(words.title_word())
        self.detail.list.setAccessibleName(words.title_word())
        self.head.retranslate()
        self.form.retranslate()
        self._show_current()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the list at the left, the chosen one at the right."""
        self._place()

    def _place(self) -> None:
        px, width = self._theme.px, self.width()
        self.head.setGeometry(0, 0, width, px(HEIGHT))
        left, top = int((width - px(56)) * 0.46), px(TOP)
        self.list.setGeometry(px(24), top, left, self.height() - top - px(12))
        x = px(24) + left + px(8)
        for part in (self.detail, self.form):
            part.setGeometry(x, top, width - x - px(24), self.height() - top - px(20))
        room = left if not self.form.isHidden() else width - px(52)
        self.nothing.setGeometry(px(26), top + px(8), room - px(8), self.height() - top - px(20))
        self.nothing.setVisible(not self.model.rowCount())
        what, then = words.empty_words(self.sheet, self._typed())
        if self._strange:
            what, then = self._whose
        self.nothing.tell(what, then, "amber" if self._strange else "ink")
