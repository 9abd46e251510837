"""How much an SVG draws, before Qt draws it: what names another part again and again grows beyond any patience.

Ten `<use>` of a group of ten `<use>` ... is a file of two kilobytes that Qt is busy with for years.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

LARGEST_FILE = 2_000_000
"""Bytes: one of 30 MB keeps Qt busy for minutes."""

MOST_ELEMENTS = 100_000
"""Elements with all that they name, each as often as it is named: 0.15 s of Qt's time. Logos have some hundreds."""

_NAMED = re.compile(r"#([^\s\"')]+)")
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href")
_GZIP = b"\x1f\x8b"


def is_modest(path: Path) -> bool:
    """Whether the SVG is read and drawn within a blink; False also for one that is no XML, is packed, or names itself.

    Raises OSError where there is no such file.
    """
    if path.stat().st_size > LARGEST_FILE:
        return False
    text = path.read_bytes()
    if text.startswith(_GZIP):  # Qt would unpack it, whatever its size is then
        return False
    try:
        root = ElementTree.fromstring(text)  # expat stops entities that grow
        return _drawn(root) <= MOST_ELEMENTS
    except (ElementTree.ParseError, RecursionError, ValueError):
        return False


def _drawn(root: ElementTree.Element) -> int:
    """Return how many elements are drawn; raise `ValueError` for a part that names itself, however far about."""
    by_id = defaultdict[str, list[ElementTree.Element]](list)
    for part in root.iter():
        by_id[part.get("id", "")].append(part)
    known: dict[ElementTree.Element, int | None] = {}

    def count(element: ElementTree.Element) -> int:
        if element in known:
            held = known[element]
            if held is None:
                raise ValueError("a part names itself")
            return held
        known[element] = None
        parts = [*element, *chain.from_iterable(by_id.get(name, ()) for name in _names(element))]
        known[element] = found = 1 + sum(map(count, parts))
        return found

    return count(root)


def _names(element: ElementTree.Element) -> list[str]:
    """Return the ids that the element names: in a link, or in `url(#id)` of any attribute."""
    return [
        name
        for key, value in element.items()
        if (key in _LINKS and not value.startswith("data:")) or "url(" in value
        for name in _NAMED.findall(value)
    ]
