"""Tastes from dishes, and which of them belong on a card."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dishes import sent_back, tags_of_dish, tastes_from_dishes
from app.domain.policy import policy_from
from app.domain.tastes import (
    CORRECTION,
    Taste,
    TasteKind,
    TasteSource,
    card_tastes,
    heard,
    moment,
)
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


def test_a_dish_that_went_back_whole_was_not_eaten() -> None:
    assert sent_back([("鱼", 1), ("虾", 2), ("鱼", -1), ("虾", -1), ("汤", 0), ("茶", -1)]) == {"鱼", "茶"}
    assert sent_back([("鱼", 1), ("汤", 0)]) == frozenset()


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


def test_what_was_said_last_beats_what_was_said_before_also_within_a_day() -> None:
    noon, later = (datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (4, 5))
    noted = said("辣", TasteKind.AVOID, source=TasteSource.NOTE, at=later)
    by_staff = said("辣", TasteKind.LIKES, at=noon)
    assert card_tastes([noted, by_staff], TODAY) == (noted,)
    assert card_tastes([noted, replace(by_staff, at=later)], TODAY)[0].kind is TasteKind.LIKES  # no reader's against it


def test_an_allergy_never_expires_and_never_comes_from_a_dish() -> None:
    old = said("花生", TasteKind.ALLERGY, date=date(2016, 1, 1), expires=date(2017, 1, 1), source=TasteSource.NOTE)
    guessed = said("虾", TasteKind.ALLERGY, source=TasteSource.DISHES)
    assert card_tastes([old, guessed], TODAY) == (old,)


def test_what_staff_dismissed_comes_back_from_newer_evidence_only() -> None:
    day = TODAY - timedelta(days=30)
    mark = said("辣", TasteKind.LIKES, date=day, at=datetime(2026, 10, 21, 4, tzinfo=UTC), show=False)
    for source in (TasteSource.NOTE, TasteSource.HQ, TasteSource.DISHES):
        before = said("辣", TasteKind.AVOID, source=source, date=day)
        assert card_tastes([before, mark], TODAY) == ()
        after = replace(before, date=day + timedelta(days=1))
        assert card_tastes([after, mark], TODAY) == (after,)
    later = datetime(2026, 10, 21, 6, tzinfo=UTC)
    same_day = said("辣", TasteKind.AVOID, source=TasteSource.NOTE, date=day, at=later)
    assert card_tastes([same_day, mark], TODAY) == (same_day,)


def test_a_dish_does_not_speak_for_the_kin_of_what_the_guest_refuses() -> None:
    ordered = said("虾蟹", TasteKind.LIKES, source=TasteSource.DISHES, hits=5, of=6)
    for refused in ("虾", "海鲜", "虾蟹"):
        firm = said(refused, TasteKind.ALLERGY)
        assert card_tastes([ordered, firm], TODAY) == (firm,)
    other = said("花生", TasteKind.ALLERGY)
    assert card_tastes([ordered, other], TODAY) == (other, ordered)
    told = said("虾蟹", TasteKind.LIKES)  # what people say is taken at its word
    assert set(card_tastes([told, said("虾", TasteKind.AVOID)], TODAY)) == {told, said("虾", TasteKind.AVOID)}


# --- decay -----------------------------------------------------------------------------------------------------------


def visits(*visited: tuple[int, str]) -> list[tuple[date, list[str]]]:
    return [(TODAY - timedelta(days=ago), [dish]) for ago, dish in visited]


def test_a_visits_weight_halves_with_every_half_life() -> None:
    policy = replace(POLICY, half_life_days=90, least_share=34, least_hits=2)
    lately = visits(*[(n, "白灼菜心") for n in range(2)], *[(360 + n, "孜然羊排") for n in range(6)])
    assert tastes_from_dishes(lately, policy, "v") == ()  # 6 of 8 visits, but a year ago: 6/16 against 2
    (taste,) = tastes_from_dishes(lately, replace(policy, half_life_days=3650), "v")
    assert (taste.tag, taste.hits, taste.of) == ("羊肉", 6, 8)
    (taste,) = tastes_from_dishes(visits((0, "孜然羊排"), (1, "孜然羊排"), (400, "白灼菜心")), policy, "v")
    assert (taste.hits, taste.of) == (2, 3)  # the count that is shown is of whole visits


def test_visits_up_to_a_dismissal_count_no_more_for_its_tag() -> None:
    held = visits(*[(n, "孜然羊排") for n in range(6)])
    since = {"羊肉": TODAY - timedelta(days=2)}
    (taste,) = tastes_from_dishes(held, POLICY, "v", since=since)
    assert (taste.hits, taste.of) == (2, 2)
    assert tastes_from_dishes(held, POLICY, "v", since={"羊肉": TODAY - timedelta(days=1)}) == ()
    assert tastes_from_dishes(held, POLICY, "v", since={"牛肉": TODAY}) == tastes_from_dishes(held, POLICY, "v")


DISHES = st.sampled_from(["孜然羊排", "麻辣小龙虾", "白饭", "啤酒"])
VISITS = st.lists(st.tuples(st.dates(date(2024, 1, 1), TODAY), st.lists(DISHES, max_size=3)), max_size=12)


@given(VISITS, st.randoms(use_true_random=False))
def test_the_order_of_visits_does_not_matter(held: list[tuple[date, list[str]]], chance: random.Random) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert tastes_from_dishes(shuffled, POLICY, "v") == tastes_from_dishes(held, POLICY, "v")
    for taste in tastes_from_dishes(held, POLICY, "v"):
        assert 0 < taste.hits <= taste.of == len(held)
        assert taste.kind is TasteKind.LIKES


# --- the card, whatever was said -------------------------------------------------------------------------------------

TAGS = st.builds(
    said,
    st.sampled_from(["葱", "姜", "蒜", "虾", "海鲜"]),
    st.sampled_from(TasteKind),
    source=st.sampled_from(TasteSource),
    date=st.dates(date(2026, 11, 1), TODAY),
    at=st.none() | st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 20), timezones=st.just(UTC)),  # noqa: DTZ001
    expires=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 9)),
    author=st.sampled_from(["李娜", "张强"]),
    rule=st.sampled_from(["", CORRECTION]),
    show=st.sampled_from([True, True, True, False]),
)


@given(st.lists(TAGS), st.randoms(use_true_random=False))
def test_a_card_has_one_tag_a_thing_in_order_of_urgency_whatever_order_it_was_said_in(
    tags: list[Taste], chance: random.Random
) -> None:
    shown = card_tastes(tags, TODAY)
    kinds = [list(TasteKind).index(t.kind) for t in shown]
    assert kinds == sorted(kinds)
    assert len({t.tag for t in shown}) == len(shown)
    shuffled = list(tags)
    chance.shuffle(shuffled)
    assert card_tastes(shuffled, TODAY) == shown
    assert card_tastes(shown, TODAY) == shown
    for taste in shown:
        assert taste.show
        assert taste.kind is TasteKind.ALLERGY or taste.expires is None or taste.expires >= TODAY


@given(st.lists(TAGS))
def test_an_allergy_is_on_the_card_unless_somebody_took_it_off_or_corrected_it(tags: list[Taste]) -> None:
    shown = {t.tag for t in card_tastes(tags, TODAY) if t.kind is TasteKind.ALLERGY}
    for tag in {t.tag for t in tags}:
        stated = [t for t in tags if t.tag == tag and t.show and t.kind is TasteKind.ALLERGY]
        stated = [t for t in stated if t.source is not TasteSource.DISHES]
        corrections = [t for t in tags if t.rule == CORRECTION and t.source is TasteSource.STAFF and t not in stated]
        against = [t for t in tags if t.tag == tag and (not t.show or t in corrections)]
        standing = [t for t in stated if not any(t is not a and moment(a) >= moment(t) for a in against)]
        assert tag in shown or not standing
        if not against:
            assert (tag in shown) == bool(stated)


@given(st.lists(TAGS))
def test_what_was_dismissed_is_not_back_from_what_was_known_then(tags: list[Taste]) -> None:
    at = datetime(2026, 11, 21, 4, tzinfo=UTC)
    marks = [said(tag, TasteKind.LIKES, date=date(2026, 11, 21), at=at, show=False) for tag in {t.tag for t in tags}]
    assert card_tastes([*tags, *marks], TODAY) == ()


@given(TAGS, TAGS)
def test_of_two_that_one_source_says_an_allergy_is_kept_else_the_newer(one: Taste, other: Taste) -> None:
    kept = heard(one, other)
    assert kept in (one, other)
    assert heard(None, other) == other
    assert heard(kept, kept) == kept
    allergies = [t for t in (one, other) if t.kind is TasteKind.ALLERGY and t.show]
    if len(allergies) == 1 and other.show:
        assert kept is allergies[0]
