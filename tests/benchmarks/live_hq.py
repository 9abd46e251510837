"""The real service with somebody at HQ who changes guests: `python -m tests.benchmarks.live_hq DATABASE FILES STORE`.

Prints its address. For each line `FIRST COUNT` on stdin it publishes that many changed guests from number FIRST on, as
their bills of today would change them, through the service's own writer in one transaction; it prints when that was
durable (Unix time, µs) and the feed's cursor behind it. Ends with its stdin.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from app.domain.guests import GuestCard, Visit
from app.hq.feed import Publication, publish
from app.hq.reading import cursor_now
from app.hq.tables import cards
from app.wire.codec import decode_card, encode_card
from tests.benchmarks.roster import AS_OF, guest_id
from tests.kit.hq import HqHere

_AT_ONCE = 500


def main(database: str, files: str, store_id: str) -> None:
    """Serve until stdin ends."""
    with HqHere(f"sqlite:///{database}", files=Path(files), clock=AS_OF.isoformat()) as hq:
        print(hq.url, flush=True)
        for line in sys.stdin:
            first, count = map(int, line.split())

            def change(connection: Connection, first: int = first, count: int = count) -> str:
                publish(connection, changed(connection, first, count, store_id))
                return str(cursor_now(connection, store_id))

            cursor = hq.services.writer.submit(change).result()
            print(time.time_ns() // 1000, cursor, flush=True)


def changed(connection: Connection, first: int, count: int, store_id: str) -> list[Publication]:
    """Return the cards of `count` guests after one more visit."""
    ids = [guest_id(number) for number in range(first, first + count)]
    found: list[Publication] = []
    for start in range(0, count, _AT_ONCE):
        wanted = select(cards.c.body).where(cards.c.kind == "guest", cards.c.card_id.in_(ids[start : start + _AT_ONCE]))
        for body in connection.execute(wanted).scalars():
            card = decode_card("guest", body)
            assert isinstance(card, GuestCard)
            at = AS_OF - timedelta(seconds=len(found))
            visit = Visit(at=at, store_id=store_id, party_size=2, paid_fen=12_000)
            more = replace(
                card, visits=card.visits + 1, last_visit=at, spend_fen=card.spend_fen + visit.paid_fen,
                recent=(visit, *card.recent[:2]),
            )  # fmt: skip
            found.append(Publication("guest", card.guest_id, encode_card(more)))
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
