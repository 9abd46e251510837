"""Two guests side by side; what they disagree about stands out."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.paint import shapes
from app.desk.paint.chips import Wanted, place
from app.desk.paint.parts import Badge, Box, Chip
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.letters import BODY, BODY_BOLD, NAME, SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.whole import is_drawn
from app.desk.words import card as words_card
from app.desk.words import compare as words_compare
from app.desk.words import conflict as words_conflict
from app.desk.words.plurals import plurals
from app.domain.conflicts import ConflictCard
from app.domain.guests import GuestCard

LINE = 32
DISHES = 3


class Compare(QWidget):
    """Both sides, line by line. `chosen` tells who is to stay: a guest's id."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card: ConflictCard | None = None
        self._guests: tuple[GuestCard | None, GuestCard | None] = (None, None)
        self._zone: tzinfo | None = None
        self.keeps = tuple(Button(theme, look=Look.CHOICE, parent=self) for _ in range(2))
        for place_, button in enumerate(self.keeps):
            button.clicked.connect(lambda _=False, side=place_: self._choose(side))

    def show_sides(
        self, card: ConflictCard, guests: tuple[GuestCard | None, GuestCard | None], zone: tzinfo, keep: str, may: bool
    ) -> None:
        """Show both sides; `keep` is who would stay, `may` whether that can be chosen."""
        self._card, self._guests, self._zone = card, guests, zone
        for button, guest_id, key in zip(self.keeps, (card.left_guest, card.right_guest), ("←", "→"), strict=True):
            button.key = key
            button.say(words_conflict.keep_word(), f"{words_conflict.keep_word()} {self._name(guest_id)}")
            button.setChecked(guest_id == keep)
            button.setVisible(may)
        self.setAccessibleName(self._spoken())
        self._arrange()

    def _name(self, guest_id: str) -> str:
        card = self._card
        if card is None:
            return ""
        left = guest_id == card.left_guest
        return words_conflict.side_name(card.left_name if left else card.right_name, guest_id)

    def _choose(self, side: int) -> None:
        if self._card is not None:
            self.chosen.emit((self._card.left_guest, self._card.right_guest)[side])

    def _spoken(self) -> str:
        if self._card is None or self._zone is None:
            return ""
        parts = [words_conflict.who_word(self._card)]
        parts += [f"{row.label} {row.left} / {row.right}" for row in self._rows()]
        return words_card.translate("card", "，").join(parts)

    def _rows(self) -> list[words_compare.Row]:
        if self._card is None or self._zone is None:
            return []
        return words_compare.comparison(self._card, *self._guests, self._zone)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Chips and names wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height that shows everything on `width` px."""
        return int(self._layout(width)[-1])

    def least(self, width: float) -> float:
        """Return the height that shows who they are and what they must not eat."""
        _, column, head, *_ = self._layout(width)
        chips = [chip for guest in self._guests for chip in self._chips(guest, column, 0) if chip.kind == "allergy"]
        return head + self._theme.px(14) + max((chip.box.bottom for chip in chips), default=0)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a usual size."""
        return QSize(self._theme.px(600), self.heightForWidth(max(self.width(), self._theme.px(300))))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the buttons."""
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        label, column, *_ = self._layout(self.width())
        for side, button in enumerate(self.keeps):
            x = label + side * (column + px(14))
            hint = button.sizeHint()
            width = min(hint.width(), int(column - px(24)))
            button.setGeometry(int(x + column - px(8)) - width, px(7), width, hint.height())
        self.updateGeometry()
        self.update()

    def _label_width(self) -> float:
        letters = self._theme.letters
        texts = [row.label for row in self._rows()] + list(words_compare.section_words())
        return max((letters.width(SMALL_BOLD, text) for text in texts), default=0) + letters.px(26)

    def _first(self) -> int:
        """The height of a head's first line: which side it is, and the button that keeps it."""
        return self._theme.px(22 if self.keeps[0].isHidden() else 38)

    def _names(self, room: float) -> list[list[str]]:
        card = self._card
        if card is None:
            return [[], []]
        names = (self._name(card.left_guest), words_conflict.side_name(card.right_name, card.right_guest))
        return [wrap(self._theme.letters, NAME, name, room)[:3] for name in names]

    def _layout(self, width: float) -> tuple[float, float, float, float, float, float]:
        """Return label's width, a column's width, and the lower edges of heads, tastes, lines and dishes."""
        px, letters = self._theme.px, self._theme.letters
        label = self._label_width()
        column = max((width - label - px(14)) / 2, px(120))
        lines = max(len(names) for names in self._names(column - px(24)))
        head = px(8) + self._first() + lines * px(34) + px(34)
        chips = [self._chips(guest, column, letters.px(0)) for guest in self._guests]
        tall = max((chip.box.bottom for side in chips for chip in side), default=px(28))
        tastes = head + px(12) + tall + px(6)
        rows = tastes + len(self._rows()) * px(LINE)
        dishes = max((min(len(guest.favourites), DISHES) for guest in self._guests if guest), default=0)
        return label, column, head, tastes, rows, rows + max(dishes, 1) * px(26) + px(10)

    def chips(self, side: int) -> list[Chip]:
        """Return the chips of a side (0: left) where they are drawn."""
        label, column, head, *_ = self._layout(self.width())
        x = label + side * (column + self._theme.px(14)) + self._theme.px(12)
        found = self._chips(self._guests[side], column, head + self._theme.px(12))
        return [chip._replace(box=chip.box._replace(x=chip.box.x + x)) for chip in found]

    def _chips(self, guest: GuestCard | None, width: float, top: float) -> tuple[Chip, ...]:
        if guest is None or not guest.tastes:
            return ()
        wanted = [Wanted(taste.kind.value, words_card.taste_word(taste)) for taste in guest.tastes]
        return place(wanted, 0, top, width - self._theme.px(12), self._theme.letters)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw heads, lines, chips and dishes."""
        if self._card is None:
            return
        px = self._theme.px
        label, column, head, tastes, rows, _ = self._layout(self.width())
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            for side in range(2):
                self._draw_head(painter, side, Box(label + side * (column + px(14)), 0, column, head))
            self._draw_tastes(painter, label, column, head + px(12))
            for place_, row in enumerate(self._rows()):
                self._draw_row(painter, row, Box(0, tastes + place_ * px(LINE), label, px(LINE)), column)
            self._draw_dishes(painter, label, column, rows)

    def _draw_head(self, painter: QPainter, side: int, box: Box) -> None:
        theme, px, card = self._theme, self._theme.px, self._card
        if card is None:
            return
        differ, guest = words_conflict.names_differ(card), self._guests[side]
        painter.setPen(QPen(theme.colours.amber if differ else theme.colours.line, 1))
        painter.setBrush(theme.colours.amber_soft if differ else theme.colours.field)
        painter.drawRoundedRect(QRectF(box.x + 0.5, 0.5, box.w - 1, box.h - 1), px(10), px(10))
        x, top = box.x + px(12), float(px(8))
        which = words_conflict.side_word(side == 0)
        first = Box(x, top, 0, self._first())
        theme.painter.text(painter, first, which, SMALL_BOLD, "amber" if differ else "muted")
        top += self._first()
        for line in self._names(box.w - px(24))[side]:
            theme.painter.text(painter, Box(x, top, 0, px(34)), line, NAME, "ink")
            top += px(34)
        if guest is None:
            gone = words_conflict.not_here_word((card.left_guest, card.right_guest)[side])
            text = theme.letters.elided(SMALL, gone, box.w - px(24))
            theme.painter.text(painter, Box(x, top, 0, px(26)), text, SMALL, "muted")
            return
        x = self._pill(painter, guest, x, top)
        if guest.vip:
            width = px(24) + theme.letters.width(SMALL_BOLD, "VIP") + px(8)
            theme.painter.badge(painter, Badge(Box(x, top, width, px(24)), "VIP", SMALL_BOLD))

    def _pill(self, painter: QPainter, guest: GuestCard, x: float, top: float) -> float:
        theme, px = self._theme, self._theme.px
        word, name = words_card.ribbon_word(guest), "new" if guest.is_new else guest.tier.value
        width = theme.letters.width(SMALL_BOLD, word) + px(18)
        painter.setPen(QPen(theme.colours.edge, 1) if name == "new" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.painter.ink(f"ribbon_{name}"))
        painter.drawRoundedRect(QRectF(x + 0.5, top, width, px(24)), px(6), px(6))
        theme.painter.text(painter, Box(x + px(9), top, 0, px(24)), word, SMALL_BOLD, f"on_ribbon_{name}")
        return x + width + px(8)

    def _draw_row(self, painter: QPainter, row: words_compare.Row, box: Box, column: float) -> None:
        theme, px = self._theme, self._theme.px
        letters = theme.letters
        if row.disputed:
            ground = QRectF(0, box.y + 1, box.w + 2 * column + px(14), box.h - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.amber_soft)
            painter.drawRoundedRect(ground, px(6), px(6))
            sign = QRectF(px(4), box.y + (box.h - px(15)) / 2, px(15), px(15))
            shapes.warning(painter, sign, theme.colours.amber, theme.colours.amber_soft)
        ink, role = ("amber", BODY_BOLD) if row.disputed else ("ink", BODY)
        theme.painter.text(painter, box._replace(x=px(22)), row.label, SMALL_BOLD, "amber" if row.disputed else "muted")
        for side, text in enumerate((row.left, row.right)):
            x = box.w + side * (column + px(14)) + px(12)
            shown = letters.elided(role, text, column - px(20))
            theme.painter.text(painter, box._replace(x=x), shown, role, "muted" if text == "—" else ink)

    def _draw_tastes(self, painter: QPainter, label: float, column: float, top: float) -> None:
        px = self._theme.px
        word = words_compare.section_words()[0]
        self._theme.painter.text(painter, Box(px(22), top, 0, px(28)), word, SMALL_BOLD, "muted")
        for side in range(2):
            chips = self.chips(side)
            for chip in chips:
                if is_drawn(chip, self):
                    self._theme.painter.chip(painter, chip)
            if not chips:
                x = label + side * (column + px(14)) + px(12)
                self._theme.painter.text(painter, Box(x, top, 0, px(28)), "—", BODY, "muted")

    def _draw_dishes(self, painter: QPainter, label: float, column: float, top: float) -> None:
        theme, px = self._theme, self._theme.px
        theme.painter.text(painter, Box(px(22), top, 0, px(26)), words_compare.section_words()[1], SMALL_BOLD, "muted")
        for side, guest in enumerate(self._guests):
            x = label + side * (column + px(14)) + px(12)
            dishes = guest.favourites[:DISHES] if guest is not None else ()
            for place_, favourite in enumerate(dishes):
                line = f"{favourite.dish} · {plurals.times(favourite.visits)}"
                text = theme.letters.elided(BODY, line, column - px(20))
                theme.painter.text(painter, Box(x, top + place_ * px(26), 0, px(26)), text, BODY, "ink")
            if not dishes:
                theme.painter.text(painter, Box(x, top, 0, px(26)), "—", BODY, "muted")
