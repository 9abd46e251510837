"""Reading records: whatever is broken, the rows beside it survive, and no byte of the file is lost."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.faults import Unreadable
from app.hq.importers.encoding import find_encoding
from app.hq.importers.records import Record, read_csv
from app.hq.importers.run import open_table
from tests.kit.data import real_data


def read(path: Path, data: bytes | str, encoding: str = "utf-8") -> list[Record]:
    path.write_bytes(data.encode(encoding) if isinstance(data, str) else data)
    return list(read_csv(path)[1])


def cells(records: list[Record]) -> list[tuple[str, ...]]:
    return [record.cells for record in records if not record.reason]


def test_a_row_that_opens_a_stray_quote_does_not_swallow_the_next(tmp_path: Path) -> None:
    text = 'id,phone,name\n1,138,"管小花\'\n2,139,王芳\n3,137,李"雷\n'
    found = read(tmp_path / "a.csv", text)
    assert cells(found) == [("1", "138", "管小花'"), ("2", "139", "王芳"), ("3", "137", '李"雷')]


def test_a_fragment_after_a_stray_quote_is_rejected_although_ordinary_csv_would_take_it_in(tmp_path: Path) -> None:
    text = 'id,size,at,phone,name\n1601,2,18:21,186,"管小花\'\n1602,"",12:44:02"""\n1603,3,18:30,187,王芳\n'
    ordinary = list(csv.reader(io.StringIO(text)))
    assert len(ordinary) == 3, "the control: an ordinary reader makes one row of the first two"
    found = read(tmp_path / "a.csv", text)
    assert [record.reason for record in found] == ["", "3 columns instead of 5", ""]
    assert found[1].raw == b'1602,"",12:44:02"""'
    assert found[1].line == 3
    assert found[2].cells[4] == "王芳"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_quoted_cell_goes_over_line_breaks(tmp_path: Path, newline: str) -> None:
    lines = ["id,dish,n", '1,"番茄炖牛腩', '",2', '2,"a,b', 'c",3', "3,粥,1", '4,x,"很好', '吃"', ""]
    found = read(tmp_path / "a.csv", newline.join(lines))
    assert cells(found) == [
        ("1", "番茄炖牛腩\n", "2"),
        ("2", "a,b\nc", "3"),
        ("3", "粥", "1"),
        ("4", "x", "很好\n吃"),
    ]
    assert found[0].raw == f'1,"番茄炖牛腩{newline}",2'.encode()
    assert [record.line for record in found] == [2, 4, 6, 7]


def test_a_quote_in_a_middle_column_that_is_never_closed_costs_nobody_else(tmp_path: Path) -> None:
    text = 'id,name,n\n1,"王芳,2\n2,李雷,3\n3,"韩,4\n'
    found = read(tmp_path / "a.csv", text)
    assert cells(found) == [("1", "王芳", "2"), ("2", "李雷", "3"), ("3", "韩", "4")]


