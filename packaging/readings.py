"""Writes resources/names/readings.txt: how Chinese characters are read, without tones, from pypinyin's dictionary.

    .venv/bin/python packaging/readings.py

The desk searches by these readings; pypinyin itself (a quarter of a second to import, and its memory) stays out of
it. A line is a syllable and its characters. Before the empty line stands each character's usual reading, behind it
the further ones that people use: those with a fair share of the dictionary's phrases. How surnames are read is not
here but in `app/domain/naming/surnames.py`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "names" / "readings.txt"

SHARE = 0.05
"""Of the phrases a character stands in, those that read it so; below that a reading is an archaism or a slip."""

EVIDENCE = 10
"""Phrases from which on their shares are believed; a rarer character keeps the first two readings it has."""

OWN = {"𠮷": ("ji",), "晟": ("sheng", "cheng"), "珩": ("heng", "hang"), "娜": ("na",), "茜": ("qian", "xi")}
"""Where the dictionary is silent, or puts the reading that names have behind another."""

_NO_SYLLABLE = {"m", "n", "ng", "hm", "hng", "ê", ""}


def toneless(reading: str) -> str:
    """Return a reading as people type it: no tone, ü as v."""
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in plain if c.isalpha())


def readings() -> dict[str, tuple[str, ...]]:
    """Return every character's readings, the usual one first."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, said in phrases_dict.items():
        for char, one in zip(phrase, said, strict=False):
            heard[char][toneless(one[0]) if one else ""] += 1
    found: dict[str, tuple[str, ...]] = {}
    for code, text in pinyin_dict.items():
        char = chr(code)
        given = [r for r in dict.fromkeys(map(toneless, text.split(","))) if r not in _NO_SYLLABLE]
        many = heard[char].total()
        kept = [r for r in given if heard[char][r] >= many * SHARE] if many >= EVIDENCE else given[:2]
        if kept:
            found[char] = tuple(kept)
    return found | OWN


def write(target: Path = TARGET) -> None:
    """Write the file."""
    held = readings()
    usual, further = defaultdict(list), defaultdict(list)
    for char in sorted(held):
        first, *others = held[char]
        usual[first].append(char)
        for other in others:
            further[other].append(char)
    lines = ["".join((syllable, " ", *chars)) for part in (usual, further) for syllable, chars in sorted(part.items())]
    lines.insert(len(usual), "")
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
