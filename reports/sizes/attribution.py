"""What a number counts: the word beside it, the head of its column, the question it answers, the items of its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...properties.nodes import Bin, Node, Num
from ...properties.rendering import to_text
from .. import patterns as re
from ..answering import answered_so_far
from ..reading import View
from ..text.numerals import mixed
from ..text.sentences import Sentence
from .counting import bias_said, kinds_in
from .formulas import Span
from .setting import question

_ABOUT = re.compile(r"(?:約|およそ|ほぼ|おおよそ|だいたい|about|roughly|approximately|around|nearly|almost|some|≈|~|ca\.?)\s*$", re.IGNORECASE)
_SCALES = (
    (10**6, re.compile(r"\s*(?:M\b|million|百万)", re.IGNORECASE)),
    (10**9, re.compile(r"\s*(?:G\b|B\b|billion|十億)")),
    (10**8, re.compile(r"\s*億")),
    (10**7, re.compile(r"\s*千万")),
    (10**4, re.compile(r"\s*万")),
    (10**3, re.compile(r"\s*(?:[kK]\b|thousand)")),
)  # fmt: skip
_OTHER_UNIT = re.compile(
    r"\s*(?:(?:such|different|separate|learned|of (?:these|those|such))\s+(?:\d\s*x\s*\d\s+)?(?:filters?|kernels?|layers?|channels?|maps?|units?|neurons?)\b|%|％|倍|分の|percent|times\b|x\b|-?fold|画素|ピクセル|pixels?|枚|つの|チャン?ネル|ch\b|channels?|層|layers?|ms\b|秒|seconds?|エポック"
    r"|epochs?|px|filters?|kernels?|フィルタ|カーネル|サンプル|samples?|\(?\s*→|次元|images?|クラス|classes|units?\b|neurons?|values?|inputs?|outputs?|-\w|年|月|日|点|本|段|桁|行|列|:\d|\.\d)",
    re.IGNORECASE,
)
_MACS_AFTER = re.compile(r"\s*(?:回の?\s*(?:積和|掛け算|かけ算|乗算|演算|計算)|回|(?:scalar |floating[- ]point )?(?:multiply|mult)[- ]?(?:adds?|accumulates?)|multiplications|multiplies|M-?ACs?\b|MAdds?\b|(?:FL)?OPs\b|operations|積和|MAC)", re.IGNORECASE)
_PARAMS_AFTER = re.compile(r"\s*(?:個の?|つの)?\s*(?:(?:learnable|trainable|learned|free|total|distinct|such|extra|more|additional|学習(?:可能な|する|すべき)?)\s*)*(?:parameters?\b|weights?\b|params\b|パラメータ|重み|biases)", re.IGNORECASE)
_OF_A_FILTER = re.compile(r"\s*(?:learn\w+ |train\w+ |free )?(?:numbers|values|coefficients|taps|knobs|entries)\b(?! of)|\s*個の(?:数字|数値|係数)")
_CARRIES = re.compile(
    r"\b(?:filters?|kernels?|(?:conv\w* )?layer)\b[^.;]{0,40}\b(?:carr\w+|holds?|owns?|stores?|keeps?|learns?|needs?|ha[sv]e?|contains?|consists? of|made of|amounts? to|comes? to)\b"
    r"|\blearns?\b|\bto (?:learn|train)\b|(?:フィルター?|カーネル|窓|枠|層)(?:1|一|ひと)?(?:枚|つ|個)?(?:あたり|につき|ごとに|は|が|も)",
    re.IGNORECASE,
)
_LINK = re.compile(r"は|が|を|と|:|=|とな|で|も|\b(?:is|are|has|have|holds?|owns?|stores?|keeps?|of|to)\b|need|take|cost|requir|give|make|mean|amount|equal|→|⇒|->|\(|\||~|≈|^\W*$", re.IGNORECASE)
_SHAPED = re.compile(r"shape|size\b|tensor|形状|の形|テンソル|サイズ|dimension", re.IGNORECASE)
_BROKEN = re.compile(r"[。;]|because|since|where|so that|after|\bfrom\b|ので|から(?!の)|ため")
_UNIT = re.compile(r"\s*(個|回)(?!の?\s*(?:フィルタ|カーネル|クラス|入力|出力|ユニット|画像|層|グループ))")
_COUNTED_THINGS = re.compile(r"(?:フィルター?|カーネル|チャン?ネル|クラス|ユニット|ニューロン|グループ|画像|データ|サンプル|層|ブロック|出力|入力)(?:の?(?:数|枚数|個数))?\s*(?:を|が|は|も|:|=)?\s*(?:約\s*)?$")
_COUNT_AFTER = re.compile(r"\s*(?:個|回|つの?重み|parameters|weights|params|mult|MACs?|operations)", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?:\([a-zA-Z\d]\)\s*)?[^:：]{1,40}[:：]\s*(?:約|about|~)?\s*$")
_COMES_TO = re.compile(r"\s*(?:個|回)?\s*(?:とな|にな|で(?:ある|す|済|、)|必要|かか|に達|へ|[、,，。.]|$)")
_SIDE_BY_SIDE = re.compile(r"(?:\d\s*[x×]\s*\d|畳み?込み)[^。、]{0,24}(?:並べ|重ね|積[みむ]|使[うえっ]|なら|だと|では|場合)[^。]{0,6}$|\b(?:two|three|stack\w*|instead|plain|ordinary)\b[^.;]{0,40}\d\s*[x×]\s*\d[^.;]{0,40}\b(?:is|are|give|cost|take|need|have|come|hold)\w*\s+(?:to\s+)?$", re.IGNORECASE)
_HENCE = re.compile(r"(?:\b(?:hence|so|thus|therefore|giving|making|a total of|which (?:is|makes|gives))\b|つまり|よって|だから|したがって|合計|全部で)\W*(?:about|約)?\W*$", re.IGNORECASE)
_IN_ALL = re.compile(r"\s*(?:in all|altogether|all told|overall)\b", re.IGNORECASE)
_ENDS = re.compile(r"\W*(?:です|である|だ|となる|になる)?\W*$")
_NUMBERED_ANSWER = re.compile(r"^[\s*_]*(?:答え?|解答?|問|A|Q)\s*\d{1,2}\W*$", re.IGNORECASE)
_SHAPE = re.compile(r"\s*(?:(\d{1,4})\s*[x×]\s*\1\s*[x×]\s*\d|\d{1,4}\s*[x×]\s*(\d{1,4})\s*[x×]\s*\2)(?![\d,]*\s*[x×=])")  # 28x28x10
_ANSWER = re.compile(r"^\W*(?:A\d{0,2}|答え?|Answer|解答|解|Ans)?\W*(?:約|about|~)?\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Count:
    """A number said to count something."""

    predicate: str
    word: str
    value: str
    about: bool
    span: Span
    end: int
    asked: str = ""


def count_of(view: View, span: Span, before: list[Count]) -> Count | None:
    """The number of a formula, if it counts weights or operations."""
    last = span.formula.sides[-1]
    if not numeric(last) or set(span.formula.relations) - {"=", "~"}:
        return None
    words = view.sentence.words
    if re.search(r"[A-Za-z_]$", words[: span.start]):
        return None  # conv2, fc1: a name's own digits
    if re.search(r"\d\s*(?:ch|チャン?ネル)?\s*(?:→|->|⇒)\s*$", words[: span.start]):
        return None  # 4096→1000: what goes in and what comes out
    if not span.formula.relations and not isinstance(last, Num) and not _ENDS.match(words[span.end :]) and not _COUNT_AFTER.match(words[span.end :]):
        return None  # 3×3, 28×28×6: a shape
    if re.match(r"\s?[A-Za-z](?:_?\w)?\s*(?:\^|\*\*|[²³])", words[span.end :]):
        return None  # 27 C^2: a coefficient
    scale, end = 1, span.end
    for factor, pattern in _SCALES:
        if m := pattern.match(words[end:]):
            scale, end = factor, end + m.end()
            break
    if scale == 10**8 and re.match(r"\s*\d+\s*万", words[end:]):
        return None  # 1億3800万: counted with what follows
    found = _measure(view, span, end, before)
    if found is None or (span.number is not None and span.number < 2 and scale == 1 and not found[2]):
        return None
    predicate, word, asked = found
    about = bool(_ABOUT.search(words[: span.start])) or scale > 1 or "~" in span.formula.relations
    value = to_text(last) if scale == 1 else f"{to_text(last)}*{scale}"
    if scale == 10**4 and (more := re.search(r"(\d{1,4})\s*億\s*$", words[: span.start])):
        value = mixed(more[1], to_text(last)) if to_text(last).isdigit() else value
    return Count(predicate, word, value, about, span, end, asked)


def numeric(node: Node) -> bool:
    """A number, or a sum of products of numbers."""
    if isinstance(node, Num):
        return True
    return isinstance(node, Bin) and node.op in ("+", "*", "**") and numeric(node.left) and numeric(node.right)


_HOW_OFTEN = re.compile(r"\s*(?:回|度)(?!\s*の?\s*(?:掛|かけ|乗|積|足|加|演|計))")  # 3×3 を 2 回


def _measure(view: View, span: Span, end: int, before: list[Count]) -> tuple[str, str, str] | None:
    """What a number counts: (predicate, the word for it, the question it answers)."""
    s = view.sentence
    words, after = s.words, s.words[end:]
    if _HOW_OFTEN.match(after) and re.search(r"を\s*$", words[: span.start]):
        return None
    if m := _PARAMS_AFTER.match(after):
        return "params", m[0], ""
    if (m := _OF_A_FILTER.match(after)) and _CARRIES.search(words[max(0, span.start - 90) : span.start]):
        return "params", m[0], ""
    if m := _MACS_AFTER.match(after):
        mention = _last_word(s, span.start)
        if m[0].strip() != "回" or (mention and mention[0] == "macs"):
            return "macs", m[0] if m[0].strip() != "回" else mention[1] if mention else "", ""
    if _OTHER_UNIT.match(after):
        return None
    mention = _last_word(s, span.start)
    if mention:
        predicate, word, at = mention
        gap = words[at : span.start]
        if _SHAPED.search(gap) or (re.search(r"[(\[]\s*$", gap) and re.match(r"\s*,", after)):
            return None
        listed = before and before[-1].predicate == predicate and _listed(words[before[-1].end : span.start])
        if listed or (len(gap) <= 60 and _LINK.search(gap) and not _BROKEN.search(gap) and not _numbered(s, at, span.start)):
            return predicate, word, ""
        if not (_UNIT.match(after) and span.number and span.number > 99):
            return (*concluded, "") if (concluded := _concluded(s, span)) else None
    elif before and span.number and span.number > 99 and _ENDS.match(after) and _listed(words[before[-1].end : span.start]):
        return before[-1].predicate, before[-1].word, ""
    if _UNIT.match(after) and not _COUNTED_THINGS.search(words[: span.start]) and (word := _unit_word(view, after, before)):
        return (*word, "")
    if span.number and span.number > 99 and (word := _shared_word(view, span, end)):
        return (*word, "")
    close = words[max(0, span.start - 24) : span.end + 16]
    if (span.formula.relations or _UNIT.match(after) or _ENDS.match(words[end:])) and bias_said(close) is not None:
        return "params", "", ""  # only of weights is it said whether the biases are among them
    return _inherited(view, span, before)


def _concluded(s: Sentence, span: Span) -> tuple[str, str] | None:
    """What a sentence's last number counts ("..., hence 768,000", "105,415,200 in all") where only one count is spoken of."""
    words = s.words
    if not span.number or span.number <= 999:
        return None
    last = _HENCE.search(words[: span.start]) and _ENDS.match(words[span.end :])
    return only_word(s) if last or _IN_ALL.match(words[span.end :]) else None


