"""The funnel's rules: shares of those who scanned, and since when somebody is in none of the groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.funnel import Counts, Move, gone_since

NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def joined(minute: int) -> Move:
    return Move(at(minute), left=False)


def left(minute: int) -> Move:
    return Move(at(minute), left=True)


def test_shares_are_of_the_people_who_scanned() -> None:
    assert (Counts().added_share, Counts(added=3, joined=3).joined_share) == (None, None)
    counts = Counts(scans=900, scanned=200, added=60, joined=96)
    assert (counts.added_share, counts.joined_share) == (0.3, 0.48)


def test_who_came_back_has_not_left() -> None:
    assert gone_since([[joined(0)]]) is None
    assert gone_since([[joined(0), left(5)]]) == at(5)
    assert gone_since([[joined(0), left(5), joined(9)]]) is None
    assert gone_since([[joined(0), left(5), joined(9), left(9)]]) == at(9), "of two at one moment the leaving is later"


def test_who_is_in_one_of_several_groups_has_not_left() -> None:
    first, second = [joined(0), left(5)], [joined(6)]
    assert gone_since([first, second]) is None
    assert gone_since([first, [*second, left(7)]]) == at(7)
    assert gone_since([first, []]) == at(5)
    assert gone_since([]) is None
    assert gone_since([[], []]) is None


_moves = st.builds(Move, st.integers(0, 30).map(at), st.booleans())


@given(st.lists(st.lists(_moves, max_size=6), max_size=4), st.data())
def test_any_order_and_any_repetition_say_the_same(groups: list[list[Move]], data: st.DataObject) -> None:
    def again(moves: list[Move]) -> list[Move]:
        twice = [*moves, *(data.draw(st.lists(st.sampled_from(moves), max_size=3)) if moves else [])]
        return data.draw(st.permutations(twice))

    assert gone_since(data.draw(st.permutations([again(moves) for moves in groups]))) == gone_since(groups)
