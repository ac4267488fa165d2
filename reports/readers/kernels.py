"""Shapes of weights in numbers: filters of shape 3x3x64, `conv.weight.shape` は (32, 16, 3, 3).

What the layer takes in and puts out stands in the sentence, in the module it names, or above; the kernel's own extent
may be left to the shape itself, where the claim is how deep a filter is and how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from ...properties.nodes import Num
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import Case, case_of, doubtful, kind_above, kind_at, plain, with_modules
from ..sizes.formulas import Span
from ..sizes.quantities import whole
from .declared import role_of

_KINDS = ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "conv_transpose2d", "linear")
_WEIGHT_OF = re.compile(r"\.weight(?:\.(?:shape|size\(\)))?\s*`?\s*(?:の形(?:状)?|の?サイズ)?\s*(?:は|が|:|=|==|is|has shape|→|->|#)*\s*`?\s*(?:torch\.Size\()?\[?\s*$", re.IGNORECASE)
_WHOLE = re.compile(r"weight|重み|全体|テンソル|tensor|bank", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The shapes of weights that the sentence gives in numbers."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.cell is not None or re.search(r"[?？]\s*$", s.words):
        return
    for span in s.formulas:
        sizes = _numbers(span)
        if sizes and (role := _role(view, span)):
            yield from _reading(view, span, sizes, role)


def _numbers(span: Span) -> tuple[int, ...]:
    """The sizes of a shape of three or four numbers."""
    shape = span.formula.shape
    if not shape or len(span.formula.sides) > 1 or not 3 <= len(shape) <= 4 or not all(isinstance(v, Num) for v in shape):
        return ()
    values = [whole(v) for v in shape]
    return tuple(v for v in values if v is not None) if None not in values else ()


def _role(view: View, span: Span) -> str:
    """Whether a shape is one filter's or the whole weight's."""
    before = view.sentence.text.chars[: span.start]
    if _WEIGHT_OF.search(before[-40:]):
        return "weight"
    role = role_of(view, span)
    return role if role in ("kernel", "weight") else ""


def _reading(view: View, span: Span, sizes: tuple[int, ...], role: str) -> Iterator[Reading]:
    s = view.sentence
    text = plain(with_modules(view, s.text.chars[: span.start]))
    case = case_of(view, (span.start, span.end), "", text)
    own = kind_at(text, len(text))
    above = None if own else kind_above(view)
    subject = own or (above[0] if above else "conv2d")
    if subject not in _KINDS or subject == "linear":
        return
    of = "weight" if len(sizes) == 4 else "filter"
    wanted = {"conv2d": ("in_channels", "out_channels"), "conv_transpose2d": ("in_channels", "out_channels"), "pointwise_conv2d": ("in_channels", "out_channels"), "depthwise_conv2d": ("in_channels",)}[subject]
    wanted = wanted if of == "weight" else wanted[:1]
    if subject == "depthwise_conv2d" and of == "filter":
        wanted = ()
    choices = [case.near(role_) or case.every(role_) for role_ in wanted]
    if not all(choices):
        return
    kernel = _kernel(case, sizes, subject)
    texts = []
    for values in list(product(*choices))[:8]:
        options = {**kernel, **dict(zip(wanted, map(str, values), strict=True)), "of": of}
        texts.append(f"kernel_shape({subject}, {', '.join(f'{k}={v}' for k, v in options.items())}) == ({', '.join(map(str, sizes))})")
    sure = len(texts) == 1 and all(len(case.near(r)) == 1 for r in wanted) and not doubtful(s) and (role == "kernel" or of == "weight")
    yield Reading(texts[0], span.start, span.end, ("the sizes are those of the example",), tuple(texts[1:]), sure=sure, predicate="kernel_shape")


def _kernel(case: Case, sizes: tuple[int, ...], subject: str) -> dict[str, str]:
    """The kernel's extent: given, else the number that the shape has twice."""
    if subject == "pointwise_conv2d":
        return {}
    given = case.near("kernel_size")
    twice = next((a for a, b in pairwise(sizes) if a == b and a <= 11), None)
    size = given[0] if len(given) == 1 else twice
    return {"kernel_size": str(size)} if size else {}
