"""No allergy by half: where the room of a scrolled sheet ends within one, it is drawn when it can be seen whole."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.desk.paint.card import rect
from app.desk.paint.parts import Chip


def is_drawn(chip: Chip, on: QWidget) -> bool:
    """Whether `chip` is drawn on the widget: every chip but an allergy of which only a part could be seen now."""
    seen = QRectF(on.visibleRegion().boundingRect())
    return chip.kind != "allergy" or seen.isEmpty() or seen.contains(rect(chip.box))


def scrolled_with(widget: QWidget) -> QAbstractScrollArea | None:
    """Return the area that scrolls `widget`; what is drawn by `is_drawn` must be drawn anew whenever it does."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractScrollArea):
        above = above.parentWidget()
    return above
