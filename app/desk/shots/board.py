"""What stands in the pictures of the board, the side, the conflicts and a guest's page, and how it is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.desk.models.found import match
from app.desk.screens.register import Registration
from app.domain.alerts import is_waiting
from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from app.sync.link import LinkState, LinkWord

from . import posing, posing_page
from .waiting import settle

if TYPE_CHECKING:
    from app.desk.wiring import Counter


def pose(counter: Counter, cards: list[BoardCard]) -> None:
    """Let these parties stand on the board with those who are there, and nobody else who posed before."""
    board = counter.shell.board
    held = [card for card in board.board.cards() if not card.card_id.startswith(posing.PREFIX)]
    board.fill([*held, *cards])
    counter.shell.staff = tuple(person for person in counter.shell.staff if person is not posing.MANAGER)
    if any(card.arrival.escalated_to for card in cards):
        counter.shell.staff = (*counter.shell.staff, posing.MANAGER)
    counter.alerts.look()


def bare(counter: Counter) -> None:
    """The board with nothing over it; the first card is selected."""
    shell = counter.shell
    pose(counter, [])
    counter.rooms.refresh_conflicts()
    shell.show_screen("board")
    shell.top.search.clear()
    shell.close_side()
    shell.board.select("")
    if card := _one(counter, lambda _card: True):
        shell.board.select(card.card_id)


def with_panel(counter: Counter) -> None:
    """The board with a guest of whom something is known in the side, if there is one."""
    bare(counter)
    card = _one(counter, lambda c: c.guest is not None and bool(c.guest.tastes) and is_waiting(c.arrival))
    card = card or _one(counter, lambda c: c.guest is not None and bool(c.guest.tastes))
    if card is not None:
        counter.shell.board.select(card.card_id)
        counter.shell.board.opened.emit(card.card_id)


def seating(counter: Counter) -> None:
    """A party on its way to a table."""
    with_panel(counter)
    card = _one(counter, lambda c: c.arrival.state is ArrivalState.WAITING and c.guest is not None)
    if card is not None:
        counter.shell.board.select(card.card_id)
        counter.hands.do("seat")


def searching(counter: Counter) -> None:
    """What the search finds for the first letter of somebody on the board."""
    bare(counter)
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


def registering(counter: Counter) -> None:
    """The form for a walk-in."""
    bare(counter)
    counter.shell.over.hide_popup()
    counter.shell.open_side()
    counter.shell.side.show_form(Registration(party_size=4))


def worst(counter: Counter, *, opened: bool = False) -> None:
    """The board with the longest of everything; `opened`: one of them in the side."""
    bare(counter)
    cards = posing.worst(counter.clock.now())
    pose(counter, cards)
    counter.shell.board.select(cards[0].card_id)
    if opened:
        counter.shell.board.opened.emit(cards[0].card_id)


def alerting(counter: Counter, over: str = "") -> None:
    """VIPs whom nobody went to welcome, over the board, a form or the conflicts (`over`)."""
    bare(counter)
    pose(counter, posing.alerting(counter.clock.now()))
    if over == "register":
        counter.shell.open_side()
        counter.shell.side.show_form(Registration(party_size=4))
    elif over:
        _queue(counter, 0)
    counter.alerts.look()


def disputing(counter: Counter, row: int = 0) -> None:
    """The conflicts, the one of `row` opened."""
    bare(counter)
    _queue(counter, row)


def _queue(counter: Counter, row: int) -> None:
    """The queue as a manager sees it. What the lane answers meanwhile is let pass before those who pose are shown."""
    counter.shell.show_screen("conflicts")
    settle(counter)
    now, screen = counter.clock.now(), counter.rooms.conflicts
    if screen is not None:
        staff = (posing.MANAGER,)
        screen.show_staff(posing.MANAGER.name, staff)
        screen.show_guests(posing.guests(now))
        screen.show_conflicts(posing.conflicts(now), {posing.usual_guest(now).guest_id: "A127"}, counter.shell.zone)
        screen.list.setCurrentIndex(screen.model.index(row))
        counter.shell.navigation.show_conflicts(3)


def on(counter: Counter, screen: str) -> None:
    """One of the shell's screens as it is."""
    bare(counter)
    counter.shell.show_screen(screen)


def on_page(counter: Counter, *, worst: bool = False, asking: bool = False) -> None:
    """A guest's page; `asking`: with the question why the phone is to be shown."""
    bare(counter)
    posed = posing_page.worst_page if worst else posing_page.usual_page
    guest, past = posed(counter.clock.now())
    counter.hands.page.show(guest, told=past)
    if asking:
        counter.hands.page.screen.ask_reveal()


def keys(counter: Counter) -> None:
    """The list of keys over the board."""
    bare(counter)
    counter.shell.over.show_keys()


def first_day(counter: Counter, progress: float | None) -> None:
    """Before the roster is there: enrolling, or (with `progress`, 0 to 1) on its way."""
    bare(counter)
    counter.shell.show_screen("enrol")
    word = LinkWord.LOCKED if progress is None else LinkWord.SYNCING
    detail = "not_enrolled" if progress is None else "downloading"
    counter.rooms.linked(LinkState(state=word, since=counter.link.since, progress=progress, detail=detail))


def _one(counter: Counter, wanted: Callable[[BoardCard], bool]) -> BoardCard | None:
    return next((card for card in counter.shell.board.board.cards() if wanted(card)), None)
