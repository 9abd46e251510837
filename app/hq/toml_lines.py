"""On which line of a TOML text each key and list item stands.

Python's parser gives values without their places, and so do the libraries beside it. This reads a text that the parser
has accepted and only keeps account of where things begin; it understands all of TOML 1.0's layout (tables, arrays of
tables, dotted and quoted keys, inline tables, lists and texts over several lines) and checks nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every key, list item and table in `text`, which is good TOML."""
    return _Reader(text).read()


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of `path`, or of the innermost thing around it that is there (a missing key's table); else 1."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Reader:
    """Walks through the text once, from the left."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._table: Path = ()
        self._counts: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        while self._skip():
            if self._text.startswith("[[", self._at):
                self._header(2)
            elif self._text[self._at] == "[":
                self._header(1)
            else:
                self._pair(self._table)
        return self._lines

    def _skip(self, also: str = "") -> bool:
        """Go past blanks, line ends, comments and the characters in `also`; False at the end of the text."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._text[self._at] in " \t\r\n" or self._text[self._at] in also:
                self._at += 1
            else:
                return True
        return False

    def _note(self, path: Path, at: int) -> None:
        self._lines.setdefault(path, self._text.count("\n", 0, at) + 1)

    def _header(self, brackets: int) -> None:
        begins = self._at
        self._at += brackets
        keys = self._keys()
        self._skip()
        self._at += brackets
        path = self._inside(keys[:-1]) + keys[-1:]
        if brackets == 2:
            place = self._counts.get(path, 0)
            self._counts[path] = place + 1
            self._note(path, begins)
            path = (*path, place)
        self._note(path, begins)
        self._table = path

    def _inside(self, keys: Path) -> Path:
        """Return the path of a table, with the last item of each array of tables on the way."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _keys(self) -> Path:
        """Read a key, dotted or not; end behind it."""
        keys: list[str] = []
        while True:
            self._skip()
            begins = self._at
            if self._text[self._at] in "\"'":
                self._string()
                keys.append(str(tomllib.loads(f"k = {self._text[begins : self._at]}")["k"]))
            else:
                while self._text[self._at] not in " \t.=]":
                    self._at += 1
                keys.append(self._text[begins : self._at])
            while self._text[self._at] in " \t":
                self._at += 1
            if self._text[self._at] != ".":
                return tuple(keys)
            self._at += 1

    def _pair(self, inside: Path) -> None:
        begins = self._at
        keys = self._keys()
        for length in range(1, len(keys) + 1):
            self._note(inside + keys[:length], begins)
        self._at += 1  # the equals sign
        self._value(inside + keys)

    def _value(self, path: Path) -> None:
        self._skip()
        first = self._text[self._at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._list(path)
        elif first == "{":
            self._inline(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in ",]}#\r\n":
                self._at += 1

    def _list(self, path: Path) -> None:
        self._at += 1
        place = 0
        while self._skip(",") and self._text[self._at] != "]":
            self._note((*path, place), self._at)
            self._value((*path, place))
            place += 1
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._skip(",") and self._text[self._at] != "}":
            self._pair(path)
        self._at += 1

    def _string(self) -> None:
        """Go past a text: basic or literal, on one line or several."""
        mark = self._text[self._at]
        long = self._text.startswith(mark * 3, self._at)
        ends = mark * 3 if long else mark
        self._at += len(ends)
        while not self._text.startswith(ends, self._at):
            self._at += 2 if mark == '"' and self._text[self._at] == "\\" else 1
        self._at += len(ends)
        while long and self._at < len(self._text) and self._text[self._at] == mark:
            self._at += 1  # one or two marks more belong to the text
