"""Shapes in letters: what goes in, one filter or the whole weight, what comes out; how many filters there are.

A shape (H×W×C, `(M, C/G, K, K)`) is read by the name that stands beside it, in its column's head, or by "になる" and the
like; letters that the note declares keep their meaning, so that a channel count in the wrong place is seen to be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ...properties.nodes import Items, Node, Num, Sym, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, call, inherited_note, known, options, roles_of, runnable, statements, text_of
from ..scope import Named
from ..sizes.formulas import Span
from ..sizes.geometry import flat, kinds_of
from ..sizes.quantities import whole
from ..text.columns import column_head

SHAPED = ("convolution", "transposed", "pooling", "dilated", "causal")
BLOCKS = ("dense_block", "transition_layer", "residual_block", "densenet", "resnet", "pixelcnn", "masked_conv2d")
WEIGHTED = ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "conv1d", "causal_conv1d", "masked_conv2d", "conv_transpose2d", "linear")
_SUPPOSING = re.compile(
    r"\b(?:suppose|assum\w+|consider|let|given|say|if|when|for example|e\.g\.)\b|とする|とすると|とした|として|の場合|を考え|仮に|例えば",
    re.IGNORECASE,
)  # fmt: skip
_NAMES = (
    ("weight", re.compile(r"重み(?:テンソル|行列)?|weights?(?: tensors?| matrix)?|kernel tensors?|full kernel|filter bank|全体のカーネル|フィルタ全体|カーネル全体", re.IGNORECASE)),
    ("kernel", re.compile(r"フィルター?|カーネル|kernels?|filters?|窓", re.IGNORECASE)),
    ("output", re.compile(r"出力(?!チャ)|出来上が\w*|でき(?:上が|あが)\w*|出てくる|生成され\w*|作られる|what comes out|(?<![a-z])(?:I|we|you) (?:have|get|obtain|end up with)|emits?|returns?|outputs?(?! ch)|\bout\b|結果|result(?:ing)?|出てくる|得られる|produc\w+|gives?|giving|yields?|becomes?|\binto\b|activation map", re.IGNORECASE)),
    ("input", re.compile(r"入力(?!チャ)|inputs?(?! ch)|takes?\b|accepts?\b|\bimages?\b|元画像", re.IGNORECASE)),
)  # fmt: skip
_GAP = re.compile(
    r"(?:は|側|のは|全部で|が|を|の|も|サイズ|大きさ|形状?|次元|テンソル|特徴マップ|マップ|データ|画像|ボリューム|全体|[1１一]枚|[1１一]つ|それぞれ|各|同じ|として|もの|ここ|(?:[1１一]|各)チャン?ネル(?:に(?:つき|対して)|あたり|ごとに?|毎に)|(?:入力)?チャン?ネル(?:ごと|毎)に|(?:for|per) (?:each|every|one)? ?(?:input )?channel|"
    r"has|have|having|is|are|of|with|size[ds]?|shape[ds]?|dimensions?|tensors?|volumes?|maps?|features?|also|the|an?|then|therefore|again|still|becomes?|will|be|as|as the input|same|one|each|whose|that"
    r"|[A-Z](?![a-z])|[\s:=()（）「」\[\]`*_,、~→-])*",
    re.IGNORECASE,
)  # fmt: skip
_AFTER = (
    ("kernel", re.compile(r"\s*(?:の|size[ds]?|サイズの|という|もの)?\s*(?:convolution\w*\s+)?(?:フィルター?|カーネル|kernels?|filters?)", re.IGNORECASE)),
    ("output", re.compile(r"\s*(?:の|sized?|サイズの)?\s*(?:出力|outputs?\b|結果)|\s*(?:に|と)な[るりっ]|\s*が(?:得ら|出)", re.IGNORECASE)),
    ("input", re.compile(r"\s*(?:の|sized?|サイズの)?\s*(?:入力|inputs?\b|画像|images?\b)", re.IGNORECASE)),
)  # fmt: skip
_ONE = re.compile(r"[1１一]枚(?:の(?:大きさ|サイズ|形))?|[1１一]つの|ひとつ|各フィルタ|\b(?:each|every|one|a single)\b|\ban? (?:\w+ )?(?:filter|kernel)\b|ごとに|毎に|[枚個]\b|[枚個](?!目)", re.IGNORECASE)
_TAKES = re.compile(r"\b(?:takes?|accepts?|receives?|swallows?|consumes?|expects?|reads?)\b[^.;]{0,40}$", re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:枚|個|種類)(?!目)|\s*(?:depthwise\s+|such\s+)?(?:filters?|kernels?)\b(?!\s+(?:of )?size)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of shapes in letters."""
    s = view.sentence
    if re.search(r"[?？]\s*$", s.words):
        return
    yield from _counts(view)
    for span in s.formulas:
        values = _values(span)
        role = role_of(view, span) if values else ""
        if values and role:
            yield from _reading(view, span, values, role)


