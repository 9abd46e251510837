"""The phone page behind a printed code: what a guest sees who scans it, in WeChat or in any browser.

`endpoints` answers `/r/…`; `visit` says who asks, `finding` which store and group it shall be, `picking` and `page`
write the HTML, `words` has both languages. Nothing here is kept about a guest: a position is used for one decision.
"""
