"""Receptive fields: a stack of layers in a sentence, a formula or a table, and how far its outputs are said to see.

The layers are gathered word by word (kernels, how many, strides, dilations, repetitions), those above where the sentence
has none; the extent is what the sentence says, and the stack is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ...properties.nodes import Bin, Node, Num, Sym, symbols
from ...properties.rendering import to_text
from ..formulas import Span
from ..reading import Reading, View, inherited_note
from ..setting import sentences_above
from .idioms import flat

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
          "twelve": 12, "a single": 1, "twice": 2, "thrice": 3, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "ひと": 1, "ふた": 2}  # fmt: skip
_N = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a single|[一二三四五]|ひと|ふた)"


def _square(name: str) -> str:
    return rf"(?<![\d.×x*])(?<![×x*] )(?P<{name}>\d{{1,3}})\s*[×xX*]\s*(?P={name})(?![\d.]|\s*[×x*]\s*[\dA-Z])"


_BETWEEN = r"(?:\s*(?:の|つの|個の|枚の|層の|段の|回の|stacked|consecutive|successive|such|layers? of|stack(?:s|ed)? of|plain|ordinary|standard|dilated|causal|conv\w*|layers?|of|the))*\s*"
_CONV = r"(?:\s*(?:の)?(?:畳み?込み層?|conv\w*|コンボリューション|フィルタ|カーネル|kernels?|filters?|layers?))?"
_TOKENS = re.compile(
    rf"(?P<list>(?<![\d.])\d{{1,3}}\s*[,、→・]\s*\d{{1,4}}\s*[,、→・]\s*(?:\d{{1,4}}|…|\.{{2,3}}|⋯)(?:\s*[,、→・]\s*(?:\d{{1,4}}|…|\.{{2,3}}|⋯))*)"
    rf"|(?P<range>(?<![\d.])1\s*(?:\.{{2,3}}|…|⋯|から|~|〜|-)\s*(?P<last>\d{{2,4}}))"
    rf"|(?P<nk>(?<![\d.,×x])(?P<n1>{_N})\s*(?:層|つ|個|回|段|枚|重)?{_BETWEEN}{_square('k1')})"
    rf"|(?P<kn>{_square('k2')}{_CONV}(?:\s*(?:を|が|で|の))?\s*(?P<n2>{_N}|twice|thrice)\s*(?:層|段|つ|回|枚|個|重|連続|times|layers)?(?<![\d])(?![\d×x.,]))"
    rf"|(?P<ks>{_square('k3')})(?:{_CONV}\s*(?:/|,?\s*\(?stride\s*=?\s*|[(（]?ストライド\s*=?\s*|\s+s\s*=\s*)(?P<s3>\d))?"
    rf"|(?P<rep>(?<![\d.])(?P<n5>{_N})\s*(?:回(?:繰り?返|くりかえ|重ね)|(?:個の)?(?:ブロック|スタック|セット)|such (?:stacks|blocks)|(?:stacks|blocks|repetitions|cycles|copies|times)\b)|×\s*(?P<n6>\d)\s*(?:回|ブロック|スタック))"
    rf"|(?P<n>(?<![\d.,×x])(?P<n4>{_N})\s*(?:つの|枚の)?(?:層|段(?![差階])|枚|重ね|(?:\w+\s+){{0,3}}?layers?\b|convolutions?\b))"
    rf"|(?:\bL\s*=\s*(?P<n7>\d{{1,2}}))"
    rf"|(?P<k>(?:カーネル|フィルター?)(?:の)?(?:サイズ|幅|長さ?|大きさ)?\s*(?:が|は|を|も|=|:)?\s*(?P<k4>\d{{1,2}})(?![\d×x個枚層つ本種])|\b(?:kernel|filter)s?(?: size| width| length)?(?: of| with|=| is|:)*(?: size| width| length)?(?: of| is|=)*\s*(?P<k5>\d{{1,2}})\b(?!\s*[×x])|\b(?:width|length|size) (?:of )?(?P<k7>\d{{1,2}})\b(?!\s*[×x])|(?<![A-Za-z])[kKr]\s*=\s*(?P<k6>\d{{1,2}})\b)"
    rf"|(?P<d>(?:\bdilat\w+(?: rate| factor)?(?: of| with| is| by|=|:)*|拡張率|膨張率|ダイレーション(?:率)?|(?<![A-Za-z])d)\s*(?:が|は|を|も|=|:)?\s*(?P<d1>\d{{1,3}})\b(?!\s*(?:[,、×x~〜…⋯]|\.\.)))",
    re.IGNORECASE,
)
_SEEN_BEFORE = re.compile(
    r"(?:receptive fields?|\bRF\b|受容野|視野|effective (?:kernel|window|filter|field)|実効(?:的な)?(?:カーネル|サイズ)|見える範囲)[^.。;]{0,44}$"
    r"|(?:\bsees?|\bseen|\bcover(?:s|ing)?|\blooks? (?:at|back)|\bspan(?:s|ning)?|\breach(?:es)?(?: back)?|\bdepends? on|\bwindow of|\bregion of|\bextent of)\s+(?:(?:an?|the|only|just|exactly|last|about|of|area|region|window|input|same|over|at|as)\s+)*$"
    r"|(?:→|->|=>|⇒|=|\bto\b|\bbecomes?|\bgives?|\byields?|\bequals?|\bas (?:one|a single|an?|large as)|\bof (?:one|a single|an?)|equivalent to (?:one|a single|an?)|と|は|が|で|ば|、|,|(?:画像|入力|元|map)の)\s*(?:\b(?:an?|one|a single|single)\b|1つの|1枚の|一つの|1層の|約)?\s*[(（\[]?$",
    re.IGNORECASE,
)
_SEEN_AFTER = re.compile(
    r"\s*[)）\]]?\s*(?:(?:サンプル|画素|ピクセル|点|マス|時刻|ステップ|個|の(?:範囲|領域|受容野|視野|窓|大きさ|広さ|入力|畳み?込み|フィルター?|カーネル)|1つ|1層|1枚|分)\s*)*(?:まで)?(?:を|に|と|の|が|で|へ)?\s*(?:見|カバー|同じ|等価|等し|相当|同等|届|広が|なる|なり|です|である|だけ見|参照|覆|受容野|なっ|$|。|、|,|;)"
    r"|\s*(?:samples?|pixels?|inputs?|(?:time ?)?steps?|region|window|patch|area|field|neighbou?rhood|$|\.|,|;|\))",
    re.IGNORECASE,
)
_SEES = re.compile(r"受容野|視野|見(?:て|る|え|渡)|カバー|届|覆|相当|等価|同等|receptive|\bRF\b|\bsees?\b|\bseen\b|\bcover|\blooks? (?:at|back)|\bspans?\b|\bequivalent|\bsame (?:area|region|field|extent)|\beffective", re.IGNORECASE)
_TOPIC = re.compile(r"受容野|視野|receptive field|\bRF\b", re.IGNORECASE)
_COUNTED = re.compile(r"パラメータ|重み|計算量|乗算|parameters?|weights?|multipl|FLOP|MAC|チャネル|channels|\bpooling (?:reduces|halves)|出力サイズ|output size", re.IGNORECASE)
_STRIDED = re.compile(r"ストライド\s*[はがを=]?\s*[2-9]|stride\s*(?:of|=)?\s*[2-9]|pool|プーリング", re.IGNORECASE)
_ASKED = re.compile(r"何層|何枚|何段|何回|いくつ|得るには|必要|\bhow many\b", re.IGNORECASE)
MOST = 200
SPOKEN_OF = 14  # blocks above in which receptive fields may have been spoken of


@dataclass(frozen=True)
class Stack:
    """Layers as far as they are known: kernel, stride, dilation of each."""

    layers: tuple[tuple[int, int, int], ...] = ()
    kernel: int | None = None
    dilations: tuple[int, ...] = ()
    own: bool = True  # whether the sentence itself gave all of it
    seen: bool = field(default=False)  # whether its extent has been told: what follows begins anew

    @property
    def plan(self) -> str:
        """The layers as the statement language writes them."""
        return "_".join(f"k{k}" + (f"s{s}" if s > 1 else "") + (f"d{d}" if d > 1 else "") for k, s, d in self.layers)


def read(view: View) -> Iterator[Reading]:
    """Every extent that a sentence tells of a stack of layers; a table's column of them."""
    s = view.sentence
    if s.has("question") or view.outline.blocks[s.block].kind == "heading":
        return
    if s.cell is not None:
        yield from _row(view)
        return
    text = flat(s)
    if _ASKED.search(text):
        return  # what is asked for is no extent that is told
    spoken = bool(_SEES.search(text))
    if not spoken and not _heading_says(view):
        return
    yield from _numbers(view, text, spoken)
    yield from _formulas(view, text)


