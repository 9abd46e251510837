"""The desk's end of the workshop: starts it when something is asked for, and says in a sentence when it is gone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtGui import QImage

from app.desk.models.studio import Draft
from app.domain.faults import Unavailable, Unreadable
from app.printing.finish import Cancelled

from . import orders, saving
from .child import Child
from .guard import Guard

T = TypeVar("T")

log = logging.getLogger(__name__)

_LOOKING_SECONDS, _WORKING_SECONDS = 15.0, 90.0
"""How long it may say nothing while a page is drawn, and while it makes a batch or asks for printers."""

Step = Callable[[int, int], None]
"""Hears how much of how much is done; raises `Cancelled` where it was asked to stop. What is asked for meanwhile, from
in there, is done at once."""


class Workshop:
    """Asked by one thread; `start`, `kill` and `close` may come from any.

    Everything raises the fault of what went wrong, `Cancelled` where `step` did, and `Unavailable("workshop_gone")`
    where the process ended in the middle: nothing half made is left, and the next order starts another. `child`: one
    that was started already.
    """

    def __init__(self, child: Child | None = None) -> None:
        self._lock = threading.Lock()
        self._child = child
        self._closed = False
        self._ended: Child | None = None
        """The one that we ended ourselves: it was busy with what nobody wants any more, or with what has no end."""

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._child is not None and self._child.alive

    @property
    def number(self) -> int:
        """The process's number, 0 where there is none."""
        return self._child.number if self._child is not None else 0

    # What it does

    def draw(self, draft: Draft, number: int, scale: float) -> QImage:
        """Return page `number` as it will be, `scale` px a millimetre; with bleed and its marks where they are on."""

        def draw(child: Child) -> QImage:
            answer = self._ask(child, orders.Draw(orders.slice_of(draft, number), scale))
            drawn = _as(orders.Drawn, answer)
            image = QImage(drawn.width, drawn.height, QImage.Format.Format_RGB32)
            self._fetch(child, cast(memoryview, image.bits()))
            return image

        return self._look(draw)

    def examine(self, draft: Draft, step: Step) -> orders.Facts:
        """Prove every page of `draft`, and return what was found; raise the first thing that is wrong."""
        return self._look(lambda child: _as(orders.Examined, self._ask(child, orders.Examine(draft), step)).facts)

    def check_logo(self, path: str) -> str:
        """Return `path`; raise `Unreadable("logo_unreadable")` where it is no picture, or one that nobody can draw."""
        child = self.start()
        try:
            return _as(orders.Made, self._ask(child, orders.CheckLogo(path))).where
        except Unavailable as gone:
            if gone.code != "workshop_gone":
                raise
            raise Unreadable("logo_unreadable", f"{Path(path).name} cannot be drawn", path=path) from None

    def printer_names(self) -> tuple[str, ...]:
        """Return the names of this machine's printers, its usual one first."""
        return self._look(lambda child: _as(orders.Named, self._ask(child, orders.ListPrinters())).names)

    def make(self, order: orders.Print | orders.Save, step: Step) -> orders.Made:
        """Print or save; return what came of it. All files appear, or none."""
        return _as(orders.Made, self._ask(self.start(), order, step))

    # The process

    def start(self) -> Child:
        """Return the process; one that has ended makes room for another."""
        with self._lock:
            if self._closed:
                raise _gone("the desk is closing")
            if self._child is not None and not self._child.alive:
                self._child.bury()
                self._child = None
            if self._child is None:
                try:
                    self._child = Child()
                except OSError as wrong:
                    raise _gone(str(wrong)) from wrong
            return self._child

    def rest(self) -> None:
        """End the process: nobody asked for anything in a while. The next order starts another."""
        with self._lock:
            if self._child is not None:
                self._child.kill()
                self._child.bury()
                self._child = None

    def kill(self) -> None:
        """End the process in the middle of what it does."""
        with self._lock:
            if self._child is not None:
                self._ended = self._child
                self._child.kill()

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self.rest()

    def _look(self, asked: Callable[[Child], T]) -> T:
        """Return what the process says to `asked`, which leaves nothing behind: where it died by itself in the middle,
        another one is asked. Nobody who only looks at a page could try again."""
        child = self.start()
        try:
            return asked(child)
        except Unavailable as gone:
            if gone.code != "workshop_gone" or child is self._ended:
                raise
        return asked(self.start())

    def _ask(self, child: Child, order: orders.Order, step: Step | None = None) -> orders.Answer:
        guard = Guard(child, _patience_for(order))
        try:
            with guard:
                _say(child, order)
                while isinstance(told := _hear(child), orders.Step):
                    said = _answer_to(told, step)
                    guard.heard()
                    _say(child, said)
        except (EOFError, OSError):
            if guard.fired:
                self._ended = child
            self._lost(child, order)
            raise _gone("it ended in the middle") from None
        except BaseException:  # whoever hears of the steps broke: it waits for no answer of theirs
            self._lost(child, order)
            raise
        return told

    def _fetch(self, child: Child, room: memoryview) -> None:
        try:
            child.pipe.fill(room)
        except (EOFError, OSError):
            raise _gone("it ended in the middle") from None

    def _lost(self, child: Child, order: orders.Order) -> None:
        child.kill()
        log.warning("the workshop ended in the middle of a %s: %s", type(order).__name__, child.bury())
        if isinstance(order, orders.Save):
            saving.clear(Path(order.folder), child.number)


def _patience_for(order: orders.Order) -> float:
    return _LOOKING_SECONDS if isinstance(order, orders.Draw | orders.CheckLogo) else _WORKING_SECONDS


def _answer_to(told: orders.Step, step: Step | None) -> orders.GoOn | orders.Stop:
    try:
        if step is not None:
            step(told.done, told.total)
    except Cancelled:
        return orders.Stop()
    return orders.GoOn()


def _say(child: Child, said: orders.Said) -> None:
    child.pipe.send(orders.encode(said))


def _hear(child: Child) -> orders.Told:
    return orders.decode_told(child.pipe.receive()[0])


def _as(kind: type[T], answer: orders.Answer) -> T:
    if isinstance(answer, kind):
        return answer
    if isinstance(answer, orders.Stopped):
        raise Cancelled
    if isinstance(answer, orders.Failed):
        raise answer.fault()
    raise RuntimeError(f"the workshop answered with a {type(answer).__name__}")


def _gone(why: str) -> Unavailable:
    return Unavailable("workshop_gone", f"what makes the pages is not there: {why}")
