"""Which things an operator speaks of: those behind it, else those before it, and of those the ones it can mean."""

from __future__ import annotations

from app.domain.tastes import TasteKind

from .frames import Part
from .lexicon import words
from .phrases import Manner, Operator
from .sentences import REACH, Note, Things
from .things import Sort

_MANY = frozenset(words("多 太多 那么多 这么多 过多 太重 重 太浓 浓 过重 那么重 大 太大 太过"))
_SOFT = _MANY | frozenset(
    words("太 那么 这么 很 特别 非常 过于 过 好多 很多 特别多 大量 超 巨 狠 贼 超级 too~much a~lot")
)
_TOO_MUCH = frozenset({"多了", "放多了", "加多了", "多放了", "多加了", "重了"})
_OPEN_ENDS = ("太", "那么", "这么", "很", "过", "特别", "非常", "过于")
_PASSED = (Part.FILLER, Part.SPACE, Part.TAIL, Part.SELF, Part.EATEN, Part.SAID, Part.SUPPOSE, Part.MAY, Part.MAY_I)
"""What may stand between an operator and the thing before it: 盐|要是|少放."""
_AT_THE_END = (Part.FILLER, Part.SPACE, Part.SAID, Part.TAIL, Part.WORD, Part.SOFTENER)
_THINGS_ONLY = (Part.THING, Part.TAIL, Part.JOIN, Part.SPACE, Part.FILLER)
_STARTS_ANEW = (Part.OPERATOR, Part.THING, Part.ALLERGY, Part.JOIN, Part.ASKED, Part.WISH)
_OPENS_A_WISH = (Part.SPACE, Part.THING, Part.SAID, Part.JOIN, Part.FILLER, Part.OPERATOR)
_ANYTHING = frozenset({"不上", "忌", "戒", "免", "勿", "no", "无", "不", "别", "莫"})
_UNBORNE = frozenset({"海鲜", "生冷", "牛奶", "内脏", "花生", "坚果"})
"""Of these "不能吃" behind them is said of the guest, and not of a dish that came spoilt."""
_SHORT = 8
"""Words in a note that is one wish."""


def things_of(note: Note, place: int, operator: Operator, taken: set[int]) -> Things | None:
    """Return the things that the operator speaks of, those behind it first; None where there are none.

    What a word of its own is about is left to that: "香菜|不要|葱花要", "香菜|不要| 花生过敏".
    """
    found = behind(note, place, operator)
    own = found is not None and (note.is_wanted(found.last) or _is_stated_apart(note, place, found))
    if found is not None and own and operator.kind is TasteKind.AVOID:
        return before(note, place, operator, taken) or found
    return found or before(note, place, operator, taken)


def _is_stated_apart(note: Note, place: int, things: Things) -> bool:
    """Whether the things behind an operator stand behind a blank, and something of their own is said of them."""
    if note.part(place + 1) is not Part.SPACE:
        return False
    blank, operator, end = (note.part(things.last + step) for step in (1, 2, 3))
    refused = blank is Part.SPACE and operator is Part.OPERATOR and end in (None, Part.PAUSE, Part.STOP, Part.FILLER)
    return refused or note.has_own(things.first)


def behind(note: Note, place: int, operator: Operator) -> Things | None:
    """Return the things behind an operator: 不要|放任何香菜."""
    at = place + 1
    if operator.manner is Manner.BRIEF or operator.english or note.words[place].text in ("爱", "怕"):
        heads = operator.manner is Manner.BRIEF
        while (
            note.part(at) is Part.SPACE
            or (heads and note.text(at) in (":", "-"))
            or (operator.english and note.part(at) in (Part.FILLER, Part.SOFTENER))
        ):
            at += 1
    else:
        at = _over(note, at)
    return note.list_from(at)


def _over(note: Note, at: int) -> int:
    """Return the first place from `at` on that is no filler; "往汤里" and "在面里" are filler too."""
    limit = at + REACH // 2
    while at < limit:
        part = note.part(at)
        if part in (Part.FILLER, Part.SOFTENER, Part.SPACE, Part.EATEN, Part.TOWARDS):
            at += 1
        elif part is not None and note.words[at].text in ("往", "在", "从"):
            inside = next(
                (p for p, w in note.after(at) if w.text.endswith(("里", "里面", "上", "中")) and p < at + 6), None
            )
            if inside is None:
                return at
            at = inside + 1
        elif part is not None and note.words[at].text in ("的", "就是", "就数"):
            at += 1
        else:
            return at
    return at


