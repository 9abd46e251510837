"""The guest's page on a real counter beside the real HQ: the past comes, a reveal is counted, the line may break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.bridge import Bridge
from app.desk.opening import First, Opening
from app.desk.screens.guest import GuestScreen
from app.desk.theme.letters import Letters
from app.desk.wiring import Counter
from app.domain.guests import GuestCard
from app.hq.database import write
from app.hq.work.enrolling import issue_code
from app.localdb import guests
from app.localdb.lane import Lane
from app.sync.link import LinkWord
from tests.kit.hq import HqProcess, Till, event, found_store, open_hq

PHONE = "13800138000"
BILLS = 45
SECONDS = 20_000


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[tuple[HqProcess, str]]:
    """HQ with a guest who settled forty-five bills; and a one-time code."""
    url = f"sqlite:///{tmp_path}/hq.sqlite3"
    engine = open_hq(url)
    found_store(engine)
    till = Till(engine)
    now = datetime.now(UTC)
    bills = [
        event(
            "bill.paid",
            now - timedelta(days=number),
            store_id="330",
            bill_id=f"b{number:02d}",
            identity={"phone": PHONE},
            amount_fen=20000,
        )
        for number in range(BILLS)
    ]
    with HqProcess(url, files=tmp_path / "files") as process:
        till.send(process.url, bills)
        with write(engine) as connection:
            code = issue_code(connection, "330").text
        yield process, code
    engine.dispose()


@pytest.fixture
def counter(hq: tuple[HqProcess, str], tmp_path: Path, letters: Letters, qtbot: QtBot) -> Iterator[Counter]:
    """A counter that is in step with HQ."""
    lane = Lane(tmp_path / "desk")
    lane.start().result()
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    made = Counter(lane, bridge, Opening(lane.submit(First).result(), headless=True))
    qtbot.addWidget(made.shell)
    made.shell.show()
    made.start(hq[0].url, hq[1])
    qtbot.waitUntil(lambda: made.link.state is LinkWord.ONLINE and bool(known(made)), timeout=SECONDS)
    yield made
    assert made.close()


def known(counter: Counter) -> list[GuestCard]:
    found: list[GuestCard] = counter.lane.submit(guests.find, PHONE, 3).result()
    return [guest for guest in found if guest.visits == BILLS]


def told(screen: GuestScreen) -> str:
    return " ".join(widget.accessibleName() for widget in screen.facts.findChildren(QWidget))


def test_the_past_comes_from_hq_and_a_reveal_is_counted_there(
    counter: Counter, hq: tuple[HqProcess, str], qtbot: QtBot
) -> None:
    page = counter.hands.page
    (guest,) = known(counter)
    page.show(guest)
    rows = page.screen.timeline.model
    assert [row.kind for row in rows.rows] == ["bill"] * 3
    qtbot.waitUntil(lambda: len(rows.rows) == 30, timeout=SECONDS)
    bar = page.screen.timeline.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: [row.kind for row in rows.rows].count("bill") == BILLS, timeout=SECONDS)
    assert page.screen.timeline.said == ""
    assert "看过" not in told(page.screen)
    counter.use(replace(counter.preferences, staff="李娜"))
    page.do("reveal")
    assert page.screen.ask is not None
    page.screen.revealed.emit("核对是不是本人")
    qtbot.waitUntil(lambda: page.screen.seconds > 0, timeout=SECONDS)
    assert PHONE in told(page.screen)
    qtbot.waitUntil(lambda: counter.link.waiting == 0 and counter.link.state is LinkWord.ONLINE, timeout=SECONDS)

    def counted() -> bool:
        page.do("page")
        return "看过 1 次" in told(page.screen)

    qtbot.waitUntil(counted, timeout=SECONDS)


def test_the_line_breaks_and_comes_back_while_the_page_is_open(
    counter: Counter, hq: tuple[HqProcess, str], qtbot: QtBot
) -> None:
    page = counter.hands.page
    (guest,) = known(counter)
    hq[0].kill9()
    page.show(guest)
    timeline = page.screen.timeline
    qtbot.waitUntil(lambda: timeline.said.startswith("离线"), timeout=SECONDS)
    assert len(timeline.model.rows) == 3
    hq[0].start()
    qtbot.waitUntil(lambda: len(timeline.model.rows) == 30, timeout=2 * SECONDS)
