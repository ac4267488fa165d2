"""Several small kernels against a large one: the weights of each (27C^2, 49C^2), which has fewer, by how much.

A stack is named by its kernel and its number of layers (three 3x3 layers, 3×3 を2層, one 7x7); the formulas, the
signs and the factors of the sentence belong to the stacks that stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import bias_said, kinds_in, plain, texts_above
from ..sizes.formulas import Span

_WORDS = {"one": 1, "a": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "a single": 1, "an": 1, "一": 1, "二": 2, "三": 3}
_N = r"(\d|one|two|three|four|five|a single|single|a|an|一|二|三)"
_UNIT = r"(?:層|つ|回|枚|段|個)"
_ADJ = r"(?:stacked|successive|consecutive|conv\w*|such|layers?|of|large|small|big)"
_LAYERS = re.compile(rf"\b{_N}\s+(?:{_ADJ}\s+)*layers\b|(?<!\d)([2-6]|一|二|三)\s*(?:層|段|回|枚|つ)", re.IGNORECASE)
_STACK = (
    re.compile(rf"\b{_N}\s+(?:{_ADJ}\s+)*(\d)\s*x\s*\2(?!\s*x)", re.IGNORECASE),
    re.compile(rf"(?<![\dx])(\d)\s*x\s*\1(?!\s*x\s*\d)\s*(?:の?(?:畳み?込み|カーネル|フィルター?|conv)(?:層)?|の?層)?\s*(?:を|の|が|で|なら)?\s*{_N}\s*{_UNIT}", re.IGNORECASE),
    re.compile(rf"{_N}\s*{_UNIT}の\s*(\d)\s*x\s*\2(?!\s*x)", re.IGNORECASE),
    re.compile(r"(?<![\dx])(\d)\s*x\s*\1(?!\s*x\s*\d|\d)(?=\s*(?:を|の|畳|カーネル|フィルタ|より|に比べ|layers?|conv\w*|kernels?|filters?|one|だけ|[:,.;]|$))", re.IGNORECASE),
)  # fmt: skip
_FEWER = re.compile(r"\b(?:fewer|less|cheaper|sav(?:es?|ing)|smaller|lighter|lower|reduc\w+)\b|少な|減|節約|抑え|削減|軽", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|larger|greater|heavier|higher)\b|重い|多[いくか]|増え|大き", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b|より|に比べ|と比べ|compared|against|versus|vs\.?|instead of|replac\w+|置き換え|の代わり", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|％)")
_LATTER = re.compile(r"重ねた(?:方|ほう)|the stack\b|stacking|重ねる(?:方|ほう)", re.IGNORECASE)


@dataclass(frozen=True)
class Stack:
    """So many layers of one kernel, and where they are named."""

    kernel: int
    layers: int
    start: int
    end: int
    counted: bool

    def params(self, more: str = "") -> str:
        return f"params(conv_stack, kernel_size={self.kernel}, layers={self.layers}{more})"


def stacks_in(text: str) -> list[Stack]:
    """The stacks that a plain text names.

    >>> [(x.kernel, x.layers) for x in stacks_in("3x3 を2層重ねる方が 5x5 を1回使うより")]
    [(3, 2), (5, 1)]
    """
    found: list[Stack] = []
    for number, pattern in enumerate(_STACK):
        for m in pattern.finditer(text):
            if any(x.start < m.end() and m.start() < x.end for x in found):
                continue
            kernel, layers = (m[1], "1") if number == 3 else (m[1], m[2]) if number == 1 else (m[2], m[1])
            count = _WORDS.get(layers.lower()) or int(layers) if layers.isdigit() or layers.lower() in _WORDS else 1
            if 1 < int(kernel) <= 9 and 1 <= count <= 6:
                found.append(Stack(int(kernel), count, m.start(), m.end(), number != 3))
    return sorted(found, key=lambda x: x.start)


def read(view: View) -> Iterator[Reading]:
    """The weights of stacks, and how they compare."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")):
        return
    if s.cell is not None:
        yield from _cell(view)
        return
    text = plain(s.text.chars)
    stacks = stacks_in(text)
    spans = [f for f in s.formulas if _squares(f)]
    saved = _PERCENT.search(text) and _FEWER.search(text)
    if not stacks and not spans and not saved:
        return
    about = stacks or _stacks_above(view)
    bias = bias_said(text)
    more = f", biases={'counted' if bias else 'not_counted'}" if bias is not None and s.has("parameters") else ""
    yield from _weights(view, text, stacks, spans, about, more)
    if (len({(x.kernel, x.layers) for x in about}) == 2 or (len(stacks) == 1 and _layers_said(text))) and (s.has("parameters", "cost") or spans or re.search(r"節約|軽い|重い", text)):
        yield from _compared(view, text, about, bool(stacks), more)