_BETWEEN = re.compile(r"\s*(?:個|回|weights|parameters|params|numbers|values)?(?:で)?\s*(?:[、,;，]|and|whereas|while|but|一方|, and)\s*(?:the\s+)?[^、,;。]{1,40}?(?:は|が|で|:|=|has|have|takes?|needs?|costs?)?\s*(?:約|about)?\s*$", re.IGNORECASE)


def _listed(gap: str) -> bool:
    """Whether a number goes on a list of counts: パラメータ数は conv1 が 448、conv2 が 4,640."""
    return bool(_BETWEEN.fullmatch(gap)) and not re.search(r"\d\s*$|フィルタ|filters?|kernels?|カーネル(?!数)", gap)


_TO_THE_NEXT = re.compile(r"\s*(?:個|回)?\s*(?:and|、|,|, and|と|whereas|while|;)\s*(?:the\s+)?[^\d.;。]{1,40}?(?:で|は|が|:)?\s*$", re.IGNORECASE)


def _shared_word(view: View, span: Span, end: int) -> tuple[str, str] | None:
    """The word after the last number of a list: depthwise 903,168 and pointwise 51,380,224 mult-adds."""
    words = view.sentence.words
    later = [f for f in view.sentence.formulas if f.start >= end and f.number and f.number > 99]
    if not later or not _TO_THE_NEXT.fullmatch(words[end : later[0].start]) or not kinds_in(words[max(0, span.start - 40) : span.start]):
        return None
    for predicate, pattern in (("params", _PARAMS_AFTER), ("macs", _MACS_AFTER)):
        if (word := pattern.match(words[later[0].end :])) and word[0].strip() not in ("回", "個"):
            return predicate, word[0]
    return None


