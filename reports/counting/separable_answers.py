"""What a depthwise separable convolution costs, where only its row, its label or its answer says that it is one.

"(Depthwise separable): 903,168 multiplications" under a question that gives 14x14x512, 3x3 and 512 filters is the first
of the two steps alone. A figure is compared with both steps together; it is only called wrong where it is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..decided import AS_A_COUNT, FACTORS
from ..reading import Reading, View
from ..sizes.counting import Sizes, doubtful, plain, sizes_in
from ..sizes.setting import introduction, question
from ..text.sentences import Sentence
from .axes import lines_above
from .figures import Figure, figures, loosely
from .measured import measured
from .roles import roles_in

_SEPARABLE = re.compile(r"depth-?wise[- ]*separable|\bseparable\b|separable[)）]|分離(?:可能)?(?:な|型)?\s*畳|分離(?:した|する|すると|型|版|$|\s*[:：は|])|DSC(?![A-Za-z])|DSConv", re.IGNORECASE)
_PART = re.compile(r"(?<!と)だけ|のみ|部分|うち|そのうち|深さ方向|空間|ポイントワイズ|デプスワイズ|point-?wise|depth-?wise(?!\s*[- ]*(?:separable|\+|と|and))|(?<![A-Za-z])[dp]w(?![A-Za-z])|1\s*x\s*1|\bonly\b|\balone\b|\bpart\b|\bsteps?\b|段目|差|減|節約|saved?|ではな|\bnot\b|n't|\bif\b|もし|誤|wrong|standard|通常|普通", re.IGNORECASE)
_SIDE = re.compile(r"一辺\s*(?:が|は|を|の)?\s*(\d{1,4})")
_BOTH_CHANNELS = re.compile(r"チャン?ネル数\s*(?:が|は|を|の|も)?\s*(\d{1,4})(?!\d)")
_OUT_MAP = re.compile(r"\d\s*x\s*\d{1,4}\s*x\s*(\d{1,4})\s*out\b", re.IGNORECASE)
LEAST = 500
_NEEDED = ("kernel_size", "in_channels", "out_channels")


def read(view: View) -> Iterator[Reading]:
    """The figures that a line or a row tells of a separable convolution."""
    s, outline = view.sentence, view.outline
    if outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 200:
        return
    text = plain(s.text.chars)
    label = text if s.cell is None else " ".join(plain(e.text.chars) for e in outline.sentences[s.block] if e.cell == 0 and s.cell)
    asked = " ".join(plain(e.text.chars) for e in question(view) or _answered_at_once(view))
    for f in figures(text):
        if f.value < LEAST or re.search(r"[x*+/=]\s*$|→\s*$", text[: f.start]) or re.match(r"\s*[x*+/=]\s*\d", text[f.end :]):
            continue
        clause = re.split(r"[、,;。](?!\d)", label[: f.start])[-1] if s.cell is None else label
        named = _named(text, label, asked, f) if s.cell is None else _SEPARABLE.search(label)
        if not named or (measure := measured(view, f) or ("macs" if re.match(r"\s*回", text[f.end :]) else _asked(view))) not in ("params", "macs"):
            continue
        yield from _reading(view, f, measure, _sizes(view, text, f), bool(_PART.search(_SEPARABLE.sub(" ", f"{clause} {text[f.end :]} {asked}"))))


_ANSWER = re.compile(r"^\W*(?:answer|ans|solution|答え?|解答?|正解)\W*[.:：)）]", re.IGNORECASE)


def _answered_at_once(view: View) -> list[Sentence]:
    """The sentences that a line goes on with as their answer: Compute ... for M = 64. (Answer: 102,760,448.)"""
    s, outline = view.sentence, view.outline
    if not _ANSWER.match(s.words):
        return []
    before = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    return (before or (outline.sentences[s.block - 1] if s.block else []))[-2:]


def _named(text: str, label: str, asked: str, f: Figure) -> bool:
    """Whether the clause before a figure, or the question that a bare figure answers, names the separable convolution."""
    found = [m.end() for m in _SEPARABLE.finditer(label[: f.start])]
    if found:
        return not any(True for other in figures(text[found[-1] : f.start]) if other.value >= LEAST)
    return bool(_SEPARABLE.search(asked)) and len(re.findall(r"\d[\d,.]*", text)) == 1


def _asked(view: View) -> str:
    """What the lines above count, where nothing of the row says it."""
    for one in lines_above(view, 6):
        kinds = {k for k, words in (("params", r"重み|パラメ|weights|param"), ("macs", r"乗算|掛け算|積和|mult|MAC|計算量|\bcosts?\b|\boperations\b")) if re.search(words, one, re.IGNORECASE)}
        if kinds:
            return kinds.pop() if len(kinds) == 1 else ""
    return ""


def _sizes(view: View, text: str, f: Figure) -> Sizes:
    """The sizes of the layer, each from the nearest text that gives it: its question, the lines above, the table's introduction."""
    own = text[: f.start] + " # " + text[f.end :]
    texts = [own] if view.sentence.cell is None else [" ; ".join(plain(e.text.chars) for e in view.outline.sentences[view.sentence.block] if e.cell != view.sentence.cell)]
    texts += [" ".join(plain(e.text.chars) for e in question(view)), *lines_above(view, 5), *(plain(e.text.chars) for e in introduction(view))]
    found = Sizes()
    for one in texts:
        values = roles_in(one).values
        if m := _SIDE.search(one):
            values |= {"height": [int(m[1])], "width": [int(m[1])]}
        if (m := _BOTH_CHANNELS.search(one)) and not {"out_channels"} & values.keys():
            values |= {"in_channels": [int(m[1])], "out_channels": [int(m[1])]}
        if (m := _OUT_MAP.search(one)) and "out_channels" not in values:
            values |= {"out_channels": [int(m[1])]}
        if re.search(r"[A-Za-z]\s*=\s*\d", one):  # D_F = 112, M = 64: by what the letters stand for
            values = sizes_in(one, view.letters).values | values
        for role, given in values.items():
            found.values.setdefault(role, given)
    return found


