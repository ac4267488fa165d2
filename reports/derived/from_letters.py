"""Formulas in letters that no reader placed, derived from what their letters stand for.

`k^2 a b + b` on a line of its own, "the layer holds $abw + b$ numbers", "conv: Co(f^2 Ci + 1)": which letters are
multiplied tells which layer may be meant, whatever the words around it are. The candidates are decided by running;
what holds is a claim, what does not says nothing (`readers/letters.py` refutes, where quantity and layer are said).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ...properties.nodes import Bin, Node, Num, Sym, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..counting.axes import one_axis
from ..counting.scopes import plainly_of_a_group, times_the_groups
from ..counting.times import together_told
from ..reading import Reading, View
from ..sizes.counting import kinds_in, plain, texts_above
from ..sizes.lettering import meanings, ways
from ..sizes.positions import in_positions
from ..vocabulary import lexicon
from .letter_formulas import Lettered, lettered
from .letter_sizes import sizes

MOST = 10  # candidates of one formula that are decided
NOTE = "derived from what the letters around it stand for"
_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d")
_ABOUT = re.compile(
    r"畳み?込み|conv|カーネル|フィルタ|kernel|filter|特徴マップ|feature map|channel|チャン?ネル|planes|層|layer|dense|MobileNet|receptive|受容野|dilat|膨張|穴あき|核|窓|inverted|bottleneck|1\s*[x×]\s*1(?!\d)",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(
    r"(?:比例|proportional to|grows? (?:like|as|with)|scales? (?:like|as|with)|ratio|割合|削減|reduc\w+|by a factor|div(?:ide|isible)|not|ではな|じゃな|wrong|誤|間違|memory|メモリ|bytes?|バイト|attention|アテンション|im2col|Fourier|FFT|フーリエ|Winograd)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*[)\]$`」]*\s*(?:倍|分の|に比例|%|％|times (?:fewer|less|more|cheaper|smaller|as)|-?fold|bytes?|バイト|ms\b)", re.IGNORECASE)
_ORDERED = re.compile(r"(?:プログラム|関数|コード)を(?:書[けきこ]|作[れりろ]|実装(?:せよ|しなさい|しよう))|\bwrite (?:an? )?(?:program|function|code|script)\b", re.IGNORECASE)
_EXPANSION = re.compile(r"expan\w+(?: factor| ratio| rate)?\W{0,6}(?:of |is |=|by )?[\s$]*([A-Za-z])(?![A-Za-z])|(?:拡張|膨張|拡大)(?:率|係数|倍率)?\s*(?:を|は|が|=|:)?[\s$]*([A-Za-z])(?![A-Za-z])", re.IGNORECASE)
_INVERTED = re.compile(r"inverted|MobileNet[- ]?V2|linear bottleneck|逆残差|反転残差|1\s*[x×]\s*1[^。.\n]{0,30}(?:拡|expan|up to)|射影|project", re.IGNORECASE)
_SINGLE_PLANE = re.compile(r"\b(?:single|one)[- ](?:plane|channel|map)|単一チャン?ネル|1\s*チャン?ネル(?:の|どうし|同士)", re.IGNORECASE)
_DENSE = re.compile(r"dense(?!\s*(?:layer|conv))|DenseNet|growth|成長率|concat|連結|結合", re.IGNORECASE)
_CHANNELS = re.compile(r"channels?|maps|planes|チャン?ネル|枚", re.IGNORECASE)


def letter_derivations(view: View, taken: list[tuple[int, int]]) -> Iterator[Reading]:
    """A reading for every formula in letters outside the places that are `taken` already."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.has("question") or s.words.rstrip().endswith(("?", "？")) or _ORDERED.search(s.words):
        return
    for one in lettered(view):
        if any(a < one.end and one.start < b for a, b in taken) or _NO_VALUE.search(s.words[max(0, one.start - 28) : one.start]):
            continue
        if _AFTER.match(s.words, one.end) or not _is_about(view):
            continue
        found = list(dict.fromkeys(candidates(view, one)))[:MOST]
        if (times := together_told(view, s.words[: one.start])) > 1:
            found = [x for x in found if x.startswith(f"{times}*") or f"layers={times}" in x]
        if plainly_of_a_group(s.words[: one.start]):
            found = [of_one for x in found if (of_one := times_the_groups(x))]
        if found:
            yield Reading(found[0], one.start, one.end, (NOTE,), tuple(found[1:]), sure=False)


