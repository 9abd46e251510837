"""Keys put elsewhere: taken in the settings, refused with a reason, written everywhere, there at the next start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.keys import Cap, Key, Refusal, meet, movable, usual
from app.desk.paint.theme import Theme
from app.desk.preferences import Preferences, load
from app.desk.scanner.strokes import Habits
from app.desk.screens.keys import KeysView
from app.desk.screens.settings import SettingsScreen
from app.desk.widgets.button import Button
from app.desk.words.keys import does_word
from app.localdb import settings
from app.localdb.lane import Lane
from tests.desk.stage import Stage


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    """Every key is where it usually is, before and after."""
    Key.use({})
    yield
    Key.use({})


@pytest.fixture
def screen(theme: Theme, qtbot: QtBot) -> SettingsScreen:
    """The settings, at the keys; what is chosen holds at once."""
    made = SettingsScreen(theme, Preferences())
    made.chosen.connect(lambda kept: Key.use(kept.keys))
    qtbot.addWidget(made)
    made.resize(1200, 680)
    made.show()
    qtbot.waitExposed(made)
    made.show_page("keys")
    return made


def catch(screen: SettingsScreen, name: str, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    button = screen.keys.buttons[name]
    button.click()
    assert button.catching
    QTest.keyClick(button, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert not button.catching


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


# --- the rule --------------------------------------------------------------------------------------------------------


def test_no_two_keys_are_the_same_as_they_usually_are() -> None:
    for name, other in combinations(movable(), 2):
        assert Key.of(name) != Key.of(other) or not meet(name, other)
    assert all(Key.refusal(name, Key.of(name)) is None for name in movable())


@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        ("F6", None),
        ("Ctrl+Shift+W", None),
        ("Shift+F2", None),
        ("Alt+B", None),
        ("F3", Refusal("taken", "SEAT")),
        ("Ctrl+C", Refusal("kept")),
        ("Alt+F4", Refusal("kept")),
        ("W", Refusal("typed")),
        ("Shift+W", Refusal("typed")),
        ("Space", Refusal("typed")),
        ("Return", Refusal("typed")),
        ("Alt+1", Refusal("typed")),
    ],
)
def test_which_keys_can_be_taken(key: str, refusal: Refusal | None) -> None:
    assert Key.refusal("WELCOME", key) == refusal


def test_a_key_that_went_elsewhere_is_free() -> None:
    Key.use({"SEAT": "F6"})
    assert Key.refusal("WELCOME", "F3") is None
    Key.use({"SEAT": "F6", "WELCOME": "F3"})
    assert (Key.SEAT, Key.WELCOME) == ("F6", "F3")
    assert Key.refusal("SEAT", "F3") == Refusal("taken", "WELCOME")


def test_what_another_version_kept_is_as_usual_where_it_cannot_be() -> None:
    Key.use({"WELCOME": "W", "SEAT": "F2", "NEVER": "F6", "OPEN": "F6"})
    assert Key.changed == {}


def test_a_cap_stays_true() -> None:
    cap = Key.WELCOME
    assert isinstance(cap, Cap)
    Key.use({"WELCOME": "F6"})
    assert (cap, Key.now(cap), Key.now("Enter")) == ("F2", "F6", "Enter")


# --- the settings ----------------------------------------------------------------------------------------------------


def test_a_key_is_taken_by_pressing_it(screen: SettingsScreen) -> None:
    catch(screen, "WELCOME", Qt.Key.Key_F6)
    assert screen.kept.keys == {"WELCOME": "F6"}
    assert screen.keys.buttons["WELCOME"].text() == "F6"
    catch(screen, "UNDO", Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert screen.kept.keys == {"WELCOME": "F6", "UNDO": "Ctrl+B"}
    catch(screen, "WELCOME", Qt.Key.Key_F2)
    assert screen.kept.keys == {"UNDO": "Ctrl+B"}


def test_a_key_that_cannot_be_is_refused_with_the_reason(screen: SettingsScreen) -> None:
    catch(screen, "WELCOME", Qt.Key.Key_F3)
    assert screen.keys.said == "F3 已经用在“入座、换桌”上，换一个，或先改那一个。"
    catch(screen, "WELCOME", Qt.Key.Key_W)
    assert screen.keys.said.startswith("W 是打字用的")
    catch(screen, "WELCOME", Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert screen.keys.said == "Ctrl+C 每个程序都用，换一个。"
    assert screen.kept.keys == {}
    assert screen.keys.buttons["WELCOME"].text() == "F2"


def test_escape_and_going_elsewhere_leave_the_key_as_it_was(screen: SettingsScreen, qtbot: QtBot) -> None:
    catch(screen, "WELCOME", Qt.Key.Key_Escape)
    screen.keys.buttons["WELCOME"].click()
    screen.keys.buttons["SEAT"].setFocus()
    assert not screen.keys.buttons["WELCOME"].catching
    assert screen.kept.keys == {}


def test_everything_goes_back_with_one_button(screen: SettingsScreen) -> None:
    catch(screen, "WELCOME", Qt.Key.Key_F6)
    screen.keys.reset.click()
    assert screen.kept.keys == {}
    assert screen.keys.buttons["WELCOME"].text() == "F2"
    assert not screen.keys.reset.isEnabled()


def test_every_key_has_words_in_both_languages(language: str) -> None:
    assert len({does_word(name) for name in movable()}) == len(movable())


# --- everywhere else -------------------------------------------------------------------------------------------------


def test_a_moved_key_does_its_work_and_the_old_one_nothing(stage: Stage) -> None:
    stage.shell.board.select("q1")
    Key.use({"WELCOME": "F6"})
    stage.hands.rebind()
    press(Qt.Key.Key_F2)
    assert stage.desk.done == []
    press(Qt.Key.Key_F6)
    assert len(stage.desk.done) == 1


def test_a_moved_key_is_written_wherever_the_old_one_was(stage: Stage, qtbot: QtBot) -> None:
    stage.shell.board.opened.emit("q1")
    assert stage.shell.side.buttons["welcome"].key == "F2"
    Key.use({"WELCOME": "F6", "UNDO": "Ctrl+B", "HELP": "F11"})
    stage.hands.rebind()
    QCoreApplication.sendEvent(stage.shell, QEvent(QEvent.Type.LanguageChange))
    button: Button = stage.shell.side.buttons["welcome"]
    assert button.key == "F6"
    assert button.accessibleName().endswith("F6")
    assert ("F6", "迎接") in stage.shell.foot._keys()
    stage.hands.do("no_show")
    assert stage.notices.said[-1].label == "撤销 Ctrl+B"
    press(Qt.Key.Key_F11)
    sheet = stage.shell.findChild(KeysView)
    assert sheet is not None
    assert {"F6", "Ctrl+B", "F11"} <= {key for key, _ in sheet.rows()}
    assert "F2" not in {key for key, _ in sheet.rows()}


def test_keys_and_scanner_are_there_at_the_next_start(tmp_path: Path) -> None:
    kept = Preferences(keys={"WELCOME": "F6"}, scanner=Habits(gap=50.0, least=4, terminator="tab", prefix="~"))
    for write in (kept, None):
        lane = Lane(tmp_path / "desk")
        lane.start().result(10)
        if write is not None:
            from app.desk.preferences import save

            lane.submit(save, write).result(10)
        else:
            assert lane.submit(load).result(10) == kept
            lane.submit(settings.write, "scanner", {"gap": "quick"}).result(10)
            lane.submit(settings.write, "keys", ["F6"]).result(10)
            assert lane.submit(load).result(10) == Preferences()
        assert lane.close()


def test_what_is_usual_is_said() -> None:
    assert usual("WELCOME") == "F2"
