"""English is whole and current: every word of the sources is in it, translated, and the compiled file is of it."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import xml.etree.ElementTree as ET  # our own file
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.languages import Language
from app.desk.theme.letters import NAME, SMALL, Letters
from tests.desk.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "resources" / "translations" / "yingbin_en.ts"

Message = tuple[str, str, str]


def messages(file: Path) -> dict[Message, ET.Element]:
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            found[name, message.findtext("source") or "", message.findtext("comment") or ""] = message
    return found


def forms(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    assert translation is not None
    numbered = [form.text or "" for form in translation.findall("numerusform")]
    return numbered or [translation.text or ""]


def test_no_word_is_missing_unfinished_or_empty() -> None:
    for key, message in messages(WORDS).items():
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, key
        assert all(form.strip() for form in forms(message)), key
        assert len(forms(message)) == (2 if message.get("numerus") else 1), key


def test_every_translation_keeps_the_places_of_its_source() -> None:
    for (_, source, _), message in messages(WORDS).items():
        meant = sorted(re.findall(r"\{\w+\}", source))
        for form in forms(message):
            assert sorted(re.findall(r"\{\w+\}", form)) == meant, source


def test_every_word_of_the_sources_is_there(tmp_path: Path) -> None:
    # by its path: the folder `packaging` must not hide the library of that name
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    translations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(translations)
    fresh = tmp_path / "fresh.ts"
    translations.collect(fresh)
    assert messages(fresh).keys() == messages(WORDS).keys()


def test_our_letters_have_every_character_of_our_words(letters: Letters) -> None:
    words = "".join(
        [*(source for _, source, _ in messages(WORDS)), *(f for m in messages(WORDS).values() for f in forms(m))]
    )
    for role in (SMALL, NAME):
        lacking = {letter for letter in words if not letters.metrics(role).inFontUcs4(ord(letter))}
        assert lacking <= {"\n"}, role


def test_the_compiled_file_is_of_these_words(tmp_path: Path) -> None:
    import PySide6

    release = Path(PySide6.__file__).parent / "lrelease"
    if not release.exists():
        pytest.skip("PySide6 came without lrelease")
    made = tmp_path / "made.qm"
    subprocess.run([str(release), "-silent", "-nounfinished", str(WORDS), "-qm", str(made)], check=True)
    assert made.read_bytes() == WORDS.with_suffix(".qm").read_bytes()


def test_the_screen_speaks_another_language_without_a_restart(stage: Stage, qtbot: QtBot) -> None:
    stage.shell.board.opened.emit("q1")
    language = Language()
    chinese = stage.shell.grab().toImage()
    language.use("en")
    try:
        qtbot.waitUntil(lambda: stage.shell.windowTitle() == "Yingbin")
        assert stage.shell.navigation.buttons["unsent"].text() == "Unsent"
        assert stage.shell.side.buttons["welcome"].text() == "I welcome them"
        assert stage.shell.top.search.placeholderText().startswith("Just type")
        assert stage.shell.grab().toImage() != chinese
    finally:
        language.use("zh")
    qtbot.waitUntil(lambda: stage.shell.windowTitle() == "迎宾")
    assert stage.shell.side.buttons["welcome"].text() == "我来迎接"
