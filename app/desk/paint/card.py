"""Draws a laid out card, and the chips wherever they are shown. It decides nothing: colours come from the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.desk.theme.letters import KEY, SMALL_BOLD, TIER, Letters, Role
from app.desk.theme.palette import Palette

from . import shapes
from .chips import PAD
from .parts import Badge, Box, CardLayout, Chip, Deed

RADIUS = 10


def rect(box: Box) -> QRectF:
    """Return `box` as Qt writes it."""
    return QRectF(box.x, box.y, box.w, box.h)


class CardPainter:
    """Draws with one palette and one set of letters."""

    def __init__(self, colours: Palette, letters: Letters) -> None:
        self.colours, self.letters = colours, letters
        self._inks: dict[str, QColor] = {}

    def ink(self, name: str) -> QColor:
        """Return the palette's colour called `name`."""
        found = self._inks.get(name)
        if found is None:
            found = self._inks[name] = getattr(self.colours, name)
        return found

    def card(self, painter: QPainter, laid: CardLayout, *, selected: bool = False, hovered: bool = False) -> None:
        """Draw the whole card with its top left corner at the painter's origin."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._ground(painter, laid, selected, hovered)
        self._ribbon(painter, laid)
        for chip in laid.chips:
            self.chip(painter, chip)
        if laid.badge:
            self.badge(painter, laid.badge)
        for icon in laid.icons:
            self._icon(icon.name)(painter, rect(icon.box), self.ink(icon.ink))
        for text in laid.texts:
            self.text(painter, text.box, text.text, text.role, text.ink)
        if laid.deed:
            self._deed(painter, laid.deed)

    def text(self, painter: QPainter, box: Box, text: str, role: Role, ink: str) -> None:
        """Write one line, its letters centred in the height of `box`."""
        painter.setFont(self.letters.font(role))
        painter.setPen(self.ink(ink))
        base = box.y + (box.h + self.letters.rise(role)) / 2
        painter.drawText(QPointF(box.x, base), text)

    def _ground(self, painter: QPainter, laid: CardLayout, selected: bool, hovered: bool) -> None:
        box = QRectF(0.5, 0.5, laid.width - 1, laid.height - 1)
        edge = self.colours.edge if hovered else self.colours.line
        pen = QPen(edge, 1)
        if selected:
            box = QRectF(1, 1, laid.width - 2, laid.height - 2)
            pen = QPen(self.colours.accent, 2)
        painter.setPen(pen)
        painter.setBrush(self.colours.panel)
        painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _ribbon(self, painter: QPainter, laid: CardLayout) -> None:
        name = laid.ribbon_name
        edge = 2.0
        box = QRectF(edge, edge, laid.ribbon.w - edge, laid.ribbon.h - 2 * edge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.ink(f"ribbon_{name}"))
        painter.drawPath(shapes.left_rounded(box, RADIUS - edge))
        if name == "new":
            painter.setPen(QPen(self.colours.edge, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.right(), box.top()), QPointF(box.right(), box.bottom()))
        if laid.ribbon_upright:
            self._stacked(painter, box, laid.ribbon_word, f"on_ribbon_{name}")
        else:
            painter.save()
            painter.translate(box.center())
            painter.rotate(-90)
            width = self.letters.width(TIER, laid.ribbon_word)
            turned = Box(-width / 2, -box.width() / 2, width, box.width())
            self.text(painter, turned, laid.ribbon_word, TIER, f"on_ribbon_{name}")
            painter.restore()

    def _stacked(self, painter: QPainter, box: QRectF, word: str, ink: str) -> None:
        step = self.letters.px(TIER.px * 1.18)
        top = box.center().y() - step * len(word) / 2
        for letter in word:
            width = self.letters.width(TIER, letter)
            place = Box(box.left() + (box.width() - width) / 2, top, width, step)
            self.text(painter, place, letter, TIER, ink)
            top += step

    def chip(self, painter: QPainter, chip: Chip) -> None:
        """Draw one chip: its kind is told by shape and word, and only then by colour."""
        box, px = rect(chip.box), self.letters.px
        ground, edge, ink = self._chip_colours(chip)
        if chip.kind == "allergy":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.ink(ground))
            painter.drawPolygon(shapes.octagon(box, px(8)))
        else:
            style = Qt.PenStyle.DashLine if chip.kind == "less" else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self.ink(edge), 1.2, style) if edge else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(self.ink(ground) if ground else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), px(7), px(7))
        self._chip_sign(painter, chip, ink)
        line_height = chip.box.h / len(chip.lines)
        left = chip.box.x + self.text_left(chip)
        for index, line in enumerate(chip.lines):
            top = chip.box.y + index * line_height
            self.text(painter, Box(left, top, chip.box.w, line_height), line, chip.role, ink)

    def text_left(self, chip: Chip) -> float:
        """Return how far inside the chip its text begins."""
        return self.letters.px(PAD[chip.kind][0])

    def _chip_colours(self, chip: Chip) -> tuple[str, str, str]:
        """Ground, edge ("" for none) and ink of a chip."""
        match chip.kind:
            case "allergy":
                return "red", "", "on_red"
            case "avoid":
                return "", "red", "red"
            case "less":
                return "", "amber", "amber"
            case "likes":
                return "soft", "", "on_soft"
            case "flag":
                return "amber_soft", "", "amber"
            case "parked":
                return "red_soft", "red", "red"
            case _:
                return "bg", "", "muted"

    def _chip_sign(self, painter: QPainter, chip: Chip, ink: str) -> None:
        px, size = self.letters.px, self.letters.px(15)
        box = QRectF(chip.box.x + px(8), chip.box.y + (px(28) - size) / 2, size, size)
        match chip.kind:
            case "avoid":
                shapes.no_entry(painter, box, self.ink(ink))
            case "less":
                shapes.half(painter, box, self.ink(ink))
            case "flag" | "parked":
                ground = self.colours.amber_soft if chip.kind == "flag" else self.colours.red_soft
                shapes.warning(painter, box, self.ink(ink), ground)

    def badge(self, painter: QPainter, badge: Badge) -> None:
        """Draw the VIP badge."""
        px, box = self.letters.px, rect(badge.box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours.gold)
        painter.drawRoundedRect(box, px(6), px(6))
        size = px(15)
        crown = QRectF(box.left() + px(7), box.center().y() - size / 2, size, size)
        shapes.crown(painter, crown, self.colours.on_gold)
        text = Box(badge.box.x + px(25), badge.box.y, badge.box.w, badge.box.h)
        self.text(painter, text, badge.text, SMALL_BOLD, "on_gold")

    def _icon(self, name: str) -> Callable[[QPainter, QRectF, QColor], None]:
        return {"clock": shapes.clock, "sending": shapes.sending}[name]

    def _deed(self, painter: QPainter, deed: Deed) -> None:
        px = self.letters.px
        text_left = deed.box.x
        if deed.filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours.accent)
            painter.drawRoundedRect(rect(deed.box), px(8), px(8))
            text_left += px(12)
        self.text(painter, deed.box._replace(x=text_left), deed.text, deed.role, deed.ink)
        if deed.key:
            self.key(painter, deed.key_box, deed.key, "on_accent" if deed.filled else "muted", filled=deed.filled)

    def key(self, painter: QPainter, box: Box, text: str, ink: str, *, filled: bool = False) -> None:
        """Draw a key as it looks on a keyboard."""
        px = self.letters.px
        edge = QColor(self.ink("on_accent")) if filled else QColor(self.ink("edge"))
        if filled:
            edge.setAlpha(110)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if filled else self.colours.bg)
        painter.drawRoundedRect(rect(box).adjusted(0.5, 0.5, -0.5, -0.5), px(5), px(5))
        inner = box.x + (box.w - self.letters.width(KEY, text)) / 2
        self.text(painter, box._replace(x=inner), text, KEY, ink)
