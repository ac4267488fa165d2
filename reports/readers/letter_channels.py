"""Channels of a dense block in letters, of any letters: c + mg after m layers of growth rate g that start from c."""

from __future__ import annotations

from ...properties.nodes import Bin, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import BY_CUSTOM, Reading, View, inherited_note
from ..sizes.counting import doubtful
from ..sizes.letter_spans import LetterSpan
from ..sizes.lettering import ways

_CHANNELS_AFTER = re.compile(
    r"\s*[)\]$\\」]*\s*(?:個の|枚の)?(?:チャン?ネル|ch\b|枚|本|(?:output |feature )?maps\b|channels\b|面)",
    re.IGNORECASE,
)
_CHANNELS_BEFORE = re.compile(
    r"(?:チャン?ネル|枚|マップ)の?数[^。、]{0,8}$|(?:number of|how many) (?:output |input )?(?:channels|maps|feature maps)[^.;]{0,40}$|channels?\s*(?:is|are|=|:|becomes?)\s*\W*$|\b(?:puts out|outputs|ends with|ends up with|gives out|emits|sees|receives)\s*\W*$",
    re.IGNORECASE,
)
_INPUT_OF = re.compile(
    r"第\s*\$?\s*(?P<a>[A-Za-z])\s*\$?\s*層(?:目)?(?:の入力|に(?:は)?(?:入|渡|届)|が(?:受け取|もら|見)|への入力)|(?P<b>[A-Za-z])\s*層目(?:の入力|に(?:は)?(?:入|渡|届)|が(?:受け取|もら|見)|への入力)|(?:input (?:to|of)|layer)\s+(?:the )?\$?(?P<c>[A-Za-z])\$?(?:-?th)?\s*(?:layer)?[^.;]{0,10}(?:receives|takes|sees|reads|gets|has|is|input)",
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    r"(?P<d>[A-Za-z])\s*(?:番目の層|層目)(?:は|が|に)[^。]{0,50}(?:受け取|もら|読|入力|入る|届)|第\s*(?P<e>[A-Za-z])\s*層(?:は|が)[^。]{0,50}(?:受け取|もら|読)", re.IGNORECASE
)
_PASSED = re.compile(
    r"出口|出力|最後|通[るっ]|抜け|過ぎ|すぎ|経る|後|終わ|after|out\b|end|leav|output|final|put out|come", re.IGNORECASE
)


def channels_of(view: View, span: LetterSpan) -> Reading | None:
    """How many channels a dense block has after so many layers."""
    if (step := _one_more(view, span)) is not None:
        return step
    if span.spoken or len(symbols(span.node)) < 2:
        return None
    s = view.sentence
    text = s.text.chars
    before, after = text[max(0, span.start - 60) : span.start], text[span.end : span.end + 24]
    if not (_CHANNELS_AFTER.match(after) or _CHANNELS_BEFORE.search(before)):
        return None
    named = view.in_families(span.start, "dense")
    if named is None or named.subject not in ("dense_block", "densenet", "dense_layer"):
        return None
    goes_in = _INPUT_OF.search(before + text[span.start : span.end]) or _RECEIVES.search(before + text[span.start : span.end] + after)
    into = next((g for g in goes_in.groups() if g), "") if goes_in else ""
    if not into and not _PASSED.search(before + after):
        return None
    texts: list[str] = []
    declared = False
    for bound, sure in ways(view, "dense_block", symbols(span.node)):
        layers = next((x for x, r in bound.items() if r == "layers"), "")
        if not layers or not {"growth_rate", "in_channels"} & set(bound.values()) or (into and into != layers):
            continue
        where = ", ".join(f"{x} = {r}" for x, r in bound.items())
        texts.append(
            f"channels_after(dense_block, layers={layers}{' - 1' if into else ''}) == {to_text(span.node)} where {where}"
        )
        declared = declared or sure
    if not texts:
        return None
    notes = (f"subject {named.subject} taken from above",) if declared and named.where else inherited_note(named, view)
    if not declared:
        notes = (*notes, BY_CUSTOM + "letters as they are customary")
    product = not any(isinstance(n, Bin) and n.op == "+" for n in walk(span.node))
    return Reading(
        texts[0],
        span.start,
        span.end,
        notes,
        tuple(texts[1:8]),
        spare=True,
        sure=declared and not doubtful(s) and not (product and into),
        firm=declared,
    )


def _one_more(view: View, span: LetterSpan) -> Reading | None:
    """nk channels in, (n + 1)k out: one layer of growth rate k more."""
    spans = [f for f in view.sentence.formulas if not f.atomic]
    if len(spans) != 2 or spans[1].start != span.start or len(symbols(spans[0].formula.value)) != 2:
        return None
    before, after = (to_text(f.formula.value) for f in spans)
    if set(symbols(spans[1].formula.value)) != set(symbols(spans[0].formula.value)) or "k" not in symbols(span.node):
        return None
    text = view.sentence.text.chars
    into = re.search(r"入力|入[るれっ]|in\b|input|enter|receiv", text[max(0, spans[0].start - 24) : spans[0].end + 20])
    out = re.search(r"出力|出[るてま]|out|leav|next|次", text[spans[0].end : spans[1].start] + text[spans[1].end : spans[1].end + 16])
    named = view.in_families(span.start, "dense")
    if named is None or not (into and out):
        return None
    other = next(x for x in symbols(span.node) if x != "k")
    left, right = (re.sub(rf"(?<![A-Za-z]){re.escape(other)}(?![A-Za-z])", "T", x) for x in (before, after))
    return Reading(
        f"channels_after(dense_block, layers=1, in_channels={left}) == {right} where k = growth_rate",
        spans[0].start,
        span.end,
        inherited_note(named, view),
        spare=True,
        sure=not doubtful(view.sentence),
    )