def candidates(view: View, one: Lettered) -> Iterator[str]:
    """The statements in which a formula could come out, the likeliest first."""
    one = replace(one, node=in_positions(view, one.node))
    letters = symbols(one.node)
    said = _said(view, one)
    if said in ("", "size"):
        yield from sizes(view, one)
    if len(letters) == 1:
        yield from _of_one_letter(view, one, said)
        return
    if len(letters) > 7 or (not said and _is_a_shape(one.node)):
        return
    if said in ("", "macs") and (t := _expansion(view, letters)):
        yield from _inverted(view, one, t)
        return
    allowed = _kinds(view, one)
    for subject in _subjects(view):
        if allowed and subject not in allowed:
            continue
        for bound, _ in ways(view, subject, letters, ("channels", "groups"))[:4]:
            yield from _counts(view, one, subject, bound, said)


def _is_a_shape(node: Node) -> bool:
    """Whether a formula is a product of two or three letters, p × q: without a word for what it counts, a shape."""
    kinds = list(walk(node))
    return all(isinstance(n, Sym) or (isinstance(n, Bin) and n.op == "*") for n in kinds) and sum(isinstance(n, Sym) for n in kinds) < 4


def _is_about(view: View) -> bool:
    """Whether the sentence, or the text it goes on with, is about layers at all."""
    if _ABOUT.search(view.sentence.text.chars):
        return True
    return any(_ABOUT.search(text) for _, text in zip(range(6), texts_above(view), strict=False))


_UNIT = re.compile(r"\s*[)\]$`」]*\s*(?:個|回|つ|本)?\s*(?:の|of )?\s*(?:different |learnable |free |trainable )?", re.IGNORECASE)


_VERB = re.compile(r"(?:keep|hold|store|learn|own|cost)s?\b", re.IGNORECASE)  # what the formula's layer does next


@cache
def _quantities() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(p, re.IGNORECASE)) for name, p in lexicon("letters")["quantities"].items())


def _said(view: View, one: Lettered) -> str:
    """What a formula is said to be: macs, params or size, by the words nearest to it; nothing where none tells."""
    words = view.sentence.words
    before = max([m.end() for m in re.finditer(r"[。;；]|\.\s", words[: one.start])], default=0)
    after = words[one.end : one.end + 40]
    unit = _UNIT.match(after)
    tail = after[unit.end() :] if unit else after
    if not _VERB.match(tail) and (next_words := next((name for name, p in _quantities() if p.match(tail)), "")):
        return next_words
    texts = [words[before : one.start] + " " + one.left]
    if view.bare or not re.search(r"[A-Za-zぁ-んァ-ン一-龥]{3}", words[: one.start]):
        texts += [plain(e.text.chars) for e in view.leads()[:1]]
        heading = next(view.outline.headings(view.sentence.block), None)
        texts += [view.outline.blocks[heading].raw] if heading is not None else []
    for text in texts:
        found = [(m.end(), name) for name, p in _quantities() for m in p.finditer(text)]
        if found:
            return max(found)[1]
    return ""


def _kinds(view: View, one: Lettered) -> set[str]:
    """The layers that the sentence, or what introduces a bare formula, names: only they are meant; none if it names none."""
    chars = plain(view.sentence.text.chars)
    named = {k for a, _, k in kinds_in(chars) if not one.start <= a < one.end}
    if not named and view.bare:
        named = {k for e in view.leads()[:1] for _, _, k in kinds_in(plain(e.text.chars))}
    named = named or _of_the_section(view)
    if not named & set(_LIGHT):
        return {"linear"} if named == {"linear"} else {"conv2d", "conv1d"} if named == {"conv2d"} and re.search(r"standard|ordinary|普通|通常|標準", chars) else set()
    both = {"depthwise_conv2d", "pointwise_conv2d"} <= named
    return named | ({"depthwise_separable_conv2d"} if both else set())


def _of_the_section(view: View) -> set[str]:
    """The lighter layer of which a section speaks alone: under "Depthwise convolution" no other layer's cost is told."""
    outline, s = view.outline, view.sentence
    heading = next(iter(outline.headings(s.block)), None)
    named = {k for e in (outline.sentences[heading] if heading is not None else ()) for _, _, k in kinds_in(plain(e.text.chars))}
    told = {k for at in range((heading or 0) + 1, s.block) for e in outline.sentences[at] for _, _, k in kinds_in(plain(e.text.chars))}
    return named if len(named) == 1 and named <= set(_LIGHT) and told <= named else set()


