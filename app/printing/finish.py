"""How a file goes out, and how making it is stopped. Knows no Qt and no scanner, so that whoever orders pages need not
load what makes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Step = Callable[[int], bool]
"""Hears how many pages are done, and says whether to go on."""


class Cancelled(Exception):
    """The work was stopped on request; nothing was left behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """How a PDF goes out. `bleed`: for a print shop, the paper goes on over the edge by the template's bleed, and crop
    marks say where to cut. `title`: what the document is called."""

    bleed: bool = False
    title: str = ""


PLAIN = Finish()
"""Trimmed, for the store's own printer."""
