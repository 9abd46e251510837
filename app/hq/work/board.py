"""The arrivals of a store as rows and cards: found, saved, flagged, and made anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Connection, Select, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.arrivals import ArrivalCard, ArrivalState
from app.domain.days import business_day
from app.domain.faults import Unknown
from app.domain.guests import GuestCard
from app.domain.heads_up import heads_up
from app.domain.suggestions import suggestions
from app.hq.clock import us_of
from app.hq.feed import Publication, publish
from app.hq.tables import arrival_aliases, arrivals, cards, stores
from app.wire.codec import decode, encode_card

from . import alerting, floor
from .clearing import retire
from .clusters import canonicals, members_of
from .disputes import show
from .identities import Identified
from .occasion import Occasion
from .profiles import held_cards

_ONE_DAY = timedelta(days=1)

_BODY = select(arrivals.c.body).where(arrivals.c.arrival_id == bindparam("arrival_id"))
_OTHER_BODY = (
    select(arrivals.c.body)
    .join(arrival_aliases, arrival_aliases.c.arrival_id == arrivals.c.arrival_id)
    .where(arrival_aliases.c.alias == bindparam("alias"))
)
_OWN = select(arrivals.c.guest_id).where(arrivals.c.arrival_id == bindparam("arrival_id"))
_FLAGGED = update(arrivals).where(arrivals.c.arrival_id == bindparam("the_arrival")).values(body=bindparam("the_body"))
_TIMEZONE = select(stores.c.timezone).where(stores.c.store_id == bindparam("store_id")).with_for_update()
_LAST_DAY = select(func.max(arrivals.c.day)).where(
    arrivals.c.store_id == bindparam("store_id"), arrivals.c.day <= bindparam("today")
)

_ON_BOARD = (cards.c.kind == "arrival") & (cards.c.card_id == arrivals.c.arrival_id)
_OPEN_ON_BOARDS = (
    select(arrivals.c.body, arrivals.c.day)
    .join(cards, _ON_BOARD)
    .where(
        arrivals.c.guest_id.in_(bindparam("guest_ids", expanding=True)),
        arrivals.c.state.in_([state.value for state in ArrivalState if state.is_open]),
        cards.c.body.is_not(None),
    )
)
_IS_SHOWN = select(cards.c.card_id).where(
    cards.c.kind == "arrival", cards.c.card_id == bindparam("arrival_id"), cards.c.body.is_not(None)
)


def hold_store(connection: Connection, store_id: str) -> str:
    """Return the store's timezone, and keep other services from changing its board until the transaction ends.

    Raises `Unknown` for a store that does not exist.
    """
    timezone = connection.execute(_TIMEZONE, {"store_id": store_id}).scalar()
    if timezone is None:
        raise Unknown("store_unknown", f"no store is called {store_id!r}", store_id=store_id)
    return str(timezone)


def stores_among(connection: Connection, store_ids: Iterable[str]) -> frozenset[str]:
    """Return those of `store_ids` that are stores."""
    query = select(stores.c.store_id).where(stores.c.store_id.in_(list(store_ids)))
    return frozenset(connection.execute(query).scalars())


def card_of(connection: Connection, store_id: str, arrival_id: str) -> ArrivalCard | None:
    """Return the arrival as recorded, None if there is none of that id; raise `Unknown` if it is another store's.

    One that turned out to be another is that other one.
    """
    body = connection.execute(_BODY, {"arrival_id": arrival_id}).scalar()
    if body is None:
        body = connection.execute(_OTHER_BODY, {"alias": arrival_id}).scalar()
    card = None if body is None else decode(body, ArrivalCard)
    if card is not None and card.store_id != store_id:
        raise Unknown("arrival_unknown", f"store {store_id} has no such arrival")
    return card


def around(day: date) -> list[str]:
    """Return the day, the one before and the one after, as they stand in rows: a party may sit across the cut."""
    return [(day + step * _ONE_DAY).isoformat() for step in (-1, 0, 1)]


def cards_about(
    connection: Connection,
    store_id: str,
    days: Iterable[str],
    *,
    guest_id: str | None = None,
    ticket_no: str = "",
    table: str = "",
) -> list[ArrivalCard]:
    """Return the store's arrivals of these days that are of the guest, have the ticket, or are at the table.

    `guest_id` is canonical: the arrivals of those merged into the guest are the guest's.
    """
    everybody = list(members_of(connection, [guest_id])) if guest_id else []
    named = {"guest_id": everybody, "ticket_no": [ticket_no], "table_name": [table]}
    given = tuple(name for name, values in named.items() if any(values))
    if not given:
        return []
    asked = {"store_id": store_id, "days": list(days)} | {f"the_{name}": named[name] for name in given}
    return [decode(body, ArrivalCard) for body in connection.execute(_about(given), asked).scalars()]


@cache
def _about(given: tuple[str, ...]) -> Select[str]:
    either = [arrivals.c[name].in_(bindparam(f"the_{name}", expanding=True)) for name in given]
    days = arrivals.c.day.in_(bindparam("days", expanding=True))
    return select(arrivals.c.body).where(arrivals.c.store_id == bindparam("store_id"), days, or_(*either))


def refresh_guest(connection: Connection, guest_id: str, occasion: Occasion, *store_ids: str) -> None:
    """Make the guest's card anew and publish it, also to `store_ids`."""
    publish(connection, _news_of(fresh_guest(connection, guest_id, occasion), *store_ids), occasion.accepted_us)


