"""The proof: what a scanner reads from a finished file, also after what happens to paper and phones.

Every page made is read back from its rendered form before it is offered for print. The whole page must give exactly
its links; then each code is cut out with what is around it, and must read out of focus, held askew, in low light, and
as a thermal printer's black dots. All hardships are measured at 300 dpi; a code whose modules are more than
`MODULE_PX` wide there is rendered coarser, which makes each of them harder and the proof fast; only one that fails so
is looked at in 300 dpi.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from math import cos, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter

from app.domain.faults import Refused, Unavailable

from .finish import Cancelled, Step
from .layout import Page, Placed
from .reading import pdfium, scanned
from .rules import QUIET_ZONE

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

BLUR = 1.5
"""Sigma in px at 300 dpi: a phone held by a hand, a lens with a finger on it."""

TILT = 12.0
"""Degrees, in the picture's plane and out of it: nobody holds a phone straight."""

DIM = 0.40
"""Contrast that is left of the whole at a candle-lit table."""

DOTS = 300
THERMAL_DOTS = 203

MODULE_PX = 5.0
"""Pixels of a module at which it is proven: what the least module, 0.4 mm, has at 300 dpi."""

MOST_MODULES = 45
"""Modules a side (version 7) of the largest code that reads askew at any size: some 120 letters of a link."""

_MM = 25.4
_AROUND = 2
"""Modules around the quiet zone that are looked at with a code: what stands there must not disturb it."""

_THREADS = 2
_AHEAD = 8
"""Pages that are looked at at once, and how many more may wait."""

_AWAY = 4.0
"""How far away the phone is, in widths of the code: from there a tilt shows as perspective."""


def blurred(picture: Image.Image) -> Image.Image:
    """Return the picture out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(BLUR))


def tilted(picture: Image.Image) -> Image.Image:
    """Return the picture turned by `TILT` degrees and seen from aside by as much."""
    how = _tilt(*picture.size)
    return picture.transform(picture.size, Image.Transform.PERSPECTIVE, how, Image.Resampling.BILINEAR, fillcolor=128)


@lru_cache(maxsize=64)
def _tilt(width: int, height: int) -> tuple[float, ...]:
    """Return where each pixel of the tilted picture comes from, as the eight numbers of a perspective.

    A camera looks straight at the middle of a sheet that is turned in its plane and then around its upright axis; the
    projection of that plane is turned over by its adjugate.
    """
    turn = side = radians(TILT)
    away = _AWAY * max(width, height)
    across = (cos(turn) * cos(side), -sin(turn) * cos(side), 0.0)
    down = (sin(turn), cos(turn), 0.0)
    deep = (-cos(turn) * sin(side) / away, sin(turn) * sin(side) / away, 1.0)
    back = _adjugate((across, down, deep))
    x, y = width / 2, height / 2
    rows = [(a, b, c - a * x - b * y) for a, b, c in back]  # from the middle of the tilted picture …
    last = rows[2]
    first = [one + x * other for one, other in zip(rows[0], last, strict=True)]  # … to the middle of the flat one
    second = [one + y * other for one, other in zip(rows[1], last, strict=True)]
    return tuple(each / last[2] for each in (*first, *second, *last[:2]))


Matrix = tuple[tuple[float, float, float], ...]


def _adjugate(matrix: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )


def dimmed(picture: Image.Image) -> Image.Image:
    """Return the picture with `DIM` of its contrast, around a dark grey."""
    return picture.point(_DIMMED)


def thermal(picture: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Return the picture (300 dpi) as a 203 dpi thermal printer burns it, set faint and dark: black dots."""
    size = round(picture.width * THERMAL_DOTS / DOTS), round(picture.height * THERMAL_DOTS / DOTS)
    dots = picture.resize(size, Image.Resampling.BOX)
    return dots.point(_FAINT), dots.point(_DARK)


_DIMMED = [round(40 + value * DIM) for value in range(256)]
_FAINT, _DARK = ([255 if value > limit else 0 for value in range(256)] for limit in (100, 155))


