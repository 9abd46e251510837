"""What staff do at the counter, as named verbs. Each is done at once, said in one line, and the last can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard
from app.domain.commands import (
    Acknowledge,
    AddNote,
    AddTaste,
    Command,
    DropTaste,
    KeepCode,
    KeepGroup,
    MarkLeft,
    MarkLost,
    MarkNoShow,
    Register,
    Reopen,
    ReopenConflict,
    RetireCode,
    RevealPhone,
    Seat,
    SettleConflict,
    UnmergeGuests,
)
from app.domain.conflicts import ConflictCard, Decision
from app.domain.faults import Refused
from app.domain.groups import GroupCard
from app.domain.guests import GuestCard
from app.domain.ids import new_id
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.domain.tastes import TasteKind

from .keys import Key
from .notices import Notices, Toast, Tone
from .verbs import Desk
from .words import act as words
from .words import conflict as words_conflict
from .words import paper as words_paper

_REMEMBERED = 20


class Acts(QObject):
    """The verbs. A fault becomes a sentence in `notices`; nothing was written then."""

    def __init__(self, desk: Desk, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._notices = desk, notices
        self._back: list[tuple[Command, str]] = []

    def welcome(self, card: BoardCard) -> None:
        """Say that somebody goes to welcome this VIP."""
        self._do(Acknowledge(arrival_id=card.card_id), words.welcomed(card))

    def seat(self, card: BoardCard, table: str) -> None:
        """Seat the party at `table`."""
        command = Seat(arrival_id=card.card_id, table=table)
        self._do(command, words.seated(card, table), self._reopen(card))

    def no_show(self, card: BoardCard) -> None:
        """The party did not come."""
        self._do(MarkNoShow(arrival_id=card.card_id), words.no_show(card), self._reopen(card))

    def left(self, card: BoardCard) -> None:
        """The party is gone."""
        self._do(MarkLeft(arrival_id=card.card_id), words.left(card), self._reopen(card))

    def note(self, guest: GuestCard, text: str) -> None:
        """Remember something about the guest."""
        note_id = new_id(self._desk.now())
        self._do(AddNote(guest_id=guest.guest_id, note_id=note_id, text=text), words.noted(guest))

    def taste(self, guest: GuestCard, tag: str, kind: TasteKind) -> None:
        """The guest said what they like or must not have. Said of a tag that stands there already, staff confirm it."""
        before = next((t for t in guest.tastes if t.tag == tag), None)
        back: Command | None = DropTaste(guest_id=guest.guest_id, tag=tag)
        if before is not None:
            # To say it once more takes nothing back: that staff said so cannot be unsaid without losing the tag.
            was = AddTaste(guest_id=guest.guest_id, tag=tag, kind=before.kind, corrects=kind is TasteKind.ALLERGY)
            back = was if before.kind is not kind else None
        corrects = before is not None and before.kind is TasteKind.ALLERGY and kind is not TasteKind.ALLERGY
        self._do(
            AddTaste(guest_id=guest.guest_id, tag=tag, kind=kind, corrects=corrects),
            words.tasted(guest, tag, kind),
            back,
        )

    def drop(self, guest: GuestCard, tag: str, kind: TasteKind) -> None:
        """The tag is wrong."""
        back = AddTaste(guest_id=guest.guest_id, tag=tag, kind=kind)
        self._do(DropTaste(guest_id=guest.guest_id, tag=tag), words.dropped(guest, tag), back)

    def reveal(self, guest: GuestCard, reason: str, then: Callable[[], None]) -> None:
        """Somebody looks at the whole phone: `then` is called once it is written down who and why."""
        self._do(RevealPhone(guest_id=guest.guest_id, reason=reason), words.revealed(guest), then=then)

    def unmerge(self, guest: GuestCard, merge_id: str, then: Callable[[], None]) -> None:
        """The two that this merge made one are two people after all; `then` is called once it is written down."""
        self._do(UnmergeGuests(merge_id=merge_id, guest_id=guest.guest_id), words.unmerged(guest), then=then)

    def register(
        self,
        *,
        name: str,
        phone: str,
        party_size: int | None,
        table: str = "",
        note: str = "",
        arrival_id: str = "",
        guest_id: str = "",
        otherwise: Callable[[BaseException], None] = lambda _wrong: None,
    ) -> str:
        """Register who came, and return the arrival's id; `otherwise` is called where nothing was written.

        `arrival_id`: the nameless party this is; "" for one nobody announced. `guest_id`: a guest of the roster.
        """
        now = self._desk.now()
        command = Register(
            arrival_id=arrival_id or new_id(now),
            guest_id=guest_id or new_id(now),
            name=name,
            phone=phone,
            party_size=party_size,
            table=table,
            note=note,
        )
        self._do(command, words.registered(name), otherwise=otherwise)
        return command.arrival_id

    def came(self, guest: GuestCard, card: BoardCard | None = None) -> str:
        """A known guest came, to what they reserved (`card`) or unannounced: register them as they are, and return the
        arrival's id. Undone, they did not come, or not yet."""
        arrival_id = card.card_id if card is not None else new_id(self._desk.now())
        command = Register(arrival_id=arrival_id, guest_id=guest.guest_id, name=guest.name)
        back = self._reopen(card) if card is not None else MarkNoShow(arrival_id=arrival_id)
        self._do(command, words.registered(guest.name), back)
        return arrival_id

    def settle(self, conflict: ConflictCard, decision: Decision, *, keep: str = "", note: str = "") -> None:
        """A manager says who is right; `keep` is the guest who stays where both are one person ("": the left one)."""
        merge_id = new_id(self._desk.now()) if decision is Decision.SAME else ""
        command = SettleConflict(
            conflict_id=conflict.conflict_id, decision=decision, merge_id=merge_id, keep=keep, note=note
        )
        back = ReopenConflict(conflict_id=conflict.conflict_id)
        self._do(command, words_conflict.settled(conflict, decision), back)

    def reopen_conflict(self, conflict: ConflictCard) -> None:
        """What was settled is open again, and two that were merged by it are two."""
        self._do(ReopenConflict(conflict_id=conflict.conflict_id), words_conflict.reopened(conflict))

    def keep_code(self, command: KeepCode, before: CodeCard | None = None) -> None:
        """A printed code of this store is made, or changed from what it was `before`."""
        back: Command = RetireCode(code=command.code)
        if before is not None:
            back = words_paper.as_it_was(before)
        self._do(command, words_paper.code_kept(command, before), back)

    def retire_code(self, card: CodeCard, *, restored: bool = False) -> None:
        """The code leads nowhere any more, or (`restored`) does again."""
        back = RetireCode(code=card.code, restored=not restored)
        self._do(RetireCode(code=card.code, restored=restored), words_paper.code_retired(card, restored), back)

    def keep_group(self, command: KeepGroup, before: GroupCard | None = None) -> None:
        """A group is added, or changed from what it was `before`. A picture that was replaced cannot be brought back:
        HQ keeps one."""
        back = None if before is not None and command.picture else words_paper.group_as_it_was(command, before)
        self._do(command, words_paper.group_kept(command, before), back)

    def mark_lost(self, card: PrintCard, code: str, *, note: str = "", found: bool = False) -> None:
        """The pieces of `code` that this job made are lost or spoilt, or (`found`) are not."""
        command = MarkLost(print_id=card.print_id, code=code, note=note, found=found)
        back = MarkLost(print_id=card.print_id, code=code, found=not found)
        self._do(command, words_paper.piece_lost(card, code, found), back)

    def cannot(self, why: str) -> None:
        """Say why something that was asked for cannot be done now."""
        self._notices.toast(Toast(text=why, tone=Tone.WARNING))

    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._back)

    def undo(self) -> None:
        """Take the last act back that can be."""
        if not self._back:
            self._notices.toast(Toast(text=words.nothing_to_undo(), tone=Tone.INFO))
            return
        command, said = self._back.pop()

        def failed(wrong: BaseException) -> None:
            if not isinstance(wrong, Refused):  # it may be written later; the next undo must not be of what was before
                self._back.append((command, said))

        self._do(command, words.undone(said), otherwise=failed)

    def _reopen(self, card: BoardCard) -> Command | None:
        """What brings the card back to where it is now; None where it is closed already."""
        arrival = card.arrival
        if arrival.state not in (ArrivalState.WAITING, ArrivalState.CALLED, ArrivalState.RESERVED, ArrivalState.SEATED):
            return None
        return Reopen(arrival_id=arrival.arrival_id, state=arrival.state, table=arrival.table)

    def _do(
        self,
        command: Command,
        said: str,
        back: Command | None = None,
        then: Callable[[], None] = lambda: None,
        otherwise: Callable[[BaseException], None] = lambda _wrong: None,
    ) -> None:
        def done() -> None:
            then()
            if back is None:
                self._notices.toast(Toast(text=said))
                return
            self._back.append((back, said))
            del self._back[:-_REMEMBERED]
            self._notices.toast(Toast(text=said, label=f"{words.undo()} {Key.UNDO}", act=self.undo))

        def failed(wrong: BaseException) -> None:
            otherwise(wrong)
            self._notices.toast(Toast(text=words.fault(wrong), tone=Tone.WRONG))

        self._desk.perform(command, done, failed)
