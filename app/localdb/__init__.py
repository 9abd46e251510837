"""The desk's own SQLite: two files, one connection, one thread.

`local.db` holds what staff did here and HQ may not know yet (the outbox, settings); every commit is on the disk before
anybody is told. `cache.db` holds HQ's cards and can be thrown away at any time: it came as one file and comes again.
`guests` is the counter's search, `keys` what it walks along. Only the `lane` touches the files; `reader` lets the
command line look in while the desk runs.
"""
