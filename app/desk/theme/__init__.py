"""How the counter looks: the palettes, the letters and their sizes, the icons. Nothing here knows a guest."""
