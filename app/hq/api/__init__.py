"""HQ's routes: what comes in is checked at this border, what goes out is the wire's. No SQL here.

The routes are plain Starlette (a request costs a third of FastAPI's), read and written with msgspec; `description`
documents them in `/openapi.json`. Every error is a problem document.
"""
