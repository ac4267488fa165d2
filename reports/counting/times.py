"""How many layers of one kind a count is said to be of: "the two kernels", "a pair of 3×3 layers", "畳み込み2つ", "3×3 を2回".

>>> [times_said(t) for t in ("the two kernels have", "A pair of plain 3×3 layers", "畳み込み2つの重みは合わせて", "3×3 を2回掛けると", "the layer has")]
[2, 2, 2, 2, 1]
"""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..text.numerals import number_of

_PAIRS = ("both", "pair", "両方", "ふた")
_LAYERS = r"(?:layers?|convs?|convolutions?|kernels|conv layers|ones|blocks|matrices|copies)"
_TIMES = re.compile(
    rf"(?<![x×\d.])\b(?P<en>two|three|four|five|six|ten|twenty|thirty|[2-9]|\d\d)\s+(?:(?:such|plain|ordinary|full|normal|regular|identical|stacked|dilated|standard|equal|output|final|last|of (?:them|these|those)|\d{{1,2}}\s*[x×]\s*\d{{1,2}})\s+){{0,3}}{_LAYERS}\b"
    r"|\b(?P<bare>two|three|four)\s+(?:(?:output|final|last|such|more)\s+)?\d{1,2}\s*[x×]\s*\d{1,2}\s+(?:from|of)\s+\d"
    rf"|\b(?P<pair>pair|both)\s+(?:of\s+)?(?:the\s+|these\s+)?(?:(?:such|plain|ordinary|full|normal|\d{{1,2}}\s*[x×]\s*\d{{1,2}})\s+){{0,3}}{_LAYERS}\b"
    r"|(?:畳み?込み|カーネル|層|[x×]\s*\d|conv)\s*(?:層)?\s*(?:が|を|は|の|で)?\s*(?P<after>[2-9二三四]|\d\d)\s*(?:つ|枚|回|層|段|個)(?!目)(?!の?(?:フィルタ|チャ))"
    r"|(?P<ja>[2-9二三四]|\d\d)\s*(?:つ|枚|層|段)の?\s*(?:畳み?込み|カーネル|層)(?!目)",
    re.IGNORECASE,
)

_ONE_OF_THEM = re.compile(r"\b(?:each|every|per|apiece|either|first|second|third|last|one of|of which)\b|それぞれ|各|ずつ|につき|あたり|ごと|[1-9一二三]\s*(?:つ|層|枚|個|番)目|第\s*[1-9一二三]|最初|最後|うち", re.IGNORECASE)
_NAMED_TWO = re.compile(r"(?<![\w.])`?[A-Za-z_]\w{0,11}`?\s+and\s+`?[A-Za-z_]\w{0,11}`?\s+(?:together|combined)|`[A-Za-z_]\w{0,11}`\s*[と、]\s*`[A-Za-z_]\w{0,11}`\s*(?:を|は|で)?\s*(?:合わせて|あわせて|合計)", re.IGNORECASE)


_SIDE = re.compile(r"\d\s*[x×]\s*$")  # 5 x 5 convolution: the other side of the window


def times_said(*texts: str) -> int:
    """How many layers the nearest of some texts says a count is of; 1 where none does."""
    if any(_ONE_OF_THEM.search(text) for text in texts):
        return 1
    if any(_NAMED_TWO.search(text) for text in texts):
        return 2
    for text in texts:
        found = {next(g for g in m.groups() if g) for m in _TIMES.finditer(text) if not _SIDE.search(text[: m.start()])}
        if len(found) == 1:
            word = found.pop().lower()
            return 2 if word in _PAIRS else number_of(word) or 1
    return 1


_TOGETHER = re.compile(r"\b(?:together|in total|altogether|in all|all told|between them)\b|合わせて|あわせて|合計|全部で|両方で", re.IGNORECASE)


def together_told(view: View, said: str) -> int:
    """How many layers of one kind a count is of together, as the sentence before tells: Two 3x3 layers ... Together they have."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    return times_said(before[0].words) if before and _TOGETHER.search(said) else 1
