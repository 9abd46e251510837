"""From the bytes of a CSV file to records, so that one broken record never hides or swallows another.

An ordinary CSV reader takes everything after a stray quote into one cell, up to the next quote, which may be a
hundred rows further on. Here a physical line decides first:

1. a line without an open quote is a record of its own;
2. a line that has all its columns is a whole record too, even if it opens a quote that it does not close (but a text
   in the last column may go over lines that hold nothing but that text);
3. otherwise a quoted cell may go on over the next lines, if the outcome is flawless CSV with the right number of
   columns, and if none of those lines is a whole record by itself (the end of a quoted first cell looks like one, but
   for its odd quote);
4. what is left is a broken record: this one line, with its bytes as they were.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.faults import Unreadable

from .encoding import find_encoding, name_of

LINES = 100
"""Physical lines that one quoted cell may go over."""

_DELIMITERS = ",\t;|"
_WIDE = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
"""Bytes of a letter in the encodings where a line's end cannot be told from the bytes alone."""

_PROBE = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file: the number of its first line, its bytes without the line's end, and its cells.

    A broken record has no cells, and a `reason` that says why.
    """

    line: int
    raw: bytes
    cells: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A physical line: its bytes, the bytes that end it, and its text, None where it is not in the file's encoding."""

    number: int
    raw: bytes
    end: bytes
    text: str | None


def read_csv(path: Path) -> tuple[tuple[str, ...], Iterator[Record]]:
    """Return the header of a CSV file, and its records one by one as they are asked for.

    Raises `Unreadable` for an empty file or one that is no text.
    """
    encoding, mark = find_encoding(path)
    lines = _lines(path, encoding, mark)
    first = next((line for line in lines if line.text is None or line.text.strip()), None)
    if first is None:
        raise Unreadable("file_empty", f"{path.name} is empty")
    if first.text is None:
        raise Unreadable("file_header", f"the header of {path.name} is not {name_of(encoding)}")
    delimiter = _delimiter(first.text)
    header = _strict(first.text, delimiter) or first.text.split(delimiter)
    return tuple(name.strip() for name in header), _records(lines, len(header), delimiter, name_of(encoding))


def _delimiter(header: str) -> str:
    counts = Counter(header)
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])


def _lines(path: Path, encoding: str, mark: int) -> Iterator[_Line]:
    with path.open("rb") as file:
        start = file.read(_PROBE)
        file.seek(mark)
        if encoding in _WIDE:
            raws = _cut(file.read(), "\n".encode(encoding), _WIDE[encoding])
        elif b"\n" not in start and b"\r" in start:
            raws = _cut(file.read(), b"\r", 1)
        else:
            raws = file
        for number, whole in enumerate(raws, 1):
            raw = _without_end(whole, encoding)
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                text = None
            yield _Line(number, raw, whole[len(raw) :], text)


def _cut(data: bytes, feed: bytes, width: int) -> Iterator[bytes]:
    """Cut `data` after each `feed` that stands at a whole letter (`width` bytes each)."""
    start = place = 0
    while (place := data.find(feed, place)) >= 0:
        if place % width:
            place += 1
            continue
        place += len(feed)
        yield data[start:place]
        start = place
    if start < len(data):
        yield data[start:]


def _without_end(line: bytes, encoding: str) -> bytes:
    if encoding not in _WIDE:  # in every other encoding these bytes are never part of another letter
        line = line.removesuffix(b"\n")
        return line.removesuffix(b"\r")
    return line.removesuffix("\n".encode(encoding)).removesuffix("\r".encode(encoding))


class _Ahead:
    """The lines to come, with a look at those after the next."""

    def __init__(self, lines: Iterator[_Line]) -> None:
        self._lines = lines
        self._seen: deque[_Line] = deque()

    def take(self) -> _Line | None:
        """Return the next line and pass on; None at the end."""
        return self._seen.popleft() if self._seen else next(self._lines, None)

    def look(self) -> Iterator[_Line]:
        """Give the lines to come, without passing on."""
        for place in range(LINES):
            if place == len(self._seen):
                line = next(self._lines, None)
                if line is None:
                    return
                self._seen.append(line)
            yield self._seen[place]


def _records(lines: Iterator[_Line], width: int, delimiter: str, encoding: str) -> Iterator[Record]:
    ahead = _Ahead(lines)
    while (line := ahead.take()) is not None:
        if line.text is None:
            yield Record(line.number, line.raw, reason=f"the line is not {encoding}")
        elif line.text.strip():
            record = _record(line, line.text, ahead, width, delimiter)
            if record.reason or any(cell.strip() for cell in record.cells):
                yield record


def _record(line: _Line, text: str, ahead: _Ahead, width: int, delimiter: str) -> Record:
    cells = _strict(text, delimiter)
    if cells is None:  # a quote is left open, or stands where none may
        cells = _lenient(text, delimiter)
        closed_by_last = len(cells) == width
        joined = _continued(line, text, ahead, width, delimiter, only_text=closed_by_last)
        if joined is not None:
            return joined
        if not closed_by_last:
            cells = [cell.strip('"') for cell in text.split(delimiter)]
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) != width:
        return Record(line.number, line.raw, reason=f"{len(cells)} columns instead of {width}")
    return Record(line.number, line.raw, tuple(cells))


def _continued(line: _Line, text: str, ahead: _Ahead, width: int, delimiter: str, *, only_text: bool) -> Record | None:
    """Return the record that `line` begins and later lines end, if it is flawless; those lines are passed then.

    `only_text`: the line has all its columns, so what follows may only be text without a delimiter.
    """
    taken: list[_Line] = []
    first_cell = len(_lenient(text, delimiter)) == 1

    def physical() -> Iterator[str]:
        yield f"{text}\n"
        for following in ahead.look():
            if following.text is None or (only_text and delimiter in following.text):
                return
            ends_first = first_cell and following.text.count('"') % 2 == 1
            if width > 1 and not ends_first and _is_whole(following.text, width, delimiter):
                return
            taken.append(following)
            yield f"{following.text}\n"

    try:
        cells = next(csv.reader(physical(), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return None
    if len(cells) != width or not taken:
        return None
    for _ in taken:
        ahead.take()
    parts = [line.raw]
    for before, after in zip([line, *taken], taken, strict=False):
        parts += [before.end, after.raw]
    return Record(line.number, b"".join(parts), tuple(cells))


def _is_whole(text: str, width: int, delimiter: str) -> bool:
    cells = _strict(text, delimiter)
    if cells is not None:
        return len(cells) == width
    return len(_lenient(text, delimiter)) == width or text.count(delimiter) == width - 1


def _strict(text: str, delimiter: str) -> list[str] | None:
    """Return the cells of a line that is flawless CSV by itself, else None."""
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def _lenient(text: str, delimiter: str) -> list[str]:
    """Return the cells of a line by itself; a quote that is left open goes to the line's end."""
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return text.split(delimiter)
