"""The phone page behind a printed code: what a guest sees who scans it, in WeChat or in any browser.

`endpoints` answers `/r/…`; `visit` says who asks, and `looking` lets those who ask at one moment look at the database
together (`sight`). `finding` says which store and group it shall be, `replies` what is answered; `page`, `picking` and
`words` write it. `openings` tells the funnel who came. Nothing is kept about a guest: a position is used for one
decision and is in no log.
"""
