"""What is printed: codes, the pieces they stand on (posters, table cards, stickers, slips), and the proof that they scan.

`codes` makes the modules, `rules` says what a scanner needs, `template` reads a layout from its file, `layout` places
everything in millimetres (pure values), `drawing` paints a placed page true to scale on whatever Qt paints on, `paper`
makes PDF and PNG of it, and `proof` reads every code back from the finished picture. Nothing is offered for print that
was not read back.
"""
