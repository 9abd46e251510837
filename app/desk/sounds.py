"""Soft sounds, by what the platform has; silent where it has nothing. Off in the settings means off."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication

from app.resources import resources

RING_SECONDS = 5
"""A VIP rings this often until somebody goes to welcome them."""


class Sounds(QObject):
    """`on`: as staff chose. `played` keeps what was played, for tests."""

    def __init__(self, *, on: bool, able: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on, self._able = on, able
        self.played: list[str] = []
        self._ring = QTimer(self)
        self._ring.setInterval(RING_SECONDS * 1000)
        self._ring.timeout.connect(lambda: self.play("vip"))

    def play(self, name: str) -> None:
        """Play "arrival" or "vip" once."""
        if not self.on:
            return
        self.played.append(name)
        del self.played[:-50]
        if self._able:
            _play(resources() / "sounds" / f"{name}.wav")

    def ring(self, wanted: bool) -> None:
        """Ring for a VIP until nobody wants it any more."""
        if wanted and not self._ring.isActive():
            self.play("vip")
            self._ring.start()
        elif not wanted:
            self._ring.stop()


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
