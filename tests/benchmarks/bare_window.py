"""The peer of a desk's start: the smallest PySide6 window, and the moment it was first painted.

Run as a script with YINGBIN_TRACE_START=FILE: writes the Unix time (µs) of the first frame and the peak memory (KiB),
then ends.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


def peak_kib() -> int:
    """Return the most memory held since exec (what `getrusage` says may be the parent's, before it)."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


class Window(QWidget):
    """Says when it was painted and goes."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Write the moment of the first frame."""
        super().paintEvent(event)
        with open(os.environ["YINGBIN_TRACE_START"], "w") as trace:
            trace.write(f"{time.time_ns() // 1000} {peak_kib()}")
        QApplication.exit(0)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Window()
    window.resize(1366, 768)
    window.show()
    sys.exit(application.exec())