def before(note: Note, place: int, operator: Operator, taken: set[int]) -> Things | None:
    """Return the things before an operator: 葱姜蒜都|不要; None where it cannot look back."""
    if operator.manner in (Manner.LABEL, Manner.BRIEF) and note.words[place].text not in ("免", "忌", "走"):
        return None
    if not _ends_the_clause(note, place, operator):
        return None
    at, crossed = place - 1, False
    while at >= max(0, place - REACH):
        word = note.words[at]
        if word.part in _PASSED or (crossed and (word.part is Part.SOFTENER or word.text in _TOO_MUCH)):
            at -= 1
        elif word.part is Part.PAUSE and not crossed and _may_cross(note, at, place, operator):
            crossed = True
            at -= 1
        else:
            break
    while note.part(at + 1) is Part.TAIL and note.part(at) is Part.THING:
        at += 1
    things = note.list_until(at, taken)
    if things is None or note.part(things.first - 1) is Part.SOFTENER:
        return None  # "太辣的不吃" speaks of the dish
    return things


def _may_cross(note: Note, pause: int, place: int, operator: Operator) -> bool:
    """Whether an operator may speak of the clause before its own: "香菜,葱,都不要", "有花椒,不喜欢吃"."""
    start = note.clause[pause]
    filled = all(word.part in _THINGS_ONLY for word in note.words[start:pause][:REACH])
    if filled or note.ends_with_things_only(pause):
        return True
    if operator.kind is TasteKind.LESS and operator.manner is Manner.ASK:
        return any(word.text in _MANY or word.text in _TOO_MUCH for word in note.words[start:pause][:REACH])
    dislikes = operator.manner is Manner.EAT and operator.kind is TasteKind.AVOID and not operator.own
    return dislikes and pause - start < REACH and note.words[min(place + 1, len(note.words) - 1)].text != "了"


def _ends_the_clause(note: Note, place: int, operator: Operator) -> bool:
    """Whether nothing follows that the operator would rather speak of: "不要太少" is not about the thing before."""
    for _, word in note.after(place):
        if word.text in _MANY and operator.kind is not TasteKind.LIKES:
            continue
        if word.part in _STARTS_ANEW or word.text.startswith(("谢谢", "ok")):
            return True
        if word.part not in _AT_THE_END:
            return False
    hangs = operator.soft and note.words[place].text.endswith(_OPEN_ENDS)
    return not (hangs and note.clause_end(place) == place + 1)


def is_softened(note: Note, place: int, things: Things) -> bool:
    """Whether less is asked for, and not none: 不要放|太多|香菜, 香菜不要|太多."""
    between = range(place + 1, things.first) if things.first > place else range(place + 1, place + 4)
    if any(note.part(at) is Part.SOFTENER and note.words[at].text in _SOFT for at in between):
        return True
    follows = note.words[things.last + 1].text if things.last + 1 < len(note.words) else ""
    return things.first > place and follows in _MANY


def fits(note: Note, spot: int, place: int, operator: Operator) -> bool:
    """Whether the operator at `place` can mean the thing at `spot`, before it or behind it."""
    word, near, backward = note.words[spot], note.words[place].text, spot < place
    thing = word.thing
    if thing is None:
        return False
    if thing.weak:
        return not operator.english and not backward and operator.kind is not TasteKind.LIKES
    if thing.sort is Sort.ORDER:
        return near in ("戒", "忌") or (operator.manner in (Manner.EAT, Manner.UNFIT) and not backward)
    flavour = thing.sort is Sort.FLAVOUR
    match operator.manner:
        case Manner.MORE:
            return flavour or word.text.isascii()
        case Manner.BRIEF if operator.kind is TasteKind.LIKES:
            counts = note.part(spot + 1) is Part.TAIL or not _starts_a_wish(note, place)
            return flavour and thing.tag not in ("油", "盐", "冰") and not counts
        case Manner.BRIEF:
            return flavour or (operator.kind is TasteKind.AVOID and near in _ANYTHING)
        case Manner.PUT if thing.sort is Sort.FOOD:
            return len(note.words) <= _SHORT or any(w.part is Part.SAID for w in note.before(spot))
        case Manner.UNFIT if backward:
            return flavour or thing.tag in _UNBORNE
        case Manner.ASK if operator.kind is TasteKind.LESS:
            return flavour or not (backward or thing.tag == "肉" or near in ("少点", "少些", "少一点"))
        case _:
            return True


def _starts_a_wish(note: Note, place: int) -> bool:
    """Whether "多醋" asks for more, and is no piece of "放了好多醋"."""
    return place == note.clause[place] or note.part(place - 1) in _OPENS_A_WISH
