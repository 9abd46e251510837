"""Who typed this: a person or a scanner. Pure: keys and times in (milliseconds, any start), verdicts out.

Everything that could be a scanner's is held until it is clear, at most one `gap` after the last of it. A scanner sends
its keys a few milliseconds apart and lets each go at once; a person needs 60 ms and more for a key, holds each for
longer than any scanner does, and now and then rolls two keys into 20 to 30 ms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import pairwise

QUICK = 15.0
"""Milliseconds: whoever lets a key go sooner is no person."""

GAP = 25.0
"""Milliseconds between two keys of a scanner at most, unless it is set up as a slow one."""

ALONE = 16.0
"""Milliseconds after which a single key that is still down is a person's."""

SLOW = 20.0
"""Milliseconds: a key still down after this, among keys that were let go at once, is a person's."""

MACHINE = 12.0
"""Milliseconds a key, on average, of what is too short for a scan and yet too quick for a person."""

AT_ONCE = 1.0
"""Milliseconds between two keys, less than any scanner needs."""

REST = 80.0
"""Milliseconds of silence after a scan without a terminator; whatever comes sooner at its pace means that it broke."""

TAIL = 60.0
"""Milliseconds in which a second terminator (CR, LF) still belongs to the scan before it."""


TERMINATORS = ("auto", "enter", "tab")


class Sort(Enum):
    """What a stroke is: a character, a terminator, a key let go, or what belongs to its neighbours (Shift)."""

    KEY = 1
    END = 2
    RELEASE = 3
    BESIDE = 4


@dataclass(frozen=True, slots=True)
class Stroke:
    """Something that came from a keyboard. `key` pairs a press with its release.

    `composed`: an input method wrote it, so that its release tells nothing; `sure`: False where `text` is a guess.
    """

    sort: Sort
    at: float
    key: int = 0
    text: str = ""
    composed: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Habits:
    """How the scanner of this desk is set up. `terminator`: "auto" (with or without), "enter" or "tab" (always)."""

    gap: float = GAP
    least: int = 6
    terminator: str = "auto"
    prefix: str = ""
    suffix: str = ""

    def sane(self) -> Habits:
        """Return these habits within what a scanner can have and a person can bear."""
        return Habits(
            gap=min(max(self.gap, 10.0), 60.0),
            least=min(max(self.least, 3), 20),
            terminator=self.terminator if self.terminator in TERMINATORS else "auto",
            prefix=self.prefix[:8],
            suffix=self.suffix[:8],
        )


class Word(StrEnum):
    """A person typed it: let it go on. A scan: take it. Half a scan, or a leftover of one: let it vanish."""

    PERSON = "person"
    SCAN = "scan"
    HALF = "half"
    LEFTOVER = "leftover"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scanner sent. `sure`: every character is known. `mean` and `slowest`: milliseconds between its keys."""

    text: str
    sure: bool
    keys: int
    mean: float
    slowest: float
    terminator: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the strokes with these `marks`, in this order."""

    word: Word
    marks: tuple[int, ...]
    reading: Reading | None = None


@dataclass(slots=True, eq=False)
class _Held:
    mark: int
    stroke: Stroke
    text: str = ""
    sure: bool = True
    released: float | None = None
    owner: _Held | None = None

    def dwell(self) -> float | None:
        return None if self.released is None else self.released - self.stroke.at


