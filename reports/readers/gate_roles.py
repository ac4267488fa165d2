"""Which half of WaveNet's gated activation is the gate: sigmoid tells how much passes, tanh what it is.

Each clause that names one of the two functions and says what it is for gives the role; a clause with both, or with
neither role, gives none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..vocabulary import family, lexicon

_CLAUSES = re.compile(r"[、,;；。]|(?<=[るいた])が(?=[^、。]{3})|\b(?:and|while|whereas|but)\b")
_GATED = ("wavenet", "pixelcnn")
_OTHER = {"sigmoid": "tanh", "tanh": "sigmoid"}


def read(view: View) -> Iterator[Reading]:
    """The role that a clause gives to tanh or to sigmoid."""
    s = view.sentence
    text = s.text.chars
    words = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in lexicon("definitions")["gate_roles"].items()}
    if s.has("not", "question") or not words["tanh"].search(text) or not words["sigmoid"].search(text):
        return
    named = view.subject(len(s.words), lambda n: n == "gated_residual_layer" or family(n) in _GATED)
    if named is None and not words["gated"].search(text):
        return
    for start, end in _stretches(text):
        clause = words["gated"].sub(lambda m: " " * len(m[0]), text[start:end])
        functions = [name for name in _OTHER if words[name].search(clause)]
        roles = [name for name in ("gate", "content") if words[name].search(clause)]
        if len(functions) == len(roles) == 1:
            gate = functions[0] if roles == ["gate"] else _OTHER[functions[0]]
            start += len(clause) - len(clause.lstrip())
            sure = not s.has("hedged")
            yield Reading(f"definition(gate) == {gate}", start, end, sure=sure, subject="gated_residual_layer")
            return


def _stretches(text: str) -> list[tuple[int, int]]:
    bounds = [0, *(m.end() for m in _CLAUSES.finditer(text)), len(text)]
    return list(itertools.pairwise(bounds))
