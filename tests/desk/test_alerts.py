"""A VIP is here and nobody goes: shown on every screen without taking the focus, rung, escalated, acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.paint.alertrow import AlertRow, Shown, alert_row
from app.desk.paint.layout import Look
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.screens.alert import ROWS, AlertBar
from app.desk.theme.letters import Letters
from app.desk.tray import Tray
from app.desk.widgets.progress import ProgressLine
from app.desk.words import alert as words_alert
from app.domain.alerts import Alert
from app.domain.alerts import Stage as AlertStage
from app.domain.changes import BoardCard, ChangeSet
from app.domain.commands import Acknowledge
from app.domain.tables import StaffCard
from app.domain.tastes import TAG_LIMIT, TasteKind
from tests.desk import people
from tests.desk.stage import Stage

MANAGER = StaffCard(staff_id="m", store_id="s1", name="周敏", role="manager")
CLERK = StaffCard(staff_id="c", store_id="s1", name="李娜", role="front_desk")
HARD = people.worst()[0]


def vip(arrival_id: str, name: str, seconds: int = 30, **more: object) -> BoardCard:
    """A VIP who came so many seconds ago."""
    guest = people.guest(f"g-{arrival_id}", name, phone="13812340077", vip=True)
    card = people.party(arrival_id, guest, ticket=arrival_id.upper())
    moment = people.NOW - timedelta(seconds=seconds)
    return replace(card, arrival=replace(card.arrival, arrived_at=moment, state_at=moment, **more))  # type: ignore[arg-type]


class TrayOf(Tray):
    """A tray without a system's: remembers what it was told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def tell(self, title: str, text: str) -> None:
        """Remember it."""
        self.said.append((title, text))


@pytest.fixture
def quiet(stage: Stage) -> Iterator[Stage]:
    """The stage with nobody on it, a manager and a clerk in its staff file, and a tray."""
    stage.desk.cards.clear()
    stage.desk.show(ChangeSet(gone=frozenset(card.card_id for card in people.friday()), staff=(MANAGER, CLERK)))
    stage.alerts.tray = TrayOf()
    stage.sounds.played.clear()
    yield stage
    stage.alerts.tray = None


def bar(stage: Stage) -> AlertBar:
    return stage.shell.over.alerts


def told(stage: Stage) -> list[tuple[str, str]]:
    tray = stage.alerts.tray
    assert isinstance(tray, TrayOf)
    return tray.said


def pass_time(stage: Stage, seconds: float) -> None:
    stage.desk.time = people.NOW + timedelta(seconds=seconds)
    stage.alerts.look()


def test_a_vip_is_shown_on_every_screen_and_over_a_form_without_taking_the_focus(quiet: Stage, qtbot: QtBot) -> None:
    quiet.hands.do("register")
    field = QApplication.focusWidget()
    assert field is not None
    quiet.desk.put(vip("v1", "欧阳娜娜"))
    assert QApplication.focusWidget() is field
    for screen in ("board", "conflicts", "board"):
        if screen == "conflicts":
            quiet.shell.makers["conflicts"] = lambda: QWidget()
        quiet.shell.show_screen(screen)
        assert bar(quiet).isVisible()
        assert on_top(quiet, bar(quiet))
        shown = quiet.shell.screens[screen].geometry()
        assert not shown.intersects(bar(quiet).geometry()), "it takes room, it covers nothing"
    assert not bar(quiet).hasFocus()


def on_top(stage: Stage, widget: QWidget) -> bool:
    """Whether nothing lies over the middle of `widget`."""
    found = stage.shell.childAt(widget.geometry().center())
    return found is widget or (found is not None and widget.isAncestorOf(found))


def test_the_sheet_of_keys_leaves_the_alert_to_be_seen(quiet: Stage) -> None:
    quiet.desk.put(vip("v1", "欧阳娜娜"))
    quiet.shell.over.show_keys()
    assert on_top(quiet, bar(quiet))


def test_f2_acknowledges_from_any_screen_and_stays_there(quiet: Stage) -> None:
    quiet.shell.makers["other"] = QWidget
    quiet.desk.put(vip("v1", "欧阳娜娜"))
    quiet.shell.show_screen("other")
    QTest.keyClick(quiet.shell, Qt.Key.Key_F2)
    assert quiet.desk.done == [Acknowledge(arrival_id="v1")]
    assert quiet.shell.showing == "other"
    assert not bar(quiet).isVisible()
    assert quiet.sounds.ringing == ""
    QTest.keyClick(quiet.shell, Qt.Key.Key_F2)
    assert len(quiet.desk.done) == 1


