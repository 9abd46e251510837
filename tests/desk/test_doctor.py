"""The doctor finds what was broken on purpose, says what mends it, and is content with a sound desk."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.desk.doctor import doctor, folder, machine
from app.desk.doctor.command import examine
from app.desk.doctor.finding import Finding
from app.desk.doctor.folder import check_folder
from app.desk.doctor.link import check_link
from app.domain.commands import AddNote
from app.localdb import outbox, settings
from app.localdb.database import Database
from app.localdb.layout import LOCAL_VERSION
from app.localdb.opening import close_desk, open_desk
from app.localdb.reserve import SIZE
from app.localdb.secrets import keep_token
from app.localdb.settings import Enrolled
from tests.kit.hq import Counter, HqProcess, found_store, open_hq

NOW = datetime(2026, 5, 4, 11, 30, tzinfo=UTC)


def wrong(findings: Iterator[Finding]) -> set[str]:
    """Return the codes of what is wrong; every one of them has a remedy and nothing is said twice."""
    found = list(findings)
    assert len({finding.code.split(".")[0] for finding in found}) == len(found)
    assert all(finding.remedy for finding in found if not finding.ok)
    return {finding.code for finding in found if not finding.ok}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a desk that was opened and closed once, and never enrolled."""
    return made(tmp_path / "desk", lambda _: None)


def made(data: Path, change: Callable[[Database], object]) -> Path:
    """Open the desk in `data`, do something to it, close it."""
    db, _ = open_desk(data)
    change(db)
    close_desk(db)
    return data


def enrolled(data: Path, url: str, token: str, device_id: str = "d1") -> Path:
    where = Enrolled(hq=url, store_id="330", device_id=device_id, store_name="Store 330")
    made(data, lambda db: settings.enrol(db, where))
    keep_token(data, device_id, token)
    return data


# --- the folder -------------------------------------------------------------------------------------------------


def test_a_sound_folder_has_nothing_wrong(data: Path) -> None:
    assert wrong(check_folder(data)) == set()


def test_a_folder_that_no_desk_used_yet_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    assert wrong(check_folder(tmp_path / "never" / "used")) == set()
    assert not (tmp_path / "never").exists()


def test_looking_changes_nothing(data: Path) -> None:
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    list(examine(data))
    assert {name: (data / name).read_bytes() for name in before} == before
    assert {file.name for file in data.iterdir()} - before.keys() <= {  # SQLite's own; it makes them to read
        f"{name}.db-{kind}" for name in ("local", "cache") for kind in ("wal", "shm")
    }


def test_a_damaged_outbox_is_found(data: Path) -> None:
    local = data / "local.db"
    local.write_bytes(local.read_bytes()[:4096] + b"\xa5" * (local.stat().st_size - 4096))
    assert wrong(check_folder(data)) == {"local_db.damaged"}
    local.write_bytes(b"this is no database" * 500)
    assert wrong(check_folder(data)) == {"local_db.damaged"}


def test_a_damaged_cache_is_found_and_the_outbox_still_read(data: Path) -> None:
    (data / "cache.db").write_bytes(b"this is no database" * 500)
    made_note(data)
    (data / "cache.db").write_bytes(b"this is no database" * 500)
    found = {finding.code: finding for finding in check_folder(data)}
    assert not found["cache_db.damaged"].ok
    assert "1 commands wait" in found["outbox"].what


def test_a_newer_outbox_is_refused_politely(data: Path) -> None:
    with sqlite3.connect(data / "local.db") as connection:
        connection.execute(f"pragma user_version={LOCAL_VERSION + 1}")
    connection.close()
    assert wrong(check_folder(data)) == {"local_db.newer"}


def test_a_full_disk_is_found(data: Path) -> None:
    assert wrong(check_folder(data, room=1 << 60)) == {"room.little"}


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder into which even root cannot write")
def test_a_folder_that_cannot_be_written_is_found() -> None:
    assert "folder.closed" in wrong(check_folder(Path("/proc/self")))
    assert "folder.closed" in wrong(check_folder(Path("/proc/self/desk")))


