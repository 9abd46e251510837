"""The side panel of one guest: who, what they like and who says so, what to say, what to do, last visits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desk.paint.parts import Badge, Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY, BODY_BOLD, SMALL, SMALL_BOLD, TITLE, Letters
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.widgets.sheet import Heading, Line, Piece, Quote
from app.desk.widgets.tastes import TasteList
from app.desk.widgets.today import todays
from app.desk.words import alert as words_alert
from app.desk.words import card as words_card
from app.desk.words import panel as words_panel
from app.desk.words.plurals import plurals
from app.domain.arrivals import ArrivalCard
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.domain.names import mask_phone
from app.domain.party import party_tastes
from app.domain.tables import StoreCard
from app.domain.tastes import Taste


class Who(Piece):
    """Name, VIP, tier, and how the guest stands with us."""

    def __init__(self, theme: Theme, card: ArrivalCard | None, guest: GuestCard | None, zone: tzinfo) -> None:
        super().__init__(theme)
        self._guest = guest
        self._vip = bool(card.vip if card else guest and guest.vip)
        self._name = words_card.name_word(guest)
        self._tier = words_card.ribbon_word(guest)
        self._ribbon = "new" if guest is None or guest.is_new else guest.tier.value
        self._lines = [line for line in _facts(card, guest, zone) if line]
        self.setAccessibleName(" ".join([self._name, "VIP" if self._vip else "", self._tier, *self._lines]))

    def _name_lines(self, letters: Letters, width: float) -> list[str]:
        return wrap(letters, TITLE, self._name, width)

    def tall(self, letters: Letters, width: float) -> float:
        """Return the height of name, badges and facts."""
        names = len(self._name_lines(letters, width)) * letters.px(40)
        facts = sum(len(wrap(letters, BODY, line, width)) for line in self._lines)
        return names + letters.px(34) + facts * letters.px(25)

    def draw(self, painter: QPainter) -> None:
        """Draw them."""
        letters, px = self.theme.letters, self.theme.px
        top = 0.0
        for line in self._name_lines(letters, self.width()):
            self.theme.painter.text(painter, Box(0, top, 0, px(40)), line, TITLE, "ink")
            top += px(40)
        x = self._pill(painter, top)
        if self._vip:
            width = px(24) + letters.width(SMALL_BOLD, "VIP") + px(8)
            self.theme.painter.badge(painter, Badge(Box(x, top + px(2), width, px(24)), "VIP", SMALL_BOLD))
        top += px(34)
        for fact in self._lines:
            for line in wrap(letters, BODY, fact, self.width()):
                self.theme.painter.text(painter, Box(0, top, 0, px(25)), line, BODY, "muted")
                top += px(25)

    def _pill(self, painter: QPainter, top: float) -> float:
        px, width = self.theme.px, self.theme.letters.width(SMALL_BOLD, self._tier) + self.theme.px(18)
        box = Box(0, top + px(2), width, px(24))
        painter.setPen(self.theme.colours.edge if self._ribbon == "new" else Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.painter.ink(f"ribbon_{self._ribbon}"))
        painter.drawRoundedRect(QRectF(box.x + 0.5, box.y, box.w, box.h), px(6), px(6))
        text = box._replace(x=box.x + px(9))
        self.theme.painter.text(painter, text, self._tier, SMALL_BOLD, f"on_ribbon_{self._ribbon}")
        return width + px(8)


def _facts(card: ArrivalCard | None, guest: GuestCard | None, zone: tzinfo) -> list[str]:
    phone = mask_phone(guest.phone) if guest else ""
    facts = []
    if card is not None:
        state = [words_panel.state_word(card, zone), words_card.party_word(card.party_size), phone]
        facts.append(" · ".join(part for part in state if part))
        facts += [words_alert.escalated_word(card, zone), words_panel.welcomed_word(card, zone)]
    elif phone:
        facts.append(phone)
    if guest is not None:
        facts += [words_panel.tier_reason(guest), words_panel.history(guest, zone)]
    return facts


class Panel(QScrollArea):
    """Shows one guest. The same guest again paints nothing."""

    dropped = Signal(object)
    """Staff take a `Taste` off."""
    confirmed = Signal(object, object)
    """Staff say that a `Taste` is of this `TasteKind`: its own, or another."""
    key_asked = Signal(str)
    """N or T was pressed while the panel has the focus: "note" or "taste"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[ArrivalCard | None, GuestCard | None] | None = None
        self._zone: tzinfo | None = None
        self._tastes: TasteList | None = None
        self.today: Callable[[], tuple[StoreCard, date] | None] = lambda: None
        """The store and its business day, for what can be done today; None before they are known."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollBar(ThinScrollBar(theme, self))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    def show_guest(self, card: BoardCard | None, guest: GuestCard | None, zone: tzinfo) -> None:
        """Show `guest`, with the arrival `card` where they are here."""
        shown = (card.arrival if card else None, guest)
        if shown == self._shown and zone == self._zone:
            return
        self._shown, self._zone = shown, zone
        self.rebuild()

    def rebuild(self) -> None:
        """Make the sheet anew: another guest, language or text size."""
        if self._shown is None or self._zone is None:
            return
        place = self.verticalScrollBar().value()
        card, guest = self._shown
        held, self._tastes = self._tastes.focused() if self._tastes is not None else None, None
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        px = self._theme.px
        column.setContentsMargins(px(18), px(16), px(18), px(8))
        column.setSpacing(0)
        for piece in self._pieces(card, guest, self._zone):
            column.addWidget(piece)
        column.addStretch(1)
        sheet.setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(sheet)
        self.verticalScrollBar().setValue(place)
        if held is not None:
            self._keep_focus(*held)
        self.setAccessibleName(words_card.name_word(guest))

    def _keep_focus(self, tag: str, place: int) -> None:
        """The focus stays in the tastes: at the same one, at its place, or with the panel where none is left."""
        if self._tastes is not None:
            self._tastes.focus(tag, place)
        else:
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """N and T write down, where nothing is typed into."""
        asked = {Qt.Key.Key_N: "note", Qt.Key.Key_T: "taste"}.get(Qt.Key(event.key()))
        if asked and not event.modifiers():
            self.key_asked.emit(asked)
        else:
            super().keyPressEvent(event)

    def _pieces(self, card: ArrivalCard | None, guest: GuestCard | None, zone: tzinfo) -> list[QWidget]:
        theme = self._theme
        pieces: list[QWidget] = [Who(theme, card, guest, zone)]
        flags = [words_card.flag_word(f) for f in (*(card.flags if card else ()), *(guest.flags if guest else ()))]
        pieces += [Line(theme, flag, role=BODY_BOLD, ink="amber") for flag in flags if flag]
        if card is not None and card.note:
            pieces += [Heading(theme, self.tr("来前说的")), Line(theme, card.note, role=BODY_BOLD)]
        tastes = guest.tastes if card is None and guest is not None else party_tastes(card, guest) if card else ()
        if guest is not None and tastes:
            pieces += [Heading(theme, self.tr("口味")), self._tastes_of(tastes)]
            pieces.append(Line(theme, words_panel.taste_keys(), role=SMALL, ink="muted"))
        pieces += [Heading(theme, self.tr("说什么")), Quote(theme, words_panel.to_say(card, guest))]
        todo = [words_panel.to_do(s) for s in card.suggestions] if card else []
        today = self._todays(guest)
        if any(todo) or today:
            pieces += [Heading(theme, self.tr("做什么")), *today, *(Line(theme, text) for text in todo if text)]
        if guest is not None:
            pieces += self._past(guest, zone)
        return pieces

    def _todays(self, guest: GuestCard | None) -> list[QWidget]:
        where = self.today()
        return todays(self._theme, guest, *where) if guest is not None and where is not None else []

    def _past(self, guest: GuestCard, zone: tzinfo) -> list[QWidget]:
        theme = self._theme
        pieces: list[QWidget] = []
        if guest.favourites:
            pieces.append(Heading(theme, self.tr("爱点")))
            pieces += [Line(theme, f.dish, plurals.times(f.visits)) for f in guest.favourites]
        if guest.recent:
            pieces.append(Heading(theme, self.tr("最近")))
            pieces += [Line(theme, *words_panel.visit_word(visit, zone)) for visit in guest.recent]
        if guest.notes:
            pieces.append(Heading(theme, self.tr("备注")))
            for note in guest.notes:
                pieces.append(Line(theme, note.text))
                said = f"{note.author} · {words_panel.day_word(note.at, zone)}".strip(" ·")
                pieces.append(Line(theme, said, role=SMALL, ink="muted"))
        return pieces

    def _tastes_of(self, tastes: Sequence[Taste]) -> TasteList:
        made = self._tastes = TasteList(self._theme)
        made.show_tastes(tastes)
        made.dropped.connect(self.dropped)
        made.confirmed.connect(self.confirmed)
        made.reached.connect(self.ensureWidgetVisible)
        return made
