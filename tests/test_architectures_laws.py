"""What the papers say of their architectures: sizes, channels, receptive fields, wiring; and refused options."""

import numpy as np
import pytest
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.architectures.densenet import IMAGENET
from kenzan.reference.architectures.wavenet import dilations
from kenzan.reference.counting import count
from kenzan.reference.errors import InputError
from kenzan.reference.generation import Stepper, generate, mu_law_input, one_hot
from kenzan.reference.layers import Add, CausalConv1d, Concat, MaskedConv2d, ReLU
from kenzan.reference.measure import dependence, is_causal, receptive_field
from kenzan.reference.network import Builder


def runner(network, seed=0):
    """The network as a function of its input alone."""
    parameters = network.initial_parameters(seed, np.float64)
    return lambda x: network.forward(x, parameters)


@pytest.mark.parametrize(("layers", "stacks", "kernel"), [(1, 1, 2), (3, 1, 2), (3, 2, 2), (2, 3, 3), (4, 1, 3)])
def test_wavenets_receptive_field(layers, stacks, kernel):
    reach = 1 + (kernel - 1) * (1 + sum(dilations(layers, stacks)))  # 1 + for the first causal convolution
    sizes = {"residual_channels": 2, "skip_channels": 2, "levels": 2}
    network = ARCHITECTURES["wavenet"](layers=layers, stacks=stacks, kernel_size=kernel, length=reach + 3, **sizes)
    run = runner(network)
    assert receptive_field(run, network.input_shape) == (reach,)
    assert is_causal(run, network.input_shape)
    assert not is_causal(run, network.input_shape, strict=True)
    assert count(network).layers[-1].receptive_field == reach


