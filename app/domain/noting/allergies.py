"""Allergies: never guessed, never missed for being said far from their thing.

A word for allergy speaks of the things before it ("花生、虾过敏", "对芒果过敏"), else of those behind it
("过敏:芒果"), else of the last thing named before it ("全是香菜，我过敏啊"). What is denied, asked, feared, supposed,
or said of other guests makes none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.tastes import TasteKind

from .frames import Part
from .lexicon import words
from .meaning import whose
from .parting import begin_of
from .sentences import REACH, Note, Things
from .sparing import spared
from .things import Sort, lexicon

_FAR = 48
"""Words back at most to the thing that "我过敏" speaks of."""

_LONGEST = 6
"""Letters of a thing that no lexicon knows, in "对…过敏"."""

_MODIFIERS = (Part.FILLER, Part.SPACE, Part.TAIL, Part.SOFTENER, Part.EATEN, Part.SELF)
_NO_ALLERGEN = frozenset({"辣", "咸", "甜", "酸", "油", "盐", "冰", "苦", "麻", "腥", "清淡", "生冷", "油炸", "素"})


@dataclass(frozen=True, slots=True)
class Allergy:
    """A thing that is not borne (an allergy, or less than one), and the words [first, last] that say so."""

    tag: str
    kind: TasteKind
    first: int
    last: int
    whose: str


def allergies_in(note: Note) -> list[Allergy]:
    """Return the allergies that a note states."""
    found: list[Allergy] = []
    for place, word in enumerate(note.words):
        if word.part in (Part.ALLERGY, Part.CALM) and (things := spared(note, place)) is not None:
            found += _all(note, things, place)
        elif word.part is Part.ALLERGY and not _is_denied(note, place):
            found += _stated(note, place)
        elif word.text == "过敏?" and note.ahead(place, 4).startswith(_DOUBTS):
            found += [replace(one, kind=TasteKind.AVOID) for one in _stated(note, place)]
        elif word.part is Part.REACTION:
            found += _reactions(note, place)
        elif word.part is Part.DISTASTE:
            found += _distastes(note, place)
    return found


def _is_denied(note: Note, place: int) -> bool:
    """Whether the clause asks, supposes, fears, denies it, or speaks of others."""
    start = begin_of(note, place, has_things_behind=_listed_behind(note, place) is not None)
    left = note.words[start:place]
    if any(word.part in (Part.OTHERS, Part.SUPPOSE) for word in left):
        return True
    if any(word.part is Part.PAST for word in left) and not _holds_still(note, place):
        return True
    if _is_none(note, place) or _is_of_people(note, place):
        return True
    own = any(word.part in (Part.SELF, Part.PERSON) and word.text != "有人" for word in left)
    follows = [word.text for word in note.words[place + 1 : place + 3]]
    asked = "?" in follows[:1] or (any(text in ("吗", "么", "不", "没", "没有") for text in follows[:1]))
    if asked and not own:
        return True
    if any(
        word.text in ("有没有", "是否", "会不会", "是不是", "怕", "担心", "以防", "防止", "谁", "什么", "以为")
        for word in left
    ):
        return True
    return any(
        word.part is Part.HAVE_NOT or (word.text in ("不", "无", "没") and note.part(at + 1) is not Part.LETTER)
        for at, word in enumerate(note.words[start:place], start)
    )


_DOUBTS = ("不确定", "不太确定", "不清楚", "待确认", "待定", "待核实", "再确认", "没确认", "先别", "先不")
_STILL = ("现在也", "现在还", "现在仍", "现在依", "现在都", "至今", "到现在", "如今也", "如今还", "一直")
_OVER = ("还好", "好了", "没事", "不过敏", "能吃", "可以吃", "也吃", "都吃", "还吃")


def _holds_still(note: Note, place: int) -> bool:
    """Whether what was so once is so now: "小时候花生过敏,现在也不敢吃"."""
    follows = note.ahead(place, REACH // 2)
    return any(word in follows for word in _STILL) and not any(word in follows for word in _OVER)


def _is_of_people(note: Note, place: int) -> bool:
    """Whether it is of whoever has it, or supposed: "海鲜过敏者慎入", "花生过敏的话"."""
    at = place + 1
    while note.part(at) is Part.TAIL:
        at += 1
    follows = "".join(word.text for word in note.words[at : at + 3])
    if follows.startswith(("话", "的话")):
        return True
    of_people = note.words[place].text.endswith(("者", "人群", "患者")) or follows.startswith(
        ("人", "朋友", "同学", "亲")
    )
    named = any(w.part in (Part.SELF, Part.PERSON) or w.text in ("是", "属于", "有") for w in note.before(place))
    return of_people and not named and any(word in follows for word in ("慎", "注意", "请", "别", "勿", "不", "可"))


_NOTHING = frozenset({"无", "没有", "没", "暂无", "不详", "未知", "否", "none", "no", "无过敏"})


def _is_none(note: Note, place: int) -> bool:
    """Whether it is a heading with nothing under it: "过敏史：无"; "花生过敏 无其他忌口" is none."""
    if _listed_before(note, place) is not None and not _is_heading(note, place):
        return False
    for word in note.words[place + 1 : place + 6]:
        if word.text in _NOTHING:
            return True
        if word.part not in (Part.FILLER, Part.SPACE, Part.TAIL) and word.text not in ("史", "原", "源", "物"):
            return False
    return False


def _is_heading(note: Note, place: int) -> bool:
    return place + 1 < len(note.words) and note.words[place + 1].text == ":"


def _stated(note: Note, place: int) -> list[Allergy]:
    start = max(note.clause[place], place - REACH)
    towards = next((at for at in range(place - 1, start - 1, -1) if note.part(at) is Part.TOWARDS), None)
    if towards is not None:
        named = _between(note, towards, place)
        if named:
            return named
    before = _listed_before(note, place)
    if before is not None and place + 1 < len(note.words) and note.words[place + 1].text in ("(", ":", "-"):
        within = note.list_from(place + 2)
        return [*_all(note, before, place), *(_all(note, within, place) if within is not None else ())]
    if before is None and note.part(place - 1) is Part.BLIND:
        return _in_dish(note, place - 1, place)
    if before is None and note.words[place].text.endswith("体质"):
        return []
    things = before or _listed_behind(note, place) or _last_named(note, place)
    return [] if things is None else _all(note, things, place)


def _all(note: Note, things: Things, place: int) -> list[Allergy]:
    found = []
    for spot in things.places:
        thing = note.words[spot].thing
        if thing is None or (thing.weak and spot + 1 != place):
            continue
        kind = TasteKind.AVOID if _is_unsure(note, place) else TasteKind.ALLERGY
        kind = TasteKind.AVOID if thing.tag in _NO_ALLERGEN and "敏感" in note.words[place].text else kind
        found.append(Allergy(thing.tag, kind, min(things.first, place), max(things.last, place), whose(note, place)))
    return found


def _is_unsure(note: Note, place: int) -> bool:
    return any(word.part is Part.UNSURE for word in note.before(place))


def _in_dish(note: Note, dish: int, place: int) -> list[Allergy]:
    """Return the allergy to what a dish's name holds: 虾 in 虾饺."""
    name = note.words[dish].text
    held = [thing.tag for word, thing in lexicon().items() if word in name and thing.sort is Sort.ALLERGEN]
    return [Allergy(tag, TasteKind.ALLERGY, dish, place, whose(note, place)) for tag in dict.fromkeys(held)]


