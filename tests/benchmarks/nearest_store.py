"""(o) The nearest of a chain's stores to a phone, beside a loop over all of them in numpy and one with geopy.

Stores lie as chains have them, in clusters around cities; phones stand within a few kilometres of one. Before a figure
counts, all three must name the same store.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

import numpy as np

from app.domain.nearest import Nearest
from app.domain.places import EARTH_M, Point
from tests.benchmarks.measure import Row, percentile
from tests.benchmarks.plan import Plan

CHAINS = (7_000, 100_000)
QUESTIONS = 1000
CITIES = 300


def run(plan: Plan) -> Iterator[Row]:
    """Ask each chain the same questions in the three ways; geopy's loop, which takes a second each, five times."""
    great_circle = import_module("geopy.distance").great_circle  # it brings no types along
    for stores in (70, 700) if plan.toy else CHAINS:
        dice = random.Random(stores)
        points = _chain(dice, stores)
        phones = [_near(dice, dice.choice(points), 0.02) for _ in range(max(5, plan.some(QUESTIONS)))]
        index = Nearest([(point, number) for number, point in enumerate(points)])
        lats, lngs = np.radians([p.lat for p in points]), np.radians([p.lng for p in points])

        def ours(phone: Point, index: Nearest[int] = index) -> int:
            return next(index.around(phone))[1]

        def limit(phone: Point, lats: np.ndarray = lats, lngs: np.ndarray = lngs) -> int:
            lat, lng = np.radians(phone.lat), np.radians(phone.lng)
            half = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lngs - lng) / 2) ** 2
            return int(np.argmin(2 * EARTH_M * np.arcsin(np.sqrt(half))))

        def peer(phone: Point, points: Sequence[Point] = points) -> int:
            return min((great_circle(phone, point).m, number) for number, point in enumerate(points))[1]

        same = [phone for phone in phones if ours(phone) != limit(phone)]
        if same or any(ours(phone) != peer(phone) for phone in phones[:2]):
            raise RuntimeError(f"they do not name the same store of {stores}: {same[:3]}")
        found, vector, loop = _p50(ours, phones), _p50(limit, phones), _p50(peer, phones[:5])
        for told, beside, goal in (("one haversine loop in numpy", vector, 1.0), ("a geopy loop", loop, 0.01)):
            yield Row(
                letter="o", what=f"nearest of {stores:,} stores, p50", unit="ms", ours=found, beside_what=told,
                beside=beside, ratio=found / beside, goal="≤ 1" if goal == 1.0 else "≤ 1/100", limit=goal,
                more={"p99 ms": percentile(_samples(ours, phones), 99)},
            )  # fmt: skip


def _p50(work: Callable[[Point], int], phones: Sequence[Point]) -> float:
    return percentile(_samples(work, phones), 50)


def _samples(work: Callable[[Point], int], phones: Sequence[Point]) -> list[float]:
    """Return how long each question takes, in ms."""
    samples = []
    for phone in phones:
        start = time.perf_counter()
        work(phone)
        samples.append((time.perf_counter() - start) * 1e3)
    return samples


def _chain(dice: random.Random, stores: int) -> list[Point]:
    cities = [Point(dice.uniform(20, 46), dice.uniform(98, 128)) for _ in range(CITIES)]
    return [_near(dice, dice.choice(cities), 0.2) for _ in range(stores)]


def _near(dice: random.Random, place: Point, degrees: float) -> Point:
    return Point(place.lat + dice.gauss(0, degrees), place.lng + dice.gauss(0, degrees))
