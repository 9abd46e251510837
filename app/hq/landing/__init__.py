"""The phone page behind a printed code: what a guest sees who scans it, in WeChat or in any browser.

`endpoints` answers `/r/…`; `visit` says who asks, and `looking` lets those who ask at one moment look at the database
together (`sight`). `finding` says which store and group it shall be, `replies` what is answered (`located` to a
position); `page`, `picking` and `words` write it, once for all who are told the same (`kept`), and `sent` puts the
headers on. `openings` tells the funnel who came, and `newcomers` how many can have. Nothing is kept about a guest: a
position is used for one decision and is in no log.
"""
