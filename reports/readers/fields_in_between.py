"""Fields of layers with a longer step on the way: a pooling between two convolutions, a first layer of stride 2.

"With a 2x2 pooling between two 3x3 layers, a neuron of the second sees 8x8"; "if the first layer has stride 2, a neuron
of the second layer sees 7x7". The layers are run one after the other; what is taken from above is the kernel only.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import said
from ..sizes.layers import number_of, words
from ..text.numerals import NUMERALS
from .receptive_context import context_of

_SQUARE = re.compile(r"(?<![\d.x])(\d{1,2})\s*x\s*\1(?!\d|\s*x)", re.IGNORECASE)
_POOL = re.compile(r"(?:(?P<p>[2-5])\s*x\s*(?P=p)\s*(?:/(?P<s>\d)|(?:の|で)?)\s*(?:\(?(?:s|stride|ストライド)\s*=?\s*(?P<u>\d)\)?)?\s*(?:の|最大|平均|値)*(?:max(?:imum)?[- ]?|average[- ]?|avg[- ]?)?(?:pool\w*|プーリング))", re.IGNORECASE)
_STEP = re.compile(r"(?:pool\w*|プーリング)(?:層)?\s*[(（]\s*(?:with )?(?:s|strides?|ストライド)\s*(?:of|=)?\s*(\d)\s*[)）]|(?:pool\w*) with (?:a )?stride (?:of )?(\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b|\bin between\b|(?:の|その|層)間(?:に|で|へ)|あいだ(?:に|で)|挟[むみんまめ]|はさ[むみんまめ]", re.IGNORECASE)
_TWO = re.compile(
    r"\b(?:two|2)\s+(?:\w+\s+)?(\d{1,2})\s*x\s*\1\s*(?:conv\w*|layers?|filters?|kernels?)|(\d{1,2})\s*x\s*\2\s*(?:の|を)?\s*(?:畳み?込み|conv\w*|layers?)?(?:層)?\s*(?:を)?\s*(?:2|二)\s*(?:つ|層|回|枚|個)|(?:2|二)\s*(?:つ|層|回|枚|個)の\s*(\d{1,2})\s*x\s*\3", re.IGNORECASE
)
_FIRST_STRIDE = re.compile(
    r"\b(?:first|lower|bottom) (?:one|layer|conv\w*)(?: layer)?(?: alone| only)?\s+(?:has|had|with|uses?|of|takes?|at|gets|is given|moves (?:in|with))\s+(?:an? )?(?:strides?|steps?) (?:of )?(?P<a>\d|one|two|three|four)\b"
    r"|\bstrides? (?:of )?(?P<b>\d|two|three|four) (?:in|at|for|on) the first (?:one|layer|conv\w*)|\bthe first (?:of them |one |layer |conv\w* )?is strided by (?P<e>\d|two|three)"
    r"|(?:第?\s*[1一]\s*(?:層目|番目|つ目|層)|最初の(?:層|畳み?込み(?:層)?))(?:の畳み?込み)?(?:だけ|のみ)?(?:の|を|が|は|で)?\s*(?:ストライド|歩幅|stride|s(?=\s*=))\s*(?:を|が|は|=)?\s*(?P<c>\d)(?![\d.])",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:the|a) (?P<a>second|third|fourth) (?:one|layer|conv\w*)|(?:第?\s*(?P<b>[2-4二三四])\s*(?:層目|番目|つ目))|(?P<c>[2-4二三四])\s*層(?!目)(?:で|重ね|の|を|、|,)|\b(?P<d>two|three|four|2|3|4) (?:such )?(?:\d+x\d+ )?(?:layers|convolutions)", re.IGNORECASE
)
_ELSE = re.compile(r"dilat|拡張率|膨張|padd|パディング|\bnot\b|n't\b|ではな|でな[くい]|\bfrom\b.*\bto\b|から.*(?:へ|に)(?:広|増)|transposed|転置|重み|weight|param|パラメ|\binstead of\b|より", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The field behind the layers, where one of the two arrangements is told."""
    s = view.sentence
    if not view.in_prose or len(s.words) > 200 or words("epistemic").search(s.words):
        return
    text = said(s).replace("×", "x")
    if re.search(r"[?？]\s*$", text) or _ELSE.search(text) or words("asked").search(text):
        return
    yield from _inserted(view, text)
    yield from _pooled(text)
    yield from _strided(view, text)


def _number(word: str) -> int:
    return NUMERALS.get(word.lower()) or number_of(word.lower()) or int(word)


