"""Rows of one height stand where Qt's own list would lay them out, and keys and pointer do what they do there."""

from __future__ import annotations

import random
import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.paint.theme import Theme
from app.desk.widgets.even import EvenList
from app.desk.widgets.rows import RowList
from tests.desk.test_rows import HEIGHT, Lines, Painter, lines

HIGH, WIDE = 512, 320

Both = tuple[RowList, EvenList]


@pytest.fixture
def both(qtbot: QtBot, theme: Theme) -> Both:
    """Qt's list and ours, side by side."""
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(2 * WIDE + 10, HIGH)
    ground.show()
    made = tuple(
        kind(theme, Lines(lambda row: row.name, ground), Painter(theme, ground, HEIGHT), ground)
        for kind in (RowList, EvenList)
    )
    for place, each in enumerate(made):
        each.setGeometry(place * (WIDE + 10), 0, WIDE, HIGH)
        each.show()
    qtbot.waitExposed(ground)
    each.ground = ground  # type: ignore[attr-defined]  # or it would be gone with this function
    return made  # type: ignore[return-value]


def looks(rows: RowList) -> tuple[object, ...]:
    """Return everything by which two lists could differ."""
    QApplication.processEvents()
    bar, model = rows.verticalScrollBar(), rows.model()
    chosen = rows.visualRegionForSelection(rows.selectionModel().selection())
    places = range(0, model.rowCount(), max(model.rowCount() // 7, 1))
    return (
        (bar.maximum(), bar.value(), bar.pageStep(), bar.singleStep()),
        (rows.place(), [index.row() for index in rows.selectedIndexes()]),
        [rows.indexAt(QPoint(5, y)).row() for y in range(-20, HIGH + 40, 37)],
        [rows.visualRect(model.index(place, 0)).getRect() for place in places],
        (chosen & rows.viewport().rect()).boundingRect().getRect(),
        rows.grab().toImage(),
    )


def alike(both: Both) -> bool:
    qt, ours = both
    return looks(qt) == looks(ours)


def test_keys_lead_to_the_same_rows(both: Both) -> None:
    key = Qt.Key
    for each in both:
        each.show_rows(lines(*range(100)))
    for high in (HIGH, 333, 180):
        for pressed in (
            key.Key_Home, key.Key_Down, key.Key_PageDown, key.Key_PageDown, key.Key_Up, key.Key_PageUp, key.Key_End,
            key.Key_PageDown, key.Key_Left, key.Key_Right, key.Key_PageUp, key.Key_Up, key.Key_PageUp, key.Key_Home,
        ):  # fmt: skip
            for each in both:
                each.resize(WIDE, high)
                each.setFocus()
                QTest.keyClick(each, pressed)
            assert alike(both), (high, pressed)


def test_the_pointer_meets_the_same_rows(both: Both) -> None:
    for each in both:
        each.show_rows(lines(*range(100)))
        QApplication.processEvents()
        each.verticalScrollBar().setValue(1234)
    for y in (10, 60, 260, HIGH - 2):
        for each in both:
            QTest.mouseClick(each.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, y))
        assert alike(both), y
    for each in both:
        QTest.mousePress(each.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 60))
        QTest.mouseMove(each.viewport(), QPoint(30, 160))
        QTest.mouseRelease(each.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 160))
    assert alike(both)
    for each in both:
        each.show_rows(lines(1, 2))
        QTest.mouseClick(each.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 400))
    assert alike(both)


def test_rows_are_brought_into_sight_alike(both: Both) -> None:
    for each in both:
        each.show_rows(lines(*range(100)))
    for hint in QAbstractItemView.ScrollHint:
        for place in (0, 7, 50, 99):
            for each in both:
                each.scrollTo(each.model().index(place, 0), hint)
            assert alike(both), (hint, place)


def test_rows_that_come_and_go_leave_both_alike(both: Both) -> None:
    chance = random.Random(3)
    for _ in range(12):
        rows, value = lines(*chance.sample(range(100), chance.randrange(60))), chance.randrange(2_000)
        for each in both:
            each.show_rows(rows)
        assert alike(both)
        for each in both:
            each.verticalScrollBar().setValue(value)
        assert alike(both)


def test_rows_grow_with_the_letters(both: Both, theme: Theme) -> None:
    ours = both[1]
    ours.show_rows(lines(*range(100)))
    theme.use(scale=1.3)
    QApplication.processEvents()
    high = theme.px(HEIGHT)
    assert high > HEIGHT
    assert ours.verticalScrollBar().maximum() == 100 * high - HIGH
    third = ours.visualRect(ours.model().index(2, 0))
    assert (third.top(), third.height()) == (2 * high, high)


def test_ten_thousand_rows_open_and_change_within_a_frame(both: Both) -> None:
    first, again = lines(*range(10_000)), lines(*range(10_000), state=1)
    took: dict[str, list[float]] = {"opened": [], "changed": [], "one gone": [], "end": []}
    for _ in range(10):  # a busy machine is given time; what is slow is slow each time
        for (what, times), rows in zip(took.items(), (first, again, again[1:], again[1:]), strict=True):
            begun = time.thread_time()
            if what == "end":
                QTest.keyClick(both[1], Qt.Key.Key_End)
            both[1].show_rows(rows)
            QApplication.processEvents()
            times.append(time.thread_time() - begun)
        slow = {what: f"{min(times) * 1000:.1f} ms" for what, times in took.items() if min(times) > 0.016}
        if not slow:
            break
    assert slow == {}
