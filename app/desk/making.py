"""What the press does, on its thread: pictures of pages, the proof, files, prints. No widgets in here.

Nothing is written or printed that was not read back: every page is rendered at 300 dpi and scanned as it is, blurred,
tilted, dim and as thermal dots, and a finished PDF is opened again and scanned too.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter, QPen

from app.domain.faults import Refused, Unavailable
from app.domain.prints import Medium
from app.printing.codes import Correction
from app.printing.drawing import paint_page
from app.printing.layout import MARKS_MM, Page
from app.printing.paper import Finish, picture, write_pdf, write_png
from app.printing.pictures import draw_picture
from app.printing.proof import dots_for, prove_picture
from app.printing.rules import least_module_mm, reflectance

from .models.studio import Draft
from .press import Run

_MARK_MM = 5.0
_HIDDEN = ".yingbin-"
"""Folders in which a batch is made begin with it."""

_STALE_SECONDS = 24 * 3600
"""So old is a hidden folder only where its batch was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the proof found. Modules in mm; `contrast` as a ratio to 1; `level`: the code's error correction."""

    pages: int
    codes: int
    module: float
    least: float
    contrast: float
    level: str
    bleed: float
    embedded: bool


class Proofs:
    """Which pages were read back already; the same page is not proven twice. Used on the press's thread only."""

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


def slice_of(draft: Draft, number: int) -> Draft:
    """Return the draft of one of its pages (0 and up)."""
    first = number * draft.on_a_page
    return replace(draft, targets=draft.targets[first : first + draft.on_a_page])


def draw(draft: Draft, number: int, scale: float) -> QImage:
    """Return page `number` as it will be, `scale` px a millimetre; with the bleed and its marks where they are on."""
    page, look = draft.page(number), draft.look
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


def draw_plain(draft: Draft, scale: float) -> QImage:
    """Return the first page without bleed and marks, small."""
    return draw(replace(draft, finish=Finish()), 0, scale)


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


def examine(draft: Draft, proofs: Proofs, run: Run) -> Facts:
    """Prove every page of `draft`, and return what was found; raise the first thing that is wrong."""
    if not draft.targets:
        raise Refused("nothing_to_print", "there is nothing to print")
    run.step(0, draft.pages)
    first = draft.page(0)
    for number in range(draft.pages):
        prove_page(draft, number, proofs)
        run.step(number + 1, draft.pages)
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


def save_pdf(draft: Draft, path: Path, run: Run) -> int:
    """Write the pages to `path`, proven from the finished PDF; return how many. No half file is left."""
    total = 2 * draft.pages

    def step(done: int) -> bool:
        run.step(done, total)
        return True

    try:
        return write_pdf(draft.all_pages(), draft.look, path, replace(draft.finish, title=path.stem), step)
    except OSError as wrong:
        raise Unavailable("file_unwritten", f"{path.name} cannot be written: {wrong.strerror}") from wrong


def save_pictures(draft: Draft, path: Path, dots: int, run: Run) -> int:
    """Write the pages as PNG: one as `path`, several with their number before the ending; return how many. All of them
    appear or none."""
    names = [path.name] if draft.pages == 1 else [f"{path.stem}-{n + 1:02d}.png" for n in range(draft.pages)]

    def write(number: int, to: Path) -> None:
        write_png(draft.page(number), draft.look, to, draft.template.dots if draft.template.ink_only else dots)

    return _all_or_none(path.parent, names, write, run)


def save_each(drafts: Sequence[tuple[str, Draft]], folder: Path, run: Run) -> int:
    """Write one PDF for each (file name, draft) into `folder`; return how many. All of them appear or none: what was
    finished before a cancel is cleared away."""

    def write(number: int, to: Path) -> None:
        save_pdf(drafts[number][1], to, Run(lambda _done, _total: None))

    return _all_or_none(folder, [name for name, _ in drafts], write, run)


def _all_or_none(folder: Path, names: Sequence[str], write: Callable[[int, Path], None], run: Run) -> int:
    """Let `write` make each file in a hidden folder beside, and move them when all are there."""
    hidden = folder / f"{_HIDDEN}{os.getpid()}"
    try:
        _sweep(folder)
        hidden.mkdir(parents=True)
        for number, name in enumerate(names):
            run.step(number, len(names))
            write(number, hidden / name)
        run.step(len(names), len(names))
        for name in names:
            os.replace(hidden / name, free_name(folder / name))
    except OSError as wrong:
        raise Unavailable("file_unwritten", f"{folder.name} cannot be written to: {wrong.strerror}") from wrong
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    return len(names)


def _sweep(folder: Path) -> None:
    """Clear away what a killed batch left."""
    for left in folder.glob(f"{_HIDDEN}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def free_name(path: Path) -> Path:
    """Return `path`, or the next free name like it: what was saved before is never written over."""
    found, number = path, 2
    while found.exists():
        found, number = path.with_name(f"{path.stem} {number}{path.suffix}"), number + 1
    return found


def file_name(name: str, medium: Medium) -> str:
    """Return a file's name as staff wrote it, fit for any disk, with its ending."""
    ending = ".png" if medium is Medium.PNG else ".pdf"
    plain = clean_name(name.removesuffix(ending)) or "print"
    return plain + ending


def clean_name(name: str) -> str:
    """Return `name` without what a file's name cannot hold on any system."""
    return "".join("_" if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name).strip(" .")[:120]


def one_each(draft: Draft, stem: str) -> list[tuple[str, Draft]]:
    """Return (file name, draft) for each store of a draft, each name once."""
    found: dict[str, Draft] = {}
    for target in draft.targets:
        base = clean_name("-".join(part for part in (target.city, target.name, stem) if part))
        name, number = f"{base}.pdf", 2
        while name in found:
            name, number = f"{base} {number}.pdf", number + 1
        found[name] = replace(draft, targets=(target,))
    return list(found.items())


def check_logo(path: str) -> str:
    """Return `path`; raise `Unreadable("logo_unreadable")` where it is no picture."""
    trial = QImage(8, 8, QImage.Format.Format_RGB32)
    with QPainter(trial) as painter:
        draw_picture(painter, QRectF(trial.rect()), path)
    return path
