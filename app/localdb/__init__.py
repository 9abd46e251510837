"""The desk's own SQLite: two files, one connection, one thread.

`local.db` holds what staff did here and HQ may not know yet (the outbox, settings); every commit is on the disk before
anybody is told. `cache.db` holds HQ's cards and can be thrown away at any time: it came as one file and comes again.
Only the `lane` touches them; `reader` lets the command line look in while the desk runs.
"""
