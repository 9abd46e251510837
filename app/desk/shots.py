"""A picture of every screen, in light and dark, Chinese and English, with what the counter holds at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize
from PySide6.QtGui import QPixmap

from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from app.localdb.printed import Printed
from app.sync.link import LinkState, LinkWord

from . import posing, posing_page, posing_paper
from .bridge import FRAME_SECONDS
from .models.found import match
from .paint.deeds import wants_welcome
from .preferences import Preferences
from .screens.register import Registration
from .shots_studio import as_before, studio_screens

if TYPE_CHECKING:
    from .wiring import Counter

USUAL = QSize(1366, 768)
LARGE = QSize(1920, 1080)
QUICKLY = 70
"""How Qt packs a picture (0 smallest, 100 not at all): a quarter of the time less, for a twentieth of the size more."""

SETTLE_SECONDS = 1.5 * FRAME_SECONDS


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
                _picture(counter, size, arrange).save(str(path), "PNG", QUICKLY)
                written.append(path)
    return written


def screens(counter: Counter) -> Iterator[tuple[str, QSize, Callable[[], None]]]:
    """Give the name of each picture, the window's size in it, and what brings it about."""
    yield "board", USUAL, lambda: _bare(counter)
    yield "board-1920", LARGE, lambda: _bare(counter)
    yield "panel", USUAL, lambda: _with_panel(counter)
    yield "seat", USUAL, lambda: _seating(counter)
    yield "search", USUAL, lambda: _searching(counter)
    yield "register", USUAL, lambda: _registering(counter)
    yield "worst", USUAL, lambda: _worst(counter)
    yield "worst-1920", LARGE, lambda: _worst(counter)
    yield "worst-panel", USUAL, lambda: _worst(counter, opened=True)
    yield "alert", USUAL, lambda: _alerting(counter)
    yield "alert-form", USUAL, lambda: _alerting(counter, "register")
    yield "alert-conflicts", USUAL, lambda: _alerting(counter, "conflicts")
    yield "conflicts", USUAL, lambda: _disputing(counter)
    yield "conflicts-worst", USUAL, lambda: _disputing(counter, 1)
    yield "guest", USUAL, lambda: _on_page(counter)
    yield "guest-worst", USUAL, lambda: _on_page(counter, worst=True)
    yield "guest-worst-1920", LARGE, lambda: _on_page(counter, worst=True)
    yield "guest-reveal", USUAL, lambda: _on_page(counter, asking=True)
    for name, arrange in studio_screens(counter, lambda: _bare(counter)):
        yield name, USUAL, arrange
    yield "groups", USUAL, lambda: _grouping(counter)
    yield "groups-worst", USUAL, lambda: _grouping(counter, "worst")
    yield "groups-form", USUAL, lambda: _grouping(counter, "form")
    yield "prints", USUAL, lambda: _registered(counter)
    yield "prints-worst", USUAL, lambda: _registered(counter, "worst")
    yield "prints-code", USUAL, lambda: _registered(counter, "code")
    yield "unsent", USUAL, lambda: _on(counter, "unsent")
    yield "settings", USUAL, lambda: _on(counter, "settings")
    yield "keys", USUAL, lambda: _keys(counter)
    yield "first-run", USUAL, lambda: _first_day(counter, None)
    yield "first-sync", USUAL, lambda: _first_day(counter, 0.42)


def arranged(counter: Counter, size: QSize, arrange: Callable[[], None]) -> None:
    """Bring about what a picture shows."""
    counter.shell.resize(size)
    arrange()
    counter.lane.submit(lambda _db: None).result()
    _settle()
    counter.shell.over.hide_toast()


def _picture(counter: Counter, size: QSize, arrange: Callable[[], None]) -> QPixmap:
    arranged(counter, size, arrange)
    picture = counter.shell.grab()
    counter.shell.over.close_keys()
    return picture


