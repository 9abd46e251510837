"""What staff are told without asking: a sound for an arrival, an alert for a VIP, banners while something is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject

from app.domain.alerts import Stage, alert_of, is_waiting
from app.sync.link import LinkState

from .notices import Banner, Notices, Tone
from .paint.alertrow import Shown
from .shell import Shell
from .sounds import Sounds
from .tray import Tray
from .words import alert as words_alert
from .words import card as words_card
from .words import sentences as words

MUTE_SECONDS = 60.0
"""For how long a desk may stop ringing; another VIP, or the end of the policy's time, rings again before."""

_DEFAULT_SECONDS = 120
_REMEMBERED = 1000


class Alerts(QObject):
    """Watches what the shell shows. `tray` is there where the system has one.

    The desk works out by itself which VIPs nobody welcomed, and when they are the manager's: HQ may be out of reach.
    """

    def __init__(self, shell: Shell, notices: Notices, sounds: Sounds, now: Callable[[], datetime]) -> None:
        super().__init__(shell)
        self._shell, self._notices, self._sounds, self._now = shell, notices, sounds, now
        self.tray: Tray | None = None
        self.shown: list[Shown] = []
        """VIPs whom nobody has welcomed, the most urgent first."""
        self._told: dict[tuple[str, Stage], None] = {}
        self._mute_until = 0.0
        self._muted: frozenset[tuple[str, Stage]] = frozenset()
        shell.over.with_alerts(lambda bar: bar.muted.connect(self.mute))
        shell.board.selected.connect(lambda _card_id: self.look())
        shell.shown.connect(lambda _name: self.look())

    def arrived(self, fresh: set[str]) -> None:
        """These cards are new on the board, and came from outside."""
        cards = [card for card in map(self._shell.board.board.find, fresh) if card is not None]
        if cards and not any(is_waiting(card.arrival) for card in cards):
            self._sounds.play("arrival")

    def look(self) -> None:
        """Look at the time and the board: show, ring and tell what is due, each VIP once a stage."""
        now = self._now()
        self.shown = self._found(now)
        stages = frozenset((shown.alert.arrival_id, shown.alert.stage) for shown in self.shown)
        if stages - self._muted:
            self._mute_until = 0.0
        silent = time.monotonic() < self._mute_until
        if self.shown or self._shell.over.alerting:
            look = self._shell.board.delegate.look
            self._shell.over.alerts.show_alerts(self.shown, now, look, self._shell.staff, silent=silent)
        self._tell()
        self._ring(silent=silent)

    def mute(self) -> None:
        """Stop the ringing for a while; everything is still shown, and escalates as before."""
        self._muted = frozenset((shown.alert.arrival_id, shown.alert.stage) for shown in self.shown)
        if self._muted:
            self._mute_until = time.monotonic() + MUTE_SECONDS
        self.look()

    def _found(self, now: datetime) -> list[Shown]:
        store, board = self._shell.store, self._shell.board
        after = timedelta(seconds=store.escalate_seconds if store is not None else _DEFAULT_SECONDS)
        found = []
        for card in board.board.cards():
            if is_waiting(card.arrival):
                alert = alert_of(card.arrival, card.guest, now, after, self._shell.staff)
                if alert is not None:
                    found.append(Shown(alert, card))
        chosen = board.delegate.selected if self._shell.showing == "board" else ""

        def urgency(shown: Shown) -> tuple[bool, bool, datetime, str]:
            alert = shown.alert
            return alert.arrival_id != chosen, alert.stage is not Stage.ESCALATED, alert.since, alert.arrival_id

        return sorted(found, key=urgency)

    def _tell(self) -> None:
        for alert, card in self.shown:
            key = (alert.arrival_id, alert.stage)
            if key in self._told:
                continue
            self._told[key] = None
            while len(self._told) > _REMEMBERED:
                del self._told[next(iter(self._told))]
            if self.tray is not None:
                place = words_card.place_word(card.arrival, self._shell.zone)
                people = words_alert.people_word(alert, card.arrival, card.guest, self._shell.staff)
                parts = (words_card.name_word(card.guest), place, people)
                self.tray.tell(words_alert.here_word(alert), " · ".join(part for part in parts if part))

    def _ring(self, *, silent: bool) -> None:
        escalated = any(shown.alert.stage is Stage.ESCALATED for shown in self.shown)
        wanted = "escalated" if escalated else "vip" if self.shown else ""
        self._sounds.ring("" if silent else wanted)

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
