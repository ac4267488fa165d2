"""Whole networks: their weights and operations, those of a part, the share of a part, which part holds the most.

The network is named in the sentence or by the heading; the part (全結合層, the 1x1 convolutions) and the number stand in
one clause. Where the note leaves the depth open, every customary one may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from .. import patterns as re
from ..reading import Reading, View
from ..scope import Outline
from ..sizes.counting import doubtful, kinds_in, plain, texts_above
from ..text.numerals import mixed, scale_of

NETWORKS = (
    ("mobilenet_v2", r"mobile-?net\s*-?(?:v2|2)"), ("mobilenet", r"mobile-?nets?(?!\s*-?(?:v2|2|v3))(?:\s*-?v1)?"), ("vgg", r"vgg(?:net)?[- ]?(11|13|16|19)?"),
    ("resnet", r"resnets?[- ]?(18|34|50|101|152)?(?!\d)"), ("densenet", r"densenets?[- ]?(121|169|201|161)?(?!\d)"), ("squeezenet", r"squeezenet"),
    ("alexnet", r"alexnet"), ("googlenet", r"googlenet|inception[- ]?v1"), ("lenet", r"lenet(?:-?5)?"),
)  # fmt: skip
_DEPTHS = {"resnet": (50, 18, 34, 101, 152), "densenet": (121, 169, 201, 161), "vgg": (16, 19, 11, 13)}
_PARTS = (
    ("linear", re.compile(r"fully[- ]connected|\bfc\b|\bdense layers?|全結合|線形層|classifier|分類器", re.IGNORECASE)),
    ("pointwise", re.compile(r"1\s*x\s*1|point-?wise|ポイントワイズ", re.IGNORECASE)),
    ("depthwise", re.compile(r"depth-?wise(?![- ]separable)|デプスワイズ", re.IGNORECASE)),
    ("convolution", re.compile(r"\bconv\w*|畳み?込み", re.IGNORECASE)),
)  # fmt: skip
_REST = {"linear": "convolution", "convolution": "linear", "pointwise": "depthwise", "depthwise": "pointwise"}
_NUMBER = re.compile(r"(?<![\d.,^_])(?:(?P<oku>\d{1,3})\s*億\s*)?(?P<v>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?P<s>M\b|million|G\b|billion|億|千万|百万|B\b|万|k\b|thousand)?\s*(?:個|回)?の?\s*(?:(?:trainable|learnable|total|free)\s+)?(?P<u>parameters|weights|params|パラメータ|重み|(?:multiply|mult)[- ]?(?:adds?|acc\w*)|MACs?\b|FLOPs\b|MAdds|operations|積和|回の)?", re.IGNORECASE)
_PARAMS = re.compile(r"param|weight|パラメ|重み", re.IGNORECASE)
_MACS = re.compile(r"計算量|演算量|積和|\bMACs?\b|FLOPs|mult\w*-?\s?(?:adds|acc\w*)|\bcost\b|comput\w+|multiplications|multiplies|operations|乗算|掛け算|かけ算", re.IGNORECASE)
_COMPARED = re.compile(r"compar|\bthan\b|より|比べ|以上|以下|without|除[くいけ]|もし|would|instead|代わり|置き換え|削減|減らし|\bfrom\b.*\bto\b", re.IGNORECASE)
_LAYERS = re.compile(r"最初の|最後の|first|last|1層目|\bone of\b|conv\d|fc\d|層目|each|各|1つの", re.IGNORECASE)
_WHOLE = re.compile(r"全体|合計|総|ネットワーク|モデル|whole|entire|total|network|model|overall", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|％|percent|パーセント)|(\d)\s*割", re.IGNORECASE)
_SHARED = re.compile(r"\bin (?:its |the )?|spends?|takes?|account|占め|費や|使わ|make up|sits?|come from|consum|used by|are in|of (?:its|the|all) |集中|あ[るり]|です|持|による|によって|行わ|行な|行う|かか|生じ|hold|contain|live|performed|carried out|\bdone\b|happens?\b", re.IGNORECASE)
_MOST = re.compile(r"大半|ほとんど|大部分|過半|most of|the bulk|majority|nearly all|almost all|vast part|lion's share|dominat\w+|支配的", re.IGNORECASE)


@cache
def _named() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])", re.IGNORECASE)) for name, pattern in NETWORKS)


_OF_THE_EXAMPLE = re.compile(r"置き換え|この(?:層|例|場合)|\b(?:this|our) (?:layer|example|block|net\w*|case)\b", re.IGNORECASE)
_MULTIPLIED = re.compile(r"\d\s*[*x]\s*[\d,]+\s*=\s*$")


@lru_cache(maxsize=1_024)  # headings and the sentences above are asked for again and again
def network_in(text: str) -> tuple[str, int, int] | None:
    """The network that a text names first, with its depth, as a subject of the language.

    >>> network_in("ResNet-50 has"), network_in("a residual network")
    (('resnet, depth=50', 0, 9), None)
    """
    found = []
    for name, pattern in _named():
        if m := pattern.search(text):
            depth = next((g for g in m.groups() if g), None)
            found.append((m.start(), -m.end(), f"{name}, depth={depth}" if depth else name, m.end()))
    if not found:
        return None
    start, _, name, end = min(found)
    return name, start, end


def networks_in(text: str) -> list[str]:
    """Every network that a text names, in order, each once."""
    found: list[str] = []
    while len(found) < 4 and (named := network_in(text)):
        found += [named[0]] if named[0] not in found else []
        text = text[named[2] :]
    return found


def one_network_over(outline: Outline, block: int) -> str | None:
    """The network that the headings over a block name, the nearest that names one, where it names no other."""
    for heading in outline.headings(block):
        if named := networks_in(plain(outline.blocks[heading].raw)):
            return named[0] if len(named) == 1 else None
    return None


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of a whole network's counts."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.cell is not None or s.has("training_effect") or re.search(r"[?？]\s*$", s.words) or len(s.words) > 320:
        return
    text = plain(s.text.chars)
    network = _network(view, text)
    if network is None:
        return
    if not _COMPARED.search(text) and not _of_the_layer_before(view, text):
        yield from _totals(view, text, *network)
    yield from _shares(view, text, *network)


_GOES_ON = re.compile(r"\W*(?:it|this|that|these|this layer)\b|\W*(?:これ|それ|この層|こちら)", re.IGNORECASE)


def _of_the_layer_before(view: View, text: str) -> bool:
    """Whether a sentence goes on with one layer, of which the one before it speaks: "it alone has ..."."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    return bool(_GOES_ON.match(text) and before and _LAYERS.search(plain(before[0].text.chars)))


