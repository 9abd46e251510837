"""What HQ answers about one guest whom this store has not cached."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.guests import GuestCard


class AskedWord(StrEnum):
    """HQ knows the guest, knows nobody by that, or did not answer (in time, or at all)."""

    FOUND = "found"
    UNKNOWN = "unknown"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer; `guest` and its `version` at HQ where there is one."""

    word: AskedWord
    guest: GuestCard | None = None
    version: int = 0


SILENT = Asked(AskedWord.SILENT)
UNKNOWN = Asked(AskedWord.UNKNOWN)
