"""The proof: what a scanner reads from a finished file, also after what happens to paper and phones.

Every page made is read back from its rendered form before it is offered for print: clean, blurred, tilted, with little
contrast, and as a thermal printer's black dots. A page that does not give exactly its links is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from app.domain.faults import Refused, Unavailable, Unreadable

BLUR = 1.5
"""Sigma in px at 300 dpi: a phone held by a hand, a lens with a finger on it."""

TILT = 12.0
"""Degrees: nobody holds a phone straight."""

DIM = 0.40
"""Contrast that is left of the whole at a candle-lit table."""

DOTS = 300
THERMAL_DOTS = 203
LARGEST = 60_000_000
"""Pixels of a picture that is read; a larger one is scaled down first."""

_PDF_DOTS = (200, 300, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One code as a scanner reads it: its text, the page (1 and up), and where (px at the resolution it was read at:
    left, top, right, bottom)."""

    text: str
    page: int
    rect: tuple[int, int, int, int]


def read_file(path: Path) -> list[Seen]:
    """Return every code in a picture or PDF, in reading order.

    Raises `Unavailable("file_missing")` where there is no such file, `Unreadable("picture_unreadable")` for what is
    neither a picture nor a PDF.
    """
    if not path.is_file():
        raise Unavailable("file_missing", f"there is no file {path.name}")
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        if b"%PDF-" in head:
            return [seen for number, page in enumerate(_pages(path), 1) for seen in _read_hard(page, number)]
        with Image.open(path) as picture:
            return _read_hard(ImageOps.exif_transpose(picture), 1)
    except (UnidentifiedImageError, pypdfium2.PdfiumError, Image.DecompressionBombError, OSError) as wrong:
        raise Unreadable(
            "picture_unreadable", f"{path.name} is neither a picture nor a PDF that can be read"
        ) from wrong


def read_picture(data: bytes) -> list[Seen]:
    """Return every code in a picture (the bytes of a PNG or JPEG file), as `read_file` does for one on the disk.

    Raises `Unreadable("picture_unreadable")` for bytes that are no such picture.
    """
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            return _read_hard(ImageOps.exif_transpose(picture), 1)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as wrong:
        raise Unreadable("picture_unreadable", "this is no PNG or JPEG picture that can be read") from wrong


def _pages(path: Path) -> Iterable[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            yield page.render(scale=_dots_for(page) / 72).to_pil()
    finally:
        document.close()


def _dots_for(page: pypdfium2.PdfPage) -> float:
    """Return the resolution a page is read at: `_PDF_DOTS`, less for a page the size of a wall."""
    width, height = page.get_size()
    most = (LARGEST / max(width * height, 1)) ** 0.5 * 72
    return min(float(_PDF_DOTS[0]), most)


def read_codes(picture: Image.Image, page: int = 1) -> list[Seen]:
    """Return the QR codes that are seen in `picture` as it is, in reading order."""
    found = []
    for code in zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode):
        corners = [
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_right,
            code.position.bottom_left,
        ]
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        found.append(Seen(text=code.text, page=page, rect=(min(across), min(down), max(across), max(down))))
    return sorted(found, key=lambda seen: (seen.page, seen.rect[1] // 50, seen.rect[0]))


def _read_hard(picture: Image.Image, page: int) -> list[Seen]:
    """Read a picture as it is, and where nothing is seen in a few other lights, as a phone does in its next frames."""
    grey = picture.convert("L")
    if grey.width * grey.height > LARGEST:
        grey.thumbnail((int(LARGEST**0.5), int(LARGEST**0.5)))
    for change in _LIGHTS:
        found = read_codes(change(grey), page)
        if found:
            return found
    return []


def _scaled(factor: float) -> Callable[[Image.Image], Image.Image]:
    def change(picture: Image.Image) -> Image.Image:
        size = max(round(picture.width * factor), 1), max(round(picture.height * factor), 1)
        return picture.resize(size, Image.Resampling.LANCZOS)

    return change


_LIGHTS: Sequence[Callable[[Image.Image], Image.Image]] = (
    lambda picture: picture,
    ImageOps.autocontrast,
    lambda picture: picture.filter(ImageFilter.GaussianBlur(1.2)),
    lambda picture: ImageOps.equalize(picture),
    _scaled(0.5),
    lambda picture: _scaled(0.5)(picture.filter(ImageFilter.GaussianBlur(2))),
    _scaled(2.0),
    lambda picture: picture.filter(ImageFilter.UnsharpMask(4, 200)),
    _scaled(0.25),
    lambda picture: picture.rotate(30, expand=True, fillcolor=128),
)


def blurred(picture: Image.Image) -> Image.Image:
    """Return the picture out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(BLUR))


def tilted(picture: Image.Image) -> Image.Image:
    """Return the picture turned by `TILT` degrees and seen from aside by as much."""
    turned = picture.rotate(TILT, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    width, height = turned.size
    narrow = height * 0.105  # half of 1 - cos and the foreshortening of 12 degrees at arm's length
    corners = (0, 0, 0, height, width, height - narrow, width, narrow)
    return turned.transform(turned.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255)


def dimmed(picture: Image.Image) -> Image.Image:
    """Return the picture with `DIM` of its contrast, around a dark grey."""
    return picture.point(lambda value: round(40 + value * DIM))


def thermal(picture: Image.Image) -> Image.Image:
    """Return the picture (300 dpi) as a 203 dpi thermal printer burns it: dots that are black or not."""
    size = round(picture.width * THERMAL_DOTS / DOTS), round(picture.height * THERMAL_DOTS / DOTS)
    return picture.resize(size, Image.Resampling.BOX).point(lambda value: 255 if value > 127 else 0)


HARDSHIPS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda picture: picture,
    "blurred": blurred,
    "tilted": tilted,
    "dimmed": dimmed,
    "thermal": thermal,
}


def prove(picture: Image.Image, links: Sequence[str]) -> None:
    """Check that a page rendered at 300 dpi gives exactly `links` under every hardship.

    Raises `Refused("code_unread")` naming the hardship and the first link that is missing or too much.
    """
    grey = picture.convert("L")
    for hardship, change in HARDSHIPS.items():
        wrong = Counter(links)
        wrong.subtract(seen.text for seen in read_codes(change(grey)))
        for link, count in wrong.items():
            if count:
                raise Refused(
                    "code_unread",
                    f"{link!r} is {'not read' if count > 0 else 'read too often'} when the page is {hardship}",
                    hardship=hardship,
                    link=link,
                )


def prove_pdf(path: Path, links: Sequence[Sequence[str]]) -> None:
    """Check every page of a finished PDF against its links; raise as `prove`, with the page's number in the facts."""
    document = pypdfium2.PdfDocument(path)
    try:
        if len(document) != len(links):
            raise Refused("pages_missing", f"{len(document)} pages instead of {len(links)}")
        for number, wanted in enumerate(links):
            prove(document[number].render(scale=DOTS / 72).to_pil(), wanted)
    finally:
        document.close()
