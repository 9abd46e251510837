"""The first sheet of an XLSX workbook as records, its cells as the text a CSV export would have had."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.domain.faults import Unreadable

from .records import Record


def read_xlsx(path: Path) -> tuple[tuple[str, ...], Iterator[Record]]:
    """Return the header of a workbook's first sheet, and its rows one by one as they are asked for.

    A row's `raw` bytes are the row as UTF-8 CSV: a workbook has no bytes of a row. Raises `Unreadable` for a file
    that is no workbook, or an empty one.
    """
    from openpyxl import load_workbook  # 0.2 s that a CSV import need not pay
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions it does not know do not matter here
            book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError):
        raise Unreadable("file_workbook", f"{path.name} is no XLSX workbook") from None
    sheet = book.worksheets[0]
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    header = next((values for _, values in rows if any(value is not None for value in values)), None)
    if header is None:
        raise Unreadable("file_empty", f"{path.name} is empty")
    names = [cell_text(value).strip() for value in header]
    while names and not names[-1]:
        names.pop()
    return tuple(names), _records(rows, len(names))


def _records(rows: Iterator[tuple[int, tuple[object, ...]]], width: int) -> Iterator[Record]:
    for number, values in rows:
        cells = [cell_text(value) for value in values]
        if not any(cell.strip() for cell in cells):
            continue
        raw = _as_csv(cells)
        if any(cell.strip() for cell in cells[width:]):
            yield Record(number, raw, reason=f"{len(cells)} columns instead of {width}")
        else:
            yield Record(number, raw, tuple(cells[:width] + [""] * (width - len(cells))))


def cell_text(value: object) -> str:
    """Return a workbook's value as an export would write it: dates as 2016-05-18 18:21:00, whole numbers without .0."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            # Excel keeps a moment as a fraction of a day: 18:21 comes back as 18:20:59.999
            return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _as_csv(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue().encode()
