"""Maps of a published network: "224×224×64" under VGG-16, "the last pool leaves 256×6×6" of AlexNet, 388×388 of a U-Net.

The network is named by the sentence, the headings, or the lines above; its maps are those of the architecture of the
reference, worked out from shapes alone for its own image. What agrees holds. Only what is said of a layer that the
architecture has by that very name, in the channels or the side, may be refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ...properties.subjects import subject as subject_of
from ...reference.errors import InputError
from ...reference.network import Network
from .. import patterns as re
from ..decided import BY_NAME
from ..reading import Reading, View
from ..sizes.geometry import flat, place_of
from ..sizes.setting import introduction, sentences_above
from ..sizes.sizing import Sizes, channels_first
from ..text.columns import column_head
from . import joined_maps, network_stages
from .networks import networks_in
from .unet_sizes import maps_of_the_paper

_DEEP = re.compile(r"(?<![\d.x])(\d{1,5})\s*x\s*(\d{1,4})\s*x\s*(\d{1,5})(?!\d|\s*x|\s*[=*])")
_PLANE = re.compile(r"(?<![\d.x])(\d{1,4})\s*x\s*\1(?!\d|\s*x\s*\d)(?:\s*[、,]?\s*(?:で|の|with|and)?\s*(?P<n>\d{2,5})\s*(?:ch\b|channels?|チャン?ネル|枚))?")
_SIDE = re.compile(r"(?<![\d.x,])(\d{2,4})(?![\d.,x]|\s*x|\s*(?:ch|チャ|枚|個|層|M\b|k\b|万|億|%|％|times|params?|weights|filters|channels|年|回))")
_ALTERED = re.compile(r"変え|替え|変更|差し替|置き換|グレースケール|白黒|モノクロ|CIFAR|MNIST|gr[ae]y-?scale|single-channel|one channel|\b(?:modif|adapt|replac|chang)\w+|smaller|自作|縮小|toy|tiny|もし|仮に|suppose|instead|誤植|合わない|misprint|typo", re.IGNORECASE)
_GOES_IN = re.compile(r"(?:入力|画像|\binput\b|\bimages?\b|\bcrops?\b|\bfed\b|\btakes?\b|\baccepts?\b|\bmap(?:s|ping)\b|\bfrom\b|直前の特徴マップ)[^。.;]{0,24}$", re.IGNORECASE)
_IS_IN = re.compile(r"\s*(?:(?:→|->|=>|⇒)\s*\d|in\b|goes in|(?:の)?(?:入力|画像)|を(?:入力|受け)|から|images?\b|pixels?\b|crops?\b|inputs?\b|to\s+\d)", re.IGNORECASE)
_WEIGHTS = re.compile(r"(?:フィルター?|カーネル|重み|kernels?|filters?|weights?|窓)(?:は|が|の|を|of|\s)*$", re.IGNORECASE)
_UNET = re.compile(r"u-?net(?![a-z+])", re.IGNORECASE)
SMALLEST = 13  # of a plane without channels; a smaller one may be a window
_FIRST_NAMED = re.compile(r"(?<![A-Za-z\d])(?P<kind>conv|pool|fc)[-_ ]?(?P<n>\d(?:[_-]\d)?)(?![\d.x]|_x)", re.IGNORECASE)
_PLACE = re.compile(r"第\s*[1１一]\s*層|最初の(?:層|畳み?込み)|\bfirst (?:conv\w*|layer)|1層目", re.IGNORECASE)
NEAR = 6


def read(view: View) -> Iterator[Reading]:
    """The maps that a sentence or a cell gives, where they are the named network's."""
    s, outline = view.sentence, view.outline
    if outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 500 or s.words.rstrip().endswith(("?", "？")):
        return
    text = flat(s)
    if not _DEEP.search(text) and not _PLANE.search(text) and not _SIDE.search(text):
        return
    if view.read_by(joined_maps) or view.read_by(network_stages):
        return  # what comes out follows from what is joined, or is a stage's, whatever other maps the network has
    near = _texts(view, text)
    nearest = next((t for t in near if _UNET.search(t) or networks_in(t)), "")
    if _UNET.search(nearest) and not networks_in(nearest):
        yield from _of_the_unet(view, text, near)
        return
    networks = _networks(near, view)
    for network in networks[:2]:
        found = list(_of_a_network(view, text, network, near))
        yield from found
        if found:
            return


