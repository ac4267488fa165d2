"""Gate: the figure is read again, from its lines and shapes alone; it shows the variant's numbers and its answer."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...properties.verdict import shown
from ...reference.errors import InputError
from ..figures import Found, module
from ..refusal import Refusal
from ..variant import Variant

GATE = "figure"
_WORDS = re.compile(r'<text[^>]*>[^<]*</text>| aria-label="[^"]*"')


def check(variant: Variant, facts: Mapping[str, Any], values) -> None:
    """Refuse a figure that does not show what the question says, or from which another answer is read."""
    figure = variant.question.figure
    if figure is None:
        return
    try:
        drawing, wanted = figure.drawing(facts), figure.settled(facts)
        seen = {language: _read(figure.draws, _without_words(svg)) for language, svg in drawing.svg.items()}
    except (InputError, ArithmeticError, TypeError) as error:
        raise Refusal(GATE, f"the figure cannot be drawn or read: {error}", values) from None
    for language, found in seen.items():
        for name, value in found.structure.items():
            if name in wanted and value != wanted[name]:
                raise Refusal(
                    GATE, f"the figure ({language}) shows {name} = {shown(value)} where the variant has "
                    f"{shown(wanted[name])}", values,
                )  # fmt: skip
        for blank in variant.question.blanks:
            if blank.read and found.values[blank.read] != facts[blank.name]:
                raise Refusal(
                    GATE, f"{found.values[blank.read]} is read from the figure ({language}) for {blank.name}, "
                    f"which the closed form gives as {shown(facts[blank.name])}", values,
                )  # fmt: skip


@lru_cache(maxsize=1 << 13)
def _read(draws: str, svg: str) -> Found:
    return module(draws).read(svg)


def _without_words(svg: str) -> str:
    """The drawing without what is written in it: nothing is read from the words."""
    return _WORDS.sub("", svg)
