"""What a note says, as tags: each with its sentence as evidence, and the reader's version as its rule."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from app.domain.tastes import TAG_LIMIT, DishPolicy, Taste, TasteKind, TasteSource

from .reading import READER, Said, read_note

EVIDENCE_LIMIT = 80
"""Letters of the note that a tag keeps as its evidence: a sentence, not a story."""

NOTE_DAYS = DishPolicy().note_days
"""How long what a note says holds, where no policy says otherwise."""

_STOPS = re.compile(r"[。！？!?;；\n]+")


def tastes_said(
    note: str, *, day: date, at: datetime | None = None, author: str = "", days: int = NOTE_DAYS
) -> tuple[Taste, ...]:
    """Return the tags that `note`, written on business day `day` by `author` ("": the guest), gives.

    All but allergies hold for `days` days.
    """
    return tuple(
        Taste(
            tag=said.tag,
            kind=said.kind,
            source=TasteSource.NOTE,
            date=day,
            at=at,
            author=author,
            rule=READER,
            evidence=_sentence(note, said),
            expires=None if said.kind is TasteKind.ALLERGY else day + timedelta(days=days),
            whose=said.whose,
        )
        for said in read_note(note)
        if len(said.tag) <= TAG_LIMIT
    )


def _sentence(note: str, said: Said) -> str:
    """Return the sentences of the note that say it; of long ones what is near the words that do."""
    starts = [stop.end() for stop in _STOPS.finditer(note, 0, said.start)]
    start = starts[-1] if starts else 0
    stop = _STOPS.search(note, said.end)
    end = len(note) if stop is None else stop.start()
    if end - start > EVIDENCE_LIMIT:
        start = max(start, said.start - EVIDENCE_LIMIT // 4)
        end = min(end, start + EVIDENCE_LIMIT)
    return note[start:end].strip(" ,，、")
