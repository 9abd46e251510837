"""`yingbin doctor`: looks at the machine, the data folder and the link to HQ, and says what to do about what is wrong.

It changes nothing and needs no running desk; where one runs, it looks in beside it. Each check answers with a
`Finding`; one that cannot tell says so and leaves it to the check that found the reason.
"""

from .command import doctor

__all__ = ["doctor"]
