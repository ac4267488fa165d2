"""Counts of one layer of a known network: "C1 の学習パラメータは 156 個" under LeNet-5, "fc6 has 102.8M weights" under VGG-16.

The network is named by the sentence or by the heading, the layer by its own name, by its number or by its place (the
first fully connected one); both are looked up in the architecture as the reference builds it, which also counts. Only a
figure whose sentence says nothing else in numbers than that layer's own sizes may be refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from ...properties.subjects import subject as subject_of
from ...reference.counting import LayerCount, count
from ...reference.network import Network
from .. import patterns as re
from ..decided import AS_A_COUNT, FACTORS
from ..readers.networks import network_in, networks_in, one_network_over
from ..reading import Reading, View
from ..sizes.counting import Sizes, bias_said, doubtful, plain
from .axes import lines_above
from .figures import Figure, figures, loosely
from .measured import measured

_LINEAR = r"全結合(?:の)?層?|(?:fully[- ]connected|\bFC|dense|linear)(?:[- ]layer\b)?|線形層"
_CONV = r"畳み?込み(?:の)?層?|conv\w*(?:[- ]layer\b)?"
_BY_NAME = re.compile(
    r"(?<![A-Za-z\d])(?P<kind>conv|fc|[CF])[-_ ]?(?P<n>\d(?:[_-]\d)?)(?![\d.]|\s*(?:/|×|x\b|の\d))", re.IGNORECASE
)
_BY_PLACE = re.compile(
    rf"(?P<ja>最初|最後|[1-3]\s*(?:つ|層|番)目|第\s*[1-3]|第[一二三])の?\s*(?:{_LINEAR}|(?P<jaconv>{_CONV})|(?P<jany>層))(?!の(?:前|後|入力|直前|直後))"
    rf"|\b(?P<en>first|last|final|second|third|1st|2nd|3rd)\s+(?:{_LINEAR}|(?P<enconv>{_CONV})|(?P<enany>layer\b))",
    re.IGNORECASE,
)
_LAST = re.compile(r"最後|last|final", re.IGNORECASE)
_ORDINALS = ((1, re.compile(r"2|二|second", re.IGNORECASE)), (2, re.compile(r"3|三|third", re.IGNORECASE)))
_WRITTEN_OUT = re.compile(r"\d\s*[x*·]\s*\d[\d,]*\s*(?:回|個)?\s*[=≒≈~→]\s*(?:約|およそ|about |roughly )?\s*$")
_TURNED = re.compile(
    r"ではな|じゃな|でなく|差|余分|残り|節約|倍|分の|割|超え|以上|未満|以下|より|上限|もし|仮に|忘れ|間違|誤|それぞれ|合計|合わせ|あわせ|全部で|1枚|あたり|につき|ごと"
    r"|\bnot\b|n't|extra|more than|less than|fewer|over\b|at (?:least|most)|up to|\bsav|instead|remaining|the rest|of which|difference|\bif\b|would|wrong|each|every|\bper\b|total|together|both|times|fold",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![A-Za-z_\d.-])\d{1,3}(?:,\d{3})+|(?<![A-Za-z_\d.-])\d+")
_SHAPE = re.compile(r"(?<!\d)(\d{2,4})\s*x\s*(\d{2,4})(?:\s*x\s*(\d{1,4}))?(?!\d)")
_RECONSTRUCTED = {("lenet", "conv2")}  # connected in part by the paper: what is counted there is another layer
_A_NUMBER = re.compile(r"\W*(?:約|about|~)?\s*\d[\d,.]*\s*(?:[MGKk]|万|億|million|billion)?\s*(?:個|回)?\W*")
_BY_LETTER = re.compile(r"(?<![A-Za-z\d])[CF][13567](?![\d.A-Za-z])")
_LONG_PRODUCT = re.compile(r"\d[\d,]*(?:\s*x\s*\d[\d,]*){3,9}")
_OF_A_STAGE = re.compile(r"\bconv[1-5]_[1-4]\b(?![_x])", re.IGNORECASE)
LEAST = 60
LARGEST_WINDOW = 11


@dataclass(frozen=True)
class _Layer:
    """A layer of a network: how the statement language names it, what it is, the numbers that belong to it."""

    network: str
    name: str
    count: LayerCount
    own: frozenset[int]
    shapes: frozenset[tuple[int, ...]]
    factors: frozenset[int]  # its channels or features, its window's side and the sides of its maps


def read(view: View) -> Iterator[Reading]:
    """The counts of named layers of known networks that a sentence states."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")) or s.has("training_effect"):
        return
    text = plain(s.text.chars)
    network = _network(view, text)
    if network is None:
        return
    named = list(_layers(network, text if s.cell is None else _label(view)))
    start = 0
    for f in figures(text) if s.cell is None or _A_NUMBER.fullmatch(text) else ():
        if f.value < LEAST or (s.cell is None and any(a <= f.start < b for a, b, _ in named)):
            continue
        layer = _nearest(named, f, start)
        measure = measured(view, f, start) if layer else ""
        if layer is None or measure not in ("params", "macs"):
            continue
        yield from _reading(view, text, f, layer, measure)
        start = f.end


