"""What a regular expression cannot match without: some strings, of which every match contains at least one.

Compiling a pattern costs a hundred times what looking for a few strings costs, and most patterns never match in a note.
"""

from __future__ import annotations

import re
from functools import lru_cache

Needles = tuple[str, ...]
"""Folded strings, any one of which must be there; empty where nothing is known."""
MOST = 80  # a longer list costs more to look through than it spares

_GROUP = r"(?:\?[Pp]<\w+>|\?:|\?-?[aims]+:|\?<?[=!]|(?!\?))"
_TOKEN = re.compile(
    rf"[^\\()\[|?*+{{.^$]+|\({_GROUP}|(?:[?*+]|\{{(?:\d+,?\d*|,\d*)\}})[?+]?|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\.|.",
    re.DOTALL,
)
_UNUSUAL = re.compile(rf"\\[UN]|\((?!{_GROUP})")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_OPTIONAL = ("?", "*", "{0", "{,")
_Known = tuple[int, Needles]  # how much the needles say, and the needles
_NOTHING: _Known = (0, ())


@lru_cache(maxsize=1_024)
def folded(text: str) -> str:
    """A text in which letters that match each other without regard to case are the same; İ and ı are such of i."""
    return text.lower() if text.isascii() else text.casefold().replace("\u0307", "").replace("ı", "i")


def needles(pattern: str, flags: int = 0) -> Needles:
    """Strings of which every match of the pattern has at least one, folded; none where the pattern is unusual.

    >>> needles(r"(?<!x)受容野(?:は|が)?|receptive\\s+fields?"), needles(r"(?:per|each) (?:Group|C)"), needles(r"a*")
    (('受容野', 'receptive'), ('per', 'each'), ())
    """
    if flags & re.VERBOSE or _UNUSUAL.search(pattern):
        return ()
    groups: list[tuple[list[_Known], _Known, bool]] = []  # those around: their alternatives, the best, whether a look
    alternatives: list[_Known] = []
    best = last = _NOTHING  # of this alternative, and of the group just before
    run = ""
    for token in _TOKEN.findall(folded(pattern) + "|"):  # one loop, few calls: it must be cheap
        first = token[0]
        letter = "" if first in "()|?*+.^$[" else _literal(token) if first in "\\{" else token
        if letter:
            if last[0] > best[0]:
                best = last
            run, last = run + letter, _NOTHING
            continue
        if first in "?*{" and token.startswith(_OPTIONAL):
            run, last = run[:-1], _NOTHING
        if run:
            last, run = (len(run) if run.isascii() else 3 * len(run), (run,)), ""
        if last[0] > best[0]:
            best = last
        last = _NOTHING
        if first == "(":
            groups.append((alternatives, best, token in _LOOKS))
            alternatives, best = [], _NOTHING
        elif first == "|":
            alternatives.append(best)
            best = _NOTHING
        elif first == ")":
            inside = _either([*alternatives, best])
            alternatives, best, look = groups.pop()
            last = _NOTHING if look else inside
    found = dict.fromkeys(_either(alternatives)[1])
    return tuple(one for one in found if not any(other in one for other in found if other != one))


def _literal(token: str) -> str:
    """The character that an escape stands for; empty for a class, a place or a repetition."""
    if token == "{":
        return token
    if token[0] == "{" or len(token) == 2:
        return "" if token[0] == "{" or (token[1].isascii() and token[1].isalnum()) else token[1]
    return folded(chr(int(token[2:], 16)))


def _either(alternatives: list[_Known]) -> _Known:
    """What one of several alternatives needs; nothing where one needs nothing."""
    said = min(known[0] for known in alternatives)
    if not said or len(alternatives) == 1:
        return alternatives[0] if said else _NOTHING
    found = tuple(n for known in alternatives for n in known[1])
    return (said, found) if len(found) <= MOST else _NOTHING
