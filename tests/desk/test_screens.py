"""The screens beside the board, each on its own, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.notices import Banner, Notices, Toast, Tone
from app.desk.paint.theme import Theme
from app.desk.preferences import Preferences
from app.desk.screens.enrol import EnrolScreen
from app.desk.screens.settings import SettingsScreen
from app.desk.screens.unsent import UnsentScreen, reason_of, title_of
from app.desk.verbs import Unsent
from app.desk.words import sentences as words
from app.domain.changes import OutboxCount
from app.domain.commands import AddNote, Seat
from app.sync.link import LinkState, LinkWord
from tests.desk import people
from tests.desk.stage import Stage

PARKED = Unsent(
    key="k1",
    kind="arrival.seat",
    at=people.NOW,
    author="李娜",
    state="parked",
    code="arrival_unknown",
    reason="no arrival q9",
    command=Seat(arrival_id="q9", table="A12"),
    about="王芳",
)
WAITING = Unsent(
    key="k2",
    kind="guest.note",
    at=people.NOW,
    author="李娜",
    state="waiting",
    command=AddNote(guest_id="g", note_id="n", text="喜欢靠窗"),
    about="曾小舟",
)
NEWER = Unsent(
    key="k3", kind="guest.blessed", at=people.NOW, author="", state="parked", code="command_kind", reason="?"
)


def link(state: LinkWord, **more: object) -> LinkState:
    return LinkState(state=state, since=datetime.now(UTC), **more)  # type: ignore[arg-type]


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(1290, 678)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def test_where_all_is_sent_the_screen_says_so_and_nothing_lies_over_the_words(theme: Theme, qtbot: QtBot) -> None:
    screen = UnsentScreen(theme)
    shown(qtbot, screen)
    screen.show_rows([WAITING], people.SHANGHAI)
    assert screen.list.isVisible()
    screen.show_rows([], people.SHANGHAI)
    assert screen.childAt(screen.rect().center()) is None
    picture = screen.grab().toImage()
    ground = picture.pixelColor(5, 5)
    words_are_here = [(x, y) for x in range(20, 400) for y in range(80, 110) if picture.pixelColor(x, y) != ground]
    assert len(words_are_here) > 100


def test_unsent_says_what_why_and_what_to_do(theme: Theme, qtbot: QtBot, language: str) -> None:
    screen = UnsentScreen(theme)
    shown(qtbot, screen)
    screen.show_rows([PARKED, NEWER, WAITING], people.SHANGHAI)
    assert title_of(PARKED).startswith("王芳 · ")
    assert "A12" in title_of(PARKED)
    assert title_of(NEWER) == "guest.blessed"
    assert reason_of(PARKED)
    assert reason_of(WAITING) == ""
    assert screen.retry.isEnabled()
    retried: list[str] = []
    discarded: list[str] = []
    screen.retried.connect(retried.append)
    screen.discarded.connect(discarded.append)
    screen.list.setFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_R)
    QTest.keyClick(screen.list, Qt.Key.Key_Down)
    QTest.keyClick(screen.list, Qt.Key.Key_Delete)
    assert (retried, discarded) == (["k1"], ["k3"])
    QTest.keyClick(screen.list, Qt.Key.Key_Down)
    assert not screen.retry.isEnabled()
    QTest.keyClick(screen.list, Qt.Key.Key_R)
    assert retried == ["k1"]
    screen.show_rows([], people.SHANGHAI)
    assert not screen.retry.isVisible()


def test_the_chosen_row_stays_chosen_while_others_are_sent_and_the_next_one_is_once_it_is_mended(
    theme: Theme, qtbot: QtBot
) -> None:
    screen = UnsentScreen(theme)
    shown(qtbot, screen)
    screen.show_rows([PARKED, NEWER, WAITING], people.SHANGHAI)
    screen.list.choose(1)
    screen.show_rows([NEWER, WAITING], people.SHANGHAI)
    assert screen.current() == NEWER
    screen.show_rows([PARKED, NEWER, WAITING], people.SHANGHAI)
    assert screen.current() == NEWER
    screen.list.choose(0)
    again = structs.replace(PARKED, state="waiting")
    screen.show_rows([NEWER, WAITING, again], people.SHANGHAI)
    assert screen.current() == NEWER, "who mends one after the other stays where there is something to mend"


def test_settings_give_every_choice_at_once(theme: Theme, qtbot: QtBot, language: str) -> None:
    screen = SettingsScreen(theme, Preferences())
    shown(qtbot, screen)
    chosen: list[Preferences] = []
    screen.chosen.connect(chosen.append)
    for name, value in (("theme", "dark"), ("scale", 1.3), ("sound", False), ("language", "en")):
        QTest.mouseClick(screen.choices[name][value], Qt.MouseButton.LeftButton)
        assert getattr(chosen[-1], name) == value
    screen.show_staff(["李娜", "张强"])
    QTest.mouseClick(screen._names[1], Qt.MouseButton.LeftButton)
    assert chosen[-1] == Preferences(theme="dark", scale=1.3, sound=False, language="en", staff="张强")
    screen.staff.setText("李娜")
    QTest.keyClick(screen.staff, Qt.Key.Key_Return)
    assert chosen[-1].staff == "李娜"


def test_enrolling_asks_for_what_is_missing_then_shows_a_number_and_can_be_stopped(theme: Theme, qtbot: QtBot) -> None:
    screen = EnrolScreen(theme)
    shown(qtbot, screen)
    enrolled: list[tuple[str, str]] = []
    screen.enrolled.connect(lambda address, code: enrolled.append((address, code)))
    QTest.keyClick(screen.code, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.address
    QTest.keyClicks(screen.address, "hq.test:8000")
    QTest.keyClick(screen.address, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.code
    QTest.keyClicks(screen.code, "ABCD-1234")
    QTest.keyClick(screen.code, Qt.Key.Key_Return)
    assert enrolled == [("http://hq.test:8000", "ABCD-1234")]
    screen.show_link(link(LinkWord.SYNCING, progress=0.42, detail="downloading"))
    assert screen.progress == 0.42
    assert not screen.code.isVisible()
    screen.show_fault("没有这个登记码。")
    assert screen._said == "没有这个登记码。"
    stopped: list[str] = []
    screen.stopped.connect(lambda: stopped.append("stopped"))
    screen.resumed.connect(lambda: stopped.append("resumed"))
    QTest.mouseClick(screen.stop, Qt.MouseButton.LeftButton)
    QTest.mouseClick(screen.stop, Qt.MouseButton.LeftButton)
    assert stopped == ["stopped", "resumed"]


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        (link(LinkWord.ONLINE), "在线 · 刚刚", "Online · just now"),
        (link(LinkWord.ONLINE, waiting=2), "在线 · 正在发 2 条", "Online · sending 2"),
        (link(LinkWord.OFFLINE, waiting=3), "离线 · 3 条待发", "Offline · 3 unsent"),
        (link(LinkWord.OFFLINE), "离线", "Offline"),
        (link(LinkWord.SYNCING, progress=0.42), "正在首次同步 42 %", "First sync 42 %"),
        (link(LinkWord.LOCKED, detail="device_rejected"), "需要重新登记", "Enrol again"),
        (link(LinkWord.LOCKED, detail="wire_too_old"), "需要更新程序", "Update needed"),
        (link(LinkWord.STARTING), "正在连接", "Connecting"),
    ],
)
def test_the_lamp_says_where_things_stand(language: str, state: LinkState, zh: str, en: str) -> None:
    assert words.link_word(state, state.since) == (zh if language == "zh" else en)


def test_offline_cards_are_as_of_a_time(stage: Stage) -> None:
    stage.shell.show_link(link(LinkWord.OFFLINE, waiting=3, as_of=people.at(18, 32), detail="unreachable"))
    assert stage.shell.top.link == "离线 · 3 条待发 · 截至 18:32"
    assert stage.shell.top.lamp == "amber"
    assert stage.shell.top.toolTip()


def test_refused_commands_are_counted_in_the_navigation(stage: Stage) -> None:
    from app.domain.changes import ChangeSet

    stage.shell.show_changes(ChangeSet(outbox=OutboxCount(waiting=1, parked=4)))
    assert stage.shell.navigation.buttons["unsent"].count == 4
    assert "4" in stage.shell.navigation.buttons["unsent"].accessibleName()


def test_every_screen_can_be_reached_below_a_tall_bar_of_vips(stage: Stage) -> None:
    shell, navigation = stage.shell, stage.shell.navigation
    stage.theme.use(scale=1.3)
    shell.resize(1024, 640)
    stage.alerts.look()
    assert shell.over.alerting
    navigation.show_conflicts(12)
    last = list(navigation.buttons.values())[-1]
    assert last.mapTo(shell, last.rect().bottomLeft()).y() < shell.over.alerts.y()
    for height in (240, 320, 400):
        navigation.resize(navigation.width(), height)
        assert not navigation.grab().isNull()
        assert last.geometry().bottom() <= height


def test_a_banner_takes_room_and_gives_it_back(stage: Stage, qtbot: QtBot) -> None:
    top = stage.shell.board.y()
    stage.notices.raise_banner(Banner(key="disk_full", text=words.disk_full_word, tone=Tone.WRONG, closable=False))
    stage.notices.raise_banner(Banner(key="crash", text=words.crash_word))
    assert stage.shell.board.y() == top + 2 * stage.theme.px(38)
    strip = stage.shell.over.banners
    assert strip is not None
    assert "磁盘满了" in strip.accessibleName()
    from PySide6.QtCore import QPoint

    for row in (0, 1):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 20, row * 38 + 19))
    assert list(stage.notices.banners) == ["disk_full"]
    stage.notices.drop_banner("disk_full")
    assert stage.shell.board.y() == top


def test_a_toast_takes_back_what_it_tells_of(stage: Stage, qtbot: QtBot) -> None:
    taken: list[str] = []
    stage.notices.toast(Toast(text="王芳 入座 A05", label="撤销 Ctrl+Z", act=lambda: taken.append("back")))
    toast = stage.shell.over.toast
    assert toast is not None
    assert toast.isVisible()
    assert toast.accessibleName() == "王芳 入座 A05"
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert taken == ["back"]
    assert not toast.isVisible()


def test_what_was_said_before_the_window_was_up_is_shown_when_it_is(theme: Theme, qtbot: QtBot) -> None:
    notices = Notices()
    notices.raise_banner(Banner(key="crash", text=words.crash_word))
    from app.desk.shell import Shell

    shell = Shell(lambda: people.NOW, theme)
    qtbot.addWidget(shell)
    shell.over.attend(notices)
    shell.show()
    assert shell.over.banners is not None
    assert shell.over.banners.isVisible()


def test_the_side_covers_a_board_that_would_become_too_narrow(stage: Stage) -> None:
    stage.shell.resize(1366, 768)
    stage.shell.board.opened.emit("q1")
    assert stage.shell.board.geometry().right() < stage.shell.side.x()
    stage.shell.resize(1100, 700)
    assert stage.shell.board.geometry().right() > stage.shell.side.x()
