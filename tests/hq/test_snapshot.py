"""The snapshot: the whole feed in one file, ready to be renamed into a desk's cache, made anew only when it must be."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from sqlalchemy import Engine, update

from app.domain.faults import Unavailable, Unknown
from app.domain.guests import GuestCard
from app.hq import tables
from app.hq.database import open_engine, write
from app.hq.feed import Publication, publish
from app.hq.reading import digest, read
from app.hq.work.snapshots import AGE_LIMIT, Snapshot, Snapshots
from app.wire.codec import bucket_of, encode_card, row_hash
from app.wire.searching import searched
from app.wire.snapshot import APPLICATION_ID, LAYOUT, guest_keys
from tests.kit.hq import found_store

VISIT = datetime(2026, 3, 5, 12, 30, 15, 250, tzinfo=UTC)
PEOPLE = [
    GuestCard(
        guest_id=f"g{n}", name="王芳" if n % 2 else "", phone=f"1380013{n:04d}", last_visit=VISIT if n % 3 else None
    )
    for n in range(300)
]


def guests_in(engine: Engine, people: list[GuestCard]) -> None:
    with write(engine) as connection:
        reach = frozenset({"330"})
        publish(connection, [Publication("guest", card.guest_id, encode_card(card), reach) for card in people])


@pytest.fixture
def snapshots(engine: Engine, tmp_path: Path) -> Snapshots:
    found_store(engine, codes=False)
    guests_in(engine, PEOPLE)
    return Snapshots(engine, tmp_path / "snapshots")


def opened(file: Path, made: Snapshot, place: Path) -> sqlite3.Connection:
    plain = zstandard.ZstdDecompressor().decompress(file.read_bytes())
    assert (len(plain), hashlib.sha256(plain).hexdigest()) == (made.size, made.sha256)
    place.write_bytes(plain)
    return sqlite3.connect(place)


def test_a_folder_that_no_snapshot_could_be_written_to_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = open_engine(f"sqlite:///{tmp_path}/hq.sqlite3")
    with pytest.raises(Unavailable, match="--files"):
        Snapshots(engine, tmp_path / "file" / "x").prepare()
    Snapshots(engine, tmp_path / "new" / "x").prepare()
    assert list((tmp_path / "new" / "x").iterdir()) == []


def test_the_file_holds_the_whole_feed(snapshots: Snapshots, engine: Engine, tmp_path: Path) -> None:
    with write(engine) as connection:
        publish(connection, [Publication("guest", "g5", None)])
    file, made = snapshots.make("330")
    with closing(opened(file, made, tmp_path / "cache.db")) as cache:
        assert cache.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
        assert cache.execute("pragma quick_check").fetchone() == ("ok",)
        meta = dict(cache.execute("select key, value from meta").fetchall())
        assert (meta["layout"], meta["store_id"], meta["cursor"]) == (str(LAYOUT), "330", made.cursor)
        assert (meta["epoch"], datetime.fromisoformat(meta["built_at"]).tzinfo) == (made.epoch, UTC)
        assert sorted(row[0] for row in cache.execute("select kind from cards")) == ["store", "table", "table", "table"]
        held = cache.execute("select name, phone, seen, place from guests where id = 'g7'").fetchone()
        assert held[:3] == guest_keys(encode_card(PEOPLE[7])) == ("王芳", "13800130007", int(VISIT.timestamp()) // 3600)
        keys = cache.execute("select key from keys where guest = ? and seen = ?", (held[3], held[2])).fetchall()
        assert {key for (key,) in keys} == searched(encode_card(PEOPLE[7])).search_keys
        assert cache.execute("select count(*) from guests").fetchone() == (299,)
        names = {row[0] for row in cache.execute("select name from sqlite_master where type = 'index'")}
        assert "guests_id" in names
        rows = cache.execute(
            "select kind, id, hash, body from cards union all select 'guest', id, hash, body from guests"
        ).fetchall()
    assert made.rows == len(rows) == 303
    buckets = [0] * 256
    for kind, card_id, hashed, body in rows:
        assert hashed == row_hash(kind, card_id, body.encode())
        buckets[bucket_of(hashed)] += hashed
    with read(engine) as connection:
        theirs = digest(connection, "330")
    assert (theirs.cursor, theirs.rows) == (made.cursor, made.rows)
    assert all((ours - hqs) % 2**64 == 0 for ours, hqs in zip(buckets, theirs.buckets, strict=True))


def test_what_hq_says_of_the_file_is_true(snapshots: Snapshots) -> None:
    file, made = snapshots.make("330")
    assert made.etag == f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:32]}"'
    assert made.digest == f"sha-256=:{base64.b64encode(bytes.fromhex(made.sha256)).decode()}:"


def test_a_file_is_used_until_the_feed_has_moved_on(snapshots: Snapshots, engine: Engine) -> None:
    file, made = snapshots.make("330")
    assert snapshots.make("330") == (file, made)
    with write(engine) as connection:
        publish(connection, [Publication("arrival", "a1", b"{}", frozenset({"330"}))])
    assert snapshots.make("330") == (file, made)
    many = [Publication("arrival", f"b{n}", b"{}", frozenset({"330"})) for n in range(AGE_LIMIT)]
    with write(engine) as connection:
        publish(connection, many)
    newer, newest = snapshots.make("330")
    assert newest.seq == made.seq + AGE_LIMIT + 1
    assert newest.rows == made.rows + AGE_LIMIT + 1
    assert snapshots.make("330", made.etag) == (file, made)  # a desk in the middle of the old one may finish it
    with write(engine) as connection:
        publish(connection, [Publication(p.kind, p.card_id, b"1") for p in many] + [Publication("arrival", "a1", b"1")])
    third, _ = snapshots.make("330")
    assert (file.exists(), newer.exists(), third.exists()) == (False, True, True)
    assert snapshots.make("330", made.etag)[0] == third


def test_a_file_of_another_history_is_not_used(snapshots: Snapshots, engine: Engine) -> None:
    file, made = snapshots.make("330")
    with write(engine) as connection:
        connection.execute(update(tables.house).where(tables.house.c.key == "epoch").values(value="another"))
    other, newer = snapshots.make("330", made.etag)
    assert (newer.epoch, other != file, file.exists()) == ("another", True, False)


def test_rubbish_in_the_folder_does_no_harm(snapshots: Snapshots) -> None:
    file, _ = snapshots.make("330")
    note = file.with_name(f"{file.name}.json")
    note.write_bytes(b'{"store_id": "330"')
    again, _ = snapshots.make("330")
    assert again.is_file()
    again.unlink()
    third, _ = snapshots.make("330")
    assert third.is_file()
    assert not list(file.parent.glob("making-*"))


def test_a_store_that_is_not_and_a_folder_that_cannot_be(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    with pytest.raises(Unknown):
        Snapshots(engine, tmp_path / "snapshots").make("777")
    found_store(engine, codes=False)
    with pytest.raises(Unavailable):
        Snapshots(engine, tmp_path / "in the way").make("330")


def test_many_may_ask_at_once_from_two_services(engine: Engine, tmp_path: Path) -> None:
    found_store(engine, codes=False)
    guests_in(engine, PEOPLE)
    services = [Snapshots(engine, tmp_path / "snapshots") for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(services[n % 2].make, "330") for n in range(8)]
        found = [future.result(60) for future in asked]
    assert {made.seq for _, made in found} == {304}
    assert all(hashlib.sha256(file.read_bytes()).hexdigest().startswith(made.etag[1:-1]) for file, made in found)


def test_a_store_may_be_called_anything(engine: Engine, tmp_path: Path) -> None:
    name = "../总店 #1"
    found_store(engine, name, codes=False)
    file, made = Snapshots(engine, tmp_path / "snapshots").make(name)
    assert file.parent == tmp_path / "snapshots"
    assert made.rows == 4


def test_who_asks_while_the_file_is_made_is_told_so_and_it_is_made_once(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_store(engine, codes=False)
    guests_in(engine, PEOPLE)
    snapshots = Snapshots(engine, tmp_path / "snapshots")
    held, made = threading.Event(), []
    really = snapshots.make

    def slowly(store_id: str, etag: str = "") -> tuple[Path, Snapshot]:
        made.append(store_id)
        assert held.wait(30)
        return really(store_id, etag)

    monkeypatch.setattr(snapshots, "make", slowly)
    monkeypatch.setattr("app.hq.work.snapshots.PATIENCE", 0.05)

    async def ask() -> None:
        asked = await asyncio.gather(*(snapshots.current("330") for _ in range(5)), return_exceptions=True)
        assert {getattr(fault, "code", "") for fault in asked} == {"snapshot_making"}
        held.set()
        monkeypatch.setattr("app.hq.work.snapshots.PATIENCE", 30)
        file, _ = await snapshots.current("330")
        assert file.is_file()
        assert made == ["330"]
        assert await snapshots.current("330")
        assert made == ["330", "330"]

    asyncio.run(ask())
    snapshots.close()


def test_a_large_rosters_file_lasts_longer(snapshots: Snapshots) -> None:
    _, made = snapshots.make("330")
    lasting = [replace(made, rows=rows).lasts for rows in (0, 20_000, 1_000_000)]
    assert lasting == [AGE_LIMIT, AGE_LIMIT, 50_000]
    assert replace(made, rows=9_000_000).lasts == 100_000
