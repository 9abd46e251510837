"""The roster as a plain program would keep it for search: one narrow table, found by LIKE.

Narrow is kind to the peer: a scan of the desk's own table would read whole cards.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from app.domain.naming.keys import ways
from app.domain.naming.script import units
from app.wire.searching import readings

TABLE = "create table plain (name text, phone text, pinyin text, initials text, seen bigint)"
COLUMNS = ("name", "phone", "pinyin", "initials")

PlainRow = tuple[str, str, str, str, int]
Like = tuple[str, str]
"""A column and the pattern it is held against."""


def plain_rows(cache: Path) -> Iterator[PlainRow]:
    """Yield the guests of the desk's cache with the usual reading of their names."""
    connection = sqlite3.connect(cache)
    known: dict[str, tuple[str, str]] = {}
    for name, phone, seen in connection.execute("select name, phone, seen from guests"):
        if name not in known:
            way = ways(units(name), readings())[0] if units(name) else ()
            known[name] = "".join(way), "".join(syllable[:1] for syllable in way)
        yield name, phone, *known[name], seen
    connection.close()


def question(likes: tuple[Like, ...], mark: str) -> str:
    """Return the statement that asks for the last eight guests that are like all of `likes`."""
    where = " and ".join(f"{column} like {mark}" for column, _ in likes)
    return f"select name, phone from plain where {where} order by seen desc limit 8"


class Scan:
    """LIKE over an SQLite table."""

    def __init__(self, file: Path, rows: Iterator[PlainRow]) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("pragma synchronous = off")
        self._connection.execute(TABLE)
        self._connection.execute("begin")
        self._connection.executemany("insert into plain values (?, ?, ?, ?, ?)", rows)
        self._connection.execute("commit")

    def ask(self, likes: tuple[Like, ...]) -> float:
        """Return the seconds that one question takes."""
        start = time.perf_counter()
        self._connection.execute(question(likes, "?"), [pattern for _, pattern in likes]).fetchall()
        return time.perf_counter() - start

    def rows(self) -> Iterator[PlainRow]:
        """Yield everything."""
        return iter(self._connection.execute("select * from plain"))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class Trigrams:
    """LIKE over a PostgreSQL table with a pg_trgm index on every column."""

    def __init__(self, url: str, rows: Iterator[PlainRow]) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("create extension pg_trgm")
        self._connection.execute(TABLE)
        with self._connection.cursor().copy("copy plain from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        self._connection.execute("set maintenance_work_mem = '256MB'")
        for column in COLUMNS:
            self._connection.execute(f"create index on plain using gin ({column} gin_trgm_ops)".encode())
        self._connection.execute("vacuum analyze plain")

    def ask(self, likes: tuple[Like, ...]) -> float:
        """Return the seconds that one question takes."""
        start = time.perf_counter()
        self._connection.execute(question(likes, "%s").encode(), [pattern for _, pattern in likes]).fetchall()
        return time.perf_counter() - start

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def trigram_server() -> Path | None:
    """Return the programs of a PostgreSQL on this machine that has pg_trgm; None where there is none.

    The one that comes with the tests' packages has no such extension.
    """
    named = shutil.which("pg_config")
    found = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *([Path(named).parent] if named else [])]
    for programs in found:
        config = programs / "pg_config"
        if (programs / "initdb").is_file() and config.is_file():
            share = subprocess.run([config, "--sharedir"], capture_output=True, text=True, check=False).stdout.strip()
            if (Path(share) / "extension" / "pg_trgm.control").is_file():
                return programs
    return None


@contextmanager
def postgresql(programs: Path, folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of its own in `folder` and give its URL. It never runs as root, which it would refuse."""
    user = _another_user()
    if user is not None:
        shutil.chown(folder, user)
        for above in folder.parents:  # pytest and mkdtemp make folders that only their owner may enter
            if above.stat().st_mode & 0o001 == 0 and above.stat().st_uid == os.getuid():
                above.chmod(above.stat().st_mode | 0o011)

    def run(*arguments: object) -> None:
        subprocess.run([*map(str, arguments)], check=True, capture_output=True, user=user, cwd=folder)

    data = folder / "data"
    run(programs / "initdb", "-D", data, "-U", "bench", "--locale=C.UTF-8", "-E", "UTF8", "-A", "trust", "-N")
    options = f"-c listen_addresses= -k {folder} -c shared_buffers=512MB -c fsync=off"
    run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql://bench@/postgres?host={folder}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _another_user() -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd  # Windows has none, and no root either

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
