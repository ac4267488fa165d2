"""Two counts compared: a light convolution with the standard one, a network's part with the whole, two counts in numbers.

What is compared is named in the sentence or above it; how they compare stands in the sentence as a factor (1/9, 8.7
times fewer, 12 %, 28 % less, between 8 and 9) or as more or fewer. Sizes in numbers go into the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...properties.nodes import Bin
from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..sizes.attribution import section_measure
from ..sizes.counting import Case, case_of, doubtful, kinds_in, plain, sizes_in, texts_above
from ..universal import EVERY
from . import changes, networks
from .ratio import quotient_of_counts, sum_of_reciprocals
from .stacked import stacks_in

_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")
_D = r"(\d+(?:\.\d+)?)"
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "九": 9, "八": 8, "四": 4}
_W = "|".join(_WORDS)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_DW = rf"(\d+(?:\.\d+)?|\b(?:{_W})\b)"
_RANGE = re.compile(rf"(?:1\s*/\s*)?{_DW}\s*(?:倍|分の\s*1|times)?\s*(?:~|〜|から|-|–|ないし|to|or|and)\s*(?:約)?\s*(?:1\s*/\s*)?{_DW}\s*(倍|分の\s*[1一]|times|x\b|-?fold|$|\.|,|less|fewer|(?=\s*(?:に|程度|まで|くらい)))", re.IGNORECASE)
_ONE_OVER = re.compile(rf"{_D}\s*分の\s*[1一]|(九|八|四)分の一|(?<![\d.])1\s*/\s*{_D}(?!\s*[+\d])|\b(?:an?|one)[- ]({'|'.join(_PARTS)})\b", re.IGNORECASE)
_PERCENT = re.compile(rf"{_D}\s*(?:%|％|percent|パーセント)", re.IGNORECASE)
_TIMES = re.compile(rf"(?:(?<![\d.x]){_D}|\b({_W}))[- ]?(?:倍|times|x\b|-?fold)|factor of (?:about |roughly |almost |nearly |only |exactly )*(?:{_D}|({_W})\b)", re.IGNORECASE)
_DECIMAL = re.compile(r"(?:約|なら|は|=|≈|\bis|ratio of|about|:|で|\bget|\bgives?|\bwas|comes to|comes out at|drops to|falls to|down to|だと|→|⇒)\s*(?:約|about|roughly)?\s*(0\.\d+)(?!\d)", re.IGNORECASE)
_LESS = re.compile(r"\b(?:less|fewer|cheaper|sav\w+|reduc\w+|lower|smaller|lighter|shrinks?|drops?|cuts?|speed-?up|advantage|gain|better)\b|削減|減|少な|節約|軽|小さ|安[くい]|効率|抑え|圧縮", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|larger|greater|heavier|costlier|higher|as (?:many|much))\b|多[いくけ]|大き|増|重い|かかる|必要", re.IGNORECASE)
_RATIO = re.compile(r"\bratio\b|\bfactor\b|比(?:率)?(?:は|が|を|較)|比べ|割合|compared|against|relative to|standard|ordinary|普通|ふつう|通常|標準|元の|もとの|replac|置き換|before|than|より|saving|\bone ninth\b", re.IGNORECASE)
_EXACT = re.compile(r"exact|precisely|ちょうど|きっかり|正確に", re.IGNORECASE)
_UNCLEAR = re.compile(r"精度|accuracy|faster|speed|\bms\b|秒|実測|measured|速[くい]|epoch|エポック|time\b|メモリ|memory|受容野|receptive|\?\s*$|？\s*$|DenseNet|ResNet|Inception", re.IGNORECASE)
# Speed that is bought, where what is counted stands beside the factor: no time was measured.
_SPEED_OF_COUNTS = re.compile(r"\b(?:speed|faster)\b(?=[^.]{0,80}\btimes (?:less|fewer) (?:computation|compute|multipl\w+|operations|arithmetic|m-?acs|flops)\b)", re.IGNORECASE)
_ALWAYS = re.compile(r"always|any\b|every|関係なく|必ず|常に|どんな|いつでも|どの", re.IGNORECASE)


@dataclass(frozen=True)
class Factor:
    """A factor said of two counts: the lighter over the heavier (`part`), its inverse (`times`), or a range of these."""

    text: str
    start: int
    end: int
    inverse: bool = False
    upper: str = ""
    kind: str = ""


_PURPOSE = re.compile(r"(?:目的|目標|狙い|ねらい)と|ことを目指|\baims? to\b|\bgoal is\b|\bdesigned to\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The comparisons that the sentence makes."""
    s = view.sentence
    block = view.outline.blocks[s.block]
    if block.kind == "heading" or s.cell is not None or len(s.words) > 320 or s.has("training_effect"):
        return
    text = plain(s.text.chars)
    if _UNCLEAR.search(_SPEED_OF_COUNTS.sub(" ", text)) or _PURPOSE.search(text) or view.read_by(changes) or view.read_by(networks):
        return
    yield from _from_to(view, text)
    if len({(x.kernel, x.layers) for x in stacks_in(text)}) < 2:  # two stacks are compared: readers/stacked.py
        yield from _light(view, text)


