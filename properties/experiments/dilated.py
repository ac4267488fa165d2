"""A small WaveNet against a plain causal stack: the same layers, weights and parameters, but no dilation."""

from __future__ import annotations

from typing import Any

from .networks import initialised
from .sequences import echoes
from .texts import described, listed
from .training import accuracy, require_torch, trained

SYMBOLS, DISTANCE, LENGTH = 8, 24, 48
CHANNELS, LAYERS, KERNEL = 24, 5, 2
SAMPLES, TEST_SAMPLES, BATCH, RATE, HELD_OUT = 2048, 256, 16, 0.003, 10_000


def dilations(growing: bool) -> tuple[int, ...]:
    """1, 2, 4, ... as in WaveNet, or 1 everywhere.

    >>> dilations(True), dilations(False)
    ((1, 2, 4, 8, 16), (1, 1, 1, 1, 1))
    """
    return tuple(2**layer if growing else 1 for layer in range(LAYERS))


def receptive_field(growing: bool) -> int:
    """How many inputs an output of the stack depends on.

    >>> receptive_field(True), receptive_field(False)
    (32, 6)
    """
    return 1 + (KERNEL - 1) * sum(dilations(growing))


def causal_stack(steps_apart: tuple[int, ...]) -> Any:
    """Gated residual layers with skip connections (van den Oord et al. 2016, equation 2 and figure 4), on symbols.

    Takes (N, T) symbols and gives (N, SYMBOLS, T - DISTANCE + 1) scores for the next ones.
    """
    torch = require_torch()
    nn, F = torch.nn, torch.nn.functional

    class Stack(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first = nn.Conv1d(SYMBOLS, CHANNELS, 1)
            self.gated = nn.ModuleList(nn.Conv1d(CHANNELS, 2 * CHANNELS, KERNEL, dilation=d) for d in steps_apart)
            self.mixed = nn.ModuleList(nn.Conv1d(CHANNELS, 2 * CHANNELS, 1) for _ in steps_apart)
            self.last = nn.Sequential(nn.ReLU(), nn.Conv1d(CHANNELS, CHANNELS, 1), nn.ReLU(),
                                      nn.Conv1d(CHANNELS, SYMBOLS, 1))  # fmt: skip

        def forward(self, symbols: Any) -> Any:
            signal = self.first(F.one_hot(symbols, SYMBOLS).float().transpose(1, 2))
            skipped = torch.zeros_like(signal)
            for gated, mixed, dilation in zip(self.gated, self.mixed, steps_apart, strict=True):
                filtered, gate = gated(F.pad(signal, (dilation * (KERNEL - 1), 0))).chunk(2, dim=1)
                residual, skip = mixed(torch.tanh(filtered) * torch.sigmoid(gate)).chunk(2, dim=1)
                signal, skipped = signal + residual, skipped + skip
            return self.last(skipped)[..., DISTANCE - 1 :]

    return Stack()


def _recall(seed: int, steps: int) -> tuple[float, float]:
    """The share of next symbols that are predicted, without and with growing dilation."""
    sizes = {"length": LENGTH, "distance": DISTANCE, "symbols": SYMBOLS}
    data, test = echoes(SAMPLES, seed, **sizes), echoes(TEST_SAMPLES, seed + HELD_OUT, **sizes)

    def share(growing: bool) -> float:
        net = initialised(causal_stack(dilations(growing)), seed)
        return accuracy(trained(net, data, steps=steps, rate=RATE, seed=seed, batch=BATCH, adam=True), test)

    return share(False), share(True)


EXPERIMENTS = (
    described("dilated_stack-long_range", _recall, 400, arms=("plain_causal", "dilated"), module="dilated",
              symbols=SYMBOLS, distance=DISTANCE, layers=LAYERS, channels=CHANNELS, kernel=KERNEL, batch=BATCH,
              rate=RATE, dilations=listed(dilations(True)), short=receptive_field(False), long=receptive_field(True)),
)  # fmt: skip
