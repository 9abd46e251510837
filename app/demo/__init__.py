"""The outside world, played: guests, the queue machine and the POS, for a chain that does not exist or a day that did.

`words`, `people`, `habits` and `chain` make a chain from a seed; `day` plays an evening in it; `past` lives a real day
again from its exports; `founding` writes a chain into HQ; `player` posts the events as its own process; `run` puts HQ,
desk and player together and `report` says what came of it. Nothing is ever sent to anybody.
"""
