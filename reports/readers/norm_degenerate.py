"""A normalisation left with one value per mean: "with a batch of one every unit becomes 0", 1x1 のマップなら出力は β だけ.

What comes out (0, β, γ) and which sizes are 1 stand in the sentence; whether that leaves one value is decided by running.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged
from .norms import NORMS, note_of, stretches

_OUTCOME = re.compile(
    r"(?:出力|結果|値|正規化後)?(?:は|が)?(?:入力によらず|常に|必ず|全部|すべて|全て|ただの?)*\s*(?P<ja>β|γ|beta|gamma|0(?![.\d])|ゼロ)(?:_\w|\s*_\s*c)?\s*(?:だけ|のみ|そのもの|しか|になって|になる|になり|となる|となり|である|です|だ(?=[。]|$)|に等し)"
    r"|\b(?:nothing (?:but|else than|other than)|only|just|exactly|outputs?|returns?|yields?|gives?|equals?|becomes?|is|are)\s+(?:always\s+|identically\s+|all\s+)?(?P<en>β|γ|beta|gamma|zeros?|0(?![.\d]))(?:\s*_\s*c)?\b",
    re.IGNORECASE,
)
_ONE = re.compile(  # every output is 1: said of an output alone, since sizes are 1 too
    r"(?:出力|正規化後の値|ユニット|値)(?:は|が)?(?:常に|必ず|全部|すべて|全て)*\s*(?P<ja>1(?![.\d]))\s*(?:になる|になり|となる|となり|である|です|に等し)"
    r"|\b(?:outputs?|units?|activations?|values?)\s+(?:would\s+|will\s+)?(?:is|are|be|becomes?|equals?)\s+(?:always\s+|all\s+)?(?P<en>1(?![.\d])|one\b(?! of))",
    re.IGNORECASE,
)
_ONES = (
    (("batch",), r"バッチ(?:サイズ|の大きさ)?\s*(?:が|を|は|=)?\s*(?:1|一)(?!\d)|(?<![A-Za-z_])(?-i:[NB])\s*=\s*(?:[HW]\s*=\s*)*1(?!\d)|\b(?:mini-?)?batch(?:es)?(?:[- ]size)?\s*(?:of|=|is)?\s*(?:size\s*)?(?:1(?!\d)|one\b|a single\b)|\b(?:single|one) (?:image|example|sample)\b|(?:1|一)枚だけ"),
    (("height", "width"), r"(?<!\d)1\s*[×xX*]\s*1(?!\d)(?![^。.]{0,4}(?:畳|conv))|H\s*=\s*W\s*=\s*1(?!\d)|全結合|fully[- ]connected|\bdense layer|\bno spatial"),
    (("in_channels",), r"(?<![A-Za-z_])(?-i:C)\s*=\s*1(?!\d)|チャン?ネルが?\s*(?:1|一)(?:つ|個)?(?!\d)|\b(?:one|single) channel\b"),
)  # fmt: skip
_VALUE = {"one": "1", "β": "beta", "γ": "gamma", "ゼロ": "0", "zero": "0", "zeros": "0"}


def read(view: View) -> Iterator[Reading]:
    """What comes out under the sizes that are 1 (those of the sentence, or of the one before)."""
    s = view.sentence
    if s.cell is not None or not asserts(view):
        return
    for stretch in stretches(view):
        outcome = _OUTCOME.search(stretch.text) or _ONE.search(stretch.text)
        if not outcome or re.search(r"(?:平均|分散|means?|variances?)[^。、.;]{0,8}$", stretch.text[: outcome.start() + 1], re.IGNORECASE):
            continue
        if not stretch.own and re.search(r"\bboth\b|両方|どちらも|いずれも", stretch.text, re.IGNORECASE):
            continue
        ones = _ones(stretch.text) or _ones(_before(view))
        if not ones:
            continue
        word = (outcome["ja"] or outcome["en"]).lower()
        value = _VALUE.get(word, word)
        for subject in (n.subject for n in stretch.named if n.subject in NORMS and n.subject != "group_norm"):
            options = ", ".join(f"{role}=1" for role in ones)
            claim = f"norm_formula({subject}, {options}) == {value}"
            yield Reading(claim, outcome.start(), outcome.end(), note_of(stretch, view), sure=stretch.certain and not hedged(view))


def _ones(text: str) -> list[str]:
    return [role for roles, pattern in _ONES if re.search(pattern, text, re.IGNORECASE) for role in roles]


def _before(view: View) -> str:
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    return earlier[-1].text.chars if earlier else ""
