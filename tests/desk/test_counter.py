"""The whole counter on a real lane and real files, and the program from its start to its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desk.bridge import Bridge
from app.desk.crash import NOTE, CrashNotes
from app.desk.entrance import first_of
from app.desk.marks import TRACE
from app.desk.opening import First, Opening
from app.desk.preferences import Preferences, load
from app.desk.shots.every_screen import LOOKS, render_all, screens
from app.desk.theme.letters import Letters
from app.desk.wiring import Counter
from app.desk.words import act as words_act
from app.domain.changes import ChangeSet
from app.domain.faults import Unavailable
from app.domain.tastes import TasteKind
from app.localdb import outbox, settings
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.sync.link import LinkState, LinkWord
from tests.desk import people
from tests.kit.thorough import THOROUGH

ROOT = Path(__file__).resolve().parents[2]


def opened(data: Path) -> Counter:
    lane = Lane(data)
    lane.start().result()
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    first = lane.submit(First).result()
    return Counter(lane, bridge, Opening(first, headless=True))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A desk that is enrolled, with nobody to talk to."""
    folder = tmp_path / "desk"
    lane = Lane(folder)
    lane.start()
    where = settings.Enrolled(hq="http://127.0.0.1:9", store_id="s1", device_id="d1", store_name="望京店")
    lane.submit(settings.enrol, where).result()
    assert lane.close()
    return folder


@pytest.fixture
def counter(data: Path, letters: Letters, qtbot: QtBot) -> Iterator[Counter]:
    """A counter without a link."""
    made = opened(data)
    qtbot.addWidget(made.shell)
    made.shell.show()
    qtbot.waitExposed(made.shell)
    yield made
    assert made.close()


def test_a_walk_in_without_a_link_is_on_the_board_and_in_the_outbox(counter: Counter, qtbot: QtBot) -> None:
    counter.use(Preferences(staff="李娜"))
    arrival_id = counter.acts.register(name="李女士", phone="13800001234", party_size=3)
    qtbot.waitUntil(lambda: counter.shell.board.board.find(arrival_id) is not None)
    card = counter.shell.board.board.find(arrival_id)
    assert card is not None
    assert card.guest is not None
    assert (card.guest.name, card.sending) == ("李女士", 1)
    counter.acts.seat(card, "A05")
    counter.acts.taste(card.guest, "花生", TasteKind.ALLERGY)

    def seated_with_allergy() -> bool:
        now = counter.shell.board.board.find(arrival_id)
        return (
            now is not None and now.arrival.table == "A05" and bool(now.guest and now.guest.tastes) and now.sending == 3
        )

    qtbot.waitUntil(seated_with_allergy)
    rows = counter.lane.submit(outbox.waiting).result()
    assert [row.kind for row in rows] == ["arrival.register", "arrival.seat", "guest.taste"]
    assert {row.author for row in rows} == {"李娜"}
    qtbot.waitUntil(lambda: len(counter.notices.said) == 3)
    counter.acts.undo()
    qtbot.waitUntil(lambda: len(counter.lane.submit(outbox.waiting).result()) == 4)


def test_the_counter_opens_as_soon_as_today_is_known_while_the_roster_is_on_its_way(
    counter: Counter, qtbot: QtBot
) -> None:
    """Whichever is heard first: that the roster is being fetched, or who comes today."""
    syncing = LinkState(state=LinkWord.SYNCING, since=counter.link.since, detail="downloading", progress=0.1)
    counter.shell.store = None
    counter.shell.show_screen("enrol")
    counter.bridge.post_link(syncing)
    qtbot.waitUntil(lambda: counter.link.progress == 0.1)
    assert counter.shell.showing == "enrol"
    counter.bridge.post_changes(ChangeSet(store=replace(people.STORE, store_id="another")))
    qtbot.waitUntil(lambda: counter.shell.store is not None)
    assert counter.shell.showing == "enrol"
    counter.bridge.post_changes(ChangeSet(store=people.STORE))
    qtbot.waitUntil(lambda: counter.shell.showing == "board")
    counter.bridge.post_link(LinkState(state=LinkWord.STARTING, since=counter.link.since))
    qtbot.waitUntil(lambda: counter.link.state is LinkWord.STARTING)
    counter.shell.show_screen("enrol")
    counter.bridge.post_link(syncing)
    qtbot.waitUntil(lambda: counter.shell.showing == "board")


