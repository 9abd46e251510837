"""The guest's page, left and middle: what can be done today, where the policy puts the guest and why, who they are
known as, what they consented to; and their tastes, each with everything that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, SMALL
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.widgets.sheet import Heading, Line
from app.desk.widgets.tastes import TasteList
from app.desk.widgets.today import todays
from app.desk.words import guest as words_guest
from app.desk.words import panel as words_panel
from app.desk.words.plurals import plurals
from app.domain.guests import GuestCard
from app.domain.tables import StoreCard


class Sheet(QScrollArea):
    """A column of pieces, scrolled by itself; Tab reaches it, arrows and pages move it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar(theme, self))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    def show_pieces(self, pieces: Sequence[QWidget]) -> None:
        """Show these, from the top; the place in them stays."""
        place, px = self.verticalScrollBar().value(), self._theme.px
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(px(24), px(2), px(14), px(12))
        column.setSpacing(0)
        for piece in pieces:
            column.addWidget(piece)
        column.addStretch(1)
        sheet.setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(sheet)
        self.verticalScrollBar().setValue(place)


class Facts(Sheet):
    """Where the guest stands, and why."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_guest(self, guest: GuestCard, store: StoreCard | None, today: date, reveals: int, *, whole: bool) -> None:
        """Show everything; `whole`: phones may be seen; `reveals`: how often somebody looked at them before."""
        self.setAccessibleName(self.tr("为什么、身份、同意"))
        self.show_pieces(
            [*self._today(guest, store, today), *self._why(guest, store), *self._known(guest, reveals, whole)]
        )

    def _today(self, guest: GuestCard, store: StoreCard | None, today: date) -> list[QWidget]:
        told = todays(self._theme, guest, store, today) if store is not None else []
        held = words_guest.no_promotion_word(guest)
        lines = [Line(self._theme, held, role=SMALL, ink="muted")] if held else []
        return [Heading(self._theme, self.tr("今天可以做")), *told, *lines] if told or lines else []

    def _why(self, guest: GuestCard, store: StoreCard | None) -> list[QWidget]:
        told = [
            (self.tr("等级"), *words_guest.tier_words(guest)),
            (self.tr("客群"), *words_guest.segment_words(guest, store)),
        ]
        told += [(self.tr("消费"), *words_guest.class_words(guest)), (self.tr("私域"), *words_guest.gate_words(guest))]
        pieces: list[QWidget] = [Heading(self._theme, self.tr("为什么"))]
        for what, name, why in told:
            pieces.append(Line(self._theme, name, what, role=BODY_BOLD))
            if why:
                pieces.append(Line(self._theme, why, role=SMALL, ink="muted"))
        return pieces

    def _known(self, guest: GuestCard, reveals: int, whole: bool) -> list[QWidget]:
        theme = self._theme
        pieces: list[QWidget] = [Heading(theme, self.tr("身份"))]
        known = words_guest.identities(guest, whole=whole)
        pieces += [Line(theme, what, since) for what, since in known] or [Line(theme, self.tr("还没有"), ink="muted")]
        if reveals:
            pieces.append(Line(theme, plurals.reveals(reveals), role=SMALL, ink="muted"))
        pieces.append(Heading(theme, self.tr("同意")))
        said = [Line(theme, *words_guest.consent_words(consent)) for consent in guest.consents]
        return [*pieces, *(said or [Line(theme, self.tr("没有问过"), ink="muted")])]


class Tastes(Sheet):
    """What the guest likes and must not have; dishes ordered most; notes stand in the past."""

    confirmed = Signal(object, object)
    dropped = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list: TasteList | None = None

    def show_guest(self, guest: GuestCard) -> None:
        """Show them; the focus stays where it was."""
        theme = self._theme
        held = self.list.focused() if self.list is not None else None
        pieces: list[QWidget] = [Heading(theme, self.tr("口味"))]
        self.list = TasteList(theme, told=True)
        self.list.confirmed.connect(self.confirmed)
        self.list.dropped.connect(self.dropped)
        self.list.reached.connect(self.ensureWidgetVisible)
        self.list.show_tastes(guest.tastes)
        if guest.tastes:
            pieces += [Line(theme, words_panel.taste_keys(), role=SMALL, ink="muted"), self.list]
        else:
            pieces += [Line(theme, self.tr("还没有口味，问一句忌口"), ink="muted"), self.list]
        if guest.dropped:
            pieces.append(Heading(theme, self.tr("去掉过")))
            pieces += [Line(theme, mark.tag, words_panel.taste_source(mark), ink="muted") for mark in guest.dropped]
        if guest.favourites:
            pieces.append(Heading(theme, self.tr("爱点")))
            pieces += [Line(theme, dish.dish, plurals.times(dish.visits), role=BODY) for dish in guest.favourites]
        self.show_pieces(pieces)
        if held is not None:
            self.list.focus(*held)
