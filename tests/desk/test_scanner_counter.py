"""The scanner at the whole counter: into every screen there is, and from the cable to the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.desk.bridge import Bridge
from app.desk.keys import Key
from app.desk.opening import First, Opening
from app.desk.preferences import Preferences
from app.desk.scanner.strokes import Habits
from app.desk.theme.letters import Letters
from app.desk.wiring import Counter
from app.domain.changes import ChangeSet
from app.domain.codes import member_code
from app.domain.commands import Register
from app.domain.guests import GuestCard, IdentityKind, KnownIdentity
from app.localdb import outbox
from app.localdb.lane import Lane
from tests.desk import people
from tests.desk.keyboard import Keyboard
from tests.kit.desk import belong, entry, take_in

CODE = member_code("88001234")
MEMBER = GuestCard(
    guest_id="g77",
    name="罗敷",
    phone="13900007777",
    identities=(KnownIdentity(kind=IdentityKind.MEMBER_NO, value="88001234"),),
)
SCREENS = (
    "board",
    "conflicts",
    "studio",
    "groups",
    "prints",
    "unsent",
    "settings",
    "settings keys",
    "settings scanner",
    "guest",
    "enrol",
)


@pytest.fixture
def counter(tmp_path: Path, letters: Letters, qtbot: QtBot) -> Iterator[Counter]:
    """A whole counter without a link, with one member on its roster."""
    lane = Lane(tmp_path / "desk")
    lane.start().result()
    lane.submit(belong).result()
    lane.submit(take_in, entry(MEMBER)).result()
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    made = Counter(lane, bridge, Opening(lane.submit(First).result(), headless=True))
    qtbot.addWidget(made.shell)
    made.shell.show()
    qtbot.waitExposed(made.shell)
    made.shell.show_changes(ChangeSet(board={card.card_id: card for card in people.friday()}, store=people.STORE))
    yield made
    Key.use({})
    assert made.close()


def show(counter: Counter, screen: str) -> None:
    if screen == "guest":
        counter.shell.board.select("q1")
        counter.hands.do("page")
        return
    name, _, page = screen.partition(" ")
    counter.shell.show_screen(name)
    if page:
        counter.shell.room(name).show_page(page)  # type: ignore[attr-defined]


def test_every_screen_there_is_is_tried(counter: Counter) -> None:
    assert {screen.partition(" ")[0] for screen in SCREENS} == {"board", *counter.shell.makers}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_hundred_scans_into_every_screen_of_the_counter(counter: Counter, qtbot: QtBot, screen: str) -> None:
    show(counter, screen)
    if screen in ("conflicts", "unsent"):  # they are read first, and then found to be empty
        qtbot.waitUntil(counter.shell.top.search.hasFocus)
    elif screen in ("groups", "prints"):
        qtbot.waitUntil(lambda: counter.paper.held is not None and not counter.paper.press.busy)
    elif screen == "studio":
        qtbot.waitUntil(lambda: counter.studio.press is not None and not counter.studio.press.busy)
    keyboard = Keyboard(fallback=counter.shell)
    try:
        fields = counter.shell.findChildren(QLineEdit)
        before = [field.text() for field in fields]
        focus = QApplication.focusWidget()
        for number in range(100):
            if number == 50:
                keyboard.compose()
            keyboard.scan(CODE, ends="\r" if number % 2 else "")
        keyboard.rest()
        assert [reading.text.upper() for reading in keyboard.readings] == [CODE] * 100
        assert [field.text() for field in fields] == before
        assert QApplication.focusWidget() is focus
        assert counter.shell.showing == screen.partition(" ")[0]
        assert counter.lane.submit(outbox.waiting).result() == []
    finally:
        keyboard.remove()


@pytest.mark.parametrize("ends", ["\r", ""])
def test_a_scan_is_in_the_outbox_a_moment_later(counter: Counter, qtbot: QtBot, ends: str) -> None:
    counter.start()
    keyboard = Keyboard(given=counter.scanner, fallback=counter.shell)
    counter.shell.top.search.setFocus()
    keyboard.scan(CODE, ends=ends)
    assert counter.shell.top.search.text() == ""
    qtbot.waitUntil(lambda: bool(counter.lane.submit(outbox.waiting).result()))
    (row,) = counter.lane.submit(outbox.waiting).result()
    assert isinstance(row.command, Register)
    assert row.command.guest_id == "g77"
    qtbot.waitUntil(lambda: counter.shell.board.delegate.selected == row.arrival_id)
    card = counter.shell.board.board.find(row.arrival_id)
    assert card is not None
    assert card.guest is not None
    assert card.guest.phone == "13900007777"
    keyboard.scan(CODE)
    qtbot.waitUntil(lambda: "已经在这里" in counter.notices.said[-1].text)
    assert len(counter.lane.submit(outbox.waiting).result()) == 1


def test_a_member_nobody_knows_gets_the_form_while_the_line_is_down(counter: Counter, qtbot: QtBot) -> None:
    counter.start()
    Keyboard(given=counter.scanner, fallback=counter.shell).scan(member_code("999"))
    qtbot.waitUntil(lambda: counter.shell.side_open and counter.shell.side.form is not None)
    assert "没有回应" in counter.notices.said[-1].text


def test_a_scanner_set_up_in_the_settings_is_read_by_them_at_once(counter: Counter, qtbot: QtBot) -> None:
    counter.start()
    keyboard = Keyboard(given=counter.scanner, fallback=counter.shell)
    counter.use(replace_scanner(counter.preferences, Habits(terminator="enter", prefix="#")))
    keyboard.scan(f"#{CODE}", ends="")
    qtbot.waitUntil(lambda: bool(counter.notices.said))
    assert counter.notices.said[-1].text == "没扫全，请再扫一次"
    keyboard.scan(f"#{CODE}")
    qtbot.waitUntil(lambda: bool(counter.lane.submit(outbox.waiting).result()))


def replace_scanner(kept: Preferences, habits: Habits) -> Preferences:
    from msgspec.structs import replace as changed

    return changed(kept, scanner=habits)


def test_a_key_put_elsewhere_holds_at_once_and_is_written_everywhere(counter: Counter, qtbot: QtBot) -> None:
    from msgspec.structs import replace as changed

    counter.use(changed(counter.preferences, keys={"SEAT": "F6"}))
    counter.shell.board.opened.emit("q2")
    assert counter.shell.side.buttons["seat"].key == "F6"
    assert counter.hands.shortcuts["SEAT"].key().toString() == "F6"
    counter.use(changed(counter.preferences, keys={}))
    assert counter.shell.side.buttons["seat"].key == "F3"


def test_a_member_with_another_number_is_nobody_here(counter: Counter) -> None:
    from app.desk.scans import has_number

    assert has_number(MEMBER, "88001234")
    assert not has_number(replace(MEMBER, identities=()), "88001234")
