"""What staff have chosen in the studio so far, and the draft that comes of it. Plain values, no widgets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.desk.preferences import Studio
from app.domain.faults import Fault
from app.printing.finish import Finish
from app.printing.layout import Look
from app.printing.rules import reflectance
from app.printing.template import Template, template_version

from .studio import Aim, Draft, Target, targets_of, templates_for

if TYPE_CHECKING:
    from .held import Held

USUAL_ACCENT = Look().accent
_DARK, _LIGHT = "#000000", "#ffffff"


class Choice:
    """For whom, which of them, with which template, words, colours and logo. `held`: what the desk holds; `chain`: what
    HQ told of other stores' codes."""

    def __init__(self, kept: Studio) -> None:
        self.kept = kept
        self.held: Held | None = None
        self.templates: tuple[Template, ...] = ()
        self.chain: dict[Aim, tuple[Target, ...]] = {}
        self.forget()
        self._own: dict[Aim, tuple[Target, ...]] = {}

    def forget(self) -> None:
        """Choose as on the first day, in everything that is not remembered."""
        self.aim, self.of_chain = Aim.GROUP, False
        self._chosen: dict[tuple[Aim, bool], set[str]] = {}
        self._template_of: dict[Aim, str] = {}

    def hold(self, held: Held, now: datetime) -> None:
        """This is what the desk holds now."""
        self.held = held
        self._own = {aim: targets_of(aim, held.codes, held.store, held.staff, now) for aim in Aim}

    def own(self, aim: Aim) -> tuple[Target, ...]:
        """Return this store's codes for an aim."""
        return self._own.get(aim, ())

    def targets(self) -> tuple[Target, ...]:
        """Return what there is to choose from."""
        return self.chain.get(self.aim, ()) if self.of_chain else self.own(self.aim)

    def taken(self) -> tuple[Target, ...]:
        """Return what staff chose; everything where they chose nothing yet."""
        targets = self.targets()
        chosen = self._chosen.get((self.aim, self.of_chain))
        return targets if chosen is None else tuple(target for target in targets if target.code in chosen)

    def choose(self, codes: set[str]) -> None:
        """Choose exactly these."""
        self._chosen[self.aim, self.of_chain] = codes

    def take_template(self, name: str) -> None:
        """Make what is chosen for this aim with that template."""
        self._template_of[self.aim] = name

    def again(self, codes: set[str], template: str) -> None:
        """Choose these codes of the store and this template; of several aims the first that has any of them."""
        for aim in Aim:
            if some := {target.code for target in self.own(aim)} & codes:
                self.aim, self.of_chain = aim, False
                self.choose(some)
                self.take_template(template)
                return

    def offered(self) -> tuple[Template, ...]:
        """Return the templates that can be chosen for this aim."""
        return templates_for(self.aim, self.templates)

    def template(self) -> Template | None:
        """Return the template in use: the one staff chose for this aim, else the first that suits it."""
        offered, wanted = self.offered(), self._template_of.get(self.aim, "")
        return next((t for t in offered if t.name == wanted), offered[0] if offered else None)

    def own_accent(self) -> str:
        """Return the chain's colour."""
        store = self.held.store if self.held is not None else None
        return (store.accent if store is not None and store.accent else USUAL_ACCENT).lower()

    def accent(self) -> str:
        """Return the colour in use."""
        return self.kept.accent or self.own_accent()

    def look(self) -> Look:
        """Return the colours and the logo in use; what is written on the accent is what is read best there."""
        accent = self.accent()
        return Look(
            accent=accent,
            on_accent=on(accent),
            code_dark=accent if self.kept.in_code else _DARK,
            logo=self.kept.logo,
            logo_in_code=self.kept.logo_percent / 100 if self.kept.logo else 0.0,
        )

    def words(self, template: Template) -> tuple[str, str]:
        """Return the headline and line that staff wrote for a template, "" where they wrote none."""
        return self.kept.words.get(template.name, ("", ""))

    def draft(self) -> Draft | None:
        """Return what is to be printed; None where nothing is chosen."""
        template, targets = self.template(), self.taken()
        return self.draft_of(template, targets) if template is not None and targets else None

    def draft_of(self, template: Template, targets: tuple[Target, ...]) -> Draft:
        """Return what is printed of these targets with this template."""
        store = self.held.store if self.held is not None else None
        headline, line = self.words(template)
        return Draft(
            template=template,
            version=f"{template.name} {template_version(template)}",
            targets=targets,
            look=self.look(),
            finish=Finish(bleed=self.kept.bleed and template.bleed > 0),
            brand=store.brand if store is not None else "",
            headline=headline,
            line=line,
            language=self.kept.language,
        )


def on(accent: str) -> str:
    """Return the ink that is read best on `accent`: one of the two always has a contrast of 4.5 : 1 (WCAG 2.2)."""
    try:
        ground = reflectance(accent)
    except Fault:
        return _LIGHT  # no colour: the check says so
    return _LIGHT if 1.05 / (ground + 0.05) >= (ground + 0.05) / 0.05 else _DARK
