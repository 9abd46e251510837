"""What a scan does at the counter: the member is here, the form knows them, everything else has its sentence."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desk.elsewhere import whole
from app.desk.paint.deeds import asked_of
from app.desk.paint.layout import layout
from app.desk.preferences import Preferences
from app.desk.scanner.strokes import Habits, Reading
from app.desk.scans import Scans, Tried
from app.desk.screens.enrol import EnrolScreen
from app.desk.screens.settings import SettingsScreen
from app.domain.arrivals import ArrivalState
from app.domain.codes import CodeKind, member_code
from app.domain.commands import MarkNoShow, Register
from app.domain.guests import GuestCard, Identity, IdentityKind, KnownIdentity
from tests.desk import people
from tests.desk.stage import Stage


def member(guest: GuestCard, number: str) -> GuestCard:
    return replace(guest, identities=(KnownIdentity(kind=IdentityKind.MEMBER_NO, value=number),))


LUO = member(people.guest("g77", "罗敷", phone="13900007777"), "88001234")
ABROAD = member(people.guest("g88", "文姬", phone="13900008888"), "B77")


@pytest.fixture
def scans(stage: Stage) -> Scans:
    """What the scanner is connected with; 罗敷 is on the roster, 文姬 is known at HQ only."""
    stage.desk.roster = [LUO]
    stage.desk.hq = {"B77": ABROAD}
    return Scans(stage.shell, stage.hands, stage.acts, stage.desk, stage.notices)


def scan(scans: Scans, text: str, *, sure: bool = True) -> None:
    scans.scanned(Reading(text, sure, len(text), 5.0, 8.0, "\r"))


def said(stage: Stage) -> str:
    return stage.notices.said[-1].text


@pytest.mark.parametrize("text", [member_code("88001234"), "88001234", member_code("88001234").lower()])
def test_a_member_who_just_came_is_registered_and_shown(stage: Stage, scans: Scans, text: str) -> None:
    scan(scans, text)
    (command,) = stage.desk.done
    assert isinstance(command, Register)
    assert (command.guest_id, command.name, command.phone) == ("g77", "罗敷", "")
    assert stage.shell.board.delegate.selected == command.arrival_id
    assert stage.shell.side.guest is not None
    assert stage.shell.side.guest.guest_id == "g77"
    assert said(stage) == "已登记 罗敷"
    stage.acts.undo()
    assert stage.desk.done[-1] == MarkNoShow(arrival_id=command.arrival_id)
    assert stage.shell.board.board.find(command.arrival_id) is None


def test_a_member_who_is_here_is_only_shown(stage: Stage, scans: Scans) -> None:
    stage.desk.roster = [member(people.OUYANG, "M1-7")]
    stage.shell.show_screen("board")
    scan(scans, "m1-7")
    assert stage.desk.done == []
    assert stage.shell.board.delegate.selected == "q1"
    assert said(stage) == "欧阳娜娜 已经在这里：A06"


def test_a_member_who_reserved_has_come_with_the_scan_and_not_yet_when_it_is_undone(stage: Stage, scans: Scans) -> None:
    reserved = stage.shell.board.board.find("r1")
    assert reserved is not None
    assert reserved.guest is not None
    stage.desk.roster = [member(reserved.guest, "M1-8")]
    scan(scans, "m1-8")
    (command,) = stage.desk.done
    assert isinstance(command, Register)
    assert command.arrival_id == "r1"
    card = stage.shell.board.board.find("r1")
    assert card is not None
    assert (card.arrival.state, card.arrival.arrived_at) == (ArrivalState.WAITING, stage.desk.now())
    assert stage.shell.board.delegate.selected == "r1"
    stage.acts.undo()
    card = stage.shell.board.board.find("r1")
    assert card is not None
    assert (card.arrival.state, card.arrival.reserved_for) == (ArrivalState.RESERVED, reserved.arrival.reserved_for)


def test_a_member_who_reserved_for_much_later_is_another_party_now(stage: Stage, scans: Scans) -> None:
    reserved = stage.shell.board.board.find("r1")
    assert reserved is not None
    assert reserved.guest is not None
    late = stage.desk.now() + timedelta(hours=4)
    stage.desk.put(replace(reserved, arrival=replace(reserved.arrival, reserved_for=late)))
    stage.desk.roster = [member(reserved.guest, "M1-8")]
    scan(scans, "m1-8")
    (command,) = stage.desk.done
    assert isinstance(command, Register)
    assert command.arrival_id != "r1"


def test_a_member_fills_the_form_that_is_open(stage: Stage, scans: Scans) -> None:
    stage.shell.board.select("q5")
    stage.hands.do("register")
    form = stage.shell.side.form
    assert form is not None
    form.fields["note"].setText("靠窗")
    scan(scans, "88001234")
    value = form.value()
    assert (value.guest_id, value.name, value.note, value.arrival_id) == ("g77", "罗敷", "靠窗", "q5")
    assert stage.desk.done == []
    form.submit()
    (command,) = stage.desk.done
    assert isinstance(command, Register)
    assert (command.arrival_id, command.guest_id) == ("q5", "g77")


def test_a_member_of_another_store_is_asked_of_hq(stage: Stage, scans: Scans) -> None:
    scan(scans, member_code("B77"))
    assert stage.desk.questions == [Identity(member_no="B77")]
    assert stage.desk.borrowed == [ABROAD]
    (command,) = stage.desk.done
    assert isinstance(command, Register)
    assert command.guest_id == "g88"


@pytest.mark.parametrize("link", [True, False])
def test_a_member_nobody_knows_gets_the_form(stage: Stage, scans: Scans, link: bool) -> None:
    stage.desk.hq = {} if link else None
    scan(scans, member_code("99"))
    form = stage.shell.side.form
    assert form is not None
    assert form.value().note == "会员号 99"
    assert stage.desk.done == []
    assert ("没有回应" in said(stage)) is not link


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("134512345678901234", "这是付款码，请到收银台扫。这里什么都没记。"),
        ("https://yb.example/r/Ab3", "这是给客人手机扫的码，前台不用扫"),
        ("https://u.wechat.com/x", "这是一个网址，不是会员码"),
        ("6901234567892", "这是商品条码，不是会员码"),
        ("WIFI:T:WPA;;", "不认识这个码"),
        ("YB:M:88001234:00", "没扫全，请再扫一次"),
    ],
)
def test_everything_else_has_its_sentence(
    stage: Stage, scans: Scans, caplog: pytest.LogCaptureFixture, text: str, sentence: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        scan(scans, text)
    assert said(stage) == sentence
    assert stage.desk.done == []
    assert text not in caplog.text
    assert all(text not in toast.text for toast in stage.notices.said)


def test_half_a_scan_and_one_that_an_input_method_swallowed_are_said(stage: Stage, scans: Scans) -> None:
    scans.broken()
    assert said(stage) == "没扫全，请再扫一次"
    scan(scans, "\ufffd8001234", sure=False)
    assert said(stage) == "输入法吞了几个字，请再扫一次"
    assert stage.desk.asked == []


def test_a_phone_is_searched_for_or_goes_into_the_form(stage: Stage, scans: Scans) -> None:
    scan(scans, "13900007777")
    assert stage.shell.top.search.text() == "13900007777"
    assert stage.shell.over.popup.model.rows[0].guest == LUO
    stage.hands.escape()
    stage.hands.do("register")
    scan(scans, "13900007777")
    form = stage.shell.side.form
    assert form is not None
    assert form.fields["phone"].text() == "13900007777"
    assert form.matches() == [LUO]


def test_a_desk_that_is_not_enrolled_says_so(stage: Stage, scans: Scans) -> None:
    stage.shell.makers["enrol"] = lambda: EnrolScreen(stage.theme)
    stage.shell.show_screen("enrol")
    scan(scans, "88001234")
    assert said(stage) == "先登记这台前台，再扫码"
    assert stage.desk.asked == []


def test_what_is_only_tried_means_nothing(stage: Stage, scans: Scans, qtbot: QtBot) -> None:
    screen = SettingsScreen(stage.theme, Preferences())
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitExposed(screen)
    screen.show_page("scanner")
    tried: list[Tried | None] = []
    scans.tried.connect(lambda one: tried.append(one))
    screen.scanner.trying.connect(scans.only_try)
    screen.scanner.test.click()
    scan(scans, "88001234")
    scans.broken()
    first = tried[0]
    assert first is not None
    assert tried[1:] == [None]
    assert first.code.kind is CodeKind.PLAIN
    screen.scanner.show_tried(first.reading, first.code)
    assert screen.scanner.told[0].endswith("88001234")
    assert "平均 5.0 毫秒" in screen.scanner.told[1]
    scan(scans, "134512345678901234")
    last = tried[-1]
    assert last is not None
    screen.scanner.show_tried(last.reading, last.code)
    assert "1345" not in screen.scanner.told[0]
    assert not stage.desk.done
    assert not stage.desk.asked
    assert not stage.notices.said
    screen.show_page("general")
    scan(scans, "88001234")
    assert len(stage.desk.done) == 1


def test_the_habits_of_the_scanner_are_chosen(stage: Stage, qtbot: QtBot) -> None:
    screen = SettingsScreen(stage.theme, Preferences())
    qtbot.addWidget(screen)
    screen.show_page("scanner")
    scanner = screen.scanner
    scanner.terminators["enter"].click()
    scanner.gaps[60.0].click()
    scanner.fields["least"].setText("4")
    scanner.fields["least"].editingFinished.emit()
    scanner.fields["prefix"].setText("~")
    scanner.fields["prefix"].editingFinished.emit()
    assert screen.kept.scanner == Habits(gap=60.0, least=4, terminator="enter", prefix="~")
    scanner.fields["least"].setText("1")
    scanner.fields["least"].editingFinished.emit()
    assert screen.kept.scanner.least == 3
    assert scanner.fields["least"].text() == "3"


# --- the search goes on at HQ ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("13812347719", (Identity(phone="13812347719"), True)),
        ("+86 138 1234 7719", (Identity(phone="13812347719"), True)),
        ("１３８１２３４７７１９", (Identity(phone="13812347719"), True)),
        ("88001234", (Identity(member_no="88001234", phone="88001234"), False)),
        ("M10023", (Identity(member_no="M10023"), False)),
        ("7719", None),
        ("138123", None),
        ("王芳", None),
        ("zengjie", None),
        ("A12", None),
    ],
)
def test_hq_is_asked_by_whole_numbers_only(query: str, asked: tuple[Identity, bool] | None) -> None:
    assert whole(query) == asked


def test_a_guest_of_another_store_is_one_more_row(stage: Stage, qtbot: QtBot) -> None:
    stage.desk.hq = {"13900008888": ABROAD}
    QTest.keyClicks(stage.shell.top.search, "13900008888")
    popup = stage.shell.over.popup
    row = popup.model.rows[0]
    assert stage.desk.questions == [Identity(phone="13900008888")]
    assert row.asked is not None
    assert popup.grab().toImage().width() > 0
    popup.take()
    assert stage.desk.borrowed == [ABROAD]
    assert stage.shell.side.guest == ABROAD
    stage.hands.do("arrive")
    form = stage.shell.side.form
    assert form is not None
    form.submit()
    (command,) = stage.desk.done
    assert isinstance(command, Register)
    assert command.guest_id == "g88"


def test_a_guest_of_the_store_is_never_asked_for(stage: Stage, qtbot: QtBot) -> None:
    stage.desk.roster = [LUO]
    QTest.keyClicks(stage.shell.top.search, "13900007777")
    assert stage.desk.questions == []


def test_a_number_that_may_go_on_is_asked_for_after_a_pause(stage: Stage, qtbot: QtBot) -> None:
    stage.desk.hq = {"B77": ABROAD, "B7788": ABROAD}
    QTest.keyClicks(stage.shell.top.search, "B7788")
    assert stage.desk.questions == []
    qtbot.waitUntil(lambda: stage.desk.questions == [Identity(member_no="B7788")])


def test_an_answer_to_what_is_no_longer_typed_is_not_shown(stage: Stage, qtbot: QtBot) -> None:
    later: list[object] = []
    stage.desk.ask = lambda identity, answered: later.append(answered)  # type: ignore[method-assign]
    QTest.keyClicks(stage.shell.top.search, "13900008888")
    QTest.keyClicks(stage.shell.top.search, "9")
    from app.sync.asked import Asked, AskedWord

    later[0](Asked(AskedWord.FOUND, ABROAD, 1))  # type: ignore[operator]
    assert stage.shell.over.popup.model.rowCount() == 0


# --- a guest whom only the card names --------------------------------------------------------------------------------


def test_a_guest_whom_only_the_card_names_is_shown_as_looked_up(stage: Stage) -> None:
    known = people.party("h1", replace(people.OUYANG, vip=False), ticket="A50")
    stage.desk.put(replace(known, guest=None))
    card = stage.shell.board.board.find("h1")
    assert card is not None
    assert card.unknown_guest
    shown = layout(card, 400, people.NOW, stage.shell._look())
    assert "正在查询" in [text.text for text in shown.texts]
    assert [chip.text for chip in shown.chips] == ["总部正在查这位客人"]
    nameless = replace(known, guest=None, arrival=replace(known.arrival, guest_id=None))
    assert [asked.key for asked in (asked_of(card), asked_of(nameless)) if asked is not None] == ["F3", "F4"]
    stage.desk.put(known)
    assert stage.shell.board.board.find("h1") == known


def test_a_guest_whom_only_the_card_names_is_registered_as_themselves(stage: Stage) -> None:
    known = people.party("h1", replace(people.OUYANG, vip=False), ticket="A50")
    stage.desk.put(replace(known, guest=None))
    stage.shell.board.select("h1")
    stage.hands.do("register")
    form = stage.shell.side.form
    assert form is not None
    assert form.value().guest_id == "g1"
