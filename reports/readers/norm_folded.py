"""Batch norm folded into the convolution before it: w' = γ w / √(σ² + ε), b' = β + γ (b − μ)/√(σ² + ε).

The new weight is the factor of the old one, the new bias what becomes of the old one; put in the place of the input's
centred value and of the input, each is the formula of the normalisation itself, and is compared with the reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_expression import formulas_in
from .norm_own_letters import in_customary_signs
from .norm_sense import asserts, hedged

_FOLDED = re.compile(r"畳み?込(?:め|ん|む|み)|吸収|統合|融合|まとめ|\bfold\w*|\bmerg\w+|\bfus(?:e|ed|ing|ion)\b|\babsorb\w*", re.IGNORECASE)
_MARK = r"(?:['′’]|\^\s*\{?\s*(?:\\prime|')\s*\}?|_\s*\{?\s*(?:\\?(?:mathrm|text)\s*\{?\s*)?(?:new|fold\w*|fused|merged|BN|eff\w*)\s*\}?\s*\}?|\^\s*\{?\*\}?)"
_NEW = re.compile(rf"(?<![A-Za-z\\])(?:\\(?:hat|tilde)\s*\{{?\s*)?(?P<of>[wWbK])\s*\}}?\s*(?:_\{{?\w{{1,4}}\}}?)?\s*{_MARK}?\s*(?:=|←|:=|→)\s*(?=(?P<right>[^=、。;]{{4,120}}))")
_OLD = {kind: re.compile(rf"(?<![A-Za-z\\_{{]){letter}(?![A-Za-z'′(])(?:_(?:\{{(?:old|conv|[a-z])\}}|[a-z]))?") for kind, letter in (("w", "[wWK]"), ("b", "b"))}


def read(view: View) -> Iterator[Reading]:
    """The new weight and the new bias of a folded convolution."""
    s = view.sentence
    if s.cell is not None or not asserts(view) or not (_FOLDED.search(s.text.chars) or _told_above(view)):
        return
    named = view.subject(len(s.words), lambda n: n == "batch_norm")
    if named is None:
        return
    for m in _NEW.finditer(in_customary_signs(view, s.text.chars)):
        kind = "b" if m["of"] == "b" else "w"
        right = re.split(r",\s*(?:\\q?quad\s*)?(?=[a-zA-Z](?:_\{?\w{1,4}\}?)?\s*(?:['′’=]|\\))|\s(?:and|with|where|so|while)\s|(?:と|で)\s*(?=b\s*['′’])", m["right"])[0].strip(" $,.")
        put = _OLD[kind].sub("x" if kind == "b" else "(x - μ)", right)
        if len(list(_OLD[kind].finditer(right))) != 1 or not re.search(r"γ|gamma|β|beta", right):
            continue
        written = formulas_in(f"y = {put}{' + β' if kind == 'w' else ''}")
        if len(written) == 1:
            yield Reading(f"norm_formula(batch_norm) == {written[0][0]}", m.start(), m.start("right") + len(right), ("folded into the layer before it",), sure=not hedged(view))


def _told_above(view: View) -> bool:
    """Whether the text before it, the item above or the heading speaks of folding."""
    s, outline = view.sentence, view.outline
    over = [*outline.ancestors(s.block), *list(outline.headings(s.block))[:1], *range(max(0, s.block - 3), s.block)]
    before = [e for e in outline.sentences[s.block] if e.number < s.number]
    return any(_FOLDED.search(e.text.chars) for e in [*before, *(e for b in over for e in outline.sentences[b])])
