"""What a formula in letters is said to be: operations, weights or a side of the output; of a layer, a point, a filter.

The nearest words tell it: the unit after the formula, the words before it in its sentence, its row and its column's
head, the sentence that introduces it, the heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..reading import View
from ..text.inline import MASK
from ..vocabulary import lexicon
from .counting import kinds_in, plain
from .letter_spans import LetterSpan
from .scope_of_count import scope_of

_SIZES = re.compile(r"\bsizes?\b|サイズ|大きさ", re.IGNORECASE)
_END = re.compile(r"[。;；]|\.\s")
_UNIT = re.compile(
    r"\s*[)\]$\\」]*\s*(?:個|回|つ|本|times)?\s*(?:の|of )?\s*(?:different |learnable |free |trainable )?",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s*[)\]$\\」]*\s*回")
_REPEATED = re.compile(r"\s*[)\]$\\」]*\s*回\s*(?:足|加|シフト|ずら|繰|くり)")
_NO_VALUE = re.compile(
    r"(?:比例|proportional|オーダー|order of|grows? (?:like|as|with)|scales? (?:like|as|with)|の?倍|分の|ratio|比(?!例)|割合|削減|reduc\w+|fraction|除|divid\w+)",
    re.IGNORECASE,
)
_NEXT_NO_VALUE = re.compile(
    r"\s*[)\]$\\」]*\s*(?:倍|分の|に比例|%|％|times (?:fewer|less|more|cheaper|smaller)|-fold|of (?:that|the) )",
    re.IGNORECASE,
)
_ALL_LAYERS = re.compile(
    r"総数|総計|合計|全体|全部|ぜんぶ|すべての層|全層|合わせて|あわせて|whole (?:stack|network)|\btotal\b|together|altogether|all (?:the )?(?:\w )?layers|in all",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"\s*[)\]$\\」]*\s*(?:か所|箇所|ヶ所|カ所|点(?!数)|画素|ピクセル|枚|マス|通り|positions?\b|pixels?\b|locations?\b|points?\b|times as)",
    re.IGNORECASE,
)
_VALUES = re.compile(  # how many come out, not what each takes
    r"\s*[)\]$\\」]*\s*(?:(?:output|such|of these|of them)\s*)*(?:values|outputs|entries|elements|activations|neurons)\b|\s*[)\]$\\」]*\s*個\s*の\s*(?:出力|値|要素|数値)(?!を(?:掛|足))",
    re.IGNORECASE,
)
_ADDITIONS = re.compile(r"\s*[)\]$\\」]*\s*(?:additions\b(?! and mult)|回?の?(?:加算|足し算))", re.IGNORECASE)  # no multiplications
_FIXED = re.compile(r"\b(?:fix|consider|take|look at|pick|concentrate on|focus on)\b|固定|着目|注目|考え", re.IGNORECASE)
_MANY = re.compile(
    r"(?:全部の|全|すべての|全て|all (?:the )?|every )(?:\$?\w{1,6}\$? ?)?(?:フィルター?|カーネル|出力?チャン?ネル|filters|kernels|output channels|channels)|フィルタ全部|all \w* ?filters",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """The quantity, the scope (as `scope_of` has it), whether words of its own sentence or row tell the quantity."""

    quantity: str
    scope: str
    own: bool
    all_layers: bool
    many: bool
    place: int


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(p, re.IGNORECASE)) for name, p in lexicon("letters")["quantities"].items())


def said_of(view: View, span: LetterSpan, since: int, before: Said | None) -> Said | None:
    """The quantity that a formula is said to be; `since` is where the formula before it ends, `before` what that is."""
    s = view.sentence
    words = s.words
    stop = max([since, *(m.end() for m in _END.finditer(words, 0, span.start))])
    zone, after = words[stop : span.start], words[span.end : span.end + 40]
    if _NO_VALUE.search(zone[-30:]) or _NEXT_NO_VALUE.match(after):
        return None
    if _NO_COUNT.match(after) or _ADDITIONS.match(after):
        return None
    unit = _UNIT.match(after)
    tail = after[unit.end() :] if unit else after
    texts = [(zone + " " + span.left, True)]
    label = ""
    if s.cell is not None:
        row = [e for e in view.outline.sentences[s.block] if e.cell == 0 and s.cell]
        header = view.outline.blocks[s.block].header
        head = [e for e in view.outline.sentences[header] if e.cell == s.cell] if header is not None else []
        label = " ".join(e.words for e in row)
        texts += [(label, True), (" ".join(e.words for e in head), True)]
    elif view.bare:
        texts += [(e.words, True) for e in view.leads()[:1]] or []
    scope_text = zone if len(zone.strip()) > 3 else texts[-1][0]
    if label:
        scope_text = label + " " + scope_text
    quantity, own, place = "", True, span.start
    next_words = next(((name, m) for name, p in _patterns() if (m := p.match(tail))), None)
    if next_words:
        quantity = next_words[0]
    elif _TIMES.match(after) and not _REPEATED.match(after):
        quantity = "macs"
    for text, is_own in texts if not quantity else ():
        found = _nearest(text)
        if found:
            quantity, own = found[0], is_own
            place = stop + found[1] if text is texts[0][0] and found[1] < len(zone) else span.start
            break
    if not quantity and before is not None and since and not re.search(r"[。]|\.\s", words[since : span.start]):
        quantity, own = before.quantity, before.own
    if not quantity and view.outline.blocks[s.block].kind == "item" and not zone.strip(" :：、").endswith(("出力", "入力")):
        quantity = _of_siblings(view)
    if not quantity and s.cell is None:
        lead = _heading(view)
        found = _nearest(lead)
        if found and found[0] != "size":
            quantity, own = found[0], False
    if not quantity and label and _SIZES.search(_heading(view)) and kinds_in(plain(label)):
        quantity = "size"  # a layer's row in the section on sizes
    if not quantity or (quantity == "macs" and _VALUES.match(after)):
        return None
    near = scope_text + re.split(r"[、,。;]|\bso\b|\band\b", words[span.end : span.end + 24])[0]
    return Said(
        quantity,
        scope_of(near) or fixed_before(view),
        own,
        bool(_ALL_LAYERS.search(near)),
        bool(_MANY.search(near + words[span.end : span.end + 60])),
        min(place, span.start),
    )


def fixed_before(view: View) -> str:
    """What the sentence before fixes: "Fix one output position and one plane. The value there takes ..."."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    if not earlier and s.block and s.words.startswith(MASK) and view.outline.blocks[s.block - 1].kind == "text":
        earlier = view.outline.sentences[s.block - 1]  # a line that begins with its formula goes on with the one above
    fixed = [e for e in earlier[-2:] if _FIXED.search(e.words)]
    if s.cell is not None or not fixed or _ALL_LAYERS.search(s.words):
        return ""
    return scope_of(plain(fixed[-1].words))


def _nearest(text: str) -> tuple[str, int] | None:
    """The quantity whose words stand last in a text, the longest there."""
    found = [(m.end(), m.end() - m.start(), name, m.start()) for name, p in _patterns() for m in p.finditer(text)]
    if not found:
        return None
    _, _, name, start = max(found)
    return name, start


def _of_siblings(view: View) -> str:
    """The quantity of the items above, whose formulas are labelled alike: `- depthwise: ...` after `- cost of ...: ...`."""
    outline, block = view.outline, view.sentence.block
    for at in range(block - 1, max(-1, block - 5), -1):
        if outline.blocks[at].kind != "item":
            return ""
        found = [_nearest(e.words) for e in outline.sentences[at]]
        if any(found):
            return next(f[0] for f in found if f)
    return ""


def _heading(view: View) -> str:
    heading = next(view.outline.headings(view.sentence.block), None)
    return view.outline.blocks[heading].raw if heading is not None else ""