def test_f2_means_the_first_line_and_the_first_line_is_the_most_urgent(quiet: Stage) -> None:
    quiet.desk.put(vip("v1", "单雄信", 60), vip("v2", "仇英", 130), vip("v3", "解珍", 90))
    assert [shown.alert.arrival_id for shown in bar(quiet).shown] == ["v2", "v3", "v1"]
    QTest.keyClick(quiet.shell, Qt.Key.Key_F2)
    assert quiet.desk.done == [Acknowledge(arrival_id="v2")]
    quiet.shell.board.select("v1")
    assert bar(quiet).shown[0].alert.arrival_id == "v1", "the chosen card's own key means that card"
    QTest.keyClick(quiet.shell, Qt.Key.Key_F2)
    assert quiet.desk.done[-1] == Acknowledge(arrival_id="v1")


def test_a_click_on_the_button_goes_and_a_click_on_a_line_opens(quiet: Stage, qtbot: QtBot) -> None:
    quiet.desk.put(vip("v1", "单雄信", 60), vip("v2", "仇英", 20))
    low = bar(quiet).rows()[0].height + bar(quiet).rows()[1].height / 2
    QTest.mouseClick(bar(quiet), Qt.MouseButton.LeftButton, pos=bar(quiet).rect().topLeft() + _down(low))
    assert quiet.shell.board.delegate.selected == "v2"
    assert quiet.shell.side_open
    quiet.shell.board.select("")
    bar(quiet).go.click()
    assert quiet.desk.done == [Acknowledge(arrival_id="v1")]


def _down(px: float) -> QPoint:
    return QPoint(40, int(px))


def test_it_escalates_by_the_desks_own_clock_while_hq_is_out_of_reach(quiet: Stage) -> None:
    quiet.desk.put(vip("v1", "欧阳娜娜", 0))
    assert quiet.sounds.ringing == "vip"
    assert bar(quiet).shown[0].alert.stage is AlertStage.ARRIVED
    pass_time(quiet, 119)
    assert quiet.sounds.ringing == "vip"
    pass_time(quiet, 120)
    assert quiet.sounds.ringing == "escalated"
    assert quiet.sounds.played == ["vip", "escalated"]
    alert, card = bar(quiet).shown[0]
    assert words_alert.people_word(alert, card.arrival, card.guest, (MANAGER, CLERK)) == "请叫 店长 周敏"
    pass_time(quiet, 500)
    assert [title for title, _ in told(quiet)] == ["VIP 到店", "VIP 没人迎接"]


def test_the_policys_time_is_the_stores(quiet: Stage) -> None:
    quiet.desk.show(ChangeSet(store=replace(people.STORE, escalate_seconds=30)))
    quiet.desk.put(vip("v1", "欧阳娜娜", 31))
    assert quiet.sounds.ringing == "escalated"


def test_what_hq_told_whom_is_shown(quiet: Stage) -> None:
    card = vip("v1", "欧阳娜娜", 1, escalated_at=people.NOW, escalated_to=("周敏", "李娜"))
    quiet.desk.put(card)
    alert, shown = bar(quiet).shown[0]
    assert alert.stage is AlertStage.ESCALATED
    said = words_alert.people_word(alert, shown.arrival, shown.guest, (MANAGER, CLERK))
    assert said == "已通知 店长 周敏、VIP 经理 李娜"
    assert said in bar(quiet).accessibleName()


def test_an_acknowledgement_by_another_desk_ends_it(quiet: Stage) -> None:
    card = vip("v1", "欧阳娜娜", 300)
    quiet.desk.put(card)
    assert quiet.sounds.ringing == "escalated"
    quiet.desk.put(replace(card, arrival=replace(card.arrival, acknowledged_at=people.NOW, acknowledged_by="张强")))
    assert quiet.sounds.ringing == ""
    assert not bar(quiet).isVisible()


def test_a_vip_who_reserved_alerts_when_they_come(quiet: Stage) -> None:
    guest = people.guest("gr", "赵一鸣", vip=True)
    quiet.desk.put(people.party("r1", guest, "reserved", reserved_for=people.at(19, 30)))
    pass_time(quiet, 3600)
    assert quiet.shell.over.alerting == ""
    assert told(quiet) == []
    quiet.desk.put(people.party("r1", guest, "seated", table="A01", minutes=0))
    assert quiet.shell.over.alerting == "r1"


