"""Channels of DenseNet: into layer l, after L layers, more with every layer, through a transition; by letters or numbers.

The place (into which layer, after how many) and the value (the formula or number claimed) both come from the sentence;
what the numbers stand for, from it or from what stands above it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, Sym, symbols
from ...properties.rendering import to_text
from ..formulas import Span
from ..quantities import whole
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..vocabulary import family
from .block_sizes import block_sizes

_CHANNEL = r"(?:チャン?ネル|ch\b|枚|個|本|channels?|(?:feature[- ])?maps?|features)"
_UNIT = re.compile(rf"\s*\$?\s*(?:output\s+|input\s+|new\s+|more\s+|additional\s+|extra\s+)?{_CHANNEL}", re.IGNORECASE)
_LETTER = r"([A-Za-zℓ]|\\ell)"
_ENTERS = re.compile(
    rf"第?\s*\$?\s*{_LETTER}\s*\$?\s*(?:番目の層|番目|層目)(?:の層)?[^。]{{0,12}}?(?:入力|に(?:は)?(?:入|渡|届|来|[\s$]*[A-Za-z0-9_{{}}+()*\s$]{{2,30}}{_CHANNEL}[^。]{{0,12}}入)|が?(?:受け|もら)|へ)"
    rf"|\b[Ll]ayer\s+(?:number\s+)?\$?{_LETTER}\$?\b[^.]{{0,40}}?\b(?:input|receiv|tak|see|fed|gets|has)"
    rf"|\b\$?{_LETTER}\$?\s*-?\s*th\s+(?:\w+\s+)?layer\b[^.]{{0,40}}?\b(?:input|receiv|tak|see|fed|gets|has)"
    rf"|\b(?:input|into|enter\w*)\b[^.]{{0,24}}?(?:layer\s+\$?{_LETTER}\$?(?![A-Za-z])|\$?{_LETTER}\$?\s*-?\s*th\s+layer)",
)
_AFTER = re.compile(
    rf"\$?(?<![A-Za-z]){_LETTER}\$?\s*(?:層|段|個の層)(?!目)[^。]{{0,14}}?(?:通|抜|経|後|終|重|あと|出|過|ブロック|積|進)"
    rf"|\bafter\s+(?:all\s+)?\$?{_LETTER}\$?\s+(?:dense\s+)?layers\b|\b(?:of|with|has)\s+\$?{_LETTER}\$?\s+(?:dense\s+)?layers\b|\$?(?<![A-Za-z]){_LETTER}\$?[- ]layer\b"
    rf"|\b\$?{_LETTER}\$?\s+layers?\s+(?:later|give|output|yield|produce|leave)",
)
_AFTER_NTH = re.compile(
    rf"第?\s*\$?\s*{_LETTER}\s*\$?\s*(?:番目の層|番目|層目)(?:の層)?[^。]{{0,10}}?(?:まで|出力|通|抜|後|出)|\b[Ll]ayer\s+\$?{_LETTER}\$?\b[^.]{{0,30}}?\boutput"
)
_EACH = re.compile(
    r"(?:(?:1|一|ひと)つ?の?層|層を?(?:1つ|一つ)?|各層|各ブロック|層を[^。、]{0,8}?)(?:を)?(?:通る|進む|追加(?:する)?|経る|重ねる|増やす|足す|増える)?\s*(?:に?つき|ごと(?:に)?|毎(?:に)?|たび(?:に)?|で(?=[^は、]{0,3}\s*\$?[0-9A-Za-z])|が(?=[^。、]{0,6}(?:追加|出|作|生|新))|は|から|あたり)"
    r"|\b(?:each|every|per|a|one)\s+(?:(?:new|single|dense|such|additional|convolution|conv)\s+)*(?:layer|block)\b",
    re.IGNORECASE,
)
_GROWS = re.compile(
    r"増|追加|加|足|出力|生成|生み|作|積み|連結|結合|太|厚"
    r"|\b(?:add\w*|produc\w*|contribut\w*|generat\w*|append\w*|output\w*|emit\w*|creat\w*|grow\w*|increas\w*|yield\w*|more|new|give\w*|concat\w*|doubl\w*)\b|倍",
    re.IGNORECASE,
)
_TIMES_JA = re.compile(r"\s*\$?\s*倍")
_DOUBLED = re.compile(r"\bdoubl(?:es|ing|ed)\b[^.]{0,24}\bchannels?|\bchannels?\b[^.]{0,24}\bdoubl|チャン?ネル[^。、]{0,10}(?:2|二)倍", re.IGNORECASE)
_SAME = re.compile(
    r"チャン?ネル(?:の)?数?(?:は|が|も)[^。、]{0,16}?(?:入力(?:の)?(?:チャン?ネル数)?と(?:同じ|等し|変わら)|変わら(?:ない|ず|ません)|変化し(?:ない|ません)|増え(?:ない|ません|ず)|増やさない)"
    r"|\b(?:number of channels|channel count|channels)\b[^.]{0,24}?\b(?:unchanged|the same|does not change|do not change|constant|preserved)"
    r"|\bleaves?\s+the\s+(?:number of channels|channel count)\s+unchanged",
    re.IGNORECASE,
)
_WIDTHS = re.compile(r"各層の出力|層の出力チャン?ネル|縦|横|空間|サイズ|spatial|height|width|growth", re.IGNORECASE)
_COMPRESSES = re.compile(r"θ|theta|compression|圧縮", re.IGNORECASE)
_ARROW = re.compile(r"\s*\$?\s*(?:→|->|⇒|=>|⟶|、|,|\\to|\\rightarrow)\s*\$?\s*(?:チャン?ネル)?\s*")
_BECOMES = re.compile(r"[^。]{0,24}?(?:→|->|⇒|になる|となる|になり|に(?:減|絞|圧縮|する)|は|\bto\b|\binto\b|\bbecomes?\b|\bgives?\b|\bgenerates?\b|\boutputs?\b|\byields?\b|が|を|,)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of channels along a dense block or through a transition."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    if s.has("question") and not s.japanese:
        return
    yield from _unchanged(view)
    named = view.subject(len(s.words), lambda name: family(name) == "dense")
    if named is None or any(m.tag in ("resnet", "residual_block") and s.is_topic(m) for m in s.subjects):
        return
    if any(m.tag == "transition_layer" for m in s.subjects) and _COMPRESSES.search(s.text.chars):
        named = Named("transition_layer", "", s.block)
    if named.subject == "transition_layer":
        yield from _compressed(view, named)
        return
    found = next(iter([*_bottleneck(view), *_progress(view), *_layerwise(view), *_step(view), *_increment(view)]), None)
    if found:
        text, start, end, alternatives, sure = found
        sure = sure and named.where != NEARBY and not s.has("hedged")
        yield Reading(text, start, end, inherited_note(named, view), alternatives, sure=sure)
    yield from block_sizes(view, named)


_Found = tuple[str, int, int, tuple[str, ...], bool]


def _spans(view: View) -> list[Span]:
    """The formulas that are more than one number or letter and claim nothing of their own."""
    return [f for f in view.sentence.formulas if not f.atomic and symbols(f.formula.sides[-1])]


def _letters(value: Node, count: str, view: View) -> str | None:
    """The binding of a formula's letters: the count of layers, the growth rate, the channels at first."""
    letters = list(symbols(value))
    declared = view.letters
    rate = next((x for x in letters if declared.get(x) == "growth_rate"), None) or next(
        (x for x in ("k", "g", "r", "K") if x in letters and x != count), None
    )
    first = [x for x in letters if x not in (rate, count)]
    if len(first) > 1 or (rate is None and not first):
        return None
    bound = [f"{first[0]} = in_channels"] if first else []
    bound += [f"{rate} = growth_rate"] if rate else []
    return ", ".join([*bound, f"{count} = layers"])


