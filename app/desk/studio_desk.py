"""What the studio needs of the desk behind it, and what it remembers of how staff left it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.domain.commands import Command
from app.domain.funnel import FunnelCard
from app.domain.groups import GroupCard
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.domain.tables import StaffCard, StoreCard

from .preferences import Studio
from .verbs import Done, Failed

if TYPE_CHECKING:
    from .models.studio import Target


class Held(Protocol):
    """What the desk holds of printed codes."""

    @property
    def codes(self) -> Sequence[CodeCard]:
        """The store's codes."""

    @property
    def groups(self) -> Sequence[GroupCard]:
        """The groups behind them."""

    @property
    def prints(self) -> Sequence[PrintCard]:
        """What was printed."""

    @property
    def funnels(self) -> Mapping[str, FunnelCard]:
        """What came of it, by code."""

    @property
    def store(self) -> StoreCard | None:
        """The store, None before it is known."""

    @property
    def staff(self) -> Sequence[StaffCard]:
        """Who works there."""


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
