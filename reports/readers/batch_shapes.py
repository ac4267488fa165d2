"""Shapes with the batch in numbers, followed from one example: (8, 3, 32, 32), sixteen 3×3 filters, so (8192, 27) for im2col.

The example's input stands as four numbers in the lines above, the filters beside it. What a further shape may be is
worked out: what comes out, the weight, the patch matrix and the flattened weight, a pooling of what came out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View, call
from ..sizes.geometry import flat
from ..sizes.setting import sentences_above
from .sides_told import Layer, layers_of

_FOUR = re.compile(r"[(\[]\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*[)\]]")
_TWO = re.compile(r"[(\[]\s*(\d{1,9})\s*,\s*(\d{1,6})\s*[)\]]")
_FILTERS = re.compile(r"(\d{1,4})\s*(?:枚|個|filters?\b|kernels?\b)|(?:filters?|out_channels|フィルタ数|FN|K)\s*(?:=|は|が|:)\s*(\d{1,4})", re.IGNORECASE)
NEAR = 12


@dataclass(frozen=True)
class _Example:
    """What goes in, the layer that is laid over it, and how many filters it has."""

    batch: int
    channels: int
    height: int
    width: int
    layer: Layer
    filters: int


def read(view: View) -> Iterator[Reading]:
    """The shapes of four and of two numbers that the example leads to."""
    s, outline = view.sentence, view.outline
    if s.cell is not None or outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 300 or s.words.rstrip().endswith(("?", "？")):
        return
    text = flat(s)
    if not (_FOUR.search(text) or _TWO.search(text)):
        return
    near = [flat(e) for e in list(sentences_above(view))[:NEAR]]
    near += [flat(e) for b in range(s.block - 1, max(-1, s.block - 24), -1) if outline.blocks[b].kind != "heading" for e in outline.sentences[b]][:40]
    example = _example(near)
    if example is None:
        return
    taken: list[tuple[int, int]] = []
    for m in [*_FOUR.finditer(text), *_TWO.finditer(text)]:
        if any(a <= m.start() < b for a, b in taken):
            continue
        taken.append(m.span())
        said = tuple(int(g) for g in m.groups())
        for predicate, statement, made in _made(example, text):
            if made == said:
                yield Reading(f"{statement} == ({', '.join(map(str, said))})", m.start(), m.end(), ("followed from the example above",), sure=False, spare=True, predicate=predicate)
                break


def _example(near: list[str]) -> _Example | None:
    """The nearest example whose input, window and filters are all told, within three lines of each other."""
    for at, text in enumerate(near):
        given = _FOUR.search(text)
        if given is None:
            continue
        n, c, h, w = (int(g) for g in given.groups())
        around = [text, *near[max(0, at - 2) : at], *near[at + 1 : at + 2]]
        rest = [_FOUR.sub(" ", t) for t in around]
        layers = [x for x in layers_of(rest) if x.kind == "conv2d"]
        many = [int(g) for t in rest for m in _FILTERS.finditer(t) for g in m.groups() if g]
        if layers and many and min(h, w) >= layers[0].kernel:
            return _Example(n, c, h, w, layers[0], many[0])
    return None


def _made(e: _Example, text: str) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """The shapes that the example leads to: predicate, statement, numbers."""
    k, m = e.layer.kernel, e.filters
    oh, ow = e.layer.out(e.height), e.layer.out(e.width)
    going = {"batch": e.batch, "height": e.height, "width": e.width, "in_channels": e.channels, "out_channels": m, "kernel_size": k, "stride": e.layer.stride, "padding": e.layer.padding}
    yield "output_shape", call("output_shape", "conv2d", {r: str(v) for r, v in going.items()}), (e.batch, m, oh, ow)
    kernel = {"in_channels": str(e.channels), "out_channels": str(m), "kernel_size": str(k), "of": "weight"}
    yield "kernel_shape", f"({m}, {e.channels}, {k}, {k})", (m, e.channels, k, k)
    yield "kernel_shape", call("kernel_shape", "conv2d", kernel), (k, k, e.channels, m)
    yield "output_shape", f"({e.batch}*{oh}*{ow}, {e.channels}*{k}*{k})", (e.batch * oh * ow, e.channels * k * k)
    yield "output_shape", f"({e.channels}*{k}*{k}, {e.batch}*{oh}*{ow})", (e.channels * k * k, e.batch * oh * ow)
    yield "kernel_shape", f"({e.channels}*{k}*{k}, {m})", (e.channels * k * k, m)
    yield "kernel_shape", f"({m}, {e.channels}*{k}*{k})", (m, e.channels * k * k)
    yield "output_shape", f"({e.batch}*{oh}*{ow}, {m})", (e.batch * oh * ow, m)
    for pool in (x for x in layers_of([text]) if "pool" in x.kind):
        going = {"batch": e.batch, "height": oh, "width": ow, "in_channels": m, "kernel_size": pool.kernel, "stride": pool.stride, "padding": pool.padding}
        yield "output_shape", call("output_shape", "max_pool2d", {r: str(v) for r, v in going.items()}), (e.batch, m, pool.out(oh), pool.out(ow))
