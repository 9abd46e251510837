"""What staff are in the middle of typing outlives the news and a key that is pressed once more, and can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.hands import Hands
from app.desk.screens.ask import AskNote, AskTable
from app.desk.screens.register import Registration
from app.domain.changes import BoardCard, ChangeSet
from app.domain.commands import AddNote, Register, Seat
from app.domain.faults import Fault, Unavailable
from tests.desk import people
from tests.desk.stage import Stage


def card_of(stage: Stage, card_id: str) -> BoardCard:
    card = stage.shell.board.board.find(card_id)
    assert card is not None
    return card


def type_note(stage: Stage, card_id: str, text: str) -> AskNote:
    stage.shell.board.opened.emit(card_id)
    stage.hands.do("note")
    ask = stage.shell.side.ask
    assert isinstance(ask, AskNote)
    QTest.keyClicks(ask.field, text)
    return ask


def test_a_note_is_finished_though_the_party_paid_and_left_meanwhile(stage: Stage) -> None:
    ask = type_note(stage, "s2", "window")
    stage.shell.show_changes(ChangeSet(gone=frozenset({"s2"})))
    assert stage.shell.side.ask is ask
    assert QApplication.focusWidget() is ask.field
    QTest.keyClick(ask.field, Qt.Key.Key_Return)
    assert [command.text for command in stage.desk.done if isinstance(command, AddNote)] == ["window"]


def test_a_note_is_for_the_guest_as_whom_hq_knows_them(stage: Stage) -> None:
    """A walk-in has an id of this desk's until HQ says that it knows the phone under another."""
    ask = type_note(stage, "s2", "window")
    card = card_of(stage, "s2")
    assert card.guest is not None
    known = replace(card.guest, guest_id="hq1")
    stage.desk.put(replace(card, guest=known, arrival=replace(card.arrival, guest_id="hq1")))
    assert stage.shell.side.ask is ask
    QTest.keyClick(ask.field, Qt.Key.Key_Return)
    note = stage.desk.done[-1]
    assert isinstance(note, AddNote)
    assert (note.guest_id, note.text) == ("hq1", "window")


def test_a_question_about_another_guest_is_closed(stage: Stage) -> None:
    type_note(stage, "s2", "window")
    stage.shell.board.select("q2")
    assert stage.shell.side.ask is None
    stage.hands.do("seat")
    assert isinstance(stage.shell.side.ask, AskTable)
    stage.shell.show_changes(ChangeSet(gone=frozenset({"q2"})))
    assert stage.shell.side.ask is None


@pytest.mark.parametrize("verb", ["note", "taste", "seat"])
def test_the_key_of_an_open_question_leaves_what_was_typed(stage: Stage, verb: str) -> None:
    stage.shell.board.opened.emit("q2")
    stage.hands.do(verb)
    ask = stage.shell.side.ask
    assert ask is not None
    QTest.keyClicks(ask.field, "A0")
    stage.hands.do(verb)
    assert stage.shell.side.ask is ask
    assert ask.field.text() == "A0"
    assert ask.field.hasFocus()


def test_the_key_of_the_open_form_leaves_what_was_typed(stage: Stage) -> None:
    stage.hands.do("register")
    form = stage.shell.side.form
    assert form is not None
    QTest.keyClicks(form.fields["phone"], "13800138000")
    stage.shell.top.search.setFocus()
    stage.hands.do("register")
    assert stage.shell.side.form is form
    assert form.value().phone == "13800138000"
    assert form.fields["name"].hasFocus()


@pytest.mark.parametrize("typed", ["a05", "Ａ０５", " A 05 "])
def test_a_table_is_meant_however_it_is_typed(stage: Stage, typed: str) -> None:
    stage.shell.board.opened.emit("q2")
    stage.hands.do("seat")
    ask = stage.shell.side.ask
    assert ask is not None
    ask.field.insert(typed)
    QTest.keyClick(ask.field, Qt.Key.Key_Return)
    assert stage.desk.done[-1] == Seat(arrival_id="q2", table="A05")
    stage.hands.open_form(Registration(name="王芳", table=typed))
    form = stage.shell.side.form
    assert form is not None
    form.submit()
    walk_in = stage.desk.done[-1]
    assert isinstance(walk_in, Register)
    assert walk_in.table == "A05"


