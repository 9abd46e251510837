"""What a printed code must be: the edges of each rule, and that each refusal says what would be right."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.faults import Refused
from app.printing.codes import Correction, make_code
from app.printing.drawing import plate
from app.printing.rules import Printed, check, least_module_mm, mixed, reflectance

CODE = make_code("https://yb.example.com/r/7K0PM2QXAB")
UNDER_LOGO = make_code("https://yb.example.com/r/7K0PM2QXAB", Correction.H)


def printed(module: float = 1.0, **changes: Any) -> Printed:
    code = changes.pop("code", CODE)
    usual: dict[str, Any] = {"width_mm": module * code.size, "margin_mm": 4 * module, "reach_m": 0.3}
    return Printed(code=code, **{**usual, **changes})


@pytest.mark.parametrize(
    "good",
    [
        printed(0.4),
        printed(0.4, reach_m=0.5),
        printed(1.0, reach_m=0.51, width_mm=51, margin_mm=8),
        printed(3.5, reach_m=1.0),
        printed(margin_mm=4.0),
        printed(dark="#0f6b5c"),
        printed(dark="#7a1f1f", light="#fff3d6"),
        printed(code=UNDER_LOGO, covered=0.20),
        printed(code=make_code("q", Correction.Q), covered=0.0),
    ],
)
def test_what_a_phone_reads_passes(good: Printed) -> None:
    check(good)


@pytest.mark.parametrize(
    ("bad", "fault", "facts"),
    [
        (printed(0.39), "code_too_small", {"least_module": 0.4, "least": 11.6}),
        (printed(0.99, reach_m=1.0), "code_too_small", {"least": 100.0}),
        (printed(1.02, reach_m=0.6), "code_too_small", {"least": 60.0}),
        (printed(3.4, reach_m=1.0), "code_too_small", {"least": 100.0, "width": 98.6}),
        (printed(6.0, reach_m=2.0), "code_too_small", {"least": 200.0}),
        (printed(margin_mm=3.9), "code_quiet_zone", {"margin": 3.9, "least": 4.0}),
        (printed(dark="#ffffff", light="#000000"), "code_inverted", {"dark": "#ffffff"}),
        (printed(dark="#c0c0c0"), "code_contrast", {"least": 55}),
        (printed(dark="#d32f2f", light="#ffd54f"), "code_contrast", {"least": 55}),
        (printed(code=UNDER_LOGO, covered=0.31), "code_logo", {"covered": 31, "most": 20}),
        (printed(code=UNDER_LOGO, covered=0.201), "code_logo", {"most": 20}),
        (printed(code=make_code("x" * 62, Correction.M), covered=0.05), "code_logo", {"most": 0}),
        (printed(dark="green"), "colour_unreadable", {"text": "green"}),
    ],
)
def test_what_would_not_scan_is_refused_with_what_would_be_right(
    bad: Printed, fault: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        check(bad)
    assert refused.value.code == fault
    assert {name: refused.value.facts[name] for name in facts} == facts


def test_the_refusal_of_a_logo_reads_as_the_studio_says_it() -> None:
    with pytest.raises(Refused, match="logo covers 31%: at most 20% here"):
        check(printed(code=UNDER_LOGO, covered=0.31))


def test_the_way_to_the_phone_decides() -> None:
    assert [least_module_mm(reach) for reach in (0.1, 0.5, 0.51, 2.0)] == [0.4, 0.4, 1.0, 1.0]


def test_colours_by_their_light() -> None:
    assert reflectance("#000000") == 0
    assert reflectance("#FFFFFF") == pytest.approx(1)
    assert reflectance("#00ff00") > reflectance("#ff0000") > reflectance("#0000ff")
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize("size", [21, 29, 37, 57])
@pytest.mark.parametrize("share", [0.01, 0.08, 0.15, 0.2])
@pytest.mark.parametrize("aspect", [0.2, 1.0, 3.3])
def test_a_logo_clears_whole_modules_in_the_middle_and_no_more_than_it_may(
    size: int, share: float, aspect: float
) -> None:
    across, down = plate(size, share, aspect)
    assert across * down <= max(share * size * size, 1)
    assert across % 2 == down % 2 == 1
    assert (across - down) * (aspect - 1) >= 0


def test_what_gives_way_to_a_logo_is_light_and_the_rest_stays() -> None:
    cleared = UNDER_LOGO.cleared(9, 5)
    size = UNDER_LOGO.size
    middle = size // 2
    for row in range(size):
        for column in range(size):
            away = abs(column - middle) <= 4 and abs(row - middle) <= 2
            assert cleared.dark(column, row) == (UNDER_LOGO.dark(column, row) and not away)
