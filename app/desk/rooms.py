"""The screens beside the board, made when they are first asked for and kept true from then on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.localdb.settings import Enrolled
from app.sync.link import LinkState

from . import words
from .preferences import Preferences
from .theme.theme import Theme
from .verbs import Desk, Failed

if TYPE_CHECKING:
    from .screens.enrol import EnrolScreen
    from .screens.settings import SettingsScreen
    from .screens.unsent import UnsentScreen
    from .shell import Shell


class Rooms(QObject):
    """`shell` must be set before a screen is asked for (it is handed the makers)."""

    def __init__(self, desk: Desk, theme: Theme, data: Path, failed: Failed) -> None:
        super().__init__()
        self._desk, self._theme, self._data, self._failed = desk, theme, data, failed
        self.shell: Shell | None = None
        self.preferences: Callable[[], Preferences] = Preferences
        self.chosen: Callable[[Preferences], None] = lambda _kept: None
        self.halt: Callable[[], None] = lambda: None
        self.go_on: Callable[[], None] = lambda: None
        self.enrolled: Enrolled | None = None
        self._unsent: UnsentScreen | None = None
        self._settings: SettingsScreen | None = None
        self._enrol: EnrolScreen | None = None

    def makers(self) -> dict[str, Callable[[], QWidget]]:
        """Return what makes each screen."""
        return {"unsent": self._make_unsent, "settings": self._make_settings, "enrol": self._make_enrol}

    def shown(self, name: str) -> None:
        """A screen came to the front: fill it with what is true now."""
        if name == "unsent":
            self.refresh_unsent()
        elif name == "settings":
            self.refresh_settings()

    def refresh_unsent(self) -> None:
        """Read the outbox anew, if its screen was ever shown."""
        screen, shell = self._unsent, self.shell
        if screen is not None and shell is not None:
            self._desk.unsent(lambda rows: screen.show_rows(rows, shell.zone))

    def refresh_settings(self) -> None:
        """Show the store's staff and what this desk is, if the settings were ever shown."""
        if self._settings is not None and self.shell is not None:
            self._settings.show_staff([person.name for person in self.shell.staff])
            self._settings.show_about(words.about_words(self.shell.store, self.enrolled, self._data))

    def failed(self, sentence: str) -> None:
        """Something did not work; the first day's screen says it where staff look."""
        if self._enrol is not None:
            self._enrol.show_fault(sentence)

    def linked(self, link: LinkState) -> None:
        """Tell the first day's screen how far it is."""
        if self._enrol is not None:
            self._enrol.show_link(link)

    def _make_unsent(self) -> QWidget:
        from .screens.unsent import UnsentScreen

        self._unsent = made = UnsentScreen(self._theme)
        made.retried.connect(lambda key: self._desk.retry(key, self._failed))
        made.discarded.connect(lambda key: self._desk.discard(key, self._failed))
        return made

    def _make_settings(self) -> QWidget:
        from .screens.settings import SettingsScreen

        self._settings = made = SettingsScreen(self._theme, self.preferences())
        made.chosen.connect(lambda kept: self.chosen(kept))
        made.enrol_again.connect(self._enrol_again)
        return made

    def _enrol_again(self) -> None:
        if self.shell is not None:
            self.shell.show_screen("enrol")

    def _make_enrol(self) -> QWidget:
        from .screens.enrol import EnrolScreen

        self._enrol = made = EnrolScreen(self._theme, self.enrolled.hq if self.enrolled else "")
        made.enrolled.connect(self._desk.enrol)
        made.stopped.connect(lambda: self.halt())
        made.resumed.connect(lambda: self.go_on())
        return made
