"""What helps deep networks: residual and dense connections, ReLU, batch normalisation; training and gradients."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from math import log10
from typing import Any

from .images import shapes
from .networks import initialised, normalisation, parameters
from .texts import described
from .training import Data, descend, require_torch

BODY, HIDDEN_LAYERS = slice(1, -3), slice(3, -1)  # where the equal layers lie in the convolutional and other networks
CHANNELS, BLOCKS = 12, 12
GROWTH, DENSE_LAYERS = 4, 20
HIDDEN, WIDTH = 10, 64
SAMPLES, RATE, MLP_RATE, LAST = 2048, 0.05, 0.02, 20
Nets = Callable[[], tuple[Any, Any]]
# torch's default weights are uniform with standard deviation 1 / sqrt(3 fan_in), He's have sqrt(2 / fan_in).
DEFAULT_GAIN = 6**-0.5


def _framed(stem: int, body: list[Any], channels: int) -> Any:
    """A first 3x3 convolution with stride 2, the body, the mean over positions and a linear layer to eight classes."""
    nn = require_torch().nn
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 8)]
    return nn.Sequential(nn.Conv2d(3, stem, 3, 2, 1), *body, *head)


def block(norm: str, skip: bool) -> Any:
    """relu(f(x) + x), or relu(f(x)), with f two 3x3 convolutions, each normalised, and a ReLU between them."""
    torch = require_torch()
    nn = torch.nn

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            one, two = (nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1) for _ in range(2))
            first, second = (normalisation(norm, CHANNELS) for _ in range(2))
            self.inner = nn.Sequential(one, first, nn.ReLU(), two, second)

        def forward(self, x: Any) -> Any:
            return torch.relu(self.inner(x) + x if skip else self.inner(x))

    return Block()


def blocks(norm: str, skip: bool) -> Any:
    """A network of 2 * BLOCKS convolutions of equal width."""
    return _framed(CHANNELS, [block(norm, skip) for _ in range(BLOCKS)], CHANNELS)


def layered(channels: int, growth: int, dense: bool) -> Any:
    """DENSE_LAYERS layers BN -> ReLU -> 3x3 convolution; dense: each gives `growth` channels, put beside its input."""
    torch = require_torch()
    nn = torch.nn

    class Layer(nn.Module):
        def __init__(self, width: int, out: int) -> None:
            super().__init__()
            self.inner = nn.Sequential(nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, out, 3, padding=1))

        def forward(self, x: Any) -> Any:
            return torch.cat([x, self.inner(x)], 1) if dense else self.inner(x)

    widths = [channels + (growth * layer if dense else 0) for layer in range(DENSE_LAYERS + 1)]
    body = [Layer(width, growth if dense else channels) for width in widths[:-1]]
    return _framed(channels, body, widths[-1])


def plain_width() -> int:
    """The width at which the plain stack has about the parameters of the dense one."""
    goal = parameters(layered(2 * GROWTH, GROWTH, dense=True))
    return min(range(4, 40), key=lambda width: abs(parameters(layered(width, GROWTH, dense=False)) - goal))


def perceptron(activation: str) -> Any:
    """HIDDEN fully connected layers of equal width, each followed by `ReLU` or `Sigmoid`."""
    nn = require_torch().nn
    sizes = [3 * 16 * 16] + [WIDTH] * HIDDEN
    pairs = pairwise(sizes)
    hidden = [part for size, out in pairs for part in (nn.Linear(size, out), getattr(nn, activation)())]
    return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(WIDTH, 8))


def _final_loss(net: Any, data: Data, steps: int, rate: float, seed: int) -> float:
    """The mean training loss of the last mini-batches; that of guessing, log 8, where training broke down before."""
    from numpy import log, mean

    losses = list(descend(net, data, steps=steps, rate=rate, seed=seed))
    return float(mean(losses[-LAST:])) if len(losses) == steps else float(log(8))


def _trained(nets: Nets, rate: float, seed: int, steps: int) -> tuple[float, float]:
    data = shapes(SAMPLES, seed)
    control, treatment = (_final_loss(initialised(net, seed), data, steps, rate, seed) for net in nets())
    return control, treatment


def _reach(net: Any, body: slice, seed: int, gain: float) -> float:
    """log10 of the root mean square gradient of the loss at the body's input over that at its output.

    At the signals, not at the weights: between ReLUs the smaller gradients of first layers meet larger inputs, and the
    products, which are the weights' gradients, can stay equal while the signal vanishes.
    """
    torch = require_torch()
    images, labels = map(torch.from_numpy, shapes(64, seed))
    parts = list(initialised(net, seed, gain).train())
    first = torch.nn.Sequential(*parts[: body.start])(images)
    last = torch.nn.Sequential(*parts[body])(first)
    loss = torch.nn.functional.cross_entropy(torch.nn.Sequential(*parts[body.stop :])(last), labels)
    at = (float(gradient.double().square().mean().sqrt()) for gradient in torch.autograd.grad(loss, (first, last)))
    return log10(next(at) / next(at))


def _gradients(nets: Nets, body: slice, gain: float, seed: int, steps: int) -> tuple[float, float]:
    """Nothing is trained: the gradients of the first step."""
    control, treatment = (_reach(net, body, seed, gain) for net in nets())
    return control, treatment


def _residual_nets() -> tuple[Any, Any]:
    return blocks("batch", skip=False), blocks("batch", skip=True)


def _bare_residual_nets() -> tuple[Any, Any]:
    return blocks("none", skip=False), blocks("none", skip=True)


def _normalised_nets() -> tuple[Any, Any]:
    return blocks("none", skip=False), blocks("batch", skip=False)


def _dense_nets() -> tuple[Any, Any]:
    return layered(plain_width(), GROWTH, dense=False), layered(2 * GROWTH, GROWTH, dense=True)


def _perceptrons() -> tuple[Any, Any]:
    return perceptron("Sigmoid"), perceptron("ReLU")


_convolutional = partial(described, module="depth", layers=2 * BLOCKS, channels=CHANNELS, rate=RATE, last=LAST)
_dense = partial(_convolutional, layers=DENSE_LAYERS, growth=GROWTH)
_connected = partial(described, module="depth", layers=HIDDEN, width=WIDTH, rate=MLP_RATE, last=LAST)

EXPERIMENTS = (
    _convolutional("residual_block-trainable_depth", partial(_trained, _residual_nets, RATE), 150, higher=False,
                   arms=("plain", "residual"), text="residual_trainable_depth"),
    _dense("dense_block-trainable_depth", partial(_trained, _dense_nets, RATE), 150, higher=False,
           arms=("plain", "dense"), text="dense_trainable_depth"),
    _connected("relu-trainable_depth", partial(_trained, _perceptrons, MLP_RATE), 400, higher=False,
               arms=("sigmoid", "relu"), text="relu_trainable_depth"),
    _convolutional("residual_block-vanishing_gradient", partial(_gradients, _bare_residual_nets, BODY, DEFAULT_GAIN), 0,
                   arms=("plain", "residual"), text="residual_vanishing_gradient"),
    _convolutional("batch_norm-vanishing_gradient", partial(_gradients, _normalised_nets, BODY, DEFAULT_GAIN), 0,
                   arms=("none", "batch"), text="batch_norm_vanishing_gradient"),
    _connected("relu-vanishing_gradient", partial(_gradients, _perceptrons, HIDDEN_LAYERS, 1.0), 0,
               arms=("sigmoid", "relu"), text="relu_vanishing_gradient"),
)  # fmt: skip
