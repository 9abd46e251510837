"""Which one thing a card asks for now, and by which key."""

from __future__ import annotations

from typing import NamedTuple

from app.desk.keys import Key
from app.desk.words import card as words
from app.domain.alerts import is_waiting
from app.domain.arrivals import ArrivalState, Suggestion
from app.domain.changes import BoardCard


class Asked(NamedTuple):
    """The one thing to do: its words, its key ("" where no key does it), and whether it cannot wait."""

    text: str
    key: str
    urgent: bool = False


def asked_of(card: BoardCard) -> Asked | None:
    """Return the one thing to do for `card`; None where nothing is left to do."""
    if is_waiting(card.arrival):
        return Asked(words.welcome_word(), Key.WELCOME, urgent=True)
    if not card.arrival.state.is_open:
        return None
    if card.guest is None and not card.unknown_guest:
        return Asked(words.register_word(), Key.REGISTER)
    if card.arrival.state is not ArrivalState.SEATED:
        return Asked(words.seat_word(), Key.SEAT)
    said = best_suggestion(card)
    return Asked(words.suggestion_word(said), "") if said else None


_SEATED_FIRST = (
    "mind_allergy",
    "welcome_vip",
    "ask_new",
    "birthday",
    "coupon",
    "points",
    "long_away",
    "offer_favourite",
    "welcome_back",
)
_WAITING_FIRST = ("birthday", "long_away", "welcome_back", "offer_favourite")


def best_suggestion(card: BoardCard) -> Suggestion | None:
    """Return the suggestion worth the card's room: for a seated party what to do, for a waiting one who they are."""
    order = _SEATED_FIRST if card.arrival.state is ArrivalState.SEATED else _WAITING_FIRST
    known = {s.code: s for s in card.arrival.suggestions}
    return next((known[code] for code in order if code in known), None)
