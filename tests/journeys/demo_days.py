"""Days for the demo's stories: exports written by the test, and a reader of exports that shares nothing with ours."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.program import environment

ZONE = ZoneInfo("Asia/Shanghai")

ORDER_COLUMNS = [
    "info_id", "emp_id", "number_consumers", "dining_table_name", "expenditure", "accounts_payable",
    "use_start_time", "lock_time", "order_status", "phone", "name",
]  # fmt: skip

MAP = """
[orders]
order_id = "info_id"
guest_id = "emp_id"
guest_name = "name"
phone = "phone"
party_size = "number_consumers"
table = "dining_table_name"
list_yuan = "expenditure"
paid_yuan = "accounts_payable"
opened_at = "use_start_time"
closed_at = "lock_time"
status = "order_status"
[orders.options]
missing = ["", "NA"]
timezone = "Asia/Shanghai"
settled = ["1"]

[items]
item_id = "detail_id"
order_id = "order_id"
dish_name = "dishes_name"
quantity = "counts"
price_yuan = "amounts"
ordered_at = "place_order_time"
"""


@dataclass(frozen=True, slots=True)
class Order:
    """One settled order as the test reads it."""

    order_id: str
    guest_id: str
    opened: datetime
    closed: datetime


@dataclass(frozen=True, slots=True)
class Expected:
    """What a party's card must say when the party comes."""

    guest_id: str
    visits: int
    last: datetime | None


def run_demo(
    *arguments: str | int | Path, cwd: Path, env: dict[str, str] | None = None, timeout: float = 180
) -> subprocess.CompletedProcess[str]:
    """Run `yingbin demo` as a user does, in the test's own environment or in `env`."""
    command = [sys.executable, "-P", "-m", "app", "demo", *(str(argument) for argument in arguments)]
    env = environment() if env is None else env
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=timeout, check=False
    )


def document_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return the one JSON document on stdout; fail with what was said where there is none."""
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stderr}\n{done.stdout}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def read_orders(path: Path, encoding: str = "utf-8-sig") -> list[Order]:
    """Return the settled orders of an export, read line by line so that a stray quote swallows nothing."""
    lines = path.read_text(encoding=encoding).splitlines()
    header = lines[0].split(",")
    found = []
    for line in lines[1:]:
        cells = line.split(",")
        if len(cells) != len(header):
            continue
        row = dict(zip(header, cells, strict=True))
        if row["order_status"] == "1":
            opened, closed = _moment(row["use_start_time"]), _moment(row["lock_time"])
            found.append(Order(row["info_id"], row["emp_id"], opened, closed))
    return found


def _moment(text: str) -> datetime:
    day, _, clock = text.partition(" ")
    year, month, date = (int(part) for part in day.split("/"))
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return datetime(year, month, date, hour, minute, second[0] if second else 0, tzinfo=ZONE)


def expected_of(orders: list[Order], day: str) -> dict[str, Expected]:
    """Return what to expect of each order of `day` (YYYY-MM-DD): the guest's bills that were closed before it."""
    by_guest = defaultdict(list)
    for order in orders:
        by_guest[order.guest_id].append(order)
    found = {}
    for order in orders:
        if order.opened.date().isoformat() == day:
            before = [other.closed for other in by_guest[order.guest_id] if other.closed < order.opened]
            found[order.order_id] = Expected(order.guest_id, len(before), max(before, default=None))
    return found


def write_small_exports(folder: Path) -> None:
    """Write orders.csv (GB18030), items.csv and map.toml: a month of three guests, and a day with seven parties."""
    orders: list[list[object]] = []
    items: list[list[object]] = []
    dishes = ["手抓羊肉", "剁椒鱼头", "番茄鸡蛋汤面", "白饭"]
    names = {"71": "欧阳青", "72": "单小舟", "73": "解云", "74": "仇一鸣", "75": "区禾"}

    def eat(day: str, guest: str, clock: str, until: str, wish: int, status: int = 1) -> None:
        number = 900 + len(orders)
        phone = f"144000000{guest}"
        opened, closed = f"{day} {clock}", f"{day} {until}"
        orders.append([number, guest, wish + 1, f"10{wish:02d}", 80, 76, opened, closed, status, phone, names[guest]])
        for place, dish in enumerate((dishes[wish % 3], dishes[3])):
            items.append([number * 10 + place, number, dish, 1, 38, opened])

    for date in (2, 9, 16, 23):
        eat(f"2024/5/{date}", "71", "12:01", "12:50", 0)
    for date in (3, 10):
        eat(f"2024/5/{date}", "72", "18:10:05", "19:00:41", 1)
    eat("2024/5/4", "73", "18:30", "19:20", 2)
    eat("2024/5/5", "73", "18:30", "19:20", 2, status=0)
    for guest, clock, until in (("71", "12:00", "12:40"), ("72", "12:05", "12:45"), ("74", "12:10", "12:50")):
        eat("2024/5/31", guest, clock, until, 0)
    eat("2024/5/31", "73", "12:20", "12:55", 2)
    eat("2024/5/31", "72", "12:50", "13:20", 1)
    eat("2024/5/31", "75", "12:55", "13:25", 1)
    eat("2024/5/31", "71", "13:10", "13:40", 0)
    eat("2024/6/1", "71", "12:00", "12:40", 0)
    _write(folder / "orders.csv", ORDER_COLUMNS, orders, "gb18030")
    columns = ["detail_id", "order_id", "dishes_name", "counts", "amounts", "place_order_time"]
    _write(folder / "items.csv", columns, items, "utf-8")
    (folder / "map.toml").write_text(MAP, encoding="utf-8")


def _write(path: Path, columns: list[str], rows: list[list[object]], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
