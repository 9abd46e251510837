"""The real exports of one restaurant, with all their dirt: every figure here was counted by other means."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from app.domain.days import business_day
from app.domain.guests import GuestCard
from app.hq.importers.mapping import read_map
from app.hq.importers.report import ImportReport
from app.hq.importers.run import import_file
from app.hq.tables import bill_items, bills, cards, conflicts, feed, guests, identities, rejected_rows, store_tables
from app.wire.codec import decode
from tests.kit.data import real_data

pytestmark = pytest.mark.dear

NOW = datetime(2016, 8, 16, tzinfo=UTC)

Import = Callable[..., ImportReport]


@pytest.fixture
def load(engine: Engine) -> Import:
    """Import a real file of a kind into store 330."""

    def run(kind: str, name: str, rejects: Path | None = None) -> ImportReport:
        mapping = read_map(real_data("orders", "map.toml"), kind)
        path = real_data("orders", name)
        return import_file(engine, kind, [path], store_id="330", mapping=mapping, rejects=rejects, now=NOW)

    return run


def fate(report: ImportReport) -> tuple[int, int, int, int, int, int]:
    c = report.counts
    return c.read, c.added, c.unchanged, c.flagged, c.rejected, c.repaired


def test_half_a_year_of_orders_after_the_guest_file(engine: Engine, load: Import, tmp_path: Path) -> None:
    assert fate(load("guests", "guests_history.gbk.csv")) == (2_431, 2_431, 0, 0, 0, 0)
    rejects = tmp_path / "rejects.csv"
    report = load("orders", "orders_2016-01_2016-06.csv", rejects)
    assert fate(report) == (5_706, 5_674, 0, 75, 32, 146)
    assert any("40 table ids stand for several tables" in warning for warning in report.warnings)
    with engine.connect() as connection:
        total = select(func.sum(bills.c.paid_fen), func.count(bills.c.guest_id.distinct())).where(bills.c.settled)
        assert connection.execute(total).one() == (512_053_200, 2_319)
        kinds = select(conflicts.c.kind, func.count()).group_by(conflicts.c.kind)
        assert [tuple(row) for row in connection.execute(kinds)] == [("order_identity", 75)]
        names = connection.execute(select(guests.c.name, guests.c.name_original)).all()
        assert not [name for name, _ in names if "\n" in name or '"' in name or name != name.strip()]
        originals = [original for _, original in names if original]
        seats = connection.execute(select(func.count()).select_from(store_tables)).scalar()
    assert not any(mark in original for original in originals for mark in '"\n'), "a stray quote is no part of a name"
    assert seats == 40
    lines = real_data("orders", "orders_2016-01_2016-06.csv").read_bytes().split(b"\n")
    assert read_rejects(rejects) == {n: lines[n - 1].rstrip(b"\r") for n in read_rejects(rejects)}
    assert len(read_rejects(rejects)) == 32
    _the_figures_on_a_card_can_be_counted_in_the_file(engine)
    _nothing_changes_the_second_time(engine, load)


def read_rejects(path: Path) -> dict[int, bytes]:
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        return {int(row["line"]): row["bytes"].encode("utf-8", "surrogateescape") for row in csv.DictReader(file)}


def _the_figures_on_a_card_can_be_counted_in_the_file(engine: Engine) -> None:
    rows: dict[str, list[list[str]]] = {}
    text = real_data("orders", "orders_2016-01_2016-06.csv").read_text(encoding="utf-8-sig")
    for line in text.splitlines()[1:]:
        cells = line.split(",")
        if len(cells) == 21:
            rows.setdefault(cells[1], []).append(cells)
    with engine.connect() as connection:
        found = connection.execute(select(cards.c.card_id, cards.c.body).where(cards.c.kind == "guest")).all()
    for guest_id, body in found:
        card, mine = decode(body, GuestCard), rows.get(guest_id, [])
        assert card.visits == len(mine)
        assert card.spend_fen == sum(int(cells[8]) for cells in mine) * 100
        if mine:
            last = max(datetime.strptime(f"{cells[11]} +0800", "%Y/%m/%d %H:%M %z") for cells in mine)
            assert card.last_visit == last


def _nothing_changes_the_second_time(engine: Engine, load: Import) -> None:
    tables = (guests, bills, cards, feed, conflicts, rejected_rows)

    def everything() -> list[list[object]]:
        with engine.connect() as connection:
            return [sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables]

    before = everything()
    assert fate(load("orders", "orders_2016-01_2016-06.csv")) == (5_706, 0, 5_674, 75, 32, 146)
    assert fate(load("guests", "guests_history.gbk.csv")) == (2_431, 0, 2_431, 0, 0, 0)
    assert everything() == before


def test_a_fortnight_of_august_with_its_dishes(engine: Engine, load: Import) -> None:
    load("guests", "guests_history.gbk.csv")
    assert fate(load("guests", "guests_2016-08.gbk.csv")) == (732, 107, 625, 0, 0, 0)
    assert fate(load("orders", "orders_2016-08-01_15.gbk.csv")) == (462, 462, 0, 123, 0, 0)
    assert fate(load("items", "order_items_2016-08-01_15.csv")) == (4_790, 4_790, 0, 0, 0, 0)
    with engine.connect() as connection:
        settled = select(func.count()).select_from(bills).where(bills.c.settled)
        assert connection.execute(settled).scalar() == 456
        dishes = connection.execute(select(bill_items.c.dish_name).distinct()).scalars().all()
        bodies = connection.execute(select(cards.c.body).where(cards.c.kind == "guest")).scalars().all()
        paid = connection.execute(
            select(func.sum(bill_items.c.amount_fen)).where(bill_items.c.bill_id == "417")
        ).scalar()
        bill = connection.execute(select(bills.c.list_fen).where(bills.c.bill_id == "417")).scalar()
    assert not [dish for dish in dishes if dish != dish.strip() or "\n" in dish or "\r" in dish]
    assert paid == bill
    tasted = [card for card in (decode(body, GuestCard) for body in bodies) if card.tastes]
    assert len(tasted) > 20
    for card in tasted:
        for taste in card.tastes:
            assert taste.rule == "2026-11"
            assert 2 <= taste.hits <= taste.of
            assert taste.evidence
            assert card.last_visit is not None
            assert taste.date <= business_day(card.last_visit)
    assert fate(load("items", "order_items_2016-08-01_15.csv")) == (4_790, 0, 4_790, 0, 0, 0)


def test_the_other_way_round_ends_the_same(engine: Engine, load: Import) -> None:
    files = (
        ("guests", "guests_history.gbk.csv"),
        ("guests", "guests_2016-08.gbk.csv"),
        ("orders", "orders_2016-08-01_15.gbk.csv"),
        ("items", "order_items_2016-08-01_15.csv"),
    )
    shown = []
    for order in (reversed(files), files):
        for kind, name in order:
            load(kind, name)
        with engine.connect() as connection:
            found = connection.execute(select(cards.c.card_id, cards.c.body).where(cards.c.kind == "guest"))
            shown.append({row.card_id: row.body for row in found})
        with engine.begin() as connection:
            for table in (bills, bill_items, guests, identities, cards, feed, conflicts):
                connection.execute(table.delete())
    assert len(shown[0]) == 2_538
    assert shown[0] == shown[1]


def test_four_cities_of_stores(engine: Engine) -> None:
    path, mapping = real_data("stores", "stores_4cities.csv"), read_map(real_data("stores", "map.toml"), "stores")
    report = import_file(engine, "stores", [path], mapping=mapping, now=NOW)
    assert report.counts.read == report.counts.added + report.counts.rejected
    assert report.counts.added > 1_800
    again = import_file(engine, "stores", [path], mapping=mapping, now=NOW)
    assert (again.counts.added, again.counts.unchanged) == (0, report.counts.added)
