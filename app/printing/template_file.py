"""A template's TOML read with care: what is wrong is said with the file, the element's number and what is right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from app.domain.faults import Unreadable

from .template import COLOURS, WORDS, Align, Element, Kind, Sheet, Stand, Subject, Template, digest_of

E = TypeVar("E", bound=StrEnum)

_PAGE_KEYS = {
    "title", "subject", "reach_m", "page", "piece", "sheet", "bleed", "dots", "ink_only", "folded", "words", "words_en",
    "element",
}  # fmt: skip
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")
_LARGEST_PICTURE = 20_000_000
_MOST_MM = 5000.0
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class _Wrong(Exception):
    """What is wrong in the file, without the file's name."""


def read_template(text: str, name: str, folder: Path | None = None) -> Template:
    """Return the template in `text` (TOML); raise `Unreadable("template_wrong")` naming the first thing that is wrong.

    Facts: `file`, and `wrong` in English. `folder`: where its pictures lie.
    """
    try:
        return _template(tomllib.loads(text), name, text, folder)
    except tomllib.TOMLDecodeError as wrong:
        said = f"it is no TOML: {wrong}"
    except _Wrong as wrong:
        said = str(wrong)
    raise Unreadable("template_wrong", f"{name}.toml: {said}", file=f"{name}.toml", wrong=said)


def _template(document: Mapping[str, Any], name: str, text: str, folder: Path | None) -> Template:
    _known(document, _PAGE_KEYS, "a template")
    page = _pair(document, "page", None)
    elements = document.get("element")
    if not isinstance(elements, list) or not elements:
        raise _Wrong("it has no [[element]]")
    made = Template(
        name=name,
        title=_title(document),
        subject=_one_of(document, "subject", Subject, Subject.STORE),
        reach_m=_number(document, "reach_m", None, 0.05, 20),
        page=page,
        piece=_pair(document, "piece", page),
        sheet=_sheet(document.get("sheet", {})),
        elements=tuple(_numbered(number, table) for number, table in enumerate(elements, 1)),
        bleed=_number(document, "bleed", 0, 0, 10),
        dots=int(_number(document, "dots", 300, 72, 1200)),
        ink_only=_flag(document, "ink_only"),
        folded=_flag(document, "folded"),
        words=_words(document, "words"),
        words_en=_words(document, "words_en"),
        folder=folder,
        digest=digest_of(text, [_picture(folder, each["file"]) for each in elements if "file" in each]),
    )
    _check_places(made)
    return made


def _numbered(number: int, table: object) -> Element:
    try:
        if not isinstance(table, Mapping):
            raise _Wrong("it is no table")
        return _element(table)
    except _Wrong as wrong:
        kind = f" ({table['kind']})" if isinstance(table, Mapping) and isinstance(table.get("kind"), str) else ""
        raise _Wrong(f"element {number}{kind}: {wrong}") from None


def _element(table: Mapping[str, Any]) -> Element:
    _known(table, {"at", "size", *Element.__dataclass_fields__} - {"x", "y", "width", "height"}, "an element")
    kind = _one_of(table, "kind", Kind, None)
    x, y = _pair(table, "at", None, least=-10)
    width, height = _pair(table, "size", None, least=0)
    if kind is not Kind.LINE and min(width, height) <= 0:
        raise _Wrong("size is above 0 mm both ways")
    letters = _number(table, "letters", 12, 3, 600)
    element = Element(
        kind=kind,
        x=x,
        y=y,
        width=width,
        height=height,
        text=_text(table, "text"),
        letters=letters,
        least=_number(table, "least", min(8, letters), 3, letters),
        lines=int(_number(table, "lines", 1, 1, 20)),
        leading=_number(table, "leading", 1.3, 0.9, 3),
        spacing=_number(table, "spacing", 0, -0.1, 1),
        bold=_flag(table, "bold"),
        align=_one_of(table, "align", Align, Align.CENTER),
        stand=_one_of(table, "stand", Stand, Stand.MIDDLE),
        colour=_colour(table, "colour", "ink"),
        fill=_colour(table, "fill", ""),
        stroke=_number(table, "stroke", 0.25, 0.05, 20),
        radius=_number(table, "radius", 0, 0, 500),
        when=_when(table),
        file=_text(table, "file"),
    )
    if kind is Kind.TEXT and not element.text:
        raise _Wrong('a text needs text = "…"')
    if kind is Kind.PICTURE and not element.file:
        raise _Wrong('a picture needs file = "…"')
    _check_text(element.text)
    return element


def _check_text(text: str) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as wrong:
        raise _Wrong(f"text {text!r}: {wrong}; write {{{{ for a brace") from None
    for _, word, spec, conversion in parts:
        if word is not None and (spec or conversion or word not in WORDS):
            raise _Wrong(f"text {text!r} has {{{word}}}; there are {', '.join(WORDS)}")


