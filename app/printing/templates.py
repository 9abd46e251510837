"""Which templates there are, and where they lie: the caller's own folder, the environment's, the program's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.domain.faults import Unknown, Unreadable
from app.resources import resources

from .template import Template
from .template_file import read_template


def template_names(own: Path | None = None) -> tuple[str, ...]:
    """Return the names of all templates: those that come with the program, and those in the folder `own`."""
    return tuple(sorted({path.stem for folder in _folders(own) for path in folder.glob("*.toml")}))


def load_template(name: str, own: Path | None = None) -> Template:
    """Return a template; raise `Unknown` for a name there is none of, `Unreadable` saying what is wrong in its file."""
    for folder in _folders(own):
        if name in (path.stem for path in folder.glob("*.toml")):
            return _load(folder / f"{name}.toml")
    known = ", ".join(template_names(own))
    raise Unknown("template_unknown", f"no template is called {name!r}; there are {known}", name=name, known=known)


def _load(path: Path) -> Template:
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' editors begin a file with a mark
    except UnicodeDecodeError:
        raise Unreadable("template_text", f"{path.name} is not UTF-8 text", file=path.name) from None
    except OSError as wrong:
        reason = wrong.strerror or "it cannot be opened"
        raise Unreadable("template_text", f"{path.name} cannot be read: {reason}", file=path.name) from None
    return read_template(text, path.stem, path.parent)


def _folders(own: Path | None) -> Iterator[Path]:
    """Yield where templates lie, whose name counts first: the caller's own, the environment's, the program's."""
    named = os.environ.get("YINGBIN_TEMPLATES", "")
    for folder in (own, Path(named) if named else None, Path(str(resources())) / "templates"):
        if folder is not None and folder.is_dir():
            yield folder
