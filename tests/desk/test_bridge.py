"""News from other threads comes to the main thread, in order, and merged where it comes faster than frames."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.desk import bridge as the_bridge
from app.desk.bridge import Bridge
from app.domain.changes import ChangeSet
from app.sync.link import LinkState, LinkWord
from tests.desk import people


def test_changes_of_many_threads_arrive_whole_on_the_main_one(qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[ChangeSet] = []
    threads: set[int] = set()

    def hear(changes: ChangeSet) -> None:
        heard.append(changes)
        threads.add(threading.get_ident())

    bridge.changed.connect(hear)
    cards = people.crowd(400)
    with ThreadPoolExecutor(4) as pool:
        for card in cards:
            pool.submit(bridge.post_changes, ChangeSet(board={card.card_id: card}, accepted={card.card_id: 1}))
    whole = ChangeSet()

    def everything() -> bool:
        nonlocal whole
        while heard:
            whole = whole.then(heard.pop(0))
        return len(whole.board) == len(cards)

    qtbot.waitUntil(everything)
    assert whole.board == {card.card_id: card for card in cards}
    assert threads == {threading.get_ident()}


def test_what_lands_within_a_frame_is_delivered_once(qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[ChangeSet] = []
    bridge.changed.connect(heard.append)
    first, second = people.friday()[:2]
    bridge.post_changes(ChangeSet(board={"q1": first}))
    bridge.post_changes(ChangeSet(board={"q2": second}))
    bridge.post_changes(ChangeSet(gone=frozenset({"q1"})))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [ChangeSet(board={"q2": second}, gone=frozenset({"q1"}))]


def test_the_last_state_of_the_link_counts(qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[LinkState] = []
    bridge.link_changed.connect(heard.append)
    for number in range(5):
        bridge.post_link(LinkState(state=LinkWord.SYNCING, since=datetime.now(UTC), progress=number / 4))
    qtbot.waitUntil(lambda: bool(heard))
    assert [state.progress for state in heard] == [1.0]


def test_an_answer_comes_after_the_changes_before_it(qtbot: QtBot) -> None:
    bridge = Bridge()
    order: list[str] = []
    bridge.changed.connect(lambda _changes: order.append("changes"))
    future: Future[int] = Future()
    bridge.hear(future, lambda value: order.append(f"answer {value}"))

    def lane() -> None:
        bridge.post_changes(ChangeSet())
        future.set_result(7)

    threading.Thread(target=lane).start()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["changes", "answer 7"]


def test_a_failure_goes_to_who_asked_and_a_cancelled_question_to_nobody(qtbot: QtBot) -> None:
    bridge = Bridge()
    failed: list[BaseException] = []
    answered: list[object] = []
    broken: Future[int] = Future()
    dropped: Future[int] = Future()
    bridge.hear(broken, answered.append, failed.append)
    bridge.hear(dropped, answered.append, failed.append)
    dropped.cancel()
    dropped.set_running_or_notify_cancel()
    broken.set_exception(ValueError("no"))
    qtbot.waitUntil(lambda: bool(failed))
    assert [str(wrong) for wrong in failed] == ["no"]
    assert answered == []


def test_a_bridge_that_ended_delivers_nothing_of_what_was_on_its_way(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(the_bridge, "FRAME_SECONDS", 60.0)  # however slow the machine is, all of this is one frame
    bridge = Bridge()
    told: list[object] = []
    bridge.changed.connect(told.append)
    bridge.post_changes(ChangeSet())
    qtbot.waitUntil(lambda: len(told) == 1)
    bridge.post_changes(ChangeSet())
    qtbot.waitUntil(bridge._later.isActive)
    bridge.post_changes(ChangeSet())
    bridge.end()
    bridge.post_changes(ChangeSet())
    QCoreApplication.processEvents()
    assert not bridge._later.isActive()
    assert len(told) == 1