def _heading_says(view: View) -> bool:
    outline, s = view.outline, view.sentence
    blocks = [*outline.ancestors(s.block), *outline.headings(s.block), *range(max(0, s.block - SPOKEN_OF), s.block)]
    return any(_TOPIC.search(e.words) for b in blocks for e in outline.sentences[b])


def _numbers(view: View, text: str, spoken: bool) -> Iterator[Reading]:
    stack = Stack()
    place = 0
    replaced = _REPLACES.search(text) is not None
    pending: tuple[int, int, int] | None = None
    for token in [*_TOKENS.finditer(text), None]:
        end = token.start() if token else len(text)
        for extent in _extents(text, place, end):
            stack, reading = _tell(view, text, stack, extent, spoken)
            if reading:
                yield reading
        if token is None:
            break
        single = _single(token) if replaced else None
        if single and not stack.layers:
            pending, place = single, token.end()
            continue
        extent = single or _as_extent(text, token, stack)
        if extent is not None:
            stack, reading = _tell(view, text, stack, extent, spoken)
            if reading:
                yield reading
        else:
            stack = _with(stack, token)
        place = token.end()
    if pending and stack.layers:
        reading = _tell(view, text, replace(stack, seen=False), pending, spoken)[1]
        if reading:
            yield reading


_REPLACES = re.compile(r"置き換|置換|同じ|相当|等価|同等|等し|代わり|replac|\bsame\b|equivalent|\bas (?:one|a single)|\bequals?\b|instead of", re.IGNORECASE)


