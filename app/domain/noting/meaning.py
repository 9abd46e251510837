"""Whether a sentence means what its operator says, and of whom."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.tastes import TasteKind

from .frames import BLAME, CHOOSE, HENCE, KIND_OF_PEOPLE, TELL, Part
from .phrases import Manner, Operator
from .sentences import REACH, Note
from .sparing import is_taken_back
from .words import Word

_SHORT_NOTE = 14
"""Words in a note that is a list of wishes rather than a story."""

_NAMED = 5
"""Words at most that name who it is."""

_FEW = 8
"""Words in a note that is one wish."""

_STORY = 30
"""Words in a note from which on "不放糖" tells how a dish is, unless somebody was told so."""

_RHETORIC = (
    "没味道",
    "没味儿",
    "不好吃",
    "不香",
    "不过瘾",
    "怎么吃",
    "怎么行",
    "怎么能",
    "怎么可以",
    "哪行",
    "哪能",
    "可惜",
    "怎么成",
)
_WHY = frozenset({"为什么", "为啥", "为何", "怎么", "凭什么", "难道", "干嘛"})
_CALLED = frozenset({"老板", "师傅", "老板娘", "小哥", "服务员", "大厨", "店家", "商家"})
"""Whom a guest addresses: "老板不放葱" asks."""
_THEIRS = ("你们", "他们", "你家", "他家", "这家")
_FEARS = frozenset({"担心", "不怕", "怕", "害怕", "不用担心", "不必担心"})
_COMPARES = frozenset({"比", "更", "比较", "相对"})
_ADVICE = frozenset({"推荐", "建议", "慎", "慎点", "慎入", "也可以", "注意", "可以", "绕道"})

_SAYS_NOTHING = (Part.FILLER, Part.STOP, Part.SPACE, Part.TAIL)

_THE_GUEST = frozenset({"客人", "先生", "女士", "主宾", "寿星", "guest", "一位", "有人", "客户", "一人"})
_BROUGHT = frozenset(
    {"有", "带", "带了", "家里", "其中", "带着", "还有", "同行", "一位", "有个", "有一位", "有位", "给"}
)
_WITH = frozenset({"和", "跟", "与", "陪", "同", "或", "像"})


def is_meant(note: Note, place: int, operator: Operator, last: int, things: Sequence[int]) -> bool:
    """Whether the operator at `place`, with its `things` and all up to `last`, says what the guest wants."""
    left = note.before(place)
    told = _told(left)
    if any(word.part is Part.OTHERS for word in left) or (any(w.part is Part.PAST for w in left) and not told):
        return False
    if _speaks_of_people(note, place, last, left) or _is_allowed(note, place, operator, left):
        return False
    if not _is_supposed_true(note, place, last, left):
        return False
    refused = operator.kind in (TasteKind.AVOID, TasteKind.LESS) and not operator.own and not operator.touch
    if refused and is_taken_back(note, place, last, [note.words[spot].text for spot in things]):
        return False
    if not told and _is_turned_round(note, place, last, left):
        return False
    return _suits_its_manner(note, place, operator, last, things)


def _suits_its_manner(note: Note, place: int, operator: Operator, last: int, things: Sequence[int]) -> bool:
    left = note.before(place)
    told = _told(left)
    match operator.manner:
        case Manner.PUT:
            wished = told or any(w.part is Part.MAY for w in left)
            return wished or (len(note.words) <= _STORY and not _complains(note, place, left, things))
        case Manner.BRIEF:
            return _stands_free(left) and not any(w.text in _COMPARES for w in left)
        case Manner.REMOVE:
            return (told or len(note.words) <= _SHORT_NOTE) and not any(w.text == "我" for w in left)
        case Manner.LABEL:
            return _is_chosen(note, place, operator, left)
        case Manner.UNFIT if last <= place:
            named = any(w.part in (Part.SELF, Part.PERSON) for w in left)
            return named or len(things) > 1 or _is_alone(note, place, things)
        case Manner.EAT:
            return not _is_put_to_others(note, last, left)
        case Manner.ASK | Manner.MORE:
            return told or not _is_only_asked(note, last, left)
        case _:
            return True


def _is_turned_round(note: Note, place: int, last: int, left: Sequence[Word]) -> bool:
    """Whether the sentence asks why, fears, or means the opposite: "不吃辣怎么行"."""
    behind = note.words[last + 1 : last + REACH]
    follows = "".join(word.text for _, word in note.after(last))[:12]
    if any(saying in follows for saying in _RHETORIC) or any(word.text in _WHY for word in left):
        return True
    own = any(w.part in (Part.SELF, Part.PERSON) for w in left)
    if (
        note.words[place].text in ("怕", "害怕", "很怕", "最怕", "特别怕")
        and behind
        and behind[0].part not in _ENDS_FEAR
    ):
        return True
    if len(note.words) > _SHORT_NOTE and not own and note.words[last].text.endswith("的"):
        return any(word.text in _ADVICE for word in behind[:9])
    return any(word.text in _FEARS for word in left[-7:]) and not own


_ENDS_FEAR = (Part.PAUSE, Part.STOP, Part.SPACE, Part.FILLER, Part.TAIL, Part.JOIN, Part.ASKED)


def _stands_free(left: Sequence[Word]) -> bool:
    """Whether a word of one letter is a word here, and no piece of another: "去冰", not "解腻去油"."""
    return not left or (left[-1].part not in (Part.LETTER, Part.SOFTENER, Part.BLIND) and left[-1].text != "有")


def _told(left: Sequence[Word]) -> bool:
    """Whether the guest says or wishes it, and it is not the shop that says so."""
    shop = max((i for i, w in enumerate(left) if w.part is Part.SHOP), default=-1)
    said = max((i for i, w in enumerate(left) if w.part in (Part.SAID, Part.MAY_I)), default=-1)
    return said > shop or (
        said >= 0 and any(w.text in ("希望", "让", "请", "叫", "麻烦", "告诉", "建议") for w in left[:shop])
    )


def _speaks_of_people(note: Note, place: int, last: int, left: Sequence[Word]) -> bool:
    """Whether it is of whoever "不吃辣的人" are; "有个不吃辣的朋友" is one of the party."""
    if any(w.part in (Part.PERSON, Part.SELF) or w.text in _BROUGHT or w.text == "是" for w in left):
        return False
    at, relative = last + 1, note.words[last].text.endswith("的")
    while note.part(at) is Part.TAIL:
        relative = True
        at += 1
    follows = note.words[at].text if at < len(note.words) else ""
    if follows in ("人", "人群", "朋友", "星人", "人士", "者", "党") or follows.startswith("星人"):
        return True
    if not relative or follows not in KIND_OF_PEOPLE:
        return False
    return not (follows == "可以" and note.is_asked(at)) and follows not in ("请",)


def _is_allowed(note: Note, place: int, operator: Operator, left: Sequence[Word]) -> bool:
    """Whether the words say what one may ask for: "可以说不要辣"."""
    may = next((i for i in range(len(left) - 1, -1, -1) if left[i].part is Part.MAY), None)
    if may is None or note.is_asked(place) or _is_wished(note, place):
        return False
    between = [w for w in left[may + 1 :] if w.part not in (Part.FILLER, Part.SPACE)]
    tells = [w for w in between if w.text in TELL or w.part is Part.SAID]
    if len(tells) != len(between):
        return False
    return bool(tells) or operator.kind is TasteKind.AVOID


def _is_wished(note: Note, place: int) -> bool:
    return any(word.part is Part.WISH for word in note.words[place : place + REACH // 2])


def _is_supposed_true(note: Note, place: int, last: int, left: Sequence[Word]) -> bool:
    """Whether an "if" before it leaves it standing: as a wish, or as what follows from the "if"."""
    at = next((i for i in range(len(left) - 1, -1, -1) if left[i].part is Part.SUPPOSE), None)
    follows = "".join(word.text for word in note.words[last + 1 : last + 4])
    if at is None:
        return not follows.startswith(("的话", "话")) or _is_wished(note, place)
    return _is_wished(note, place) or any(word.text in HENCE for word in left[at + 1 :])


def _complains(note: Note, place: int, left: Sequence[Word], things: Sequence[int]) -> bool:
    """Whether "不放盐" says what the kitchen did."""
    last = note.clause_end(place) - 1
    while note.part(last) is Part.SPACE:
        last -= 1
    if note.is_asked(place) and not note.text(last).endswith(("可以吗", "好吗", "行吗", "ok吗")):
        return True
    if any((w.part is Part.SHOP and w.text not in _CALLED) or w.text.startswith(_THEIRS) for w in left):
        return True
    listed = len(things) > 1 and all(spot < place for spot in things)
    return any(word.text in BLAME for word in left) and not listed


def _is_chosen(note: Note, place: int, operator: Operator, left: Sequence[Word]) -> bool:
    """Whether a word from the menu is this guest's choice: asked for, or all that the clause of a short note says."""
    blank = next((i for i in range(len(left) - 1, -1, -1) if left[i].part is Part.SPACE), -1)
    left = left[blank + 1 :]
    passed = (Part.FILLER, Part.SPACE, Part.THING, Part.OPERATOR)
    if (
        left
        and left[-1].operator is not None
        and left[-1].operator.kind is TasteKind.AVOID
        and not left[-1].operator.own
    ):
        return False  # 不要|重辣
    close = [w for w in left if w.part not in passed or w.text in CHOOSE][-2:]
    if operator.own in ("肉", "猪肉") and left and len(note.words) <= _SHORT_NOTE and len(left) <= _NAMED:
        close = []  # 张姐素食, 其中2位素食
    if operator.own in ("肉", "猪肉") and any(
        w.part in (Part.SELF, Part.PERSON) or w.text in ("是", "有", "吃") for w in left
    ):
        return True
    plainly = operator.kind is TasteKind.AVOID and note.words[place].text.startswith(("不", "一点", "完全"))
    if plainly and (note.part(place + 1) is Part.LETTER or note.part(place - 1) is Part.JOIN):
        return False  # 辣和不辣两种
    if any(w.text in CHOOSE or w.part in (Part.SAID, Part.MAY_I) for w in close):
        return not any(w.part is Part.SHOP for w in left)
    ends = (*passed, Part.TAIL, Part.SAID, Part.WISH)
    behind = [w for _, w in note.after(place)]
    if (
        behind
        and behind[0].operator is not None
        and behind[0].operator.kind is TasteKind.AVOID
        and operator.kind is TasteKind.LIKES
    ):
        return False  # "特辣不要"
    if any(w.operator is not None and w.operator.own == operator.own for w in behind):
        return False  # "微辣一点都不辣"
    if close or any(w.part not in ends and w.text not in ("即可", "就行") for w in behind):
        return False
    if plainly:
        return not left and all(w.part in _SAYS_NOTHING for i, w in enumerate(note.words[:_SHORT_NOTE]) if i != place)
    light = operator.own == "清淡" and "要" not in note.text(place) and "饮食" not in note.text(place)
    return len(note.words) <= (_FEW if light else _SHORT_NOTE)


