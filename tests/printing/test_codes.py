"""Codes as modules: what is made reads back, by a reader that shares nothing with the maker."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.faults import Refused
from app.printing.codes import LONGEST, Code, Correction, make_code
from app.printing.masks import Modules, penalty

LINK = "https://yb.example.com/r/7K0PM2QXAB"


def drawn(code: Code, pixels: int = 3, quiet: int = 4) -> Image.Image:
    side = code.size + 2 * quiet
    picture = Image.new("L", (side, side), 255)
    for row in range(code.size):
        for column in range(code.size):
            if code.dark(column, row):
                picture.putpixel((column + quiet, row + quiet), 0)
    return picture.resize((side * pixels, side * pixels), Image.Resampling.NEAREST)


def read(picture: Image.Image) -> zxingcpp.Barcode:
    (found,) = zxingcpp.read_barcodes(picture)
    return found


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=80))
@example("0")
@example(LINK)
@example("川味坊火锅 望京店")
def test_any_text_reads_back(text: str) -> None:
    if not text.strip():
        with pytest.raises(Refused):
            make_code(text)
        return
    assert read(drawn(make_code(text))).text == text


@pytest.mark.parametrize("correction", list(Correction))
def test_a_code_has_at_least_the_correction_asked_for_and_more_where_it_costs_nothing(correction: Correction) -> None:
    order = list(Correction)
    code = make_code(LINK, correction)
    assert order.index(code.correction) >= order.index(correction)
    assert code.size == make_code(LINK, code.correction).size
    assert read(drawn(code)).ec_level == code.correction.value


def test_the_mask_is_the_one_that_suits_a_scanner_best() -> None:
    import qrcode  # type: ignore[import-untyped]

    code = make_code(LINK, Correction.H)
    every = []
    for mask in range(8):
        maker = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, border=0, mask_pattern=mask)
        maker.add_data(LINK)
        maker.make()
        every.append(tuple(sum(1 << x for x, dark in enumerate(row) if dark) for row in maker.modules))
    assert code.rows in every
    assert penalty(Modules.of(code.rows, code.size)) == min(by_hand(rows, code.size) for rows in every)


def by_hand(rows: tuple[int, ...], size: int) -> int:
    """ISO/IEC 18004, 7.8.3, module by module."""
    modules = [[row >> column & 1 for column in range(size)] for row in rows]
    total = 0
    for lines in (modules, [list(column) for column in zip(*modules, strict=True)]):
        for line in lines:
            text = "".join(map(str, line))
            run = 1
            for before, after in zip(text, [*text[1:], ""], strict=True):
                if before == after:
                    run += 1
                    continue
                total += run - 2 if run >= 5 else 0
                run = 1
            for pattern in ("10111010000", "00001011101"):
                total += 40 * sum(text.startswith(pattern, at) for at in range(size))
    for row in range(size - 1):
        for column in range(size - 1):
            block = {modules[row + down][column + across] for down in (0, 1) for across in (0, 1)}
            total += 3 if len(block) == 1 else 0
    dark = sum(map(sum, modules)) * 100 / (size * size)
    return total + 10 * int(abs(dark - 50) // 5)


def test_its_outlines_enclose_exactly_the_dark_modules() -> None:
    code = make_code(LINK)
    filled = [0] * code.size
    for outline in code.outlines():
        for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
            assert (x1 == x2) != (y1 == y2)
            if x1 == x2:
                for row in range(min(y1, y2), max(y1, y2)):
                    filled[row] ^= (1 << code.size) - 1 >> x1 << x1
    assert tuple(filled) == code.rows


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "code_empty"), (" \n", "code_empty"), ("x" * (LONGEST + 1), "code_too_long"), ("\udcff", "code_text")],
)
def test_a_text_that_is_no_code_is_refused(text: str, fault: str) -> None:
    with pytest.raises(Refused) as refused:
        make_code(text)
    assert refused.value.code == fault


def test_a_text_that_no_code_holds_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        make_code("店" * LONGEST, Correction.H) and make_code("店" * LONGEST * 2)
    assert refused.value.code == "code_too_long"
