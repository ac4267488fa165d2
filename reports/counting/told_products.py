"""Products told as the count of a layer: right as arithmetic, and wrong where a factor is left out or is another size.

"the second layer (64 filters on 224x224x64) takes 224·224·64·9 = 28.9M multiplications" forgets the input channels,
"224·224·27·32" takes the map that goes in for the one that comes out. The layer is what the sentence, or the line it
goes on with, says completely; its count, in every way that is customary, is compared with the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from .. import patterns as re
from ..decided import AS_A_COUNT, FACTORS
from ..reading import Reading, View
from ..sizes.counting import Sizes, bias_said, doubtful, kinds_in, plain
from ..sizes.scope_of_count import scope_of
from .axes import lines_above, one_axis
from .figures import NUMBER, Figure, figure, loosely
from .layers import WINDOWS, Candidate, counted
from .measured import measured
from .network_layers import sizes_of
from .roles import roles_in

_FACTOR = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
_PRODUCT = re.compile(
    rf"(?<![A-Za-z_\d.,^(x*/+=-])(?<![x*/+=-]\s)(?P<left>(?:{_FACTOR})(?:\s*[x*·]\s*(?:{_FACTOR})|(?:\^\s*\{{?2\}}?|²)){{1,8}})(?:\s*\+\s*(?P<plus>\d{{1,4}}))?\s*(?:回|個)?\s*(?:[=≒≈~→⇒]|,?\s*(?:or|so|i\.\s?e\.,?|that is,?|which is|which makes|makes|making|comes? to|gives|giving)(?=\s+(?:about|roughly|some|around|nearly|almost|\d))|,\s*(?=(?:about|roughly)\s)|、?\s*(?:つまり|すなわち)[、,]?|\s*(?:で|だから|なので|より)[、,]?\s*(?=約|およそ|ざっと)|、\s*(?=約|およそ|ざっと))\s*(?:約|およそ|ざっと|about |roughly |some |around |nearly |almost )?\s*(?P<right>\d{{1,4}}\s*億\s*\d{{1,4}}(?:,\d{{3}})?\s*万|{NUMBER})(?!\d|,\d|\s*[万億]|\s*[x*+/^÷=·{{]|\.\d|\s*-\s*\d|\s*[%％割])"
    rf"|(?P<a>{_FACTOR})\s*(?:outputs?|values|positions|pixels|numbers)\s*(?:times|x)\s*(?P<b>{_FACTOR})(?:\s*(?:multiplications|mults|products))?\s*(?:each)?\s*(?:=|is|gives|makes)\s*(?P<c>{NUMBER})",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"ではな|じゃな|でなく|差|節約|うち|もし|仮に|忘れ|間違|誤|グループ|ごと|合計|合わせ|全部で|バイアスだけ|プーリング|深さ方向|転置|マスク|平均|値の?数|要素"
    r"|\bnot\b|n't|instead|\bif\b|would|wrong|mistak|forget|group|total|together|pool|depth-?wise|dw\b|separable|transposed|mask|memory|bytes|activations|values in|output (?:volume|shape|map)|\bmap (?:has|holds)",
    re.IGNORECASE,
)
_OF_A_PART = re.compile(r"あたり|につき|1\s*(?:枚|チャン?ネル)分|\bper\b", re.IGNORECASE)
_OF_ONE = re.compile(  # one filter, one channel, one map of each
    r"\b(?:one|single|each|every|per|an?)\s+(?:\w+\s+)?(?:kernel|filter|channel|map|plane|slice)\b|\bpair|\bbetween\b|(?:1|一|各|ひと)\s*(?:枚|つ|個)?の?(?:カーネル|フィルタ|チャン?ネル|面)|(?:カーネル|フィルター?|チャン?ネル)\s*(?:1|一|ひと)\s*(?:枚|つ|個)|チャン?ネル(?:ごと|毎|あたり|の組|どうし|同士)|枚どうし|(?:1|一)\s*対", re.IGNORECASE
)
_OF_A_MAP = re.compile(r"特徴マップは|出力は|入力は")
_TAPS = re.compile(r"(?<![A-Za-z])[kK]\s*=\s*(\d{1,2})(?!\d|\.\d)|(?:カーネル(?:サイズ|幅)?|フィルタ(?:幅|長)|タップ数?|kernel size|filter width)\s*(?:は|が|=|:|of)?\s*(\d{1,2})(?![\dx]|\s*x)|(?<!\d)(\d)\s*(?:タップ|taps?\b)", re.IGNORECASE)
_SPACING = re.compile(r"(?<![A-Za-z])d\s*=\s*(\d{1,4})(?!\d)|(?:dilation|拡張率|ダイレーション)\s*(?:は|が|を|=|of|rate)?\s*(\d{1,4})(?!\d)", re.IGNORECASE)
_EACH_STEP = re.compile(r"(?:1|一|各|ひと)\s*(?:つの)?\s*(?:時刻|時点|ステップ|サンプル|出力)|(?:時刻|ステップ|サンプル|出力)(?:1つ|ひとつ)?(?:あたり|ごと|につき)|\b(?:per|each|every|one|a)\s+(?:output\s+)?(?:time ?)?(?:step|sample|output|position)\b", re.IGNORECASE)
_POOLED = re.compile(r"(?:\band\b|と|、|,)?\s*\d\s*x\s*\d\s*(?:の)?\s*(?:max|average|avg|最大|平均)?[ -]?(?:pool\w*|プーリング)[^.;。]*", re.IGNORECASE)
_TIMES_A_PART = re.compile(  # the number of positions by the work at each: of all of them
    r"\b(?:number of (?:output )?)?(?:positions?|pixels|outputs?|output values|places)\s+(?:by|times|x|with)\s+(?:the |what )?(?:\w+\s+){0,3}?(?:per|at each|at every|for each)\s+\w+"
    r"|\b(?:work|cost|macs?|multiplications|products)\s+(?:per|at each|at every|for each)\s+(?:output )?\w+\s+(?:by|times|x|with)\s+(?:the )?(?:number of )?(?:output )?(?:positions?|pixels|outputs?|places)"
    r"|(?:位置|画素|出力|場所|点)の?(?:個|の)?数(?:に|と|x|×)\s*(?:1|一|各)?\s*(?:つの)?(?:位置|画素|出力|場所|点|か所|箇所)(?:1つ)?(?:あたり|につき|ごと)の?\w{0,10}を?",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s*(?:回|multiplications|mult-?adds?|multiply|operations|MACs?\b|FLOPs?\b)", re.IGNORECASE)
NEEDED = {"kernel_size", "in_channels", "out_channels", "height"}


@dataclass(frozen=True)
class _Told:
    """A product, its factors, its result, and what stands before it in its clause."""

    factors: tuple[int, ...]
    result: Figure
    start: int
    clause: str
    after: str
    biases: int = 0  # what is added to the product


def read(view: View) -> Iterator[Reading]:
    """The products of a sentence that are the count of a layer, or are said to be."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.cell is not None or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 260:
        return
    text = plain(s.text.chars)
    for told in _told(text):
        measure = measured(view, told.result, 0) or ("macs" if len(told.factors) > 3 and re.match(r"\s*回", told.after) else "")
        if measure == "params" and _TIMES.match(told.after):
            measure = "macs"  # so many times something is done
        if measure not in ("params", "macs") or not told.result.value:
            continue
        if one_axis(view):
            yield from _of_one_axis(view, text, told) if measure == "macs" else ()
        else:
            yield from _of_a_layer(view, text, told, measure)


