"""Shapes of four numbers: a batch of maps, as PyTorch and Keras have them, (1, 64, 112, 112)."""

from __future__ import annotations

from .. import patterns as re
from .geometry import Shape
from .sizing import Sizes

_FOUR = re.compile(r"[(\[]\s*(?:(\d{1,5})|none|n|b|batch|-1)\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,?\s*[)\]]", re.IGNORECASE)


def batched_in(text: str) -> list[Shape]:
    """The shapes of batches in a text, in order; a batch of so many as a letter has is one of 1.

    >>> [(s.sizes, s.start) for s in batched_in("(1, 3, 224, 224) → (N, 64, 112, 112)")]
    [((1, 3, 224, 224), 0), ((1, 64, 112, 112), 19)]
    """
    return [Shape(tuple(int(g or 1) for g in m.groups()), m.start(), m.end()) for m in _FOUR.finditer(text)]


def one_of_batch(sizes: Sizes) -> Sizes:
    """The map of one sample, height and width first: (1, 64, 112, 112) is 112x112x64; other shapes as they are.

    >>> one_of_batch((1, 64, 112, 112)), one_of_batch((8, 28, 28, 16)), one_of_batch((1, 512, 1, 1))
    ((112, 112, 64), (28, 28, 16), (1, 1, 512))
    """
    if len(sizes) != 4:
        return sizes
    _, a, b, c = sizes
    return (a, b, c) if a == b != c else (b, c, a)