def _check_places(template: Template) -> None:
    sheet, (width, height) = template.sheet, template.whole
    across = sheet.columns * width + (sheet.columns - 1) * sheet.gap
    down = sheet.rows * height + (sheet.rows - 1) * sheet.gap
    if across > template.page[0] + 0.01 or down > template.page[1] + 0.01:
        raise _Wrong(
            f"{sheet.columns} x {sheet.rows} pieces take {across:g} x {down:g} mm,"
            f" the page has {template.page[0]:g} x {template.page[1]:g}"
        )
    if not any(element.kind is Kind.CODE and not element.when for element in template.elements):
        raise _Wrong('it has no element with kind = "code" (and without when)')
    for number, element in enumerate(template.elements, 1):
        right, bottom = element.x + element.width, element.y + element.height
        if min(element.x, element.y) < 0 or right > template.piece[0] + 0.01 or bottom > template.piece[1] + 0.01:
            raise _Wrong(
                f"element {number} ({element.kind}) reaches to {right:g}, {bottom:g} mm,"
                f" out of the piece of {template.piece[0]:g} x {template.piece[1]:g}; the bleed is added by itself"
            )


def _picture(folder: Path | None, name: object) -> bytes:
    if not isinstance(name, str) or Path(name).name != name or not name.lower().endswith(_PICTURES):
        raise _Wrong(f"file = {name!r}: the name of a PNG, JPEG or SVG that lies beside the template")
    path = (folder or Path()) / name
    if folder is None or not path.is_file() or path.stat().st_size > _LARGEST_PICTURE:
        raise _Wrong(f"there is no picture {name} of at most {_LARGEST_PICTURE // 1_000_000} MB beside the template")
    return path.read_bytes()


def _title(document: Mapping[str, Any]) -> dict[str, str]:
    title = document.get("title")
    if not isinstance(title, Mapping) or not all(
        isinstance(title.get(each), str) and title[each].strip() for each in ("zh", "en")
    ):
        raise _Wrong('title = { zh = "…", en = "…" } is what it is called in the studio')
    return {"zh": title["zh"], "en": title["en"]}


def _sheet(table: object) -> Sheet:
    if not isinstance(table, Mapping):
        raise _Wrong("sheet = { columns = 2, rows = 2, gap = 6, cut = true } says how pieces stand on the page")
    _known(table, set(Sheet.__dataclass_fields__), "sheet")
    return Sheet(
        columns=int(_number(table, "columns", 1, 1, 50)),
        rows=int(_number(table, "rows", 1, 1, 50)),
        gap=_number(table, "gap", 0, 0, 100),
        cut=_flag(table, "cut"),
    )


def _words(document: Mapping[str, Any], key: str) -> dict[str, str]:
    table = document.get(key, {})
    if not isinstance(table, Mapping) or not all(isinstance(value, str) for value in table.values()):
        raise _Wrong(f'{key} = {{ headline = "…" }} holds texts')
    _known(table, set(WORDS), key)
    return dict(table)


def _when(table: Mapping[str, Any]) -> tuple[str, ...]:
    value = table.get("when", [])
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(
        isinstance(name, str) and name.removeprefix("!") in (*WORDS, "logo") for name in names
    ):
        raise _Wrong(f"when = {value!r}: one or more of logo, {', '.join(WORDS)}, or with ! before it")
    return tuple(names)


def _colour(table: Mapping[str, Any], key: str, usual: str) -> str:
    value = table.get(key, usual)
    if value != usual and value not in COLOURS and not (isinstance(value, str) and _COLOUR.fullmatch(value)):
        raise _Wrong(f"{key} = {value!r}: one of {', '.join(COLOURS)}, or #rrggbb")
    return str(value)


def _one_of(table: Mapping[str, Any], key: str, kinds: type[E], usual: E | None) -> E:
    value = table.get(key, usual)
    if value not in list(kinds):
        raise _Wrong(f"{key} is one of {', '.join(kinds)}" + (f", not {value!r}" if value is not None else ""))
    return kinds(value)


def _pair(
    table: Mapping[str, Any], key: str, usual: tuple[float, float] | None, *, least: float = 1
) -> tuple[float, float]:
    value = table.get(key, usual)
    if not isinstance(value, (list, tuple)) or len(value) != 2 or not all(_is_number(each, least) for each in value):
        said = f"{key} = [a, b] is two numbers of mm from {least:g} to {_MOST_MM:g}"
        raise _Wrong(said + (f", not {value!r}" if value is not None else ""))
    return float(value[0]), float(value[1])


def _is_number(value: object, least: float, most: float = _MOST_MM) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most


def _number(table: Mapping[str, Any], key: str, usual: float | None, least: float, most: float) -> float:
    value = table.get(key, usual)
    if value is None or not _is_number(value, least, most):
        raise _Wrong(
            f"{key} is a number from {least:g} to {most:g}" + (f", not {value!r}" if value is not None else "")
        )
    return float(value)


def _flag(table: Mapping[str, Any], key: str) -> bool:
    return bool(_typed(table, key, False, bool, "true or false"))


def _text(table: Mapping[str, Any], key: str) -> str:
    return str(_typed(table, key, "", str, 'a text in "…"'))


def _typed(table: Mapping[str, Any], key: str, usual: object, wanted: type, said: str) -> object:
    value = table.get(key, usual)
    if not isinstance(value, wanted):
        raise _Wrong(f"{key} is {said}, not {value!r}")
    return value


def _known(table: Mapping[str, Any], known: set[str], what: str) -> None:
    for key in table:
        if key not in known:
            raise _Wrong(f"{what} has no {key!r}; there are {', '.join(sorted(known))}")