_ALONG = re.compile(r"\btaps?\b|\bsequences?\b|\bsamples\b|\baudio\b|dilation|系列|標本|音声|波形|時系列|時刻", re.IGNORECASE)
_SQUARE = re.compile(r"(?<![A-Za-z\d])([A-Za-z]|\d{1,2})\s*x\s*\1(?![A-Za-z\d])|画像|\bimages?\b|pixel|画素|planes", re.IGNORECASE)


def _subjects(view: View) -> tuple[str, ...]:
    """The layers that may be meant: along one axis where the text is about sequences, in the plane elsewhere."""
    near = [plain(view.sentence.text.chars), *(plain(t) for _, t in zip(range(6), texts_above(view), strict=False))]
    along = one_axis(view) or (any(_ALONG.search(t) for t in near) and not any(_SQUARE.search(t) for t in near))
    return ("conv1d",) if along else ("conv2d", *_LIGHT, "linear")


_SIDES = ({"size"}, {"height", "width"}, {"time"}, {"height"})
_KERNEL = ({"kernel_size"}, {"kernel_height", "kernel_width"})


def _counts(view: View, one: Lettered, subject: str, bound: dict[str, str], said: str) -> Iterator[str]:
    """The counts of one layer that a formula of these sizes may be."""
    roles = set(bound.values())
    if not said and not _ADDITIONS.match(view.sentence.words, one.end) and (len(bound) < 3 or "-" in to_text(one.node)):
        return  # nothing says that it is a count
    sides = roles & {"size", "height", "width", "time"}
    if roles & {"stride", "padding", "total_padding", "dilation", "layers", "batch"} or (sides and sides not in _SIDES):
        return
    options: dict[str, str] = {}
    bound = dict(bound)
    if "groups" in roles:
        if subject not in ("conv2d", "conv1d", "pointwise_conv2d"):
            return
        options["groups"] = next(x for x, r in bound.items() if r == "groups")
        if subject == "pointwise_conv2d":  # run as what it is, a convolution by a window of one
            subject, options["kernel_size"] = "conv2d", "1"
    if both := [x for x, r in bound.items() if r == "channels"]:
        if len(both) > 1 or roles & {"in_channels", "out_channels"}:
            return
        bound[both[0]] = "in_channels"
        if subject in ("conv2d", "conv1d", "pointwise_conv2d", "depthwise_separable_conv2d"):
            options["out_channels"] = both[0]
    kernel = bool(roles & {"kernel_size", "kernel_height", "kernel_width"})
    inward = bool(roles & {"in_channels", "in_features", "channels"})
    outward = bool(roles & {"out_channels", "out_features", "channels"}) or "out_channels" in options
    if subject != "linear" and kernel == (subject == "pointwise_conv2d" or options.get("kernel_size") == "1"):
        return
    single = _SINGLE_PLANE.search(" ".join([view.sentence.text.chars, *(e.text.chars for e in view.leads()[:1])]))
    if not inward and single and kernel and sides:
        options |= {"in_channels": "1", "out_channels": "1"}
    elif not inward:
        return
    whole = outward or subject == "depthwise_conv2d" or "out_channels" in options
    if sides and said in ("", "macs"):
        yield from _macs(one, subject, bound, options | ({} if whole else {"out_channels": "1"}))
    if sides or (subject == "depthwise_separable_conv2d" and not outward):
        return
    if _ADDITIONS.match(view.sentence.words, one.end):
        yield _additions(one, subject, bound, options | {"per": "position" if whole else "output"})
        return
    if said in ("", "params"):
        free = {} if whole else {"out_channels": "1"}
        for bias in ({}, {"bias": "true"}):
            yield _statement("params", one, subject, bound, options | free | bias)
    if said in ("", "macs"):
        yield from _macs(one, subject, bound, options | {"per": "position" if whole else "output"})


_ADDITIONS = re.compile(r"\s*[)\]$`」]*\s*(?:additions|adds\b|sums\b|回?の?(?:加算|足し算))", re.IGNORECASE)


