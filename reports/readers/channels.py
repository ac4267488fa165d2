"""Channels of DenseNet: into layer l, after L layers, more with every layer, through a transition; by letters or numbers.

The place (into which layer, after how many) and the value (the formula or number claimed) both come from the sentence;
what the numbers stand for, from it or from what stands above it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from ...properties.nodes import Bin, Node, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, NETWORKS, Named
from ..sizes.formulas import Span
from ..vocabulary import family
from . import compressing
from .block_sizes import block_sizes
from .channel_steps import UNIT as _UNIT
from .channel_steps import Found, growth, increment

_CHANNEL = r"(?:チャン?ネル|ch\b|枚|個|本|channels?|(?:feature[- ])?maps?|features)"
_LETTER = r"([A-Za-zℓ]|\\ell)"
_ENTERS = re.compile(
    rf"(?:第?\s*\$?\s*{_LETTER}\s*\$?\s*(?:番目の層|番目|層目)(?:の層)?|第\s*\$?\s*{_LETTER}\s*\$?\s*層)(?:(?!出力)[^。]){{0,36}}?(?:入力|に(?:は)?(?:入|渡|届|来|[\s$]*[A-Za-z0-9_{{}}+()*\s$]{{2,30}}{_CHANNEL}[^。]{{0,12}}入)|が?(?:受け|もら)|へ)"
    rf"|\b[Ll]ayer\s+(?:number\s+)?\$?{_LETTER}\$?\b[^.]{{0,40}}?\b(?:input|receiv|tak|see|fed|gets|has)"
    rf"|(?<![A-Za-z])\$?{_LETTER}\$?\s*-?\s*th\s+(?:\w+\s+)?layer\b[^.]{{0,40}}?\b(?:input|receiv|tak|see|fed|gets|has)"
    rf"|\b(?:input|into|enter\w*)\b[^.]{{0,24}}?(?:layer\s+\$?{_LETTER}\$?(?![A-Za-z])|\$?{_LETTER}\$?\s*-?\s*th\s+layer)",
)
_AFTER = re.compile(
    rf"(?<!第)(?<!第\s)(?<!第\s\$)(?<!第\$)\$?(?<![A-Za-z]){_LETTER}\$?\s*(?:層|段|個の層)(?!目)[^。]{{0,14}}?(?:通|とお|抜|経|後|終|重|あと|出|過|ブロック|[Bb]lock|積|進)"
    rf"|\b[Aa]fter\s+(?:all\s+)?\$?{_LETTER}\$?\s+(?:dense\s+)?layers\b|\b(?:of|with|has)\s+\$?{_LETTER}\$?\s+(?:dense\s+)?layers\b|\$?(?<![A-Za-z]){_LETTER}\$?[- ]layer\b"
    rf"|\b\$?{_LETTER}\$?\s+layers?\s+(?:later|give|output|yield|produce|leave)",
)
_AFTER_NTH = re.compile(
    rf"第?\s*\$?\s*{_LETTER}\s*\$?\s*(?:番目の層|番目|層目)(?:の層)?[^。]{{0,10}}?(?:まで|出力|通|抜|後|出)|\b[Ll]ayer\s+\$?{_LETTER}\$?\b[^.]{{0,30}}?\boutput"
)
_DOUBLED = re.compile(r"\bdoubl(?:es|ing|ed)\b[^.]{0,24}\bchannels?|\bchannels?\b[^.]{0,24}\bdoubl|チャン?ネル[^。、]{0,10}(?:2|二)\s*倍", re.IGNORECASE)
_SAME = re.compile(
    r"チャン?ネル(?:の)?数?(?:は|が|も)[^。、]{0,16}?(?:入力(?:の)?(?:チャン?ネル数)?と(?:同じ|等し|変わら)|変わら(?:ない|ず|ません)|変化し(?:ない|ません)|増え(?:ない|ません|ず)|増やさない)"
    r"|\b(?:number of channels|channel count|channels)\b[^.]{0,24}?\b(?:unchanged|the same|does not change|do not change|constant|preserved)"
    r"|\bleaves?\s+the\s+(?:number of channels|channel count)\s+unchanged",
    re.IGNORECASE,
)
_SHRINKS = re.compile(r"ダウンサンプ|縮小|ステージ|最初|ストライド|段|\bdown-?sampl|\bfirst\b|\bstage|\bstride|\bhalv|半分|間引", re.IGNORECASE)
_EACH_BLOCK = re.compile(r"(?:ブロック|足し算|加算)[^。、]{0,6}(?:ごと|毎|たび|度に|[1一](?:つ|個))|\b(?:each|every|per|with each|one) (?:\w+ )?(?:block|addition|sum)\b(?! of)", re.IGNORECASE)
_WIDTHS = re.compile(r"各層の出力|層の出力チャン?ネル|縦|横|空間|サイズ|spatial|height|width|growth", re.IGNORECASE)
_COMPRESSES = re.compile(r"θ|theta|compression|圧縮", re.IGNORECASE)
_OF_A_PART = re.compile(r"真ん中|途中|中間|ボトルネック|\bmiddle\b|bottleneck|\bin between\b|inside", re.IGNORECASE)
_LED_ON = re.compile(r"=\s*\d[\d,]*\s*(?:枚|ch|チャン?ネル)?\s*(?:→|->|⇒)\s*$")  # 64 + 6 * 32 = 256 -> 128: what is next
_ARROW = re.compile(r"\s*\$?\s*(?:→|->|⇒|=>|⟶|、|,|\\to|\\rightarrow)\s*\$?\s*(?:チャン?ネル)?\s*")


def _of_less(view: View, start: int, end: int) -> bool:
    """Whether the number is of a part of the block, or of what comes after it."""
    text = view.sentence.text.chars
    return bool(_OF_A_PART.search(text[: end + 4]) or _LED_ON.search(text, 0, start))


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of channels along a dense block or through a transition."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    if s.has("question") and not s.japanese:
        return
    yield from _unchanged(view)
    named = view.subject(len(s.words), lambda name: family(name) == "dense")
    if named is None and s.has("growth") and not any(family(m.tag) in NETWORKS for m in s.subjects):
        named = Named("dense_block", "", s.block)  # nothing else has a growth rate
    if named is None or any(m.tag in ("resnet", "residual_block") and s.is_topic(m) for m in s.subjects):
        return
    if any(m.tag == "transition_layer" for m in s.subjects) and _COMPRESSES.search(s.text.chars):
        named = Named("transition_layer", "", s.block)
    if named.subject == "transition_layer":
        yield from compressing.read(view, named)
        return
    sized = [replace(r, sure=r.sure and not _of_less(view, r.start, r.end)) for r in block_sizes(view, named)]
    yield from sized
    if any(reading.sure for reading in sized):
        return
    found = next(iter([*_bottleneck(view), *_progress(view), *_layerwise(view), *_step(view), *increment(view), *growth(view)]), None)
    if found:
        text, start, end, alternatives, sure = found
        sure = sure and named.where != NEARBY and not s.has("hedged") and not _LED_ON.search(s.text.chars, 0, start)
        yield Reading(text, start, end, inherited_note(named, view), alternatives, sure=sure)


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


def _layerwise(view: View) -> Iterator[Found]:
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


def _at(view: View, span: Span, value: Node, kind: str, letter: str) -> Iterator[Found]:
    where = _letters(value, letter, view)
    if where is None:
        return
    added = re.search(r"増|追加|新た|\b(?:new|more|additional|adds?|added|plus)\b", view.sentence.words)
    if added and len(symbols(value)) < 3:
        return
    counts = {"enters": [f"{letter} - 1"], "after": [letter], "nth": [letter, f"{letter} - 1"]}.get(kind, [letter, f"{letter} - 1"])
    texts = [f"channels_after(dense_block, layers={count}) == {to_text(value)} where {where}" for count in counts]
    whole = len(symbols(value)) == 3
    sure = (kind in ("enters", "after") and (whole or kind == "enters")) or (kind == "nth" and whole and view.sentence.has("channels"))
    yield texts[0], span.start, span.end, tuple(texts[1:]), sure


def _step(view: View) -> Iterator[Found]:
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


_BOTTLENECK = re.compile(r"1\s*[x×]\s*1|bottleneck|ボトルネック", re.IGNORECASE)
_TIMES_RATE = re.compile(r"(?:成長率|growth[- ]rate)[^。.]{0,6}?(\d)\s*倍|\b(\d|four|two) times the growth rate", re.IGNORECASE)


def _bottleneck(view: View) -> Iterator[Found]:
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


def _progress(view: View) -> Iterator[Found]:
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


# Blocks that keep their channels


def _unchanged(view: View) -> Iterator[Reading]:
    """A sum keeps the channels; a dense block does not."""
    s = view.sentence
    found = _SAME.search(s.words)
    named = view.subject(found.start() if found else len(s.words), lambda name: family(name) in ("dense", "residual"))
    if named is None or named.subject == "transition_layer":
        return
    subject = "dense_block" if family(named.subject) == "dense" else "residual_block"
    joined = subject == "dense_block" or s.has("add", "identity") or re.search(r"足し|たし算|和", s.words)
    if found and joined and not _WIDTHS.search(s.words) and not (subject == "residual_block" and re.search(r"ステージ|段|stage|projection|1\s*[x×]\s*1", s.words)):
        plain = re.search(r"ブロック|層[をが]|通|入力と|block|input", s.words, re.IGNORECASE) or subject == "residual_block"
        sure = bool(plain) and named.where != NEARBY and not s.has("hedged")
        yield Reading(f"channels_after({subject}) == C", found.start(), found.end(), inherited_note(named, view), sure=sure)
    elif subject == "residual_block" and (doubled := _DOUBLED.search(s.words)) and not _SHRINKS.search(s.words) and (_EACH_BLOCK.search(s.words) or (s.has("add") and re.search(r"ので|から|だから|because|since", s.words))):
        yield Reading("channels_after(residual_block) == 2*C", doubled.start(), doubled.end(), inherited_note(named, view))
