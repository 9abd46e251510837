"""Drawings that would keep Qt busy for ever are found before it sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.printing.svg import LARGEST_FILE, MOST_ELEMENTS, is_modest

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">'


def nested(depth: int, named: str = '<use xlink:href="#{id}"/>') -> str:
    """Ten of a group of ten of a group ...: ten to the power of `depth` squares."""
    groups = [f'<g id="a{n}">{named.format(id=f"a{n - 1}") * 10}</g>' for n in range(1, depth)]
    return f'{HEAD}<defs><rect id="a0"/>{"".join(groups)}</defs>{named.format(id=f"a{depth - 1}") * 10}</svg>'


def modest(folder: Path, text: str | bytes) -> bool:
    drawing = folder / "logo.svg"
    drawing.write_bytes(text if isinstance(text, bytes) else text.encode())
    return is_modest(drawing)


def test_a_drawing_of_what_people_draw_is_modest(tmp_path: Path) -> None:
    assert modest(tmp_path, f'{HEAD}<path d="M0 0h9v9z" fill="#c00"/><a href="#top"><text id="t">迎</text></a></svg>')
    assert modest(tmp_path, nested(3))
    assert modest(tmp_path, HEAD + "<rect/>" * (MOST_ELEMENTS // 4) + "</svg>")


@pytest.mark.parametrize(
    "named",
    [
        '<use xlink:href="#{id}"/>',
        '<use href="#{id}"/>',
        '<rect fill="url(#{id})"/>',
        '<rect mask="url(&quot;#{id}&quot;)"/>',
        '<rect style="fill:url(#{id});stroke:none"/>',
    ],
)
def test_what_grows_by_naming_itself_again_and_again_is_not(tmp_path: Path, named: str) -> None:
    assert not modest(tmp_path, nested(6, named))
    assert not modest(tmp_path, nested(300, named))


def test_of_parts_with_one_name_each_counts(tmp_path: Path) -> None:
    assert not modest(tmp_path, nested(6).replace("</svg>", '<rect id="a5"/><rect id="a4"/></svg>'))


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>',
        f'{HEAD}<g id="a"><use href="#a"/></g></svg>',
        HEAD + "<g>" * 5000 + "</g>" * 5000 + "</svg>",
        HEAD,
        "",
        b"\x1f\x8b\x08 packed",
        '<!DOCTYPE svg [<!ENTITY a0 "lol">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + f"]>{HEAD}<text>&a11;</text></svg>",
        f"{HEAD}{' ' * LARGEST_FILE}</svg>",
    ],
    ids=["in turn", "itself", "deep", "half", "empty", "packed", "entities", "large"],
)
def test_what_cannot_be_drawn_within_a_blink_is_not_tried(tmp_path: Path, text: str | bytes) -> None:
    assert not modest(tmp_path, text)
