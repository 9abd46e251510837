"""The models keep Qt's promises, and their order: what needs a person first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from app.desk.models.board import CARD, Board, Column, ColumnModel, place_of
from app.desk.models.found import Found, FoundModel, match
from app.desk.models.unsent import UnsentModel
from app.desk.verbs import Unsent
from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from tests.desk import people


@pytest.fixture
def board(qapp: object) -> Iterator[Board]:
    """A board whose columns are watched by Qt's own tester."""
    made = Board(lambda card: card.card_id)
    testers = [strict(model) for model in made.columns.values()]
    yield made
    assert testers


def strict(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def order(model: ColumnModel) -> list[str]:
    return [card.card_id for card in model.cards()]


def moved(card: BoardCard, state: str, minutes: int = 0) -> BoardCard:
    arrival = replace(
        card.arrival, state=ArrivalState(state), state_at=people.NOW - timedelta(minutes=minutes), table="A01"
    )
    return replace(card, arrival=arrival)


def test_an_unwelcomed_vip_comes_first_then_the_longest_wait(board: Board) -> None:
    board.fill(people.friday())
    assert order(board.columns[Column.QUEUE]) == ["q1", "q2", "q5", "q4", "q3"]
    assert order(board.columns[Column.RESERVED]) == ["r1", "r2", "r3"]
    assert order(board.columns[Column.SEATED]) == ["s3", "s2", "s4", "s1"]


def test_a_welcomed_vip_takes_their_place_in_the_queue(board: Board) -> None:
    board.fill(people.friday())
    vip = people.friday()[0]
    seen = replace(vip, arrival=replace(vip.arrival, acknowledged_at=people.NOW))
    board.apply([seen])
    assert order(board.columns[Column.QUEUE]) == ["q2", "q5", "q4", "q3", "q1"]


def test_an_equal_card_is_not_told_and_a_changed_one_only_once(board: Board) -> None:
    board.fill(people.friday())
    model = board.columns[Column.QUEUE]
    changed, reset = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    board.apply(people.friday())
    assert changed.count() == 0
    q3 = people.friday()[2]
    board.apply([replace(q3, sending=1)])
    assert changed.count() == 1
    assert changed.at(0)[0].row() == changed.at(0)[1].row() == model.row_of("q3")
    assert reset.count() == 0


def test_a_party_that_is_seated_leaves_the_queue(board: Board) -> None:
    board.fill(people.friday())
    fresh = board.apply([moved(people.friday()[1], "seated")])
    assert fresh == set()
    assert board.where("q2") == (Column.SEATED, 0)
    assert "q2" not in order(board.columns[Column.QUEUE])


def test_closed_and_gone_parties_leave_the_board(board: Board) -> None:
    board.fill(people.friday())
    board.apply([moved(people.friday()[1], "left")], gone=["q1", "never-here"])
    assert board.find("q1") is None
    assert board.find("q2") is None
    assert len(list(board.cards())) == 10


def test_any_series_of_changes_keeps_every_column_sorted_and_whole(board: Board) -> None:
    chance = random.Random(7)
    held: dict[str, BoardCard] = {}
    pool = people.crowd(40)
    for _ in range(600):
        card = chance.choice(pool)
        match chance.randrange(5):
            case 0:
                held.pop(card.card_id, None)
                board.apply([], gone=[card.card_id])
                continue
            case 1:
                card = moved(card, "seated", chance.randrange(90))
            case 2:
                card = replace(card, arrival=replace(card.arrival, vip=True, acknowledged_at=None))
            case 3:
                card = replace(card, sending=chance.randrange(3))
        held[card.card_id] = card
        board.apply([card])
        for model in board.columns.values():
            places = [place_of(shown) for shown in model.cards()]
            assert places == sorted(places)
    assert {card.card_id: card for card in board.cards()} == held
    for column, model in board.columns.items():
        for row in range(model.rowCount()):
            card_id = model.index(row, 0).data(CARD).card_id
            assert board.where(card_id) == (column, row)


def test_the_answers_to_a_search(qapp: object) -> None:
    model = FoundModel(str)
    tester = strict(model)
    cards = people.friday()
    roster = [card.guest for card in cards if card.guest is not None]
    away = people.guest("away", "王明")
    rows = match("王", [away, next(g for g in roster if g.name == "王芳")], cards)
    assert [row.guest.name for row in rows if row.guest] == ["王芳", "王明"]
    assert rows[0].card is not None
    assert rows[1].card is None
    model.show(rows)
    model.show([])
    assert model.rowCount() == 0
    assert tester


def test_a_nameless_party_is_found_by_its_ticket_and_a_guest_by_their_table(qapp: object) -> None:
    cards = people.friday()
    assert match("b15", [], cards) == [Found(guest=None, card=cards[4])]
    here = cards[8].guest
    assert here is not None
    assert match("A12", [here], cards) == [Found(guest=here, card=cards[8])]


def test_the_unsent_rows(qapp: object) -> None:
    model = UnsentModel(lambda row: row.key)
    tester = strict(model)
    row = Unsent(key="k", kind="arrival.seat", at=people.NOW, author="李娜", state="parked")
    assert model.show([row])
    assert not model.show([row])
    assert model.at(0) == row
    assert model.at(1) is None
    assert tester
