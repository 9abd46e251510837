"""What staff do in the studio: choosing, wording, colouring; the preview that follows, and the proof behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.printing.layout import Look
from app.printing.paper import Finish
from app.printing.template import Template, template_version

from . import making, studio_facts, words_proof
from . import words_studio as words
from .models.studio import Aim, Draft, Target, all_templates, room_in, targets_of, templates_for, words_on
from .notices import Notices, Toast, Tone
from .preferences import Studio
from .press import Press
from .screens.studio import StudioScreen
from .studio_desk import Held, Keep, StudioDesk
from .studio_drawing import Drawing
from .studio_proof import Proof

if TYPE_CHECKING:
    from .shell import Shell

USUAL_ACCENT = Look().accent


class StudioHands(QObject):
    """Connects one studio with the desk and the press. `drafted` tells that something else is to be printed."""

    drafted = Signal()
    told = Signal()
    """The desk told what was printed."""

    def __init__(
        self, shell: Shell, desk: StudioDesk, notices: Notices, press: Press, kept: Studio, keep: Keep, language: str
    ) -> None:
        super().__init__(shell)
        self.shell, self.desk, self.notices, self.press = shell, desk, notices, press
        self.kept, self._keep, self.language = kept, keep, language
        self.screen = StudioScreen(shell.theme)
        self.held: Held | None = None
        self.templates: tuple[Template, ...] = ()
        self.aim, self.of_chain = Aim.GROUP, False
        self.chain: dict[Aim, tuple[Target, ...]] = {}
        self.chosen: dict[tuple[Aim, bool], set[str]] = {}
        self.template_of: dict[Aim, str] = {}
        self.draft: Draft | None = None
        self._asking_chain = False
        self._asked_again: tuple[set[str], str] | None = None
        self.proof = Proof(press, self)
        self._drawing = Drawing(press, self.screen.preview, shell.theme, self)
        self._connect()
        press.look(lambda _run: all_templates(), self._have_templates, self._failed)

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

    def refresh(self) -> None:
        """Read codes, groups and prints anew."""
        self.desk.printed(self.show_held)

    def show_held(self, held: Held) -> None:
        """Show what the desk holds of printed codes."""
        self.held = held
        self._fill()
        self.told.emit()

    def _fill(self) -> None:
        if self._asked_again is not None:
            self.reprint(*self._asked_again)
        else:
            self.show_all()

    def speak(self, language: str) -> None:
        """Show everything in another language; what is on paper stays in its own."""
        self.language = language
        self.show_all()

    def last_print(self) -> str:
        """Return when something was printed last, "" where nothing was."""
        return studio_facts.last_print(self.held, self.shell.zone) if self.held is not None else ""

    def _have_templates(self, templates: tuple[Template, ...]) -> None:
        self.templates = templates
        self._fill()

    def _failed(self, wrong: BaseException) -> None:
        self.notices.toast(Toast(text=words_proof.refused(wrong), tone=Tone.WRONG))

    def targets(self, aim: Aim | None = None) -> tuple[Target, ...]:
        """Return what there is to choose from."""
        aim = aim or self.aim
        if self.of_chain and aim is self.aim:
            return self.chain.get(aim, ())
        held = self.held
        return () if held is None else targets_of(aim, held.codes, held.store, held.staff, self.desk.now())

    def taken(self) -> tuple[Target, ...]:
        """Return what staff chose; everything where they chose nothing yet."""
        targets = self.targets()
        chosen = self.chosen.get((self.aim, self.of_chain))
        return targets if chosen is None else tuple(target for target in targets if target.code in chosen)

    # What staff choose

    def take_aim(self, aim: Aim) -> None:
        """Print for somebody else."""
        self.aim, self.of_chain = aim, False
        self.show_all()

    def take_chain(self, on: bool) -> None:
        """Print for every store of the chain; HQ is asked for their codes."""
        if not on or self.aim in self.chain:
            self.of_chain = on
            self.show_all()
            return
        aim = self.aim

        def told(targets: Sequence[Target]) -> None:
            self._asking_chain = False
            self.chain[aim] = tuple(targets)
            self.of_chain = self.aim is aim
            self.show_all()

        def failed(wrong: BaseException) -> None:
            self._asking_chain = False
            self._failed(wrong)

        if not self._asking_chain:
            self._asking_chain = True
            self.desk.codes_of_chain(aim.value, told, failed)

    def choose(self, codes: set[str]) -> None:
        """Choose exactly these codes."""
        self.chosen[self.aim, self.of_chain] = codes
        self.show_all()

    def reprint(self, codes: set[str], template: str) -> None:
        """Choose these codes and this template. The register lists one kind of them at a time; of several the first
        that has any is chosen."""
        if self.held is None or not self.templates:
            self._asked_again = codes, template
            return
        self._asked_again = None
        for aim in Aim:
            some = {target.code for target in self._own(aim)} & codes
            if some:
                self.aim, self.of_chain = aim, False
                self.chosen[aim, False] = some
                self.template_of[aim] = template
                break
        self.show_all()

    def _took(self) -> None:
        self.chosen[self.aim, self.of_chain] = self.screen.aims.view.codes()
        self._redraft()

    def take_template(self, name: str) -> None:
        """Make it otherwise."""
        self.template_of[self.aim] = name
        self.show_all()

    def _worded(self) -> None:
        template, make = self.template(), self.screen.make
        if template is not None:
            words_of = {**self.kept.words, template.name: (make.headline.text().strip(), make.line.text().strip())}
            self._remember(words=words_of)

    def _coloured(self, colour: str, in_code: bool) -> None:
        colour = colour.strip().lower()
        self._remember(accent="" if colour == self._own_accent() else colour, in_code=in_code)

    def _ask_logo(self) -> None:
        from .studio_files import ask_file

        ask_file(self.screen, words.choose_logo(), self.take_logo)

    def take_logo(self, path: str) -> None:
        """This picture is the logo, where it is one."""
        usual = self.kept.logo_percent or 12
        self.press.look(
            lambda _run: making.check_logo(path),
            lambda good: self._remember(logo=good, logo_percent=usual),
            self._failed,
        )

    def _remember(self, **changes: object) -> None:
        self.kept = replace(self.kept, **changes)
        self._keep(self.kept)
        self.show_all()

    def remember_quietly(self, kept: Studio) -> None:
        """Remember what changes nothing that is shown."""
        self.kept = kept
        self._keep(kept)

    def template(self) -> Template | None:
        """Return the template in use: the one staff chose for this aim, else the first that suits it."""
        offered = templates_for(self.aim, self.templates)
        wanted = self.template_of.get(self.aim, "")
        return next((t for t in offered if t.name == wanted), offered[0] if offered else None)

    def _own_accent(self) -> str:
        store = self.held.store if self.held is not None else None
        return (store.accent if store is not None and store.accent else USUAL_ACCENT).lower()

    def look(self) -> Look:
        """Return the colours and the logo in use; what is written on the accent is what is read best there."""
        accent = self.kept.accent or self._own_accent()
        return Look(
            accent=accent,
            on_accent=studio_facts.on(accent),
            code_dark=accent if self.kept.in_code else "#000000",
            logo=self.kept.logo,
            logo_in_code=self.kept.logo_percent / 100 if self.kept.logo else 0.0,
        )

    # What is shown

    def show_all(self) -> None:
        """Show everything as it is now."""
        screen, held, template = self.screen, self.held, self.template()
        screen.preview.language = self.language
        groups, now = (held.groups if held is not None else ()), self.desk.now()
        counts = {
            aim: words.aim_count(aim, len(self._own(aim)), room_in(groups, aim, now)) for aim in Aim if held is not None
        }
        screen.aims.show_aims(counts)
        targets = self.targets()
        chosen = {target.code for target in self.taken()}
        hint = "" if targets or held is None else words.no_codes(self.aim)
        screen.aims.show_aim(self.aim, targets, chosen, of_chain=self.of_chain, hint=hint)
        screen.settle_focus()
        if template is not None:
            make, kept = screen.make, self.kept
            make.show_templates(templates_for(self.aim, self.templates), template.name, self.language)
            make.show_words(
                *kept.words.get(template.name, ("", "")), words_on(template, self.aim, kept.language), kept.language
            )
            accent = kept.accent or self._own_accent()
            make.looks.show_style(
                accent,
                self._own_accent(),
                in_code=kept.in_code,
                bleed=kept.bleed,
                can_bleed=template.bleed > 0,
            )
            make.looks.show_logo(Path(kept.logo).name if kept.logo else "", kept.logo_percent)
        self._redraft()

    def _own(self, aim: Aim) -> tuple[Target, ...]:
        held = self.held
        return () if held is None else targets_of(aim, held.codes, held.store, held.staff, self.desk.now())

    def make_draft(self, template: Template, targets: tuple[Target, ...]) -> Draft:
        """Return what is printed of these targets with this template."""
        store = self.held.store if self.held is not None else None
        headline, line = self.kept.words.get(template.name, ("", ""))
        return Draft(
            template=template,
            version=f"{template.name} {template_version(template)}",
            targets=targets,
            brand=store.brand if store is not None else "",
            headline=headline,
            line=line,
            language=self.kept.language,
            look=self.look(),
            finish=Finish(bleed=self.kept.bleed and template.bleed > 0),
        )

    def _redraft(self) -> None:
        template, targets = self.template(), self.taken()
        draft = self.make_draft(template, targets) if template is not None and targets else None
        if draft == self.draft and (draft is None or self.draft is None or draft.template is self.draft.template):
            self._tell()
            return
        self.draft = draft
        instead = "" if draft is not None else words.nothing_yet(self.held is not None and bool(self.templates))
        self.screen.preview.show_draft(draft, instead)
        self.proof.take(draft)
        self.drafted.emit()

    def redraw_small(self) -> None:
        """Draw each template small, as it looks with the words and colours of now."""
        targets, cards = self.taken(), self.screen.make.cards
        if not targets:
            return
        drafts = {}
        for template in self.templates:
            if template.name in cards:
                some = tuple(targets[n % len(targets)] for n in range(template.sheet.places))
                drafts[template.name] = self.make_draft(template, some)
        self._drawing.templates(cards, drafts)

    def show_refused(self, wrong: BaseException) -> None:
        """Show that what is chosen cannot be printed, and why."""
        self.screen.make.looks.show_logo(self.kept.logo, self.kept.logo_percent)
        self.screen.preview.show_trouble(words_proof.refused(wrong))
        self.proof.refuse(wrong)

    def _tell(self) -> None:
        """Show how the check stands, and what is known of the code that is shown."""
        draft, screen, checks = self.draft, self.screen, self.proof.checks()
        word = words.print_word(len(draft.targets), draft.pages) if draft is not None else words.print_word(0, 0)
        screen.make.show_checks(checks, able=self.proof.able, print_word=word)
        screen.out.show_checks(checks if len(checks) < 3 else (checks[0], checks[-1]))
        screen.out.show_able(self.proof.able)
        if self.proof.wants_smaller_logo():
            screen.make.show_remedy()
        if draft is None or self.held is None:
            screen.aims.show_facts(())
        else:
            shown = draft.targets[min(screen.preview.number * draft.on_a_page, len(draft.targets) - 1)]
            screen.aims.show_facts(studio_facts.facts(shown, self.held, self.aim, self.desk.now(), self.shell.zone))
