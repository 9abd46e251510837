"""The workshop's end: does one order after another until the desk is gone."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import DecodeError
from PySide6.QtGui import QImage

from app.domain.faults import Fault
from app.printing.finish import Cancelled
from app.printing.letters import ready

from . import making, orders, printers
from .pipe import Pipe

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

log = logging.getLogger(__name__)

STEP_SECONDS = 0.01
"""How far it is, is told at most so often: the desk answers each time."""


def serve(pipe: Pipe) -> None:
    """Do what the desk orders until it is gone."""
    ready()
    _Bench(pipe).serve()


class _Bench:
    """Where the orders of one desk are done."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._proofs = making.Proofs()
        self._told = 0.0

    def serve(self) -> None:
        """Do what is ordered until the desk is gone."""
        try:
            while True:
                self._do(orders.decode_said(self._pipe.receive()[0]))
        except (EOFError, OSError):
            pass
        except DecodeError as wrong:  # the program was replaced while the desk was open
            log.error("the desk speaks another language: %s", wrong)

    def _do(self, order: orders.Said) -> None:
        image: QImage | None = None
        answer: orders.Answer
        try:
            if isinstance(order, orders.Draw):
                image = making.draw(order.draft, order.scale)
                answer = orders.Drawn(image.width(), image.height())
            else:
                answer = self._answer(order)
        except Cancelled:
            answer = orders.Stopped()
        except Fault as wrong:
            answer = orders.failed(wrong)
        except Exception as wrong:
            log.exception("the workshop cannot do a %s", type(order).__name__)
            answer = orders.failed(wrong)
        self._pipe.send(orders.encode(answer), memoryview(image.constBits()) if image is not None else b"")

    def _answer(self, order: orders.Said) -> orders.Answer:
        match order:
            case orders.Examine():
                return orders.Examined(making.examine(order.draft, self._proofs, self._step))
            case orders.CheckLogo():
                return orders.Made(making.check_logo(order.path))
            case orders.ListPrinters():
                return orders.Named(printers.printer_names())
            case orders.Print():
                return self._print(order)
            case orders.SavePdf():
                return making.save_pdf(order.draft, Path(order.folder), order.name, self._step)
            case orders.SavePictures():
                return making.save_pictures(order.draft, Path(order.folder), order.name, order.dots, self._step)
            case orders.SaveEach():
                return making.save_each(order.draft, Path(order.folder), order.stem, self._step)
        raise ValueError(f"{type(order).__name__} is no order")

    def _print(self, order: orders.Print) -> orders.Made:
        def make() -> QPrinter:
            return printers.paper_in(order.file) if order.file else printers.printer_called(order.printer)

        sheets = printers.print_pages(order.draft, make, order.copies, self._proofs, self._step)
        return orders.Made(order.printer, sheets)

    def _step(self, done: int, total: int) -> None:
        """Tell how far it is, do what is ordered in between; raise `Cancelled` where the desk says so or is gone."""
        now = time.monotonic()
        if done < total and now - self._told < STEP_SECONDS:
            return
        try:
            self._pipe.send(orders.encode(orders.Step(done, total)))
            while True:
                said = orders.decode_said(self._pipe.receive()[0])
                if isinstance(said, orders.GoOn):
                    break
                if isinstance(said, orders.Stop):
                    raise Cancelled
                self._do(said)
        except (EOFError, OSError):
            raise Cancelled from None
        self._told = time.monotonic()
