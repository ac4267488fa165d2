"""`unmoved`: whether the output stays the same when the one bright pixel of an input moves by a pixel.

A pooling hides a step that stays inside one of its windows and shows one across their border: whoever says that
"a small shift does not change the output" means the first.
"""

import numpy as np

from ..measuring import random_arrays
from .predicate import Case, Finite

WIDTH = 8  # pixels of a row; the bright one stays two away from the ends


def measure(case: Case) -> bool:
    """One bright pixel at each inner place of a row, and then one to the right.

    `step=inside`: some such step leaves the output as it was; `step=across`: each of them does.
    """
    instance = case.at(height=WIDTH, width=WIDTH).build()
    arrays = random_arrays(instance, 0)

    def lit(column: int) -> np.ndarray:
        shown = np.zeros_like(arrays["input"])
        shown[..., WIDTH // 2, column] = 1
        return instance.run(**{**arrays, "input": shown})

    kept = [np.allclose(lit(x), lit(x + 1), rtol=1e-9, atol=1e-9) for x in range(2, WIDTH - 3)]
    return any(kept) if case.sizes["step"] == "inside" else all(kept)


def witness(case: Case, measured: bool) -> str:
    """What was seen."""
    where = "inside its window" if case.sizes["step"] == "inside" else "across the border of its window"
    return f"a step of the bright pixel {where} {'leaves the output as it was' if measured else 'changes the output'}"


PREDICATE = Finite(
    "unmoved",
    measure,
    "{subject} run on an image with one bright pixel, and on one where it is a pixel further on",
    options={"step": ("inside", "across")},
    open={"step": {"inside": "the largest value stays inside its window", "across": "it moves to the next window"}},
    witness=witness,
)
