"""What staff are told without asking: a sound for an arrival, a ring for a VIP, banners while something is wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.sync.link import LinkState

from . import words, words_card
from .notices import Banner, Notices, Tone
from .paint.deeds import wants_welcome
from .shell import Shell
from .sounds import Sounds
from .tray import Tray


class Alerts(QObject):
    """Watches what the shell shows. `tray` is there where the system has one."""

    def __init__(self, shell: Shell, notices: Notices, sounds: Sounds) -> None:
        super().__init__(shell)
        self._shell, self._notices, self._sounds = shell, notices, sounds
        self.tray: Tray | None = None

    def arrived(self, fresh: set[str]) -> None:
        """These cards are new on the board, and came from outside."""
        cards = [card for card in map(self._shell.board.board.find, fresh) if card is not None]
        vips = [card for card in cards if wants_welcome(card)]
        if cards and not vips:
            self._sounds.play("arrival")
        for card in vips if self.tray is not None else ():
            place = words_card.place_word(card.arrival, self._shell.zone)
            self.tray.tell(*words.vip_here_word(words_card.name_word(card.guest), place))  # type: ignore[union-attr]

    def ring(self) -> None:
        """Ring while a VIP is here whom nobody welcomes."""
        self._sounds.ring(any(wants_welcome(card) for card in self._shell.board.board.cards()))

    def linked(self, link: LinkState) -> None:
        """Hold the banners that the link asks for."""
        self._hold("disk_full", link.detail == "disk_full", words.disk_full_word, Tone.WRONG)
        self._hold("locked", link.detail == "device_rejected", words.locked_word, Tone.WARNING)

    def disk_full(self, full: bool) -> None:
        """An act could not be written for want of room, or one could again."""
        self._hold("disk_full", full, words.disk_full_word, Tone.WRONG)

    def crashed(self) -> None:
        """The last run ended with a fault of ours."""
        self._notices.raise_banner(Banner(key="crash", text=words.crash_word, tone=Tone.WARNING))

    def rescued(self, count: int) -> None:
        """A damaged file was set aside, and so many unsent commands were saved from it."""
        self._notices.raise_banner(Banner(key="rescued", text=lambda: words.rescued_word(count), tone=Tone.WARNING))

    def _hold(self, key: str, wanted: bool, text: Callable[[], str], tone: Tone) -> None:
        if wanted:
            self._notices.raise_banner(Banner(key=key, text=text, tone=tone, closable=False))
        else:
            self._notices.drop_banner(key)
