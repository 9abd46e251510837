"""The desk's own SQLite: two files, one connection, one thread.

`local.db` holds what staff did here and HQ may not know yet (the outbox, settings); every commit is on the disk before
anybody is told. `cache.db` holds HQ's cards and can be thrown away at any time: it came as one file and comes again.
`outbox` is what staff did, `overlay` lays it over HQ's cards; no click and no keystroke takes longer for what waits
there or for what HQ answered long ago. `guests` is the counter's search, `keys` what it walks along, `newcomers` the
same for guests whom HQ does not know yet. Only the `lane` touches the files, and tidies up while it is idle (`logs`,
`reserve`); `reader` lets the command line look in while the desk runs.
"""
