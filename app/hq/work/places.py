"""What a store's desk is told of its store and of the policy: the one place where a store's card is made."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from app.domain.days import SHANGHAI
from app.domain.policy import Policy
from app.domain.tables import StoreCard
from app.hq.feed import Publication, publish
from app.hq.tables import stores
from app.wire.codec import encode_card

_CHUNK = 500

_COLUMNS = select(stores.c.store_id, stores.c.name, stores.c.city, stores.c.address, stores.c.timezone)
_NAMED = _COLUMNS.where(stores.c.store_id.in_(bindparam("ids", expanding=True)))


def store_card(
    store_id: str, name: str, policy: Policy, *, city: str = "", address: str = "", timezone: str = ""
) -> StoreCard:
    """Return the store's card, with what its desk must know of the policy."""
    return StoreCard(
        store_id=store_id,
        name=name,
        city=city,
        wait_limit=policy.wait_limit_minutes,
        escalate_seconds=policy.escalate_seconds,
        redeem_points=policy.redeem_points,
        lapse_days=policy.lapse_days,
        birthday_days=policy.birthday_days,
        segments={cell.value: called.name for cell, called in policy.segments.called.items()},
        groups=policy.groups,
        address=address,
        brand=policy.brand,
        accent=policy.accent,
        policy=policy.version,
        timezone=timezone or SHANGHAI,
    )


def publish_stores(connection: Connection, store_ids: Iterable[str], policy: Policy) -> None:
    """Publish the card of each of `store_ids` to its own desk."""
    wanted = sorted(set(store_ids))
    for start in range(0, len(wanted), _CHUNK):
        rows = connection.execute(_NAMED, {"ids": wanted[start : start + _CHUNK]}).all()
        cards = [
            store_card(row.store_id, row.name, policy, city=row.city, address=row.address, timezone=row.timezone)
            for row in rows
        ]
        news = [Publication("store", card.store_id, encode_card(card), frozenset({card.store_id})) for card in cards]
        publish(connection, news)


def publish_all_stores(connection: Connection, policy: Policy) -> None:
    """Publish every store's card: the policy has changed."""
    publish_stores(connection, connection.execute(select(stores.c.store_id)).scalars(), policy)
