"""A list of rows: however they change, it comes to the rows that it was given, and nobody loses their place."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from PySide6.QtCore import QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.models.rows import COMPARED, ROW, RUNS, RowModel, runs
from app.desk.paint.rows import RowPainter
from app.desk.paint.theme import Theme
from app.desk.widgets.rows import RowList

HEIGHT = 50


class Line(Struct, frozen=True):
    """A row of the tests."""

    name: str
    state: int = 0


class Lines(RowModel[Line]):
    """Rows that are called by their names."""

    def key(self, row: Line) -> str:
        """Return the name."""
        return row.name


class Painter(RowPainter):
    """Writes the name."""

    def draw(self, painter: QPainter, row: Line, room: QRectF, *, chosen: bool) -> None:
        """Draw one row."""
        self.box(painter, room, chosen=chosen)
        painter.drawText(room, row.name)


def lines(*names: object, state: int = 0) -> list[Line]:
    return [Line(str(name), state) for name in names]


def watched() -> tuple[Lines, QAbstractItemModelTester]:
    model = Lines(lambda row: row.name)
    return model, QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


SOME = st.lists(
    st.builds(Line, st.sampled_from("abcdefghij"), st.integers(0, 1)), max_size=10, unique_by=lambda r: r.name
)
TWICE = st.lists(st.builds(Line, st.sampled_from("abc"), st.integers(0, 1)), max_size=5)


@settings(max_examples=30)
@given(st.lists(SOME | TWICE, max_size=5))
@example([lines(*range(RUNS * 3)), lines(*range(0, RUNS * 3, 2)), lines(*reversed(range(RUNS * 3)))])
@example([lines(*range(COMPARED + 1)), lines(*range(COMPARED + 1), state=1), lines(1)])
def test_step_by_step_the_list_comes_to_the_rows_that_it_was_given(qapp: QApplication, lists: list[list[Line]]) -> None:
    model, tester = watched()
    mirror: list[Line] = []
    model.dataChanged.connect(lambda first, last: mirror.extend(model.rows[first.row() : last.row() + 1]))
    before: list[Line] = []
    for rows in lists:
        mirror.clear()
        held = {row.name: QPersistentModelIndex(model.index(place)) for place, row in enumerate(model.rows)}
        reset = QSignalSpy(model.modelReset)
        changed = model.show(rows)
        assert list(model.rows) == [model.index(place).data(ROW) for place in range(model.rowCount())] == rows
        assert changed or rows == before
        if not reset.count():
            assert {name: index.row() for name, index in held.items() if index.isValid()} == {
                row.name: place for place, row in enumerate(rows) if row.name in held
            }
            other = {row.name for row in rows if row.name in held} - {row.name for row in before if row in rows}
            assert {row.name for row in mirror} >= other
        before = rows
    assert tester


def test_only_what_is_other_is_told(qapp: QApplication) -> None:
    model, _tester = watched()
    model.show(lines(*"abcdef"))
    told = [QSignalSpy(s) for s in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved)]
    changed = QSignalSpy(model.dataChanged)
    assert not model.show(lines(*"abcdef"))
    assert model.show([*lines(*"abc"), *lines(*"de", state=1), Line("f")])
    assert [(at[0].row(), at[1].row()) for at in map(changed.at, range(changed.count()))] == [(3, 4)]
    assert [spy.count() for spy in told] == [0, 0, 0, 0]


@settings(max_examples=20)
@given(st.sets(st.integers(0, 12)))
def test_stretches_are_the_places_and_have_no_neighbours(places: set[int]) -> None:
    found = runs(sorted(places))
    assert [place for run in found for place in run] == sorted(places)
    assert all(one.stop < other.start for one, other in pairwise(found))


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    """What the list lies on: ten rows high."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 10 * HEIGHT)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def shown(ground: QWidget, theme: Theme) -> RowList:
    """A list of the rows 100 to 199, the first ten of them in sight."""
    made = RowList(theme, Lines(lambda row: row.name, ground), Painter(theme, ground, HEIGHT), ground)
    made.resize(ground.size())
    made.show()
    made.show_rows(lines(*range(100, 200)))
    return made


def chosen(rows: RowList) -> str:
    row: Line | None = rows.currentIndex().data(ROW)
    return row.name if row is not None else ""


def top_of(rows: RowList, name: str) -> int:
    place = next(n for n in range(rows.model().rowCount()) if rows.model().index(n, 0).data(ROW).name == name)
    return rows.visualRect(rows.model().index(place, 0)).top()


