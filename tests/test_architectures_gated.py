"""Gated PixelCNN: two stacks see every pixel before, where PixelCNN's one is blind; and a program of the paper's own."""

import numpy as np
import pytest
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.counting import count
from kenzan.reference.measure import dependence, is_causal

torch = pytest.importorskip("torch")

SIZES = [(1, 3, 3), (1, 7, 3), (2, 3, 3), (3, 3, 3), (2, 5, 3), (2, 3, 5)]  # layers, first kernel, kernel


def runner(network, seed=0):
    parameters = network.initial_parameters(seed, np.float64)
    return lambda x: network.forward(x, parameters)


def seen_from_the_centre(name, layers, first, kernel):
    """(pixels that the centre of a window depends on, pixels of that window that come before it)."""
    centre = first // 2 + (layers - 1) * (kernel // 2)
    sizes = {"first_kernel_size": first, "kernel_size": kernel, "resolution": 2 * centre + 1}
    depth = layers if name == "gated_pixelcnn" else layers - 1  # PixelCNN's first convolution is not one of its layers
    network = ARCHITECTURES[name](layers=depth, channels=2, levels=2, **sizes)
    seen = {index[2:] for index in dependence(runner(network), network.input_shape, output=(0, 0, centre, centre))}
    side = range(2 * centre + 1)
    return seen, {(j, i) for j in side for i in side if (j, i) < (centre, centre)}


@pytest.mark.parametrize(("layers", "first", "kernel"), SIZES)
def test_every_pixel_before_is_seen(layers, first, kernel):
    seen, before = seen_from_the_centre("gated_pixelcnn", layers, first, kernel)
    assert seen == before


def test_the_plain_network_of_the_same_size_is_blind():
    seen, before = seen_from_the_centre("pixelcnn", 3, 3, 3)
    assert seen < before


def test_no_pixel_sees_itself_or_a_later_one():
    network = ARCHITECTURES["gated_pixelcnn"](layers=3, channels=2, levels=2, resolution=7)
    assert is_causal(runner(network), network.input_shape, axes=(-2, -1), strict=True)


def test_the_window_from_shapes_is_the_traced_one():
    for layers, first, kernel in SIZES:
        seen, _ = seen_from_the_centre("gated_pixelcnn", layers, first, kernel)
        columns = [i for _, i in seen]
        sizes = {"first_kernel_size": first, "kernel_size": kernel}
        network = ARCHITECTURES["gated_pixelcnn"](layers=layers, channels=2, levels=2, resolution=19, **sizes)
        assert max(columns) - min(columns) + 1 == max(x.receptive_field for x in count(network).layers)


class GatedLayer(torch.nn.Module):
    """Figure 2 with full kernels and masks: the vertical one keeps the rows above (and its own, but for the first)."""

    def __init__(self, before, p, size, first, last):
        super().__init__()
        self.first, self.last, half = first, last, size // 2
        self.vertical = torch.nn.Conv2d(before, 2 * p, size, padding=half)
        self.horizontal = torch.nn.Conv2d(before, 2 * p, (1, size), padding=(0, half))
        self.down = torch.nn.Conv2d(2 * p, 2 * p, 1)
        self.out = torch.nn.Conv2d(p, p, 1)
        above, left = torch.zeros(size, size), torch.zeros(1, size)
        above[: half + (not first)] = 1
        left[:, : half + (not first)] = 1
        self.vertical.weight.data *= above
        self.horizontal.weight.data *= left

    @staticmethod
    def gate(x):
        filtered, gated = x.chunk(2, 1)
        return filtered.tanh() * gated.sigmoid()

    def forward(self, v, h):
        above = self.vertical(v)
        new = self.out(self.gate(self.horizontal(h) + self.down(above)))
        return self.gate(above), new if self.first else h + new


def test_forward_and_parameters_are_those_of_a_separate_program():
    """The program has full square kernels with a mask; the reference keeps only the rows that the mask leaves."""
    p, levels, layers, kernel = 3, 5, 3, 3
    network = ARCHITECTURES["gated_pixelcnn"](
        layers=layers, channels=p, levels=levels, first_kernel_size=5, kernel_size=kernel, resolution=8
    )
    torch.manual_seed(0)
    stack = [
        GatedLayer(1 if l == 1 else p, p, 5 if l == 1 else kernel, l == 1, l == layers) for l in range(1, layers + 1)
    ]
    hidden, logits = torch.nn.Conv2d(p, p, 1), torch.nn.Conv2d(p, levels, 1)
    own = {"hidden": hidden, "logits": logits}
    parameters = {}
    for l, layer in enumerate(stack, 1):
        own |= {
            f"layer{l}.vertical.conv": layer.vertical, f"layer{l}.horizontal.conv": layer.horizontal,
            f"layer{l}.vertical_to_horizontal": layer.down, f"layer{l}.horizontal.out": layer.out,
        }  # fmt: skip
    for name, module in own.items():
        weight = module.weight.detach().numpy()
        if name.endswith("vertical.conv"):
            weight = weight[:, :, : weight.shape[2] // 2 + (name != "layer1.vertical.conv")]
        parameters |= {f"{name}.weight": weight, f"{name}.bias": module.bias.detach().numpy()}
    assert {name: value.shape for name, value in parameters.items()} == network.weight_shapes()
    x = torch.randn(2, 1, 8, 8)
    v = h = x
    for layer in stack:
        v, h = layer(v, h)
    expected = logits(hidden(h.relu()).relu()).detach().numpy()
    got = network.forward(x.numpy(), parameters)
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-5 * np.abs(expected).max())
