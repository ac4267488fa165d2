"""Generating from a causal network, one sample after the other: queues in place of the whole past.

Run in one pass, a WaveNet of receptive field R computes every sample from its last R inputs. Step by step, only the
newest input is new: a dilated convolution needs what it saw d, 2d, ... (K-1)*d steps ago, so a queue of that length is
kept for each (van den Oord et al. 2016, section 2). The output is that of the one pass.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .arguments import filled
from .companding import mu_law_encode
from .convolution import conv1d
from .errors import InputError
from .layers import CausalConv1d
from .network import INPUT, Network, own_parameters


def one_hot(codes: np.ndarray, levels: int = 256) -> np.ndarray:
    """Codes 0 .. levels-1 of shape (N, T) as vectors with a single one: (N, levels, T).

    >>> one_hot(np.array([[2, 0]]), levels=3)
    array([[[0., 1.],
            [0., 0.],
            [1., 0.]]])
    """
    codes = np.asarray(codes)
    if codes.dtype.kind not in "iu" or codes.ndim != 2 or (codes.size and not 0 <= codes.min() <= codes.max() < levels):
        raise InputError(
            f"one_hot: codes are {codes.dtype} of shape {codes.shape}; expected integers (N, T) below {levels}"
        )
    return np.moveaxis(np.eye(levels)[codes], -1, 1)


def mu_law_input(signal: np.ndarray, levels: int = 256) -> np.ndarray:
    """Samples (N, T) in [-1, 1] as WaveNet reads them: the one-hot vectors of their mu-law codes, (N, levels, T).

    >>> mu_law_input(np.array([[0.0, 1.0]]), levels=4).argmax(axis=1)
    array([[2, 3]])
    """
    return one_hot(mu_law_encode(np.asarray(signal), levels), levels)


class Stepper:
    """Runs a causal 1-D network a time step at a time.

    Every layer but the causal convolutions must act on each time step alone (1x1 convolutions, sums, activations,
    softmax over the channels): that is so for `wavenet`.

    >>> from .architectures import wavenet
    >>> net = wavenet(layers=2, stacks=1, residual_channels=3, skip_channels=3, levels=4, length=6)
    >>> parameters = net.initial_parameters(dtype=float)
    >>> x, stepper = mu_law_input(np.linspace(-1, 1, 6)[None], 4), Stepper(net, parameters)
    >>> steps = np.concatenate([stepper.step(x[:, :, t : t + 1]) for t in range(6)], axis=2)
    >>> bool(np.allclose(steps, net.forward(x, parameters), rtol=1e-12))
    True
    """

    def __init__(self, network: Network, parameters: Mapping[str, np.ndarray]) -> None:
        if len(network.input_shape) != 3:
            raise InputError(f"stepper: {network.name} reads {network.input_shape}; expected a network on (N, C, T)")
        self.network = network
        self.parameters = parameters
        self._queues: dict[str, list[np.ndarray]] = {}

    def step(self, x: np.ndarray, **conditions: np.ndarray) -> np.ndarray:
        """The output (N, C', 1) for the next input (N, C, 1); a local condition is given for this step, (N, C_h, 1)."""
        if x.ndim != 3 or x.shape[2] != 1:
            raise InputError(f"stepper: x has shape {x.shape}; expected one time step, (N, C, 1)")
        values = {INPUT: x, **conditions}
        for node in self.network.nodes:
            inputs = [values[name] for name in node.inputs]
            own = own_parameters(node, self.parameters)
            if isinstance(node.layer, CausalConv1d):
                values[node.name] = self._convolve(node.name, node.layer, inputs[0], own)
            else:
                values[node.name] = node.layer(*inputs, **own)
        return values[self.network.nodes[-1].name]

    def _convolve(self, name: str, layer: CausalConv1d, x: np.ndarray, own: Mapping[str, np.ndarray]) -> np.ndarray:
        """The convolution's newest output, from the queue of its past inputs, which are zero at first."""
        length = layer.dilation * (layer.kernel_size - 1)
        queue = self._queues.setdefault(name, [filled(x, x.shape, 0)] * length)
        seen = [*queue[:: layer.dilation], x]
        self._queues[name] = [*queue, x][1:] if length else []
        return conv1d(np.concatenate(seen, axis=2), own["weight"], own.get("bias"))


def generate(
    network: Network,
    parameters: Mapping[str, np.ndarray],
    length: int,
    random: np.random.Generator,
    start: np.ndarray | None = None,
    **conditions: np.ndarray,
) -> np.ndarray:
    """Draw `length` codes (N, length), each from the distribution that the network puts out after those before it.

    `start` holds codes (N, T0), T0 >= 1, that come first (default: one silent sample); they are not returned. A local
    condition gives one step for each input: (N, C_h, T0 + length - 1).
    """
    levels = network.input_shape[1]
    given = np.full((1, 1), levels // 2) if start is None else np.asarray(start)
    stepper = Stepper(network, parameters)
    codes = [given[:, t] for t in range(given.shape[1])]
    for t in range(given.shape[1] + length - 1):
        now = {name: c if c.shape[2] == 1 else c[:, :, t : t + 1] for name, c in conditions.items()}
        probabilities = stepper.step(one_hot(codes[t][:, None], levels), **now)[:, :, 0]
        if t + 1 == len(codes):
            codes.append(np.array([random.choice(levels, p=p / p.sum()) for p in probabilities]))
    return np.stack(codes[given.shape[1] :], axis=1)