def _reading(view: View, f: Figure, measure: str, sizes: Sizes, partial: bool) -> Iterator[Reading]:
    values = sizes.values
    if any(len(values.get(r, [])) != 1 for r in _NEEDED) or values["kernel_size"] == [1] or values.get("stride", [1]) != [1] or values.get("padding") == [0]:
        return
    window, before, after = (values[r][0] for r in _NEEDED)
    plane = values["height"][0] * values["width"][0] if len(values.get("height", [])) == len(values.get("width", [])) == 1 else 0
    if measure == "macs" and not plane:
        return
    steps = [window**2 * before, before * after]
    counts = [n * plane if measure == "macs" else n for n in (*steps, sum(steps))]
    slack = float(f.unit) / 2 if f.rounded else 0
    zeros = 0.03 * float(f.value) if f.scaled else slack
    left = f"{measure}(depthwise_separable_conv2d, kernel_size={window}, in_channels={before}, out_channels={after}"
    left += f", height={values['height'][0]}, width={values['width'][0]})" if measure == "macs" else ", bias=false)"
    claim = f"{left} {'~=' if f.rounded else '=='} {loosely(f)}"
    if abs(counts[2] - f.value) <= max(slack, zeros):
        yield Reading(claim, f.start, f.end, ("both steps together",), firm=True)
    elif not partial and not doubtful(view.sentence) and any(abs(n - f.value) <= max(slack, zeros) for n in (*counts[:2], *_slips(window, before, after, plane if measure == "macs" else 1))):
        yield Reading(claim, f.start, f.end, (AS_A_COUNT, FACTORS), firm=True)


def _slips(window: int, before: int, after: int, plane: int) -> list[int]:
    """What comes of adding where the second step multiplies, of a window's side for its area, of the other channels."""
    area = window**2
    wrong = (area * before + before + after, window * before + before * after, area * after + before * after, area * before + after, area * (before + after))
    right = area * before + before * after
    return [n * plane for n in wrong if n != right]
