"""What the workshop does: pictures of pages, the proof, files. No widgets in here.

Nothing is written or printed that was not read back: every page is rendered at 300 dpi and scanned as it is, blurred,
tilted, dim and as thermal dots, and a finished PDF is opened again and scanned too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter, QPen

from app.desk.models.studio import Draft
from app.domain.faults import Refused
from app.printing.codes import Correction
from app.printing.drawing import paint_page
from app.printing.layout import MARKS_MM, Page
from app.printing.paper import picture, write_pdf, write_png
from app.printing.pictures import draw_picture
from app.printing.proof import dots_for, prove_picture
from app.printing.rules import least_module_mm, reflectance

from .orders import Facts, Made, slice_of
from .saving import Step, all_or_none, one_each

_MARK_MM = 5.0


class Proofs:
    """Which pages were read back already; the same page is not proven twice. Used by one thread only."""

    def __init__(self, most: int = 4000) -> None:
        self._most = most
        self._held: dict[Draft, None] = {}

    def __contains__(self, page: Draft) -> bool:
        """Whether this page was read back."""
        return page in self._held

    def add(self, page: Draft) -> None:
        """This page was read back."""
        self._held[page] = None
        while len(self._held) > self._most:
            del self._held[next(iter(self._held))]


def draw(draft: Draft, scale: float) -> QImage:
    """Return the first page as it will be, `scale` px a millimetre; with the bleed and its marks where they are on."""
    page, look = draft.page(0), draft.look
    edge = page.bleed + MARKS_MM if draft.finish.bleed and page.bleed else 0.0
    size = round((page.width + 2 * edge) * scale), round((page.height + 2 * edge) * scale)
    image = QImage(max(size[0], 1), max(size[1], 1), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    with QPainter(image) as painter:
        painter.translate(edge * scale, edge * scale)
        bleed = page.bleed if edge else 0.0
        painter.setClipRect(_around(page, bleed, scale))
        paint_page(painter, page, look, scale, bleed=bool(edge))
        if edge:
            painter.setClipping(False)
            _marks(painter, page, scale)
    return image


def _around(page: Page, edge: float, scale: float) -> QRectF:
    return QRectF(-edge * scale, -edge * scale, (page.width + 2 * edge) * scale, (page.height + 2 * edge) * scale)


def _marks(painter: QPainter, page: Page, scale: float) -> None:
    """Draw where the page will be cut: the marks at its corners, and a hairline around it for the eye only."""
    painter.setPen(QPen(QColor("#000000"), max(0.1 * scale, 1.0)))
    start = page.bleed + 1
    for x, out_x in ((0.0, -1), (page.width, 1)):
        for y, out_y in ((0.0, -1), (page.height, 1)):
            for ends in (
                (x + out_x * start, y, x + out_x * (start + _MARK_MM), y),
                (x, y + out_y * start, x, y + out_y * (start + _MARK_MM)),
            ):
                x1, y1, x2, y2 = (value * scale for value in ends)
                painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    painter.setPen(QPen(QColor(128, 128, 128, 120), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(0, 0, page.width * scale, page.height * scale))


def examine(draft: Draft, proofs: Proofs, step: Step) -> Facts:
    """Prove every page of `draft`, and return what was found; raise the first thing that is wrong."""
    if not draft.targets:
        raise Refused("nothing_to_print", "there is nothing to print")
    step(0, draft.pages)
    first = draft.page(0)
    for number in range(draft.pages):
        prove_page(draft, number, proofs)
        step(number + 1, draft.pages)
    return _facts(draft, first)


def prove_page(draft: Draft, number: int, proofs: Proofs) -> None:
    """Read one page back from its rendered form, unless it was already; raise as `layout.Pages` and `prove_picture`."""
    key = slice_of(draft, number)
    if key in proofs:
        return
    page = draft.page(number)
    dots = page.dots if page.ink_only else round(dots_for(page))
    prove_picture(as_grey(picture(page, draft.look, dots)), page, dots, number=number + 1)
    proofs.add(key)


def as_grey(image: QImage) -> Image.Image:
    """Return a Qt picture as Pillow's, in grey."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size = grey.width(), grey.height()
    return Image.frombuffer("L", size, bytes(grey.constBits()), "raw", "L", grey.bytesPerLine(), 1)


def _facts(draft: Draft, first: Page) -> Facts:
    look, thermal = draft.look, draft.template.ink_only
    codes = [item for item in first.items if item.code is not None]
    dark = "#000000" if thermal else look.code_dark
    light = "#ffffff" if thermal else look.code_light
    level = codes[0].code.correction if codes and codes[0].code else Correction.M
    return Facts(
        pages=draft.pages,
        codes=len(draft.targets),
        module=min(item.module for item in codes),
        least=least_module_mm(draft.template.reach_m),
        contrast=(reflectance(light) + 0.05) / (reflectance(dark) + 0.05),
        level=level.value,
        bleed=first.bleed if draft.finish.bleed else 0.0,
        embedded=_fonts_embedded(draft),
    )


def _fonts_embedded(draft: Draft) -> bool:
    """Whether a PDF of the first page brings every font that it uses."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(300)
    with QPainter(writer) as painter:
        paint_page(painter, draft.page(0), draft.look, 300 / 25.4)
    buffer.close()
    written = bytes(data.data())
    described = written.count(b"/FontDescriptor") - written.count(b"/Type /FontDescriptor")
    return described <= written.count(b"/FontFile")


def save_pdf(draft: Draft, folder: Path, name: str, step: Step) -> Made:
    """Write the pages to one file, proven from the finished PDF. No half file is left."""
    pages = 2 * draft.pages

    def write(_number: int, to: Path) -> None:
        _write(draft, to, lambda done: step(done, pages))

    (path,) = all_or_none(folder, [name], write, lambda _done, _total: None)
    return Made(str(path), draft.pages)


def _write(draft: Draft, to: Path, step: Callable[[int], None]) -> None:
    def go_on(done: int) -> bool:
        step(done)
        return True

    write_pdf(draft.all_pages(), draft.look, to, replace(draft.finish, title=to.stem), go_on)


def save_pictures(draft: Draft, folder: Path, name: str, dots: int, step: Step) -> Made:
    """Write the pages as PNG: one as `name`, several with their number before the ending. All appear or none."""
    stem = name.removesuffix(".png")
    names = [name] if draft.pages == 1 else [f"{stem}-{number + 1:02d}.png" for number in range(draft.pages)]

    def write(number: int, to: Path) -> None:
        write_png(draft.page(number), draft.look, to, draft.template.dots if draft.template.ink_only else dots)

    paths = all_or_none(folder, names, write, step)
    return Made(str(paths[0] if len(paths) == 1 else folder / name), len(paths))


def save_each(draft: Draft, folder: Path, stem: str, step: Step) -> Made:
    """Write one PDF for each store into `folder`. All of them appear or none: what was finished before a cancel is
    cleared away."""
    drafts = one_each(draft, stem)

    def write(number: int, to: Path) -> None:
        _write(drafts[number][1], to, lambda _done: None)

    paths = all_or_none(folder, [name for name, _ in drafts], write, step)
    return Made(str(folder), len(paths))


def check_logo(path: str) -> str:
    """Return `path`; raise `Unreadable("logo_unreadable")` where it is no picture."""
    trial = QImage(8, 8, QImage.Format.Format_RGB32)
    with QPainter(trial) as painter:
        draw_picture(painter, QRectF(trial.rect()), path)
    return path