# Light convolutions

def _light(view: View, text: str) -> Iterator[Reading]:
    s = view.sentence
    factor = _factor(text)
    if re.search(r"グループ|\bgroup(?:s|ed)?\b", text, re.IGNORECASE) and not re.search(r"separable|分離|depth-?wise", text, re.IGNORECASE):
        return  # what is compared are groups
    counted = s.has("cost", "parameters")
    told = bool(factor) and factor.kind in ("range", "one_over") and len(s.words) < 30 and _heads(view)  # type: ignore[union-attr]
    told = told or (bool(factor) and factor.kind in ("range", "one_over", "times", "decimal") and _of_counts(view))  # type: ignore[union-attr]
    if not counted and not told and not (factor and _RATIO.search(text)) and not re.search(r"軽量化|軽[いく]|cheaper|lighter|expensive|costlier", text, re.IGNORECASE):
        return
    if any(sum_of_reciprocals(side) or quotient_of_counts(side) for f in s.formulas for side in f.formula.sides):
        return  # a formula says how they compare: readers/ratio.py
    named = view.subject(factor.start if factor else len(text), lambda n: n in _LIGHT)
    supposed = named is not None and bool(factor) and _at_sizes_supposed(view, text)
    if supposed:
        named = Named("depthwise_separable_conv2d", "the sentence before", s.block)
    if _both_steps(view, text):
        named = Named("depthwise_separable_conv2d", "" if named is None else named.where, s.block)
    if named is None and factor and factor.kind == "range" and counted and re.search(r"3\s*x\s*3", text) and _spoken_of(view):
        named = Named("depthwise_separable_conv2d", NEARBY, s.block)
    if named is None or re.search(r"stride[ -]?(?:of )?[2-9]|ストライド(?:を|が|は)?\s*[2-9]|approach|近づ|漸近|極限|in the limit|never (?:quite )?reach|at most|at best|最大でも|高々", text, re.IGNORECASE):
        return
    subject = _subject(view, named, text)
    other = "conv2d"
    case = case_of(view, (factor.start, factor.end) if factor else (0, 0))
    measure = "params_ratio" if s.has("parameters") and not s.has("cost") else "macs_ratio"
    if factor and factor.kind == "percent" and _SHARE.match(text, factor.end):
        return  # 約 74 % が 1×1: a part of the whole network's
    if factor is None:
        yield from _sign(view, text, measure, subject, other, named)
        return
    if not (_RATIO.search(text) or _LESS.search(text) or ((counted or told) and factor.kind in ("one_over", "decimal", "range", "percent"))):
        return
    sizes, sure = _sizes(subject, case, rule=factor.kind in ("range", "one_over") and not supposed)
    sure = sure or supposed
    call = f"{measure}({subject}, to={other}{sizes})"
    if (named.where and _OF_THE_SIZE.search(text)) or (_THINNER.search(text) and not _RATIO.search(text)):
        return  # what a smaller map, or a thinner network, saves
    notes = inherited_note(named, view)
    sure = sure and not doubtful(s) and named.where in ("", "the sentence before", "the heading", "the item above", "the introduction")
    relation = "==" if _EXACT.search(text) and factor.kind == "times" else "~="
    if factor.upper:
        statement = f"1/{factor.upper} <= {call} <= 1/{factor.text}"
    elif factor.inverse:
        statement = f"1/{call} {relation} {factor.text}"
    else:
        statement = f"{call} {relation} {factor.text}"
    more = (f"{call} ~= 1/{factor.text}",) if factor.inverse and relation == "~=" else ()
    far = "" if case.near("out_channels") else sizes
    vetoes = tuple(v.replace(sizes, other) for v in (statement, *more) for other in _other_filters(view, far)) if far else ()
    if named.where and named.subject == "depthwise_conv2d" and subject != named.subject:
        vetoes = (*(v.replace(subject, named.subject).replace(f", kernel_size={sizes.split('=')[1].split(',')[0]}", "") for v in (statement, *more)), *vetoes)
    yield Reading(statement, factor.start, factor.end, notes, more, vetoes, sure=sure)


