"""The words of the reader, as data: blocks of text, one thing or one way of saying a line.

`words` and `by_tag` read them. A chain's own words go into the same blocks: a new dish into `foods.DISHES`, a local
name of a thing behind its tag.
"""

from __future__ import annotations


def words(block: str) -> tuple[str, ...]:
    """Return the words of a block; "~" is a blank within one."""
    return tuple(word.replace("~", " ") for word in block.split())


def by_tag(block: str) -> dict[str, str]:
    """Return the tag of each word of a block of lines "tag: words"; a line that begins with blanks goes on."""
    found: dict[str, str] = {}
    tag = ""
    for line in block.splitlines():
        name, colon, rest = line.partition(": ")
        if colon and not line.startswith(" "):
            tag = name
            found |= dict.fromkeys(words(rest), tag)
        else:
            found |= dict.fromkeys(words(line), tag)
    return found