def _network(view: View, text: str) -> tuple[str, bool] | None:
    """The network that is spoken of, and whether the sentence or its heading names it."""
    if own := network_in(text):
        return own[0], True
    for heading in view.outline.headings(view.sentence.block):
        if named := network_in(view.outline.blocks[heading].raw):
            return _of_the_version(named[0], text, True)
    for above in list(texts_above(view))[:4]:
        if named := network_in(above):
            return _of_the_version(named[0], text, False)
    return None


_VERSION = re.compile(r"(?<![A-Za-z\d])v\s?(?P<n>[1-4])(?![\d.])", re.IGNORECASE)


def _of_the_version(network: str, text: str, certain: bool) -> tuple[str, bool] | None:
    """Under a heading on MobileNet, "the whole v2" is MobileNet v2; of other versions no totals are known."""
    version = _VERSION.search(text)
    if version is None or not network.startswith("mobilenet"):
        return network, certain
    name = {"1": "mobilenet", "2": "mobilenet_v2"}.get(version["n"])
    return (name, certain) if name else None


def ways_of(network: str) -> list[str]:
    """The subject, in every customary depth where none is given."""
    return [f"{network}, depth={d}" for d in _DEPTHS.get(network, ())] or [network]


def _totals(view: View, text: str, network: str, certain: bool) -> Iterator[Reading]:
    """138 million parameters, of which 124 million in the fully connected layers; 569M multiply-adds."""
    measure = ""
    for m in _NUMBER.finditer(text):
        scale = scale_of(m["s"])
        value = rounded(m["v"].replace(",", ""), scale)
        if (scale == 1 and ("." in value or float(value) < 10**5)) or re.match(r"\s*(?:%|％|倍|times)", text[m.end() :]):
            continue
        if _MULTIPLIED.search(text[: m.start()]):
            continue  # 4096*4096 = 16,777,216: one layer of it
        start, end = _clause(text, m.start(), m.end())
        unit = m["u"] or next((w[0] for w in reversed(list(re.finditer(f"{_PARAMS.pattern}|{_MACS.pattern}", text[: m.start()], re.IGNORECASE)))), "")
        measure = ("params" if _PARAMS.search(unit) else "macs") if unit else measure
        clause = text[start:end]
        if not measure or _LAYERS.search(text[: m.start()]) or (not network_in(text) and kinds_in(text) and not _WHOLE.search(text)):
            continue
        part = _part(clause)
        if part and not m["u"] and not re.search(r"of which|うち|だけで|alone|のみで|sit|占め|in the|には|に", clause):
            continue
        named, owned = _owner(text, start, m)
        if not named and certain and (later := network_in(text)) and re.search(r"[(（]", text[m.end() : later[1]]):
            continue  # it names another network, in brackets
        subject = named[0] if named else network
        value = mixed(m["oku"], m["v"]) if m["oku"] and scale == 10**4 and m["v"].replace(",", "").isdigit() else value
        texts = [f"{measure}({way}{f', part={part}' if part else ''}) ~= {value}" for way in ways_of(subject)]
        sure = certain and owned and not doubtful(view.sentence) and (bool(m["u"]) or scale > 1)
        yield Reading(texts[0], m.start(), m.end(), (), tuple(texts[1:]), sure=sure)


