"""What was typed is looked for without the counter standing still."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.desk.models.prints import Register, register_of
from app.desk.models.sieve import AT_ONCE, Sieve
from app.desk.paint.theme import Theme
from app.desk.screens.prints import PrintsScreen
from app.localdb.printed import Printed
from tests.desk import paper, people
from tests.desk.test_prints import HERE


def test_few_rows_are_told_at_once_and_many_in_turns(qtbot: QtBot) -> None:
    told: list[list[int]] = []
    sieve = Sieve(told.append)
    sieve.sift(range(AT_ONCE - 1), lambda n: n % 2 == 0)
    assert told == [list(range(0, AT_ONCE - 1, 2))]
    told.clear()
    looked: list[int] = []

    def seventh(number: int) -> bool:
        looked.append(number)
        return number % 7 == 0

    sieve.sift(range(3 * AT_ONCE), seventh)
    assert (told, len(looked)) == ([], AT_ONCE)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [list(range(0, 3 * AT_ONCE, 7))]


def test_what_is_typed_next_makes_the_question_before_it_void(qtbot: QtBot) -> None:
    told: list[list[int]] = []
    sieve = Sieve(told.append)
    sieve.sift(range(3 * AT_ONCE), lambda n: n < 5)
    sieve.sift(range(2 * AT_ONCE), lambda n: n < 3)
    qtbot.waitUntil(lambda: bool(told))
    sieve.sift(range(3 * AT_ONCE), lambda n: n < 5)
    sieve.sift(range(2))
    qtbot.wait(0)
    assert told == [[0, 1, 2], [0, 1]]


def store_of(count: int) -> Register:
    codes = tuple(paper.code(f"{n:05}", about=f"A{n}") for n in range(count))
    return register_of(Printed(codes=codes, funnels={}), HERE, people.NOW)


def test_a_code_is_found_among_a_thousand(qtbot: QtBot, theme: Theme) -> None:
    screen = PrintsScreen(theme, lambda: "zh")
    qtbot.addWidget(screen)
    screen.show_register(store_of(1_000), people.SHANGHAI)
    screen.head.sheets[next(sheet for sheet in screen.head.sheets if sheet == "codes")].click()
    assert screen.model.rowCount() == 1_000
    screen.search.setText("A77")
    screen.search.textEdited.emit("A77")
    assert screen.model.rowCount() == 1_000, "what is listed stays until the answer is there"
    qtbot.waitUntil(lambda: screen.model.rowCount() == 11)
    screen.search.setText("")
    screen.search.textEdited.emit("")
    assert screen.model.rowCount() == 1_000
