"""What is typed wrong at head office: told in one sentence on stderr, never in silence, and nothing is done."""

from __future__ import annotations

import errno
import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select, update

from app import __main__
from app.__main__ import LONGEST, door, shortened
from app.domain.faults import Fault, Refused
from app.hq import tables
from app.hq.database import write
from app.hq.importers.run import import_file
from app.hq.tables import cards, code_changes, metadata
from tests.kit.hq import found_store, open_hq
from tests.kit.story import NOON


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a database with one store and its codes; what is typed wrong is told before either engine is asked."""
    url = f"sqlite:///{tmp_path}/hq.sqlite3"
    engine = open_hq(url)
    found_store(engine)
    engine.dispose()
    return url


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_hq(url)
    yield opened
    opened.dispose()


def said(*words: str) -> tuple[int, str]:
    """Return the exit code and what is on stderr. A traceback fails the test."""
    done = CliRunner().invoke(door, list(words))
    if isinstance(done.exception, Fault):
        return 1, shortened(done.exception.detail)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0 or done.stdout == ""
    return done.exit_code, done.stderr


def rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


ASKED = (
    ("code", "list", "--store", "?"),
    ("code", "set", "?", "--title", "x"),
    ("code", "retire", "?"),
    ("code", "breaks", "?"),
    ("code", "find", "?"),
    ("code", "log", "?"),
    ("code", "funnel", "--store", "?"),
    ("code", "add", "--kind", "group", "--scope", "store:?"),
    ("group", "list", "--store", "?"),
    ("group", "alerts", "--store", "?"),
    ("group", "add", "--store", "?", "--name", "x"),
    ("group", "set", "?", "--name", "x"),
    ("group", "close", "?"),
    ("print", "list", "--store", "?"),
    ("print", "reprints", "--store", "?"),
    ("conflicts", "list", "--store", "?"),
    ("conflicts", "reopen", "?", "--by", "x"),
    ("guest", "unmerge", "?", "--by", "x"),
    ("policy", "show", "--version", "?"),
    ("enrol", "--store", "?"),
)


@pytest.mark.parametrize("name", ["nobody", "", "a\nb\x1b[31m'\"%s;--", "长" * 5000, "\udcff"])
def test_what_hq_does_not_know_is_said_in_one_sentence_and_nothing_is_done(url: str, engine: Engine, name: str) -> None:
    before = rows(engine)
    for words in ASKED:
        code, told = said("hq", *(word.replace("?", name) for word in words), "--database", url)
        assert code in (1, 2), words
        assert 0 < len(told) <= LONGEST + 100, words
        assert name == "" or code == 2 or "\x1b" not in told, words
    assert rows(engine) == before
    assert "330" in said("hq", "print", "list", "--store", "nobody", "--database", url)[1], "which stores there are"


@pytest.mark.parametrize(
    "words",
    [
        ("code", "funnel", "--since", "0001-01-01"),
        ("code", "funnel", "--since", "9999-12-31"),
        ("code", "funnel", "--since", "2026-02-30"),
        ("code", "find", "AAAAAAAAAA", "--clock", "9999-12-31T23:59:59-14:00"),
        ("print", "reprints", "--clock", "2026-01-01T00:00:00+08:00@nan"),
        ("group", "add", "--store", "330", "--capacity", "-1"),
        ("group", "add", "--store", "330", "--capacity", "0"),
        ("group", "add", "--store", "330", "--members", "-1"),
        ("group", "add", "--store", "330", "--expires", "2026-13-45"),
        ("group", "add", "--store", "330", "--expires", "0001-01-01T00:00:00+14:00"),
        ("group", "add", "--store", "330", "--expires", "2001-01-01T00:00:00+08:00"),
        ("group", "add", "--store", "330", "--picture", "."),
        ("group", "add", "--store", "330", "--picture", "none.png"),
        ("group", "add", "--store", "330", "--name", "x", "--by", ""),
        ("group", "add", "--store", "330", "--name", "x", "--by", "长" * 100),
        ("token", "--source", "a\nb"),
        ("import", "tables", "none.csv", "--store", "长" * 101),
        ("import", "tables", "none.csv", "--store", "3\n30"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_done(url: str, engine: Engine, words: tuple[str, ...]) -> None:
    before = rows(engine)
    code, told = said("hq", *words, "--database", url)
    assert code in (1, 2)
    assert told
    assert rows(engine) == before


def test_a_disk_that_takes_no_answer_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(__main__, "door", full)
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "yingbin: what there is to say could not be written: No space left on device\n"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_code_page_without_chinese_takes_what_is_said(
    url: str, as_json: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where stdout goes into a file."""
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held, encoding="cp1252"))
    words = ["hq", "code", "list", "--kind", "manager", "--database", url, *(["--json"] if as_json else [])]
    monkeypatch.setattr(sys, "argv", ["yingbin", *words])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 0
    if as_json:
        assert [code["title"] for code in json.loads(held.getvalue().decode("utf-8"))["codes"]] == ["店长"]
    else:
        assert held.getvalue().decode("cp1252").strip().endswith("\\u5e97\\u957f")


@pytest.mark.parametrize("url", ["", "x", "sqlite://", "sqlite:////dev/null/x.db", "mysql://x", "postgresql+none://x"])
def test_a_database_that_is_none_is_said(url: str) -> None:
    for words in (("print", "list"), ("policy", "list"), ("enrol", "--store", "330"), ("code", "funnel")):
        code, told = said("hq", *words, "--database", url)
        assert code == 1
        assert told


def test_what_another_program_wrote_is_no_database_and_stays_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("no database" * 100)
    code, told = said("hq", "print", "list", "--database", f"sqlite:///{other}")
    assert code == 1
    assert "left as it is" in told
    assert other.read_text() == "no database" * 100


