"""A picture that is written comes back pixel for pixel, by other readers too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage, qRgb

from app.desk.shots.png import write_png


@pytest.mark.parametrize("width", [1, 2, 3, 5, 64])
def test_every_pixel_comes_back(tmp_path: Path, width: int) -> None:
    """Whatever the width: Qt pads its rows to four bytes, PNG does not."""
    picture, path = QImage(width, 7, QImage.Format.Format_RGB32), tmp_path / "picture.png"
    for x in range(width):
        for y in range(7):
            picture.setPixel(x, y, qRgb(x * 3, y * 30, (x * y) % 256))
    write_png(picture, path)
    assert QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32) == picture
    with Image.open(path) as read:
        read.load()
        assert (read.size, read.mode) == ((width, 7), "RGB")
        assert read.getpixel((width - 1, 6)) == ((width - 1) * 3, 180, (width - 1) * 6 % 256)


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_png(QImage(2, 2, QImage.Format.Format_RGB32), tmp_path / "nowhere" / "picture.png")
