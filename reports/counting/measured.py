"""What a figure counts: weights, operations or biases, by its unit, its clause, its label, its column or the lines above."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import View
from ..sizes.attribution import section_measure
from ..sizes.counting import plain
from ..sizes.setting import question
from ..text.columns import column_head
from .figures import Figure

_PARAMS = r"parameters?\b|params?\b|weights?\b|パラメー?ター?(?!共有)|重み(?!共有|付)|母数|結合荷重|学習(?:する|す?べき|可能な)?(?:変数|値|数)|trainable|learnable|num_params|n_params|Param #"
_MACS = r"multiply[- ]?(?:adds?|accumulates?)|mult[- ]?adds?|multiplications?|multiplies|mults?\b|\bM-?ACs?\b|\bMAdds?\b|\bFLOPs?\b|積和|乗算|掛け算|かけ算|演算量?|計算量|計算コスト|計算回数|\bcosts?\b|\bcompute\b|operations\b|\bops\b"
_BIASES = r"バイアス(?:の)?(?:個?数|パラメータ)|how many bias\w*|number of bias\w*|^\W*バイアス\s*[:：]|^\W*bias(?:es)?\s*[:：]"
_WORD = re.compile(rf"(?P<biases>{_BIASES})|(?P<params>{_PARAMS})|(?P<macs>{_MACS})", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*(?:個の?|回の?|つの)?\s*(?:(?:learnable|trainable|learned|free|total|distinct|scalar|学習(?:可能な|する)?)\s*)*(?:(?P<biases>bias(?:es)?\b)|(?P<params>{_PARAMS})|(?P<macs>{_MACS}))",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\s*(?:(?:to|and|から|と)\s+\d|[x*/^](?!\s*[a-z]{2})|→|->|⇒|%|％|倍|分の|割|percent|times\b|-?fold|画素|ピクセル|pixels?\b|positions?\b|枚|チャン?ネル|ch\b|channels?\b|層|layers?\b|ms\b|秒|filters?\b|kernels?\b"
    r"|フィルタ|カーネル|次元|images?|クラス|classes|units?\b|ユニット|neurons?\b|ニューロン|values?\b|activations\b|entries\b|elements\b|inputs?\b|outputs?\b|入力|出力|年|月|日|点|本|段|桁|行|列|bytes?|[KMG]?B\b|[A-Za-z]\^|C\b|-d\b|-\w|\s*[=≒≈]\s*[^\d\s])",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:^|[\s,;、|(\]])(?:activations?|outputs?|inputs?|maps?|shape|size|memory|values|活性(?:化)?(?:の数|値)?|出力|入力|特徴マップ|マップ|形状?|サイズ|メモリ)\s*[:：=]\s*$", re.IGNORECASE)  # what the figure is, said right before it
REACH = 70  # letters between the word and its figure


def measured(view: View, figure: Figure, start: int = 0) -> str:
    """`params`, `macs` or `biases`; empty where nothing says what the figure counts. `start`: where its clause begins."""
    text = plain(view.sentence.text.chars)
    if _LABELLED.search(text, start, figure.start):
        return ""
    if (unit := _AFTER.match(text, figure.end)) and not re.match(r"\s*[:：=]", text[unit.end() :]):
        return unit.lastgroup or ""
    if _OTHER.match(text, figure.end):
        return ""
    before = [m for m in _WORD.finditer(text, start, figure.start) if figure.start - m.end() <= REACH]
    if before:
        return before[-1].lastgroup or ""
    if _UNDER_A_LABEL.search(text[start : figure.start]):
        return ""  # memory: 28*28*256=200K   params: 0
    every = {m.lastgroup for m in _WORD.finditer(text)}
    if len(every) == 1 and not (re.search(r"\d", text[figure.end :]) and start):
        return every.pop() or ""
    if every:
        return ""
    if _of_another_column(view):
        return ""
    for one in _around(view):
        kinds = {m.lastgroup for m in _WORD.finditer(plain(one))}
        if len(kinds) == 1:
            return kinds.pop() or ""
        if kinds:
            return ""
    return ""


_NO_COUNT = re.compile(r"memory|activation|neurons?\b|\bbytes?\b|\b[KMG]i?B\b|storage|メモリ|活性|記憶|バイト|ニューロン", re.IGNORECASE)
_UNDER_A_LABEL = re.compile(rf"(?:{_NO_COUNT.pattern}|\b(?:size|shape|output|volume)\b)\s*[:：=]\s*[^:：;]*$", re.IGNORECASE)


def _of_another_column(view: View) -> bool:
    """Whether a cell stands under a head of its own that names no count, beside a column that does, or names another.

    | layer | memory | weights |: the text around the table says of the weights' column how it counts, not of memory's.
    """
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header if s.cell else None
    own = column_head(view)
    if header is None or not re.search(r"\w", own) or _WORD.search(plain(own)):
        return False
    heads = [plain(e.text.chars) for e in outline.sentences[header] if e.cell not in (0, s.cell)]
    return bool(_NO_COUNT.search(own)) or any(_WORD.search(head) for head in heads)


def _around(view: View) -> Iterator[str]:
    """What may say it for a line of hardly more than the figure: the column, the row, the question, the heading."""
    s, outline = view.sentence, view.outline
    if s.cell is not None:
        yield column_head(view)
        yield from (e.text.chars for e in outline.sentences[s.block] if e.cell == 0 and s.cell)
    yield from (e.text.chars for e in reversed(question(view)))
    if found := section_measure(view):
        yield {"params": "params", "macs": "MACs"}[found[0]]
    parent = outline.blocks[s.block].parent
    if parent is not None:
        yield from (e.text.chars for e in outline.sentences[parent][-1:])
    heading = next(iter(outline.headings(s.block)), None)
    if heading is not None:
        yield outline.blocks[heading].raw
