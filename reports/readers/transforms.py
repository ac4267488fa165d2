"""Worked examples: so large a map through such a window comes out so large, in prose, lists, pipelines and answers.

The operation and the shapes are taken from the sentence (`geometry.py`); what it lacks comes from the sentences above it,
the nearest first. Where stride or padding go without saying, each custom is tried, and only what fails in all of them
is refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from ..geometry import Layer, Shape, flat, kinds_of, layer_of
from ..reading import Reading, View, call
from ..scope import NEARBY
from ..sentences import Sentence
from ..setting import sentences_above
from ..vocabulary import family

REACH = 14  # sentences above that an example is gathered from
MAX_WAYS = 10  # customs tried
_ARROW = re.compile(r"→|->|⇒|=>|—>|⟶|➡|↓")
_NO_EXAMPLE = re.compile(
    r"receptive field|受容野|effective|実効|実質|見渡|範囲|\bcovers?\b|\bsees?\b|parameters?|weights?\b|パラメータ|重みの?数|multipl|積和|計算量|演算|MACs|FLOPs|複数の|layers? of|全体で",
    re.IGNORECASE,
)
_SUPPOSING = re.compile(
    r"^\W*(?:suppose|assume|consider|let|given|say)\b|とする|を考え|としよう|とします|how (?:large|big|many)|what (?:is|are|size)", re.IGNORECASE
)
_LABELLED = re.compile(r"^\W*[^:：]{1,48}[:：]\s*[\[(]?\s*\d")
_SENTENCE = re.compile(r"出力|output|result|answer|答", re.IGNORECASE)
_ASIDE = re.compile(r"^\W*(?:なお|ただし|ここで|このとき|where|here|with|using|assuming)", re.IGNORECASE)
_REPEATED = re.compile(
    r"(?:\b(?:two|three|four|five|several|all|both|each of the)\b|[2-9]\s*(?:回|層|段|つの(?:畳|プ|層))|二回|三回|複数回)[^.。]{0,24}(?:layers?|poolings?|convolutions?|プーリング|畳み|層|times|回)|繰り返|[2-9二三四五]\s*回|複数回|\btwice\b|\b(?:\d|two|three|four|five) times\b|\bin a row\b|\bstacked\b|層重ね",
    re.IGNORECASE,
)


def read(view: View) -> Iterator[Reading]:
    """The results that a sentence states in numbers."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    stages = stages_of(text)
    whole = layer_of(text)
    between = len([x for x in whole.shapes if x.role != "kernel"])
    if len(stages) > 2 or (len(stages) == 2 and not whole.inputs and between > 1):
        yield from _pipeline(view, stages)
        return
    own = _answer(view, text, whole)
    if not own.outputs or _SUPPOSING.search(s.words) or _REPEATED.search(text):
        return
    if len(own.outputs) == 1 and len({(x.sizes[:2], x.start) for x in own.shapes if x.role == "kernel" and x.start < own.outputs[0].start}) > 1:
        return  # several operations, one result
    own = own.over(_aside(view))
    label = _LABELLED.match(text)
    if label and own.kind and not own.inputs and own.outputs[0].start <= label.end() and not _SENTENCE.search(text):
        return  # a line of a listing (`rows.py`)
    for output in own.outputs:
        if _NO_EXAMPLE.search(_clause(text, output)) and not re.search(r"output|出力", text, re.IGNORECASE):
            continue
        if len(output.sizes) == 1 and not (own.kernel or own.inputs or re.search(r"output|出力|width|length|長さ", text, re.IGNORECASE)):
            continue
        reading = _result(view, own, output)
        if reading:
            yield reading


def _answer(view: View, text: str, own: Layer) -> Layer:
    """A shape alone, under a question or a label ("A."), is an answer."""
    if len(own.shapes) != 1 or own.outputs or len(text.strip(" *。.")) > own.shapes[0].end - own.shapes[0].start + 2:
        return own
    above = next(iter(sentences_above(view)), None)
    asked = above is not None and (above.has("question") or re.search(r"[?？]\s*$|^\W*(?:A|答え?)\W*$", above.words))
    return replace(own, shapes=[replace(own.shapes[0], role="output")]) if asked else own


def _clause(text: str, shape: Shape) -> str:
    start = max(text.rfind(c, 0, shape.start) for c in "。;；") + 1
    return text[start : shape.end + 30]


