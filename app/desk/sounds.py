"""Soft sounds, by what the platform has; silent where it has nothing. Off in the settings means off."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication

from app.resources import resources

RING_SECONDS = {"vip": 5.0, "escalated": 2.5}
"""A VIP rings this often until somebody goes to welcome them; louder and oftener once the policy's time is over."""


class Sounds(QObject):
    """`on`: as staff chose. `played` keeps what was played, for tests."""

    def __init__(self, *, on: bool, able: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on, self._able = on, able
        self.played: list[str] = []
        self.ringing = ""
        self._ring = QTimer(self)
        self._ring.timeout.connect(lambda: self.play(self.ringing))

    def play(self, name: str) -> None:
        """Play "arrival", "vip" or "escalated" once."""
        if not self.on:
            return
        self.played.append(name)
        del self.played[:-50]
        if self._able:
            _play(resources() / "sounds" / f"{name}.wav")

    def ring(self, name: str) -> None:
        """Ring "vip" or "escalated" again and again; "" ends it. The same again goes on as it is."""
        if name == self.ringing:
            return
        self.ringing = name
        self._ring.stop()
        if name:
            self.play(name)
            self._ring.start(int(RING_SECONDS[name] * 1000))


def _play(file: Path) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        return
    for player in ("afplay", "pw-play", "paplay", "aplay"):
        if found := shutil.which(player):
            QProcess.startDetached(found, [*(["-q"] if player == "aplay" else []), str(file)])
            return
    QApplication.beep()
