"""Printers: which there are, and paper out of one. All of it in the workshop: asking for printers may wait for a print
server, and Qt keeps all of Python waiting with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from app.desk.models.studio import Draft
from app.domain.faults import Unavailable
from app.printing.drawing import paint_page

from .making import Proofs, prove_page
from .saving import Step

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MakePrinter = Callable[[], "QPrinter"]

_SHARPEST = 1200
"""Dots per inch of a printer that prints code and letters as sharp as anyone sees."""


def printer_names() -> tuple[str, ...]:
    """Return the names of this machine's printers, its usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    usual = QPrinterInfo.defaultPrinterName()
    names = list(QPrinterInfo.availablePrinterNames())
    return tuple(sorted(names, key=lambda name: (name != usual, name)))


def printer_called(name: str) -> QPrinter:
    """Return the printer `name`; raise `Unavailable("printer_gone")` where it is not there any more."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    found = QPrinterInfo.printerInfo(name)
    if found.isNull():
        raise Unavailable("printer_gone", f"there is no printer {name}", name=name)
    return QPrinter(found, QPrinter.PrinterMode.HighResolution)


def paper_in(file: str) -> QPrinter:
    """Return a printer whose paper is a PDF."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(file)
    return printer


def print_pages(draft: Draft, make: MakePrinter, copies: int, proofs: Proofs, step: Step) -> int:
    """Prove every page, then print it `copies` times; return how many sheets that were.

    Raises `Unavailable("printer_failed")` where the printer does not take them. A cancelled job is taken back from the
    printer where it can be.
    """
    total = draft.pages * (1 + copies)
    for number in range(draft.pages):
        prove_page(draft, number, proofs)
        step(number + 1, total)
    printer = make()
    _set_up(printer, draft)
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable("printer_failed", "the printer takes nothing", name=printer.printerName())
    try:
        sheets = _paint(draft, printer, painter, copies, step)
    except BaseException:
        printer.abort()
        painter.end()
        raise
    if not painter.end():
        raise Unavailable("printer_failed", "the printer did not take everything", name=printer.printerName())
    return sheets


def _set_up(printer: QPrinter, draft: Draft) -> None:
    """True to size: the page is the template's, without margins that would shrink or move it."""
    size, template = QSizeF(*draft.paper), draft.template
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    portrait = QPageLayout.Orientation.Portrait
    if size.width() > size.height():
        page, portrait = QPageSize(size.transposed(), QPageSize.Unit.Millimeter), QPageLayout.Orientation.Landscape
    printer.setFullPage(True)
    printer.setResolution(template.dots if template.ink_only else min(max(printer.resolution(), 300), _SHARPEST))
    printer.setPageLayout(QPageLayout(page, portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter))
    printer.setFullPage(True)


def _paint(draft: Draft, printer: QPrinter, painter: QPainter, copies: int, step: Step) -> int:
    scale = printer.resolution() / 25.4
    total = draft.pages * (1 + copies)
    sheets = 0
    for _copy in range(copies):
        for number in range(draft.pages):
            if sheets and not printer.newPage():
                raise Unavailable("printer_failed", "the printer takes no further page", name=printer.printerName())
            page = draft.page(number)
            painter.save()
            painter.setClipRect(0, 0, round(page.width * scale), round(page.height * scale))
            paint_page(painter, page, draft.look, scale, bleed=False, sharp=draft.template.ink_only)
            painter.restore()
            sheets += 1
            step(draft.pages + sheets, total)
    return sheets
