"""Counts of one layer, put together: the figure, what it counts, of which layer, at which sizes, over how much of it.

Each part is found for itself, in any order, the nearest first: in the figure's clause, its row, its question, the lines
above up to the heading. What comes out right holds. What comes out wrong is only refuted where every part is there once
and nothing of the clause is left that was not understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from .. import patterns as re
from ..decided import FACTORS, PUT_TOGETHER, holds
from ..readers import counted as older
from ..reading import Reading, View
from ..scope import NETWORKS
from ..sizes.counting import Sizes, bias_said, doubtful, kinds_in, layers_between, plain, with_modules
from ..sizes.scope_of_count import scope_of
from ..vocabulary import family
from .axes import one_axis
from .context import context
from .figures import Figure, figures
from .layers import NEEDED, Candidate, counted
from .measured import measured
from .roles import roles_in

_FACTORS = ("kernel_size", "in_channels", "out_channels", "height", "out_height", "inputs", "units", "stride", "groups")
SHORT = 24  # letters of a label with its figure
FAR = 8  # times
CLEARLY_OFF = Fraction(4, 100)
_ZERO = re.compile(r"ReLU|活性化(?!の数|値)|activation(?!s\b)|dropout|softmax(?! layer)|sigmoid", re.IGNORECASE)
_VAGUE = ("conv2d",)
_REPLACED = re.compile(r"\bbase ?line\b|ベースライン|置き換え(?:る)?前|分解(?:する)?前", re.IGNORECASE)  # the layer that a lighter one takes the place of
_SEVERAL = re.compile(
    r"合計|総計|総和|合わせ|あわせ|全体で|全部で|トータル|(?:[2-9二三四五]|\d{2})\s*層|(?:[2-9二三四五])\s*(?:つ|回|段)(?:を|に)?(?:重|並|積)|\btotal\b|\bin all\b|\bthen\b|followed by|together|altogether|\bsum\b|\bboth\b|(?:two|three|four|five|[2-9]) (?:\w+ )?(?:layers|convs?|convolutions|blocks)\b|stack|network|ネットワーク全体|モデル全体|block\b|ブロック",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"ではな|じゃな|でなく|差|増え|減|余分|追加|残り|うち|節約|倍|分の|割|超え|以上|未満|以下|より(?:も)?(?:多|少|大|小)|上限|最大|最小|もし|仮に|だったら|忘れ|間違|誤|とすれば|共有しな|共有せず|マスク|疎|刈|枝刈"
    r"|\bnot\b|n't|extra|additional|more than|less than|fewer|at least|at most|up to|over\b|under\b|saved?s?\b|saving|rather|instead|remaining|the rest|of which|difference|without (?!(?:the |any |its )?(?:bias|padding))|locally|if\b|would have|forget|wrong|mistak|mask|sparse|prun|times|fold|ratio|transposed|deform|dilat|3d\b|1d\b|per (?!layer)|(?<!層)あたり|ごと|につき",
    re.IGNORECASE,
)
_SECOND_KIND = re.compile(r"そのうち|of which|のうち|部分|part\b|share\b|占め", re.IGNORECASE)


@dataclass
class _Parts:
    """What was found for one figure."""

    figure: Figure
    measure: str
    subject: str
    sizes: Sizes
    own: str
    sole: bool  # whether each part was found once
    far: int  # how many texts above its own the layer is named


def read(view: View) -> Iterator[Reading]:
    """The counts of layers that a sentence, a cell or a line states."""
    s, outline = view.sentence, view.outline
    if outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")):
        return
    text = plain(s.text.chars)
    start = 0
    known: list[Reading] | None = None
    for figure in figures(text):
        if figure.value < 100 and (not unit_or_label(text, figure) or _OF_A_LETTER.search(text, 0, figure.start)):
            continue
        measure = measured(view, figure, start)
        if not measure:
            continue
        parts = _parts(view, text, figure, measure, start)
        start = figure.end if figure.value >= 1_000 or figure.scaled else start
        if parts is None:
            continue
        known = view.read_by(older) if known is None else known
        read_before = [r for r in known if r.start <= figure.start < r.end and (r.sure or _holds(r))]
        if read_before and (not _far_off(view, parts) or any(_holds(r) for r in read_before)):
            continue
        yield from _tested(view, parts)


def _far_off(view: View, parts: _Parts) -> bool:
    """Whether a figure is a wrong product of the very sizes that is far from right: it is about them all the same."""
    right = next(counted(parts.measure, parts.subject, parts.sizes, _bias(view, parts)), None) if parts.measure != "biases" else None
    near = right is None or right.count <= FAR * parts.figure.value <= FAR * FAR * right.count
    return parts.sole and not near and _of_factors(parts.figure, parts)


_OF_A_LETTER = re.compile(r"(?<![A-Za-z])[A-Za-z]\s*=\s*$")  # p = 0: a size, no count


def _holds(reading: Reading) -> bool:
    return any(holds(t) for t in (reading.statement, *reading.alternatives[:4]))


def unit_or_label(text: str, figure: Figure) -> bool:
    """Whether a small figure is plainly a count: 64 params, params: 0, バイアス：１０."""
    told = re.match(r"\s*(?:個|回)?の?\s*(?:param|weights?\b|重み|パラメ|mult|MAC)", text[figure.end :], re.IGNORECASE)
    ends = re.match(r"\s*(?:個|回)?(?:です|である)?\s*[。.,;)）(（]?\s*(?:$|[(（])", text[figure.end :])
    return bool(told or (ends and re.search(r"[:：=は|]\s*$|^\s*$", text[: figure.start])))


_DEPTH = re.compile(r"(?<!入力 )(?<!入力)(?<!input )(?<!Input )(?<![\dx.])\d{2,4}\s*x\s*\d{2,4}\s*x\s*(\d{1,4})(?!\d)")


def _parts(view: View, text: str, figure: Figure, measure: str, start: int) -> _Parts | None:
    """The layer and the sizes of a figure: its clause's, its row's, its question's, else those of the lines above."""
    own = with_modules(view, text[start : figure.start] + " # " + text[figure.end :])
    if _of_a_network(view, own):
        return None
    whole = text[: figure.start] + " # " + text[figure.end :]
    texts = [own, *([whole] if start else []), *context(view, whole)]
    subject, sole, far = _subject(texts, figure, view.sentence.cell is not None)
    if not subject or (subject == "conv2d" and one_axis(view)):
        return None
    sizes = Sizes()
    used: list[str] = []
    for one in texts:
        found = roles_in(one)
        sole &= one in used or len(found.values.get("kernel_size", [])) < 2
        fresh = {role: values for role, values in found.values.items() if role not in sizes.values}
        if fresh or one is own:
            used.append(one)
        sizes.values |= fresh
        sizes.bias = found.bias if sizes.bias is None else sizes.bias
        sizes.same |= found.same
        sizes.masked |= found.masked
        if all(
            role in sizes.values
            for role in (*NEEDED[subject], *(("height",) if measure == "macs" and subject != "linear" else ()))
        ):
            break
    if subject == "depthwise_conv2d" and sizes.values.get("kernel_size") == [1]:
        return None  # the window is another layer's
    if subject == "pointwise_conv2d" and set(sizes.values.get("kernel_size", [1])) != {1}:
        sole = False  # another layer's window
    deep = {int(m[1]) for m in _DEPTH.finditer("\n".join(plain(t) for t in used))}
    ins, outs = sizes.values.get("in_channels", []), sizes.values.get("out_channels", [])
    if ins == outs and deep & set(ins):
        sole = False  # 28x28x6 and 6 filters: the map that comes out
    if "groups" not in sizes.values and re.search(r"\bgroup|グループ", "\n".join(texts), re.IGNORECASE):
        sole = False
    sole = (
        sole
        and not sizes.masked
        and all(len(sizes.values.get(r, [0])) == 1 for r in (*NEEDED[subject], "stride", "groups"))
    )
    return _Parts(figure, measure, subject, sizes, "\n".join(used), sole, far)


