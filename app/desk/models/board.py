"""The board's three columns: one model each, replaced by id, ordered by what needs a person first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.domain.alerts import is_waiting
from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard

from .rows import Index

CARD = Qt.ItemDataRole.UserRole + 1
"""The role under which an index gives its `BoardCard`."""


class Column(StrEnum):
    """The columns, left to right."""

    QUEUE = "queue"
    RESERVED = "reserved"
    SEATED = "seated"


def column_of(card: BoardCard) -> Column | None:
    """Return the column a card stands in; None for a party that is gone."""
    match card.arrival.state:
        case ArrivalState.WAITING | ArrivalState.CALLED:
            return Column.QUEUE
        case ArrivalState.RESERVED:
            return Column.RESERVED
        case ArrivalState.SEATED:
            return Column.SEATED
        case _:
            return None


Place = tuple[bool, float, str]


def place_of(card: BoardCard) -> Place:
    """Return what a column is ordered by: a VIP nobody welcomed, then the longest wait, the nearest reservation, the
    latest seated."""
    arrival = card.arrival
    moment = arrival.arrived_at
    if arrival.state is ArrivalState.RESERVED:
        moment = arrival.reserved_for or arrival.arrived_at
    if arrival.state is ArrivalState.SEATED:
        return not is_waiting(card.arrival), -arrival.state_at.timestamp(), arrival.arrival_id
    return not is_waiting(card.arrival), moment.timestamp(), arrival.arrival_id


class ColumnModel(QAbstractListModel):
    """The cards of one column in their order. `say` makes the sentence that a screen reader speaks."""

    def __init__(self, say: Callable[[BoardCard], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._cards: dict[str, BoardCard] = {}
        self._order: list[Place] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many cards there are."""
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt asks for anything
        """Return the card (`CARD`), or its sentence."""
        if not index.isValid():
            return None
        if role == CARD:
            return self._cards[self._order[index.row()][2]]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(self._cards[self._order[index.row()][2]])
        return None

    def card_at(self, row: int) -> BoardCard:
        """Return the card in `row`."""
        return self._cards[self._order[row][2]]

    def row_of(self, card_id: str) -> int | None:
        """Return the row of a card, None where it is not in this column."""
        card = self._cards.get(card_id)
        return None if card is None else bisect_left(self._order, place_of(card))

    def cards(self) -> Iterable[BoardCard]:
        """Return the cards, first row first."""
        return (self._cards[place[2]] for place in self._order)

    def put(self, card: BoardCard) -> bool:
        """Show `card`; True if anything on screen changed. An equal card changes nothing."""
        old = self._cards.get(card.card_id)
        if old == card:
            return False
        if old is None:
            self._insert(card)
        else:
            self._replace(old, card)
        return True

    def drop(self, card_id: str) -> bool:
        """Take a card off; True if it was there."""
        row = self.row_of(card_id)
        if row is None:
            return False
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._order[row]
        del self._cards[card_id]
        self.endRemoveRows()
        return True

    def fill(self, cards: Iterable[BoardCard]) -> None:
        """Replace everything at once (the first look, or a new snapshot)."""
        self.beginResetModel()
        self._cards = {card.card_id: card for card in cards}
        self._order = sorted(place_of(card) for card in self._cards.values())
        self.endResetModel()

    def _insert(self, card: BoardCard) -> None:
        place = place_of(card)
        row = bisect_left(self._order, place)
        self.beginInsertRows(QModelIndex(), row, row)
        self._cards[card.card_id] = card
        self._order.insert(row, place)
        self.endInsertRows()

    def _replace(self, old: BoardCard, card: BoardCard) -> None:
        before, after = place_of(old), place_of(card)
        row = bisect_left(self._order, before)
        if before != after:
            rest = self._order[:row] + self._order[row + 1 :]
            target = bisect_left(rest, after)
            if target != row:
                self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target + (target > row))
                del self._order[row]
                self._order.insert(target, after)
                self._cards[card.card_id] = card
                self.endMoveRows()
            else:
                self._order[row] = after
            row = target
        self._cards[card.card_id] = card
        index = self.index(row)
        self.dataChanged.emit(index, index)


class Board:
    """The three columns, and in which of them each card stands."""

    def __init__(self, say: Callable[[BoardCard], str], parent: QObject | None = None) -> None:
        self.columns = {column: ColumnModel(say, parent) for column in Column}
        self._where: dict[str, Column] = {}
        self.touched: set[Column] = set()
        """The columns in which the last `apply` or `fill` changed anything that can be seen."""

    def apply(self, cards: Iterable[BoardCard], gone: Iterable[str] = ()) -> set[str]:
        """Show changed cards, take off those that are gone; return the ids of cards that were not here before."""
        fresh: set[str] = set()
        self.touched = set()
        for card_id in gone:
            self._take(card_id)
        for card in cards:
            column, before = column_of(card), self._where.get(card.card_id)
            if before is not None and before is not column:
                self._take(card.card_id)
            if column is None:
                continue
            if before is None:
                fresh.add(card.card_id)
            self._where[card.card_id] = column
            if self.columns[column].put(card):
                self.touched.add(column)
        return fresh

    def fill(self, cards: Iterable[BoardCard]) -> None:
        """Show these cards and no others."""
        sorted_out: dict[Column, list[BoardCard]] = {column: [] for column in Column}
        self._where = {}
        for card in cards:
            column = column_of(card)
            if column is not None:
                sorted_out[column].append(card)
                self._where[card.card_id] = column
        for column, found in sorted_out.items():
            self.columns[column].fill(found)
        self.touched = set(Column)

    def find(self, card_id: str) -> BoardCard | None:
        """Return the card with this id as it is shown, or None."""
        column = self._where.get(card_id)
        if column is None:
            return None
        model = self.columns[column]
        row = model.row_of(card_id)
        return None if row is None else model.card_at(row)

    def where(self, card_id: str) -> tuple[Column, int] | None:
        """Return column and row of a card, or None."""
        column = self._where.get(card_id)
        if column is None:
            return None
        row = self.columns[column].row_of(card_id)
        return None if row is None else (column, row)

    def cards(self) -> Iterable[BoardCard]:
        """Return every card, column by column."""
        for model in self.columns.values():
            yield from model.cards()

    def _take(self, card_id: str) -> None:
        column = self._where.pop(card_id, None)
        if column is not None and self.columns[column].drop(card_id):
            self.touched.add(column)