def _unit_word(view: View, after: str, before: list[Count]) -> tuple[str, str] | None:
    """What 個 or 回 counts where the word for it stands at another number: A は 448 個、B は 4,640 個のパラメータ."""
    s = view.sentence
    unit = _UNIT.match(after)
    if before and unit and (said := re.match(r"\s*(個|回)", s.words[before[-1].end :])) and said[1] == unit[1]:
        return before[-1].predicate, before[-1].word
    for m in re.finditer(r"\d\s*(個|回)の?\s*", s.words):
        if unit and m[1] == unit[1]:
            for predicate, pattern in (("params", _PARAMS_AFTER), ("macs", _MACS_AFTER)):
                if (word := pattern.match(s.words[m.end() - len(m[0]) + 1 :])) and word[0].strip() != m[1]:
                    return predicate, word[0]
    return None


def _last_word(s: Sentence, place: int) -> tuple[str, str, int] | None:
    """The nearest word for a count before a place."""
    found = [("params", m) for m in s.tags.get("parameters", ())] + [("macs", m) for m in s.tags.get("cost", ())]
    found = [(p, m) for p, m in found if m.end <= place]
    if not found:
        return None
    predicate, m = max(found, key=lambda f: (f[1].end, f[0]))
    return predicate, s.words[m.start : m.end], m.end


