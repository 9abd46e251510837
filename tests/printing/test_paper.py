"""Finished files: what stands in them, what is proven of them, and that nothing half is ever left."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from app.domain.faults import Refused, Unavailable, Unreadable
from app.printing.codes import make_code
from app.printing.finish import Cancelled, Finish
from app.printing.layout import Look, Pages, Piece
from app.printing.paper import picture, prove_image, whole_file, write_pdf, write_png
from app.printing.proof import dots_for, prove_pdf
from app.printing.reading import read_file
from app.printing.templates import load_template, template_names
from tests.printing.test_codes import drawn

MM = 72 / 25.4


def pieces(count: int) -> list[Piece]:
    words = {"headline": "扫码进群", "how": "微信扫一扫", "of": "望京店"}
    return [
        Piece(link=f"https://yb.example.com/r/{n:010d}", words={**words, "name": f"A{n:02d}"}) for n in range(count)
    ]


PLAIN = Look()


def laid(name: str, count: int = 1, look: Look = PLAIN, *, single: bool = False) -> Pages:
    return Pages(load_template(name), pieces(count), look, single=single)


@pytest.mark.parametrize("name", template_names())
def test_a_pdf_reads_as_its_links_and_brings_its_fonts(name: str, tmp_path: Path) -> None:
    pages = laid(name, 3)
    path = tmp_path / "sheet.pdf"
    assert write_pdf(pages, Look(), path, Finish(title="望京店 桌卡")) == len(pages)
    assert list(tmp_path.iterdir()) == [path]
    seen = Counter((code.page, code.text) for code in read_file(path))
    assert seen == Counter((number, link) for number, page in enumerate(pages, 1) for link in page.links)
    document = pypdfium2.PdfDocument(path)
    assert document.get_metadata_dict()["Title"] == "望京店 桌卡"
    width, height = document[0].get_size()
    assert (width, height) == pytest.approx((pages[0].width * MM, pages[0].height * MM), abs=1)
    document.close()
    written = path.read_bytes()
    fonts = written.count(b"/Type /FontDescriptor")
    assert fonts >= 1
    assert written.count(b"/FontFile2") == fonts


def test_a_print_shop_gets_the_bleed_and_the_marks(tmp_path: Path) -> None:
    pages = laid("table-card", 2, single=True)
    write_pdf(pages, Look(), tmp_path / "shop.pdf", Finish(bleed=True))
    document = pypdfium2.PdfDocument(tmp_path / "shop.pdf")
    assert document[0].get_size() == pytest.approx(((90 + 22) * MM, (130 + 22) * MM), abs=1)
    image = document[0].render(scale=2).to_pil()
    document.close()
    scale = 2 * MM
    accent = (15, 107, 92)
    assert image.getpixel((round(9.5 * scale), round(130 * scale))) == accent  # over the left edge of the card
    assert image.getpixel((round(7 * scale), round(130 * scale))) == (255, 255, 255)  # and not beyond the bleed
    marks = image.crop((0, 0, round(9 * scale), round(12 * scale))).convert("L")
    assert marks.getextrema()[0] < 200


def test_without_a_bleed_nothing_stands_over_the_edge(tmp_path: Path) -> None:
    write_pdf(laid("poster-a4"), Look(), tmp_path / "own.pdf", Finish(bleed=False))
    document = pypdfium2.PdfDocument(tmp_path / "own.pdf")
    assert document[0].get_size() == pytest.approx((210 * MM, 297 * MM), abs=1)
    document.close()


def test_progress_counts_writing_and_proving(tmp_path: Path) -> None:
    heard: list[int] = []
    write_pdf(laid("poster-a5", 3), Look(), tmp_path / "a.pdf", step=lambda done: heard.append(done) or True)  # type: ignore[func-returns-value]
    assert heard == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("at", [1, 3, 4, 6])
def test_a_cancelled_file_leaves_nothing_and_the_old_one_stays(at: int, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"what was there before")
    with pytest.raises(Cancelled):
        write_pdf(laid("poster-a5", 3), Look(), path, step=lambda done: done < at)
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]
    assert path.read_bytes() == b"what was there before"


def test_a_piece_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    long = [*pieces(2), Piece(link=pieces(1)[0].link, words={"name": "很长" * 60})]
    pages = Pages(load_template("poster-a5"), long, Look())
    with pytest.raises(Refused) as refused:
        write_pdf(pages, Look(), tmp_path / "a.pdf")
    assert refused.value.code == "text_no_room"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    for write in (
        lambda: write_pdf(laid("poster-a5"), Look(), tmp_path / "no" / "a.pdf"),
        lambda: write_png(laid("poster-a5")[0], Look(), tmp_path / "no" / "a.png", 72),
    ):
        with pytest.raises(Unavailable) as gone:
            write()
        assert gone.value.code == "file_unwritten"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_a_disk_without_room_leaves_nothing(ending: str, tmp_path: Path) -> None:
    import resource

    path, pages = tmp_path / f"a.{ending}", laid("poster-a5", 3)
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, before[1]))
    try:
        with pytest.raises(Unavailable) as full:
            write_pdf(pages, PLAIN, path) if ending == "pdf" else write_png(pages[0], PLAIN, path, 150)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert full.value.code == "file_unwritten"
    assert list(tmp_path.iterdir()) == []


def test_a_picture_of_too_few_dots_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"does not read .*; 60 dots an inch are too few: \d+ are enough") as refused:
        write_png(laid("slip-58")[0], Look(), tmp_path / "a.png", 60)
    assert refused.value.code == "code_unread"
    assert list(tmp_path.iterdir()) == []


def test_a_picture_has_its_resolution_and_reads(tmp_path: Path) -> None:
    page = laid("poster-a5")[0]
    write_png(page, Look(), tmp_path / "a.png", 120)
    with Image.open(tmp_path / "a.png") as made:
        assert made.info["dpi"] == pytest.approx((120, 120), abs=0.1)
        assert made.size == (round(148 * 120 / 25.4), round(210 * 120 / 25.4))
    assert [code.text for code in read_file(tmp_path / "a.png")] == list(page.links)


def test_a_slip_is_black_dots_only(tmp_path: Path) -> None:
    write_png(laid("slip-58", look=Look(accent="#b3261e"))[0], Look(), tmp_path / "slip.png")
    with Image.open(tmp_path / "slip.png") as made:
        assert {colour for _, colour in made.convert("RGB").getcolors() or []} == {(0, 0, 0), (255, 255, 255)}
        assert made.size == (round(48 * 203 / 25.4), round(92 * 203 / 25.4))


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_logo_with_a_code_in_it_is_refused(ending: str, tmp_path: Path) -> None:
    logo, code = tmp_path / f"logo.{ending}", make_code("https://elsewhere.example/")
    if ending == "png":
        drawn(code, 8).save(logo)
    else:
        size = range(code.size)
        dark = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y in size for x in size if code.dark(x, y))
        side = code.size + 8
        logo.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{dark}"/></svg>')
    look = Look(logo=str(logo))
    with pytest.raises(Refused) as refused:
        write_pdf(laid("poster-a4", look=look), look, tmp_path / "a.pdf")
    assert refused.value.code == "logo_is_code"
    assert not (tmp_path / "a.pdf").exists()


def test_the_proof_refuses_a_code_that_does_not_belong_there() -> None:
    page = laid("poster-a5")[0]
    dots = round(dots_for(page))
    with pytest.raises(Refused) as refused:
        prove_image(picture(page, PLAIN, dots), replace(page, links=()), dots)
    assert (refused.value.code, refused.value.facts["unexpected"]) == ("code_unread", True)


def test_the_proof_refuses_a_page_whose_code_is_another_one() -> None:
    page, other = laid("poster-a5", 2)
    dots = round(dots_for(page))
    with pytest.raises(Refused) as refused:
        prove_image(picture(other, Look(), dots), page, dots)
    assert refused.value.facts["link"] in (*page.links, *other.links)


def test_the_proof_refuses_a_file_that_lacks_pages(tmp_path: Path) -> None:
    write_pdf(laid("poster-a5", 2), Look(), tmp_path / "a.pdf")
    with pytest.raises(Refused) as refused:
        prove_pdf(tmp_path / "a.pdf", laid("poster-a5", 3))
    assert refused.value.code == "pages_missing"


def test_a_file_may_have_the_longest_name_that_the_disk_takes(tmp_path: Path) -> None:
    longest, longer = tmp_path / f"{'a' * 251}.pdf", tmp_path / f"{'a' * 252}.pdf"
    write_pdf(laid("poster-a5"), Look(), longest)
    assert longest.is_file()
    with pytest.raises(Unavailable) as wrong:
        write_pdf(laid("poster-a5"), Look(), longer)
    assert wrong.value.code == "file_unwritten"
    with pytest.raises(Unavailable, match=r"x\.pdf cannot be written"):
        write_pdf(laid("poster-a5"), Look(), longest / "x.pdf")
    assert list(tmp_path.iterdir()) == [longest]


def test_two_programs_that_write_one_file_do_not_get_in_each_others_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    with whole_file(path) as mine:
        mine.write_bytes(b"mine")
        monkeypatch.setattr(os, "getpid", lambda: 1)
        with whole_file(path) as theirs:
            theirs.write_bytes(b"theirs")
        assert path.read_bytes() == b"theirs"
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_program_left_is_swept_away_another_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    with whole_file(path) as part:
        part.write_bytes(b"whole")
    part.write_bytes(b"half")
    monkeypatch.setattr(os, "getpid", lambda: 1)
    for age, left in ((0, [path, part]), (3 * 24 * 3600, [path])):
        os.utime(part, (part.stat().st_mtime - age,) * 2)
        with whole_file(path) as other:
            other.write_bytes(b"whole")
        assert sorted(tmp_path.iterdir()) == sorted(left)


@pytest.mark.parametrize("name", ["logo.png", "logo.svg"])
def test_a_logo_that_is_no_picture_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no picture")
    look = Look(logo=str(tmp_path / name), logo_in_code=0.1)
    with pytest.raises(Unreadable) as wrong:
        write_png(laid("poster-a5", look=look)[0], look, tmp_path / "a.png", 72)
    assert wrong.value.code == "logo_unreadable"


@pytest.mark.qt_log_ignore("Corrupt JPEG")
def test_a_logo_of_which_half_is_missing_is_said(tmp_path: Path) -> None:
    logo = tmp_path / "logo.jpg"
    Image.effect_noise((200, 200), 90).save(logo)
    logo.write_bytes(logo.read_bytes()[:4000])
    look = Look(logo=str(logo))
    with pytest.raises(Unreadable, match=r"logo\.jpg cannot be read"):
        write_png(laid("poster-a5", look=look)[0], look, tmp_path / "a.png", 72)


def test_a_designers_template_with_pictures_of_its_own_prints(tmp_path: Path) -> None:
    (tmp_path / "art.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#b3261e"/></svg>',
        encoding="utf-8",
    )
    Image.new("RGB", (40, 20), "#1d3b6f").save(tmp_path / "art.png")
    (tmp_path / "my-card.toml").write_text(
        """
        title = { zh = "卡", en = "Card" }
        reach_m = 0.3
        page = [60, 40]
        element = [
          { kind = "box", at = [0, 0], size = [60, 40], fill = "soft" },
          { kind = "picture", at = [0, 0], size = [10, 10], file = "art.svg" },
          { kind = "picture", at = [0, 20], size = [10, 20], file = "art.png", stand = "bottom" },
          { kind = "code", at = [20, 0], size = [40, 40] },
        ]
        """,
        encoding="utf-8",
    )
    page = Pages(load_template("my-card", tmp_path), pieces(1), PLAIN)[0]
    write_png(page, PLAIN, tmp_path / "card.png", 254)
    with Image.open(tmp_path / "card.png") as made:
        colours = [made.getpixel(place) for place in ((50, 50), (50, 250), (50, 380), (150, 380))]
    soft = (226, 237, 235)
    assert colours == [(179, 38, 30), soft, (29, 59, 111), soft]
