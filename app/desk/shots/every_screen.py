"""A picture of every screen, in light and dark, Chinese and English, with what the counter holds at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize
from PySide6.QtGui import QPixmap

from app.desk.preferences import Preferences

from . import board, paper
from .png import write_png
from .studio import as_before, studio_screens
from .waiting import settle

if TYPE_CHECKING:
    from app.desk.wiring import Counter

USUAL = QSize(1366, 768)
LARGE = QSize(1920, 1080)
LOOKS = (("zh", "light"), ("zh", "dark"), ("en", "light"), ("en", "dark"))
"""Language and theme of the pictures."""


def render_all(counter: Counter, folder: Path, looks: Iterable[tuple[str, str]] = LOOKS) -> list[Path]:
    """Write `<screen>-<theme>-<language>.png` for every screen into `folder`, and return the paths.

    The counter looks afterwards as it did before; nothing is done to its data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with as_it_was(counter):
        for language, theme in looks:
            _wear(counter, replace(counter.preferences, language=language, theme=theme, scale=1.0))
            for name, size, arrange in screens(counter):
                path = folder / f"{name}-{theme}-{language}.png"
                write_png(_picture(counter, size, arrange).toImage(), path)
                written.append(path)
    return written


def screens(counter: Counter) -> Iterator[tuple[str, QSize, Callable[[], None]]]:
    """Give the name of each picture, the window's size in it, and what brings it about."""
    yield "board", USUAL, lambda: board.bare(counter)
    yield "board-1920", LARGE, lambda: board.bare(counter)
    yield "panel", USUAL, lambda: board.with_panel(counter)
    yield "seat", USUAL, lambda: board.seating(counter)
    yield "search", USUAL, lambda: board.searching(counter)
    yield "register", USUAL, lambda: board.registering(counter)
    yield "worst", USUAL, lambda: board.worst(counter)
    yield "worst-1920", LARGE, lambda: board.worst(counter)
    yield "worst-panel", USUAL, lambda: board.worst(counter, opened=True)
    yield "alert", USUAL, lambda: board.alerting(counter)
    yield "alert-form", USUAL, lambda: board.alerting(counter, "register")
    yield "alert-conflicts", USUAL, lambda: board.alerting(counter, "conflicts")
    yield "conflicts", USUAL, lambda: board.disputing(counter)
    yield "conflicts-worst", USUAL, lambda: board.disputing(counter, 1)
    yield "guest", USUAL, lambda: board.on_page(counter)
    yield "guest-worst", USUAL, lambda: board.on_page(counter, worst=True)
    yield "guest-worst-1920", LARGE, lambda: board.on_page(counter, worst=True)
    yield "guest-reveal", USUAL, lambda: board.on_page(counter, asking=True)
    for name, arrange in studio_screens(counter, lambda: board.bare(counter)):
        yield name, USUAL, arrange
    yield "groups", USUAL, lambda: paper.grouping(counter)
    yield "groups-worst", USUAL, lambda: paper.grouping(counter, "worst")
    yield "groups-form", USUAL, lambda: paper.grouping(counter, "form")
    yield "prints", USUAL, lambda: paper.registered(counter)
    yield "prints-worst", USUAL, lambda: paper.registered(counter, "worst")
    yield "prints-code", USUAL, lambda: paper.registered(counter, "code")
    yield "unsent", USUAL, lambda: board.on(counter, "unsent")
    yield "settings", USUAL, lambda: board.on(counter, "settings")
    yield "keys", USUAL, lambda: board.keys(counter)
    yield "first-run", USUAL, lambda: board.first_day(counter, None)
    yield "first-sync", USUAL, lambda: board.first_day(counter, 0.42)


def arranged(counter: Counter, size: QSize, arrange: Callable[[], None]) -> None:
    """Bring about what a picture shows."""
    counter.shell.resize(size)
    arrange()
    settle(counter)
    counter.shell.over.hide_toast()


def _picture(counter: Counter, size: QSize, arrange: Callable[[], None]) -> QPixmap:
    arranged(counter, size, arrange)
    picture = counter.shell.grab()
    counter.shell.over.close_keys()
    return picture


def _wear(counter: Counter, looks: Preferences) -> None:
    counter.language.use(looks.language)
    counter.theme.use(mode=counter.theme.mode.__class__(looks.theme), scale=looks.scale)
    counter.rooms.show_chosen(looks)


class _Unpainted(QObject):
    """Keeps a window from being painted: each picture paints it anew, and nobody need see how it is arranged."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the window's paintings away."""
        return event.type() is QEvent.Type.UpdateRequest


@contextmanager
def _unpainted(counter: Counter) -> Iterator[None]:
    shell, delegate, filtering = counter.shell, counter.shell.board.delegate, _Unpainted()
    shell.installEventFilter(filtering)
    delegate.hurries = False
    try:
        yield
    finally:
        delegate.hurries = True
        shell.removeEventFilter(filtering)
        QCoreApplication.sendEvent(shell, QEvent(QEvent.Type.UpdateRequest))  # Qt asks no second time


@contextmanager
def as_it_was(counter: Counter) -> Iterator[None]:
    """Let the counter be arranged for pictures, unpainted; it looks afterwards as it did before."""
    with _unpainted(counter), _restored(counter):
        yield


@contextmanager
def _restored(counter: Counter) -> Iterator[None]:
    shell = counter.shell
    size, showing, selected = shell.size(), shell.showing, shell.board.delegate.selected
    had_search = shell.top.search.text()
    sound, tray = counter.sounds.on, counter.alerts.tray
    counter.sounds.on, counter.alerts.tray = False, None  # nobody is told of those who only pose
    try:
        yield
    finally:
        board.pose(counter, [])
        as_before(counter)
        counter.sounds.on, counter.alerts.tray = sound, tray
        _wear(counter, counter.preferences)
        shell.resize(size)
        shell.close_side()
        shell.top.search.setText(had_search)
        counter.rooms.linked(counter.link)
        shell.show_screen(showing)
        shell.board.select(selected)
        counter.rooms.refresh_conflicts()
