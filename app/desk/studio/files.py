"""Choosing a file or folder without stopping the window: VIPs are still seen, and their key still works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

PICTURES = "*.png *.jpg *.jpeg *.svg *.webp *.bmp"


def ask_file(parent: QWidget, title: str, taken: Callable[[str], object]) -> QFileDialog:
    """Let staff choose a picture."""
    dialog = _open_already(parent, title) or _dialog(parent, title, taken)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(PICTURES)
    dialog.show()
    return dialog


def ask_folder(parent: QWidget, title: str, start: str, taken: Callable[[str], object]) -> QFileDialog:
    """Let staff choose a folder."""
    dialog = _open_already(parent, title) or _dialog(parent, title, taken)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    dialog.setDirectory(start)
    dialog.show()
    return dialog


def _open_already(parent: QWidget, title: str) -> QFileDialog | None:
    """Return the one that asks this already, brought to the front: it may lie behind the window that asks again."""
    for dialog in parent.window().findChildren(QFileDialog):
        if dialog.windowTitle() == title and dialog.isVisible():
            dialog.raise_()
            dialog.activateWindow()
            return dialog
    return None


def _dialog(parent: QWidget, title: str, taken: Callable[[str], object]) -> QFileDialog:
    """Qt's own dialog and not the system's: those of Windows and macOS stop the window until they are answered."""
    dialog = QFileDialog(parent.window(), title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
    dialog.fileSelected.connect(taken)
    return dialog


def usual_folder() -> str:
    """Return where files go unless staff say otherwise: their documents."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return found or str(Path.home())