def test_a_phone_that_is_none_costs_nothing_of_what_was_typed(stage: Stage) -> None:
    stage.shell.board.select("q5")
    stage.hands.do("register")
    form = stage.shell.side.form
    assert form is not None
    for name, typed in (("name", "王芳"), ("phone", "138001"), ("party_size", "4"), ("note", "靠窗")):
        form.fields[name].setText(typed)
    before, title = form.value(), form.title.text()
    form.submit()
    assert stage.desk.done == []
    again = stage.shell.side.form
    assert again is not None
    assert (again.value(), again.title.text()) == (before, title)
    assert again.fields["phone"].hasFocus()
    again.fields["phone"].setText("13800138001")
    again.submit()
    assert isinstance(stage.desk.done[-1], Register)
    assert stage.shell.side.form is None


def test_a_key_that_is_held_down_acts_once(stage: Stage) -> None:
    hands: Hands = stage.hands
    assert not any(shortcut.autoRepeat() for shortcut in hands.shortcuts.values())


def test_what_could_not_be_taken_back_is_the_next_to_be(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk was full: undo, pressed again, is of the same act and not of the one before."""
    stage.acts.seat(card_of(stage, "q2"), "A05")
    stage.acts.seat(card_of(stage, "q4"), "A06")
    full: Fault = Unavailable("disk_full")
    with monkeypatch.context() as broken:
        broken.setattr(stage.desk, "perform", lambda _command, _done, failed: failed(full))
        stage.acts.undo()
    assert card_of(stage, "q4").arrival.table == "A06"
    stage.acts.undo()
    assert card_of(stage, "q4").arrival.table == ""
    assert card_of(stage, "q2").arrival.table == "A05"


def test_a_move_to_another_table_is_taken_back(stage: Stage) -> None:
    before = card_of(stage, "s2")
    stage.acts.seat(before, "B08")
    assert card_of(stage, "s2").arrival.table == "B08"
    stage.acts.undo()
    assert card_of(stage, "s2").arrival.table == before.arrival.table


def clear_of_each_other(pieces: list[QWidget], scroll: QWidget) -> bool:
    """Whether each piece is as high as its words and none lies over another."""
    boxes = [QRect(piece.mapTo(scroll, QPoint(0, 0)), piece.size()) for piece in pieces if piece.isVisibleTo(scroll)]
    apart = not any(one.intersects(other) for place, one in enumerate(boxes) for other in boxes[place + 1 :])
    return apart and all(piece.height() >= piece.minimumSizeHint().height() for piece in pieces)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_small_screen_with_a_vip_leaves_the_form_and_the_questions_legible(
    stage: Stage, qtbot: QtBot, scale: float
) -> None:
    stage.theme.use(scale=scale)
    stage.shell.resize(1024, 600)
    stage.desk.put(*people.worst())
    stage.alerts.look()
    stage.hands.do("register")
    form = stage.shell.side.form
    assert form is not None
    qtbot.waitUntil(lambda: clear_of_each_other([form.title, *form.fields.values(), form.done, form.cancel], form))
    assert not form.fields["name"].visibleRegion().isEmpty()
    form.fields["note"].setFocus()
    assert form.fields["note"].visibleRegion().boundingRect().height() == form.fields["note"].height()
    stage.shell.board.opened.emit("q2")
    stage.hands.do("seat")
    side = stage.shell.side
    ask = side.ask
    assert ask is not None
    qtbot.waitUntil(lambda: clear_of_each_other([ask.label, ask.field, *side.buttons.values()], side))
    qtbot.waitUntil(lambda: ask.field.visibleRegion().boundingRect().height() == ask.field.height())
    assert side.panel.height() > 0
