"""Waiting between tries: quick at first, then slower, never all desks at once, never longer than half a minute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.pace import CAP, FIRST, Pace, after_idle

dice = st.floats(0, 1)


@given(dice, st.integers(1, 10_000))
def test_waits_grow_up_to_the_cap(roll: float, failures: int) -> None:
    delay = Pace(failures).delay(roll)
    assert FIRST / 2 <= delay <= CAP
    assert Pace(failures + 1).delay(roll) >= delay


def test_the_first_wait_is_short_and_none_failed_is_none() -> None:
    assert Pace().delay(1.0) == 0
    assert Pace().failed().delay(1.0) == FIRST
    assert Pace(3).delay(0.0) == Pace(3).delay(1.0) / 2


@given(dice, st.floats(0, 1000))
def test_what_hq_asks_for_is_waited_out_but_not_for_ever(roll: float, pause: float) -> None:
    delay = Pace(1).delay(roll, pause)
    assert min(pause, CAP) <= delay <= CAP


@pytest.mark.parametrize(
    ("code", "failures", "online", "quiet"),
    [
        ("timeout", 0, True, True),
        ("broken", 0, True, True),
        ("unreachable", 0, True, False),
        ("server_error", 0, True, False),
        ("broken", 1, True, False),
        ("broken", 0, False, False),
    ],
)
def test_only_the_first_cut_of_a_quiet_line_is_overlooked(code: str, failures: int, online: bool, quiet: bool) -> None:
    assert after_idle(code, failures, online) is quiet
