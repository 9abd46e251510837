"""The tray icon, where the system has a tray: it says that a VIP is here while the window is behind others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from .theme.icons import app_icon
from .words import sentences as words


class Tray(QObject):
    """Shows messages; a click brings the window to the front."""

    def __init__(self, raise_window: Callable[[], None], leave: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._menu = QMenu()
        self._open, self._leave = self._menu.addAction(""), self._menu.addAction("")
        self._open.triggered.connect(raise_window)
        self._leave.triggered.connect(leave)
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(lambda _reason: raise_window())
        self._icon.messageClicked.connect(raise_window)
        self.retranslate()
        self._icon.show()

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        brand, opened, leave = words.tray_words()
        self._icon.setToolTip(brand)
        self._open.setText(opened)
        self._leave.setText(leave)

    def tell(self, title: str, text: str) -> None:
        """Show a message beside the tray."""
        self._icon.showMessage(title, text, app_icon(), 6000)


def tray_for(raise_window: Callable[[], None], leave: Callable[[], object], parent: QObject) -> Tray | None:
    """Return a tray icon, or None where the system has no tray."""
    return Tray(raise_window, leave, parent) if QSystemTrayIcon.isSystemTrayAvailable() else None
