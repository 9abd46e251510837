"""A studio on its own: a window, a desk in memory that holds codes, and a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pytestqt.qtbot import QtBot

from app.desk.languages import Language
from app.desk.models.studio import Target
from app.desk.notices import Notices
from app.desk.paint.theme import Theme
from app.desk.preferences import Preferences
from app.desk.shell import Shell
from app.desk.shots.posing_studio import chain, held
from app.desk.studio.hands import StudioHands
from app.desk.studio.orders import StudioOrders
from app.desk.studio.room import StudioRoom
from app.desk.verbs import Done, Failed
from app.desk.workshop.process import Workshop
from app.domain.changes import ChangeSet
from app.domain.commands import Command, RecordPrint
from app.domain.faults import Unavailable
from app.localdb.printed import Printed
from tests.desk import people
from tests.desk.stage import MemoryDesk

PATIENCE = 20_000
"""Milliseconds that the press may take for anything here."""

WORKSHOP = Workshop()
"""One for all: it takes half a second to start. It ends with us."""


class PaperDesk(MemoryDesk):
    """A desk that holds codes, and asks an HQ that can be away (`stores` None)."""

    def __init__(self) -> None:
        super().__init__()
        self.paper: Printed = held(people.NOW, people.STORE)
        self.stores: Sequence[Target] | None = chain(12)
        self.recorded: list[RecordPrint] = []

    def printed(self, found: Callable[[Printed], None]) -> None:
        """Return what was put in."""
        found(self.paper)

    def codes_of_chain(self, kind: str, told: Callable[[Sequence[Target]], None], failed: Failed) -> None:
        """Answer as HQ would."""
        if self.stores is None:
            failed(Unavailable("unreachable", "HQ cannot be reached"))
        else:
            told(self.stores)

    def perform(self, command: Command, done: Done, failed: Failed) -> None:
        """Remember what was printed."""
        assert isinstance(command, RecordPrint)
        self.recorded.append(command)
        done()


class StudioStage:
    """The studio, shown."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.desk, self.notices, self.theme, self.qtbot = PaperDesk(), Notices(), theme, qtbot
        self.language = Language()
        self.kept = Preferences()
        self.shell = Shell(self.desk.now, theme)
        self.shell.over.attend(self.notices)
        self.room = StudioRoom(self.shell, self.desk, self.notices, self.language)
        self.room.kept, self.room.keep = lambda: self.kept, self._keep
        self.room.workshop = WORKSHOP
        self.shell.makers["studio"] = self.room.make
        self.shell.show_changes(ChangeSet(store=people.STORE, tables=people.TABLES, staff=people.STAFF))
        qtbot.addWidget(self.shell)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        self.shell.show_screen("studio")
        qtbot.waitUntil(lambda: self.room.orders is not None, timeout=PATIENCE)
        self.settle()

    def _keep(self, kept: Preferences) -> None:
        self.kept = kept

    @property
    def hands(self) -> StudioHands:
        """What staff do."""
        assert self.room.hands is not None
        return self.room.hands

    @property
    def orders(self) -> StudioOrders:
        """What is printed and saved."""
        assert self.room.orders is not None
        return self.room.orders

    @property
    def said(self) -> list[str]:
        """What was said to staff."""
        return [toast.text for toast in self.notices.said]

    def names(self) -> list[str]:
        """Return what is chosen, by name."""
        return [target.name for target in self.hands.choice.taken()]

    def pick(self, *names: str) -> None:
        """Choose these by name."""
        self.hands.choose({target.code for target in self.hands.choice.targets() if target.name in names})

    def settle(self) -> None:
        """Wait until everything is drawn and proven."""
        self.hands.proof.now()
        self.qtbot.waitUntil(lambda: bool(self.hands.choice.templates) and not self.hands.press.busy, timeout=PATIENCE)
        self.hands.proof.now()
        self.qtbot.waitUntil(lambda: not self.hands.press.busy, timeout=PATIENCE)

    def done(self) -> None:
        """Wait until nothing is printed or saved any more."""
        self.qtbot.waitUntil(lambda: self.orders.run is None, timeout=PATIENCE)

    def close(self) -> None:
        """Take it away."""
        assert self.room.close()
        self.language.use("zh")
        self.shell.close()
