"""Every architecture against its torch twin: parameters, each layer and the whole within a derived rounding bound.

One layer: a sum of n products rounds by at most about n*u*sum|w||x| (Higham 2002, section 3.1), so the layer, run on
absolute values, gives the tolerance. The whole: rounding errors are proportional to the unit roundoff u, so the
difference between the reference's single and double precision shows how much the network amplifies them; the twin in
double precision may be off by that, scaled by the ratio of the two roundoffs.
"""

import functools

import numpy as np
import pytest
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.layers import Conv1d, Conv2d, Linear
from kenzan.reference.network import own_parameters

torch = pytest.importorskip("torch")

REAL_SIZE = [  # on the inputs that the papers use: a few tenths of a second each
    ("mobilenet_v1", {}),
    ("mobilenet_v1", {"width": 0.5, "resolution": 160}),
    ("densenet", {"depth": 121}),
    ("resnet", {"depth": 50}),
    ("pixelcnn", {}),
    ("gated_pixelcnn", {"layers": 5}),
    ("wavenet", {"stacks": 1, "length": 2048}),
]
VARIANTS = [
    ("mobilenet_v1", {"width": 0.25, "resolution": 64, "separable": False, "classes": 7}),
    ("mobilenet_v1", {"width": 0.25, "resolution": 96, "shallow": True, "last_stride": 2, "in_channels": 1}),
    ("densenet", {"depth": 169, "growth_rate": 4, "resolution": 64, "compression": 0.7}),
    ("densenet_cifar", {"depth": 13}),
    ("densenet_cifar", {"depth": 16, "bottleneck": True, "compression": 0.5}),
    ("resnet", {"depth": 18, "shortcut": "A", "resolution": 64}),
    ("resnet", {"depth": 50, "version": "1.5", "groups": 8, "width_per_group": 4, "resolution": 64}),
    ("resnet", {"depth": 18, "shortcut": "C", "resolution": 32, "bias": True}),
    ("resnet", {"depth": 34, "shortcut": "none", "resolution": 32}),
    ("resnet_cifar", {"depth": 8, "shortcut": "B"}),
    ("resnet_cifar", {"depth": 10, "widen": 2, "pre_activation": True}),
    ("resnet_cifar", {"depth": 11, "bottleneck": True}),
    ("resnet_cifar", {"depth": 11, "bottleneck": True, "pre_activation": True}),
    ("pixelcnn", {"channels": 6, "layers": 2, "levels": 4, "kernel_size": 5, "in_channels": 3, "resolution": 9}),
    ("wavenet", {"layers": 3, "stacks": 2, "kernel_size": 3, "levels": 8, "skip_channels": 5, "length": 40}),
    ("wavenet", {"layers": 3, "stacks": 1, "levels": 8, "conditioning": "global", "length": 20}),
    ("wavenet", {"layers": 3, "stacks": 1, "levels": 8, "conditioning": "local", "length": 20}),
    ("vgg", {"depth": 11, "resolution": 32, "batch_norm": True, "hidden_features": 64}),
    ("googlenet", {"resolution": 64}),
    ("googlenet", {"resolution": 224, "batch_norm": True, "large_kernel": 3, "auxiliary": True, "classes": 10}),
    ("alexnet", {"columns": 1, "resolution": 64}),
    ("squeezenet", {"resolution": 64}),
    ("inception_v3", {"resolution": 139, "classes": 5}),
    ("squeezenet", {"version": "1.1", "resolution": 64}),
    ("mobilenet_v2", {"width": 0.35, "resolution": 64}),
    ("lenet", {}),
    ("gated_pixelcnn", {"channels": 6, "layers": 3, "levels": 4, "kernel_size": 5, "in_channels": 3, "resolution": 9}),
    ("gated_pixelcnn", {"channels": 4, "layers": 2, "levels": 4, "conditioning": "global", "resolution": 7}),
    ("gated_pixelcnn", {"channels": 4, "layers": 2, "levels": 4, "conditioning": "local", "resolution": 7}),
    ("resnet", {"depth": 50, "squeeze": 16, "resolution": 32, "classes": 5}),
    ("resnet", {"depth": 18, "pre_activation": True, "resolution": 64, "classes": 5}),
    ("resnext_cifar", {"depth": 11, "groups": 4, "width_per_group": 4, "resolution": 16}),
    ("vgg", {"depth": 16, "pointwise": True, "resolution": 32, "hidden_features": 16, "classes": 5}),
    ("mobilenet_v3", {"resolution": 64, "classes": 5}),
    ("mobilenet_v3", {"size": "small", "width": 0.5, "resolution": 64, "classes": 5}),
    ("mnasnet", {"version": "A1", "resolution": 64, "classes": 5}),
    ("efficientnet", {"resolution": 64, "classes": 5}),
    ("shufflenet", {"groups": 2, "width": 0.5, "resolution": 64, "classes": 5}),
    ("shufflenet_v2", {"width": 0.5, "resolution": 64, "classes": 5}),
    ("xception", {"resolution": 71, "classes": 5}),
]


