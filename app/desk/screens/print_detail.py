"""One print job, one piece to print anew, or one code: what it is, its pieces, and what can be done about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.models.prints import CodeState, DueRow, JobRow, PieceRow, RegisterModel, RegisterRow, key_of
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, HEAD, SMALL, Role
from app.desk.widgets.button import Button, Look
from app.desk.widgets.even import EvenList
from app.desk.widgets.foot import lay_from_right
from app.desk.widgets.ground import Ground
from app.desk.words import register as words
from app.domain.printed import Scope, Validity
from app.domain.prints import Why

from .conflict_answers import Paragraphs
from .print_rows import PIECE, RegisterRows


class PrintDetail(Ground):
    """Shows one row; says what staff want."""

    reprint_asked = Signal(object, str)
    """Codes to be printed anew, and the template's name ("" for any)."""
    lost_asked = Signal(object, str, bool)
    """A `PrintCard`, one of its codes, whether it was found again."""
    retire_asked = Signal(object, bool)
    """A `CodeCard`, whether it goes back into use."""
    change_asked = Signal(object)
    """A `CodeCard` whose name, channel or target staff want to change."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._row: RegisterRow | None = None
        self._zone: tzinfo | None = None
        self._why = ""
        self._lines: list[tuple[str, Role, str]] = []
        self.sure = False
        """Staff were told what retiring this code breaks; the next press does it."""
        self.language: Callable[[], str] = lambda: "zh"
        self.titles: words.Titles = {}
        self.told = Paragraphs(theme, self)
        self.why = Paragraphs(theme, self)
        self.model = RegisterModel(self._spoken, self)
        self.rows = RegisterRows(theme, self, height=PIECE)
        self.rows.language = lambda: self.language()
        self.list = EvenList(theme, self.model, self.rows, self, QPalette.ColorRole.Base)
        self.reprint = Button(theme, key="P", parent=self)
        self.lost = Button(theme, key="L", parent=self)
        self.change = Button(theme, key="E", parent=self)
        self.retire = Button(theme, key="D", parent=self)
        self.list.chosen.connect(self._offer)
        self.reprint.clicked.connect(self._reprint)
        self.lost.clicked.connect(self._lose)
        self.change.clicked.connect(self._change)
        self.retire.clicked.connect(self._retire)
        theme.changed.connect(self._offer)

    def show_row(self, row: RegisterRow, zone: tzinfo, why: str) -> None:
        """Show `row`; `why` says why codes cannot be changed, "" where they can."""
        same = self._row is not None and key_of(self._row) == key_of(row)
        self._row, self._zone, self._why = row, zone, why
        if not same:
            self.sure = False
        self.rows.zone, self.rows.titles = zone, self.titles
        self.rows.of_code = isinstance(row, CodeState)
        self._lines = self._told(row, zone)
        self.list.show_rows(_pieces(row), place=None if same else 0)
        self._offer()
        self._place()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self._row = None
        self.model.show(())
        self._offer()

    def piece(self) -> PieceRow | None:
        """Return the chosen piece."""
        row = self.model.at(self.list.place())
        return row if isinstance(row, PieceRow) else None

    def _told(self, row: RegisterRow, zone: tzinfo) -> list[tuple[str, Role, str]]:
        language = self.language()
        match row:
            case JobRow():
                title = words.template_word(row.card.template, self.titles, language)
                lines = [(words.job_line(row, zone), BODY, "ink"), (words.made_word(row.card), BODY, "muted")]
                return [(title, HEAD, "ink"), *lines]
            case DueRow():
                ink = "amber" if row.due.why in (Why.LOST, Why.TEMPLATE) else "red"
                template = words.template_word(row.due.template, self.titles, language)
                where = " · ".join((template, words.place_word(row.piece.card), words.day_word(row.due.at, zone)))
                head = (words.which_word(row.piece), HEAD, "ink")
                return [head, (words.why_word(row.due.why), BODY_BOLD, ink), (where, BODY, "muted")]
            case CodeState():
                ink = "ink" if row.validity is Validity.GOOD else "amber"
                first, *others = words.code_words(row, zone)
                lines = [(words.shown_code(row.card.code), BODY_BOLD, "ink"), (first, SMALL, "muted")]
                return [(words.code_title(row), HEAD, "ink"), *lines, *((line, BODY, ink) for line in others)]

    def _spoken(self, row: object) -> str:
        if self._zone is None or not isinstance(row, PieceRow):
            return ""
        return words.spoken(row, self.titles, self.language(), self._zone)

    def _offer(self) -> None:
        """Say what can be done about what is chosen."""
        row, piece = self._row, self.piece()
        code = row.card if isinstance(row, CodeState) else None
        self.list.setVisible(self.model.rowCount() > 0)
        self.lost.setVisible(piece is not None)
        retired = piece is not None and piece.why is Why.RETIRED
        self.lost.say(words.lost_word(piece is not None and piece.piece.lost_at is not None, retired=retired))
        for button in (self.change, self.retire):
            button.setVisible(code is not None and code.scope is Scope.STORE)
            button.setEnabled(not self._why)
        self.change.say(words.change_word())
        restored = code is not None and code.retired_at is not None
        self.retire.say(words.retire_word(restored, self.sure))
        again = self._again()
        self.reprint.setVisible(bool(again))
        due = isinstance(row, DueRow) or (isinstance(row, JobRow) and row.due > 0)
        self.reprint.look = Look.MAIN if due else Look.PLAIN
        self.reprint.say(words.reprint_word(len(again), first=not self.model.rowCount()))
        told, ink = (self._why, "amber") if code is not None else ("", "muted")
        if self.sure and isinstance(row, CodeState):
            told, ink = words.broken_word(row.broken), "red"
        self.why.show_told([(told, BODY_BOLD if self.sure else SMALL, ink)])
        self._place()

    def _again(self) -> list[str]:
        """Return the codes that would be printed anew: of a job those that should be, else all of it."""
        match self._row:
            case JobRow() as job:
                good = [each for each in job.pieces if each.code is not None and not each.dead]
                due = [each.piece.code for each in good if each.why is not None]
                return due or [each.piece.code for each in good]
            case DueRow(due=due) if due.why is not Why.RETIRED:
                return [due.piece.code]
            case CodeState(validity=Validity.GOOD | Validity.NOT_YET, card=card):  # paper hangs before its day
                return [card.code]
            case _:
                return []

    def _reprint(self) -> None:
        again = self._again()
        if again:
            template = ""
            if isinstance(self._row, JobRow):
                template = self._row.card.template
            elif isinstance(self._row, DueRow):
                template = self._row.due.template
            elif (piece := self.piece()) is not None:
                template = piece.card.template
            self.reprint_asked.emit(tuple(again), template)

    def _lose(self) -> None:
        piece = self.piece()
        if piece is not None:
            self.lost.deafen()  # the same button finds it again
            self.lost_asked.emit(piece.card, piece.piece.code, piece.piece.lost_at is not None)

    def _change(self) -> None:
        row = self._row
        if isinstance(row, CodeState) and not self._why and row.card.scope is Scope.STORE:
            self.change_asked.emit(row.card)

    def _retire(self) -> None:
        """Take the code out of use; where paper hangs that would be dead then, that is said first."""
        row = self._row
        if not isinstance(row, CodeState) or self._why or row.card.scope is not Scope.STORE:
            return
        restored = row.card.retired_at is not None
        if not restored and row.broken and not self.sure:
            self.sure = True
            self.retire.deafen()
            self._offer()
            return
        self.sure = False
        self.retire_asked.emit(row.card, restored)

    def unsure(self) -> bool:
        """Forget that a code was about to be retired; False where none was."""
        was, self.sure = self.sure, False
        if was:
            self._offer()
        return was

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything; there may be room for more buttons now."""
        self._offer()

    def _place(self) -> None:
        px, letters = self._theme.px, self._theme.letters
        left, width = px(22), self.width() - 2 * px(22)
        if width <= 0:
            return
        tall = int(self.why.tall(letters, width))
        bottom = self._place_buttons(left, left + width) - px(8)
        if self.sure and bottom - tall < px(14):  # what is asked just now goes before what may be done otherwise
            for button in (self.reprint, self.lost, self.change):
                button.hide()
            bottom = self._place_buttons(left, left + width) - px(8)
        elif bottom < 0:
            self.change.hide()  # its key does it
            bottom = self._place_buttons(left, left + width) - px(8)
        self.why.setGeometry(left, bottom - tall, width, tall)
        bottom -= tall + (px(6) if tall else 0)
        for lines in (len(self._lines), 2, 1, 0):  # what gives way where room is short
            self.told.show_told(self._lines[:lines])
            top = px(14) + int(self.told.tall(letters, width)) + px(10)
            if bottom - top >= (px(PIECE) if self.model.rowCount() and lines else 0):
                break
        self.told.setGeometry(left, px(14), width, top - px(24) + 1)
        self.list.setGeometry(left, top, width + px(8), max(bottom - top, 0))
        self.update()

    def _place_buttons(self, left: int, right: int) -> int:
        """Place the buttons; return where they begin."""
        px, buttons = self._theme.px, (self.reprint, self.lost, self.change, self.retire)
        return lay_from_right(buttons, left, right, self.height() - px(14), px(8))[1]


def _pieces(row: RegisterRow) -> tuple[PieceRow, ...]:
    return (row.piece,) if isinstance(row, DueRow) else row.pieces
