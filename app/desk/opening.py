"""What is needed for the first frame, and nothing else: the board as the desk holds it, in staff's language and theme.

Everything else of the counter is imported and made after that frame (`wiring`).
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray

from app.localdb.board import board
from app.localdb.cursors import clock_sample
from app.localdb.database import Database
from app.localdb.settings import enrolled
from app.sync.clock import DeskClock

from . import preferences
from .keys import Key
from .languages import Language
from .paint.theme import Mode, Theme
from .shell import Shell


class First:
    """What the first frame shows, read in one job of the lane."""

    def __init__(self, db: Database) -> None:
        self.preferences = preferences.load(db)
        self.enrolled = enrolled(db)
        self.clock = clock_sample(db)
        self.changes = board(db)


class Opening:
    """The window with what the desk holds, before anything acts."""

    def __init__(self, first: First, *, headless: bool) -> None:
        self.first, self.headless = first, headless
        kept = first.preferences
        Key.use(kept.keys)
        self.clock = DeskClock()
        self.clock.restore(first.clock)
        self.language = Language()
        self.language.use(kept.language)
        self.theme = Theme(Mode(kept.theme), kept.scale)
        self.shell = Shell(self.clock.now, self.theme)
        if kept.geometry and not headless:
            self.shell.restoreGeometry(QByteArray.fromHex(kept.geometry.encode()))
        self.shell.top.show_staff(kept.staff)
        self.shell.show_changes(first.changes)
