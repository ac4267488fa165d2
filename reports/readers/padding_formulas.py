"""Padding in letters that keeps the size: p = (k - 1)/2 a side, d(k - 1) zeros in front; and what it comes to for one kernel.

Slots: the formula in the kernel's letter (and the dilation's), that it is padding, that the size is kept. That the size is
kept may stand in the question, the heading or the sentence before: "same にするには? — 片側 (K-1)/2".
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Call, Node, Num, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, call
from ..sizes.geometry import flat
from ..sizes.setting import question, sentences_above
from ..text.numerals import number_of
from ..text.sentences import Sentence

_PADS = re.compile(r"\bpad(?:s|ding|ded)?\b|\bzeros?\b|\brings?\b|\bborders?\b|\bmargin|パディング|パッド|余白|ゼロ|零|詰め|埋め|片側|縁取り|ふち", re.IGNORECASE)
_LETTER = re.compile(r"(?<![A-Za-z])[pP]\s*=\s*\$?\s*$")
KEPT = re.compile(
    r"(?<![A-Za-z])['\"“`「]?same['\"”`」]?(?![A-Za-z])|\b(?:keeps?|kept|hold|holds|preserv\w+|retain\w*|maintain\w*)\b[^.;]{0,40}\b(?:size|width|shape|resolution|length|height|dimensions?|side)\b|\b(?:size|shape|length|resolution)\b[^.;]{0,24}\b(?:preserved|kept|unchanged|as it was|stays?|the input's)\b"
    r"|\b(?:out|output)\b[^.;]{0,30}\b(?:what (?:you|we|I) put in|as (?:long|large|big|wide) as)\b|\bequal to the input|\bget out what\b|\bno shrink\w*|\bnever shrink"
    r"|(?:サイズ|大きさ|縦横|解像度|長さ|一辺|入力と出力|出力と入力)[^。]{0,16}?(?:一致|等し|同じ|変わら|変わり(?:ませ|はし)|変え(?:ず|な)|保[つたちっ]|維持|揃|そろ)|(?:元|もと|入力)と同じ|縮ま(?:な|せ|ず)|小さくな(?:らな|りませ|らず)",
    re.IGNORECASE,
)
_EQUAL = re.compile(r"(?<![A-Za-z])(?:m|o|n_out|n'|n_\{?out\}?|H'|H_\{?out\}?|O)\s*=\s*(?:n|H|N|W|I|n_\{?in\}?)(?![A-Za-z'_])")
_NO_KEEPING = re.compile(r"転置|transpos|pool|プーリング|とは限ら|ではな[いく]|\bnot (?:always|enough|necessarily)|\bfull\b[^.;]{0,12}pad|フルパディング|[?？]\s*$", re.IGNORECASE)
_ODD, _EVEN = re.compile(r"奇数|\bodd\b", re.IGNORECASE), re.compile(r"偶数|\beven\b(?! if)", re.IGNORECASE)
_KERNELS, _DILATIONS = "kKfFwrRsl", "dDr"
_FRONT_ONLY = re.compile(r"左(?:側|端)?に?(?:だけ|のみ)|左(?:側|端)?に|先頭に|\bon the left\b|\bin front\b|\bat the (?:front|start|beginning)\b|\bleft side\b|\bto the (?:left|front)\b|\bleft[- ]pad", re.IGNORECASE)
_NONE_BEHIND = re.compile(r"(?:,?\s*(?:and|with|but)\s+)?\b(?:none|nothing|no zeros)\s+(?:\w+\s+)?(?:on|at|to) the (?:right|end|other)(?: side| end)?|\bonly\b|右(?:側|端)?に?は(?:何も)?[^、。]{0,8}?(?:ない|ず|ません|なし)|(?:左|先頭)(?:側|端)?に?(?:だけ|のみ)", re.IGNORECASE)
_BOTH_ENDS = re.compile(r"左右|両(?:側|端|方)|対称|\bboth\b|\beither (?:end|side)|\beach (?:end|side)", re.IGNORECASE)
_BEHIND = re.compile(r"右|末尾|\b(?:right|end|rear)\b", re.IGNORECASE)
_CASE = re.compile(
    r"(?<![\dx.])(?P<k>\d{1,2})\s*x\s*(?P=k)(?!\d|\s*x)\s*(?:stencils?|kernels?|filters?|windows?|conv\w*|のフィルター?|のカーネル|の窓|フィルター?|カーネル|の畳み?込み)?\s*(?:なら(?:ば)?|では|の(?:とき|場合)(?:は|に)?|には|は|,|:|→|->|⇒|needs?|takes?|wants?|requires?|means?|that(?:'s| is)|it(?:'s| is))[\s、,]*"
    r"(?:that(?:'s| is)|it(?:'s| is)|p\s*=|padding(?: of|=)?|パディング(?:は|が|を)?|余白(?:は|が|を)?)?\s*(?P<n>\d|one|two|three|four|five|一|二|三|四|a)(?![\d.,]\d|\s*[x×]|\d)\s*(?P<unit>rings?|周|重|pixels?|画素|ピクセル|zeros?|マス)?",
    re.IGNORECASE,
)


def read(view: View) -> Iterator[Reading]:
    """The formula, each kernel's number beside it, and zeros in front."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 400:
        return
    text = flat(s)
    yield from _so(view, text)
    yield from _longer(view, text)
    if not (_PADS.search(text) or re.search(r"(?<![A-Za-z])[pP]\s*=", text) or _asked(view)):
        return
    if re.search(r"[?？]\s*$", text):
        return
    yield from _front(view, text)
    if not _NO_KEEPING.search(text):
        yield from _each_side(view, text)
        yield from _cases(view, text)
        yield from _lettered_cases(view, text)
        yield from _as_dilated(view, text)


