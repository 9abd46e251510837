"""What a sentence takes out of what it says: "除了花生没有过敏的" states one, "不吃辣,这次能吃" takes one back."""

from __future__ import annotations

import re

from .frames import Part
from .sentences import REACH, Note, Things

_OTHER = frozenset({"其他", "其它", "别的", "其余", "另外的", "其他的"})
_BETWEEN = (Part.TAIL, Part.SPACE, Part.FILLER, Part.HAVE_NOT, Part.PAUSE)
_OUTSIDE = frozenset({"外", "以外", "之外", "没", "没有", *_OTHER})
_ONLY = ("就", "只", "只有", "就是", "只是", "除了", "仅", "仅有")
_NONE = ("没", "无", "未", "不", "都不", "也不")


def spared(note: Note, place: int) -> Things | None:
    """Return what an allergy denied at `place` is not denied of: 除了花生|没有过敏的, 没有其他过敏|就花生."""
    return _excepted_before(note, place) or _excepted_behind(note, place)


def _excepted_before(note: Note, place: int) -> Things | None:
    start = max(0, place - REACH // 2)
    at = next((p for p in range(place - 1, start - 1, -1) if note.part(p) is Part.EXCEPT), None)
    if at is None:
        return None
    begin = at + 1
    while note.part(begin) in (Part.FILLER, Part.SPACE, Part.TOWARDS):
        begin += 1
    things = note.list_from(begin)
    if things is None or things.last >= place:
        return None
    between = note.words[things.last + 1 : place]
    none = note.words[place].text.startswith(_NONE) or any(w.part is Part.HAVE_NOT or w.text == "没" for w in between)
    passed = all(word.part in _BETWEEN or word.text in _OUTSIDE for word in between)
    return things if none and passed else None


def _excepted_behind(note: Note, place: int) -> Things | None:
    left = note.before(place)
    if not any(word.text in _OTHER for word in left[-3:]):
        return None
    at = place + 1
    while note.part(at) in (Part.TAIL, Part.FILLER, Part.SPACE, Part.PAUSE) and note.text(at) not in _ONLY:
        at += 1
    if note.text(at) not in _ONLY:
        return None
    at += 1
    while note.part(at) in (Part.FILLER, Part.SPACE, Part.TOWARDS):
        at += 1
    return note.list_from(at)


_NOW = "(?:这次|这回|今天|今晚|今儿|现在|如今)"
_AGAIN = re.compile(rf"[ ,、]*(?:但是|但|不过|可是)?{_NOW}(?:又|已经|都|就|也)*(?:能|可以|想|会|敢|要)(?:吃|放|加)(.*)")
_BEFORE = ("上次", "之前", "上回", "原来", "前次")
_AGAIN_PLAINLY = re.compile(
    rf"[ ,、]*(?:但是|但|不过|可是)?{_NOW}(?:又|已经|都|就|也)*(?:能|可以|想|会|敢|要|吃|行)(.*)"
)
_OF_THE_SAME = re.compile(r"(?:了|的|啦|吧|一点|一些|少|微|点|些|\W|$)")


def is_taken_back(note: Note, place: int, last: int, things: list[str]) -> bool:
    """Return whether what the operator at `place` says up to `last` of `things` held last time, and does not now."""
    follows = "".join(word.text for word in note.words[last + 1 : last + REACH])
    start = max(note.clause[place] - 1, 0)
    earlier = "".join(word.text for word in note.words[max(start, place - REACH) : place])
    found = (_AGAIN_PLAINLY if any(word in earlier for word in _BEFORE) else _AGAIN).match(follows)
    if found is None:
        return False
    rest = found[1].lstrip("吃放加")
    return rest.startswith(tuple(things)) or _OF_THE_SAME.match(rest) is not None
