"""What a scanner reads in anybody's picture: real photographs, transparent ones, none at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.domain.faults import Unavailable, Unreadable
from app.printing.codes import make_code
from app.printing.reading import read_file, read_picture
from tests.kit.data import real_data
from tests.printing.test_codes import drawn


def test_of_26_photographs_at_least_25_are_read() -> None:
    photographs = sorted(real_data("qr").glob("*/*.webp"))
    assert len(photographs) == 26

    def lines(text: str) -> list[str]:
        return text.split()

    right = sum(
        [lines(seen.text) for seen in read_file(photograph)] == [lines(photograph.with_suffix(".txt").read_text())]
        for photograph in photographs
    )
    assert right >= 25


def test_several_codes_come_in_reading_order_with_their_places() -> None:
    page = Image.new("L", (500, 400), 255)
    for text, place in (("c", (20, 200)), ("b", (300, 25)), ("a", (10, 20))):
        page.paste(drawn(make_code(text), 4), place)
    seen = read_picture(page)
    assert [code.text for code in seen] == ["a", "b", "c"]
    left, top, right, bottom = seen[1].rect
    assert (left, top) == pytest.approx((300 + 16, 25 + 16), abs=2)
    assert (right, bottom) == pytest.approx((300 + 16 + 84, 25 + 16 + 84), abs=3)


def test_a_code_on_nothing_is_a_code_on_paper(tmp_path: Path) -> None:
    solid = drawn(make_code("glass"), 5)
    glass = Image.new("RGBA", solid.size, (0, 0, 0, 0))
    glass.paste((0, 0, 0, 255), mask=solid.point(lambda value: 255 - value))
    glass.save(tmp_path / "glass.png")
    assert [code.text for code in read_file(tmp_path / "glass.png")] == ["glass"]


def test_a_picture_without_a_code_gives_none(tmp_path: Path) -> None:
    Image.new("L", (60, 60), 255).save(tmp_path / "white.png")
    assert read_file(tmp_path / "white.png") == []


@pytest.mark.parametrize("content", [b"", b"text", b"%PDF-1.7 and then nothing", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(Unreadable) as wrong:
        read_file(tmp_path / "a")
    assert wrong.value.code == "picture_unreadable"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"there is no file a\.png"):
        read_file(tmp_path / "a.png")
    with pytest.raises(Unavailable, match="is a folder: name a file in it"):
        read_file(tmp_path)


def test_a_picture_of_too_many_pixels_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("1", (60, 60), 1).save(tmp_path / "huge.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(Unreadable, match="more pixels than can be read"):
        read_file(tmp_path / "huge.png")
