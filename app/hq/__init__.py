"""The head office: takes in events, imports and commands, keeps the truth about guests, and feeds every store's desk.

`api` holds routes without SQL, `landing` the guest's phone page, `work` services without a web framework, `commands`
what `yingbin hq` can be asked; `importers` read the exports people have, `tables` is the schema, `feed` the one way
out. Runs on an embedded SQLite file or on PostgreSQL.
"""