def _between(note: Note, towards: int, place: int) -> list[Allergy]:
    """Read "对花生、奇亚籽过敏": what the lexicon does not know is taken as it is written."""
    found: list[Allergy] = []
    strange, kind = "", TasteKind.AVOID if _is_unsure(note, place) else TasteKind.ALLERGY
    for at in range(towards + 1, place + 1):
        word = note.words[at]
        if word.part is Part.THING and word.thing is not None and not strange:
            found.append(Allergy(word.thing.tag, kind, towards, place, whose(note, towards)))
        elif word.part in (Part.LETTER, Part.THING, Part.BLIND):
            strange += word.text
        elif at == place or word.part in (Part.JOIN, Part.FILLER, Part.SOFTENER, Part.SPACE, Part.TAIL, Part.EATEN):
            if 1 < len(strange) <= _LONGEST and not _is_no_food(strange):
                found.append(Allergy(strange, kind, towards, place, whose(note, towards)))
            strange = ""
    return found


_NO_FOODS = words(
    "服务 态度 老板 价格 你们 人 话 钱 花粉 药 头孢 青霉素 紫外线 灰尘 尘螨 螨 猫 狗 毛 香水 金属 冷空气 阳光 皮肤 "
    "镍 橡胶 乳胶 味道 烟 花香 鲜花 粉尘 排队 等位"
)


