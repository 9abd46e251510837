"""The reader: operator by operator, which things it speaks of, and whether the sentence means it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.tastes import TasteKind

from .allergies import allergies_in
from .frames import Part
from .letters import fold
from .meaning import is_meant, whose
from .objects import fits, is_softened, things_of
from .phrases import Manner, Operator
from .sentences import REACH, Note
from .things import Sort, Thing
from .words import cut

READER = "note-reader-2"
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
_NOT = frozenset({"不", "没", "没有", "不是", "不太", "不怎么", "不大", "并不", "不是很", "从不", "不再", "not"})


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
    things = things_of(note, place, operator, taken)
    if things is None:
        return _not_so_much(note, place, operator)
    fit = [spot for spot in things.places if fits(note, spot, place, operator)]
    if not fit or not is_meant(note, place, operator, max(things.last, place), fit):
        return []
    taken.update(fit)
    soft = operator.soft or is_softened(note, place, things)
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


def _not_so_much(note: Note, place: int, operator: Operator) -> list[_Finding]:
    """Read "不要重辣": less than what a word from the menu offers."""
    label = note.words[place + 1].operator if place + 1 < len(note.words) else None
    if label is None or label.kind is not TasteKind.LIKES or not label.own or operator.kind is not TasteKind.AVOID:
        return []
    if label.manner is not Manner.LABEL or not is_meant(note, place, operator, place + 1, ()):
        return []
    return [_Finding(label.own, TasteKind.LESS, place, place + 1, whose(note, place))]


def _kind(note: Note, operator: Operator, thing: Thing, place: int, *, soft: bool) -> TasteKind:
    if operator.touch and thing.sort is Sort.ALLERGEN and not _has_other_reason(note, place):
        return TasteKind.ALLERGY
    return TasteKind.LESS if soft and operator.kind is TasteKind.AVOID else operator.kind


def _has_other_reason(note: Note, place: int) -> bool:
    around = note.words[max(place - REACH, 0) : place + REACH]
    return any(word.text in ("痛风", "孕妇", "医生", "忌口", "孕") for word in around)


_STORY = 30
"""Words in a note from which on "except" speaks of the meal that was, and not of what is wanted."""
_OPENS_REST = (Part.PAUSE, Part.ALL_ELSE, Part.SPACE, Part.OPERATOR)
_OUTSIDE = frozenset({"以外", "之外", "外", "都", "什么", "其他", "我"})
_NO_TABOO = frozenset({"没有忌口", "没忌口", "无忌口", "不忌口", "没什么忌口", "没有什么忌口", "不挑食", "不挑"})
_WELL = "意行以吃喝要放爱欢k题便挑能忌好g"


def _all_but(note: Note, place: int) -> list[_Finding]:
    """Read "除了香菜都行": all is well but this."""
    at = place + 1
    while note.part(at) in (Part.FILLER, Part.SPACE, Part.EATEN):
        at += 1
    things = note.list_from(at)
    if things is None:
        return []
    if len(note.words) > _STORY or not (_all_is_well(note, things.last) or _was_well(note, place)):
        return []
    found = []
    for spot in things.places:
        thing = note.words[spot].thing
        if thing is not None:
            found.append(_Finding(thing.tag, TasteKind.AVOID, place, things.last, whose(note, place)))
    return found


def _all_is_well(note: Note, last: int) -> bool:
    """Whether what follows the exception says that the rest is welcome."""
    rest = note.words[last + 1 : last + 10]
    if not rest or not (rest[0].part in _OPENS_REST or rest[0].text in _OUTSIDE or rest[0].text in _NO_TABOO):
        return False
    if any(word.text in _NO_TABOO for word in rest):
        return True
    rest_named = any(word.part is Part.ALL_ELSE or word.text.startswith("都") for word in rest)
    return rest_named and any(word.text[-1] in _WELL for word in rest)


def _was_well(note: Note, place: int) -> bool:
    """Whether it was said before the exception: "没有忌口，除了香菜"."""
    return any(word.text in _NO_TABOO or word.part is Part.ALL_ELSE for word in note.words[max(place - 5, 0) : place])
