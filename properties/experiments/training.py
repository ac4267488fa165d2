"""Training with torch, the same for every experiment: one thread, seeded, stochastic gradient descent."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from math import cos, pi
from typing import Any

import numpy as np

from ...reference.errors import InputError

Array = np.ndarray
Data = tuple[Array, Array]


def require_torch() -> Any:
    """torch, or an InputError that says how to install it."""
    try:
        import torch
    except ImportError:
        install = "pip install 'kenzan[torch]'"
        raise InputError(f"experiments need torch, which is not installed; expected `{install}`") from None
    return torch


@contextmanager
def deterministic() -> Iterator[None]:
    """One thread, deterministic kernels and a random state of its own; everything is put back afterwards."""
    torch = require_torch()
    threads, strict = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    try:
        with torch.random.fork_rng(devices=[]):
            yield
    finally:
        torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(strict)


def batches(count: int, size: int, steps: int, seed: int) -> Iterator[Array]:
    """The indices of `steps` mini-batches: one shuffled pass after another, the same for both arms.

    >>> [batch.tolist() for batch in batches(4, 4, 2, seed=0)] == [batch.tolist() for batch in batches(4, 4, 2, seed=0)]
    True
    >>> sorted(np.concatenate(list(batches(6, 2, 3, seed=1))).tolist())
    [0, 1, 2, 3, 4, 5]
    """
    if size > count:
        raise InputError(f"a batch of {size} cannot be drawn from {count} samples")
    rng = np.random.default_rng([seed, 3])
    order = np.empty(0, dtype=np.int64)
    for _ in range(steps):
        if len(order) < size:
            order = rng.permutation(count)
        yield order[:size]
        order = order[size:]


def descend(
    net: Any, data: Data, *, steps: int, rate: float, seed: int, batch: int = 32, decay: bool = True, adam: bool = False
) -> Iterator[float]:
    """Stochastic gradient descent with momentum 0.9, or Adam, a step at a time; yields the loss of each mini-batch.

    With `decay` the rate falls as a half cosine to 0, else it is constant. The loss is the cross entropy, averaged
    over samples (and times); once it is no longer finite the training is over.
    """
    torch = require_torch()
    inputs, targets = map(torch.from_numpy, data)
    weights = list(net.parameters())
    optimiser = torch.optim.Adam(weights, rate) if adam else torch.optim.SGD(weights, rate, momentum=0.9)
    net.train()
    for step, indices in enumerate(batches(len(inputs), batch, steps, seed)):
        optimiser.param_groups[0]["lr"] = rate * (1 + cos(pi * step / steps)) / 2 if decay else rate
        loss = torch.nn.functional.cross_entropy(net(inputs[indices]), targets[indices])
        if not torch.isfinite(loss):
            return
        yield loss.item()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def trained(net: Any, data: Data, **options: Any) -> Any:
    """The network after `descend`."""
    for _ in descend(net, data, **options):
        pass
    return net


def steps_to(net: Any, data: Data, target: float, *, steps: int, window: int = 10, **options: Any) -> int:
    """After how many steps at a constant rate the mean loss of the last `window` batches is below `target`.

    `steps` where that never happens within so many.
    """
    recent: deque[float] = deque(maxlen=window)
    for step, loss in enumerate(descend(net, data, steps=steps, decay=False, **options), start=1):
        recent.append(loss)
        if len(recent) == window and sum(recent) / window < target:
            return step
    return steps


def accuracy(net: Any, data: Data) -> float:
    """The share of right answers, in evaluation mode (batch norm by its running statistics)."""
    torch = require_torch()
    inputs, targets = map(torch.from_numpy, data)
    net.eval()
    with torch.no_grad():
        right = [(net(x).argmax(1) == y).float() for x, y in zip(inputs.split(256), targets.split(256), strict=True)]
    return float(torch.cat(right).mean())
