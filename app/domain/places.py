"""Where a phone is and where a store is: checked, brought into one datum, and how far apart.

China's maps are shifted. A phone's own position is WGS-84; the coordinates of Chinese map makers, and so of most store
lists, are GCJ-02, some hundred metres off, and Baidu's are BD-09. Positions are compared in GCJ-02, after each was
brought there from its own datum; outside China the three are one.
"""

from __future__ import annotations

import math
import re
from enum import StrEnum
from typing import NamedTuple

from .faults import Unreadable

EARTH_M = 6_371_008.8
"""The Earth's mean radius in metres (IUGG); a great circle of this sphere is at most 0.6 % off the ellipsoid's."""

_AXIS_M, _FLATTENING = 6_378_245.0, 0.00669342162296594323  # Krasovsky 1940, which the shift of GCJ-02 is made with
_BAIDU = math.pi * 3000 / 180

_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""The rectangle inside which coordinates are shifted (as every published form of the rule has it)."""


class Datum(StrEnum):
    """What a pair of coordinates is measured in."""

    WGS84 = "WGS-84"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


class Point(NamedTuple):
    """A place on the globe, in degrees: latitude first."""

    lat: float
    lng: float


def datum_of(text: str) -> Datum:
    """Return the datum that is called so ("WGS84", "gcj-02", "bd_09"); raise `Unreadable("datum_unknown")`."""
    found = _DATUMS.get(re.sub(r"[^A-Z0-9]", "", text.upper()))
    if found is None:
        raise Unreadable("datum_unknown", f"{text[:20]!r} is no datum: WGS-84, GCJ-02 or BD-09", datum=text[:20])
    return found


_DATUMS = {
    "WGS84": Datum.WGS84,
    "EPSG4326": Datum.WGS84,
    "GPS": Datum.WGS84,
    "GCJ02": Datum.GCJ02,
    "BD09": Datum.BD09,
    "BD09LL": Datum.BD09,
}


def position(lat: object, lng: object) -> Point:
    """Return the position that was given as two numbers.

    Raises `Unreadable("position_unreadable")` for what is no number or not finite, and `Unreadable("position_nowhere")`
    for what is nowhere on Earth, as latitude and longitude of a Chinese city are when they are swapped.
    """
    numbers = [_number(value) for value in (lat, lng)]
    if not (-90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180):
        raise Unreadable("position_nowhere", "latitude is -90 to 90 and longitude -180 to 180 degrees")
    return Point(*numbers)


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise Unreadable("position_unreadable", "a position is two numbers, in degrees")


def converted(point: Point, source: Datum, target: Datum) -> Point:
    """Return the same place in another datum. Into GCJ-02 it is exact, out of it to a millimetre."""
    if source is target or not is_shifted(point):
        return point
    shifted = _INTO_GCJ[source](point)
    return _OUT_OF_GCJ[target](shifted)


def is_shifted(point: Point) -> bool:
    """Whether a place lies where China's maps are shifted."""
    return _SOUTH <= point.lat <= _NORTH and _WEST <= point.lng <= _EAST


def _gcj_of_wgs(point: Point) -> Point:
    lat, lng = point
    north, east = _wave(lat - 35, lng - 105)
    angle = math.radians(lat)
    bulge = 1 - _FLATTENING * math.sin(angle) ** 2
    north_m = _AXIS_M * (1 - _FLATTENING) / (bulge * math.sqrt(bulge))
    east_m = _AXIS_M / math.sqrt(bulge) * math.cos(angle)
    return Point(lat + math.degrees(north / north_m), lng + math.degrees(east / east_m))


def _wave(y: float, x: float) -> tuple[float, float]:
    """Return the shift in metres to the north and east, at so many degrees from 35° north, 105° east."""
    pi, sin = math.pi, math.sin
    both = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + both
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + both
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return north, east


def _wgs_of_gcj(point: Point) -> Point:
    """Walk back: the shift hardly changes over its own length, so each step is a thousand times closer."""
    lat, lng = point
    for _ in range(4):
        there = _gcj_of_wgs(Point(lat, lng))
        lat, lng = lat - (there.lat - point.lat), lng - (there.lng - point.lng)
    return Point(lat, lng)


def _gcj_of_baidu(point: Point) -> Point:
    y, x = point.lat - 0.006, point.lng - 0.0065
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * _BAIDU)
    turn = math.atan2(y, x) - 0.000003 * math.cos(x * _BAIDU)
    return Point(radius * math.sin(turn), radius * math.cos(turn))


def _baidu_of_gcj(point: Point) -> Point:
    y, x = point
    radius = math.hypot(x, y) + 0.00002 * math.sin(y * _BAIDU)
    turn = math.atan2(y, x) + 0.000003 * math.cos(x * _BAIDU)
    return Point(radius * math.sin(turn) + 0.006, radius * math.cos(turn) + 0.0065)


def _same(point: Point) -> Point:
    return point


_INTO_GCJ = {Datum.WGS84: _gcj_of_wgs, Datum.BD09: _gcj_of_baidu, Datum.GCJ02: _same}
_OUT_OF_GCJ = {Datum.WGS84: _wgs_of_gcj, Datum.BD09: _baidu_of_gcj, Datum.GCJ02: _same}


def great_circle_m(here: Point, there: Point) -> float:
    """Return the distance over the ground in metres (haversine; good for neighbours and for antipodes)."""
    north = math.radians(there.lat - here.lat)
    east = math.radians(there.lng - here.lng)
    along = math.cos(math.radians(here.lat)) * math.cos(math.radians(there.lat))
    half = math.sin(north / 2) ** 2 + along * math.sin(east / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(half, 1.0)))


def same_city(one: str, other: str) -> bool:
    """Whether two names are of one city, however official: 上海 and 上海市."""
    return bool(one) and plain_city(one) == plain_city(other)


def plain_city(city: str) -> str:
    """Return what all names of one city have in common: 上海 and 上海市 are 上海."""
    return city.strip().removesuffix("市").lower()


_DISTRICT = re.compile(r"(?:(?![路街道号])[一-鿿]){1,6}?(?:新区|自治县|自治旗|[区县旗市])")
_PROVINCE = re.compile(r"[一-鿿]{2,7}?(?:省|自治区|特别行政区)")
_NO_DISTRICT = re.compile(r".*(?:[小社校园景商住库厂务石]区|中心区|开发区|度假区|.[城集超门]市)$")
_ROAD = re.compile(r"[东西南北中上下]?[一二三四五六七八九十]?(?:路|街|大道|巷)")
_BEFORE_CITY = 4
"""Characters that may stand before the city: a province without its 省."""


def district_of(address: str, city: str) -> str:
    """Return the district (区, 县, 旗, county-level 市) in a Chinese address; "" where it names none.

    The province and the city may stand in front of it, with their 省 and 市 or without: "上海市杨浦区迎宾路47号" is in
    杨浦区, "广东省深圳南山区" in 南山区. A name that a road begins with (环市东路) is none, nor is a 小区 or 园区.
    """
    rest = re.sub(r"\s+", "", address).replace("巿", "市")
    if province := _PROVINCE.match(rest):
        rest = rest[province.end() :]
    short = city.strip().removesuffix("市")
    while short and 0 <= (at := rest.find(short)) <= _BEFORE_CITY and not re.search("[区县]", rest[: at + 3]):
        rest = rest[at + len(short) :].removeprefix("市")
    found = _DISTRICT.match(rest)
    if found is None or _NO_DISTRICT.match(found[0]) or (found[0].endswith("市") and _ROAD.match(rest, found.end())):
        return ""
    return found[0]
