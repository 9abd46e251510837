"""How the desk was asked to start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """The options of `yingbin desk`, as written. `seconds`: `--for`; None or "" where not given."""

    data: Path
    hq: str = ""
    enrol: str = ""
    headless: bool = False
    until_synced: bool = False
    seconds: float | None = None
    shots: Path | None = None
