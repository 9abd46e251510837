"""The rows of the print register: jobs, what to print anew, codes; and the pieces of one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.desk.models.prints import AnyRow, CodeState, DueRow, JobRow, PieceRow
from app.desk.paint import shapes
from app.desk.paint.parts import Box
from app.desk.paint.rows import RowPainter
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, SMALL, SMALL_BOLD
from app.desk.words import register as words
from app.domain.printed import Validity
from app.domain.prints import Why

ROW, PIECE = 64, 54

_INKS = {Why.RETIRED: "red", Why.LINK: "red", Why.LOST: "amber", Why.TEMPLATE: "muted"}


class Told(NamedTuple):
    """What a row says: title, the line below it, the state at its right end, and the state's ink."""

    title: str
    line: str
    state: str = ""
    ink: str = "muted"
    warn: bool = False
    quiet: bool = False
    sending: bool = False


class RegisterRows(RowPainter):
    """Draws the rows. `of_code`: the pieces are all of one code, so each says its job."""

    def __init__(self, theme: Theme, parent: QWidget, *, height: int = ROW) -> None:
        super().__init__(theme, parent, height)
        self.titles: words.Titles = {}
        self.language: Callable[[], str] = lambda: "zh"
        self.of_code = False

    def told(self, row: AnyRow, zone: tzinfo) -> Told:
        """Return what a row says."""
        language = self.language()
        match row:
            case JobRow():
                state = words.job_state(row)
                return Told(
                    words.job_title(row, self.titles, language),
                    words.job_line(row, zone),
                    state or words.made_word(row.card),
                    "amber" if state else "muted",
                    bool(state),
                    sending=row.sending,
                )
            case DueRow():
                ink = _INKS[row.due.why]
                title = f"{words.which_word(row.piece)} · {words.piece_title(row.piece, True, self.titles, language)}"
                line = " · ".join(part for part in (words.day_word(row.due.at, zone), row.piece.card.by) if part)
                return Told(title, line, words.why_word(row.due.why), ink, ink != "muted")
            case CodeState():
                good = row.validity is Validity.GOOD
                state = words.valid_word(row.validity)
                return Told(
                    words.code_title(row),
                    words.code_line(row),
                    state,
                    "accent" if good else "muted",
                    quiet=not good,
                    sending=row.sending,
                )
            case PieceRow():
                lost = row.piece.lost_at is not None
                why = words.why_word(row.why) if row.why is not None else ""
                ink = _INKS[row.why] if row.why is not None else "muted"
                title = words.piece_title(row, self.of_code, self.titles, language)
                line = words.piece_line(row, self.of_code, zone)
                return Told(title, line, why if not lost else words.why_word(Why.LOST), ink, lost or ink == "red", lost)

    def draw(self, painter: QPainter, row: AnyRow, room: QRectF, *, chosen: bool) -> None:
        """Draw one row."""
        if self.zone is None:
            return
        px, told = self.theme.px, self.told(row, self.zone)
        box = room.adjusted(1, 1, -px(10), -px(6))
        self.box(painter, box, chosen=chosen, quiet=told.quiet)
        self._write(painter, told, Box(box.left() + px(14), box.top(), box.width() - px(28), box.height()))

    def _write(self, painter: QPainter, told: Told, box: Box) -> None:
        theme, px, letters = self.theme, self.theme.px, self.theme.letters
        half = box.h / 2
        first, second = box._replace(y=box.y + px(2), h=half), box._replace(y=box.y + half - px(2), h=half)
        role = SMALL_BOLD if told.warn else SMALL
        state = letters.elided(role, told.state, box.w * 0.45)
        left = first.right - letters.width(role, state)
        theme.painter.text(painter, first._replace(x=left), state, role, told.ink)
        if told.warn:
            left -= px(22)
            sign = QRectF(left, first.y + (first.h - px(17)) / 2, px(17), px(17))
            ground = theme.colours.bg if told.quiet else theme.colours.panel
            shapes.warning(painter, sign, theme.painter.ink(told.ink), ground)
        title = letters.elided(BODY_BOLD, told.title, left - first.x - px(12))
        theme.painter.text(painter, first, title, BODY_BOLD, "muted" if told.quiet else "ink")
        x = second.x
        if told.sending:
            sign = QRectF(x, second.y + (second.h - px(16)) / 2, px(16), px(16))
            shapes.sending(painter, sign, theme.colours.muted)
            x += px(22)
        line = letters.elided(BODY if self.height > PIECE else SMALL, told.line, second.right - x)
        theme.painter.text(painter, second._replace(x=x), line, BODY if self.height > PIECE else SMALL, "muted")