def _of_a_network(view: View, own: str) -> bool:
    """Whether a cell that names no layer stands in the row of a whole network: | AlexNet | 60,965,224 | … |."""
    s = view.sentence
    if not s.cell or kinds_in(plain(own)):
        return False
    heads = [m for e in view.outline.sentences[s.block] if e.cell == 0 for m in e.subjects]
    return any(family(m.tag) in NETWORKS and not m.weak for m in heads) and not any(family(m.tag) not in NETWORKS for m in heads)


def _subject(texts: list[str], figure: Figure, cell: bool) -> tuple[str, bool, int]:
    """The layer that the nearest text names; whether it names only one; how many texts above it is named."""
    for at, one in enumerate(texts):
        kinds = [k for _, _, k in kinds_in(plain(one)) if k in NEEDED]
        if at <= cell and not kinds and (zero := _ZERO.search(one)):
            weighed = cell and zero[0].lower() == "softmax" and figure.text != "0"  # a row for the last layer, with its softmax
            return ("linear", False, at) if weighed else ("relu", True, 0)
        if at == 0 and not kinds and _REPLACED.search(one):
            return "conv2d", True, 0
        special = list(dict.fromkeys(k for k in kinds if k not in _VAGUE)) or list(dict.fromkeys(kinds))
        if at == 0 and len(special) > 1:
            before = [k for _, end, k in kinds_in(plain(one)) if end <= figure.start and k in special]
            return (before[-1], False, 0) if before else ("", False, 0)
        if special:
            return special[0], len(special) == 1, at
        if re.search(r"フィルタ|カーネル|filters?\b|kernels?\b", one, re.IGNORECASE):
            return "conv2d", True, at
    return "", False, 0


