"""Whether two texts say the same to a reader: but for case, width, spaces and marks; or as numbers, or as formulas."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from ..properties.expression import equivalent
from ..properties.formula import read_formula


@lru_cache(maxsize=1 << 16)
def reads_same(one: str, other: str, formulas: bool = True) -> bool:
    """Whether two texts say the same: but for case, width, spaces and marks; or as numbers, or as formulas.

    Products that stand for shapes are no `formulas`: their order matters.

    >>> reads_same("0.5 m", "0.50m"), reads_same("$2x + 2$", "$2(1 + x)$"), reads_same("Batch norm.", "batch norm")
    (True, True, True)
    """
    a, b = (_bare(text) for text in (one, other))
    if a == b:
        return True
    if formulas and _one_amount(one, other):
        return True
    if formulas and one.count("$") == other.count("$") == 2 and one.strip()[:1] == other.strip()[:1] == "$":
        left, right = (read_formula(text.strip().strip("$")) for text in (one, other))
        if left and right and len(left.sides) == len(right.sides) == 1:
            return equivalent(left.sides[0], right.sides[0])
    return False


_AMOUNT = re.compile(r"\s*([\d.,]+(?:\s*[-+*/×·÷xX^]\s*[\d.,]*\d)+|[\d.,]*\d)\s*(.*)", re.DOTALL)


def _one_amount(one: str, other: str) -> bool:
    """Whether two texts begin with the same amount, however it is written, and go on alike: `7 × 2`, `2 × 7`, `14`."""
    found = [_AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).replace("$", "").replace(r"\times", "×"))
             for text in (one, other)]  # fmt: skip
    if not all(found):
        return False
    (a, rest_a), (b, rest_b) = ((match[1], _bare(match[2])) for match in found if match)
    left, right = (read_formula(text.replace("÷", "/"), latex=False) for text in (a, b))
    if rest_a != rest_b or not left or not right or len(left.sides) != 1 or len(right.sides) != 1:
        return False
    return equivalent(left.sides[0], right.sides[0])


def _bare(text: str) -> str:
    """The text in lower case without spaces and closing marks, its numbers in one spelling."""
    folded = "".join(p if i % 2 else p.casefold() for i, p in enumerate(text.split("$")))  # letters of formulas differ
    plain = re.sub(r"[\s,*`]+|[.。]+$", "", unicodedata.normalize("NFKC", folded))
    return re.sub(
        r"\d+\.\d+",
        lambda m: str(Fraction(m[0])) if Fraction(m[0]).denominator > 1 else str(int(Fraction(m[0]))),
        plain,
    )
