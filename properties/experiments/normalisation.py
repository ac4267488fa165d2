"""What normalisation does to training: speed, initial weights, learning rates, overfitting, small batches."""

from __future__ import annotations

from functools import partial
from math import log2, log10

from .experiment import Experiment
from .images import shapes
from .networks import conv_net, initialised
from .texts import described, listed
from .training import accuracy, steps_to, trained

WIDTHS, STRIDES = (16, 16, 32, 32), (1, 2, 1, 2)
TO_ONE_PIXEL = (2, 2, 2, 2)
SAMPLES, TEST_SAMPLES, FEW_SAMPLES = 4096, 512, 256
RATE, RATES = 0.1, (0.03, 0.1, 0.3)
TARGET, FITTED = 1.0, 0.1
GAINS = (0.25, 1.0, 4.0)
HALF_DECADES = tuple(0.01 * 10 ** (k / 2) for k in range(7))
LEARNED = 0.5
SMALL, USUAL = 2, 32
HELD_OUT = 10_000  # added to a seed: the test images of seed s are never the training images of another seed in use


def _data(seed: int, samples: int = SAMPLES):
    return shapes(samples, seed), shapes(TEST_SAMPLES, seed + HELD_OUT)


def _net(seed: int, norm: str, gain: float = 1.0, strides: tuple[int, ...] = STRIDES):
    return initialised(conv_net(WIDTHS, strides, norm), seed, gain)


def _speed(norm: str, seed: int, steps: int) -> tuple[float, float]:
    """log2 of the steps to the target loss, each arm at the best of its learning rates."""
    data, _ = _data(seed)

    def least(kind: str) -> float:
        return min(log2(steps_to(_net(seed, kind), data, TARGET, steps=steps, rate=r, seed=seed)) for r in RATES)

    return least("none"), least(norm)


def _spread(norm: str, seed: int, steps: int) -> tuple[float, float]:
    """By how much the accuracy differs between the best and the worst scale of the initial weights."""
    data, test = _data(seed)

    def spread(kind: str) -> float:
        nets = (trained(_net(seed, kind, gain), data, steps=steps, rate=RATE, seed=seed) for gain in GAINS)
        reached = [accuracy(net, test) for net in nets]
        return max(reached) - min(reached)

    return spread("none"), spread(norm)


def _highest_rate(norm: str, seed: int, steps: int) -> tuple[float, float]:
    """log10 of the highest learning rate at which the network still learns; one half step below the grid if none."""
    data, test = _data(seed)

    def highest(kind: str) -> float:
        for rate in reversed(HALF_DECADES):
            if accuracy(trained(_net(seed, kind), data, steps=steps, rate=rate, seed=seed), test) >= LEARNED:
                return log10(rate)
        return log10(HALF_DECADES[0]) - 0.5

    return highest("none"), highest(norm)


def _gap(norm: str, seed: int, steps: int) -> tuple[float, float]:
    """Training minus test accuracy once few images have been fitted, at a constant learning rate."""
    data, test = _data(seed, FEW_SAMPLES)

    def gap(kind: str) -> float:
        net = _net(seed, kind)
        steps_to(net, data, FITTED, steps=steps, rate=RATE, seed=seed)
        return accuracy(net, data) - accuracy(net, test)

    return gap("none"), gap(norm)


def _at_batch(norm: str, seed: int, steps: int, batch: int) -> float:
    """Test accuracy after training with batches of this size on steps * USUAL images."""
    data, test = _data(seed)
    net = _net(seed, norm, strides=TO_ONE_PIXEL)
    share = batch / USUAL
    return accuracy(trained(net, data, steps=int(steps / share), rate=RATE * share, seed=seed, batch=batch), test)


def _drop(seed: int, steps: int) -> tuple[float, float]:
    """How much accuracy batches of two cost, with group and with batch normalisation."""
    group, batch = (_at_batch(k, seed, steps, USUAL) - _at_batch(k, seed, steps, SMALL) for k in ("group", "batch"))
    return group, batch


def _small(norm: str, seed: int, steps: int) -> tuple[float, float]:
    """Test accuracy after training with batches of two, with batch normalisation and with another."""
    return _at_batch("batch", seed, steps, SMALL), _at_batch(norm, seed, steps, SMALL)


_described = partial(described, module="normalisation", widths=listed(WIDTHS), rate=RATE, rates=listed(RATES))
_small_described = partial(_described, small=SMALL, usual=USUAL, images=150 * USUAL)


def _faster(norm: str) -> Experiment:
    return _described(f"{norm}_norm-faster_training", partial(_speed, norm), 300, arms=("none", norm), higher=False,
                      target=TARGET)  # fmt: skip


def _initialisation(norm: str) -> Experiment:
    return _described(f"{norm}_norm-initialisation", partial(_spread, norm), 400, arms=("none", norm), higher=False,
                      gains=listed(GAINS))  # fmt: skip


def _small_batch_robust(norm: str) -> Experiment:
    return _small_described(f"{norm}_norm-small_batch_robust", partial(_small, norm), 150, arms=("batch", norm))


EXPERIMENTS = (
    _faster("batch"),
    _faster("layer"),
    _initialisation("batch"),
    _initialisation("layer"),
    _described("batch_norm-learning_rate", partial(_highest_rate, "batch"), 150, arms=("none", "batch"),
               half_decades=listed(HALF_DECADES), learned=LEARNED),
    _described("batch_norm-regularisation", partial(_gap, "batch"), 600, arms=("none", "batch"), higher=False,
               few=FEW_SAMPLES, fitted=FITTED),
    _small_described("batch_norm-small_batch", _drop, 150, arms=("group", "batch")),
    _small_batch_robust("group"),
    _small_batch_robust("layer"),
)  # fmt: skip
