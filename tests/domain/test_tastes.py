"""Tastes from dishes, and which of them belong on a card."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.policy import policy_from
from app.domain.tastes import Taste, TasteKind, TasteSource, card_tastes, tags_of_dish, tastes_from_dishes
from app.resources import resources

TODAY = date(2026, 11, 20)
POLICY = policy_from(tomllib.loads((resources() / "policy.toml").read_text("utf-8"))).dishes


@pytest.mark.parametrize(
    ("dish", "tags"),
    [
        ("孜然羊排", ("羊肉",)),
        ("麻辣小龙虾", ("辣", "虾蟹", "小龙虾")),
        ("啤酒鸭", ("鸡鸭",)),
        ("青岛啤酒罐装", ("啤酒",)),
        ("白饭/大碗", ()),
        ("鱼香肉丝拌面", ("面食",)),
        ("番茄炖牛腩", ("牛肉", "番茄")),
        ("红酒炖羊肉", ("羊肉",)),
        ("干锅田鸡", ()),
        ("牛肉鸡蛋肠粉", ("牛肉", "面食")),
    ],
)
def test_the_rule_table_reads_dishes(dish: str, tags: tuple[str, ...]) -> None:
    assert tags_of_dish(dish, POLICY) == tags


def days(*dishes: list[str]) -> list[tuple[date, list[str]]]:
    return [(TODAY - timedelta(days=n), names) for n, names in enumerate(dishes)]


def test_a_taste_says_how_often_of_how_many_and_from_which_dishes() -> None:
    visits = days(["孜然羊排"], ["孜然羊排", "蒙古烤羊腿"], ["白饭/大碗"], ["清蒸海鱼"])
    (taste,) = tastes_from_dishes(visits, POLICY, "v1")
    assert (taste.tag, taste.hits, taste.of, taste.evidence, taste.rule) == ("羊肉", 2, 4, "孜然羊排、蒙古烤羊腿", "v1")
    assert taste.source is TasteSource.DISHES
    assert taste.expires == TODAY + timedelta(days=POLICY.expire_days)


@pytest.mark.parametrize(
    ("hits", "of", "shown"), [(1, 1, False), (2, 2, True), (2, 6, True), (2, 7, False), (3, 10, True)]
)
def test_both_thresholds_hold_at_their_edges(hits: int, of: int, *, shown: bool) -> None:
    visits = days(*([["孜然羊排"]] * hits + [["白饭/大碗"]] * (of - hits)))
    assert bool(tastes_from_dishes(visits, POLICY, "v1")) is shown


def said(tag: str, kind: TasteKind, **more: object) -> Taste:
    fields: dict[str, object] = {"source": TasteSource.STAFF, "date": TODAY, "author": "李娜"} | more
    return Taste(tag=tag, kind=kind, **fields)  # type: ignore[arg-type]


def test_an_expired_tag_is_off_the_card_and_one_that_ends_today_is_on_it() -> None:
    yesterday = said("葱", TasteKind.AVOID, expires=TODAY - timedelta(days=1))
    tonight = said("姜", TasteKind.AVOID, expires=TODAY)
    assert card_tastes([yesterday, tonight], TODAY) == (tonight,)


def test_what_a_guest_says_beats_what_they_order_and_an_allergy_beats_both() -> None:
    ordered = said("虾", TasteKind.LIKES, source=TasteSource.DISHES)
    avoided = said("虾", TasteKind.AVOID, date=TODAY - timedelta(days=90))
    allergy = said("虾", TasteKind.ALLERGY, date=TODAY - timedelta(days=900), source=TasteSource.HQ)
    assert card_tastes([ordered, avoided], TODAY) == (avoided,)
    assert card_tastes([ordered, avoided, allergy], TODAY) == (allergy,)


def test_a_stores_own_tag_stays_in_the_store() -> None:
    here = said("靠窗", TasteKind.LIKES, scope="store:330")
    assert card_tastes([here], TODAY, "330") == (here,)
    assert card_tastes([here], TODAY, "331") == ()


TAGS = st.builds(
    said,
    st.sampled_from(["葱", "姜", "蒜", "虾"]),
    st.sampled_from(TasteKind),
    source=st.sampled_from(TasteSource),
    date=st.dates(date(2026, 1, 1), TODAY),
    show=st.booleans(),
)


@given(st.lists(TAGS))
def test_a_card_has_one_tag_a_thing_in_order_of_urgency_and_never_loses_a_shown_allergy(tags: list[Taste]) -> None:
    shown = card_tastes(tags, TODAY)
    kinds = [list(TasteKind).index(t.kind) for t in shown]
    assert kinds == sorted(kinds)
    assert len({t.tag for t in shown}) == len(shown)
    allergies = {t.tag for t in tags if t.kind is TasteKind.ALLERGY and t.show}
    assert allergies == {t.tag for t in shown if t.kind is TasteKind.ALLERGY}