def _settle() -> None:
    """Let what was asked of the lane come home: the bridge gathers answers into frames."""
    until = monotonic() + SETTLE_SECONDS
    while monotonic() < until:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        sleep(0.002)


def _wear(counter: Counter, looks: Preferences) -> None:
    counter.language.use(looks.language)
    counter.theme.use(mode=counter.theme.mode.__class__(looks.theme), scale=looks.scale)
    counter.rooms.show_chosen(looks)


@contextmanager
def as_it_was(counter: Counter) -> Iterator[None]:
    """Let the counter be arranged for pictures; it looks afterwards as it did before."""
    shell = counter.shell
    size, showing, selected = shell.size(), shell.showing, shell.board.delegate.selected
    had_search = shell.top.search.text()
    sound, tray = counter.sounds.on, counter.alerts.tray
    counter.sounds.on, counter.alerts.tray = False, None  # nobody is told of those who only pose
    try:
        yield
    finally:
        _pose(counter, [])
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


def _pose(counter: Counter, cards: list[BoardCard]) -> None:
    """Let these parties stand on the board with those who are there, and nobody else who posed before."""
    board = counter.shell.board
    held = [card for card in board.board.cards() if not card.card_id.startswith(posing.PREFIX)]
    board.fill([*held, *cards])
    counter.shell.staff = tuple(person for person in counter.shell.staff if person is not posing.MANAGER)
    if any(card.arrival.escalated_to for card in cards):
        counter.shell.staff = (*counter.shell.staff, posing.MANAGER)
    counter.alerts.look()


def _bare(counter: Counter) -> None:
    shell = counter.shell
    _pose(counter, [])
    counter.rooms.refresh_conflicts()
    shell.show_screen("board")
    shell.top.search.clear()
    shell.close_side()
    shell.board.select("")
    if card := _one(counter, lambda _card: True):
        shell.board.select(card.card_id)


def _with_panel(counter: Counter) -> None:
    _bare(counter)
    card = _one(counter, lambda c: c.guest is not None and bool(c.guest.tastes) and wants_welcome(c))
    card = card or _one(counter, lambda c: c.guest is not None and bool(c.guest.tastes))
    if card is not None:
        counter.shell.board.select(card.card_id)
        counter.shell.board.opened.emit(card.card_id)


def _seating(counter: Counter) -> None:
    _with_panel(counter)
    card = _one(counter, lambda c: c.arrival.state is ArrivalState.WAITING and c.guest is not None)
    if card is not None:
        counter.shell.board.select(card.card_id)
        counter.hands.do("seat")


def _searching(counter: Counter) -> None:
    _bare(counter)
    shell = counter.shell
    known = [c.guest for c in shell.board.board.cards() if c.guest is not None and c.guest.name]
    if known:
        query = known[0].name[0]
        alike = [guest for guest in known if guest.name.startswith(query)]
        rows = match(query, alike, list(shell.board.board.cards()))
        shell.top.search.blockSignals(True)
        shell.top.search.setText(query)
        shell.top.search.blockSignals(False)
        shell.over.place_popup(shell.top.search.geometry()).show_found(query, rows, shell.zone)


def _registering(counter: Counter) -> None:
    _bare(counter)
    counter.shell.over.hide_popup()
    counter.shell.open_side()
    counter.shell.side.show_form(Registration(party_size=4))


def _worst(counter: Counter, *, opened: bool = False) -> None:
    _bare(counter)
    cards = posing.worst(counter.clock.now())
    _pose(counter, cards)
    counter.shell.board.select(cards[0].card_id)
    if opened:
        counter.shell.board.opened.emit(cards[0].card_id)


def _alerting(counter: Counter, over: str = "") -> None:
    _bare(counter)
    _pose(counter, posing.alerting(counter.clock.now()))
    if over == "register":
        counter.shell.open_side()
        counter.shell.side.show_form(Registration(party_size=4))
    elif over:
        _queue(counter, 0)
    counter.alerts.look()


