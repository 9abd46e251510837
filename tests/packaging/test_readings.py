"""The file of readings is what its script makes of pypinyin's dictionary, and small enough to be looked up as it is."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELD = ROOT / "resources" / "names" / "readings.txt"


def test_the_file_is_what_the_script_writes(tmp_path: Path) -> None:
    pytest.importorskip("pypinyin", reason="the dictionary is only needed to write the file anew")
    script = runpy.run_path(str(ROOT / "packaging" / "readings.py"))
    script["write"](tmp_path / "readings.txt")
    assert (tmp_path / "readings.txt").read_bytes() == HELD.read_bytes()


def test_every_line_is_a_syllable_and_characters_that_it_alone_usually_has() -> None:
    usual, further = HELD.read_text("utf-8").split("\n\n")
    seen: dict[str, str] = {}
    for line in usual.splitlines():
        syllable, chars = line.split(" ")
        assert syllable.isascii()
        assert syllable.islower()
        for char in chars:
            assert seen.setdefault(char, syllable) == syllable
    assert len(seen) > 40_000
    for line in further.splitlines():
        syllable, chars = line.split(" ")
        assert all(seen[char] != syllable for char in chars)
    assert HELD.stat().st_size < 200_000


def test_the_desk_never_imports_the_dictionary() -> None:
    sources = [file.read_text("utf-8") for file in (ROOT / "app").rglob("*.py")]
    assert not any("pypinyin" in source for source in sources)
