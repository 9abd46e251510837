"""Can Qt draw here, and in Chinese? Run as a program of its own, because a missing platform plugin ends the process.

Prints one JSON document a line, each when it is known: {"qt": VERSION} or {"missing": MESSAGE}, then {"platform":
NAME, "boxes": CHARACTERS} with the characters of a sample that would be drawn as boxes.
"""

from __future__ import annotations

import json
import sys

SAMPLE = "迎宾：李女士 不要香菜 花生过敏 12桌"


def main() -> int:
    """Try it; return an exit code."""
    try:
        from PySide6 import QtNetwork, QtPrintSupport, QtSvg, QtWidgets  # noqa: F401 — each may lack a library
        from PySide6.QtCore import qVersion
        from PySide6.QtGui import QFont, QGuiApplication, QRawFont

        from app.desk.entrance import decide_platform
        from app.desk.theme import letters
    except ImportError as wrong:
        print(json.dumps({"missing": str(wrong)}))
        return 1
    print(json.dumps({"qt": qVersion()}), flush=True)
    decide_platform(headless=False)
    application = QGuiApplication(["yingbin-doctor"])
    letters.load_fonts()
    fonts = [QRawFont.fromFont(QFont(family)) for family in (letters.REGULAR, letters.BOLD)]
    named = [font for font in fonts if font.familyName() in (letters.REGULAR, letters.BOLD)]
    boxes = "".join(sign for sign in SAMPLE if not any(font.supportsCharacter(ord(sign)) for font in named))
    print(json.dumps({"platform": application.platformName(), "boxes": boxes}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