def _told(text: str) -> Iterator[_Told]:
    """Every product that is written out with its result."""
    start = 0
    for m in _PRODUCT.finditer(text):
        kind = "right" if m["right"] else "c"
        found = figure(m[kind])
        if found is None:
            continue
        result = Figure(found.value, found.unit, found.text, m.start(kind), m.start(kind) + found.end, found.scaled)
        left = m["left"] or f"{m['a']} x {m['b']}"
        factors = [int(n.replace(",", "")) for n in re.findall(_FACTOR, re.sub(r"\^\s*\{?2\}?|²", "", left))]
        factors += [int(n) for n in re.findall(r"(\d+)\s*(?:\^\s*\{?2\}?|²)", left)]
        yield _Told(tuple(factors), result, m.start(), text[start : m.start()], text[m.end() : m.end() + 40], int(m["plus"] or 0))
        start = m.end()


def _layer(view: View, told: _Told) -> tuple[Sizes, bool]:
    """The sizes of the layer, each from the nearest text that gives it; whether each is given there once.

    A line that names a window or filters tells of the layer; what only gives a map is asked last.
    """
    own = roles_in(f"{told.clause} # {told.after}")
    sizes, sole = Sizes({}, own.bias, own.same), True
    above = [roles_in(_POOLED.sub(" ", _PRODUCT.sub(" # ", t))) for t in lines_above(view)]
    layers = [x for x in above if {"kernel_size", "out_channels"} & x.values.keys()]
    for found in (own, *layers, *(x for x in above if x not in layers)):
        if sizes.values.keys() >= NEEDED:
            break
        sizes.same |= found.same
        for role, values in found.values.items():
            if role not in sizes.values and (found is own or found in layers or role in ("height", "width", "in_channels")):
                sizes.values[role] = values
                sole &= len(values) == 1 or role not in (*NEEDED, "stride", "padding")
    if len(sizes.values.get("in_channels", [])) > 1 and len(outs := sizes.values.get("out_channels", [])) == 1:
        sizes.values["in_channels"] = [c for c in sizes.values["in_channels"] if c not in outs] or outs
        sole |= len(sizes.values["in_channels"]) == 1 and all(len(sizes.values.get(r, [0])) == 1 for r in (*NEEDED, "stride", "padding"))
    if "kernel_size" not in sizes.values:
        windows = [WINDOWS[f] for f in told.factors if f in WINDOWS]
        sizes.values |= {"kernel_size": windows} if len(windows) == 1 else {}
    return sizes, sole


