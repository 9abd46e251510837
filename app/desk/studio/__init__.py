"""The studio behind its screen: what staff choose there becomes a preview, a proof, and paper or files.

`room` is the door, made when the studio is first asked for; `hands` does what is chosen, `drawing` asks for pictures,
`proof` reads every page back while staff rest, `orders` sees a print or a file through. `desk` says what all this needs
of the desk behind it.
"""