def test_rows_that_come_and_go_above_move_nothing_in_sight(shown: RowList) -> None:
    shown.choose(42)
    shown.verticalScrollBar().setValue(40 * HEIGHT + 7)
    told = QSignalSpy(shown.chosen)
    before = top_of(shown, "142"), top_of(shown, "145")
    shown.show_rows(lines("new", *range(99, 200)))
    assert (top_of(shown, "142"), top_of(shown, "145")) == before
    shown.show_rows(lines(*range(120, 141), *range(142, 200)))
    assert (top_of(shown, "142"), top_of(shown, "145")) == before
    assert chosen(shown) == "142"
    assert told.count() == 0


def test_also_in_another_list_the_chosen_one_is_where_it_was(shown: RowList) -> None:
    shown.choose(42)
    shown.verticalScrollBar().setValue(40 * HEIGHT)
    before = top_of(shown, "142")
    shown.show_rows(lines(*range(0, 300, 3), *range(1, 300, 3)))
    assert (chosen(shown), top_of(shown, "142")) == ("142", before)


def test_the_next_one_is_chosen_where_the_chosen_one_went(shown: RowList) -> None:
    shown.choose(42)
    shown.show_rows(lines(*range(100, 142), *range(143, 200)))
    assert chosen(shown) == "143"
    shown.show_rows(lines(*range(100, 120)))
    assert chosen(shown) == "119"
    shown.show_rows([])
    assert (chosen(shown), shown.place()) == ("", -1)
    shown.show_rows(lines("a", "b"))
    assert chosen(shown) == "a"


def test_what_is_done_with_goes_and_the_list_stays(shown: RowList) -> None:
    shown.choose(42)
    shown.verticalScrollBar().setValue(42 * HEIGHT)
    before = top_of(shown, "144")
    shown.show_rows(lines(*range(100, 142), *range(143, 200), 142), place=shown.place())
    assert chosen(shown) == "143"
    assert top_of(shown, "144") == before


def test_whoever_looks_elsewhere_is_not_taken_back_to_what_is_chosen(shown: RowList) -> None:
    shown.verticalScrollBar().setValue(40 * HEIGHT)
    before = top_of(shown, "142")
    shown.show_rows(lines(*range(101, 200)))
    assert (chosen(shown), top_of(shown, "142")) == ("101", before)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert 0 <= top_of(shown, "102") < shown.height()


def test_what_is_wanted_is_chosen_and_seen(shown: RowList) -> None:
    shown.show_rows(lines(*range(100, 300)), wanted="250")
    assert chosen(shown) == "250"
    assert 0 <= top_of(shown, "250") < shown.height()
    shown.show_rows(lines(*range(100, 300)), wanted="gone", place=3)
    assert chosen(shown) == "103"
    assert 0 <= top_of(shown, "103") < shown.height()


def test_at_the_top_what_is_new_comes_into_sight_and_the_chosen_one_stays_there(shown: RowList) -> None:
    shown.choose(2)
    shown.show_rows(lines("new", *range(100, 200)))
    assert (chosen(shown), top_of(shown, "new")) == ("102", 0)
    shown.show_rows(lines(*range(50, 200)))
    assert chosen(shown) == "102"
    assert 0 <= top_of(shown, "102") < shown.height()


def test_staff_are_heard_and_only_they(shown: RowList) -> None:
    told = QSignalSpy(shown.chosen)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert (told.count(), chosen(shown)) == (1, "101")
    shown.show_rows(lines(*range(150, 200)))
    shown.show_rows(lines(*range(100, 110)))
    assert told.count() == 1


def test_ten_thousand_rows_are_no_burden(qapp: QApplication) -> None:
    """What the list does for its rows takes less than a frame of the main thread."""
    model = Lines(lambda row: row.name)
    first, again = lines(*range(10_000)), lines(*range(10_000), state=1)
    took: dict[str, list[float]] = {"opened": [], "other": [], "one gone": [], "one come": [], "half": [], "none": []}
    for _ in range(3):
        for (_, times), rows in zip(took.items(), (first, again, again[1:], again, again[::2], []), strict=True):
            begun = time.thread_time()
            model.show(rows)
            times.append(time.thread_time() - begun)
    assert {what: f"{min(times) * 1000:.1f} ms" for what, times in took.items() if min(times) > 0.016} == {}
