"""Cards drawn: a pure layout first, a painter that only draws, and the log of what was painted when."""