class Rhythm:
    """Takes strokes in their order, each under a `mark`; what no verdict names yet is held."""

    def __init__(self, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self._held: list[_Held] = []
        self._last = float("-inf")
        self._before = float("-inf")
        """When the last burst ended that was judged and may have been the beginning of a longer one."""
        self._broken = False
        self._waiting: Verdict | None = None
        self._waits_until = 0.0
        self._tail = float("-inf")
        self._down: set[int] = set()
        self._eaten: set[int] = set()
        self._still_down: list[str] = []

    @property
    def holds(self) -> bool:
        """Whether anything is held back."""
        return bool(self._held)

    @property
    def has_keys(self) -> bool:
        """Whether a character is held back, so that a terminator may belong to it."""
        return any(held.stroke.sort is Sort.KEY for held in self._held)

    @property
    def ends_scan(self) -> bool:
        """Whether a terminator that comes now may be one more of the scan that was just read."""
        return self._waiting is not None or self._tail > float("-inf")

    @property
    def due(self) -> float | None:
        """When `expire` must be called next, None if nothing waits."""
        if self._held:
            return self._clear_at()
        return None if self._waiting is None else self._waits_until

    def take(self, stroke: Stroke, mark: int) -> list[Verdict]:
        """Take the next stroke; return what is decided now. A stroke that no verdict names is held."""
        verdicts = self.expire(stroke.at)
        match stroke.sort:
            case Sort.RELEASE:
                return verdicts + self._release(stroke, mark)
            case Sort.END:
                return verdicts + self._end(stroke, mark)
            case Sort.BESIDE if stroke.composed and not self._held:
                return [*verdicts, Verdict(Word.PERSON, (mark,))]
            case Sort.KEY if not self.has_keys:
                self._broken = stroke.at - self._before <= self.habits.gap
        if not stroke.composed:
            self._down.add(stroke.key)
            self._eaten.discard(stroke.key)
        self._hold(stroke, mark)
        return verdicts

    def flush(self, at: float) -> list[Verdict]:
        """Decide on everything held, now: a key came that no scanner sends."""
        verdicts = self._judge(at) if self._held else []
        return verdicts + self._emit(float("inf"))

    def expire(self, at: float) -> list[Verdict]:
        """Decide what the time up to `at` has made clear."""
        clear = self._clear_at()
        return (self._judge(clear) if self._held and at > clear else []) + self._emit(at)

    def _clear_at(self) -> float:
        """When it is clear whose the held strokes are, if nothing more comes.

        A single key that is still down says it sooner: a scanner would have let it go.
        """
        keys = [one for one in self._held if one.stroke.sort is not Sort.BESIDE]
        alone = len(keys) == 1 and keys[0].released is None and not keys[0].stroke.composed
        usual = self.habits.gap <= GAP
        return self._last + (min(ALONE, self.habits.gap) if alone and usual else self.habits.gap)

    def _hold(self, stroke: Stroke, mark: int) -> None:
        self._held.append(_Held(mark, stroke, stroke.text, stroke.sure))
        self._last = stroke.at

    def _emit(self, at: float) -> list[Verdict]:
        if at > self._tail + TAIL:
            self._tail = float("-inf")
        waiting = self._waiting
        # A burst that began meanwhile may be the rest of it.
        if waiting is None or at < self._waits_until or (self._held and at < float("inf")):
            return []
        self._waiting = None
        return [waiting]

    def _end(self, stroke: Stroke, mark: int) -> list[Verdict]:
        if self.has_keys:
            self._down.add(stroke.key)
            self._eaten.discard(stroke.key)
            self._hold(stroke, mark)
            return []
        verdicts = self._judge(stroke.at) if self._held else []
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._tail = stroke.at
            self._eaten.add(stroke.key)
            return [*verdicts, waiting, Verdict(Word.LEFTOVER, (mark,))]
        if stroke.at - self._tail <= TAIL:
            self._eaten.add(stroke.key)
            return [*verdicts, Verdict(Word.LEFTOVER, (mark,))]
        self._down.add(stroke.key)
        return [*verdicts, Verdict(Word.PERSON, (mark,))]

    def _release(self, stroke: Stroke, mark: int) -> list[Verdict]:
        owner = self._pressed(stroke.key)
        if owner is None and stroke.key in self._eaten:
            self._eaten.discard(stroke.key)
            return [Verdict(Word.LEFTOVER, (mark,))]
        if owner is None and stroke.key not in self._down:
            owner = self._composed(stroke.text)
        self._down.discard(stroke.key)
        if owner is None and not self._held:
            return [Verdict(Word.PERSON, (mark,))]
        if owner is not None:
            owner.released = stroke.at
        self._held.append(_Held(mark, stroke, owner=owner))
        return []

    def _pressed(self, key: int) -> _Held | None:
        """Return the held press of this key."""
        presses = (one for one in reversed(self._held) if one.stroke.sort is not Sort.RELEASE)
        return next(
            (one for one in presses if one.stroke.key == key and not one.stroke.composed and one.released is None), None
        )

    def _composed(self, text: str) -> _Held | None:
        """Return the held stroke of an input method that took this key's press and let its release through.

        The release tells which key it was, also where the input method made something else of it.
        """
        open_ = [one for one in self._held if one.stroke.composed and one.stroke.text and one.released is None]
        same = next((one for one in reversed(open_) if one.text.casefold() == text.casefold()), None)
        if same is None and text.casefold() in self._still_down:
            self._still_down.remove(text.casefold())
            return None
        owner = same or next((one for one in reversed(open_) if not one.sure), None)
        if owner is not None and text:
            owner.text, owner.sure = text, True
        return owner

    def _judge(self, at: float) -> list[Verdict]:
        """Decide on everything held, as of `at`."""
        held, self._held = self._held, []
        broken, self._broken = self._broken, False
        beats = [one for one in held if one.stroke.sort in (Sort.KEY, Sort.END)]
        theirs = _scanners(beats, at)
        keys = [one for one in theirs if one.stroke.sort is Sort.KEY]
        verdict = None
        if beats:
            down = beats[-1].released is None and not beats[-1].stroke.composed
            self._before = float("-inf") if down else beats[-1].stroke.at
        if not _belated(keys) and (len(keys) >= self.habits.least or _too_quick(theirs)):
            ends = theirs[-1].stroke.sort is Sort.END
            whole = len(keys) >= self.habits.least and not broken and (ends or self.habits.terminator == "auto")
            word = Word.SCAN if whole else Word.HALF
            verdict = Verdict(word, self._marks_of(held, theirs), _reading(theirs) if whole else None)
        if verdict is None:
            self._remember(held)
            return [Verdict(Word.PERSON, tuple(one.mark for one in held))] if held else []
        self._remember([one for one in beats if one not in theirs])
        kept = tuple(one.mark for one in held if one.mark not in verdict.marks)
        return ([Verdict(Word.PERSON, kept)] if kept else []) + self._scanned(verdict, theirs)

    def _remember(self, persons: Iterable[_Held]) -> None:
        """Note which keys of a composition a person still holds down: their releases are no scanner's."""
        held = [one.text.casefold() for one in persons if one.stroke.composed and one.text and one.released is None]
        self._still_down = [*self._still_down, *held][-8:]

    def _marks_of(self, held: Sequence[_Held], theirs: Sequence[_Held]) -> tuple[int, ...]:
        """The strokes that go with the scanner's: its keys, their releases, and the Shift around them."""
        mine = {id(one) for one in theirs}
        marks = []
        for one in held:
            whose = one.owner or one
            if id(whose) not in mine and whose.stroke.sort is not Sort.BESIDE:
                continue
            marks.append(one.mark)
            if one is whose and one.released is None and not one.stroke.composed:
                self._eaten.add(one.stroke.key)
                self._down.discard(one.stroke.key)
        return tuple(marks)

    def _scanned(self, verdict: Verdict, theirs: Sequence[_Held]) -> list[Verdict]:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            # The scan before this one was only its beginning.
            return [Verdict(Word.HALF, waiting.marks + verdict.marks)]
        last = theirs[-1]
        if last.stroke.sort is Sort.END:
            self._tail = last.stroke.at
        elif verdict.word is Word.SCAN:
            self._waiting, self._waits_until = verdict, last.stroke.at + self.habits.gap + REST
            return []
        return [verdict]


def _scanners(beats: Sequence[_Held], at: float) -> list[_Held]:
    """Return the beats without those that a person typed in between, before or after."""
    tells = any(one.stroke.composed and one.released is not None for one in beats)
    told = [one for one in beats if one.stroke.sort is Sort.KEY and (tells or not one.stroke.composed)]
    quick = sum(1 for one in told if (dwell := one.dwell()) is not None and dwell <= QUICK)
    if len(told) >= 3 and quick >= 0.6 * len(told):
        beats = [one for one in beats if one not in told or not _persons(one, at)]
    return list(_without_head(beats))


def _persons(one: _Held, at: float) -> bool:
    dwell = one.dwell()
    return at - one.stroke.at > SLOW if dwell is None else dwell > SLOW


def _without_head(beats: Sequence[_Held]) -> Sequence[_Held]:
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


def _gaps(beats: Iterable[_Held]) -> list[float]:
    times = [one.stroke.at for one in beats]
    return [after - before for before, after in pairwise(times)]


def _mean(times: Sequence[float]) -> float:
    return sum(times) / len(times) if times else 0.0


def _too_quick(beats: Sequence[_Held]) -> bool:
    """Return whether so few keys came too quickly for a person; two or three must also have been let go at once."""
    keys = [one for one in beats if one.stroke.sort is Sort.KEY]
    gaps = _gaps(keys)
    if len(keys) < 2 or _mean(gaps) > MACHINE or max(gaps) > 1.5 * MACHINE:
        return False
    quick = [one for one in keys if (dwell := one.dwell()) is not None and dwell <= QUICK]
    return len(quick) == len(keys) or len(keys) > 3


def _belated(keys: Sequence[_Held]) -> bool:
    """Return whether an input method's strokes came all at once, without a stamp: a busy loop says nothing of time."""
    gaps = sorted(_gaps(keys))
    composed = sum(1 for one in keys if one.stroke.composed)
    told = sum(1 for one in keys if one.released is not None)
    return composed * 2 > len(keys) and told * 2 < len(keys) and bool(gaps) and gaps[len(gaps) // 2] < AT_ONCE


def _reading(beats: Sequence[_Held]) -> Reading:
    keys = [one for one in beats if one.stroke.sort is Sort.KEY]
    last = beats[-1]
    ends = last.stroke.text if last.stroke.sort is Sort.END else ""
    text = "".join(one.text for one in beats).rstrip("\r\n\t")
    gaps = _gaps(keys)
    return Reading(text, all(one.sure for one in keys), len(keys), _mean(gaps), max(gaps, default=0.0), ends)
