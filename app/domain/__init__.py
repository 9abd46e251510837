"""The rules of the trade, in plain values: who a guest is, what a tier means, when two signs are one arrival.

Nothing in here reads a clock, a disk, a network or a log; `now` is always handed in. Both the desk and HQ decide with
these functions, so the desk can say what HQ will say while the cable is out.
"""
