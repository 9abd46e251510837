"""Puts cards on a list: layouts and finished pictures are kept until the card, its minute or its looks change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QStyledItemDelegate, QStyleOptionViewItem

from app.desk.models.board import CARD
from app.desk.theme.palette import Palette
from app.desk.words import card as words
from app.domain.changes import BoardCard

from .card import CardPainter
from .layout import Look, height_of, layout
from .parts import CardLayout

GAP = 8
"""Px below a card."""

LANE_GAP = 14
"""Px beside a card."""

ENTER_SECONDS = 0.18
ENTER_SHIFT = 18
"""A new card slides in from the left over this time (look.md: 200 ms at most) and these px."""

FRAME_SECONDS = 0.003
"""Time for new pictures in one frame: where hundreds of cards change at once, what staff type still comes first."""

SAME_FRAME_SECONDS = 0.012
PAY_MS = 16
"""When what one frame owed is painted: in the next."""

_MOST_HEIGHTS = 2000

_KEEP = 96
"""Finished pictures that are kept: a full 4K board, some 15 MB at most at 100 %."""

Index = QModelIndex | QPersistentModelIndex


def _room_of(option: QStyleOptionViewItem) -> QRect:
    """The room in which a list shows its cards, in the coordinates of their boxes."""
    view = getattr(option, "widget", None)
    return view.viewport().rect() if isinstance(view, QAbstractScrollArea) else option.rect


class _Kept(Struct):
    card: BoardCard
    width: int
    clock: tuple[int, bool]
    laid: CardLayout
    looks: tuple[bool, bool, float] | None = None
    picture: QPixmap | None = None


class CardDelegate(QStyledItemDelegate):
    """Draws the cards of the three columns. `selected` and `hovered` are card ids."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._heights: dict[str, tuple[BoardCard, int, int]] = {}
        self._entering: dict[str, float] = {}
        self.drawn: set[str] = set()
        self.owed: set[str] = set()
        """Cards that this frame had no time for: they show what they showed before, and are due in the next."""
        self._frame = 0.0
        self.hurries = True
        """Whether a frame has only so much time; a picture that is taken once has all it needs."""
        self.selected = ""
        self.hovered = ""
        self.width = 286
        self.look: Look
        self.painter: CardPainter

    def dress(self, look: Look, colours: Palette) -> None:
        """Draw with these letters and colours from now on; everything kept is thrown away."""
        self.look, self.painter = look, CardPainter(colours, look.letters)
        self._kept.clear()
        self._heights.clear()

    def laid_out(self, card: BoardCard) -> CardLayout:
        """Return the layout of `card` as it is now."""
        return self._keep(card).laid

    def height_of(self, card: BoardCard) -> int:
        """Return the height of `card` without the gap below it, px."""
        held = self._heights.get(card.card_id)
        if held is None or held[1] != self.width or held[0] != card:
            if len(self._heights) > _MOST_HEIGHTS:
                self._heights.clear()
            height = int(height_of(card, self.width, self.look))
            held = self._heights[card.card_id] = (card, self.width, height)
        return held[2]

    def is_stale(self, card: BoardCard) -> bool:
        """Whether the card's clock shows something else than when it was drawn."""
        kept = self._kept.get(card.card_id)
        return kept is not None and kept.clock != self._clock(card)

    def enter(self, card_ids: set[str]) -> None:
        """Let these cards slide in."""
        start = perf_counter()
        self._entering.update(dict.fromkeys(card_ids, start))

    def entering(self) -> set[str]:
        """Return the ids of cards that still move, and forget those that arrived."""
        now = perf_counter()
        moving = {i for i, since in self._entering.items() if now - since < ENTER_SECONDS}
        settled = self._entering.keys() - moving
        for card_id in settled:
            del self._entering[card_id]
        return moving | settled

    def begin_frame(self) -> None:
        """A list begins to paint; lists that paint in the same turn of the loop share one frame's time."""
        self.drawn.clear()
        self.owed.clear()
        now = perf_counter()
        if now - self._frame > SAME_FRAME_SECONDS:
            self._frame = now

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        card: BoardCard = index.data(CARD)
        box: QRect = option.rect
        picture = self._picture(card, painter.deviceTransform().m11())
        part = self.shown_part(card, box, _room_of(option))
        painter.save()
        if part != box:
            painter.setClipRect(part.adjusted(-ENTER_SHIFT, 0, 0, 0), Qt.ClipOperation.IntersectClip)
        self._paint(painter, card, box, picture)
        painter.restore()

    def shown_part(self, card: BoardCard, box: QRect, room: QRect) -> QRect:
        """Return which part of a card at `box` is drawn in the `room` of its list: all that can be seen of it, but no
        allergy by half. Where the room ends within one, the card ends above (or begins below) it."""
        if room.contains(box):
            return box
        kept = self._kept.get(card.card_id)
        laid = self.laid_out(card) if kept is None else kept.laid
        top, bottom = max(box.top(), room.top()), min(box.top() + box.height(), room.top() + room.height())
        for chip in laid.chips:
            if chip.kind == "allergy":
                upper, lower = box.top() + chip.box.y, box.top() + chip.box.bottom
                if upper < room.top() + room.height() < lower:
                    bottom = min(bottom, int(upper) - 1)
                if upper < room.top() < lower:
                    top = max(top, int(lower) + 1)
        return QRect(box.left(), top, box.width(), max(bottom - top, 0))

    def _paint(self, painter: QPainter, card: BoardCard, box: QRect, picture: QPixmap) -> None:
        since = self._entering.get(card.card_id)
        if since is None:
            painter.drawPixmap(box.topLeft(), picture)
        else:
            way = min((perf_counter() - since) / ENTER_SECONDS, 1.0)
            rest = (1 - way) ** 3
            painter.setOpacity(1 - 0.45 * rest)
            painter.drawPixmap(box.left() - round(ENTER_SHIFT * rest), box.top(), picture)
            painter.setOpacity(1.0)
        if card.card_id not in self.owed:
            self.drawn.add(card.card_id)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the room of one card with the gaps below and beside it."""
        return QSize(self.width + LANE_GAP, self.height_of(index.data(CARD)) + GAP)

    def _clock(self, card: BoardCard) -> tuple[int, bool]:
        now = self._now()
        return words.minutes_of(card.arrival, now), words.is_late(card.arrival, now, self.look.wait_limit)

    def _keep(self, card: BoardCard) -> _Kept:
        kept, clock = self._kept.get(card.card_id), self._clock(card)
        if kept is None or kept.clock != clock or kept.width != self.width or kept.card != card:
            laid = layout(card, self.width, self._now(), self.look)
            kept = self._kept[card.card_id] = _Kept(card, self.width, clock, laid)
            if len(self._kept) > _KEEP:
                self._kept.popitem(last=False)
        self._kept.move_to_end(card.card_id)
        return kept

    def _picture(self, card: BoardCard, ratio: float) -> QPixmap:
        kept = self._kept.get(card.card_id)
        if kept is not None and kept.picture is not None and self._must_wait(kept, card):
            self.owed.add(card.card_id)
            return kept.picture
        kept = self._keep(card)
        looks = (card.card_id == self.selected, card.card_id == self.hovered, ratio)
        if kept.picture is None or kept.looks != looks:
            picture = QPixmap(round(kept.laid.width * ratio), round(kept.laid.height * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            with QPainter(picture) as painter:
                self.painter.card(painter, kept.laid, selected=looks[0], hovered=looks[1])
            kept.picture, kept.looks = picture, looks
        return kept.picture

    def _must_wait(self, kept: _Kept, card: BoardCard) -> bool:
        """Whether this frame's time is over and the card, though changed, has an old picture of the same size."""
        if not self.hurries or perf_counter() - self._frame < FRAME_SECONDS or kept.width != self.width:
            return False
        return kept.card != card and int(kept.laid.height) == self.height_of(card)
