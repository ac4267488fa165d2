"""One layer told, and then what comes out where one of its settings is another: "with a stride of 2 it would be 14x14x10".

The input and the window stand in the sentences before (or at the head of this one); the sentence has only what is
changed (stride, padding, dilation), once or several times, each time with its result: "With stride 1 the output is 5x5,
with stride 2 it is 3x3". What goes in is the input that was given, never the result of the sentence before. A map said
to stay as it is ("keeps it at 28x28", 28×28 が保たれる) is read alike: it goes in, and comes out.

Where no padding is told, the custom is that by which most of the results come out right. A result that fails is refuted
only where one window, one input and no other step are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .. import patterns as re
from ..decided import IN_PAIRS
from ..reading import Reading, View
from ..sizes.forward import WINDOWED, outcomes
from ..sizes.geometry import Shape, flat
from ..sizes.operations import Operation
from ..sizes.setting import sentences_above
from ..sizes.sizing import Sizes, is_by_an_unsaid_step, plane
from ..sizes.spoken import example_in, over, unclear
from ..text.sentences import Sentence
from . import transforms
from .transforms import GUESSED
from .upward import goes_up

REACH = 4  # sentences above, of the same paragraph or the one right before it
LONGEST = 300
_STAYS = (
    re.compile(
        r"\b(?:keep|kept|leav|hold|held|preserv|maintain)\w*\s+(?:it|them|its size|the \w+(?: \w+)?)\s+(?:at|as|to)\s+(?:exactly\s+|an?\s+)?$"
        r"|\b(?:(?:re)?mains?|stays?|is still|is again)\s+(?:at\s+|an?\s+|exactly\s+)?$|\b(?:keeps?|preserves?|maintains?)\s+(?:the|its|a)\s+(?:size of\s+|side of\s+)?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s*(?:の?(?:サイズ|大きさ|特徴マップ|マップ|画像|まま))*(?:の|が|は|を|で)?\s*(?:保(?:たれ|て|つ|ち|っ)|維持|変わら(?:ない|ず|ぬ))|\s*のまま"
    ),
)
_ANOTHER = re.compile(
    r"\b(?:second|third|next|then|follow\w*|another|after|afterwards|subsequent\w*|further|twice|two|three|layers|stack\w*|each|first|last|whole|network)\b|次の|続|さらに|[2-9二三]\s*(?:層|段|回|つ目)|もう一|のあと|の後|各層|全体|最後|最初",
    re.IGNORECASE,
)
_NOT_OF_SIZES = re.compile(
    r"receptive|受容野|\bcovers?\b|\bsees?\b|見(?:え|る|渡)|parameters?|weights?\b|パラメータ|重みの?数|multipl|積和|計算量|演算|MACs|FLOPs|[?？]\s*$|\b(?:about|roughly|approximately|should|want|wish)\b|約|およそ|たい|transpos|転置|mistake|wrong|誤|間違|\bnot\b|n't\b|without dilation|undilated|ordinary|通常の|普通の|ではな|round(?:s|ed|ing)? up|切り上げ|ceil|concat|結合|連結|crop|非対称|asymmetric|causal|因果",
    re.IGNORECASE,
)
_OTHER_KINDS = ("block", "linear", "flatten", "upsample", "conv_transpose2d", "global_avg_pool2d")


@dataclass(frozen=True)
class _Told:
    """The one layer of a passage and what goes in."""

    layer: Operation
    incoming: tuple[Sizes, ...]
    made: tuple[tuple[Operation, Sizes], ...]  # results of the layer as it was told


def read(view: View) -> Iterator[Reading]:
    """The results of a sentence under settings of its own."""
    s = view.sentence
    if (
        s.cell is not None
        or view.outline.blocks[s.block].kind in ("heading", "code", "fence", "formula")
        or len(s.text) > LONGEST
    ):
        return
    text = flat(s)
    if _NOT_OF_SIZES.search(text) or GUESSED.search(text) or goes_up(view):
        return
    results = _results(s, text)
    if not results or (told := _told(view, s, results)) is None:
        return
    yield from _readings(view, told, results)


@dataclass(frozen=True)
class _Result:
    """One size that comes out, under which settings, and whether it goes in as well."""

    shape: Shape
    setting: Operation
    stays: bool = False


def _results(s: Sentence, text: str) -> list[_Result]:
    """The results of a sentence, each with what is changed for it."""
    example = example_in(s)
    maps = [x for x in example.shapes if len(x.sizes) > 1]
    changed = list(example.operations)
    if any(o.kind in _OTHER_KINDS or o.times > 1 or o.call for o in changed):
        return []
    if stays := _staying(text, maps):
        return [_Result(stays, changed[0] if len(changed) == 1 else Operation(), True)] if len(changed) < 2 else []
    outs = [x for x in maps if x.role == "output"]
    if outs and (rest := [x for x in maps if x.role == "" and x.start > outs[0].end]):
        outs = sorted([*outs, *rest], key=lambda x: x.start)
    if not outs or not changed or len(changed) != len(outs):
        return []
    before = all(a.start < b.start for a, b in zip(changed, outs, strict=True))
    after = all(a.start > b.start for a, b in zip(changed, outs, strict=True))
    apart = (
        all(b.start < c.start for b, c in zip(outs, changed[1:], strict=False))
        if before
        else after and all(a.start < b.start for a, b in zip(changed, outs[1:], strict=False))
    )
    if not apart or _ANOTHER.search(text):
        return []
    return [_Result(x, o) for x, o in zip(outs, changed, strict=True)]


def _staying(text: str, maps: Sequence[Shape]) -> Shape | None:
    """The one map that is said to stay as it is."""
    if len({x.sizes for x in maps}) != 1 or re.search(r"保たれな|維持されな|保てな", text):
        return None
    last = maps[-1]
    behind = _STAYS[1].match(text, last.end)
    return last if behind or _STAYS[0].search(text[: last.start]) else None


def _passage(view: View) -> Iterator[Sentence]:
    """The sentences just before, nearest first: of its paragraph, the items beside it, the paragraph before."""
    s = view.sentence
    for count, e in enumerate(sentences_above(view)):
        if count >= REACH or e.cell is not None or s.block - e.block > 2:
            return
        yield e


def _told(view: View, s: Sentence, results: Sequence[_Result]) -> _Told | None:
    """The layer and its input, where they are told once."""
    first = results[0]
    own = [o for r in results for o in [r.setting] if o.kernel]
    layer = replace(own[0], start=0, end=0) if own else Operation()
    incoming = [
        x.sizes for x in example_in(s).shapes if x.role == "input" and x.end <= first.shape.start and not first.stays
    ]
    if first.stays:
        incoming = [first.shape.sizes]
    made: list[tuple[Operation, Sizes]] = []
    apart = False
    for e in _passage(view):
        if layer.kernel and incoming and (apart or not first.stays):
            break
        above, words = transforms.told(view, e), flat(e)
        if (
            any(o.kind in _OTHER_KINDS or o.times > 1 or o.call for o in above.operations)
            or len([o for o in above.operations if o.kernel]) > 1
        ):
            return None
        if re.search(
            r"causal|因果|concat|結合|連結|crop|round(?:s|ed|ing)? up|切り上げ|ceil|非対称|asymmetric",
            words,
            re.IGNORECASE,
        ):
            return None
        outs = [x.sizes for x in above.outputs if len(x.sizes) > 1]
        for o in above.operations:
            if o.kernel and layer.kernel and o.kernel[:2] != layer.kernel[:2]:
                return None
            if outs and not o.kernel:
                continue  # the setting of another result
            if {"pool" in k for k in (o.kind, layer.kind) if k not in ("", "window")} == {True, False}:
                return None
            apart = True
            layer = over(layer, o)
        made += (
            [(o, x) for o, x in zip(above.operations, outs, strict=False)]
            if len(above.operations) == len(outs)
            else [(Operation(), x) for x in outs[:1]]
        )
        taken = [x.sizes for x in above.shapes if x.role != "output" and len(x.sizes) > 1 and x.sizes not in outs]
        if not first.stays and not incoming:
            incoming = taken
        elif first.stays and taken and plane(taken[0]) != plane(incoming[0]):
            return None
    apart = apart or (bool(own) and first.stays)
    if (
        not layer.kernel
        or len(layer.kernel) > 3
        or len(set(incoming)) != 1
        or (not apart and not any(not r.setting.kernel for r in results))
    ):
        return None
    return _Told(layer, tuple(incoming), tuple(made))


_OWN_LETTER = re.compile(r"(?<![A-Za-z_])(?![kKfFsSpPwWhHnNcCmM])[A-Za-z]\s*=\s*\d")  # r = 4, which may be a dilation
_MATRICES = re.compile(r"im2col|行列|\bmatri(?:x|ces)\b|reshape|GEMM|\bcol\b|並べて掛け", re.IGNORECASE)


def _readings(view: View, told: _Told, results: Sequence[_Result]) -> Iterator[Reading]:
    """Each result by the layer with its own setting."""
    text = flat(view.sentence)
    layers = [_with(r.setting, told.layer) for r in results]
    if any(o.kind not in ("", "window", *WINDOWED) for o in layers) or unclear(text, tuple(layers)):
        return
    if _MATRICES.search(text) or (_OWN_LETTER.search(text) and not any(o.dilation for o in layers)):
        return
    known = [(_with(o, told.layer), x) for o, x in told.made]
    custom = _custom([*zip(layers, (r.shape.sizes for r in results), strict=True), *known], told.incoming[0])
    notes = ("the layer is the one told before", *([IN_PAIRS] if len(results) > 1 else []))
    for result, layer in zip(results, layers, strict=True):
        size = result.shape.sizes
        found = [
            one
            for pad in custom
            for one in outcomes([layer if layer.padding else replace(layer, padding=pad)], told.incoming[0], size)
        ]
        good = [t for fits, t in found if fits]
        texts = list(dict.fromkeys(good or [t for _, t in found]))[:8]
        if not texts:
            continue
        sure = not (result.stays and is_by_an_unsaid_step(layer, told.incoming[0], size))
        yield Reading(
            texts[0],
            result.shape.start,
            result.shape.end,
            notes,
            tuple(texts[1:]),
            sure=sure,
            firm=True,
            spare=True,
            predicate="output_shape",
        )


def _with(setting: Operation, layer: Operation) -> Operation:
    return replace(over(setting, layer), times=1)


def _custom(results: Sequence[tuple[Operation, Sizes]], incoming: Sizes) -> list[tuple[int, ...] | str]:
    """The paddings, of none and of the same size, by which most of the results come out; both where none is told apart."""
    pads: list[tuple[int, ...] | str] = [(0,), "same"]
    right = [
        [
            any(fits for fits, _ in outcomes([o if o.padding else replace(o, padding=pad)], incoming, x))
            for o, x in results
        ]
        for pad in pads
    ]
    if len(results) > 1 and sum(right[0]) == sum(right[1]) and right[0] != right[1]:
        return [pads[0] if right[0] > right[1] else pads[1]]  # by the one that the first result shows
    return [pad for pad, found in zip(pads, right, strict=True) if sum(found) == max(map(sum, right))]
