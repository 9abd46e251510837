"""The city behind an address, from a file of address ranges: a city at most, for the picker to begin with.

The file is what ip2region publishes: a line a range, `start|end|country|region|province|city|isp` (or without the
region), sorted or not, "0" for what is not known. It knows IPv4 only; a guest who comes by IPv6 is asked.
"""

from __future__ import annotations

import ipaddress
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from app.domain.faults import Unavailable, Unreadable


class Cities:
    """Ranges of addresses with their cities; without any it knows no city."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """Raises `Unreadable("ip_cities")` naming the first line that is no range."""
        names: dict[str, int] = {}
        ranges: list[tuple[int, int, int]] = []
        for number, line in enumerate(lines, 1):
            if line.strip():
                first, last, city = _range(line, number)
                if city:
                    ranges.append((first, last, names.setdefault(city, len(names))))
        ranges.sort()
        self._names = list(names)
        self._starts = array("L", (first for first, _, _ in ranges))
        self._ends = array("L", (last for _, last, _ in ranges))
        self._places = array("L", (place for _, _, place in ranges))

    def __len__(self) -> int:
        """How many ranges have a city."""
        return len(self._starts)

    def of(self, address: str) -> str:
        """Return the city of an address, "" where it is not known: private, IPv6, or in no range."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return ""
        plain = parsed.ipv4_mapped if parsed.version == 6 else parsed
        if plain is None or not plain.is_global:
            return ""
        number = int(plain)
        at = bisect_right(self._starts, number) - 1
        return self._names[self._places[at]] if at >= 0 and number <= self._ends[at] else ""


def read_cities(path: Path | None) -> Cities:
    """Return the cities in a file, none for no file.

    Raises `Unavailable("file_missing")` and `Unreadable("ip_cities")` for a file that cannot be read.
    """
    if path is None:
        return Cities()
    try:
        with path.open(encoding="utf-8") as file:
            return Cities(file)
    except OSError as wrong:
        raise Unavailable("file_missing", f"cannot read {path}: {wrong.strerror}") from None
    except UnicodeDecodeError as wrong:
        raise Unreadable("ip_cities", f"{path} is no UTF-8 (byte {wrong.start})") from None


def _range(line: str, number: int) -> tuple[int, int, str]:
    fields = line.strip().split("|")
    try:
        first, last = (int(ipaddress.IPv4Address(text)) for text in fields[:2])
        city = fields[5] if len(fields) > 6 else fields[4]
    except (ValueError, IndexError):
        reason = f"line {number} is no range: start|end|country|region|province|city|isp"
        raise Unreadable("ip_cities", reason, line=number) from None
    return first, last, "" if city == "0" else city
