"""What to say and do for the party that just came: few, short, and the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from .arrivals import ArrivalCard, ArrivalState, Suggestion
from .guests import GuestCard
from .heads_up import HeadsUp, HeadsUpKind
from .party import party_tastes
from .tastes import TasteKind

LONG_AWAY = timedelta(days=60)
"""After this long a guest is welcomed back and asked what changed (first version; a policy key later)."""


def suggestions(
    card: ArrivalCard, guest: GuestCard | None, now: datetime, today: Sequence[HeadsUp] = ()
) -> tuple[Suggestion, ...]:
    """Return what to say or do for `card`'s party, most urgent first; at least one while the card is open.

    `today`: the guest's heads-ups. Codes and their facts: `register` {}, `ask_new` {}, `welcome_vip` {manager},
    `mind_allergy` {tags}, `long_away` {days}, `welcome_back` {visits}, `birthday` {days}, `coupon` {name, days},
    `points` {points}, `offer_favourite` {dish, visits}.
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
    found += [Suggestion(code=one.kind.value, facts=_FACTS[one.kind](one)) for one in today]
    if guest.favourites and card.state in (ArrivalState.SEATED, ArrivalState.CALLED, ArrivalState.WAITING):
        favourite = guest.favourites[0]
        found.append(
            Suggestion(code="offer_favourite", facts={"dish": favourite.dish, "visits": str(favourite.visits)})
        )
    return tuple(found)


_FACTS: dict[HeadsUpKind, Callable[[HeadsUp], dict[str, str]]] = {
    HeadsUpKind.BIRTHDAY: lambda one: {"days": str(one.days)},
    HeadsUpKind.COUPON: lambda one: {"name": one.name, "days": str(one.days)},
    HeadsUpKind.POINTS: lambda one: {"points": str(one.points)},
}
