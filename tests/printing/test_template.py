"""Templates: those that come along are whole, and what is wrong in a designer's is said with its place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.faults import Unknown, Unreadable
from app.printing.layout import Look, Pages, Piece
from app.printing.template import (
    COLOURS,
    WORDS,
    Element,
    Kind,
    Subject,
    Template,
    template_version,
)
from app.printing.template_file import _PAGE_KEYS, _template, _Wrong, read_template
from app.printing.templates import load_template, template_names
from app.resources import resources

OURS = {
    "counter-stand", "poster-a4", "poster-a5", "screen", "slip-58", "slip-80", "sticker-sheet", "table-card",
    "table-tent",
}  # fmt: skip

GOOD = """
title = { zh = "卡", en = "Card" }
reach_m = 0.3
page = [100, 60]
element = [
  { kind = "text", at = [2, 2], size = [40, 8], text = "{name}" },
  { kind = "code", at = [45, 5], size = [50, 50] },
]
"""


def test_those_that_come_along_can_all_be_read() -> None:
    assert set(template_names()) == OURS
    for name in template_names():
        template = load_template(name)
        assert template.name == name
        assert template.title["zh"]
        assert template.title["en"]
        assert template.subject in Subject


@pytest.mark.parametrize(
    ("wrong", "instead", "said"),
    [
        ("reach_m = 0.3", "", "reach_m is a number"),
        ("reach_m = 0.3", "reach_m = true", "reach_m is a number"),
        ('title = { zh = "卡", en = "Card" }', 'title = "Card"', "title ="),
        ('title = { zh = "卡", en = "Card" }', 'title = { zh = "卡", en = " " }', "title ="),
        ("page = [100, 60]", "page = [100]", "page = [a, b]"),
        ("page = [100, 60]", "page = [100, 0]", "page = [a, b] is two numbers of mm from 1 to 5000, not"),
        ("page = [100, 60]", "page = [100, 60]\npiece = [60, 60]\nsheet = { columns = 2 }", "take 120 x 60 mm"),
        ("page = [100, 60]", "page = [100, 60]\ncolour = 1", "a template has no 'colour'"),
        ('kind = "text"', 'kind = "txt"', "element 1 (txt): kind is one of code, text"),
        ("size = [40, 8]", "size = [40, 0]", "element 1 (text): size is above 0 mm"),
        ("size = [40, 8]", "size = [400, 8]", "element 1 (text) reaches to 402, 10 mm"),
        ("{name}", "{nmae}", "element 1 (text): text '{nmae}' has {nmae}; there are brand"),
        ("{name}", "{name", "element 1 (text): text '{name'"),
        ('text = "{name}"', 'text = "{name}", colour = "rot"', "element 1 (text): colour = 'rot': one of ink"),
        ('text = "{name}"', 'text = "{name}", when = "mood"', "element 1 (text): when = 'mood'"),
        ('text = "{name}"', 'text = "{name}", least = 20', "element 1 (text): least is a number from 3 to 12"),
        ('text = "{name}"', 'text = "{name}", size_pt = 3', "element 1 (text): an element has no 'size_pt'"),
        ('kind = "code", at', 'kind = "code", when = "logo", at', 'no element with kind = "code"'),
        ('kind = "code", at', 'kind = "picture", file = "../x.png", at', "lies beside the template"),
        ("element = [", "element = [[", "it is no TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(wrong: str, instead: str, said: str) -> None:
    assert wrong in GOOD
    with pytest.raises(Unreadable) as fault:
        read_template(GOOD.replace(wrong, instead, 1), "card")
    assert fault.value.detail.startswith("card.toml: ")
    assert said in fault.value.detail


def test_the_format_as_it_is_told_to_designers_is_the_format() -> None:
    told = set(re.findall(r"[a-z_]+", (resources() / "templates" / "README.md").read_text(encoding="utf-8")))
    assert told >= _PAGE_KEYS | set(WORDS) | set(COLOURS) | set(Kind) | {"columns", "rows", "gap", "cut"}
    assert told >= {*Element.__dataclass_fields__, "at", "size"} - {"x", "y", "width", "height"}


def test_a_folder_of_ones_own_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my-card.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "table-card.toml").write_text(GOOD, encoding="utf-8")
    assert set(template_names(tmp_path)) == OURS | {"my-card"}
    assert load_template("table-card", tmp_path).page == (100, 60)
    monkeypatch.setenv("YINGBIN_TEMPLATES", str(tmp_path))
    assert load_template("my-card").piece == (100, 60)


def test_a_template_that_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(Unreadable, match="UTF-8"):
        load_template("card", tmp_path)


def test_a_template_may_begin_with_the_mark_of_a_windows_editor(tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text(GOOD, encoding="utf-8-sig", newline="\r\n")
    assert load_template("card", tmp_path).page == (100, 60)


def test_a_name_there_is_none_of() -> None:
    with pytest.raises(Unknown, match="there are counter-stand"):
        load_template("poster-a3")


def test_its_version_changes_with_what_is_in_it_and_with_its_pictures(tmp_path: Path) -> None:
    with_art = GOOD.replace(
        "element = [", 'element = [ { kind = "picture", at = [0, 0], size = [9, 9], file = "a.png" },'
    )
    (tmp_path / "a.png").write_bytes(b"one")
    first = read_template(with_art, "card", tmp_path)
    (tmp_path / "a.png").write_bytes(b"two")
    second = read_template(with_art, "card", tmp_path)
    versions = [template_version(each) for each in (first, second, read_template(GOOD, "card"))]
    assert len(set(versions)) == 3
    assert template_version(read_template(GOOD.replace("\n", "\r\n"), "card")) == versions[2]


_scalars = st.none() | st.booleans() | st.integers(-5, 500) | st.floats(allow_nan=True) | st.text(max_size=4)
_anything = st.recursive(
    _scalars | st.sampled_from(["{name}", "logo", "text", "code", "accent", "#zzzzzz"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "at", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)
_KEYS = (
    "title", "subject", "reach_m", "page", "piece", "sheet", "bleed", "dots", "ink_only", "folded", "words", "element",
)  # fmt: skip
_ELEMENT_KEYS = (
    "kind", "at", "size", "text", "letters", "least", "lines", "leading", "spacing", "bold", "align", "stand", "colour",
    "fill", "stroke", "radius", "when", "file",
)  # fmt: skip


@settings(max_examples=150)
@given(
    outer=st.dictionaries(st.sampled_from(_KEYS), _anything, max_size=1),
    inner=st.dictionaries(st.sampled_from(_ELEMENT_KEYS), _anything, max_size=2),
    which=st.integers(0, 1),
)
def test_whatever_stands_in_a_file_it_is_a_template_or_said_to_be_wrong(
    outer: dict[str, Any], inner: dict[str, Any], which: int
) -> None:
    document = tomllib.loads(GOOD)
    document["element"][which] |= inner
    document |= outer
    try:
        made = _template(document, "card", "", None)
    except _Wrong as wrong:
        said = str(wrong)
    else:
        assert isinstance(made, Template)
        return
    assert said


def test_a_text_in_the_piece_may_hold_braces() -> None:
    made = read_template(GOOD.replace("{name}", "{{{name}}}"), "card")
    page = Pages(made, [Piece(link="https://yb.example.com/r/1", words={"name": "A1"})], Look())[0]
    assert page.items[0].text == "{A1}"