def _layerwise(view: View) -> Iterator[_Found]:
    """k0 + k(l-1) into layer l, k0 + kL after L layers: any formula, where the sentence says which is meant."""
    s = view.sentence
    text = s.text.chars
    places = [
        (kind, {"ℓ": "l", "\\ell": "l"}.get(letter := next(g for g in m.groups() if g), letter), m)
        for kind, pattern in (("enters", _ENTERS), ("after", _AFTER), ("nth", _AFTER_NTH))
        for m in pattern.finditer(text)
    ]
    for span in _spans(view):
        value = span.formula.sides[-1]
        if not (_UNIT.match(text[span.end : span.end + 20]) or s.has("channels", "input", "output", "growth") or _lead_has(view, "channels")):
            continue
        if re.match(r"\s*\$?\s*本|\s*\$?\s*(?:direct )?connections?", text[span.end :]) or (isinstance(value, Bin) and value.op == "/"):
            continue
        near = [(kind, letter) for kind, letter, m in places if m.start() < span.end + 40 and letter in symbols(value)]
        if len(symbols(value)) < 2 or set(symbols(value)) & {"x", "X"}:
            continue
        if near:
            yield from _at(view, span, value, *near[0])
            return
        counted = [x for x in symbols(value) if x in ("l", "L", "n", "i", "N") and view.letters.get(x) not in ("in_channels",)]
        if len(counted) == 1 and len(symbols(value)) == 3 and isinstance(value, Bin):
            whole_block = s.has("output") and not re.search(r"層目|番目|-?th\b|[Ll]ayer\s+\$?[a-z]\b", text)
            yield from _at(view, span, value, "after" if whole_block else "", counted[0])
            return


