"""What a free-text note says of a guest's tastes: "说了不要辣" is avoid 辣, "盐不要钱么" is nothing.

`read_note` is the one way in; `tastes_said` gives what it reads as tags. A note is folded into one writing (`letters`:
simplified, half-width, lower case, signs as words), cut into words by the longest match (`words`, with the `lexicon` as
data: `things` are what can be liked or avoided, `phrases` how people say so, `frames` all around), and read operator by
operator (`reading`): `objects` finds the things an operator speaks of, `meaning` decides whether the sentence means it,
`allergies` reads allergies, which are never guessed, and never missed for being said far from their thing; `parting`
tells where a blank ends what was denied, `sparing` what a sentence takes out of what it says. All of it is
linear in the note's length, for any text, and none of it touches a disk or raises.
"""

from __future__ import annotations

from .reading import READER, Said, read_note
from .tagging import tastes_said

__all__ = ["READER", "Said", "read_note", "tastes_said"]
