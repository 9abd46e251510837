"""Guests find a store by any part of its name or address: in characters, in pinyin, by initials."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.naming.script import spelt
from app.hq.work.landing_places import MOST_FOUND, Atlas, Site
from app.hq.work.landing_search import StoreSearch
from app.wire.searching import readings

ATLAS = Atlas(
    [
        Site(store_id="1", name="迎宾面馆（天河城店）", city="广州市", district="天河区", address="天河路208号"),
        Site(store_id="2", name="迎宾面馆（正佳店）", city="广州市", district="天河区", address="解放路7号 Mall-B"),
        Site(store_id="3", name="重庆老灶", city="重庆市", district="渝中区", address="重庆市渝中区人民路1号"),
        Site(store_id="4", name="西安小馆", city="西安市", district="雁塔区", address="长安街KFC楼上"),
        Site(store_id="5", name="紅陽綠地店", city="广州市", district="越秀区", address="吕厝路"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("天河", "12"),
        ("tianhe", "12"),
        ("Tian He", "12"),
        ("th", "12"),
        ("天h", "12"),
        ("tianhec", "1"),
        ("thc", "1"),
        ("tianhe zhengjia", "2"),
        ("chongqing", "3"),
        ("zhongqing", "3"),
        ("cqlz", "3"),
        ("xian", "4"),
        ("xi'an", "4"),
        ("changan", "4"),
        ("kfc", "4"),
        ("ＭＡＬＬ", "2"),
        ("mall-b", "2"),
        ("红阳", "5"),
        ("lvdi", "5"),
        ("lvcuo", "5"),
        ("jiefanglu", "2"),
        ("迎宾 解放", "2"),
        ("店天", ""),
        ("tianhex", ""),
        ("", ""),
        ("'", ""),
        ("[.*", ""),
    ],
)
def test_a_store_is_found_by_what_people_type(typed: str, found: str) -> None:
    assert "".join(site.store_id for site in ATLAS.named(typed)) == found


def test_those_with_it_in_their_name_come_first_and_a_city_and_who_helps_narrow_it() -> None:
    assert [site.store_id for site in ATLAS.named("tianhelu")] == ["1"]
    atlas = Atlas([Site(store_id="1", name="甲", address="天河路"), Site(store_id="2", name="天河店", city="广州市")])
    assert [site.store_id for site in atlas.named("tianhe")] == ["2", "1"]
    assert [site.store_id for site in atlas.named("tianhe", "广州")] == ["2"]
    assert [site.store_id for site in atlas.named("天河", "", lambda site: site.store_id == "1")] == ["1"]


def test_no_more_are_looked_for_than_anybody_reads() -> None:
    atlas = Atlas(Site(store_id=f"{number:04}", name=f"{number}号店") for number in range(MOST_FOUND + 4))
    assert len(atlas.named("dian")) == MOST_FOUND
    assert [site.name for site in atlas.named("1003号")] == ["1003号店"]


TEXT = st.text("天河地铁a1 ", max_size=6)


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=8), st.text("天河地a1 ", max_size=4))
def test_characters_find_exactly_what_holds_them(named: list[tuple[str, str]], typed: str) -> None:
    search = StoreSearch(named, readings())
    words = typed.split()
    held = [all(word in spelt(name) or word in spelt(more) for word in words) for name, more in named]
    found = search.find(typed, 100)
    literal = {number for number, holds in enumerate(held) if holds and words}
    assert literal <= set(found)
    if "a" not in typed:
        assert set(found) == literal
        rank = [not all(word in spelt(named[number][0]) for word in words) for number in found]
        assert rank == sorted(rank)
