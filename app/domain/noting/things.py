"""What a guest can like, want less of, avoid or not bear: each thing under the name that stands on its chip."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from .lexicon import by_tag
from .lexicon.allergens import ALLERGENS
from .lexicon.foods import FOODS, ORDERS, SLIPS
from .lexicon.seasonings import FLAVOURS


class Sort(StrEnum):
    """What kind of thing it is.

    The same verb means different things of each: "多放香菜" is a taste, "多放牛肉" asks for more for the money, and
    "不要可乐" is an order.
    """

    FLAVOUR = "flavour"
    """Seasonings, sauces, and how food tastes: what a kitchen can leave out of any dish."""
    ALLERGEN = "allergen"
    """Food that people are known to be allergic to."""
    FOOD = "food"
    ORDER = "order"
    """What is ordered by itself."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its tag. `weak`: this word for it is a slip of the pen, understood only right behind an operator."""

    tag: str
    sort: Sort
    weak: bool = False


@cache
def lexicon() -> dict[str, Thing]:
    """Return every word for a thing, in folded letters."""
    found = {word: Thing(tag, Sort.FLAVOUR, weak=True) for word, tag in by_tag(SLIPS).items()}
    blocks = ((ORDERS, Sort.ORDER), (FOODS, Sort.FOOD), (ALLERGENS, Sort.ALLERGEN), (FLAVOURS, Sort.FLAVOUR))
    for block, sort in blocks:
        found |= {word: Thing(tag, sort) for word, tag in by_tag(block).items()}
    return found
