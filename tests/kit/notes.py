"""Labelled notes in one short writing: 香菜 is avoided, 辣~ wanted less, 花生! an allergy, 羊肉+ liked."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from app.domain.noting import Said
from app.domain.tastes import TasteKind

_MARKS = {TasteKind.AVOID: "", TasteKind.LESS: "~", TasteKind.ALLERGY: "!", TasteKind.LIKES: "+"}


def shown(said: Iterable[Said]) -> str:
    """Return what was read, in the short writing, sorted."""
    return " ".join(sorted(one.tag + _MARKS[one.kind] for one in said))


def labelled(path: Path) -> list[tuple[str, str]]:
    """Return (text, label in the short writing) of each row; its legend: X avoided, X~少 less, X!过敏 allergy."""
    rows = json.loads(path.read_text("utf-8"))["rows"]
    return [
        (row["text"], " ".join(sorted(tag.replace("~少", "~").replace("!过敏", "!") for tag in row["avoid"])))
        for row in rows
    ]


def unlabelled(path: Path) -> list[str]:
    """Return the comments of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [row["review"] for row in csv.DictReader(lines)]