def test_rows_with_too_many_or_too_few_columns_are_broken_and_empty_ones_are_none(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", "a,b\n1,2,,\n\n,\n1,2,3\n1\n   \n4,5")
    assert cells(found) == [("1", "2"), ("4", "5")]
    assert [r.reason for r in found if r.reason] == ["3 columns instead of 2", "1 columns instead of 2"]


def test_one_broken_line_of_a_few_does_not_hide_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "guests.csv"
    path.write_bytes("会员号,姓名\n1,王芳\n".encode() + "2,李雷\n".encode("gb18030"))
    assert find_encoding(path) == ("utf-8", 0)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32", "big5"], ids=str
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    text = "編號,姓名,備註\r\n" + "".join(f"{n},王芳,電話已換請再確認一次謝謝\r\n" for n in range(50))
    data = text.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    header, records = read_csv(path)
    rows = list(records)
    if encoding == "big5":
        assert len(rows) == 50, "Big5 fits GB18030 too: its letters are wrong then, its rows are not"
        return
    assert header == ("編號", "姓名", "備註")
    assert cells(rows) == [(str(n), "王芳", "電話已換請再確認一次謝謝") for n in range(50)]
    assert rows[0].raw == "0,王芳,電話已換請再確認一次謝謝".encode(
        "utf-8" if encoding == "utf-8-sig" else _plain(encoding)
    )


def _plain(encoding: str) -> str:
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_line_in_another_encoding_is_rejected_and_not_the_file(tmp_path: Path, encoding: str) -> None:
    lines = ["编号,姓名", *(f"{n},王芳" for n in range(40))]
    data = "\n".join(lines).encode(encoding) + b"\n41,\xff\xfe\xfa\n42," + "李雷".encode(encoding) + b"\n"
    found = read(tmp_path / "a.csv", data)
    assert [r.raw for r in found if r.reason] == [b"41,\xff\xfe\xfa"]
    assert found[-1].cells == ("42", "李雷")


def test_a_file_with_old_line_ends_and_another_delimiter(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.csv", "a\tb\r1\t2\r3\t4\r")) == [("1", "2"), ("3", "4")]
    assert cells(read(tmp_path / "b.csv", "a;b\n1;2,5\n")) == [("1", "2,5")]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(Unreadable, match="is empty"):
        read_csv(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(range(256)) * 8]
)
def test_a_file_that_is_no_table_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        open_table(path)
    with pytest.raises(Unreadable, match="cannot read"):
        open_table(tmp_path / "missing.csv")


@dataclass(frozen=True)
class Written:
    """A row as it is written, and the cells a reader must find (None: it is broken)."""

    raw: bytes
    cells: tuple[str, ...] | None
    sure: bool = True
    """It must be read so whatever stands around it."""


WIDTH = 4
plain = st.text(st.sampled_from("王芳abc 019'。Б"), max_size=6)
awkward = st.text(st.sampled_from('王a,"; 9'), max_size=6)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@st.composite
def good(draw: st.DrawFn) -> Written:
    """A row on one line, some cells quoted."""
    values = ["x" + draw(plain), *(draw(plain) for _ in range(WIDTH - 1))]
    texts = list(values)
    for place in range(WIDTH):
        if draw(st.booleans()):
            values[place] = "x" + draw(awkward)
            texts[place] = quoted(values[place])
    return Written(",".join(texts).encode(), tuple(values))


@st.composite
def long(draw: st.DrawFn) -> Written:
    """A row with a line break in a quoted cell."""
    values = ["x" + draw(plain) for _ in range(WIDTH)]
    place = draw(st.integers(0, WIDTH - 1))
    values[place] = f"{draw(plain)}\n{draw(plain)}"
    texts = [quoted(value) if "\n" in value else value for value in values]
    return Written(",".join(texts).encode(), tuple(values), sure=False)


stray = st.builds(
    lambda values, name: Written(f'{",".join(values)},"{name}'.encode(), (*values, name)),
    st.lists(st.text("abc王", min_size=1, max_size=4), min_size=WIDTH - 1, max_size=WIDTH - 1),
    st.text("abc王'", min_size=1, max_size=4),
)
short = st.lists(plain, min_size=1, max_size=WIDTH - 1).map(lambda v: Written(("x" + ",".join(v)).encode(), None))
torn = st.builds(
    lambda v, at: Written((("x" + ",".join(v))[:at] + '"' + ("x" + ",".join(v))[at:]).encode(), None, sure=False),
    st.lists(plain, min_size=1, max_size=WIDTH - 1),
    st.integers(0, 12),
)
foreign = st.just(Written(b"x,\xff\xfe,\xfa,\xfb", None))


def write_file(path: Path, rows: list[Written], end: bytes) -> bytes:
    anchor = Written(("锚," * WIDTH).rstrip(",").encode(), tuple("锚" * WIDTH))
    every = [Written(b"a,b,c,d", None), *[anchor] * 200, *rows]
    data = b"".join(row.raw.replace(b"\n", end) + end for row in every)
    path.write_bytes(data)
    return data


@given(rows=st.lists(st.one_of(good(), stray, short, torn, foreign, long())), end=st.sampled_from([b"\n", b"\r\n"]))
def test_no_row_is_ever_swallowed_and_no_byte_lost(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Written], end: bytes
) -> None:
    path = tmp_path_factory.mktemp("records") / "a.csv"
    data = write_file(path, rows, end)
    found = list(read_csv(path)[1])
    assert b"a,b,c,d" + end + b"".join(record.raw + end for record in found) == data, "every byte, in order"
    single = {record.line: record for record in found if end not in record.raw}
    line = 202
    for row in rows:
        if row.sure and row.cells is not None and not _may_go_on(row, rows):
            assert single[line].cells == row.cells
        line += row.raw.count(b"\n") + 1


def _may_go_on(row: Written, rows: list[Written]) -> bool:
    """A stray quote in the last column followed by mere text that closes it cannot be told from a text of two lines."""
    place = next(n for n, other in enumerate(rows) if other is row)
    following = rows[place + 1].raw.split(b"\n")[0] if place + 1 < len(rows) else b""
    opens = row.raw.count(b'"') % 2 == 1
    return opens and b"," not in following


@given(rows=st.lists(st.one_of(good(), short, foreign, long())), end=st.sampled_from([b"\n", b"\r\n"]))
def test_cells_of_several_lines_survive_among_broken_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Written], end: bytes
) -> None:
    path = tmp_path_factory.mktemp("records") / "a.csv"
    write_file(path, rows, end)
    found = list(read_csv(path)[1])[200:]
    assert [record.cells for record in found if not record.reason] == [row.cells for row in rows if row.cells]
    assert [record.raw for record in found if record.reason] == [row.raw for row in rows if row.cells is None]


def test_the_real_export_loses_no_row() -> None:
    path = real_data("orders", "orders_2016-01_2016-06.csv")
    header, records = read_csv(path)
    found = list(records)
    broken = [record for record in found if record.reason]
    assert len(header) == 21
    assert (len(found), len(broken)) == (5706, 32)
    assert {record.reason for record in broken} == {"10 columns instead of 21"}
    lines = path.read_bytes().split(b"\n")
    for record in broken:
        assert record.raw == lines[record.line - 1].rstrip(b"\r")
    assert find_encoding(real_data("orders", "guests_history.gbk.csv")) == ("gb18030", 0)
