"""What is printed: codes, the pieces they stand on (posters, cards, stickers, slips), and the proof that they scan.

`codes` makes the modules (`masks`: which of eight patterns suits scanners best), `rules` says what a scanner needs.
`template` is a layout as data, read by `template_file`, and `templates` finds them; `pieces` makes words of a code,
`layout` places everything in millimetres (pure values). `drawing`, `letters` and `pictures` paint a placed page true to
scale on whatever Qt paints on (`svg` keeps drawings away that would take for ever), `paper` makes PDF and PNG of it,
and `proof` reads every code back from the finished file. Nothing is offered for print that was not read back. `reading`
reads anybody's picture or PDF.

HQ may use `codes`, `proof`, `reading` and `rules`, which know no Qt.
"""