def _cell(view: View) -> Iterator[Reading]:
    """18C^2 in the row of "3×3 を2枚", under a head that counts weights."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    if not s.cell or header is None or header == s.block or not s.formulas or not _squares(s.formulas[0]):
        return
    head = " ".join(e.text.chars for e in outline.sentences[header] if e.cell == s.cell)
    if not any(e.has("parameters", "cost") for e in outline.sentences[header] if e.cell == s.cell):
        return
    row = plain(" ".join(e.text.chars for e in outline.sentences[s.block] if e.cell == 0))
    stacks = stacks_in(row)
    if len(stacks) != 1 or {k for _, _, k in kinds_in(row)} - {"conv2d", "pointwise_conv2d"} or "group" in row.lower() or "グループ" in row:
        return  # a layer of another kind has other weights
    bias = bias_said(head)
    more = f", biases={'counted' if bias else 'not_counted'}" if bias is not None else ""
    letter = symbols(s.formulas[0].formula.sides[-1])[0]
    value = to_text(s.formulas[0].formula.sides[-1]).replace(letter, "C")
    yield Reading(f"{stacks[0].params(more)} == {value}", s.formulas[0].start, s.formulas[0].end, sure=True, firm=True)


def _squares(span: Span) -> bool:
    """27C^2, 3*(9*C^2): a number times the square of one letter, the channels."""
    node = span.formula.sides[-1]
    return len(symbols(node)) == 1 and bool(re.fullmatch(r"[\d*() ]+\*?[A-Zc]\w{0,3}\*\*2\)?|3\*\(?3\*3.*", to_text(node))) and symbols(node)[0][:1] in "CcNnMkKD"


def _stacks_above(view: View) -> list[Stack]:
    """The two stacks that the texts above compare."""
    found: list[Stack] = []
    for number, text in enumerate(texts_above(view)):
        for x in stacks_in(plain(text)):
            if (x.kernel, x.layers) not in [(y.kernel, y.layers) for y in found]:
                found.append(x)
        if len(found) >= 2 or number > 5:
            break
    return found


_POINTED = re.compile(r"\b(?:they|these|those|the (?:small|stacked|three|two) (?:ones|layers|kernels|filters|convolutions))\b", re.IGNORECASE)


def _others_above(view: View, stacks: list[Stack]) -> list[Stack]:
    """The stacks that the text above names and the sentence does not."""
    own = {(x.kernel, x.layers) for x in stacks}
    return [x for x in _stacks_above(view) if (x.kernel, x.layers) not in own and x.layers > 1]


def _weights(view: View, text: str, stacks: list[Stack], spans: list[Span], about: list[Stack], more: str) -> Iterator[Reading]:
    """A formula and the stack it belongs to: the one before it in its clause, else the one after it."""
    pair = re.search(r"から|\bfrom\b", text)
    for number, span in enumerate(spans):
        before = [x for x in stacks if x.end <= span.start]
        if len(spans) == len(stacks) == 2 and stacks[1].end <= spans[0].start:
            before = [stacks[number]]  # named first, then counted, in the same order
        after = [x for x in stacks if x.start >= span.end]
        if after and re.match(r"\s*(?:weights |parameters |個)?(?:for|in|of|の)\s", text[span.end :]) and not re.search(r"[,、]\s*$", text[span.end : after[0].start]) and after[0].start - span.end < 30:
            stack = after[0]
        elif before:
            stack = before[-1]
        elif _POINTED.search(text[: span.start]) and after and len(above := _others_above(view, stacks)) == 1:
            stack = above[0]  # they, against the one that is named after it
        elif pair and len(spans) == 2 and len(about) == 2:
            stack = sorted(about, key=lambda x: x.start)[number]
        elif not stacks and (said := [x for x in about if x.layers == _layers_said(text[: span.start])]) and len(said) == 1:
            stack = said[0]  # the three layers of which the text before speaks
        elif not stacks and len(about) == 2 and re.search(r"\b(?:one layer|single|一層|1層)", text[: span.start], re.IGNORECASE):
            stack = min(about, key=lambda x: x.layers)
        else:
            continue
        letter = symbols(span.formula.sides[-1])[0]
        value = to_text(span.formula.sides[-1]).replace(letter, "C")
        yield Reading(f"{stack.params(more)} == {value}", span.start, span.end, (f"{letter} channels in and out of every layer",) if letter != "C" else (), sure=True)


def _with_pointed(view: View, text: str, about: list[Stack]) -> list[Stack]:
    """A stack named by its layers alone, with the kernel that the text above gives it: 3枚のほうは 7×7 の1枚と比べて."""
    own = about[0]
    rest = text[: own.start] + " " * (own.end - own.start) + text[own.end :]
    said = re.search(r"(?<!\d)([2-6])\s*(?:枚|層|つ|回)(?:の?(?:ほう|方)|重ね|なら|だと)|\bthe (two|three|four) (?:layers|small|stacked)", rest)
    layers = _layers_said(said[0]) or int(said[1]) if said and said[1] else _WORDS.get(said[2].lower(), 0) if said else 0
    above = [x for t in texts_above(view) for x in stacks_in(plain(t)) if x.layers == layers and x.kernel != own.kernel]
    if said is None or not above:
        return about
    other = Stack(above[0].kernel, layers, said.start(), said.end(), True)
    return sorted([own, other], key=lambda x: x.start)


def _layers_said(text: str) -> int:
    """How many layers the words before a formula speak of: the three layers, 2層なら."""
    found = _LAYERS.findall(text)
    word = next((g.lower() for g in found[-1] if g), "") if found else ""
    return int(word) if word.isdigit() else _WORDS.get(word, 0)


def _compared(view: View, text: str, about: list[Stack], own: bool, more: str) -> Iterator[Reading]:
    """Fewer, more, by so many percent or by a factor."""
    if len(about) == 1:
        about = _with_pointed(view, text, about)
    stacks = list({(x.kernel, x.layers): x for x in about}.values())
    if len(stacks) < 2:
        return
    first, second = stacks[:2]
    if _LATTER.search(text) or not own:
        first, second = (first, second) if first.layers > second.layers else (second, first)
    ja_than = re.search(r"より|に比べ|と比べ", text)
    if own and ja_than and ja_than.start() > 0 and first.end <= ja_than.start() < second.start:
        first, second = second, first  # A より B の方が
    fraction = re.search(r"(?<!\d)(\d+)\s*/\s*(\d+)(?:\s*(?:=|≈)\s*(\d+\.\d+))?\s*倍?", text)
    percent = _PERCENT.search(text)
    fewer, larger = _FEWER.search(text), _MORE.search(text)
    if percent and (fewer or larger):
        if fewer and not larger:
            small, large = (first, second) if own and not re.search(r"から|→", text) else sorted((first, second), key=lambda x: x.kernel)
            small, large = sorted((small, large), key=lambda x: x.layers, reverse=True)
            yield Reading(f"1 - params_ratio({_of(small)}, to={_of(large)}) ~= {_decimal(percent[1])}", percent.start(), percent.end(), sure=own or bool(_LATTER.search(text)))
        else:
            yield Reading(f"params_ratio({_of(first)}, to={_of(second)}) - 1 ~= {_decimal(percent[1])}", percent.start(), percent.end(), sure=True)
        return
    if fraction and ("倍" in text[fraction.end() - 1 : fraction.end() + 6] or re.match(r"\s*(?:of|as many|の)", text[fraction.end() :])):
        yield Reading(f"params_ratio({_of(first)}, to={_of(second)}) == {fraction[1]}/{fraction[2]}", fraction.start(), fraction.end(), sure=True)
        return
    if (fewer or larger) and not (fewer and larger) and (_THAN.search(text) or _LATTER.search(text)) and view.polarity((fewer or larger).start()):  # type: ignore[union-attr]
        place = fewer or larger
        assert place is not None
        yield Reading(f"{first.params(more)} {'<' if fewer else '>'} {second.params(more)}", place.start(), place.end(), ("equal channels",), subject="conv_stack", predicate="params_ratio", sure=own)


def _of(stack: Stack) -> str:
    return f"conv_stack(kernel_size={stack.kernel}, layers={stack.layers})"


def _decimal(percent: str) -> str:
    places = len(percent.split(".")[1]) if "." in percent else 0
    return f"{float(percent) / 100:.{places + 2}f}"
