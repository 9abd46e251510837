"""The reader: operator by operator, which things it speaks of, and whether the sentence means it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.tastes import TasteKind

from .allergies import allergies_in
from .frames import Part
from .letters import fold
from .meaning import is_meant, whose
from .phrases import Manner, Operator
from .sentences import REACH, Note, Things
from .things import Sort, Thing
from .words import cut

READER = "note-reader-1"
"""The rule that a tag from a note names; it changes when the reader reads otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that a note says: `words` is the span [start, end) of the note that says it.

    `whose` is "" for the guest's own taste, else of whom in the party it is said ("小朋友").
    """

    tag: str
    kind: TasteKind
    words: str
    start: int
    end: int
    whose: str = ""


@dataclass(frozen=True, slots=True)
class _Finding:
    """A thing and a kind at a span of words [first, last]."""

    tag: str
    kind: TasteKind
    first: int
    last: int
    whose: str = ""


_URGENCY = {kind: place for place, kind in enumerate(TasteKind)}
_MANY = frozenset(
    {"多", "太多", "那么多", "这么多", "过多", "太重", "重", "太浓", "浓", "过重", "那么重", "大", "太大", "太过"}
)
_TOO_MUCH = frozenset({"多了", "放多了", "加多了", "多放了", "多加了", "重了"})
_NOT = frozenset({"不", "没", "没有", "不是", "不太", "不怎么", "不大", "并不", "不是很", "从不", "不再", "not"})
_POLITE = (Part.SUPPOSE, Part.MAY, Part.MAY_I)
_AT_THE_END = (Part.FILLER, Part.SPACE, Part.SAID, Part.TAIL, Part.WORD)


def read_note(text: str) -> tuple[Said, ...]:
    """Return what `text` says of tastes, one entry a thing, in the order it is said; never raises.

    Where a note says two things of one, the more urgent kind stands: allergy, avoid, less, likes.
    """
    folded = fold(text)
    note = Note(cut(folded.text))
    found = [*_operators_in(note), *(_Finding(a.tag, a.kind, a.first, a.last, a.whose) for a in allergies_in(note))]
    best: dict[str, _Finding] = {}
    for finding in found:
        held = best.get(finding.tag)
        if held is None or _URGENCY[finding.kind] < _URGENCY[held.kind]:
            best[finding.tag] = finding
    said = []
    for finding in sorted(best.values(), key=lambda f: (f.first, f.last, f.tag)):
        start = folded.place(note.words[finding.first].start)
        end = folded.place(note.words[finding.last].end - 1) + 1
        said.append(
            Said(tag=finding.tag, kind=finding.kind, words=text[start:end], start=start, end=end, whose=finding.whose)
        )
    return tuple(said)


def _operators_in(note: Note) -> list[_Finding]:
    found: list[_Finding] = []
    taken: set[int] = set()
    for place, word in enumerate(note.words):
        if word.part is Part.OPERATOR and word.operator is not None:
            found += _spoken_of(note, place, word.operator, taken)
        elif word.part is Part.EXCEPT:
            found += _all_but(note, place)
        elif word.part is Part.TURNED and word.text.startswith(("不是", "又不是")) and note.is_asked(place):
            found += _spoken_of(note, place, Operator(TasteKind.AVOID, Manner.REMIND), taken)  # "不是不要辣吗？"
    return found


def _spoken_of(note: Note, place: int, operator: Operator, taken: set[int]) -> list[_Finding]:
    if operator.own:
        if not is_meant(note, place, operator, place, ()):
            return []
        kind = TasteKind.ALLERGY if operator.touch else operator.kind
        return [_Finding(operator.own, kind, place, place, whose(note, place))]
    things = _behind(note, place, operator) or _before(note, place, operator, taken)
    if things is None:
        return []
    fit = [spot for spot in things.places if _fits(note, spot, operator, backward=things.last < place)]
    if not fit or not is_meant(note, place, operator, max(things.last, place), fit):
        return []
    taken.update(fit)
    soft = operator.soft or _is_softened(note, place, things)
    if operator.kind is TasteKind.LIKES and place and note.words[place - 1].text in _NOT:
        operator = replace(operator, kind=TasteKind.AVOID)
    found = []
    for spot in fit:
        thing = note.words[spot].thing
        if thing is None:
            continue
        kind = _kind(note, operator, thing, place, soft=soft)
        found.append(_Finding(thing.tag, kind, min(spot, place), max(spot, place), whose(note, place)))
    return found


def _kind(note: Note, operator: Operator, thing: Thing, place: int, *, soft: bool) -> TasteKind:
    if operator.touch and thing.sort is Sort.ALLERGEN and not _has_other_reason(note, place):
        return TasteKind.ALLERGY
    return TasteKind.LESS if soft and operator.kind is TasteKind.AVOID else operator.kind


def _has_other_reason(note: Note, place: int) -> bool:
    around = note.words[max(place - REACH, 0) : place + REACH]
    return any(word.text in ("痛风", "孕妇", "医生", "忌口", "孕") for word in around)


def _behind(note: Note, place: int, operator: Operator) -> Things | None:
    """Return the things behind an operator: 不要|放任何香菜."""
    at = place + 1
    if operator.manner is Manner.BRIEF or operator.english or note.words[place].text in ("爱", "怕"):
        while note.part(at) is Part.SPACE or (operator.english and note.part(at) in (Part.FILLER, Part.SOFTENER)):
            at += 1
    else:
        at = _over(note, at)
    return note.list_from(at)


def _over(note: Note, at: int) -> int:
    """Return the first place from `at` on that is no filler; "往汤里" and "在面里" are filler too."""
    limit = at + REACH // 2
    while at < limit:
        part = note.part(at)
        if part in (Part.FILLER, Part.SOFTENER, Part.SPACE, Part.EATEN):
            at += 1
        elif part is not None and note.words[at].text in ("往", "在", "从"):
            inside = next(
                (p for p, w in note.after(at) if w.text.endswith(("里", "里面", "上", "中")) and p < at + 6), None
            )
            if inside is None:
                return at
            at = inside + 1
        elif part is Part.TAIL and note.words[at].text == "的":
            at += 1
        else:
            return at
    return at


def _before(note: Note, place: int, operator: Operator, taken: set[int]) -> Things | None:
    """Return the things before an operator: 葱姜蒜都|不要; None where it cannot look back."""
    if operator.manner in (Manner.LABEL, Manner.BRIEF) and note.words[place].text not in ("免", "忌", "走"):
        return None
    if not _ends_the_clause(note, place, operator):
        return None
    at, crossed = place - 1, False
    while at >= max(0, place - REACH):
        word = note.words[at]
        if word.part in (Part.FILLER, Part.SPACE, Part.TAIL, Part.SELF, Part.EATEN, Part.SAID, *_POLITE) or word.text in (
            "一点",
            "什么的",
        ):
            at -= 1
        elif crossed and (word.part is Part.SOFTENER or word.text in _TOO_MUCH):
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
    things_only = all(
        word.part in (Part.THING, Part.TAIL, Part.JOIN, Part.SPACE, Part.FILLER)
        for word in note.words[start:pause][:REACH]
    )
    if things_only:
        return True
    if operator.kind is TasteKind.LESS and operator.manner is Manner.ASK:
        return any(word.text in _MANY or word.text in _TOO_MUCH for word in note.words[start:pause][:REACH])
    dislikes = operator.manner is Manner.EAT and operator.kind is TasteKind.AVOID and not operator.own
    return dislikes and pause - start < REACH and note.words[min(place + 1, len(note.words) - 1)].text != "了"


def _ends_the_clause(note: Note, place: int, operator: Operator) -> bool:
    """Whether nothing follows that the operator would rather speak of: "不要太少" is not about the thing before."""
    for other, word in note.after(place):
        if word.text in _MANY and operator.kind is not TasteKind.LIKES:
            continue
        if word.part is Part.WISH or word.text.startswith(("谢谢", "ok", "好吗", "行吗", "可以吗")):
            return True
        if word.part in (Part.OPERATOR, Part.THING, Part.ALLERGY, Part.JOIN, Part.ASKED):
            return True
        if word.part not in _AT_THE_END and not (word.part is Part.SOFTENER and other > place):
            return False
    softened = operator.soft and note.words[place].text.endswith(
        ("太", "那么", "这么", "很", "过", "特别", "非常", "过于")
    )
    return not (softened and note.clause_end(place) == place + 1)


def _is_softened(note: Note, place: int, things: Things) -> bool:
    between = range(place + 1, things.first) if things.first > place else range(place + 1, place + 4)
    if any(note.part(at) is Part.SOFTENER and note.words[at].text in _SOFT for at in between):
        return True
    return (
        things.first > place
        and note.part(things.last + 1) is Part.SOFTENER
        and note.words[things.last + 1].text in _MANY
    )


_STORY = 30
"""Words in a note from which on "except" speaks of the meal that was, and not of what is wanted."""
_OPENS_REST = (Part.PAUSE, Part.ALL_ELSE, Part.SPACE, Part.OPERATOR)
_OUTSIDE = frozenset({"以外", "之外", "外", "都", "什么", "其他", "我"})
_WELL = "意行以吃喝要放爱欢k题便挑能忌好g"

_ANYTHING = frozenset({"忌", "戒", "免", "勿", "no", "无", "不", "别", "莫"})
_SHORT = 8
"""Words in a note that is one wish."""

_SOFT = _MANY | {
    "太",
    "那么",
    "这么",
    "很",
    "特别",
    "非常",
    "过于",
    "过",
    "好多",
    "很多",
    "特别多",
    "大量",
    "超",
    "巨",
    "狠",
    "贼",
    "超级",
    "too much",
    "a lot",
}


def _fits(note: Note, spot: int, operator: Operator, *, backward: bool) -> bool:
    """Whether the operator can mean this thing."""
    word = note.words[spot]
    thing = word.thing
    if thing is None:
        return False
    if thing.weak:
        return not operator.english and not backward and operator.kind is not TasteKind.LIKES
    flavour = thing.sort is Sort.FLAVOUR
    if thing.sort is Sort.ORDER:
        return (operator.manner in (Manner.EAT, Manner.UNFIT) and not backward) or note.words[spot - 1].text in ("戒", "忌")
    match operator.manner:
        case Manner.MORE:
            return flavour or note.words[spot].text.isascii()
        case Manner.BRIEF if operator.kind is TasteKind.LIKES:
            return flavour and thing.tag not in ("油", "盐", "冰") and spot - 1 == _first_of(note, spot)
        case Manner.BRIEF:
            return flavour or (operator.kind is TasteKind.AVOID and note.words[spot - 1].text in _ANYTHING)
        case Manner.PUT:
            return thing.sort is not Sort.FOOD or len(note.words) <= _SHORT or any(
                w.part is Part.SAID for w in note.before(spot)
            )
        case Manner.UNFIT if backward:
            return flavour or thing.tag in ("海鲜", "生冷", "牛奶", "内脏", "花生", "坚果")
        case Manner.ASK if operator.kind is TasteKind.LESS:
            return flavour or (
                not backward and thing.tag != "肉" and note.words[spot - 1].text not in ("少点", "少些", "少一点")
            )
        case _:
            return not (operator.kind is TasteKind.LIKES and backward and flavour and operator.manner is not Manner.EAT)


def _first_of(note: Note, spot: int) -> int:
    """Return the place of the operator right before `spot` if nothing stands before that which makes it a count."""
    before = note.part(spot - 2)
    starts = spot - 1 == note.clause[spot] or before in (Part.SPACE, Part.THING, Part.SAID, Part.JOIN, Part.FILLER, Part.OPERATOR)
    return spot - 1 if starts else -1


def _all_but(note: Note, place: int) -> list[_Finding]:
    """Read "除了香菜都行": all is well but this."""
    at = place + 1
    while note.part(at) in (Part.FILLER, Part.SPACE, Part.EATEN):
        at += 1
    things = note.list_from(at)
    if things is None:
        return []
    rest = note.words[things.last + 1 : things.last + 10]
    if len(note.words) > _STORY or not rest or not (rest[0].part in _OPENS_REST or rest[0].text in _OUTSIDE):
        return []
    if not any(word.part is Part.ALL_ELSE for word in rest) or not any(word.text[-1] in _WELL for word in rest):
        return []
    found = []
    for spot in things.places:
        thing = note.words[spot].thing
        if thing is not None:
            found.append(_Finding(thing.tag, TasteKind.AVOID, place, things.last, whose(note, place)))
    return found
