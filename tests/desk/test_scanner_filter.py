"""A scanner and a person before real fields and the real window: nothing of a scan ever lands anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desk.preferences import Preferences
from app.desk.scanner.strokes import Habits
from app.desk.screens.enrol import EnrolScreen
from app.desk.screens.settings import SettingsScreen
from app.desk.screens.unsent import UnsentScreen
from app.domain.codes import member_code
from tests.desk.keyboard import Keyboard
from tests.desk.stage import Stage

CODE = member_code("88001234")


@pytest.fixture
def keyboard() -> Iterator[Keyboard]:
    """A keyboard and a scanner on one cable."""
    made = Keyboard()
    yield made
    made.remove()


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    """A field with the focus."""
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


# --- one field -------------------------------------------------------------------------------------------------------


def test_what_a_person_types_arrives_as_it_was_typed(keyboard: Keyboard, field: QLineEdit) -> None:
    text = "the quick brown fox 13812347719 jumps over the lazy dog, twice. ASAP!"
    keyboard.type(text)
    keyboard.rest()
    assert field.text() == text
    assert keyboard.readings == []
    assert keyboard.halves == 0


def test_a_persons_first_key_waits_for_less_than_40_ms(keyboard: Keyboard, field: QLineEdit) -> None:
    keyboard._press("a", keyboard.time.now + 90)
    assert field.text() == ""
    keyboard.wait(35)
    assert field.text() == "a"


def test_enter_backspace_and_arrows_of_a_person_keep_their_places(keyboard: Keyboard, field: QLineEdit) -> None:
    entered: list[str] = []
    field.returnPressed.connect(lambda: entered.append(field.text()))
    keyboard.type("12")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    keyboard.type("3")
    QTest.keyClick(field, Qt.Key.Key_Left)
    keyboard.type("4\r")
    keyboard.rest()
    assert field.text() == "143"
    assert entered == ["143"]


@pytest.mark.parametrize("ends", ["\r", "\t", ""])
def test_a_scan_into_a_field_is_read_and_leaves_nothing(keyboard: Keyboard, field: QLineEdit, ends: str) -> None:
    entered: list[str] = []
    field.returnPressed.connect(lambda: entered.append(field.text()))
    for _ in range(100):
        keyboard.scan(CODE, ends=ends)
    assert [reading.text for reading in keyboard.readings] == [CODE] * 100
    assert field.text() == ""
    assert entered == []
    assert field.hasFocus()


def test_scans_in_the_midst_of_typing(keyboard: Keyboard, field: QLineEdit) -> None:
    for _ in range(25):
        keyboard.type("ab")
        keyboard.scan(CODE)
        keyboard.type("cd")
        keyboard.scan(CODE, ends="")
    keyboard.rest()
    assert field.text() == "abcd" * 25
    assert [reading.text for reading in keyboard.readings] == [CODE] * 50


def test_half_a_scan_vanishes_and_is_said(keyboard: Keyboard, field: QLineEdit) -> None:
    for length in (2, 3, 4, 5):
        keyboard.scan(CODE[:length], ends="")
        keyboard.scan(CODE[:length])
    assert field.text() == ""
    assert keyboard.readings == []
    assert keyboard.halves == 8


def test_a_held_key_repeats(keyboard: Keyboard, field: QLineEdit) -> None:
    keyboard._press("a", keyboard.time.now + 1000)
    keyboard.wait(300)
    for _ in range(5):
        repeat = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True)
        QCoreApplication.sendEvent(field, repeat)
        keyboard.wait(4)
    keyboard.rest()
    assert field.text() == "aaaaaa"
    assert keyboard.readings == []


def test_what_a_person_typed_goes_where_it_was_meant_for(keyboard: Keyboard, qtbot: QtBot) -> None:
    window = QWidget()
    one, other = QLineEdit(window), QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    keyboard._press("a", keyboard.time.now + 90)
    other.setFocus()
    keyboard.rest()
    assert (one.text(), other.text()) == ("a", "")


def test_a_scanner_never_presses_a_button_or_moves_in_a_list(keyboard: Keyboard, qtbot: QtBot) -> None:
    window = QWidget()
    button, cards = QPushButton("ok", window), QListView(window)
    button.setDefault(True)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    for widget in (button, cards):
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        keyboard.scan("AB 12 34 56")
        keyboard.scan("AB 12 34 56", ends="\t")
        assert widget.hasFocus()
    assert pressed == []
    assert len(keyboard.readings) == 4
    button.setFocus()
    keyboard.type(" ")
    keyboard.rest()
    assert pressed == [True]


def test_a_keyboard_of_another_script_is_held_as_well(keyboard: Keyboard, field: QLineEdit) -> None:
    for letter in "жщэюя":
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, 0, 0, 0, letter)
            QCoreApplication.sendEvent(field, event)
        keyboard.wait(4)
    keyboard.rest()
    assert field.text() == ""
    assert keyboard.halves == 1
    for letter in "жщ":
        event = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, 0, 0, 0, letter)
        QCoreApplication.sendEvent(field, event)
        keyboard.wait(60)
    assert field.text() == "жщ"


# --- a loop that was busy --------------------------------------------------------------------------------------------


def come_late(keyboard: Keyboard, field: QLineEdit, text: str, gap: float, dwell: float, *, busy: float = 20) -> None:
    """Deliver keys that were pressed `gap` ms apart, all at once when the loop is back, `busy` ms after the last."""
    steps = sorted(
        [(place * gap, QEvent.Type.KeyPress, letter) for place, letter in enumerate(text)]
        + [(place * gap + dwell, QEvent.Type.KeyRelease, letter) for place, letter in enumerate(text)]
    )
    begun = keyboard.time.now
    keyboard.time.now = begun + steps[-1][0] + busy
    for at, kind, letter in steps:
        kinds = (QEvent.Type.ShortcutOverride, kind) if kind is QEvent.Type.KeyPress else (kind,)
        for each in kinds:
            event = QKeyEvent(each, Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(int(90_000 + begun + at))
            QCoreApplication.sendEvent(field, event)
        keyboard.time.now += 0.2
    keyboard.wait(200)


def test_stamps_tell_a_scan_and_a_person_although_the_loop_was_busy(keyboard: Keyboard, field: QLineEdit) -> None:
    come_late(keyboard, field, "a", 60, 50)  # the clocks are compared with the first key
    for _ in range(5):
        come_late(keyboard, field, "88001234", 6, 3)
        come_late(keyboard, field, "bcdefg", 60, 80)
    assert [reading.text for reading in keyboard.readings] == ["88001234"] * 5
    assert field.text() == "a" + "bcdefg" * 5


@pytest.mark.parametrize("busy", [20, 900, 8000])
def test_the_first_keys_of_a_person_may_come_late(keyboard: Keyboard, field: QLineEdit, busy: float) -> None:
    come_late(keyboard, field, "88001234", 60, 50, busy=busy)  # no key before it has said how the clocks stand
    keyboard.wait(busy)
    assert (field.text(), keyboard.readings, keyboard.halves) == ("88001234", [], 0)
    come_late(keyboard, field, "8800123456", 60, 50, busy=9000)
    assert (field.text(), keyboard.readings, keyboard.halves) == ("880012348800123456", [], 0)
    come_late(keyboard, field, "88001234", 6, 3, busy=9000)
    keyboard.type("ab")
    keyboard.rest()
    assert [reading.text for reading in keyboard.readings] == ["88001234"]
    assert field.text() == "880012348800123456ab"


def test_chinese_that_comes_late_from_a_busy_loop_is_a_persons(keyboard: Keyboard, field: QLineEdit) -> None:
    method = keyboard.compose(tells=False)
    for letter in "zengxiaozhou":
        method.takes(letter)
        keyboard.time.now += 0.2
    keyboard.wait(100)
    method.takes(" ")
    keyboard.wait(100)
    assert field.text() == "曾"
    assert keyboard.readings == []


@pytest.mark.parametrize(("gap", "dwell", "scans"), [(60, 50, []), (5, 3, ["zengxiao"])], ids=["person", "scanner"])
def test_releases_tell_a_composition_that_came_late_from_a_scan(
    keyboard: Keyboard, field: QLineEdit, gap: float, dwell: float, scans: list[str]
) -> None:
    come_late(keyboard, field, "a", 60, 50)  # the clocks are compared with the first key
    method = keyboard.compose()
    begun = keyboard.time.now
    keyboard.time.now += 900
    for place, letter in enumerate("zengxiao"):
        method.takes(letter)
        keyboard.time.now += 0.2
        let_go = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.NoModifier, "")
        let_go.setTimestamp(int(90_000 + begun + gap * place + dwell))
        QCoreApplication.sendEvent(field, let_go)
    keyboard.wait(200)
    if not scans:
        method.takes(" ")
        keyboard.wait(200)
    assert field.text() == ("a" if scans else "a曾")
    assert ([reading.text for reading in keyboard.readings], keyboard.halves) == (scans, 0)


# --- shortcuts of one letter -----------------------------------------------------------------------------------------


def test_a_letter_that_is_a_shortcut_works_for_a_person_and_not_for_a_scanner(keyboard: Keyboard, qtbot: QtBot) -> None:
    window = QWidget()
    cards, field = QListView(window), QLineEdit(window)
    done: list[str] = []
    for letter in "R1":
        shortcut = QShortcut(QKeySequence(letter), window)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda letter=letter: done.append(letter))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    cards.setFocus()
    qtbot.waitUntil(cards.hasFocus)
    keyboard.scan("r1r1r1r1")
    assert done == []
    keyboard.type("r1x")
    keyboard.rest()
    assert done == ["R", "1"]
    field.setFocus()
    keyboard.type("r1x")
    keyboard.rest()
    assert (done, field.text()) == (["R", "1"], "r1x")


# --- a Chinese input method ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tells", [True, False], ids=["releases", "no releases"])
@pytest.mark.parametrize("ends", ["\r", ""])
def test_a_scan_into_a_composition(keyboard: Keyboard, field: QLineEdit, tells: bool, ends: str) -> None:
    method = keyboard.compose(tells=tells)
    for _ in range(100):
        keyboard.type("zeng")
        keyboard.scan(CODE, ends=ends)
        assert field.text() == "zeng"
        assert method.preedit == ""
        field.clear()
    assert [reading.text.upper() for reading in keyboard.readings] == [CODE] * 100
    assert keyboard.halves == 0


@pytest.mark.parametrize("text", ["88001234", "134512345678901234", "https://yb.example/r/Ab12Cd"])
def test_every_code_is_whole_where_releases_are_let_through(keyboard: Keyboard, field: QLineEdit, text: str) -> None:
    keyboard.compose()
    for before in ("", "zeng"):
        keyboard.type(before)
        keyboard.scan(text)
        assert field.text() == before
        field.clear()
    assert [(reading.text.casefold(), reading.sure) for reading in keyboard.readings] == [(text.casefold(), True)] * 2


def test_a_digit_that_chose_a_candidate_is_known_to_be_unknown(keyboard: Keyboard, field: QLineEdit) -> None:
    keyboard.compose(tells=False)
    keyboard.type("zeng")
    keyboard.scan("88001234")
    assert field.text() == "zeng"
    assert [reading.sure for reading in keyboard.readings] == [False]
    keyboard.scan("88001234")
    assert (keyboard.readings[-1].text, keyboard.readings[-1].sure) == ("88001234", True)


def test_chinese_is_typed_as_ever(keyboard: Keyboard, field: QLineEdit) -> None:
    keyboard.compose()
    for _ in range(10):
        keyboard.type("zeng1")
        keyboard.type("yi ")
    keyboard.rest()
    assert field.text() == "一曾" * 10
    assert keyboard.readings == []
    assert keyboard.halves == 0


# --- every screen of the real window ---------------------------------------------------------------------------------


def the_search(stage: Stage) -> QWidget:
    return stage.shell.top.search


def the_cards(stage: Stage) -> QWidget:
    cards = next(iter(stage.shell.board.columns.values())).list
    cards.setFocus()
    return cards


def a_verb(verb: str) -> Callable[[Stage], QWidget]:
    def opened(stage: Stage) -> QWidget:
        stage.shell.board.select("q1")
        stage.hands.do(verb)
        side = stage.shell.side
        return side.ask.field if side.ask is not None else stage.shell.top.search

    return opened


def the_form(name: str) -> Callable[[Stage], QWidget]:
    def opened(stage: Stage) -> QWidget:
        stage.hands.do("register")
        form = stage.shell.side.form
        assert form is not None
        form.fields[name].setFocus()
        return form.fields[name]

    return opened


def a_button(stage: Stage) -> QWidget:
    stage.shell.board.opened.emit("q2")
    button = stage.shell.side.buttons["seat"]
    button.setFocus()
    return button


def a_screen(make: Callable[[Stage], QWidget], name: str) -> Callable[[Stage], QWidget]:
    def opened(stage: Stage) -> QWidget:
        stage.shell.makers[name] = lambda: make(stage)
        stage.shell.show_screen(name)
        return QApplication.focusWidget() or stage.shell

    return opened


def the_keys(stage: Stage) -> QWidget:
    stage.shell.over.show_keys()
    return QApplication.focusWidget() or stage.shell


PLACES: dict[str, Callable[[Stage], QWidget]] = {
    "search": the_search,
    "cards": the_cards,
    "seat": a_verb("seat"),
    "note": a_verb("note"),
    "taste": a_verb("taste"),
    **{f"form {name}": the_form(name) for name in ("name", "phone", "party_size", "table", "note")},
    "button": a_button,
    "settings": a_screen(lambda stage: SettingsScreen(stage.theme, Preferences()), "settings"),
    "enrol": a_screen(lambda stage: EnrolScreen(stage.theme), "enrol"),
    "unsent": a_screen(lambda stage: UnsentScreen(stage.theme), "unsent"),
    "keys": the_keys,
}


@pytest.mark.parametrize("composing", [False, True], ids=["latin", "chinese"])
@pytest.mark.parametrize("place", PLACES)
def test_a_hundred_scans_into_every_place(stage: Stage, keyboard: Keyboard, place: str, composing: bool) -> None:
    keyboard.fallback = stage.shell
    if composing:
        keyboard.compose()
    PLACES[place](stage)
    focus = QApplication.focusWidget()
    before = written(stage)
    for number in range(100):
        keyboard.scan(CODE, ends="\r" if number % 2 else "")
    keyboard.rest()
    assert [reading.text.upper() for reading in keyboard.readings] == [CODE] * 100
    assert written(stage) == before
    assert stage.desk.done == []
    assert stage.desk.asked == []
    assert QApplication.focusWidget() is focus


FOR_LETTERS = sorted(PLACES.keys() - {"button", "keys", "unsent", "form party_size", "form phone"})


@pytest.mark.parametrize("place", FOR_LETTERS)
def test_a_quick_typist_is_left_alone_everywhere(stage: Stage, keyboard: Keyboard, place: str) -> None:
    keyboard.fallback = stage.shell
    PLACES[place](stage)
    before = "".join(written(stage))
    text = "a13f9b" * 3
    keyboard.type(text)
    keyboard.rest()
    assert sorted("".join(written(stage))) == sorted(before + text[: 12 if place == "taste" else None])
    assert keyboard.readings == []
    assert keyboard.halves == 0


def written(stage: Stage) -> list[str]:
    """Everything that stands in any field of the window."""
    return [field.text() for field in stage.shell.findChildren(QLineEdit)]


def test_a_slow_scanner_is_told_by_its_own_habits(field: QLineEdit) -> None:
    slow = Keyboard(Habits(gap=60, least=4, terminator="enter"))
    try:
        slow.scan("8800", pace=45)
        assert [reading.text for reading in slow.readings] == ["8800"]
        slow.filter.use(Habits())
        slow.scan("8800", pace=45)
        assert len(slow.readings) == 1
    finally:
        slow.remove()
