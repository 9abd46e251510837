"""Letters for whoever paints, and pieces with believable words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.printing.letters import ready


@pytest.fixture(autouse=True, scope="session")
def letters(qapp: object) -> None:
    """The bundled fonts, in the application that the tests have anyway."""
    ready()


@pytest.fixture(scope="session")
def logos(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A wide logo, a high one with much ink, and one drawn as vectors."""
    folder = tmp_path_factory.mktemp("logos")
    wide, high, drawn = (str(folder / name) for name in ("wide.png", "high.png", "drawn.svg"))
    for path, size in ((wide, (300, 90)), (high, (120, 200))):
        picture = Image.new("RGBA", size, (0, 0, 0, 0))
        ImageDraw.Draw(picture).rounded_rectangle((4, 4, size[0] - 4, size[1] - 4), 20, fill="#b3261e")
        picture.save(path)
    Path(drawn).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4.5" cy="4.5" r="4" fill="#222"/></svg>',
        encoding="utf-8",
    )
    return [wide, high, drawn]