def _label(view: View) -> str:
    """The first cell of a cell's row, which names the layer; of that cell itself, nothing."""
    s = view.sentence
    return " ".join(plain(e.text.chars) for e in view.outline.sentences[s.block] if e.cell == 0) if s.cell else ""


def _network(view: View, text: str) -> str | None:
    """The one network that the sentence names, the nearest heading that names one, or else the lines above."""
    own = networks_in(text)
    if own or (over := one_network_over(view.outline, view.sentence.block)) is None:
        return own[0] if len(own) == 1 else None if own else _network_above(view)
    return over


def _network_above(view: View) -> str | None:
    """LeNet's layers and VGG's have names that no other network has, C1 and conv1_2: for these the lines above are enough."""
    named = [n for t in lines_above(view, 6) for n in networks_in(t)]
    if _OF_A_STAGE.search(_labelled_text(view)) and (vgg := _vgg_above(view)):
        return vgg
    return "lenet" if set(named) == {"lenet"} and _BY_LETTER.search(plain(view.sentence.text.chars)) else None


FAR = 16  # blocks above, beyond headings, in which the network may be named whose layers are named


def _vgg_above(view: View) -> str | None:
    """The network named last before, if it is a VGG."""
    outline = view.outline
    for at in range(view.sentence.block, max(-1, view.sentence.block - FAR), -1):
        for e in reversed(outline.sentences[at]):
            if named := networks_in(plain(e.text.chars)):
                return named[0] if len(named) == 1 and named[0].startswith("vgg, depth") else None
    return None


def _labelled_text(view: View) -> str:
    """The sentence with the first of its item or cell row, which may name the layer: "conv1_2: again 64 filters. ..."."""
    s = view.sentence
    first = [e for e in view.outline.sentences[s.block] if e.cell == s.cell][:1]
    return plain(" ".join(e.text.chars for e in dict.fromkeys([*first, s])))


@lru_cache(maxsize=32)
def _built(network: str) -> Network:
    name, *options = network.split(", ")
    about = subject_of(name)
    assert about.network is not None
    given = {key: int(value) for key, _, value in (o.partition("=") for o in options)}
    return about.network({**about.roles, **given})


@lru_cache(maxsize=32)
def _counted(network: str) -> tuple[LayerCount, ...]:
    """The layers of a network that may be numbered: convolutions, poolings, fully connected ones; no shortcuts."""
    return tuple(x for x in count(_built(network)).layers if _kind(x) and "shortcut" not in x.name)


def _kind(layer: LayerCount) -> str:
    return {"conv2d": "conv", "linear": "fc", "max_pool2d": "pool", "avg_pool2d": "pool"}.get(layer.kind, "")


def _layers(network: str, text: str) -> Iterator[tuple[int, int, _Layer]]:
    """The layers of the network that a text names, with the places of their names."""
    counted = _counted(network)
    for m in _BY_NAME.finditer(text):
        kind = m["kind"].lower()
        if kind in ("conv", "fc") and re.match(r"\s*層", text[m.end() :]):
            continue  # conv 3 層: so many of them
        if kind in ("c", "f") and (m["kind"].islower() or not network.startswith("lenet")):
            continue
        if found := _by_name(network, counted, kind, re.sub(r"-", "_", m["n"])):
            yield m.start(), m.end(), _layer(network, found)
    for m in _BY_PLACE.finditer(text):
        if found := _by_place(network, counted, m):
            yield m.start(), m.end(), _layer(network, found)


