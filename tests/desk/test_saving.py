"""Files as staff save them: names that every disk takes, and all of a batch or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.models.studio import Draft, Target
from app.desk.workshop import saving
from app.domain.faults import Unavailable
from app.domain.printed import CodeCard, PrintedKind
from app.domain.prints import Medium
from app.printing.finish import PLAIN
from app.printing.layout import Look
from app.printing.templates import load_template

LONGEST = 255
"""Bytes that a file's name may have on Linux's disks, with what is put before and after it while it is made."""


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def draft(*names: str) -> Draft:
    targets = tuple(
        Target(card=CodeCard(code=f"C{number}", kind=PrintedKind.GROUP, link="https://x.example/r/C"), name=name)
        for number, name in enumerate(names)
    )
    return Draft(template=load_template("poster-a5"), version="1", targets=targets, look=Look(), finish=PLAIN)


def no_step(_done: int, _total: int) -> None: ...


@pytest.mark.parametrize("written", ["很" * 120, "😀" * 120, "a" * 300])
def test_a_name_is_short_enough_in_any_language(written: str) -> None:
    name = saving.file_name(written, Medium.PNG)
    assert len(f".{name.removesuffix('.png')}-01.png.part 99".encode()) <= LONGEST
    assert name.startswith(written[:50])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("con", "con_.pdf"),
        ("Aux.2026", "Aux_.2026.pdf"),
        ("lpt1", "lpt1_.pdf"),
        ("console", "console.pdf"),
        ("a\ud800b", "a_b.pdf"),
        ("a\u202eb\x7f", "a_b_.pdf"),
    ],
)
def test_a_name_means_the_same_to_every_system(written: str, name: str) -> None:
    assert saving.file_name(written, Medium.PDF) == name


def test_stores_whose_names_some_disks_cannot_tell_apart_get_files_of_their_own() -> None:
    names = [
        name for name, _ in saving.one_each(draft("Café", "CAFÉ", "Cafe\u0301", "Café", "很" * 200, "很" * 300), "海报")
    ]
    assert len({name.casefold() for name in names}) == len(names)
    assert names[:2] == ["Café-海报.pdf", "CAFÉ-海报 2.pdf"]
    assert all(name.endswith(".pdf") and "海报" in name for name in names)


def test_what_cannot_all_be_moved_is_not_there_at_all(tmp_path: Path) -> None:
    def write(number: int, to: Path) -> None:
        to.write_text("x")
        if number:
            to.unlink()  # what a disk that was pulled out leaves

    with pytest.raises(Unavailable):
        saving.all_or_none(tmp_path, ["a", "b"], write, no_step)
    assert left_in(tmp_path) == []


def test_what_was_saved_before_is_never_written_over(tmp_path: Path) -> None:
    for kept in ("a.pdf", "a 2.pdf"):
        (tmp_path / kept).write_text("kept")

    def write(_number: int, to: Path) -> None:
        to.write_text("new")

    (made,) = saving.all_or_none(tmp_path, ["a.pdf"], write, no_step)
    assert made.name == "a 3.pdf"
    assert (tmp_path / "a 2.pdf").read_text() == "kept"
