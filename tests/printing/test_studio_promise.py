"""The promise of the studio: whatever it lets through reads out of focus, askew, in low light and as thermal dots at
300 dpi; whatever it does not let through is refused with a reason.

The hardships here are made by other means than those of the proof.
"""

from __future__ import annotations

import os

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageFilter
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from app.domain.faults import Refused
from app.domain.printed import CodeCard, PrintedKind
from app.printing.layout import Look, Page, Pages, Placed
from app.printing.paper import picture, prove_image
from app.printing.pieces import piece_of
from app.printing.proof import dots_for
from app.printing.templates import load_template, template_names

EXAMPLES = 400 if os.environ.get("YINGBIN_THOROUGH") else 12

REASONS = {"code_too_small", "code_contrast", "code_inverted", "code_logo", "code_unread", "text_no_room"}

colours = st.sampled_from(["#000000", "#1d1b18", "#0f6b5c", "#7a1f1f", "#1d3b6f", "#7a7a7a", "#b8860b", "#ffd54f"])
grounds = st.sampled_from(["#ffffff", "#ffffff", "#fff3d6", "#d8e8ff", "#9a9a9a"])
names = st.sampled_from(["望京店", "北京朝阳区望京SOHO塔三地下一层旗舰店", "Wangjing SOHO Flagship Store"])


@settings(max_examples=EXAMPLES)
@given(
    name=st.sampled_from(template_names()),
    dark=colours,
    light=grounds,
    logo=st.none() | st.integers(0, 2),
    covered=st.sampled_from([0.0, 0.08, 0.15, 0.2, 0.21, 0.31]),
    length=st.sampled_from([6, 10, 26, 60, 120]),
    store=names,
    language=st.sampled_from(["zh", "en"]),
)
def test_what_is_let_through_reads_and_what_is_not_has_a_reason(
    name: str,
    dark: str,
    light: str,
    logo: int | None,
    covered: float,
    length: int,
    store: str,
    language: str,
    logos: list[str],
) -> None:
    template = load_template(name)
    look = Look(code_dark=dark, code_light=light, logo="" if logo is None else logos[logo], logo_in_code=covered)
    link = "https://yb.example.com/r/" + ("7K0PM2QXAB" * 12)[:length]
    card = CodeCard(code="7K0PM2QXAB", kind=PrintedKind.TABLE, link=link, about="A12")
    refused: Refused | None = None
    try:
        page = Pages(template, [piece_of(card, template, store=store, language=language)], look)[0]
        dots = round(dots_for(page))
        prove_image(picture(page, look, dots), page, dots)
    except Refused as fault:
        refused = fault
    if refused is not None:
        assert refused.code in REASONS, refused.detail
        assert len(refused.detail) > 30
        return
    for item in page.codes:
        cut = as_printed(page, look, item)
        for hardship in (blurred, askew, dim, dots_of_203):
            assert texts(hardship(cut)) == {link}, hardship.__name__


def as_printed(page: Page, look: Look, item: Placed) -> Image.Image:
    """Return the code's place on the page at 300 dpi, with a little around it."""
    scale = 300 / 25.4
    image = picture(page, look, 300)
    around = QRect(
        int((item.x - 3) * scale),
        int((item.y - 3) * scale),
        int((item.width + 6) * scale),
        int((item.height + 6) * scale),
    ).intersected(image.rect())
    grey = image.copy(around).convertToFormat(QImage.Format.Format_Grayscale8)
    size = grey.width(), grey.height()
    return Image.frombuffer("L", size, bytes(grey.constBits()), "raw", "L", grey.bytesPerLine(), 1)


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(1.5))


def askew(picture: Image.Image) -> Image.Image:
    turned = picture.rotate(12, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    width, height = turned.size
    corners = (0, 0, 0, height, width, height * 0.95, width, height * 0.05)
    return turned.transform(turned.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255)


def dim(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(picture).enhance(0.4)


def dots_of_203(picture: Image.Image) -> Image.Image:
    size = round(picture.width * 203 / 300), round(picture.height * 203 / 300)
    return picture.resize(size, Image.Resampling.LANCZOS).convert("1", dither=Image.Dither.NONE).convert("L")


def texts(picture: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(picture) if code.format is zxingcpp.BarcodeFormat.QRCode}


@pytest.mark.parametrize("name", template_names())
def test_every_template_passes_with_short_words_and_with_long_ones_in_both_languages(
    name: str, logos: list[str]
) -> None:
    template = load_template(name)
    for store, about, language, look in (
        ("望京店", "A01", "zh", Look()),
        ("北京朝阳区望京SOHO塔三地下一层旗舰店", "二楼露台靠窗06", "zh", Look(logo=logos[0], logo_in_code=0.2)),
        ("Wangjing SOHO Flagship Store", "Alexandra Constantinou", "en", Look(logo=logos[2])),
    ):
        for kind in PrintedKind:
            card = CodeCard(code="7K0PM2QXAB", kind=kind, link="https://yb.example.com/r/7K0PM2QXAB", title=about)
            piece = piece_of(card, template, store=store, brand="老成都川味坊鸳鸯火锅", language=language)
            page = Pages(template, [piece], look)[0]
            prove_image(picture(page, look, round(dots_for(page))), page, round(dots_for(page)))
