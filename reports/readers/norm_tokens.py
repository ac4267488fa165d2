"""Layer norm in a Transformer: each token by itself, or the tokens of a sequence together.

What is said of other tokens is said as of other samples (norm_batch.py); here the noun is another.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_batch import dependence
from .norm_changes import effect_of
from .norm_sense import asserts, hedged
from .norms import Stretch, note_of, pattern, stretches, widened

_TOKEN = r"(?:トークン|単語|系列|時刻|位置|\btokens?\b|\bwords?\b|\bsequences?\b|\bpositions?\b|\btime ?-?steps?\b)"
_TOKENS = re.compile(_TOKEN, re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:(?:系列|文)(?:内|中)?の)?(?:他|ほか|別|周り|隣|前後)の(?:(?:すべて|全て|全部)の)?(?:トークン|単語|時刻|位置)(?:(?:の)?(?:すべて|全て|全部|全体))?|(?:系列|文)(?:内|中)?の(?:全|(?:すべて|全て)の)(?:トークン|単語|時刻|位置)|系列全体|全(?:ての)?(?:トークン|単語|時刻)"
    r"|\b(?:(?:all|any|every|each) (?:of )?)?(?:the )?(?:other|neighbou?ring|remaining|surrounding|previous|next) (?:tokens?|words?|positions?|time ?-?steps?)\b(?: (?:of|in) (?:the|its|a) (?:sequence|sentence))?|\banother (?:token|word|position)\b(?: (?:of|in) the (?:sequence|sentence))?|\ball (?:the )?(?:tokens|words|positions|time ?-?steps)\b(?: (?:of|in) (?:the|a|one) (?:sequence|sentence))?|\bthe (?:whole|entire) (?:sequence|sentence)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"(?:を|も)?(?:まとめ|一緒|ひとまとめ|一括|合わせ)|(?:に)?(?:わた|渡)っ?[てる]|で(?:平均|正規化)|の(?:平均|統計|値)(?:と分散)?(?:を|で)|\b(?:together|jointly|over|across)\b", re.IGNORECASE)
_ALONE = re.compile(
    r"(?:トークン|単語|位置|時刻)(?:ごと|毎)に(?:独立|別々|個別|[^。、]{0,12}(?:平均|分散|統計|正規化|計算))|各(?:トークン|単語|位置|時刻)(?:を|は|が)?(?:独立|別々|個別|単独)"
    r"|\b(?:each|every|per|one) (?:token|word|position|time ?-?step)\b[^.;]{0,40}\b(?:separately|independently|individually|on its own|by itself|alone)\b|\b(?:separately|independently|individually) (?:for|at|per) (?:each|every) (?:token|word|position)|\b(?:token by token|one token at a time|per token)\b",
    re.IGNORECASE,
)
_PER = re.compile(r"(?P<no>\b(?:not|instead of|rather than)\s+)?\bper[- ](?:(?:token|position|word)|(?P<whole>sequence|sentence))\b", re.IGNORECASE)
_ONE_CHANGED = re.compile(
    r"\b(?:chang|replac|alter|swap|perturb)\w*\s+(?:one|a|another|any|a single|some)\s+(?:token|word|position)\b[^.;]{0,40}\b(?:others|other (?:tokens|words|positions)|the rest)\b"
    r"|(?:1|一|ひと|ある)(?:つ)?の?(?:トークン|単語)を[^。、]{0,6}(?:変え|替え|換え)[^。]{0,12}(?:他|ほか|残り)の(?:トークン|単語)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"ではな|でな[いく]|ない|ません|ず(?:に)?(?:、|$)|\b(?:not|never|no|nor|without)\b|n't", re.IGNORECASE)
_ELSE = re.compile(r"attention|注意|アテンション|系列長|sequence length|埋め込み|embedding layer|γ|gamma|パラメータ|param", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Whether a token's output depends on the others."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or not asserts(view) or not _TOKENS.search(s.words):
        return
    for stretch in stretches(view):
        if {n.subject for n in stretch.named} <= {"layer_norm", "rms_norm"} and not _ELSE.search(stretch.text):
            found = _claim(stretch.text)
            if found:
                yield widened(stretch, _reading(view, stretch, *found))


def _reading(view: View, stretch: Stretch, depends: bool, start: int, end: int) -> Reading:
    claim = f"depends_on({stretch.named[0].subject}, layout=sequence, input=other_position)"
    return Reading(claim if depends else f"not {claim}", start, end, note_of(stretch, view), sure=stretch.certain and not hedged(view))


def _claim(text: str) -> tuple[bool, int, int] | None:
    """Whether other tokens are said to matter, and where."""
    others, alone = _OTHERS.search(text), _ALONE.search(text)
    per = next((m for m in _PER.finditer(text) if not m["no"]), None)
    if per and pattern("words", "statistics").search(text) and not re.search(r"n't|\bnever\b", text):
        return per["whole"] is not None, per.start(), per.end()
    changed = _ONE_CHANGED.search(text)
    if changed and (effect := effect_of(text)) and effect[1] > changed.start():
        return not effect[0], changed.start(), max(changed.end(), effect[2])
    if others is None:
        averaged = pattern("words", "statistics").search(text)
        return (False, alone.start(), alone.end()) if alone and averaged and not _DENIED.search(text) else None
    if alone and not _DENIED.search(text):
        return False, alone.start(), alone.end()
    japanese = not others[0].isascii()
    stand_in = "他のサンプル" if japanese else "the other samples"
    told = dependence(text[: others.start()] + stand_in + text[others.end() :])
    if told is not None:
        shift = len(others[0]) - len(stand_in)
        return told[0], min(told[1], others.start()), min(len(text), max(others.end(), told[2] + max(0, shift)))
    together = _TOGETHER.match(text, others.end()) if japanese else re.search(r"\b(?:together with|jointly with|over|across|(?:come|comes|taken|computed|calculated|obtained|gathered) from)\s+$", text[: others.start()], re.IGNORECASE)
    if together and pattern("words", "statistics").search(text):
        return not _DENIED.search(text), others.start(), others.end()
    return None