def _above(view: View) -> list[Sentence]:
    """The two sentences before, the question and the headings: where it may be told what the padding is for."""
    s, outline = view.sentence, view.outline
    near = list(list(sentences_above(view))[:2])
    near += [e for b in (*outline.ancestors(s.block), *list(outline.headings(s.block))[:1]) for e in outline.sentences[b][-1:]]
    return [*near, *question(view)]


def _asked(view: View) -> bool:
    return any(_PADS.search(e.words) and KEPT.search(flat(e)) for e in _above(view))


def _kept(view: View, text: str) -> bool:
    """Whether the size is said to be kept: here, or where the padding's purpose is told."""
    return bool(KEPT.search(text) or _EQUAL.search(text)) or any(KEPT.search(flat(e)) for e in _above(view))


def roles_in(view: View, node: Node) -> dict[str, str] | None:
    """The letters of a formula of a window: one is the kernel's size, one more may be the dilation."""
    letters = list(dict.fromkeys(symbols(node)))
    found: dict[str, str] = {}
    for x in letters:
        told = view.letters.get(x, "")
        if told.startswith("kernel") or told == "dilation":
            found[x] = "kernel_size" if told.startswith("kernel") else "dilation"
    for x in letters:
        if x in found:
            continue
        free = [r for r in ("kernel_size", "dilation") if r not in found.values()]
        usual = [r for r, names in (("kernel_size", _KERNELS), ("dilation", _DILATIONS)) if r in free and (x[0] in names or (r == "dilation" and x in ("delta", "δ")))]
        if view.letters.get(x) and x in view.outline.explained:
            return None  # the note says that it is something else
        if len(letters) == 2 and x[0] == "r" and "kernel_size" in free and any(y[0] in "wkKfF" for y in letters if y != x):
            usual = ["dilation"]
        if not usual:
            return None
        found[x] = usual[0]
    return found if "kernel_size" in found.values() and len(set(found.values())) == len(letters) else None


def _where(roles: dict[str, str]) -> str:
    return ", ".join(f"{x} = {r}" for x, r in roles.items())


_SO = re.compile(r"\W*(?:こう|そう)(?:して|すれば|すると)|\W*(?:これ|それ)(?:で|なら|だけで)|\W*(?:that|this)(?: way)?\b[, ]|\W*(?:then|so)\b", re.IGNORECASE)
_HALF = re.compile(r"(?:padding|パディング|\bpad|余白|(?<![A-Za-z])[pP])\s*(?:=|は|を|of|to)?\s*(?:floor\()?\s*\(?\s*(?P<k>kernel_size|[kKfF]\w?)\s*(?P<less>-\s*1\s*\)?)?\s*(?://|/)\s*2", re.IGNORECASE)