def case(name, options, dtype=np.float64, seed=0):
    """A network, its parameters, an input and the conditions."""
    network = ARCHITECTURES[name](**options)
    random = np.random.default_rng(seed)
    x = random.normal(size=network.input_shape).astype(dtype)
    conditions = {key: random.normal(size=shape).astype(dtype) for key, shape in network.conditions.items()}
    return network, network.initial_parameters(seed, dtype), x, conditions


def build(network, parameters):
    from kenzan.properties.adapters.torch_network import twin

    return twin(network, parameters)


def tensors(arrays):
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def named(one):
    return f"{one[0]}-{one[1]}"


@functools.lru_cache(maxsize=1)  # with their scope the two tests of one network run in turn
def prepared(name, options):
    return case(name, dict(options))


@pytest.mark.parametrize("one", VARIANTS + REAL_SIZE, ids=named, scope="module")
def test_forward_equals_the_twin(one):
    network, parameters, x, conditions = prepared(one[0], tuple(one[1].items()))
    got = network.forward(x, parameters, **conditions)
    narrow = {key: value.astype(np.float32) for key, value in parameters.items()}
    rough = network.forward(x.astype(np.float32), narrow, **{k: v.astype(np.float32) for k, v in conditions.items()})
    with torch.no_grad():
        expected = build(network, parameters)(torch.from_numpy(x), **tensors(conditions)).numpy()
    ratio = np.finfo(np.float64).eps / np.finfo(np.float32).eps
    allowed = 16 * ratio * np.abs(rough - got).max()
    assert rough.dtype == np.float32
    assert 0 < allowed < 1e-6 * np.abs(got).max()
    np.testing.assert_allclose(got, expected, rtol=0, atol=allowed)


@pytest.mark.parametrize("one", VARIANTS, ids=named, scope="module")
def test_parameters_are_the_twins(one):
    network, parameters, _, _ = prepared(one[0], tuple(one[1].items()))
    with torch.device("meta"):  # names and shapes, and no values to draw
        state = build(network, None).state_dict()
    theirs = {name: tuple(value.shape) for name, value in state.items() if not name.endswith("num_batches_tracked")}
    assert theirs == network.weight_shapes()
    assert {name: value.shape for name, value in parameters.items()} == theirs


@pytest.mark.parametrize(
    ("name", "options"), [REAL_SIZE[0], REAL_SIZE[2], REAL_SIZE[5]], ids=lambda v: v if isinstance(v, str) else ""
)
def test_each_layer_is_within_its_rounding_bound(name, options):
    """The twin's layer on the reference's own values, in single precision, against the bound n*u*sum|w||x|."""
    network, parameters, x, conditions = case(name, options, np.float32)
    module = build(network, parameters)
    values = {"input": x}
    checked = 0
    network.forward(x, parameters, observe=lambda node, out: values.__setitem__(node.name, out), **conditions)
    for node in network.nodes:
        if not isinstance(node.layer, Conv2d | Conv1d | Linear):
            continue
        own = own_parameters(node, parameters)
        with torch.no_grad():
            theirs = module.get_submodule(node.name)(torch.from_numpy(values[node.inputs[0]])).numpy()
        absolute = {key: np.abs(value).astype(np.float64) for key, value in own.items()}
        products = int(np.prod(own["weight"].shape[1:])) + 1
        bound = node.layer(np.abs(values[node.inputs[0]]).astype(np.float64), **absolute)
        unit = np.finfo(np.float32).eps / 2
        assert (np.abs(values[node.name] - theirs) <= 2 * products * unit * bound).all(), node.name
        checked += 1
    assert checked >= 20


def test_a_wrong_network_is_noticed():
    """The comparison can fail: a twin with one weight of one layer moved differs by more than is allowed."""
    network, parameters, x, _ = case("lenet", {})
    moved = {key: value.copy() for key, value in parameters.items()}
    moved["conv2.weight"][0, 0, 0, 0] += 1e-3
    with torch.no_grad():
        difference = np.abs(network.forward(x, parameters) - build(network, moved)(torch.from_numpy(x)).numpy()).max()
    assert difference > 1e-7
