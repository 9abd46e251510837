"""The search goes on at HQ where the store knows nobody: by a whole phone or a member number, never by part of one.

The answer comes as one more row, or not at all; nothing waits for it, and what is typed meanwhile makes it void.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.domain.guests import Identity
from app.domain.names import normalise_phone
from app.sync.asked import Asked

from .models.found import Found
from .verbs import Desk

PAUSE_MS = 300
"""How long nothing more is typed before a number that may not be whole yet is asked for."""

_MOBILE = re.compile(r"1[3-9]\d{9}")
_NUMBER = re.compile(r"\+?[\d\s()-]{7,24}")
_MEMBER = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z][0-9A-Za-z-]{4,31}")


def whole(query: str) -> tuple[Identity, bool] | None:
    """Return by what HQ can be asked for `query`, and whether it is certainly whole; None where it names nobody."""
    text = unicodedata.normalize("NFKC", query).strip()
    if _NUMBER.fullmatch(text):
        phone = normalise_phone(text)
        if _MOBILE.fullmatch(phone):
            return Identity(phone=phone), True
        return (Identity(member_no=text, phone=phone), False) if phone else None
    if text.isdigit():
        return None
    return (Identity(member_no=text), False) if _MEMBER.fullmatch(text) else None


class Elsewhere(QObject):
    """Asks for one query at a time."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: tuple[Identity, Callable[[Found], None]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)

    def look(self, query: str, found: Callable[[Found], None]) -> None:
        """Ask HQ for `query`, soon; `found` hears of the guest, if there is one."""
        self.forget()
        asked = whole(query)
        if asked is None:
            return
        self._wanted = asked[0], found
        if asked[1]:
            self._ask()
        else:
            self._timer.start()

    def forget(self) -> None:
        """Something else is typed: what was asked is void."""
        self._wanted = None
        self._timer.stop()

    def _ask(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return

        def answered(answer: Asked) -> None:
            if self._wanted is wanted and answer.guest is not None:
                wanted[1](Found(guest=answer.guest, asked=answer))

        self._desk.ask(wanted[0], answered)
