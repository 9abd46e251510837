"""Real widgets without a display."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.languages import Language
from app.desk.paint.layout import Look
from app.desk.paint.theme import Mode, Theme
from app.desk.theme.letters import Letters, load_fonts
from tests.desk import people
from tests.desk.stage import Stage


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """Delete at once what a test's end wants deleted: Qt waits for a loop to return, and each window that is left would
    be translated, laid out and painted with the next ones."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def letters(qapp: QApplication) -> Letters:
    """Our fonts at 100 %."""
    qapp.setStyle("Fusion")
    load_fonts()
    return Letters()


@pytest.fixture(scope="session")
def look(letters: Letters) -> Look:
    """What a layout depends on, in the store of the tests."""
    return Look(letters=letters, zone=people.SHANGHAI, wait_limit=people.STORE.wait_limit)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Both languages, one after the other; Chinese again afterwards."""
    spoken = Language()
    spoken.use(request.param)
    yield request.param
    spoken.use("zh")


@pytest.fixture
def theme(letters: Letters) -> Theme:
    """The light theme."""
    return Theme(Mode.LIGHT)


@pytest.fixture
def stage(theme: Theme, qtbot: QtBot) -> Iterator[Stage]:
    """A shown window with twelve parties."""
    made = Stage(theme)
    qtbot.addWidget(made.shell)
    made.desk.put(*people.friday())
    made.shell.show()
    qtbot.waitExposed(made.shell)
    yield made
    made.shell.close()
