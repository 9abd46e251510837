"""Templates: what a printed piece looks like, as data. One TOML file each in `resources/templates`, which a designer can
add without code.

Lengths are millimetres from the top left of the piece, letters are points. Texts hold `{words}` that the studio fills:
`{brand}`, `{store}`, `{headline}`, `{line}`, `{table}`, `{staff}`, `{link}`. Colours are names of the palette
(`ink`, `paper`, `accent`, `on_accent`, `muted`, `line`) or "#rrggbb".
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.faults import Unknown, Unreadable
from app.resources import resources


class Kind(StrEnum):
    """What an element is."""

    CODE = "code"
    TEXT = "text"
    BOX = "box"
    LINE = "line"
    LOGO = "logo"


class Subject(StrEnum):
    """What a piece is about: one for the store, one for each table, or one for each member of staff."""

    STORE = "store"
    TABLE = "table"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing on a piece. `letters` and `least` are points: a text that does not fit shrinks from one to the other,
    then wraps in up to `lines` lines, and is refused if it still does not fit. `turned` degrees, 0 or 180."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    letters: float = 12
    least: float = 8
    lines: int = 1
    bold: bool = False
    align: str = "center"
    colour: str = "ink"
    fill: str = ""
    radius: float = 0
    turned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """How many pieces stand on a page, how far apart (mm), and whether marks show where to cut between them."""

    columns: int = 1
    rows: int = 1
    gap: float = 0
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One layout. The page and the piece in mm; `reach_m` is how far away the phone is, in metres; `ink_only`: one-bit black, for a thermal printer of `dots` per inch."""

    name: str
    title: Mapping[str, str]
    subject: Subject
    reach_m: float
    page: tuple[float, float]
    piece: tuple[float, float]
    sheet: Sheet = field(default_factory=Sheet)
    elements: tuple[Element, ...] = ()
    bleed: float = 0
    dots: int = 300
    ink_only: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    """What the words are where the studio was given none."""


def template_names() -> tuple[str, ...]:
    """Return the names of the templates that come with the program, in the order of their files."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


def load_template(name: str) -> Template:
    """Return a template; raise `Unknown` for a name there is none of, `Unreadable` saying what is wrong in its file."""
    if name not in template_names():
        known = ", ".join(template_names())
        raise Unknown("template_unknown", f"no template is called {name!r}; there are {known}", name=name, known=known)
    return read_template((_folder() / f"{name}.toml").read_text(encoding="utf-8"), name)


def read_template(text: str, name: str) -> Template:
    """Return the template in `text` (TOML); raise `Unreadable` naming the first thing that is wrong."""
    try:
        return _template(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as wrong:
        raise Unreadable("template_toml", f"template {name} is no TOML: {wrong}", name=name) from None
    except KeyError as missing:
        raise Unreadable("template_key", f"template {name} lacks {missing}", name=name) from None
    except (TypeError, ValueError) as wrong:
        raise Unreadable("template_value", f"template {name}: {wrong}", name=name) from None


def _template(document: Mapping[str, Any], name: str) -> Template:
    page = _pair(document["page"], "page")
    piece = _pair(document.get("piece", document["page"]), "piece")
    made = Template(
        name=name,
        title=dict(document["title"]),
        subject=Subject(document.get("subject", "store")),
        reach_m=float(document["reach_m"]),
        page=page,
        piece=piece,
        sheet=Sheet(**document.get("sheet", {})),
        elements=tuple(_element(each) for each in document["element"]),
        bleed=float(document.get("bleed", 0)),
        dots=int(document.get("dots", 300)),
        ink_only=bool(document.get("ink_only", False)),
        words=dict(document.get("words", {})),
    )
    _check(made)
    return made


def _element(table: Mapping[str, Any]) -> Element:
    known = {"at", "size", *Element.__dataclass_fields__}
    for key in table:
        if key not in known:
            raise ValueError(f"an element has no {key!r}")
    x, y = table["at"]
    width, height = table["size"] if "size" in table else (0, 0)
    rest = {key: value for key, value in table.items() if key not in ("at", "size", "kind")}
    return Element(kind=Kind(table["kind"]), x=float(x), y=float(y), width=float(width), height=float(height), **rest)


def _pair(value: Any, what: str) -> tuple[float, float]:  # noqa: ANN401  (what a TOML file may hold)
    width, height = value
    if width <= 0 or height <= 0:
        raise ValueError(f"{what} must be above 0 mm")
    return float(width), float(height)


def _check(template: Template) -> None:
    sheet = template.sheet
    width = sheet.columns * template.piece[0] + (sheet.columns - 1) * sheet.gap
    height = sheet.rows * template.piece[1] + (sheet.rows - 1) * sheet.gap
    if width > template.page[0] + 0.01 or height > template.page[1] + 0.01:
        raise ValueError(f"{sheet.columns} x {sheet.rows} pieces are {width:g} x {height:g} mm, more than the page")
    if not any(element.kind is Kind.CODE for element in template.elements):
        raise ValueError("a piece has at least one code")
    for element in template.elements:
        outside = element.x + element.width > template.piece[0] + template.bleed + 0.01
        if outside or element.y + element.height > template.piece[1] + template.bleed + 0.01:
            raise ValueError(f"{element.kind} at {element.x:g}, {element.y:g} stands out of the piece")


def _folder() -> Path:
    return Path(str(resources())) / "templates"