def _at(view: View, span: Span, value: Node, kind: str, letter: str) -> Iterator[_Found]:
    where = _letters(value, letter, view)
    if where is None:
        return
    added = re.search(r"増|追加|新た|\b(?:new|more|additional|adds?|added|plus)\b", view.sentence.words)
    if added and len(symbols(value)) < 3:
        return
    counts = {"enters": [f"{letter} - 1"], "after": [letter], "nth": [letter, f"{letter} - 1"]}.get(kind, [letter, f"{letter} - 1"])
    texts = [f"channels_after(dense_block, layers={count}) == {to_text(value)} where {where}" for count in counts]
    sure = kind in ("enters", "after") and (len(symbols(value)) == 3 or kind == "enters")
    yield texts[0], span.start, span.end, tuple(texts[1:]), sure


def _step(view: View) -> Iterator[_Found]:
    """n*k channels in, (n+1)*k out, one layer further."""
    s = view.sentence
    spans = [f for f in s.formulas if symbols(f.formula.value) and (not f.atomic or f.letter == "k")]
    for a, b in itertools.pairwise(spans):
        before, after = a.formula.value, b.formula.value
        others = set(symbols(before)) - {"k"}
        if "k" not in symbols(before) or len(others) != 1 or not set(symbols(after)) <= set(symbols(before)):
            continue
        if not (s.has("channels") or _UNIT.match(s.text.chars[b.end :])) or not s.has("input", "output", "layers"):
            continue
        other = others.pop()
        text = f"channels_after(dense_block, layers=1, in_channels={to_text(before)}) == {to_text(after)} where {other} = stacks"
        whole = bool(re.search(r"ブロック(?:全体|を通)|whole block|entire block", s.words))
        yield text, a.start, b.end, (), s.has("input") and not whole
        return


