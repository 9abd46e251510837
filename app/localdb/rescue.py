"""Saving the outbox, the settings and the aliases out of a damaged local.db.

First by asking SQLite, row by row, for as long as it answers. Then by reading the raw pages of the file and of its
log: every table leaf whose records look like outbox rows is taken, whatever became of the header or the schema around
it (file format: https://www.sqlite.org/fileformat2.html). That may bring back an older state of a row, and sending a
command again is safe: its key is the same, and HQ answers a key once.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.commands import KINDS
from app.domain.faults import Fault
from app.wire.codec import decode_command

from .database import Database
from .layout import OUTBOX_COLUMNS
from .rows import insert_new, upsert

Record = dict[str, Any]

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_WEIGHT = {"waiting": 0, "parked": 1, "discarded": 2, "done": 3}
"""A row goes from left to right only (but for a retry, which is given a new key), so the heaviest state is the last."""


def rescue(db: Database, damaged: Path) -> int:
    """Bring what can be read of `damaged` into the new, empty `db`; return how many unsettled outbox rows came.

    A row whose command cannot be read any more is kept, parked, with the reason.
    """
    best: dict[str, Record] = {}
    carved = list(carve(damaged))  # before SQLite is asked, which deletes the log of an empty file
    for record in (*_asked(damaged, "outbox"), *carved):
        if not _plausible(record):
            continue
        held = best.get(record["key"])
        if held is None or _WEIGHT[record["state"]] > _WEIGHT[held["state"]]:
            best[record["key"]] = record
    rows = sorted((r for r in best.values() if r["state"] != "done"), key=lambda r: r["position"])
    with db.connection:
        db.execute("begin immediate")
        insert_new(db, "outbox", [_readable(row) for row in _renumbered(rows)], key="position")
        for name, key in (("settings", "key"), ("aliases", "alias")):
            for record in _asked(damaged, name):
                if all(isinstance(value, str) for value in record.values()):
                    upsert(db, name, record, key=key)
    return sum(row["state"] in ("waiting", "parked") for row in rows)


def _plausible(record: Record) -> bool:
    texts = [record.get(column) for column in OUTBOX_COLUMNS[1:]]
    return (
        isinstance(record.get("position"), int)
        and all(isinstance(text, str) for text in texts)
        and _KEY.fullmatch(record["key"]) is not None
        and record["state"] in _WEIGHT
    )


def _renumbered(rows: list[Record]) -> Iterator[Record]:
    """Two old states of the file may have given one position to two rows; order is kept, places are made anew."""
    for place, row in enumerate(rows, start=1):
        yield row | {"position": place}


def _readable(row: Record) -> Record:
    try:
        decode_command(row["kind"], row["body"])
    except Fault as fault:
        if row["state"] == "waiting":
            return row | {"state": "parked", "code": "rescued_unreadable", "reason": fault.detail}
    return row


def _asked(damaged: Path, name: str) -> Iterator[Record]:
    """Ask SQLite for the rows of a table, upwards and then downwards, each time for as long as it answers."""
    for order in ("asc", "desc"):
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)) as connection,
        ):
            connection.row_factory = sqlite3.Row
            for row in connection.execute(_ASK[name, order]):
                yield dict(row)


_ASK = {
    ("outbox", "asc"): "select * from outbox order by position",
    ("outbox", "desc"): "select * from outbox order by position desc",
    ("settings", "asc"): "select * from settings order by key",
    ("settings", "desc"): "select * from settings order by key desc",
    ("aliases", "asc"): "select * from aliases order by alias",
    ("aliases", "desc"): "select * from aliases order by alias desc",
}


def carve(file: Path) -> Iterator[Record]:
    """Yield every record in the raw pages of `file` and its log that has the outbox's columns and a known kind."""
    for path, start, skip in ((file, 0, 0), (Path(f"{file}-wal"), 32, 24)):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        page = _page_size(content, in_log=bool(skip))
        for offset in range(start + skip, len(content) - page + 1, page + skip):
            for rowid, values in _leaf(content[offset : offset + page]):
                if len(values) == len(OUTBOX_COLUMNS) and values[3] in KINDS:
                    yield dict(zip(OUTBOX_COLUMNS, (rowid, *values[1:]), strict=True))


def _page_size(content: bytes, *, in_log: bool) -> int:
    place = content[8:12] if in_log else content[16:18]
    size = int.from_bytes(place, "big")
    size = 65536 if size == 1 and not in_log else size
    return size if 512 <= size <= 65536 and size & (size - 1) == 0 else 4096


def _leaf(page: bytes) -> Iterator[tuple[int, list[Any]]]:
    """Yield (rowid, values) of each cell of a table leaf page that lies whole in the page."""
    if page[:1] != b"\x0d":
        return
    count = int.from_bytes(page[3:5], "big")
    for cell in range(min(count, (len(page) - 8) // 2)):
        start = int.from_bytes(page[8 + 2 * cell : 10 + 2 * cell], "big")
        with contextlib.suppress(IndexError, UnicodeDecodeError, ValueError):
            size, at = _varint(page, start)
            rowid, at = _varint(page, at)
            if size <= len(page) - 35 and at + size <= len(page):
                yield rowid, _values(page[at : at + size])


def _varint(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = page[at + place]
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError


def _values(record: bytes) -> list[Any]:
    end, at = _varint(record, 0)
    types: list[int] = []
    while at < end:
        kind, at = _varint(record, at)
        types.append(kind)
    values: list[Any] = []
    at = end
    for kind in types:
        length = _LENGTHS[kind] if kind < 12 else (kind - 12) // 2
        piece = record[at : at + length]
        if len(piece) != length:
            raise ValueError
        at += length
        values.append(_value(kind, piece))
    return values


_LENGTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)


def _value(kind: int, piece: bytes) -> str | bytes | int | None:
    if kind >= 13 and kind % 2:
        return piece.decode()
    if kind >= 12:
        return piece
    if kind in (8, 9):
        return kind - 8
    return None if kind == 0 else int.from_bytes(piece, "big", signed=True)
