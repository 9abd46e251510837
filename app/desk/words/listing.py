"""Names one after the other in a sentence, as each language separates them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Return the names as they stand in a sentence: not more than `most` of them, and that there are more."""
    told = QCoreApplication.translate("list", "、").join(names[:most])
    return f"{told}…" if most is not None and len(names) > most else told