def test_muting_stops_the_ring_and_nothing_else_and_a_new_vip_rings_again(quiet: Stage) -> None:
    quiet.desk.put(vip("v1", "欧阳娜娜", 0))
    QTest.keyClick(quiet.shell, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert quiet.sounds.ringing == ""
    assert bar(quiet).isVisible()
    pass_time(quiet, 20)
    assert quiet.sounds.ringing == ""
    quiet.desk.put(vip("v2", "仇英", 0))
    assert quiet.sounds.ringing == "vip"
    quiet.alerts.mute()
    assert quiet.sounds.ringing == ""
    pass_time(quiet, 130)
    assert quiet.sounds.ringing == "escalated", "the end of the policy's time is heard"


def test_many_vips_are_counted_and_named(quiet: Stage) -> None:
    names = ["单雄信", "仇英", "解珍", "曾小舟", "尉迟静"]
    quiet.desk.put(*(vip(f"v{n}", name, 60 - n) for n, name in enumerate(names)))
    assert len(bar(quiet).rows()) == ROWS
    quiet.theme.use(scale=1.3)
    quiet.shell.resize(1024, 640)
    quiet.alerts.look()
    assert len(bar(quiet).rows()) == 1, "on a small window the screens keep their room"
    quiet.theme.use(scale=1.0)
    quiet.shell.resize(1366, 768)
    assert bar(quiet).needed() < quiet.shell.height() / 4
    assert all(name in bar(quiet).accessibleName() for name in names)


def test_nothing_on_the_board_moves_when_a_vip_comes(quiet: Stage) -> None:
    quiet.desk.put(*(people.party(f"p{n}", people.guest(f"pg{n}", "王芳"), minutes=40 - n) for n in range(4)))
    QApplication.processEvents()
    before = places(quiet)
    quiet.desk.put(vip("v1", "欧阳娜娜"))
    QApplication.processEvents()
    after = places(quiet)
    assert after["v1"][:2] == before["p0"][:2], "the VIP stands first, where the first one stood"
    assert {width for _, _, width in after.values()} == {width for _, _, width in before.values()}


def places(stage: Stage) -> dict[str, tuple[int, int, int]]:
    found = {}
    for view in stage.shell.board.columns.values():
        for row, card in enumerate(view.model.cards()):
            box = view.list.visualRect(view.model.index(row, 0))
            at = view.list.mapTo(stage.shell, box.topLeft())
            found[card.card_id] = (at.x(), at.y(), box.width())
    return found


# --- the layout of a line --------------------------------------------------------------------------------------------


def line(card: BoardCard, width: float, look: Look, *, first: bool, escalated: bool, reserved: float = 300) -> AlertRow:
    stage = AlertStage.ESCALATED if escalated else AlertStage.ARRIVED
    alert = Alert(arrival_id=card.card_id, stage=stage, since=card.arrival.arrived_at, due=people.NOW)
    shown = Shown(alert, card)
    kept = reserved * look.letters.scale if first else 0
    return alert_row(shown, width, people.NOW, look, (MANAGER,), reserved=kept, first=first)


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 2.0])
@pytest.mark.parametrize("width", [1024, 1366, 1920])
@pytest.mark.parametrize("first", [True, False])
def test_every_allergy_is_whole_and_nothing_leaves_the_line(
    language: str, letters: Letters, scale: float, width: int, first: bool
) -> None:
    look = Look(letters=Letters(scale), zone=people.SHANGHAI)
    for card in [c for c in [*people.friday(), *people.worst()] if c.arrival.vip]:
        for escalated in (False, True):
            row = line(card, width, look, first=first, escalated=escalated)
            said = [chip.text for chip in row.chips]
            allergies = [t.tag for t in card.guest.tastes if t.kind is TasteKind.ALLERGY] if card.guest else []
            assert len(said) == len(allergies)
            assert all(text.endswith(tag) for text, tag in zip(said, allergies, strict=True))
            boxes = [
                row.badge.box,
                *(c.box for c in row.chips),
                *(t.box for t in row.texts),
                *(i.box for i in row.icons),
            ]
            assert all(box.x >= 0 and box.right <= width + 1 and box.bottom <= row.height + 1 for box in boxes), card


