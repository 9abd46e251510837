"""`qr sheet` and `qr batch`: the chain's codes on paper, read back by `qr verify`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from app.domain.faults import Fault
from app.domain.printed import CodeCard, PrintedKind
from app.domain.tables import StoreCard
from app.hq.database import write
from app.hq.tables import house, printed_codes, stores
from app.printing.finish import Cancelled
from app.qr.saving import interruptible
from tests.kit.desk import STORE, entry, opened, take_in
from tests.kit.hq import found_store, open_hq
from tests.qr.conftest import ADDRESS, Run, document

ROOT = Path(__file__).resolve().parents[2]


def texts(run: Run, path: Path) -> list[str]:
    return [code["text"] for code in document(run("verify", path, "--json"))["codes"]]


def test_every_table_of_a_store_on_cards(run: Run, database: str, tmp_path: Path) -> None:
    out = tmp_path / "t.pdf"
    made = document(
        run("sheet", "--store", "S1", "--template", "table-card", "--out", out, "--database", database, "--json")
    )
    assert [code["about"] for code in made["codes"]] == ["A1", "A2", "A10", "B1", "B2", "牡丹厅"]
    assert made["pages"] == 2
    assert made["warnings"] == []
    assert all(code["link"].startswith(f"{ADDRESS}/r/") for code in made["codes"])
    assert texts(run, out) == [code["link"] for code in made["codes"]]


@pytest.mark.parametrize(
    ("template", "more", "about"),
    [
        ("poster-a5", ["--for", "vip"], ["VIP 群"]),
        ("slip-58", ["--for", "manager"], ["店长"]),
        ("counter-stand", [], ["李娜"]),
        ("table-card", ["--tables", "B1, A2", "--bleed"], ["B1", "A2"]),
    ],
)
def test_codes_of_every_kind(
    template: str, more: list[str], about: list[str], run: Run, database: str, tmp_path: Path
) -> None:
    out = tmp_path / "t.pdf"
    made = document(
        run("sheet", "--store", "S1", "--template", template, "--out", out, "--database", database, *more, "--json")
    )
    assert [code["about"] for code in made["codes"]] == about
    assert texts(run, out) == [code["link"] for code in made["codes"]]


def test_codes_that_were_not_made_yet_are_and_retired_ones_are_left_out(
    run: Run, database: str, tmp_path: Path
) -> None:
    engine = open_hq(database)
    with write(engine) as connection:
        connection.execute(delete(printed_codes).where(printed_codes.c.about == "A1"))
        connection.execute(update(printed_codes).where(printed_codes.c.about == "A2").values(retired_us=1))
    engine.dispose()
    out = tmp_path / "t.pdf"
    made = document(
        run("sheet", "--store", "S1", "--template", "sticker-sheet", "--out", out, "--database", database, "--json")
    )
    assert [code["about"] for code in made["codes"]] == ["A1", "A10", "B1", "B2", "牡丹厅"]
    asked = ("sheet", "--store", "S1", "--template", "sticker-sheet", "--out", out, "--database", database)
    fault = run(*asked, "--tables", "A1,A2").exception
    assert isinstance(fault, Fault)
    assert "called 'A2': what it had is retired or past its date" in fault.detail


def test_pictures_of_pages(run: Run, database: str, tmp_path: Path) -> None:
    made = document(
        run(
            "sheet", "--store", "S1", "--template", "table-card", "--one-a-page", "--tables", "A1,A2", "--dpi", 110,
            "--png", tmp_path / "png", "--database", database, "--json",
        )
    )  # fmt: skip
    assert [texts(run, Path(path)) for path in made["files"]] == [[code["link"]] for code in made["codes"]]
    one = run("sheet", "--store", "S1", "--template", "table-card", "--out", tmp_path / "a.png", "--database", database)
    assert one.exit_code == 2
    assert "--png DIR" in one.stderr


def test_of_several_codes_the_one_without_a_channel_is_printed_and_commas_may_be_chinese(
    run: Run, database: str, tmp_path: Path
) -> None:
    """A code with a pool of its own does not take the place of the store's; a newer one of the same does."""
    sheet = ("sheet", "--store", "S1", "--database", database, "--json", "--out", tmp_path / "t.pdf")
    before = document(run(*sheet, "--template", "slip-58"))["codes"]
    engine = open_hq(database)
    with write(engine) as connection:
        row = {"kind": "group", "scope": "store", "store_id": "S1", "channel": "douyin", "made_us": 2**51}
        connection.execute(insert(printed_codes).values(code="AAAAAAAAAA", **row))
    assert document(run(*sheet, "--template", "slip-58"))["codes"] == before
    with write(engine) as connection:
        connection.execute(insert(printed_codes).values(code="BBBBBBBBBB", **row | {"channel": ""}))
    engine.dispose()
    assert [each["code"] for each in document(run(*sheet, "--template", "slip-58"))["codes"]] == ["BBBBBBBBBB"]
    two = document(run(*sheet, "--template", "sticker-sheet", "--tables", "B1，A2"))["codes"]
    assert [code["about"] for code in two] == ["B1", "A2"]


