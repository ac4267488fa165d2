"""Numbers that the sizes around them do not give, but that a well-known mistake with these sizes does.

A count without the biases that the note counts, a block with a layer too few, fields of repeated stacks added up, a
window that ends too early: where no right way leads to the number and a wrong one leads to it exactly, the sentence is
about these sizes, and wrong. Every size must be given once, by the sentence, its row or the text it goes on with. The
mistake only tells which statement is meant; that it fails is shown by running it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from .. import patterns as re
from ..reading import View, call
from ..row_labels import of_several_layers
from ..sizes.counting import bias_said
from ..sizes.layers import MOST, field_of
from . import counts, extents, lengths, shapes, shares, statistics
from .around import Around, narrowed
from .bias_mistakes import Mistaken, layer_sizes, of_biases, once
from .slips import SHORTEST, comes_out, is_telling
from .stated import Stated
from .strides import plane_before

_IS_DENSE = re.compile(r"dense(?!ly)|\bk_?0\b|デンス|growth|成長率|密(?:結合|ブロック)", re.IGNORECASE)
_COMES_OUT = re.compile(r"output|\bleav|\bends?\b|\bafter\b|\bblock\b|出力|出る|最後|ブロック", re.IGNORECASE)
_INTO_THE_LAST = re.compile(r"(?:最後|最終|末尾)の?層[^。]{0,12}(?:入|受け)|\b(?:last|final) (?:\w+ )?layer\b[^.]{0,30}\b(?:input|receiv|reads?|sees?|gets?|takes?|fed)|\binput of the (?:last|final)", re.IGNORECASE)
LEAST_RATE = 4
_STRIDED = re.compile(r"pool|プーリング|stride|ストライド", re.IGNORECASE)
_COMPRESSED = re.compile(
    r"transition|圧縮|theta|θ|半分|half|halv|\d\s*(?:→|->)\s*\W*(?:枚|チャ|ch)|0\.5", re.IGNORECASE
)
_TO_COME = re.compile(r"\b(?:to|into|enter(?:s|ing)?|before|reach(?:es|ing)?|up to|until)\s+(?:the |a |its |that )?(?:\w+ )?transition(?: layers?| blocks?)?|(?:遷移層|トランジション層?|transition層?)\s*(?:に|へ|の(?:前|手前))[^。、]{0,12}", re.IGNORECASE)  # what is handed on has not passed it
_GREY = re.compile(r"白黒|グレー|モノクロ|gr[ae]y|MNIST|monochrom|\b(?:single|one|1)[- ]channel\b|(?<![\d.])[1１一単]\s*(?:一)?\s*チャン?ネル", re.IGNORECASE)
_COLOUR = re.compile(r"\bRGB\b|カラー|colou?r", re.IGNORECASE)
_CHANNELS = re.compile(
    r"(\d{1,4})\s*(?:→|->|to)?\s*(?:\d{1,4}\s*)?(?:ch\b|チャン?ネル|channels?\b|枚)|(?:チャン?ネル数?|channels?|C(?:_in|_\{in\})?)\s*(?:は|が|=|:|of)\s*(\d{1,4})",
    re.IGNORECASE,
)
_SO = re.compile(
    r"\W*(?:(?:回|個|ones?|multipl\w+|mult-?adds?|macs|operations|weights|parameters)\W*)?(?:i\.\s?e\.|so|thus|hence|that is|which is|つまり|すなわち|だから|よって|なので|で|→|=|⇒|、|,)?[\s,、:：]*(?:a factor of|about|roughly|some|約|およそ|だいたい|ほぼ)?\s*$",
    re.IGNORECASE,
)
LARGE, OFF = 1_000, Fraction(1, 40)  # counts whose quotient is told; how far a rounded one may be off
LONGEST, MOST_SHAPES = 240, 3  # of a sentence whose number may be a slip
_OF_A_PART = re.compile(
    r"\b(?:each|every|per|one|single)\b(?:\s+\w+)?\s+(?:filter|kernel|channel|output|plane|map)|(?:[1１一]\s*(?:枚|つ|個)|各|ごと|毎|あたり|につき|それぞれ)",
    re.IGNORECASE,
)  # what one filter, or one channel, takes
_PARTED = re.compile(counts.STEPS.pattern + r"|group|グループ", re.IGNORECASE)


def mistaken(view: View, value: Stated, near: Around) -> Iterator[Mistaken]:
    """The statements whose number a mistake explains."""
    yield from _quotients(view, value, near)
    if value.kind == "count" and value.unit == "macs":
        yield from _strides_forgotten(value, near)
    if value.about:
        if value.kind == "count" and value.unit in ("params", "macs") and value.number >= LARGE:
            yield from _channels_forgotten(value, near)
        return
    yield from (
        Mistaken(found, "another normalisation's means are counted") for found in statistics.confused(view, value, near)
    )
    if value.kind == "count" and value.unit == "params":
        yield from of_biases(view, value, near)
        yield from _channels_forgotten(value, near)
    if value.kind == "count" and value.unit == "macs":
        yield from _channels_forgotten(value, near)
    if value.kind in ("count", "extent"):
        yield from _joined(value.number, near)
        yield from _fields(value.number, near)
    yield from _windows(value, near)
    if value.kind == "shape" and len(value.numbers) == 3:
        yield from _pooled(value, near)
    if value.kind == "count" and value.number >= 10 ** (SHORTEST - 1):
        yield from _slips(view, value, near)


def _slips(view: View, value: Stated, near: Around) -> Iterator[Mistaken]:
    """A right number but for a digit; the sizes of the sentence and its row first, then all within reach."""
    if len(near.own) > LONGEST or len(near.own_shapes) > MOST_SHAPES or of_several_layers(view.sentence, view.outline):
        return  # a listing run together; a row that stands for several layers
    if comes_out(value.number, near.bare) or _with_one_more(value.number, near.bare):
        return
    meant = replace(value, slipped=True)
    if is_telling(value.number, len(near.own_shapes) + 1):
        own = narrowed(view, value)
        yield from (Mistaken(f"{left} == {value.number}", "a digit slips") for left in counts.volumes(meant, own))
    for reach in (narrowed(view, value), near):
        if is_telling(value.number, counts.tried(value, reach)):
            for found in counts.candidates(view, meant, reach):
                yield Mistaken(found, "a digit slips")


def _pooled(value: Stated, near: Around) -> Iterator[Mistaken]:
    """A pooling that is said to change the number of channels."""
    steps = near.case.near("stride") or near.case.of("stride")[:1]
    inputs = [s for s in near.shapes if len(s) == 3 and s != value.numbers]
    if not shapes.only_pooled(near) or not inputs or len(steps) != 1 or len(near.kernels) < 1:
        return
    (h, w, c), (made_h, made_w, made_c) = inputs[0], value.numbers
    window, step = near.kernels[0], steps[0]
    if made_c != c and step > 1 and (made_h, made_w) == ((h - window) // step + 1, (w - window) // step + 1):
        sizes = {
            "height": str(h),
            "width": str(w),
            "in_channels": str(c),
            "kernel_size": str(window),
            "stride": str(step),
            "padding": "0",
        }
        yield Mistaken(
            f"{call('output_shape', 'max_pool2d', sizes)} == ({made_h}, {made_w}, {made_c})",
            "the channels are pooled too",
        )


def _quotients(view: View, value: Stated, near: Around) -> Iterator[Mistaken]:
    """Two counts of a sentence and, right behind them, a quotient that is not theirs."""
    totals = shares.numbers(near.own) if value.kind == "share" else []
    if len(totals) != 2 or min(totals) < LARGE or max(totals) == min(totals):
        return
    between = near.own[: value.start].rpartition(f"{totals[1]:,}")[2] if f"{totals[1]:,}" in near.own else ""
    if (
        not between.strip()
        or not _SO.match(between)
        or re.search(r"[%％割]|percent|パーセント", view.sentence.text.chars[value.start : value.end])
    ):
        return  # a percentage may be of a third number
    if any(_is_quotient(value.share, a, b) for a, b in combinations(_large(near), 2)):
        return  # of two other counts
    quotient = Fraction(max(totals), min(totals))
    known = (quotient, 1 / quotient, quotient - 1, 1 - 1 / quotient)
    if (
        all(abs(value.share - q) > q * OFF for q in known)
        and quotient < 3 * max(value.share, 1 / value.share) < 9 * quotient
    ):
        share = value.share if value.share > 1 else 1 / value.share
        said = f"{float(share):.{value.places}f}" if value.places else f"{share.numerator}/{share.denominator}"
        yield Mistaken(f"{max(totals)}/{min(totals)} ~= {said}", "it is divided wrongly")


def _with_one_more(number: int, numbers: list[int]) -> bool:
    """Whether a number is the product of two others, or that and one of them more: 1600 inputs, 10 units and their biases."""
    given = [n for n in dict.fromkeys(numbers) if n > 1]
    return any(number in (a * b, a * b + a, a * b + b) for a, b in combinations(given, 2))


def _large(near: Around) -> list[int]:
    return list(dict.fromkeys(n for n in near.bare if n >= LARGE))


def _is_quotient(share: Fraction, a: int, b: int) -> bool:
    """Whether a share is one number over another, or what is left of it."""
    part = Fraction(min(a, b), max(a, b))
    return any(abs(share - q) <= q / 100 for q in (part, 1 / part, 1 - part) if q)


def _channels_forgotten(value: Stated, near: Around) -> Iterator[Mistaken]:
    """The channels of the input, or the filters, left out of a product; of a rounded number, to a hundredth."""
    slack = value.number // 100 if value.about else 0
    told = f"{'~=' if value.about else '=='} {value.printed if value.about else value.number}"
    kernel, i, o = layer_sizes(near)
    if (
        near.kinds
        or kernel is None
        or i is None
        or o is None
        or min(i, o, kernel) < 2
        or _PARTED.search(near.every_text())
        or _OF_A_PART.search(near.own)
    ):
        return
    if i not in _named_channels(near) or any(s[2:] == (1,) for s in near.shapes):
        return
    said = bias_said(near.own)
    sizes = {"kernel_size": str(kernel), "in_channels": str(i), "out_channels": str(o)}
    if value.unit == "params":
        for bias in (True, False) if said is None else (said,):
            if abs(value.number - kernel * kernel * o - o * bias) <= slack:
                yield Mistaken(
                    f"{call('params', 'conv2d', {**sizes, 'bias': str(bias).lower()})} {told}",
                    "the channels of the input are left out",
                )
        return
    for h, w in counts.planes(near):
        if any(abs(value.number - h * w * kernel * kernel * n) <= slack for n in (o, i)) and i != 1:
            at = {"height": str(h), "width": str(w), "stride": "1", "padding": "same"}
            yield Mistaken(f"{call('macs', 'conv2d', {**sizes, **at})} {told}", "channels are left out")


def _strides_forgotten(value: Stated, near: Around) -> Iterator[Mistaken]:
    """The window put down at every position of what goes in, where the row itself tells a step."""
    ins, outs = near.channels("in_channels"), near.channels("out_channels")
    for h, w in counts.planes(near):
        step = plane_before(near, (h, w))
        for kernel, i, o in product(near.kernels[:2], ins[:6], outs[:6]) if step > 1 else ():
            if counts.comes_close(h * w * kernel * kernel * i * o, value) and kernel > 1 and near.agrees(i, o):
                sizes = {"kernel_size": str(kernel), "in_channels": str(i), "out_channels": str(o), "height": str(h), "width": str(w), "stride": str(step), "padding": "same"}
                relation = "~=" if value.about else "=="
                yield Mistaken(f"{call('macs', 'conv2d', sizes)} {relation} {value.printed}", "the stride is left out")


def _named_channels(near: Around) -> set[int]:
    """The channels that a shape ends or begins with, or that the word channel stands beside; 784 inputs are none."""
    text = near.every_text()
    if _GREY.search(text):
        return set()
    shapes = {s[2] for s in near.shapes if len(s) == 3} | {s[0] for s in near.shapes if len(s) == 3}
    return (
        shapes
        | {int(n) for m in _CHANNELS.finditer(text) for n in m.groups() if n}
        | ({3} if _COLOUR.search(text) else set())
    )


def _joined(number: int, near: Around) -> Iterator[Mistaken]:
    """A dense block with a layer too many or too few."""
    if not _IS_DENSE.search(near.every_text()) or _COMPRESSED.search(_TO_COME.sub(" ", near.said)) or near.own_shapes:
        return
    for block in extents.blocks(near):
        for wrong in (block.layers - 1, block.layers + 1):
            if wrong == block.layers - 1 and (_INTO_THE_LAST.search(near.said) or (not _COMES_OUT.search(near.own) and _INTO_THE_LAST.search(near.every_text()))):
                continue  # what goes into the last layer
            told = block.layers > 1 and block.rate >= LEAST_RATE and wrong > 0
            if told and number == block.first + block.rate * wrong:
                yield Mistaken(f"{block} == {number}", f"the block is taken to have {wrong} layers")


def _fields(number: int, near: Around) -> Iterator[Mistaken]:
    """Fields of repeated stacks added up; the kernels of plain layers added up."""
    text = near.every_text()
    if not extents.SEES.search(near.said) or extents.SHARE.search(near.own):
        return
    kernel = once(extents.widths(near.said)) or once(extents.widths(text)) or once(near.kernels)
    layers = once(extents.layers(near.said)) or once(extents.layers(text))
    if kernel is None:
        return
    if extents.DILATED.search(text):
        for last, times in product(_last_dilations(text), extents.cycles(near.said)):
            steps = tuple(2**n for n in range(last.bit_length()))
            one = 1 + (kernel - 1) * sum(steps)
            if times > 1 and number == one * times and len(steps) * times <= MOST:
                plan = tuple((kernel, 1, d) for d in steps) * times
                yield Mistaken(
                    f"{field_of(plan)} == {number}",
                    f"the fields of {times} stacks are added up, which share their ends",
                )
        return
    if layers and layers > 1 and not _STRIDED.search(text) and number in (layers * kernel, layers * (kernel - 1)):
        yield Mistaken(
            f"receptive_field(conv_stack, kernel_size={kernel}, layers={layers}) == {number}",
            "the kernels are added up",
        )


def _last_dilations(text: str) -> list[int]:
    """The largest dilation of a series that doubles."""
    found = re.findall(r"(?:…|\.\.+|⋯|\\(?:l|c)?dots)\s*,?\s*(\d{1,4})", text)
    return list(dict.fromkeys(int(n) for n in found if int(n) & (int(n) - 1) == 0))[:3]


def _windows(value: Stated, near: Around) -> Iterator[Mistaken]:
    """A window counted wrongly: rounded up, the first place forgotten, the padding counted once."""
    given = lengths.given(near)
    if given is None or value.kind == "share":
        return
    n, k, s, p = given
    free = n + 2 * p - k
    right = free // s + 1
    wrong = {
        -(-free // s) + 1: "the places are rounded up", free // s: "the first place is left out", -(-n // s): "only the stride is looked at",
        (n + p - k) // s + 1: "one side alone is padded", n // s: "only the stride is looked at", n - k: "the first place is left out",
    }  # fmt: skip
    side = once(list(dict.fromkeys(value.numbers[:2]))) if value.kind == "shape" else value.number
    if side in wrong and side != right and side is not None and free >= 0 and lengths.is_output(value, near):
        sizes = {"height": str(n), "width": str(n), "kernel_size": str(k), "stride": str(s), "padding": str(p)}
        yield Mistaken(f"{call('output_size', 'conv2d', sizes)} == {side}", wrong[side])
