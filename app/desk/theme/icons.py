"""Icons: our own SVGs from resources/icons, drawn in a colour of the theme and kept as pictures."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from app.resources import resources

_INK = "#000000"


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def _picture(name: str, ink: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace(_INK, ink).encode()))
    with QPainter(picture) as painter:
        renderer.render(painter, QRectF(0, 0, size, size))
    return picture


def draw_icon(painter: QPainter, name: str, box: QRectF, ink: QColor) -> None:
    """Draw the icon `name` in `ink` into the square `box`."""
    picture = _picture(name, ink.name(), round(box.width()), painter.deviceTransform().m11())
    painter.drawPixmap(box.topLeft(), picture)


def app_icon() -> QIcon:
    """Return the program's icon, for the window and the tray."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        made.addPixmap(_picture("yingbin", "#0f6b5c", size, 1.0))
    return made
