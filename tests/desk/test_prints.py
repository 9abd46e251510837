"""The print register by keys alone: what hangs where, what to print anew, a found code, a code made and retired."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.models.prints import (
    CodeState,
    DueRow,
    JobRow,
    RegisterModel,
    Sheet,
    Templates,
    matches,
    register_of,
    templates_here,
)
from app.desk.paint.theme import Theme
from app.desk.scanner.strokes import Reading
from app.desk.screens.prints import PrintsScreen
from app.desk.screens.unsent import UnsentScreen
from app.desk.shots import posing_paper
from app.desk.verbs import Failed
from app.desk.words import register as words_print
from app.desk.words import whose as words_whose
from app.desk.words.paper import code_name
from app.desk.words.plurals import plurals
from app.domain.commands import KeepCode
from app.domain.printed import CodeCard, PrintedKind, Scope, code_in
from app.domain.prints import PrintedPiece, Why, mark_lost
from app.localdb import outbox
from app.localdb.printed import Printed
from app.sync.link import LinkState, LinkWord
from app.wire.printed import WhoseCode
from tests.desk import people
from tests.desk.paper import A01, A02, CLERK, DOOR, MANAGER, OLD, POSTER, code, counter_with, press

NOW, ZONE = people.NOW, people.SHANGHAI
GONE = replace(code("B1", PrintedKind.CAMPAIGN, title="早餐"), retired_at=NOW - timedelta(days=2), retired_by="周敏")
CITY = replace(code("C1", PrintedKind.CAMPAIGN, title="全城"), scope=Scope.REGION, store_id="")
HELD = Printed(codes=(A01, A02, DOOR, GONE, CITY), prints=(POSTER, OLD), funnels={})
HERE = Templates(versions={"table-card": "new"}, titles={"table-card": {"zh": "桌卡", "en": "Table card"}})
REGISTER = register_of(HELD, HERE, NOW)


class Said:
    """What the screen wants."""

    def __init__(self, screen: PrintsScreen) -> None:
        self.again: list[tuple[tuple[str, ...], str]] = []
        self.lost: list[tuple[str, str, bool]] = []
        self.retired: list[tuple[str, bool]] = []
        self.made: list[KeepCode] = []
        self.before: list[CodeCard | None] = []
        screen.reprint_asked.connect(lambda codes, template: self.again.append((codes, template)))
        screen.lost_asked.connect(lambda card, code, found: self.lost.append((card.print_id, code, found)))
        screen.retire_asked.connect(lambda card, restored: self.retired.append((card.code, restored)))
        screen.code_asked.connect(lambda command, _: self.made.append(command))
        screen.code_asked.connect(lambda _, before: self.before.append(before))


@pytest.fixture
def screen(theme: Theme, qtbot: QtBot) -> Iterator[PrintsScreen]:
    """The screen with a manager before it."""
    made = PrintsScreen(theme, lambda: "zh")
    qtbot.addWidget(made)
    made.resize(1290, 662)
    made.show_staff("周敏", [MANAGER, CLERK])
    made.show_register(REGISTER, ZONE)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    yield made
    made.close()


@pytest.fixture
def said(screen: PrintsScreen) -> Said:
    return Said(screen)


def listed(screen: PrintsScreen) -> list[str]:
    return [screen.model.data(screen.model.index(place)) for place in range(screen.model.rowCount())]


def test_the_register_tells_jobs_what_is_due_and_where_each_code_hangs() -> None:
    assert [(row.card.print_id, row.due, row.lost) for row in REGISTER.jobs] == [("p2", 0, 0), ("p1", 2, 0)]
    assert [(row.due.piece.code, row.due.why) for row in REGISTER.due] == [
        (A01.code, Why.TEMPLATE), (A02.code, Why.TEMPLATE),
    ]  # fmt: skip
    states = {row.card.code: row for row in REGISTER.codes}
    assert states[DOOR.code].broken.pieces == 3
    assert states[DOOR.code].broken.places == ("大门",)
    assert [piece.card.print_id for piece in states[A01.code].pieces] == ["p1"]
    lost = replace(HELD, prints=(POSTER, mark_lost(OLD, A01.code, by="李娜", at=NOW)))
    again = register_of(lost, HERE, NOW)
    assert [row.due.why for row in again.due] == [Why.LOST, Why.TEMPLATE]
    assert again.jobs[1].lost == 1
    assert {row.card.code: row.broken.pieces for row in again.codes}[A01.code] == 0


def test_a_piece_of_a_retired_code_is_due_until_it_is_taken_down() -> None:
    retired = replace(HELD, codes=(replace(DOOR, retired_at=NOW), A01, A02))
    assert register_of(retired, HERE, NOW).due[0].due.why is Why.RETIRED
    down = replace(retired, prints=(mark_lost(POSTER, DOOR.code, by="周敏", at=NOW), OLD))
    assert {row.due.why for row in register_of(down, HERE, NOW).due} == {Why.TEMPLATE}


def test_a_campaign_that_is_over_is_not_printed_anew(screen: PrintsScreen) -> None:
    over = replace(DOOR, kind=PrintedKind.CAMPAIGN, valid_until=NOW - timedelta(days=1))
    for piece in (
        PrintedPiece(code=over.code, link=over.link),
        *mark_lost(POSTER, DOOR.code, by="周敏", at=NOW).pieces,
    ):
        job = replace(POSTER, pieces=(piece,))
        screen.show_register(register_of(Printed(codes=(over,), prints=(job,), funnels={}), HERE, NOW), ZONE)
        assert isinstance(screen.current(), JobRow)
        assert screen.detail.reprint.isHidden(), "the studio does not print it either"


def test_what_was_printed_for_other_stores_is_theirs_to_print_anew() -> None:
    chain = replace(OLD, print_id="p3", pieces=(*OLD.pieces, PrintedPiece(code="ZZZZZZZZZ1", link="https://x/r/Z")))
    found = register_of(replace(HELD, prints=(chain,)), HERE, NOW)
    assert {row.due.piece.code for row in found.due} == {A01.code, A02.code}
    assert (found.jobs[0].due, words_print.which_word(found.jobs[0].pieces[2])) == (2, "ZZZZZ ZZZZ1")


def test_a_code_is_called_by_what_tells_it_from_others() -> None:
    usual = replace(DOOR, title="门店福利群")
    assert [code_name(card) for card in (usual, replace(DOOR, title="大门"), A01, GONE)] == [
        "福利群码", "福利群码 大门", "桌码 A01", "活动码 早餐",
    ]  # fmt: skip
    unprinted = register_of(replace(HELD, prints=()), HERE, NOW)
    assert {words_print.code_line(row).split(" · ")[1] for row in unprinted.codes} == {"还没印过"}


def test_the_templates_of_this_desk_have_versions_and_names() -> None:
    found = templates_here()
    assert "table-card" in found.versions
    assert all(found.titles[name]["zh"] for name in found.versions)


def test_the_rows_are_a_model_that_qt_can_trust(qapp: QApplication) -> None:
    model = RegisterModel(lambda _row: "")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for sheet in Sheet:
        assert model.show(REGISTER.rows(sheet))
        assert not model.show(REGISTER.rows(sheet))
    fewer = register_of(replace(HELD, sending=frozenset({A01.code})), HERE, NOW)
    assert model.show(fewer.rows(Sheet.CODES))
    assert model.place_of(f"code:{A02.code}") == 1


def test_number_keys_choose_the_sheet_and_what_was_typed_filters_it(screen: PrintsScreen) -> None:
    assert isinstance(screen.current(), JobRow)
    press(Qt.Key.Key_2)
    assert isinstance(screen.current(), DueRow)
    press(Qt.Key.Key_3)
    assert isinstance(screen.current(), CodeState)
    press(Qt.Key.Key_1, Qt.Key.Key_F)
    assert QApplication.focusWidget() is screen.search
    screen.search.setText("大门 周敏")
    screen.search.textEdited.emit("大门 周敏")
    assert len(listed(screen)) == 1
    QTest.keyClicks(screen.search, "123")
    assert screen.sheet is Sheet.JOBS, "digits that are typed choose no sheet"
    assert listed(screen) == []
    press(Qt.Key.Key_Escape)
    assert len(listed(screen)) == 2
    assert QApplication.focusWidget() is screen.list
    assert matches("桌卡 · A 区", "区 桌卡")


def test_a_found_code_is_looked_up_as_it_is_read_out(screen: PrintsScreen) -> None:
    press(Qt.Key.Key_F)
    typed = f"{DOOR.code[:5]}-{DOOR.code[5:]}".lower().replace("0", "o")
    assert code_in(typed) == DOOR.code
    QTest.keyClicks(screen.search, typed)
    press(Qt.Key.Key_Return)
    row = screen.current()
    assert isinstance(row, CodeState)
    assert row.card == DOOR
    assert QApplication.focusWidget() is screen.list
    assert screen.look_up("ZZZZZZZZZ9") is None
    assert listed(screen) == []
    assert "不是本店的码" in words_print.not_ours_word("ZZZZZZZZZ9")
    assert screen._strange == "ZZZZZZZZZ9"
    assert screen.look_up(A02.code) is not None
    assert screen._strange == ""


def test_wide_letters_of_a_chinese_keyboard_are_the_same_and_a_name_of_ten_letters_is_no_code(
    screen: PrintsScreen,
) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in DOOR.code)
    press(Qt.Key.Key_F)
    screen.search.setText(wide)
    screen.search.textEdited.emit(wide)
    press(Qt.Key.Key_Return)
    row = screen.current()
    assert isinstance(row, CodeState)
    assert row.card == DOOR
    named = replace(A01, code="AAAAA00001", about="Zhang Weiss")
    screen.show_register(register_of(Printed(codes=(named, A02), funnels={}), templates_here(), NOW), ZONE)
    screen.show_sheet(Sheet.CODES)
    screen.search.setText("zhang weiss")
    screen.search.textEdited.emit("zhang weiss")
    assert code_in("zhang weiss")
    assert len(listed(screen)) == 1
    screen.search.setFocus()
    press(Qt.Key.Key_Return)
    assert len(listed(screen)) == 1
    assert screen._strange == ""


def test_pieces_are_lost_and_found_and_printed_anew_by_keys(screen: PrintsScreen, said: Said) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_L)
    assert said.lost == [("p1", A02.code, False)]
    lost = replace(HELD, prints=(POSTER, mark_lost(OLD, A02.code, by="周敏", at=NOW)))
    screen.show_register(register_of(lost, HERE, NOW), ZONE)
    piece = screen.detail.piece()
    assert piece is not None
    assert piece.piece.code == A02.code, "the choice stays"
    press(Qt.Key.Key_L)
    assert said.lost[1:] == [("p1", A02.code, True)]
    press(Qt.Key.Key_Left, Qt.Key.Key_P)
    assert said.again == [((A01.code, A02.code), "table-card")]
    press(Qt.Key.Key_2, Qt.Key.Key_P)
    assert said.again[1:] == [((A02.code,), "table-card")], "the lost one first"


def test_what_retiring_breaks_is_said_before_it_is_done(screen: PrintsScreen, said: Said) -> None:
    screen.look_up(DOOR.code)
    QTest.mouseClick(screen.detail.retire, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(screen.detail.retire, Qt.MouseButton.LeftButton)
    assert said.retired == [], "a double click does not agree to what it has not read"
    assert "3 张" in screen.detail.why.accessibleName()
    assert "大门" in screen.detail.why.accessibleName()
    press(Qt.Key.Key_Escape)
    assert screen.detail.why.accessibleName() == ""
    press(Qt.Key.Key_D, Qt.Key.Key_D)
    assert said.retired == [(DOOR.code, False)]
    screen.look_up(GONE.code)
    press(Qt.Key.Key_D)
    assert said.retired[1:] == [(GONE.code, True)], "nothing breaks by using it again"
    assert screen.detail.reprint.isHidden()
    screen.look_up(CITY.code)
    press(Qt.Key.Key_D)
    assert len(said.retired) == 2, "HQ's to change"
    screen.look_up(DOOR.code)
    press(Qt.Key.Key_D)
    assert screen.detail.sure
    screen.hide()
    assert not screen.detail.sure, "who comes back is asked again"


@pytest.mark.parametrize(("width", "height", "scale"), [(949, 504, 1.0), (949, 330, 1.3), (1250, 560, 1.5)])
def test_in_a_narrow_window_a_code_can_still_be_retired_and_searched_for(
    screen: PrintsScreen, theme: Theme, language: str, width: int, height: int, scale: float
) -> None:
    theme.use(scale=scale)
    screen.resize(width, height)
    screen.look_up(DOOR.code)
    detail, search = screen.detail, screen.search
    buttons = (detail.retire, detail.change, detail.lost, detail.reprint)
    seen = [button for button in buttons if not button.isHidden()]
    assert {detail.retire, detail.lost, detail.reprint} <= set(seen)
    assert len(seen) == 4 or height < 400
    assert all(detail.rect().contains(button.geometry()) for button in seen)
    assert all(button.width() >= button.sizeHint().width() for button in seen)
    assert screen.head.rect().contains(search.geometry())
    assert search.width() >= theme.px(120)
    press(Qt.Key.Key_D)
    assert detail.sure
    assert detail.rect().contains(detail.why.geometry()), "what it breaks is read first"
    assert detail.rect().contains(detail.retire.geometry())
    assert not any(detail.why.geometry().intersects(button.geometry()) for button in buttons if not button.isHidden())
    press(Qt.Key.Key_Escape)
    assert [button for button in buttons if not button.isHidden()] == seen


def test_a_code_of_another_store_is_asked_for_once_and_its_owner_told(screen: PrintsScreen) -> None:
    asked: list[str] = []
    screen.strange.connect(asked.append)
    told = screen.nothing.accessibleName
    screen.look_up("ZZZZZZZZZ9")
    screen.show_register(REGISTER, ZONE)
    assert asked == ["ZZZZZZZZZ9"], "news of something else asks nothing anew"
    assert "正在问总部" in told()
    screen.tell_whose("ZZZZZZZZZ8", ("x", "y"))
    assert "正在问总部" in told(), "an answer about what is not looked for any more"
    screen.tell_whose("ZZZZZZZZZ9", words_whose.unknown("ZZZZZZZZZ9"))
    assert "看错了一个字" in told()
    screen.look_up("ZZZZZZZZZ9")
    assert asked == ["ZZZZZZZZZ9"] * 2, "scanned again, it is asked for again"
    screen.search.setFocus()
    press(Qt.Key.Key_Escape)
    assert screen.list.isVisible()
    screen.search.setFocus()
    QTest.keyClicks(screen.search, "zzzzz-zzzz9")
    assert asked == ["ZZZZZZZZZ9"] * 3, "typed, it is asked for as well"


@pytest.mark.parametrize(
    ("changed", "what", "then"),
    [
        ({"store_id": "s2"}, "这是朝阳店（北京）的桌码 B7：能用", "打电话告诉那家店"),
        ({"store_id": "s2", "retired_at": NOW}, "已停用", "撕下来"),
        ({"store_id": "s1"}, "总部说这是本店的桌码 B7", "等一会儿"),
        ({"store_id": "", "scope": Scope.REGION, "region": "上海"}, "上海通用的桌码", "归总部管"),
        ({"store_id": "", "scope": Scope.CHAIN}, "全国通用的桌码", "归总部管"),
    ],
)
def test_whose_a_code_is_and_what_to_do_with_the_paper(changed: dict[str, object], what: str, then: str) -> None:
    card = replace(code("Z1", about="B7"), **changed)  # type: ignore[arg-type]
    mine = card.store_id == "s2"
    whose = WhoseCode(card=card, store_name="朝阳店" if mine else "", city="北京" if mine else "")
    said, do = words_whose.found(whose, "s1", NOW)
    assert what in said
    assert then in do


def test_a_campaign_code_is_made_by_keys(screen: PrintsScreen, said: Said) -> None:
    press(Qt.Key.Key_N, Qt.Key.Key_Return)
    assert said.made == []
    QTest.keyClicks(screen.form.fields["title"], "bags")
    screen.form.fields["target_url"].setText("ftp://x")
    press(Qt.Key.Key_Return)
    assert said.made == []
    assert QApplication.focusWidget() is screen.form.fields["target_url"]
    screen.form.fields["target_url"].clear()
    press(Qt.Key.Key_Return)
    (command,) = said.made
    assert (command.kind, command.title, command.channel) == (PrintedKind.CAMPAIGN, "bags", "bags")
    made = replace(code("X", PrintedKind.CAMPAIGN, title="bags"), code=command.code)
    screen.show_register(register_of(replace(HELD, codes=(*HELD.codes, made)), HERE, NOW), ZONE)
    row = screen.current()
    assert isinstance(row, CodeState)
    assert row.card.code == command.code
    press(Qt.Key.Key_N, Qt.Key.Key_Escape)
    assert screen.form.isHidden()
    assert not screen.detail.isHidden()


def test_what_a_code_is_called_and_leads_to_is_changed_and_nothing_else(screen: PrintsScreen, said: Said) -> None:
    screen.look_up(A01.code)
    press(Qt.Key.Key_E)
    assert QApplication.focusWidget() is screen.form.fields["title"]
    screen.form.fields["target_url"].setText("https://order.example.com/a01")
    press(Qt.Key.Key_Return)
    assert (said.made, said.before) == (
        [KeepCode(code=A01.code, kind=A01.kind, about="A01", target_url="https://order.example.com/a01")], [A01],
    )  # fmt: skip
    screen.look_up(DOOR.code)
    press(Qt.Key.Key_E)
    assert screen.form.fields["target_url"].isHidden(), "a group code leads to the store's groups"
    press(Qt.Key.Key_Escape)
    screen.look_up(CITY.code)
    press(Qt.Key.Key_E)
    assert screen.form.isHidden()


def dates(screen: PrintsScreen, begins: str, ends: str) -> None:
    for name, text in (("valid_from", begins), ("valid_until", ends)):
        field = screen.form.fields[name]
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        QTest.keyClicks(field, text)


def change(screen: PrintsScreen, card: CodeCard) -> None:
    screen.look_up(card.code)
    press(Qt.Key.Key_E)


def test_a_manager_says_until_when_a_code_is_good_and_hears_first_what_that_does_to_paper(
    screen: PrintsScreen, said: Said
) -> None:
    screen.form.now = lambda: NOW
    change(screen, DOOR)
    told = screen.form.told.accessibleName
    for begins, ends, wrong in (
        ("soon", "", "从哪天起"), ("", "2026-2-30", "到哪天为止"), ("2026-12-9", "2026/12/8", "早于"),
        ("", "2026-11-19", "已经过了"),
    ):  # fmt: skip
        dates(screen, begins, ends)
        press(Qt.Key.Key_Return, Qt.Key.Key_Return)
        assert wrong in told()
        assert said.made == []
    dates(screen, "", "2026.12.31")
    press(Qt.Key.Key_Return)
    assert said.made == []
    assert "2026 年 12 月 31 日" in told()
    assert posted(screen, DOOR) in told()
    held_down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(screen.form.fields["valid_until"], held_down)
    assert said.made == [], "a key that is held down agrees to nothing"
    screen.form.fields["title"].setFocus()
    QTest.keyClicks(screen.form.fields["title"], "x")
    assert not screen.form.sure, "what was agreed to was something else"
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Return)
    (command,) = said.made
    assert (command.valid_from, command.valid_until) == (None, datetime(2026, 12, 31, 23, 59, tzinfo=ZONE))
    assert said.before == [DOOR]


def posted(screen: PrintsScreen, card: CodeCard) -> str:
    """How many pieces hang, as it is said."""
    row = next(row for row in screen.register.codes if row.card.code == card.code)
    assert row.broken.pieces
    return plurals.sheets(row.broken.pieces)


def test_a_code_that_begins_later_is_dead_till_then_and_one_of_no_paper_is_kept_at_once(
    screen: PrintsScreen, said: Said
) -> None:
    screen.form.now = lambda: NOW
    change(screen, DOOR)
    dates(screen, "2026-11-24", "")
    press(Qt.Key.Key_Return)
    assert said.made == []
    assert "2026 年 11 月 24 日 以前" in screen.form.told.accessibleName()
    press(Qt.Key.Key_Escape)
    lasting = replace(code("L", PrintedKind.CAMPAIGN, title="店庆"), valid_until=NOW + timedelta(days=3, seconds=7))
    screen.show_register(register_of(replace(HELD, codes=(*HELD.codes, lasting)), HERE, NOW), ZONE)
    change(screen, lasting)
    assert screen.form.fields["valid_until"].text() == "2026-11-23"
    press(Qt.Key.Key_Return)
    assert said.made[-1].valid_until == lasting.valid_until, "what nobody changed is the very moment that it was"
    change(screen, lasting)
    dates(screen, "2026-11-22", "2026-11-22")
    press(Qt.Key.Key_Return)
    sooner = said.made[-1]
    assert (sooner.valid_from, sooner.valid_until) == (
        datetime(2026, 11, 22, tzinfo=ZONE), datetime(2026, 11, 22, 23, 59, tzinfo=ZONE),
    )  # fmt: skip
    soon = replace(lasting, valid_from=sooner.valid_from, valid_until=sooner.valid_until)
    (row,) = register_of(Printed(codes=(soon,), funnels={}), HERE, NOW).codes
    assert "从 2026 年 11 月 22 日" in " ".join(words_print.code_words(row, ZONE))
    screen.show_register(register_of(Printed(codes=(soon,), funnels={}), HERE, NOW), ZONE)
    assert screen.detail.reprint.isVisible(), "its paper is printed before the day"


def test_an_empty_register_answers_its_keys(screen: PrintsScreen) -> None:
    screen.show_register(register_of(Printed(funnels={}), HERE, NOW), ZONE)
    assert listed(screen) == []
    press(Qt.Key.Key_3)
    assert screen.sheet is Sheet.CODES
    press(Qt.Key.Key_N)
    assert QApplication.focusWidget() is screen.form.fields["title"]
    press(Qt.Key.Key_Escape)
    screen.show_register(REGISTER, ZONE)
    assert QApplication.focusWidget() is screen.list


def test_who_is_no_manager_makes_and_retires_nothing_but_may_lose(screen: PrintsScreen, said: Said) -> None:
    screen.show_staff("李娜", [MANAGER, CLERK])
    screen.look_up(DOOR.code)
    press(Qt.Key.Key_N, Qt.Key.Key_D, Qt.Key.Key_D, Qt.Key.Key_L)
    assert (said.made, said.retired, said.lost) == ([], [], [("p2", DOOR.code, False)])
    assert "周敏" in screen.detail.why.accessibleName()


def test_five_hundred_prints_are_shown_within_a_frame_or_two(screen: PrintsScreen) -> None:
    register = register_of(posing_paper.worst(NOW), HERE, NOW)
    assert len(register.jobs) == 500
    began = thread_time()
    screen.show_register(register, ZONE)
    screen.grab()
    assert thread_time() - began < 0.5, "some 30 ms as a rule; how long others take is not counted"


# --- on a real lane --------------------------------------------------------------------------------------------------


def scan(text: str) -> Reading:
    return Reading(text=text, sure=True, keys=len(text), mean=3, slowest=9, terminator="Enter")


def test_dates_are_kept_with_the_cable_out_and_taken_back(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with counter_with(tmp_path / "desk", qtbot, A01, OLD) as counter:
        counter.shell.show_screen("prints")
        screen = counter.paper.prints
        assert screen is not None
        qtbot.waitUntil(lambda: len(screen.register.codes) == 1)
        change(screen, A01)
        dates(screen, "", "2036-12-31")
        press(Qt.Key.Key_Return, Qt.Key.Key_Return)
        until = datetime(2036, 12, 31, 23, 59, tzinfo=ZONE)
        qtbot.waitUntil(lambda: screen.register.codes[0].card.valid_until == until)
        assert counter.notices.said[-1].text == "改好了：桌码 A01，有效期也改了"
        counter.acts.undo()
        qtbot.waitUntil(lambda: screen.register.codes[0].card.valid_until is None)
        sent = counter.lane.submit(outbox.waiting).result(10)
        assert [row.kind for row in sent] == ["code.keep", "code.keep"]


def test_a_scanned_code_opens_the_register_and_what_is_lost_can_be_found(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with counter_with(tmp_path / "desk", qtbot, A01, A02, DOOR, OLD, POSTER) as counter:
        again: list[tuple[object, str]] = []
        counter.paper.reprint_asked.disconnect()
        counter.paper.reprint_asked.connect(lambda codes, template: again.append((codes, template)))
        counter.scans.scanned(scan(DOOR.link.lower()))
        screen = counter.paper.prints
        assert screen is not None
        assert counter.shell.showing == "prints"
        qtbot.waitUntil(lambda: isinstance(row := screen.current(), CodeState) and row.card == DOOR)
        assert counter.notices.said[-1].text == "这是本店的福利群码"
        screen.detail.lost.click()
        qtbot.waitUntil(lambda: len(screen.register.due) >= 1 and screen.register.due[0].due.why is Why.LOST)
        counter.acts.undo()
        qtbot.waitUntil(lambda: all(row.due.why is not Why.LOST for row in screen.register.due))
        screen.detail.reprint.click()
        assert again == [((DOOR.code,), "poster-a4")]
        screen.detail.retire.click()
        screen.detail.retire.click()
        qtbot.waitUntil(lambda: len(counter.lane.submit(outbox.waiting).result(10)) == 3)
        kinds = [row.kind for row in counter.lane.submit(outbox.waiting).result(10)]
        assert kinds == ["print.lost", "print.lost", "code.retire"]
        counter.shell.show_screen("unsent")
        unsent = counter.shell.screens["unsent"]
        assert isinstance(unsent, UnsentScreen)
        qtbot.waitUntil(lambda: unsent.model.rowCount() == 3)
        assert [unsent.model.data(unsent.model.index(row)).strip() for row in range(3)] == [
            f"丢失 {DOOR.code}", f"找到了 {DOOR.code}", f"停用码 {DOOR.code}",
        ]  # fmt: skip
        counter.scans.scanned(scan("https://yb.example.com/r/ZZZZZZZZZ9"))
        qtbot.waitUntil(lambda: "不是本店的码" in counter.notices.said[-1].text)
        qtbot.waitUntil(lambda: "现在连不上总部" in screen.nothing.accessibleName())

        def hq_says(code: str, told: Callable[[WhoseCode | None], None], failed: Failed) -> None:
            told(None)

        counter.desk.whose_code = hq_says  # type: ignore[method-assign]
        counter.shell.show_link(LinkState(state=LinkWord.ONLINE, since=NOW))
        assert "总部也查不到" in screen.nothing.accessibleName(), "the line is back: HQ is asked again by itself"