def _texts(view: View, text: str) -> list[str]:
    """The sentence, its row and column, the lines and the headings above it, in plain signs, the nearest first."""
    s, outline = view.sentence, view.outline
    row = [flat(e) for e in outline.sentences[s.block] if s.cell is not None and e is not s]
    above = [flat(e) for e in (introduction(view) if s.cell is not None else sentences_above(view))][:NEAR]
    over = [flat(e) for b in (*outline.ancestors(s.block), *outline.headings(s.block)) for e in outline.sentences[b]]
    return [text, *row, *above, *over]


def _networks(near: list[str], view: View) -> list[str]:
    return list(dict.fromkeys(n for t in near for n in networks_in(t)))


@lru_cache(maxsize=32)
def built(network: str) -> Network | None:
    name, *given = network.split(", ")
    try:
        about = subject_of(name)
        if about.network is None:
            return None
        return about.network({**about.roles, **{k: int(v) for k, _, v in (g.partition("=") for g in given)}})
    except InputError:
        return None


@lru_cache(maxsize=32)
def _maps(network: str) -> dict[str, tuple[int, int, int]]:
    """Every map of a network as height, width and channels, by the name of its layer."""
    net = built(network)
    return {n: (s[2], s[3], s[1]) for n, s in net.shapes().items() if len(s) == 4} if net else {}


_AS_PRINTED = re.compile(r"(?<!\d)224(?!\d)")


def _of_a_network(view: View, text: str, network: str, near: list[str]) -> Iterator[Reading]:
    maps = _maps(network)
    if not maps or (network == "alexnet" and any(_AS_PRINTED.search(t) for t in near[:3])):
        return  # 224 is what the paper prints, and does not lead to its maps without padding
    named: dict[tuple[int, ...], str] = {}  # by a map or its sides alone, the first layer that has it
    for one, made in maps.items():
        named.setdefault(made, one)
        if made[0] == made[1]:
            named.setdefault(made[:2], one)
    altered = any(_ALTERED.search(t) for t in near[:4])
    for m in _DEEP.finditer(text):
        sizes = _deep((int(m[1]), int(m[2]), int(m[3])))
        if sizes is None or _WEIGHTS.search(text[: m.start()]):
            continue
        layer = _layer_named(view, text, m.start(), maps)
        goes_in = _goes_in(text, m)
        if layer and not goes_in and sizes != maps[layer]:
            if not altered and _one_apart(sizes, maps[layer]):
                yield _told(view, sizes, m, network, layer, "output_shape", not view.sentence.has("hedged"))
        elif sizes in named:
            yield _told(view, sizes, m, network, named[sizes] if goes_in or not layer else layer, "input_shape" if goes_in and named[sizes] == "input" else "output_shape", False)
    for m in _PLANE.finditer(text):
        side = int(m[1])
        sizes = (side, side, int(m["n"])) if m["n"] else (side, side)
        own = _layer_named(view, text, m.start(), maps)
        layer = named.get(sizes, "") if not own or _goes_in(text, m) else own if maps[own][: len(sizes)] == sizes else ""
        if layer and (m["n"] or side >= SMALLEST or _layer_row(view)) and not _WEIGHTS.search(text[: m.start()]):
            yield _told(view, sizes, m, network, layer, "input_shape" if _goes_in(text, m) and layer == "input" else "output_shape", False)


def _goes_in(text: str, m: re.Match[str]) -> bool:
    """Whether a map is what is put into the layer or the network."""
    return bool(_IS_IN.match(text[m.end() :]) or _GOES_IN.search(text[: m.start()]))


