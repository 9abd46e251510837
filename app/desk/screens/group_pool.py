"""A pool of groups: what is wrong, what guests see now, what paper leads here, and what came of each code."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desk.models.groups import CodeRow, PoolRow
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, HEAD, SMALL, SMALL_BOLD, Letters, Role
from app.desk.widgets.button import Button, Look
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.widgets.sheet import Piece
from app.desk.words import group as words
from app.desk.words.paper import code_name, group_kind_word
from app.domain.funnel import Counts
from app.domain.groups import Trouble

from .conflict_answers import Paragraphs

LINE = 30
_COLUMNS = (74, 62, 112, 112)
"""Px at 100 % of the numbers' columns."""


class Funnel(Piece):
    """The funnels of codes, a line each, the sum first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rows: tuple[CodeRow, ...] = ()
        self._counted = ""

    def show_codes(self, rows: tuple[CodeRow, ...], zone: tzinfo) -> None:
        """Show these."""
        moments = [row.funnel.as_of for row in rows if row.funnel is not None and row.funnel.as_of is not None]
        self._rows, self._counted = rows, words.counted_word(max(moments), zone) if moments else ""
        told = [" ".join((name, *numbers)) for name, numbers in self.lines()]
        self.setAccessibleName(" · ".join([self._counted or words.funnel_heads()[0], *told]))
        self.updateGeometry()
        self.update()

    def lines(self) -> list[tuple[str, tuple[str, str, str, str]]]:
        """Return each line: what the code is called, and its numbers."""
        counted = [
            (row.card, row.funnel.week) for row in self._rows if row.funnel is not None and row.funnel.week.scans
        ]
        found = [(code_name(card), words.funnel_words(week)) for card, week in counted]
        if len(counted) > 1:
            found.insert(0, (words.total_word(), words.funnel_words(total([week for _, week in counted]))))
        doubtful = sum(row.funnel.week.doubtful for row in self._rows if row.funnel is not None)
        return [*found, (words.doubtful_word(), (str(doubtful), "", "", ""))] if doubtful else found

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height of heads and lines."""
        return letters.px(LINE) * (len(self.lines() or [""]) + 1) + letters.px(8)

    def draw(self, painter: QPainter) -> None:
        """Write them."""
        px = self.theme.px
        heads, lines = words.funnel_heads(), self.lines()
        self._line(painter, 0, self._counted or heads[0], heads[1:], SMALL_BOLD, "muted")
        if not lines:
            box = Box(0, px(LINE), 0, px(LINE))
            self.theme.painter.text(painter, box, words.no_funnel_word(), BODY, "muted")
        for place, (name, numbers) in enumerate(lines, 1):
            total_line = name == words.total_word()
            self._line(painter, place, name, numbers, BODY_BOLD if total_line else BODY, "ink")

    def _line(self, painter: QPainter, place: int, name: str, numbers: tuple[str, ...], role: Role, ink: str) -> None:
        px, letters = self.theme.px, self.theme.letters
        y, right = px(LINE) * place, float(self.width())
        for number, width in zip(reversed(numbers), reversed(_COLUMNS), strict=True):
            left = right - letters.width(role, number)
            self.theme.painter.text(painter, Box(left, y, 0, px(LINE)), number, role, ink)
            right -= px(width)
        name = letters.elided(role, name, right - px(10))
        self.theme.painter.text(painter, Box(0, y, 0, px(LINE)), name, role, ink)


def total(weeks: list[Counts]) -> Counts:
    """Return the sum of several codes; somebody who scanned two of them counts twice."""
    return Counts(
        scans=sum(week.scans for week in weeks),
        scanned=sum(week.scanned for week in weeks),
        added=sum(week.added for week in weeks),
        joined=sum(week.joined for week in weeks),
    )


class PoolView(QWidget):
    """Shows one pool; says that a group shall be added."""

    add_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.told = Paragraphs(theme)
        self.funnel = Funnel(theme)
        self.why = Paragraphs(theme)
        self.add = Button(theme, key="N", look=Look.MAIN, parent=self)
        self.add.clicked.connect(self.add_asked)
        self._inner = QWidget()
        self._inner.setBackgroundRole(QPalette.ColorRole.Base)
        self._column = QVBoxLayout(self._inner)
        self._column.addWidget(self.told)
        self._column.addWidget(self.funnel)
        self._column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBar(ThinScrollBar(theme, self.area))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._inner)
        self.area.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.why.setParent(self)
        theme.changed.connect(self._dress)
        self._dress()

    def show_pool(self, pool: PoolRow, zone: tzinfo, why: str) -> None:
        """Show `pool`; `why` says why nothing can be changed, "" where it can."""
        alert = words.alert_word(pool.alert, pool.days_left, zone) if pool.alert is not None else ""
        ink = "red" if pool.alert is not None and pool.alert.trouble is Trouble.NONE_LEFT else "amber"
        lines = words.now_words(pool)
        left = words.left_word(pool.left, pool.days_left)
        if not any(not row.card.closed for row in pool.groups):
            left = words.empty_word(pool.kind)
        elif pool.alert is not None and pool.alert.trouble is not Trouble.LAPSING:
            left = ""  # the alert says so
        self.told.show_told(
            [
                (group_kind_word(pool.kind), HEAD, "ink"),
                (alert, BODY_BOLD, ink),
                (left, BODY, "ink"),
                *((line, BODY, "ink") for line in lines),
                (words.paper_word(pool), SMALL, "muted"),
            ]
        )
        self.funnel.show_codes(pool.codes, zone)
        self.funnel.setVisible(bool(pool.codes))
        self.why.show_told([(why, SMALL, "amber")])
        self.add.setEnabled(not why)
        self._place()

    def retranslate(self) -> None:
        """Speak the language of the moment; the pool's words come with it."""
        self.add.say(words.add_word())
        self.area.setAccessibleName(words.title_word())

    def _dress(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(22), px(4), px(22), px(8))
        self._column.setSpacing(px(14))
        self._place()

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    def _place(self) -> None:
        px, width = self._theme.px, self.width()
        hint = self.add.sizeHint()
        bottom = self.height() - px(14)
        self.add.setGeometry(width - px(22) - hint.width(), bottom - hint.height(), hint.width(), hint.height())
        room = width - hint.width() - px(64)
        tall = int(self.why.tall(self._theme.letters, room)) if room > 0 else 0
        self.why.setGeometry(px(22), bottom - (hint.height() + tall) // 2, max(room, 0), tall)
        top = px(10)  # below the round corners of the ground
        self.area.setGeometry(1, top, width - 2, max(bottom - max(hint.height(), tall) - px(8) - top, 0))
