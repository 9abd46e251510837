"""The guest's page on real widgets: what stands there at once, what comes from HQ, and every act by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desk.languages import Language
from app.desk.models.past import History, past_of, undone
from app.desk.paint.chips import KEPT
from app.desk.paint.head import Head, lay_head
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.screens.ask_reveal import AskReveal
from app.desk.screens.guest import REVEAL_SECONDS, GuestScreen
from app.desk.theme.letters import BODY, Letters
from app.desk.widgets.tastes import TasteRow
from app.desk.words.past import past_words
from app.domain.changes import ChangeSet
from app.domain.commands import AddNote, AddTaste, DropTaste, RevealPhone, UnmergeGuests
from app.domain.guests import GuestCard, IdentityKind, KnownIdentity, Note
from app.domain.segments import PurchaseClass
from app.domain.tables import StaffCard
from app.domain.tastes import TasteKind, TasteSource
from app.sync.link import LinkState, LinkWord
from app.wire.history import HistoryPage, Past
from tests.desk import people
from tests.desk.stage import Stage

Press = Callable[..., None]


@pytest.fixture
def worst(stage: Stage) -> GuestCard:
    """The guest who needs the most room is known at the desk; HQ has two hundred bills of them."""
    guest = people.page_worst()
    stage.desk.roster = [guest]
    stage.desk.pages = {
        (guest.guest_id, "" if not start else str(start)): people.past_page(guest, start) for start in range(0, 210, 30)
    }
    stage.shell.show_changes(ChangeSet(store=people.GUEST_STORE))
    return guest


@pytest.fixture
def page(stage: Stage, worst: GuestCard) -> GuestScreen:
    """Their page, opened by somebody who said who they are."""
    stage.shell.top.show_staff("李娜")
    stage.hands.page.show(worst)
    return stage.hands.page.screen


@pytest.fixture
def press(stage: Stage, qtbot: QtBot) -> Press:
    """Press a key where the focus is."""
    stage.shell.activateWindow()
    qtbot.waitUntil(stage.shell.isActiveWindow)

    def pressed(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = stage.shell.focusWidget() or stage.shell
        QTest.keyClick(target, key, modifiers)

    return pressed


CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


# --- opened and left -------------------------------------------------------------------------------------------------


def test_the_page_opens_from_a_card_and_goes_back_to_it(stage: Stage, press: Press) -> None:
    stage.shell.board.select("q1")
    press(Qt.Key.Key_F5)
    assert (stage.shell.showing, stage.hands.page.guest) == ("guest", people.OUYANG)
    assert stage.hands.page.card is not None
    assert stage.shell.navigation.isVisible()
    assert stage.shell.top.search.isVisible()
    press(Qt.Key.Key_Escape)
    assert stage.shell.showing == "board"
    assert stage.shell.board.delegate.selected == "q1"


def test_the_page_opens_from_the_side_which_is_there_again_afterwards(stage: Stage, press: Press) -> None:
    stage.shell.board.opened.emit("q4")
    QTest.mouseClick(stage.shell.side.buttons["page"], Qt.MouseButton.LeftButton)
    assert stage.shell.showing == "guest"
    assert not stage.shell.side.isVisible() or stage.shell.side.geometry().width()
    press(Qt.Key.Key_Escape)
    assert stage.shell.showing == "board"
    assert stage.shell.side_open


def test_the_page_opens_from_the_answers_to_a_search(stage: Stage, worst: GuestCard, press: Press) -> None:
    stage.shell.top.search.setText(worst.name[:2])
    press(Qt.Key.Key_F5)
    assert stage.hands.page.guest == worst
    assert stage.shell.top.search.text() == ""
    assert not stage.shell.over.popup_open


def test_typing_on_the_page_searches_and_enter_shows_the_found_ones_page(
    stage: Stage, page: GuestScreen, press: Press
) -> None:
    other = people.guest("away", "Linghu", phone="13600001111")
    stage.desk.roster.append(other)
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    stage.shell.top.search.setText("Lin")
    press(Qt.Key.Key_Return)
    assert stage.shell.showing == "guest"
    assert stage.hands.page.guest == other


def test_who_is_not_found_from_the_page_is_registered_on_the_board(
    stage: Stage, page: GuestScreen, press: Press, qtbot: QtBot
) -> None:
    stage.shell.top.search.setText("Nobody")
    stage.shell.top.search.setFocus()
    press(Qt.Key.Key_Return)
    assert stage.shell.showing == "board"
    form = stage.shell.side.form
    assert form is not None
    qtbot.waitUntil(form.isVisible)


def test_chinese_typed_over_the_past_searches_too(stage: Stage, page: GuestScreen) -> None:
    event = QInputMethodEvent()
    event.setCommitString("曾")
    QCoreApplication.sendEvent(page.timeline.list, event)
    assert stage.shell.top.search.text() == "曾"


def test_a_card_without_a_guest_has_no_page(stage: Stage, press: Press) -> None:
    stage.shell.board.select("q5")
    press(Qt.Key.Key_F5)
    assert stage.shell.showing == "board"


def test_a_vip_is_welcomed_from_the_page_too(stage: Stage, page: GuestScreen, press: Press) -> None:
    press(Qt.Key.Key_F2)
    assert stage.desk.cards["q1"].arrival.acknowledged_by


def test_a_key_of_the_board_shows_the_board_first(stage: Stage, page: GuestScreen, press: Press) -> None:
    press(Qt.Key.Key_F9)
    assert stage.shell.showing == "board"
    assert stage.desk.done == []


# --- the phone -------------------------------------------------------------------------------------------------------


def seen(page: GuestScreen, text: str) -> bool:
    """Whether `text` stands anywhere on the page, for the eye or for the ear."""
    laid = page.head.laid(page.head.width())
    assert laid is not None
    told = [text.text for text in laid.texts] + [widget.accessibleName() for widget in page.findChildren(QWidget)]
    return any(text in one for one in told)


def test_the_phone_is_masked_until_somebody_says_why(stage: Stage, page: GuestScreen, press: Press) -> None:
    assert not seen(page, "13812340001")
    assert not seen(page, "13912340002")
    press(Qt.Key.Key_P, CONTROL)
    assert isinstance(page.ask, AskReveal)
    press(Qt.Key.Key_Return)
    assert stage.desk.done == []
    page.ask.field.setText("送蛋糕")
    press(Qt.Key.Key_Return)
    assert stage.desk.done == [RevealPhone(guest_id="w1", reason="送蛋糕")]
    assert page.ask is None
    assert page.seconds == REVEAL_SECONDS
    assert seen(page, "13812340001")
    assert seen(page, "13912340002")


def test_nobody_without_a_name_sees_a_number(stage: Stage, page: GuestScreen, press: Press) -> None:
    stage.shell.top.show_staff("")
    press(Qt.Key.Key_P, CONTROL)
    assert page.ask is None
    assert "我是谁" in stage.notices.said[-1].text
    assert stage.desk.done == []


def test_a_usual_reason_takes_one_key(stage: Stage, page: GuestScreen, press: Press) -> None:
    press(Qt.Key.Key_P, CONTROL)
    assert isinstance(page.ask, AskReveal)
    reason = page.ask.reasons[1].text()
    press(Qt.Key.Key_2, ALT)
    assert stage.desk.done == [RevealPhone(guest_id="w1", reason=reason)]


def test_after_thirty_seconds_the_phone_is_masked_again(stage: Stage, page: GuestScreen, press: Press) -> None:
    page.reveal()
    for left in range(REVEAL_SECONDS - 1, 0, -1):
        page._tick()
        assert page.seconds == left
        assert seen(page, "13812340001")
    page._tick()
    assert not seen(page, "13812340001")
    assert not page._seconds.isActive()


@pytest.mark.parametrize("how", ["key", "leave", "other guest", "other screen"])
def test_a_shown_phone_is_masked_when_nobody_needs_it(stage: Stage, page: GuestScreen, press: Press, how: str) -> None:
    page.reveal()
    match how:
        case "key":
            press(Qt.Key.Key_P, CONTROL)
        case "leave":
            press(Qt.Key.Key_Escape)
        case "other guest":
            stage.hands.page.show(people.OUYANG)
            assert not seen(page, people.OUYANG.phone)
        case _:
            stage.shell.show_screen("board")
    assert page.seconds == 0
    assert not seen(page, "13812340001")


def test_a_reveal_that_could_not_be_written_down_shows_nothing(stage: Stage, page: GuestScreen, press: Press) -> None:
    stage.desk.roster = []
    press(Qt.Key.Key_P, CONTROL)
    press(Qt.Key.Key_1, ALT)
    assert page.seconds == 0
    assert not seen(page, "13812340001")
    assert stage.notices.said[-1].text


def test_escape_closes_the_question_before_the_page(stage: Stage, page: GuestScreen, press: Press) -> None:
    press(Qt.Key.Key_P, CONTROL)
    press(Qt.Key.Key_Escape)
    assert page.ask is None
    assert stage.shell.showing == "guest"
    press(Qt.Key.Key_Escape)
    assert stage.shell.showing == "board"


# --- tastes ----------------------------------------------------------------------------------------------------------


def rows(page: GuestScreen) -> list[TasteRow]:
    assert page.tastes.list is not None
    return page.tastes.list.rows


def test_one_key_confirms_corrects_or_dismisses_a_taste(stage: Stage, page: GuestScreen, press: Press) -> None:
    likes = next(row for row in rows(page) if row.taste.tag == "羊肉")
    likes.setFocus()
    press(Qt.Key.Key_Return)
    assert stage.desk.done.pop() == AddTaste(guest_id="w1", tag="羊肉", kind=TasteKind.LIKES)
    focused = next(row for row in rows(page) if row.hasFocus())
    assert focused.taste.tag == "羊肉"
    press(Qt.Key.Key_3, ALT)
    assert stage.desk.done.pop() == AddTaste(guest_id="w1", tag="羊肉", kind=TasteKind.LESS)
    assert next(row for row in rows(page) if row.hasFocus()).taste.kind is TasteKind.LESS
    press(Qt.Key.Key_Delete)
    assert stage.desk.done.pop() == DropTaste(guest_id="w1", tag="羊肉")
    assert "羊肉" not in [row.taste.tag for row in rows(page)]
    assert any(row.hasFocus() for row in rows(page))
    press(Qt.Key.Key_Z, CONTROL)
    assert stage.desk.done.pop() == AddTaste(guest_id="w1", tag="羊肉", kind=TasteKind.LESS)
    assert "羊肉" in [row.taste.tag for row in rows(page)]


def test_another_kind_is_only_looked_at_until_enter(stage: Stage, page: GuestScreen, press: Press) -> None:
    row = next(row for row in rows(page) if row.taste.tag == "小龙虾")
    row.setFocus()

    def chosen() -> str:
        return row.kind.value

    press(Qt.Key.Key_Right)
    assert chosen() == row.chip(row.width()).kind == "allergy"
    press(Qt.Key.Key_Escape)
    assert (chosen(), stage.shell.showing) == ("likes", "guest")
    press(Qt.Key.Key_Left)
    assert chosen() == "less"
    press(Qt.Key.Key_Up)
    assert chosen() == "likes"
    assert stage.desk.done == []
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Return)
    assert [type(command) for command in stage.desk.done] == [AddTaste]


def test_what_the_party_said_before_coming_stands_on_the_page_too(stage: Stage) -> None:
    party = people.party("said", people.page_usual(), note="芒果过敏")
    said = replace(people.taste("allergy", "芒果"), source=TasteSource.NOTE, evidence="芒果过敏")
    stage.hands.page.show(people.page_usual(), replace(party, arrival=replace(party.arrival, said=(said,))))
    screen = stage.hands.page.screen
    laid = screen.head.laid(screen.head.width())
    assert laid is not None
    assert {chip.text for chip in laid.chips if chip.kind == "allergy"} == {"过敏 花生", "过敏 芒果"}
    assert "芒果" in [row.taste.tag for row in rows(screen)]


def test_what_was_taken_off_is_told_with_who_did_it(stage: Stage) -> None:
    mark = replace(people.taste("likes", "内脏"), show=False)
    stage.hands.page.show(replace(people.page_usual(), dropped=(mark,)))
    told = [w.accessibleName() for w in stage.hands.page.screen.tastes.findChildren(QWidget)]
    assert any("内脏" in name and "张强" in name for name in told)
    assert "内脏" not in [row.taste.tag for row in rows(stage.hands.page.screen)]


def test_digits_and_letters_on_a_taste_search_and_change_nothing(stage: Stage, page: GuestScreen, press: Press) -> None:
    rows(page)[0].setFocus()
    press(Qt.Key.Key_1)
    assert stage.shell.top.search.text() == "1"
    assert stage.shell.top.search.hasFocus()
    assert stage.desk.done == []


def test_arrows_walk_through_the_tastes_and_bring_them_into_sight(page: GuestScreen, press: Press) -> None:
    rows(page)[0].setFocus()
    for place in range(1, len(rows(page))):
        press(Qt.Key.Key_Down)
        assert rows(page)[place].hasFocus()
        row = rows(page)[place]
        top = row.mapTo(page.tastes.viewport(), row.rect().topLeft()).y()
        assert 0 <= top <= page.tastes.viewport().height() - 10
    press(Qt.Key.Key_Down)
    assert rows(page)[-1].hasFocus()


def test_the_mouse_does_what_the_keys_do(stage: Stage, page: GuestScreen) -> None:
    row = next(row for row in rows(page) if row.taste.tag == "香菜")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row._sign(1).center().toPoint())
    assert stage.desk.done.pop() == AddTaste(guest_id="w1", tag="香菜", kind=TasteKind.AVOID)
    row = next(row for row in rows(page) if row.taste.tag == "香菜")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row._sign(0).center().toPoint())
    assert stage.desk.done.pop() == DropTaste(guest_id="w1", tag="香菜")


def test_a_note_and_a_taste_are_written_on_the_page(stage: Stage, page: GuestScreen, press: Press) -> None:
    press(Qt.Key.Key_F7)
    assert page.ask is not None
    page.ask.field.setText("坐窗边")
    press(Qt.Key.Key_Return)
    assert [type(command) for command in stage.desk.done] == [AddNote]
    assert "坐窗边" in [row.text for row in page.timeline.model.rows if row.kind == "note"]
    press(Qt.Key.Key_F8)
    assert page.ask is not None
    page.ask.field.setText("菠萝")
    press(Qt.Key.Key_1, ALT)
    press(Qt.Key.Key_Return)
    assert stage.desk.done[-1] == AddTaste(guest_id="w1", tag="菠萝", kind=TasteKind.ALLERGY)
    laid = page.head.laid(page.head.width())
    assert laid is not None
    assert any("菠萝" in chip.text for chip in laid.chips)


# --- the past --------------------------------------------------------------------------------------------------------


def test_what_the_card_holds_is_there_at_once_and_the_rest_when_hq_answers(
    stage: Stage, worst: GuestCard, language: str
) -> None:
    pages, stage.desk.pages = stage.desk.pages, {}
    stage.hands.page.show(worst)
    timeline = stage.hands.page.screen.timeline
    assert [row.kind for row in timeline.model.rows] == ["note", "bill", "bill", "bill"]
    assert timeline.said
    stage.desk.pages = pages
    stage.hands.page.show(worst)
    assert len(timeline.model.rows) == 30
    assert timeline.model.rows[0].kind == "arrival"
    assert next(row for row in timeline.model.rows if row.kind == "note").key == "n1"


def test_without_a_link_the_card_stays_and_one_line_says_so(stage: Stage, worst: GuestCard) -> None:
    pages, stage.desk.pages = stage.desk.pages, None
    stage.shell.show_link(LinkState(state=LinkWord.OFFLINE, since=datetime.now(UTC), as_of=people.at(18, 32)))
    stage.hands.page.show(worst)
    screen = stage.hands.page.screen
    assert len(screen.timeline.model.rows) == 4
    assert screen.timeline.said.startswith("离线")
    assert seen(screen, "截至 18:32")
    assert [toast for toast in stage.notices.said if toast.text] == []
    stage.desk.pages = pages
    stage.shell.show_link(LinkState(state=LinkWord.ONLINE, since=datetime.now(UTC)))
    assert len(screen.timeline.model.rows) == 30
    assert not seen(screen, "截至 18:32")


def test_older_entries_come_while_one_goes_down(stage: Stage, page: GuestScreen, qtbot: QtBot) -> None:
    bar = page.timeline.list.verticalScrollBar()
    assert len(stage.desk.told) == 1
    places = []
    while stage.hands.page.history.more:
        before = len(page.timeline.model.rows)
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda before=before: len(page.timeline.model.rows) > before)  # type: ignore[misc]
        places.append(bar.value() < bar.maximum())
    assert all(places), "a page that comes must not throw the reader to the end"
    assert len(page.timeline.model.rows) == 206
    assert len({(row.kind, row.key) for row in page.timeline.model.rows}) == 206
    assert page.timeline.said == ""
    assert page.timeline.current() == page.timeline.model.rows[0]


def test_an_answer_about_another_guest_is_not_shown(stage: Stage, worst: GuestCard) -> None:
    heard: list[Callable[[HistoryPage], None]] = []
    setattr(stage.desk, "history", lambda _g, _b, told, _f: heard.append(told))  # noqa: B010 - it stands for a slow HQ
    stage.hands.page.show(worst)
    stage.hands.page.show(people.OUYANG)
    heard[0](people.past_page(worst, 0))
    assert [row.kind for row in stage.hands.page.screen.timeline.model.rows] == ["bill", "bill", "note", "bill"]
    heard[1](people.past_page(people.OUYANG, 0))
    assert len(stage.hands.page.screen.timeline.model.rows) == 30


def test_a_new_bill_asks_for_the_past_anew(stage: Stage, page: GuestScreen, worst: GuestCard) -> None:
    asked = len(stage.desk.told)
    stage.shell.show_changes(ChangeSet(guests={worst.guest_id: replace(worst, visits=201)}))
    assert stage.desk.told[asked:] == [(worst.guest_id, "")]
    stage.shell.show_changes(ChangeSet(guests={worst.guest_id: replace(worst, visits=201, points=1)}))
    assert len(stage.desk.told) == asked + 1


def test_a_guest_who_goes_by_another_id_since_is_followed(stage: Stage, page: GuestScreen, worst: GuestCard) -> None:
    kept = replace(people.page_usual(), guest_id="kept", merged=(worst.guest_id,))
    stage.shell.show_changes(ChangeSet(guests={"kept": kept}))
    assert stage.hands.page.guest == kept
    assert stage.desk.told[-1] == ("kept", "")
    party = people.party("own", people.guest("made-here", "新登记"))
    stage.shell.show_changes(ChangeSet(board={"own": party}))
    assert party.guest is not None
    stage.hands.page.show(party.guest, party)
    known = replace(party, guest=people.guest("at-hq", "新登记", phone="13800001111"))
    stage.shell.show_changes(ChangeSet(board={"own": known}))
    assert stage.hands.page.guest == known.guest
    assert stage.shell.showing == "guest"


def test_only_a_manager_takes_a_merge_back(stage: Stage, page: GuestScreen) -> None:
    timeline = page.timeline
    merge = next(place for place, row in enumerate(timeline.model.rows) if row.kind == "merge")
    timeline.list.setCurrentIndex(timeline.model.index(merge))
    assert not timeline.split_button.isVisible()
    stage.shell.top.show_staff("周敏")
    boss = StaffCard(staff_id="周敏", store_id="s1", name="周敏", role="manager")
    stage.shell.show_changes(ChangeSet(staff=(boss,)))
    stage.hands.page.do("page")
    timeline.list.setCurrentIndex(timeline.model.index(merge))
    assert timeline.split_button.isVisible()
    QTest.mouseClick(timeline.split_button, Qt.MouseButton.LeftButton)
    assert stage.desk.done == [UnmergeGuests(merge_id="m1", guest_id="w1")]
    assert not timeline.split_button.isVisible()


def test_every_kind_of_the_past_has_words_and_an_unknown_one_is_passed_over(language: str) -> None:
    told = [
        past_words(entry, people.SHANGHAI, people.GUEST_STORE) for entry in people.past_page(people.OUYANG, 0).entries
    ]
    assert all(told)
    assert past_words(Past(kind="blessing", key="1", at=people.NOW), people.SHANGHAI) is None
    for what, old, new in (
        ("segment", "new_low", "old_high"),
        ("purchase_class", "once", "again"),
        ("private", "false", "true"),
        ("tier", "", "gold"),
        ("weather", "wet", "dry"),
    ):
        changed = past_words(
            Past(kind="standing", key=what, at=people.NOW, what=what, old=old, new=new), people.SHANGHAI
        )
        assert changed is not None
        assert changed.title


def test_a_change_of_standing_says_what_was_counted(qapp: object) -> None:
    facts = {"days": "90", "visits": "9", "spend_fen": "412300", "spend_days": "180", "gate_visits": "9"}
    facts |= {"recommendations": "2", "gate_days": "90"}

    def detail(what: str, facts: dict[str, str]) -> str:
        entry = Past(kind="standing", key=what, at=people.NOW, what=what, new="yes", policy="2026-11", facts=facts)
        told = past_words(entry, people.SHANGHAI)
        assert told is not None
        return told.detail

    assert detail("tier", facts) == "90 天 9 次 · 规则 2026-11"
    assert detail("segment", facts) == "近 180 天消费 ¥4,123 · 规则 2026-11"
    assert detail("private", facts) == "近 90 天来 9 次 · 推荐 2 次 · 规则 2026-11"
    assert detail("private", {"gate_days": "many"}) == "规则 2026-11"


@given(
    times=st.lists(st.integers(0, 50), min_size=1, max_size=30),
    cut=st.integers(1, 12),
    mine=st.lists(st.integers(0, 60), max_size=6),
)
def test_pages_and_notes_of_ones_own_make_one_past_without_repetition(
    times: list[int], cut: int, mine: list[int]
) -> None:
    entries = [
        Past(kind="note" if n % 2 else "bill", key=f"{n}", at=people.NOW - timedelta(hours=hour))
        for n, hour in enumerate(sorted(times))
    ]
    notes = [Note(note_id=e.key, text="", author="", at=e.at) for e in entries if e.kind == "note"]
    notes += [
        Note(note_id=f"mine{n}", text="", author="", at=people.NOW - timedelta(hours=hour))
        for n, hour in enumerate(mine)
    ]
    guest = replace(people.OUYANG, notes=tuple(notes))
    history = History()
    for start in range(0, len(entries), cut):
        before = str(start + cut) if start + cut < len(entries) else ""
        history.take(HistoryPage(guest_id="g", entries=entries[start : start + cut], before=before))
        shown = past_of(guest, history)
        assert [e.at for e in shown] == sorted((e.at for e in shown), reverse=True)
        assert len({(e.kind, e.key) for e in shown}) == len(shown)
    assert {e.key for e in shown} == {e.key for e in entries} | {f"mine{n}" for n in range(len(mine))}
    assert not history.more


def test_a_merge_taken_back_is_marked_at_once() -> None:
    history = History()
    history.take(people.past_page(people.OUYANG, 0))
    undone(history, "m1")
    assert [entry.undone for entry in history.entries if entry.kind == "merge"] == [True]


# --- what stands where -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [420, 640, 900, 1400])
def test_the_head_cuts_nothing_and_nothing_lies_over_anything(letters: Letters, language: str, width: int) -> None:
    for seconds in (0, 30):
        head = Head(
            guest=people.page_worst(), store=people.GUEST_STORE, as_of="截至 18:32", seconds=seconds, button=160
        )
        laid = lay_head(head, letters, width)
        boxes = [text.box for text in laid.texts if not text.ink.startswith("on_ribbon")]
        boxes += [chip.box for chip in laid.chips] + ([laid.badge.box] if laid.badge else []) + [laid.pill]
        for place, box in enumerate(boxes):
            assert box.right <= width + 1
            assert box.bottom <= laid.height + 1
            for other in boxes[place + 1 :]:
                beside = box.right <= other.x + 0.5 or other.right <= box.x + 0.5
                above = box.bottom <= other.y + 0.5 or other.bottom <= box.y + 0.5
                assert beside or above, (box, other)
        assert all(text.text == text.whole for text in laid.texts)


@given(
    tags=st.lists(
        st.text("花生虾蟹贝带壳海鲜和河鲜类的汤汁", min_size=1, max_size=12), min_size=1, max_size=9, unique=True
    ),
    width=st.integers(260, 1300),
)
def test_no_taboo_in_the_head_is_ever_cut_and_allergies_come_first(
    letters: Letters, tags: list[str], width: int
) -> None:
    kinds = ["allergy", "avoid", "less", "likes"]
    tastes = sorted(
        (people.taste(kinds[place % 4], tag) for place, tag in enumerate(tags)), key=lambda t: kinds.index(t.kind.value)
    )
    laid = lay_head(Head(guest=replace(people.OUYANG, tastes=tuple(tastes))), letters, width)
    wanted = [taste.tag for taste in tastes if taste.kind.value in KEPT]
    assert [chip.text.split(" ", 1)[1] for chip in laid.chips] == wanted
    assert all(chip.box.right <= width + 1 for chip in laid.chips)
    shapes = [chip.kind for chip in laid.chips]
    assert shapes == sorted(shapes, key=kinds.index)


@given(text=st.text("王羊 ·，a1/ .。“", max_size=60), width=st.integers(20, 400))
def test_lines_fit_and_lose_nothing(letters: Letters, text: str, width: int) -> None:
    lines = wrap(letters, BODY, text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(letters.width(BODY, line) <= width or len(line) <= 3 for line in lines)


SIZES = [(1024, 640), (1280, 720), (1366, 768), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_every_part_has_room_and_every_allergy_is_whole(
    stage: Stage, page: GuestScreen, theme: Theme, language: str, size: tuple[int, int], scale: float, qtbot: QtBot
) -> None:
    theme.use(scale=scale)
    stage.shell.resize(*size)
    qtbot.waitUntil(lambda: page.timeline.rows.width <= page.timeline.width())
    laid = page.head.laid(page.head.width())
    assert laid is not None
    assert page.head.height() >= int(laid.height)
    allergies = [chip for chip in laid.chips if chip.kind == "allergy"]
    assert len(allergies) == 3
    assert all(chip.box.bottom <= page.over.height() for chip in allergies), "no allergy is scrolled away"
    for row in rows(page):
        chip = row.chip(row.width())
        assert row.taste.tag in chip.text
        assert chip.box.right <= row.width()
        assert row.height() >= row.heightForWidth(row.width())
    parts: list[QWidget] = [page.facts, page.tastes, page.timeline, *page.buttons.values()]
    for part in parts:
        assert page.rect().contains(part.geometry()), part.accessibleName()
    for place, part in enumerate(parts[:3]):
        assert part.width() > 200
        assert part.height() > 60
        for other in parts[place + 1 : 3]:
            assert not part.geometry().intersects(other.geometry())
    assert not any(page.head.geometry().intersects(page.buttons[name].geometry()) for name in ("note", "taste", "back"))


def test_every_control_has_a_name_and_tab_reaches_it_in_reading_order(
    stage: Stage, page: GuestScreen, press: Press, language: str
) -> None:
    controls = [w for w in page.findChildren(QWidget) if isinstance(w, QAbstractButton | QLineEdit | TasteRow)]
    assert len(controls) > 10
    assert all(control.accessibleName() for control in controls)
    assert page.facts.accessibleName()
    assert page.timeline.list.accessibleName()
    page.buttons["reveal"].setFocus()
    met: list[QWidget] = []
    for _ in range(30):
        widget = stage.shell.focusWidget()
        if widget in met or widget is None:
            break
        met.append(widget)
        press(Qt.Key.Key_Tab)
    order = [page.buttons["reveal"], page.facts, rows(page)[0], rows(page)[-1], page.timeline.list]
    places = [met.index(widget) for widget in order]
    assert places == sorted(places)


def test_the_page_speaks_the_other_language_at_once(stage: Stage, page: GuestScreen, qtbot: QtBot) -> None:
    spoken = Language()
    before = page.grab().toImage()
    spoken.use("en")
    try:
        qtbot.waitUntil(lambda: page.buttons["reveal"].text() == "Show number")
        assert page.timeline.list.accessibleName() == "History"
        assert page.grab().toImage() != before
    finally:
        spoken.use("zh")
    qtbot.waitUntil(lambda: page.buttons["reveal"].text() == "显示号码")


def test_a_franchise_enquirer_is_promised_nothing(stage: Stage, worst: GuestCard) -> None:
    placing = replace(worst.placing, purchase_class=PurchaseClass.FRANCHISE)
    stage.hands.page.show(replace(worst, placing=placing))
    told = " ".join(w.accessibleName() for w in stage.hands.page.screen.facts.findChildren(QWidget))
    assert "积分可以兑换" not in told
    assert "券快到期" not in told
    assert "生日还有 1 天" in told
    assert "不提积分和券" in told


def test_a_guest_of_whom_hardly_anything_is_known(stage: Stage, language: str) -> None:
    stage.hands.page.show(GuestCard(guest_id="bare"))
    screen = stage.hands.page.screen
    assert not screen.buttons["reveal"].isVisible()
    stage.hands.page.do("reveal")
    assert screen.ask is None
    assert screen.timeline.model.rows == []
    assert rows(screen) == []


def test_other_identities_are_masked_but_for_their_end(stage: Stage) -> None:
    secret = KnownIdentity(kind=IdentityKind.MEMBER_NO, value="VIP00017719", since=date(2025, 3, 1))
    stage.hands.page.show(replace(people.page_usual(), identities=(secret,)))
    screen = stage.hands.page.screen
    assert not seen(screen, "VIP00017719")
    assert seen(screen, "7719")


@pytest.fixture(autouse=True)
def chinese_afterwards() -> Iterator[None]:
    """Every test leaves Chinese behind."""
    yield
    Language().use("zh")