def _so(view: View, text: str) -> Iterator[Reading]:
    """こうしておけばサイズは変わらない, of half the kernel that the sentence before pads with."""
    s = view.sentence
    kept = KEPT.search(text)
    if not s.number or kept is None or not _SO.match(text) or _PADS.search(text) or _NO_KEEPING.search(text):
        return
    half = _HALF.search(flat(view.outline.sentences[s.block][s.number - 1]))
    if half:
        less = "K - 1" if half["less"] else "K"
        yield Reading(f"spatial_preserved(conv2d, stride=1, padding=floor(({less})/2)) where K = kernel_size", kept.start(), kept.end(), sure=False, predicate="spatial_preserved")


def _each_side(view: View, text: str) -> Iterator[Reading]:
    """(k - 1)/2 a side, floor(k/2), d(k - 1)/2."""
    if not _kept(view, text) or re.search(r"\bstrides?\s*(?:of |=\s*)?[2-9]|ストライド(?:が|を|は|=)?\s*[2-9]", text, re.IGNORECASE):
        return
    for span in view.sentence.formulas:
        node = span.formula.value
        if not (_halved(node) or _whole_a_side(node, text)) or (roles := roles_in(view, node)) is None:
            continue
        before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 30]
        named = len(span.formula.sides) > 1 and re.fullmatch(r"[pP]\w?(?:_\w+)?", to_text(span.formula.sides[0]))
        added = _A_SIDE.search(before) and _PIXELS.match(after)
        if not (named or added or _LETTER.search(before) or _PADS.search(before) or _PADS.search(after)):
            continue
        dilated = ", dilation=1" if "dilation" not in roles.values() and re.search(r"dilat|拡張|膨張", text, re.IGNORECASE) else ""
        kernel = next(x for x, r in roles.items() if r == "kernel_size")
        odd = f" if {kernel} odd" if _ODD.search(text) and not _EVEN.search(text) else ""
        yield Reading(
            f"spatial_preserved(conv2d, stride=1{dilated}, padding={to_text(node)}) where {_where(roles)}{odd}", span.start, span.end,
            sure=not view.sentence.has("hedged"), firm=not _halved(node), predicate="spatial_preserved",
        )  # fmt: skip
        return


def _halved(node: Node) -> bool:
    """Half of something with "k - 1" or "k + 1" in it, or half a kernel rounded."""
    if isinstance(node, Call):
        return node.name in ("floor", "ceil") and any(isinstance(n, Bin) and n.op == "/" and isinstance(n.right, Num) and n.right.value == 2 for n in walk(node))
    halves = isinstance(node, Bin) and ((node.op == "/" and isinstance(node.right, Num) and node.right.value == 2) or (node.op == "*" and any(map(_halved, (node.left, node.right)))))
    return halves and any(isinstance(n, Bin) and n.op in "+-" and isinstance(n.right, Num) and n.right.value == 1 for n in walk(node))


_A_SIDE = re.compile(r"片側|各辺|各側|四辺|上下左右|両側(?:に|へ|で)それぞれ|\b(?:on|at|to) (?:each|every|either) (?:side|edge|border|end)\b|\b(?:each|per) (?:side|edge|border)\b", re.IGNORECASE)
_ALL_SIDES = re.compile(r"合計|合わせて|合わせた|両側で|半分|\btotal\b|altogether|\bsum\b|\bhalf\b|\btogether\b|左(?:側)?だけ|causal|因果|\bfull\b", re.IGNORECASE)


_PIXELS = re.compile(r"[\s$`]*(?:ピクセル|画素|マス|列|行|pixels?|rows?|cells?)\S{0,3}\s*(?:足|付|加|追加|囲|つけ|(?:are|is|of|to be)\b|$)?", re.IGNORECASE)


