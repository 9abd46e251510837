"""Every allergy in every picture is whole: its text uncut, inside its card, inside what can be seen, and not covered.

Asserted from what the painters lay out and the geometry of the window, for every screen that `shots` takes a picture
of, in both languages and themes, at text sizes of 100 to 200 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.bridge import Bridge
from app.desk.opening import First, Opening
from app.desk.paint.parts import Chip
from app.desk.screens.column import CardList
from app.desk.shots import every_screen as shots
from app.desk.shots import posing
from app.desk.theme.letters import ALLERGY, Letters
from app.desk.widgets.tastes import TasteRow
from app.desk.widgets.whole import is_drawn
from app.desk.wiring import Counter
from app.domain.changes import BoardCard, ChangeSet
from app.domain.tastes import TasteKind
from app.localdb import settings
from app.localdb.lane import Lane
from tests.desk import people

ASKED_FOR = ("search", "keys")
"""What staff themselves laid over the board by a key, and take away by the next one."""

SIZES = ((1.0, QSize(1366, 768)), (1.15, QSize(1366, 768)), (1.3, QSize(1366, 768)), (2.0, QSize(2732, 1536)))


class Drawn(NamedTuple):
    """An allergy as it is drawn: what it says, where in the window, and on which widget."""

    text: str
    box: QRect
    on: QWidget
    whole: bool
    """Wholly within what its widget shows of it."""


@pytest.fixture
def counter(tmp_path: Path, letters: Letters, qtbot: QtBot) -> Iterator[Counter]:
    """A counter on a Friday evening, without a link."""
    where = settings.Enrolled(hq="http://127.0.0.1:9", store_id="s1", device_id="d1", store_name="望京店")
    lane = Lane(tmp_path / "desk")
    lane.start().result()
    lane.submit(settings.enrol, where).result()
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    first = lane.submit(First).result()
    made = Counter(lane, bridge, Opening(first, headless=True))
    qtbot.addWidget(made.shell)
    made.shell.show()
    qtbot.waitExposed(made.shell)
    made.shell.show_changes(evening(made))
    qtbot.waitUntil(lambda: not made.shell.board.delegate.entering())
    yield made
    assert made.close()


def evening(counter: Counter) -> ChangeSet:
    """The usual Friday, moved to the counter's own time; every VIP is welcomed."""
    now = counter.clock.now()
    moved = []
    for card in people.friday():
        arrival, late = card.arrival, now - people.NOW
        arrival = replace(
            arrival,
            state_at=arrival.state_at + late,
            arrived_at=arrival.arrived_at + late,
            reserved_for=arrival.reserved_for + late if arrival.reserved_for else None,
            acknowledged_at=now if arrival.vip else None,
        )
        moved.append(replace(card, arrival=arrival))
    board = {card.card_id: card for card in moved}
    return ChangeSet(board=board, store=people.STORE, tables=people.TABLES, staff=people.STAFF)


def on_board(counter: Counter) -> Iterator[Drawn]:
    shell = counter.shell
    if not shell.board.isVisible():
        return
    for view in shell.board.columns.values():
        for card, box in places(view.list):
            yield from on_card(counter, view.list, card, box)


def places(cards: CardList) -> Iterable[tuple[BoardCard, QRect]]:
    from app.desk.models.board import CARD

    return [(index.data(CARD), cards.visualRect(index)) for index in cards.visible()]


def on_card(counter: Counter, cards: CardList, card: BoardCard, box: QRect) -> Iterator[Drawn]:
    delegate, ground = counter.shell.board.delegate, cards.viewport()
    laid, part = delegate.laid_out(card), delegate.shown_part(card, box, ground.rect())
    chips = [chip for chip in laid.chips if chip.kind == "allergy"]
    said = " ".join(chip.text for chip in chips)
    tags = [taste.tag for taste in card.tastes if taste.kind is TasteKind.ALLERGY]
    assert all(tag in said for tag in tags), (tags, said)
    for chip in chips:
        uncut(chip, counter)
        assert chip.box.x >= 0
        assert chip.box.right <= laid.width
        assert chip.box.bottom <= laid.height
        where = rect_of(chip).translated(box.topLeft())
        if where.intersects(part):
            yield Drawn(chip.text, moved(where, ground, counter), ground, part.contains(where))


def uncut(chip: Chip, counter: Counter) -> None:
    letters = counter.theme.letters
    assert "…" not in chip.text
    assert all(letters.width(ALLERGY, line) <= chip.box.w for line in chip.lines)


def rect_of(chip: Chip) -> QRect:
    return QRect(int(chip.box.x), int(chip.box.y), int(chip.box.w), int(chip.box.h))


def moved(box: QRect, widget: QWidget, counter: Counter) -> QRect:
    return QRect(widget.mapTo(counter.shell, box.topLeft()), box.size())


