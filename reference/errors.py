"""The one error that a user's input can cause, and how its sentence is printed."""

import unicodedata


class InputError(ValueError):
    """What was given is not usable; the text says, in one sentence, what was given and what was expected.

    The command line prints the text and exits with status 2; everything else that is raised is a defect of kenzan.
    """


def printable(text: str) -> str:
    """The text with its control characters escaped: a file's name must not drive a terminal.

    >>> printable("no such file: a\\x1b[31m\\n.md")
    'no such file: a\\\\x1b[31m\\\\n.md'
    """
    return "".join(char if _harmless(char) else ascii(char)[1:-1] for char in text)


def _harmless(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] != "C" and kind not in ("Zl", "Zp")
