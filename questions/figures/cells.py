"""The values of a batch of feature maps as squares; those that share mean and variance with a marked one are filled.

Which they are is what the reference's Trace shows when the normalisation runs.
"""

from __future__ import annotations

import itertools
from functools import lru_cache

from ...reference import normalization
from ...reference.errors import InputError
from ...reference.measure import shared_statistics
from . import Drawing, Found, Options
from .svg import shapes, square, text, wrapped

OPTIONS = ("norm", "samples", "channels", "pixels", "groups")
WORDS = frozenset({"batch_norm", "layer_norm", "instance_norm", "group_norm"})
VALUES = ("filled", "means")
SIDE, GAP, MARGIN, TOP, LEFT = 17, 30, 8, 26, 74
MOST_CELLS = 400
Cell = tuple[int, int, int]  # sample, channel, pixel


@lru_cache(maxsize=1024)
def shared(norm: str, sizes: tuple[int, int, int], groups: int, marked: Cell) -> frozenset[Cell]:
    """The values normalised together with the marked one, by running the reference on traced numbers."""
    samples, channels, pixels = sizes
    shape = (samples, channels, pixels, 1)
    n, c, p = marked
    output = (n, c, p, 0)
    match norm:
        case "batch_norm":
            found = shared_statistics(normalization.batch_norm, shape, None, None, training=True, output=output)
        case "layer_norm":
            found = shared_statistics(normalization.layer_norm, shape, shape[1:], output=output)
        case "instance_norm":
            found = shared_statistics(normalization.instance_norm, shape, output=output)
        case "group_norm":
            found = shared_statistics(normalization.group_norm, shape, num_groups=groups, output=output)
        case _:
            raise InputError(
                f"the figure's norm is {norm!r}; expected batch_norm, layer_norm, instance_norm, group_norm"
            )
    return frozenset((n, c, p) for n, c, p, _ in found)


def draw(options: Options) -> Drawing:
    """One grid for each sample: channels downwards, pixels to the right; one value marked, those with it filled."""
    sizes = (int(options["samples"]), int(options["channels"]), int(options["pixels"]))
    groups = int(options.get("groups", 1))
    if sizes[0] * sizes[1] * sizes[2] > MOST_CELLS or min(sizes) < 1:
        raise InputError(f"the figure would have {sizes} values; expected at most {MOST_CELLS} in all")
    marked = (sizes[0] // 2, sizes[1] // 2, sizes[2] // 2)
    return _drawn(str(options["norm"]), sizes, groups, marked)


@lru_cache(maxsize=4096)
def _drawn(norm: str, sizes: tuple[int, int, int], groups: int, marked: Cell) -> Drawing:
    filled = shared(norm, sizes, groups, marked)
    words = {language: _words(sizes, marked, filled, language) for language in ("ja", "en")}
    svg = {language: _svg(sizes, marked, filled, language, words[language]) for language in words}
    return Drawing(svg, lambda: svg, words)


def _svg(sizes: tuple[int, int, int], marked: Cell, filled: frozenset[Cell], language: str, label: str) -> str:
    samples, channels, pixels = sizes
    content = []
    for n in range(samples):
        left = LEFT + n * (pixels * SIDE + GAP)
        content.append(text(left, TOP - 9, f"サンプル {n + 1}" if language == "ja" else f"sample {n + 1}"))
        for c in range(channels):
            for p in range(pixels):
                classes = "cell" + " filled" * ((n, c, p) in filled) + " marked" * ((n, c, p) == marked)
                content.append(square(left + p * SIDE, TOP + c * SIDE, SIDE - 2, classes))
    content += [text(2, TOP + SIDE / 2, "チャネル ↓" if language == "ja" else "channel ↓"),
                text(2, TOP + channels * SIDE - 4, "画素 →" if language == "ja" else "pixel →")]  # fmt: skip
    width = LEFT + samples * pixels * SIDE + (samples - 1) * GAP + MARGIN
    return wrapped(content, width, TOP + channels * SIDE + MARGIN, label)


def _words(sizes: tuple[int, int, int], marked: Cell, filled: frozenset[Cell], language: str) -> str:
    names = ("サンプル", "チャネル", "画素") if language == "ja" else ("sample", "channel", "pixel")
    spans = [_span(name, {cell[axis] for cell in filled}, language) for axis, name in enumerate(names)]
    n, c, p = (i + 1 for i in marked)
    samples, channels, pixels = sizes
    if language == "ja":
        return (f"図：{samples} 個のサンプルの特徴マップ。それぞれ {channels} チャネル × {pixels} 画素の値が並ぶ。"
                f"サンプル {n}、チャネル {c}、画素 {p} の値に印がある。色が付いているのは、"
                f"{'、'.join(spans)}の値である。")  # fmt: skip
    return (
        f"Figure: the feature maps of {samples} samples, each with the values of {channels} channels × {pixels} "
        f"pixels. The value at sample {n}, channel {c}, pixel {p} is marked. Filled are the values at "
        f"{', '.join(spans)}."
    )


def _span(name: str, indices: set[int], language: str) -> str:
    """Which samples, channels or pixels: one, or from one to another."""
    first, last = min(indices) + 1, max(indices) + 1
    if last - first + 1 != len(indices):
        raise InputError("the values that share statistics do not lie together; such a figure cannot be told in words")
    if language == "ja":
        return f"{name} {first} " + (f"から {last} " if first != last else "")
    return f"{name} {first}" if first == last else f"{name}s {first} to {last}"


def read(svg: str) -> Found:
    """What is seen: grids of squares side by side, one marked square, and which are filled."""
    squares = [s for s in shapes(svg) if s.tag == "rect"]
    across = sorted({s.at["x"] for s in squares})
    down = sorted({s.at["y"] for s in squares})
    pitch = min((b - a for a, b in itertools.pairwise(across)), default=SIDE)
    grids = [[across[0]]]
    for a, b in itertools.pairwise(across):
        if b - a > 1.5 * pitch:
            grids.append([])
        grids[-1].append(b)
    if len({len(grid) for grid in grids}) != 1 or len(squares) != len(across) * len(down):
        raise InputError("the grids of the figure have different sizes")
    marked = [s for s in squares if "marked" in s.classes]
    if len(marked) != 1 or "filled" not in marked[0].classes:
        raise InputError(f"{len(marked)} values of the figure are marked; expected one, filled")
    filled = sum("filled" in s.classes for s in squares)
    return Found(
        {"samples": len(grids), "channels": len(down), "pixels": len(grids[0])},
        {"filled": filled, "means": len(squares) // filled},
    )
