"""The press: long work lets in what staff wait to see, what is cancelled tells nothing, closing stops everything."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from app.desk.press import Press, Run


@pytest.fixture
def press(qtbot: QtBot) -> Iterator[Press]:
    """A press."""
    made = Press()
    yield made
    assert made.close()


def wrong(fault: BaseException) -> None:
    raise AssertionError(fault)


def test_answers_come_on_the_main_thread_and_work_is_done_on_another(press: Press, qtbot: QtBot) -> None:
    heard: list[tuple[str, bool]] = []
    main = threading.current_thread()

    def told(name: str) -> None:
        heard.append((name, threading.current_thread() is main))

    press.look(lambda _run: threading.current_thread().name, told, wrong)
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard == [("press", True)]
    assert not press.busy


def test_what_staff_look_at_comes_between_two_steps_of_long_work(press: Press, qtbot: QtBot) -> None:
    order: list[str] = []
    begun, go = threading.Event(), threading.Event()

    def long(run: Run) -> str:
        run.step(0, 2)
        order.append("first")
        begun.set()
        assert go.wait(10)
        run.step(1, 2)
        order.append("second")
        return "long"

    steps: list[tuple[int, int]] = []
    press.work(long, order.append, wrong, lambda done, total: steps.append((done, total)))
    assert begun.wait(10)
    press.look(lambda _run: order.append("looked"), lambda _none: None, wrong)
    go.set()
    qtbot.waitUntil(lambda: order[-1:] == ["long"])
    assert order == ["first", "looked", "second", "long"]
    assert steps[0] == (0, 2)


def test_cancelled_work_stops_at_its_next_step_and_tells_only_that_it_ended(press: Press, qtbot: QtBot) -> None:
    begun, go, heard = threading.Event(), threading.Event(), list[str]()

    def long(run: Run) -> str:
        begun.set()
        assert go.wait(10)
        run.step(1, 2)
        return "done"

    run = press.work(long, heard.append, wrong, ended=lambda: heard.append("ended"))
    waiting = press.work(lambda _run: "never begun", heard.append, wrong, ended=lambda: heard.append("never"))
    assert begun.wait(10)
    run.cancel()
    waiting.cancel()
    go.set()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["ended", "never"]


def test_a_fault_goes_to_the_one_who_asked(press: Press, qtbot: QtBot) -> None:
    faults: list[BaseException] = []

    def broken(_run: Run) -> str:
        raise ValueError("no")

    press.look(broken, lambda _found: None, faults.append)
    press.work(broken, lambda _found: None, faults.append)
    qtbot.waitUntil(lambda: len(faults) == 2)
    assert {str(fault) for fault in faults} == {"no"}


class Heard(QObject):
    """Hears answers, as a widget does, and can be deleted like one."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("")

    def hear(self, what: object) -> None:
        self.setObjectName(str(what))


def test_an_answer_that_comes_home_after_its_receiver_is_gone_is_dropped(press: Press, qtbot: QtBot) -> None:
    method, closure, failing, go = Heard(), Heard(), Heard(), threading.Event()

    def waits(run: Run) -> str:
        assert go.wait(10)
        run.step(1, 1)
        return "late"

    def breaks(_run: Run) -> str:
        raise ValueError("late")

    press.look(waits, method.hear, method.hear)
    press.look(waits, lambda text: closure.hear(text), wrong, owner=closure)
    press.work(waits, closure.hear, wrong, lambda _done, _total: closure.hear("step"), owner=closure)
    press.work(waits, closure.hear, wrong, ended=lambda: closure.hear("ended"), owner=closure).cancel()
    press.look(breaks, lambda _none: None, failing.hear)
    for each in (method, closure, failing):
        each.deleteLater()
        QCoreApplication.sendPostedEvents(each, QEvent.Type.DeferredDelete)
        with pytest.raises(RuntimeError):
            each.objectName()
    go.set()
    qtbot.waitUntil(lambda: not press.busy)
    press.look(lambda _run: "next", lambda text: heard.append(text), wrong)
    heard: list[str] = []
    qtbot.waitUntil(lambda: heard == ["next"])


def test_closing_ends_what_is_under_way_and_nobody_hears_of_it(qtbot: QtBot) -> None:
    press, begun, cleared = Press(), threading.Event(), list[str]()

    def long(run: Run) -> None:
        try:
            begun.set()
            while True:
                run.step(0, 1)
        finally:
            cleared.append("up")

    press.work(long, lambda _none: cleared.append("done"), wrong)
    assert begun.wait(10)
    assert press.close()
    QCoreApplication.processEvents()
    assert cleared == ["up"]
