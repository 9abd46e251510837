"""What a scanned code is: a member's, our own printed one, a phone, a payment, a product, or none that we know.

Our own member code is `YB:M:NUMBER:CHECK`, NUMBER being the member number in letters and digits and CHECK two digits
(ISO/IEC 7064, MOD 97-10), so that a code read in part is never taken for another member's. Its shape survives what
keyboards do to codes: Caps Lock (upper and lower case are one), and a Chinese input method that was left on (a mark
follows every run of letters, so that no digit ever chooses a candidate, and full width is read as half). A plain
member number is understood too: then whoever has it must be found for it to be one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from .names import normalise_phone


class CodeKind(StrEnum):
    """What a code is for. `PLAIN`: letters or digits, perhaps a member number; `PRODUCT`: the same, on goods."""

    MEMBER = "member"
    BROKEN = "broken"
    LINK = "link"
    OTHER_LINK = "other_link"
    PAYMENT = "payment"
    PHONE = "phone"
    PLAIN = "plain"
    PRODUCT = "product"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Code:
    """A code and what it holds: the member number, our link's code, the phone, the plain text; "" for a payment."""

    kind: CodeKind
    value: str = ""

    def __repr__(self) -> str:
        """Say the kind only: what guests carry with them is never written to a log."""
        return f"Code({self.kind.value})"


_MEMBER = re.compile(r"YB:M:([0-9A-Z-]{1,32}):(\d{2})")
_OURS = re.compile(r"YB:.*", re.DOTALL)
_LINK = re.compile(r"https?://[^/\s]+/r/([0-9A-Za-z_-]{1,64})/?(?:[?#].*)?", re.IGNORECASE)
_ANY_LINK = re.compile(r"(?:https?:/|www\.).*", re.IGNORECASE | re.DOTALL)
_PLAIN = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z][0-9A-Za-z_-]{2,31}")

_PAYMENTS = (
    re.compile(r"1[0-5]\d{16}"),
    re.compile(r"(?:2[5-9]|30)\d{14,22}"),
    re.compile(r"62\d{17}"),
    re.compile(r"01\d{17}"),
)
"""WeChat Pay: 18 digits from 10 to 15. Alipay: 16 to 24 digits from 25 to 30. UnionPay: 19 digits from 62. Digital
yuan: 19 digits from 01. As the payers' own documents for merchants give them."""

_MOBILE = re.compile(r"1[3-9]\d{9}")


def read_code(text: str, prefix: str = "", suffix: str = "") -> Code:
    """Return what `text`, as a scanner sent it, is. `prefix` and `suffix` are what the scanner puts around codes."""
    read = unicodedata.normalize("NFKC", text).strip()
    read = _without(read, prefix, suffix).strip()
    if found := _MEMBER.fullmatch(read.upper()):
        number, check = found.groups()
        return Code(CodeKind.MEMBER, number) if check == check_digits(number) else Code(CodeKind.BROKEN)
    if _OURS.fullmatch(read.upper()):
        return Code(CodeKind.BROKEN)
    if found := _LINK.fullmatch(read):
        return Code(CodeKind.LINK, found[1])
    if _ANY_LINK.fullmatch(read):
        return Code(CodeKind.OTHER_LINK)
    if any(payment.fullmatch(read) for payment in _PAYMENTS):
        return Code(CodeKind.PAYMENT)
    phone = normalise_phone(read) if re.fullmatch(r"\+?[\d -]+", read) else ""
    if _MOBILE.fullmatch(phone):
        return Code(CodeKind.PHONE, phone)
    if _is_product(read):
        return Code(CodeKind.PRODUCT, read)
    return Code(CodeKind.PLAIN, read) if _PLAIN.fullmatch(read) else Code(CodeKind.UNKNOWN)


def member_code(member_no: str) -> str:
    """Return the code that is printed for a member; raise ValueError for a number that no code can hold."""
    number = member_no.upper()
    if not re.fullmatch(r"[0-9A-Z-]{1,32}", number):
        raise ValueError("a member number has 1 to 32 letters, digits or hyphens")
    return f"YB:M:{number}:{check_digits(number)}"


def check_digits(number: str) -> str:
    """Return the two check digits of `number` (ISO/IEC 7064, MOD 97-10; letters count 10 to 35, hyphens do not)."""
    digits = "".join(str(int(letter, 36)) for letter in number if letter != "-")
    return f"{98 - int(digits + '00') % 97:02d}" if digits else "98"


def spellings(member_no: str) -> tuple[str, ...]:
    """Return the ways in which Caps Lock may have changed a member number, as it is first."""
    return tuple(dict.fromkeys((member_no, member_no.upper(), member_no.lower())))


def _without(text: str, prefix: str, suffix: str) -> str:
    if prefix and text.casefold().startswith(prefix.casefold()):
        text = text[len(prefix) :]
    if suffix and text.casefold().endswith(suffix.casefold()):
        text = text[: -len(suffix)]
    return text


def _is_product(text: str) -> bool:
    """Return whether `text` is a GTIN (EAN-8, UPC-A, EAN-13, GTIN-14) by its length and its check digit (GS1).

    Of eight digits, which member numbers often have, only China's own prefix (69) speaks of goods.
    """
    if not (text.isascii() and text.isdigit()) or len(text) not in (8, 12, 13, 14):
        return False
    if len(text) == 8 and not text.startswith("69"):
        return False
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return weighed % 10 == 0
