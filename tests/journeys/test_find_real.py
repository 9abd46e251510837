"""The real guests of one restaurant at the counter: found by every way their names are read, with their reasons."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from app.domain.guests import GuestCard
from app.domain.names import normalise_phone
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.importers.mapping import read_map
from app.hq.importers.run import import_file
from app.hq.work.snapshots import Snapshots
from app.localdb import snapshot
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from app.localdb.reader import open_reader
from app.wire.codec import encode_card
from app.wire.searching import readings
from tests.kit.data import real_data
from tests.kit.desk import NOW, ROOT
from tests.kit.hq import open_hq

FILES = (
    ("guests", "guests_history.gbk.csv"),
    ("guests", "guests_2016-08.gbk.csv"),
    ("orders", "orders_2016-01_2016-06.csv"),
    ("orders", "orders_2016-08-01_15.gbk.csv"),
    ("items", "order_items_2016-08-01_15.csv"),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's folder with HQ's roster after the real files were imported."""
    folder = tmp_path_factory.mktemp("real")
    engine = open_hq(f"sqlite:///{folder}/hq.db")
    for kind, name in FILES:
        mapping = read_map(real_data("orders", "map.toml"), kind)
        path = real_data("orders", name)
        import_file(engine, kind, [path], store_id="330", mapping=mapping, now=datetime(2016, 8, 16, tzinfo=UTC))
    with write(engine) as connection:
        # Nobody in the files is called so, and of all surnames this one is misread most.
        card = encode_card(GuestCard(guest_id="invented", name="仇英"))
        publish(connection, [Publication("guest", "invented", card, frozenset({"330"}))])
    packed, _ = Snapshots(engine, folder / "files").make("330")
    engine.dispose()
    desk = folder / "desk"
    lane = Lane(desk)
    lane.start().result(10)
    file = desk / "snapshot.db"
    with packed.open("rb") as source, file.open("wb") as target:
        zstandard.ZstdDecompressor().copy_stream(source, target)
    snapshot.prepare(file, "330")
    lane.submit_bare(snapshot.install, file, NOW).result(10)
    assert lane.close()
    return desk


@pytest.fixture
def db(data: Path) -> Iterator[Database]:
    db = open_reader(data)
    yield db
    db.connection.close()


def cli(data: Path, query: str, limit: int = 200) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "app",
        "guest",
        "find",
        query,
        "--data",
        str(data),
        "--limit",
        str(limit),
        "--json",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("said", "surname", "beside"),
    [("zeng", "曾", "ceng"), ("shan", "单", "dan"), ("xie", "解", "jie"), ("qiu", "仇", "chou")],
)
def test_a_surname_is_found_as_it_is_read_and_beside_its_ordinary_reading(
    db: Database, data: Path, said: str, surname: str, beside: str
) -> None:
    wanted = {row[0] for row in db.rows("select id from cache.guests where name like ?", (f"{surname}%",))}
    assert wanted, f"nobody is called {surname} in the real files"
    assert wanted <= {row["guest_id"] for row in cli(data, said)["guests"]}
    assert wanted <= {card.guest_id for card in find(db, beside, 200)}
    assert wanted <= {card.guest_id for card in find(db, said[0], 3000)}


def test_rows_carry_the_tier_with_its_reason_and_tastes_with_evidence(data: Path) -> None:
    found = cli(data, "wang")
    assert found["query"] == "wang"
    assert found["took_ms"] < 1000
    assert len(found["guests"]) > 20
    for row in found["guests"]:
        assert row["tier"]
        assert row["tier_reason"]
        assert row["phone_masked"].count("*") >= 2 or row["phone_masked"] == ""
    tasted = [
        taste for query in ("wang", "li", "zhang") for row in cli(data, query)["guests"] for taste in row["tastes"]
    ]
    assert tasted
    assert all(taste["tag"] and taste["kind"] and taste["source"] and taste["date"] for taste in tasted)


def test_everybody_is_found_by_tail_by_name_by_its_parts_and_by_its_initials(db: Database) -> None:
    held = db.rows("select id, name, phone from cache.guests order by id")
    assert len(held) > 2400
    missed = []
    for guest_id, name, phone in held[::7]:
        queries = [name, name[1:], name[:1]] if name else []
        digits = normalise_phone(phone)
        queries += [digits[-4:], digits] if digits else []
        if name and all("\u4e00" <= char <= "\u9fff" for char in name):
            way = [readings().of(char)[0] for char in name]
            queries += ["".join(way), "".join(said[0] for said in way), name[0] + "".join(said[0] for said in way[1:])]
        for query in filter(None, queries):
            if guest_id not in {card.guest_id for card in find(db, query, 3000)}:
                missed.append((query, name, phone))
    assert missed == []
