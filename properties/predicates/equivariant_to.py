"""`equivariant_to`: whether an operation's output changes as its input did: moved by a pixel, multiplied by 3."""

from collections.abc import Callable

import numpy as np

from ..measuring import random_arrays
from .predicate import Case, Finite

SMALLEST = 6  # pixels along the width, so that an inner part is left
CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "translation": lambda x: np.roll(x, 1, axis=-1),
    "rotation": lambda x: np.rot90(x, axes=(-2, -1)),
    "scale": lambda x: 3 * x,
    "shift": lambda x: x + 5.0,
    "permutation": lambda x: x[:, ::-1],
    "sample_order": lambda x: x[::-1],
}
"""What is done to the input, and then to the output; `rotation` is a quarter turn, `permutation` reverses channels,
`sample_order` the samples of the batch."""


def measure(case: Case) -> bool:
    """Compared on random inputs; after a translation with the borders, where other values move in, or without them."""
    word: str = case.sizes["change"]
    moved = word in ("translation", "rotation")
    kernel = case.sizes.get("kernel_width", 1)
    width = SMALLEST + 2 * kernel if isinstance(kernel, int) else SMALLEST
    instance = (case.at(width=width, height=width) if moved else case).build()
    change = CHANGES[word]
    for seed in range(3):
        arrays = random_arrays(instance, seed)
        before, after = instance.run(**arrays), instance.run(**{**arrays, "input": change(arrays["input"])})
        expected = change(before)
        inside = word == "translation" and case.sizes["borders"] == "inner"
        cut = inside and isinstance(kernel, int) and before.shape[-1] > 2 * kernel
        inner = (..., slice(kernel, -kernel)) if cut else ...
        if expected.shape != after.shape or not np.allclose(expected[inner], after[inner], rtol=1e-9, atol=1e-9):
            return False
    return True


def witness(case: Case, measured: bool) -> str:
    """What was seen."""
    verb = "changes likewise" if measured else "does not change likewise"
    return f"under {case.sizes['change']} of the input the output {verb}"


PREDICATE = Finite(
    "equivariant_to",
    measure,
    "{subject} run on random inputs and on changed ones",
    options={"change": tuple(CHANGES), "borders": ("inner", "all")},
    positional=("change",),
    open={"borders": {"inner": "away from the borders", "all": "at the borders too"}},
    witness=witness,
    strength="sampled (3)",
)
