"""The scanner: it types like a keyboard, and is told from a person by its rhythm, whatever has the focus.

`rhythm` decides, from times alone (`strokes` go in, `bursts` are judged); `composing` finds out what was typed into
an input method; `filter` stands before every widget, holds keys back for some milliseconds while nobody can know, and
lets a person's keys go on in their order. What a scan means is `domain.codes`, what is then done is `desk.scans`.
"""
