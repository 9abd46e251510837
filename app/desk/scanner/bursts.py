"""Whose a burst of strokes is, from how far apart they were and how long each key was down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .strokes import Reading, Sort, Stroke

QUICK = 15.0
"""Milliseconds: whoever lets a key go sooner is no person."""

SLOW = 20.0
"""Milliseconds: a key still down after this, among keys that were let go at once, is a person's."""

MACHINE = 12.0
"""Milliseconds a key, on average, of what is too short for a scan and yet too quick for a person."""

SPREAD = 18.0
"""Milliseconds: less than any two keys that a person rolls."""

AT_ONCE = 1.0
"""Milliseconds between two keys, less than any scanner needs."""


@dataclass(slots=True, eq=False)
class Held:
    """A stroke that is held back, and what became known of it: its text, when its key came up, whose it is."""

    mark: int
    stroke: Stroke
    text: str = ""
    sure: bool = True
    released: float | None = None
    owner: Held | None = None

    def dwell(self) -> float | None:
        """Return for how long the key was down (milliseconds), None where it still is."""
        return None if self.released is None else self.released - self.stroke.at


def scanners(beats: Sequence[Held], at: float) -> list[Held]:
    """Return the beats without those that a person typed in between, before or after."""
    tells = any(one.stroke.composed and one.released is not None for one in beats)
    told = [one for one in beats if one.stroke.sort is Sort.KEY and (tells or not one.stroke.composed)]
    quick = sum(1 for one in told if (dwell := one.dwell()) is not None and dwell <= QUICK)
    if len(told) >= 3 and quick >= 0.6 * len(told):
        beats = [one for one in beats if one not in told or not _persons(one, beats, at)]
    return list(_without_head(beats))


def _persons(one: Held, beats: Sequence[Held], at: float) -> bool:
    """Return whether a person holds this key down, while the scanner types on or after it has ended."""
    until = at if one.released is None else one.released
    if until - one.stroke.at <= SLOW:
        return False
    # A busy machine may tell late that a scanner's key came up, but then nothing else went down meanwhile.
    typed_on = any(one.stroke.at <= other.stroke.at < until for other in beats if other is not one)
    return typed_on or (one.released is None and one is beats[-1])


def _without_head(beats: Sequence[Held]) -> Sequence[Held]:
    """Leave out one or two first keys that stand apart from the rest, where no release says whose they are."""
    gaps = _gaps(beats)
    if len(gaps) < 4:
        return beats
    usual = sorted(gaps)[len(gaps) // 2]
    for place in (2, 1):
        known = any(one.released is not None for one in beats[:place])
        if gaps[place - 1] > max(2.2 * usual, usual + 8.0) and not known:
            return beats[place:]
    return beats


def _gaps(beats: Iterable[Held]) -> list[float]:
    times = [one.stroke.at for one in beats]
    return [after - before for before, after in pairwise(times)]


def _mean(times: Sequence[float]) -> float:
    return sum(times) / len(times) if times else 0.0


def too_quick(beats: Sequence[Held]) -> bool:
    """Return whether so few keys came too quickly for a person.

    Two or three must also have been let go at once; where all were, a busy machine may have spread them a little.
    """
    keys = [one for one in beats if one.stroke.sort is Sort.KEY]
    gaps = _gaps(keys)
    if not gaps:
        return False
    quick = [one for one in keys if (dwell := one.dwell()) is not None and dwell <= QUICK]
    if len(quick) == len(keys):
        return _mean(gaps) <= SPREAD
    return len(keys) > 3 and _mean(gaps) <= MACHINE and max(gaps) <= SPREAD


def pace(keys: Sequence[Held]) -> float:
    """Return the milliseconds between the keys, on average."""
    return _mean(_gaps(keys))


def belated(keys: Sequence[Held]) -> bool:
    """Return whether an input method's strokes came all at once, without a stamp: a busy loop says nothing of time."""
    gaps = sorted(_gaps(keys))
    composed = sum(1 for one in keys if one.stroke.composed)
    told = sum(1 for one in keys if one.released is not None)
    return composed * 2 > len(keys) and told * 2 < len(keys) and bool(gaps) and gaps[len(gaps) // 2] < AT_ONCE


def reading(beats: Sequence[Held]) -> Reading:
    """Return what the scanner sent with these beats, and how."""
    keys = [one for one in beats if one.stroke.sort is Sort.KEY]
    last = beats[-1]
    ends = last.stroke.text if last.stroke.sort is Sort.END else ""
    text = "".join(one.text for one in beats).rstrip("\r\n\t")
    gaps = _gaps(keys)
    return Reading(text, all(one.sure for one in keys), len(keys), _mean(gaps), max(gaps, default=0.0), ends)