def test_a_fault_of_the_rules_becomes_a_sentence(counter: Counter, qtbot: QtBot) -> None:
    counter.acts.register(name="某人", phone="12", party_size=None)
    qtbot.waitUntil(lambda: bool(counter.notices.said))
    assert counter.notices.said[-1].text == "12 不像手机号。检查一下，或先留空。"
    assert counter.lane.submit(outbox.waiting).result() == []


def test_preferences_are_there_at_the_next_start(counter: Counter, data: Path, qtbot: QtBot) -> None:
    kept = Preferences(language="en", theme="dark", scale=1.15, sound=False, staff="张强")
    counter.use(kept)
    assert counter.lane.submit(load).result() == kept
    qtbot.waitUntil(lambda: counter.shell.navigation.buttons["settings"].text() == "Settings")
    counter.use(Preferences())


def test_search_and_unsent_are_answered_by_the_lane(counter: Counter, qtbot: QtBot) -> None:
    arrival_id = counter.acts.register(name="令狐冲", phone="13600007777", party_size=2)
    qtbot.waitUntil(lambda: counter.shell.board.board.find(arrival_id) is not None)
    QTest.keyClicks(counter.shell.top.search, "7777")
    qtbot.waitUntil(lambda: counter.shell.over.popup_open and counter.shell.over.popup.model.rowCount() == 1)
    assert counter.shell.over.popup.model.rows[0].card is not None
    counter.shell.top.search.clear()
    counter.lane.submit(
        lambda db: outbox.park(
            db, outbox.waiting(db)[0].key, code="store_unknown", reason="no such store", now=people.NOW
        )
    ).result()
    counter.shell.show_screen("unsent")
    screen = counter.shell.room("unsent")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)  # type: ignore[attr-defined]


def test_the_link_raises_and_drops_what_it_must(counter: Counter, qtbot: QtBot) -> None:
    def link(state: LinkWord, detail: str = "", progress: float | None = None) -> None:
        since = counter.link.since
        counter.bridge.post_link(LinkState(state=state, since=since, detail=detail, progress=progress))

    link(LinkWord.LOCKED, "not_enrolled")
    qtbot.waitUntil(lambda: counter.shell.showing == "enrol")
    link(LinkWord.SYNCING, "downloading", 0.5)
    qtbot.waitUntil(lambda: counter.link.progress == 0.5)
    link(LinkWord.ONLINE)
    qtbot.waitUntil(lambda: counter.shell.showing == "board")
    link(LinkWord.OFFLINE, "disk_full")
    qtbot.waitUntil(lambda: list(counter.notices.banners) == ["disk_full"])
    link(LinkWord.LOCKED, "device_rejected")
    qtbot.waitUntil(lambda: list(counter.notices.banners) == ["locked"])
    link(LinkWord.ONLINE)
    qtbot.waitUntil(lambda: not counter.notices.banners)


def test_a_vip_rings_until_somebody_goes(counter: Counter, qtbot: QtBot) -> None:
    party = people.party("vip", people.OUYANG)
    vip = replace(party, arrival=replace(party.arrival, arrived_at=counter.clock.now()))
    counter.bridge.post_changes(ChangeSet(board={"vip": vip}, accepted={"vip": 1}))
    qtbot.waitUntil(lambda: counter.sounds.played == ["vip"])
    assert counter.sounds._ring.isActive()
    assert counter.shell.over.alerting == "vip"
    counter.bridge.post_changes(ChangeSet(board={"vip": people.party("vip", people.OUYANG, acknowledged=True)}))
    qtbot.waitUntil(lambda: not counter.sounds._ring.isActive())
    assert counter.shell.over.alerting == ""
    plain = people.party("plain", people.guest("p", "王芳"))
    counter.bridge.post_changes(ChangeSet(board={"plain": plain}, accepted={"plain": 1}))
    qtbot.waitUntil(lambda: counter.sounds.played == ["vip", "arrival"])