def test_a_link_that_leads_nowhere_else_is_warned_about(run: Run, database: str, tmp_path: Path) -> None:
    engine = open_hq(database)
    with write(engine) as connection:
        connection.execute(delete(house).where(house.c.key == "public_url"))
    engine.dispose()
    said = run("sheet", "--store", "S1", "--template", "slip-80", "--out", tmp_path / "s.pdf", "--database", database)
    assert said.exit_code == 0
    assert "this machine only" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--store", "S9", "--template", "table-card"], "HQ knows no store 'S9'; HQ knows S1, S2"),
        (["--store", "S1", "--template", "table-mat"], "no template is called 'table-mat'"),
        (["--store", "S1", "--template", "table-card", "--tables", "A7"], "called 'A7'; there are A1, A2, A10"),
        (["--store", "S2", "--template", "table-card"], "store S2 has no code for tables"),
        (["--store", "S1", "--template", "slip-58", "--dark", "#ffdd00"], "take a darker colour"),
        (["--store", "S1", "--template", "slip-58", "--accent", "red"], "no colour: write it like"),
        (["--store", "S1", "--template", "slip-58", "--headline", "很长" * 99], "has no room on this piece"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    arguments: list[str], said: str, run: Run, database: str, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "t.pdf"
    out.parent.mkdir()
    if "slip-58" in arguments and "--dark" in arguments:
        arguments = [each if each != "slip-58" else "poster-a5" for each in arguments]
    failed = run("sheet", *arguments, "--out", out, "--database", database)
    assert isinstance(failed.exception, Fault)
    assert said in failed.exception.detail
    assert list(out.parent.iterdir()) == []


def test_where_to_write_must_be_said_and_be_there(run: Run, database: str, tmp_path: Path) -> None:
    asked = ("sheet", "--store", "S1", "--template", "slip-58", "--database", database)
    assert run(*asked).exit_code == 2
    assert run(*asked, "--out", tmp_path / "a.docx").exit_code == 2
    assert run(*asked, "--out", tmp_path / "no" / "a.pdf").exit_code == 2
    (tmp_path / "file").write_text("no folder")
    assert run(*asked, "--png", tmp_path / "file" / "png", "--out", tmp_path / "a.pdf").exit_code == 2
    assert run(*asked, "--out", tmp_path / "a.pdf", "--tables", " , ").exit_code == 2
    assert run(*asked, "--out", tmp_path / "a.pdf", "--tables", "A1", "--for", "vip").exit_code == 2
    assert not (tmp_path / "a.pdf").exists()


def test_a_batch_in_one_file_and_in_one_file_a_store(run: Run, database: str, tmp_path: Path) -> None:
    engine = open_hq(database)
    with write(engine) as connection:
        connection.execute(update(stores).where(stores.c.store_id == "S2").values(name="国贸店"))
    found_store(engine, "S10", ())
    engine.dispose()
    asked = ("batch", "--template", "poster-a5", "--database", database, "--json")
    one = document(run(*asked, "--stores", "all", "--out", tmp_path / "all.pdf"))
    assert (one["stores"], one["codes"], one["skipped"]) == (3, 3, [])
    listed = tmp_path / "ids.txt"
    listed.write_text("S10\n\nS2\nS10\n", encoding="utf-8")
    each = document(run(*asked, "--stores", listed, "--out", tmp_path / "each"))
    assert [Path(path).name for path in each["files"]] == ["S10-poster-a5-group.pdf", "S2-poster-a5-group.pdf"]
    links = texts(run, tmp_path / "all.pdf")
    assert len(set(links)) == 3
    assert texts(run, Path(each["files"][0])) == [links[2]]


def test_a_stand_for_staff_shows_the_manager_where_nobody_else_is_known(
    run: Run, database: str, tmp_path: Path
) -> None:
    asked = ("sheet", "--store", "S2", "--template", "counter-stand", "--database", database, "--json")
    made = run(*asked, "--out", tmp_path / "stand.pdf")
    assert [code["kind"] for code in document(made)["codes"]] == ["manager"]
    assert "the manager's is used instead" in made.stderr
    named = run(*asked, "--out", tmp_path / "named.pdf", "--for", "staff")
    assert (named.exit_code, (tmp_path / "named.pdf").exists()) == (1, False)


def test_a_store_without_what_is_wanted_is_named_and_the_others_are_made(
    run: Run, database: str, tmp_path: Path
) -> None:
    said = run(
        "batch", "--stores", "S1,S2", "--template", "sticker-sheet", "--out", tmp_path / "d", "--database", database,
        "--json",
    )  # fmt: skip
    assert said.exit_code == 3
    assert [skipped["store_id"] for skipped in document(said)["skipped"]] == ["S2"]
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["S1-sticker-sheet-table.pdf"]


def test_a_store_whose_name_has_no_room_is_named_and_the_others_are_made(
    run: Run, database: str, tmp_path: Path
) -> None:
    engine = open_hq(database)
    with write(engine) as connection:
        connection.execute(update(stores).where(stores.c.store_id == "S1").values(name="很长的店名" * 40))
    engine.dispose()
    asked = ("batch", "--stores", "S1,S2", "--template", "poster-a5", "--database", database, "--json")
    said = run(*asked, "--out", tmp_path / "d")
    assert said.exit_code == 3
    (skipped,) = document(said)["skipped"]
    assert (skipped["store_id"], document(said)["stores"], document(said)["codes"]) == ("S1", 1, 1)
    assert "has no room" in skipped["reason"]
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["S2-poster-a5-group.pdf"]
    failed = run(*asked, "--out", tmp_path / "e", "--headline", "很长的标题" * 40)
    assert isinstance(failed.exception, Fault)
    assert failed.exception.code == "text_no_room"


@pytest.mark.skipif(sys.platform == "win32", reason="a Ctrl-C of its own needs a POSIX signal")
def test_ctrl_c_ends_a_batch_with_a_sentence_and_without_a_half_file(database: str, tmp_path: Path) -> None:
    engine = open_hq(database)
    for number in range(40):
        found_store(engine, f"T{number}", ())
    engine.dispose()
    out = tmp_path / "out"
    out.mkdir()
    (out / "all.pdf").write_bytes(b"the old one")
    command = [sys.executable, "-m", "app", "qr", "batch", "--stores", "all", "--template", "poster-a4"]
    with subprocess.Popen(
        [*command, "--out", str(out / "all.pdf"), "--database", database],
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "no-display-here"},
        text=True,
    ) as program:
        assert program.stderr is not None
        first = program.stderr.readline()
        program.send_signal(signal.SIGINT)
        rest = program.stderr.read()
    assert first.startswith("pages written and read back: ")
    assert program.returncode == 1
    assert rest.splitlines()[-1].startswith("yingbin: stopped")
    assert [(path.name, path.read_bytes()) for path in out.iterdir()] == [("all.pdf", b"the old one")]