@pytest.mark.parametrize(("layers", "first", "kernel"), [(1, 3, 3), (2, 3, 3), (3, 7, 3), (1, 5, 5)])
def test_pixelcnn_sees_the_past_but_for_a_blind_spot(layers, first, kernel):
    size = 2 * (first // 2 + layers * (kernel // 2)) + 1
    network = ARCHITECTURES["pixelcnn"](
        layers=layers, channels=2, first_kernel_size=first, kernel_size=kernel, levels=2, resolution=size
    )
    run, shape = runner(network), network.input_shape
    assert is_causal(run, shape, axes=(-2, -1), strict=True)
    y = x = size // 2
    seen = {index[2:] for index in dependence(run, shape, output=(0, 0, y, x))}
    # r rows up, each masked k x k reaches k//2 columns further right for k//2 rows: the edge of the blind spot
    past = {(j, i) for j in range(y + 1) for i in range(size) if (j, i) < (y, x)}
    assert seen < past
    blind = past - seen
    assert blind == {(j, i) for j, i in past if i - x > edge(y - j, layers, first, kernel)}
    assert all(i > x for _, i in blind)


def edge(rows: int, layers: int, first: int, kernel: int) -> int:
    """How far right is seen `rows` up: a kernel that goes up at least one row may go its half width to the right."""
    reach = {0: 0}
    for size in [first] + [kernel] * layers:
        half = size // 2
        reach = {
            up: max(reach.get(up, -1), *(reach[up - u] + half for u in range(1, half + 1) if up - u in reach), -1)
            for up in range(max(reach) + half + 1)
        }
    return reach.get(rows, -1)


def test_the_blind_spot_approaches_a_quarter():
    """3x3 masks, L layers: of 2*L*(L+1) pixels before it in its window, a pixel misses L*(L-1)/2."""
    for layers in range(1, 5):
        net = Builder()
        for l in range(layers):
            net.add(f"conv{l}", MaskedConv2d(1, (3, 3), padding=(1, 1), mask_type="AB"[l > 0]))
        size = 2 * layers + 1
        network = net.build("stack", (1, 1, size, size), {})
        seen = dependence(runner(network), network.input_shape, output=(0, 0, layers, layers))
        # mask A in the first layer: the pixel itself is never reached, and one step is spent on leaving it
        potential = 2 * layers * (layers + 1)
        missed = potential - len(seen)
        assert missed == layers * (layers - 1) // 2
        assert missed / potential < 1 / 4


@pytest.mark.parametrize("depth", IMAGENET)
def test_densenet_channels(depth):
    network = ARCHITECTURES["densenet"](depth=depth)
    blocks, rate = IMAGENET[depth]
    shapes = network.shapes()
    channels, side = 2 * rate, 56
    for b, layers in enumerate(blocks, 1):
        for l in range(1, layers + 1):
            assert shapes[f"block{b}.layer{l}.growth.conv"][1:] == (rate, side, side)
            assert shapes[f"block{b}.layer{l}.concat"][1:] == (channels + l * rate, side, side)
        channels += layers * rate
        if b < len(blocks):
            channels, side = channels // 2, side // 2
            assert shapes[f"transition{b}.pool"][1:] == (channels, side, side)
    weighted = sum(layer.kind in ("conv2d", "linear") for layer in count(network).layers)
    assert weighted == 1 + 2 * sum(blocks) + 3 + 1
    assert weighted == depth + (depth == 264)  # the paper's largest has 265: its name is one short


def test_each_dense_layer_is_fed_by_all_before_it():
    """What a layer reads is the block's input and every earlier layer's new channels, unchanged, none added."""
    network = ARCHITECTURES["densenet_cifar"](depth=13, growth_rate=2)
    assert all(isinstance(n.layer, Concat) for n in network.nodes if n.name.endswith(".concat"))
    assert not any(isinstance(n.layer, Add) for n in network.nodes)
    seen = {}

    def observe(node, out):
        seen[node.name] = out

    x = np.random.default_rng(0).normal(size=network.input_shape)
    network.forward(x, network.initial_parameters(dtype=np.float64), observe=observe)
    sources = [seen["conv0"], *(seen[f"block1.layer{l}.growth.conv"] for l in (1, 2, 3))]
    for l in (1, 2, 3):  # a layer's output holds everything before it unchanged, so the next one reads it all
        np.testing.assert_array_equal(seen[f"block1.layer{l}.concat"], np.concatenate(sources[: l + 1], axis=1))


@pytest.mark.parametrize("resolution", [128, 160, 192, 224])
@pytest.mark.parametrize("width", [0.25, 0.5, 0.75, 1.0])
def test_mobilenet_sizes(width, resolution):
    shapes = ARCHITECTURES["mobilenet_v1"](width=width, resolution=resolution).shapes()
    sides = [resolution // 2, resolution // 2, *[resolution // 4] * 2, *[resolution // 8] * 2, *[resolution // 16] * 6]
    outs = [shapes[f"conv{i}_pw.conv" if i > 1 else "conv1.conv"] for i in range(1, 15)]
    assert [shape[2] for shape in outs] == [*sides, resolution // 32, resolution // 32]
    assert [shape[1] for shape in outs] == [
        int(width * c) for c in (32, 64, *[128] * 2, *[256] * 2, *[512] * 6, 1024, 1024)
    ]


def test_the_printed_last_stride_does_not_fit():
    shapes = ARCHITECTURES["mobilenet_v1"](last_stride=2).shapes()
    assert shapes["conv14_pw.conv"][2:] == (4, 4)  # where the paper's table has 7 x 7


def test_shortcuts():
    plain, zero, project, everywhere = (ARCHITECTURES["resnet"](depth=34, shortcut=s) for s in ("none", "A", "B", "C"))
    totals = [count(network).totals() for network in (plain, zero, project, everywhere)]
    assert totals[0]["macs"] == totals[1]["macs"] < totals[2]["macs"] < totals[3]["macs"]
    assert totals[0]["parameters"] == totals[1]["parameters"]
    assert sum(isinstance(node.layer, Add) for node in zero.nodes) == 16
    assert not any(isinstance(node.layer, Add) for node in plain.nodes)


def test_version_moves_the_stride_alone():
    one, other = (count(ARCHITECTURES["resnet"](depth=50, version=v)) for v in ("1", "1.5"))
    assert one.totals()["parameters"] == other.totals()["parameters"] == 25_557_032
    assert (one.totals()["macs"], other.totals()["macs"]) == (3_857_973_248, 4_089_184_256)


def test_receptive_field_from_shapes_is_the_traced_one():
    net = Builder()
    net.add("a", CausalConv1d(2, 3, 2))
    net.add("relu", ReLU())
    net.add("b", CausalConv1d(2, 2, 5))
    network = net.build("two", (1, 2, 14), {})
    assert (
        receptive_field(runner(network), network.input_shape) == (count(network).layers[-1].receptive_field,) == (10,)
    )


def test_lenet_sees_the_whole_image_where_it_flattens():
    network = ARCHITECTURES["lenet"]()
    layers = {layer.name: layer for layer in count(network).layers}
    assert [layers[name].receptive_field for name in ("conv1", "pool1", "conv2", "pool2")] == [5, 6, 14, 16]
    assert layers["fc3"].receptive_field == 32
    assert [layers[name].stride for name in ("conv1", "pool1", "conv2", "pool2")] == [1, 2, 2, 4]


SMALL_WAVENET = {"layers": 3, "stacks": 2, "residual_channels": 4, "skip_channels": 5, "levels": 8, "length": 30}


@pytest.mark.parametrize("conditioning", ["none", "global", "local"])
@pytest.mark.parametrize("kernel", [1, 2, 3])
def test_generation_step_by_step_equals_one_pass(conditioning, kernel):
    network = ARCHITECTURES["wavenet"](**SMALL_WAVENET, conditioning=conditioning, kernel_size=kernel)
    parameters = network.initial_parameters(dtype=np.float64)
    random = np.random.default_rng(1)
    x = mu_law_input(random.uniform(-1, 1, (2, 30)), 8)
    conditions = {name: random.normal(size=(2, *shape[1:])) for name, shape in network.conditions.items()}
    whole, stepper = network.forward(x, parameters, **conditions), Stepper(network, parameters)
    for t in range(30):
        now = {name: c if c.shape[2] == 1 else c[:, :, t : t + 1] for name, c in conditions.items()}
        step = stepper.step(x[:, :, t : t + 1], **now)
        np.testing.assert_allclose(step, whole[:, :, t : t + 1], rtol=1e-12)


def test_queues_are_exact_on_integers():
    net = Builder()
    net.add("a", CausalConv1d(3, 3, 2))
    net.add("relu", ReLU())
    net.add("b", CausalConv1d(2, 2, 4))
    network = net.build("stack", (1, 2, 17), {})
    random = np.random.default_rng(0)
    parameters = {name: random.integers(-3, 4, shape) for name, shape in network.weight_shapes().items()}
    x = random.integers(-5, 6, (1, 2, 17))
    stepper = Stepper(network, parameters)
    steps = np.concatenate([stepper.step(x[:, :, t : t + 1]) for t in range(17)], axis=2)
    np.testing.assert_array_equal(steps, network.forward(x, parameters))


def test_generated_codes_follow_the_one_pass_distribution():
    network = ARCHITECTURES["wavenet"](**SMALL_WAVENET)
    parameters = network.initial_parameters(dtype=np.float64)
    start = np.array([[3, 1, 7]])
    codes = generate(network, parameters, 12, np.random.default_rng(5), start)
    assert codes.shape == (1, 12)
    random, known = np.random.default_rng(5), start
    for _ in range(12):  # the slow way: the whole past, every time
        p = network.forward(one_hot(known, 8), parameters)[0, :, -1]
        known = np.concatenate([known, [[random.choice(8, p=p / p.sum())]]], axis=1)
    np.testing.assert_array_equal(codes, known[:, 3:])


def test_parallel_training_equals_sequential():
    """The loss and its gradient, from one pass over the signal and from one pass for each prefix."""
    torch = pytest.importorskip("torch")
    from kenzan.properties.adapters.torch_network import twin

    network = ARCHITECTURES["wavenet"](**(SMALL_WAVENET | {"length": 9}))
    parameters = network.initial_parameters(dtype=np.float64)
    codes = np.random.default_rng(2).integers(0, 8, (1, 10))
    x, target = torch.from_numpy(one_hot(codes[:, :-1], 8)), torch.from_numpy(codes[0, 1:])
    gradients = []
    for prefixes in (False, True):
        module = twin(network, parameters)
        outputs = [module(x[:, :, : t + 1])[0, :, -1] for t in range(9)] if prefixes else module(x)[0].unbind(dim=1)
        loss = -sum(out[target[t]].log() for t, out in enumerate(outputs))
        loss.backward()
        gradients.append((loss.item(), {name: p.grad.numpy() for name, p in module.named_parameters()}))
    (loss, parallel), (other, sequential) = gradients
    assert loss == pytest.approx(other, rel=1e-12)
    for name, gradient in parallel.items():
        scale = np.abs(gradient).max()
        np.testing.assert_allclose(gradient, sequential[name], rtol=0, atol=1e-11 * scale, err_msg=name)
        assert scale > 0, name


REFUSED = [
    ("mobilenet_v1", {"width": 0}),
    ("mobilenet_v1", {"resolution": 0}),
    ("densenet", {"depth": 120}),
    ("densenet", {"compression": 1.5}),
    ("densenet_cifar", {"depth": 41}),
    ("resnet", {"shortcut": "D"}),
    ("resnet", {"depth": 18, "groups": 2}),
    ("resnet_cifar", {"depth": 21}),
    ("pixelcnn", {"kernel_size": 4}),
    ("wavenet", {"layers": 30}),
    ("wavenet", {"conditioning": "both"}),
    ("alexnet", {"columns": 3}),
    ("squeezenet", {"version": "2"}),
    ("vgg", {"depth": 12}),
    ("lenet", {"classes": 10**9}),
    ("gated_pixelcnn", {"first_kernel_size": 1}),
    ("gated_pixelcnn", {"conditioning": "both"}),
    ("resnet", {"squeeze": -1}),
    ("resnet", {"pre_activation": True, "bias": True}),
    ("resnext_cifar", {"depth": 28}),
    ("mobilenet_v3", {"size": "medium"}),
    ("mobilenet_v3", {"width": float("nan")}),
    ("mnasnet", {"version": "C"}),
    ("efficientnet", {"variant": "b8"}),
    ("shufflenet", {"groups": 5}),
    ("shufflenet_v2", {"width": 0.7}),
    ("xception", {"resolution": 0}),
]


@pytest.mark.parametrize(("name", "options"), REFUSED, ids=lambda v: str(v))
def test_options_out_of_range_are_one_sentence(name, options):
    with pytest.raises(InputError, match=rf"^{name}: .*; expected .*"):
        ARCHITECTURES[name](**options)


def test_inputs_that_do_not_fit():
    network = ARCHITECTURES["lenet"]()
    with pytest.raises(InputError, match="expected 4 sizes"):
        network.shapes((1, 32, 32))
    with pytest.raises(InputError, match=r"lenet, layer conv2: a window of 5 does not fit"):
        network.shapes((1, 1, 8, 8))
    with pytest.raises(InputError, match="conditions are"):
        network.forward(np.zeros((1, 1, 32, 32)), network.initial_parameters(), condition=np.zeros(3))
    with pytest.raises(InputError, match="expected integers"):
        one_hot(np.array([[8]]), 8)
