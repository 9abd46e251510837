"""What one HQ service is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_data_path
from sqlalchemy.engine import make_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the database is, where to listen, which time it is.

    `clock` is `START[@SPEED]` or "" for real time. `files` is the folder for snapshots, which can be deleted at any
    time; None chooses it by the database. `behind_proxies`: networks whose X-Forwarded-For is believed. `ip_cities`:
    a file of address ranges with their cities, for guests who give no position. `limit_guests`: off where a proxy
    limits how often one address may ask for the phone page.
    """

    database: str
    host: str = "127.0.0.1"
    port: int = 8000
    clock: str = ""
    files: Path | None = None
    until_stdin_closes: bool = False
    behind_proxies: tuple[str, ...] = ()
    ip_cities: Path | None = None
    limit_guests: bool = True

    def files_folder(self) -> Path:
        """Return the folder for snapshots: beside an SQLite file, else in the platform's cache folder."""
        if self.files is not None:
            return self.files
        target = make_url(self.database)
        if target.get_backend_name() == "sqlite" and target.database:
            file = Path(target.database).expanduser().resolve()
            return file.with_name(f"{file.name}-snapshots")
        return user_cache_path("yingbin", appauthor=False) / "hq-snapshots"


def default_database() -> str:
    """Return the URL of the SQLite file in the platform's data folder."""
    return f"sqlite:///{user_data_path('yingbin', appauthor=False) / 'hq' / 'hq.sqlite3'}"
