"""Quotients in letters, of any letters: a separable convolution costs 1/q + 1/r^2 of an ordinary one, r^2 q/(r^2 + q) less."""

from __future__ import annotations

from ...properties.nodes import Bin, Num, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import BY_CUSTOM, Reading, View, inherited_note, runnable
from ..sizes.counting import doubtful
from ..sizes.letter_spans import LetterSpan
from ..sizes.lettering import ways

_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")
_COMPARED = re.compile(
    r"比(?!例)|割合|倍|分の|\bratio\b|fraction|relative|speed-?\s?up|(?:drop|fall|reduc|cut|shr[iu]nk|sav|go)\w*\b|of (?:that|what|the (?:cost|original|standard))|に減|に下が|に抑え|に削減|で済|times (?:fewer|less|cheaper|faster)|cheaper|compared|節約|高速化|軽く",
    re.IGNORECASE,
)
_INVERSE_BEFORE = re.compile(
    r"speed-?\s?up|faster|高速化|速くな|\bby (?:a factor of )?\s*\W*$|factor of\s*\W*$", re.IGNORECASE
)
_INVERSE_AFTER = re.compile(
    r"\s*[)$\\]*\s*(?:times (?:fewer|less|faster|cheaper|smaller)|分の\s*[1１一]|倍(?:速|高速|少な|軽)|-fold)",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s*[)$\\]*\s*(?:倍(?!速|高速|少|軽)|of (?:that|what|the)|times (?:that|the|what)|に(?:減|下が|抑え|削減|な)|で済|である|です|だ|となる)",
    re.IGNORECASE,
)
_PARAMS = re.compile(r"パラメータ|重み|\bweights?\b|param", re.IGNORECASE)
_COST = re.compile(
    r"計算|演算|積和|掛け算|乗算|コスト|\bcosts?\b|MACs?\b|FLOPs?\b|multipl|operations|cheaper|faster|speed",
    re.IGNORECASE,
)


def ratio_of(view: View, span: LetterSpan, since: int) -> Reading | None:
    """The comparison that a quotient in letters states."""
    if not _quotient(span) or span.spoken:
        return None
    s = view.sentence
    text = s.text.chars
    before, after = text[max(since, span.start - 80) : span.start], text[span.end : span.end + 30]
    told = before + " " + after
    if not _COMPARED.search(told) and not (
        len(s.words) < 30 and _COMPARED.search(" ".join(e.words for e in view.leads()[:1]))
    ):
        return None
    named = view.subject(span.start, lambda n: n in _LIGHT)
    if named is None:
        return None
    both = any(isinstance(n, Bin) and n.op == "+" for n in walk(span.node))
    subject = "depthwise_separable_conv2d" if both or named.subject == "mobilenet" else runnable(named.subject)
    inverse = bool(_INVERSE_BEFORE.search(before[-40:]) or _INVERSE_AFTER.match(after))
    measure = "params_ratio" if _PARAMS.search(told) and not _COST.search(told) else "macs_ratio"
    texts: list[str] = []
    declared = False
    for bound, sure in ways(view, "conv2d", symbols(span.node)):
        where = ", ".join(f"{x} = {r}" for x, r in bound.items())
        texts.append(f"{'1/' if inverse else ''}{measure}({subject}, to=conv2d) == {to_text(span.node)} where {where}")
        declared = declared or sure
    if not texts:
        return None
    plain = declared or set(symbols(span.node)) <= {"K", "M", "k", "N", "D_K", "C_out", "H", "W", "C"}
    told_which = (
        inverse
        or bool(_TO.match(after))
        or bool(re.search(r"比(?:率)?は|ratio (?:is|of|=)|割合は|to\s*\W*$", before[-24:]))
    )
    notes = inherited_note(named, view) if not declared else ()
    if not declared:
        notes = (*notes, BY_CUSTOM + "letters as they are customary")
    return Reading(
        texts[0],
        span.start,
        span.end,
        notes,
        tuple(texts[1:8]),
        spare=True,
        sure=plain and told_which and both and not doubtful(s),
        firm=declared,
    )


def _quotient(span: LetterSpan) -> bool:
    """A quotient with letters below: 1/q, (k^2 + n)/(k^2 n); no side of a map, which has a number added to it."""
    node = span.node
    below = any(isinstance(n, Bin) and n.op == "/" and symbols(n.right) for n in walk(node))
    plus_one = isinstance(node, Bin) and node.op in "+-" and isinstance(node.right, Num)
    return below and not plus_one
