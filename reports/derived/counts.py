"""Counts of weights and operations: the layers and sizes whose count comes to a stated number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from .. import patterns as re
from ..counting.groups_told import groups_above
from ..reading import View, call
from ..sizes.counting import bias_said
from ..sizes.sizing import plane
from ..vocabulary import family
from .around import Around, assigned
from .slips import is_slip
from .stated import ABOUT, EXACT, SLIPPED, Stated
from .strides import plane_before

_UNSHARED = re.compile(
    r"\b(?:private|its own|own copy|not shared|unshared|without sharing|locally connected)\b|共有(?:せず|しな|がな)|別々の",
    re.IGNORECASE,
)
STEPS = re.compile(
    r"separable|分離|depth-?wise|point-?wise|mobilenet|デプスワイズ|ポイントワイズ|深さ方向|チャン?ネル(?:ごと|別|毎)|[1１一]枚ずつ",
    re.IGNORECASE,
)
POINTWISE = re.compile(r"point-?wise|ポイントワイズ", re.IGNORECASE)
_FULLY = re.compile(
    r"fully[- ]connected|\bfc\d?\b|\bdense\b|linear|全結合|線形|ユニット|\bunits?\b|neurons?|ニューロン|classifier|アフィン|affine",
    re.IGNORECASE,
)
_NEURON = re.compile(r"\bneuron\b|\bunit\b|ニューロン|ユニット", re.IGNORECASE)
_LARGE = re.compile(r"(?<![\d.A-Za-z_])(?:\d{1,3}(?:,\d{3}){1,3}|\d{2,7})(?![\d.]*\d)")
WIDEST = 4_096  # channels of a convolution
_LEAST = 100  # a smaller number, of which no word says what it counts, comes out of many sizes


def candidates(view: View, value: Stated, near: Around) -> Iterator[str]:
    """The statements of a count, the special layers that are named first."""
    number = value.number
    if near.case.masked:
        return  # a mask leaves only some of the weights
    if value.unit == "" and number < 1_000:
        return
    if value.unit in ("params", "") and {family(m.tag) for m in view.sentence.subjects if not m.weak} == {
        "normalisation"
    }:
        yield from (f"{left} == {number}" for left in _normalising(number, near))
        return
    relation = "~=" if value.about else "=="
    with_biases = value.unit == "params" and bias_said(near.own)  # which a product does not count
    if number >= _LEAST and not with_biases:
        yield from (f"{left} {relation} {value.printed}" for left in _in_words(number, near, value.how))
    if value.unit in ("params", ""):
        yield from (f"{left} {relation} {value.printed}" for left in _params(number, near, value.how))
    if value.unit in ("macs", "") and number >= _LEAST:
        yield from (f"{left} {relation} {value.printed}" for left in _macs(number, near, value.how))
    if number >= _LEAST:
        yield from (f"{left} {relation} {value.printed}" for left in _products(value, near))


def tried(value: Stated, near: Around) -> int:
    """How many counts the sizes around a value allow, roughly."""
    channels = len(near.channels("in_channels")) * len(near.channels("out_channels"))
    params = channels * (len(near.kernels) + 1) * len(near.biases)
    macs = channels * (len(near.kernels) + 1) * len(planes(near))
    return len(near.shapes) + (0 if value.unit == "macs" else params) + (0 if value.unit == "params" else macs)


def _close(found: int, number: int, how: str) -> bool:
    """Whether a count is the number that is stated: exactly, nearly, or but for a slip of the pen."""
    if how == SLIPPED:
        return is_slip(number, found)
    return found == number or (how == ABOUT and abs(found - number) * 50 <= number)


def comes_close(found: int, value: Stated) -> bool:
    """Whether a count is the value, as it is stated."""
    return _close(found, value.number, value.how)


def _meant(near: Around, *kinds: str) -> bool:
    """Whether a layer may be meant: where special ones are named, only these."""
    return not near.kinds or bool(near.kinds & set(kinds))


_FILTER = re.compile(r"filter|kernel|フィルタ|カーネル|窓|枠|1\s*枚|neuron|ニューロン", re.IGNORECASE)


def _params(number: int, near: Around, how: str) -> Iterator[str]:
    ins, outs = near.channels("in_channels"), near.channels("out_channels")
    steps = STEPS.search(near.every_text())
    parted = [g for g in near.case.near("groups") or groups_above(near.own, near.texts[:1]) if g > 1]
    for kernel, bias in product([] if parted else near.kernels, near.biases):
        extra = bias == "true"
        for i in ins:
            sizes = {"kernel_size": str(kernel), "in_channels": str(i)}
            if steps and _meant(near, "depthwise_conv2d") and _close((kernel * kernel + extra) * i, number, how):
                yield call("params", "depthwise_conv2d", {**sizes, "bias": bias})
            if kernel > 1 and _close(kernel * kernel * i + extra, number, how) and (_FILTER.search(near.own) or not near.case.every("out_channels")):
                yield call("params", "conv2d", {**sizes, "out_channels": "1", "bias": bias})
            for o in (o for o in outs if near.agrees(i, o)):
                if _meant(near, "conv2d", "pointwise_conv2d") and _close(
                    (kernel * kernel * i + extra) * o, number, how
                ):
                    yield call("params", "conv2d", {**sizes, "out_channels": str(o), "bias": bias})
                yield from _separable(number, kernel, i, o, bias, near, how)
    for bias, i, o in product(near.biases, ins, outs):
        if not near.agrees(i, o):
            continue
        count = (i + (bias == "true")) * o
        if _close(count, number, how) and min(i, o) > 1:
            if _meant(near, "pointwise_conv2d") and (1 in near.kernels or POINTWISE.search(near.every_text())):
                yield call("params", "pointwise_conv2d", {"in_channels": str(i), "out_channels": str(o), "bias": bias})
            if connected(near):
                yield call("params", "linear", {"in_features": str(i), "out_features": str(o), "bias": bias})
    yield from _flattened(number, near, how)
    yield from _normalising(number, near)


_MOVING = re.compile(r"moving (?:mean|var|stat|average)|running (?:mean|var|stat)|移動(?:平均|分散|統計)", re.IGNORECASE)

_LEARNED = re.compile(r"学習(?:可能|さ|する|パラ)|訓練可能|\b(?:learned|learnable|trainable)\b", re.IGNORECASE)


def _normalising(number: int, near: Around) -> Iterator[str]:
    """A scale and a shift for each channel, and its moving statistics."""
    if "batch_norm" in near.kinds or re.search(r"norm|正規化", near.own + "".join(near.texts[:1]), re.IGNORECASE):
        moving = _MOVING.search(near.own) and not re.search(r"除|without|exclud|\bnot\b|残り|rest|ではな|include", near.own, re.IGNORECASE)
        for c in near.channels("in_channels"):
            if number in ((4 * c,) if moving else (2 * c,) if _LEARNED.search(near.own + near.unit) else (2 * c, 4 * c)):
                more = {"moving": "true"} if number == 4 * c else {}
                yield call("params", "batch_norm", {"in_channels": str(c), **more})


def connected(near: Around) -> bool:
    """Whether a fully connected layer is spoken of."""
    return "linear" in near.kinds or (not near.kinds and bool(_FULLY.search(near.own + "\n".join(near.texts[:2]))))


def _separable(number: int, kernel: int, i: int, o: int, bias: str, near: Around, how: str) -> Iterator[str]:
    """Both steps together; libraries put the bias behind the second alone."""
    if not _meant(near, "depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d") or not STEPS.search(
        near.every_text()
    ):
        return
    sizes = {"kernel_size": str(kernel), "in_channels": str(i), "out_channels": str(o)}
    step, mixing = kernel * kernel * i, i * o
    if bias == "false" and _close(step + mixing, number, how):
        yield call("params", "depthwise_separable_conv2d", {**sizes, "bias": bias})
    if bias == "true" and _close(step + i + mixing + o, number, how):
        yield call("params", "depthwise_separable_conv2d", {**sizes, "bias": bias})
    if bias == "true" and _close(step + mixing + o, number, how):
        first = call("params", "depthwise_conv2d", {"kernel_size": str(kernel), "in_channels": str(i), "bias": "false"})
        yield (
            first
            + " + "
            + call("params", "pointwise_conv2d", {"in_channels": str(i), "out_channels": str(o), "bias": "true"})
        )


def _flattened(number: int, near: Around, how: str) -> Iterator[str]:
    """A fully connected layer on all the values of a map."""
    if not connected(near):
        return
    one = [1] if _NEURON.search(near.own) else []
    for shape, o, bias in product(
        [s for s in near.shapes if len(s) == 3], [*one, *near.channels("out_channels")], near.biases
    ):
        volume = shape[0] * shape[1] * shape[2]
        if _close((volume + (bias == "true")) * o, number, how) and (o > 1 or one):
            yield call("params", "linear", {"in_features": str(volume), "out_features": str(o), "bias": bias})


def _macs(number: int, near: Around, how: str) -> Iterator[str]:
    ins, outs = ([n for n in near.channels(role) if n <= WIDEST][:8] for role in ("in_channels", "out_channels"))
    steps = STEPS.search(near.every_text())
    mixing = steps or 1 in near.kernels
    for (h, w), i in product(planes(near), ins):
        if how == EXACT and number % (h * w):
            continue
        at = {"height": str(h), "width": str(w)}
        placed = {"stride": "1", "padding": "same"}
        if plane_before(near, (h, w)) > 1:
            continue
        for o in (o for o in outs if near.agrees(i, o)):
            if mixing and _meant(near, "pointwise_conv2d") and _close(h * w * i * o, number, how):
                yield call("macs", "pointwise_conv2d", {"in_channels": str(i), "out_channels": str(o), **at})
        for kernel in near.kernels:
            window = kernel * kernel
            sizes = {"kernel_size": str(kernel), "in_channels": str(i)}
            if steps and _meant(near, "depthwise_conv2d") and _close(h * w * window * i, number, how):
                yield call("macs", "depthwise_conv2d", {**sizes, **at, **placed})
            for o in (o for o in outs if near.agrees(i, o)):
                if _meant(near, "conv2d") and _close(h * w * window * i * o, number, how):
                    yield call("macs", "conv2d", {**sizes, "out_channels": str(o), **at, **placed})
                if (
                    _meant(near, "depthwise_separable_conv2d", "depthwise_conv2d")
                    and steps
                    and _close(h * w * i * (window + o), number, how)
                ):
                    yield call("macs", "depthwise_separable_conv2d", {**sizes, "out_channels": str(o), **at})


def planes(near: Around) -> list[tuple[int, int]]:
    """Heights and widths of maps within reach, what a step of two or a window without padding leaves of them too."""
    found: list[tuple[int, int]] = []
    for shape in near.shapes:
        found.append(plane(shape))
    for role in ("height", "out_height"):
        found += [(n, n) for n in near.case.every(role)]
    found = [p for p in dict.fromkeys(found) if min(p) > 1]
    found = found or [(n, n) for n in assigned([near.own, *near.texts, *near.further]) if n > 3]
    if near.case.of("padding") == [0] and not near.case.same and near.kernels and near.kernels != [1]:
        made = {(n, n) for n in near.case.every("out_height")}
        found = [*made, *((h - k + 1, w - k + 1) for k in near.kernels if k > 1 for h, w in found if min(h, w) > k)]
    halves = [((h + 1) // 2, (w + 1) // 2) for h, w in found] if 2 in near.case.every("stride") else []
    return list(dict.fromkeys([*found, *halves]))[:10]


def _in_words(number: int, near: Around, how: str) -> Iterator[str]:
    """A product of two numbers of the sentence itself: 24,576 outputs times 147."""
    own = [n for n in dict.fromkeys(_LARGE.findall(near.own)) if int(n.replace(",", "")) > 9]
    for a, b in combinations([int(n.replace(",", "")) for n in own[:6]], 2):
        if _close(a * b, number, how) and number > 999:
            yield f"{a}*{b}"


def volumes(value: Stated, near: Around) -> Iterator[str]:
    """How many values a map has."""
    for shape in near.shapes:
        volume = shape[0] * shape[1] * (shape[2] if len(shape) == 3 else 1)
        if not value.named and len(shape) == 3 and _close(volume, value.number, value.how) and volume > 99:
            yield "*".join(map(str, shape))


def _products(value: Stated, near: Around) -> Iterator[str]:
    """How many values a map has; how many numbers its units would hold if each had its own."""
    number, how = value.number, value.how
    yield from volumes(value, near)
    for shape in near.shapes:
        volume = shape[0] * shape[1] * (shape[2] if len(shape) == 3 else 1)
        if _UNSHARED.search(near.every_text()) and volume > 99:
            for kernel, i, bias in product(near.kernels, near.channels("in_channels"), (1, 0)):
                if _close(volume * (kernel * kernel * i + bias), number, how):
                    yield f"{volume}*({kernel}*{kernel}*{i} + {bias})"
