"""Whatever a chain's list says of cities, the picker of the phone page leads to every store."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.printed import CodeCard, PrintedKind, Scope
from app.hq.landing.page import Look
from app.hq.landing.picking import NO_CITY, Picker, asked_of
from app.hq.work.landing_places import Atlas, Site

CODE = CodeCard(code="0123456789", kind=PrintedKind.GROUP, scope=Scope.CHAIN)


def stores_of(*cities: str) -> list[Site]:
    """Return stores, each of one of these cities."""
    return [Site(store_id=f"{number:03d}", name=f"第{number}店", city=city) for number, city in enumerate(cities)]


def links(picker: Picker, query: dict[str, str], likely: str = "") -> list[dict[str, str]]:
    """Return what the links of a page ask for."""
    found = re.findall(r'href="([^"]+)"', picker.html(asked_of(query, likely)))
    asked = (parse_qs(urlsplit(unescape(href)).query, keep_blank_values=True) for href in found)
    return [{name: values[-1] for name, values in each.items()} for each in asked]


def reached(sites: list[Site], code: CodeCard = CODE, likely: str = "") -> set[str]:
    """Return every store that somebody finds who follows all links."""
    picker = Picker(look=Look(language="zh"), card=code, atlas=Atlas(sites))
    found, seen, todo = set(), [], [{"pick": "1"}]
    while todo:
        seen.append(query := todo.pop())
        for asked in links(picker, query, likely):
            if "store" in asked:
                found.add(asked["store"])
            elif asked not in seen and asked not in todo:
                todo.append(asked)
    return found


@pytest.mark.parametrize("likely", ["", "上海市"])
@pytest.mark.parametrize(
    "cities",
    [
        ("上海",) * 3,
        ("上海市", "上海", "广州") * 30,
        ("",) * 95,
        ("上海", "") * 50,
        ("上海", "广州", "") * 30,
    ],
)
def test_every_store_is_reached_by_links_alone(cities: tuple[str, ...], likely: str) -> None:
    sites = stores_of(*cities)
    assert reached(sites, likely=likely) == {site.store_id for site in sites}


def test_a_city_that_is_called_in_two_ways_is_one_with_all_its_stores() -> None:
    atlas = Atlas(stores_of("上海市", "上海", "上海", "广州市", ""))
    assert atlas.cities() == {"上海": 3, "广州市": 1}
    assert [site.store_id for site in atlas.of_city("上海市")] == ["000", "001", "002"]
    assert (atlas.cities("上海市"), atlas.of_city(""), atlas.of_city("北京")) == ({"上海": 3}, [], [])


def test_a_code_of_a_city_leads_to_no_store_without_one() -> None:
    code = CodeCard(code="0123456789", kind=PrintedKind.GROUP, scope=Scope.REGION, region="上海")
    assert reached(stores_of("上海市", "", "上海", "广州"), code) == {"000", "002"}


def test_a_search_among_stores_without_a_city_looks_everywhere() -> None:
    picker = Picker(look=Look(language="zh"), card=CODE, atlas=Atlas(stores_of("上海", "")))
    assert {"store": "000"} in links(picker, {"city": NO_CITY, "q": "第0店"})


def test_the_stores_of_a_city_stand_as_people_count() -> None:
    names = ["天河1店", "天河2店", "天河10店"]
    atlas = Atlas(Site(store_id=str(-number), name=name, city="广州") for number, name in enumerate(names))
    assert [site.name for site in atlas.of_city("广州市")] == names
