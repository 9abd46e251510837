"""Segment, class and gate in one readable line each, with the numbers behind them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.desk.reasons import class_reason, gate_reason, segment_name, segment_reason
from app.desk.reports import guest
from app.domain.guests import GuestCard
from app.domain.segments import Placing, PurchaseClass, Segment

PLACING = Placing(
    segment=Segment.OLD_HIGH,
    purchase_class=PurchaseClass.AGAIN,
    private=True,
    bills=7,
    spend_fen=123_450,
    spend_days=365,
    new_days=90,
    gate_visits=5,
    recommendations=1,
    gate_days=180,
    policy="2026-11",
)
CARD = GuestCard(guest_id="g", placing=PLACING, first_visit=datetime(2020, 1, 1, tzinfo=UTC))


def test_each_reason_has_its_numbers_and_its_policy() -> None:
    assert segment_reason(CARD) == "老客、消费高：首次到店已过 90 天，365 天内消费 1,234.50 元（规则 2026-11）"
    assert class_reason(CARD) == "多次消费：共 7 张账单（规则 2026-11）"
    assert gate_reason(CARD) == "私域客人：180 天内来店 5 次、推荐 1 次（规则 2026-11）"


def test_who_never_came_and_who_was_never_counted() -> None:
    nobody = GuestCard(guest_id="g", placing=Placing(policy="p", spend_days=30, new_days=9, gate_days=8))
    assert segment_reason(nobody) == "新客、消费低：还没有到过店，30 天内消费 0 元（规则 p）"
    assert gate_reason(nobody) == "非私域客人：8 天内来店 0 次、推荐 0 次（规则 p）"
    bare = GuestCard(guest_id="g")
    assert (segment_reason(bare), class_reason(bare), gate_reason(bare)) == ("", "", "")


@pytest.mark.parametrize("segment", list(Segment))
def test_every_segment_has_words(segment: Segment) -> None:
    assert segment_name(segment)


@pytest.mark.parametrize("bought", list(PurchaseClass))
def test_scripts_get_codes_and_reasons(bought: PurchaseClass) -> None:
    told = guest(GuestCard(guest_id="g", placing=Placing(purchase_class=bought, policy="p")))
    assert (told["purchase_class"], told["segment"], told["private"]) == (bought.value, "new_low", False)
    assert told["class_reason"].endswith("（规则 p）")
    assert (told["tier_before"], told["tier_since"]) == (None, None)
