"""Shapes of weights in numbers: filters of shape 3x3x64, `conv.weight.shape` は (32, 16, 3, 3).

What the layer takes in and puts out stands in the sentence, in the module it names, or above; the kernel's own extent
may be left to the shape itself, where the claim is how deep a filter is and how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from ...properties.nodes import Num
from .. import patterns as re
from ..counting.roles import roles_in
from ..decided import ALL_GIVEN
from ..reading import Reading, View
from ..sizes.counting import Case, case_of, doubtful, kind_above, kind_at, plain, with_modules
from ..sizes.formulas import Span
from ..sizes.quantities import whole
from .declared import role_of

_KINDS = ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "conv_transpose2d", "linear")
_WEIGHT_OF = re.compile(r"\.weight(?:\.(?:shape|size\(\)))?\s*`?\s*(?:の形(?:状)?|の?サイズ)?\s*(?:は|が|:|=|==|is|has shape|→|->|#)*\s*`?\s*(?:torch\.Size\()?\[?\s*$", re.IGNORECASE)
_WEIGHT_OF_NAMED = re.compile(r"\bweights?\s+(?:tensor\s+|matrix\s+)?(?:of|in|for)\s+(?:the\s+)?`?[\w.]+`?(?:\s+layer)?\s+(?:is|are|has|have|with)\s*(?:of\s+)?(?:the\s+|a\s+)?(?:shape|size)?\s*(?:of\s+)?[\s$`(\[]*$", re.IGNORECASE)
_WHOLE = re.compile(r"weight|重み|全体|テンソル|tensor|bank", re.IGNORECASE)


_OF_A_FILTER = re.compile(
    r"(?:フィルター?|カーネル)(?:1枚|一枚|1つ)?(?:の(?:実体|形状?|実際の形|サイズ|大きさ|中身))?\s*(?:は|が|:|：|=|も)\s*(?:実は|実際は|本当は|正しくは|すべて)?\s*[\s$(\[]*$"
    r"|\b(?:filters?|kernels?)\b[^.;\d]{0,24}\b(?:is|are|has|have|being|shape|shapes|of|really|actually)\s*(?:shape |size |really |actually |in fact |of |:)*[\s$(\[]*$",
    re.IGNORECASE,
)


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
    if _WEIGHT_OF.search(before[-40:]) or _WEIGHT_OF_NAMED.search(before[-60:]):
        return "weight"
    role = role_of(view, span)
    if role in ("kernel", "weight"):
        return role
    return "kernel" if not role and span.formula.shape and len(span.formula.shape) == 3 and _OF_A_FILTER.search(before[-40:]) else ""


def _reading(view: View, span: Span, sizes: tuple[int, ...], role: str) -> Iterator[Reading]:
    s = view.sentence
    text = plain(with_modules(view, s.text.chars[: span.start]))
    called = list(_CALLED.finditer(text))
    text = text[called[-1].start() :] if called else text  # the layer named last is the shape's
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
    groups = _groups_of(called[-1][0]) if called else _groups(view)
    groups = groups if subject == "conv2d" else 1
    choices = [case.near(role_) or case.every(role_) or _by_role(view, role_) for role_ in wanted]
    if wanted[:1] == ("in_channels",) and (entering := _VOLUME.search(text)):
        choices[0] = [int(entering[1])]  # 28×28×192 ∗ 32 filters of 1×1×192: the depth of what is convolved
    if not all(choices):
        return
    kernel = _kernel(case, sizes, subject)
    texts = []
    for values in list(product(*choices))[:8]:
        options = {**kernel, **dict(zip(wanted, map(str, values), strict=True)), **({"groups": str(groups)} if groups > 1 else {}), "of": of}
        texts.append(f"kernel_shape({subject}, {', '.join(f'{k}={v}' for k, v in options.items())}) == ({', '.join(map(str, sizes))})")
    alone = len(_DEEP.findall(plain(s.text.chars))) < 2  # another filter's window is not this one's
    if groups == 1 and not called and subject == "conv2d" and any("groups" in b.raw for b in view.outline.blocks[max(0, s.block - 4) : s.block + 1]):
        alone = False  # it may be the grouped one's
    sure = alone and len(texts) == 1 and all(len(case.near(r)) == 1 or _given_once(view, case, r) for r in wanted) and not doubtful(s) and (role == "kernel" or of == "weight")
    given = (ALL_GIVEN,) if called and sure and all(case.near(r) for r in wanted) else ()
    yield Reading(texts[0], span.start, span.end, ("the sizes are those of the example", *given), tuple(texts[1:]), sure=sure, predicate="kernel_shape")


_VOLUME = re.compile(r"(?<![\dx.])(?:\d{2,4})\s*x\s*\d{2,4}\s*x\s*(\d{1,4})\s*(?:[∗*⊛]|\bwith\b|\bby\b|に|へ)")
_DEEP = re.compile(r"(?<![\dx.])(?:1?\d)\s*x\s*1?\d\s*x\s*\d{1,4}(?!\d)")


def _above(view: View) -> str:
    """The line or the item that a line goes on with."""
    outline, s = view.outline, view.sentence
    parent = outline.blocks[s.block].parent
    earlier = outline.sentences[s.block][: s.number]
    above = earlier or (outline.sentences[parent] if parent is not None else outline.sentences[s.block - 1] if s.block else [])
    return above[-1].text.chars if above else ""


def _by_role(view: View, role: str) -> list[int]:
    return roles_in(view.sentence.text.chars).values.get(role) or roles_in(_above(view)).values.get(role, [])


def _groups(view: View) -> int:
    """Into how many groups the channels are parted, by the sentence or the line above."""
    return next(iter(_by_role(view, "groups")), 1)


_CALLED = re.compile(r"nn\.Conv\w*\([^()]*(?:\([^()]*\)[^()]*)*\)")


def _groups_of(call: str) -> int:
    """Into how many groups a module of program text parts its channels."""
    given = re.search(r"groups\s*=\s*(\d+)", call)
    return int(given[1]) if given else 1


def _given_once(view: View, case: Case, role: str) -> bool:
    """Whether the line above gives a size that the sentence itself does not, and nothing else gives another."""
    return not case.near(role) and len(_by_role(view, role)) == 1 and case.every(role)[1:] == []


def _kernel(case: Case, sizes: tuple[int, ...], subject: str) -> dict[str, str]:
    """The kernel's extent: given, else the number that the shape has twice."""
    if subject == "pointwise_conv2d":
        return {}
    given = case.near("kernel_size")
    twice = next((a for a, b in pairwise(sizes) if a == b and a <= 11), None)
    size = given[0] if len(given) == 1 else twice
    return {"kernel_size": str(size)} if size else {}