def _tested(view: View, parts: _Parts) -> Iterator[Reading]:
    """The reading that comes out right; else the one that is left, if there is only one."""
    f = parts.figure
    sizes = parts.sizes
    clause = parts.own.split("\n")[0]
    if re.search(r"\d+\s*(?:groups?|グループ)\W*(?:で|なら|だと|it is|its)?\W*$", plain(view.sentence.text.chars)[: f.start], re.IGNORECASE):
        return  # with 8 groups 7,200
    scope = scope_of(clause)
    if parts.measure == "biases":
        tried = _biases(parts)
    elif (
        (scope in ("filter", "output") or (_ONE_FILTER.search(clause) and "out_channels" not in sizes.values))
        and parts.measure == "params"
        and "out_channels" in NEEDED[parts.subject]
    ):
        sizes.values["out_channels"] = [1]
        tried = list(counted("params", parts.subject, sizes, _bias(view, parts)))
    elif (scope in ("position", "output") or (scope == "filter" and parts.measure == "macs")) and parts.subject != "linear":
        return
    else:
        tried = list(counted(parts.measure, parts.subject, sizes, _bias(view, parts)))
    if parts.subject == "batch_norm" and _LEARNED.search(clause):
        tried = [c for c in tried if "moving=true" not in c.left]  # the running statistics are not learned
    if not tried:
        return
    right = [c for c in tried if _fits(c, f)]
    if right:
        yield Reading(
            f"{right[0].left} {_relation(right[0], f)} {f.text}",
            f.start,
            f.end,
            (PUT_TOGETHER,),
            sure=False,
            spare=True,
        )
        return
    if _may_refute(view, parts, clause, tried):
        first = tried[0]
        notes = (PUT_TOGETHER, *((FACTORS,) if _of_factors(f, parts) else ()))
        yield Reading(
            f"{first.left} {'~=' if f.rounded else '=='} {f.text}",
            f.start,
            f.end,
            notes,
            tuple(f"{c.left} {'~=' if f.rounded else '=='} {f.text}" for c in tried[1:6]),
            firm=True,
        )


_ONE_FILTER = re.compile(
    r"\ban? (?:\S+ ){0,2}(?:filter|kernel)\b|(?:フィルター?|カーネル)\s*(?:1|一)\s*(?:枚|つ|個)|(?:1|一)\s*(?:枚|つ|個)の(?:フィルタ|カーネル)",
    re.IGNORECASE,
)
_WEIGHTS = re.compile(r"weights?\b|重み", re.IGNORECASE)
_LEARNED = re.compile(r"学習(?:可能|さ|する|パラ|対象)|訓練可能|\b(?:learn(?:ed|t|able)|trainable|trained)\b", re.IGNORECASE)


_WITH_BIASES_THEN = re.compile(r"[^()（）.。;、,\d]{0,24}[(（]\s*(?:or |and )?[\d,]+[^()（）\d]{0,16}(?:with|including|counting|込み|含め|入れ)[^()（）\d]{0,16}[)）]|[^()（）.。;、,\d]{0,24}[(（][^()（）\d]{0,10}バイアス[^()（）\d]{0,10}\d[\d,]*[^()（）]{0,6}[)）]", re.IGNORECASE)


def _bias(view: View, parts: _Parts) -> bool | None:
    """Whether the biases are counted, as the text says it of this figure; of weights, or one of several counts, nothing says."""
    text = plain(view.sentence.text.chars)
    given = {value for values in parts.sizes.values.values() for value in values}
    if _WITH_BIASES_THEN.match(text, parts.figure.end):
        return False  # 75 weights (76 with the bias)
    several = sum(f.value >= 100 and f.value not in given for f in figures(text)) > 1
    own = bias_said(text)
    if several and own is not None:
        return None
    told = [b for b in map(bias_said, parts.own.split("\n")) if b is not None]
    return own if own is not None else told[0] if told else None if _WEIGHTS.search(text) else parts.sizes.bias


def _biases(parts: _Parts) -> list[Candidate]:
    """One for each filter or unit."""
    outs = parts.sizes.values.get("units" if parts.subject == "linear" else "out_channels", [])
    if len(outs) != 1 or parts.subject not in ("conv2d", "linear", "pointwise_conv2d"):
        return []
    role = "out_features" if parts.subject == "linear" else "out_channels"
    return [
        Candidate(
            outs[0],
            f"params({parts.subject}, {role}={outs[0]}, bias=true) - params({parts.subject}, {role}={outs[0]}, bias=false)",
        )
    ]