_OF = re.compile(r"\s*(?:parameters|params|weights|パラメータ|個)?\s*(?:of|in|for|that|which|used by|needed by|の|を持つ)\s+(?:an?\s+|the\s+|its\s+)?$", re.IGNORECASE)


def _owner(text: str, start: int, m: re.Match[str]) -> tuple[tuple[str, int, int] | None, bool]:
    """The network whose count a number is, and whether no other may be meant.

    Named right behind it (the 25.6M of ResNet-50), right before it (ResNet-50's 25.6M, ResNet-50 (25.6M)), else the
    first of its clause; where its clause names several before it, any of them may be meant.
    """
    after = network_in(text[m.end() : m.end() + 40])
    if after and (_OF.fullmatch(text[m.end() : m.end() + after[1]]) or (m[0].rstrip().endswith("の") and not text[m.end() : m.end() + after[1]].strip())):
        return after, True
    before = _last_network(text[: m.start()])
    if before and re.fullmatch(r"(?:'s|’s)?\s*(?:(?:with|has|having)\s+(?:its|about|only|just|some)?\s*|の\s*|は\s*)?[(（]?\s*(?:about|~|約|≈|approx\.?|around)?\s*", text[before[2] : m.start()]):
        return before, True
    first = network_in(text[start : m.start()])
    if first is None:
        return network_in(text[: m.start()]), len(networks_in(text[: m.start()])) < 2
    return first, len(networks_in(text[start : m.start()])) < 2


def _last_network(text: str) -> tuple[str, int, int] | None:
    """The network that a text names last, and where it stands."""
    last, at = None, 0
    while (named := network_in(text[at:])) and at < len(text):
        last = (named[0], at + named[1], at + named[2])
        at = last[2]
    return last