def _additions(one: Lettered, subject: str, bound: dict[str, str], options: dict[str, str]) -> str:
    """The additions among what is executed: all operations without the multiplications."""
    chosen = "".join(f", {k}={v}" for k, v in options.items())
    left = f"macs({subject}{chosen}, count=operations) - macs({subject}{chosen})"
    where = ", ".join(f"{x} = {r}" for x, r in bound.items() if r)
    return f"{left} == {to_text(one.node)} where {where}"


def _macs(one: Lettered, subject: str, bound: dict[str, str], options: dict[str, str]) -> Iterator[str]:
    """Multiply-accumulates; multiplications and additions where the formula has an even number before it."""
    yield _statement("macs", one, subject, bound, options)
    if not one.order and re.search(r"(?<![\w*])2\*", to_text(one.node)):
        yield _statement("macs", one, subject, bound, options | {"count": "flops"})
        yield _statement("macs", one, subject, bound, options | {"count": "operations"})


def _statement(predicate: str, one: Lettered, subject: str, bound: dict[str, str], options: dict[str, str]) -> str:
    chosen = "".join(f", {k}={v}" for k, v in options.items())
    where = ", ".join(f"{x} = {r}" for x, r in bound.items() if r)
    return f"{predicate}({subject}{chosen}) == {to_text(one.node)}" + (f" where {where}" if where else "")


# Sizes that are no role of their own


def _expansion(view: View, letters: tuple[str, ...]) -> str:
    """The letter that the text calls the factor by which an inverted residual is widened."""
    texts = [view.sentence.text.chars, *(t for _, t in zip(range(10), texts_above(view), strict=False))]
    if not any(_INVERTED.search(t) for t in texts):
        return ""
    said = [m[1] or m[2] for t in texts for m in _EXPANSION.finditer(plain(t))]
    return next((x for x in said if x in letters), "")


def _inverted(view: View, one: Lettered, t: str) -> Iterator[str]:
    """What a block costs that is widened t-fold, filtered channel by channel, and narrowed again."""
    letters = tuple(x for x in symbols(one.node) if x != t)
    for bound, _ in ways(view, "conv2d", letters, ())[:6]:
        by = {r: x for x, r in bound.items()}
        if not {"in_channels", "out_channels"} <= by.keys() or not by.keys() & {"kernel_size"} or not by.keys() & {"size", "height"}:
            continue
        d, e = by["in_channels"], by["out_channels"]
        left = (
            f"macs(pointwise_conv2d, in_channels={d}, out_channels={t}*{d}) + macs(depthwise_conv2d, in_channels={t}*{d}, multiplier=1)"
            f" + macs(pointwise_conv2d, in_channels={t}*{d}, out_channels={e})"
        )
        where = ", ".join(f"{x} = {r}" for x, r in (bound | {t: "multiplier"}).items())
        yield f"{left} == {to_text(one.node)} where {where}"


_WINDOW = re.compile(r"(?<![\d.])(\d{1,2})\s*x\s*\1(?!\d)|(?<![\d.])(\d{1,2})-wide")


def _of_one_letter(view: View, one: Lettered, said: str) -> Iterator[str]:
    """Formulas of one letter: weights of windows at equal channels (27 q^2), channels behind j layers of a dense block."""
    letter = symbols(one.node)[0]
    text = plain(view.sentence.text.chars)
    texts = [text, *(plain(t) for _, t in zip(range(4), texts_above(view), strict=False))]
    match one.node:
        case Bin("*", Num(coefficient), Bin("**", Sym(), Num(power))) if power == 2 and said in ("", "params"):
            if "channels" not in (roles := meanings(view).get(letter, [])) and not {"in_channels", "any_channels"} & set(roles) and letter not in "CcqQ":
                return
            for side in dict.fromkeys(int(m[1] or m[2]) for t in texts[:3] for m in _WINDOW.finditer(t)):
                times = coefficient / (side * side)
                if times.denominator == 1 and 1 <= times <= 6:
                    much = "" if times == 1 else f"{times}*"
                    yield f"{much}params(conv2d, kernel_size={side}, in_channels={letter}, out_channels={letter}) == {to_text(one.node)} where {letter} = in_channels"
        case Bin("+", Num(start), Bin("*", Num(growth), layers)) if start.denominator == growth.denominator == 1:
            if _CHANNELS.search(view.sentence.words[one.end : one.end + 20]) and any(_DENSE.search(t) for t in texts):
                count = to_text(layers)
                yield f"channels_after(dense_block, in_channels={start}, growth_rate={growth}, layers={count}) == {to_text(one.node)} where {letter} = layers"
