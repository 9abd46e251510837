"""Where the real exports are that tests may be run on: they are not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


def real_data(*parts: str) -> Path:
    """Return a real file or folder; skip the test where there is none.

    Looked for in `YINGBIN_DATA`, else in `../shared/data` beside the repository.
    """
    folder = Path(os.environ.get("YINGBIN_DATA", _ROOT.parent / "shared" / "data"))
    found = folder.joinpath(*parts)
    if not found.exists():
        pytest.skip(f"the real exports are not here ({found}): name their folder in YINGBIN_DATA")
    return found
