"""Numbers that the sizes around them do not give, but that a well-known mistake with these sizes does.

A count without the biases that the note counts, a block with a layer too few, fields of repeated stacks added up, a
window that ends too early: where no right way leads to the number and a wrong one leads to it exactly, the sentence is
about these sizes, and wrong. Every size must be given once, by the sentence, its row or the text it goes on with. The
mistake only tells which statement is meant; that it fails is shown by running it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from math import prod

from .. import patterns as re
from ..counting import bias_said, plain
from ..layers import MOST, field_of
from ..reading import View, call
from . import counts, extents, lengths, shapes, shares, statistics
from .around import Around, narrowed
from .slips import SHORTEST, comes_out, is_telling
from .stated import Stated

_STRIDED = re.compile(r"pool|プーリング|stride|ストライド", re.IGNORECASE)
_COMPRESSED = re.compile(
    r"transition|圧縮|theta|θ|半分|half|halv|\d\s*(?:→|->)\s*\W*(?:枚|チャ|ch)|0\.5", re.IGNORECASE
)
_GREY = re.compile(r"白黒|グレー|モノクロ|gr[ae]y|MNIST|monochrom|single[- ]channel", re.IGNORECASE)
_COLOUR = re.compile(r"\bRGB\b|カラー|colou?r", re.IGNORECASE)
_CHANNELS = re.compile(
    r"(\d{1,4})\s*(?:→|->|to)?\s*(?:\d{1,4}\s*)?(?:ch\b|チャン?ネル|channels?\b|枚)|(?:チャン?ネル数?|channels?|C(?:_in|_\{in\})?)\s*(?:は|が|=|:|of)\s*(\d{1,4})",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"(?<![\d.+*x-])(?<![+*x-] )(?P<product>\d[\d,]*(?:\s*[*x]\s*\d[\d,]*){1,3})\s*(?:\+\s*(?P<added>\d[\d,]*)\s*)?(?:=|は|で|→|->|gives|is|makes)\s*(?:全部で|合計|in all|in total)?\s*$"
)
_TWO_WAYS = re.compile(
    r"バイアス(?:を|も|は)[^。、]{0,4}(?:足|加え|入れ|含め)(?:る|れば|て|た)|(?:なし|無し)[^。]{0,24}(?:あり|込み)|(?:込み|あり)[^。]{0,24}(?:なし|無し)|\b(?:with|plus|adding)\b[^.]{0,40}\bwithout\b|\bwithout\b[^.]{0,40}\b(?:with|plus|adding)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\s*(?:個|weights|parameters)?\s*(?:より|に(?:加え|足)|から|と\s*(?:\d[\d,]*\s*個の?)?(?:バイアス|切片)|\b(?:plus|and then|before)\b|\band (?:the |\d[\d,]* )?bias)", re.IGNORECASE
)
_WEIGHTS_ALONE = re.compile(
    r"(?:重み|\bweights?\b)[^。.;、]{0,40}?\d[^。.;]{0,24}?[、,;]?\s*(?:と|and|plus|\+)?\s*(?:バイアス|bias)",
    re.IGNORECASE,
)
_SO = re.compile(
    r"\W*(?:(?:回|個|ones?|multipl\w+|mult-?adds?|macs|operations|weights|parameters)\W*)?(?:i\.\s?e\.|so|thus|hence|that is|which is|つまり|すなわち|だから|よって|なので|で|→|=|⇒|、|,)?[\s,、:：]*(?:a factor of|about|roughly|some|約|およそ|だいたい|ほぼ)?\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{3,}")
LARGE, OFF = 1_000, Fraction(1, 40)  # counts whose quotient is told; how far a rounded one may be off
_PARTED = re.compile(counts.STEPS.pattern + r"|group|グループ", re.IGNORECASE)


@dataclass(frozen=True)
class Mistaken:
    """The statement that is meant, and the mistake that leads to its number, in words."""

    statement: str
    mistake: str


def mistaken(view: View, value: Stated, near: Around) -> Iterator[Mistaken]:
    """The statements whose number a mistake explains."""
    yield from _quotients(value, near)
    if value.about:
        return
    yield from (Mistaken(found, "another normalisation's means are counted") for found in statistics.confused(view, value, near))
    if value.kind == "count" and value.unit == "params":
        text = plain(view.sentence.text.chars)
        if not _told_twice(text) and not _MORE.match(text, value.end):
            yield from _written(view, value)
            yield from _biases(value.number, near, both_told=bool(_WEIGHTS_ALONE.search(text)))
            yield from _connected(value.number, near)
        yield from _channels_forgotten(value.number, near, "params")
    if value.kind == "count" and value.unit == "macs":
        yield from _channels_forgotten(value.number, near, "macs")
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
    if comes_out(value.number, near.bare):
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
        sizes = {"height": str(h), "width": str(w), "in_channels": str(c), "kernel_size": str(window), "stride": str(step), "padding": "0"}
        yield Mistaken(f"{call('output_shape', 'max_pool2d', sizes)} == ({made_h}, {made_w}, {made_c})", "the channels are pooled too")


def _told_twice(text: str) -> bool:
    """Whether a count is told without the biases and then with them."""
    return bool(_TWO_WAYS.search(text)) and len(_COUNTED.findall(text)) > 1


def _once(values: list[int]) -> int | None:
    return values[0] if len(values) == 1 else None


def _sizes(near: Around) -> tuple[int | None, int | None, int | None]:
    """Kernel, channels in and out, each where the nearest text that gives it gives it once."""
    case = near.case
    once = [_once(case.of(role)) for role in ("in_channels", "out_channels")]
    return _once(near.own_kernels or near.kernels[:1]), once[0], once[1]


def _biases(number: int, near: Around, both_told: bool) -> Iterator[Mistaken]:
    """The biases left out where the note counts them, counted where it leaves them out, one for each input."""
    said = next((b for b in (bias_said(near.own), near.case.bias) if b is not None), None)
    kernel, i, o = _sizes(near)
    if said is None or i is None or o is None:
        return
    layers: list[tuple[str, int | None, int]] = [("conv2d", kernel, kernel * kernel * i * o)] if kernel else []
    if kernel in (None, 1) and counts.connected(near):
        layers.append(("linear", None, i * o))
    for kind, k, weights in layers:
        wrong = {
            weights: "the biases are left out",
            weights + i: "there is a bias for each input",
            weights + 1: "there is one bias for all",
        }
        wrong = wrong if said else {weights + o: "the biases are counted"}
        sizes = (
            {"kernel_size": str(k), "in_channels": str(i), "out_channels": str(o)}
            if k
            else {"in_features": str(i), "out_features": str(o)}
        )
        if number == weights and said and both_told:
            continue  # 重みは 1200、バイアスは 16
        if number in wrong and number != weights + o * said:
            yield Mistaken(f"{call('params', kind, {**sizes, 'bias': str(said).lower()})} == {number}", wrong[number])


def _connected(number: int, near: Around) -> Iterator[Mistaken]:
    """A fully connected layer's weights alone, said to include the biases: 37,632 values on 20 units."""
    if bias_said(near.own) is not True or not counts.connected(near):
        return
    for units in near.case.near("units") or near.case.of("units")[:1]:
        inputs = number // units
        if units > 1 and inputs * units == number and inputs >= units and inputs in near.bare:
            sizes = {"in_features": str(inputs), "out_features": str(units), "bias": "true"}
            yield Mistaken(f"{call('params', 'linear', sizes)} == {number}", "the biases are left out")


