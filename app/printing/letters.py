"""Letters on paper: the bundled fonts, and a text set in the largest letters that fit its place.

A text is measured in fixed units and painted by scaling them, so that preview, picture, PDF and printer break lines at
the same places.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from threading import local

from PySide6.QtCore import QLoggingCategory, QPointF
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QTextLayout, QTextOption

from app.domain.faults import Refused
from app.resources import resources

from .template import Align, Element, Stand

POINT_MM = 25.4 / 72
"""One point in millimetres."""

UNIT = 40.0
"""Units a millimetre: a letter's size is a whole number of them."""

REGULAR = "Yingbin Sans"
BOLD = "Yingbin Sans Bold"
_FILES = {REGULAR: "yingbin-sans-regular.otf", BOLD: "yingbin-sans-bold.otf"}
_SYSTEM = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")

_MIDDLE = 0.38
"""How far above the baseline the middle of a Chinese letter lies, in letters; that of a Latin capital is as high."""

_ALIGN = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}
_STAND = {Stand.TOP: 0.0, Stand.MIDDLE: 0.5, Stand.BOTTOM: 1.0}

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Only these are set apart by `spacing`: Latin words fall to pieces."""

_IN_A_WORD = re.compile("[0-9A-Za-z\u00c0-\u024f]{2}")

_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Mn"}
"""Kinds of letters that need no glyph: joiners, line ends, selectors of another shape."""

_known_letters: dict[bool, set[str]] = {False: set(), True: set()}
_applications: list[QGuiApplication] = []


def ready() -> None:
    """Make Qt able to set letters: an application without windows where there is none yet, and the bundled fonts.

    Called by whoever makes files without a desk; needs no display.
    """
    if QGuiApplication.instance() is None:
        _applications.append(QGuiApplication(["yingbin", "-platform", "offscreen"]))
        QLoggingCategory.setFilterRules("*.warning=false")  # what is wrong with a picture, our own sentence says
    for family, file in _FILES.items():
        if family not in QFontDatabase.families():
            QFontDatabase.addApplicationFont(str(resources() / "fonts" / file))


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text stands in its place: the size of its letters and the width that its lines break at, in units."""

    size: int
    width: float


class Laid:
    """A text set for painting. Units from the top left of its place; `size` is that of its letters."""

    def __init__(self, text: str, element: Element, setting: Setting) -> None:
        self._align, self._stand = _ALIGN[element.align], _STAND[element.stand]
        self._leading = element.leading * setting.size
        self._between = element.spacing * setting.size if _CHINESE.search(text) else 0.0
        self.size = setting.size
        font = _font(setting.size, bold=element.bold)
        if self._between:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, self._between)
        self._layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setUseDesignMetrics(True)
        wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if element.lines > 1 else QTextOption.WrapMode.NoWrap
        option.setWrapMode(wrap)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(setting.width)
        self._layout.endLayout()

    @property
    def lines(self) -> int:
        """Lines it takes."""
        return self._layout.lineCount()

    @property
    def width(self) -> float:
        """The width of its longest line."""
        return max((self._width_of(number) for number in range(self.lines)), default=0.0)

    @property
    def height(self) -> float:
        """From the top of the first line's letters to the bottom of the last one's."""
        return (self.lines - 1) * self._leading + 1.15 * self.size

    @property
    def broken(self) -> bool:
        """Whether a line ends within a Latin word or a number."""
        text = self._layout.text()
        ends = (self._layout.lineAt(number).textStart() for number in range(1, self.lines))
        return any(_IN_A_WORD.fullmatch(text[end - 1 : end + 1]) for end in ends)

    def placed(self, width: float, height: float) -> QTextLayout:
        """Return it with every line at its place in a box of `width` x `height`."""
        block = (self.lines - 1) * self._leading
        middle = 1.15 * self.size / 2
        first = middle + (height - block - 2 * middle) * self._stand
        for number in range(self.lines):
            line = self._layout.lineAt(number)
            baseline = first + number * self._leading + _MIDDLE * self.size
            left = (width - self._width_of(number)) * self._align
            line.setPosition(QPointF(left, baseline - line.ascent()))
        return self._layout

    def missing(self) -> str:
        """Return a letter that no font has, or ""."""
        text = self._layout.text().encode("utf-16-le")  # Qt counts in UTF-16
        flags = QTextLayout.GlyphRunRetrievalFlag
        for run in self._layout.glyphRuns(-1, -1, flags.RetrieveGlyphIndexes | flags.RetrieveStringIndexes):
            for glyph, place in zip(run.glyphIndexes(), run.stringIndexes(), strict=True):
                letter = text[2 * place : 2 * place + 4].decode("utf-16-le", "ignore")[:1]
                if glyph == 0 and unicodedata.category(letter) not in _UNSEEN:
                    return letter
        return ""

    def _width_of(self, number: int) -> float:
        return self._layout.lineAt(number).naturalTextWidth() - self._between


def set_text(text: str, element: Element) -> Laid:
    """Return `text` set in the largest letters that fit the element's place.

    Raises `Refused("text_no_room")` where not even its least letters do (nothing is cut off on paper), and
    `Refused("text_no_letter")` for a letter that no font on this machine has.
    """
    laid = _kept.laid(text, element, _setting(text, element))
    _check_letters(text, laid, bold=element.bold)
    return laid


class _Kept(local):
    """What most pages of a batch share, once for each thread that paints: it goes with its thread, because Qt's letters
    must not outlive the thread that they were set in (and a thread's number is given to another one)."""

    def __init__(self) -> None:
        self.laid = lru_cache(maxsize=128)(Laid)


_kept = _Kept()


@lru_cache(maxsize=512)
def _setting(text: str, element: Element) -> Setting:
    width, height = element.width * UNIT, element.height * UNIT
    low, high = (round(points * POINT_MM * UNIT) for points in (element.least, element.letters))

    def fits(size: int, whole: bool) -> bool:
        laid = Laid(text, element, Setting(size, width))
        room = laid.lines <= element.lines and laid.height <= height + 1 and laid.width <= width + 1
        return room and not (whole and laid.broken)

    whole = fits(low, True)  # a word is broken only where it has no room at all
    if not whole and not fits(low, False):
        raise Refused(
            "text_no_room",
            f"{text!r} has no room on this piece: shorten it, or choose a larger template",
            text=text,
        )
    if fits(high, whole):
        low = high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle, whole) else (low, middle)
    return Setting(low, _even(text, element, low, width))


def _even(text: str, element: Element, size: int, width: float) -> float:
    """Return the least width that needs no further line: so no last line holds one lonely letter."""
    lines = Laid(text, element, Setting(size, width)).lines
    if lines < 2:
        return width
    low, high = width / lines, width
    while high - low > size / 8:
        middle = (low + high) / 2
        laid = Laid(text, element, Setting(size, middle))
        good = laid.lines <= lines and laid.width <= middle + 1 and not laid.broken
        low, high = (low, middle) if good else (middle, high)
    return high


def _check_letters(text: str, laid: Laid, *, bold: bool) -> None:
    known = _known_letters[bold]
    if known.issuperset(text):
        return
    missing = laid.missing()
    if missing:
        raise Refused(
            "text_no_letter",
            f"no font on this machine has {missing!r} (U+{ord(missing):04X}), in {text!r}: write it another way, or"
            " install a font that has it",
            letter=missing,
            text=text,
        )
    known.update(text)


def _font(size: int, *, bold: bool) -> QFont:
    font = QFont([BOLD, REGULAR, *_SYSTEM] if bold else [REGULAR, BOLD, *_SYSTEM])
    font.setPixelSize(max(size, 1))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
