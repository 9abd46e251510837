"""What the desk holds of printed codes, as the screens see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.domain.funnel import FunnelCard
from app.domain.groups import GroupCard
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.domain.tables import StaffCard, StoreCard


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
