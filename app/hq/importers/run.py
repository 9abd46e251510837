"""Leads an import: files to records, records to rows, rows into the database a thousand at a time.

Each thousand is one transaction that leaves everything consistent, cards included: an import that is killed is simply
run again, and the counter goes on being served while a long one runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.domain.faults import Fault, Unreadable
from app.hq.clock import us_of
from app.hq.database import database_faults, write
from app.hq.policies import current_policy

from .batch import CHUNK, Batch, Importer
from .cells import Row
from .guests import GuestImporter
from .items import ItemImporter
from .mapping import ColumnMap, lay_out
from .orders import OrderImporter
from .places import StaffImporter, StoreImporter, TableImporter, ensure_store
from .records import Record, read_csv
from .report import ImportReport, Rejected, RejectsFile, keep_rejected
from .sheets import read_xlsx

IMPORTERS: dict[str, Callable[[], Importer[Any]]] = {
    "stores": StoreImporter,
    "tables": TableImporter,
    "staff": StaffImporter,
    "guests": GuestImporter,
    "orders": OrderImporter,
    "items": ItemImporter,
}

TRIES = 5
"""How often a batch is tried that another writer was in the way of."""

_PAUSE = 0.2

Progress = Callable[[str, int], None]
"""Called with a file's name and the rows of it that are done."""


def import_file(
    engine: Engine,
    kind: str,
    paths: Sequence[Path],
    *,
    store_id: str = "",
    mapping: ColumnMap | None = None,
    rejects: Path | None = None,
    now: datetime,
    progress: Progress | None = None,
    until: datetime | None = None,
) -> ImportReport:
    """Import files of one `kind` (a key of `IMPORTERS`) into the store `store_id`, and say what became of their rows.

    `store_id` may be empty for stores only. `now` is business time: tiers and expiries on the cards are as of it.
    Rejected rows go to the CSV `rejects` and into the database. With `until`, orders that began and items that were
    ordered at that moment or later are left out and counted nowhere, so that a past day can be lived again.

    Raises `Fault` for a file that cannot be read at all, before anything of it is written, and for a database that
    does not answer; batches that are done by then stay.
    """
    report = ImportReport(kind, tuple(str(path) for path in paths))
    mapping = mapping or ColumnMap()
    sources = [_open(path, kind, mapping, report) for path in paths]
    sink = None if rejects is None else RejectsFile(rejects)
    try:
        with database_faults():
            if store_id:
                _prepare_store(engine, store_id, mapping, report)
            importer = IMPORTERS[kind]()
            run = _Run(engine, importer, store_id, now, report, sink)
            for path, rows in zip(paths, sources, strict=True):
                run.file(path, _parsed(rows, importer, until), progress)
            importer.finish(report)
    finally:
        if sink is not None:
            sink.close()
    return report


def read_rows(kind: str, path: Path, mapping: ColumnMap | None = None) -> Iterator[Any]:
    """Give the good rows of a file as `OrderRow`, `ItemRow`, `GuestRow`, … without writing anything."""
    importer = IMPORTERS[kind]()
    source = _open(path, kind, mapping or ColumnMap(), ImportReport(kind, (str(path),)))
    return (row for _, row in _parsed(source, importer, None) if not isinstance(row, str))


def open_table(path: Path) -> tuple[tuple[str, ...], Iterator[Record]]:
    """Return a file's header and its records, CSV or XLSX by what the file begins with.

    Raises `Unreadable` for a file that is not there or is neither.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as wrong:
        raise Unreadable("file_missing", f"cannot read {path}: {wrong.strerror}") from None
    if start.startswith(b"PK\x03\x04"):
        return read_xlsx(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("file_old_excel", f"{path.name} is an old Excel file (.xls): save it as .xlsx or CSV")
    return read_csv(path)


def _open(path: Path, kind: str, mapping: ColumnMap, report: ImportReport) -> Iterator[tuple[Record, Row | None]]:
    header, records = open_table(path)
    layout = lay_out(mapping, kind, header, path.name)
    for column in layout.absent:
        report.warn(f"{path.name} has no column {column!r}: it is taken as missing")
    return (
        (record, None if record.reason else Row(record.cells, layout.places, mapping.options)) for record in records
    )


def _parsed(
    source: Iterable[tuple[Record, Row | None]], importer: Importer[Any], until: datetime | None
) -> Iterator[tuple[Record, Any]]:
    """Give each record with the row it holds, or with the reason (a str) why it holds none."""
    limit = None if until is None else us_of(until)
    for record, row in source:
        if row is None:
            yield record, record.reason
            continue
        try:
            parsed = importer.read(row)
        except Fault as fault:
            yield record, fault.detail
            continue
        if limit is None or _moment_of(parsed) < limit:
            yield record, parsed


def _moment_of(row: object) -> int:
    """Return when an order began or an item was ordered (0 where it is not known, and for every other kind)."""
    return getattr(row, "began_us", None) or getattr(row, "ordered_us", None) or 0


def _prepare_store(engine: Engine, store_id: str, mapping: ColumnMap, report: ImportReport) -> None:
    with write(engine) as connection:
        if ensure_store(connection, store_id, current_policy(connection), mapping.options.timezone.key):
            report.warn(f"store {store_id} was unknown and is now called by its id: import its name with `stores`")


@dataclass(slots=True)
class _Run:
    """One import on its way."""

    engine: Engine
    importer: Importer[Any]
    store_id: str
    now: datetime
    report: ImportReport
    sink: RejectsFile | None

    def file(self, path: Path, rows: Iterable[tuple[Record, Any]], progress: Progress | None) -> None:
        """Import one file's rows."""
        done = 0
        for part in _chunks(rows):
            good = [row for _, row in part if not isinstance(row, str)]
            bad = [Rejected(path.name, r.line, why, r.raw) for r, why in part if isinstance(why, str)]
            self._write(good, bad)
            if self.sink is not None and bad:
                self.sink.write(bad)
            done += len(part)
            if progress is not None:
                progress(path.name, done)

    def _write(self, good: Sequence[Any], bad: Sequence[Rejected]) -> None:
        for left in reversed(range(TRIES)):
            try:
                self._write_once(good, bad)
            except OperationalError:  # a lock that another writer holds, or a deadlock that was broken up
                if left == 0:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def _write_once(self, good: Sequence[Any], bad: Sequence[Rejected]) -> None:
        with write(self.engine) as connection:
            batch = Batch(connection, self.store_id, current_policy(connection), self.now, self.report)
            self.importer.write(batch, good)
            keep_rejected(connection, self.report.kind, self.store_id, bad, self.now)
        batch.counts.read = len(good) + len(bad)
        batch.counts.rejected = len(bad)
        self.report.counts.add(batch.counts)


def _chunks(rows: Iterable[tuple[Record, Any]]) -> Iterator[list[tuple[Record, Any]]]:
    held: list[tuple[Record, Any]] = []
    for row in rows:
        held.append(row)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held
