"""From a code of the chain to a piece of print: its link, and the words on it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from app.domain.printed import CodeCard, PrintedKind
from app.resources import resources

from .layout import Piece
from .template import Subject, Template

LANGUAGES = ("zh", "en")

SUBJECTS: Mapping[PrintedKind, Subject] = {
    PrintedKind.GROUP: Subject.STORE,
    PrintedKind.VIP: Subject.STORE,
    PrintedKind.MANAGER: Subject.STORE,
    PrintedKind.CAMPAIGN: Subject.STORE,
    PrintedKind.STAFF: Subject.STAFF,
    PrintedKind.TABLE: Subject.TABLE,
}


def usual_words(kind: PrintedKind, language: str = "zh", template: Template | None = None) -> dict[str, str]:
    """Return headline, line, how and note of a kind of code in "zh" or "en"; a template's own words come first."""
    own = template.own_words(language) if template is not None else {}
    return {**_all_words()[kind.value][language], **own}


def piece_of(
    card: CodeCard,
    template: Template,
    *,
    store: str,
    brand: str = "",
    name: str = "",
    language: str = "zh",
    words: Mapping[str, str] | None = None,
) -> Piece:
    """Return the piece of a code.

    `store`: the store's name; `name`: the table's or the person's (default: what the code is about). `words`: what
    somebody wrote instead of the usual headline, line, how or note; an empty one stays empty.
    """
    subject = SUBJECTS[card.kind]
    about = name or card.title or card.about
    whose = {Subject.TABLE: "table", Subject.STAFF: "staff"}.get(subject)
    said = {
        **usual_words(card.kind, language, template),
        "store": store,
        "brand": brand,
        "name": about if whose else store,
        "of": store if whose else (brand if brand != store else ""),
        "code": card.code,
        **({whose: about} if whose else {}),
        **(words or {}),
    }
    return Piece(link=card.link, words=said)


@cache
def _all_words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((resources() / "printed_words.toml").read_text(encoding="utf-8"))