def _seen(text: str, taken: list[tuple[int, int]]) -> re.Match[str] | None:
    """The one square, beside the kernels, that is said to be seen; or the number that is the field."""
    squares = [m for m in _SQUARE.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
    if len(squares) == 1:
        return squares[0]
    alone = list(re.finditer(r"(?:受容野[はがも]?|receptive field (?:is|of|becomes|grows to))\s*(\d{1,3})(?![\d.]|\s*x|\s*層)", text, re.IGNORECASE))
    return alone[0] if not squares and len(alone) == 1 else None


_FIELD = re.compile(rf"{words('topic').pattern}|\bsees?\b|見(?:る|て|え)|\bcovers?\b|カバー|覆", re.IGNORECASE)


_AFTER = re.compile(
    r"\b(?:after|behind|following|right after|directly after) the (?P<a>first|second|third|fourth|fifth|sixth)\b(?!\s*(?:pool|block|stage|group))|(?P<b>[1-9一二三四五六])\s*(?:層目|番目|つ目|枚目)(?:の(?:層|畳み?込み))?の?(?:あと|後ろ?|直後)(?:に|で|へ)?", re.IGNORECASE
)
_BECOMES = re.compile(r"(?:[:：=]|→|->|⇒|\b(?:gives?|becomes?|is|makes? (?:it|that)|grows? to|rises? to|get)|受容野[はがも]|なら|だと|と|で[はも]?|して)\s*(?:it |about |already |an? |the field is |受容野は)?(?P<n>\d{1,3})(?:\s*[x×]\s*(?P=n))?(?!\d|\.\d|\s*[x×/])", re.IGNORECASE)


def _inserted(view: View, text: str) -> Iterator[Reading]:
    """A pooling put after one of the layers of which the text above speaks: "with a 2x2/2 pooling after the second: 18"."""
    pools, after = list(_POOL.finditer(text)), list(_AFTER.finditer(text))
    if len(pools) != 1 or len(after) != 1 or _TWO.search(text):
        return
    above = context_of(view)
    plans = above.merged().plans() if above.agrees() else []
    found = [m for m in _BECOMES.finditer(text) if m.start() >= max(pools[0].end(), after[0].end()) - 1]
    if len(plans) != 1 or len(set(plans[0])) != 1 or len(found) != 1:
        return
    (kernel, step, dilation), place = plans[0][0], _number(after[0]["a"] or after[0]["b"])
    if step != 1 or dilation != 1 or not 0 < place <= len(plans[0]) <= 40:
        return
    pool, told = pools[0], _STEP.search(text)
    stride = pool["s"] or pool["u"] or (next(g for g in told.groups() if g) if told else pool["p"])
    row = [f"k{kernel}"] * len(plans[0])
    row.insert(place, f"k{pool['p']}" + (f"s{stride}" if stride != "1" else ""))
    yield Reading(f"receptive_field(layer_stack, plan={'_'.join(row)}) == {found[0]['n']}", found[0].start("n"), found[0].end("n"), ("the pooling is put between the layers above",), firm=True)


def _pooled(text: str) -> Iterator[Reading]:
    """A pooling between two convolutions."""
    pools, pairs = list(_POOL.finditer(text)), list(_TWO.finditer(text))
    if len(pools) != 1 or len(pairs) != 1 or not _BETWEEN.search(text) or not _FIELD.search(text):
        return
    pool, pair = pools[0], pairs[0]
    if pool.start() < pair.end() and pair.start() < pool.end():
        return
    seen = _seen(text, [pool.span(), pair.span()])
    if seen is None or re.search(r"\bfirst\b|最初|[1一]\s*(?:層目|番目|つ目)", text, re.IGNORECASE):
        return
    kernel = next(g for g in pair.groups() if g)
    told = _STEP.search(text)
    step = pool["s"] or pool["u"] or (next(g for g in told.groups() if g) if told else pool["p"])
    plan = f"k{kernel}_k{pool['p']}" + (f"s{step}" if step != "1" else "") + f"_k{kernel}"
    yield Reading(f"receptive_field(layer_stack, plan={plan}) == {seen[1]}", seen.start(), seen.end(), ("the pooling stands between the two layers",), sure=True, firm=True)


def _strided(view: View, text: str) -> Iterator[Reading]:
    """A first layer of another stride, and what a later one sees."""
    first, where = list(_FIRST_STRIDE.finditer(text)), list(_AT.finditer(text))
    if len(first) != 1 or not where or not _FIELD.search(text) or re.search(r"pool|プーリング", text, re.IGNORECASE):
        return
    depths = {_number(next(g for g in m.groups() if g)) for m in where}
    strides = re.findall(r"(?:strides?|ストライド)\s*(?:of |=|を|が|は)?\s*\d", text, re.IGNORECASE)
    if len(depths) != 1 or len(strides) > 1:
        return
    squares = list(_SQUARE.finditer(text))
    own = squares[0] if len(squares) == 2 else None
    above = context_of(view)
    kernel = own[1] if own else str(above.merged().size) if above.agrees() and above.merged().size else ""
    seen = _seen(text, [own.span()] if own else [])
    if seen is None or not kernel:
        return
    step = _number(first[0]["a"] or first[0]["b"] or first[0]["c"] or first[0]["e"])
    plan = "_".join([f"k{kernel}" + (f"s{step}" if step > 1 else ""), *[f"k{kernel}"] * (next(iter(depths)) - 1)])
    yield Reading(f"receptive_field(layer_stack, plan={plan}) == {seen[1]}", seen.start(), seen.end(), ("the first layer steps further",), sure=True, firm=True)