def _quotients(value: Stated, near: Around) -> Iterator[Mistaken]:
    """Two counts of a sentence and, right behind them, a quotient that is not theirs."""
    totals = shares.numbers(near.own) if value.kind == "share" else []
    if len(totals) != 2 or min(totals) < LARGE or max(totals) == min(totals):
        return
    between = near.own[: value.start].rpartition(f"{totals[1]:,}")[2] if f"{totals[1]:,}" in near.own else ""
    if not between or not _SO.match(between):
        return
    quotient = Fraction(max(totals), min(totals))
    known = (quotient, 1 / quotient, quotient - 1, 1 - 1 / quotient)
    if all(abs(value.share - q) > q * OFF for q in known) and max(value.share, 1 / value.share) < 3 * quotient:
        share = value.share if value.share > 1 else 1 / value.share
        said = f"{float(share):.{value.places}f}" if value.places else f"{share.numerator}/{share.denominator}"
        yield Mistaken(f"{max(totals)}/{min(totals)} ~= {said}", "it is divided wrongly")


def _written(view: View, value: Stated) -> Iterator[Mistaken]:
    """A product written out that has no biases though they are said to be counted, or has them though they are not."""
    text = plain(view.sentence.text.chars)
    said = bias_said(text)
    found = _PRODUCT.search(text, max(0, value.start - 60), value.start)
    if said is None or found is None:
        return
    factors = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", found["product"])]
    added = int(found["added"].replace(",", "")) if found["added"] else 0
    weights = prod(factors)
    if weights + added != value.number or bool(added) == said or (added and added not in factors):
        return
    mistake = "the biases are left out" if said else "the biases are counted"
    if len(factors) == 2:
        sizes = {"in_features": str(factors[0]), "out_features": str(factors[1])}
        yield Mistaken(f"{call('params', 'linear', {**sizes, 'bias': str(said).lower()})} == {value.number}", mistake)
    side = next((a for a, b in pairwise(factors) if a == b and a <= 11), None)
    if len(factors) == 4 and side:
        i, o = (n for n in factors[:] if n != side) if factors.count(side) == 2 else (factors[2], factors[3])
        if factors[0] == o or (factors[0] == i and factors[-1] != o):
            i, o = o, i
        yield Mistaken(
            f"{call('params', 'conv2d', {'kernel_size': str(side), 'in_channels': str(i), 'out_channels': str(o), 'bias': str(said).lower()})} == {value.number}",
            mistake,
        )