def _whole_a_side(node: Node, text: str) -> bool:
    """Whether k - 1, or d(k - 1), is said to be added at each side: twice as much as keeps the size."""
    less_one = any(isinstance(n, Bin) and n.op == "-" and isinstance(n.right, Num) and n.right.value == 1 for n in walk(node))
    plain = isinstance(node, Bin) and node.op in "-*" and len(symbols(node)) <= 2
    return bool(less_one and plain and _A_SIDE.search(text) and not _ALL_SIDES.search(text))


_LETTERED_CASE = re.compile(r"(?<![A-Za-z])[FfKk]\s*=\s*(?P<k>\d{1,2})\s*(?:→|->|⇒|=>|なら(?:ば)?|では|の(?:とき|場合)(?:は|に)?|だと|,|、|:|：|gives?|needs?|means?|takes?)\s*(?:we (?:get|need|take)\s*)?[pP]\s*=\s*(?P<n>\d)(?!\d|\.\d|\s*[-+*/x])")


_TURNED_CASE = re.compile(r"(?<![A-Za-z])[Pp]\s*=\s*(?P<n>\d{1,2})\s*(?:for|when|if|with|at)\s+[FfKk]\s*=\s*(?P<k>\d{1,2})(?!\d)")  # P = 1 for F = 3


def _lettered_cases(view: View, text: str) -> Iterator[Reading]:
    """F = 5 → P = 2, under a heading or a formula of padding that keeps the size."""
    found = list(_TURNED_CASE.finditer(text)) or list(_LETTERED_CASE.finditer(text))
    if not found or re.search(r"(?<![A-Za-z])[sSdD]\s*=|stride|ストライド|dilat|拡張|膨張", text, re.IGNORECASE):
        return
    near = list(sentences_above(view))[:4]
    if not (_kept(view, text) or any(_halved(f.formula.value) and _kept(view, flat(e)) for e in near for f in e.formulas)):
        return
    for m in found:
        options = {"kernel_size": m["k"], "stride": "1", "padding": m["n"]}
        yield Reading(call("spatial_preserved", "conv2d", options), m.start(), m.end(), firm=True, predicate="spatial_preserved")


def _cases(view: View, text: str) -> Iterator[Reading]:
    """3x3 なら 1; for a 5 by 5 stencil that's two rings: where padding that keeps the size is spoken of."""
    told = _kept(view, text) or any(_PADS.search(e.words) and KEPT.search(flat(e)) for e in list(sentences_above(view))[:4])
    formula = any(_halved(f.formula.value) for e in (view.sentence, *list(sentences_above(view))[:2]) for f in e.formulas)
    for found in _CASE.finditer(text) if told or formula else ():
        if not found["unit"] and not formula and not _PADS.search(text):
            continue
        said = found["n"].lower()
        number = 1 if said in ("a", "single") else number_of(said)
        options = {"kernel_size": found["k"], "stride": "1", "padding": str(number)}
        yield Reading(call("spatial_preserved", "conv2d", options), found.start(), found.end(), sure=bool(found["unit"] or formula), firm=True, predicate="spatial_preserved")


_AS_DILATED = re.compile(r"(?:\bpad(?:ding)?\b|zeros?\b)[^.;]{0,30}?\b(?:as much as|equal to|same as|equals|by)\s+(?:the|its)\s+dilation(?: rate| factor)?|(?:パディング|余白|padding|詰め物)(?:を|は|も|幅を)?\s*(?:拡張率|膨張率|dilation|ダイレーション率?)(?:と(?:同じ|等し|揃え)|だけ|に(?:揃え|合わせ|等し))", re.IGNORECASE)


def _as_dilated(view: View, text: str) -> Iterator[Reading]:
    """Zeros as many as the dilation: so for a 3x3 window alone."""
    if (found := _AS_DILATED.search(text)) and _kept(view, text):
        kernel = ", kernel_size=3" if re.search(r"(?<!\d)3\s*x\s*3(?!\d)", text) else ""
        yield Reading(f"spatial_preserved(conv2d, stride=1{kernel}, padding=d, dilation=d) where d = dilation", found.start(), found.end(), sure=False, predicate="spatial_preserved")


