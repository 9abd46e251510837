"""The words around an operator that decide whether the sentence means it, and words that only look like one.

"可以说不要辣" tells what one may ask for, "如果不放辣" supposes, "怕辣的慎点" warns others, "盐不要钱么" complains:
none of them says what this guest wants.
"""

from __future__ import annotations

from enum import StrEnum

from .lexicon import lookalikes, surroundings, words


class Part(StrEnum):
    """What a word does in a note."""

    THING = "thing"
    OPERATOR = "operator"
    BLIND = "blind"
    """Looks like an operator or a thing and is none."""
    FILLER = "filler"
    SOFTENER = "softener"
    TAIL = "tail"
    """Behind a thing: 的, 类, 等."""
    JOIN = "join"
    PAUSE = "pause"
    STOP = "stop"
    SPACE = "space"
    SAID = "said"
    """The guest's own word or wish: 说了, 备注, 请, 希望."""
    SHOP = "shop"
    OTHERS = "others"
    PERSON = "person"
    SELF = "self"
    MAY = "may"
    MAY_I = "may_i"
    SUPPOSE = "suppose"
    WISH = "wish"
    ASKED = "asked"
    PAST = "past"
    ALLERGY = "allergy"
    CALM = "calm"
    """Negated allergy."""
    REACTION = "reaction"
    DISTASTE = "distaste"
    UNSURE = "unsure"
    EATEN = "eaten"
    TOWARDS = "towards"
    HAVE_NOT = "have_not"
    EXCEPT = "except"
    ALL_ELSE = "all_else"
    TURNED = "turned"
    """A negated operator: 不是不吃."""
    WORD = "word"
    """Looked for by itself, otherwise a word like any."""
    LETTER = "letter"


TELL = frozenset(words(surroundings.TELL))
KIND_OF_PEOPLE = frozenset(words(surroundings.KIND_OF_PEOPLE))
CHOOSE = frozenset(words(surroundings.CHOOSE))
BLAME = frozenset(words(surroundings.BLAME))
HENCE = frozenset(words(surroundings.HENCE))

_BLOCKS: dict[Part, str] = {
    Part.BLIND: lookalikes.BLIND,
    Part.FILLER: surroundings.FILLER,
    Part.SOFTENER: surroundings.SOFTENER,
    Part.TAIL: surroundings.TAIL,
    Part.JOIN: surroundings.JOIN,
    Part.SAID: surroundings.SAID,
    Part.SHOP: surroundings.SHOP,
    Part.OTHERS: surroundings.OTHERS,
    Part.PERSON: surroundings.PERSON,
    Part.SELF: surroundings.SELF,
    Part.MAY: surroundings.MAY,
    Part.MAY_I: surroundings.MAY_I,
    Part.SUPPOSE: surroundings.SUPPOSE,
    Part.WISH: surroundings.WISH,
    Part.ASKED: surroundings.ASKED,
    Part.PAST: surroundings.PAST,
    Part.ALLERGY: lookalikes.ALLERGY,
    Part.CALM: lookalikes.CALM,
    Part.REACTION: lookalikes.REACTION,
    Part.DISTASTE: lookalikes.DISTASTE,
    Part.UNSURE: lookalikes.UNSURE,
    Part.EATEN: surroundings.EATEN,
    Part.TOWARDS: surroundings.TOWARDS,
    Part.HAVE_NOT: surroundings.HAVE_NOT,
    Part.EXCEPT: surroundings.EXCEPT,
    Part.ALL_ELSE: surroundings.ALL_ELSE,
}
"""Words by what they do; a word that stands in several has the part of the last."""

_SIGNS: dict[Part, str] = {
    Part.FILLER: ":「」“”\"'【】[]()*-—_#~",
    Part.JOIN: "/&+、\\|·•",
    Part.PAUSE: ",…^.",
    Part.STOP: "。!?;\n",
    Part.SPACE: " ",
}


def context() -> dict[str, Part]:
    """Return every word that is neither a thing nor an operator, in folded letters."""
    found = dict.fromkeys({*words(surroundings.PLAIN), *TELL, *KIND_OF_PEOPLE, *CHOOSE, *BLAME, *HENCE}, Part.WORD)
    for part, block in _BLOCKS.items():
        found |= dict.fromkeys(words(block), part)
    for part, signs in _SIGNS.items():
        found |= dict.fromkeys(signs, part)
    found |= {"--": Part.PAUSE, "——": Part.PAUSE}
    negated = words(surroundings.NEGATED)
    return found | {no + what: Part.TURNED for no in negated for what in words(surroundings.NEGATABLE)}
