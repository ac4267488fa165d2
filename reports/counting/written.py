"""What figures come to when they are written out: 32×32×3×3×64×128 ≒ 7,550 万, 2.4M + 10.0M = 12.4M, 12.4 / 120.4 ≈ 0.1.

A result that was rounded, or comes out of rounded figures, agrees within what the printed places leave open; it is
only called wrong where it is off by more than rounding ever is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from .figures import NUMBER, figure

_OP = r"\s*[x*·+/÷−-]\s*"
_WRITTEN = re.compile(
    rf"(?<![A-Za-z_\d.,^(x*/+)-])(?<![x*/+-]\s)(?P<left>{NUMBER}(?:{_OP}{NUMBER}){{1,8}})\s*(?:回|個|multiplications|multiplies|weights)?\s*"
    rf"(?P<relation>=|≒|≈|≃|∼|~|\\approx\b|\\simeq\b|→|⇒)\s*(?:約|およそ|about |roughly )?\s*(?P<right>{NUMBER})(?!\d|\s*[x*+/^÷]|\.\d|\s*-\s*\d|\s*[%％割])"
)
_PARTS = re.compile(rf"({NUMBER})|([x*·+/÷−-])")
CLEARLY_OFF = Fraction(3, 100)


def read(view: View) -> Iterator[Reading]:
    """Results of sums and products, one of whose figures is scaled or rounded; others are `numbers.py`'s."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")):
        return
    text = plain(s.text.chars)
    for m in _WRITTEN.finditer(text):
        right = figure(m["right"])
        parts = _terms(m["left"])
        if right is None or parts is None:
            continue
        left, slack, words, rounded = parts
        if m["relation"] == "=" and not rounded and not right.rounded:
            continue
        off = abs(left - right.value)
        fits = off <= right.unit / 2 + slack or (m["relation"] != "=" and right.value and off <= right.unit)
        if fits or (m["relation"] not in "→⇒" and off > CLEARLY_OFF * max(abs(left), abs(right.value))):
            relation = "==" if left == right.value else "~="
            yield Reading(
                f"{words} {relation} {right.text}", m.start("left"), m.end("right"), predicate="arithmetic", firm=True
            )


def _terms(text: str) -> tuple[Fraction, Fraction, str, bool] | None:
    """A sum of products: its value, what the rounding of its terms leaves open, how it is written, whether any was rounded."""
    total, slack, words, rounded = Fraction(0), Fraction(0), "", False
    product, relative, sign = Fraction(0), Fraction(0), 1
    op = ""
    for m in _PARTS.finditer(text):
        if m[2]:
            op = {"x": "*", "·": "*", "÷": "/", "−": "-"}.get(m[2], m[2])
            words += f" {op} " if op in "+-" else op
            if op in "+-":
                total, slack = total + sign * product, slack + abs(product) * relative
                product, relative, sign = Fraction(0), Fraction(0), -1 if op == "-" else 1
            continue
        number = figure(m[1])
        if number is None or (op == "/" and not number.value):
            return None
        rounded |= number.rounded
        words += number.text if op != "/" or "*" not in number.text else f"({number.text})"
        relative += number.unit / 2 / number.value if number.rounded and number.value else 0
        product = (
            number.value if op in ("", "+", "-") else product * number.value if op == "*" else product / number.value
        )
    return total + sign * product, slack + abs(product) * relative, words, rounded
