"""From the sheet of a print or a file to paper: done by the press, with its progress in the window's foot, and then
written into the register of prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.desk.models.studio import Draft
from app.desk.models.studio_order import Order
from app.desk.notices import Notices, Toast, Tone
from app.desk.press import Press, Run
from app.desk.widgets.progress import ProgressLine
from app.desk.words import proof as words_proof
from app.desk.words import studio as words
from app.desk.workshop import saving
from app.desk.workshop.orders import Made, Print, Save, SaveEach, SavePdf, SavePictures
from app.domain.commands import RecordPrint
from app.domain.ids import new_id
from app.domain.prints import Medium, PrintedPiece
from app.printing.template import template_version

from . import files as studio_files
from .hands import StudioHands


class StudioOrders(QObject):
    """Takes the orders of one studio. `names` gives the printers; `paper`: a file in place of any printer's paper."""

    def __init__(self, hands: StudioHands) -> None:
        super().__init__(hands)
        self.hands = hands
        self.names: Callable[[], tuple[str, ...]] = hands.press.workshop.printer_names
        self.paper = ""
        self.open_folder: Callable[[str], None] = _open_folder
        self.run: Run | None = None
        self._medium = Medium.PRINTER
        self._small: dict[int, Run] = {}
        self.line = ProgressLine(hands.shell.theme)
        self.line.hide()
        self.line.stopped.connect(self.stop)
        screen = hands.screen
        screen.out_asked.connect(self.ask)
        screen.out.went.connect(self.take)
        screen.out.folder_asked.connect(self._ask_folder)
        screen.out.contact.wanted.connect(self._draw)
        screen.retranslated.connect(self._say_again)
        hands.drafted.connect(self._show_pages)

    @property
    def press(self) -> Press:
        """Who does it."""
        return self.hands.press

    @property
    def notices(self) -> Notices:
        """Who is told of it."""
        return self.hands.notices

    # The sheet

    def ask(self, medium: Medium) -> None:
        """Open the sheet; printers are looked for while it opens."""
        hands, out = self.hands, self.hands.screen.out
        if hands.draft is None:
            return
        kept = hands.kept
        out.show_places(self._places())
        out.show_file(kept.folder or studio_files.usual_folder(), self._file_name(hands.draft, medium))
        out.open(medium, go_word=self._go_word(medium), several_stores=hands.choice.of_chain)
        self._show_pages()
        if medium is Medium.PRINTER:
            self.press.look(lambda _run: self.names(), self._have_printers, self._have_none, owner=out)

    def _have_printers(self, names: tuple[str, ...]) -> None:
        self.hands.screen.out.show_printers(names, self.hands.kept.printer)

    def _have_none(self, _wrong: BaseException) -> None:
        self._have_printers(())

    def _go_word(self, medium: Medium) -> str:
        draft = self.hands.draft
        if medium is Medium.PRINTER:
            return words.print_word(len(draft.targets), draft.pages) if draft is not None else words.print_word(0, 0)
        return words.save_word()

    def _places(self) -> tuple[str, ...]:
        """Where staff said that pieces hang, the latest first, then what is usual."""
        held = self.hands.choice.held
        said = [card.place for card in sorted(held.prints, key=lambda c: c.at, reverse=True)] if held else []
        return tuple(dict.fromkeys([place for place in said if place] + list(words.usual_places())))[:6]

    def _file_name(self, draft: Draft, medium: Medium) -> str:
        hands = self.hands
        title = draft.template.title.get(hands.language, draft.template.name)
        held = hands.choice.held
        store = held.store.name if held is not None and held.store is not None else ""
        whose = words.every_store() if hands.choice.of_chain else store
        day = hands.desk.now().astimezone(hands.shell.zone).strftime("%Y-%m-%d")
        parts = [whose, words.aim_word(hands.choice.aim), title, day]
        return saving.clean_name("-".join(part for part in parts if part)) + (
            ".png" if medium is Medium.PNG else ".pdf"
        )

    def _show_pages(self) -> None:
        draft, out = self.hands.draft, self.hands.screen.out
        if not self.hands.screen.asking:
            return
        if draft is None:  # nothing of it is left
            self.hands.screen.close_out()
            return
        out.say_go(self._go_word(out.medium))
        for run in self._small.values():
            run.cancel()
        self._small = {}
        names = [draft.names_on(number) for number in range(draft.pages)]
        title = draft.template.title.get(self.hands.language, draft.template.name)
        sheets = words.sheets_word(draft.pages, len(draft.targets))
        out.contact.show_pages(names, draft.paper, f"{title} · {draft.paper[0]:g} × {draft.paper[1]:g} mm · {sheets}")

    def _draw(self, number: int) -> None:
        draft, contact = self.hands.draft, self.hands.screen.out.contact
        if draft is None or number in self._small or number >= draft.pages:
            return
        cell = contact.cell()
        scale = cell.height() / draft.paper[1] * contact.devicePixelRatioF()
        workshop = self.press.workshop
        run = self.press.look(
            lambda _run: workshop.draw(draft, number, scale),
            lambda image: contact.pages.show_image(number, image),
            lambda _wrong: None,
            owner=contact.pages,
        )
        self._small[number] = run

    def _ask_folder(self) -> None:
        out = self.hands.screen.out

        def taken(folder: str) -> None:
            self._remember(folder=folder)
            out.show_file(folder, out.name.text())

        studio_files.ask_folder(out, words.choose_folder(), out.folder, taken)

    def _remember(self, **changes: object) -> None:
        self.hands.remember_quietly(replace(self.hands.kept, **changes))

    # The work

    def take(self, order: Order) -> None:
        """Do it: prove, then print or write; one after another."""
        draft = self.hands.draft
        if draft is None or self.run is not None:
            return
        self.hands.screen.make.show_busy(True)
        self.hands.screen.close_out()
        self.hands.proof.pause()
        if order.medium is Medium.PRINTER:
            self._remember(printer=order.printer)
        self._medium = order.medium
        self._show_step(0, draft.pages)
        self.hands.shell.foot.lend(self.line)
        asked, workshop = self._asked(draft, order), self.press.workshop
        self.run = self.press.work(
            lambda run: workshop.make(asked, run.step),
            lambda made: self._done(draft, order, made),
            self._failed,
            self._show_step,
            self._ended,
            owner=self.line,
        )

    def _asked(self, draft: Draft, order: Order) -> Print | Save:
        """Return what the workshop is asked for."""
        if order.medium is Medium.PRINTER:
            return Print(draft, order.printer, order.copies, self.paper)
        if order.each:
            return SaveEach(draft, order.folder, Path(order.name).stem)
        name = saving.file_name(order.name, order.medium)
        if order.medium is Medium.PNG:
            return SavePictures(draft, order.folder, name, order.dots)
        return SavePdf(draft, order.folder, name)

    def _show_step(self, done: int, total: int) -> None:
        self.line.show_step(words.doing(self._medium), done, total, words.stop_word())

    def stop(self) -> None:
        """Stop what is being done; what it wrote is cleared away."""
        if self.run is not None:
            self.line.show_step(words.stopping(), 0, 0, words.stop_word())
            self.run.cancel()

    def _finish(self) -> None:
        self.run = None
        self.hands.shell.foot.lend(None)
        self.line.hide()
        self.hands.screen.make.show_busy(False)
        self.hands.proof.go_on()

    def _ended(self) -> None:
        self._finish()
        self.notices.toast(Toast(text=words.cancelled(), tone=Tone.INFO))

    def _failed(self, wrong: BaseException) -> None:
        self._finish()
        self.notices.toast(Toast(text=words_proof.refused(wrong), tone=Tone.WRONG))

    def _done(self, draft: Draft, order: Order, made: Made) -> None:
        self._finish()
        where, count = made.where, made.count
        said = words.made(order, where, count)
        folder = where if order.each else str(Path(where).parent)
        toast = Toast(text=said)
        if order.medium is not Medium.PRINTER:
            toast = Toast(text=said, label=words.show_folder(), act=lambda: self.open_folder(folder))
        own = self._pieces(draft, order)
        if not own:
            self.notices.toast(toast)
            return
        command = RecordPrint(
            print_id=new_id(self.hands.desk.now()),
            template=draft.template.name,
            template_version=template_version(draft.template),
            medium=order.medium,
            place=order.place,
            to=order.printer if order.medium is Medium.PRINTER else Path(where).name,
            pieces=own,
        )

        def failed(wrong: BaseException) -> None:
            why = words_proof.refused(wrong)
            self.notices.toast(Toast(text=words.not_registered(said, why), tone=Tone.WRONG))

        self.hands.desk.perform(command, lambda: self.notices.toast(toast), failed)

    def _pieces(self, draft: Draft, order: Order) -> tuple[PrintedPiece, ...]:
        """This store's part of it: other stores' paper is in their own registers."""
        held = self.hands.choice.held
        own = {card.code for card in held.codes} if held is not None else set()
        return tuple(
            PrintedPiece(code=target.code, link=target.link, copies=order.copies)
            for target in draft.targets
            if target.code in own
        )

    def _say_again(self) -> None:
        out = self.hands.screen.out
        if self.hands.screen.asking:
            out.say_go(self._go_word(out.medium))
        if self.run is not None and not self.run.cancelled:
            self._show_step(self.line.done, self.line.total)


def _open_folder(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
