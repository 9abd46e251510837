"""The one road for messages to staff: short ones that pass, and banners that stay until their reason is gone.

Handed to whoever has something to say; it keeps what was said, so tests can read it and a window that is built later
still shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QObject, Signal


class Tone(StrEnum):
    """How a message is meant."""

    DONE = "done"
    INFO = "info"
    WARNING = "warning"
    WRONG = "wrong"


class Toast(Struct, frozen=True, kw_only=True):
    """A message that passes. `act` with its words `label` takes back what it tells of."""

    text: str
    tone: Tone = Tone.DONE
    label: str = ""
    act: Callable[[], None] | None = None


class Banner(Struct, frozen=True, kw_only=True):
    """A message that stays; one a `key`. `text` makes its sentence in the language of the moment."""

    key: str
    text: Callable[[], str]
    tone: Tone = Tone.WARNING
    closable: bool = True


class Notices(QObject):
    """What was said to staff, and what still holds."""

    toasted = Signal(object)
    banners_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.said: list[Toast] = []
        self.banners: dict[str, Banner] = {}

    def toast(self, toast: Toast) -> None:
        """Say something that passes."""
        self.said.append(toast)
        del self.said[:-200]
        self.toasted.emit(toast)

    def raise_banner(self, banner: Banner) -> None:
        """Say something that stays; a banner with the same key is replaced."""
        if banner.key not in self.banners:
            self.banners[banner.key] = banner
            self.banners_changed.emit()

    def drop_banner(self, key: str) -> None:
        """The reason is gone."""
        if self.banners.pop(key, None) is not None:
            self.banners_changed.emit()