def rounded(value: str, scale: int) -> str:
    """A number with its scale; zeros at its end may be rounding: 2,560 万 is 25.6 million.

    >>> rounded("2560", 10000), rounded("25.6", 10**6), rounded("896", 1)
    ('256*100000', '25.6*1000000', '896')
    """
    while scale > 1 and value.endswith("0") and "." not in value and value != "0":
        value, scale = value[:-1], scale * 10
    return f"{value}*{scale}" if scale > 1 else value


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a number: commas inside numbers part nothing."""
    cuts = [0, *(m.end() for m in re.finditer(r"(?<!\d)[、,;。]|[、,;。](?!\d)", text)), len(text)]
    return max(c for c in cuts if c <= start), min(c for c in cuts if c >= end)


def _part(clause: str) -> str:
    """The one part of a network that a clause names."""
    named = _parts(clause)
    return named[0] if named else ""


def _parts(clause: str) -> list[str]:
    """The parts that a clause names; a depthwise convolution is not all convolutions."""
    named = [name for name, pattern in _PARTS if pattern.search(clause)]
    return [n for n in named if n != "convolution"] if {"pointwise", "depthwise"} & set(named) else named


def _measure(view: View, text: str, place: int) -> str:
    """Weights or operations: the word after the share, else the only one of the sentence."""
    s = view.sentence
    params, macs = bool(_PARAMS.search(text)) or s.has("parameters"), bool(_MACS.search(text))
    if params and macs:
        near = min(((abs(m.start() - place), name) for name, p in (("params", _PARAMS), ("macs", _MACS)) for m in p.finditer(text)), default=(0, ""))
        return near[1]
    return "params" if params else "macs" if macs else ""


_BROUGHT_TO = re.compile(
    r"\b(?:tak|br[io]|cut|reduc|shr[iau]nk|get|got|goes|go|down|fall|fell|drop|lower|leav|left|scal|save|saving)\w*\b[^.;]{0,50}?\b(?:to|by|with|only)\s+(?:(?:only|just|about|roughly|around|some|nearly|almost|approximately|exactly)\s+)*$", re.IGNORECASE
)
_BROUGHT_TO_JA = re.compile(r"\s*(?:ほど|程度|くらい)?(?:に(?:減|な|縮|下|まで)|まで|減|削減|の削減)")


def _shares(view: View, text: str, network: str, certain: bool) -> Iterator[Reading]:
    """95 % of the mult-adds in 1x1 convolutions; the fully connected layers hold most of the weights."""
    part = _part(text)
    if not part or not _SHARED.search(text) or (_LAYERS.search(text) and not network_in(text)):
        return
    sure = certain and not doubtful(view.sentence) and len(_parts(text)) == 1 and not _OF_THE_EXAMPLE.search(text)
    for m in _PERCENT.finditer(text):
        if _BROUGHT_TO.search(text[: m.start()]) or _BROUGHT_TO_JA.match(text, m.end()):
            continue  # what a change leaves of all, no share
        measure = _measure(view, text, m.end())
        if measure and not re.search(r"精度|accuracy|error|誤差", text[max(0, m.start() - 12) : m.end() + 12]):
            value = f"{float(m[1]) / 100:.{len(m[1].split('.')[1]) + 2 if '.' in m[1] else 2}f}" if m[1] else f"0.{m[2]}"
            fixed = ", linear=counted" if part in ("linear", "convolution") else ""
            texts = [f"{measure}({way}, part={part}{fixed})/{measure}({way}{fixed}) ~= {value}" for way in ways_of(network)]
            yield Reading(texts[0], m.start(), m.end(), (), tuple(texts[1:]), sure=sure)
            return
    most = _MOST.search(text)
    measure = _measure(view, text, most.end()) if most else ""
    if most and measure and view.polarity(most.start()):
        texts = [f"{measure}({way}, part={part}, linear=counted) > {measure}({way}, part={_REST[part]}, linear=counted)" for way in ways_of(network)]
        yield Reading(texts[0], most.start(), most.end(), (), tuple(texts[1:]), sure=sure)
