"""What cells mean, and how a map says which column is which."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.domain.faults import Unreadable
from app.hq.importers.cells import Row, day, moment, whole
from app.hq.importers.mapping import ColumnMap, lay_out, mapping_from, read_map
from app.hq.importers.sheets import cell_text, read_xlsx
from tests.kit.data import real_data

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2016/5/18 18:21", "2016-05-18T18:21:00+08:00"),
        ("2016-06-20 12:44:02", "2016-06-20T12:44:02+08:00"),
        ("2014/10/31 12:06:14", "2014-10-31T12:06:14+08:00"),
        ("2015/11/18 12:57:7", "2015-11-18T12:57:07+08:00"),
        ("2016年5月18日 18时21分", "2016-05-18T18:21:00+08:00"),
        ("２０１６/５/１８　18:21", "2016-05-18T18:21:00+08:00"),
        ("2016.5.18", "2016-05-18T00:00:00+08:00"),
        ("20160518", "2016-05-18T00:00:00+08:00"),
        ("20160518182102", "2016-05-18T18:21:02+08:00"),
        ("2016-05-18T18:21:02.5", "2016-05-18T18:21:02.500000+08:00"),
        ("2016-05-18T10:21:02Z", "2016-05-18T18:21:02+08:00"),
        ("2016-05-18T10:21:02+0000", "2016-05-18T18:21:02+08:00"),
        ("42508.7645833333", "2016-05-18T18:21:00+08:00"),
        ("42508", "2016-05-18T00:00:00+08:00"),
    ],
)
def test_every_way_of_writing_a_moment(text: str, local: str) -> None:
    assert moment(text, SHANGHAI) == datetime.fromisoformat(local)


@pytest.mark.parametrize("text", ["", "yesterday", "2016/13/1", "2016/2/30 10:00", "0000-00-00", "12:30", "1"])
def test_what_is_no_moment_says_so(text: str) -> None:
    with pytest.raises(Unreadable, match="no date and time"):
        moment(text, SHANGHAI)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31 23:00-08:00", "2016-05-18T10:21:02+99:99"])
def test_a_moment_that_no_clock_can_show_is_none(text: str) -> None:
    with pytest.raises(Unreadable):
        moment(text, SHANGHAI)


@given(st.integers(631_152_000, 4_102_444_800))
def test_the_common_forms_of_a_moment_agree(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    zone = ZoneInfo("UTC")
    forms = (
        f"{at:%Y/%m/%d %H:%M:%S}",
        at.isoformat(),
        f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute}:{at.second}",
    )
    assert {moment(form, zone) for form in forms} == {at.replace(tzinfo=zone)}


def test_whole_numbers() -> None:
    assert [whole(text, "n") for text in ("4", "４", "4.0", "1,034", "-2")] == [4, 4, 4, 1034, -2]
    for text in ("4.5", "four", "", "１２３４５６７８９０１２３４５６"):
        with pytest.raises(Unreadable):
            whole(text, "n")
    assert day("1990-5-17") == date(1990, 5, 17)
    assert day("unknown") is None


def row(mapping: ColumnMap, kind: str, **cells: str) -> Row:
    layout = lay_out(mapping, kind, list(cells), "file.csv")
    return Row(tuple(cells.values()), layout.places, mapping.options)


def test_a_row_reads_our_fields_from_their_columns() -> None:
    document = {
        "orders": {
            "order_id": "ID",
            "paid_yuan": "paid",
            "closed_at": "closed",
            "options": {"missing": ["NA"], "settled": ["1"], "timezone": "Asia/Tokyo"},
        }
    }
    found = row(mapping_from(document, "orders"), "orders", id=" 17 ", Paid="¥1,034.5", closed="2016/5/18 9:00", x="y")
    assert found.text("order_id") == "17"
    assert found.fen("paid") == 103_450
    assert found.us("closed_at") == 1_463_529_600_000_000
    empty = row(mapping_from(document, "orders"), "orders", ID="17", paid="NA", closed="")
    assert (empty.fen("paid"), empty.us("closed_at"), empty.text("table")) == (None, None, "")


def test_what_happened_lies_within_the_years_of_people() -> None:
    for text in ("9999-12-31", "1899-12-31"):
        with pytest.raises(Unreadable, match="1900 to 2999"):
            row(ColumnMap(), "guests", guest_id="1", registered_at=text).us("registered_at")


@pytest.mark.parametrize(("text", "name"), [("#N/A", ""), ("#ref!", ""), (' "张三" ', "张三"), ("#1 常客", "#1 常客")])
def test_a_formula_that_found_nothing_is_no_name(text: str, name: str) -> None:
    assert row(ColumnMap(), "guests", guest_id="1", name=text).called("name") == name


def test_yes_and_no() -> None:
    for text, yes in {"1": True, "true": True, "是": True, "VIP": True, "": False, "0": False, "否": False}.items():
        assert row(ColumnMap(), "guests", guest_id="1", vip=text).flag("vip") is yes
    with pytest.raises(Unreadable, match="neither yes nor no"):
        row(ColumnMap(), "guests", guest_id="1", vip="maybe").flag("vip")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "no table \\[orders\\]"),
        ({"orders": {"colour": "x"}}, "'colour'"),
        ({"orders": {"order_id": 3}}, "no column's name"),
        ({"orders": {"options": {"timezone": "Asia/Nowhere"}}}, "no timezone"),
        ({"orders": {"options": {"timezone": 8}}}, "no timezone"),
        ({"orders": {"options": {"missing": "NA"}}}, "list of texts"),
        ({"orders": {"options": {"zone": "x"}}}, "unknown key 'zone'"),
        ({"orders": {"options": 1}}, "is no table"),
    ],
)
def test_a_wrong_map_says_what_is_wrong(document: dict[str, object], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        mapping_from(document, "orders")


def test_a_map_that_is_no_file_or_no_toml_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot read"):
        read_map(tmp_path / "none.toml", "orders")
    (tmp_path / "a.toml").write_text("= 3")
    with pytest.raises(Unreadable, match="no TOML"):
        read_map(tmp_path / "a.toml", "orders")


def test_a_needed_column_that_is_missing_is_named_with_those_that_are_there() -> None:
    with pytest.raises(Unreadable, match=r"no column 'order_id'.*its columns: id, paid_yuan"):
        lay_out(ColumnMap(), "orders", ["id", "paid_yuan"], "file.csv")
    mapping = mapping_from({"guests": {"guest_id": "ID", "name": "NAME", "vip": "VIP"}}, "guests")
    assert lay_out(mapping, "guests", ["id", "name"], "file.csv").absent == ("VIP",)


def test_the_real_maps_are_read() -> None:
    orders = real_data("orders", "map.toml")
    assert read_map(orders, "orders").options.settled == frozenset({"1"})
    assert read_map(orders, "guests").columns["phone"] == "TEL"
    assert read_map(real_data("stores", "map.toml"), "stores").options.datum == "GCJ-02"


def test_a_workbook_s_cells_are_the_text_an_export_would_have(tmp_path: Path) -> None:
    values = [
        None,
        True,
        4.0,
        4.5,
        13900000001,
        "=1+1",
        datetime.fromisoformat("2016-05-18T18:20:59.999"),
        date(2016, 5, 18),
    ]
    texts = ["", "1", "4", "4.5", "13900000001", "=1+1", "2016-05-18 18:21:00", "2016-05-18"]
    assert [cell_text(value) for value in values] == texts
    assert cell_text(time(18, 21)) == "18:21:00"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([])
    sheet.append(["id", "at", "n", None])
    sheet.append(["a", datetime.fromisoformat("2016-05-18T18:21"), 3.0])
    sheet.append([])
    sheet.append(["b", None, 'x"y,z'])
    sheet.append(["c", 1, 2, 3, 4])
    book.save(tmp_path / "a.xlsx")
    header, records = read_xlsx(tmp_path / "a.xlsx")
    found = list(records)
    assert header == ("id", "at", "n")
    assert [record.cells for record in found] == [("a", "2016-05-18 18:21:00", "3"), ("b", "", 'x"y,z'), ()]
    assert found[2].reason == "5 columns instead of 3"
    assert found[1].raw == b'b,,"x""y,z",,'
