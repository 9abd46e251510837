"""Persons and scanners as they really type, told apart from times alone: nothing lost, nothing leaked, order kept."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.scanner.composing import UNKNOWN, Composing
from app.desk.scanner.rhythm import Rhythm
from app.desk.scanner.strokes import Habits, Reading, Sort, Stroke, Verdict, Word
from app.desk.scanner.times import Times

ENTER = 0x01000004
SHIFT = 0x01000020


@dataclass(frozen=True)
class Key:
    """A stroke, and whose it is."""

    stroke: Stroke
    scanner: bool


def pressed(text: str, at: float, dwell: float, scanner: bool) -> list[Key]:
    sort = Sort.END if text == "\r" else Sort.KEY
    code = ENTER if text == "\r" else ord(text.upper())
    let_go = Stroke(Sort.RELEASE, at + dwell, code, text)
    return [Key(Stroke(sort, at, code, text), scanner), Key(let_go, scanner)]


def typed(dice: random.Random, text: str, start: float = 0.0) -> list[Key]:
    """A quick typist: 60 ms a key give or take a third, now and then two keys rolled into 20 to 30 ms."""
    times, at, rolled = [], start, False
    for letter, following in zip(text, text[1:] + " ", strict=True):
        rolled = not rolled and letter != following and dice.random() < 0.2
        times.append(at)
        at += dice.uniform(20, 30) if rolled else dice.uniform(45, 80)
    keys = []
    for place, letter in enumerate(text):
        again = text.find(letter, place + 1)  # a key comes up before it is pressed again
        longest = times[again] - times[place] - 5 if again > 0 else 120.0
        keys += pressed(letter, times[place], min(dice.uniform(50, 120), longest), scanner=False)
    return keys


def scanned(dice: random.Random, text: str, start: float, pace: float | None = None) -> list[Key]:
    keys, at = [], start
    for letter in text:
        gap = pace if pace is not None else dice.uniform(2, 10)
        keys += pressed(letter, at, dice.uniform(0.5, min(gap, 4.0)), scanner=True)
        at += gap
    return keys


def play(keys: Iterable[Key], habits: Habits | None = None) -> tuple[list[Verdict], list[Key]]:
    """Hand the keys over in the order of their times; return the verdicts, and the keys by mark."""
    rhythm = Rhythm(habits)
    order = sorted(keys, key=lambda key: key.stroke.at)
    verdicts: list[Verdict] = []
    for mark, key in enumerate(order):
        verdicts += rhythm.take(key.stroke, mark)
    verdicts += rhythm.expire(order[-1].stroke.at + 1000)
    assert not rhythm.holds
    assert rhythm.due is None
    assert sorted(mark for verdict in verdicts for mark in verdict.marks) == list(range(len(order)))
    return verdicts, order


def let_through(verdicts: Sequence[Verdict], order: Sequence[Key]) -> list[Key]:
    return [order[mark] for verdict in verdicts if verdict.word is Word.PERSON for mark in verdict.marks]


def text_of(keys: Iterable[Key]) -> str:
    return "".join(key.stroke.text for key in keys if key.stroke.sort in (Sort.KEY, Sort.END))


def readings(verdicts: Iterable[Verdict]) -> list[Reading]:
    return [verdict.reading for verdict in verdicts if verdict.reading is not None]


# No key is on both keyboards at once: the system would not let anybody tell its releases apart.
words = st.text("abcdefg012", min_size=1, max_size=30)
more_words = st.text("hijklm34", min_size=1, max_size=30)
codes = st.text("NOPQRSTUVWXYZ56789:/.-", min_size=6, max_size=40)
seeds = st.integers(0, 2**32)


@given(seeds, words)
def test_a_quick_typist_is_never_taken_for_a_scanner(seed: int, text: str) -> None:
    verdicts, order = play(typed(random.Random(seed), text))
    assert {verdict.word for verdict in verdicts} == {Word.PERSON}
    assert let_through(verdicts, order) == order


@given(seeds, words)
def test_a_typist_whose_keys_come_up_at_once_is_a_person_too(seed: int, text: str) -> None:
    """As over a remote desktop, or from a program that plays a person."""
    held = [key.stroke for key in typed(random.Random(seed), text) if key.stroke.sort is Sort.KEY]
    keys = [key for stroke in held for key in pressed(stroke.text, stroke.at, 0.5, scanner=False)]
    verdicts, order = play(keys)
    assert let_through(verdicts, order) == order


@given(seeds, codes, st.booleans(), st.floats(2, 10))
def test_every_scan_is_read_and_nothing_of_it_goes_on(seed: int, code: str, ends: bool, pace: float) -> None:
    dice = random.Random(seed)
    for steady in (None, pace):
        verdicts, order = play(scanned(dice, code + ("\r" if ends else ""), 0.0, steady))
        assert [(r.text, r.sure, r.terminator) for r in readings(verdicts)] == [(code, True, "\r" if ends else "")]
        assert let_through(verdicts, order) == []


@given(seeds, words, more_words, codes, st.booleans(), st.floats(0, 60), st.floats(0, 60))
def test_a_scan_amid_typing_takes_nothing_and_leaves_nothing(
    seed: int, before: str, after: str, code: str, ends: bool, pause: float, rest: float
) -> None:
    dice = random.Random(seed)
    first = typed(dice, before)
    start = max(key.stroke.at for key in first if key.stroke.sort is Sort.KEY) + pause
    scan = scanned(dice, code + ("\r" if ends else ""), start)
    later = typed(dice, after, max(key.stroke.at for key in scan) + rest)
    verdicts, order = play(first + scan + later)
    through = let_through(verdicts, order)
    assert text_of(through) == before + after
    assert not any(key.scanner for key in through)
    assert [reading.text for reading in readings(verdicts)] == [code]


@given(seeds, codes, st.integers(2, 5), st.booleans())
def test_half_a_scan_vanishes(seed: int, code: str, length: int, ends: bool) -> None:
    keys = scanned(random.Random(seed), code[:length] + ("\r" if ends else ""), 0.0)
    verdicts, order = play(keys)
    assert let_through(verdicts, order) == []
    assert readings(verdicts) == []
    assert [verdict.word for verdict in verdicts if verdict.word is not Word.LEFTOVER] == [Word.HALF]


@given(seeds, codes, st.data())
def test_a_scanner_that_stumbles_over_a_key_is_still_one(seed: int, code: str, data: st.DataObject) -> None:
    """One key but the first is told to be up some 30 ms late, and what follows is late by as much."""
    place = data.draw(st.integers(1, len(code) - 1))
    keys: list[Key] = []
    for number, letter in enumerate(code + "\r"):
        late = 25.0 if number > place else 0.0
        keys += pressed(letter, number * 6.0 + late, 27.0 if number == place else 2.0, scanner=True)
    verdicts, order = play(keys)
    assert let_through(verdicts, order) == []
    assert [reading.text for reading in readings(verdicts)] == [code]


@given(seeds, codes, st.floats(36, 110))
def test_a_scan_that_breaks_in_two_is_no_scan(seed: int, code: str, pause: float) -> None:
    dice = random.Random(seed)
    first = scanned(dice, code, 0.0)
    last = max(key.stroke.at for key in first if key.stroke.sort is Sort.KEY)
    verdicts, order = play(first + scanned(dice, code + "\r", last + pause))
    assert let_through(verdicts, order) == []
    assert readings(verdicts) == []


def test_an_enter_that_comes_late_belongs_to_the_scan() -> None:
    dice = random.Random(1)
    for late in (38, 60, 100):
        scan = scanned(dice, "YB12345678", 0.0)
        last = max(key.stroke.at for key in scan if key.stroke.sort is Sort.KEY)
        verdicts, order = play(scan + pressed("\r", last + late, 3, scanner=True))
        assert let_through(verdicts, order) == []
        assert [reading.text for reading in readings(verdicts)] == ["YB12345678"]


def test_two_enters_and_lines_belong_to_one_scan() -> None:
    verdicts, order = play(scanned(random.Random(2), "BEGIN\rEND123\r\r", 0.0))
    assert [reading.text for reading in readings(verdicts)] == ["BEGIN\rEND123"]
    assert let_through(verdicts, order) == []


def test_a_person_who_presses_enter_is_obeyed() -> None:
    for gap in (5.0, 20.0, 60.0):
        keys = pressed("8", 0.0, 70, scanner=False) + pressed("\r", gap, 80, scanner=False)
        verdicts, order = play(keys)
        assert let_through(verdicts, order) == order


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_hand_laid_on_the_keys_is_a_persons(count: int) -> None:
    keys = [key for place in range(count) for key in pressed("asd"[place], place * 4.0, 90, scanner=False)]
    verdicts, order = play(keys)
    assert let_through(verdicts, order) == order


def test_the_first_key_of_a_person_waits_for_one_gap_at_most() -> None:
    rhythm = Rhythm()
    assert rhythm.take(Stroke(Sort.KEY, 100.0, 65, "a"), 0) == []
    assert rhythm.due == 128.0
    assert rhythm.expire(128.0) == []
    assert rhythm.expire(128.1) == [Verdict(Word.PERSON, (0,))]
    rhythm.take(Stroke(Sort.KEY, 200.0, 66, "b"), 1)
    rhythm.take(Stroke(Sort.RELEASE, 202.0, 66, "b"), 2)
    assert rhythm.due == 235.0
    assert rhythm.expire(235.1) == [Verdict(Word.PERSON, (1, 2))]


def test_where_the_terminator_is_certain_a_scan_without_it_is_half() -> None:
    scan = scanned(random.Random(3), "YB12345678", 0.0)
    verdicts, order = play(scan, Habits(terminator="enter"))
    assert readings(verdicts) == []
    assert let_through(verdicts, order) == []


def test_a_slower_scanner_is_read_where_it_is_set_up_so() -> None:
    scan = scanned(random.Random(4), "YB12345678\r", 0.0, pace=45.0)
    assert readings(play(scan, Habits(gap=60.0))[0])
    assert not readings(play(scan)[0])


def test_the_shift_keys_of_a_scanner_go_with_its_keys() -> None:
    keys: list[Key] = []
    for place, letter in enumerate("YBM:12345"):
        at = place * 6.0
        keys.append(Key(Stroke(Sort.BESIDE, at, SHIFT), scanner=True))
        keys += pressed(letter, at + 1, 1, scanner=True)
        keys.append(Key(Stroke(Sort.RELEASE, at + 3, SHIFT), scanner=True))
    verdicts, order = play(keys)
    assert let_through(verdicts, order) == []
    assert [reading.text for reading in readings(verdicts)] == ["YBM:12345"]


def test_a_key_that_no_scanner_sends_lets_everything_go() -> None:
    rhythm = Rhythm()
    rhythm.take(Stroke(Sort.KEY, 0.0, 65, "a"), 0)
    assert rhythm.flush(10.0) == [Verdict(Word.PERSON, (0,))]


def test_a_burst_whose_beginning_was_let_go_too_early_is_not_a_whole_scan() -> None:
    rhythm = Rhythm()
    rhythm.take(Stroke(Sort.KEY, 0.0, 65, "A"), 0)
    rhythm.take(Stroke(Sort.RELEASE, 1.0, 65, "A"), 90)
    assert rhythm.expire(50.0)  # the loop was busy, and the clock was asked before the keys
    verdicts: list[Verdict] = []
    for mark, letter in enumerate("BCDEFGH", 1):
        verdicts += rhythm.take(Stroke(Sort.KEY, mark * 5.0, ord(letter), letter), mark)
    verdicts += rhythm.expire(1000.0)
    assert [verdict.word for verdict in verdicts] == [Word.HALF]


def test_a_key_let_through_that_came_up_at_once_breaks_what_follows() -> None:
    for late in (False, True):  # its release comes before the rest, or behind the first key of it
        rhythm = Rhythm()
        rhythm.take(Stroke(Sort.KEY, 0.0, 65, "A"), 0)
        assert [verdict.word for verdict in rhythm.expire(30.0)] == [Word.PERSON]
        verdicts = [] if late else rhythm.take(Stroke(Sort.RELEASE, 2.0, 65, "A"), 90)
        for mark, letter in enumerate("BCDEFGH", 1):
            verdicts += rhythm.take(Stroke(Sort.KEY, mark * 5.0, ord(letter), letter), mark)
            if late and mark == 1:
                verdicts += rhythm.take(Stroke(Sort.RELEASE, 2.0, 65, "A"), 90)
        verdicts += rhythm.expire(1000.0)
        assert [verdict.word for verdict in verdicts if 90 not in verdict.marks] == [Word.HALF]


# --- input methods ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "keys"),
    [
        ([("z", ""), ("ze", ""), ("zen", ""), ("zeng", "")], ["z", "e", "n", "g"]),
        ([("zeng", ""), ("zeng'y", ""), ("zeng'y'b", "")], ["zeng", "y", "b"]),
        ([("yb", ""), ("", "一般：")], ["yb", ":"]),
        ([("yb", ""), ("", "曾")], ["yb", UNKNOWN]),
        ([("yb", ""), ("", "yb")], ["yb", "\r"]),
        ([("", "１"), ("", "2")], ["1", "2"]),
        ([("", "。"), ("", "／")], [".", "/"]),
        ([("zengx", ""), ("x", "曾")], ["zengx", UNKNOWN]),
        ([("ab", ""), ("a", "")], ["ab", ""]),
        ([("m", ""), ("c", "吗：")], ["m", ":c"]),
        ([("y", ""), ("一般", ""), ("一般b", "")], ["y", UNKNOWN, "b"]),
        ([("abcd", ""), ("y", "曾")], ["abcd", UNKNOWN + "y"]),
        ([("", "——"), ("", "……"), ("", "￥")], ["_", "^", "$"]),
    ],
)
def test_what_was_typed_into_a_composition(steps: list[tuple[str, str]], keys: list[str]) -> None:
    composing = Composing()
    assert [composing.typed(preedit, commit) for preedit, commit in steps] == keys


# --- stamps ----------------------------------------------------------------------------------------------------------


def test_stamps_tell_the_rhythm_although_the_loop_was_busy() -> None:
    times = Times()
    first = times.at(5000, 100.0)
    late = [times.at(5000 + 60 * n, 340.0) for n in (1, 2, 3)]
    assert [round(after - first) for after in late] == [60, 120, 180]


def test_stamps_that_begin_anew_and_events_without_one() -> None:
    times = Times()
    assert times.at(0, 10.0) == 10.0
    assert times.at(90_000, 20.0) == 20.0
    assert times.at(5, 30.0) == 30.0
