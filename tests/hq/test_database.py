"""The ground: migrations, one write transaction at a time, faults that people can read."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, select, text, update

from app.domain.faults import Fault, Refused, Unavailable, Unreadable
from app.hq import database
from app.hq.database import database_faults, epoch, migrate, newest_revision, open_engine, write
from app.hq.policies import current_policy, default_policy
from app.hq.tables import house, metadata, stores

ROOT = Path(__file__).resolve().parents[2]


def test_migrations_make_exactly_the_tables_in_the_schema(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert [d for d in differences if "comment" not in str(d[0])] == []


def test_the_newest_revision_is_the_one_that_alembic_ends_with(engine: Engine) -> None:
    (head,) = ScriptDirectory(str(Path(database.__file__).parent / "migrations")).get_heads()
    assert newest_revision() == head
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == head


def test_a_current_database_is_opened_without_alembic(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    code = (
        "import sys; from app.hq.database import migrate, open_engine;"
        f"migrate(open_engine({url!r})); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == [b"False"]


def test_migrating_twice_keeps_the_epoch(engine: Engine) -> None:
    with engine.connect() as connection:
        before = epoch(connection)
    migrate(engine)
    with engine.connect() as connection:
        assert epoch(connection) == before


def test_two_services_may_migrate_the_same_database_at_once(empty_database_url: str) -> None:
    engines = [open_engine(empty_database_url) for _ in range(3)]
    start = threading.Barrier(len(engines))
    faults: list[Fault] = []

    def run(engine: Engine) -> None:
        start.wait()
        try:
            migrate(engine)
        except Fault as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert set(metadata.tables) <= set(inspect(engines[0]).get_table_names())
    for engine in engines:
        engine.dispose()


def test_a_database_from_a_newer_program_is_refused_politely(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Refused, match="newer version"):
        migrate(engine)


def test_a_write_that_fails_leaves_nothing(engine: Engine) -> None:
    def half_done() -> None:
        with write(engine) as connection:
            connection.execute(insert(stores), {"store_id": "1", "name": "x"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    with engine.connect() as connection:
        assert connection.execute(select(stores)).all() == []


def test_writers_of_one_row_wait_for_each_other_and_lose_nothing(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(insert(stores), {"store_id": "1", "name": "x"})
    rounds, threads = 20, 4

    def count() -> None:
        for _ in range(rounds):
            with write(engine) as connection:
                connection.execute(update(stores).values(seq=stores.c.seq + 1))

    working = [threading.Thread(target=count) for _ in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    with engine.connect() as connection:
        assert connection.execute(select(stores.c.seq)).scalar_one() == rounds * threads


def test_a_reader_is_not_held_up_by_a_writer(engine: Engine) -> None:
    with write(engine) as writing:
        writing.execute(insert(stores), {"store_id": "1", "name": "x"})
        with engine.connect() as reading:
            assert reading.execute(select(stores)).all() == []


def test_sqlite_is_opened_so_that_a_committed_row_survives_a_power_cut(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/made/on the way/hq.sqlite3")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.parametrize(
    "url", ["", "hq.sqlite3", "mysql://localhost/hq", "sqlite://", "sqlite:///:memory:", "pg+x://h/d"]
)
def test_a_url_that_hq_cannot_use_is_one_sentence(url: str) -> None:
    with pytest.raises(Unreadable, match=r"[a-z]"):
        open_engine(url)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "hq.sqlite3").write_bytes(b"name,phone\n" * 500)
    engine = open_engine(f"sqlite:///{tmp_path}/hq.sqlite3")
    with pytest.raises(Unreadable, match="not a database"):
        migrate(engine)
    engine.dispose()


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/hq")
    with pytest.raises(Unavailable, match="did not answer") as raised:
        migrate(engine)
    assert "\n" not in str(raised.value)
    engine.dispose()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot make"):
        open_engine(f"sqlite:///{tmp_path}/file/hq.sqlite3")


def test_the_policy_in_the_database_is_in_force_and_a_broken_one_says_so(engine: Engine) -> None:
    with write(engine) as connection:
        assert current_policy(connection) == default_policy()
        connection.execute(insert(house), {"key": "policy", "value": "version = 'x'"})
        with pytest.raises(Unreadable, match="lacks"):
            current_policy(connection)


def test_faults_pass_through_untouched() -> None:
    with pytest.raises(Refused), database_faults():
        raise Refused("no")


@pytest.mark.parametrize("text_", ["\0", "\udcff"])
def test_what_no_text_can_hold_is_the_askers_fault_and_not_the_databases(engine: Engine, text_: str) -> None:
    query = select(stores.c.name).where(stores.c.store_id == text_)
    if engine.dialect.name == "sqlite" and text_ == "\0":
        with database_faults(), engine.connect() as connection:
            assert connection.execute(query).all() == []
        return
    with pytest.raises(Unreadable) as wrong, database_faults(), engine.connect() as connection:
        connection.execute(query)
    assert wrong.value.code == "text_unreadable"
