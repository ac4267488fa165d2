"""Whether a reading uses what its stem gives: a size that no statement mentions may be what the question turns on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...properties.statement import parse
from .sizes import sizes
from .words import understood

_LISTS = re.compile(
    r"(?:dilations?(?:\s+(?:rates?|factors?))?|膨張率|拡張率|ダイレーション)\D{0,20}\d+(?:\s*(?:[,、]|and|\.{2,}|…+|⋯|\\l?c?dots|～|~)\s*\d*)+",
    re.IGNORECASE,
)
_NAMES = re.compile(r"(?:arXiv:\S+|\b(?:19|20)\d\d\b|\b(?:Question|Problem|Q)\s*\d+|conv\d+|[A-Za-z]+\d+[A-Za-z]*|\b[1-4]-?D\b|(?<!\d)[1-4]次元|RGB)", re.IGNORECASE)
_IDLE: dict[str, frozenset[str]] = {
    "params": frozenset({"height", "width", "stride", "padding", "dilation", "batch", "time", "output_height", "output_width"}),
    "output_shape": frozenset({"batch", "in_channels", "out_channels"}),
    "output_size": frozenset({"batch", "in_channels", "out_channels"}),
    "receptive_field": frozenset({"batch", "in_channels", "out_channels", "height", "width", "padding"}),
    "channels_after": frozenset({"height", "width", "batch", "kernel_height", "kernel_width", "kernel_size"}),
    "macs": frozenset({"output_height", "output_width"}),
}
"""Sizes on which a measurement does not depend, though a stem may give them."""
_PLAIN = frozenset({0, 1})


def unused(stem: str, statements: Iterable[str], whole: bool = False, uses: Iterable[str] = ()) -> list[int]:
    """The numbers of a stem that no statement names on its left side (`whole`: on either).

    >>> unused("A 3x3 convolution with stride 2 on a 9x9 map", ["output_size(conv2d, size=9, kernel_size=3) == 7"])
    [2]
    """
    texts = [text.removeprefix("not (").removesuffix(")") if text.startswith("not (") else text for text in statements]
    parsed = [parse(text) for text in texts]
    named = {int(n) for one, text in zip(parsed, texts, strict=True)
             for n in re.findall(r"\d+", text if whole else f"{one.left} {' '.join(map(str, one.where))}")}  # fmt: skip
    idle = frozenset.intersection(*(_IDLE.get(one.predicate, frozenset()) for one in parsed)) if parsed else frozenset()
    given = sizes(stem)
    free = {value for role, value in given.items() if role in idle}
    lost = [value for role in ("stride", "dilation", "groups") if isinstance(value := given.get(role, 1), int) and value > 1
            and role not in idle and not any(role in text or "plan=" in text for text in texts)]  # fmt: skip
    numbers = [int(n) for n in re.findall(r"(?<![\d.])\d{1,9}(?![\d.]*\d)", _NAMES.sub(" ", _listed(understood(stem, uses), texts)))]
    return lost + [n for n in dict.fromkeys(numbers) if n not in named | free | _PLAIN and n not in lost]


def _listed(text: str, statements: list[str]) -> str:
    """A stem without its list of dilations, where a statement speaks of such a stack."""
    return _LISTS.sub(" ", text) if any("dilated" in one or "plan=" in one or "wavenet" in one for one in statements) else text
