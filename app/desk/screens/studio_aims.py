"""The left of the studio: for whom, which of them, and what is known of the code that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from app.desk.models.studio import Aim, Target
from app.desk.paint import shapes
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY, BODY_BOLD, SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.words import studio as words

from .studio_targets import TargetsView

_ROW, _HEAD, _FACT = 33, 26, 27
_LEAST_ROW = 25
"""Px at 100 % of an aim in a low window."""

_GRID, _FOOT = 82, 14
"""Px at 100 % of two rows to choose from, and of what is left free below everything."""

_CHAIN = 38
"""Px at 100 % of the line that asks for every store."""


class Fact(NamedTuple):
    """One line about the code that is shown. `loud`: it wants somebody to do something."""

    text: str
    right: str = ""
    loud: bool = False


class AimRow(QAbstractButton):
    """One aim: a box that is filled where it is chosen, its name, and how much there is of it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.right = theme, ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str, right: str) -> None:
        """Take other words."""
        if (text, right) != (self.text(), self.right):
            self.setText(text)
            self.right = right
            self.setAccessibleName(f"{text} {right}".strip())
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room of one row."""
        return QSize(self._theme.px(240), self._theme.px(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the row."""
        theme, px = self._theme, self._theme.px
        colours, on = theme.colours, self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(colours.accent, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colours.soft if on else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(8), px(8))
            mark = QRectF(px(10), (self.height() - px(16)) / 2, px(16), px(16))
            painter.setPen(Qt.PenStyle.NoPen if on else QPen(colours.edge, 1.5))
            painter.setBrush(colours.accent if on else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark)
            if on:
                painter.setBrush(colours.soft)
                painter.drawEllipse(mark.adjusted(px(5), px(5), -px(5), -px(5)))
            role, ink = (BODY_BOLD, "on_soft") if on else (BODY, "ink")
            right = self.width() - px(10) - theme.letters.width(SMALL, self.right)
            name = theme.letters.elided(role, self.text(), right - px(42))
            theme.painter.text(painter, Box(px(35), 0, 0, self.height()), name, role, ink)
            theme.painter.text(painter, Box(right, 0, 0, self.height()), self.right, SMALL, "muted")