@lru_cache(maxsize=2_048)
def layer_in(sentence: Sentence) -> Layer:
    """What a sentence says of an operation (kept: each example looks at those above it)."""
    return layer_of(flat(sentence))


def _aside(view: View) -> Layer:
    """The sentence after it that only adds conditions: なおストライドは2とする."""
    after = [e for e in view.outline.sentences[view.sentence.block] if e.number == view.sentence.number + 1]
    return layer_in(after[0]) if after and _ASIDE.match(after[0].words) and not layer_in(after[0]).shapes else Layer()


# One result


_PADS_IT = re.compile(
    r"padd\w*[^.;]{0,40}\b(?:turns?|makes?|enlarges?|grows?|extends?)\b|埋め(?:る|た)?と|パディング(?:を(?:行|施|加|付|し)\S{0,3}|する)と", re.IGNORECASE
)


def _padded(text: str, own: Layer, output: Shape) -> Reading | None:
    """A map that is only padded: a padding of 1 makes 34x34 of 32x32."""
    before = text[: output.start]
    if not _PADS_IT.search(before) or kinds_of(before):
        return None
    padding = layer_of(before).padding
    incoming = [x.sizes for x in own.inputs if x.start < output.start]
    if not incoming or not padding or padding == "same":
        return Reading("", 0, 0)
    return Reading(f"{incoming[-1][0]} + 2*{padding[0]} == {output.sizes[0]}", output.start, output.end, predicate="output_shape")


def _result(view: View, own: Layer, output: Shape) -> Reading | None:
    padded = _padded(flat(view.sentence), own, output)
    if padded:
        return padded if padded.statement else None
    layer, incoming, near = _gathered(view, own, output)
    if not incoming or len(output.sizes) > 3:
        return None
    if len(kinds := [k for k in own.kinds if k not in ("relu", "conv2d")]) > 1 and len(own.outputs) == 1:
        layer = replace(layer, kind=kinds[-1])
    reading = reading_of(layer, incoming, output.sizes, output.start, output.end)
    unclear = not near or view.sentence.has("hedged") or _unclear(flat(view.sentence), layer)
    return replace(reading, sure=not unclear and reading.sure, firm=near) if reading else None


_STEP_WORDS = re.compile(r"stride|strided|ストライド|\bpad|パディング|dilat|拡張", re.IGNORECASE)


def _unclear(text: str, layer: Layer) -> bool:
    """Whether the sentence speaks of stride or padding in words that gave no number."""
    for word in _STEP_WORDS.finditer(text):
        name = word[0].lower()
        value = layer.stride if name.startswith("str") or name == "ストライド" else layer.padding if "pad" in name or name == "パディング" else layer.dilation
        if value in ((), None):
            return True
    return False


def _gathered(view: View, own: Layer, output: Shape) -> tuple[Layer, list[tuple[int, ...]], bool]:
    """The whole example: the layer, what may go in, and whether all of it is plain enough to say that it fails."""
    before = [s for s in own.inputs if s.start < output.start] or own.inputs
    incoming = [before[-1].sizes] if before else []
    layer, near = own, True
    if incoming and (own.kernel or "pool" in own.kind or own.kind == "pointwise_conv2d"):
        return _named(view, own), incoming, True
    complete = bool(own.kernel)
    inputs_done = bool(incoming)
    for count, sentence in enumerate(sentences_above(view)):
        if count >= REACH or (inputs_done and layer.kernel):
            break
        above = layer_in(sentence)
        if sentence.cell is not None:
            continue
        if not (complete and above.outputs):
            padding = layer.padding
            known = "pool" in layer.kind or layer.kind == "conv_transpose2d"
            layer = layer.over(above)
            if known:  # another layer's padding is not this one's
                layer = replace(layer, padding=padding)
        if not inputs_done:
            made, taken = [s.sizes for s in above.outputs[::-1]], [s.sizes for s in above.inputs]
            varied = not complete and "pool" not in own.kind  # the same example with another stride, not the next layer
            found = [*(taken + made if varied else made + taken), *(s.sizes for s in above.shapes if s.role == "")]
            given = [s.sizes for s in above.inputs]
            incoming += [sizes for sizes in found if (sizes != output.sizes or sizes in given) and sizes not in incoming]
            inputs_done = bool(above.inputs) or len(incoming) >= 3 or bool(incoming and complete)
        near = near and count < 4
    return _named(view, layer), incoming[:3], near


