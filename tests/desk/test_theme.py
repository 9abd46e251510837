"""The looks: the colours of look.md, contrast for everybody, other looks at run time."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.desk.paint.theme import Mode
from app.desk.theme.letters import NAME, SMALL, Letters
from app.desk.theme.palette import DARK, LIGHT, Palette, contrast
from tests.desk.stage import Stage

MEANT = {
    "light": "bg #f4f2ee panel #ffffff ink #1d1b18 muted #6f6a62 line #e3dfd7 accent #0f6b5c soft #e3f0ec red #b3261e"
    " amber #8a5a00 gold #b8860b platinum #5b7083",
    "dark": "bg #171614 panel #211f1c ink #f2efe9 muted #a39c91 line #35322d accent #4fb8a4 soft #1f3530 red #ff6b61"
    " amber #e0b04a gold #d9ae3c platinum #9fb4c6",
}

PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "accent", "red", "amber") for ground in ("bg", "panel")),
    ("on_accent", "accent"),
    ("on_red", "red"),
    ("on_gold", "gold"),
    ("on_soft", "soft"),
    ("accent", "soft"),
    ("red", "red_soft"),
    ("amber", "amber_soft"),
    ("panel", "ink"),
    *((f"on_ribbon_{tier}", f"ribbon_{tier}") for tier in ("new", "regular", "gold", "platinum", "black")),
]


@pytest.mark.parametrize(("palette", "meant"), [(LIGHT, MEANT["light"]), (DARK, MEANT["dark"])], ids=["light", "dark"])
def test_the_colours_are_those_that_were_agreed(palette: Palette, meant: str) -> None:
    words = meant.split()
    for name, code in zip(words[::2], words[1::2], strict=True):
        assert getattr(palette, name).name() == code


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_can_be_read(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


def test_our_letters_are_loaded_and_have_rare_hanzi(letters: Letters) -> None:
    for role in (NAME, SMALL):
        family = letters.font(role).families()[0]
        assert family.startswith("Yingbin Sans")
        raw = letters.metrics(role)
        for letter in "欧阳娜娜祎玥喆堃镕Ab9·…↓":
            assert raw.inFontUcs4(ord(letter)), letter
    assert letters.metrics(NAME).inFontUcs4(ord("翀"))
    assert letters.metrics(NAME).inFontUcs4(ord("贇"))


def test_elided_text_fits_and_keeps_its_beginning(letters: Letters) -> None:
    cut = letters.elided(NAME, "阿卜杜热合曼买买提江艾力", 120)
    assert letters.width(NAME, cut) <= 120
    assert cut.startswith("阿卜")
    assert cut.endswith("…")
    assert letters.elided(NAME, "王芳", 120) == "王芳"


def test_another_theme_and_size_at_run_time(stage: Stage, qtbot: QtBot) -> None:

    def ground() -> int:
        return stage.shell.grab().toImage().pixelColor(700, 600).lightness()

    assert ground() > 200
    stage.theme.use(mode=Mode.DARK)
    qtbot.waitUntil(lambda: ground() < 60)
    stage.theme.use(scale=1.3)
    assert stage.shell.board.delegate.look.letters.scale == 1.3
    assert stage.shell.top.height() == stage.theme.px(56) == 73
    stage.theme.use(mode=Mode.LIGHT, scale=1.0)
    qtbot.waitUntil(lambda: ground() > 200)
