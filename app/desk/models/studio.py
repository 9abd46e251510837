"""What is made in the studio, as plain values: for whom, which codes, with what words and colours.

Nothing in here draws or waits. Laying out many pieces takes a moment (each code is computed), so that is for a worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import ceil

from app.domain.faults import Fault
from app.domain.groups import GroupCard
from app.domain.natural import natural
from app.domain.printed import CodeCard, PrintedKind, Validity
from app.domain.tables import StaffCard, StoreCard
from app.printing.finish import Finish
from app.printing.layout import Look, Page, Pages, Piece
from app.printing.pieces import SUBJECTS, piece_of, usual_words
from app.printing.template import Subject, Template
from app.printing.templates import load_template, template_names
from app.wire.printed import ChainCode


class Aim(StrEnum):
    """For whom a code is printed, in the order of the screen."""

    GROUP = "group"
    VIP = "vip"
    TABLES = "table"
    STAFF = "staff"
    MANAGER = "manager"
    CAMPAIGN = "campaign"

    @property
    def kind(self) -> PrintedKind:
        """The kind of its codes."""
        return PrintedKind(self.value)

    @property
    def chainwide(self) -> bool:
        """Whether every store has one, so that HQ can give all of them."""
        return self in (Aim.GROUP, Aim.VIP, Aim.MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One code to print: `name` is what staff choose it by (table, person, campaign, store), `store` the store's name.
    `city` where it is another store's."""

    card: CodeCard
    name: str
    store: str = ""
    city: str = ""

    @property
    def code(self) -> str:
        """The code itself."""
        return self.card.code

    @property
    def link(self) -> str:
        """What is printed."""
        return self.card.link


def targets_of(
    aim: Aim, codes: Iterable[CodeCard], store: StoreCard | None, staff: Sequence[StaffCard], now: datetime
) -> tuple[Target, ...]:
    """Return the store's codes of this kind that lead somewhere (or soon will), in natural order."""
    good = (Validity.GOOD, Validity.NOT_YET)
    names = {person.staff_id: person.name for person in staff}
    here = store.name if store is not None else ""
    found = [
        _target(card, here, names)
        for card in codes
        if card.kind is aim.kind and card.link and card.validity(now) in good
    ]
    return tuple(sorted(found, key=lambda target: (natural(target.name), target.code)))


def _target(card: CodeCard, store: str, names: dict[str, str]) -> Target:
    name = card.title or store or card.code
    if card.kind is PrintedKind.TABLE:
        name = card.about
    elif card.kind is PrintedKind.STAFF:
        name = names.get(card.about) or card.title or card.about
    return Target(card=card, name=name, store=store)


def stores_of(codes: Iterable[ChainCode]) -> list[Target]:
    """Return a code for each store as HQ tells them, by city and name."""
    found = [
        Target(
            card=CodeCard(
                code=each.code,
                kind=PrintedKind(each.kind),
                store_id=each.store_id,
                about=each.about,
                title=each.title,
                channel=each.channel,
                link=each.link,
            ),
            name=each.store_name or each.store_id,
            store=each.store_name or each.store_id,
            city=each.city,
        )
        for each in codes
    ]
    return sorted(found, key=lambda target: (target.city, natural(target.name), target.code))


def suits(template: Template, aim: Aim) -> bool:
    """Return whether a template is made for this aim: a table's name has its place on a table's card."""
    return template.subject is SUBJECTS[aim.kind]


_FIRST = ("poster-a4", "table-card", "counter-stand")
"""What is printed most often of each kind."""


def templates_for(aim: Aim, templates: Sequence[Template]) -> tuple[Template, ...]:
    """Return the templates to offer, those that suit the aim first; a table's card is offered for tables only."""
    fitting = sorted((t for t in templates if suits(t, aim)), key=lambda t: (t.name not in _FIRST, t.ink_only, t.name))
    others = [template for template in templates if template.subject is Subject.STORE and template not in fitting]
    return tuple(fitting + others)


def all_templates() -> tuple[Template, ...]:
    """Return every template that can be read (reads files: a worker's job); one that is broken is left out."""
    usual_words(PrintedKind.GROUP)  # read here, so that nobody reads it from the disk while a window waits
    found = []
    for name in template_names():
        with suppress(Fault):
            found.append(load_template(name))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One thing to print, whole: two equal drafts give the same paper. `words` overrule those of the template."""

    template: Template = field(compare=False)
    version: str
    """Names the template and its contents."""
    targets: tuple[Target, ...]
    look: Look
    finish: Finish
    brand: str = ""
    headline: str = ""
    line: str = ""
    language: str = "zh"

    @property
    def single(self) -> bool:
        """Whether each piece gets a page of its own, as a print shop wants it."""
        return self.finish.bleed

    @property
    def on_a_page(self) -> int:
        """Pieces on a page."""
        return 1 if self.single else self.template.sheet.places

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height of a page, mm."""
        return self.template.whole if self.single else self.template.page

    @property
    def pages(self) -> int:
        """How many pages there will be."""
        return ceil(len(self.targets) / self.on_a_page)

    def all_pages(self) -> Pages:
        """Return the pages, each laid out when it is asked for; raise as `Pages`."""
        return Pages(self.template, [self._piece(target) for target in self.targets], self.look, single=self.single)

    def page(self, number: int) -> Page:
        """Return page `number` (0 and up); raise as `Pages`."""
        some = self.targets[number * self.on_a_page : (number + 1) * self.on_a_page]
        pieces = [self._piece(target) for target in some]
        return Pages(self.template, pieces, self.look, single=self.single)[0]

    def names_on(self, number: int) -> str:
        """Return what stands on a page: its only name, or the first and the last."""
        some = self.targets[number * self.on_a_page : (number + 1) * self.on_a_page]
        return some[0].name if len(some) == 1 else f"{some[0].name} – {some[-1].name}"

    def _piece(self, target: Target) -> Piece:
        said = {"headline": self.headline, "line": self.line}
        return piece_of(
            target.card,
            self.template,
            store=target.store,
            brand=self.brand,
            name=target.name if target.card.kind in (PrintedKind.TABLE, PrintedKind.STAFF) else "",
            language=self.language,
            words={name: text for name, text in said.items() if text},
        )


def words_on(template: Template, aim: Aim, language: str) -> dict[str, str]:
    """Return the words that staff may change on a template, with what they are usually."""
    usual = usual_words(aim.kind, language, template)
    texts = " ".join(element.text for element in template.elements)
    return {name: usual.get(name, "") for name in ("headline", "line") if f"{{{name}}}" in texts}


def room_in(groups: Iterable[GroupCard], aim: Aim, now: datetime) -> tuple[int, int] | None:
    """Return members and places of the groups behind an aim that can be joined now; None where there are none."""
    if aim not in (Aim.GROUP, Aim.VIP):
        return None
    able = [group for group in groups if group.kind.value == aim.value and not group.closed]
    if not able:
        return None
    return sum(group.members for group in able), sum(group.capacity for group in able)
