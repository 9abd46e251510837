"""What staff do in the studio: choosing, wording, colouring; the preview that follows, and the proof behind it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.desk.models.held import Held
from app.desk.models.studio import Aim, Draft, Target, all_templates, room_in, words_on
from app.desk.models.studio_choice import Choice
from app.desk.notices import Notices, Toast, Tone
from app.desk.preferences import Studio
from app.desk.press import Press
from app.desk.screens.studio import StudioScreen
from app.desk.words import proof as words_proof
from app.desk.words import studio as words
from app.domain.faults import Fault
from app.printing.rules import check_colour
from app.printing.template import Template

from . import facts as studio_facts
from .desk import Keep, StudioDesk
from .drawing import Drawing
from .proof import Proof

if TYPE_CHECKING:
    from app.desk.shell import Shell

USUAL_LOGO = 12
"""Percent of the code that a new logo takes."""


class StudioHands(QObject):
    """Connects one studio with the desk and the press. `drafted` tells that something else is to be printed, or in
    other words."""

    drafted = Signal()
    told = Signal()
    """The desk told what was printed."""

    def __init__(
        self, shell: Shell, desk: StudioDesk, notices: Notices, press: Press, kept: Studio, keep: Keep, language: str
    ) -> None:
        super().__init__(shell)
        self.shell, self.desk, self.notices, self.press = shell, desk, notices, press
        self._keep, self.language = keep, language
        self.choice = Choice(kept)
        self.screen = StudioScreen(shell.theme)
        self.draft: Draft | None = None
        self._asking_chain = False
        self._asked_again: tuple[set[str], str] | None = None
        self.proof = Proof(press, self)
        self._drawing = Drawing(press, self.screen.preview, shell.theme, self)
        self._connect()
        press.look(lambda _run: all_templates(), self._have_templates, self._failed, owner=self.screen)

    def _connect(self) -> None:
        screen, make = self.screen, self.screen.make
        screen.aims.aimed.connect(lambda aim: self.take_aim(Aim(aim)))
        screen.aims.chain_asked.connect(self.take_chain)
        screen.aims.view.chosen.connect(self._took)
        make.template_chosen.connect(self.take_template)
        make.worded.connect(self._worded)
        make.looks.coloured.connect(self._coloured)
        make.spoken.connect(lambda language: self._remember(language=language))
        make.looks.bled.connect(lambda on: self._remember(bleed=on))
        make.looks.logo_asked.connect(self._ask_logo)
        make.looks.logo_dropped.connect(lambda: self._remember(logo="", logo_percent=0))
        make.looks.logo_sized.connect(lambda percent: self._remember(logo_percent=percent))
        screen.logo_given.connect(self.take_logo)
        screen.preview.wanted.connect(self._drawing.page)
        screen.preview.wanted.connect(self._tell)
        self.shell.theme.changed.connect(self.redraw_small)
        self.proof.told.connect(self._tell)
        self.proof.rested.connect(self.redraw_small)

    # What is there

    @property
    def kept(self) -> Studio:
        """How staff leave the studio."""
        return self.choice.kept

    @property
    def ready(self) -> bool:
        """Whether templates and codes are there."""
        return bool(self.choice.templates) and self.choice.held is not None

    def refresh(self) -> None:
        """Read codes, groups and prints anew."""
        self.desk.printed(self.show_held)

    def show_held(self, held: Held) -> None:
        """Show what the desk holds of printed codes."""
        self.choice.hold(held, self.desk.now())
        self._fill()
        self.told.emit()

    def _have_templates(self, templates: tuple[Template, ...]) -> None:
        self.choice.templates = templates
        self._fill()

    def _fill(self) -> None:
        if self._asked_again is not None:
            self.reprint(*self._asked_again)
        else:
            self.show_all()

    def speak(self, language: str) -> None:
        """Show everything in another language; what is on paper stays in its own."""
        self.language = language
        self.show_all()
        self._show_draft()  # also what stands in the place of a page that cannot be made
        self.drafted.emit()

    def last_print(self) -> str:
        """Return when something was printed last, "" where nothing was."""
        held = self.choice.held
        return studio_facts.last_print(held, self.shell.zone) if held is not None else ""

    def _failed(self, wrong: BaseException) -> None:
        self.notices.toast(Toast(text=words_proof.refused(wrong), tone=Tone.WRONG))

    # What staff choose

    def take_aim(self, aim: Aim) -> None:
        """Print for somebody else."""
        self.choice.aim, self.choice.of_chain = aim, False
        self.show_all()

    def take_chain(self, on: bool) -> None:
        """Print for every store of the chain; HQ is asked for their codes each time: nobody tells this desk of a store
        that opened, or of another's code that was retired."""
        choice, aim = self.choice, self.choice.aim
        if not on:
            choice.of_chain = False
            self.show_all()
            return

        def told(targets: Sequence[Target]) -> None:
            self._asking_chain = False
            choice.chain[aim] = tuple(targets)
            choice.of_chain = choice.aim is aim
            self.show_all()

        def failed(wrong: BaseException) -> None:
            self._asking_chain = False
            self._failed(wrong)

        if not self._asking_chain:
            self._asking_chain = True
            self.desk.codes_of_chain(aim.value, told, failed)

    def choose(self, codes: set[str]) -> None:
        """Choose exactly these codes."""
        self.choice.choose(codes)
        self.show_all()

    def reprint(self, codes: set[str], template: str) -> None:
        """Choose these codes and this template, as soon as both are known."""
        self._asked_again = None if self.ready else (codes, template)
        if self.ready:
            self.choice.again(codes, template)
        self.show_all()

    def _took(self) -> None:
        self.choice.choose(self.screen.aims.view.codes())
        self._redraft()

    def take_template(self, name: str) -> None:
        """Make it otherwise."""
        self.choice.take_template(name)
        self.show_all()

    def _worded(self) -> None:
        template, make = self.choice.template(), self.screen.make
        if template is not None:
            said = make.headline.text().strip(), make.line.text().strip()
            self.remember_quietly(replace(self.kept, words={**self.kept.words, template.name: said}))
            self._redraft()

    def _coloured(self, colour: str, in_code: bool) -> None:
        colour = colour.strip().lower()
        with suppress(Fault):  # what is no colour is kept as it was typed: the check says so
            colour = check_colour(colour)
        self._remember(accent="" if colour == self.choice.own_accent() else colour, in_code=in_code)

    def _ask_logo(self) -> None:
        from .files import ask_file

        ask_file(self.screen, words.choose_logo(), self.take_logo)

    def take_logo(self, path: str) -> None:
        """This picture is the logo, where it is one."""
        percent = self.kept.logo_percent or USUAL_LOGO
        self.press.look(
            lambda _run: self.press.workshop.check_logo(path),
            lambda good: self._remember(logo=good, logo_percent=percent),
            self._failed,
            owner=self.screen,
        )

    def _remember(self, **changes: object) -> None:
        self.remember_quietly(replace(self.kept, **changes))
        self.show_all()

    def remember_quietly(self, kept: Studio) -> None:
        """Remember what changes nothing that is shown."""
        self.choice.kept = kept
        self._keep(kept)

    # What is shown

    def show_all(self) -> None:
        """Show everything as it is now."""
        choice, screen, now = self.choice, self.screen, self.desk.now()
        screen.preview.language = self.language
        if choice.held is not None:
            groups = choice.held.groups
            counts = {aim: words.aim_count(aim, len(choice.own(aim)), room_in(groups, aim, now)) for aim in Aim}
            screen.aims.show_aims(counts)
        targets = choice.targets()
        hint = "" if targets or choice.held is None else words.no_codes(choice.aim)
        chosen = {target.code for target in choice.taken()}
        screen.aims.show_aim(choice.aim, targets, chosen, of_chain=choice.of_chain, hint=hint)
        screen.settle_focus()
        self._show_make()
        self._redraft()

    def _show_make(self) -> None:
        choice, make, kept, template = self.choice, self.screen.make, self.kept, self.choice.template()
        if template is None:
            return
        make.show_templates(choice.offered(), template.name, self.language)
        make.show_words(*choice.words(template), words_on(template, choice.aim, kept.language), kept.language)
        make.looks.show_style(
            choice.accent(),
            choice.own_accent(),
            in_code=kept.in_code,
            bleed=kept.bleed,
            can_bleed=template.bleed > 0,
        )
        make.looks.show_logo(Path(kept.logo).name if kept.logo else "", kept.logo_percent)

    def _redraft(self) -> None:
        draft = self.choice.draft()
        if draft == self.draft and (draft is None or self.draft is None or draft.template is self.draft.template):
            self._tell()
            return
        self.draft = draft
        self._show_draft()
        self.proof.take(draft)
        self.drafted.emit()

    def _show_draft(self) -> None:
        instead = "" if self.draft is not None else words.nothing_yet(self.ready)
        self.screen.preview.show_draft(self.draft, instead)

    def redraw_small(self) -> None:
        """Draw each template small, as it looks with the words and colours of now."""
        targets, cards = self.choice.taken(), self.screen.make.cards
        if not targets:
            return
        drafts = {}
        for template in self.choice.offered():
            if template.name in cards:
                some = tuple(targets[n % len(targets)] for n in range(template.sheet.places))
                drafts[template.name] = self.choice.draft_of(template, some)
        self._drawing.templates(cards, drafts)

    def show_refused(self, wrong: BaseException) -> None:
        """Show that what is chosen cannot be printed, and why."""
        self.screen.make.looks.show_logo(self.kept.logo, self.kept.logo_percent)
        self.screen.preview.show_trouble(words_proof.refused(wrong))
        self.proof.refuse(wrong)

    def _tell(self) -> None:
        """Show how the check stands, and what is known of the code that is shown."""
        draft, screen, checks, held = self.draft, self.screen, self.proof.checks(), self.choice.held
        word = words.print_word(len(draft.targets), draft.pages) if draft is not None else words.print_word(0, 0)
        screen.make.show_checks(checks, able=self.proof.able, print_word=word)
        screen.out.show_checks(checks if len(checks) < 3 else (checks[0], checks[-1]))
        screen.out.show_able(self.proof.able)
        if self.proof.wants_smaller_logo():
            screen.make.show_remedy()
        if draft is None or held is None:
            screen.aims.show_facts(())
        else:
            shown = draft.targets[min(screen.preview.number * draft.on_a_page, len(draft.targets) - 1)]
            facts = studio_facts.facts(shown, held, self.choice.aim, self.desk.now(), self.shell.zone)
            screen.aims.show_facts(facts)
