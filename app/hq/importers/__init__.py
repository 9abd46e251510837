"""Reading the exports that people have, as they come, and writing what they say into HQ's tables.

`encoding` and `records` turn bytes into rows without letting a broken one hide its neighbours, `sheets` does so for
XLSX, `mapping` and `cells` turn a row's text into our fields, one module a kind writes them, `run` leads.
"""
