"""`combine`: how a block joins its input to what it computes, or an operation its channels: added or side by side."""

import numpy as np

from ...reference.architectures import ARCHITECTURES
from ...reference.errors import InputError
from ...reference.network import Node
from ..measuring import random_arrays
from .predicate import Case, Finite

_NETWORKS = {
    "googlenet": "inception_block", "resnet": "residual_block", "densenet": "dense_block",
    "wavenet": "gated_residual_layer",
}  # fmt: skip


def measure(case: Case) -> str:
    """`concat`, `add` or `none`, by running; nothing is measured as `multiply` or `average`, which may be claimed.

    A block: with zero weights the input comes through unchanged, beside the new channels (concat) or in their place
    (add). Any other operation: what it makes of each input channel alone falls into output channels of its own
    (concat) or, summed, gives the output (add).
    """
    if case.sizes.get("path") == "skip":
        return _skips(case)
    instance = case.build()
    arrays = random_arrays(instance)
    if case.subject.name == "inception_block":
        return _branches(instance, arrays)
    x = np.abs(arrays["input"])  # positive, so that a final ReLU lets it through
    silent = {name: np.zeros_like(value) for name, value in arrays.items() if name != "input"}
    through = instance.run(**{**arrays, **silent, "input": x})
    channels = x.shape[1]
    if silent and through.shape[2:] == x.shape[2:] and np.array_equal(through[:, :channels], x):
        running = instance.run(**{**arrays, "input": x})
        kept = np.array_equal(running[:, :channels], x)
        return "concat" if kept and running.shape[1] > channels else "add" if running.shape == x.shape else "none"
    return _channels(instance, arrays)


def _branches(instance, arrays) -> str:
    """How parallel branches are joined: each alone, the others silent, falls into channels of its own, or their sum."""
    names = sorted({name.split("_")[0] for name in arrays if name.startswith("branch")})
    alone = [
        instance.run(**{k: v if k == "input" or k.startswith(f"{n}_") else 0 * v for k, v in arrays.items()})
        for n in names
    ]
    if not np.allclose(sum(alone), instance.run(**arrays)):
        return "none"
    reached = [set(np.flatnonzero(np.any(out != 0, axis=(0, 2, 3)))) for out in alone]
    return "concat" if not set.intersection(*reached) and sum(map(len, reached)) == len(set.union(*reached)) else "add"


def _skips(case: Case) -> str:
    """How the outputs that WaveNet's layers put aside are joined, observed in a network of two layers as it runs."""
    if case.subject.name != "gated_residual_layer":
        raise InputError(f"{case.subject.name} puts no skip outputs aside; wavenet does")
    network = ARCHITECTURES["wavenet"](layers=2, stacks=1, residual_channels=2, skip_channels=3, levels=4, length=8)
    seen: dict[str, np.ndarray] = {}

    def observe(node: Node, output: np.ndarray) -> None:
        seen[node.name] = output

    generator = np.random.default_rng(0)
    parameters = {name: generator.normal(size=np.shape(value)) for name, value in network.initial_parameters().items()}
    network.forward(generator.normal(size=network.input_shape), parameters, observe)
    parts = [seen[f"layer{n}.skip"] for n in (1, 2)]
    if seen["skips"].shape == parts[0].shape and np.allclose(seen["skips"], sum(parts)):
        return "add"
    return "concat" if np.array_equal(seen["skips"], np.concatenate(parts, axis=1)) else "none"


def _channels(instance, arrays) -> str:
    alone = []
    for channel in range(arrays["input"].shape[1]):
        only = np.zeros_like(arrays["input"])
        only[:, channel] = arrays["input"][:, channel]
        alone.append(instance.run(**{**arrays, "input": only}))
    whole = instance.run(**arrays)
    reached = [tuple(np.flatnonzero(np.any(out != 0, axis=(0, *range(2, out.ndim))))) for out in alone]
    if not np.allclose(sum(alone), whole):
        return "none"
    return "concat" if len({m for made in reached for m in made}) == sum(map(len, reached)) else "add"


def witness(case: Case, measured: str) -> str:
    """What was seen."""
    if case.sizes.get("path") == "skip":
        return "the skip outputs of two layers, 3 channels each, leave 3 channels: their sum"
    channels = case.sizes.get("in_channels", 0)
    made = case.build()
    out = made.run(**random_arrays(made)).shape[1]
    if measured == "concat" and out <= channels:
        return f"what each of the {channels} input channels gives falls into output channels of its own: {out} in all"
    if measured == "concat":
        return f"the input's {channels} channels come out unchanged, beside new ones: {out} channels in all"
    if measured == "add":
        return f"the output has {out} channels for an input of {channels}; with zero weights it is the input"
    return f"neither: the output has {out} channels for an input of {channels}"


PREDICATE = Finite(
    "combine",
    measure,
    "{subject} run with random and with zero weights",
    options={"path": ("residual", "skip")},
    values=("add", "concat", "none", "multiply", "average"),
    rename=_NETWORKS,
    witness=witness,
)