def test_rejected_rows_never_go_into_a_file_that_is_something_else(engine: Engine, tmp_path: Path) -> None:
    export, rejects = tmp_path / "tables.csv", tmp_path / "rejects.csv"
    export.write_text("name,seats\nA9,4\n,2\n", encoding="utf-8")
    before = rows(engine)
    with pytest.raises(Refused) as wrong:
        import_file(engine, "tables", [export], store_id="330", rejects=export, now=NOON)
    assert wrong.value.code == "rejects_file"
    assert export.read_text(encoding="utf-8").startswith("name,seats")
    assert rows(engine) == before
    for _ in range(2):  # its own file it begins anew
        import_file(engine, "tables", [export], store_id="330", rejects=rejects, now=NOON)
        assert rejects.read_bytes().count(b"\r\n") == 2


@pytest.fixture
def import_tables(url: str, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Import a table into a store; return the exit code and what is on stderr."""
    export = tmp_path / "tables.csv"
    export.write_text("name,seats\nA9,4\n", encoding="utf-8")

    def asked(store: str, *more: str) -> tuple[int, str]:
        return said("hq", "import", "tables", str(export), "--store", store, *more, "--database", url)

    return asked


def test_an_import_makes_no_store_that_is_not_on_the_chains_list(
    url: str, engine: Engine, tmp_path: Path, import_tables: Callable[..., tuple[int, str]]
) -> None:
    stores = tmp_path / "stores.csv"
    stores.write_text("store_id,name\nXA-01,南门店\nXA-02,北门店\n", encoding="utf-8")
    import_file(engine, "stores", [stores], now=NOON)
    before = rows(engine)
    for store, near in (("XA-1", "near it HQ knows XA-01, XA-02"), ("nowhere", "HQ knows 330, XA-01, XA-02")):
        code, told = import_tables(store)
        assert (code, f"{near}. If it is a new one, say --new-store" in told) == (2, True), told
    assert rows(engine) == before
    assert import_tables("XA-02") == (0, "")
    code, told = import_tables("XA-03", "--new-store")
    assert code == 0
    assert "XA-03 was unknown" in told
    assert import_tables("XA-03") == (0, ""), "now it is known"


def test_without_a_list_an_import_makes_its_store_but_not_one_that_is_written_otherwise(
    engine: Engine, import_tables: Callable[..., tuple[int, str]]
) -> None:
    assert "s9 was unknown" in import_tables("s9")[1]
    before = rows(engine)
    for store in ("S9", "ｓ９", "３３０"):
        code, told = import_tables(store)
        assert (code, "near it HQ knows" in told) == (2, True), told
    assert rows(engine) == before


def test_who_asks_for_a_store_is_told_those_that_are_written_nearly_so(url: str, engine: Engine) -> None:
    for store in ("A-100", "B-7"):
        found_store(engine, store, tables=(), codes=False)
    assert "near it HQ knows A-100, and" in said("hq", "code", "list", "--store", "a100", "--database", url)[1]
    assert "HQ knows 330, A-100, B-7, and" in said("hq", "enrol", "--store", "nobody", "--database", url)[1]
    region = ("hq", "code", "add", "--kind", "group", "--scope", "region:上海", "--database", url)
    assert "HQ knows none yet" in said(*region)[1]
    with write(engine) as connection:
        connection.execute(update(tables.stores).where(tables.stores.c.store_id == "B-7").values(city="上海市"))
    assert "near it HQ knows 上海市" in said(*region)[1]


def test_what_was_changed_is_one_document_and_a_list_says_how_long_a_code_is_good(url: str) -> None:
    def document(*words: str) -> dict[str, Any]:
        done = CliRunner().invoke(door, ["hq", *words, "--database", url, "--json"])
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    assert document("code", "address", "https://yb.example.com") == {"address": "https://yb.example.com"}
    ends = ("--valid-until", "2027-01-01T00:00:00+00:00")
    code = document("code", "add", "--kind", "campaign", "--scope", "chain", *ends)["code"]
    listed = CliRunner().invoke(door, ["hq", "code", "list", "--kind", "campaign", "--database", url]).stdout
    assert f"until {datetime(2027, 1, 1, tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}" in listed
    assert document("code", "retire", code)["retired_by"] == "总部"
    group = document("group", "add", "--store", "330", "--name", "一群")
    log = CliRunner().invoke(door, ["hq", "code", "log", code, "--database", url]).stdout.splitlines()
    assert f"code {code}  总部  retired_at: - → 20" in log[0]
    assert f"code {code}  总部  made, code {code}, kind campaign, " in log[1]
    assert document("group", "close", group["group_id"]) == group | {
        "closed": True,
        "changed_at": ANY,
    }


def test_a_template_of_ones_own_that_is_broken_does_not_hide_what_is_to_be_printed_anew(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINGBIN_TEMPLATES", str(tmp_path))
    (tmp_path / "mine.toml").write_text("page = 3", encoding="utf-8")
    code, told = said("hq", "print", "reprints", "--database", url)
    assert code == 0
    assert told.startswith("warning: mine.toml: ")
    assert told.endswith("0 to see to\n")


def test_the_log_of_a_code_that_nobody_changed_is_empty_and_says_so(url: str, engine: Engine) -> None:
    with engine.connect() as connection:
        code = connection.execute(select(cards.c.card_id).where(cards.c.kind == "code")).scalars().first()
        assert connection.execute(select(code_changes)).first() is None
    assert said("hq", "code", "log", str(code), "--database", url) == (0, "0 changes\n")
