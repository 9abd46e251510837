"""The keys of the counter, in one place: what each does and how it is written on a button."""

from __future__ import annotations

from enum import StrEnum


class Key(StrEnum):
    """A key as Qt and people write it."""

    HELP = "F1"
    WELCOME = "F2"
    SEAT = "F3"
    REGISTER = "F4"
    PAGE = "F5"
    NOTE = "F7"
    TASTE = "F8"
    NO_SHOW = "F9"
    LEFT = "F10"
    CONFLICT = "F12"
    REVEAL = "Ctrl+P"
    MUTE = "Ctrl+M"
    UNDO = "Ctrl+Z"
    OPEN = "Enter"
    CLOSE = "Esc"
