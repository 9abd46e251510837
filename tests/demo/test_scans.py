"""The demo's posters: guests have scanned them for two weeks, in the shares of the chain's talk; desks know."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from app.demo.chain import FRIDAY, STORE_IDS
from app.demo.scans import hang_posters
from app.domain.days import day_bounds
from app.domain.funnel import FunnelCard
from app.domain.groups import USUAL, alerts_of
from app.hq.database import migrate, open_engine, write
from app.hq.tables import cards, printed_codes, store_tables, stores
from app.hq.work.funnel_cards import tell_due
from app.hq.work.groups import groups_of
from app.wire.codec import decode


def _funnels(folder: Path, evening: datetime) -> tuple[dict[tuple[str, str, str], FunnelCard], int]:
    """Hang the posters anew; return their funnels by store, kind and about, and how many alerts their groups give."""
    folder.mkdir()
    engine = open_engine(f"sqlite:///{folder / 'hq.sqlite3'}")
    migrate(engine)
    with write(engine) as connection:
        connection.execute(insert(stores), [{"store_id": store_id, "name": store_id} for store_id in STORE_IDS])
        connection.execute(insert(store_tables), [{"store_id": store_id, "name": "A01"} for store_id in STORE_IDS])
        hang_posters(connection, 3, STORE_IDS, FRIDAY)
        while tell_due(connection, evening):
            pass
        bodies = connection.execute(select(cards.c.body).where(cards.c.kind == "funnel")).scalars()
        held = {card.code: card for card in (decode(body, FunnelCard) for body in bodies)}
        known = connection.execute(select(printed_codes).where(printed_codes.c.code.in_(held))).all()
        alerts = [alerts_of(groups, evening, USUAL) for groups in groups_of(connection, STORE_IDS).values()]
    engine.dispose()
    return {(row.store_id, row.kind, row.about): held[row.code] for row in known}, sum(map(len, alerts))


def test_posters_were_scanned_the_same_in_every_telling(tmp_path: Path) -> None:
    evening = day_bounds(FRIDAY)[0] + timedelta(hours=14)
    (first, alerts), (second, _) = (_funnels(tmp_path / name, evening) for name in "ab")
    assert alerts == 0
    assert {key: (card.week, card.ever) for key, card in first.items()} == {
        key: (card.week, card.ever) for key, card in second.items()
    }
    for store_id in STORE_IDS:
        ever, week = first[store_id, "group", ""].ever, first[store_id, "group", ""].week
        assert ever.scans > ever.scanned > week.scanned > 50
        assert ever.scanned >= ever.shown >= ever.located > ever.joined > ever.left > 0
        assert abs((ever.added_share or 0) - 0.30) < 0.1
        assert abs((ever.joined_share or 0) - 0.48) < 0.1
    assert all(card.ever.joined == 0 for (_, kind, _), card in first.items() if kind == "table")