def _single(token: re.Match[str]) -> tuple[int, int, int] | None:
    """One large kernel that several small ones stand for: its size is the extent."""
    for kernel, number in (("k1", "n1"), ("k2", "n2")):
        if token[kernel] and _count(token[number]) == 1:
            return int(token[kernel]), token.start(), token.end()
    return None


_NUMBER = re.compile(r"(?<![\d.,×x*^/+A-Za-z_-])(?<![×x*+/-] )(\d{1,3}(?:,\d{3})+|\d{1,5})(?![\d.]|,\d{3}|\s*[×x*+/^(-]|\s*(?:層|回|段|枚|倍|%|割|つの|番|章|年|layers|times|blocks|stacks|bit|ビット|段階|kHz|秒|ms))")


def _extents(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Plain numbers between two tokens that stand where an extent stands: value, start, end."""
    for found in _NUMBER.finditer(text, start, end):
        before = text[max(0, found.start() - 60) : found.start()]
        named = re.search(r"(?:receptive fields?|\bRF\b|受容野|視野|effective kernel)[^.。;,、]{0,30}$", before, re.IGNORECASE)
        unit = re.match(r"\s*(?:\w+ )?(?:サンプル|画素|ピクセル|時刻|ステップ|点|samples?|pixels?|inputs?|(?:time ?)?steps?)", text[found.end() :], re.IGNORECASE)
        if named or (unit and _SEEN_BEFORE.search(before)) or (unit and _SEEN_AFTER.match(text[found.end() :])):
            yield int(found[1].replace(",", "")), found.start(), found.end()


def _as_extent(text: str, token: re.Match[str], stack: Stack) -> tuple[int, int, int] | None:
    """A square that stands where an extent stands, after a stack: "two 3x3 layers see 5x5"."""
    if token["ks"] is None or token["s3"] is not None:
        return None
    before, after = text[max(0, token.start() - 60) : token.start()], text[token.end() :]
    if not (_SEEN_BEFORE.search(before) and _SEEN_AFTER.match(after)):
        return None
    single = re.search(r"(?:one|a single|1つの|1枚の|一つの)\s*$", before)
    if (not stack.layers or stack.seen) and not (single is None and re.search(r"(?:受容野|receptive field|RF)[^.。]{0,30}$", before)):
        return None
    return int(token["k3"]), token.start(), token.end()


def _with(stack: Stack, token: re.Match[str]) -> Stack:
    """The stack with what a token adds."""
    group = token.groupdict()
    if token["list"] or token["range"]:
        dilations = _listed(token)
        return _dilated(replace(stack, seen=False), dilations) if dilations else stack
    number = next((_count(group[n]) for n in ("n1", "n2", "n4", "n5", "n6", "n7") if group[n]), None)
    kernel = next((int(group[k]) for k in ("k1", "k2", "k3", "k4", "k5", "k6", "k7") if group[k]), None)
    if token["rep"]:
        layers = stack.layers * (number or 1)
        return replace(stack, layers=layers[:MOST], seen=False) if len(stack.layers) > 1 else stack
    if token["k"]:
        layers = _dilated(replace(stack, kernel=kernel), stack.dilations).layers if stack.dilations else stack.layers
        return replace(stack, kernel=kernel, layers=layers)
    if token["d"]:
        step = int(token["d1"])
        last = stack.layers[-1:] or (((stack.kernel, 1, 1),) if stack.kernel else ())
        return replace(stack, layers=(*stack.layers[:-1], *((k, s, step) for k, s, _ in last)), seen=False)
    if kernel is not None:
        before = () if stack.seen else stack.layers
        added = ((kernel, int(token["s3"] or 1), 1),) * (number or 1)
        return replace(stack, layers=(*before, *added)[:MOST], kernel=kernel, seen=False)
    if number is not None and not (stack.dilations and len(stack.dilations) == number):
        layers = ((stack.kernel, 1, 1),) * number if stack.kernel else ((0, 1, 1),) * number
        return replace(stack, layers=layers[:MOST], seen=False, dilations=())
    return stack


def _dilated(stack: Stack, dilations: Sequence[int]) -> Stack:
    return replace(stack, dilations=tuple(dilations), layers=tuple((stack.kernel or 0, 1, d) for d in dilations))


def _count(word: str) -> int:
    return _WORDS.get(word.lower()) or int(word)


def _listed(token: re.Match[str]) -> list[int]:
    """Dilations that are listed, an ellipsis filled in by doubling: 1, 2, 4, ..., 512."""
    text = token[0]
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if re.search(r"…|\.\.|⋯", text) or token["range"]:
        last = numbers[-1]
        doubling = last & (last - 1) == 0 and numbers[:2] in ([1, 2], [1, last])
        return [2**n for n in range(last.bit_length())] if doubling else []
    plausible = numbers == sorted(numbers) or numbers.count(1) > 1
    return numbers if 3 <= len(numbers) <= 40 and numbers[0] in (1, 2) and plausible else []


def _tell(view: View, text: str, stack: Stack, extent: tuple[int, int, int], spoken: bool) -> tuple[Stack, Reading | None]:
    value, start, end = extent
    told = replace(stack, seen=True)
    if stack.seen and not _TOPIC.search(text[max(0, start - 40) : start]):
        return told, None
    if _COUNTED.search(text[max(0, start - 24) : end + 12]) and not _TOPIC.search(text[max(0, start - 40) : end + 20]):
        return told, None
    complete = _completed(view, stack)
    if complete is None or not complete.layers or value < 1:
        return told, None
    named = view.in_families(start, "dilated", "wavenet", "causal", "stack", "convolution", "pooling")
    statement = f"receptive_field(layer_stack, plan={complete.plan}) == {value}"
    sure = complete.own and not view.sentence.has("hedged") and not _unstated_stride(view, text, complete)
    subject = named.subject if named else "conv2d"
    notes = ("the layers are those named in the text",) if not complete.own else ()
    return told, Reading(statement, start, end, notes, sure=sure, subject=subject)


def _unstated_stride(view: View, text: str, stack: Stack) -> bool:
    """Whether a stride or a pooling is spoken of that the stack does not have."""
    return bool(_STRIDED.search(text)) and all(s == 1 for _, s, _ in stack.layers)


def _completed(view: View, stack: Stack) -> Stack | None:
    """The stack with what the sentence leaves to the text above: its kernel, its dilations, its layers."""
    plain = all(d == 1 for _, _, d in stack.layers)
    if stack.layers and all(k for k, _, _ in stack.layers) and not (plain and len(stack.layers) > 1 and _is_wavenet(view)):
        return stack
    above = Stack()
    unique: set[int] = set()
    for earlier in list(sentences_above(view))[:10]:
        found = _gathered(flat(earlier))
        unique |= {found.kernel} if found.kernel else set()
        above = replace(above, kernel=above.kernel or found.kernel, dilations=above.dilations or found.dilations,
                        layers=above.layers or (found.layers if len(found.layers) > 1 else ()))  # fmt: skip
    kernel = stack.kernel or above.kernel
    certain = bool(stack.kernel) or len(unique) == 1
    if kernel is None and _is_wavenet(view):
        kernel, certain = 2, False
    if kernel is None:
        return None
    if not stack.layers:
        layers = tuple((kernel, 1, d) for d in above.dilations) or above.layers
    elif all(d == 1 for _, _, d in stack.layers) and above.dilations and _is_wavenet(view):
        if len(above.dilations) != len(stack.layers):
            return None
        layers = tuple((kernel, 1, d) for d in above.dilations)
    else:
        layers = stack.layers
    if any(not k and d == 1 for k, _, d in layers) and _is_wavenet(view) and not (above.dilations or stack.dilations):
        return None  # so many dilated layers, of dilations that are not told
    filled = tuple((k or kernel, s, d) for k, s, d in layers)
    return replace(stack, layers=filled, own=certain and bool(stack.layers or above.dilations)) if all(k for k, _, _ in filled) else None


def _is_wavenet(view: View) -> bool:
    named = view.in_families(len(view.sentence.words), "dilated", "wavenet")
    return named is not None


# Formulas of letters

_ROLE = {"L": "layers", "l": "layers", "n": "layers", "N": "layers", "k": "kernel_size", "K": "kernel_size", "F": "kernel_size",
         "f": "kernel_size", "d": "dilation", "D": "dilation"}  # fmt: skip


def _formulas(view: View, text: str) -> Iterator[Reading]:
    s = view.sentence
    for span in s.formulas:
        value = _extent_of(span)
        if value is None or not symbols(value) or (span.atomic and not span.formula.relations):
            continue
        around = text[max(0, span.start - 60) : span.end + 24]
        near = _TOPIC.search(around) or re.search(r"effective|実効|k_?\{?eff", around)
        grows = span.formula.relations == ("=",) and any(_ROLE.get(x) == "layers" for x in symbols(value))
        if re.search(r"\bpad|パディング|ゼロ|埋め|詰め|output|出力", around) or not (near or (grows and _heading_says(view))):
            continue
        yield from _formula(view, value, span)


def _extent_of(span: Span) -> Node | None:
    """The extent in a formula: its last side, the square's one side."""
    shape = span.formula.shape
    if shape and len(span.formula.sides) == 1:
        return shape[0] if len(shape) == 2 and shape[0] == shape[1] else None
    return span.formula.sides[-1] if span.formula.relations in ((), ("=",)) else None


def _formula(view: View, value: Node, span: Span) -> Iterator[Reading]:
    letters = symbols(value)
    roles = {x: view.letters[x] if view.letters.get(x) in ("layers", "kernel_size", "dilation") else _ROLE.get(x, "") for x in letters}
    if "r" in roles and not roles["r"]:
        roles["r"] = "kernel_size" if "dilation" in roles.values() or "layers" in roles.values() else "dilation"
    if not all(roles.values()) or len(set(roles.values())) < len(roles):
        return
    if isinstance(value, Sym) and roles[value.name] != "kernel_size":
        return
    stack = _completed(view, Stack())
    dilated = _is_wavenet(view) or (stack is not None and bool(stack.dilations))
    if "dilation" in roles.values():
        subject, fixed = "conv1d", ""
    elif "layers" in roles.values():
        subject = "dilated_causal_stack" if dilated and _powers(value) else "conv_stack"
        kernel = _stated_kernel(view)
        fixed = "" if "kernel_size" in roles.values() else f", kernel_size={kernel or (2 if dilated else 3)}"
        if dilated and not _powers(value) and not re.search(r"dilation\s*=\s*1|d\s*=\s*1|拡張(?:なし|しない)|普通|通常|ordinary|plain|without", flat(view.sentence)):
            subject = "dilated_causal_stack"
    else:
        subject, fixed = "conv1d", ", dilation=1"
    where = ", ".join(f"{x} = {r}" for x, r in roles.items())
    named = view.in_families(span.start, "dilated", "wavenet", "causal", "stack", "convolution")
    yield Reading(
        f"receptive_field({subject}{fixed}) == {to_text(value)} where {where}", span.start, span.end,
        inherited_note(named, view) if named else (), sure="kernel_size" in roles.values() and len(roles) > 1,
    )  # fmt: skip


def _powers(node: Node) -> bool:
    """Whether a number is raised to a letter: an extent that grows exponentially."""
    match node:
        case Bin("**" | "^", Num(), right):
            return bool(symbols(right))
        case Bin(_, left, right):
            return _powers(left) or _powers(right)
        case _:
            return False


def _stated_kernel(view: View) -> int | None:
    texts = [flat(e) for e in (view.sentence, *list(sentences_above(view))[:6])]
    return next((kernel for text in texts if (kernel := _gathered(text).kernel)), None)


def _gathered(text: str) -> Stack:
    """The layers of a text, the extents that it tells left out."""
    stack = Stack()
    for token in _TOKENS.finditer(text):
        stack = replace(stack, seen=True) if _as_extent(text, token, stack) is not None else _with(stack, token)
    return stack


# Tables

_COLUMNS = {
    "field": re.compile(r"receptive|\bRF\b|受容野|視野", re.IGNORECASE),
    "kernel": re.compile(r"kernel|filter|カーネル|フィルタ|^\W*[kKfF]\W*$|window|窓", re.IGNORECASE),
    "stride": re.compile(r"stride|ストライド|^\W*[sS]\W*$", re.IGNORECASE),
    "dilation": re.compile(r"dilat|拡張|膨張|^\W*[dD]\W*$", re.IGNORECASE),
}


def _row(view: View) -> Iterator[Reading]:
    """The cell of a table's column of receptive fields, from the layers of the rows down to it."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if header is None:
        return
    columns = {name: _column(view, header, pattern) for name, pattern in _COLUMNS.items()}
    if columns["field"] != s.cell or columns["kernel"] is None:
        return
    value = _cell_number(view, s.block, s.cell)
    layers = []
    for block in range(header + 1, s.block + 1):
        kernel = _cell_number(view, block, columns["kernel"])
        if outline.blocks[block].header != header or kernel is None:
            continue
        stride, dilation = (_cell_number(view, block, columns[c]) or 1 for c in ("stride", "dilation"))
        layers.append((kernel, stride, dilation))
    if value and layers and len(layers) <= MOST:
        plan = Stack(tuple(layers)).plan
        yield Reading(f"receptive_field(layer_stack, plan={plan}) == {value}", 0, len(s.words), ("the layers of the rows above",),
                      sure=columns["stride"] is not None or columns["dilation"] is not None, subject="conv2d")  # fmt: skip


def _column(view: View, header: int, pattern: re.Pattern[str]) -> int | None:
    return next((e.cell for e in view.outline.sentences[header] if e.cell is not None and pattern.search(e.text.chars)), None)


def _cell_number(view: View, block: int, cell: int | None) -> int | None:
    for e in view.outline.sentences[block]:
        if e.cell == cell and cell is not None:
            found = re.fullmatch(r"\D{0,3}(\d{1,5})(?:\s*[×x]\s*\1)?\D{0,6}", e.text.chars.strip())
            return int(found[1]) if found else None
    return None
