"""Money, days, names, ids, tiers: the small rules, at their edges."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import business_day, day_bounds
from app.domain.faults import Unreadable
from app.domain.guests import Identity, IdentityKind
from app.domain.ids import new_id
from app.domain.money import fen_from_yuan, yuan
from app.domain.names import clean_name, mask_phone, normalise_phone
from app.domain.policy import policy_from
from app.domain.tiers import Tier, tier_of
from app.resources import resources

DOCUMENT = tomllib.loads((resources() / "policy.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "fen"), [("165", 16500), ("89.5", 8950), ("¥1,034.00", 103400), ("-12元", -1200), ("0", 0)]
)
def test_yuan_are_read_to_the_fen(text: str, fen: int) -> None:
    assert fen_from_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "abc", "1.005", "NaN", "inf", "12块"])
def test_what_is_no_amount_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        fen_from_yuan(text)


@given(st.integers(-(10**12), 10**12))
def test_what_is_shown_can_be_read_back(fen: int) -> None:
    assert fen_from_yuan(yuan(fen)) == fen


def test_the_business_day_is_cut_at_four_in_the_morning_in_the_stores_own_time() -> None:
    before = datetime(2026, 11, 20, 19, 59, 59, tzinfo=UTC)  # 03:59:59 on the 21st in Shanghai
    assert business_day(before) == date(2026, 11, 20)
    assert business_day(before + timedelta(seconds=1)) == date(2026, 11, 21)
    assert business_day(before, "UTC") == date(2026, 11, 20)


@given(st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)), st.sampled_from(["Asia/Shanghai", "America/New_York"]))  # noqa: DTZ001
def test_every_moment_lies_within_the_bounds_of_its_day(moment: datetime, zone: str) -> None:
    at = moment.replace(tzinfo=UTC)
    start, end = day_bounds(business_day(at, zone), zone)
    assert start <= at < end


@pytest.mark.parametrize(
    "text",
    [
        "13800007719",
        "+86 138 0000 7719",
        "0086-138-0000-7719",
        "８６１３８００００７７１９",
        "(138) 0000.7719",
        "13800007719.0",
        "1.3800007719E+10",
    ],
)
def test_one_phone_has_one_form(text: str) -> None:
    assert normalise_phone(text) == "13800007719"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "无",
        "1" * 16,
        "138****7719",
        "138 xxxx 7719",
        "１３８＊＊＊＊７７１９",
        "138…7719",
        "1.38001E+10",
        "0" * 11,
    ],
)
def test_what_is_no_phone_gives_none(text: str) -> None:
    assert normalise_phone(text) == ""


@given(st.text("0123456789", max_size=15))
def test_a_masked_phone_never_shows_more_than_seven_digits(phone: str) -> None:
    masked = mask_phone(phone)
    assert sum(c.isdigit() for c in masked) <= min(7, max(2, len(phone)))
    if len(phone) > 7:
        assert masked.endswith(phone[-4:])
        assert "****" in masked


@pytest.mark.parametrize(
    ("text", "name"), [("\"管小花'", "管小花"), ("番茄炖牛腩\n", "番茄炖牛腩"), (" 王 芳\u200b ", "王 芳")]
)
def test_names_are_cleaned(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_identities_come_strongest_first_and_in_one_form() -> None:
    identity = Identity(phone="+86 138 0000 7719", member_no=" 42 ", openid="")
    assert identity.pairs() == ((IdentityKind.MEMBER_NO, "42"), (IdentityKind.PHONE, "13800007719"))


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), min_size=2, max_size=20))  # noqa: DTZ001
def test_ids_are_version_seven_and_sort_by_time(moments: list[datetime]) -> None:
    ids = [new_id(m.replace(tzinfo=UTC)) for m in sorted(moments)]
    assert all(UUID(i).version == 7 for i in ids)
    assert [i[:13] for i in ids] == sorted(i[:13] for i in ids)


@pytest.mark.parametrize(
    ("visits", "tier"),
    [
        (0, Tier.REGULAR),
        (2, Tier.REGULAR),
        (3, Tier.GOLD),
        (5, Tier.GOLD),
        (6, Tier.PLATINUM),
        (9, Tier.PLATINUM),
        (10, Tier.BLACK),
    ],
)
def test_tiers_at_every_threshold(visits: int, tier: Tier) -> None:
    policy = policy_from(DOCUMENT)
    found, reason = tier_of(visits, 0, policy.tier_rules, policy.tier_days, policy.version)
    assert found is tier
    assert (reason.visits, reason.days, reason.policy) == (visits, 90, policy.version)


@pytest.mark.parametrize(
    "broken", [{"tiers": {}}, {"arrivals": {"window_minutes": 0}}, {"tiers": DOCUMENT["tiers"] | {"days": "x"}}]
)
def test_a_broken_policy_names_what_is_wrong(broken: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        policy_from(DOCUMENT | broken)
