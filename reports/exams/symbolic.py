"""Options that are formulas or sets of axes, where the stem names the operation and what is asked of it."""

from __future__ import annotations

import re

from ...properties.formula import read_formula
from ...properties.nodes import Node, symbols
from ...properties.rendering import to_text
from .values import normal

LETTERS = frozenset({"H", "W", "C", "M", "K"})  # with the meanings that custom gives them; others may mean anything
_AXES = re.compile(r"^\s*[({\[]?\s*[NCHWTG](?:\s*(?:,|、|・|and|&|と|x)\s*(?:and\s+)?[NCHWT])*\s*[)}\]]?\s*(?:軸|axes|axis|のみ|だけ|only)?\s*[.。]?\s*$")


def formula(option: str, letters_of: frozenset[str] = LETTERS) -> str | None:
    """The formula that an option is, in the statement language; None where it is none, or has other letters.

    >>> formula("$H \\\\times W \\\\times C \\\\times K^2$"), formula("H*W*C*M*K*K"), formula("28 x 28"), formula("D_F * M")
    ('H*W*C*K**2', 'H*W*C*M*K*K', None, None)
    """
    text = re.sub(r"\\[(\[]|\\[)\]]|\$", " ", option).strip().rstrip(".。")
    if not re.fullmatch(r"[A-Z0-9\s*/+^(){}\\a-z×·⋅²³_-]{1,200}", text):
        return None
    found = read_formula(text.replace("²", "^2").replace("³", "^3"))
    if found is None or len(found.sides) != 1:
        return None
    side: Node = found.sides[0]
    letters = set(symbols(side))
    return to_text(side) if letters and letters <= letters_of else None


def axes(option: str) -> str | None:
    """The set of axes that an option names.

    >>> axes("N, H, W"), axes("(C, H, W)"), axes("N のみ"), axes("the batch")
    ('{N, H, W}', '{C, H, W}', '{N}', None)
    """
    text = normal(option)
    if not _AXES.match(text):
        return None
    return "{" + ", ".join(dict.fromkeys(re.findall(r"(?<![A-Za-z])[NCHWT](?![A-Za-z])", text))) + "}"
