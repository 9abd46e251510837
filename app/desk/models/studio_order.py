"""What is to be made of a draft: settled on the studio's sheet, done by the press."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.prints import Medium


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """On which medium, where it goes (a printer's name, or folder and file name), how many times each page, where it
    will hang, with how many dots an inch (pictures), and whether every store gets a file of its own."""

    medium: Medium
    printer: str = ""
    folder: str = ""
    name: str = ""
    copies: int = 1
    place: str = ""
    dots: int = 300
    each: bool = False
