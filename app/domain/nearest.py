"""The nearest of many places, without looking at most of them: an index that is exact everywhere on the globe.

Places lie in bands of latitude, each sorted by longitude. A question looks into the window around the point that can
hold anything within some distance, and widens it until it has what is asked for; the date line is the seam of a ring
and a pole is a window all around. Everything it gives comes in the order of its true distance.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from .places import EARTH_M, Point, great_circle_m

T = TypeVar("T")

_BAND = 0.005
"""Degrees of latitude in a band: some 550 m."""

_FIRST_M = 200.0
"""The first window's reach in metres: within a city there is a store in it or in the next."""

_WIDER = 4
"""Each window reaches so many times as far as the one before."""

_ALL_M = math.pi * EARTH_M * 1.001
"""Farther than anything on the globe."""

_SLACK_M = 0.01
"""A window is so much wider than it must be: rounding never leaves out a place at its edge."""


class Nearest(Generic[T]):
    """Places with what stands there. Of two equally far, the one given first to the index comes first."""

    def __init__(self, places: Iterable[tuple[Point, T]]) -> None:
        """Sort the places into bands; 100,000 take a fraction of a second."""
        self._items: list[T] = []
        self._points: list[Point] = []
        bands: dict[int, list[tuple[float, int]]] = {}
        for number, (point, item) in enumerate(places):
            self._items.append(item)
            self._points.append(point)
            bands.setdefault(math.floor(point.lat / _BAND), []).append((point.lng, number))
        self._bands: list[int] = sorted(bands)
        self._rows: list[Sequence[tuple[float, int]]] = [sorted(bands[band]) for band in self._bands]

    def __len__(self) -> int:
        """How many places it knows."""
        return len(self._items)

    def around(self, here: Point, within_m: float = _ALL_M) -> Iterator[tuple[float, T]]:
        """Give (metres, what stands there), the nearest first, all that is at most `within_m` away.

        Lazily: who takes one looks at little more than one.
        """
        within_m = min(within_m, _ALL_M)
        inner, reach = -1.0, min(_FIRST_M, within_m)
        while True:
            found = []
            for number in self._window(here, reach):
                metres = great_circle_m(here, self._points[number])
                if inner < metres <= reach:
                    found.append((metres, number))
            for metres, number in sorted(found):
                yield metres, self._items[number]
            if reach >= within_m:
                return
            inner, reach = reach, min(reach * _WIDER, within_m)

    def _window(self, here: Point, reach_m: float) -> Iterator[int]:
        """Give every place whose distance can be `reach_m` or less, and some that are farther."""
        angle = (reach_m + _SLACK_M) / EARTH_M
        height = math.degrees(angle)
        first = bisect_left(self._bands, math.floor((here.lat - height) / _BAND))
        last = bisect_right(self._bands, math.floor((here.lat + height) / _BAND))
        spans = _spans(here, angle)
        for row in self._rows[first:last]:
            for west, east in spans:
                for place in range(bisect_left(row, (west, -1)), bisect_right(row, (east, len(self._items)))):
                    yield row[place][1]


def _spans(here: Point, angle: float) -> list[tuple[float, float]]:
    """Return the longitudes, in one or two pieces, outside which everything is more than `angle` (radians) away.

    The circle's widest reach to the side is not on its centre's parallel: sin Δλ = sin angle / cos φ. A circle that
    holds a pole reaches all around.
    """
    lat = math.radians(here.lat)
    if abs(lat) + angle >= math.pi / 2:
        return [(-180.0, 180.0)]
    side = math.degrees(math.asin(min(math.sin(angle) / math.cos(lat), 1.0)))
    west, east = here.lng - side, here.lng + side
    if west < -180:
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]