def _fits(c: Candidate, f: Figure) -> bool:
    return abs(c.count - f.value) <= (f.unit if f.rounded else 0)


def _relation(c: Candidate, f: Figure) -> str:
    return "==" if c.count == f.value else "~="


def _of_factors(f: Figure, parts: _Parts) -> bool:
    """Whether the figure is a product of the very sizes, but not the right one: a factor is left out, or one too many."""
    sizes = [v for role in _FACTORS for v in parts.sizes.values.get(role, [])[:2]]
    made = {Fraction(1)}
    for size in sizes[:8]:
        made |= {m * size for m in made} | {m * size * size for m in made}
    made |= {m / group**n for group in parts.sizes.values.get("groups", [])[:1] for m in made for n in (1, 2)}
    made |= {m + b for m in made for b in sizes}
    return any(abs(m - f.value) <= (f.unit if f.rounded else 0) for m in made)


def _may_refute(view: View, parts: _Parts, clause: str, tried: list[Candidate]) -> bool:
    """Whether every part is there once, the figure is plainly a count, and nothing is left that turns the sense."""
    f = parts.figure
    if (
        not parts.sole
        or layers_between(parts.own)
        or doubtful(view.sentence)
        or _SEVERAL.search(parts.own)
        or _TURNED.search(clause)
        or _SECOND_KIND.search(parts.own)
    ):
        return False
    if parts.subject == "max_pool2d" and older.POOLED_WITH_WEIGHTS.search(view.sentence.words):
        return False
    if parts.subject in ("max_pool2d", "relu", "batch_norm") and parts.far > (len(clause) < SHORT):
        return False
    sizes = {v for values in parts.sizes.values.values() for v in values}
    channels = {v for role in ("in_channels", "out_channels", "units") for v in parts.sizes.values.get(role, [])}
    if not _of_these(view, f, sizes, channels):
        return False
    if f.value in sizes and parts.subject != "relu" and not _is_weights(view, parts):
        return False
    if any(abs(c.count * n - f.value) <= CLEARLY_OFF * f.value for c in tried for n in (1, 2)) and f.rounded:
        return False
    if parts.measure == "macs" and any(2 * c.count == f.value for c in tried):
        return False
    return not any(_factors(view, f)) and not _of_a_later_layer(parts)


def _is_weights(view: View, parts: _Parts) -> bool:
    """Whether a number that is a size as well is told to be the weights: a layer with 64 filters "has 64 weights"."""
    text = plain(view.sentence.text.chars)
    after = re.match(r"\s*(?:個の)?(?:(?:learnable|trainable)\s+)?(?:weights?\b|parameters?\b|重み|パラメータ)", text[parts.figure.end :], re.IGNORECASE)
    before = re.search(r"(?:重み|パラメータ)(?:の?数)?は\s*$", text[: parts.figure.start]) and re.match(r"\s*個", text[parts.figure.end :])
    return parts.measure == "params" and bool(after or before)


_FOLLOWS = re.compile(r"\b(?:second|next|follow\w*|then|after)\b|次|続|2\s*層目|二層目|後に|後の", re.IGNORECASE)


def _of_a_later_layer(parts: _Parts) -> bool:
    """Whether the count is right where the filters of the layer before are the channels: a second layer that follows."""
    values = parts.sizes.values
    if not _FOLLOWS.search(parts.own) or not {"in_channels", "out_channels"} <= values.keys():
        return False
    later = replace(parts.sizes, values={**values, "in_channels": values["out_channels"]})
    return any(_fits(c, parts.figure) for c in counted(parts.measure, parts.subject, later, None))


_PRODUCT = re.compile(r"((?:\d[\d,]*\s*[x*·+()]\s*\(?)+\d[\d,]*\)?)\s*=\s*(?:約\s*)?$")


def _of_these(view: View, f: Figure, sizes: set[int], channels: set[int]) -> bool:
    """Whether a product that the figure is the result of has only the sizes found as factors, its channels among them."""
    written = _PRODUCT.search(plain(view.sentence.text.chars)[max(0, f.start - 80) : f.start])
    if written is None:
        return True
    known = sizes | {a * b for a in sizes for b in sizes} | {a * a * b for a in sizes for b in sizes} | {1, 2}
    factors = {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", written[1])}
    return factors <= known and (not channels or bool(factors & channels))


def _factors(view: View, f: Figure) -> Iterator[bool]:
    """Whether the figure is a factor of a product that is still written out after it."""
    text = plain(view.sentence.text.chars)
    yield bool(re.match(r"\s*[x*+/^]", text[f.end :]) or re.search(r"[x*^/]\s*$", text[: f.start]))
