"""Where a blank or a "but" does what a comma would: "没预约 花生过敏", "没来过但是花生过敏".

What was denied, supposed or told of others before it does not reach what is said whole behind it.
"""

from __future__ import annotations

from .frames import TELL, Part
from .sentences import REACH, Note

_BUT = frozenset({"但", "但是", "可是", "不过", "就是", "只是", "另外", "而且"})
_DENIES = (Part.HAVE_NOT, Part.PAST, Part.OTHERS, Part.SUPPOSE, Part.MAY_I)
_DENYING = frozenset(
    {"不", "无", "没", "有没有", "是否", "会不会", "是不是", "怕", "担心", "以防", "防止", "谁", "以为"}
)
_SAYS_LITTLE = frozenset(
    {Part.FILLER, Part.SPACE, Part.PERSON, Part.SELF, Part.TAIL, Part.EATEN, Part.SOFTENER, Part.MAY, Part.THING,
     Part.JOIN, Part.TOWARDS, Part.WORD, Part.UNSURE, *_DENIES}
)  # fmt: skip
"""Before a blank: what leaves a denial open for what follows it ("如果有人 花生过敏", "没有虾 蟹过敏")."""
_HOME = frozenset({"南方人", "北方人", "四川人", "本地人", "外国人"})
"""Told of one guest where a blank follows."""


def begin_of(note: Note, place: int, *, has_things_behind: bool) -> int:
    """Return where the words before `place` begin that speak of the same; at the latest at `place` itself."""
    start = max(note.clause[place], place - REACH)
    for at in range(place - 1, start - 1, -1):
        if note.part(at) is not Part.SPACE and note.words[at].text not in _BUT:
            continue
        if _is_whole(note, at + 1, place, has_things_behind=has_things_behind) and _parts(note, start, at):
            return at + 1
    return start


def _is_whole(note: Note, begin: int, place: int, *, has_things_behind: bool) -> bool:
    """Whether what lies between the blank and `place` needs nothing from before: it names what it speaks of."""
    between = note.words[begin:place]
    if any(word.part in (Part.THING, Part.TOWARDS, Part.BLIND) for word in between):
        return True
    return has_things_behind and all(word.part in (Part.SPACE, Part.FILLER, Part.SELF) for word in between)


def _parts(note: Note, start: int, at: int) -> bool:
    """Whether the blank or the "but" at `at` ends what was denied before it."""
    denied = next((p for p in range(at - 1, start - 1, -1) if _is_denial(note, p)), None)
    if denied is None:
        return False
    says = any(
        word.part not in _SAYS_LITTLE or word.text in TELL or word.text in ("说了", "说过")
        for word in note.words[denied + 1 : at]
    )
    if note.words[at].text in _BUT:
        return says or note.part(denied - 1) is Part.OPERATOR
    if _is_latin(note, at):
        return False
    if says or note.words[denied].text in _HOME:
        return True
    answers = note.text(denied - 1) == ":" or note.part(denied - 1) in (Part.OPERATOR, Part.ALLERGY)
    return answers and denied > start  # "忌口:无 过敏:花生"


def _is_denial(note: Note, place: int) -> bool:
    return note.part(place) in _DENIES or note.words[place].text in _DENYING


def _is_latin(note: Note, blank: int) -> bool:
    """Whether the blank parts words in Latin letters, as it does anyway."""
    return note.text(blank - 1)[-1:].isascii() and note.text(blank + 1)[:1].isascii()
