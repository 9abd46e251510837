"""A placed page painted true to scale, on whatever Qt paints on: a picture, a PDF, a printer, the studio's preview."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTextLayout
from PySide6.QtGui import QTextOption

from app.domain.faults import Refused, Unreadable

from .codes import Code
from .layout import Look, Page, Placed
from .rules import QUIET_ZONE
from .template import Element, Kind

POINT_MM = 25.4 / 72
"""One point in millimetres."""

FAMILIES = ("Yingbin Sans", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


def paint_page(painter: QPainter, page: Page, look: Look, scale: float, *, sharp: bool = False) -> None:
    """Paint `page` with its trimmed corner at the painter's origin; `scale` is device units a millimetre.

    `sharp`: no grey edges, for a printer that has only black dots. Raises `Refused` for a text that has no room and
    `Unreadable` for a logo that is no picture.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not sharp)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, not sharp)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    paper = QRectF(-page.bleed, -page.bleed, page.width + 2 * page.bleed, page.height + 2 * page.bleed)
    painter.fillRect(_scaled(paper, scale), QColor(look.paper))
    for item in page.items:
        _PAINTERS[item.element.kind](painter, item, page, look, scale)
    if page.cuts:
        painter.setPen(QPen(QColor(look.line), max(0.1 * scale, 1.0), Qt.PenStyle.DashLine))
        for x1, y1, x2, y2 in page.cuts:
            painter.drawLine(QPointF(x1 * scale, y1 * scale), QPointF(x2 * scale, y2 * scale))


def _scaled(box: QRectF, scale: float) -> QRectF:
    return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)


def _box(item: Placed, scale: float) -> QRectF:
    return _scaled(QRectF(item.x, item.y, item.width, item.height), scale)


def _to_the_edge(item: Placed, page: Page) -> QRectF:
    """Return the item's box, let out into the bleed on the sides where it reaches the edge of the page."""
    left = item.x - (page.bleed if item.x <= 0.01 else 0)
    top = item.y - (page.bleed if item.y <= 0.01 else 0)
    right = item.x + item.width + (page.bleed if item.x + item.width >= page.width - 0.01 else 0)
    bottom = item.y + item.height + (page.bleed if item.y + item.height >= page.height - 0.01 else 0)
    return QRectF(left, top, right - left, bottom - top)


def _paint_box(painter: QPainter, item: Placed, page: Page, look: Look, scale: float) -> None:
    element = item.element
    painter.setPen(QPen(QColor(look.colour(element.colour)), 0.3 * scale) if not element.fill else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.colour(element.fill)) if element.fill else Qt.BrushStyle.NoBrush)
    box = _box(item, scale) if element.radius else _scaled(_to_the_edge(item, page), scale)
    painter.drawRoundedRect(box, element.radius * scale, element.radius * scale)


def _paint_line(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    painter.setPen(QPen(QColor(look.colour(item.element.colour)), max(0.2 * scale, 1.0)))
    start = QPointF(item.x * scale, item.y * scale)
    painter.drawLine(start, start + QPointF(item.width * scale, item.height * scale))


def _paint_logo(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    if look.logo:
        _draw_picture(painter, _box(item, scale), look.logo)


def _draw_picture(painter: QPainter, box: QRectF, path: str) -> None:
    picture = _picture(path)
    size = picture.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    left = box.left() + (box.width() - size.width()) / 2
    top = box.top() + (box.height() - size.height()) / 2
    painter.drawImage(QRectF(left, top, size.width(), size.height()), picture)


@lru_cache(maxsize=8)
def _picture(path: str) -> QImage:
    picture = QImage(path)
    if picture.isNull():
        raise Unreadable("logo_unreadable", "the logo is no picture that can be read", path=path)
    return picture


def _paint_code(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    code, box = item.code, _box(item, scale)
    if code is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.code_light))
    painter.drawRoundedRect(box, item.element.radius * scale, item.element.radius * scale)
    width = item.module * code.size * scale
    left, top = box.center().x() - width / 2, box.center().y() - width / 2
    if not painter.testRenderHint(QPainter.RenderHint.Antialiasing):
        left, top = round(left), round(top)
    painter.fillPath(_path(code, left, top, item.module * scale), QColor(look.code_dark))
    if look.logo and look.logo_in_code:
        _paint_logo_in_code(painter, QRectF(left, top, width, width), look)


def _paint_logo_in_code(painter: QPainter, box: QRectF, look: Look) -> None:
    side = box.width() * look.logo_in_code**0.5
    place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.setBrush(QColor(look.code_light))
    painter.drawRoundedRect(place, side / 10, side / 10)
    inset = side * 0.08
    _draw_picture(painter, place.adjusted(inset, inset, -inset, -inset), look.logo)


def _path(code: Code, left: float, top: float, module: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for outline in code.outlines():
        path.addPolygon(QPolygonF([QPointF(left + x * module, top + y * module) for x, y in outline]))
        path.closeSubpath()
    return path


def _paint_text(painter: QPainter, item: Placed, _page: Page, look: Look, scale: float) -> None:
    element, box = item.element, _box(item, scale)
    if not item.text:
        return
    layout, height = fitted(item.text, element, box.width(), box.height(), scale)
    painter.save()
    painter.translate(box.center())
    painter.rotate(element.turned)
    painter.translate(-box.width() / 2, -height / 2)
    painter.setPen(QColor(look.colour(element.colour)))
    layout.draw(painter, QPointF(0, 0))
    painter.restore()


def fitted(text: str, element: Element, width: float, height: float, scale: float) -> tuple[QTextLayout, float]:
    """Return `text` laid out within `width` x `height` (device units) and its height, in the largest letters that fit.

    Raises `Refused("text_no_room")` where not even the element's least letters do: nothing is cut off on paper.
    """
    points = element.letters
    while points >= element.least - 1e-6:
        layout, used, widest = _laid(text, element, width, points * POINT_MM * scale)
        if layout.lineCount() <= element.lines and used <= height + 1e-6 and widest <= width + 1e-6:
            return layout, used
        points -= 0.5
    raise Refused("text_no_room", f"{text!r} has no room here: shorten it", text=text)


def _laid(text: str, element: Element, width: float, size: float) -> tuple[QTextLayout, float, float]:
    font = QFont(["Yingbin Sans Bold", *FAMILIES] if element.bold else list(FAMILIES))
    font.setPixelSize(max(round(size), 1))
    font.setWeight(QFont.Weight.Bold if element.bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    layout = QTextLayout(text, font)
    option = QTextOption(_ALIGN[element.align])
    wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if element.lines > 1 else QTextOption.WrapMode.NoWrap
    option.setWrapMode(wrap)
    layout.setTextOption(option)
    height = widest = 0.0
    spacing = QFontMetricsF(font).lineSpacing()
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += spacing
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    return layout, height, widest


_PAINTERS = {
    Kind.BOX: _paint_box,
    Kind.LINE: _paint_line,
    Kind.LOGO: _paint_logo,
    Kind.CODE: _paint_code,
    Kind.TEXT: _paint_text,
}
