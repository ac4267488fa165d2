"""Counts from shapes equal what is executed: tallied arrays at real sizes, counting numbers at small ones."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.counting import Convention, count
from kenzan.reference.layers import (
    AvgPool2d,
    CausalConv1d,
    ChannelShuffle,
    Conv1d,
    Conv2d,
    GlobalAvgPool2d,
    HardSigmoid,
    HardSwish,
    Linear,
    MaskedConv2d,
    MaxPool2d,
    Pad2d,
    PadShortcut,
    SiLU,
    Slice,
)
from kenzan.reference.numbers import Count, Tally, Trace
from kenzan.reference.tallied import Tallied

REAL_SIZE = [
    ("mobilenet_v1", {}, 568_740_352, 4_231_976),
    ("densenet", {"depth": 121}, 2_834_161_664, 7_978_856),
    ("mobilenet_v1", {"width": 0.75, "resolution": 192}, None, None),
    ("mobilenet_v1", {"separable": False, "width": 0.5}, None, None),
    ("resnet", {"depth": 18, "shortcut": "A"}, None, None),
    ("resnet", {"depth": 50, "version": "1.5", "groups": 32, "width_per_group": 4}, None, None),
    ("resnet_cifar", {"depth": 20}, None, None),
    ("densenet_cifar", {"depth": 22, "bottleneck": True, "compression": 0.5}, None, None),
    ("pixelcnn", {"layers": 2}, None, None),
    ("wavenet", {"stacks": 1, "length": 1024, "conditioning": "local"}, None, None),
    ("alexnet", {"resolution": 67}, None, None),
    ("squeezenet", {}, None, None),
    ("googlenet", {}, None, None),
    ("mobilenet_v2", {}, None, None),
    ("lenet", {}, None, None),
    ("gated_pixelcnn", {"layers": 3, "conditioning": "local"}, None, None),
    ("mobilenet_v3", {"size": "small"}, None, None),
    ("mnasnet", {"version": "A1", "resolution": 96}, None, None),
    ("efficientnet", {"resolution": 96}, None, None),
    ("shufflenet", {}, None, None),
    ("shufflenet_v2", {}, None, None),
    ("xception", {"resolution": 99}, None, None),
    ("resnext_cifar", {"depth": 11}, None, None),
    ("resnet", {"depth": 18, "squeeze": 16, "resolution": 96}, None, None),
]
SMALL = [
    ("lenet", {"resolution": 16}),
    ("mobilenet_v1", {"width": 0.05, "resolution": 32, "classes": 3, "shallow": True}),
    ("densenet_cifar", {"depth": 7, "growth_rate": 2, "resolution": 8}),
    ("resnet_cifar", {"depth": 8, "resolution": 4}),
    ("pixelcnn", {"channels": 2, "layers": 1, "levels": 3, "resolution": 4}),
    ("gated_pixelcnn", {"channels": 2, "layers": 2, "first_kernel_size": 3, "levels": 3, "resolution": 4}),
    ("wavenet", {"layers": 2, "stacks": 2, "residual_channels": 2, "skip_channels": 3, "levels": 4, "length": 6}),
]


def arrays(network, seed=0):
    random = np.random.default_rng(seed)
    x = random.normal(size=network.input_shape).astype(np.float32)
    conditions = {name: random.normal(size=shape).astype(np.float32) for name, shape in network.conditions.items()}
    return x, network.initial_parameters(seed), conditions


@pytest.mark.parametrize(("name", "options", "macs", "parameters"), REAL_SIZE, ids=lambda v: str(v))
def test_executed_by_tallied_arrays(name, options, macs, parameters):
    network = ARCHITECTURES[name](**options)
    x, weights, conditions = arrays(network)
    tally, sizes = Tally(), {}
    tallied = {key: Tallied.of(value, tally) for key, value in conditions.items()}
    seen = {}

    def observe(node, out):
        sizes[node.name] = out.shape
        seen[node.name] = tally.macs

    network.forward(Tallied.of(x, tally), weights, observe=observe, **tallied)
    result = count(network)
    executed = np.diff([0, *seen.values()])
    assert [layer.macs for layer in result.layers] == list(executed)  # layer by layer, so also in total
    assert [layer.output_shape for layer in result.layers] == list(sizes.values())
    assert result.totals()["activations"] == sum(map(np.prod, sizes.values()))
    stored = Convention(moving_statistics=True)
    assert result.under(stored).totals()["parameters"] == sum(value.size for value in weights.values())
    if macs is not None:
        assert (tally.macs, result.totals()["macs"], result.totals()["parameters"]) == (macs, macs, parameters)


@pytest.mark.parametrize("number", [Fraction, Trace, int], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(("name", "options"), SMALL, ids=lambda v: str(v))
def test_every_number_type_runs_through_every_kind_of_network(name, options, number):
    """Fractions give what floats give, traces a set of inputs for each output, and integers are accepted."""
    network = ARCHITECTURES[name](**options)
    x, weights, _ = arrays(network)
    if number is Trace:
        result = network.forward(np.frompyfunc(Trace.of, 1, 1)(np.arange(x.size)).reshape(x.shape), weights)
        assert result.shape == network.forward(x, weights).shape
        assert all(value.inputs <= frozenset(range(x.size)) for value in result.flat if isinstance(value, Trace))
        assert any(value.bits for value in result.flat if isinstance(value, Trace))
        return
    whole = np.round(4 * x).astype(int)
    given = whole if number is int else np.frompyfunc(Fraction, 1, 1)(whole)
    expected = network.forward(whole.astype(float), {key: value.astype(float) for key, value in weights.items()})
    result = network.forward(given, weights)
    np.testing.assert_allclose(result.astype(float), expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max())


@pytest.mark.parametrize(("name", "options"), SMALL, ids=lambda v: str(v))
def test_executed_by_counting_numbers(name, options):
    network = ARCHITECTURES[name](**options)
    x, weights, conditions = arrays(network)
    tally = Tally()
    counted = np.frompyfunc(lambda value: Count(value, tally), 1, 1)(x.astype(object))
    result = network.forward(counted, weights, **conditions)
    assert tally.macs == count(network).totals()["macs"]
    np.testing.assert_allclose(result.astype(float), network.forward(x, weights), rtol=1e-3, atol=1e-3)


def test_conventions_of_mobilenet():
    result = count(ARCHITECTURES["mobilenet_v1"]())
    assert result.under(Convention(moving_statistics=True)).totals()["parameters"] == 4_253_864
    assert result.under(Convention(batch_norm=False)).totals()["parameters"] == 4_231_976 - 2 * 10_944
    assert result.under(Convention(fully_connected=False)).totals()["macs"] == 568_740_352 - 1_024_000
    assert result.under(Convention(flops_per_mac=1)).totals()["flops"] == 568_740_352
    folded = result.under(Convention(include=("batch_norm", "bias", "activation", "pooling"), flops_per_mac=1)).totals()
    norm = sum(np.prod(layer.output_shape) for layer in result.layers if layer.kind == "batch_norm")
    assert folded["flops"] == 568_740_352 + 2 * norm + 1000 + 7 * 7 * 1024


def test_more_examples_count_proportionally():
    network = ARCHITECTURES["resnet_cifar"]()
    one, five = count(network), count(network, (5, 3, 32, 32))
    assert five.totals()["macs"] == 5 * one.totals()["macs"]
    assert five.totals()["parameters"] == one.totals()["parameters"]


def test_peak_activations_are_what_is_alive():
    """Measured by watching which arrays exist while the network runs."""
    network = ARCHITECTURES["densenet_cifar"](depth=7, growth_rate=3)
    x, weights, _ = arrays(network)
    last_use = network.last_use()
    alive, most = {"input": x.size}, x.size

    def observe(node, out):
        nonlocal most
        alive[node.name] = out.size
        most = max(most, sum(alive.values()))
        index = next(i for i, other in enumerate(network.nodes) if other.name == node.name)
        for name in [name for name in alive if last_use.get(name, -1) <= index and name != node.name]:
            del alive[name]

    network.forward(x, weights, observe=observe)
    assert count(network).totals()["peak_activations"] == most


LAYERS = [
    *(
        Conv2d(4, (kh, kw), stride, (ph, pw), dilation, groups, bias)
        for (kh, kw), stride, (ph, pw), dilation, groups, bias in itertools.product(
            [(1, 1), (3, 2)], [1, 2, 3], [(0, 0), (2, 1)], [1, 2], [1, 2], [False, True]
        )
    ),
    *(MaxPool2d(k, s, 0, ceil) for k, s, ceil in itertools.product([1, 2, 3], [1, 2, 3], [False, True])),
    *(MaxPool2d(k, s, 1, ceil) for k, s, ceil in itertools.product([2, 3], [1, 2, 3], [False, True])),
    *(AvgPool2d(k, s, p, ceil) for k, s, p, ceil in itertools.product([2, 3], [1, 2, 3], [0, 1], [False, True])),
    *(MaskedConv2d(3, (k, k), padding=(k // 2,) * 2, bias=True, mask_type=mask) for k in (1, 3, 5) for mask in "AB"),
    *(PadShortcut(7, stride) for stride in (1, 2, 3)),
    *(Pad2d(*edges) for edges in itertools.product((0, 2), (-1, 1), (-2, 0), (3,))),
    *(Slice(start, 4) for start in (0, 3)),
    *(ChannelShuffle(groups) for groups in (1, 2, 4)),
    SiLU(),
    HardSigmoid(),
    HardSwish(),
    GlobalAvgPool2d(),
]  # fmt: skip
SIGNAL_LAYERS = [
    *(Conv1d(3, k, d, bias) for k, d, bias in itertools.product([1, 2, 3], [1, 2], [False, True])),
    *(CausalConv1d(3, k, d, bias) for k, d, bias in itertools.product([1, 2, 3], [1, 4], [False, True])),
    Linear(5),
    Linear(5, bias=False),
]


@pytest.mark.parametrize("shapes", [(LAYERS, [(2, 4, 9, 7), (1, 4, 6, 11)]), (SIGNAL_LAYERS, [(2, 4, 9), (1, 3, 12)])])
def test_every_layer_says_what_it_does(shapes):
    """Over all options: the output shape, the multiply-accumulates and the bias's additions, as executed."""
    for layer, shape in itertools.product(*shapes):
        random, tally = np.random.default_rng(0), Tally()
        weights = {name: random.normal(size=size) for name, size in layer.weights(shape).items()}
        out = layer(Tallied.of(random.normal(size=shape), tally), **weights)
        assert out.shape == layer.output_shape(shape), (layer, shape)
        assert tally.macs == layer.macs(shape), (layer, shape)
        if layer.category == "bias":
            per_sum = int(np.prod(weights["weight"].shape[1:]))
            additions = tally.additions - tally.macs // per_sum * (per_sum - 1)
            assert additions == layer.elementwise(shape), (layer, shape)
