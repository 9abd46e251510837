"""The disagreements about who is who, as rows: open ones first, of guests who are here before the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from app.domain.conflicts import ConflictCard, Decision
from app.domain.guests import GuestCard

from .rows import RowModel


class ConflictRow(Struct, frozen=True, kw_only=True):
    """One disagreement; `place` is where the guest it is about stands now (table, ticket, time), "" for nobody here."""

    card: ConflictCard
    place: str = ""
    here: bool = False


def rows_of(cards: Iterable[ConflictCard], here: Mapping[str, str]) -> list[ConflictRow]:
    """Return the rows in their order: open ones about a guest who is here, open ones, settled ones; newest first.

    `here` has where each guest stands who is in the house, by id.
    """
    rows = [_row(card, here) for card in cards]
    return sorted(rows, key=lambda row: (not row.card.is_open, not row.here, -_moment(row.card), row.card.conflict_id))


def _row(card: ConflictCard, here: Mapping[str, str]) -> ConflictRow:
    place = here.get(card.left_guest, here.get(card.right_guest))
    return ConflictRow(card=card, place=place or "", here=place is not None)


def _moment(card: ConflictCard) -> float:
    at = card.found_at if card.is_open or card.settled_at is None else card.settled_at
    return at.timestamp()


def open_count(cards: Iterable[ConflictCard]) -> int:
    """Return how many nobody has settled."""
    return sum(card.is_open for card in cards)


def can_be(card: ConflictCard, decision: Decision) -> bool:
    """Whether this answer can be given: two sides that are nobody, or one person already, cannot be merged."""
    if not card.is_open:
        return False
    return decision is not Decision.SAME or (bool(card.right_guest) and card.left_guest != card.right_guest)


def usual_keep(card: ConflictCard, guests: Mapping[str, GuestCard]) -> str:
    """Return who stays unless somebody says otherwise: whom the house knows better, the left one in doubt."""
    left, right = guests.get(card.left_guest), guests.get(card.right_guest)
    if right is not None and right.visits > (left.visits if left is not None else -1):
        return card.right_guest
    return card.left_guest


class ConflictModel(RowModel[ConflictRow]):
    """The rows, called by their disagreement's id."""

    def key(self, row: ConflictRow) -> str:
        """Return the disagreement's id."""
        return row.card.conflict_id

    def first_about(self, guest_id: str) -> int | None:
        """Return the first row about a guest: an open one if there is any; None where there is none."""
        sides = ((place, row.card) for place, row in enumerate(self.rows))
        return next((place for place, card in sides if guest_id in (card.left_guest, card.right_guest)), None)
