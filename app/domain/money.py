"""Money is whole fen (分) in an int; yuan exist only in what people read and write."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from .faults import Unreadable


def fen_from_yuan(text: str) -> int:
    """Return the fen in `text` ("165", "1,034.5", "¥89"); raise `Unreadable` if it is no amount of whole fen."""
    cleaned = text.strip().lstrip("¥￥").replace(",", "").removesuffix("元").strip()
    try:
        amount = Decimal(cleaned) * 100
    except InvalidOperation:
        raise Unreadable("amount_unreadable", f"{text!r} is not an amount in yuan", text=text) from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise Unreadable("amount_unreadable", f"{text!r} is not a whole number of fen", text=text)
    return int(amount)


def yuan(fen: int) -> str:
    """Return `fen` as people read it: 61200 → "612", 8950 → "89.50"; thousands are grouped."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}" if rest == 0 else f"{sign}{whole:,}.{rest:02d}"