def hardships(picture: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """Yield all that a code must read after, each with the name that a refusal gives."""
    yield "blurred", blurred(picture)
    yield "tilted", tilted(picture)
    yield "dimmed", dimmed(picture)
    for dots in thermal(picture):
        yield "thermal", dots


_SAID = {
    "clean": "as it is",
    "blurred": "a little out of focus",
    "tilted": f"held {TILT:g} degrees askew",
    "dimmed": "in low light",
    "thermal": "as a thermal printer's black dots",
}


def texts_in(picture: Image.Image) -> Counter[str]:
    """Return what a scanner reads in a grey picture, and how often."""
    return Counter(code.text for code in scanned(picture, inverted=False))


def dots_for(page: Page) -> float:
    """Return the resolution at which a page is proven: that of its smallest module, 300 dpi at most."""
    least = min((item.module for item in page.codes), default=1.0)
    return min(float(DOTS), MODULE_PX * _MM / least)


def prove_picture(picture: Image.Image, page: Page, dots: float, *, edge: float = 0.0, number: int = 1) -> None:
    """Check a rendered page of `dots` per inch; `edge`: mm of paper around the trimmed page.

    Raises `Refused("code_unread")` with the facts hardship (`clean` or one of `hardships`), link and page.
    """
    grey = picture if picture.mode == "L" else picture.convert("L")
    smaller = int(dots / dots_for(page))
    if smaller > 1:
        try:
            _prove_page(grey.reduce(smaller), page, dots / smaller, edge, number)
        except Refused:
            pass  # harder than what is asked: what counts is the page as it is
        else:
            return
    _prove_page(grey, page, dots, edge, number)


def _prove_page(grey: Image.Image, page: Page, dots: float, edge: float, number: int) -> None:
    wrong = Counter(page.links)
    wrong.subtract(texts_in(grey))
    for link, count in wrong.items():
        if count:
            raise _unread("clean", link, number, unexpected=count < 0)
    for item in page.codes:
        _prove_code(_cut(grey, item, dots / _MM, edge), item, number)


def _prove_code(cut: Image.Image, item: Placed, number: int) -> None:
    link = item.code.text if item.code is not None else ""
    for hardship, changed in hardships(cut):
        if set(texts_in(changed)) != {link}:
            raise _unread(hardship, link, number, modules=item.code.size if item.code is not None else 0)


def _cut(grey: Image.Image, item: Placed, scale: float, edge: float) -> Image.Image:
    size = item.code.size if item.code is not None else 0
    half = item.module * (size / 2 + QUIET_ZONE + _AROUND) * scale
    x, y = ((item.x + item.width / 2 + edge) * scale, (item.y + item.height / 2 + edge) * scale)
    left, top = max(round(x - half), 0), max(round(y - half), 0)
    return grey.crop((left, top, min(round(x + half), grey.width), min(round(y + half), grey.height)))


def _unread(hardship: str, link: str, number: int, *, unexpected: bool = False, modules: int = 0) -> Refused:
    if unexpected:
        said = f"page {number} shows a code that does not belong there: {link!r}; is there one in the logo?"
    elif modules > MOST_MODULES:
        said = (
            f"page {number}: the code of {link} does not read {_SAID[hardship]}; {modules} x {modules} modules are too"
            " many at any size: make the text shorter"
        )
    else:
        said = (
            f"page {number}: the code of {link} does not read {_SAID[hardship]}; print it larger and in black on white,"
            " or leave the logo out of it"
        )
    return Refused("code_unread", said, hardship=hardship, link=link, page=number, unexpected=unexpected)


def prove_pdf(path: Path, pages: Sequence[Page], step: Step | None = None, *, called: str = "") -> None:
    """Check every page of a finished PDF, a few at a time; raise as `prove_picture`.

    `step` hears of each page in order; `called`: the file's name in what is said of it. Raises `Cancelled` where `step`
    says no, `Refused("pages_missing")` where pages are missing.
    """
    import pypdfium2

    try:
        with pdfium:
            document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as wrong:
        raise Unavailable(
            "file_unwritten", f"{called or path.name} was not written whole: is the disk full?"
        ) from wrong
    try:
        if len(document) != len(pages):
            raise Refused("pages_missing", f"{len(document)} pages instead of {len(pages)}")
        for number in _proven(document, pages):
            if step is not None and not step(number):
                raise Cancelled
    finally:
        with pdfium:
            document.close()


def _proven(document: pypdfium2.PdfDocument, pages: Sequence[Page]) -> Iterator[int]:
    """Yield the numbers of the pages as they pass, in order. Reading pictures leaves Python free: two threads help."""
    if len(pages) == 1:
        _prove_rendered(document, 1, pages[0])
        yield 1
        return
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="yingbin-proof")
    try:
        waiting: deque[Future[None]] = deque()
        passed = 0
        for number, page in enumerate(pages, 1):
            waiting.append(pool.submit(_prove_rendered, document, number, page))
            if len(waiting) > _AHEAD:
                waiting.popleft().result()
                passed += 1
                yield passed
        for each in waiting:
            each.result()
            passed += 1
            yield passed
    finally:
        pool.shutdown(cancel_futures=True)


def _prove_rendered(document: pypdfium2.PdfDocument, number: int, page: Page) -> None:
    dots = dots_for(page)
    while True:
        picture, width = _rendered(document, number - 1, dots)
        try:
            return prove_picture(picture, page, dots, edge=(width - page.width) / 2, number=number)
        except Refused:
            if dots >= DOTS:
                raise
            dots = float(DOTS)


def _rendered(document: pypdfium2.PdfDocument, place: int, dots: float) -> tuple[Image.Image, float]:
    """Return a page as a grey picture, and its width in mm."""
    with pdfium:
        page = document[place]
        try:
            width = page.get_width() * _MM / 72
            bitmap = page.render(scale=dots / 72, grayscale=True)
            try:
                return bitmap.to_pil().copy(), width
            finally:
                bitmap.close()
        finally:
            page.close()
