"""Finished files: PDF with vectors and embedded fonts, PNG with its resolution written in.

A file appears under its name only when it is whole: it is written beside it and renamed, so that a cancelled batch or a
full disk leaves no half file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from app.domain.faults import Unavailable

from .drawing import paint_page
from .layout import MARKS_MM, Look, Page

_MM = 25.4
_PDF_DOTS = 1200
_MARK_MM = 5.0


class Cancelled(Exception):
    """The work was stopped on request; nothing was left behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """How a PDF goes to a print shop: with `bleed`, the paper goes on over the edge by the template's bleed and crop
    marks say where to cut."""

    bleed: bool = False


def write_pdf(
    pages: Iterable[Page], look: Look, path: Path, finish: Finish = Finish(), step: Callable[[int], bool] | None = None
) -> int:
    """Write `pages` to `path`; return how many.

    `step` hears of each finished page (1 and up) and answers whether to go on. Raises `Cancelled` where it says no,
    `Unavailable("file_unwritten")` where the disk refuses, `Refused` for what has no room on a page.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        count = _write_pdf(pages, look, part, finish, step)
        os.replace(part, path)
    except OSError as wrong:
        raise Unavailable("file_unwritten", f"{path.name} cannot be written: {wrong.strerror}") from wrong
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_pdf(
    pages: Iterable[Page], look: Look, part: Path, finish: Finish, step: Callable[[int], bool] | None
) -> int:
    part.touch()  # Qt says nothing about a folder that cannot be written to
    writer = QPdfWriter(str(part))
    writer.setResolution(_PDF_DOTS)
    writer.setCreator("Yingbin")
    scale = _PDF_DOTS / _MM
    painter: QPainter | None = None
    count = 0
    try:
        for page in pages:
            edge = page.bleed + MARKS_MM if finish.bleed else 0.0
            size = QSizeF(page.width + 2 * edge, page.height + 2 * edge)
            writer.setPageLayout(_page_layout(size))
            if painter is None:
                painter = QPainter(writer)
            else:
                writer.newPage()
            painter.save()
            painter.translate(edge * scale, edge * scale)
            if not finish.bleed:
                painter.setClipRect(0, 0, round(page.width * scale), round(page.height * scale))
            paint_page(painter, page, look, scale)
            if finish.bleed:
                _crop_marks(painter, page, scale)
            painter.restore()
            count += 1
            if step is not None and not step(count):
                raise Cancelled
    finally:
        if painter is not None and not painter.end():
            raise Unavailable("file_unwritten", f"{part.name} cannot be written")
    return count


def _page_layout(size: QSizeF) -> QPageLayout:
    exact = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    return QPageLayout(exact, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def _crop_marks(painter: QPainter, page: Page, scale: float) -> None:
    painter.setPen(QPen(QColor("#000000"), 0.1 * scale))
    start = page.bleed + 1
    for x, outward_x in ((0.0, -1), (page.width, 1)):
        for y, outward_y in ((0.0, -1), (page.height, 1)):
            _line(painter, scale, x + outward_x * start, y, x + outward_x * (start + _MARK_MM), y)
            _line(painter, scale, x, y + outward_y * start, x, y + outward_y * (start + _MARK_MM))


def _line(painter: QPainter, scale: float, x1: float, y1: float, x2: float, y2: float) -> None:
    painter.drawLine(QPointF(x1 * scale, y1 * scale), QPointF(x2 * scale, y2 * scale))


def picture(page: Page, look: Look, dots: int, *, ink_only: bool = False) -> QImage:
    """Return the page as a picture of `dots` per inch; `ink_only`: black and white without grey, for thermal paper."""
    scale = dots / _MM
    image = QImage(round(page.width * scale), round(page.height * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(look.paper))
    image.setDotsPerMeterX(round(dots / 0.0254))
    image.setDotsPerMeterY(round(dots / 0.0254))
    with QPainter(image) as painter:
        paint_page(painter, page, look, scale, sharp=ink_only)
    return image.convertToFormat(QImage.Format.Format_Mono) if ink_only else image


def write_png(page: Page, look: Look, path: Path, dots: int, *, ink_only: bool = False) -> None:
    """Write the page as PNG with its resolution; raise `Unavailable("file_unwritten")` where the disk refuses."""
    part = path.with_name(f".{path.name}.part")
    try:
        if not picture(page, look, dots, ink_only=ink_only).save(str(part), "PNG"):
            raise Unavailable("file_unwritten", f"{path.name} cannot be written")
        os.replace(part, path)
    except OSError as wrong:
        raise Unavailable("file_unwritten", f"{path.name} cannot be written: {wrong.strerror}") from wrong
    finally:
        part.unlink(missing_ok=True)
