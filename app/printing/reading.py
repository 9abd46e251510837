"""What a scanner reads in any picture or PDF: photographs of print, other people's posters, and our own files."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from app.domain.faults import Unavailable, Unreadable

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # loaded where a PDF is opened: a page is drawn without it
    from zxingcpp import Barcode

pdfium = Lock()
"""Held while PDFium works: it knows one thread at a time."""

LARGEST = 60_000_000
"""Pixels of a picture that is read; a larger one is scaled down first."""

_PDF_DOTS = (200.0, 300.0, 120.0)

_LINE = 0.5
"""Codes whose tops differ by less than this share of their height stand in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One code as a scanner reads it: its text, the page (1 and up), and the upright box around it as left, top, right,
    bottom: px of a picture, points (1/72 inch) of a PDF's page."""

    text: str
    page: int
    rect: tuple[int, int, int, int]


def read_file(path: Path) -> list[Seen]:
    """Return every QR code in a picture or PDF, in reading order.

    Raises `Unavailable("file_missing")` where there is no such file, `Unreadable("picture_unreadable")` for what is
    neither a picture nor a PDF.
    """
    import pypdfium2

    if not path.is_file():
        said = f"{path} is a folder: name a file in it" if path.is_dir() else f"there is no file {path.name}"
        raise Unavailable("file_missing", said)
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        if b"%PDF-" in head:
            return [seen for page in _read_pdf(path) for seen in page]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # scaled down below
            with Image.open(path) as picture:
                return read_picture(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as wrong:
        said = f"{path.name} has more pixels than can be read: make the picture smaller"
        raise Unreadable("picture_unreadable", said, file=path.name) from wrong
    except (UnidentifiedImageError, pypdfium2.PdfiumError, OSError, SyntaxError) as wrong:
        raise Unreadable(
            "picture_unreadable",
            f"{path.name} is neither a picture nor a PDF that can be read: save it as PNG, JPEG or PDF",
            file=path.name,
        ) from wrong


def read_picture(picture: Image.Image, page: int = 1) -> list[Seen]:
    """Return the codes of a picture, in px.

    One in which nothing is seen is looked at in a few other lights and sizes, as a phone does in its next frames.
    """
    grey, shrunk = _on_white(picture), 1.0
    if grey.width * grey.height > LARGEST:
        shrunk = (LARGEST / (grey.width * grey.height)) ** 0.5
        grey = grey.resize((int(grey.width * shrunk), int(grey.height * shrunk)), Image.Resampling.BOX)
    for scale, change in _LIGHTS:
        found = _read(change(_scaled(grey, scale)), page, scale * shrunk)
        if found:
            return found
    return []


def _on_white(picture: Image.Image) -> Image.Image:
    """Return it in greys; what is transparent is paper."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture)
        picture = ground
    return picture.convert("L")


def scanned(grey: Image.Image, *, inverted: bool = True) -> list[Barcode]:
    """Return the QR codes that a scanner sees in a grey picture as it is; `inverted`: light ones on dark ground too.

    The scanner is asked for anew each time: a module that held anything of it until Python ends would make it complain
    of a leak on standard error.
    """
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return list(zxingcpp.read_barcodes(grey, formats=formats, try_invert=inverted))


def _read(grey: Image.Image, page: int, scale: float) -> list[Seen]:
    """Return what is seen, with places as they are at scale 1."""
    found = []
    for code in scanned(grey):
        where = code.position
        corners = (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
        across = [round(corner.x / scale) for corner in corners]
        down = [round(corner.y / scale) for corner in corners]
        found.append(Seen(text=code.text, page=page, rect=(min(across), min(down), max(across), max(down))))
    return _in_reading_order(found)


def _in_reading_order(found: list[Seen]) -> list[Seen]:
    lines: list[list[Seen]] = []
    for seen in sorted(found, key=lambda each: each.rect[1]):
        top = lines[-1][0].rect if lines else None
        if top is not None and seen.rect[1] - top[1] < _LINE * (top[3] - top[1]):
            lines[-1].append(seen)
        else:
            lines.append([seen])
    return [seen for line in lines for seen in sorted(line, key=lambda each: each.rect[0])]


def _read_pdf(path: Path) -> Iterator[list[Seen]]:
    import pypdfium2

    with pdfium:
        document = pypdfium2.PdfDocument(path)
    try:
        for place in range(len(document)):
            yield _read_page(document, place)
    finally:
        with pdfium:
            document.close()


def _read_page(document: pypdfium2.PdfDocument, place: int) -> list[Seen]:
    for dots in _PDF_DOTS:
        with pdfium:
            page = document[place]
            width, height = page.get_size()
            scale = min(dots / 72, (LARGEST / max(width * height, 1)) ** 0.5)
            grey = page.render(scale=scale, grayscale=True).to_pil().copy()
            page.close()
        found = _read(grey, place + 1, scale)
        if found:
            return found
    return []


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    if scale == 1:
        return picture
    return picture.resize((max(int(picture.width * scale), 1), max(int(picture.height * scale), 1)))


def _blurred(radius: float) -> Callable[[Image.Image], Image.Image]:
    return lambda picture: picture.filter(ImageFilter.GaussianBlur(radius))


_LIGHTS: tuple[tuple[float, Callable[[Image.Image], Image.Image]], ...] = (
    (1, lambda picture: picture),
    (1, ImageOps.autocontrast),
    (1, _blurred(1.2)),
    (1, ImageOps.equalize),
    (0.5, lambda picture: picture),
    (0.5, _blurred(1)),
    (2, lambda picture: picture),
    (1, lambda picture: picture.filter(ImageFilter.UnsharpMask(4, 200))),
    (0.25, lambda picture: picture),
)
"""A scale, and what is done to the picture then."""
