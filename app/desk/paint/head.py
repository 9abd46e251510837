"""Where everything in the head of a guest's page goes. Nothing is cut: what has no room goes on in the next line."""

from __future__ import annotations

from msgspec import Struct

from app.desk.theme.letters import BODY, BODY_BOLD, SMALL_BOLD, TITLE, Letters, Role
from app.desk.words import card as words_card
from app.desk.words import guest as words_guest
from app.desk.words.listing import listed
from app.desk.words.plurals import plurals
from app.domain.guests import GuestCard
from app.domain.names import mask_phone
from app.domain.tables import StoreCard

from .chips import KEPT, Wanted, lower_edge, place
from .parts import Badge, Box, Chip, Text
from .wrapping import wrap

_NAME = 42
_LINE = 32
_PROSE = 26


class Head(Struct, frozen=True, kw_only=True):
    """What the head shows of `guest`. `seconds`: how long the whole phone may still be seen, 0: it is masked.

    `as_of`: how old the card may be, in words. `button`: the width of the phone's button, px.
    """

    guest: GuestCard
    store: StoreCard | None = None
    as_of: str = ""
    seconds: int = 0
    button: float = 0.0

    @property
    def phone(self) -> str:
        """The phone as it is shown."""
        return self.guest.phone if self.seconds else mask_phone(self.guest.phone) if self.guest.phone else ""

    def facts(self) -> list[str]:
        """Return what stands behind the phone."""
        guest = self.guest
        others = listed(guest.other_names)
        facts = [
            words_guest.covered_word(self.seconds) if self.seconds else "",
            words_guest.also_word(others) if others else "",
            words_guest.born_word(guest.birthday),
            plurals.visits_in_all(guest.visits) if guest.visits else words_guest.never_came_word(),
            self.as_of,
        ]
        return [fact for fact in facts if fact]

    def placed(self) -> str:
        """Return segment, class and gate in a line; their reasons stand below the head."""
        if not self.guest.placing.policy:
            return ""
        names = (
            words_guest.segment_words(self.guest, self.store)[0],
            words_guest.class_words(self.guest)[0],
            words_guest.gate_words(self.guest)[0],
        )
        return " · ".join(names)

    def flags(self) -> list[str]:
        """Return what HQ noticed about the guest."""
        return [word for word in map(words_card.flag_word, self.guest.flags) if word]

    def taboos(self) -> list[Wanted]:
        """Return what the guest must not have, allergies first."""
        known = [Wanted(taste.kind.value, words_card.taste_word(taste)) for taste in self.guest.tastes]
        return [wanted for wanted in known if wanted.kind in KEPT]

    def spoken(self) -> str:
        """Return everything as one sentence."""
        guest = self.guest
        words = [words_card.name_word(guest), words_card.ribbon_word(guest), "VIP" if guest.vip else ""]
        words += [words_guest.manager_word(guest), words_guest.since_word(guest), self.phone, *self.facts()]
        words += [self.placed(), *self.flags(), *(wanted.text for wanted in self.taboos())]
        return " ".join(word for word in words if word)


class HeadLayout(Struct, frozen=True, kw_only=True):
    """Where it goes, in px from the head's top left corner. `pill` is the tier's ground."""

    texts: tuple[Text, ...]
    pill: Box
    ribbon: str
    badge: Badge | None
    phone: Box
    chips: tuple[Chip, ...]
    height: float

    @property
    def least(self) -> float:
        """The height down to the last taboo, which must always be seen."""
        return lower_edge(self.chips) if self.chips else 0


