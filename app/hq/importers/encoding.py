"""In what encoding a file is, found by reading all of it: a mark at its start, UTF-8, GB18030, then a guess.

A file is not judged by one broken line: where nearly every line with foreign letters fits UTF-8 (or GB18030), that is
its encoding, and the lines that do not fit are reported by whoever reads them.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import Path

from app.domain.faults import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BLOCK = 1 << 20
_MOSTLY = {"utf-8": 0.5, "gb18030": 0.9}
"""More than this share of the lines with foreign letters must fit before the others are called broken: hardly a line of
another encoding is UTF-8 by chance, and many are GB18030."""


def find_encoding(path: Path) -> tuple[str, int]:
    """Return the name of the file's encoding and how many bytes of mark to pass over.

    Raises `Unreadable` for a file that is no text in any encoding that can be told.
    """
    with path.open("rb") as file:
        start = file.read(_BLOCK)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, len(mark)
    for name in ("utf-8", "gb18030"):
        if _fits(path, name):
            return name, 0
    for name in _MOSTLY:
        if _mostly_fits(path, name):
            return name, 0
    return _guess(start, path), 0


def _fits(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_fits(path: Path, name: str) -> bool:
    with path.open("rb") as file:
        answers = [decodes(line, name) for line in _foreign(file)]
    return bool(answers) and sum(answers) > _MOSTLY[name] * len(answers)


def _foreign(lines: Iterable[bytes]) -> Iterable[bytes]:
    return (line for line in lines if not line.isascii())


def decodes(raw: bytes, name: str) -> bool:
    """Tell whether `raw` is text in the encoding `name`."""
    try:
        raw.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _guess(start: bytes, path: Path) -> str:
    from charset_normalizer import from_bytes  # loaded only for a file that neither UTF-8 nor GB18030 can read

    best = from_bytes(start[: 1 << 16]).best()
    if best is None or b"\0" in start:
        raise Unreadable("file_encoding", f"{path.name} is not text in an encoding that can be told")
    return best.encoding


def name_of(encoding: str) -> str:
    """Return how people call an encoding."""
    return encoding.upper()
