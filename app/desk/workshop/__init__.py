"""The workshop: a process beside the desk that makes pages, proves them, writes files and prints.

It is one because Qt holds Python's lock while it writes a PDF, paints or asks for printers: a thread that does it makes
the window wait. `orders` is what desk and workshop say to each other, `pipe` how it travels. The desk's end is
`process` (`child` holds the process, `guard` ends one that hangs), the workshop's is `serving` (`entrance` is its
door). Only the press's thread speaks with it. It is started when the studio is opened, and ends when nothing was asked
for in a while.

What is written appears whole or not at all: files are made in a hidden folder (`saving`) that the workshop
clears away when it is stopped or the desk is gone, and the desk when the workshop is gone.
"""
