"""Shapes that carry meaning beside colour: octagon, slash, half, crown, clock, arrow, triangle. Each fits a box."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF


def octagon(box: QRectF, cut: float) -> QPolygonF:
    """Return `box` with its corners cut off by `cut` px: the shape of a stop sign."""
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    return QPolygonF(
        [
            QPointF(left + cut, top),
            QPointF(right - cut, top),
            QPointF(right, top + cut),
            QPointF(right, bottom - cut),
            QPointF(right - cut, bottom),
            QPointF(left + cut, bottom),
            QPointF(left, bottom - cut),
            QPointF(left, top + cut),
        ]
    )


def left_rounded(box: QRectF, radius: float) -> QPainterPath:
    """Return `box` with its two left corners rounded: the ribbon of a card."""
    path = QPainterPath(QPointF(box.right(), box.top()))
    path.lineTo(box.left() + radius, box.top())
    path.arcTo(box.left(), box.top(), 2 * radius, 2 * radius, 90, 90)
    path.lineTo(box.left(), box.bottom() - radius)
    path.arcTo(box.left(), box.bottom() - 2 * radius, 2 * radius, 2 * radius, 180, 90)
    path.lineTo(box.right(), box.bottom())
    path.closeSubpath()
    return path


def crown(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Draw a filled crown."""
    x, y, w, h = box.left(), box.top(), box.width(), box.height()
    points = ((0, 0.3), (0.27, 0.55), (0.5, 0.1), (0.73, 0.55), (1, 0.3), (0.88, 0.86), (0.12, 0.86))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(x + a * w, y + b * h) for a, b in points]))


def clock(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Draw a clock face with two hands."""
    width = box.width() / 8
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(width, width, -width, -width))
    centre = box.center()
    painter.drawLine(centre, QPointF(centre.x(), centre.y() - box.height() * 0.25))
    painter.drawLine(centre, QPointF(centre.x() + box.width() * 0.18, centre.y()))


def no_entry(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Draw a ring with a slash: not this."""
    width = box.width() / 7
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(width, width, -width, -width)
    painter.drawEllipse(inner)
    reach = inner.width() / 2 * 0.7
    centre = inner.center()
    painter.drawLine(QPointF(centre.x() - reach, centre.y() - reach), QPointF(centre.x() + reach, centre.y() + reach))


def half(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Draw a disc whose lower half is filled: less of this."""
    width = box.width() / 8
    inner = box.adjusted(width, width, -width, -width)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(inner, 180 * 16, 180 * 16)
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(inner)


def sending(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Draw an arrow going up out of a tray: on its way to HQ."""
    x, y, w, h = box.left(), box.top(), box.width(), box.height()
    pen = QPen(colour, w / 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(x + w * a, y + h * b) for a, b in ((0.25, 0.38), (0.5, 0.12), (0.75, 0.38))])
    )
    painter.drawLine(QPointF(x + w * 0.5, y + h * 0.15), QPointF(x + w * 0.5, y + h * 0.66))
    painter.drawPolyline(
        QPolygonF([QPointF(x + w * a, y + h * b) for a, b in ((0.12, 0.62), (0.12, 0.9), (0.88, 0.9), (0.88, 0.62))])
    )


def warning(painter: QPainter, box: QRectF, colour: QColor, ground: QColor) -> None:
    """Draw a filled triangle with an exclamation mark in the colour of the `ground`."""
    x, y, w, h = box.left(), box.top(), box.width(), box.height()
    painter.setPen(QPen(colour, w / 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(x + w * a, y + h * b) for a, b in ((0.5, 0.14), (0.92, 0.86), (0.08, 0.86))])
    )
    painter.setPen(QPen(ground, w / 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(x + w * 0.5, y + h * 0.4), QPointF(x + w * 0.5, y + h * 0.58))
    painter.drawPoint(QPointF(x + w * 0.5, y + h * 0.75))
