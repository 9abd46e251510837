"""What a scanned code is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import Code, CodeKind, check_digits, member_code, read_code, spellings

numbers = st.from_regex(r"[0-9A-Z][0-9A-Z-]{0,20}", fullmatch=True)


@given(numbers)
def test_a_member_code_is_read_back_however_a_keyboard_bent_it(number: str) -> None:
    code = member_code(number)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in code)
    for bent in (code, code.lower(), code.swapcase(), wide, f" {code}\r"):
        assert read_code(bent) == Code(CodeKind.MEMBER, number)


@given(numbers, st.data())
def test_part_of_a_member_code_is_never_another_members(number: str, data: st.DataObject) -> None:
    code = member_code(number)
    cut = data.draw(st.integers(4, len(code) - 1))
    assert read_code(code[:cut]).kind in (CodeKind.BROKEN, CodeKind.PLAIN, CodeKind.UNKNOWN)
    wrong = f"{int(check_digits(number)) % 97 + 1:02d}"
    assert read_code(f"YB:M:{number}:{wrong}").kind is (
        CodeKind.MEMBER if wrong == check_digits(number) else CodeKind.BROKEN
    )


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("https://yb.example/r/Ab3-_x", CodeKind.LINK, "Ab3-_x"),
        ("HTTP://YB.EXAMPLE:8000/R/9?t=1", CodeKind.LINK, "9"),
        ("https://u.wechat.com/kKxyz", CodeKind.OTHER_LINK, ""),
        ("https://yb.example/r/", CodeKind.OTHER_LINK, ""),
        ("134512345678901234", CodeKind.PAYMENT, ""),
        ("284512345678901234", CodeKind.PAYMENT, ""),
        ("301234567890123456789012", CodeKind.PAYMENT, ""),
        ("6212345678901234567", CodeKind.PAYMENT, ""),
        ("13812347719", CodeKind.PHONE, "13812347719"),
        ("+86 138-1234-7719", CodeKind.PHONE, "13812347719"),
        ("6901234567892", CodeKind.PRODUCT, "6901234567892"),
        ("69385074", CodeKind.PLAIN, "69385074"),
        ("69385070", CodeKind.PRODUCT, "69385070"),
        ("6901234567893", CodeKind.PLAIN, "6901234567893"),
        ("M10023", CodeKind.PLAIN, "M10023"),
        ("88001234", CodeKind.PLAIN, "88001234"),
        ("WIFI:T:WPA;S:x;;", CodeKind.UNKNOWN, ""),
        ("HELLO", CodeKind.UNKNOWN, ""),
        ("YB:X:1", CodeKind.BROKEN, ""),
        ("", CodeKind.UNKNOWN, ""),
    ],
)
def test_every_kind(text: str, kind: CodeKind, value: str) -> None:
    assert read_code(text) == Code(kind, value)


def test_what_the_scanner_puts_around_a_code_is_taken_off() -> None:
    assert read_code("~YB:M:7:85#".replace("85", check_digits("7")), "~", "#") == Code(CodeKind.MEMBER, "7")


def test_the_check_digits_are_those_of_the_standard() -> None:
    assert check_digits("794") == "44"  # the example of ISO/IEC 7064
    assert check_digits("A1") != check_digits("1A")


def test_a_payment_keeps_nothing_and_a_code_never_tells_what_it_holds() -> None:
    assert read_code("134512345678901234").value == ""
    assert "M10023" not in repr(read_code("M10023"))


def test_a_number_no_code_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="member number"):
        member_code("会员1")


def test_spellings_begin_with_what_was_read() -> None:
    assert spellings("aB1") == ("aB1", "AB1", "ab1")
