"""Sequences whose next symbol depends on one far back."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def echoes(count: int, seed: int, *, length: int, distance: int, symbols: int) -> tuple[Array, Array]:
    """Inputs (N, length) and, for its last length - distance + 1 places, the next symbols; both int64.

    x[t] = x[t - distance] after `distance` random symbols: the next symbol after place t is the input `distance - 1`
    before it, and nothing nearer tells it.

    >>> inputs, targets = echoes(2, seed=0, length=9, distance=4, symbols=5)
    >>> inputs.shape, targets.shape, bool((targets == inputs[:, :6]).all())
    ((2, 9), (2, 6), True)
    """
    start = np.random.default_rng([seed, 2]).integers(symbols, size=(count, distance))
    values = np.tile(start, length // distance + 1)[:, : length + 1]
    return values[:, :-1].copy(), values[:, distance:].copy()