def fresh_guest(connection: Connection, guest_id: str | None, occasion: Occasion) -> GuestCard | None:
    """Return the guest's card made anew, for the caller to publish; None where nobody has this id."""
    if guest_id is None:
        return None
    cards_made = held_cards(connection, [guest_id], occasion.policy, occasion.now)
    return cards_made[0] if cards_made else None


def _news_of(guest: GuestCard | None, *store_ids: str) -> list[Publication]:
    if guest is None:
        return []
    return [Publication("guest", guest.guest_id, encode_card(guest), frozenset(store_ids))]


def save(
    connection: Connection,
    card: ArrivalCard,
    occasion: Occasion,
    timezone: str,
    *,
    late: bool = False,
    own_guest: str | None = None,
) -> ArrivalCard:
    """Record the arrival and publish its guest's card and then its own; return it as saved.

    The card names whom the guest goes by; `own_guest` is the guest whose identity brought the arrival, if another.
    VIP, suggestions and flags are worked out here. An arrival of a day before the one the store lives in is recorded
    and stays off the board; the first arrival of a new day takes earlier days off it.
    """
    guest = fresh_guest(connection, card.guest_id, occasion)
    day = business_day(card.arrived_at, timezone)
    flags = ("late_fact",) if late else ()
    card = replace(card, flags=(*flags, *floor.flags(connection, card, around(day))))
    card = _dressed(card, guest, occasion, day)
    own = _own(connection, card, guest, own_guest)
    today = business_day(occasion.now, timezone)
    lived = _day_lived_in(connection, card.store_id, today)
    if lived is not None and lived < day <= today:
        retire(connection, card.store_id, day, occasion)
    off = lived is not None and day < lived
    if not off:
        card = alerting.watch(connection, card, guest, occasion.policy, occasion.now)
    body = encode_card(card)
    alone = floor.alone_again(connection, card, around(day))
    _record(connection, card, own, day, body, None if off else alerting.due_us(card, occasion.policy))
    news = [Publication("arrival", card.arrival_id, None if off else body, frozenset({card.store_id}))]
    if alone is not None:
        news.append(_with_flags(connection, alone))
    publish(connection, [*_news_of(guest, card.store_id), *news], occasion.accepted_us)
    return card


def _with_flags(connection: Connection, card: ArrivalCard) -> Publication:
    """Record the card of which only the flags changed, and return its news."""
    body = encode_card(card)
    connection.execute(_FLAGGED, {"the_arrival": card.arrival_id, "the_body": body.decode()})
    return Publication("arrival", card.arrival_id, body, frozenset({card.store_id}))


def _dressed(card: ArrivalCard, guest: GuestCard | None, occasion: Occasion, day: date) -> ArrivalCard:
    """Return the card of the business day `day` with what follows from its guest."""
    card = replace(card, guest_id=card.guest_id if guest is None else guest.guest_id)
    card = replace(card, vip=guest is not None and guest.vip)
    today = heads_up(guest, occasion.policy, day) if guest is not None else ()
    return replace(card, suggestions=suggestions(card, guest, occasion.now, today))


