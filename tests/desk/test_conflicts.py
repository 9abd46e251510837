"""The conflict queue by keys alone: what is shown first, what can be answered, by whom, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as with_
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.bridge import Bridge
from app.desk.languages import Language
from app.desk.models.conflicts import ConflictModel, can_be, rows_of, usual_keep
from app.desk.models.managers import may_decide
from app.desk.opening import First, Opening
from app.desk.paint.theme import Theme
from app.desk.screens.conflict_sides import Compare
from app.desk.screens.conflicts import ConflictsScreen
from app.desk.wiring import Counter
from app.desk.words import compare as words_compare
from app.desk.words import conflict as words_conflict
from app.domain.changes import ChangeSet
from app.domain.commands import ReopenConflict, SettleConflict
from app.domain.conflicts import ConflictCard, ConflictKind, Decision
from app.domain.guests import GuestCard, IdentityKind, KnownIdentity
from app.domain.tables import StaffCard
from app.localdb import cards, outbox
from app.localdb.cards import Incoming
from app.localdb.lane import Lane
from app.localdb.settings import Enrolled, enrol
from app.wire.codec import Card, encode_card
from tests.desk import people
from tests.desk.stage import Stage

LEFT = replace(people.OUYANG, guest_id="g1", spend_fen=612_300)
RIGHT = people.guest("g2", "欧阳娜", phone="13812347719", visits=2)
HARD = people.guest("g9", people.LONG_NAME, phone="13812340001", vip=True, tastes=people.NINE_TASTES)
GUESTS = {guest.guest_id: guest for guest in (LEFT, RIGHT, HARD)}
MANAGER = StaffCard(staff_id="m", store_id="s1", name="周敏", role="manager")
CLERK = StaffCard(staff_id="c", store_id="s1", name="李娜", role="front_desk")

PHONE = ConflictCard(
    conflict_id="c1",
    store_id="s1",
    kind=ConflictKind.PHONE_SHARED,
    left_guest="g1",
    right_guest="g2",
    left_name="欧阳娜娜",
    left_phone="13812347719",
    right_name="欧阳娜",
    right_phone="13812347719",
    evidence={"phone": "13812347719", "name": "欧阳娜"},
    found_at=people.NOW - timedelta(hours=2),
)
BILL = ConflictCard(
    conflict_id="c2",
    store_id="s1",
    kind=ConflictKind.ORDER_IDENTITY,
    left_guest="g9",
    left_name=people.LONG_NAME,
    left_phone="13812340001",
    right_name="王方",
    right_phone="13512348821",
    evidence={"bill_id": "8800123456789", "phone": "13512348821", "name": "王方"},
    found_at=people.NOW - timedelta(hours=1),
)
EVENT = ConflictCard(
    conflict_id="c3",
    store_id="s1",
    kind=ConflictKind.EVENT_IDENTITY,
    left_guest="g9",
    right_guest="g2",
    left_name=people.LONG_NAME,
    right_name="欧阳娜",
    evidence={"kind": "unionid", "value": "9f3a"},
    found_at=people.NOW - timedelta(days=3),
)
DONE = replace(
    PHONE,
    conflict_id="c4",
    decision=Decision.SAME,
    settled_by="周敏",
    settled_at=people.NOW - timedelta(days=1),
    note="问过本人",
)
ALL = [DONE, EVENT, PHONE, BILL]


class Answers:
    """What the screen said."""

    def __init__(self, screen: ConflictsScreen) -> None:
        self.settled: list[tuple[str, Decision, str, str]] = []
        self.reopened: list[str] = []
        self.wanted: list[list[str]] = []
        screen.settled.connect(lambda card, d, keep, note: self.settled.append((card.conflict_id, d, keep, note)))
        screen.reopened.connect(lambda card: self.reopened.append(card.conflict_id))
        screen.wanted.connect(lambda ids: self.wanted.append(list(ids)))


@pytest.fixture
def screen(theme: Theme, qtbot: QtBot) -> Iterator[ConflictsScreen]:
    """The screen with four disagreements, a manager before it, and the guest of one in the house."""
    made = ConflictsScreen(theme)
    qtbot.addWidget(made)
    made.resize(1290, 678)
    made.show_staff("周敏", [MANAGER, CLERK])
    made.show_conflicts(ALL, {"g1": "A06"}, people.SHANGHAI)
    made.show_guests(GUESTS)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    yield made
    made.close()


@pytest.fixture
def said(screen: ConflictsScreen) -> Answers:
    return Answers(screen)


def press(*keys: Qt.Key) -> None:
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)


def chosen(screen: ConflictsScreen) -> str:
    row = screen.current()
    assert row is not None
    return row.card.conflict_id


def test_who_is_here_comes_first_then_the_newest_then_what_is_done() -> None:
    rows = rows_of(ALL, {"g2": "A06"})
    assert [row.card.conflict_id for row in rows] == ["c1", "c3", "c2", "c4"]
    assert [row.place for row in rows] == ["A06", "A06", "", "A06"]
    assert [row.card.conflict_id for row in rows_of(ALL, {})] == ["c2", "c1", "c3", "c4"]


def test_the_rows_are_a_model_that_qt_can_trust(qapp: QApplication) -> None:
    model = ConflictModel(lambda row: row.card.conflict_id)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.show(rows_of(ALL, {}))
    assert not model.show(rows_of(ALL, {}))
    assert model.first_about("g1") == 1
    assert model.first_about("nobody") is None


def test_number_keys_answer_and_arrows_choose_who_stays(screen: ConflictsScreen, said: Answers) -> None:
    assert chosen(screen) == "c1"
    press(Qt.Key.Key_Right, Qt.Key.Key_1)
    assert said.settled == [("c1", Decision.SAME, "g2", "")]
    press(Qt.Key.Key_Down, Qt.Key.Key_2)
    press(Qt.Key.Key_Down, Qt.Key.Key_3)
    assert said.settled[1:] == [("c2", Decision.LEFT, "", ""), ("c3", Decision.RIGHT, "", "")]


def test_the_one_the_house_knows_better_stays_unless_somebody_says_otherwise(screen: ConflictsScreen) -> None:
    assert usual_keep(PHONE, GUESTS) == "g1"
    assert usual_keep(replace(PHONE, left_guest="g2", right_guest="g1"), GUESTS) == "g1"
    assert usual_keep(PHONE, {}) == "g1"
    assert [button.isChecked() for button in screen.detail.compare.keeps] == [True, False]
    press(Qt.Key.Key_Right)
    assert [button.isChecked() for button in screen.detail.compare.keeps] == [False, True]
    assert "欧阳娜，" in screen.detail.answers[Decision.SAME].effect


def test_nobody_is_merged_with_somebody_unknown(screen: ConflictsScreen, said: Answers) -> None:
    press(Qt.Key.Key_Down)
    assert chosen(screen) == "c2"
    assert not screen.detail.answers[Decision.SAME].isEnabled()
    assert screen.detail.answers[Decision.RIGHT].isEnabled()
    press(Qt.Key.Key_1)
    assert said.settled == []


def test_a_note_is_typed_and_its_digits_answer_nothing(screen: ConflictsScreen, said: Answers) -> None:
    press(Qt.Key.Key_N)
    assert QApplication.focusWidget() is screen.detail.note
    QTest.keyClicks(screen.detail.note, "asked 123")
    assert said.settled == []
    press(Qt.Key.Key_Return, Qt.Key.Key_1)
    assert said.settled == [("c1", Decision.SAME, "g1", "asked 123")]
    assert screen.detail.note.text() == ""


def test_who_is_no_manager_reads_and_is_told_whose_it_is(screen: ConflictsScreen, said: Answers) -> None:
    screen.show_staff("李娜", [MANAGER, CLERK])
    press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Right)
    assert said.settled == []
    assert "周敏" in screen.detail.outcome.accessibleName()
    assert not any(button.isEnabled() for button in screen.detail.answers.values())
    screen.show_staff("", [MANAGER, CLERK])
    assert "设置" in screen.detail.outcome.accessibleName()
    screen.show_staff("李娜", [CLERK])
    press(Qt.Key.Key_2)
    assert said.settled == [("c1", Decision.LEFT, "", "")]


@pytest.mark.parametrize(
    ("me", "staff", "may"),
    [
        ("周敏", [MANAGER, CLERK], True),
        ("李娜", [MANAGER, CLERK], False),
        ("", [MANAGER], False),
        ("李娜", [CLERK], True),
        ("", [], True),
    ],
)
def test_who_may_decide(me: str, staff: list[StaffCard], may: bool) -> None:
    assert may_decide(me, staff) is may


def test_what_was_settled_goes_down_and_can_be_opened_again(screen: ConflictsScreen, said: Answers) -> None:
    settled = replace(PHONE, decision=Decision.LEFT, settled_by="周敏", settled_at=people.NOW)
    screen.show_conflicts([DONE, EVENT, settled, BILL], {"g1": "A06"}, people.SHANGHAI)
    assert chosen(screen) == "c2", "the next one takes its place"
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert chosen(screen) == "c1"
    assert screen.detail.reopen.isVisible()
    assert not screen.detail.answers[Decision.SAME].isVisible()
    assert "周敏" in screen.detail.outcome.accessibleName()
    press(Qt.Key.Key_R)
    assert said.reopened == ["c1"]
    screen.show_staff("李娜", [MANAGER, CLERK])
    press(Qt.Key.Key_R)
    assert said.reopened == ["c1"]


def test_a_side_that_this_desk_does_not_hold_is_asked_for_once(screen: ConflictsScreen, said: Answers) -> None:
    unknown = replace(PHONE, conflict_id="c9", left_guest="far", right_guest="away")
    screen.show_conflicts([unknown], {}, people.SHANGHAI)
    assert said.wanted == [["away", "far"]]
    screen.show_guests({"far": replace(LEFT, guest_id="far")})
    assert said.wanted == [["away", "far"]]


def test_every_control_can_be_reached_by_tab_and_has_a_name(screen: ConflictsScreen) -> None:
    reached: list[QWidget] = []
    for _ in range(12):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in reached:
            break
        assert widget.accessibleName(), widget
        reached.append(widget)
        press(Qt.Key.Key_Tab)
    assert {screen.list, screen.detail.note, *screen.detail.answers.values(), *screen.detail.compare.keeps} <= {
        *reached
    }


def test_an_empty_queue_says_so(screen: ConflictsScreen, language: str) -> None:
    screen.show_conflicts([], {}, people.SHANGHAI)
    assert not screen.list.isVisible()
    assert not screen.detail.isVisible()
    assert all(words_conflict.empty_word())
    screen.show_conflicts(ALL, {}, people.SHANGHAI)
    assert screen.list.hasFocus(), "its keys work as soon as there is something to answer"


def test_nothing_shows_a_whole_phone(screen: ConflictsScreen, language: str) -> None:
    for card in ALL:
        left, right = GUESTS.get(card.left_guest), GUESTS.get(card.right_guest)
        said = [words_conflict.story_word(card), words_conflict.evidence_word(card), words_conflict.who_word(card)]
        for row in words_compare.comparison(card, left, right, people.SHANGHAI):
            said += [row.left, row.right]
        text = " ".join(said)
        assert not any(phone in text for phone in ("13812347719", "13812340001", "13512348821"))


def test_what_disagrees_stands_out() -> None:
    def disputed(card: ConflictCard, guest: GuestCard = LEFT) -> list[str]:
        rows = words_compare.comparison(card, guest, RIGHT, people.SHANGHAI)
        return [row.label for row in rows if row.disputed]

    assert disputed(PHONE) == ["手机"]
    assert disputed(BILL) == ["手机"]
    known = replace(LEFT, identities=(KnownIdentity(kind=IdentityKind.UNIONID, value="9f3a"),))
    assert disputed(EVENT, known) == ["身份"]
    assert words_conflict.names_differ(PHONE)
    assert not words_conflict.names_differ(replace(PHONE, right_name="欧阳娜娜"))


def test_every_kind_has_three_answers_in_plain_words(language: str) -> None:
    for card in (PHONE, BILL, EVENT):
        answers = words_conflict.answers(card, card.left_guest)
        assert set(answers) == set(Decision)
        assert len({answer.title for answer in answers.values()}) == 3
        assert all(answer.effect for answer in answers.values())
        assert card.left_name in answers[Decision.LEFT].title
        assert card.right_name in answers[Decision.RIGHT].title


@given(decided=st.booleans(), right=st.sampled_from(["", "g1", "g2"]), decision=st.sampled_from(list(Decision)))
def test_what_can_be_answered(decided: bool, right: str, decision: Decision) -> None:
    card = replace(PHONE, right_guest=right, decision=Decision.LEFT if decided else None)
    expected = not decided and (decision is not Decision.SAME or right == "g2")
    assert can_be(card, decision) is expected


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
def test_every_allergy_of_both_sides_is_whole(theme: Theme, qtbot: QtBot, language: str, scale: float) -> None:
    theme.use(scale=scale)
    compare = Compare(theme)
    qtbot.addWidget(compare)
    compare.resize(round(790 * scale), 900)
    compare.show_sides(EVENT, (HARD, LEFT), people.SHANGHAI, "g9", True)
    for side, guest in enumerate((HARD, LEFT)):
        chips = [chip for chip in compare.chips(side) if chip.kind == "allergy"]
        said = [chip.text.split(" ", 1)[1] for chip in chips]
        assert said == [t.tag for t in guest.tastes if t.kind.value == "allergy"]
        assert all(
            chip.box.right <= compare.width() and chip.box.bottom <= compare.heightForWidth(compare.width())
            for chip in chips
        )


def test_hundreds_of_rows_stay_fast(screen: ConflictsScreen, qapp: QApplication) -> None:
    many = [replace(PHONE, conflict_id=f"m{n}", found_at=people.NOW - timedelta(minutes=n)) for n in range(2000)]
    started = thread_time()
    screen.show_conflicts(many, {"g1": "A06"}, people.SHANGHAI)
    qapp.processEvents()
    press(*[Qt.Key.Key_Down] * 20)
    assert thread_time() - started < 2.0
    assert chosen(screen) == "m20"


# --- with the counter around it --------------------------------------------------------------------------------------


@pytest.fixture
def counter(stage: Stage, qtbot: QtBot) -> Callable[[], ConflictsScreen]:
    """The stage with the screen in it, fed as the composition root feeds it."""
    made = ConflictsScreen(stage.theme)
    stage.shell.makers["conflicts"] = lambda: made
    stage.desk.disputes = {card.conflict_id: card for card in (PHONE, EVENT)}
    made.settled.connect(lambda card, d, keep, note: stage.acts.settle(card, d, keep=keep, note=note))
    made.reopened.connect(stage.acts.reopen_conflict)

    def fill() -> ConflictsScreen:
        made.show_staff("周敏", [MANAGER])
        stage.desk.conflicts(lambda cards: made.show_conflicts(cards, {}, people.SHANGHAI))
        return made

    stage.shell.show_screen("conflicts")
    fill().setFocus()
    return fill


def test_an_answer_is_done_at_once_and_taken_back_by_undo(
    stage: Stage, counter: Callable[[], ConflictsScreen], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_1)
    (command,) = stage.desk.done
    assert isinstance(command, SettleConflict)
    assert (command.conflict_id, command.decision, command.keep) == ("c1", Decision.SAME, "g1")
    assert command.merge_id
    assert stage.notices.said[-1].act is not None
    counter()
    QTest.keyClick(stage.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.desk.done[-1] == ReopenConflict(conflict_id="c1")
    assert stage.desk.disputes["c1"].is_open


def test_two_people_need_no_merge(stage: Stage, counter: Callable[[], ConflictsScreen]) -> None:
    press(Qt.Key.Key_3)
    assert stage.desk.done == [SettleConflict(conflict_id="c1", decision=Decision.RIGHT)]


def test_the_screen_speaks_both_languages(screen: ConflictsScreen, qtbot: QtBot) -> None:
    spoken = Language()
    chinese = screen.detail.answers[Decision.SAME].text()
    spoken.use("en")
    try:
        qtbot.waitUntil(lambda: screen.detail.answers[Decision.SAME].text() != chinese)
        assert screen.detail.note.placeholderText().startswith("Note")
    finally:
        spoken.use("zh")


def test_navigation_counts_the_open_ones(stage: Stage) -> None:
    stage.shell.navigation.show_conflicts(7)
    assert stage.shell.navigation.buttons["conflicts"].accessibleName().endswith("7")


def test_a_guest_who_is_confused_with_somebody_has_a_way_there(stage: Stage) -> None:
    asked: list[str] = []
    stage.hands.conflict_asked.connect(asked.append)
    stage.desk.put(people.party("f1", people.guest("gf", "王芳", flags=("phone_shared",)), ticket="B99"))
    stage.shell.board.select("f1")
    stage.shell.board.opened.emit("f1")
    assert "conflict" in stage.shell.side.buttons
    stage.shell.side.buttons["conflict"].click()
    assert asked == ["gf"]
    stage.shell.board.opened.emit("q2")
    assert "conflict" not in stage.shell.side.buttons
    stage.hands.page.show(RIGHT)
    QTest.keyClick(stage.shell, Qt.Key.Key_F12)
    assert asked == ["gf", "g2"], "from the guest's page too"


# --- on a real lane --------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Counter]:
    """A counter without a link, whose cache holds two disagreements and one of the guests."""
    where = Enrolled(hq="http://127.0.0.1:9", store_id="s1", device_id="d1", store_name="望京店")
    lane = Lane(tmp_path / "desk")
    lane.start().result()
    lane.submit(enrol, where).result()
    held: list[tuple[str, str, Card]] = [("conflict", card.conflict_id, card) for card in (PHONE, EVENT)]
    held += [("guest", "g1", LEFT), ("staff", "m", MANAGER)]
    rows = [Incoming(kind, card_id, 1, encode_card(card)) for kind, card_id, card in held]
    lane.submit(cards.write, rows).result()
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    made = Counter(lane, bridge, Opening(lane.submit(First).result(), headless=True))
    qtbot.addWidget(made.shell)
    made.shell.show()
    qtbot.waitExposed(made.shell)
    made.use(with_(made.preferences, staff="周敏"))
    yield made
    assert made.close()


def test_settled_at_the_desk_it_is_in_the_outbox_and_undo_opens_it_again(opened: Counter, qtbot: QtBot) -> None:
    badge = opened.shell.navigation.buttons["conflicts"]
    opened.rooms.refresh_conflicts()
    qtbot.waitUntil(lambda: badge.count == 2)
    opened.rooms.show_conflict_of("g1")
    screen = opened.rooms.conflicts
    assert screen is not None
    qtbot.waitUntil(lambda: screen.current() is not None and chosen(screen) == "c1")
    qtbot.waitUntil(lambda: screen.keep() == "g1")
    screen.detail.answers[Decision.RIGHT].click()
    qtbot.waitUntil(lambda: badge.count == 1)
    (row,) = opened.lane.submit(outbox.waiting).result()
    assert row.command == SettleConflict(conflict_id="c1", decision=Decision.RIGHT)
    qtbot.waitUntil(lambda: opened.acts.can_undo())
    opened.acts.undo()
    qtbot.waitUntil(lambda: badge.count == 2)
    kinds = [row.kind for row in opened.lane.submit(outbox.waiting).result()]
    assert kinds == ["conflict.settle", "conflict.reopen"]


def test_the_screen_follows_what_hq_says(opened: Counter, qtbot: QtBot) -> None:
    opened.shell.show_screen("conflicts")
    screen = opened.rooms.conflicts
    assert screen is not None
    qtbot.waitUntil(lambda: screen.model.rowCount() == 2)
    opened.bridge.post_changes(ChangeSet(conflicts={"c1": None}))
    opened.lane.submit(cards.write, [Incoming("conflict", "c1", 2, None)]).result()
    opened.bridge.post_changes(ChangeSet(conflicts={"c1": None}))
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    assert opened.shell.navigation.buttons["conflicts"].count == 1
