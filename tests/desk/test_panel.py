"""The side panel's tastes by one key, and what can be done for the guest today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.languages import Language
from app.desk.widgets.tastes import TasteRow
from app.desk.widgets.today import Today
from app.domain.changes import ChangeSet
from app.domain.commands import AddTaste, DropTaste
from app.domain.segments import PurchaseClass
from app.domain.tastes import TasteKind
from tests.desk import people
from tests.desk.stage import Stage

Press = Callable[..., None]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def chinese_afterwards() -> Iterator[None]:
    """Every test leaves Chinese behind."""
    yield
    Language().use("zh")


@pytest.fixture
def press(stage: Stage, qtbot: QtBot) -> Press:
    """Press a key where the focus is."""
    stage.shell.activateWindow()
    qtbot.waitUntil(stage.shell.isActiveWindow)

    def pressed(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(stage.shell.focusWidget() or stage.shell, key, modifiers)

    return pressed


def rows(stage: Stage) -> list[TasteRow]:
    sheet = stage.shell.side.panel.widget()
    assert sheet is not None
    return sheet.findChildren(TasteRow)


def row(stage: Stage, tag: str) -> TasteRow:
    return next(row for row in rows(stage) if row.taste.tag == tag)


def focused(stage: Stage) -> str:
    return next((row.taste.tag for row in rows(stage) if row.hasFocus()), "")


def test_one_key_confirms_corrects_or_dismisses_and_the_focus_stays(stage: Stage, press: Press) -> None:
    stage.shell.board.opened.emit("q1")
    row(stage, "羊肉").setFocus()
    press(Qt.Key.Key_Return)
    assert stage.desk.done.pop() == AddTaste(guest_id="g1", tag="羊肉", kind=TasteKind.LIKES)
    assert focused(stage) == "羊肉"
    press(Qt.Key.Key_2, ALT)
    assert stage.desk.done.pop() == AddTaste(guest_id="g1", tag="羊肉", kind=TasteKind.AVOID)
    assert focused(stage) == "羊肉"
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Return)
    assert stage.desk.done.pop() == AddTaste(guest_id="g1", tag="羊肉", kind=TasteKind.ALLERGY)
    assert row(stage, "羊肉").taste.kind is TasteKind.ALLERGY
    place = [r.taste.tag for r in rows(stage)].index("羊肉")
    press(Qt.Key.Key_Delete)
    assert stage.desk.done.pop() == DropTaste(guest_id="g1", tag="羊肉")
    assert focused(stage) == [r.taste.tag for r in rows(stage)][place]
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.desk.done.pop() == AddTaste(guest_id="g1", tag="羊肉", kind=TasteKind.ALLERGY)


def test_the_last_taste_dismissed_leaves_the_focus_with_the_panel(stage: Stage, press: Press) -> None:
    stage.shell.board.opened.emit("q2")
    for tag in [r.taste.tag for r in rows(stage)]:
        row(stage, tag).setFocus()
        press(Qt.Key.Key_Delete)
    assert rows(stage) == []
    assert stage.shell.side.panel.hasFocus()


def test_digits_and_letters_are_a_search_also_from_a_taste(stage: Stage, press: Press) -> None:
    stage.shell.board.opened.emit("q1")
    rows(stage)[0].setFocus()
    press(Qt.Key.Key_8)
    assert stage.shell.top.search.text() == "8"
    assert stage.desk.done == []


def test_a_row_says_its_story_and_its_keys_to_those_who_hear_it(stage: Stage, language: str) -> None:
    stage.shell.board.opened.emit("q1")
    likes = row(stage, "羊肉")
    name = likes.accessibleName()
    assert "7/9" in name
    assert "手把羊肉" in name
    assert "2026-11" in name
    assert "Del" in likes.accessibleDescription()


@pytest.mark.parametrize("on_board", [True, False])
def test_what_can_be_done_today_stands_in_the_panel(stage: Stage, language: str, on_board: bool) -> None:
    stage.shell.show_changes(ChangeSet(store=people.GUEST_STORE))
    guest = people.page_usual()
    card = people.party("today", guest, ticket="A77") if on_board else None
    stage.hands.show(card, guest)
    told = [piece.accessibleName() for piece in shown(stage, Today)]
    assert len(told) == 3
    assert "1,280" in told[-1]
    stage.hands.show(card, replace(guest, points=0, coupons=(), birthday=None))
    assert shown(stage, Today) == []


def test_a_franchise_enquirer_meets_no_promotion_in_the_panel(stage: Stage) -> None:
    stage.shell.show_changes(ChangeSet(store=people.GUEST_STORE))
    guest = people.page_usual()
    stage.hands.show(None, replace(guest, placing=replace(guest.placing, purchase_class=PurchaseClass.FRANCHISE)))
    told = [piece.accessibleName() for piece in shown(stage, Today)]
    assert len(told) == 1
    assert told[0].startswith("生日")


def shown(stage: Stage, kind: type[QWidget]) -> list[QWidget]:
    sheet = stage.shell.side.panel.widget()
    assert sheet is not None
    return sheet.findChildren(kind)
