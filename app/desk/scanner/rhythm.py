"""Who typed this: a person or a scanner. Pure: keys and times in (milliseconds, any start), verdicts out.

Everything that could be a scanner's is held until it is clear, at most one `gap` after the last of it. A scanner sends
its keys a few milliseconds apart and lets each go at once; a person needs 60 ms and more for a key, holds each for
longer than any scanner does, and now and then rolls two keys into 20 to 30 ms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .bursts import QUICK, Held, belated, pace, reading, scanners, too_quick
from .strokes import GAP, Habits, Sort, Stroke, Verdict, Word

ALONE = 28.0
"""Milliseconds after which a single key that is still down is a person's."""

STEADY = 0.8
"""Share of `gap` that the keys of a scan are apart on average, at most."""

REST = 80.0
"""Milliseconds of silence after a scan without a terminator; whatever comes sooner at its pace means that it broke."""

TAIL = 60.0
"""Milliseconds in which a second terminator (CR, LF) still belongs to the scan before it."""


class Rhythm:
    """Takes strokes in their order, each under a `mark`; what no verdict names yet is held."""

    def __init__(self, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self._held: list[Held] = []
        self._last = float("-inf")
        self._before = float("-inf")
        """When the last burst ended that was judged and may have been the beginning of a longer one."""
        self._broken = False
        self._let_go_early: Stroke | None = None
        """A key that was taken for a person's because it was still down."""
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
        self._held.append(Held(mark, stroke, stroke.text, stroke.sure))
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
        self._think_again(stroke)
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
            if owner.stroke.composed and stroke.at < owner.stroke.at:
                # No key comes up before it went down: the input method's word of it came late, from a busy loop.
                owner.stroke = replace(owner.stroke, at=stroke.at)
            owner.released = stroke.at
        self._held.append(Held(mark, stroke, owner=owner))
        return []

    def _think_again(self, release: Stroke) -> None:
        """A key that was let through came up at once, as a stamp tells late: what follows it is no whole scan."""
        early = self._let_go_early
        if early is None or early.key != release.key:
            return
        self._let_go_early = None
        if release.at - early.at > QUICK:
            return
        self._before = early.at
        first = next((one.stroke.at for one in self._held if one.stroke.sort is Sort.KEY), None)
        if first is not None and first - early.at <= self.habits.gap:
            self._broken = True

    def _pressed(self, key: int) -> Held | None:
        """Return the held press of this key."""
        presses = (one for one in reversed(self._held) if one.stroke.sort is not Sort.RELEASE)
        return next(
            (one for one in presses if one.stroke.key == key and not one.stroke.composed and one.released is None), None
        )

    def _composed(self, text: str) -> Held | None:
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
        theirs = scanners(beats, at)
        keys = [one for one in theirs if one.stroke.sort is Sort.KEY]
        verdict = None
        if beats:
            last = beats[-1]
            down = last.released is None and not last.stroke.composed
            self._before = float("-inf") if down else last.stroke.at
            self._let_go_early = last.stroke if down else None
        long = len(keys) >= self.habits.least and pace(keys) <= STEADY * self.habits.gap
        if not belated(keys) and (long or too_quick(theirs)):
            ends = theirs[-1].stroke.sort is Sort.END
            whole = long and not broken and (ends or self.habits.terminator == "auto")
            word = Word.SCAN if whole else Word.HALF
            verdict = Verdict(word, self._marks_of(held, theirs), reading(theirs) if whole else None)
        if verdict is None:
            self._remember(held)
            return [Verdict(Word.PERSON, tuple(one.mark for one in held))] if held else []
        self._remember([one for one in beats if one not in theirs])
        kept = tuple(one.mark for one in held if one.mark not in verdict.marks)
        return ([Verdict(Word.PERSON, kept)] if kept else []) + self._scanned(verdict, theirs)

    def _remember(self, persons: Iterable[Held]) -> None:
        """Note which keys of a composition a person still holds down: their releases are no scanner's."""
        held = [one.text.casefold() for one in persons if one.stroke.composed and one.text and one.released is None]
        self._still_down = [*self._still_down, *held][-8:]

    def _marks_of(self, held: Sequence[Held], theirs: Sequence[Held]) -> tuple[int, ...]:
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

    def _scanned(self, verdict: Verdict, theirs: Sequence[Held]) -> list[Verdict]:
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
