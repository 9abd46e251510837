"""Yingbin (迎宾): the guest who arrives is recognised at the counter.

The rooms, from the ground up: `domain` (the rules of the trade), `wire` (the language desk and HQ share), `localdb`
(the desk's SQLite), `actions` (what staff do), `sync` (the courier), `desk` (the counter's screen), `hq` (the head
office), `demo` (the outside world, played) and `__main__` (the door). A room uses only rooms below it.
"""

__version__ = "0.1.0"