_SHARE = re.compile(r"\s*(?:[%％])?\s*(?:が(?!減|削|節|短|少)|を占|の(?:重み|計算|パラメータ)が)|\s*(?:%|percent)?\s*(?:of (?:the|all|its|them)\b[^.;]{0,32}\b)?(?:is|are|sits?|lies?|goes?) (?:spent |found )?in\b", re.IGNORECASE)
_THINNER = re.compile(
    r"\b(?:at|with|for|using)\s+(?:an?\s+)?(?:(?:width |resolution )?multipliers?\s*(?:of|=)?\s*|[αρ]\s*(?:=|of)?\s*|\\?(?:alpha|rho)\s*=?\s*)?0?\.\d|(?:[αρ]|alpha|rho)\s*=\s*0?\.\d|(?<![\d.])0\.\d+\s*(?:倍)?(?:なら|だと|では|にすると)", re.IGNORECASE
)
_OF_THE_SIZE = re.compile(r"\b(?:half|halv\w+|shrink\w*|picture|resolution|width|height)\b|解像度|縦横|画像を|高さ", re.IGNORECASE)


def _other_filters(view: View, sizes: str) -> list[str]:
    """The sizes with other numbers of filters that stand in reach, and with none."""
    texts = [*[plain(t) for t in texts_above(view)][:8], plain(view.sentence.text.chars)]
    numbers = dict.fromkeys(n for t in texts for n in re.findall(r"(?<![\d.,])[1-9]\d{0,3}(?![\d.]|,\d)", t))
    bare = re.sub(r", out_channels=\d+", "", sizes)
    return [bare, *(f"{bare}, out_channels={n}" for n in numbers if int(n) > 3)][:12]


def _spoken_of(view: View) -> bool:
    """Whether the note speaks of separable convolutions anywhere before."""
    outline = view.outline
    return any(m.tag in _LIGHT for at in range(view.sentence.block) for e in outline.sentences[at][:2] for m in e.subjects)


_WHOLE_SAVING = re.compile(r"\s*(?:(?:the|this|that|overall,? the) (?:saving|factor|ratio|reduction|gain)|(?:削減|節約|比|差|倍率))", re.IGNORECASE)


def _both_steps(view: View, text: str) -> bool:
    """Whether both halves are meant: both are named, or the line goes on from the sum of reciprocals."""
    names = {k for _, _, k in kinds_in(text)}
    if {"depthwise_conv2d", "pointwise_conv2d"} <= names:
        return True
    outline, s = view.outline, view.sentence
    near = [e for e in outline.sentences[s.block] if e.number < s.number]
    if near and _WHOLE_SAVING.match(text) and {"depthwise_conv2d", "pointwise_conv2d"} <= {m.tag for m in near[-1].subjects}:
        return True
    near += [e for at in range(max(0, s.block - 2), s.block) for e in outline.sentences[at]]
    return not names and any(isinstance(n, Bin) and n.op == "+" and sum_of_reciprocals(n) for e in near[-2:] for f in e.formulas for n in f.formula.sides)


FAR = 8  # blocks above within a section in which the sum of reciprocals may stand


def _at_sizes_supposed(view: View, text: str) -> bool:
    """Whether a kernel and filters are supposed just before, under the formula 1/N + 1/K^2: the cost then falls so much."""
    outline, s = view.outline, view.sentence
    before = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell == s.cell][-1:]
    near = sizes_in(" ".join([*(e.text.chars for e in before), s.text.chars]), view.letters).values
    if {k for _, _, k in kinds_in(text)} & {"depthwise_conv2d", "pointwise_conv2d"} or not {"kernel_size", "out_channels"} <= near.keys():
        return False
    for at in range(s.block, max(-1, s.block - FAR), -1):
        if any(isinstance(n, Bin) and n.op == "+" and sum_of_reciprocals(n) for e in outline.sentences[at] for f in e.formulas for n in f.formula.sides):
            return True
        if outline.blocks[at].kind == "heading":
            return False
    return False


def _heads(view: View) -> bool:
    """Whether a line stands right under the name of a light convolution."""
    named = view.subject(0, lambda n: n in _LIGHT)
    return named is not None and named.where in ("the item above", "the heading") and named.subject in ("depthwise_separable_conv2d", "mobilenet")


def _of_counts(view: View) -> bool:
    """Whether a short line stands among lines that count or compare."""
    s = view.sentence
    if len(s.words) > 48:
        return False
    if section_measure(view):
        return True
    near = [e for e in view.outline.sentences[s.block] if e.number < s.number]
    near += [e for at in range(max(0, s.block - 4), s.block) for e in view.outline.sentences[at]]
    return any(e.has("cost", "parameters") or _RATIO.search(e.words) for e in near[-5:])