def test_a_picture_of_every_screen_and_nothing_is_changed_by_it(
    counter: Counter, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = counter.clock.now()  # a minute that passes meanwhile is a change, but not of the pictures' making
    monkeypatch.setattr(counter.shell.board.delegate, "_now", lambda: moment)
    counter.shell.show_changes(people_changes())
    counter.alerts.look()
    qtbot.waitUntil(lambda: not counter.shell.board.delegate.entering())
    before = counter.shell.board.grab().toImage()
    staff, preferences, alerting = counter.shell.staff, copy(counter.preferences), counter.shell.over.alerting
    played = set(counter.sounds.played)  # what rings already goes on ringing
    looks = LOOKS if THOROUGH else LOOKS[-1:]
    written = render_all(counter, tmp_path / "shots", looks)
    names = {path.name for path in written}
    assert len(names) == len(looks) * len(list(screens(counter)))
    for screen in (
        "board",
        "board-1920",
        "panel",
        "search",
        "register",
        "guest",
        "guest-worst-1920",
        "guest-reveal",
        "unsent",
        "settings",
        "first-run",
        "first-sync",
    ):
        for language, mode in looks:
            picture = QImage(str(tmp_path / "shots" / f"{screen}-{mode}-{language}.png"))
            assert picture.width() == (1920 if "1920" in screen else 1366)
            ground = picture.pixelColor(picture.width() - 3, picture.height() // 2).lightness()
            assert (ground < 80) == (mode == "dark"), (screen, language)
    qtbot.waitUntil(lambda: counter.shell.board.grab().toImage() == before)
    assert (counter.shell.showing, counter.language.name, counter.theme.mode.value) == ("board", "zh", "light")
    assert (counter.shell.staff, counter.preferences, counter.shell.over.alerting) == (staff, preferences, alerting)
    assert set(counter.sounds.played) == played


def people_changes() -> ChangeSet:
    return ChangeSet(board={card.card_id: card for card in people.friday()}, store=people.STORE, tables=people.TABLES)


def desk(data: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", "desk", "--data", str(data), "--headless", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_program_opens_says_when_it_painted_and_ends_by_itself(data: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace.json"
    with desk(data, "--for", "0.2", **{TRACE: str(trace)}) as running:
        _, told = running.communicate(timeout=60)
    assert (running.returncode, told) == (0, "")
    moments = json.loads(trace.read_text("utf-8"))
    assert moments["ms"]["first_paint"] > 0
    assert moments["peak_rss_kib"] > 10_000


def test_a_second_desk_is_sent_away_and_the_first_ends_on_sigterm(data: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace.json"
    with desk(data, **{TRACE: str(trace)}) as first:
        until = time.monotonic() + 60
        while not trace.exists() and time.monotonic() < until:
            assert first.poll() is None
            time.sleep(0.02)
        with desk(data, "--for", "5") as second:
            _, told = second.communicate(timeout=60)
        assert second.returncode == 1
        assert len(told.strip().splitlines()) == 1
        assert "Traceback" not in told
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 0


def test_a_data_folder_that_does_not_open_is_said_in_a_sentence(tmp_path: Path) -> None:
    slow = Lane(tmp_path / "slow")  # was never started: nobody reads
    with pytest.raises(Unavailable) as found:
        first_of(slow, 0)
    assert found.value.code == "data_folder_slow"
    lane = Lane(tmp_path / "desk")
    lane.start().result()
    lane.submit(Database.execute, "drop table outbox").result()
    with pytest.raises(Unavailable) as found:
        first_of(lane)
    assert found.value.code == "data_folder"
    assert lane.close()
    for code in ("data_folder", "data_folder_slow"):
        assert str(tmp_path) in words_act.fault(Unavailable(code, "", folder=str(tmp_path)))


def test_a_headless_desk_that_cannot_be_enrolled_says_why(tmp_path: Path) -> None:
    with desk(tmp_path / "new", "--hq", "http://127.0.0.1:9", "--enrol", "ABC", "--for", "50") as running:
        _, told = running.communicate(timeout=60)
    assert running.returncode == 1
    assert len(told.strip().splitlines()) == 1
    assert "Traceback" not in told


def test_a_desk_that_does_not_get_in_step_in_time_says_so(data: Path) -> None:
    with desk(data, "--until-synced", "--for", "0.3") as running:
        _, told = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "not in step" in told


def test_a_fault_of_ours_is_noted_and_told_at_the_next_start(tmp_path: Path) -> None:
    tmp_path.mkdir(exist_ok=True)
    notes = CrashNotes(tmp_path)
    assert notes.last() == ""
    code = (
        "import sys, pathlib; from app.desk.crash import CrashNotes\n"
        "CrashNotes(pathlib.Path(sys.argv[1])).watch()\n"
        "raise ValueError('our fault')"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert "ValueError: our fault" in (tmp_path / NOTE).read_text("utf-8")
    assert "our fault" in notes.last()
    assert notes.last() == ""
