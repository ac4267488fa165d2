"""`invariant_to`: whether an operation's output stays the same under a change of its input."""

from collections.abc import Callable

import numpy as np

from ..measuring import random_arrays
from .predicate import Case, Finite

Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def _like(x: np.ndarray, axes: int) -> tuple[int, ...]:
    """A shape with one value for each index of the first `axes` axes."""
    return (*x.shape[:axes], *[1] * (x.ndim - axes))


CHANGES: dict[str, Change] = {
    "scale": lambda x, draw: 3 * x,
    "signed_scale": lambda x, draw: -3 * x,
    "shift": lambda x, draw: x + 5.0,
    "sample_scale": lambda x, draw: x * draw.integers(2, 9, _like(x, 1)),
    "contrast": lambda x, draw: x * draw.integers(2, 9, _like(x, 2)) + draw.integers(-9, 9, _like(x, 2)),
    "sample_shift": lambda x, draw: x + draw.integers(2, 9, _like(x, 1)),
    "channel_shift": lambda x, draw: x + draw.integers(2, 9, (1, x.shape[1], *[1] * (x.ndim - 2))),
    "one_channel_scale": lambda x, draw: np.concatenate([3 * x[:, :1], x[:, 1:]], axis=1),
    "one_channel_shift": lambda x, draw: np.concatenate([x[:, :1] + 5, x[:, 1:]], axis=1),
    "channel_scale": lambda x, draw: x * draw.integers(2, 9, (1, x.shape[1], *[1] * (x.ndim - 2))),
    "permutation": lambda x, draw: x[..., draw.permutation(x.shape[-1])],
    "translation": lambda x, draw: np.roll(x, 1, axis=-1),
    "rotation": lambda x, draw: np.rot90(x, axes=(-2, -1)),
    "batch": lambda x, draw: np.concatenate([x[:1], x[1:] + draw.integers(1, 9, x[1:].shape)]),
}
"""What is done to the input: `signed_scale` is by a negative number, `contrast` scales and shifts each channel of each
sample, `rotation` is by a quarter turn, `batch` changes the others.

`sample_` and `channel_` stand for another number for each sample or channel, `one_channel_` for one channel alone."""

ALSO = {"brightness": "shift", "position": "translation", "batch_size": "batch"}


def measure(case: Case) -> bool:
    """Whether the output is the same, up to rounding, on random inputs; for `batch`, the first sample's output."""
    instance = case.build()
    word: str = case.sizes["change"]
    word = ALSO.get(word, word)
    for seed in range(3):
        arrays = random_arrays(instance, seed)
        changed = CHANGES[word](arrays["input"], np.random.default_rng(seed + 10))
        before, after = instance.run(**arrays), instance.run(**{**arrays, "input": changed})
        if before.shape != after.shape:
            return False
        first = slice(0, 1) if word == "batch" else slice(None)
        if not np.allclose(before[first], after[first], rtol=1e-9, atol=1e-9):
            return False
    return True


def witness(case: Case, measured: bool) -> str:
    """What was seen."""
    same = "stays the same" if measured else "changes"
    return f"the output {same} under {case.sizes['change'].replace('_', ' ')} of the input (eps = 0)"


PREDICATE = Finite(
    "invariant_to",
    measure,
    "{subject} run on random inputs and on changed ones",
    options={"change": (*CHANGES, *ALSO)},
    positional=("change",),
    witness=witness,
    strength="sampled (3)",
    names={"eps": "eps = 0"},
)
