"""The studio in low and narrow windows, also while VIPs ring: what is wrong is read, and everything can be reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.alerts import Alerts
from app.desk.models.studio import Aim
from app.desk.paint.theme import Theme
from app.desk.sounds import Sounds
from app.domain.changes import ChangeSet
from app.domain.faults import Refused
from app.domain.prints import Medium
from tests.desk import people
from tests.desk.studio import StudioStage

WINDOWS = ((1366, 768, 1.5), (1280, 720, 2.0), (1024, 600, 1.0), (1024, 600, 1.3), (1024, 600, 2.0))


@pytest.fixture
def studio(theme: Theme, qtbot: QtBot) -> Iterator[StudioStage]:
    """The studio with forty tables, and a VIP whom nobody welcomed."""
    made = StudioStage(theme, qtbot)
    made.hands.take_aim(Aim.TABLES)
    alerts = Alerts(made.shell, made.notices, Sounds(on=False, able=False, parent=made.shell), made.desk.now)
    party = people.party("vip", people.OUYANG)
    made.shell.show_changes(ChangeSet(board={party.card_id: party}))
    alerts.look()
    assert made.shell.over.alerting == "vip"
    QTest.mouseRelease(made.shell.foot, Qt.MouseButton.LeftButton)  # QTest's double clicks never let go
    yield made
    made.close()


def whole(widget: QWidget) -> bool:
    """Whether all of it is seen."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def reach(widget: QWidget) -> None:
    """Give it the keys, as Tab or an arrow would."""
    widget.setFocus()
    assert QApplication.focusWidget() in (widget, widget.focusProxy())


@pytest.mark.parametrize(("width", "height", "scale"), WINDOWS)
def test_tables_are_chosen_and_the_check_is_read_in_any_window(
    studio: StudioStage, width: int, height: int, scale: float
) -> None:
    studio.theme.use(scale=scale)
    studio.shell.resize(width, height)
    studio.settle()
    screen = studio.hands.screen
    aims, make, px = screen.aims, screen.make, studio.theme.px
    assert aims.view.isVisible()
    assert aims.view.height() >= px(74), "two rows of tables"
    for row in aims.rows.values():
        reach(row)
        assert whole(row)
    assert make.checks.checks
    assert whole(make.checks)
    make.looks.logo_size.setVisible(True)
    studio.hands.choice.kept = studio.kept.studio
    studio.hands.show_refused(Refused("code_logo", covered=31, most=20))
    assert "31 %" in make.checks.accessibleName()
    assert whole(make.checks)
    for button in (make.pdf, *make.cards.values(), make.headline):
        button.setEnabled(True)
        reach(button)
        assert button.visibleRegion().boundingRect().height() >= min(button.height(), make.area.viewport().height()) - 1
    preview = screen.preview
    if preview.isVisible():
        shown = [button for button in (preview.before, preview.after, preview.larger) if button.isVisible()]
        assert preview.after in shown
        assert all(whole(button) for button in shown)
    assert screen.aims_room.geometry().right() < make.geometry().left()


@pytest.mark.parametrize("medium", [Medium.PRINTER, Medium.PDF, Medium.PNG])
@pytest.mark.parametrize(("width", "height", "scale"), WINDOWS)
def test_a_print_is_settled_in_any_window(
    studio: StudioStage, medium: Medium, width: int, height: int, scale: float
) -> None:
    studio.theme.use(scale=scale)
    studio.shell.resize(width, height)
    studio.orders.names = lambda: ("EPSON L8050", "XP-80C")
    studio.orders.ask(medium)
    studio.settle()
    out = studio.hands.screen.out
    assert whole(out.go)
    assert not out.go.geometry().intersects(out.area.geometry())
    for widget in out.form.in_order():
        if widget.isVisibleTo(out):
            reach(widget)
            seen = widget.visibleRegion().boundingRect().height()
            assert seen >= min(widget.height(), out.area.viewport().height()) - 1, widget.accessibleName()
            assert seen > 0
    others = [part for part in (out.back, out.checks) if part.isVisible()]
    assert all(whole(part) for part in others)
    assert not any(part.geometry().intersects(out.area.geometry()) for part in others)
    QTest.keyClick(out.form.place, Qt.Key.Key_Escape)
    assert not studio.hands.screen.asking


def test_who_stands_on_a_button_stands_there_still_when_a_vip_makes_the_window_low(studio: StudioStage) -> None:
    studio.theme.use(scale=2.0)
    studio.shell.resize(1366, 1000)
    studio.settle()
    make = studio.hands.screen.make
    reach(make.print)
    studio.shell.resize(1366, 640)
    assert make.print.parent() is make.top
    assert QApplication.focusWidget() is make.print
    assert whole(make.print)
    studio.shell.resize(1366, 1000)
    assert make.print.parent() is make
    assert QApplication.focusWidget() is make.print


def test_tab_goes_in_reading_order_and_nowhere_that_is_covered(studio: StudioStage) -> None:
    studio.orders.names = lambda: ("EPSON L8050",)
    studio.settle()
    screen = studio.hands.screen

    def round_from(start: QWidget) -> list[QWidget]:
        start.setFocus()
        found: list[QWidget] = []
        while (now := QApplication.focusWidget()) is not None and now not in found:
            found.append(now)
            QTest.keyClick(now, Qt.Key.Key_Tab)
        return found

    row, aims, make = screen.aims.rows[Aim.TABLES], screen.aims, screen.make
    order = round_from(row)
    known = [row, aims.every, aims.view, screen.preview.area, screen.preview.fit, make.headline, make.print, make.pdf]
    assert [part for part in order if part in known] == known
    studio.orders.ask(Medium.PRINTER)
    studio.settle()
    within = round_from(screen.out.place)
    assert screen.out.go in within
    assert not any(make.isAncestorOf(part) or screen.preview.isAncestorOf(part) for part in within)
    screen.close_out()
    assert QApplication.focusWidget() is make.print


def test_who_scrolls_over_the_logos_size_leaves_it_as_it_is(studio: StudioStage) -> None:
    looks = studio.hands.screen.make.looks
    studio.shell.resize(1366, 640)
    looks.show_logo("logo.png", 12)
    moved: list[int] = []
    looks.logo_sized.connect(moved.append)
    middle, down = QPointF(looks.logo_size.rect().center()), QPoint(0, -120)
    nothing, none = QPoint(), Qt.MouseButton.NoButton
    wheel = QWheelEvent(middle, looks.logo_size.mapToGlobal(middle), nothing, down, none,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(looks.logo_size, wheel)
    assert (looks.logo_size.value(), moved) == (12, [])
    assert not wheel.isAccepted(), "what is around it scrolls"
