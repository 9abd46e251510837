"""Changes cards at HQ from a process of its own: `python -m tests.benchmarks.news DATABASE COUNT`.

Every guest of the store gets another name, and as many new ones come as are missing to COUNT; 500 in a transaction.
"""

from __future__ import annotations

import sys

from sqlalchemy import select

from app.domain.guests import GuestCard
from app.hq.database import open_engine, write
from app.hq.feed import Publication, publish
from app.hq.tables import feed
from app.wire.codec import encode_card


def main(database: str, count: str) -> None:
    """Publish COUNT changed cards to store 330."""
    engine = open_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        held = list(connection.execute(select(feed.c.card_id).where(feed.c.kind == "guest")).scalars())
    ids = (held + [f"new-{number}" for number in range(int(count))])[: int(count)]
    for start in range(0, len(ids), 500):
        with write(engine) as connection:
            publish(connection, [_changed(guest_id) for guest_id in ids[start : start + 500]])
    engine.dispose()


def _changed(guest_id: str) -> Publication:
    card = GuestCard(guest_id=guest_id, name=f"改名{guest_id[-4:]}", visits=3)
    return Publication("guest", guest_id, encode_card(card), frozenset({"330"}))


if __name__ == "__main__":
    main(*sys.argv[1:])