def _of_a_layer(view: View, text: str, told: _Told, measure: str) -> Iterator[Reading]:
    """The product as the count of a convolution; where it is none, wrong if it is made of the layer's own sizes."""
    sizes, sole = _layer(view, told)
    own = f"{told.clause} # {told.after}"
    named = sizes_of(view, text) if not sizes.values.keys() >= NEEDED or not (sizes.values.keys() & {"stride", "out_height"}) else None
    if named is not None:  # the layer of a known network, if the note has no other sizes
        if not _agree(sizes, named) and view.outline.blocks[view.sentence.block].kind == "item":
            sizes, sole = _of_its_item(view), True  # other items tell of other layers
        if not _agree(sizes, named):
            return
        sizes.values |= named.values
    kinds = {k for _, _, k in kinds_in(own) if k not in ("conv2d", "max_pool2d")} or _step_above(view, own)
    if sizes.values.get("groups"):
        return
    if len(kinds) == 1 and measure == "macs" and (step := kinds & {"depthwise_conv2d", "pointwise_conv2d"}) and sizes.values.get("kernel_size") != [1]:
        yield from _of_a_step(view, text, told, step.pop(), sizes, sole)
        return
    if kinds - {"pointwise_conv2d"} or (kinds and sizes.values.get("kernel_size") != [1]):
        return
    later = "" if re.search(r"\d", told.after) else told.after  # of another number
    tried = list(counted(measure, "conv2d", sizes, bias_said(f"{told.clause} # {later}")))
    if not tried or (measure == "macs" and not {"height", "out_height"} & sizes.values.keys()):
        return
    right = [c for c in tried if _fits(c.count, told.result)]
    if right:
        yield Reading(f"{right[0].left} {'~=' if told.result.rounded else '=='} {loosely(told.result)}", told.start, told.result.end, (AS_A_COUNT,), firm=True)
    elif sole and not _right_for_its_step(view, told, measure, sizes) and _may_refute(view, text, told, sizes, tried):
        first = tried[0]
        yield Reading(
            f"{first.left} {'~=' if told.result.rounded else '=='} {loosely(told.result)}", told.start, told.result.end,
            (AS_A_COUNT, FACTORS), tuple(f"{c.left} {'~=' if told.result.rounded else '=='} {loosely(told.result)}" for c in tried[1:6]), firm=True,
        )  # fmt: skip


