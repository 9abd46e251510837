"""Pictures of every screen, for whoever has no display, for the documents, and to be looked at before a release.

`every_screen` goes round; `board`, `paper` and `studio` bring about what their screens show, with the invented guests
and codes that pose for it; `waiting` and `png` see that a picture is whole, and soon there.
"""