def _named(view: View, layer: Layer) -> Layer:
    """The operation of the heading or the text above, where the sentence speaks only of windows and filters."""
    transition = view.subject(0, lambda n: n == "transition_layer") if layer.kernel[:2] in ((), (1, 1)) else None
    if transition and transition.where != NEARBY:
        return replace(layer, kind="transition_layer")
    if layer.kind not in ("", "conv2d"):
        return layer
    plain = layer.kind == "conv2d" and re.search(r"conv|畳", flat(view.sentence), re.IGNORECASE)
    named = None if plain else view.subject(0, lambda n: n != "conv2d" and family(n) in ("convolution", "pooling", "transposed"))
    if named and (named.where in (NEARBY, "the text above") or (named.where and layer.kernel and named.where == "the sentence before")):
        named = None
    if named and named.where and layer.filters and family(named.subject) == "pooling":
        named = None  # a number of filters: no pooling
    kind = {"pool": "max_pool2d", "grouped_conv2d": "conv2d"}.get(named.subject, named.subject) if named else layer.kind
    return replace(layer, kind=kind or ("conv2d" if layer.kernel else ""))


# The statement


def reading_of(layer: Layer, incoming: Sequence[tuple[int, ...]], output: tuple[int, ...], start: int, end: int) -> Reading | None:
    """The reading of one result; sure where the operation's window and what goes in are known."""
    texts: list[str] = []
    if layer.kind == "conv1d" and any(len(s) > 1 for s in (*incoming, output)):
        layer = replace(layer, kind="conv2d")
    for sizes in incoming:
        texts += statements_of(layer, sizes, output)
    texts = list(dict.fromkeys(texts))[:MAX_WAYS]
    if not texts:
        return None
    pooled = "pool" in layer.kind
    changed = pooled and len(output) == 3 and all(len(i) == 3 and output[2] != i[2] for i in incoming) and output[0] != output[1]
    mixed = pooled and all(len(i) == 3 == len(output) and not set(output) & {i[2]} for i in incoming)
    known = bool(layer.kernel) or layer.kind in ("pointwise_conv2d", "global_avg_pool2d", "transition_layer") or mixed or changed
    return Reading(texts[0], start, end, (), tuple(texts[1:]), sure=known)


def statements_of(layer: Layer, sizes: tuple[int, ...], output: tuple[int, ...]) -> list[str]:
    """The statement for each custom of what is not given: padding that keeps the size or none, a pooling's step."""
    kind, way = layer.kind, _going_in(sizes, output)
    if kind == "transition_layer" and len(sizes) == len(output) == 3:
        return [f"{call('output_shape', kind, {**way, 'out_channels': str(output[2])})} == {_tuple(output)}"]
    if kind == "global_avg_pool2d" or ("pool" in kind and not layer.kernel and output[:2] == (1, 1)):
        kind = "global_avg_pool2d"
        return [f"{call('output_shape', kind, way)} == {_tuple(output)}"]
    if kind not in ("conv2d", "max_pool2d", "avg_pool2d", "depthwise_conv2d", "pointwise_conv2d", "conv_transpose2d", "depthwise_separable_conv2d", "conv1d"):
        return []
    if len(output) == 1 and not (layer.kernel or "pool" in kind):
        return []
    predicate = "output_size" if len(output) == 1 else "output_shape"
    strided = bool(layer.stride and layer.stride != (1,)) or bool(layer.padding and layer.padding not in ((0,), "same"))
    if (kind == "pointwise_conv2d" and strided) or (kind == "pointwise_conv2d" and layer.kernel[:2] not in ((), (1, 1))):
        layer, kind = replace(layer, kind="conv2d", kernel=layer.kernel[:2] or (1, 1)), "conv2d"
    channels = _coming_out(layer, sizes, output)
    if kind == "conv1d":
        way = {"time": str(sizes[0])}
    if kind == "pointwise_conv2d":
        return [f"{call('output_shape', kind, {**way, **channels})} == {_tuple(output)}"]
    if not layer.kernel and "pool" not in kind:
        return []
    found = []
    for kernel, stride, padding in product(*_customs(layer, sizes[-2 if _channels_first(sizes) else 0] % 2 == 0)):
        options = {**way, **kernel, **stride(kernel), **padding, **channels}
        if layer.dilation not in (None, 1) and kind in ("conv2d", "depthwise_conv2d"):
            options["dilation"] = str(layer.dilation)
        right = _tuple(output) if len(output) > 1 else str(*output)
        found.append(f"{call(predicate, kind, options)} == {right}")
    return found


