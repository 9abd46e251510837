"""The page's style, script and icon: read once from `resources/landing`, named by their contents, kept by browsers."""

from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache

from app.resources import resources

from .colours import accents

_TYPES = {".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served; `packed` for browsers that take gzip."""

    name: str
    body: bytes
    packed: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Style:
    """The style that stands in the page, and its hash for the content security policy."""

    text: str
    source: str


@cache
def assets() -> dict[str, Asset]:
    """Return the served files by their names, which change with their contents."""
    found = {}
    for file in sorted((resources() / "landing").iterdir()):
        if file.suffix in _TYPES:
            body = file.read_bytes()
            name = f"{file.stem}-{hashlib.sha256(body).hexdigest()[:10]}{file.suffix}"
            found[name] = Asset(name, body, zlib.compress(body, 9, wbits=31), _TYPES[file.suffix])
    return found


@cache
def path_of(name: str) -> str:
    """Return the address of a file in `resources/landing`."""
    stem, _, suffix = name.rpartition(".")
    return next(f"/r/assets/{each}" for each in assets() if each.startswith(f"{stem}-") and each.endswith(f".{suffix}"))


@lru_cache(maxsize=16)
def style_of(accent: str) -> Style:
    """Return the page's style with the chain's accent in it."""
    text = _style() + accents(accent)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Style(text, f"'sha256-{digest}'")


@cache
def _style() -> str:
    """Return the style without the blanks that only its authors need."""
    lines = (resources() / "landing" / "page.css").read_text(encoding="utf-8").splitlines()
    return "".join(line.strip() for line in lines if not line.strip().startswith("/*"))
