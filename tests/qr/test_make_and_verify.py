"""`qr make`, `qr verify` and `qr templates`."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.faults import Fault
from app.printing.templates import template_names
from tests.qr.conftest import Run, document

LINK = "https://yb.example.com/r/7K0PM2QXAB"


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_a_code_is_made_and_read(ending: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / f"code.{ending}"
    made = document(run("make", LINK, "--out", out, "--size-mm", 30, "--json"))
    assert made["modules"] == 29
    assert made["module_mm"] == pytest.approx(30 / 37, abs=0.001)
    (seen,) = document(run("verify", out, "--json"))["codes"]
    assert (seen["text"], seen["page"]) == (LINK, 1)
    dots = 300 if ending == "png" else 72
    assert seen["rect"] == pytest.approx([each * 30 / 37 / 25.4 * dots for each in (4, 4, 33, 33)], abs=3)


def test_a_drawing_is_proven_as_it_is_drawn(run: Run, tmp_path: Path) -> None:
    made = document(run("make", LINK, "--out", tmp_path / "code.svg", "--level", "H", "--json"))
    assert made["level"] == "H"
    assert "<path" in (tmp_path / "code.svg").read_text(encoding="utf-8")
    (seen,) = document(run("verify", tmp_path / "code.svg", "--json"))["codes"]
    assert seen["text"] == LINK


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([LINK, "--size-mm", "12"], "print it larger"),
        ([LINK, "--light", "#777777"], "contrast is"),
        ([LINK, "--dark", "#ffffff", "--light", "#000000"], "change the two colours over"),
        ([" "], "a code needs a text"),
        (["\udcff"], "no text that a code can hold"),
        ([LINK, "--size-mm", "2000", "--dpi", "1200"], "take fewer dots an inch"),
    ],
)
def test_a_code_that_would_not_scan_is_refused(arguments: list[str], said: str, run: Run, tmp_path: Path) -> None:
    failed = run("make", *arguments, "--out", tmp_path / "code.png")
    assert isinstance(failed.exception, Fault)
    assert said in failed.exception.detail
    assert list(tmp_path.iterdir()) == []


def test_a_text_of_several_lines_is_drawn_and_one_that_no_scanner_gives_back_is_refused(
    run: Run, tmp_path: Path
) -> None:
    text = "BEGIN:VCARD\nFN:曾\nEND:VCARD"
    document(run("make", text, "--out", tmp_path / "code.svg", "--json"))
    (seen,) = document(run("verify", tmp_path / "code.svg", "--json"))["codes"]
    assert seen["text"] == text
    failed = run("make", "a\x01b", "--out", tmp_path / "code.svg")
    assert isinstance(failed.exception, Fault)
    assert failed.exception.code == "code_unread"


def test_a_logo_may_cover_20_percent_and_not_31(run: Run, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>')
    asked = ("make", LINK, "--out", tmp_path / "code.png", "--logo", logo, "--logo-in-code")
    assert document(run(*asked, 20, "--json"))["level"] == "H"
    failed = run(*asked, 31)
    assert isinstance(failed.exception, Fault)
    assert "logo covers 31%: at most 20% here" in failed.exception.detail


def test_an_ending_that_is_no_format_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run("make", LINK, "--out", tmp_path / "code.gif").exit_code == 2


def test_a_picture_without_a_code_is_said(run: Run, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("L", (50, 50), 255).save(tmp_path / "white.png")
    assert document(run("verify", tmp_path / "white.png", "--json")) == {"codes": []}
    assert isinstance(run("verify", tmp_path / "white.png").exception, Fault)


def test_what_no_size_makes_readable_is_to_be_made_shorter(run: Run, tmp_path: Path) -> None:
    failed = run("make", "a" * 160, "--out", tmp_path / "a.png", "--size-mm", 60, "--dpi", 150)
    assert isinstance(failed.exception, Fault)
    assert failed.exception.detail.endswith("53 x 53 modules are too many at any size: make the text shorter")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--size-mm", "--logo-in-code"])
def test_what_is_no_number_is_said(run: Run, tmp_path: Path, option: str) -> None:
    asked = run("make", "x", "--out", tmp_path / "a.png", option, "nan")
    assert (asked.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "'nan' is no number" in asked.stderr


def test_templates_are_listed_with_those_of_ones_own_and_what_is_wrong_in_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("page = 3", encoding="utf-8")
    said = run("templates", "--templates", tmp_path, "--json")
    found = document(said)
    assert [each["name"] for each in found["templates"]] == sorted(template_names())
    assert [each["file"] for each in found["wrong"]] == ["broken.toml"]
    assert "broken.toml: " in said.stderr
    assert run("templates", "--templates", tmp_path / "nowhere").exit_code == 2