def _increment(view: View) -> Iterator[_Found]:
    """k more with each layer; 2k, k times as many, twice as many are claims too."""
    s = view.sentence
    text = s.text.chars
    if re.search(r"1\s*[x×]\s*1|bottleneck|ボトルネック", s.key.text, re.IGNORECASE):
        return
    each = _EACH.search(text)
    if each is None and s.has("growth") and re.search(r"ずつ|づつ", text):
        each = re.search(r"^", text)
    if each is None:
        each = re.search(r"(?:層|ブロック)[^。]{0,10}(?=[^。]{0,12}(?:ずつ|づつ))", text) or (re.search(r"^", text) if re.search(r"ずつ|づつ", text) else None)
    if each is None or not _GROWS.search(text):
        return
    if doubled := _DOUBLED.search(s.words):
        yield "channels_after(dense_block, layers=1) == 2*C", doubled.start(), doubled.end(), (), True
        return
    for span in s.formulas:
        value = span.formula.value
        if not each.end() - 2 <= span.start <= each.end() + 60 or not set(symbols(value)) <= {"k", "g"} or len(span.formula.sides) > 1:
            continue
        if not symbols(value):
            continue
        after = text[span.end : span.end + 24].lstrip("$ ")
        if _TIMES_JA.match(after) or re.match(r"\s*times\b", after):
            yield f"channels_after(dense_block, layers=1) == ({to_text(value)})*C", span.start, span.end, (), True
            return
        if _UNIT.match(after) or (re.match(r"\s*(?:ずつ|づつ|だけ|つ)", after) and s.has("channels", "growth")):
            if re.search(r"[lL]\s*層|in total|合計", text):
                return
            rate = symbols(value)[0]
            where = f" where {rate} = growth_rate" if rate != "k" else ""
            yield f"channels_after(dense_block, layers=1) == C + {_grouped(value)}{where}", span.start, span.end, (), True
            return


_BOTTLENECK = re.compile(r"1\s*[x×]\s*1|bottleneck|ボトルネック", re.IGNORECASE)
_TIMES_RATE = re.compile(r"(?:成長率|growth[- ]rate)[^。.]{0,6}?(\d)\s*倍|\b(\d|four|two) times the growth rate", re.IGNORECASE)


def _bottleneck(view: View) -> Iterator[_Found]:
    """The 1x1 convolution before the 3x3 one puts out 4k channels."""
    s = view.sentence
    named = _BOTTLENECK.search(s.key.text)
    if not named or not re.search(r"出力|作|生成|絞|減|圧縮|\b(?:produc|output|reduc|generat|giv|yield|compress|emit|map|has|let)", s.words, re.IGNORECASE):
        return
    if re.search(r"入力|\binputs?\b", s.words[named.end() : named.end() + 6]):
        return
    if times := _TIMES_RATE.search(s.words):
        number = {"four": "4", "two": "2"}.get(str(times[2]).lower(), times[1] or times[2])
        yield f"channels_after(dense_bottleneck) == {number}*k", times.start(), times.end(), (), True
        return
    for span in s.formulas:
        after = s.text.chars[span.end : span.end + 24].lstrip("$ ")
        if span.start >= named.end() and symbols(span.formula.value) == ("k",) and _UNIT.match(after):
            yield f"channels_after(dense_bottleneck) == {to_text(span.formula.value)}", span.start, span.end, (), True
            return


def _grouped(value: Node) -> str:
    return to_text(value) if isinstance(value, Sym | Num) else f"({to_text(value)})"


def _progress(view: View) -> Iterator[_Found]:
    """k0 → k0+k → k0+2k: the last member is claimed of as many layers."""
    s = view.sentence
    run: list[Span] = []
    for span in s.formulas:
        gap = s.text.chars[run[-1].end : span.start] if run else ""
        if run and not _ARROW.fullmatch(gap):
            if len(run) >= 3:
                break
            run = []
        run.append(span)
    if len(run) < 3 or not symbols(run[0].formula.value) or not run[0].atomic:
        return
    first, last = to_text(run[0].formula.value), run[-1].formula.value
    extra = [x for x in symbols(last) if x != first]
    if first not in symbols(last) or len(extra) > 1:
        return
    rate = f", {extra[0]} = growth_rate" if extra else ""
    text = f"channels_after(dense_block, layers={len(run) - 1}) == {to_text(last)} where {first} = in_channels{rate}"
    yield text, run[0].start, run[-1].end, (), view.sentence.has("channels", "layers")


def _lead_has(view: View, tag: str) -> bool:
    lead = view.lead()
    return lead is not None and lead.has(tag)


# Transition, and blocks that keep their channels