def _by_place(network: str, counted: tuple[LayerCount, ...], m: re.Match[str]) -> LayerCount | None:
    """The second convolution, the last fully connected layer; "the first layer" is a convolution in each network."""
    said = m["ja"] or m["en"]
    place = -1 if _LAST.match(said) else next((n for n, ordinal in _ORDINALS if ordinal.search(said)), 0)
    if (m["jany"] or m["enany"]) and (place < 0 or (place > 0 and not network.startswith("vgg"))):
        return None  # whether poolings are numbered too is not known
    kind = "conv" if m["jaconv"] or m["enconv"] or m["jany"] or m["enany"] else "fc"
    alike = [x for x in counted if _kind(x) == kind]
    return alike[place] if place < len(alike) and alike else None


def _by_name(network: str, counted: tuple[LayerCount, ...], kind: str, number: str) -> LayerCount | None:
    """conv1_1, fc6: by the architecture's names; C1, C3, F6: the layer of that number, the poolings numbered too."""
    if network.startswith("lenet"):
        if kind in ("c", "f"):
            at = int(number) - 1 if number.isdigit() else len(counted)
            return counted[at] if at < len(counted) and _kind(counted[at]) != "pool" else None
        alike = [x for x in counted if _kind(x) == kind]
        return alike[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(alike) else None
    return next((x for x in counted if x.name.partition(".")[0] == f"{kind}{number}" and _kind(x) == kind), None)


def _layer(network: str, found: LayerCount) -> _Layer:
    net = _built(network)
    shapes = net.shapes()
    node = next(n for n in net.nodes if n.name == found.name)
    before = shapes.get(node.inputs[0], tuple(net.input_shape))
    after = shapes[found.name]
    own = {n for shape in (before, after) for n in shape[1:]} | {prod(before[1:]), prod(after[1:]), prod(after[2:])}
    before_flat = [shape for shape in shapes.values() if len(shape) == 4 and prod(shape) == prod(before)]
    own |= {n for shape in before_flat for n in shape[1:]} | {0, 1, 2, 3, 4, found.biases}
    window = round((found.weights / (before[1] * after[1])) ** 0.5) if len(before) == 4 else 1
    own |= {window, window**2, window**2 * before[1]}
    every = {tuple(shape[k] for k in order) for shape in shapes.values() if len(shape) == 4 for order in ((2, 3), (2, 3, 1))}
    first = tuple(net.input_shape)
    factors = frozenset({*before[1:], *after[1:], *(n for shape in before_flat if len(before) == 2 for n in shape[1:]), window} - {1})
    return _Layer(network, found.name, found, frozenset(own), frozenset({*every, first[2:], (*first[2:], first[1])}), factors)


def _nearest(named: list[tuple[int, int, _Layer]], f: Figure, start: int) -> _Layer | None:
    """The layer that is named before a figure in its clause (or by its row); else the only one of the sentence."""
    before = [layer for a, b, layer in named if start <= a and b <= f.start]
    if before:
        return before[-1] if len({x.name for x in before}) == 1 else None
    return named[0][2] if len({x.name for _, _, x in named}) == 1 else None


def _reading(view: View, text: str, f: Figure, layer: _Layer, measure: str) -> Iterator[Reading]:
    """The figure as that layer's count, with and without biases where nothing says it."""
    if "." in layer.name:
        return
    call = f"{measure}({layer.network}, part=layer, layer={layer.name}"
    told = bias_said(text)
    if measure == "macs":
        calls = [f"{call})"]
    elif told is None:
        calls = [f"{call})", f"{call}, biases=not_counted)"]
    else:
        calls = [f"{call})" if told else f"{call}, biases=not_counted)"]
    relation = "~=" if f.rounded else "=="
    texts = [f"{c} {relation} {loosely(f)}" for c in calls]
    told = bool(_WRITTEN_OUT.search(text[: f.start]))  # the product's own truth is not what is claimed
    notes = (f"{layer.name} of {layer.network}", *((FACTORS,) if _of_its_factors(f, layer) else ()), *((AS_A_COUNT,) if told else ()))
    yield Reading(texts[0], f.start, f.end, notes, tuple(texts[1:]), sure=_may_refute(view, text, f, layer), spare=not told)


def _of_its_factors(f: Figure, layer: _Layer) -> bool:
    """Whether the figure is a product of the layer's own sizes, one of them left out or taken twice."""
    made = {1}
    for size in sorted(layer.factors):
        made |= {m * size for m in made} | {m * size * size for m in made}
    return any(abs(m - f.value) <= (f.unit if f.rounded else 0) for m in made)


def sizes_of(view: View, text: str) -> Sizes | None:
    """The sizes of the one convolution of a known network that a text names, to be told beside those of the note."""
    network = _network(view, text)
    named = [layer for _, _, layer in _layers(network, text)] if network and not _altered(view, text) else []
    if network and not named and not _altered(view, text):
        named = [layer for _, _, layer in _layers(network, _labelled_text(view).partition(":")[0])]
    if network is None or len({x.name for x in named}) != 1 or (network.partition(",")[0], named[0].name) in _RECONSTRUCTED:
        return None
    if not all(shape in named[0].shapes for shape in _shapes_around(view)):
        return None
    net = _built(network)
    shapes, node = net.shapes(), next(n for n in net.nodes if n.name == named[0].name)
    before, after = shapes.get(node.inputs[0], tuple(net.input_shape)), shapes[node.name]
    window = round((named[0].count.weights / (before[1] * after[1])) ** 0.5) if len(before) == 4 else 0
    if window**2 * before[1] * after[1] != named[0].count.weights:
        return None  # in groups
    sizes = {"kernel_size": window, "in_channels": before[1], "out_channels": after[1], "height": before[2], "width": before[3], "out_height": after[2], "out_width": after[3]}
    return Sizes({role: [value] for role, value in sizes.items()})


def _may_refute(view: View, text: str, f: Figure, layer: _Layer) -> bool:
    """Whether the sentence speaks of this layer as the network has it, in sizes that are its own."""
    if doubtful(view.sentence) or _TURNED.search(text) or _altered(view, text) or (layer.network.split(",")[0], layer.name) in _RECONSTRUCTED:
        return False
    if layer.network.partition(",")[0] in ("resnet", "densenet", "mobilenet", "googlenet") or view.outline.modules():
        return False
    names = network_in(text)
    blank = text[: f.start] + " " + text[f.end :]
    if names:
        blank = blank[: names[1]] + " " + blank[names[2] :] if names[2] <= f.start else blank
    blank = _BY_NAME.sub(" ", _BY_PLACE.sub(" ", blank))
    said = {int(n.replace(",", "")) for n in _NUMBER.findall(blank)}
    return said <= layer.own and all(shape in layer.shapes for shape in _shapes_around(view))


_ALTERED = re.compile(r"変え|替え|変更|差し替|置き換|グレースケール|白黒|モノクロ|CIFAR|MNIST|gr[ae]y-?scale|single-channel|one channel|\b(?:modif|adapt|replac|chang)\w+|smaller", re.IGNORECASE)


def _altered(view: View, text: str) -> bool:
    """Whether the network is told with another input or another layer than its own."""
    return any(_ALTERED.search(t) for t in (text, *lines_above(view, 4)))


def _shapes_around(view: View) -> Iterator[tuple[int, ...]]:
    """The maps that the lines above in the section give."""
    outline, s = view.outline, view.sentence
    for at in range(max(0, s.block - 8), s.block + 1):
        if outline.sections[at] == outline.sections[s.block] and outline.blocks[at].kind != "heading":
            for e in outline.sentences[at]:
                for m in _SHAPE.finditer(_LONG_PRODUCT.sub(" ", plain(e.text.chars))):
                    if int(m[1]) > LARGEST_WINDOW:
                        yield tuple(int(g) for g in m.groups() if g)