_BOTH = re.compile(r"together|\bpair\b|\bboth\b|\bthe two\b|in a row|one after the other|in total|合わせ|合計|2つ|二つ|全体|つなげ|続けて", re.IGNORECASE)


def _subject(view: View, named: Named, text: str) -> str:
    """The light convolution that is compared; both of its halves together are the separable one."""
    kinds = {k for _, _, k in kinds_in(text)}
    if named.where and not kinds & set(_LIGHT):
        above = {k for t in texts_above(view) for _, _, k in kinds_in(plain(t))}
        of_both = "depthwise_separable_conv2d" in above and named.where in (NEARBY, "the text before", "further above")
        if _BOTH.search(text) or of_both or {"depthwise_conv2d", "pointwise_conv2d"} <= above:
            return "depthwise_separable_conv2d"
    if {"depthwise_conv2d", "pointwise_conv2d"} <= kinds or named.subject == "mobilenet" or "depthwise_separable_conv2d" in kinds:
        return "depthwise_separable_conv2d"
    return named.subject


def _sizes(subject: str, case: Case, rule: bool) -> tuple[str, bool]:
    """The kernel and the number of filters, as options; whether both are given. A rule of thumb is for any filters."""
    kernels = [k for k in case.of("kernel_size") if k != 1] or [k for k in case.every("kernel_size") if k != 1]
    if rule and not case.near("kernel_size") and 3 in kernels + case.every("kernel_size"):
        kernels = [3]  # a rule of thumb is of the usual window, whatever another was tried just before
    given = case.own.values.get("out_channels", []) if rule else case.of("out_channels")
    filters = [n for n in given if n != 1]  # one is the depthwise filter of a channel
    kernel = kernels[0] if kernels else 3
    sizes = "" if subject == "depthwise_conv2d" else f", kernel_size={kernel}"
    if filters and subject != "pointwise_conv2d":
        sizes += f", out_channels={filters[0]}"
    alone = (len(set(kernels)) <= 1 and len(case.every("out_channels")) <= 1) or "out_channels" in case.own.values
    return sizes, bool(kernels) and alone


_NO_MORE = re.compile(r"\b(?:never|not|no|cannot|doesn't|isn't|aren't|don't)\b[^.,;]{0,16}\b(?:more|heavier|costlier|higher|larger)\b|(?:多|大き|重|高)くなることは(?:な|あり)|(?:多|大き|重|高)く(?:は)?なら|を(?:超え|上回)(?:ることは)?な", re.IGNORECASE)
_EVEN = re.compile(r"(?:\beven (?:with|for|if|at)\b[^.,;]{0,24}?|(?<![\dx]))(?<![\dx.])(\d{1,2})\s*x\s*\1(?![\dx])(?:[^、。.,;]{0,10}?でさえ|[^、。.,;]{0,10}?でも|[^、。.,;]{0,10}?であっても|(?=\s+(?:kernel|filter|window)))", re.IGNORECASE)


def _sign(view: View, text: str, measure: str, subject: str, other: str, named: Named) -> Iterator[Reading]:
    """Fewer, or more, than the standard convolution."""
    s = view.sentence
    no_more = _NO_MORE.search(text)
    less, more = (no_more, None) if no_more else (_LESS.search(text), _MORE.search(text))
    mention = less or more
    if mention is None or (not no_more and not view.polarity(mention.start())) or s.has("question", "hedged"):
        return
    always = _ALWAYS.search(text) or EVERY.search(text)
    of_heading = bool(always) and named.where in ("the heading", "the item above") and len(text) < 60
    if named.where and not _RATIO.search(text) and not s.has("cost", "parameters") and not of_heading:
        return
    contrasted = [k for k in kinds_in(text) if k[2] == "conv2d"]
    topic = bool(contrasted) and bool(re.match(r"\s*(?:の計算量|のパラメータ数?|の方)?(?:は|が)|\s+(?:has|have|needs?|costs?|is|takes?)\b", text[contrasted[0][1] :]))
    swapped = topic and contrasted[0][0] < min((m.start for m in s.subjects if m.tag == named.subject), default=0)
    fewer = bool(less) != swapped
    bound = "" if always else {"depthwise_conv2d": " if M > 1", "pointwise_conv2d": " if K > 1"}.get(subject, "")
    bound = bound if fewer else ""
    even = _EVEN.search(text) if subject == "depthwise_separable_conv2d" else None
    kernel = f", kernel_size={even[1]}" if even and re.search(r"even|でさえ|でも|であっても", text, re.IGNORECASE) else ""
    every = bool(EVERY.search(text)) or bool(kernel)
    sure = every or (not fewer and not named.where and bool(re.search(r"than|より|比べ", text)))
    relation = ("<=" if no_more else "<") if fewer else (">=" if no_more else ">")
    yield Reading(f"{measure}({subject}, to={other}{kernel}) {relation} 1{bound}", mention.start(), mention.end(), inherited_note(named, view), sure=sure)