def _numbered(s: Sentence, start: int, end: int) -> bool:
    """Whether another big number stands between the word and the number: it is the one that is counted."""
    return any(start <= f.start and f.end <= end and f.number and f.number > 999 for f in s.formulas)


def _inherited(view: View, span: Span, before: list[Count]) -> tuple[str, str, str] | None:
    """What the number counts by its column, its question, its list."""
    s, outline = view.sentence, view.outline
    block = outline.blocks[s.block]
    words = s.words
    if s.cell is not None:
        return _of_column(view) if len(words.strip()) <= (span.end - span.start) + 14 else None
    if _SHAPE.match(words, span.start):
        return None
    rest = words[: span.start]
    earlier = [e for e in outline.sentences[s.block] if e.number < s.number]
    asked = question(view)
    if asked and (_ANSWER.match(rest) or _NUMBERED_ANSWER.match(rest)):
        word = next((word for one in reversed(asked) if (word := only_word(one))), None)
        return (*word, " ".join(e.text.chars for e in asked)) if word else None
    if _ANSWER.match(rest):
        asking = earlier[-1:] or (outline.sentences[block.parent][-1:] if block.parent is not None else []) or _above(view)
        for one in asking:
            if one.words.rstrip().endswith(("?", "？", ")？", "）？")) and (word := only_word(one)):
                return (*word, " ".join(e.text.chars for e in (*earlier[:-1], *outline.sentences[one.block])))
    if _UNIT.match(words[span.end :]) and span.number and span.number > 99 and not _COUNTED_THINGS.search(rest):
        for one in said_before(view):
            if word := only_word(one):
                return (*word, "")
        if words[span.end :].lstrip().startswith("回") and span.number > 999 and kinds_in(words[: span.start]):
            return "macs", "回", ""
    if span.number and span.number > 99 and re.search(r"\bshar(?:ing|ed)\b|共有", rest, re.IGNORECASE) and _ENDS.match(words[span.end :]):
        return "params", "", ""
    if span.number and span.number > 999 and _COMES_TO.match(words[span.end :]) and _SIDE_BY_SIDE.search(rest):
        for one in said_before(view):
            if word := only_word(one):
                return (*word, "")
    if before and re.search(r"(?:together|total|合計|合わせて|計)\W*$", rest, re.IGNORECASE):
        return before[-1].predicate, before[-1].word, ""
    if block.kind == "item" and (_LABEL.match(rest) or re.match(r"\s*[個回]\W*$", words[span.end :])):
        for one in _of_list(view):
            if word := only_word(one):
                return (*word, "")
    if len(words) <= 48 and kinds_in(rest) and not re.search(r"[。.]\s*\S", words) and (found := section_measure(view)):
        return found
    if block.kind in ("code", "fence", "formula") or view.bare:
        for one in view.leads():
            if word := only_word(one):
                return (*word, "")
    return None


