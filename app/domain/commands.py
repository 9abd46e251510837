"""What staff do, as facts with a name. Each is replayed on the desk at once and recorded at HQ exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .arrivals import ArrivalState
from .conflicts import Decision
from .groups import GroupKind
from .printed import PrintedKind
from .prints import Medium, PrintedPiece
from .tastes import TasteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """ "I am going to welcome this VIP"."""

    arrival_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """The party sits at `table`."""

    arrival_id: str
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNoShow:
    """The party did not come when called."""

    arrival_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLeft:
    """The party is gone."""

    arrival_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """Undo of seating, leaving or not showing: the party is back in `state`, at `table` if it had one."""

    arrival_id: str
    state: ArrivalState
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Who the party is: a walk-in nobody announced, or the name of a ticket that had none.

    `arrival_id` and `guest_id` are made at the desk and good at once; where HQ already knows the phone, `guest_id`
    becomes an alias of the guest it finds.
    """

    arrival_id: str
    guest_id: str
    name: str = ""
    phone: str = ""
    party_size: int | None = None
    table: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Something worth remembering about the guest, in words."""

    guest_id: str
    note_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTaste:
    """The guest said so: `tag` is liked, wanted less of, avoided, or an allergy.

    An allergy gives way to another kind only where this `corrects` it: staff saw the allergy and say what it really is.
    """

    guest_id: str
    tag: str
    kind: TasteKind
    corrects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTaste:
    """The tag is wrong or no longer true; it is off the card."""

    guest_id: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealPhone:
    """Somebody looked at the guest's whole phone, and said why."""

    guest_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleConflict:
    """A manager says who is right. `merge_id` is made at the desk and names the merge if there is one; `keep` is the
    guest who stays then ("" for the left one)."""

    conflict_id: str
    decision: Decision
    merge_id: str = ""
    keep: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenConflict:
    """Undo of a settlement, with the merge it made."""

    conflict_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeGuests:
    """Two guests are one person: `guest_id` stays, `other_id` goes by that id from now on."""

    merge_id: str
    guest_id: str
    other_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeGuests:
    """They are two people after all: both are as they were, and each keeps what came under its own identities.

    `guest_id` is the guest who stayed."""

    merge_id: str
    guest_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCode:
    """A printed code of this store is as follows from now on: made, or changed in everything but its kind and what it
    is about. `code` is made at the desk and good at once; the link never changes."""

    code: str
    kind: PrintedKind
    about: str = ""
    title: str = ""
    channel: str = ""
    target_url: str = ""
    template: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireCode:
    """The code leads nowhere any more; `restored`: it does again (undo)."""

    code: str
    restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepGroup:
    """A group of this store is as follows from now on, in every field; `group_id` may be new.

    `picture`: a picture of the group's code (PNG or JPEG, base64), "" to keep what HQ holds; `members`: None to keep
    HQ's own count; `chat_id`: what its events call the group where that is not its id, None for what it was.
    """

    group_id: str
    chat_id: str | None = None
    kind: GroupKind = GroupKind.GROUP
    name: str = ""
    capacity: int = 0
    """0: what the policy says."""
    members: int | None = None
    join_url: str = ""
    picture: str = ""
    picture_text: str = ""
    """What a scanner at the desk read in `picture`; HQ reads it again, and believes what it reads."""
    expires_at: datetime | None = None
    """None: by itself only; a picture of WeCom's does, seven days after it came."""
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrint:
    """Paper was made: see `prints.PrintCard`. `print_id` is made at the desk."""

    print_id: str
    template: str
    template_version: str = ""
    medium: Medium = Medium.PRINTER
    place: str = ""
    to: str = ""
    pieces: tuple[PrintedPiece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLost:
    """The pieces of `code` that this job made are lost or spoilt; `found`: they are not (undo)."""

    print_id: str
    code: str
    note: str = ""
    found: bool = False


Command = (
    Acknowledge
    | Seat
    | MarkNoShow
    | MarkLeft
    | Reopen
    | Register
    | AddNote
    | AddTaste
    | DropTaste
    | RevealPhone
    | SettleConflict
    | ReopenConflict
    | MergeGuests
    | UnmergeGuests
    | KeepCode
    | RetireCode
    | KeepGroup
    | RecordPrint
    | MarkLost
)

KINDS: dict[str, type[Command]] = {
    "arrival.acknowledge": Acknowledge,
    "arrival.seat": Seat,
    "arrival.no_show": MarkNoShow,
    "arrival.left": MarkLeft,
    "arrival.reopen": Reopen,
    "arrival.register": Register,
    "guest.note": AddNote,
    "guest.taste": AddTaste,
    "guest.taste_drop": DropTaste,
    "guest.reveal": RevealPhone,
    "guest.merge": MergeGuests,
    "guest.unmerge": UnmergeGuests,
    "conflict.settle": SettleConflict,
    "conflict.reopen": ReopenConflict,
    "code.keep": KeepCode,
    "code.retire": RetireCode,
    "group.keep": KeepGroup,
    "print.record": RecordPrint,
    "print.lost": MarkLost,
}
"""The name of each command on the wire and in the outbox."""

_NAMES = {kind: name for name, kind in KINDS.items()}


def kind_of(command: Command) -> str:
    """Return the name of `command` on the wire."""
    return _NAMES[type(command)]