def _factor(text: str) -> Factor | None:
    """The factor that a text states."""
    if m := _RANGE.search(text):
        low, high = (str(_WORDS.get(g.lower(), g)) for g in m.groups()[:2])
        if 1 < float(low) < float(high) <= 64:
            return Factor(low, m.start(), m.end(), upper=high, kind="range")
    if m := _ONE_OVER.search(text):
        value = m[1] or m[3] or str(_WORDS.get(m[2] or "") or _PARTS[(m[4] or "half").lower()])
        if 1 < float(value) < 1_000:
            return Factor(value if "." in value else f"1/{value}", m.start(), m.end(), inverse="." in value, kind="one_over")
    if m := _PERCENT.search(text):
        rest = text[m.end() : m.end() + 14]
        if re.match(r"\s*(?:の|ほど|を|も)?\s*(?:節約|削減|減|カット|fewer|less|saving|reduction|cheaper|smaller)", rest):
            return Factor(f"1 - {m[1]}/100", m.start(), m.end(), kind="percent")
        return Factor(f"{float(m[1]) / 100:.{len(m[1].split('.')[1]) + 2 if '.' in m[1] else 2}f}", m.start(), m.end(), kind="percent")
    if (m := _TIMES.search(text)) and (value := next((g for g in m.groups() if g), "")):
        value = str(_WORDS.get(value.lower(), value))
        if float(value) < 1:
            return Factor(value, m.start(), m.end(), kind="decimal")
        if float(value) > 1 and (_LESS.search(text) or "factor of" in m[0] or re.search(r"as (?:many|much)", text)):
            return Factor(value, m.start(), m.end(), inverse=True, kind="times")
        return None
    if m := re.search(rf"\bratio (?:is|of|=|comes out (?:at|as))\s*(?:about )?{_D}", text, re.IGNORECASE):
        return Factor(m[1], m.start(1), m.end(1), inverse=float(m[1]) > 1, kind="decimal")
    if m := _DECIMAL.search(text):
        return Factor(m[1], m.start(1), m.end(1), kind="decimal")
    return None


# From one number to another

def _from_to(view: View, text: str) -> Iterator[Reading]:
    """From 2,359,296 to 262,144: the counts before and after, for the layer of the example."""
    s = view.sentence
    found = re.search(r"(?:from\s+)?(?<![\d,.x])(\d{1,3}(?:,\d{3})+|\d{4,})\s*(?:個|回)?\s*(?:weights |parameters |multiplications )?(?:to|から|→|->)\s*(\d{1,3}(?:,\d{3})+|\d{4,})(?![\d,]*x)", text)
    if not found or not s.has("cost", "parameters"):
        return
    before, after = (int(g.replace(",", "")) for g in found.groups())
    case = case_of(view, (found.start(), found.end()))
    named = view.subject(len(text), lambda n: n in _LIGHT)
    kernels = [k for k in case.every("kernel_size") if k != 1]
    ins, outs = case.of("in_channels"), case.of("out_channels")
    if named is None or len(kernels) != 1 or not ins or not outs:
        return
    own = [k for _, _, k in kinds_in(text) if k in _LIGHT]
    subject = own[0] if own else "depthwise_separable_conv2d"
    measure = "params" if s.has("parameters") else "macs"
    plane = [case.of("height"), case.of("width")]
    if measure == "macs" and not all(plane):
        return
    sizes = f"kernel_size={kernels[0]}, in_channels={ins[0]}, out_channels={outs[0]}" + (f", height={plane[0][0]}, width={plane[1][0]}" if measure == "macs" else "")
    own_sizes = sizes if subject != "pointwise_conv2d" else sizes.split(", ", 1)[1]
    sure = len(case.every("out_channels")) == len(case.every("in_channels")) == 1
    yield Reading(f"{measure}(conv2d, {sizes}) == {before}", found.start(1), found.end(1), sure=sure)
    yield Reading(f"{measure}({subject}, {own_sizes}) == {after}", found.start(2), found.end(2), sure=sure)
