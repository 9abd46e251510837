"""What an import did: counts for a person and a script, warnings, and the rows it had to turn away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from app.domain.faults import Refused, Unavailable
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import rejected_rows


@dataclass(slots=True)
class Counts:
    """How many rows met which fate; every row that was read is added, updated, unchanged or rejected.

    `flagged` and `repaired` say how many of them a person should look at, and how many bear a name that was mended.
    """

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    flagged: int = 0
    rejected: int = 0
    repaired: int = 0

    def add(self, other: Counts) -> None:
        """Add what another stretch of rows came to."""
        for name in Counts.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class ImportReport:
    """What an import of one or more files of one kind did."""

    kind: str
    files: tuple[str, ...]
    counts: Counts = field(default_factory=Counts)
    warnings: list[str] = field(default_factory=list)

    def document(self) -> dict[str, object]:
        """Return the report as `--json` prints it; `file` is a list where there were several."""
        named: object = self.files[0] if len(self.files) == 1 else list(self.files)
        counted = {name: getattr(self.counts, name) for name in Counts.__slots__}
        return {"kind": self.kind, "file": named, **counted, "warnings": list(self.warnings)}

    def warn(self, sentence: str) -> None:
        """Note something worth knowing, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was turned away: where it stood, why, and its bytes."""

    file: str
    line: int
    reason: str
    raw: bytes


_HEADER = b"file,line,reason,bytes\r\n"


class RejectsFile:
    """The CSV that rejected rows go to: file, line, reason, and the row's bytes exactly as they were.

    The last cell holds the bytes themselves, in whatever encoding they have, quoted as RFC 4180 says (so a quote in
    them stands twice): read the file with `errors="surrogateescape"` and encode the cell the same way to have them
    back. Everything before it is ASCII but for the file's name.
    """

    def __init__(self, path: Path) -> None:
        """Begin the file anew; raise `Unavailable` where it cannot be written, `Refused` where it is another file."""
        self._path = path
        try:
            if path.is_file() and not _is_ours(path):
                said = f"{path} is no list of rejected rows and was left as it is; nothing was read: name a new file"
                raise Refused("rejects_file", said)
            self._file: BinaryIO = path.open("wb")
            self._file.write(_HEADER)
            self._file.flush()
        except OSError as wrong:
            raise Unavailable("rejects_file", f"cannot write {path}: {wrong.strerror}") from None

    def write(self, rows: Sequence[Rejected]) -> None:
        """Append rows, and hand them to the disk."""
        try:
            for row in rows:
                quoted = row.raw.replace(b'"', b'""')
                self._file.write(_cells(row.file, str(row.line), row.reason) + b',"' + quoted + b'"\r\n')
            self._file.flush()
        except OSError as wrong:
            raise Unavailable("rejects_file", f"cannot write {self._path}: {wrong.strerror}") from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_HEADER)) in (_HEADER, b"")


def _cells(*texts: str) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue().encode()


def keep_rejected(connection: Connection, kind: str, store_id: str, rows: Sequence[Rejected], now: datetime) -> None:
    """Keep rejected rows in the database, each once however often its file is read."""
    values = [
        {
            "row_id": blake2b(b"\x1f".join((kind.encode(), store_id.encode(), row.raw)), digest_size=16).hexdigest(),
            "kind": kind,
            "store_id": store_id,
            "file": row.file,
            "line": row.line,
            "reason": row.reason,
            "bytes": row.raw,
            "found_us": us_of(now),
        }
        for row in rows
    ]
    if values:
        connection.execute(insert_for(connection, rejected_rows).on_conflict_do_nothing(), values)
