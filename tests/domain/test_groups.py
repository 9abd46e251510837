"""Which group a guest is shown: always one that can be joined, full ones one after the other, and nobody too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.groups import GroupCard, GroupKind, GroupRule, Trouble, alerts_of, choose

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
RULE = GroupRule(capacity=200, spare=5, warn_left=20, warn_hours=48)


def group(group_id: str, members: int, **fields: object) -> GroupCard:
    card = GroupCard(group_id=group_id, store_id="s", capacity=200, members=members, join_url="https://a.cn/g")
    return replace(card, **fields)  # type: ignore[arg-type]


cards = st.builds(
    group,
    st.sampled_from("abcdefgh"),
    st.integers(0, 205),
    closed=st.booleans(),
    join_url=st.sampled_from(["", "https://a.cn/g"]),
    picture_text=st.sampled_from(["", "https://a.cn/p"]),
    expires_at=st.one_of(st.none(), st.integers(-72, 240).map(lambda hours: NOON + timedelta(hours=hours))),
    kind=st.sampled_from(GroupKind),
)
many = st.lists(cards, max_size=7, unique_by=lambda card: card.group_id)


@given(many)
def test_the_group_shown_can_be_joined_and_is_the_same_in_any_order(groups: list[GroupCard]) -> None:
    shown = choose(groups, NOON, RULE.spare)
    assert shown == choose(reversed(groups), NOON, RULE.spare)
    able = [each for each in groups if each.can_be_joined(NOON)]
    if shown is None:
        assert not able
        return
    assert shown in able
    assert not any(each.room > RULE.spare for each in able) or shown.room > RULE.spare
    assert not any(RULE.spare < each.room < shown.room for each in able), "a fuller one had room"


@given(st.integers(1, 4), st.integers(0, 30))
def test_groups_fill_one_after_the_other_to_the_last_place(count: int, spare: int) -> None:
    groups = {name: group(name, 0, capacity=40) for name in "abcd"[:count]}
    order: list[str] = []
    for _ in range(40 * count):
        shown = choose(groups.values(), NOON, spare)
        assert shown is not None
        order.append(shown.group_id)
        groups[shown.group_id] = replace(shown, members=shown.members + 1)
    assert choose(groups.values(), NOON, spare) is None
    first_full = order[: (40 - spare) * count]
    assert first_full == sorted(first_full), "the next one began before its time"


def test_the_edges_of_what_can_be_joined() -> None:
    assert group("a", 199).can_be_joined(NOON)
    assert not group("a", 200).can_be_joined(NOON)
    assert group("a", 0, expires_at=NOON + timedelta(seconds=1)).can_be_joined(NOON)
    assert not group("a", 0, expires_at=NOON).can_be_joined(NOON)
    assert not group("a", 0, join_url="").can_be_joined(NOON)
    assert group("a", 0, join_url="", picture_text="https://a.cn/p").can_be_joined(NOON)


def test_a_manager_hears_in_time() -> None:
    assert alerts_of([], NOON, RULE) == ()
    assert alerts_of([group("a", 179)], NOON, RULE) == ()
    (alert,) = alerts_of([group("a", 180)], NOON, RULE)
    assert (alert.trouble, alert.left) == (Trouble.FILLING, 20)
    assert alerts_of([group("a", 199), group("b", 100)], NOON, RULE) == ()
    (alert,) = alerts_of([group("a", 10, expires_at=NOON + timedelta(hours=48))], NOON, RULE)
    assert (alert.trouble, alert.until) == (Trouble.LAPSING, NOON + timedelta(hours=48))
    assert alerts_of([group("a", 10, expires_at=NOON + timedelta(hours=48, seconds=1))], NOON, RULE) == ()
    (alert,) = alerts_of([group("a", 200)], NOON, RULE)
    assert alert.trouble is Trouble.NONE_LEFT


def test_a_lapsing_group_is_no_room_to_rely_on() -> None:
    soon = group("a", 0, expires_at=NOON + timedelta(hours=1))
    (alert,) = alerts_of([soon, group("b", 190)], NOON, RULE)
    assert (alert.trouble, alert.left, alert.group_id) == (Trouble.FILLING, 10, "b")


def test_closing_the_last_group_that_paper_leads_to_is_said() -> None:
    (alert,) = alerts_of([group("a", 10, closed=True), group("b", 10, closed=True)], NOON, RULE)
    assert (alert.trouble, alert.kind) == (Trouble.NONE_LEFT, GroupKind.GROUP)
    assert alerts_of([group("a", 10, closed=True), group("b", 10)], NOON, RULE) == ()
    assert alerts_of([group("v", 10, closed=True, kind=GroupKind.VIP)], NOON, RULE) == (), "on purpose"


@given(many)
def test_no_guest_meets_a_closed_door_unannounced(groups: list[GroupCard]) -> None:
    """Where nobody can be let in although the store has groups of that kind, the manager has been told."""
    alerts = {alert.kind: alert for alert in alerts_of(groups, NOON, RULE)}
    for kind in GroupKind:
        alike = [each for each in groups if each.kind is kind and (kind is GroupKind.GROUP or not each.closed)]
        nobody = bool(alike) and choose(alike, NOON, RULE.spare) is None
        assert nobody == (kind in alerts and alerts[kind].trouble is Trouble.NONE_LEFT)
