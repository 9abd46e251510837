"""What staff do about codes, groups and prints, as pure functions from the card before to the card after.

The desk lays its unsent commands over HQ's cards with them, so that a code or a group that was made a moment ago is
good at once. Each raises what HQ would refuse the command with: what cannot be is said before it is written.
"""

from __future__ import annotations

from dataclasses import replace

from .commands import KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode
from .faults import Refused, Unknown
from .groups import GroupCard, GroupRule
from .names import clean_text
from .printed import CodeCard, PrintedKind, Scope, check_target, code_in, link_of
from .prints import PrintCard, PrintedPiece, check_print, mark_lost
from .replay import Deed

TEXT_LIMIT = 60
"""Characters of a title, a channel, a group's name: they stand on paper and in lists."""

ID_LIMIT = 100
"""Characters of a group's id at HQ; WeCom's ids of a group's chat have 32."""

CAPACITY_LIMIT = 500
"""Places of the largest group there is (WeCom: 200 where guests join by a code without asking, 500 with a licence)."""


def keep_code(command: KeepCode, held: CodeCard | None, deed: Deed, address: str) -> CodeCard:
    """Return the code as the command says; `address` is HQ's public address, "" where this desk does not know it (the
    code then has no link yet).

    Raises `Unknown("printed_unknown")` for another store's code, `Refused`: `printed_wide`, `printed_unreadable`,
    `printed_fixed`, `printed_about`, `printed_text`, `printed_target`, `printed_validity`, `target_unsafe`.
    """
    if code_in(command.code) != command.code:
        raise Refused("printed_unreadable", f"{command.code!r} is no code: ten letters and digits", text=command.code)
    about, title = clean_text(command.about), clean_text(command.title)
    channel, template = clean_text(command.channel), clean_text(command.template)
    if held is None:
        if command.kind in (PrintedKind.TABLE, PrintedKind.STAFF) and not about:
            raise Refused("printed_about", f"a code of kind {command.kind} says which {command.kind} it is about")
        link = link_of(address, command.code) if address else ""
        held = CodeCard(
            code=command.code, kind=command.kind, about=about, store_id=deed.store_id, link=link,
            made_at=deed.at, made_by=deed.author,
        )  # fmt: skip
    _own(held, deed)
    if (held.kind, held.about) != (command.kind, about):
        raise Refused("printed_fixed", "the kind of a printed code never changes: make a new code")
    if max(len(title), len(channel), len(template)) > TEXT_LIMIT:
        raise Refused("printed_text", f"title and channel have at most {TEXT_LIMIT} characters", limit=TEXT_LIMIT)
    target = check_target(command.target_url)
    if target and command.kind in (PrintedKind.GROUP, PrintedKind.VIP):
        raise Refused("printed_target", "a group code leads to the store's groups, and to no other address")
    if command.valid_from and command.valid_until and command.valid_from >= command.valid_until:
        raise Refused("printed_validity", "a code is valid from a moment before the one it is valid until")
    return replace(
        held,
        title=title,
        channel=channel,
        template=template,
        target_url=target,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
    )


def retire_code(command: RetireCode, held: CodeCard | None, deed: Deed) -> CodeCard:
    """Return the code as it leads nowhere any more, or does again.

    Raises `Unknown("printed_unknown")`, `Refused("printed_wide")`.
    """
    if held is None:
        raise Unknown("printed_unknown", f"no printed code {command.code}", text=command.code)
    _own(held, deed)
    if command.restored == (held.retired_at is None):
        return held
    when, who = (None, "") if command.restored else (deed.at, deed.author)
    return replace(held, retired_at=when, retired_by=who)


def _own(held: CodeCard, deed: Deed) -> None:
    if held.scope is not Scope.STORE:
        raise Refused("printed_wide", "a code of a region or of the chain is changed at head office", text=held.code)
    if held.store_id != deed.store_id:
        raise Unknown("printed_unknown", "this printed code is another store's", text=held.code)


def keep_group(command: KeepGroup, held: GroupCard | None, deed: Deed, rule: GroupRule) -> GroupCard:
    """Return the group as the command says; the same card where that changes nothing.

    Raises `Unknown("group_unknown")` for another store's group, `Refused`: `group_capacity`, `group_members`,
    `group_name`, `target_unsafe`.
    """
    if held is not None and held.store_id != deed.store_id:
        raise Unknown("group_unknown", "this group is another store's", group_id=command.group_id)
    name, capacity = clean_text(command.name), command.capacity or rule.capacity
    if len(name) > TEXT_LIMIT:
        raise Refused("group_name", f"a group's name has at most {TEXT_LIMIT} characters", limit=TEXT_LIMIT)
    if not 1 <= capacity <= CAPACITY_LIMIT:
        raise Refused("group_capacity", f"a group has 1 to {CAPACITY_LIMIT} places", limit=CAPACITY_LIMIT)
    if command.members is not None and not 0 <= command.members <= CAPACITY_LIMIT:
        raise Refused("group_members", f"a group has 0 to {CAPACITY_LIMIT} members", limit=CAPACITY_LIMIT)
    before = held or GroupCard(group_id=command.group_id, store_id=deed.store_id)
    after = replace(
        before,
        kind=command.kind,
        name=name,
        capacity=capacity,
        members=before.members if command.members is None else command.members,
        join_url=check_target(command.join_url),
        picture_text=command.picture_text if command.picture else before.picture_text,
        expires_at=command.expires_at,
        closed=command.closed,
    )
    if after == held and not command.picture:
        return held
    return replace(after, changed_at=deed.at, changed_by=deed.author)


def record_print(command: RecordPrint, held: PrintCard | None, deed: Deed) -> PrintCard:
    """Return the job, each code once; one that is recorded already stays as it is. Raises `Refused("print_empty")`."""
    if held is not None:
        return held
    merged: dict[str, PrintedPiece] = {}
    card = PrintCard(
        print_id=command.print_id,
        store_id=deed.store_id,
        template=command.template,
        template_version=command.template_version,
        medium=command.medium,
        place=clean_text(command.place),
        to=clean_text(command.to),
        pieces=command.pieces,
        by=deed.author,
        at=deed.at,
    )
    for piece in check_print(card).pieces:
        copies = piece.copies + (merged[piece.code].copies if piece.code in merged else 0)
        merged[piece.code] = PrintedPiece(code=piece.code, link=piece.link, copies=copies)
    return replace(card, pieces=tuple(merged[code] for code in sorted(merged)))


def lose(command: MarkLost, held: PrintCard | None, deed: Deed) -> PrintCard:
    """Return the job with the pieces of a code lost, or found again.

    Raises `Unknown`: `print_unknown`, `piece_unknown`.
    """
    if held is None:
        raise Unknown("print_unknown", f"no print job {command.print_id}", print_id=command.print_id)
    note = clean_text(command.note)
    return mark_lost(held, command.code, by=deed.author, at=deed.at, lost=not command.found, note=note)
