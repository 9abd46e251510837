"""`qr make`: one code as a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.faults import Unavailable, Unreadable
from app.printing.codes import Correction
from app.printing.finish import Finish
from app.printing.layout import Look, Page, Pages, Piece, seen
from app.printing.letters import ready
from app.printing.paper import prove_image, whole_file, write_pdf, write_png
from app.printing.pictures import as_grey
from app.printing.reading import Seen, read_picture
from app.printing.template import Element, Kind, Subject, Template

from .options import look_of
from .saving import check_folder

_IN_THE_HAND = 0.3
_PROVEN_DOTS = 300
_SEEN_SIDE = 1000
"""Pixels at which a drawing is read."""


def make_file(text: str, out: Path, said: Mapping[str, Any]) -> dict[str, Any]:
    """Write `text` as a code to `out` and return {file, text, level, size_mm, module_mm, modules}.

    `said`: the options size_mm, level, dpi, logo, logo_in_code, dark, light. Raises `Refused` for a code that would not
    scan, `click.UsageError` for an ending that is no format.
    """
    kind = out.suffix.lower()
    check_folder(out, (".png", ".svg", ".pdf"))
    ready()
    size = said["size_mm"]
    share = said["logo_in_code"] if said["logo_in_code"] is not None else (15.0 if said["logo"] else 0.0)
    look = look_of({**said, "logo_in_code": share})
    page = _page(text, size, look, Correction(said["level"]) if said["level"] else None, said["dpi"])
    if kind == ".pdf":
        write_pdf([page], look, out, Finish(title=text))
    elif kind == ".png":
        write_png(page, look, out)
    else:
        _write_svg(page, look, out)
    item = page.codes[0]
    assert item.code is not None
    return {
        "file": str(out),
        "text": text,
        "level": item.code.correction.value,
        "size_mm": size,
        "module_mm": round(item.module, 3),
        "modules": item.code.size,
    }


def _page(text: str, size: float, look: Look, level: Correction | None, dots: int) -> Page:
    template = Template(
        name="code",
        title={},
        subject=Subject.STORE,
        reach_m=_IN_THE_HAND,
        page=(size, size),
        piece=(size, size),
        elements=(Element(kind=Kind.CODE, x=0, y=0, width=size, height=size),),
        dots=dots,
    )
    return Pages(template, [Piece(link=text)], look, correction=level)[0]


def _write_svg(page: Page, look: Look, out: Path) -> None:
    from PySide6.QtCore import QRectF, QSize
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

    from app.printing.drawing import paint_page

    scale = _PROVEN_DOTS / 25.4
    with whole_file(out) as part:
        with part.open("wb"):
            pass
        generator = QSvgGenerator()
        generator.setFileName(str(part))
        generator.setResolution(_PROVEN_DOTS)
        generator.setTitle(seen(page.links[0]))
        pixels = QSize(round(page.width * scale), round(page.height * scale))
        generator.setSize(pixels)
        generator.setViewBox(QRectF(0, 0, page.width * scale, page.height * scale))
        painter = QPainter(generator)
        paint_page(painter, page, look, scale)
        painter.end()
        drawing = QSvgRenderer(str(part))
        if not drawing.isValid():
            raise Unavailable("file_unwritten", f"{out.name} was not written whole: is the disk full?", file=out.name)
        image = QImage(pixels, QImage.Format.Format_RGB32)
        image.fill("white")
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        prove_image(image, page, _PROVEN_DOTS)


def read_svg(path: Path) -> list[Seen]:
    """Return the codes of a drawing, in the units of its view box.

    Raises `Unreadable("picture_unreadable")` for what is none.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    ready()
    drawing = QSvgRenderer(str(path))
    size = drawing.viewBoxF().size()
    if not drawing.isValid() or size.isEmpty():
        raise Unreadable("picture_unreadable", f"{path.name} is no drawing that can be read", file=path.name)
    seen = size.scaled(_SEEN_SIDE, _SEEN_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(seen.toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    unit = size.width() / seen.width()

    def placed(code: Seen) -> Seen:
        left, top, right, bottom = (round(edge * unit) for edge in code.rect)
        return replace(code, rect=(left, top, right, bottom))

    return [placed(code) for code in read_picture(as_grey(image))]