def _values(span: Span) -> tuple[Node, ...]:
    """The sizes of a shape in which there are letters."""
    shape = span.formula.shape
    if not shape or not 2 <= len(shape) <= 4 or not any(symbols(v) for v in shape):
        return ()
    if len(span.formula.sides) > 1 and not span.formula.member:
        return ()
    listed = isinstance(span.formula.value, Items)
    plain = all(isinstance(v, Sym | Num) for v in shape)
    return shape if plain or (listed and all(len(symbols(v)) <= 2 for v in shape)) else ()


_ORDER_TOLD = re.compile(  # 重みテンソルは（出力、入力、縦、横）の順に書けば
    r"[(（]\s*(?:出力|フィルタ|out)[^()（）]{2,40}[)）]\s*(?:の順(?:番)?(?:に|で)?(?:書|並べ|表|示)?[けくせべすれば]{0,4}|\s*(?:order|layout)\b)?[、,:]?|の順(?:番)?に(?:書|並べ|表)[けくせべすれば]{0,4}[、]?|,?\s*(?:written )?in (?:the order|the layout|PyTorch.s layout)\b|PyTorch\s*で(?:の|は)",
    re.IGNORECASE,
)


def role_of(view: View, span: Span) -> str:
    """What a shape is the shape of: the nearest name before it, the one after it, or its column's head."""
    s = view.sentence
    text = flat(s)
    after = text[span.end : span.end + 24]
    named = next((role for role, pattern in _AFTER if pattern.match(after)), "")
    before = text[max(0, span.start - 60) : span.start]
    before = before[max(before.rfind(c) + 1 for c in "。;；") :]
    before = _ORDER_TOLD.sub(lambda m: " " * len(m[0]), before)
    before = re.sub(r"入力と同じ|(?:the )?same as the input", lambda m: " " * len(m[0]), before)
    nearest = max(
        ((m.end(), role, m) for role, pattern in _NAMES for m in pattern.finditer(before)), key=lambda f: (f[0], f[1] == "weight"), default=None
    )
    if nearest and _GAP.fullmatch(before[nearest[0] :]):
        return nearest[1] if nearest[1] != "kernel" or not re.search(r"weight|重み", before[nearest[2].start() :], re.IGNORECASE) else "weight"
    subject = re.match(r"\W*(?:the\s+|its\s+|each\s+|a\s+)?(weights?|kernels?|filters?|outputs?|inputs?)\b", before_clause(text, span.start), re.IGNORECASE)
    if subject and re.search(r"\b(?:has|have|of|is of|with)\s+(?:the\s+)?(?:shape|size|dimensions?)\W*$", before, re.IGNORECASE):
        return {"w": "weight", "k": "kernel", "f": "kernel", "o": "output", "i": "input"}[subject[1][0].lower()]
    if named:
        return named
    header = view.outline.blocks[s.block].header
    if s.cell is not None and header is not None and header != s.block and len(s.words.strip()) - (span.end - span.start) <= 4:
        head = " ".join(flat(x) for x in view.outline.sentences[header] if x.cell == s.cell)
        return next((role for role, pattern in _NAMES if pattern.search(head)), "")
    return ""


def before_clause(text: str, place: int) -> str:
    """The clause before a place."""
    return text[max(text.rfind(c, 0, place) for c in ".;:") + 1 : place]


def line_like(view: View, span: Span) -> bool:
    """A line or cell that is a declaration: its name, the shape, perhaps a remark in brackets."""
    words = view.sentence.words
    after = re.sub(r"[(（].*", "", words[span.end :])
    return len(words[: span.start].strip(" -・(（*`$")) <= 14 and len(after.strip(" 。.|`$となるです")) <= 4


