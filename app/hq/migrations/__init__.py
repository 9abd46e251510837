"""How HQ's schema came to be, one revision a file; `database.migrate` runs them."""
