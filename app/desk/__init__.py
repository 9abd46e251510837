"""The counter: the window, its screens and models, and the command line beside it.

Nothing in here asks the database or the network a question on the main thread: cards come in whole through `bridge`.
"""
