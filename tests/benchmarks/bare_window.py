"""The peer of a desk's start: the smallest PySide6 window, and the moment it was first painted.

Run as a script with YINGBIN_TRACE_START=FILE: writes `time.monotonic()` of the first frame, then ends.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Window(QWidget):
    """Says when it was painted and goes."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Write the moment of the first frame."""
        super().paintEvent(event)
        with open(os.environ["YINGBIN_TRACE_START"], "w") as trace:
            trace.write(str(time.monotonic()))
        QApplication.exit(0)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Window()
    window.resize(1366, 768)
    window.show()
    sys.exit(application.exec())
