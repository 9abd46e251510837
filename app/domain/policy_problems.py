"""What can be wrong with a policy document, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str | int, ...]
"""Where something stands: keys and places in lists, from the outside in."""


class Wrong(StrEnum):
    """What kind of problem it is."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    VALUE = "value"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a policy: where, what, and what would be right, as two sentences."""

    path: Path
    kind: Wrong
    wrong: str
    right: str

    @property
    def key(self) -> str:
        """The path as people write it: `tiers.steps[0].visits`."""
        return key_of(self.path)


def key_of(path: Path) -> str:
    """Return a path as people write it."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
