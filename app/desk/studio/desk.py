"""What the studio needs of the desk behind it, and what it remembers of how staff left it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.desk.models.held import Held
from app.desk.preferences import Studio
from app.desk.verbs import Done, Failed
from app.domain.commands import Command

if TYPE_CHECKING:
    from app.desk.models.studio import Target


class StudioDesk(Protocol):
    """The desk behind the studio; answers come later, on the main thread."""

    def now(self) -> datetime:
        """Return the business time (UTC)."""

    def perform(self, command: Command, done: Done, failed: Failed) -> None:
        """Do `command` in the name of the staff at the desk."""

    def printed(self, done: Callable[[Held], None]) -> None:
        """Read codes, groups, prints and funnels."""

    def codes_of_chain(self, kind: str, told: Callable[[Sequence[Target]], None], failed: Failed) -> None:
        """Ask HQ for a code of this kind of every store."""


Keep = Callable[[Studio], None]
"""Remembers how staff left the studio."""
