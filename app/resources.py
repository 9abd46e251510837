"""Where the files that are not code live: one function finds them from a checkout, a wheel or a frozen bundle."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Return the folder of policy, translations, icons, fonts and templates.

    Raises FileNotFoundError where the installation lacks it.
    """
    package = Path(__file__).resolve().parent
    bundle = Path(getattr(sys, "_MEIPASS", package))
    for folder in (package / "_resources", bundle / "resources", package.parent / "resources"):
        if (folder / "policy.toml").is_file():
            return folder
    raise FileNotFoundError("Yingbin's resources are missing: install it again")
