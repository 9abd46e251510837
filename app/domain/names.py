"""Names and phones as people write them, and the one form they are compared in."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_DIGIT = re.compile(r"\D")
_MASKED = re.compile(r"\d[\s-]*(?:[*•●○]+|[xX]{2,}|\.{3,})")
"""138****8006, 138xxxx8006."""

_AS_NUMBER = re.compile(r"(\d)(?:\.(\d*))?[eE]\+?(\d{1,2})|(\d+)\.0*")
"""What a sheet makes of a phone that it takes for a number: 1.38001E+10, 13800138006.0."""


def normalise_phone(text: str) -> str:
    """Return the digits of a mainland phone in its one form, or "" if `text` holds no phone.

    Full-width digits, spaces, dashes, brackets and the prefixes +86, 0086 and 86 are understood; a landline keeps
    its area code. What has fewer than 7 or more than 15 digits (ITU-T E.164) is no phone; nor is one whose digits are
    partly hidden (138****8006) or rounded away by a sheet (1.38001E+10), or 11 times the same digit: many guests
    would share it.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _MASKED.search(plain):
        return ""
    digits = _NOT_A_DIGIT.sub("", _written_out(plain))
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 11:
            digits = digits.removeprefix(prefix)
            break
    is_filler = len(digits) == 11 and len(set(digits)) == 1
    return digits if 7 <= len(digits) <= 15 and not is_filler else ""


def _written_out(text: str) -> str:
    """Return the digits of a phone that became a number in a sheet, "" where it is rounded; other text as it is."""
    number = _AS_NUMBER.fullmatch(text)
    if number is None:
        return text
    first, more, power, whole = number.groups()
    if whole:
        return str(whole)
    digits = f"{first}{more or ''}"
    return digits if len(digits) == int(power) + 1 else ""


def mask_phone(phone: str) -> str:
    """Return `phone` as it may be shown at a shared counter: "138****7719"; "" stays ""."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "*" * max(len(phone) - 2, 0) + phone[-2:]


def clean_text(text: str) -> str:
    """Return `text` on one line: NFC, control characters and line breaks out, runs of blanks as one."""
    visible = "".join(" " if unicodedata.category(c).startswith("C") else c for c in unicodedata.normalize("NFC", text))
    return " ".join(visible.split())


def clean_name(text: str) -> str:
    """Return a guest's or dish's name without line breaks, stray quotes at its ends, or padding."""
    return clean_text(text).strip("\"'“”‘’ ")