def _disputing(counter: Counter, row: int = 0) -> None:
    _bare(counter)
    _queue(counter, row)


def _queue(counter: Counter, row: int) -> None:
    """The queue as a manager sees it. What the lane answers meanwhile is let pass before those who pose are shown."""
    counter.shell.show_screen("conflicts")
    counter.lane.submit(lambda _db: None).result()
    _settle()
    now, screen = counter.clock.now(), counter.rooms.conflicts
    if screen is not None:
        staff = (posing.MANAGER,)
        screen.show_staff(posing.MANAGER.name, staff)
        screen.show_guests(posing.guests(now))
        screen.show_conflicts(posing.conflicts(now), {posing.usual_guest(now).guest_id: "A127"}, counter.shell.zone)
        screen.list.setCurrentIndex(screen.model.index(row))
        counter.shell.navigation.show_conflicts(3)


def _posed(counter: Counter, screen: str, held: Printed) -> None:
    """Show a screen about paper as a manager sees it, with what poses."""
    from .models.groups import pools_of
    from .models.prints import register_of, templates_here

    _bare(counter)
    counter.shell.show_screen(screen)
    counter.lane.submit(lambda _db: None).result()
    _settle()
    paper, now = counter.paper, counter.clock.now()
    while paper.press.busy:
        _settle()
    if paper.groups is not None:
        paper.groups.show_staff(posing.MANAGER.name, (posing.MANAGER,))
        paper.groups.show_pools(pools_of(held, now), now, counter.shell.zone)
    if paper.prints is not None:
        paper.prints.show_staff(posing.MANAGER.name, (posing.MANAGER,))
        paper.prints.show_register(register_of(held, templates_here(), now), counter.shell.zone)


def _grouping(counter: Counter, name: str = "") -> None:
    now = counter.clock.now()
    posed = {"worst": posing_paper.worst, "empty": posing_paper.empty}.get(name, posing_paper.usual)
    _posed(counter, "groups", posed(now))
    screen = counter.paper.groups
    if screen is not None:
        screen.list.setCurrentIndex(screen.model.index({"worst": 4, "edit": 1}.get(name, 0)))
        if name == "form":
            screen.start_new()


def _registered(counter: Counter, name: str = "") -> None:
    from .models.prints import Sheet

    posed = {"worst": posing_paper.worst, "empty": posing_paper.empty}.get(name, posing_paper.usual)
    _posed(counter, "prints", posed(counter.clock.now()))
    screen = counter.paper.prints
    if screen is not None:
        screen.show_sheet({"due": Sheet.DUE, "code": Sheet.CODES}.get(name, Sheet.JOBS))
        screen.list.setCurrentIndex(screen.model.index(0))
        if name == "code":
            screen.detail.retire.click()


def _on(counter: Counter, screen: str) -> None:
    _bare(counter)
    counter.shell.show_screen(screen)


def _on_page(counter: Counter, *, worst: bool = False, asking: bool = False) -> None:
    _bare(counter)
    posed = posing_page.worst_page if worst else posing_page.usual_page
    guest, past = posed(counter.clock.now())
    counter.hands.page.show(guest, told=past)
    if asking:
        counter.hands.page.screen.ask_reveal()


def _keys(counter: Counter) -> None:
    _bare(counter)
    counter.shell.over.show_keys()


def _first_day(counter: Counter, progress: float | None) -> None:
    _bare(counter)
    counter.shell.show_screen("enrol")
    word = LinkWord.LOCKED if progress is None else LinkWord.SYNCING
    detail = "not_enrolled" if progress is None else "downloading"
    counter.rooms.linked(LinkState(state=word, since=counter.link.since, progress=progress, detail=detail))


def _one(counter: Counter, wanted: Callable[[BoardCard], bool]) -> BoardCard | None:
    return next((card for card in counter.shell.board.board.cards() if wanted(card)), None)