def test_a_file_where_the_folder_should_be_is_found(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("", encoding="utf-8")
    assert wrong(check_folder(tmp_path / "desk")) == {"folder.no_folder"}
    assert wrong(check_folder(tmp_path / "desk" / "below")) == {"folder.closed"}


@pytest.mark.skipif(os.name != "posix", reason="POSIX modes")
def test_a_folder_open_to_others_is_found(data: Path) -> None:
    data.chmod(0o755)
    assert wrong(check_folder(data)) == {"private.open"}


def made_note(data: Path, *, refused: bool = False) -> None:
    def note(db: Database) -> None:
        command = AddNote(guest_id="g1", note_id="n1", text="不要香菜")
        row = outbox.add(db, command, at=NOW, author="s1", store_id="330")
        if refused:
            outbox.park(db, row.key, code="guest_unknown", reason="no such guest", now=NOW)

    made(data, note)


def test_what_waits_is_told_and_what_is_parked_is_wrong(data: Path) -> None:
    made_note(data)
    assert wrong(check_folder(data)) == set()
    assert "oldest since 2026-05-04 11:30" in {f.code: f.what for f in check_folder(data)}["outbox"]
    made_note(data, refused=True)
    assert wrong(check_folder(data)) == {"outbox.parked"}


def test_a_running_desk_is_told_and_looked_at_beside(data: Path) -> None:
    assert {f.code: f.what for f in check_folder(data)}["running"] == "no desk runs here"
    db, _ = open_desk(data)
    found = {finding.code: finding for finding in check_folder(data)}
    assert found["running"].what == f"a desk runs here (process {os.getpid()})"
    assert all(finding.ok for finding in found.values())
    db.connection.close()
    assert db.marker is not None
    db.marker.leave()  # as a desk that was killed: the sign stays on the door
    (data / "running").write_text("1\n", encoding="utf-8")
    assert "ended without closing" in {f.code: f.what for f in check_folder(data)}["running"]


def test_a_reserve_that_was_used_up_is_wrong_only_without_room(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(check_folder(data)) == set()  # not made yet, and there is room for it
    monkeypatch.setattr(folder, "RESERVE", 1 << 60)
    assert wrong(check_folder(data)) == {"reserve.used"}
    monkeypatch.undo()
    (data / "reserve").write_bytes(bytes(SIZE))
    assert {f.code: f.what for f in check_folder(data)}["reserve"].startswith("8 MB are kept back")


# --- the link ---------------------------------------------------------------------------------------------------


class Impostor(BaseHTTPRequestHandler):
    """Something that answers at HQ's address. `says`: status, body, and seconds its clock is off."""

    says: tuple[int, bytes, float] = (200, b"", 0)

    def do_GET(self) -> None:
        status, body, off = self.says
        self.send_response_only(status)
        self.send_header("Date", format_datetime(datetime.now(UTC) + timedelta(seconds=off), usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def impostor() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Impostor)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_desk_that_was_never_enrolled_is_told_how(data: Path) -> None:
    assert wrong(check_link(data)) == {"enrolled.not"}


def test_an_hq_that_is_not_there_is_found(data: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Impostor) as server:
        port = server.server_port
    assert wrong(check_link(enrolled(data, f"http://127.0.0.1:{port}", "t"))) == {"hq.unreachable"}


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ((200, b"<html>Please log in to the Wi-Fi</html>", 0), "hq.unreadable"),
        ((500, b"oops", 0), "hq.server_error"),
        ((302, b"", 0), "hq.unreadable"),
    ],
)
def test_something_else_at_hqs_address_is_found(
    data: Path, impostor: str, says: tuple[int, bytes, float], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Impostor, "says", says)
    assert wrong(check_link(enrolled(data, impostor, "t"))) == {code}


@pytest.mark.parametrize("off", [-600, 600])
def test_a_clock_that_is_off_is_found(data: Path, impostor: str, off: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Impostor, "says", (200, b'{"version":"0.1.0"}', off))
    assert "clock.skewed" in wrong(check_link(enrolled(data, impostor, "t")))


def test_the_real_hq_trusts_an_enrolled_desk_and_no_other(data: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hq.sqlite3'}"
    engine = open_hq(url)
    found_store(engine)
    with HqProcess(url) as hq:
        enrolment = Counter(engine, hq.url).enrolment
        enrolled(data, hq.url, enrolment.token, enrolment.device_id)
        findings = {finding.code: finding for finding in check_link(data)}
        assert all(finding.ok for finding in findings.values()), findings
        assert {"hq", "clock", "feed", "token", "enrolled"} == findings.keys()

        (data / "token").chmod(0o644)
        assert wrong(check_link(data)) == ({"token.open"} if os.name == "posix" else set())
        (data / "token").unlink()
        assert wrong(check_link(data)) == {"token.missing"}
        keep_token(data, enrolment.device_id, "ybd_stolen")
        assert wrong(check_link(data)) == {"feed.device_rejected"}
    engine.dispose()


# --- the machine ------------------------------------------------------------------------------------------------


def test_this_machine_can_draw() -> None:
    assert wrong(machine.check_machine()) == set()


def test_a_platform_that_does_not_exist_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "papyrus")
    assert wrong(machine.check_machine()) == {"screen.closed"}


def test_resources_that_are_gone_are_found(tmp_path: Path) -> None:
    (tmp_path / "app").symlink_to(Path(machine.__file__).parents[2])
    program = "from app import resources; resources.__file__ = '/nowhere/app/resources.py'\n"
    program += "from app.desk.doctor.machine import check_machine; print([f.code for f in check_machine() if not f.ok])"
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout.strip() == "['resources.missing']"


def test_a_python_from_elsewhere_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PYTHONS", ((4, 0), (4, 1)))
    monkeypatch.setattr(machine, "SQLITE", (99, 0, 0))
    assert wrong(machine.check_machine()) == {"python.unfit", "sqlite.old"}


@pytest.mark.parametrize(
    ("message", "code", "remedy"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "qt.library", "libegl1"),
        ("libtea.so.7: cannot open shared object file: No such file or directory", "qt.library", "libtea.so.7"),
        ("undefined symbol: _ZN4teapot", "qt.broken", "again"),
    ],
)
def test_a_missing_library_is_named_with_its_package(message: str, code: str, remedy: str) -> None:
    found = machine._missing_library(message)
    assert (found.code, found.ok) == (code, False)
    assert remedy in found.remedy


# --- the command ------------------------------------------------------------------------------------------------


def test_json_is_one_document_and_the_exit_code_tells(data: Path) -> None:
    result = CliRunner().invoke(doctor, ["--json", "--data", str(data)])
    told = json.loads(result.stdout)
    assert told["ok"] is False
    assert result.exit_code == 1
    assert [check["code"] for check in told["checks"] if not check["ok"]] == ["enrolled.not"]
    assert {"code", "ok", "what", "remedy"} == told["checks"][0].keys()


def test_the_printed_form_shows_the_remedy_and_a_sound_machine_ends_with_0(data: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(doctor, ["--data", str(data)])
    assert "BAD  HQ does not know this desk\n     → take a new code" in result.stdout
    result = CliRunner().invoke(doctor, ["--data", str(tmp_path / "new")])
    assert (result.exit_code, "BAD" in result.stdout) == (0, False)
