"""The words of the played chain, from `resources/demo/words.toml`, with weights to draw them by."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from app.resources import resources


@dataclass(frozen=True, slots=True)
class Weighted:
    """Words and how often each is drawn."""

    words: tuple[str, ...]
    sums: tuple[float, ...]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, float]]) -> Weighted:
        """Return the words of `pairs` (word, weight), ready to be drawn from."""
        return cls(tuple(word for word, _ in pairs), tuple(accumulate(weight for _, weight in pairs)))

    def draw(self, rng: Random) -> str:
        """Return one word."""
        return rng.choices(self.words, cum_weights=self.sums)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dish:
    """One dish of the menu; `plain` ones (rice, cutlery) are nobody's favourite."""

    dish_id: str
    name: str
    price_fen: int
    weight: float
    plain: bool
    drink: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything the played chain is made of."""

    surnames: Weighted
    given: dict[str, str]
    whole: dict[str, tuple[str, ...]]
    brand: str
    city: str
    stores: tuple[tuple[str, str], ...]
    menu: tuple[Dish, ...]
    said: dict[str, Weighted]
    guest_notes: tuple[str, ...]
    reservation_notes: tuple[str, ...]


@cache
def words() -> Words:
    """Return the words of the played chain."""
    document = tomllib.loads((resources() / "demo" / "words.toml").read_text(encoding="utf-8"))
    parts = document["surnames"].split()
    given = document["given"]
    return Words(
        surnames=Weighted.of([(name, float(weight)) for name, weight in zip(parts[::2], parts[1::2], strict=True)]),
        given={"男": given["male"] + given["either"], "女": given["female"] + given["either"]},
        whole={"男": tuple(given["male_whole"]), "女": tuple(given["female_whole"])},
        brand=document["house"]["brand"],
        city=document["house"]["city"],
        stores=tuple((store["name"], store["address"]) for store in document["house"]["stores"]),
        menu=_menu(document["menu"]),
        said={kind: Weighted.of([(tag, n) for tag, n in pairs]) for kind, pairs in document["said"].items()},
        guest_notes=tuple(document["notes"]["guest"]),
        reservation_notes=tuple(document["notes"]["reservation"]),
    )


def _menu(sections: dict[str, Any]) -> tuple[Dish, ...]:
    dishes: list[Dish] = []
    for section, rows in sections.items():
        for name, price, weight in rows:
            dishes.append(
                Dish(
                    dish_id=f"D{len(dishes) + 1:03d}",
                    name=name,
                    price_fen=price * 100,
                    weight=float(weight),
                    plain=section == "plain",
                    drink=section == "drinks",
                )
            )
    return tuple(dishes)
