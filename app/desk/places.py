"""Where the desk keeps its data when nobody says otherwise."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """Return the platform's folder for this desk's data; it need not exist yet."""
    return user_data_path("yingbin", appauthor=False) / "desk"
