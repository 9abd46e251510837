"""The board on real widgets: what can be seen, how the selection moves, what a frame shows and when."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desk.models.board import CARD, Column
from app.desk.paint import delegate
from app.desk.paint.delegate import ENTER_SECONDS
from app.desk.screens.column import CardList
from app.desk.screens.lanes import share
from app.domain.changes import BoardCard, ChangeSet
from tests.desk import people
from tests.desk.stage import Stage


def settle(qtbot: QtBot, stage: Stage) -> None:
    qtbot.waitUntil(lambda: not stage.shell.board.delegate.entering())


def wholly_visible(stage: Stage) -> set[str]:
    seen = set()
    for view in stage.shell.board.columns.values():
        box = view.list.viewport().rect()
        for index in view.list.visible():
            card: BoardCard = index.data(CARD)
            shown = view.list.visualRect(index)
            if box.contains(shown.topLeft()) and shown.bottom() - 8 <= box.bottom():
                seen.add(card.card_id)
    return seen


def picture(stage: Stage) -> QImage:
    return stage.shell.board.grab().toImage()


@pytest.mark.parametrize("opened", [False, True])
def test_twelve_parties_are_seen_without_scrolling(stage: Stage, qtbot: QtBot, opened: bool) -> None:
    stage.shell.resize(1366, 768)
    if opened:
        stage.shell.board.opened.emit("q1")
    settle(qtbot, stage)
    assert wholly_visible(stage) == {card.card_id for card in people.friday()}
    assert all(view.list.hidden_below() == 0 for view in stage.shell.board.columns.values())


def test_twelve_in_the_queue_alone_take_the_empty_lanes(stage: Stage, qtbot: QtBot) -> None:
    stage.shell.show_changes(ChangeSet(gone=frozenset(card.card_id for card in people.friday())))
    stage.shell.resize(1366, 768)
    alike = {f"c{n}": people.party(f"c{n}", people.guest(f"g{n}", "王芳"), minutes=n) for n in range(10)}
    stage.shell.show_changes(ChangeSet(board=alike))
    settle(qtbot, stage)
    assert stage.shell.board.columns[Column.QUEUE].list.lanes == 2
    assert len(wholly_visible(stage)) == 10


def test_how_the_width_is_shared() -> None:
    assert share(1300, [1.0, 0.6, 0.8], least=300) == [1, 1, 1]
    assert share(1300, [1.2, 0.6, 0.8], least=300) == [2, 1, 1]
    assert share(1900, [4.3, 0.9, 0.6], least=300) == [4, 1, 1]
    assert share(1900, [2.1, 0.0, 2.4], least=300) == [2, 1, 3]
    assert share(500, [4.3, 0.9, 0.6], least=300) == [1, 1, 1]


def test_what_lies_below_is_counted(stage: Stage, qtbot: QtBot) -> None:
    stage.shell.resize(1366, 768)
    stage.shell.show_changes(ChangeSet(board={card.card_id: card for card in people.crowd(300)}))
    settle(qtbot, stage)
    queue = stage.shell.board.columns[Column.QUEUE].list
    assert queue.hidden_below() == 305 - 10
    queue.verticalScrollBar().setValue(queue.verticalScrollBar().maximum())
    assert queue.hidden_below() == 0


def test_arrows_move_within_and_across_columns(stage: Stage) -> None:
    board = stage.shell.board
    board.select("q1")
    for across, down, expected in (
        (0, 1, "q2"),
        (0, 1, "q5"),
        (1, 0, "r3"),
        (0, 1, "r3"),
        (1, 0, "s4"),
        (1, 0, "s4"),
        (0, -1, "s2"),
        (-1, 0, "r2"),
        (-1, 0, "q2"),
    ):
        board.step(across, down)
        assert board.delegate.selected == expected


def test_the_first_arrow_selects_what_needs_a_person_first(stage: Stage) -> None:
    stage.shell.board.step(0, 1)
    assert stage.shell.board.delegate.selected == "q1"


def test_a_click_opens(stage: Stage, qtbot: QtBot) -> None:
    view: CardList = stage.shell.board.columns[Column.RESERVED].list
    centre = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(centre))
    assert stage.shell.side.isVisible()
    assert stage.shell.side.card is not None
    assert stage.shell.side.card.card_id == "r2"


def test_the_selection_follows_its_card_to_another_column(stage: Stage) -> None:
    board = stage.shell.board
    board.select("q2")
    card = board.board.find("q2")
    assert card is not None
    stage.acts.seat(card, "B03")
    assert board.board.where("q2") == (Column.SEATED, 0)
    assert board.current() == board.board.find("q2")


def test_a_painted_card_is_logged_with_its_moment(stage: Stage, qtbot: QtBot) -> None:
    log = stage.shell.board.paint_log
    accepted = time.time_ns() // 1000
    card = people.party("new", people.guest("n", "新来的"), ticket="Z01")
    stage.shell.show_changes(ChangeSet(board={"new": card}, accepted={"new": accepted, "elsewhere": accepted}))
    qtbot.waitUntil(lambda: any(p.arrival_id == "new" for p in log.painted))
    painted = {p.arrival_id: p for p in log.painted}
    assert painted["new"].seen
    assert accepted <= painted["new"].painted_us <= time.time_ns() // 1000
    assert not painted["elsewhere"].seen
    assert not log.waiting


def test_a_card_below_the_edge_is_logged_as_unseen(stage: Stage, qtbot: QtBot) -> None:
    stage.shell.resize(1366, 768)
    stage.shell.show_changes(ChangeSet(board={card.card_id: card for card in people.crowd(60)}))
    settle(qtbot, stage)
    last = people.party("last", people.guest("l", "最后"), minutes=0)
    stage.shell.show_changes(ChangeSet(board={"last": last}, accepted={"last": 1}))
    qtbot.waitUntil(lambda: not stage.shell.board.paint_log.waiting)
    assert stage.shell.board.paint_log.painted[-1].arrival_id == "last"
    assert not stage.shell.board.paint_log.painted[-1].seen


def test_a_new_card_slides_in_and_settles_within_200_ms(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(qtbot, stage)
    assert ENTER_SECONDS <= 0.2
    since, passed = perf_counter(), 0.0  # the slide's clock stands still: a slow machine must not miss the movement
    monkeypatch.setattr(delegate, "perf_counter", lambda: since + passed)
    stage.shell.show_changes(ChangeSet(board={"new": people.party("new", None, ticket="Z02", minutes=0)}))
    moving = picture(stage)
    passed = ENTER_SECONDS
    settle(qtbot, stage)
    still = picture(stage)
    assert moving != still
    assert picture(stage) == still


def test_a_minute_repaints_the_cards_whose_clock_moved_and_no_others(stage: Stage, qtbot: QtBot) -> None:
    settle(qtbot, stage)
    picture(stage)
    cards = stage.shell.board.delegate

    def stale() -> set[str]:
        return {card.card_id for card in stage.shell.board.board.cards() if cards.is_stale(card)}

    assert stale() == set()
    stage.desk.time = people.NOW + timedelta(seconds=59)
    assert stale() == {"r1", "r2", "r3"}, "what counts down changes at once, what counts up after the whole minute"
    stage.shell.tick()
    qtbot.waitUntil(lambda: stale() == set())
    stage.desk.time = people.NOW + timedelta(seconds=60)
    assert stale() == {card.card_id for card in people.friday() if not card.card_id.startswith("r")}
    stage.shell.tick()
    qtbot.waitUntil(lambda: stale() == set())


def test_what_one_frame_has_no_time_for_comes_in_the_next(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(qtbot, stage)
    before = picture(stage)
    board = stage.shell.board
    changed = {c.card_id: replace(c, sending=c.sending + 1) for c in people.friday() if c.card_id != "q5"}
    monkeypatch.setattr(delegate, "FRAME_SECONDS", -1.0)
    stage.shell.show_changes(ChangeSet(board=changed, accepted=dict.fromkeys(changed, 1)))
    qtbot.waitUntil(lambda: bool(board.delegate.owed))
    assert picture(stage) == before
    assert set(board.paint_log.waiting) == set(changed), "an old picture is not the frame of the new card"
    monkeypatch.undo()
    qtbot.waitUntil(lambda: not board.paint_log.waiting)
    assert {p.arrival_id for p in board.paint_log.painted if p.seen} == set(changed)
    assert picture(stage) != before


def test_an_empty_board_says_so(stage: Stage, qtbot: QtBot) -> None:
    full = picture(stage)
    stage.shell.show_changes(ChangeSet(gone=frozenset(card.card_id for card in people.friday())))
    nobody = stage.shell.board._nobody
    assert nobody.isVisible()
    assert picture(stage) != full
    image = nobody.grab().toImage()
    ground = image.pixelColor(0, 0)
    assert any(image.pixelColor(x, 16) != ground for x in range(image.width()))
    stage.desk.put(people.friday()[0])
    assert not nobody.isVisible()


def test_a_card_among_three_hundred_is_painted_soon(stage: Stage, qtbot: QtBot) -> None:
    stage.shell.resize(1920, 1080)
    stage.shell.show_changes(ChangeSet(board={card.card_id: card for card in people.crowd(300)}))
    settle(qtbot, stage)
    took = []
    for n in range(20):
        card = people.party(f"f{n}", people.guest(f"fg{n}", "王芳"), minutes=200 + n)
        start = time.thread_time()
        stage.shell.show_changes(ChangeSet(board={card.card_id: card}, accepted={card.card_id: 1}))
        qtbot.waitUntil(lambda: not stage.shell.board.paint_log.waiting)
        took.append(time.thread_time() - start)
    assert sorted(took)[len(took) // 2] < 0.1  # the benchmark measures it; this catches what is far too slow
