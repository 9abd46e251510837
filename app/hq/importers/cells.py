"""What a cell's text means: whole numbers, amounts, moments, yes and no. Each raises `Unreadable` for anything else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.faults import Unreadable
from app.domain.money import fen_from_yuan
from app.domain.names import clean_name
from app.hq.clock import us_of

from .mapping import Options

_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[ T]*(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.(\d{1,9}))?\s*秒?|\s*分)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
"""Of what happens; 0001 and 9999 are what programs write where nothing did."""

_FAILED = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
"""What a sheet shows where a formula found nothing."""

_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001  (Excel's day 0, in nobody's timezone)
_YES = frozenset({"1", "true", "yes", "y", "是", "vip", "√"})
_NO = frozenset({"0", "false", "no", "n", "否", "", "非vip"})


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record by our names of the fields."""

    cells: Sequence[str]
    places: Mapping[str, int]
    options: Options

    def text(self, field: str) -> str:
        """Return the field's text without blanks around it, "" where it is missing."""
        place = self.places.get(field)
        if place is None:
            return ""
        text = self.cells[place].strip()
        return "" if text in self.options.missing else text

    def whole(self, field: str) -> int | None:
        """Return a whole number, None where it is missing."""
        text = self.text(field)
        return whole(text, field) if text else None

    def fen(self, stem: str) -> int | None:
        """Return the amount in `STEM_fen` or `STEM_yuan` as fen, None where both are missing."""
        in_fen = self.whole(f"{stem}_fen")
        if in_fen is not None:
            return in_fen
        text = self.text(f"{stem}_yuan")
        return fen_from_yuan(unicodedata.normalize("NFKC", text)) if text else None

    def us(self, field: str) -> int | None:
        """Return a moment as UTC microseconds, None where it is missing; without an offset it is local time."""
        text = self.text(field)
        if not text:
            return None
        at = moment(text, self.options.timezone)
        if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
            said = f"{field}: {text!r} is not in the years {_FIRST_YEAR} to {_LAST_YEAR}"
            raise Unreadable("cell_moment", said, field=field)
        return us_of(at)

    def called(self, field: str) -> str:
        """Return a name on one line, "" where there is none or a formula failed (#N/A)."""
        name = clean_name(self.text(field))
        return "" if name.upper() in _FAILED else name

    def number(self, field: str) -> float | None:
        """Return a number, None where it is missing."""
        text = self.text(field)
        if not text:
            return None
        try:
            return float(unicodedata.normalize("NFKC", text))
        except ValueError:
            raise Unreadable("cell_number", f"{field}: {text!r} is no number", field=field) from None

    def weighed(self, field: str) -> Decimal | None:
        """Return a quantity, which may be a weight (1.35) or half a portion; None where it is missing."""
        text = self.text(field)
        if not text:
            return None
        plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
        if not re.fullmatch(r"[+-]?\d{1,9}(?:\.\d{0,9})?", plain):
            raise Unreadable("cell_number", f"{field}: {text!r} is no number", field=field)
        return Decimal(plain)

    def flag(self, field: str) -> bool:
        """Return a yes (1, true, 是, VIP) as True; a no or nothing as False."""
        text = self.text(field).casefold()
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise Unreadable("cell_flag", f"{field}: {text!r} is neither yes nor no", field=field)


def whole(text: str, called: str) -> int:
    """Return the whole number in `text` ("4", "４", "4.0", "1,034")."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    head, point, tail = plain.partition(".")
    if point and tail.strip("0") == "":
        plain = head
    if not re.fullmatch(r"[+-]?\d{1,15}", plain):
        raise Unreadable("cell_whole", f"{called}: {text!r} is no whole number", field=called)
    return int(plain)


def moment(text: str, timezone: ZoneInfo) -> datetime:
    """Return the moment in `text`, in UTC; a time without an offset is local in `timezone`.

    Reads 2016/5/18 18:21, 2016-06-20 12:44:02, 2015/11/18 12:57:7, 2016年5月18日 18:21, RFC 3339, 20160518 and the day
    numbers of Excel (42508.76). A day without a time is its midnight.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    offset = None
    try:
        if found := _MOMENT.fullmatch(plain):
            *parts, fraction, offset = found.groups()
            local = datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001
            local += timedelta(microseconds=int((fraction or "0").ljust(6, "0")[:6]))
        elif found := _COMPACT.fullmatch(plain):
            local = datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        elif _SERIAL.fullmatch(plain):
            local = _EXCEL + timedelta(seconds=round(float(plain) * 86_400))
        else:
            raise ValueError
        if offset is None:
            return local.replace(tzinfo=timezone).astimezone(UTC)
        return datetime.fromisoformat(f"{local.isoformat()}{offset.upper()}").astimezone(UTC)
    except (ValueError, OverflowError):  # also a zone's offset before the year 1, or one of 99 hours
        raise Unreadable("cell_moment", f"{text!r} is no date and time", text=text) from None


@lru_cache(maxsize=1024)
def day(text: str) -> date | None:
    """Return the date in `text`, None where there is none to be read (a birthday is no reason to lose a guest)."""
    try:
        return moment(text, ZoneInfo("UTC")).date()
    except Unreadable:
        return None


def known_timezone(text: str) -> str:
    """Return the name of a timezone that exists, "" for none; raise `Unreadable` for an unknown one."""
    if not text:
        return ""
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError):
        raise Unreadable("cell_timezone", f"{text!r} is no timezone", text=text) from None
