"""The city behind an address, from a file of address ranges: a city at most, for the picker to begin with.

The file is what ip2region publishes: a line a range, `start|end|country|region|province|city|isp` (or without the
region), IPv4 or IPv6, sorted or not, "0" for what is not known. A guest whose address is in none is asked.
"""

from __future__ import annotations

import ipaddress
import socket
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from app.domain.faults import Unavailable, Unreadable

_CITIES_OF_THEIR_OWN = ("北京", "上海", "天津", "重庆")
"""Provinces that are one city."""


class Cities:
    """Ranges of addresses with their cities; without any it knows no city."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """Raises `Unreadable("ip_cities")` naming the first line that is no range."""
        ranges: dict[int, list[tuple[int, int, str]]] = {4: [], 6: []}
        names: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            if line.strip():
                version, first, last, city = _range(line, number)
                if city:
                    ranges[version].append((first, last, names.setdefault(city, city)))
        self._ranges = {version: sorted(found) for version, found in ranges.items()}
        self._starts = {version: [first for first, _, _ in found] for version, found in self._ranges.items()}

    def of(self, address: str) -> str:
        """Return the city of an address, "" where it is not known, as of a private one."""
        if not any(self._starts.values()):
            return ""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return ""
        plain = (parsed.ipv4_mapped or parsed) if parsed.version == 6 else parsed
        if not plain.is_global:
            return ""
        number = int(plain)
        at = bisect_right(self._starts[plain.version], number) - 1
        if at < 0:
            return ""
        _, last, city = self._ranges[plain.version][at]
        return city if number <= last else ""


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


def _range(line: str, number: int) -> tuple[int, int, int, str]:
    """Return the version of a line's addresses, the first and the last, and their city ("": not known)."""
    fields = line.strip().split("|")
    version = 6 if ":" in fields[0] else 4
    family = socket.AF_INET6 if version == 6 else socket.AF_INET
    try:
        if len(fields) not in (6, 7):
            raise ValueError("six or seven fields")
        # a whole file has a million lines, and ipaddress takes ten times as long
        first, last = (int.from_bytes(socket.inet_pton(family, text), "big") for text in fields[:2])
    except (OSError, ValueError):
        reason = f"line {number} is no range: start|end|country|region|province|city|isp"
        raise Unreadable("ip_cities", reason, line=number) from None
    province, city = fields[-3:-1]
    if city in ("", "0"):
        city = province if province.removesuffix("市") in _CITIES_OF_THEIR_OWN else ""
    return version, first, last, city