@given(
    tags=st.lists(
        st.text(st.characters(whitelist_categories=["Lo", "Lu", "Nd"]), min_size=1, max_size=TAG_LIMIT),
        min_size=1,
        max_size=6,
        unique=True,
    ),
    name=st.text(st.characters(whitelist_categories=["Lo"]), min_size=1, max_size=24),
    width=st.integers(900, 2000),
    first=st.booleans(),
)
def test_no_allergy_is_ever_cut(look: Look, tags: list[str], name: str, width: int, first: bool) -> None:
    guest = replace(people.OUYANG, name=name, tastes=tuple(people.taste("allergy", tag) for tag in tags))
    row = line(people.party("p", guest, ticket="A06"), width, look, first=first, escalated=True)
    assert [chip.text.split(" ", 1)[1] for chip in row.chips] == tags
    for one in row.chips:
        assert one.box.right <= width
        assert one.box.bottom <= row.height
        assert all(one is other or apart(one.box, other.box) for other in row.chips)


def apart(one: Box, other: Box) -> bool:
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


def test_an_escalated_line_has_a_clock_and_words_beside_its_colour(look: Look) -> None:
    row = line(HARD, 1366, look, first=True, escalated=True)
    assert row.late
    assert [icon.name for icon in row.icons] == ["clock"]
    assert any("没人迎接" in text.text and text.ink == "red" for text in row.texts)
    calm = line(HARD, 1366, look, first=True, escalated=False)
    assert not calm.icons


def test_the_bar_is_drawn_in_both_themes(quiet: Stage, theme: Theme) -> None:
    quiet.desk.put(HARD)
    picture = bar(quiet).grab().toImage()
    red = theme.colours.red
    assert has(picture, red.rgb())


def has(picture: QImage, rgb: int) -> bool:
    return any(picture.pixel(x, y) == rgb for x in range(0, picture.width(), 2) for y in range(picture.height()))


def test_the_panel_keeps_both_truths(quiet: Stage) -> None:
    """Nobody had come in time as far as HQ knew; then it heard that somebody had."""
    card = vip("v1", "欧阳娜娜", 600, escalated_at=people.at(19, 12), escalated_to=("周敏",))
    both = replace(card.arrival, acknowledged_at=people.at(19, 11), acknowledged_by="李娜")
    quiet.desk.put(replace(card, arrival=both))
    quiet.shell.board.opened.emit("v1")
    sheet = quiet.shell.side.panel.widget()
    assert sheet is not None
    said = " ".join(piece.accessibleName() for piece in sheet.findChildren(QWidget))
    assert "19:12 没人迎接，已通知 周敏" in said
    assert "李娜 19:11 去迎接" in said


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((1024, 600), 1.0), ((1024, 600), 1.5)])
def test_long_work_is_seen_and_can_be_stopped_while_a_vip_rings(
    quiet: Stage, size: tuple[int, int], scale: float
) -> None:
    shell, line = quiet.shell, ProgressLine(quiet.theme)
    stopped: list[bool] = []
    gone: list[str] = []
    quiet.theme.use(scale=scale)
    shell.resize(*size)
    line.show_step("正在存 PDF", 137, 300, "取消")
    line.stopped.connect(lambda: stopped.append(True))
    bar(quiet).welcomed.connect(gone.append)
    quiet.desk.put(vip("v1", "欧阳娜娜", 2))
    alone = bar(quiet).geometry()
    shell.foot.lend(line)
    for _ in range(2):  # whichever of them comes first
        assert shell.foot.isVisible()
        assert not bar(quiet).geometry().intersects(shell.foot.geometry())
        assert bar(quiet).geometry().bottom() < shell.foot.y()
        assert shell.board.geometry().bottom() < bar(quiet).y()
        for button in (line.stop, bar(quiet).go):
            at = button.mapTo(shell, button.rect().center())
            assert shell.rect().contains(at)
            assert shell.childAt(at) is button
        quiet.desk.put(vip("v1", "欧阳娜娜", 3))
        quiet.alerts.look()
    QTest.mouseClick(line.stop, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar(quiet).go, Qt.MouseButton.LeftButton)
    assert (stopped, gone) == ([True], ["v1"])
    quiet.desk.put(vip("v2", "仇英", 2))
    shell.foot.lend(None)
    assert bar(quiet).geometry() == alone, "where nothing else is shown, the bar takes the foot's room again"
