"""Everything staff do, by keys alone, on the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.languages import Language
from app.desk.models.board import Column
from app.desk.paint.theme import Mode
from app.desk.screens.ask import AskTable, offer
from app.desk.screens.keys import KeysView
from app.desk.screens.side import verbs_for
from app.domain.arrivals import ArrivalState
from app.domain.commands import Acknowledge, AddNote, AddTaste, DropTaste, MarkLeft, MarkNoShow, Register, Reopen, Seat
from app.domain.names import mask_phone
from app.domain.tables import TableCard
from app.domain.tastes import TasteKind
from tests.desk import people
from tests.desk.stage import Stage

Press = Callable[..., None]


@pytest.fixture
def press(stage: Stage, qtbot: QtBot) -> Press:
    """Press keys where the focus is, as a keyboard does."""

    def pressed(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(focused(stage), key, modifier)

    return pressed


def focused(stage: Stage) -> QWidget:
    return QApplication.focusWidget() or stage.shell.top.search


def type_chinese(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def said(stage: Stage) -> str:
    return stage.notices.said[-1].text


def test_a_vip_is_welcomed_with_one_key_even_while_another_card_is_selected(stage: Stage, press: Press) -> None:
    stage.shell.board.select("q3")
    press(Qt.Key.Key_F2)
    assert stage.desk.done == [Acknowledge(arrival_id="q1")]
    card = stage.shell.board.board.find("q1")
    assert card is not None
    assert card.arrival.acknowledged_by == "李娜"
    press(Qt.Key.Key_F2)
    assert len(stage.desk.done) == 1


def test_a_party_is_seated_by_the_table_typed(stage: Stage, press: Press, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_F3)
    ask = stage.shell.side.ask
    assert isinstance(ask, AskTable)
    assert ask.offered()[0] == "B01"
    assert "A12" not in ask.offered()
    QTest.keyClicks(ask.field, "b0")
    assert ask.offered() == [f"B0{n}" for n in range(1, 9) if n != 5]
    QTest.keyClicks(ask.field, "3")
    press(Qt.Key.Key_Return)
    assert stage.desk.done == [Seat(arrival_id="q2", table="B03")]
    assert said(stage) == "王芳 入座 B03"
    assert stage.shell.side.ask is None
    assert stage.shell.top.search.hasFocus()


def test_an_unknown_table_is_asked_twice(stage: Stage, press: Press, qtbot: QtBot) -> None:
    stage.shell.board.select("q2")
    press(Qt.Key.Key_F3)
    ask = stage.shell.side.ask
    assert ask is not None
    QTest.keyClicks(ask.field, "Z99")
    press(Qt.Key.Key_Return)
    assert stage.desk.done == []
    press(Qt.Key.Key_Return)
    assert stage.desk.done == [Seat(arrival_id="q2", table="Z99")]


def test_the_table_that_fits_is_offered_first() -> None:
    tables = [
        TableCard(store_id="s", name=name, seats=seats) for name, seats in (("A", 4), ("B", 2), ("C", 10), ("D", None))
    ]
    assert [t.name for t in offer(tables, {"A"}, 3)] == ["C", "D", "B"]
    assert [t.name for t in offer(tables, set(), 2)] == ["B", "A", "C", "D"]


@pytest.mark.parametrize(
    ("card_id", "key", "command"),
    [
        ("q2", Qt.Key.Key_F9, MarkNoShow(arrival_id="q2")),
        ("r3", Qt.Key.Key_F9, MarkNoShow(arrival_id="r3")),
        ("s1", Qt.Key.Key_F10, MarkLeft(arrival_id="s1")),
    ],
)
def test_a_party_that_went_is_off_the_board_and_back_by_undo(
    stage: Stage, press: Press, card_id: str, key: Qt.Key, command: object
) -> None:
    before = stage.shell.board.board.find(card_id)
    assert before is not None
    stage.shell.board.select(card_id)
    press(key)
    assert stage.desk.done == [command]
    assert stage.shell.board.board.find(card_id) is None
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert stage.desk.done[-1] == Reopen(arrival_id=card_id, state=before.arrival.state, table=before.arrival.table)
    back = stage.shell.board.board.find(card_id)
    assert back is not None
    assert back.arrival.state is before.arrival.state


def test_keys_that_mean_nothing_here_do_nothing(stage: Stage, press: Press) -> None:
    stage.shell.board.select("q2")
    press(Qt.Key.Key_F10)
    stage.shell.board.select("s1")
    press(Qt.Key.Key_F9)
    stage.shell.board.select("q5")
    press(Qt.Key.Key_F7, Qt.Key.Key_F8)
    assert stage.desk.done == []
    assert not stage.shell.side_open


def test_undo_of_a_seat_and_then_nothing_more(stage: Stage, press: Press) -> None:
    card = stage.shell.board.board.find("q2")
    assert card is not None
    stage.acts.seat(card, "A05")
    assert stage.shell.board.board.where("q2") == (Column.SEATED, 0)
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert stage.desk.done[-1] == Reopen(arrival_id="q2", state=ArrivalState.WAITING)
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(stage.desk.done) == 2
    assert said(stage) == "没有可以撤销的"


def test_undo_in_the_search_takes_back_letters_first(stage: Stage, press: Press, qtbot: QtBot) -> None:
    card = stage.shell.board.board.find("q2")
    assert card is not None
    stage.acts.seat(card, "A05")
    QTest.keyClicks(stage.shell.top.search, "77")
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(stage.desk.done) == 1
    assert stage.shell.top.search.text() == ""


def test_a_note_and_a_taste_are_written_in_place(stage: Stage, press: Press, qtbot: QtBot) -> None:
    stage.shell.board.select("q1")
    press(Qt.Key.Key_F7)
    type_chinese(focused(stage), "喜欢靠窗")
    press(Qt.Key.Key_Return)
    note = stage.desk.done[-1]
    assert isinstance(note, AddNote)
    assert (note.guest_id, note.text) == ("g1", "喜欢靠窗")
    press(Qt.Key.Key_F8)
    QTest.keyClick(focused(stage), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    type_chinese(focused(stage), "芒果")
    press(Qt.Key.Key_Return)
    assert AddTaste(guest_id="g1", tag="芒果", kind=TasteKind.ALLERGY) in stage.desk.done
    card = stage.shell.board.board.find("q1")
    assert card is not None
    assert card.guest is not None
    assert "芒果" in [t.tag for t in card.guest.tastes if t.kind is TasteKind.ALLERGY]
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert stage.desk.done[-1] == DropTaste(guest_id="g1", tag="芒果")


@pytest.mark.parametrize("key", [Qt.Key.Key_F3, Qt.Key.Key_F7, Qt.Key.Key_F8], ids=["seat", "note", "taste"])
def test_a_question_outlives_another_language_and_look(stage: Stage, press: Press, key: Qt.Key) -> None:
    stage.shell.board.select("q1")
    press(key)
    asked, focus = stage.shell.side.ask, QApplication.focusWidget()
    assert asked is not None
    assert focus is asked.field
    titles = [asked.label.text()]
    type_chinese(focus, "A0")
    spoken = Language()
    switches: list[Callable[[], None]] = [
        lambda: spoken.use("en"),
        lambda: stage.theme.use(mode=Mode.DARK),
        spoken.close,
    ]
    for switch in switches:
        switch()
        QCoreApplication.processEvents()
        titles.append(asked.label.text())
        assert stage.shell.side.ask is asked
        assert QApplication.focusWidget() is focus
        assert asked.field.text() == "A0"
    assert titles[0] == titles[3] != titles[1] == titles[2]
    if isinstance(asked, AskTable):
        assert asked.offered()[0].startswith("A0")


def test_undo_of_a_taste_brings_back_what_was_said_before(stage: Stage, press: Press) -> None:
    stage.acts.taste(people.OUYANG, "香菜", TasteKind.LIKES)
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert stage.desk.done[-1] == AddTaste(guest_id="g1", tag="香菜", kind=TasteKind.AVOID)


def test_a_taste_is_taken_off_in_the_panel(stage: Stage, press: Press, qtbot: QtBot) -> None:
    from app.desk.widgets.tastes import TasteRow

    stage.shell.board.select("q1")
    press(Qt.Key.Key_Return)
    row = next(w for w in stage.shell.side.panel.findChildren(TasteRow) if "香菜" in w.accessibleName())
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Delete)
    assert stage.desk.done == [DropTaste(guest_id="g1", tag="香菜")]


def test_typing_anywhere_searches_and_enter_opens(stage: Stage, press: Press, qtbot: QtBot) -> None:
    stage.desk.roster = [card.guest for card in people.friday() if card.guest is not None]
    stage.shell.board.columns[Column.SEATED].list.setFocus()
    QTest.keyClicks(focused(stage), "4")
    QTest.keyClicks(focused(stage), "410")
    assert stage.shell.top.search.text() == "4410"
    assert stage.shell.over.popup_open
    press(Qt.Key.Key_Return)
    assert not stage.shell.over.popup_open
    assert stage.shell.top.search.text() == ""
    assert stage.shell.side.guest is not None
    assert stage.shell.side.guest.name == "曾小舟"
    assert stage.shell.board.delegate.selected == "q4"


def test_chinese_typed_over_the_cards_searches_too(stage: Stage) -> None:
    stage.desk.roster = [card.guest for card in people.friday() if card.guest is not None]
    cards = stage.shell.board.columns[Column.QUEUE].list
    cards.setFocus()
    type_chinese(cards, "王芳")
    assert stage.shell.top.search.text() == "王芳"
    assert stage.shell.top.search.hasFocus()
    assert stage.shell.over.popup.model.rowCount() == 1


def test_a_guest_of_the_roster_comes_in(stage: Stage, press: Press, qtbot: QtBot) -> None:
    away = people.guest("away", "令狐冲", phone="13600001111", tier=people.G)
    stage.desk.roster = [away]
    type_chinese(stage.shell.top.search, "令狐")
    press(Qt.Key.Key_Return)
    assert stage.shell.side.guest == away
    assert [verb.name for verb in verbs_for(None, away)] == ["arrive", "note", "taste", "page"]
    press(Qt.Key.Key_F4)
    form = stage.shell.side.form
    assert form is not None
    QTest.keyClicks(form.fields["party_size"], "5")
    press(Qt.Key.Key_Return)
    command = stage.desk.done[-1]
    assert isinstance(command, Register)
    assert (command.guest_id, command.party_size) == ("away", 5)
    card = stage.shell.board.board.find(command.arrival_id)
    assert card is not None
    assert card.guest is not None
    assert card.guest.tier is people.G
    assert stage.shell.board.delegate.selected == command.arrival_id


def test_who_is_not_found_is_registered_with_what_was_typed(stage: Stage, press: Press, qtbot: QtBot) -> None:
    QTest.keyClicks(stage.shell.top.search, "13700002222")
    assert stage.shell.over.popup.model.rowCount() == 0
    press(Qt.Key.Key_Return)
    form = stage.shell.side.form
    assert form is not None
    assert form.fields["phone"].text() == "13700002222"
    type_chinese(form.fields["name"], "李女士")
    press(Qt.Key.Key_Return)
    command = stage.desk.done[-1]
    assert isinstance(command, Register)
    assert (command.name, command.phone) == ("李女士", "13700002222")


def test_a_walk_in_needs_a_name_or_a_phone(stage: Stage, press: Press) -> None:
    press(Qt.Key.Key_F4)
    form = stage.shell.side.form
    assert form is not None
    form.fields["table"].setFocus()
    press(Qt.Key.Key_Return)
    assert stage.desk.done == []
    assert form.fields["name"].hasFocus()


def test_the_nameless_ticket_gets_its_name(stage: Stage, press: Press) -> None:
    stage.shell.board.select("q5")
    press(Qt.Key.Key_F4)
    form = stage.shell.side.form
    assert form is not None
    assert "B15" in form.title.text()
    type_chinese(form.fields["name"], "孙女士")
    press(Qt.Key.Key_Return)
    command = stage.desk.done[-1]
    assert isinstance(command, Register)
    assert (command.arrival_id, command.name, command.party_size) == ("q5", "孙女士", 2)
    card = stage.shell.board.board.find("q5")
    assert card is not None
    assert card.guest is not None


def test_a_known_phone_is_offered_while_it_is_typed(stage: Stage, press: Press, qtbot: QtBot) -> None:
    known = people.guest("known", "赵云", phone="13800009999")
    stage.desk.roster = [known]
    press(Qt.Key.Key_F4)
    form = stage.shell.side.form
    assert form is not None
    QTest.keyClicks(form.fields["phone"], "9999")
    assert form.matches() == [known]
    button = form._shown[0][1]
    assert mask_phone(known.phone) in button.text()
    assert known.phone not in button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    form.submit()
    command = stage.desk.done[-1]
    assert isinstance(command, Register)
    assert (command.guest_id, command.phone) == ("known", "")


def test_a_refusal_is_one_sentence_and_the_board_stays(stage: Stage) -> None:
    before = list(stage.shell.board.board.cards())
    stage.acts.register(name="某人", phone="12", party_size=None)
    assert said(stage) == "12 不像手机号。检查一下，或先留空。"
    assert list(stage.shell.board.board.cards()) == before


def test_escape_closes_one_thing_at_a_time(stage: Stage, press: Press, qtbot: QtBot) -> None:
    shell = stage.shell
    shell.board.select("q1")
    press(Qt.Key.Key_Return, Qt.Key.Key_F3)
    assert shell.side.ask is not None
    press(Qt.Key.Key_F1)
    assert isinstance(focused(stage), KeysView)
    press(Qt.Key.Key_Escape)
    assert not shell.over.close_keys()
    assert shell.side.ask is not None
    press(Qt.Key.Key_Escape)
    assert shell.side.ask is None
    QTest.keyClicks(focused(stage), "x")
    assert shell.top.search.text() == "x"
    press(Qt.Key.Key_Escape)
    assert shell.top.search.text() == ""
    assert shell.side_open
    press(Qt.Key.Key_Escape)
    assert not shell.side_open
    assert shell.top.search.hasFocus()


def test_the_panel_follows_the_selection_and_the_news(stage: Stage, press: Press) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert stage.shell.side.card is not None
    assert stage.shell.side.card.card_id == "q2"
    card = stage.shell.board.board.find("q2")
    assert card is not None
    stage.acts.seat(card, "A06")
    assert stage.shell.side.card.arrival.table == "A06"
    assert "left" in stage.shell.side.buttons
    stage.acts.left(stage.shell.side.card)
    assert stage.shell.side.guest is not None
    assert "arrive" in stage.shell.side.buttons


def test_the_keys_do_not_act_on_another_screen(stage: Stage, press: Press) -> None:
    stage.shell.makers["settings"] = QWidget
    stage.shell.board.select("q2")
    stage.shell.show_screen("settings")
    press(Qt.Key.Key_F9)
    assert stage.shell.showing == "board"
    assert stage.desk.done == []


def test_every_button_has_a_name_and_says_its_key(stage: Stage) -> None:
    stage.shell.board.opened.emit("q1")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for name, button in stage.shell.side.buttons.items():
        assert button.text(), name
        assert button.key in button.accessibleName()
    nameless = [
        widget
        for widget in stage.shell.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not widget.accessibleName()
    ]
    assert nameless == []
