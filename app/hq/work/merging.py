"""Two guests are one person, or are not after all. Nothing is moved: one pointer is set, and taken away again.

`guests.merged_into` names the guest that another one goes by. Facts stay under the ids they came by, cards are made
from the whole cluster, and `merges` remembers who said so and who took it back. Merging acts on whom both go by, so
chains become trees; each merge can be undone by itself, in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, union, update

from app.domain.arrivals import ArrivalCard
from app.domain.faults import Conflict, Refused, Unknown
from app.domain.replay import Deed
from app.hq.clock import us_of
from app.hq.feed import Publication, publish
from app.hq.tables import arrivals, bills, cards, feed, guests, merges, notes
from app.wire.codec import decode, encode_card

from .board import refresh_board
from .clusters import canonicals, heads, members_of, own_ids
from .disputes import show_about
from .occasion import Occasion

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_MERGE = select(merges).where(merges.c.merge_id == bindparam("merge_id"))
_HELD = (
    select(guests.c.guest_id, guests.c.merged_into)
    .where(guests.c.guest_id.in_(_IDS))
    .order_by(guests.c.guest_id)
    .with_for_update()
)
_POINT = update(guests).where(guests.c.guest_id == bindparam("gone")).values(merged_into=bindparam("into"))
_UNDO = (
    update(merges)
    .where(merges.c.merge_id == bindparam("undone"))
    .values(undone_by=bindparam("who"), undone_us=bindparam("when"))
)
_HOLDERS = select(feed.c.store_id).where(feed.c.kind == "guest", feed.c.card_id.in_(_IDS))
_BEEN = union(
    *(select(table.c.store_id).where(table.c.guest_id.in_(_IDS)) for table in (bills, arrivals, notes)),
)
_ARRIVALS = (
    select(arrivals.c.arrival_id, arrivals.c.body, cards.c.body.is_not(None).label("shown"))
    .select_from(
        arrivals.outerjoin(cards, (cards.c.kind == "arrival") & (cards.c.card_id == arrivals.c.arrival_id)),
    )
    .where(arrivals.c.guest_id.in_(_IDS))
)
_NAME = update(arrivals).where(arrivals.c.arrival_id == bindparam("named")).values(body=bindparam("card"))


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge made or undone: who stays, who goes by that guest (or did), and their open arrivals (store, id)."""

    kept: str
    gone: str
    here: tuple[tuple[str, str], ...] = ()


def merge(
    connection: Connection, merge_id: str, kept: str, gone: str, reason: str, deed: Deed, occasion: Occasion
) -> Merged:
    """Let whom `gone` goes by go by whom `kept` goes by; the same `merge_id` does it once.

    Raises `Unknown("guest_unknown")`, `Refused("merge_same")` for one guest twice, `Refused("merged_already")` where
    the two are one person by an earlier merge (in whichever direction), `Conflict("merge_reused")` for an id that
    stands for a merge that was undone.
    """
    before = connection.execute(_MERGE, {"merge_id": merge_id}).one_or_none()
    if before is not None:
        if before.undone_us is not None:
            raise Conflict("merge_reused", "this merge was undone; a new one has an id of its own")
        return Merged(before.kept, before.gone)
    own = own_ids(connection, [kept, gone])
    if own[kept] == own[gone]:
        raise Refused("merge_same", "a guest is merged with another guest")
    one, other = _hold(connection, own[kept], own[gone])
    if one == other:
        raise Refused("merged_already", "these two are one person already")
    connection.execute(_POINT, {"gone": other, "into": one})
    row = {"merge_id": merge_id, "kept": one, "gone": other, "reason": reason, "store_id": deed.store_id}
    connection.execute(insert(merges).values(**row, by=deed.author, at_us=us_of(deed.at)))
    _redress(connection, members_of(connection, [other]), one)
    stores = set(connection.execute(_HOLDERS, {"ids": [other]}).scalars())
    publish(connection, [Publication("guest", other, None)], occasion.accepted_us)
    seen = refresh_board(connection, one, occasion, *sorted(stores))
    show_about(connection, members_of(connection, [one]), occasion.accepted_us)
    return Merged(one, other, _places(seen))


def unmerge(connection: Connection, merge_id: str, deed: Deed, occasion: Occasion) -> Merged:
    """Take a merge back: both are as if it had never been, with what has come for each since.

    Undoing it twice is undoing it once. Raises `Unknown("merge_unknown")`.
    """
    found = connection.execute(_MERGE, {"merge_id": merge_id}).one_or_none()
    if found is None:
        raise Unknown("merge_unknown", "HQ knows no such merge")
    back = Merged(canonicals(connection, [found.kept])[found.kept], found.gone)
    if found.undone_us is not None:
        return back
    connection.execute(_HELD, {"ids": [found.kept, found.gone, back.kept]})
    connection.execute(_POINT, {"gone": found.gone, "into": None})
    connection.execute(_UNDO, {"undone": merge_id, "who": deed.author, "when": us_of(deed.at)})
    theirs = members_of(connection, [found.gone])
    _redress(connection, theirs, found.gone)
    stores = set(connection.execute(_HOLDERS, {"ids": [found.gone]}).scalars())
    stores |= set(connection.execute(_BEEN, {"ids": list(theirs)}).scalars())
    seen = refresh_board(connection, found.gone, occasion, *sorted(stores))
    seen += refresh_board(connection, back.kept, occasion)
    show_about(connection, {*theirs, *members_of(connection, [back.kept])}, occasion.accepted_us)
    return replace(back, here=_places(seen))


def _places(seen: Iterable[ArrivalCard]) -> tuple[tuple[str, str], ...]:
    return tuple((card.store_id, card.arrival_id) for card in seen)


def _hold(connection: Connection, *own: str) -> tuple[str, str]:
    """Lock whom two guests go by, against other merges and against cards being made; return those two."""
    wanted = heads(connection, own)
    while True:
        rows = connection.execute(_HELD, {"ids": sorted(set(wanted.values()))}).all()
        if len(rows) < len(set(wanted.values())):
            raise Unknown("guest_unknown", "HQ knows no guest of one of these ids")
        if all(row.merged_into is None for row in rows):
            return wanted[own[0]], wanted[own[1]]
        wanted = heads(connection, own)  # somebody merged one of them just now


def _redress(connection: Connection, own: Collection[str], goes_by: str) -> None:
    """Let the arrivals kept under `own` ids name the guest these go by now, on the desks too."""
    named: list[dict[str, object]] = []
    news: list[Publication] = []
    for row in connection.execute(_ARRIVALS, {"ids": list(own)}).all():
        body = encode_card(replace(decode(row.body, ArrivalCard), guest_id=goes_by))
        named.append({"named": row.arrival_id, "card": body.decode()})
        if row.shown:
            news.append(Publication("arrival", row.arrival_id, body))
    if named:
        connection.execute(_NAME, named)
    publish(connection, news)


def touched(merged: Iterable[Merged], store_id: str) -> list[tuple[str, str]]:
    """Return the cards of the store that merges or their undoing changed, as receipts name them."""
    found = [("guest", guest_id) for one in merged for guest_id in (one.kept, one.gone)]
    return [*found, *(("arrival", name) for one in merged for where, name in one.here if where == store_id)]
