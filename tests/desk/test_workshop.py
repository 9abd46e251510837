"""The workshop: what it says is understood, and however it or the desk ends, nothing half made is left."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.__main__ import OWN, door
from app.desk import press as pressing
from app.desk.models.studio import Draft
from app.desk.models.studio_order import Order
from app.desk.notices import Tone
from app.desk.paint.theme import Theme
from app.desk.press import Press, Run
from app.desk.shots.posing_studio import chain
from app.desk.workshop import orders, process
from app.desk.workshop.child import Child
from app.desk.workshop.process import Workshop
from app.domain.faults import Fault, Refused, Unavailable, Unreadable
from app.domain.prints import Medium
from app.printing.finish import Finish
from app.printing.layout import Look
from app.printing.reading import read_file
from app.printing.templates import load_template
from tests.desk.studio import WORKSHOP, StudioStage


@pytest.fixture
def studio(theme: Theme, qtbot: QtBot) -> Iterator[StudioStage]:
    """The studio with a chain of 24 stores chosen."""
    made = StudioStage(theme, qtbot)
    made.desk.stores = chain(24)
    made.hands.screen.aims.chain.click()
    made.hands.take_template("poster-a5")
    yield made
    made.close()


@pytest.fixture
def draft() -> Draft:
    """Posters for 24 stores."""
    template = load_template("poster-a5")
    return Draft(template=template, version="1", targets=tuple(chain(24)), look=Look(), finish=Finish(bleed=True))


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_a_workshop_that_dies_in_the_middle_is_said_and_the_next_order_is_done(
    studio: StudioStage, tmp_path: Path
) -> None:
    studio.orders.take(Order(medium=Medium.PDF, folder=str(tmp_path), name="海报.pdf", each=True))
    studio.qtbot.waitUntil(lambda: studio.orders.line.done >= 1, timeout=20_000)
    WORKSHOP.kill()
    studio.done()
    assert studio.said == ["做页面的程序中断了，什么都没留下。再试一次；还不行就重开程序。"]
    assert studio.notices.said[-1].tone is Tone.WRONG
    assert left_in(tmp_path) == []
    studio.hands.choose({studio.hands.choice.targets()[0].code})
    studio.orders.take(Order(medium=Medium.PDF, folder=str(tmp_path), name="海报.pdf"))
    studio.done()
    assert [seen.text for seen in read_file(tmp_path / "海报.pdf")] == [studio.hands.choice.taken()[0].link]


def test_who_only_looks_at_a_page_never_hears_that_the_workshop_died(studio: StudioStage) -> None:
    os.kill(WORKSHOP.number, signal.SIGTERM)  # the next order may find it alive still
    studio.hands.choose({studio.hands.choice.targets()[0].code})
    studio.settle()
    assert studio.hands.screen.preview.sheet.instead == ""
    assert studio.hands.proof.able
    assert studio.hands.proof.facts is not None


def test_what_we_ended_ourselves_is_not_begun_again(draft: Draft) -> None:
    workshop = Workshop()

    def step(done: int, _total: int) -> None:
        if done:
            workshop.kill()

    with pytest.raises(Unavailable) as gone:
        workshop.examine(draft, step)
    assert gone.value.code == "workshop_gone"
    assert not workshop.running
    workshop.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be halted there")
def test_what_is_stuck_in_the_middle_can_still_be_stopped(
    studio: StudioStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "PATIENCE_SECONDS", 0.05)
    studio.orders.take(Order(medium=Medium.PDF, folder=str(tmp_path), name="海报.pdf", each=True))
    studio.qtbot.waitUntil(lambda: studio.orders.line.done >= 1, timeout=20_000)
    os.kill(WORKSHOP.number, signal.SIGSTOP)
    studio.orders.stop()
    studio.done()
    assert studio.said == ["已取消，没有留下半份文件。"]
    assert left_in(tmp_path) == []


def test_what_is_no_drawing_or_would_keep_qt_busy_for_ever_is_no_logo(tmp_path: Path) -> None:
    groups = "".join(f'<g id="a{n + 1}">' + f'<use xlink:href="#a{n}"/>' * 10 + "</g>" for n in range(9))
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><defs>'
        f'<g id="a0"><rect width="9" height="9"/></g>{groups}</defs><use xlink:href="#a9"/></svg>'
    )
    for path in (tmp_path / "none.svg", logo):
        with pytest.raises(Unreadable, match="cannot be read") as wrong:
            WORKSHOP.check_logo(str(path))
        assert wrong.value.code == "logo_unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be halted there")
def test_a_logo_that_a_workshop_never_gets_done_with_is_no_logo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logo = tmp_path / "logo.png"
    Image.effect_noise((50, 50), 90).save(logo)
    WORKSHOP.start()
    monkeypatch.setattr(process, "_LOOKING_SECONDS", 0.2)
    os.kill(WORKSHOP.number, signal.SIGSTOP)
    with pytest.raises(Unreadable, match="cannot be drawn") as wrong:
        WORKSHOP.check_logo(str(logo))
    assert wrong.value.code == "logo_unreadable"
    monkeypatch.undo()
    assert WORKSHOP.check_logo(str(logo)) == str(logo)


def test_a_desk_that_dies_takes_its_workshop_along_and_nothing_is_left(draft: Draft, tmp_path: Path) -> None:
    child = Child()
    try:
        child.pipe.send(orders.encode(orders.SaveEach(draft, str(tmp_path), "海报")))
        while True:
            told = orders.decode_told(child.pipe.receive()[0])
            assert isinstance(told, orders.Step)
            if told.done:
                break
            child.pipe.send(orders.encode(orders.GoOn()))
        assert left_in(tmp_path) != []
        child.hang_up()
        assert child.bury() == 0
    finally:
        child.kill()
        child.bury()
    assert left_in(tmp_path) == []


def test_there_is_no_process_before_something_is_asked_for_nor_long_after(
    draft: Draft, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "REST_SECONDS", 0.01)
    workshop = Workshop()
    press = Press(None, workshop)
    seen: list[object] = []

    def draw(_run: Run) -> tuple[int, int, bool]:
        image = workshop.draw(draft, 23, 2)
        return image.width(), image.height(), workshop.running

    press.look(lambda _run: workshop.running, seen.append, seen.append)
    press.look(draw, seen.append, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=20_000)
    assert seen == [False, (170 * 2, 232 * 2, True)]
    qtbot.waitUntil(lambda: not workshop.running)
    assert press.close()
    workshop.close()
    with pytest.raises(Unavailable) as closed:
        workshop.draw(draft, 0, 1)
    assert closed.value.code == "workshop_gone"


@pytest.mark.parametrize(
    "wrong",
    [
        Refused("code_unread", "no", hardship="tilted", page=7, unexpected=False),
        Unavailable("file_unwritten", "disk full", path=Path("x")),
    ],
)
def test_a_fault_means_the_same_on_both_sides(wrong: Fault) -> None:
    told = orders.decode_told(orders.encode(orders.failed(wrong)))
    assert isinstance(told, orders.Failed)
    found = told.fault()
    assert isinstance(found, Fault)
    assert (type(found), found.code, found.detail) == (type(wrong), wrong.code, wrong.detail)
    facts = {name: str(value) if isinstance(value, Path) else value for name, value in wrong.facts.items()}
    assert found.facts == facts


def test_a_draft_is_the_same_on_both_sides(draft: Draft) -> None:
    said = orders.decode_said(orders.encode(orders.Examine(draft)))
    assert isinstance(said, orders.Examine)
    assert (said.draft, hash(said.draft), said.draft.template) == (draft, hash(draft), draft.template)
    other = replace(draft, targets=draft.targets[5:6])
    assert orders.slice_of(draft, 5) == other


def test_the_door_to_the_workshop_is_the_programs_own() -> None:
    (name,) = OWN
    context = door.make_context("yingbin", ["--", name])
    command = door.get_command(context, name)
    assert command is not None
    assert command.hidden
    assert name not in door.list_commands(context)