def _is_alone(note: Note, place: int, things: Sequence[int]) -> bool:
    """Whether the clause says nothing before its things, or only how little of them: "一点辣都不能吃"."""
    before = note.words[note.clause[place] : things[0]] if things else ()
    return bool(things) and all(word.part in (Part.FILLER, Part.SPACE, Part.SAID) for word in before)


def _is_put_to_others(note: Note, last: int, left: Sequence[Word]) -> bool:
    """Whether somebody else is asked: "你不吃辣吗"."""
    own = any(w.part in (Part.SELF, Part.PERSON, Part.SAID) for w in left)
    return not own and any(w.part is Part.ASKED for w in note.words[last + 1 : last + 3])


def _is_only_asked(note: Note, last: int, left: Sequence[Word]) -> bool:
    may = any(w.part in (Part.MAY, Part.MAY_I, Part.SELF) for w in left)
    return not may and any(w.part is Part.ASKED for w in note.words[last + 1 : last + 2])


def whose(note: Note, place: int) -> str:
    """Return of whom in the party the clause of `place` speaks; "" for the guest."""
    left = note.before(place)
    named = _person(left)
    if named is not None or any(word.part is Part.SELF for word in left):
        return named or ""
    pause = note.clause[place] - 1
    if note.part(pause) is not Part.PAUSE:
        return ""
    earlier = note.before(pause)
    brought = any(word.text in _BROUGHT for word in earlier) or (bool(earlier) and earlier[0].part is Part.PERSON)
    return (_person(earlier) or "") if brought else ""


def _person(words: Sequence[Word]) -> str | None:
    """Return the last person named among `words`: "" where it is the guest, None where nobody is."""
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if word.part is Part.PERSON and not (at and words[at - 1].text in _WITH):
            return "" if word.text in _THE_GUEST else word.text
        if word.part is Part.SELF and at + 1 < len(words) and words[at + 1].part is not Part.PERSON:
            return ""
    return None