def _channels_forgotten(number: int, near: Around, predicate: str) -> Iterator[Mistaken]:
    """The channels of the input, or the filters, left out of a product."""
    kernel, i, o = _sizes(near)
    if (
        near.kinds
        or kernel is None
        or i is None
        or o is None
        or min(i, o, kernel) < 2
        or _PARTED.search(near.every_text())
    ):
        return
    if i not in _named_channels(near):
        return
    said = bias_said(near.own)
    sizes = {"kernel_size": str(kernel), "in_channels": str(i), "out_channels": str(o)}
    if predicate == "params":
        for bias in (True, False) if said is None else (said,):
            if number == kernel * kernel * o + o * bias:
                yield Mistaken(
                    f"{call('params', 'conv2d', {**sizes, 'bias': str(bias).lower()})} == {number}",
                    "the channels of the input are left out",
                )
        return
    for h, w in counts.planes(near):
        if number in (h * w * kernel * kernel * o, h * w * kernel * kernel * i) and i != 1:
            at = {"height": str(h), "width": str(w), "stride": "1", "padding": "same"}
            yield Mistaken(f"{call('macs', 'conv2d', {**sizes, **at})} == {number}", "channels are left out")


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
    if not extents.DENSE.search(near.every_text()) or _COMPRESSED.search(near.said) or near.own_shapes:
        return
    for block in extents.blocks(near):
        for wrong in (block.layers - 1, block.layers + 1):
            if block.rate and number == block.first + block.rate * wrong and wrong >= 0:
                yield Mistaken(f"{block} == {number}", f"the block is taken to have {wrong} layers")


def _fields(number: int, near: Around) -> Iterator[Mistaken]:
    """Fields of repeated stacks added up; the kernels of plain layers added up."""
    text = near.every_text()
    if not extents.SEES.search(near.said):
        return
    kernel = _once(extents.widths(near.said)) or _once(extents.widths(text)) or _once(near.kernels)
    layers = _once(extents.layers(near.said)) or _once(extents.layers(text))
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
    side = _once(list(dict.fromkeys(value.numbers[:2]))) if value.kind == "shape" else value.number
    if side in wrong and side != right and side is not None and free >= 0 and lengths.is_output(value, near):
        sizes = {"height": str(n), "width": str(n), "kernel_size": str(k), "stride": str(s), "padding": str(p)}
        yield Mistaken(f"{call('output_size', 'conv2d', sizes)} == {side}", wrong[side])