def _subject(view: View, span: Span, role: str) -> Named | None:
    text = flat(view.sentence)
    if role in ("weight", "kernel"):
        kinds = [k for k in kinds_of(text[: span.start]) if k in ("depthwise_conv2d", "pointwise_conv2d")]
        if kinds and not any(m.start < span.start and m.tag == kinds[-1] for m in view.sentence.subjects):
            return Named(kinds[-1], "", view.sentence.block)  # dw.weight, pw.weight
        named = view.subject(span.start, lambda n: runnable(n) in WEIGHTED)
        return named if named else Named("conv2d", "the formula itself", view.sentence.block) if role == "weight" else None
    named = view.in_families(span.start, *SHAPED, "normalisation", "activation", names=BLOCKS)
    return named if named and known(named.subject) else None


def _reading(view: View, span: Span, values: tuple[Node, ...], role: str) -> Iterator[Reading]:
    s = view.sentence
    line = line_like(view, span)
    supposed = bool(_SUPPOSING.search(s.words[: span.start])) and not line
    others = role == "input" and any(_values(f) and f is not span and role_of(view, f) for f in s.formulas)
    if role == "input" and not line and not (others and not supposed) and (s.japanese or not _TAKES.search(s.words[: span.start])):
        return
    if supposed and not (s.japanese and role in ("output", "kernel", "weight")):
        return
    named = _subject(view, span, role)
    if named is None:
        return
    subject = runnable(named.subject)
    if role == "kernel" and not (len(values) > 2 or line or subject == "pointwise_conv2d"):
        return
    if not line and role == "input" and s.has("cost", "parameters"):
        return
    predicate = {"input": "input_shape", "output": "output_shape"}.get(role, "kernel_shape")
    if predicate == "kernel_shape":
        view = _of_the_kernel(view)
        if role == "kernel" and subject == "pointwise_conv2d" and view.letters.get("C") == "out_channels":
            view = View(view.outline, s, {x: r for x, r in view.letters.items() if x != "C"})  # as many filters as channels, of the depthwise half
    chosen = _chosen(view, span, subject, predicate, role, values)
    if subject == "depthwise_conv2d" and len(values) == 3 and predicate == "kernel_shape" and _WEIGHTS_ARE.search(s.words[: span.start]):
        values, chosen = (*values, Num(Fraction(1))), {**chosen, "of": "weight"}  # all filters, of one channel each: 3×3×M
    letters = [Sym(x) for role_, x in chosen.items() if role_ in ("in_channels", "out_channels")]
    foreign = next((x for v in values for x in symbols(v) if _filters_elsewhere(view, x, subject)), None)
    foreign = foreign or (_no_width(view, values) if line and "in_channels" in chosen else None)
    if foreign and predicate == "output_shape":
        found = [f"{call(predicate, subject, chosen)} == {text_of(values)} where {foreign} = out_channels"], ""
    else:
        found = statements(view, f"{call(predicate, subject, chosen)} == {text_of(values)}", subject, [*values, *letters])
    if not found:
        return
    texts, remark = found
    listed = "," in s.text.chars[span.start : span.end]  # (M, C/g, K, K) is a shape and no product
    if predicate == "kernel_shape" and role == "weight" and subject in WEIGHTED and not listed:  # C×M under 重み: so many of them
        product = "*".join(to_text(v) if isinstance(v, Sym | Num) else f"({to_text(v)})" for v in values)
        counted = statements(view, f"params({subject}) == {product}", subject, [*values])
        texts = [*texts, *(counted[0] if counted else ())]
    plain = len(values) >= 3 and (predicate == "kernel_shape" or sum(isinstance(v, Num) for v in values) < 2)
    plain = plain or (line and (bool(foreign) or _misses_an_axis(values, chosen)))
    sure = plain and named.where != "the text before" and not s.has("hedged")
    yield Reading(texts[0], span.start, span.end, (*inherited_note(named, view), *filter(None, [remark])), tuple(texts[1:]), sure=sure)


_WEIGHTS_ARE = re.compile(r"(?:重み(?:全体)?(?:の形(?:状)?)?(?:は|が|:|：)|\bweights? (?:are|is|have shape|has shape|of shape)(?: of)?)\s*(?:全体で|全部で)?[\s$`(\[]*$", re.IGNORECASE)


