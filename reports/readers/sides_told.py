"""Sides in plain numbers: "227 なら 55 でぴったり", "maps of side 28", 32 → 28 → 14 → 10 → 5, 8 -> 16 of a transposed layer.

What comes out is one number; what goes in, the window, the step and the padding are looked for where they stand: in the
sentence, in the item or question it belongs to, in the lines above. A side that they lead to holds; one that they do not
is refuted only where the sentence (with the item over it) gives each of them, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from ...reference.layers import AvgPool2d, Conv2d, MaxPool2d
from .. import patterns as re
from ..decided import IN_PAIRS
from ..reading import Reading, View, call
from ..sizes.geometry import flat
from ..sizes.operations import NO_PADDING, Operation
from ..sizes.setting import question, sentences_above
from ..sizes.spoken import example_of
from .network_maps import built
from .networks import networks_in
from .upward import goes_up

_N = r"(?<![\d.,x/A-Za-z_-])(?<!分の)(?<!分の )(\d{1,4})(?![\d/]|[.,]\d|\s*x\s*\d|\s*分の)"
_ARROW = r"\s*(?:→|->|⇒|=>|\\to|\\rightarrow|\bto\b|,?\s*then(?: to)?\b|から|、(?:そして)?)\s*"
_CHAIN = re.compile(rf"{_N}(?:{_ARROW}(?:\d{{1,4}})(?![\d/x]|[.,]\d|\s*x\s*\d|\s*(?:channels?|ch\b|チャ|枚|個|層))){{1,9}}", re.IGNORECASE)
_SIDE_OUT = re.compile(
    rf"(?:\b(?:of side|on a side|side|sides of|handed back|hands back|returns?|returned|gives?|gave|leaves?|left|becomes?|became|yields?|get|gets|got|comes? out (?:as|at|with)|came out (?:as|at|with)|outputs?|to)\s+(?:exactly |only |just |again )?){_N}(?!\s*(?:channels?|filters|weights|param|values|layers|times|maps|%))"
    rf"|{_N}\s*(?:(?:画素|ピクセル|px)?(?:になる|になり|になっ|となる|となり|に(?:縮|減)|で(?:ぴったり|ちょうど|割り切)|が出[るて]|に落ち|でした|だった|です。)|(?:on a side|pixels (?:wide|across)|wide|across)\b)"
    rf"|(?<![A-Za-z_])(?:m|M|O|OH|OW|n'|N'|H'|W'|H_out|W_out|n_out|out|o)\s*=\s*{_N}",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"(?<![A-Za-z_])(?P<x>[A-Za-z](?:[A-Z]|_?\{?(?:in|h|w|H|W)\}?)?|size|stride|padding|pad|kernel)\s*=\s*(?P<n>\d{1,4})(?!\d|\.\d)")
_ROLES = {"size": ("n", "N", "H", "W", "I", "h", "w", "IH", "size", "i"), "kernel": ("k", "K", "f", "F", "FH", "FW", "KH", "kernel", "r", "R"), "stride": ("s", "S", "stride"), "padding": ("p", "P", "pad", "padding")}
_GIVEN = re.compile(rf"{_N}\s*(?:-?\s*(?:pixels?|px|画素|ピクセル|samples?)\b|なら|だと|の(?:入力|画像)|から|を(?:入れ|通))|(?:\b(?:of|from|a|an|side|fed|feeding|input)\s+|入力(?:が|は|を)?\s*|一辺(?:が|は)?\s*){_N}", re.IGNORECASE)
_PLANE = re.compile(r"(?<![\d.x])(\d{1,4})\s*x\s*\1(?!\d)")
_POOLS = re.compile(r"pool|プーリング|subsampl|down-?sampl|縮小|間引", re.IGNORECASE)
_TRANSPOSED = re.compile(r"transpos|転置|deconv|逆畳|up-?conv|up-?sampl|アップサンプ", re.IGNORECASE)
_OF_MAPS = re.compile(r"\bsides?\b|\bsizes?\b|\bmaps?\b|\bimages?\b|pixel|\bcrops?\b|\binput|\boutput|conv|pool|kernel|filter|stride|padding|\bstencil|一辺|縦横|サイズ|大きさ|画像|画素|マップ|入力|出力|畳|プーリング|フィルタ|カーネル|ストライド|パディング|余白", re.IGNORECASE)
_OTHER = re.compile(r"learning rate|学習率|receptive|受容野|dilat|拡張|膨張|parameters?\b|パラメータ|チャン?ネル数|accura|精度|epoch|エポック|ms\b|GB\b|MB\b|batch size", re.IGNORECASE)
LARGEST_WINDOW, NEAR = 11, 6


@dataclass(frozen=True)
class Layer:
    """One layer along one axis; `told` whether step and padding are said, not supposed."""

    kind: str
    kernel: int
    stride: int
    padding: int
    told: bool = False

    def out(self, size: int) -> int:
        """What comes out of so many."""
        if self.kind == "conv_transpose2d":
            return (size - 1) * self.stride + self.kernel - 2 * self.padding
        return (size + 2 * self.padding - self.kernel) // self.stride + 1 if size + 2 * self.padding >= self.kernel else 0

    def claim(self, size: int, said: int) -> str:
        """The statement that so many come out of so many."""
        options = {"height": size, "width": size, "kernel_size": self.kernel, "stride": self.stride, "padding": self.padding}
        return f"{call('output_size', self.kind, {k: str(v) for k, v in options.items()})} == {said}"


def read(view: View) -> Iterator[Reading]:
    """The chains, and the single sides."""
    s, outline = view.sentence, view.outline
    if s.cell is not None or outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 400 or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    if not re.search(r"\d", text) or _OTHER.search(text):
        return
    near = _texts(view)
    if not (_OF_MAPS.search(text) or any(_OF_MAPS.search(t) for t in near[:2])):
        return
    chains = [*_enlarged(view, text, near)] or list(_chains(text, near))
    yield from chains
    if not chains:
        yield from _single(view, text, near)


def _texts(view: View) -> list[str]:
    """The items, the question and the lines that the sentence goes on with, the nearest first."""
    s, outline = view.sentence, view.outline
    over = [flat(e) for b in outline.ancestors(s.block) for e in outline.sentences[b][::-1]]
    over += [flat(e) for e in question(view)[::-1]]
    over += [flat(e) for e in list(sentences_above(view))[:NEAR]]
    if len(over) < 2:
        over += [flat(e) for b in list(outline.headings(s.block))[:1] for e in outline.sentences[b]]
        over += [flat(e) for b in range(s.block - 1, max(-1, s.block - 4), -1) if outline.sections[b] == outline.sections[s.block] for e in outline.sentences[b][::-1]]
    return list(dict.fromkeys(t for t in over if t and len(t) < 600))


# The layers within reach


def layers_of(texts: list[str]) -> list[Layer]:
    """The windows that texts tell, each with its step and padding or with what is usual."""
    unpadded = any(NO_PADDING.search(t) or _UNPADDED.search(t) for t in texts)
    found: dict[Layer, None] = {}
    for text in texts:
        for one in lettered(text):
            found.setdefault(one)
        known = [x for operation in example_of(text).operations for x in _aslayers_of(operation, unpadded, text)]
        for layer in known or _loosely(text):
            found.setdefault(layer)
        if texts[0] is text and found and all(x.told for x in found) and not _POOLS.search(text):
            return list(found)  # it says itself what is done
        if _POOLS.search(text) and not any("pool" in x.kind for x in found):
            found.setdefault(Layer("max_pool2d", 2, 2, 0))
    return list(found)[:8]


def lettered(text: str) -> Iterator[Layer]:
    """The layer whose window, step and padding a text gives by letters: f=4, s=2, p=1."""
    given = _by_letters(text)
    if "kernel" in given and len(given.keys() & {"stride", "padding"}):
        kind = "conv_transpose2d" if _TRANSPOSED.search(text) else "conv2d"
        yield Layer(kind, given["kernel"], given.get("stride", 1), given.get("padding", 0), {"stride", "padding"} <= given.keys())


def _by_letters(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for m in _LETTERS.finditer(text):
        role = next((r for r, names in _ROLES.items() if m["x"] in names), "")
        if role:
            found.setdefault(role, int(m["n"]))
    return found


def _aslayers_of(operation: Operation, unpadded: bool, text: str) -> Iterator[Layer]:
    if not operation.kernel or len(set(operation.kernel[:2])) > 1 or operation.kernel[0] > LARGEST_WINDOW or operation.dilation or operation.total or operation.surplus:
        return
    kernel, stride = operation.kernel[0], operation.stride[0] if operation.stride else 0
    if "pool" in operation.kind or (operation.kind in ("", "window") and kernel == 2 and _POOLS.search(text)):
        padding = operation.padding[0] if isinstance(operation.padding, tuple) and operation.padding else 0
        yield Layer("max_pool2d", kernel, stride or kernel, padding, bool(operation.stride))
        return
    kind = "conv_transpose2d" if operation.kind == "conv_transpose2d" or _TRANSPOSED.search(text) else "conv2d"
    if isinstance(operation.padding, tuple) and operation.padding:
        yield Layer(kind, kernel, stride or 1, operation.padding[0], bool(operation.stride))
    elif operation.padding == "same":
        yield Layer(kind, kernel, stride or 1, kernel // 2)
    else:
        yield Layer(kind, kernel, stride or 1, 0, False)
        if not unpadded and kernel % 2:
            yield Layer(kind, kernel, stride or 1, kernel // 2)


_UNPADDED = re.compile(r"(?:余白|padding|パディング)(?:を|は)?(?:使わ|なし|無し)")
_STEP = re.compile(r"(?:stride|ストライド)\s*(?:of|=|が|は|を)?\s*(\d)(?!\d)", re.IGNORECASE)
_ZEROS = re.compile(r"(?:padding|パディング|余白|\bpad)\s*(?:of|=|が|は|を)?\s*(\d)(?!\d)", re.IGNORECASE)


def _loosely(text: str) -> Iterator[Layer]:
    """A small square beside a step or a padding is a window, whatever else is not said of it: 11x11, stride 4."""
    named = [(int(m[1]), text[m.end() : m.end() + 16]) for m in _PLANE.finditer(text) if int(m[1]) <= LARGEST_WINDOW]
    padded = 0 if NO_PADDING.search(text) or _UNPADDED.search(text) else None
    if len(named) > 1:
        for kernel, after in named:
            if re.match(r"\s*(?:の|max|average|avg|平均|最大)*\s*(?:値)?(?:pool|プーリング|subsampl|縮小)", after, re.IGNORECASE):
                yield Layer("max_pool2d", kernel, kernel, 0)
            elif padded == 0 and re.match(r"\s*(?:の|で)?\s*(?:conv|畳|filter|kernel|フィルタ|カーネル|窓|stencil)", after, re.IGNORECASE):
                yield Layer("conv2d", kernel, 1, 0)
        return
    windows = list(dict.fromkeys(int(m[1]) for m in _PLANE.finditer(text) if int(m[1]) <= LARGEST_WINDOW))
    steps, zeros = _STEP.findall(text), [*_ZEROS.findall(text), *("0" for _ in NO_PADDING.findall(text))]
    if len(windows) == 1 and (steps or zeros) and max(len(steps), len(zeros)) < 2 and not _POOLS.search(text):
        kind = "conv_transpose2d" if _TRANSPOSED.search(text) else "conv2d"
        yield Layer(kind, windows[0], int(steps[0]) if steps else 1, int(zeros[0]) if zeros else 0, bool(steps and zeros))


# 8 is enlarged to 16

_PIXELS = r"(?:\s*(?:画素|ピクセル|px|pixels?|samples?))?"
_ENLARGED = re.compile(
    rf"{_N}{_PIXELS}\s*(?:は|が|を|から)\s*{_N}{_PIXELS}\s*(?:に|へ|まで)\s*(?:拡大|アップ|引き?伸|広[がげ]|増え|大きく|な[るりっ]|変わ|変換|戻)"
    rf"|{_N}{_PIXELS}\s+(?:(?:is|are|gets?|was)\s+(?:enlarged|up-?sampled|expanded|scaled(?:\s+up)?|blown\s+up|stretched|turned|brought(?:\s+up)?|mapped|taken)\s+(?:to|into)|becomes?|turns?\s+into|grows?\s+(?:in)?to|goes\s+to)\s+(?:exactly\s+)?{_N}",
    re.IGNORECASE,
)
_MORE_ROWS = re.compile(r"(?:output[ _-]?padding|出力(?:側の)?パディング)\D{0,8}[1-9]", re.IGNORECASE)


def _enlarged(view: View, text: str, near: list[str]) -> Iterator[Reading]:
    """One side and what a transposed convolution makes of it, its window, step and padding told here or just before."""
    if not (_TRANSPOSED.search(text) or goes_up(view)) or any(_MORE_ROWS.search(t) for t in (text, *near[:3])):
        return
    found = list(_ENLARGED.finditer(text))
    if len(found) != 1:
        return
    groups = [g for g in range(1, 5) if found[0][g]]
    size, said = (int(found[0][g]) for g in groups)
    given = _by_letters(text)
    for above in near[:2]:
        given = _by_letters(above) | given
    given.pop("size", None)
    if {"kernel", "stride", "padding"} <= given.keys():
        layers = [Layer("conv_transpose2d", given["kernel"], given["stride"], given["padding"], True)]
    else:
        told = [x for t in (text, *near[:2]) for x in layers_of([t]) if x.told and "pool" not in x.kind]
        layers = [Layer("conv_transpose2d", x.kernel, x.stride, x.padding, True) for x in dict.fromkeys(told)]
    if len(layers) == 1 and size:
        start, end = found[0].span(groups[1])
        yield Reading(layers[0].claim(size, said), start, end, firm=True, sure=not view.sentence.has("hedged"), predicate="output_shape")


# Chains


def _chains(text: str, near: list[str]) -> Iterator[Reading]:
    """Every step of a chain by one of the layers; where one number alone does not fit, it is wrong."""
    for m in _CHAIN.finditer(text):
        places = [(n.start() + m.start(), int(n[0])) for n in re.finditer(r"\d+", m[0])]
        numbers = [n for _, n in places]
        if len(numbers) < 3 and not _TRANSPOSED.search(" ".join([text, *near[:2]])):
            continue
        if len(set(numbers)) < 2 or min(numbers) < 1 or max(numbers) < 5:
            continue
        layers = layers_of([text, *near])
        if any(_TRANSPOSED.search(t) for t in (text, *near[:2])):
            layers = [Layer("conv_transpose2d", x.kernel, x.stride, x.padding, x.told) for x in layers if "pool" not in x.kind] + [x for x in layers if len(numbers) > 2]
        layers += _of_a_network([text, *near]) if not any("conv" in x.kind for x in layers) else []
        if not layers:
            continue
        wrong = [i for i, (a, b) in enumerate(pairwise(numbers)) if not any(x.out(a) == b for x in layers)]
        if not wrong:
            for (_, a), (at, b) in pairwise(places):
                layer = next(x for x in layers if x.out(a) == b)
                yield Reading(layer.claim(a, b), at, at + len(str(b)), ("the layers are those named around it",), sure=False, spare=len(numbers) < 3, predicate="output_shape")
        elif len(numbers) == 2 and len(own := [x for x in layers_of([text]) if x.told]) == 1 and _TRANSPOSED.search(text):
            (_, a), (at, b) = places
            layer = Layer("conv_transpose2d", own[0].kernel, own[0].stride, own[0].padding, True)
            yield Reading(layer.claim(a, b), at, at + len(str(b)), firm=True, predicate="output_shape")
        elif len(numbers) > 3 and (reading := _one_wrong(places, layers, wrong)):
            yield reading


def _of_a_network(texts: list[str]) -> list[Layer]:
    """The windows of the one published network that the texts name: of LeNet-5, of which nothing more is said."""
    named = next((n for t in texts if (n := networks_in(t))), [])
    net = built(named[0]) if len(named) == 1 else None
    found: dict[Layer, None] = {}
    for layer in (node.layer for node in net.nodes) if net else ():
        if isinstance(layer, Conv2d) and layer.kernel_size[0] > 1 and isinstance(layer.padding, tuple):
            found.setdefault(Layer("conv2d", layer.kernel_size[0], _first(layer.stride), _first(layer.padding)))
        elif isinstance(layer, MaxPool2d | AvgPool2d):
            found.setdefault(Layer("max_pool2d", _first(layer.kernel_size), _first(layer.stride), _first(layer.padding)))
    return list(found)[:8]


def _first(value: object) -> int:
    return int(value[0] if isinstance(value, tuple | list) else value or 0)  # type: ignore[call-overload]


def _one_wrong(places: list[tuple[int, int]], layers: list[Layer], wrong: list[int]) -> Reading | None:
    """The one number of a chain that no layer leads to, where another in its place would make every step right."""
    numbers = [n for _, n in places]
    spoilt = wrong[0] + 1
    if len(wrong) > 2 or (len(wrong) == 2 and wrong[1] != wrong[0] + 1):
        return None
    fitting = {x.out(numbers[spoilt - 1]): x for x in layers}
    after = numbers[spoilt + 1 :]
    for made, layer in fitting.items():
        rest = [made, *after]
        if made and made != numbers[spoilt] and all(any(x.out(a) == b for x in layers) for a, b in pairwise(rest)) and after:
            at, said = places[spoilt]
            return Reading(layer.claim(numbers[spoilt - 1], said), at, at + len(str(said)), ("the other sizes of the row fit", IN_PAIRS), firm=True, predicate="output_shape")
    return None


# Single sides


def _single(view: View, text: str, near: list[str]) -> Iterator[Reading]:
    found = [(m.start(g), m.end(g), int(m[g])) for m in _SIDE_OUT.finditer(text) for g in (1, 2, 3) if m[g]]
    if not found:
        return
    over = near[:1] if view.outline.blocks[view.sentence.block].parent is not None else []
    layers = layers_of([text, *near])
    last = 0
    for start, end, said in [one for one in found[:4] if one[2]]:  # no side is 0
        before = text[last:start]
        ins = _inputs(before, text, near, said, last == 0)
        ways = [(x, n) for n, x in product(ins, layers) if x.out(n) == said and (x.kernel > 1 or x.stride > 1)]
        if ways:
            texts = [x.claim(n, said) for x, n in ways[:4]]
            yield Reading(texts[0], start, end, ("derived from the sizes around it",), tuple(texts[1:]), sure=False, spare=True, predicate="output_shape")
        elif len(found) == 1 and (told := _told(text, over)) and said < 2 * max(told[1], 8):
            layer, size = told
            yield Reading(layer.claim(size, said), start, end, firm=True, sure=not view.sentence.has("hedged"), spare=True, predicate="output_shape")
        last = end


def _told(text: str, over: list[str]) -> tuple[Layer, int] | None:
    """The layer and the size going in, where the sentence and the item over it give each once, by letters."""
    for one in (text, " ".join([*over, text])):
        given = _by_letters(one)
        layers = [x for x in lettered(one) if x.told]
        if len(layers) == 1 and "size" in given and len(_LETTERS.findall(one)) <= 5:
            return layers[0], given["size"]
    return None


def _inputs(before: str, text: str, near: list[str], said: int, first: bool) -> list[int]:
    """The sizes that may go in: before the number in its sentence, else the nearest that the lines above give."""
    found = _sizes(before)
    given = _by_letters(text)
    found += [given["size"]] if "size" in given else []
    if not found or not first:
        found += [n for t in near for n in _sizes(t)]  # the nearest first
    pooled: list[int] = []
    if not first and any(_POOLS.search(t) for t in (before, *near[:3])):
        pooled = [n // 2 for n in found]
    return [n for n in dict.fromkeys(found + pooled) if n != said or first][:8]


def _sizes(text: str) -> list[int]:
    sizes = [int(m[1]) for m in _PLANE.finditer(text) if int(m[1]) > 2]
    sizes += [int(m[1] or m[2]) for m in _GIVEN.finditer(text)]
    sizes += [int(m[g]) for m in _SIDE_OUT.finditer(text) for g in (1, 2, 3) if m[g]]
    return list(dict.fromkeys(sizes))
