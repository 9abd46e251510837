"""A double click means what one click means: its second half is never for what came to lie under the mouse since."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.desk.widgets.tastes import TasteRow
from app.domain.commands import Acknowledge, DropTaste, MarkLeft, MarkNoShow
from tests.desk import people
from tests.desk.stage import Stage

_HALVES = (
    (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
    (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    (QEvent.Type.MouseButtonDblClick, Qt.MouseButton.LeftButton),
    (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
)


def settle() -> None:
    """Do everything that was posted, and what comes of it: changes are laid out, and what is gone is gone."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def double_click(stage: Stage, there: QPoint) -> None:
    """Click twice at a place of the window, each time on whatever lies there by then."""
    for kind, down in _HALVES:
        settle()
        target = stage.shell.childAt(there) or stage.shell
        at = QPointF(target.mapFrom(stage.shell, there))
        event = QMouseEvent(
            kind, at, target.mapToGlobal(at), Qt.MouseButton.LeftButton, down, Qt.KeyboardModifier.NoModifier
        )
        QCoreApplication.sendEvent(target, event)
    settle()


def middle(stage: Stage, widget: QWidget) -> QPoint:
    return widget.mapTo(stage.shell, widget.rect().center())


@pytest.mark.parametrize(("card_id", "verb", "done"), [("s2", "left", MarkLeft), ("q2", "no_show", MarkNoShow)])
def test_who_went_does_not_come_again(stage: Stage, card_id: str, verb: str, done: type[MarkLeft | MarkNoShow]) -> None:
    """Where the button was, the guest's panel now offers to register them."""
    stage.shell.board.opened.emit(card_id)
    settle()
    there = middle(stage, stage.shell.side.buttons[verb])
    double_click(stage, there)
    assert stage.shell.childAt(there) is stage.shell.side.buttons["arrive"]
    assert [type(command) for command in stage.desk.done] == [done]


def test_one_vip_is_welcomed_and_not_the_next_one_too(stage: Stage) -> None:
    for number in range(3):
        vip = people.guest(f"vip{number}", "尊客", vip=True)
        stage.desk.put(people.party(f"v{number}", vip, minutes=number + 1))
    stage.alerts.look()
    settle()
    double_click(stage, middle(stage, stage.shell.over.alerts.go))
    assert len([command for command in stage.desk.done if isinstance(command, Acknowledge)]) == 1


def test_one_taste_is_taken_off_and_not_the_one_that_moves_up(stage: Stage) -> None:
    stage.shell.board.opened.emit("q1")
    settle()
    row = next(row for row in stage.shell.side.panel.findChildren(TasteRow) if row.isVisible())
    there = row.mapTo(stage.shell, row._sign(0).center().toPoint())
    double_click(stage, there)
    assert [command for command in stage.desk.done if isinstance(command, DropTaste)] == [
        DropTaste(guest_id="g1", tag=row.taste.tag)
    ]


def test_an_answer_of_the_search_is_opened_and_not_the_card_below_it(stage: Stage) -> None:
    stage.desk.roster = [people.guest(f"x{number}", f"钱多{number}") for number in range(5)]
    stage.shell.top.search.insert("钱多")
    settle()
    popup = stage.shell.over.popup
    double_click(stage, popup.mapTo(stage.shell, QPoint(100, 150)))
    assert stage.shell.side.guest in stage.desk.roster
    assert stage.shell.board.delegate.selected == ""