def _front(view: View, text: str) -> Iterator[Reading]:
    """All the zeros at the front: d(k - 1) of them keep the length."""
    if not _FRONT_ONLY.search(text) or _BOTH_ENDS.search(text):
        return
    rest = _NONE_BEHIND.sub(lambda m: " " * len(m[0]), text)
    alone = rest != text or _left_before(view)
    kept = KEPT.search(text)
    if (_BEHIND.search(rest) and not alone) or not (alone or kept):
        return
    for span in view.sentence.formulas:
        roles = roles_in(view, span.formula.value)
        if roles is None or _halved(span.formula.value) or span.formula.relations:
            continue
        near = text[max(0, span.start - 30) : span.end + 30]
        if not _PADS.search(near) or not isinstance(span.formula.value, Bin):
            continue
        dilated = "" if "dilation" in roles.values() else ", dilation=1"
        if dilated and _dilated(view, text):
            continue  # the dilation may go without saying
        yield Reading(
            f"spatial_preserved(conv1d, stride=1{dilated}, total_padding={to_text(span.formula.value)}) where {_where(roles)}", span.start, span.end,
            sure=bool(kept) and not view.sentence.has("hedged"), firm=True, subject="causal_conv1d", predicate="spatial_preserved",
        )  # fmt: skip
        return


_LENGTH = re.compile(r"(?:\blengths?|\blong|長さ|出力長|系列長)\s*(?:of|is|=|は|が|:|：|to|becomes)*\s*\$?\s*$", re.IGNORECASE)
_PADDED_BY = re.compile(r"(?:\bpadding|\bpads?|パディング|余白)(?:_\w+)?\s*(?:=|of|is|by|with|は|を|が)?\s*\$?\s*$", re.IGNORECASE)
_CUT = re.compile(r"切り(?:落と|捨て)た(?:後|あと)|\bafter (?:cutting|cropping|trimming|chomping)", re.IGNORECASE)


def _longer(view: View, text: str) -> Iterator[Reading]:
    """The length that comes out where both ends are padded alike: padding=(k-1)*d makes T + (k-1)d of T."""
    if not _BOTH_ENDS.search(text) or _CUT.search(text) or _NO_KEEPING.search(text):
        return
    spans = view.sentence.formulas
    length = next((f for f in spans if _LENGTH.search(text[max(0, f.start - 24) : f.start]) and isinstance(f.formula.value, Bin) and f.formula.value.op == "+"), None)
    padded = next((f for f in spans if length and f.start < length.start and (_PADDED_BY.search(text[max(0, f.start - 24) : f.start]) or len(f.formula.sides) > 1)), None)
    if length and padded is None and (before := list(sentences_above(view))[:1]) and len(before[0].formulas) < 4:  # that is: the padding of the sentence before
        earlier = flat(before[0])
        padded = next((f for f in before[0].formulas if _PADDED_BY.search(earlier[max(0, f.start - 24) : f.start])), None)
    if length is None or padded is None or (roles := roles_in(view, padded.formula.value)) is None:
        return
    rest = [x for x in dict.fromkeys(symbols(length.formula.value)) if x not in roles]
    if len(rest) != 1 or rest[0] not in "TLNnWHt":
        return
    dilated = next((f", dilation={x}" for x, r in roles.items() if r == "dilation"), "")
    if not dilated and _dilated(view, text):
        return
    statement = f"output_size(conv1d, stride=1{dilated}, padding={to_text(padded.formula.value)}) == {to_text(length.formula.value)} where {rest[0]} = time, {_where(roles)}"
    yield Reading(statement, length.start, length.end, sure=not view.sentence.has("hedged"), firm=True, predicate="output_shape")


def _dilated(view: View, text: str) -> bool:
    return any(re.search(r"dilat|拡張|膨張|間隔", t, re.IGNORECASE) for t in (text, *(e.words for e in _above(view))))


def _left_before(view: View) -> bool:
    """Whether the sentence before says that zeros go to the front alone."""
    return any(_PADS.search(e.words) and _NONE_BEHIND.search(flat(e)) and _FRONT_ONLY.search(flat(e)) for e in list(sentences_above(view))[:2])
