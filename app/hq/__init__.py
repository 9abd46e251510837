"""The head office: takes in events, imports and commands, keeps the truth about guests, and feeds every store's desk.

`api` holds routes without SQL, `work` holds services without FastAPI, `importers` read the exports people have,
`tables` is the schema, `feed` the one way out. Runs on an embedded SQLite file or on PostgreSQL.
"""