class _Flow:
    """Puts pieces one behind the other, and in a new line where one has no room."""

    def __init__(self, letters: Letters, width: float) -> None:
        self.letters, self.width = letters, width
        self.x, self.y, self.line = 0.0, 0.0, letters.px(_NAME)
        self.texts: list[Text] = []

    def has_room(self, need: float, gap: float) -> bool:
        """Whether `need` px fit into what is left of this line, `gap` px behind what stands there."""
        return self.x + self.letters.px(gap) + need <= self.width

    def take(self, need: float, gap: float) -> Box:
        """Return room for `need` px, `gap` px behind what stands there."""
        if self.x and not self.has_room(need, gap):
            self.next_line()
        box = Box(self.x + (self.letters.px(gap) if self.x else 0), self.y, need, self.line)
        self.x = box.right
        return box

    def put(self, text: str, role: Role, ink: str, gap: float = 10) -> Box:
        """Write `text`, in several lines where one does not hold it."""
        box = Box(self.x, self.y, 0, self.line)
        for row, line in enumerate(wrap(self.letters, role, text, self.width)):
            if row:
                self.next_line()
            box = self.take(self.letters.width(role, line), gap)
            self.texts.append(Text(box, line, line, role, ink))
        return box

    def next_line(self, height: float = _LINE) -> None:
        """Go on at the left of a new line."""
        self.x, self.y, self.line = 0.0, self.y + self.line, self.letters.px(height)


def lay_head(head: Head, letters: Letters, width: float) -> HeadLayout:
    """Return where everything of `head` goes in `width` px."""
    px, flow = letters.px, _Flow(letters, width)
    pill, badge, later = _first_line(head.guest, flow)
    flow.next_line(_LINE)
    chips = place(head.taboos(), 0, flow.y + px(6), width, letters) if head.taboos() else ()
    if chips:
        flow.y = lower_edge(chips) + px(4)
    phone = _reach(head, flow, later)
    if placed := head.placed():
        flow.next_line(_PROSE)
        flow.put(placed, BODY, "ink")
    for row, flag in enumerate(head.flags()):
        if not row:
            flow.next_line(_PROSE)
        flow.put(flag, BODY_BOLD, "amber", 14)
    return HeadLayout(
        texts=tuple(flow.texts),
        pill=pill,
        ribbon=_ribbon(head.guest),
        badge=badge,
        phone=phone,
        chips=chips,
        height=flow.y + flow.line + px(2),
    )


def _first_line(guest: GuestCard, flow: _Flow) -> tuple[Box, Badge | None, list[str]]:
    """Name, tier, VIP; return the tier's ground, the badge, and what has no room beside them and comes later."""
    letters, px = flow.letters, flow.letters.px
    for row, line in enumerate(wrap(letters, TITLE, words_card.name_word(guest), flow.width)):
        if row:
            flow.next_line(_NAME)
        flow.put(line, TITLE, "ink")
    word = words_card.ribbon_word(guest)
    pill = flow.take(letters.width(SMALL_BOLD, word) + px(18), 14)
    flow.texts.append(Text(pill._replace(x=pill.x + px(9)), word, word, SMALL_BOLD, f"on_ribbon_{_ribbon(guest)}"))
    badge = None
    if guest.vip:
        room = flow.take(px(32) + letters.width(SMALL_BOLD, "VIP"), 8)
        badge = Badge(_pill(room, px(26)), "VIP", SMALL_BOLD)
    later: list[str] = []
    for said in filter(None, (words_guest.manager_word(guest), words_guest.since_word(guest))):
        if not later and flow.has_room(letters.width(BODY, said), 10):
            flow.put(said, BODY, "muted")
        else:
            later.append(said)
    return _pill(pill, px(26)), badge, later


def _ribbon(guest: GuestCard) -> str:
    return "new" if guest.is_new else guest.tier.value


def _reach(head: Head, flow: _Flow, later: list[str]) -> Box:
    """Phone, room for its button, and the facts; return where the phone stands."""
    phone = Box(0, flow.y, 0, flow.line)
    if head.phone:
        shown = bool(head.seconds)
        phone = flow.put(head.phone, BODY_BOLD if shown else BODY, "ink" if shown else "muted")
        flow.take(head.button, 8)
    for fact in (*later, *head.facts()):
        flow.put(fact, BODY, "muted", 14)
    return phone


def _pill(room: Box, height: float) -> Box:
    return Box(room.x, room.y + (room.h - height) / 2, room.w, height)
