"""Cards drawn: a pure layout first (what goes where), a painter that only draws, and the log of what was painted when."""
