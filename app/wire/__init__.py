"""The language that desk and HQ share: envelopes, events, commands, feed pages, the snapshot file, problems.

Everything is a frozen struct or a card of `domain`, read and written by `codec`: a body that does not fit its shape
is refused at the border and never reaches a rule. Times are RFC 3339 in UTC, money is whole fen, ids are strings.
"""
