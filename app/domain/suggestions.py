"""What to say and do for the party that just came: few, short, and the most urgent first."""

from __future__ import annotations

from datetime import datetime, timedelta

from .arrivals import ArrivalCard, ArrivalState, Suggestion
from .guests import GuestCard
from .party import party_tastes
from .tastes import TasteKind

LONG_AWAY = timedelta(days=60)
"""After this long a guest is welcomed back and asked what changed (first version; a policy key later)."""


def suggestions(card: ArrivalCard, guest: GuestCard | None, now: datetime) -> tuple[Suggestion, ...]:
    """Return what to say or do for `card`'s party, most urgent first; at least one while the card is open.

    Codes and their facts: `register` {}, `ask_new` {}, `welcome_vip` {manager}, `mind_allergy` {tags},
    `long_away` {days}, `welcome_back` {visits}, `offer_favourite` {dish, visits}.
    """
    if not card.state.is_open:
        return ()
    allergies = [t.tag for t in party_tastes(card, guest) if t.kind is TasteKind.ALLERGY]
    mind = [Suggestion(code="mind_allergy", facts={"tags": "、".join(allergies)})] if allergies else []
    if guest is None:
        return (Suggestion(code="register"), *mind)
    found = []
    if card.vip:
        found.append(Suggestion(code="welcome_vip", facts={"manager": guest.vip_manager}))
    found += mind
    if guest.is_new:
        found.append(Suggestion(code="ask_new"))
    elif guest.last_visit is not None and now - guest.last_visit > LONG_AWAY:
        found.append(Suggestion(code="long_away", facts={"days": str((now - guest.last_visit).days)}))
    else:
        found.append(Suggestion(code="welcome_back", facts={"visits": str(guest.visits)}))
    if guest.favourites and card.state in (ArrivalState.SEATED, ArrivalState.CALLED, ArrivalState.WAITING):
        favourite = guest.favourites[0]
        found.append(
            Suggestion(code="offer_favourite", facts={"dish": favourite.dish, "visits": str(favourite.visits)})
        )
    return tuple(found)