def _own(connection: Connection, card: ArrivalCard, guest: GuestCard | None, said: str | None = None) -> str | None:
    """Return the guest that the arrival is kept under: of several who were merged, the one it came by."""
    if guest is None or not guest.merged:
        return card.guest_id
    held = connection.execute(_OWN, {"arrival_id": card.arrival_id}).scalar()
    return next((own for own in (held, said) if own in (guest.guest_id, *guest.merged)), card.guest_id)


def own_guest_of(connection: Connection, arrival_id: str) -> str | None:
    """Return the guest that an arrival is kept under, whoever that one goes by; None for a nameless party."""
    found: str | None = connection.execute(_OWN, {"arrival_id": arrival_id}).scalar()
    return found


def _record(
    connection: Connection, card: ArrivalCard, own: str | None, day: date, body: bytes, due_us: int | None
) -> None:
    values = {
        "arrival_id": card.arrival_id,
        "store_id": card.store_id,
        "guest_id": own,
        "day": day.isoformat(),
        "state": card.state.value,
        "ticket_no": card.ticket_no,
        "table_name": card.table,
        "arrived_us": us_of(card.arrived_at),
        "alert_due_us": due_us,
        "body": body.decode(),
    }
    connection.execute(_write_arrival(connection.dialect.name), values)


@cache
def _write_arrival(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(arrivals) if dialect == "postgresql" else sqlite.insert(arrivals)
    new = {column.name: column for column in insert.excluded if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=["arrival_id"], set_=new)


def _day_lived_in(connection: Connection, store_id: str, today: date) -> date | None:
    """Return the latest day, up to today, that the store has an arrival of."""
    last = connection.execute(_LAST_DAY, {"store_id": store_id, "today": today.isoformat()}).scalar()
    return None if last is None else date.fromisoformat(last)


def refresh_board(connection: Connection, guest_id: str, occasion: Occasion, *store_ids: str) -> list[ArrivalCard]:
    """Make the guest's card anew, also for `store_ids`, and the cards of the guest's open arrivals on any board.

    Returns those arrivals.
    """
    guest = fresh_guest(connection, guest_id, occasion)
    news = _news_of(guest, *store_ids)
    everybody = [guest_id] if guest is None else [guest.guest_id, *guest.merged]
    seen = []
    for row in connection.execute(_OPEN_ON_BOARDS, {"guest_ids": everybody}).all():
        old = decode(row.body, ArrivalCard)
        card = _dressed(old, guest, occasion, date.fromisoformat(row.day))
        card = alerting.watch(connection, card, guest, occasion.policy, occasion.now)
        seen.append(card)
        if card != old:
            body = encode_card(card)
            own = _own(connection, card, guest)
            _record(connection, card, own, date.fromisoformat(row.day), body, alerting.due_us(card, occasion.policy))
            news.append(Publication("arrival", card.arrival_id, body))
    publish(connection, news, occasion.accepted_us)
    return seen


def look_again(connection: Connection, card: ArrivalCard, day: date, occasion: Occasion) -> ArrivalCard:
    """Bring on the card what only time brought about, and tell the desks that hold it; return it as saved.

    Its guest's card is told with it: time has moved that one's window too.
    """
    guest = fresh_guest(connection, card.guest_id, occasion)
    watched = alerting.watch(connection, card, guest, occasion.policy, occasion.now)
    body = encode_card(watched)
    own = _own(connection, watched, guest)
    _record(connection, watched, own, day, body, alerting.due_us(watched, occasion.policy))
    news = _news_of(guest)
    if watched != card and connection.execute(_IS_SHOWN, {"arrival_id": card.arrival_id}).first() is not None:
        news.append(Publication("arrival", card.arrival_id, body))
    publish(connection, news, occasion.accepted_us)
    return watched


def tell(connection: Connection, found: Identified, occasion: Occasion) -> None:
    """Tell the desks of conflicts that were found on the way to a guest, and flag the guests on both sides."""
    if found.disputed:
        show(connection, found.disputed, occasion.accepted_us)
        for guest_id in sorted(set(canonicals(connection, found.against).values())):
            refresh_board(connection, guest_id, occasion)
