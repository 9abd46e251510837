"""How people say that they want, do not want, want less of or cannot bear a thing: the operators of the language.

An operator speaks of the things behind it ("不要香菜") or before it ("香菜不要"). Most are made by combining a
negation with a verb, as the language does, so that "别搁", "勿加" and "不能沾" need no row of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.tastes import TasteKind

from .lexicon import by_tag, labels, sayings, words

AVOID, LESS, LIKES = TasteKind.AVOID, TasteKind.LESS, TasteKind.LIKES


class Manner(StrEnum):
    """How an operator is used; each manner has its own traps."""

    ASK = "ask"
    """A request: 不要, 别放, 少放."""
    PUT = "put"
    """What is or is not put in: "不放香菜" asks, "炒菜都不放盐" complains."""
    EAT = "eat"
    """What the guest eats: 不吃, 爱吃."""
    UNFIT = "unfit"
    """不能吃, 吃不了: of a guest ("孩子不能吃辣"), or of a dish that cannot be eaten ("饭都不能吃了")."""
    BRIEF = "brief"
    """One letter right before its thing: 免辣, 走葱, 少盐."""
    LABEL = "label"
    """A word from a menu or a cup: 微辣, 无糖, 不辣. A wish only where it is chosen, or all that the note says."""
    REMOVE = "remove"
    """What is taken out: "葱帮忙去掉" asks, "我把皮去掉吃的" tells."""
    REMIND = "remind"
    """"不是不要香菜吗?": it was said before."""
    MORE = "more"
    """多放, 多加: a taste for what flavours, more for the money for what fills."""


@dataclass(frozen=True, slots=True)
class Operator:
    """What is said, in which manner. `own` is the thing where the operator names it itself (半糖, 不辣)."""

    kind: TasteKind
    manner: Manner
    soft: bool = False
    """Turns avoid into less: 不要太, 别那么."""
    own: str = ""
    english: bool = False
    touch: bool = False
    """Not even to be touched: an allergy where the thing is one that people are allergic to."""


def _asking() -> dict[str, Operator]:
    """Return what is asked: a bid by itself, with what a kitchen or a guest does, and with how much of it."""
    ask, eat = Operator(AVOID, Manner.ASK), Operator(AVOID, Manner.EAT)
    few, eat_few = Operator(AVOID, Manner.ASK, soft=True), Operator(AVOID, Manner.EAT, soft=True)
    puts, feeds, makes = words(sayings.PUTS), words(sayings.FEEDS), ("", *words(sayings.MAKES))
    softeners = words(sayings.SOFTENERS)
    found: dict[str, Operator] = {}
    for bid in words(sayings.BIDS):
        found[bid] = ask
        found |= {bid + verb: ask for verb in (*puts, "在", "往", "把")}
        found |= {f"{bid}{verb}有": ask for verb in ("含", "带", "放", "加")}
        found |= {f"{bid}{make}{soft}": few for make in makes for soft in softeners}
        found |= {bid + feed: eat for feed in feeds}
        found |= {f"{bid}{feed}{soft}": eat_few for feed in feeds for soft in softeners}
    for alone in (*words(sayings.NO_BIDS), *(bid for bid in words(sayings.BIDS) if len(bid) == 1)):
        found.pop(alone, None)
    return found | dict.fromkeys(_of(sayings.BIDS_ALONE, sayings.BIDS_MISSPELT, sayings.BIDS_PINYIN), ask)


def _of(*blocks: str) -> list[str]:
    return [word for block in blocks for word in words(block)]


def _putting() -> dict[str, Operator]:
    """Return what is or is not put in; "不给" and "不用" are said of other things too often."""
    other = ("给", "给我", "做", "见", "上", "下", "用", "沾")
    verbs = [verb for verb in words(sayings.PUTS) if verb not in other]
    more = [f"不{verb}{how}" for verb in ("放", "加", "搁", "带", "含") for how in ("有", "任何")]
    return dict.fromkeys([*(f"不{verb}" for verb in verbs), *more], Operator(AVOID, Manner.PUT))


_SAID: tuple[tuple[str, Operator], ...] = (
    (sayings.REMOVES, Operator(AVOID, Manner.REMOVE)),
    (sayings.BRIEF_AVOID, Operator(AVOID, Manner.BRIEF)),
    (sayings.BRIEF_LESS, Operator(LESS, Manner.BRIEF)),
    (sayings.BRIEF_MORE, Operator(LIKES, Manner.BRIEF)),
    (sayings.BIDS_ENGLISH, Operator(AVOID, Manner.ASK, english=True)),
    (sayings.DISLIKES, Operator(AVOID, Manner.EAT)),
    (sayings.DISLIKES_PINYIN, Operator(AVOID, Manner.EAT)),
    (sayings.DISLIKES_ENGLISH, Operator(AVOID, Manner.EAT, english=True)),
    (sayings.UNFIT, Operator(AVOID, Manner.UNFIT)),
    (sayings.UNFIT_ENGLISH, Operator(AVOID, Manner.UNFIT, english=True)),
    (sayings.UNTOUCHED, Operator(AVOID, Manner.EAT, touch=True)),
    (sayings.HALF, Operator(LESS, Manner.EAT)),
    (sayings.LESSER, Operator(LESS, Manner.ASK)),
    (sayings.LESSER_ENGLISH, Operator(LESS, Manner.ASK, english=True)),
    (sayings.LOVES, Operator(LIKES, Manner.EAT)),
    (sayings.LOVES_ENGLISH, Operator(LIKES, Manner.EAT, english=True)),
    (sayings.MORES, Operator(LIKES, Manner.MORE)),
    (sayings.MORES_ENGLISH, Operator(LIKES, Manner.MORE, english=True)),
)


def _naming() -> dict[str, Operator]:
    """Return what names its own thing: labels, diets, sayings of love."""
    found: dict[str, Operator] = {}
    for taste in words(labels.TASTES):
        for block, kind in ((labels.NOT_AT_ALL, AVOID), (labels.A_LITTLE, LESS)):
            operator = Operator(kind, Manner.LABEL, own=taste)
            found |= {frame.replace("_", taste): operator for frame in words(block)}
    for block, kind in ((labels.LESS_LABELS, LESS), (labels.NONE_LABELS, AVOID), (labels.MORE_LABELS, LIKES)):
        found |= {word: Operator(kind, Manner.LABEL, own=tag) for word, tag in by_tag(block).items()}
    for thing, tag in by_tag(labels.LOVED).items():
        operator = Operator(LIKES, Manner.EAT, own=tag)
        found |= {frame.replace("_", thing): operator for frame in words(labels.CANNOT_DO_WITHOUT)}
    found |= {word: Operator(AVOID, Manner.EAT, own=tag) for word, tag in by_tag(labels.DIETS).items()}
    illnesses = by_tag(labels.ILLNESSES).items()
    return found | {word: Operator(AVOID, Manner.EAT, own=tag, touch=True) for word, tag in illnesses}


def _turned() -> dict[str, Operator]:
    """Return double negations that come out as a wish: 不能不放, 不要不加, 别忘了放."""
    bids = ("不能", "不要", "别", "不可", "不可以", "不得", "千万别", "千万不要", "怎么能", "哪能")
    twice = [f"{bid}不{verb}" for bid in bids for verb in ("放", "加", "给", "吃", "搁", "要")]
    reminders = ("别忘了", "别忘记", "不要忘了", "不要忘记", "记得多")
    return dict.fromkeys(
        [*twice, *(f"{bid}{verb}" for bid in reminders for verb in ("放", "加"))], Operator(LIKES, Manner.MORE)
    )


def operators() -> dict[str, Operator]:
    """Return every operator by its words, in folded letters."""
    found = _putting() | _asking()
    for block, operator in _SAID:
        found |= dict.fromkeys(words(block), operator)
    return found | _naming() | _turned()