def test_a_stop_is_asked_for_by_a_signal_and_heard_between_two_pages() -> None:
    before = signal.getsignal(signal.SIGTERM)

    def work() -> None:
        with interruptible() as go_on:
            assert go_on()
            signal.raise_signal(signal.SIGTERM)
            assert not go_on()
            raise Cancelled

    with pytest.raises(Fault, match="stopped"):
        work()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_desk_prints_what_it_holds_without_hq(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "desk"
    codes = [
        CodeCard(code=f"7K0PM2QXA{n}", kind=PrintedKind.TABLE, store_id=STORE, about=f"A{n}", link=f"{ADDRESS}/r/{n}")
        for n in (2, 1)
    ]
    with opened(data) as lane:
        shop = StoreCard(store_id=STORE, name="湖滨店", brand="川味坊", accent="#1d3b6f")
        lane.submit(take_in, entry(shop), *map(entry, codes)).result(10)
    asked = ("sheet", "--store", STORE, "--template", "sticker-sheet", "--json", "--out")
    monkeypatch.setenv("YINGBIN_DATABASE", "sqlite:///no-hq-here.sqlite3")
    made = document(run(*asked, tmp_path / "a.pdf", "--data", data))
    monkeypatch.delenv("YINGBIN_DATABASE")
    assert texts(run, tmp_path / "a.pdf") == [f"{ADDRESS}/r/1", f"{ADDRESS}/r/2"]
    assert [code["about"] for code in made["codes"]] == ["A1", "A2"]
    monkeypatch.setattr("app.desk.places.data_folder", lambda: data)
    assert document(run(*asked, tmp_path / "b.pdf"))["codes"] == made["codes"]
    other = run("sheet", "--store", "S9", "--template", "sticker-sheet", "--out", tmp_path / "c.pdf", "--data", data)
    assert isinstance(other.exception, Fault)
    assert f"stands in {STORE}" in other.exception.detail


def test_a_machine_without_codes_says_where_to_look(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.places.data_folder", lambda: tmp_path / "no-desk")
    monkeypatch.setattr("app.hq.settings.default_database", lambda: f"sqlite:///{tmp_path / 'no-hq.sqlite3'}")
    failed = run("sheet", "--store", "S1", "--template", "slip-58", "--out", tmp_path / "a.pdf")
    assert isinstance(failed.exception, Fault)
    assert "--database URL or --data DIR" in failed.exception.detail
    assert list(tmp_path.iterdir()) == []