_OTHER_LAYER = re.compile(r"replac|instead|latter|former\b|original|compar|standard|ordinary|usual|regular|\bnormal\b|置き換え|代わり|後者|前者|比べ|比較|通常|普通|標準|元の", re.IGNORECASE)


def _step_above(view: View, own: str) -> set[str]:
    """The step of a separable convolution that the line above alone tells of, where a clause names no layer."""
    line = " ".join(lines_above(view, 1))
    if _OTHER_LAYER.search(f"{line} {own}") or ("out_channels" in roles_in(line).values and re.search(r"depth-?wise", line, re.IGNORECASE)):
        return set()
    above = {k for _, _, k in kinds_in(line)} - {"conv2d"}
    return above if not kinds_in(own) and len(above) == 1 and above <= {"depthwise_conv2d", "pointwise_conv2d"} else set()
def _agree(told: Sizes, named: Sizes) -> bool:
    """Whether what is told of a layer is what the network has."""
    return all(set(v) <= set(named.values[r]) for r, v in told.values.items() if r in named.values)


def _of_its_item(view: View) -> Sizes:
    """The sizes that an item tells before its product."""
    s = view.sentence
    return roles_in(" ".join(plain(e.text.chars) for e in view.outline.sentences[s.block][: s.number]))


def _of_a_step(view: View, text: str, told: _Told, subject: str, sizes: Sizes, sole: bool) -> Iterator[Reading]:
    """One of the two steps of a separable convolution: wrong where it is the product of both, or has the other's factors."""
    values = sizes.values
    if any(len(values.get(r, [])) != 1 for r in ("kernel_size", "in_channels", "height", "width")) or values.get("stride", [1]) != [1]:
        return
    window, ins, outs = values["kernel_size"][0], values["in_channels"][0], values.get("out_channels", [0])[0]
    if subject == "pointwise_conv2d" and not outs:
        return
    plane = values["height"][0] * values["width"][0]
    call = f"macs({subject}, " + (f"kernel_size={window}, in_channels={ins}" if subject == "depthwise_conv2d" else f"in_channels={ins}, out_channels={outs}")
    same = ", padding=same" if subject == "depthwise_conv2d" else ""
    count = plane * (window**2 * ins if subject == "depthwise_conv2d" else ins * outs)
    claim = f"{call}, height={values['height'][0]}, width={values['width'][0]}{same}) {'~=' if told.result.rounded else '=='} {loosely(told.result)}"
    mistakes = {plane * window**2 * ins * outs, plane * window**2, plane * ins, plane * outs, plane * window**2 * outs}
    if _fits(count, told.result):
        yield Reading(claim, told.start, told.result.end, (AS_A_COUNT,), firm=True)
    elif sole and not doubtful(view.sentence) and not _STEP_TURNED.search(text) and any(_fits(n, told.result) for n in mistakes - {count}):
        yield Reading(claim, told.start, told.result.end, (AS_A_COUNT, FACTORS), firm=True)


_STEP_TURNED = re.compile(r"ではな|じゃな|でなく|差|もし|仮に|忘れ|間違|誤|あたり|につき|通常|普通|\bnot\b|n't|instead|\bif\b|\bper\b|would|wrong|standard|ordinary|together|合わせ|合計", re.IGNORECASE)