def _is_no_food(strange: str) -> bool:
    return any(word in strange for word in _NO_FOODS)


def _listed_before(note: Note, place: int) -> Things | None:
    at = place - 1
    while at >= place - REACH and note.part(at) in (*_MODIFIERS, Part.MAY, Part.WORD):
        at -= 1
    while note.part(at + 1) is Part.TAIL and note.part(at) is Part.THING:
        at += 1
    return note.list_until(at, set()) if note.part(at) is Part.THING else None


def _listed_behind(note: Note, place: int) -> Things | None:
    at = place + 1
    while at < place + 8 and (
        note.part(at) in (Part.FILLER, Part.SPACE, Part.TAIL, Part.SOFTENER)
        or (
            note.part(at) is not None
            and note.words[at].text in ("源", "原", "物", "史", "为", "于", "是", "就是", "包括", "to", "食材", "项")
        )
    ):
        at += 1
    alone = all(word.part is Part.SPACE for word in note.before(place))
    if at == place + 1 and alone:  # a heading of its own: "过敏!!花生!!"
        while note.part(at) is Part.STOP and at < place + 8:
            at += 1
    things = note.list_from(at)
    while things is not None and note.text(place + 1) == ":" and note.text(things.last + 1) == ";":
        more = note.list_from(things.last + 2)  # "过敏:花生;虾" goes on, "过敏:花生;虾要" does not
        if more is None or note.part(more.last + 1) not in (None, Part.PAUSE, Part.STOP, Part.FILLER, Part.SPACE):
            break
        things = Things(things.places + more.places, things.first, more.last)
    return things


def _last_named(note: Note, place: int) -> Things | None:
    """Return the things named last before `place`, a few clauses back at most; else what is refused after it."""
    for at in range(place - 1, max(place - _FAR, -1), -1):
        if note.is_thing(at) and _may_be_allergen(note, at):
            return note.list_until(at, set())
    for at in range(place + 1, min(place + REACH, len(note.words))):
        if note.part(at) is Part.OPERATOR:
            operator = note.words[at].operator
            if operator is not None and operator.kind is TasteKind.AVOID and not operator.own:
                return note.list_from(at + 1)
    return None


def _may_be_allergen(note: Note, at: int) -> bool:
    thing = note.words[at].thing
    return thing is not None and not thing.weak and (thing.sort is not Sort.FLAVOUR or thing.tag not in _NO_ALLERGEN)


def _reactions(note: Note, place: int) -> list[Allergy]:
    """Read "吃虾会起疹子": food, eaten, and what it does to the body."""
    left = note.before(place)
    if any(
        word.part in (Part.OTHERS, Part.SUPPOSE, Part.PAST, Part.HAVE_NOT) or word.text in ("不", "没", "不会")
        for word in left
    ):
        return []
    if not any(word.part is Part.EATEN for word in left):
        return []
    start = max(note.clause[place], place - REACH)
    for at in range(place - 1, start - 1, -1):
        thing = note.words[at].thing
        if thing is not None and note.is_thing(at) and thing.sort is not Sort.FLAVOUR:
            things = note.list_until(at, set())
            return [] if things is None else _all(note, things, place)
    return []


def _distastes(note: Note, place: int) -> list[Allergy]:
    """Read "一吃辣就拉肚子": what the guest does not bear, and no meal that was bad ("吃了鱼拉肚子")."""
    left = note.before(place)
    if any(word.part in (Part.OTHERS, Part.SUPPOSE, Part.PAST) or "了" in word.text for word in left):
        return []
    if not any(word.part is Part.EATEN or word.text in ("看到", "闻到") for word in left):
        return []
    if not any(word.text in ("就", "会", "容易") for word in left[-4:]):
        return []
    for at in range(place - 1, place - len(left) - 1, -1):
        thing = note.words[at].thing
        if thing is not None and note.is_thing(at) and not thing.weak:
            return [Allergy(thing.tag, TasteKind.AVOID, at, place, whose(note, place))]
    return []
