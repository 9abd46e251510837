"""What the counter knows of a party: the guest's tastes, and what the party's own note says for this visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .arrivals import ArrivalCard
from .guests import GuestCard
from .tastes import Taste, TasteSource, card_tastes, settles


def party_tastes(card: ArrivalCard, guest: GuestCard | None) -> tuple[Taste, ...]:
    """Return the tastes to show for a party, most urgent first: the guest's, and what the party's own note says.

    What staff dismissed, or said of the same thing, since the note was written stands against the note; a guest's tag
    that holds in another store only is left out.
    """
    if guest is None:
        return card_tastes(card.said, date.min, card.store_id) if card.said else ()
    if not card.said and all(taste.scope == "brand" for taste in guest.tastes):
        return guest.tastes
    said = unsettled(card.said, guest)
    return card_tastes((*guest.tastes, *said), date.min, card.store_id)  # both were in force when they were made


def unsettled(said: Iterable[Taste], guest: GuestCard) -> list[Taste]:
    """Return what a note says but for what staff took off, or said of the same thing, since it was written."""
    staff = {taste.tag: taste for taste in guest.tastes if taste.source is TasteSource.STAFF}
    staff |= {taste.tag: taste for taste in guest.dropped if taste.tag not in staff}
    return [taste for taste in said if taste.tag not in staff or not settles(staff[taste.tag], taste)]
