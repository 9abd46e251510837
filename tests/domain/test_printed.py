"""Printed codes: what is on paper is found again however it is read out, and leads only where it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeKind, read_code
from app.domain.faults import Refused
from app.domain.printed import LENGTH, CodeCard, PrintedKind, Validity, check_target, code_in, link_of, new_code

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

codes = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=LENGTH, max_size=LENGTH)


def test_new_codes_are_found_in_their_links_and_never_alike() -> None:
    made = {new_code() for _ in range(2000)}
    assert len(made) == 2000
    assert all(code_in(link_of("https://yb.example.com/", code)) == code for code in made)
    assert {letter for code in made for letter in code} == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@given(codes, st.data())
def test_a_code_is_understood_as_people_read_it_out(code: str, data: st.DataObject) -> None:
    confused = {"0": "0oO", "1": "1iIlL"}
    spoken = "".join(data.draw(st.sampled_from(confused.get(c, c + c.lower()))) for c in code)
    split = data.draw(st.integers(0, LENGTH))
    gap = data.draw(st.sampled_from(["", " ", "-"]))
    assert code_in(f" {spoken[:split]}{gap}{spoken[split:]}\n") == code


@given(codes)
def test_the_scanner_takes_a_printed_link_for_ours(code: str) -> None:
    for link in (link_of("https://yb.example.com", code), f"HTTP://10.0.0.7:8000/r/{code.lower()}?from=singlemessage"):
        read = read_code(link)
        assert read.kind is CodeKind.LINK
        assert code_in(read.value) == code_in(link) == code


@pytest.mark.parametrize(
    "text",
    ["", "K7M2QX9AB", "K7M2QX9AB44", "K7M2QX9ABU", "https://yb.example.com/r/", "https://x.cn/s/K7M2QX9AB4", "迎宾"],
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert code_in(text) == ""


def test_validity_at_its_edges() -> None:
    card = CodeCard(code="K7M2QX9AB4", kind=PrintedKind.CAMPAIGN, valid_from=NOON, valid_until=NOON + timedelta(days=1))
    second = timedelta(seconds=1)
    assert card.validity(NOON - second) is Validity.NOT_YET
    assert card.validity(NOON) is Validity.GOOD
    assert card.validity(NOON + timedelta(days=1) - second) is Validity.GOOD
    assert card.validity(NOON + timedelta(days=1)) is Validity.OVER
    assert replace(card, retired_at=NOON).validity(NOON) is Validity.RETIRED


@pytest.mark.parametrize(
    "url", ["", "https://work.weixin.qq.com/u/vc1", " https://a.cn ", "https://a.cn:8443/x?y=1#z", "https://[::1]:8/x"]
)
def test_a_target_is_kept_as_it_is(url: str) -> None:
    assert check_target(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "http://a.cn",
        "javascript:alert(1)",
        "//a.cn",
        "https://",
        "https:///x",
        "https://user@evil.cn",
        "https://a b.cn",
        "https://a.cn\nhttps://b.cn",
        "data:text/html,x",
        "https://[::1",
        "https://a\\@b.cn",
        "https://a.cn/" + "x" * 1000,
    ],
)
def test_a_target_that_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        check_target(url)
    assert refused.value.code == "target_unsafe"
