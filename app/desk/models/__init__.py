"""Qt models over frozen cards: they take rows and know no database."""
