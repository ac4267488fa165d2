"""Parameter counts against programs written separately, in torch's own layers, from the papers' figures and tables."""

import pytest
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.counting import count

torch = pytest.importorskip("torch")
nn = torch.nn


def conv(i, o, k, s=1, g=1, bias=False, norm=True, p=None):
    made = nn.Conv2d(i, o, k, s, k // 2 if p is None else p, groups=g, bias=bias)
    return nn.Sequential(made, nn.BatchNorm2d(o)) if norm else made


def linear(i, o):
    return nn.Linear(i, o)


def xception():
    """Figure 5, read from top to bottom."""

    def separable(i, o):
        return [nn.Conv2d(i, i, 3, 1, 1, groups=i, bias=False), nn.Conv2d(i, o, 1, bias=False), nn.BatchNorm2d(o)]

    parts = [conv(3, 32, 3, 2), conv(32, 64, 3)]
    for i, o in ((64, 128), (128, 256), (256, 728)):
        parts += [conv(i, o, 1, 2), *separable(i, o), *separable(o, o)]
    parts += [module for _ in range(8 * 3) for module in separable(728, 728)]
    parts += [conv(728, 1024, 1, 2), *separable(728, 728), *separable(728, 1024)]
    return [*parts, *separable(1024, 1536), *separable(1536, 2048), linear(2048, 1000)]


def shufflenet(g, first):
    """Table 1 and Figure 2; the first pointwise convolution of stage 2 is not grouped."""
    parts, before = [conv(3, 24, 3, 2)], 24
    for stage, repeats in enumerate((4, 8, 4)):
        after = first * 2**stage
        for i in range(repeats):
            o = after - before if i == 0 else after
            grouped = 1 if stage == i == 0 else g
            inner = after // 4
            parts += [conv(before, inner, 1, g=grouped), conv(inner, inner, 3, g=inner), conv(inner, o, 1, g=g)]
            before = after
    return [*parts, linear(before, 1000)]


def shufflenet_v2():
    """Table 5, 1x."""
    parts, before = [conv(3, 24, 3, 2)], 24
    for after, repeats in ((116, 4), (232, 8), (464, 4)):
        half = after // 2
        parts += [conv(before, before, 3, 2, g=before), conv(before, half, 1)]
        parts += [conv(before, half, 1), conv(half, half, 3, 2, g=half), conv(half, half, 1)]
        for _ in range(repeats - 1):
            parts += [conv(half, half, 1), conv(half, half, 3, g=half), conv(half, half, 1)]
        before = after
    return [*parts, conv(464, 1024, 1), linear(1024, 1000)]


def efficientnet_b0():
    """Table 1; a gate of a quarter of a block's input channels."""
    parts, before = [conv(3, 32, 3, 2)], 32
    rows = "1 3 16 1,6 3 24 2,6 5 40 2,6 3 80 3,6 5 112 3,6 5 192 4,6 3 320 1"
    for t, k, after, repeats in (map(int, row.split()) for row in rows.split(",")):
        for _ in range(repeats):
            wide = t * before
            parts += [conv(before, wide, 1)] if t > 1 else []
            parts += [conv(wide, wide, k, g=wide), conv(wide, after, 1)]
            parts += [nn.Conv2d(wide, before // 4, 1), nn.Conv2d(before // 4, wide, 1)]
            before = after
    return [*parts, conv(320, 1280, 1), linear(1280, 1000)]


def mobilenet_v3_small():
    """Table 2: kernel, expansion, output, gate."""
    rows = """3 16 16 8,3 72 24 0,3 88 24 0,5 96 40 24,5 240 40 64,5 240 40 64,5 120 48 32,5 144 48 40,5 288 96 72,
        5 576 96 144,5 576 96 144"""
    parts, before = [conv(3, 16, 3, 2)], 16
    for k, wide, after, gate in (map(int, row.split()) for row in rows.split(",")):
        parts += [conv(before, wide, 1)] if wide != before else []
        parts += [conv(wide, wide, k, g=wide), conv(wide, after, 1)]
        parts += [nn.Conv2d(wide, gate, 1), nn.Conv2d(gate, wide, 1)] if gate else []
        before = after
    return [*parts, conv(96, 576, 1), linear(576, 1024), linear(1024, 1000)]


def residual(counts, inner_of, out_of, stem, g=1, gate=0, last=1000):
    """Bottlenecks 1x1, 3x3 in groups, 1x1, with a projection at the start of each stage."""
    parts, before = [conv(3, 64, stem, 2)], 64
    for s, blocks in enumerate(counts):
        inner, out = inner_of(s), out_of(s)
        for b in range(blocks):
            parts += [conv(before, inner, 1), conv(inner, inner, 3, g=g), conv(inner, out, 1)]
            parts += [conv(before, out, 1)] if b == 0 else []
            parts += [linear(out, out // gate), linear(out // gate, out)] if gate else []
            before = out
    return [*parts, linear(before, last)]


SEPARATE = [
    ("xception", {}, xception),
    ("shufflenet", {}, lambda: shufflenet(3, 240)),
    ("shufflenet", {"groups": 8}, lambda: shufflenet(8, 384)),
    ("shufflenet_v2", {}, shufflenet_v2),
    ("efficientnet", {}, efficientnet_b0),
    ("mobilenet_v3", {"size": "small"}, mobilenet_v3_small),
    ("resnet", {"squeeze": 16}, lambda: residual((3, 4, 6, 3), lambda s: 64 << s, lambda s: 256 << s, 7, gate=16)),
    (
        "resnet",
        {"groups": 32, "width_per_group": 4},
        lambda: residual((3, 4, 6, 3), lambda s: 128 << s, lambda s: 256 << s, 7, g=32),
    ),
    (
        "resnext_cifar",
        {},
        lambda: residual((3, 3, 3), lambda s: 512 << s, lambda s: 256 << s, 3, g=8, last=10),
    ),
]


@pytest.mark.parametrize(("name", "options", "program"), SEPARATE, ids=lambda v: v if isinstance(v, str) else "")
def test_parameters_are_those_of_a_separate_program(name, options, program):
    with torch.device("meta"):
        parts = program()
    expected = sum(parameter.numel() for part in parts for parameter in part.parameters())
    assert count(ARCHITECTURES[name](**options)).totals()["parameters"] == expected