def _filters_elsewhere(view: View, letter: str, subject: str) -> bool:
    """A letter that this section gives the output's channels, of which the operation has no number of its own."""
    outline, section = view.outline, view.outline.sections[view.sentence.block]
    here = any(role == "out_channels" for _, _, role in outline.declarations.of_section.get(section, {}).get(letter, ()))
    return here and view.letters.get(letter) == "out_channels" and subject == "depthwise_conv2d"


def _misses_an_axis(values: tuple[Node, ...], chosen: dict[str, str]) -> bool:
    """H×C, K×C, 1×C: one side and the channels, of a layer whose channels the note gives that very letter."""
    channels = {chosen.get("in_channels"), chosen.get("out_channels")}
    return len(values) == 2 and isinstance(values[1], Sym) and values[1].name in channels


def _no_width(view: View, values: tuple[Node, ...]) -> str | None:
    """The second of two letters, H×M, where the note's maps have H and W: it is not another name of the width."""
    names = [v.name for v in values if isinstance(v, Sym)]
    if len(values) != 2 or len(names) != 2:
        return None
    (first, second), letters = names, view.letters
    sides = letters.get(first) == "height" and "width" in letters.values()
    return second if sides and _USUAL["out_channels"].match(second) and letters.get(second, "out_channels") in ("out_channels", "output_width") else None


def _of_the_kernel(view: View) -> View:
    """Letters as a weight's shape has them: k_h is no height of a map, whatever was read of it elsewhere."""
    letters = {x: r for x, r in view.letters.items() if not (re.match(r"[kKfF]|D_K", x) and not r.startswith("kernel"))}
    return View(view.outline, view.sentence, letters)


def _chosen(view: View, span: Span, subject: str, predicate: str, role: str, values: tuple[Node, ...]) -> dict[str, str]:
    chosen = dict(pinned(view, subject))
    if predicate == "output_shape":
        given = options(view, subject, numbers=False)
        chosen |= {k: v for k, v in given.items() if (k, v) != ("padding", "same") and k not in chosen}
    if predicate == "kernel_shape":
        listed = len(values) == 4 and not re.search(r"^[^A-Za-z]*[1１一]枚", view.sentence.words)
        one = _ONE.search(f"{column_head(view)} {flat(view.sentence)}")
        if role == "weight" and listed:
            chosen["of"] = "weight"
        elif one and len(values) < 4 and not (subject == "depthwise_conv2d" and _WEIGHTS_BEFORE.search(flat(view.sentence)[: span.start])):
            chosen["of"] = "filter"
        if subject == "depthwise_conv2d":
            chosen |= _one_a_channel(view, values)
    if predicate == "kernel_shape" and "kernel_size" not in chosen and subject != "pointwise_conv2d" and (side := _side(values)):
        chosen["kernel_size"] = side
    grouped = next((x for v in values for x in symbols(v) if view.letters.get(x) == "groups" or x in ("G", "g")), "")
    if grouped and "groups" in roles_of(subject):
        chosen["groups"] = grouped
    return chosen


def _side(values: tuple[Node, ...]) -> str:
    """The kernel's side where a shape has it as a number beside itself: (M, 1, 3, 3)."""
    pairs = [a for a, b in pairwise(values) if isinstance(a, Num) and a == b and 1 < a.value <= 11]
    return to_text(pairs[0]) if len(pairs) == 1 else ""


_WEIGHTS_BEFORE = re.compile(r"(?:重み|パラメータ|weights?|tensor)(?:の)?(?:形|形状|サイズ|shape|size)?(?:は|が|:|=|is|are|form|of|have|has|an?|the|shape|size|\s)*[$`(]*$", re.IGNORECASE)
_MULTIPLIED = re.compile(r"倍率|乗数|マルチプライヤ|(?<!without )(?<!no )\bmultiplier", re.IGNORECASE)


def _one_a_channel(view: View, values: tuple[Node, ...]) -> dict[str, str]:
    """A depthwise layer's weight where nothing is said of a multiplier: one filter a channel, of the window that is printed."""
    if not any(not re.match(r"[kKfF]|D_K", x) for v in values for x in symbols(v)):
        return {}  # one filter: no channels are counted
    if any(_MULTIPLIED.search(e.words) for e in view.outline.sentences[view.sentence.block]):
        return {}
    found = {"multiplier": "1"}
    numbers = [n for v in values if isinstance(v, Num) and (n := whole(v)) is not None]
    sides = {n for n in numbers if numbers.count(n) == 2 and 1 < n < 12}
    if len(sides) == 1:
        found["kernel_size"] = str(sides.pop())
    return found


