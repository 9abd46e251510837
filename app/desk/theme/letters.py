"""Letters: the bundled fonts, and one font a role. Sizes are px at 100 %; the text size of the settings scales them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from app.resources import resources

REGULAR = "Yingbin Sans"
BOLD = "Yingbin Sans Bold"


class Role(NamedTuple):
    """What a piece of text is for: the height of its em square in px at 100 %, and its weight."""

    px: int
    bold: bool = False


TITLE = Role(30, bold=True)
NAME = Role(24, bold=True)
ACTION = Role(22)
ACTION_BOLD = Role(22, bold=True)
TIER = Role(22, bold=True)
PLACE = Role(22, bold=True)
ALLERGY = Role(17, bold=True)
HEAD = Role(18, bold=True)
CHIP = Role(16)
BODY = Role(16)
BODY_BOLD = Role(16, bold=True)
SMALL = Role(14)
SMALL_BOLD = Role(14, bold=True)
KEY = Role(13)


def load_fonts() -> None:
    """Make the bundled fonts known to Qt. Needs a QGuiApplication; a missing file leaves the system's fonts."""
    folder = resources() / "fonts"
    for name in ("yingbin-sans-regular.otf", "yingbin-sans-bold.otf"):
        QFontDatabase.addApplicationFont(str(folder / name))


def families(bold: bool) -> list[str]:
    """Return the families to ask for, ours first; the other weight lends what this one lacks."""
    ours = [BOLD, REGULAR] if bold else [REGULAR, BOLD]
    return [*ours, "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"]


class Letters:
    """Fonts and widths at one text size. `scale`: 1.0 is 100 %."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self._fonts: dict[Role, QFont] = {}
        self._metrics: dict[Role, QFontMetricsF] = {}
        self._rises: dict[Role, float] = {}
        self._widths: dict[tuple[Role, str], float] = {}

    def px(self, value: float) -> float:
        """Return a length of `value` px at 100 % as it is at this text size, on whole px."""
        return float(round(value * self.scale))

    def font(self, role: Role) -> QFont:
        """Return the font of `role` (shared: do not change it)."""
        made = self._fonts.get(role)
        if made is None:
            made = QFont(families(role.bold))
            made.setPixelSize(max(round(role.px * self.scale), 8))
            made.setWeight(QFont.Weight.Bold if role.bold else QFont.Weight.Normal)
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[role] = made
        return made

    def metrics(self, role: Role) -> QFontMetricsF:
        """Return the measures of `role`'s font."""
        made = self._metrics.get(role)
        if made is None:
            made = self._metrics[role] = QFontMetricsF(self.font(role))
        return made

    def rise(self, role: Role) -> float:
        """Return how far letters of `role` reach above their line, px: what is centred is centred by it."""
        known = self._rises.get(role)
        if known is None:
            known = self._rises[role] = self.metrics(role).capHeight() + role.px * 0.04
        return known

    def width(self, role: Role, text: str) -> float:
        """Return how wide `text` is in px. Remembered: the words on a board are mostly the same."""
        key = (role, text)
        known = self._widths.get(key)
        if known is None:
            if len(self._widths) > 4000:
                self._widths.clear()
            known = self._widths[key] = self.metrics(role).horizontalAdvance(text)
        return known

    def elided(self, role: Role, text: str, width: float) -> str:
        """Return `text` cut with "…" so that it fits into `width`."""
        if self.width(role, text) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(role, text[:middle].rstrip() + "…") <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…" if low else ""
