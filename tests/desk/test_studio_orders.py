"""From the sheet to paper: what is printed scans, what is stopped leaves nothing, and the register knows of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.desk.models.studio import Aim
from app.desk.models.studio_order import Order
from app.desk.notices import Tone
from app.desk.paint.theme import Theme
from app.desk.shots.posing_studio import chain
from app.desk.studio import files as studio_files
from app.desk.widgets.button import Button
from app.desk.workshop import printers, saving
from app.domain.faults import Refused, Unavailable
from app.domain.prints import Medium
from app.printing.reading import read_file
from tests.desk.studio import StudioStage

STORES = 300 if os.environ.get("YINGBIN_THOROUGH") else 24
"""Posters of a batch: as many as a chain has stores where everything is asked for."""


@pytest.fixture
def studio(theme: Theme, qtbot: QtBot) -> Iterator[StudioStage]:
    """The studio; its machine has two printers."""
    made = StudioStage(theme, qtbot)
    made.orders.names = lambda: ("EPSON L8050", "XP-80C")
    yield made
    made.close()


def links(path: Path) -> list[str]:
    return [seen.text for seen in read_file(path)]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_chosen_tables_are_printed_by_keys_and_the_register_knows(studio: StudioStage, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    studio.orders.paper = str(paper)
    studio.hands.take_aim(Aim.TABLES)
    studio.pick("A01", "A02", "A03", "B04", "V01")
    chosen = studio.hands.choice.taken()
    QTest.keyClick(studio.hands.screen, Qt.Key.Key_F9)
    out = studio.hands.screen.out
    studio.qtbot.waitUntil(lambda: out.go.isEnabled())
    studio.qtbot.waitUntil(lambda: len(out.contact.pages.images) == 2)
    assert out.contact.pages.names == ("A01 – B04", "V01")
    out.copies.more.click()
    assert out.copies.more.accessibleDescription() == "每页几份 2"
    out.place.setText("大厅")
    QTest.keyClick(studio.shell.focusWidget(), Qt.Key.Key_F9)
    assert not studio.hands.screen.asking
    studio.done()
    assert links(paper) == [target.link for target in chosen] * 2
    (record,) = studio.desk.recorded
    assert (record.template, record.medium, record.place, record.to) == (
        "table-card",
        Medium.PRINTER,
        "大厅",
        "EPSON L8050",
    )
    assert [(piece.code, piece.link, piece.copies) for piece in record.pieces] == [
        (target.code, target.link, 2) for target in chosen
    ]
    assert record.template_version
    assert studio.said == ["打印了 4 张纸"]
    studio.qtbot.waitUntil(lambda: studio.kept.studio.printer == "EPSON L8050")


@pytest.mark.parametrize(
    ("template", "width", "height"),
    [("slip-80", 72, 0), ("slip-58", 48, 0), ("poster-a4", 210, 297), ("screen", 508, 285.75)],
)
def test_every_paper_has_its_own_size(
    studio: StudioStage, tmp_path: Path, template: str, width: float, height: float
) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    paper = tmp_path / "paper.pdf"
    studio.orders.paper = str(paper)
    studio.hands.take_template(template)
    studio.orders.take(Order(medium=Medium.PRINTER, printer="XP-80C"))
    studio.done()
    (link,) = [target.link for target in studio.hands.choice.taken()]
    assert links(paper) == [link]
    document = pypdfium2.PdfDocument(paper)
    try:
        across, down = (side * 25.4 / 72 for side in document[0].get_size())
    finally:
        document.close()
    assert abs(across - width) < 0.4
    assert not height or abs(down - height) < 0.4


def test_a_printer_that_takes_nothing_is_said_and_nothing_is_recorded(studio: StudioStage, tmp_path: Path) -> None:
    studio.orders.paper = str(tmp_path / "no" / "such" / "folder.pdf")
    studio.orders.take(Order(medium=Medium.PRINTER, printer="XP-80C"))
    studio.done()
    assert studio.said == ["打印机没有接受。看看有没有纸、开没开机，再打一次；或先存 PDF。"]
    assert studio.notices.said[-1].tone is Tone.WRONG
    assert studio.desk.recorded == []
    assert studio.hands.screen.make.print.isEnabled()


def test_a_printer_that_is_gone_is_named() -> None:
    with pytest.raises(Unavailable) as gone:
        printers.printer_called("no such printer")
    assert gone.value.code == "printer_gone"


def test_without_a_printer_the_sheet_says_what_to_do(studio: StudioStage) -> None:
    studio.orders.names = lambda: ()
    studio.orders.ask(Medium.PRINTER)
    studio.settle()
    out = studio.hands.screen.out
    assert not out.go.isEnabled()
    QTest.keyClick(out, Qt.Key.Key_Return)
    assert studio.orders.run is None


def test_in_a_low_window_the_sheet_still_says_what_is_wrong(studio: StudioStage) -> None:
    studio.shell.resize(1280, 640)
    studio.orders.ask(Medium.PRINTER)
    studio.settle()
    out = studio.hands.screen.out
    studio.hands.show_refused(Refused("code_logo", covered=31, most=20))
    assert not out.go.isEnabled()
    assert out.checks.isVisible()
    assert "31 %" in out.checks.accessibleName()
    shown = [button for button in out.findChildren(Button) if button.isVisible()]
    assert not any(out.checks.geometry().intersects(button.geometry()) for button in shown if button.parent() is out)


def test_a_double_click_on_print_opens_the_sheet_and_prints_nothing(studio: StudioStage) -> None:
    """The sheet's own button lies where the one was that opened it."""
    make, out = studio.hands.screen.make, studio.hands.screen.out
    studio.orders.ask(Medium.PRINTER)
    studio.settle()
    studio.hands.screen.close_out()
    QTest.mouseClick(make.print, Qt.MouseButton.LeftButton)
    assert out.go.isEnabled(), "its printers are known from before"
    QTest.mouseClick(out.go, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(out.go, Qt.MouseButton.LeftButton)
    assert studio.hands.screen.asking
    assert studio.orders.run is None
    assert not studio.hands.screen.shortcuts["PRINT"].autoRepeat()


def test_printers_that_are_found_late_change_neither_the_choice_nor_what_is_typed(studio: StudioStage) -> None:
    out = studio.hands.screen.out
    studio.orders.ask(Medium.PRINTER)
    QTest.keyClicks(out.place, "till")
    studio.settle()
    assert QApplication.focusWidget() is out.place
    assert out.printer == "EPSON L8050"
    studio.hands.screen.close_out()
    studio.orders.ask(Medium.PRINTER)
    assert out.place.text() == "", "another print hangs elsewhere"
    next(button for button in out.findChildren(Button) if button.text() == "XP-80C").click()
    studio.settle()
    assert out.printer == "XP-80C"


def test_the_usual_printer_is_offered_however_many_there_are(studio: StudioStage) -> None:
    out = studio.hands.screen.out
    out.show_printers([f"P{n}" for n in range(9)], "P8")
    assert [button.text() for button in out.printers.buttons if button.isChecked()] == ["P8"] == [out.printer]


def test_the_sheet_follows_what_becomes_of_the_codes(studio: StudioStage) -> None:
    out, held = studio.hands.screen.out, studio.desk.paper
    studio.hands.take_aim(Aim.TABLES)
    studio.pick("A01", "A02", "A03", "A04", "A05")
    studio.orders.ask(Medium.PRINTER)
    assert out.go.text() == "打印 2 页 · 5 个码"
    fewer = tuple(card for card in held.codes if card.about != "A05")
    studio.hands.show_held(replace(held, codes=fewer))
    assert out.go.text() == "打印 1 页 · 4 个码"
    studio.hands.show_held(replace(held, codes=()))
    assert not studio.hands.screen.asking, "there is nothing to print any more"


def test_a_batch_says_how_far_it_is_in_the_language_of_the_moment(studio: StudioStage, tmp_path: Path) -> None:
    studio.orders.take(Order(medium=Medium.PDF, folder=str(tmp_path), name="x.pdf"))
    try:
        studio.language.use("en")
        studio.qtbot.waitUntil(lambda: "Saving" in studio.orders.line.accessibleName())
    finally:
        studio.language.use("zh")
    studio.done()


def test_how_far_it_is_has_room_in_every_language(studio: StudioStage) -> None:
    line = studio.orders.line
    line.show_step("正在存", 2, 40, "取消")
    studio.shell.foot.lend(line)
    line.show_step("Saving the PDF", 2, 40, "Cancel")
    studio.qtbot.waitUntil(lambda: line.width() >= line.sizeHint().width())
    studio.shell.foot.lend(None)


def test_a_pdf_is_saved_by_keys_and_never_over_another(studio: StudioStage, tmp_path: Path) -> None:
    shown: list[str] = []
    studio.orders.open_folder = shown.append
    for name in ("码.pdf", "码 2.pdf"):
        QTest.keyClick(studio.hands.screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        out = studio.hands.screen.out
        assert out.name.text().startswith("望京店-门店福利群-A4 海报-")
        out.show_file(str(tmp_path), "码.pdf")
        QTest.keyClick(out.name, Qt.Key.Key_Return)
        studio.done()
        assert links(tmp_path / name) == [target.link for target in studio.hands.choice.taken()]
        assert studio.said[-1] == f"已存 {name}"
        assert studio.desk.recorded[-1].to == name
    studio.hands.screen.out.hide()
    act = studio.notices.said[-1].act
    assert act is not None
    act()
    assert shown == [str(tmp_path)]
    assert left_in(tmp_path) == ["码 2.pdf", "码.pdf"]


def test_a_folder_that_cannot_be_written_to_is_said_and_left_as_it_was(studio: StudioStage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file and no folder")
    for medium in (Medium.PDF, Medium.PNG):
        studio.orders.take(Order(medium=medium, folder=str(tmp_path / "file"), name="x"))
        studio.done()
        assert studio.said[-1].startswith("没存成：")
    assert studio.desk.recorded == []
    assert left_in(tmp_path) == ["file"]


def test_pictures_have_the_size_that_was_asked_for(studio: StudioStage, tmp_path: Path) -> None:
    studio.hands.take_aim(Aim.TABLES)
    studio.pick("A01", "A02", "A03", "A04", "A05")
    studio.orders.take(Order(medium=Medium.PNG, folder=str(tmp_path), name="桌卡.png", dots=150))
    studio.done()
    assert left_in(tmp_path) == ["桌卡-01.png", "桌卡-02.png"]
    picture = QImage(str(tmp_path / "桌卡-01.png"))
    assert (picture.width(), round(picture.dotsPerMeterX() * 0.0254)) == (round(210 / 25.4 * 150), 150)
    assert len(links(tmp_path / "桌卡-01.png")) == 4


def chainwide(studio: StudioStage, stores: int, template: str = "poster-a5") -> None:
    """Ask HQ for every store."""
    studio.desk.stores = chain(stores)
    studio.hands.screen.aims.chain.click()
    studio.hands.take_template(template)


def test_a_batch_for_the_chain_is_one_file_for_each_store(studio: StudioStage, tmp_path: Path) -> None:
    chainwide(studio, 3)
    assert len(studio.names()) == 3
    studio.orders.ask(Medium.PDF)
    out = studio.hands.screen.out
    out.show_file(str(tmp_path), "海报.pdf")
    out.each.click()
    out.go.click()
    studio.done()
    assert [name.endswith("海报.pdf") for name in left_in(tmp_path)] == [True] * 3
    found = {link for name in left_in(tmp_path) for link in links(tmp_path / name)}
    assert found == {target.link for target in studio.hands.choice.taken()}
    assert studio.desk.recorded == []  # other stores' paper is in their own registers
    assert studio.said == [f"存了 3 份 PDF · {tmp_path.name}"]


@pytest.mark.parametrize("each", [True, False])
def test_a_cancelled_batch_leaves_no_half_file_and_staff_go_on_meanwhile(
    studio: StudioStage, tmp_path: Path, each: bool
) -> None:
    chainwide(studio, STORES)
    turns, lines = [0], list[str]()
    ticking = QTimer()
    ticking.timeout.connect(lambda: turns.__setitem__(0, turns[0] + 1))
    ticking.start(0)
    studio.orders.take(Order(medium=Medium.PDF, folder=str(tmp_path), name="海报.pdf", each=each))
    studio.shell.show_screen("board")  # staff work on; the progress is seen there too
    line = studio.orders.line
    assert line.isVisible()
    stepped = line.show_step

    def show_step(text: str, done: int, total: int, stop: str) -> None:
        lines.append(f"{done}/{total}")
        stepped(text, done, total, stop)

    line.show_step = show_step  # type: ignore[method-assign]
    studio.qtbot.waitUntil(lambda: line.done >= 3, timeout=20_000)
    assert line.number.startswith(f"{line.done} / ")
    line.stop.click()
    studio.done()
    ticking.stop()
    assert left_in(tmp_path) == []
    assert studio.said == ["已取消，没有留下半份文件。"]
    assert not line.isVisible()
    assert studio.desk.recorded == []
    assert turns[0] > 20  # the window's loop went on all the time
    assert lines


def test_a_killed_batch_is_swept_away_by_the_next(studio: StudioStage, tmp_path: Path) -> None:
    old = tmp_path / ".yingbin-1"
    old.mkdir()
    (old / "half.pdf").write_bytes(b"half")
    os.utime(old, (0, 0))
    young = tmp_path / ".yingbin-2"
    young.mkdir()
    chainwide(studio, 1)
    studio.orders.take(Order(medium=Medium.PDF, folder=str(tmp_path), name="海报.pdf", each=True))
    studio.done()
    assert not old.exists()
    assert young.exists()


def test_hq_out_of_reach_is_said_and_the_stores_own_code_can_be_printed(studio: StudioStage) -> None:
    studio.desk.stores = None
    studio.hands.screen.aims.chain.click()
    assert studio.said == ["连不上总部，要不到别家门店的码。本店的照样能印。"]
    assert not studio.hands.choice.of_chain
    assert studio.hands.draft is not None


def test_a_store_that_opened_meanwhile_is_printed_too_and_a_retired_code_no_more(studio: StudioStage) -> None:
    studio.desk.stores = ()
    studio.hands.screen.aims.chain.click()
    assert studio.hands.draft is None
    for stores in (chain(3), chain(4)[1:]):
        studio.hands.screen.aims.chain.click()
        assert not studio.hands.choice.of_chain
        studio.desk.stores = stores
        studio.hands.screen.aims.chain.click()
        assert studio.hands.choice.taken() == stores


def test_closing_in_the_middle_of_a_batch_leaves_nothing(studio: StudioStage, tmp_path: Path) -> None:
    chainwide(studio, STORES)
    studio.orders.take(Order(medium=Medium.PDF, folder=str(tmp_path), name="海报.pdf", each=True))
    studio.qtbot.waitUntil(lambda: studio.orders.line.done >= 1, timeout=20_000)
    assert studio.room.close()
    assert left_in(tmp_path) == []


def test_what_would_not_scan_is_never_written(studio: StudioStage, tmp_path: Path) -> None:
    """Even where somebody gets past the buttons."""
    hands = studio.hands
    assert hands.draft is not None
    pale = replace(hands.draft, look=replace(hands.draft.look, code_dark="#e0e0e0"))
    hands.draft = pale
    for medium in (Medium.PDF, Medium.PNG, Medium.PRINTER):
        studio.orders.paper = str(tmp_path / "paper.pdf")
        studio.orders.take(Order(medium=medium, folder=str(tmp_path), name="x", printer="XP-80C"))
        studio.done()
        assert "对比" in studio.said[-1]
    assert left_in(tmp_path) == []
    assert studio.desk.recorded == []


@pytest.mark.qt_log_ignore("propagateSizeHints", "raise")
def test_nothing_of_it_is_a_dialog_that_stops_the_window(studio: StudioStage, tmp_path: Path) -> None:
    studio.orders.ask(Medium.PDF)
    assert QApplication.activeModalWidget() is None
    taken: list[str] = []
    dialog = studio_files.ask_folder(studio.hands.screen, "文件夹", str(tmp_path), taken.append)
    assert not dialog.isModal()
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    assert studio_files.ask_folder(studio.hands.screen, "文件夹", str(tmp_path), taken.append) is dialog, "asked twice"
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert taken == [str(tmp_path)]


@pytest.mark.parametrize(
    ("written", "medium", "name"),
    [
        ("码", Medium.PDF, "码.pdf"),
        ("码.pdf", Medium.PDF, "码.pdf"),
        ("码.PDF", Medium.PDF, "码.pdf"),
        ("../a/b:c", Medium.PNG, "_a_b_c.png"),
        ("  ", Medium.PDF, "print.pdf"),
        ("x" * 300, Medium.PNG, "x" * 120 + ".png"),
    ],
)
def test_a_file_has_a_name_that_every_disk_takes(written: str, medium: Medium, name: str) -> None:
    assert saving.file_name(written, medium) == name
