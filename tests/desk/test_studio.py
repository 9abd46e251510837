"""The studio: whom codes are for, which of them, how they are made, and what the check says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.desk import preferences
from app.desk.alerts import Alerts
from app.desk.keys import Key
from app.desk.models.studio import Aim, targets_of, templates_for
from app.desk.models.studio_choice import on
from app.desk.models.targets import TargetsModel
from app.desk.paint.theme import Mode, Theme
from app.desk.shots.posing_studio import HERE_ONLY, held
from app.desk.sounds import Sounds
from app.desk.theme.palette import contrast
from app.desk.words import proof as words
from app.desk.words.proof import Mark
from app.domain.changes import ChangeSet
from app.domain.faults import Refused
from app.domain.natural import natural
from app.domain.printed import PrintedKind
from app.domain.prints import Medium
from app.localdb.lane import Lane
from app.printing.template import Subject
from tests.desk import people
from tests.desk.studio import StudioStage


@pytest.fixture
def studio(theme: Theme, qtbot: QtBot) -> Iterator[StudioStage]:
    """The studio, with forty tables, four people and a group."""
    made = StudioStage(theme, qtbot)
    yield made
    made.close()


def press(studio: StudioStage, key: Qt.Key, *, shift: bool = False) -> None:
    held_down = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(studio.shell.focusWidget(), key, held_down)


def test_tables_are_chosen_without_a_mouse(studio: StudioStage) -> None:
    rows = studio.hands.screen.aims.rows
    assert [row.right for row in rows.values()] == ["137/200", "64/200", "40 张", "4 人", "", "2 个"]
    assert studio.shell.focusWidget() is rows[Aim.GROUP]
    press(studio, Qt.Key.Key_Down)
    press(studio, Qt.Key.Key_Down)
    assert studio.hands.choice.aim is Aim.TABLES
    assert len(studio.names()) == 40
    view = studio.hands.screen.aims.view
    while studio.shell.focusWidget() is not view:
        press(studio, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert studio.names() == []
    press(studio, Qt.Key.Key_Right)
    press(studio, Qt.Key.Key_Space)
    assert studio.names() == ["A02"]
    for _ in range(3):
        press(studio, Qt.Key.Key_Right, shift=True)
    assert studio.names() == ["A02", "A03", "A04", "A05"]
    press(studio, Qt.Key.Key_Left)
    press(studio, Qt.Key.Key_Space)
    assert studio.names() == ["A02", "A03", "A05"]
    assert studio.hands.screen.make.print.text() == "打印 1 页 · 3 个码"


def test_a_click_with_shift_takes_the_range(studio: StudioStage) -> None:
    studio.hands.take_aim(Aim.TABLES)
    studio.hands.choose(set())
    view, model = studio.hands.screen.aims.view, studio.hands.screen.aims.view.targets
    for row, held_down in ((2, Qt.KeyboardModifier.NoModifier), (5, Qt.KeyboardModifier.ShiftModifier)):
        where = view.visualRect(model.index(row)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held_down, where)
    assert studio.names() == ["A03", "A04", "A05", "A06"]


def test_two_hundred_tables_are_in_the_order_people_count(studio: StudioStage) -> None:
    studio.desk.paper = held(people.NOW, people.STORE, worst=True)
    studio.hands.refresh()
    studio.hands.take_aim(Aim.TABLES)
    names = studio.names()
    assert len(names) == 200
    assert names == sorted(names, key=natural)
    view = studio.hands.screen.aims.view
    assert view.visualRect(view.targets.index(0)).width() > view.viewport().width() * 0.9


@given(st.lists(st.tuples(st.sampled_from("ABV包"), st.integers(0, 300)), unique=True, max_size=30))
def test_numbers_in_names_count_as_numbers(tables: list[tuple[str, int]]) -> None:
    names = [f"{area}{number}" for area, number in tables]
    assert sorted(names, key=natural) == [f"{area}{number}" for area, number in sorted(tables)]


def test_only_codes_that_lead_somewhere_are_offered() -> None:
    paper = held(people.NOW, people.STORE)
    tables = [card for card in paper.codes if card.kind is PrintedKind.TABLE]
    gone = replace(tables[0], retired_at=people.NOW)
    linkless = replace(tables[1], link="")
    found = targets_of(Aim.TABLES, [gone, linkless, tables[2]], people.STORE, (), people.NOW)
    assert [target.code for target in found] == [tables[2].code]


def test_targets_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = TargetsModel()
    model.show(targets_of(Aim.TABLES, held(people.NOW, None).codes, None, (), people.NOW))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_what_suits_comes_first_and_a_tables_card_is_for_tables_only(studio: StudioStage) -> None:
    for aim in Aim:
        offered = templates_for(aim, studio.hands.choice.templates)
        assert len(offered) >= 4
        table_cards = {template.name for template in offered if template.subject is Subject.TABLE}
        assert bool(table_cards) == (aim is Aim.TABLES)
    assert templates_for(Aim.TABLES, studio.hands.choice.templates)[0].name == "table-card"
    assert templates_for(Aim.GROUP, studio.hands.choice.templates)[0].name == "poster-a4"


def test_the_check_says_what_was_proven(studio: StudioStage, language: str) -> None:
    studio.language.use(language)
    studio.hands.take_aim(Aim.TABLES)
    studio.pick("A01", "A02", "B07")
    assert studio.hands.proof.checks()[0].mark is Mark.WAITING
    studio.settle()
    checks = studio.hands.proof.checks()
    assert [check.mark for check in checks] == [Mark.GOOD] * 5
    facts = studio.hands.proof.facts
    assert facts is not None
    assert (facts.pages, facts.codes) == (1, 3)
    assert facts.module >= facts.least
    assert facts.embedded
    assert f"{facts.module:.2f} mm" in checks[1].text
    assert all(button.isEnabled() for button in (studio.hands.screen.make.print, studio.hands.screen.make.pdf))
    assert all(check.text in studio.hands.screen.make.checks.accessibleName() for check in checks)


def test_a_logo_that_covers_too_much_is_refused_with_the_remedy(studio: StudioStage, tmp_path: Path) -> None:
    picture = QImage(60, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("#aa2222"))
    assert picture.save(str(tmp_path / "logo.png"))
    studio.hands.take_logo(str(tmp_path / "logo.png"))
    studio.settle()
    assert studio.hands.kept.logo_percent == 12
    assert studio.hands.proof.able
    studio.hands.screen.make.looks.logo_size.setValue(31)
    studio.settle()
    assert studio.hands.proof.checks()[0] == words.Check(Mark.BAD, "标志占 31 %：这里最多 20 %。把标志调小。")
    make = studio.hands.screen.make
    assert not any(button.isEnabled() for button in (make.print, make.pdf, make.pictures))
    QTest.keyClick(studio.hands.screen, Qt.Key.Key_F9)
    assert not studio.hands.screen.asking
    studio.language.use("en")
    studio.hands.show_all()
    assert studio.hands.proof.checks()[0].text == "Logo covers 31 %: at most 20 % here. Make it smaller."
    studio.hands.screen.make.looks.no_logo.click()
    studio.settle()
    assert studio.hands.proof.able


def test_what_is_no_picture_is_no_logo(studio: StudioStage, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"no picture")
    studio.hands.take_logo(str(tmp_path / "logo.png"))
    studio.qtbot.waitUntil(lambda: bool(studio.said))
    assert studio.said == ["标志的图打不开，或已经不在了。换 PNG、JPG 或 SVG，或不要标志。"]
    assert studio.hands.kept.logo == ""


def test_a_pale_code_and_a_colour_that_is_none_are_refused(studio: StudioStage) -> None:
    make = studio.hands.screen.make
    make.looks.custom.setText("#f0c9a0")
    make.looks.custom.editingFinished.emit()
    studio.settle()
    assert studio.hands.proof.able  # a pale poster with a black code reads well
    make.looks.in_code.click()
    studio.settle()
    assert "对比" in studio.hands.proof.checks()[0].text
    make.looks.custom.setText("mauve")
    make.looks.custom.editingFinished.emit()
    studio.settle()
    assert "mauve" in studio.hands.proof.checks()[0].text


def test_a_colour_is_typed_as_people_write_it_and_what_is_none_is_never_printed_black(studio: StudioStage) -> None:
    colour = studio.hands.screen.make.looks.custom
    for typed, kept in (("B3261E", "#b3261e"), ("#1F4E8C ", "#1f4e8c"), ("0f6b5c", "")):
        colour.setText(typed)
        colour.editingFinished.emit()
        assert studio.hands.kept.accent == kept
    for typed in ("绿", "#12345", "red"):
        colour.setText(typed)
        colour.editingFinished.emit()
        studio.settle()
        assert studio.hands.proof.checks()[0] == words.Check(Mark.BAD, f"{typed} 不是颜色，要像 #0f6b5c。")
        assert not studio.hands.screen.make.print.isEnabled()


@given(st.integers(0, 0xFFFFFF))
def test_what_stands_on_any_colour_can_be_read(colour: int) -> None:
    accent = f"#{colour:06x}"
    assert contrast(QColor(on(accent)), QColor(accent)) >= 4.5


def test_words_that_have_no_room_are_refused_where_they_stand(studio: StudioStage) -> None:
    make = studio.hands.screen.make
    studio.hands.take_template("slip-58")
    make.headline.setText("一" * 40)
    make.headline.textEdited.emit(make.headline.text())
    studio.settle()
    if studio.hands.proof.able:  # the slip has room for forty letters: then nothing is refused
        return
    assert "放不下" in studio.hands.proof.checks()[0].text
    assert "放不下" in studio.hands.screen.preview.sheet.instead


def test_of_many_stores_the_one_whose_name_cannot_be_printed_is_named() -> None:
    wrong = Refused("text_no_letter", "no font has it", letter="🦐", text="虾局🦐望京店")
    assert words.refused(wrong) == "“虾局🦐望京店”里的“🦐”，这台电脑没有这个字。换一个字，或装上字体。"


def test_a_link_to_this_machine_is_amber_and_can_still_be_printed(studio: StudioStage) -> None:
    studio.desk.paper = held(people.NOW, people.STORE, here_only=True)
    studio.hands.refresh()
    studio.settle()
    last = studio.hands.proof.checks()[-1]
    assert (last.mark, last.text) == (Mark.WARN, "只能在本机打开，先别印")
    assert studio.hands.proof.able


@pytest.mark.parametrize(
    ("link", "outside"),
    [
        ("https://yb.example.com/r/K7M2QX0000", True),
        ("http://8.8.8.8/r/K7M2QX0000", True),
        (f"{HERE_ONLY}/r/K7M2QX0000", False),
        ("http://192.168.1.4:8000/r/K7M2QX0000", False),
        ("http://[::1]:8000/r/K7M2QX0000", False),
        ("http://localhost:8000/r/K7M2QX0000", False),
        ("http://hq/r/K7M2QX0000", False),
        ("http://till.local/r/K7M2QX0000", False),
        ("", False),
    ],
)
def test_which_links_a_phone_anywhere_can_open(link: str, outside: bool) -> None:
    assert words.leads_outside(link) is outside


def test_the_page_is_drawn_as_it_will_be_and_follows_what_staff_choose(studio: StudioStage) -> None:
    preview = studio.hands.screen.preview
    studio.settle()
    first = preview.sheet.image
    assert first is not None
    assert abs(first.width() / first.height() - 210 / 297) < 0.01
    studio.hands.screen.make.headline.setText("今晚有鱼")
    studio.hands.screen.make.headline.textEdited.emit("今晚有鱼")
    studio.settle()
    assert preview.sheet.image is not None
    assert preview.sheet.image != first
    preview.fit.click()
    studio.settle()
    assert preview.percent == 100
    assert abs(preview.sheet.image.width() - 210 / 25.4 * 96) <= 1
    studio.hands.screen.make.looks.bleed.click()
    studio.settle()
    assert preview.sheet.image.width() > 210 / 25.4 * 96 + 2 * 3 / 25.4 * 96
    assert studio.hands.proof.facts is not None
    assert studio.hands.proof.facts.bleed == 3


def test_pages_are_turned_and_enlarged_by_keys(studio: StudioStage) -> None:
    studio.hands.take_aim(Aim.TABLES)
    studio.settle()
    preview, screen = studio.hands.screen.preview, studio.hands.screen
    for key, number in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageUp, 1)):
        QTest.keyClick(screen, key)
        assert preview.number == number
    assert studio.hands.screen.aims.facts[0].right == f"/r/{studio.hands.choice.targets()[4].code}"
    before = preview.percent
    QTest.keyClick(screen, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert preview.percent > before
    studio.pick("A01")
    assert preview.number == 0


def test_the_wheel_makes_the_page_smaller_again_where_it_could_scroll(studio: StudioStage) -> None:
    preview = studio.hands.screen.preview
    middle = QPointF(preview.area.mapTo(studio.shell, preview.area.rect().center()))
    found = []
    for turn in (120, 120, 120, 120, -120, -120):
        window, control = studio.shell.windowHandle(), Qt.KeyboardModifier.ControlModifier
        QTest.wheelEvent(window, middle, QPoint(0, turn), QPoint(), control)
        QApplication.processEvents()
        found.append(preview.percent)
    assert found[2:] == [found[2], found[3], found[2], found[1]]
    assert sorted(found[:4]) == found[:4]
    assert found[3] > found[0]


def test_words_are_remembered_for_each_template_and_paper_keeps_its_language(studio: StudioStage) -> None:
    make = studio.hands.screen.make
    make.headline.setText("今晚有鱼")
    make.headline.textEdited.emit("今晚有鱼")
    studio.hands.take_template("poster-a5")
    assert make.headline.text() == ""
    assert make.headline.placeholderText() == "扫码进群"
    studio.hands.take_template("poster-a4")
    assert make.headline.text() == "今晚有鱼"
    studio.qtbot.waitUntil(lambda: studio.kept.studio.words.get("poster-a4") == ("今晚有鱼", ""))
    studio.settle()
    draft = studio.hands.draft
    studio.language.use("en")
    studio.qtbot.waitUntil(lambda: studio.hands.screen.make.print.text() == "Print 1")
    assert studio.hands.draft == draft
    make.tongues["en"].click()
    assert make.line.placeholderText() == "New dishes first, offers for regulars"
    assert studio.hands.draft != draft


def test_what_stands_in_the_place_of_a_page_is_said_in_the_language_of_the_moment(studio: StudioStage) -> None:
    make, preview = studio.hands.screen.make, studio.hands.screen.preview
    make.headline.setText("龘" * 40)
    make.headline.textEdited.emit(make.headline.text())
    studio.settle()
    assert "放不下" in preview.sheet.instead
    studio.orders.ask(Medium.PDF)
    studio.language.use("en")
    studio.qtbot.waitUntil(lambda: "has no room" in preview.sheet.instead)
    assert studio.hands.screen.out.contact.title.startswith("A4 poster")
    studio.hands.choose(set())
    assert preview.sheet.instead == "Choose codes at the left: here is what the paper will look like."
    studio.language.use("zh")
    studio.qtbot.waitUntil(lambda: preview.sheet.instead.startswith("在左边选"))


def test_how_staff_left_the_studio_is_kept_on_the_disk(tmp_path: Path) -> None:
    left = preferences.Studio(words={"poster-a4": ("鱼", "")}, accent="#b3261e", logo_percent=9, printer="XP-80C")
    lane = Lane(tmp_path / "desk")
    lane.start().result(20)
    kept = changed(preferences.Preferences(), studio=left)
    lane.submit(preferences.save, kept).result(20)
    assert lane.submit(preferences.load).result(20).studio == left
    assert lane.close()


def test_every_look_and_size_shows_everything(studio: StudioStage) -> None:
    studio.hands.take_aim(Aim.TABLES)
    studio.settle()
    for mode, scale, width, height in (("dark", 1.0, 1280, 720), ("light", 1.3, 1366, 768), ("dark", 1.0, 1920, 1080)):
        studio.theme.use(mode=Mode(mode), scale=scale)
        studio.shell.resize(width, height)
        studio.settle()
        make, aims = studio.hands.screen.make, studio.hands.screen.aims
        for widget in (make.print, make.pdf, make.pictures, make.checks):
            assert make.rect().contains(widget.geometry()), (mode, scale)
        assert aims.view.height() > studio.theme.px(30), (mode, scale)
        assert studio.hands.screen.preview.width() >= 300
    named = [*aims.rows.values(), aims.view, make.headline, make.line, make.print, make.pdf, *make.cards.values()]
    assert all(widget.accessibleName() for widget in named)


def test_f9_is_the_studios_there_and_the_boards_elsewhere(studio: StudioStage) -> None:
    assert Key.of("PRINT") == Key.of("NO_SHOW") == "F9"
    QTest.keyClick(studio.hands.screen, Qt.Key.Key_F9)
    assert studio.hands.screen.asking
    QTest.keyClick(studio.shell.focusWidget(), Qt.Key.Key_Escape)
    assert not studio.hands.screen.asking
    assert studio.shell.showing == "studio"
    QTest.keyClick(studio.hands.screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert studio.hands.screen.out.title == "存 PDF"


def test_the_register_sends_what_is_to_be_printed_anew(studio: StudioStage) -> None:
    wanted = {card.code for card in studio.desk.paper.codes if card.about in ("A03", "B10")}
    studio.shell.show_screen("board")
    studio.room.reprint(wanted, "sticker-sheet")
    assert studio.shell.showing == "studio"
    assert studio.names() == ["A03", "B10"]
    assert studio.hands.draft is not None
    assert studio.hands.draft.template.name == "sticker-sheet"


def test_what_is_known_of_a_code_says_what_a_manager_must_see_to(studio: StudioStage) -> None:
    aims, paper = studio.hands.screen.aims, studio.desk.paper
    assert [fact.text for fact in aims.facts] == ["短链", "已印", "近 7 天", "福利群还剩 63 位"]
    assert aims.facts[2].right == "扫 412 人 · 入群 48%"
    full = replace(paper.groups[0], members=195)
    for groups, told in (((full,), "福利群还剩 5 位"), ((), "还没有群，扫了进不去")):
        studio.desk.paper = replace(paper, groups=groups)
        studio.hands.refresh()
        studio.settle()
        assert (aims.facts[-1].text, aims.facts[-1].loud) == (told, True)
    studio.hands.take_aim(Aim.MANAGER)
    assert [fact.text for fact in aims.facts] == ["短链", "已印", "近 7 天"]


def test_a_vip_is_seen_while_a_print_is_being_settled(studio: StudioStage) -> None:
    QTest.keyClick(studio.hands.screen, Qt.Key.Key_F9)
    assert studio.hands.screen.asking
    alerts = Alerts(studio.shell, studio.notices, Sounds(on=False, able=False, parent=studio.shell), studio.desk.now)
    party = people.party("vip", people.OUYANG)
    studio.shell.show_changes(ChangeSet(board={party.card_id: party}))
    alerts.look()
    bar = studio.shell.over.alerts
    assert studio.shell.over.alerting == "vip"
    assert bar.isVisible()
    assert studio.shell.childAt(bar.geometry().center()) in (bar, *bar.findChildren(QWidget))
    assert studio.hands.screen.out.go.visibleRegion().boundingRect() == studio.hands.screen.out.go.rect()