class AimsPanel(QWidget):
    """Tells of another aim, of others chosen, and that staff ask for every store of the chain."""

    aimed = Signal(str)
    chain_asked = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.aim, self.of_chain = Aim.GROUP, False
        self._group = QButtonGroup(self)
        self.rows: dict[Aim, AimRow] = {}
        for aim in Aim:
            self.rows[aim] = row = AimRow(theme, self)
            self._group.addButton(row)
            row.toggled.connect(lambda on, aim=aim: self.aimed.emit(aim.value) if on else None)
        self.every = Button(theme, look=Look.QUIET, parent=self)
        self.chain = Button(theme, look=Look.QUIET, parent=self)
        self.view = TargetsView(theme, self)
        self.every.clicked.connect(self.view.choose_all)
        self.chain.clicked.connect(lambda: self.chain_asked.emit(not self.of_chain))
        self.view.chosen.connect(self._head)
        self.facts: tuple[Fact, ...] = ()
        self._hint = ""
        theme.changed.connect(self._place)
        self.retranslate()

    def in_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [*self.rows.values(), self.every, self.view, self.chain]

    def show_aims(self, counts: Mapping[Aim, str]) -> None:
        """Say how much there is of each."""
        for aim, row in self.rows.items():
            row.say(words.aim_word(aim), counts.get(aim, ""))

    def show_aim(
        self, aim: Aim, targets: Sequence[Target], chosen: set[str], *, of_chain: bool, hint: str = ""
    ) -> None:
        """Show what can be chosen for `aim`; `hint` stands in the place of the grid where there is none."""
        self.aim, self.of_chain, self._hint = aim, of_chain, hint
        row = self.rows[aim]
        if not row.isChecked():
            row.blockSignals(True)
            row.setChecked(True)
            row.blockSignals(False)
        for each in self.rows.values():  # Tab stands on what is chosen, also where nobody stood here before
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is row else Qt.FocusPolicy.ClickFocus)
        quiet = self.view.blockSignals(True)
        if self.view.targets.show(targets):
            self.view.fit()
        self.view.choose(chosen)
        self.view.blockSignals(quiet)
        self._head()
        self._place()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show what is known of the code."""
        if tuple(facts) != self.facts:
            self.facts = tuple(facts)
            self._place()

    @property
    def _grid(self) -> bool:
        """Whether there is something to choose from."""
        return self.view.targets.rowCount() > 1 or self.of_chain

    def _head(self) -> None:
        of, chosen = self.view.targets.rowCount(), len(self.view.codes())
        self._heading = words.chosen_word(self.aim, chosen, of, self.of_chain) if self._grid else ""
        self.every.say(self.tr("全不选") if chosen == of and of else self.tr("全选"))
        self.view.setAccessibleName(self._heading or words.aim_word(self.aim))
        self._place_head()
        self.update()

    def retranslate(self) -> None:
        """Speak another language."""
        self.setAccessibleName(self.tr("给谁用"))
        self._head()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    @property
    def _row(self) -> int:
        """Height of an aim, px: less than usual where the window is too low for all of them."""
        px = self._theme.px
        room = self.height() - px(18) - px(_HEAD) - (px(8) + self._below if self._grid else 0)
        return max(min(px(_ROW), room // len(Aim)), px(_LEAST_ROW))

    @property
    def _below(self) -> int:
        """The height that there must be below the aims, px: two rows of what can be chosen, and the chain's line."""
        px = self._theme.px
        grid = px(_HEAD) + px(4) + px(_GRID) if self._grid else 0
        return grid + (px(_CHAIN) if self.aim.chainwide else 0) + px(_FOOT)

    @property
    def least(self) -> int:
        """The height below which staff cannot choose from everything, px."""
        px = self._theme.px
        return px(18) + px(_HEAD) + len(Aim) * px(_LEAST_ROW) + px(8) + self._below

    @property
    def _top(self) -> int:
        px = self._theme.px
        return px(18) + px(_HEAD) + len(Aim) * self._row + px(8)

    @property
    def facts_shown(self) -> tuple[Fact, ...]:
        """What there is room for below the aims; what wants somebody to do something stays longest."""
        px = self._theme.px
        room = (self.height() - px(_HEAD) - self._top - self._below) // px(_FACT)
        if room >= len(self.facts):
            return self.facts
        stay = sorted(self.facts, key=lambda fact: not fact.loud)[: max(room, 0)]
        return tuple(fact for fact in self.facts if fact in stay)

    def _place(self) -> None:
        px = self._theme.px
        self.setMinimumHeight(self.least)
        left, width, top = px(14), self.width() - px(28), px(18) + px(_HEAD)
        for row in self.rows.values():
            row.setGeometry(left, top, width, self._row)
            top += self._row
        facts = len(self.facts_shown)
        bottom = self.height() - px(_FOOT) - facts * px(_FACT) - (px(_HEAD) if facts else 0)
        head = self._top + px(_HEAD) + px(4)
        chain = px(_CHAIN) if self.aim.chainwide else 0
        self.chain.setVisible(self.aim.chainwide)
        self.chain.say(self.tr("只印本店") if self.of_chain else self.tr("全部门店一起印…"))
        room = bottom - head - px(8) - chain
        grid = self._grid and room > px(20)
        self.view.setVisible(grid)
        self.every.setVisible(self._grid)
        if grid:
            self.view.setGeometry(left, head, width, room)
        at = head + room + px(4) if self._grid else self._top
        self.chain.setGeometry(left - px(6), at, min(self.chain.sizeHint().width(), width), px(34))
        self._place_head()
        self.update()

    def _place_head(self) -> None:
        px, hint = self._theme.px, self.every.sizeHint()
        self.every.setGeometry(self.width() - px(12) - hint.width(), self._top - px(5), hint.width(), px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the headings and what is known of the code."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.panel)
            painter.setPen(QPen(theme.colours.line, 1))
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
            theme.painter.text(painter, Box(px(14), px(14), 0, px(_HEAD)), self.tr("给谁用"), SMALL_BOLD, "muted")
            told = theme.letters.elided(SMALL_BOLD, self._heading, self.every.x() - px(14))
            theme.painter.text(painter, Box(px(14), self._top, 0, px(22)), told, SMALL_BOLD, "muted")
            if self._hint:
                self._draw_hint(painter)
            self._draw_facts(painter)

    def _draw_hint(self, painter: QPainter) -> None:
        px = self._theme.px
        top = self._top + (px(40) if self.aim.chainwide else 0)
        told = self._hint.split("\n")
        lines = [line for part in told for line in wrap(self._theme.letters, SMALL, part, self.width() - px(28))]
        for row, line in enumerate(lines):
            box = Box(px(14), top + row * px(24), 0, px(24))
            self._theme.painter.text(painter, box, line, SMALL, "muted")

    def _draw_facts(self, painter: QPainter) -> None:
        theme, px = self._theme, self._theme.px
        facts = self.facts_shown
        if not facts:
            return
        top = self.height() - px(_FOOT) - len(facts) * px(_FACT)
        heading = Box(px(14), top - px(_HEAD), 0, px(_HEAD))
        theme.painter.text(painter, heading, self.tr("这个码"), SMALL_BOLD, "muted")
        for fact in facts:
            left, ink = px(14), "amber" if fact.loud else "ink"
            if fact.loud:
                sign = QRectF(left, top + px(5), px(17), px(17))
                shapes.warning(painter, sign, theme.colours.amber, theme.colours.panel)
                left += px(22)
            right = self.width() - px(14) - theme.letters.width(SMALL, fact.right)
            text = theme.letters.elided(BODY, fact.text, right - left - px(8))
            theme.painter.text(painter, Box(left, top, 0, px(_FACT)), text, BODY, ink)
            theme.painter.text(painter, Box(right, top, 0, px(_FACT)), fact.right, SMALL, "muted")
            top += px(_FACT)