def _told(view: View, sizes: tuple[int, ...], m: re.Match[str], network: str, layer: str, predicate: str, sure: bool) -> Reading:
    """The output of one layer of the network, as the note gives it."""
    notes = (f"a map of {network}", *((BY_NAME,) if sure else ()))
    statement = f"output_shape({network}, layer={layer.replace('.', '_')}) == {sizes}"
    return Reading(statement, *place_of(view.sentence, m), notes, sure=sure, firm=sure, spare=not sure, subject=network.partition(",")[0], predicate=predicate)


def _deep(sizes: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """Height, width and channels, of either order."""
    if channels_first(sizes):
        sizes = (sizes[1], sizes[2], sizes[0])
    return sizes if sizes[0] == sizes[1] else None


def _layer_row(view: View) -> str:
    s = view.sentence
    if s.cell is None or not s.cell:
        return ""
    return next((flat(e) for e in view.outline.sentences[s.block] if e.cell == 0), "") if re.search(r"出力|output|shape|size|形|大きさ", column_head(view), re.IGNORECASE) else ""


def _layer_named(view: View, text: str, start: int, maps: dict[str, tuple[int, int, int]]) -> str:
    """The layer whose name stands before a shape, or heads its row: conv1_2, pool5."""
    told = list(_FIRST_NAMED.finditer(text[:start])) or list(_FIRST_NAMED.finditer(_layer_row(view)))
    if len(told) != 1:
        return ""
    name = f"{told[0]['kind'].lower()}{told[0]['n'].replace('-', '_')}"
    return name if name in maps else ""


def _one_apart(said: Sizes, made: Sizes) -> bool:
    """Whether a shape is the layer's but for the channels or but for the side."""
    return (said[:2] == made[:2]) != (said[2] == made[2])


_UNPADDED = re.compile(r"unpadded|\bvalid\b|(?:no|without(?: any)?) (?:zero[- ])?padding|パディング(?:は|を)?(?:なし|無し|せず|しない|使わ)|padding\s*(?:は|を)?\s*(?:なし|無し|せず|しない|=\s*0)|572|388", re.IGNORECASE)
_PADDED = re.compile(r"padding\s*(?:=|は|が|を)?\s*1|\bsame\b|パディング(?:を)?(?:1|あり|入れ|付け|して)|(?<!un)padded|\b3[- ]?D\b|3次元", re.IGNORECASE)


def _of_the_unet(view: View, text: str, near: list[str]) -> Iterator[Reading]:
    """The sides of the paper's unpadded U-Net of 572 pixels, step by step; at the bottom with its channels."""
    if not any(_UNPADDED.search(t) for t in near) or any(_PADDED.search(t) for t in near[:4]):
        return
    made = maps_of_the_paper()
    for m in [*_PLANE.finditer(text), *_SIDE.finditer(text)]:
        side = int(m[1])
        if side not in made or (m.re is _SIDE and not re.search(r"入力|出力|→|->|pool|畳|conv|\bmap|map\b|side|size|一辺|切り|crop", text, re.IGNORECASE)):
            continue
        written, channels = made[side]
        said = m.groupdict().get("n")
        if said and int(said) not in channels:
            yield Reading(f"({side}, {min(channels)}) == ({side}, {said})", m.start(), m.end(), ("a map of the paper's U-Net",), sure=False, subject="unet", predicate="output_shape")
            continue
        yield Reading(f"{written} == {side}", m.start(), m.end(1), ("a map of the paper's U-Net",), sure=False, subject="unet", predicate="output_shape")
        if said:
            yield Reading(f"64*2**{_doublings(int(said))} == {said}", m.start("n"), m.end(), ("a map of the paper's U-Net",), sure=False, subject="unet", predicate="channels_after")


def _doublings(channels: int) -> int:
    return (channels // 64).bit_length() - 1