def _tuple(values: tuple[int, ...]) -> str:
    return "(" + ", ".join(map(str, values)) + ("," if len(values) == 1 else "") + ")"


def _channels_first(sizes: tuple[int, ...]) -> bool:
    return len(sizes) == 3 and sizes[1] == sizes[2] and sizes[0] != sizes[1]


def _going_in(sizes: tuple[int, ...], output: tuple[int, ...]) -> dict[str, str]:
    if len(sizes) == 1:
        sizes = sizes * 2
    height, width, *channels = (sizes[1], sizes[2], sizes[0]) if _channels_first(sizes) else sizes
    way = {"height": str(height), "width": str(width)}
    return {**way, "in_channels": str(channels[0])} if channels and len(output) != 2 else way


def _coming_out(layer: Layer, sizes: tuple[int, ...], output: tuple[int, ...]) -> dict[str, str]:
    """The channels that come out: the filters given, else whatever is claimed; a pooling's are those that went in."""
    if len(output) != 3:
        return {}
    claimed = output[0] if _channels_first(output) else output[2]
    if "pool" in layer.kind or layer.kind == "depthwise_conv2d":
        return {} if len(sizes) == 3 else {"in_channels": str(claimed)}
    return {"out_channels": str(layer.filters or claimed)}


def _customs(layer: Layer, even: bool):
    """The windows, steps and paddings to try; a padded pooling only where an even map would not come out even."""
    pooled = "pool" in layer.kind
    kernel = layer.kernel[:2] or (2, 2)
    window = [{"kernel_size": str(kernel[0])}] if kernel[0] == kernel[1] else [{"kernel_height": str(kernel[0]), "kernel_width": str(kernel[1])}]
    if layer.stride:
        strides = [lambda _: _by_axis("stride", layer.stride)]
    elif pooled:
        strides = [lambda k: {"stride": next(iter(k.values()))}, lambda _: {"stride": "2"}]
    else:
        strides = [lambda _: {"stride": "1"}]
    if layer.padding:
        paddings = [{"padding": "same"}] if layer.padding == "same" else [_by_axis("padding", layer.padding)]
    elif pooled:
        paddings = [{"padding": "0"}, *([{"padding": str(kernel[0] // 2)}] if kernel[0] > 2 and even else [])]
    elif layer.kind == "conv_transpose2d":
        paddings = [{"padding": "0"}]
    else:
        paddings = [{"padding": "valid"}, {"padding": "same"}]
    return window, strides, paddings


def _by_axis(role: str, values) -> dict[str, str]:
    return {role: str(values[0])} if len(values) == 1 else {f"{role}_height": str(values[0]), f"{role}_width": str(values[1])}


# Pipelines


def stages_of(text: str) -> list[tuple[int, int]]:
    """The stretches between arrows."""
    bounds = [0, *(p for m in _ARROW.finditer(text) for p in m.span()), len(text)]
    return [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]


def _pipeline(view: View, stages: Sequence[tuple[int, int]]) -> Iterator[Reading]:
    """[32x32x3] -> CONV 3x3, 12 filters -> [32x32x12] -> POOL -> [16x16x12]: each operation with the shapes around it."""
    text = flat(view.sentence)
    incoming: tuple[int, ...] = ()
    pending: list[Layer] = []
    shared = _around(text, stages)
    for start, end in stages:
        layer = layer_of(text[start:end])
        plain = [s for s in layer.shapes if s.role != "kernel"]
        if layer.kind not in ("", "relu") and (layer.kernel or layer.kind != "conv2d" or not plain):
            pending.append(layer)
        if not plain:
            continue
        shape = plain[-1]
        steps = pending or ([shared] if shared else [])
        if incoming and len(steps) == 1 and len(shape.sizes) <= 3:
            reading = reading_of(steps[0], [incoming], shape.sizes, start + shape.start, start + shape.end)
            if reading:
                yield reading
        incoming, pending = shape.sizes if len(shape.sizes) <= 3 else (), []
    return


def _around(text: str, stages: Sequence[tuple[int, int]]) -> Layer | None:
    """The one operation of a sentence in which arrows stand only between shapes: 28x28 → 26x26（3x3, パディングなし）."""
    whole = layer_of(text)
    return whole if len(stages) == 2 and whole.kernel else None