def _compressed(view: View, named: Named) -> Iterator[Reading]:
    """m channels become theta*m; with compression 0.5, 256 become 128; a shape becomes another."""
    s = view.sentence
    sure = named.where != NEARBY and not s.has("hedged")
    for span in s.formulas:
        value = span.formula.sides[-1]
        letters = symbols(value)
        theta = next((x for x in letters if x in ("theta", "θ")), None)
        other = [x for x in letters if x != theta]
        if theta and len(other) == 1 and not isinstance(value, Sym):
            claimed = to_text(value).replace("θ", "theta")
            text = f"channels_after(transition_layer, compression=theta) == {claimed} where {other[0]} = in_channels"
            yield Reading(text, span.start, span.end, inherited_note(named, view), sure=sure)
            return
    rate = _rate(view)
    if rate is None:
        return
    shapes = [f for f in s.formulas if f.formula.shape and len(f.formula.shape) == 3 and len(f.formula.sides) == 1]
    sizes = [tuple(whole(n) for n in f.formula.shape or ()) for f in shapes]
    if len(shapes) == 2 and all(None not in size for size in sizes) and _ARROW.fullmatch(s.text.chars[shapes[0].end : shapes[1].start]):
        (h, w, c), out = sizes
        text = f"output_shape(transition_layer, height={h}, width={w}, in_channels={c}, compression={rate}) == ({', '.join(map(str, out))})"
        yield Reading(text, shapes[0].start, shapes[1].end, inherited_note(named, view), sure=sure)
        return
    numbers = [f for f in s.formulas if f.number and _UNIT.match(s.words[f.end :])]
    numbers += [f for f in s.formulas if f.number and f not in numbers and re.search(r"\b(?:into|to)\s*$", s.words[: f.start])]
    if len(numbers) == 2 and _BECOMES.match(s.words[numbers[0].end : numbers[1].start + 1]):
        a, b = numbers
        text = f"channels_after(transition_layer, in_channels={a.number}, compression={rate}) == {b.number}"
        yield Reading(text, a.start, b.end, inherited_note(named, view), sure=sure)


def _rate(view: View) -> str | None:
    """The compression factor given, as a fraction."""
    s = view.sentence
    pattern = re.compile(r"(?:圧縮率|圧縮係数|θ|theta|compression)[^。.\d]{0,16}?(0?\.\d+|1\s*/\s*\d)", re.IGNORECASE)
    from ..setting import sentences_above

    for sentence in (s, *sentences_above(view)):
        if found := pattern.search(sentence.text.chars):
            text = found[1].replace(" ", "")
            digits = text.split(".")[-1]
            return text if "/" in text else f"{int(digits)}/{10 ** len(digits)}"
    return None


def _unchanged(view: View) -> Iterator[Reading]:
    """A sum keeps the channels; a dense block does not."""
    s = view.sentence
    found = _SAME.search(s.words)
    named = view.subject(len(s.words), lambda name: family(name) in ("dense", "residual"))
    if named is None or named.subject == "transition_layer":
        return
    subject = "dense_block" if family(named.subject) == "dense" else "residual_block"
    joined = subject == "dense_block" or s.has("add", "identity") or re.search(r"足し|たし算|和", s.words)
    if found and joined and not _WIDTHS.search(s.words) and not (subject == "residual_block" and re.search(r"ステージ|段|stage|projection|1\s*[x×]\s*1", s.words)):
        plain = re.search(r"ブロック|層を|通|入力と|block|input", s.words, re.IGNORECASE) or subject == "residual_block"
        sure = bool(plain) and named.where != NEARBY and not s.has("hedged")
        yield Reading(f"channels_after({subject}) == C", found.start(), found.end(), inherited_note(named, view), sure=sure)
    elif subject == "residual_block" and s.has("add") and (doubled := _DOUBLED.search(s.words)) and re.search(r"ので|から|だから|because|since", s.words):
        yield Reading("channels_after(residual_block) == 2*C", doubled.start(), doubled.end(), inherited_note(named, view))
