"""The answers below the search field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.desk.keys import Key
from app.desk.models.found import Found, FoundModel
from app.desk.paint.parts import Badge, Box
from app.desk.paint.rows import RowPainter
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, HEAD, SMALL, SMALL_BOLD
from app.desk.widgets.even import EvenList
from app.desk.words import card as words_card
from app.desk.words import panel as words_panel
from app.desk.words import sentences as words
from app.desk.words.plurals import plurals

ROW = 58
SHOWN = 8


class _Rows(RowPainter):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, ROW)

    def draw(self, painter: QPainter, row: Found, room: QRectF, *, chosen: bool) -> None:
        theme, px = self.theme, self.theme.px
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.soft)
            painter.drawRoundedRect(room.adjusted(px(6), 1, -px(6), -1), px(8), px(8))
        painter.translate(room.topLeft())
        self._who(painter, row, room.width())
        self._where(painter, row, room.width())

    def _who(self, painter: QPainter, row: Found, width: float) -> None:
        theme, letters, px = self.theme, self.theme.letters, self.theme.px
        ribbon = "new" if row.guest is None or row.guest.is_new else row.guest.tier.value
        painter.setPen(QPen(theme.colours.edge, 1) if ribbon == "new" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.painter.ink(f"ribbon_{ribbon}"))
        painter.drawRoundedRect(QRectF(px(18), px(12), px(6), px(ROW - 24)), 3, 3)
        x = float(px(34))
        name = letters.elided(HEAD, words_card.name_word(row.guest), width * 0.45)
        theme.painter.text(painter, Box(x, px(6), 0, px(26)), name, HEAD, "ink")
        x += letters.width(HEAD, name) + px(8)
        if row.guest is not None and row.guest.vip:
            badge = px(24) + letters.width(SMALL_BOLD, "VIP") + px(8)
            theme.painter.badge(painter, Badge(Box(x, px(7), badge, px(24)), "VIP", SMALL_BOLD))
            x += badge + px(8)
        theme.painter.text(painter, Box(x, px(7), 0, px(26)), words_card.tail_word(row.guest), SMALL, "muted")
        told = words_card.ribbon_word(row.guest)
        if row.guest is not None and row.guest.last_visit is not None and self.zone is not None:
            told = f"{told} · {words.last_visit_word(row.guest, self.zone)}"
        firm = [words_card.taste_word(t) for t in (row.guest.tastes if row.guest else ()) if t.kind.value == "allergy"]
        theme.painter.text(painter, Box(px(34), px(31), 0, px(22)), told, SMALL, "muted")
        if firm:
            left = px(34) + letters.width(SMALL, told) + px(12)
            theme.painter.text(painter, Box(left, px(31), 0, px(22)), "  ".join(firm), SMALL_BOLD, "red")

    def _where(self, painter: QPainter, row: Found, width: float) -> None:
        if self.zone is None or (row.card is None and row.asked is None):
            return
        theme, px = self.theme, self.theme.px
        text = words_panel.state_word(row.card.arrival, self.zone) if row.card else words.from_hq_word()
        left = width - px(18) - theme.letters.width(BODY_BOLD, text)
        theme.painter.text(painter, Box(left, 0, 0, px(ROW)), text, BODY_BOLD, "accent")


def _spoken(row: Found) -> str:
    return " ".join((words_card.name_word(row.guest), words_card.tail_word(row.guest)))


class SearchPopup(QFrame):
    """A list over the board. `chosen` gives the `Found`; `unknown` asks to register who was not found."""

    chosen = Signal(object)
    unknown = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = FoundModel(_spoken, self)
        self._rows = _Rows(theme, self)
        self.list = EvenList(theme, self.model, self._rows, self, QPalette.ColorRole.Base)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._clicked)
        self.query = ""
        self.hide()

    def show_found(self, query: str, found: Sequence[Found], zone: tzinfo) -> None:
        """Show the answers to `query`, the first one chosen."""
        self.query, self._rows.zone = query, zone
        self.list.show_rows(found, place=0)
        self.list.scrollToTop()
        rows = min(max(len(found), 1), SHOWN)
        self.resize(self.width(), rows * self._theme.px(ROW) + self._theme.px(14) + self._theme.px(30))
        self.setAccessibleName(self._count())
        self.show()
        self.raise_()
        self.update()

    def move_by(self, step: int) -> None:
        """Choose the next or the previous answer."""
        self.list.choose(min(max(self.list.place() + step, 0), self.model.rowCount() - 1))

    def take(self) -> None:
        """Open the chosen answer; where there is none, register who was asked for."""
        row = self.current()
        if row is not None:
            self.chosen.emit(row)
        else:
            self.unknown.emit()

    def current(self) -> Found | None:
        """Return the chosen answer, None where there is none."""
        return self.model.at(self.list.place())

    def _count(self) -> str:
        count = self.model.rowCount()
        return plurals.found(count) if count else self.tr("没有找到 {query}").format(query=self.query)

    def _clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.at(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the list above the line with the keys."""
        px = self._theme.px
        self.list.setGeometry(2, px(7), self.width() - 4, self.height() - px(14) - px(30))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground, the count and the keys."""
        theme, px = self._theme, self._theme.px
        letters = theme.letters
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.setPen(QPen(theme.colours.edge, 1))
            painter.setBrush(theme.colours.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(10), px(10))
            self.list.setVisible(self.model.rowCount() > 0)
            foot = Box(px(18), self.height() - px(34), 0, px(28))
            if not self.model.rowCount():
                theme.painter.text(painter, Box(px(18), px(7), 0, px(ROW)), self._count(), BODY, "ink")
            else:
                theme.painter.text(painter, foot, self._count(), SMALL, "muted")
            opens = self.tr("回车打开 · {key} 看全部").format(key=Key.PAGE)
            hint = opens if self.model.rowCount() else self.tr("回车登记这位客人")
            left = self.width() - px(18) - letters.width(SMALL, hint)
            theme.painter.text(painter, foot._replace(x=left), hint, SMALL, "muted")
