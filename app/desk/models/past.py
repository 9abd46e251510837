"""A guest's past as rows, newest first: what the card holds at once, and what HQ tells when it is asked."""

from __future__ import annotations

from msgspec.structs import replace

from app.domain.guests import GuestCard
from app.wire.history import HistoryPage, Past

from .rows import RowModel


class History:
    """What HQ has told of one guest so far, page after page."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.entries: list[Past] = []
        self.before = ""
        self.asked = False
        """Whether HQ has answered at all."""
        self.reveals = 0

    @property
    def more(self) -> bool:
        """Whether there is something older to ask for."""
        return not self.asked or bool(self.before)

    def take(self, page: HistoryPage) -> None:
        """Put the next page at the end; an entry that came before is not repeated."""
        held = {(entry.kind, entry.key) for entry in self.entries}
        self.entries += [entry for entry in page.entries if (entry.kind, entry.key) not in held]
        self.before, self.reveals, self.asked = page.before, page.reveals, True


def past_of(guest: GuestCard, history: History) -> list[Past]:
    """Return what is known of the guest's past, newest first.

    Before HQ answered, the visits and notes on the card. Afterwards HQ's entries, with the notes that it has not
    told of (written here a moment ago) among those that are loaded.
    """
    notes = [Past(kind="note", key=note.note_id, at=note.at, by=note.author, text=note.text) for note in guest.notes]
    if not history.asked:
        visits = [
            Past(
                kind="bill",
                key=f"card/{place}",
                at=visit.at,
                store_id=visit.store_id,
                store=visit.store_name,
                party_size=visit.party_size,
                paid_fen=visit.paid_fen,
            )
            for place, visit in enumerate(guest.recent)
        ]
        return _newest_first([*visits, *notes])
    told = {entry.key for entry in history.entries if entry.kind == "note"}
    end = history.entries[-1].at if history.entries and history.before else None
    mine = [note for note in notes if note.key not in told and (end is None or note.at >= end)]
    return _newest_first([*history.entries, *mine])


def _newest_first(entries: list[Past]) -> list[Past]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def undone(history: History, merge_id: str) -> None:
    """Note that staff took this merge back, before HQ says so."""
    history.entries = [
        replace(entry, undone=True) if entry.kind == "merge" and entry.key == merge_id else entry
        for entry in history.entries
    ]


class PastModel(RowModel[Past]):
    """The rows in their order."""

    def key(self, row: Past) -> str:
        """Return what happened: its kind, and which one."""
        return f"{row.kind}/{row.key}"
