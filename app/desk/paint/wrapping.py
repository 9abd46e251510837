"""Text in lines."""

from __future__ import annotations

from app.desk.theme.letters import Letters, Role


def wrap(letters: Letters, role: Role, text: str, width: float) -> list[str]:
    """Return `text` in lines of at most `width` px: between words where there are blanks, else between characters.

    A word that is wider than a line is cut between its letters; nothing is left out.
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text):
        if letters.width(role, word.rstrip()) > width:
            for letter in word:
                if line and letters.width(role, (line + letter).rstrip()) > width:
                    lines.append(line.rstrip())
                    line = ""
                line += letter if line else letter.lstrip()
        elif line and letters.width(role, (line + word).rstrip()) > width:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    return [*lines, line.rstrip()]


_NO_START = "·，。！？、；：”）》」』…,.!?;:)"


def _pieces(text: str) -> list[str]:
    """Cut where a line may end: after a blank and after a hanzi, but never before closing punctuation."""
    pieces: list[str] = []
    for letter in text:
        glue = bool(pieces) and (
            letter in _NO_START
            or letter == " "
            or (ord(letter) < 0x2E80 and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " ")
            or pieces[-1][-1] in "“（《「『"
        )
        if glue:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
