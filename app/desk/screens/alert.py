"""A VIP is here and nobody has gone to welcome them: a bar at the foot of the window, over every screen and form.

It lies where the figures of the day are otherwise, so that nothing moves and no card is covered, and it never takes the
focus. F2 acknowledges its first line, from any screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.keys import Key
from app.desk.paint import shapes
from app.desk.paint.alertrow import LEFT, AlertRow, Shown, alert_row
from app.desk.paint.card import rect
from app.desk.paint.layout import Look as Letters
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY
from app.desk.widgets.button import Button, Look
from app.desk.words import alert as words_alert
from app.desk.words import card as words_card
from app.domain.tables import StaffCard
from app.domain.tastes import TasteKind

ROWS = 2
"""Alerts shown with a line of their own at most; further ones are named in one more line."""

SHARE = 0.2
"""Of the window's height, what the bar may take; where more would, the second alert is only named."""

MORE = 30


class AlertBar(QWidget):
    """Shows alerts, the most urgent first. Says what a click means; does nothing itself."""

    welcomed = Signal(str)
    """Somebody goes: the arrival's id."""
    opened = Signal(str)
    """A click on the line of an arrival: its id."""
    muted = Signal()
    """The ringing shall stop for a while."""
    resized = Signal()
    """Another height is needed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.shown: list[Shown] = []
        self._staff: Sequence[StaffCard] = ()
        self._look: Letters | None = None
        self._now: datetime | None = None
        self._silent = False
        self.go = Button(theme, key=Key.WELCOME, look=Look.MAIN, parent=self)
        self.mute = Button(theme, key=Key.MUTE, look=Look.QUIET, parent=self)
        self.go.once = True
        for button in (self.go, self.mute):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.go.clicked.connect(lambda: self.welcomed.emit(self.shown[0].alert.arrival_id))
        self.mute.clicked.connect(self.muted)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._arrange)
        self._retranslate()
        self.hide()

    def show_alerts(
        self, shown: Sequence[Shown], now: datetime, look: Letters, staff: Sequence[StaffCard], *, silent: bool
    ) -> None:
        """Show these alerts as they are at `now`, the first one in full; none hides the bar. `silent`: not ringing."""
        before, height = self._spoken(), self.needed()
        self.shown, self._now, self._look, self._staff, self._silent = list(shown), now, look, staff, silent
        self.mute.setEnabled(not silent)
        self.mute.say(words_alert.muted_word() if silent else words_alert.mute_word())
        if self._spoken() != before:
            self.setAccessibleName(self._spoken())
            if shown:
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._arrange()
        if self.needed() != height:
            self.resized.emit()
        self.update()

    def rows(self) -> list[AlertRow]:
        """Return the lines as they are laid out now."""
        if self._look is None or self._now is None or not self.shown:
            return []
        taken = self.go.sizeHint().width() + self.mute.sizeHint().width() + self._theme.px(24)
        made: list[AlertRow] = []
        for shown in self.shown[:ROWS]:
            first = not made
            kept = taken if first else 0
            row = alert_row(shown, self.width(), self._now, self._look, self._staff, reserved=kept, first=first)
            if not first and made[0].height + row.height > self.window().height() * SHARE:
                break
            made.append(row)
        return made

    def needed(self) -> int:
        """Return the height that shows them all, px."""
        rows = self.rows()
        more = self._theme.px(MORE) if len(self.shown) > len(rows) else 0
        return int(sum(row.height for row in rows)) + more

    def _spoken(self) -> str:
        if self._look is None or self._now is None:
            return ""
        said = []
        for alert, card in self.shown:
            tastes = card.tastes
            allergies = words_card.allergies_word([t for t in tastes if t.kind is TasteKind.ALLERGY])
            place = words_card.place_word(card.arrival, self._look.zone)
            people = words_alert.people_word(alert, card.arrival, card.guest, self._staff)
            name = words_card.name_word(card.guest)
            said.append(words_alert.spoken(alert, name, place, self._now, allergies, people))
        return " ".join(said)

    def _arrange(self) -> None:
        px = self._theme.px
        right = self.width() - px(LEFT)
        for button in (self.go, self.mute):
            hint = button.sizeHint()
            right -= hint.width()
            button.setGeometry(right, px(6), hint.width(), hint.height())
            right -= px(10)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the buttons."""
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.go.say(words_alert.welcome_word())
        self.mute.say(words_alert.muted_word() if self._silent else words_alert.mute_word())
        self._arrange()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on a line opens its party."""
        top = 0.0
        for shown, row in zip(self.shown, self.rows(), strict=False):
            top += row.height
            if event.position().y() < top:
                self.opened.emit(shown.alert.arrival_id)
                return

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the lines on a ground that says how urgent they are."""
        theme, px = self._theme, self._theme.px
        top = 0.0
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            rows = self.rows()
            for row in rows:
                ground = theme.colours.red_soft if row.late else theme.colours.amber_soft
                edge = theme.colours.red if row.late else theme.colours.gold
                painter.fillRect(QRectF(0, top, self.width(), row.height), ground)
                painter.fillRect(QRectF(0, top, px(6), row.height), edge)
                painter.setPen(QPen(edge, 1))
                painter.drawLine(0, int(top), self.width(), int(top))
                painter.save()
                painter.translate(0, top)
                self._draw(painter, row)
                painter.restore()
                top += row.height
            if len(self.shown) > len(rows):
                painter.fillRect(QRectF(0, top, self.width(), px(MORE)), theme.colours.amber_soft)
                painter.fillRect(QRectF(0, top, px(6), px(MORE)), theme.colours.gold)
                names = [words_card.name_word(shown.card.guest) for shown in self.shown[len(rows) :]]
                text = theme.letters.elided(BODY, words_alert.more_word(names), self.width() - 2 * px(LEFT))
                theme.painter.text(painter, Box(px(LEFT), top, 0, px(MORE)), text, BODY, "ink")

    def _draw(self, painter: QPainter, row: AlertRow) -> None:
        theme = self._theme
        theme.painter.badge(painter, row.badge)
        for chip in row.chips:
            theme.painter.chip(painter, chip)
        for icon in row.icons:
            shapes.clock(painter, rect(icon.box), theme.painter.ink(icon.ink))
        for text in row.texts:
            theme.painter.text(painter, text.box, text.text, text.role, text.ink)
