"""A placed page painted true to scale, on whatever Qt paints on: a picture, a PDF, a printer, the studio's preview."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from .codes import Code
from .layout import Look, Page, Placed
from .letters import UNIT, set_text
from .pictures import aspect_of, draw_picture, picture_beside
from .template import Kind

_CUT = "#8a8378"
_CUT_MM = 0.15
_CLEAR = 1.2
"""Modules that stay light across and down beside a logo in a code."""


def paint_page(
    painter: QPainter, page: Page, look: Look, scale: float, *, bleed: bool = True, sharp: bool = False
) -> None:
    """Paint `page` with its trimmed corner at the painter's origin; `scale` is device units a millimetre.

    Colours go on over the edge by the page's bleed: clip where that is not wanted, or say so by `bleed`. `sharp`: no
    grey edges, for a printer that has only black dots. Raises `Refused` for a text that has no room or no letters, and
    `Unreadable` for a logo that is no picture.
    """
    look = look.in_black() if page.ink_only else look
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing, not sharp)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    edge = page.bleed if bleed else 0.0
    paper = QRectF(-edge, -edge, page.width + 2 * edge, page.height + 2 * edge)
    painter.fillRect(_scaled(paper, scale), QColor(look.paper))
    for item in page.items:
        with _upside_down(painter, item, scale):
            _PAINTERS[item.element.kind](painter, item, page, look, scale)
    painter.setPen(QPen(QColor("#000000" if page.ink_only else _CUT), _CUT_MM * scale))
    for x1, y1, x2, y2 in page.cuts:
        painter.drawLine(QPointF(x1 * scale, y1 * scale), QPointF(x2 * scale, y2 * scale))


@contextmanager
def kept(painter: QPainter) -> Iterator[None]:
    """Give the painter back as it was, also where painting is refused."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()


@contextmanager
def _upside_down(painter: QPainter, item: Placed, scale: float) -> Iterator[None]:
    """Turn what is upside down around its middle; boxes and lines look the same either way."""
    if not item.turned or item.element.kind in (Kind.BOX, Kind.LINE):
        yield
        return
    middle = _box(item, scale).center()
    with kept(painter):
        painter.translate(middle)
        painter.rotate(180)
        painter.translate(-middle)
        yield


def _scaled(box: QRectF, scale: float) -> QRectF:
    return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)


def _box(item: Placed, scale: float) -> QRectF:
    return _scaled(QRectF(item.x, item.y, item.width, item.height), scale)


def _paint_box(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    element = item.element
    left, top, right, bottom = item.spill
    box = _scaled(
        QRectF(item.x - left, item.y - top, item.width + left + right, item.height + top + bottom),
        scale,
    )
    radius = element.radius * scale
    if element.fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colour(element.fill)))
    else:
        half = element.stroke * scale / 2
        box.adjust(half, half, -half, -half)
        painter.setPen(QPen(QColor(look.colour(element.colour)), element.stroke * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def _paint_line(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    pen = QPen(QColor(look.colour(item.element.colour)), item.element.stroke * scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    start = QPointF(item.x * scale, item.y * scale)
    painter.drawLine(start, start + QPointF(item.width * scale, item.height * scale))


def _paint_logo(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    if look.logo:
        draw_picture(painter, _box(item, scale), look.logo, item.element.align, item.element.stand)


def _paint_picture(painter: QPainter, item: Placed, page: Page, _look: Look, scale: float) -> None:
    path = picture_beside(page.folder, item.element.file)
    draw_picture(painter, _box(item, scale), path, item.element.align, item.element.stand)


def _paint_code(painter: QPainter, item: Placed, page: Page, look: Look, scale: float) -> None:
    code, box = item.code, _box(item, scale)
    if code is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.code_light))
    painter.drawRoundedRect(box, item.element.radius * scale, item.element.radius * scale)
    width = item.module * code.size * scale
    left, top = box.center().x() - width / 2, box.center().y() - width / 2
    if page.ink_only:  # whole dots
        left, top = round(left), round(top)
    module = item.module * scale
    if not (look.logo and look.logo_in_code):
        painter.fillPath(_path(code, left, top, module), QColor(look.code_dark))
        return
    # Whole modules give way to the logo: half a module would be dirt, not code.
    across, down = plate(code.size, look.logo_in_code, aspect_of(look.logo))
    painter.fillPath(_path(code.cleared(across, down), left, top, module), QColor(look.code_dark))
    place = QRectF(0, 0, (across - _CLEAR) * module, (down - _CLEAR) * module)
    place.moveCenter(QPointF(left + width / 2, top + width / 2))
    draw_picture(painter, place, look.logo)


def plate(size: int, share: float, aspect: float) -> tuple[int, int]:
    """Return the modules across and down that a logo clears in the middle of a code of `size` modules.

    Odd numbers, at most `share` of the code together, shaped as the logo within what keeps clear of the code's corners.
    """
    shape = min(max(aspect, 0.6), 1.7)
    down = max(int(size * (share / shape) ** 0.5), 1)
    down -= (down + 1) % 2
    across = max(min(int(share * size * size / down), round(down * shape)), 1)
    return across - (across + 1) % 2, down


def _path(code: Code, left: float, top: float, module: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for (x, y), *further in code.outlines():  # by numbers: a QPointF for each corner takes four times as long
        path.moveTo(left + x * module, top + y * module)
        for column, row in further:
            path.lineTo(left + column * module, top + row * module)
        path.closeSubpath()
    return path


def _paint_text(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    if not item.text:
        return
    laid = set_text(item.text, item.element)
    layout = laid.placed(item.width * UNIT, item.height * UNIT)
    with kept(painter):
        painter.translate(item.x * scale, item.y * scale)
        painter.scale(scale / UNIT, scale / UNIT)
        painter.setPen(QColor(look.colour(item.element.colour)))
        layout.draw(painter, QPointF(0, 0))


_PAINTERS = {
    Kind.BOX: _paint_box,
    Kind.LINE: _paint_line,
    Kind.LOGO: _paint_logo,
    Kind.PICTURE: _paint_picture,
    Kind.CODE: _paint_code,
    Kind.TEXT: _paint_text,
}
