"""Finished files: PDF with vectors and embedded fonts, PNG with its resolution written in.

A file appears under its name only when it is whole and every code on it was read back: it is written beside it, proven
and renamed, so that a cancelled batch, a code that does not scan or a full disk leaves no half file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from math import ceil
from pathlib import Path
from zlib import crc32

from PIL import Image
from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from app.domain.faults import Refused, Unavailable

from .drawing import kept, paint_page
from .finish import PLAIN, Cancelled, Finish, Step
from .layout import MARKS_MM, Look, Page
from .pictures import as_grey
from .proof import dots_for, prove_pdf, prove_picture

_MM = 25.4
_PDF_DOTS = 1200
_MARK_MM = 5.0
_FROM_BLEED_MM = 1.0

_STALE_SECONDS = 24 * 3600
"""So old is a hidden file only where its program was killed."""

LARGEST_PICTURE = 150_000_000
"""Pixels: an A4 page at 1200 dpi, and 600 MB of memory while it is painted."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield where to write; the file appears as `path` when the block ends well, and nothing does when it does not.

    Raises `Unavailable("file_unwritten")` where the disk refuses.
    """
    hidden = f".yingbin-{crc32(os.fsencode(path.name)):08x}"  # as long as its name may be, this fits
    part = path.with_name(f"{hidden}-{os.getpid()}.part")  # two programs may write the same file: the last one's stays
    try:
        _sweep(path.parent, hidden)
        part.unlink(missing_ok=True)
        yield part
        with part.open("r+b") as file:  # Windows syncs only what may be written
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as wrong:
        reason = wrong.strerror or "the disk refuses"
        raise Unavailable("file_unwritten", f"{path.name} cannot be written: {reason}", file=path.name) from wrong
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _sweep(folder: Path, hidden: str) -> None:
    """Clear away what a program that was killed left of a file."""
    for left in folder.glob(f"{hidden}-*.part"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def write_pdf(pages: Sequence[Page], look: Look, path: Path, finish: Finish = PLAIN, step: Step | None = None) -> int:
    """Write `pages` (best `layout.Pages`, which holds one at a time) to `path`, proven; return how many.

    `step` hears of work done, from 1 to twice the number of pages (written, then proven), and answers whether to go on.
    Raises `Cancelled` where it says no, `Unavailable("file_unwritten")` where the disk refuses, and `Refused` for what
    has no room on a page or does not scan.
    """
    with whole_file(path) as part:
        written = _write_pdf(pages, look, part, replace(finish, title=finish.title or path.stem), step)
        after = None if step is None else (lambda done: step(len(written) + done))
        prove_pdf(part, written, after, called=path.name)
    return len(written)


def _write_pdf(pages: Sequence[Page], look: Look, part: Path, finish: Finish, step: Step | None) -> list[Page]:
    """Write the pages; return what of them must be proven: their codes."""
    written = []
    with part.open("wb"):
        pass  # Qt says nothing about a folder that cannot be written to
    writer = QPdfWriter(str(part))
    writer.setResolution(_PDF_DOTS)
    writer.setCreator("Yingbin")
    writer.setTitle(finish.title)
    painter = QPainter()
    try:
        for number, page in enumerate(pages, 1):
            edge = page.bleed + MARKS_MM if finish.bleed and page.bleed else 0.0
            writer.setPageLayout(_page_layout(page, edge))
            if number == 1:
                painter.begin(writer)
            else:
                writer.newPage()
            _paint(painter, page, look, edge)
            written.append(replace(page, items=page.codes, cuts=()))
            if step is not None and not step(number):
                raise Cancelled
    finally:
        if painter.isActive() and not painter.end():
            raise Unavailable("file_unwritten", "the PDF cannot be written: is the disk full?")
    return written


def _paint(painter: QPainter, page: Page, look: Look, edge: float) -> None:
    scale = _PDF_DOTS / _MM
    bleed = page.bleed if edge else 0.0
    with kept(painter):
        painter.translate(edge * scale, edge * scale)
        with kept(painter):
            painter.setClipRect(
                QRectF(
                    -bleed * scale, -bleed * scale, (page.width + 2 * bleed) * scale, (page.height + 2 * bleed) * scale
                )
            )
            paint_page(painter, page, look, scale, bleed=bool(edge))
        if edge:
            _crop_marks(painter, page, scale)


def _page_layout(page: Page, edge: float) -> QPageLayout:
    size = QSizeF(page.width + 2 * edge, page.height + 2 * edge)
    exact = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    return QPageLayout(exact, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def _crop_marks(painter: QPainter, page: Page, scale: float) -> None:
    painter.setPen(QPen(QColor("#000000"), 0.1 * scale))
    start = page.bleed + _FROM_BLEED_MM
    for x, outward_x in ((0.0, -1), (page.width, 1)):
        for y, outward_y in ((0.0, -1), (page.height, 1)):
            _line(painter, scale, x + outward_x * start, y, x + outward_x * (start + _MARK_MM), y)
            _line(painter, scale, x, y + outward_y * start, x, y + outward_y * (start + _MARK_MM))


def _line(painter: QPainter, scale: float, x1: float, y1: float, x2: float, y2: float) -> None:
    painter.drawLine(QPointF(x1 * scale, y1 * scale), QPointF(x2 * scale, y2 * scale))


def picture(page: Page, look: Look, dots: int = 0) -> QImage:
    """Return the page as a picture of `dots` per inch (0: its template's), without bleed.

    A page for thermal paper is black and white without grey. Raises `Refused("picture_too_large")` for more pixels than
    `LARGEST_PICTURE`.
    """
    dots = dots or page.dots
    scale = dots / _MM
    across, down = round(page.width * scale), round(page.height * scale)
    if across * down > LARGEST_PICTURE:
        raise Refused(
            "picture_too_large",
            f"{across} x {down} pixels are too many for a picture: take fewer dots an inch, or a PDF, which is sharp at"
            " any size",
            dots=dots,
        )
    image = QImage(across, down, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    try:
        paint_page(painter, page, look, scale, bleed=False)
    finally:
        painter.end()
    if page.ink_only:
        black = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.ThresholdDither
        image = image.convertToFormat(QImage.Format.Format_Mono, black)
    image.setDotsPerMeterX(round(dots / 0.0254))
    image.setDotsPerMeterY(round(dots / 0.0254))
    return image


def prove_image(image: QImage, page: Page, dots: float, *, edge: float = 0.0, number: int = 1) -> None:
    """Check a picture that Qt painted, as `prove_picture`."""
    prove_picture(as_grey(image), page, dots, edge=edge, number=number)


def write_png(page: Page, look: Look, path: Path, dots: int = 0) -> None:
    """Write the page as PNG with its resolution (0: its template's), proven; raises as `write_pdf`."""
    with whole_file(path) as part:
        with part.open("wb"):
            pass
        if not picture(page, look, dots).save(str(part), "PNG"):  # type: ignore[call-overload]
            raise Unavailable("file_unwritten", f"{path.name} cannot be written: is the disk full?", file=path.name)
        with Image.open(part) as made:
            _prove_png(made.convert("L"), page, dots or page.dots)


def _prove_png(grey: Image.Image, page: Page, dots: int) -> None:
    try:
        prove_picture(grey, page, dots)
    except Refused as refused:
        enough = ceil(dots_for(page))
        if dots >= enough or refused.facts["unexpected"]:
            raise
        said = f"{refused.detail.partition(';')[0]}; {dots} dots an inch are too few: {enough} are enough"
        raise Refused(refused.code, said, **refused.facts) from None