def in_alerts(counter: Counter) -> Iterator[Drawn]:
    if not counter.shell.over.alerting:
        return
    bar, top = counter.shell.over.alerts, 0.0
    assert bar.isVisible()
    for row, shown in zip(bar.rows(), bar.shown, strict=False):
        tags = [taste.tag for taste in shown.card.tastes if taste.kind is TasteKind.ALLERGY]
        assert [chip.text.split(" ", 1)[1] for chip in row.chips] == tags
        for chip in row.chips:
            uncut(chip, counter)
            where = rect_of(chip).translated(0, int(top))
            yield Drawn(chip.text, moved(where, bar, counter), bar, bar.rect().contains(where))
        top += row.height


def in_conflicts(counter: Counter) -> Iterator[Drawn]:
    screen = counter.rooms.conflicts
    if screen is None or not screen.isVisible() or not screen.detail.isVisible():
        return
    compare = screen.detail.compare
    for side in range(2):
        for chip in compare.chips(side):
            if chip.kind == "allergy":
                uncut(chip, counter)
                where, seen = rect_of(chip), compare.visibleRegion().boundingRect()
                if is_drawn(chip, compare) and where.intersects(seen):
                    yield Drawn(chip.text, moved(where, compare, counter), compare, seen.contains(where))


def in_panel(counter: Counter) -> Iterator[Drawn]:
    if not counter.shell.side_open or not counter.shell.side.panel.isVisible():
        return
    for row in counter.shell.side.panel.findChildren(TasteRow):
        chip = row.chip(row.width())
        if chip.kind == "allergy":
            uncut(chip, counter)
            where, seen = rect_of(chip), row.visibleRegion().boundingRect()
            if is_drawn(chip, row) and where.intersects(seen):
                yield Drawn(chip.text, moved(where, row, counter), row, seen.contains(where))


def is_cut(drawn: Drawn, counter: Counter) -> bool:
    """Whether another widget lies over a part of it; what lies under the side wholly is not in the picture."""
    box = drawn.box.adjusted(2, 2, -2, -2)
    points = [box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight(), box.center()]
    seen = [_is_or_holds(drawn.on, counter.shell.childAt(point)) for point in points]
    return any(seen) and not all(seen)


def _is_or_holds(widget: QWidget, found: QWidget | None) -> bool:
    return found is widget or (found is not None and widget.isAncestorOf(found))


def everything(counter: Counter) -> list[Drawn]:
    return [*on_board(counter), *in_alerts(counter), *in_conflicts(counter), *in_panel(counter)]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("scale", "size"), SIZES, ids=lambda value: str(value) if isinstance(value, float) else "")
def test_every_allergy_is_whole_in_every_picture(
    counter: Counter, language: str, mode: str, scale: float, size: QSize
) -> None:
    counter.language.use(language)
    counter.theme.use(mode=counter.theme.mode.__class__(mode), scale=scale)
    seen: dict[str, int] = {}
    with shots.as_it_was(counter):
        for name, usual, arrange in shots.screens(counter):
            if name.startswith(("studio", "groups", "prints")):
                continue  # paper: no guest is on it
            shots.arranged(counter, usual if scale == 1.0 else size, arrange)
            for drawn in everything(counter):
                seen[name] = seen.get(name, 0) + 1
                assert drawn.whole, (name, drawn)
                if name not in ASKED_FOR:
                    assert not is_cut(drawn, counter), (name, drawn)
            counter.shell.over.close_keys()
    for must_show in ("board", "worst", "worst-panel", "alert", "alert-form", "alert-conflicts", "conflicts"):
        assert seen.get(must_show, 0) > 0, must_show


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_worst_guest_is_seen_whole_at_the_usual_size(counter: Counter, language: str, mode: str) -> None:
    counter.language.use(language)
    counter.theme.use(mode=counter.theme.mode.__class__(mode))
    tags = [t.tag for t in posing.worst_guest(counter.clock.now()).tastes if t.kind is TasteKind.ALLERGY]
    with shots.as_it_was(counter):
        for name, size, arrange in shots.screens(counter):
            if name not in ("worst", "worst-panel", "alert", "alert-form", "alert-conflicts", "conflicts-worst"):
                continue
            shots.arranged(counter, size, arrange)
            said = " ".join(drawn.text for drawn in everything(counter))
            assert all(tag in said for tag in tags), name
            names = {posing.LONG_NAME}
            if name == "worst":
                assert names <= {whole_name(card, counter) for card in posing.worst(counter.clock.now())}


def whole_name(card: BoardCard, counter: Counter) -> str:
    laid = counter.shell.board.delegate.laid_out(card)
    return "".join(text.text for text in laid.texts if text.whole == posing.LONG_NAME)