_NONE = re.compile("$")
_USUAL = {"in_channels": re.compile(r"[Cc](?:_?(?:in|i))?$"), "out_channels": re.compile(r"(?:M|N|K|[Cc]_?(?:out|o))$")}


def pinned(view: View, subject: str) -> Iterator[tuple[str, str]]:
    """The letters that the note gives the channels: they cannot be rebound to save a claim."""
    roles, letters = roles_of(subject), view.letters
    outline, s = view.outline, view.sentence
    section = outline.sections[s.block]
    here = outline.declarations.of_section.get(section, {})
    around = [e.text.chars for at in range(max(0, s.block - 2), s.block + 1) for e in outline.sentences[at]]
    if any(re.search(r"D_[KFG]", text) for text in around):  # the MobileNet paper's letters: M are the input's there
        letters = {x: r for x, r in letters.items() if x in here}
    letters = {x: r for x, r in letters.items() if (x in here and x != "N") or _USUAL.get(r, _NONE).match(x)}
    for role in ("in_channels", "out_channels"):
        names = [x for x, r in letters.items() if r == role and re.fullmatch(r"[A-Za-z](?:_?\w{1,3})?", x)]
        if role in roles and len(names) == 1:
            yield role, names[0]


# How many filters


def _counts(view: View) -> Iterator[Reading]:
    """M個のフィルタ, "N depthwise filters", one filter for each channel: where the operation settles how many there are."""
    s = view.sentence
    text = flat(s)
    for span in s.formulas:
        letter = span.letter
        if letter is None or not _COUNT.match(text[span.end :]):
            continue
        if not re.search(r"フィルタ|カーネル|filter|kernel", text, re.IGNORECASE):
            continue
        named = view.subject(span.start, lambda n: n in ("depthwise_conv2d", "pointwise_conv2d"))
        if named is None or (named.subject == "pointwise_conv2d" and view.letters.get(letter) != "in_channels"):
            continue
        pins = dict(pinned(view, named.subject))
        role = view.letters.get(letter)
        if role == "out_channels" and named.subject == "depthwise_conv2d":
            found = [f"filters(depthwise_conv2d, multiplier=1) == {letter} where {letter} = out_channels"]
        elif pins or named.subject == "depthwise_conv2d":
            chosen = {**pins, **({"multiplier": "1"} if named.subject == "depthwise_conv2d" else {})}
            made = statements(view, f"{call('filters', named.subject, chosen)} == {letter}", named.subject, [Sym(letter)])
            found = made[0] if made else []
        else:
            continue
        if found:
            yield Reading(found[0], span.start, span.end, inherited_note(named, view), tuple(found[1:]), sure=bool(pins) or role is not None, predicate="kernel_shape")
    yield from _per_channel(view, text)


_PER = re.compile(
    r"\b(?:one|a single|exactly one)\s+(?:\S+\s+){0,3}(?:filter|kernel)\s+(?:per|for (?:each|every))\s+(?:(?P<out>output)|(?:of the )?(?:input|in)\b|(?:single )?channel)"
    r"|(?:フィルター?|カーネル)(?:の?数)?[^。、]{0,10}?[はを]\s*(?P<fixed>\d|一)\s*(?:固定|枚固定|個固定)|チャン?ネル(?:ごと|毎)に(?:フィルター?を?)?(?P<each>\d|一)枚",
    re.IGNORECASE,
)


def _per_channel(view: View, text: str) -> Iterator[Reading]:
    found = _PER.search(text)
    named = view.subject(found.start(), lambda n: n == "depthwise_conv2d") if found else None
    if found is None or named is None:
        return
    number = {"一": "1", None: "1"}.get(found["fixed"] or found["each"], found["fixed"] or found["each"])
    if found["out"]:
        text = "filters(depthwise_conv2d, multiplier=1) == M where M = out_channels"
    elif found["fixed"]:  # as a rule: only where no multiplier gives each channel several
        text = f"filters(depthwise_conv2d, per=channel) == {number}"
    else:
        text = f"filters(depthwise_conv2d, multiplier=1, per=channel) == {number}"
    yield Reading(text, found.start(), found.end(), inherited_note(named, view), predicate="kernel_shape")