def _right_for_its_step(view: View, told: _Told, measure: str, sizes: Sizes) -> bool:
    """Whether the product counts the step of a lighter convolution under whose name it stands: depthwise / 積和は ..."""
    named = view.in_families(told.start, "convolution")
    if named is None or named.subject not in ("depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d"):
        return False
    return any(_fits(c.count, told.result) for c in counted(measure, named.subject, sizes, None))


def _fits(count: int, f: Figure) -> bool:
    return abs(count - f.value) <= (f.unit if f.rounded else 0)


def _may_refute(view: View, text: str, told: _Told, sizes: Sizes, tried: list[Candidate]) -> bool:
    """Whether the product is plainly meant as this layer's count: of its sizes alone, its channels among them."""
    words, whole_text = (_TIMES_A_PART.sub(" ", t) for t in (told.clause + told.after, text))
    if doubtful(view.sentence) or _TURNED.search(text) or _OF_A_PART.search(whole_text) or _OF_A_MAP.search(re.split(r"[、,。;]", told.clause)[-1]) or scope_of(words) or any(_fits(2 * c.count, told.result) for c in tried):
        return False
    window, ins, outs = (sizes.values.get(r, [0])[0] for r in ("kernel_size", "in_channels", "out_channels"))
    sides = {v for role in ("height", "width", "out_height", "out_width") for v in sizes.values.get(role, [])}
    made = {s // step for s in sides for step in sizes.values.get("stride", [1])}
    made |= {(s + 2 * p - window) // step + 1 for s in sides for step in sizes.values.get("stride", [1]) for p in sizes.values.get("padding", [0])}
    known = {1, 2, window, window**2, ins, outs, window**2 * ins, window**2 * outs, window**2 * ins + 1, *sides, *made}
    if told.biases and told.biases != outs:
        return False
    known |= {a * b for a, b in product(sides | made, repeat=2)} | {a * b * outs for a, b in product(sides | made, repeat=2)}
    holds_a_window = any(f in (window, window**2, window**2 * ins, window**2 * outs) for f in told.factors)
    a_channel = any(f in (ins, outs, window**2 * ins) for f in told.factors)
    a_plane = bool(told.factors) and prod(told.factors) in {a * b * window**2 for a, b in product(sides, repeat=2)}  # no channels at all
    whole = a_channel or (a_plane and not _OF_ONE.search(" ".join((text, *lines_above(view, 1)))))
    return holds_a_window and whole and set(told.factors) <= known and len(told.factors) > 1


def _of_one_axis(view: View, text: str, told: _Told) -> Iterator[Reading]:
    """What one output of a layer along time takes: as many products as it has taps, for every pair of channels."""
    own = roles_in(told.clause)
    ins, outs = own.values.get("in_channels", []), own.values.get("out_channels", [])
    texts = [told.clause, *lines_above(view)]
    taps, spacing = _number(_TAPS, texts), _number(_SPACING, texts)
    if not taps or len(ins) != 1 or len(outs) != 1 or not _EACH_STEP.search(told.clause) or _TURNED.search(told.clause):
        return
    reach = (taps - 1) * (spacing or 1) + 1
    count = taps * ins[0] * outs[0]
    if not _fits(count, told.result) and prod(told.factors) not in (reach * ins[0] * outs[0], taps * ins[0], taps * outs[0], taps**2 * ins[0] * outs[0]):
        return
    more = f", dilation={spacing}" if spacing else ""
    yield Reading(
        f"macs(causal_conv1d, kernel_size={taps}, in_channels={ins[0]}, out_channels={outs[0]}{more}, per=position) {'~=' if told.result.rounded else '=='} {loosely(told.result)}",
        told.start, told.result.end, (AS_A_COUNT, FACTORS), firm=True,
    )  # fmt: skip


def _number(pattern: re.Pattern[str], texts: list[str]) -> int | None:
    """The one number that the nearest text with such a size gives."""
    for text in texts:
        found = {next(g for g in m.groups() if g) for m in pattern.finditer(text)}
        if found:
            return int(found.pop()) if len(found) == 1 else None
    return None
