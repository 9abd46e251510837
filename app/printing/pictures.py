"""Logos and other pictures on a piece: PNG and JPEG as they are, SVG as vectors."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import local

from PIL import Image
from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.domain.faults import Refused, Unreadable

from .reading import read_picture
from .svg import is_modest
from .template import Align, Stand

_SHARE = {
    Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0,
    Stand.TOP: 0.0, Stand.MIDDLE: 0.5, Stand.BOTTOM: 1.0,
}  # fmt: skip
_SEEN_SIDE = 600
"""Pixels at which a drawing is looked at for a code in it."""

_LARGEST_SIDE = 3000
"""Pixels: sharper than any printer on a logo's few centimetres, and a photograph does not make a PDF of 40 MB."""


def draw_picture(
    painter: QPainter, box: QRectF, path: str, align: Align = Align.CENTER, stand: Stand = Stand.MIDDLE
) -> None:
    """Draw the picture as large as it fits into `box`; raise `Unreadable("logo_unreadable")` for what is none, and
    `Refused("logo_is_code")` for one with a code in it."""
    picture = _loaded(path)
    size = _size(picture).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = box.left() + (box.width() - size.width()) * _SHARE[align]
    top = box.top() + (box.height() - size.height()) * _SHARE[stand]
    place = QRectF(left, top, size.width(), size.height())
    if isinstance(picture, QImage):
        painter.drawImage(place, picture)
    else:
        picture.render(painter, place)


def aspect_of(path: str) -> float:
    """Return the width of a picture in heights; raise `Unreadable("logo_unreadable")` for what is none."""
    size = _size(_loaded(path))
    return size.width() / size.height()


def picture_beside(folder: Path | None, name: str) -> str:
    """Return the path of a template's picture."""
    return str((folder or Path()) / name)


def _size(picture: QImage | QSvgRenderer) -> QSizeF:
    return QSizeF(picture.size()) if isinstance(picture, QImage) else picture.viewBoxF().size()


def _loaded(path: str) -> QImage | QSvgRenderer:
    return _kept.picture(path, Path(path).stat().st_mtime_ns if Path(path).is_file() else 0)


def _picture(path: str, _changed: int) -> QImage | QSvgRenderer:
    name = Path(path).name
    picture = _drawing(path) if path.lower().endswith(".svg") else _image(path)
    if picture is None:
        raise Unreadable(
            "logo_unreadable",
            f"the picture {name} cannot be read: it must be a whole PNG, JPEG or SVG file of at most 8000 x 8000 px",
            path=path,
            file=name,
        )
    if read_picture(as_grey(picture if isinstance(picture, QImage) else _painted(picture))):
        raise Refused(
            "logo_is_code",
            f"there is a code in the picture {name}, and a phone would read that one: take a picture without",
            path=path,
            file=name,
        )
    return picture


def _drawing(path: str) -> QSvgRenderer | None:
    if not Path(path).is_file() or not is_modest(Path(path)):
        return None
    drawing = QSvgRenderer(path)
    return drawing if drawing.isValid() and not drawing.viewBoxF().isEmpty() else None


def _image(path: str) -> QImage | None:
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _LARGEST_SIDE:
        reader.setScaledSize(size.scaled(QSize(_LARGEST_SIDE, _LARGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    may_be_half = bytes(reader.format().data()) == b"jpeg"
    picture = reader.read()
    return None if picture.isNull() or (may_be_half and not _is_whole(path)) else picture


def _is_whole(path: str) -> bool:
    """Whether a JPEG is all there: Qt takes half of one for a picture whose other half is grey."""
    try:
        with Image.open(path) as picture:
            picture.draft("L", (1, 1))  # as coarse as can be: what counts is its end
            picture.load()
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _painted(drawing: QSvgRenderer) -> QImage:
    size = _size(drawing).scaled(_SEEN_SIDE, _SEEN_SIDE, Qt.AspectRatioMode.KeepAspectRatio).toSize()
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    return image


def as_grey(image: QImage) -> Image.Image:
    """Return a Qt picture as Pillow's, in greys; what is transparent is paper."""
    if image.hasAlphaChannel():
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(Qt.GlobalColor.white)
        painter = QPainter(ground)
        painter.drawImage(0, 0, image)
        painter.end()
        image = ground
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size = grey.width(), grey.height()
    return Image.frombuffer("L", size, bytes(grey.constBits()), "raw", "L", grey.bytesPerLine(), 1)


class _Kept(local):
    """Pictures that were read, once for each thread that paints: a drawing is rendered by one at a time."""

    def __init__(self) -> None:
        self.picture = lru_cache(maxsize=16)(_picture)


_kept = _Kept()
