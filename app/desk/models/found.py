"""What the search found: guests of the roster, and parties on the board that have no guest yet."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.sync.asked import Asked

from .rows import RowModel


class Found(Struct, frozen=True, kw_only=True):
    """One answer: a guest, and the arrival where the party is here; at least one of both.

    `asked`: HQ's answer, where the store has not cached the guest.
    """

    guest: GuestCard | None
    card: BoardCard | None = None
    asked: Asked | None = None


class FoundModel(RowModel[Found]):
    """The answers in their order."""

    def key(self, row: Found) -> str:
        """Return who is found, and which party."""
        return "/".join((row.guest.guest_id if row.guest else "", row.card.card_id if row.card else ""))


def match(query: str, guests: Sequence[GuestCard], cards: Sequence[BoardCard]) -> list[Found]:
    """Return the answers to `query`: parties here by ticket or table first, then guests, those who are here before
    the others."""
    asked = query.strip().casefold()
    by_guest = {card.guest.guest_id: card for card in cards if card.guest is not None}
    placed = [c for c in cards if asked and asked in (c.arrival.ticket_no.casefold(), c.arrival.table.casefold())]
    found = [Found(guest=card.guest, card=card) for card in placed]
    seen = {card.guest.guest_id for card in placed if card.guest is not None}
    rest = [Found(guest=g, card=by_guest.get(g.guest_id)) for g in guests if g.guest_id not in seen]
    return found + [row for row in rest if row.card is not None] + [row for row in rest if row.card is None]
