"""A question's text on a terminal: formulas in plain characters, gaps as lines to write on."""

import re
from functools import lru_cache

from .latex_text import Unsayable, plain_formula

_FORMULA = re.compile(r"(?<![\\$])\$+((?:[^$\\]|\\.)+)\$+", re.DOTALL)
_MARKDOWN = re.compile(r"\*\*([^*]+)\*\*|`([^`]+)`")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NOT_PLAIN = re.compile(r"\\|\bd?frac\b|\$|\0|[{}]")


@lru_cache(maxsize=1 << 14)
def formula(latex: str) -> str:
    r"""A formula in plain characters; one that has none (a note's own) as it was written.

    >>> formula(r"\frac{1}{D_K^{2}}"), formula(r"\undefined{x}")
    ('1/D_K²', '$\\undefined{x}$')
    """
    try:
        return plain_formula(latex)
    except Unsayable:
        return f"${latex.strip()}$"


def plain(text: str, gap=lambda name: "____") -> str:
    """A text with its formulas, emphasis and gaps as a terminal shows them."""
    pieces, at = [], 0
    for found in _FORMULA.finditer(text):
        pieces += (_prose(text[at : found.start()], gap), formula(found[1]))
        at = found.end()
    return "".join(pieces) + _prose(text[at:], gap)


def _prose(text: str, gap) -> str:
    text = re.sub(r"\[\[(\w+)\]\]", lambda m: gap(m[1]), text)
    text = _MARKDOWN.sub(lambda m: m[1] or m[2], text)
    return _ESCAPED.sub(r"\1", text)


def unsayable(text: str) -> str:
    r"""What of a text a terminal cannot show; empty where all of it can be.

    >>> unsayable(r"$\frac{a}{b_{c}}$ of $\{N, H\}$"), unsayable(r"$\binom{a}{b}$")
    ('', '\\binom')
    """
    for found in _FORMULA.finditer(text):
        try:
            plain_formula(found[1])
        except Unsayable as error:
            return str(error)
    rest = re.sub(r"\\[{}]", "", text)  # the braces of a set, asked for as such
    found = _NOT_PLAIN.search(re.sub(r"\{[\w\s,]*\}", "", plain(rest, lambda name: "")))  # and sets in code
    return found[0] if found else ""