def section_measure(view: View) -> tuple[str, str, str] | None:
    """What the lines of a section count, by the item or the heading over them: (predicate, word, that heading's words)."""
    outline, s = view.outline, view.sentence
    above = [*outline.ancestors(s.block), *outline.headings(s.block)]
    for at in above[:4]:
        text = " ".join(e.words for e in outline.sentences[at])
        kinds = {p for e in outline.sentences[at] for p, tag in (("params", "parameters"), ("macs", "cost")) if tag in e.tags}
        if len(kinds) == 1:
            return kinds.pop(), "", text
        if kinds:
            return None
        if re.search(r"個数|\bcounts?\b|\bnumbers\b", text, re.IGNORECASE) and bias_said(text) is not None:
            return "params", "", text
    return None


def _above(view: View) -> list[Sentence]:
    at = view.sentence.block - 1
    return view.outline.sentences[at][-1:] if at >= 0 else []


def said_before(view: View) -> Iterator[Sentence]:
    """The sentences just above in the section, the nearest first, and its heading."""
    outline, s = view.outline, view.sentence
    if asked := question(view):
        yield from answered_so_far(outline, s)
        yield from reversed(asked)
        return
    yield from [e for e in reversed(outline.sentences[s.block]) if e.number < s.number and e.cell == s.cell][:3]
    for at in range(s.block - 1, max(-1, s.block - 7), -1):
        yield from reversed(outline.sentences[at][-2:])
        if outline.blocks[at].kind == "heading":
            return


def _of_list(view: View) -> Iterator[Sentence]:
    """The items before it in its list, and what introduces the list."""
    outline, mine = view.outline, view.sentence.block
    block = outline.blocks[mine]
    for at in range(mine - 1, max(-1, mine - 8), -1):
        other = outline.blocks[at]
        if other.kind != "item" or other.parent != block.parent:
            if other.kind in ("text", "item"):
                yield from outline.sentences[at][-1:]
            return
        yield from outline.sentences[at][:1]


def only_word(s: Sentence) -> tuple[str, str] | None:
    """The one kind of count that a sentence names."""
    kinds = {p for p, tag in (("params", "parameters"), ("macs", "cost")) if tag in s.tags}
    if len(kinds) != 1:
        return None
    predicate = kinds.pop()
    m = s.tags["parameters" if predicate == "params" else "cost"][0]
    return predicate, s.words[m.start : m.end]


def _of_column(view: View) -> tuple[str, str, str] | None:
    """What the cell's column counts, or its row."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    heads = [e for e in outline.sentences[header] if e.cell == s.cell] if header is not None else []
    for one in (*heads, *(e for e in outline.sentences[s.block] if e.cell == 0 and s.cell)):
        if word := only_word(one):
            return (*word, "")
    return None
