"""Zeros at one end that make a convolution causal: (k - 1)d on the left, 4 at the beginning, and which end it must be.

Slots: the end (左, 先頭, the past; right, the end), the amount (a formula of kernel and dilation, or a number beside the
layer's sizes), and that a causal layer is spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.layers import gathered, words
from ..sizes.setting import sentences_above
from .idioms import flat
from .stack_letters import letters_of

_CAUSAL = re.compile(r"因果|(?<![a-z])causal|未来|future", re.IGNORECASE)
_PADS = re.compile(r"pad|パディング|ゼロ|零|0(?=を|で)|詰め|埋め|\bzeros?\b", re.IGNORECASE)
_LEFT = re.compile(r"左|先頭|過去(?:側|の側)?|前(?:側|方|端)?(?:に|だけ|へ)|手前|頭に|\b(?:left|beginning|start|front|past)\b", re.IGNORECASE)
_RIGHT = re.compile(r"(?<!左)右|末尾|未来側|後ろ|\b(?:right|(?<!left )(?<!left-hand )end|future side)\b", re.IGNORECASE)
_BOTH = re.compile(r"左右|両(?:側|端|方)|対称|均等|\bboth\b|\beither\b|\bsymmetric|\beach side|\bsides\b", re.IGNORECASE)
_CUT = re.compile(r"切り|捨て|取り除|除去|削|\b(?:crop|trim|cut|chop|drop|remov|discard|slic)\w*", re.IGNORECASE)
_TURNED = re.compile(r"右(?:側|端)?に?は|not (?:on|at) the|ではなく|でなく|instead of|rather than|\bnot\b|ない|ません|なければ|ずに", re.IGNORECASE)
_ZEROS = re.compile(r"(?<![\d.A-Za-z])(?P<n>\d{1,4})\s*(?:個|つ)?(?:の|分の)?\s*(?:ゼロ|零|0を|zeros?\b)|(?:ゼロ|零|zeros?|パディング|padding(?: of| by)?|pad(?:ded)?(?: by| with)?)(?:を|は|が|with|=|:)?\s*(?P<m>\d{1,4})(?![\d.x×])\s*(?:個|つ|zeros?\b|$|[。.、,]|on\b|at\b|samples?)", re.IGNORECASE)

_SO_MANY = re.compile(r"左(?:側|端)?に(?:は)?\s*(?P<n>\d{1,4})\s*(?:個|つ|点|サンプル)|(?<![\d.])(?P<m>\d{1,4})\s*(?:samples?\s*|zeros?\s*)?(?:on|to|at) the left", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """How many zeros, and at which end."""
    s = view.sentence
    text = flat(s)
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", text):
        return
    yield from _length(view, text)
    text = _NONE_RIGHT.sub(lambda m: " " * len(m[0]), text)
    left, right = _LEFT.search(text), _RIGHT.search(text)
    if not _PADS.search(text):
        if left and not right and len(text) < 60 and _spoken_of(view, text) and _left_before(view):
            yield from _amount(view, text, not _TURNED.search(text) and not s.has("hedged"), _SO_MANY)
        return
    if not (left or right) and _left_before(view):
        yield from _amount(view, text, not words("epistemic").search(text) and not s.has("hedged") and not _TURNED.search(text))
        return
    if _BOTH.search(text) or _CUT.search(text) or not (left or right) or len(text) > 160 or not _spoken_of(view, text):
        return
    plain = not words("epistemic").search(text) and not s.has("hedged") and not _TURNED.search(_UNSEEN.sub("", text))
    if bool(left) != bool(right) and _CAUSAL.search(text) and not _TURNED.search(text):
        end = "right" if left else "left"
        place = left or right
        assert place is not None
        yield Reading(f"causal(cropped_conv1d, crop={end})", place.start(), place.end(), ("zeros at that end alone",), sure=plain, spare=True, subject="causal_conv1d", predicate="causal")
    if left and not right:
        yield from _amount(view, text, plain)


# What the zeros are for, said as a denial: no output sees later inputs.
_UNSEEN = re.compile(r"[^、。,;]{0,40}(?:触れ|触ら|見え|見な|見ま|依存し|使わ|覗か|参照し)[^、。,;]{0,8}(?:ない|ません|ず)|\b(?:no|not|never|n't)\b[^,.;]{0,24}\b(?:touch|see|depend|look|peek)\w*", re.IGNORECASE)
_NONE_RIGHT = re.compile(r"(?:自分|それ|その時刻|時刻\s*\$?t\$?)より(?:も)?右(?:側)?の?(?:入力|値|標本|サンプル)|(?:,?\s*\b(?:and|but)\s+)?\b(?:none|nothing|no zeros?|not)\s+(?:at all )?(?:on|at|to) the (?:right|end|other side)\b|(?:、|\s)*(?:右(?:側|端)?|末尾|後ろ)に?は(?:何も|なにも|ゼロを|一つも)?[^。、]{0,6}(?:ない|ず|ません|なし)", re.IGNORECASE)
_LENGTH = re.compile(r"(?:系列|入出力|信号|出力)の?長さ?|\blengths?\b|系列長", re.IGNORECASE)
_KEPT = re.compile(r"変わらない|変わらず|変わりません|同じ|等しい|保たれ|一致|\b(?:stays?|remains?|is|are|keeps?)\b[^.;]{0,24}\b(?:same|unchanged|length)\b|\bunchanged\b|\bpreserved\b", re.IGNORECASE)
_STRIDE = re.compile(r"(?:ストライド|\bstrides?)\s*(?:of|=|が|は|を)?\s*([1-9])(?![\d.])", re.IGNORECASE)


def _length(view: View, text: str) -> Iterator[Reading]:
    """With stride 1 a causal layer keeps the length."""
    strides, kept = list(_STRIDE.finditer(text)), _KEPT.search(text)
    if len(strides) != 1 or kept is None or not _LENGTH.search(text) or _PADS.search(text) or _TURNED.search(_KEPT.sub("", text)) or len(text) > 80:
        return
    named = view.in_families(0, "causal")
    if named and named.where in ("", "the heading", "the item above", "the introduction"):
        yield Reading(f"spatial_preserved(conv1d, stride={strides[0][1]}, total_padding=(k - 1)*d) where k = kernel_size, d = dilation", min(strides[0].start(), kept.start()), kept.end(), inherited_note(named, view), sure=not view.sentence.has("hedged"), subject="causal_conv1d")


def _left_before(view: View) -> bool:
    """Whether the sentence before, or the item that this one belongs to, says that zeros go to the left alone."""
    s, outline = view.sentence, view.outline
    earlier = [flat(e) for e in outline.sentences[s.block][max(0, s.number - 2) : s.number]]
    earlier += [flat(e) for block in outline.ancestors(s.block) for e in outline.sentences[block][-1:]]
    beside = [b for b in range(max(0, s.block - 4), s.block) if outline.sections[b] == outline.sections[s.block] and outline.blocks[b].kind != "heading"]
    earlier += [flat(e) for b in beside for e in outline.sentences[b] if s.cell is None and outline.blocks[s.block].kind == "item"]
    return any(_PADS.search(t) and _LEFT.search(t) and not (_RIGHT.search(t) or _BOTH.search(t) or _TURNED.search(t)) for t in earlier)


def _spoken_of(view: View, text: str) -> bool:
    """Whether causal layers are what is spoken of."""
    if _CAUSAL.search(text) or view.in_families(0, "causal", "wavenet"):
        return True
    outline, at = view.outline, view.sentence.block
    if letters_of(view) and any(_CAUSAL.search(outline.blocks[b].raw[:2_000]) for b in range(max(0, at - 8), min(len(outline.blocks), at + 3)) if outline.sections[b] == outline.sections[at]):
        return True
    heads = list(view.outline.headings(view.sentence.block))[:1]
    return any(_CAUSAL.search(e.words) for e in [*list(sentences_above(view))[:4], *(e for h in heads for e in view.outline.sentences[h])])


def _amount(view: View, text: str, plain: bool, zeros: re.Pattern[str] = _ZEROS) -> Iterator[Reading]:
    own = letters_of(view)
    for span in view.sentence.formulas:
        letters = symbols(span.formula.value)
        after = text[span.end : span.end + 14]
        roles = {x: own.get(x) or ("dilation" if x in "dDr" else "kernel_size") for x in letters}
        if letters and set(letters) <= {*"kKFdDr", *own} and len(set(roles.values())) == len(letters) and "kernel_size" in roles.values() and re.match(r"\s*\$?\s*(?:個|つ|だけ|(?:の|分の)?(?:ゼロ|零)|zeros?|samples? of zeros?)", after):
            where = ", ".join(f"{x} = {r}" for x, r in roles.items())
            dilated = "" if "dilation" in roles.values() else ", dilation=1"
            yield Reading(
                f"spatial_preserved(conv1d, stride=1{dilated}, total_padding={to_text(span.formula.value)}) where {where}", span.start, span.end, (),
                sure=plain, subject="causal_conv1d", predicate="causal",
            )  # fmt: skip
            return
    found = zeros.search(text)
    if found is None:
        return
    layers = [gathered(t) for t in (text, *(flat(e) for e in list(sentences_above(view))[:4]))]
    kernel = next((x.size for x in layers if x.size), 0)
    dilation = next((d for x in layers if (d := max([x.dilation, *(e[2] for e in x.entries)])) > 1), 1)
    if kernel and not any(x.dilations or x.apart for x in layers):
        number = found["n"] or found["m"]
        yield Reading(
            f"spatial_preserved(conv1d, kernel_size={kernel}, dilation={dilation}, stride=1, total_padding={number})", found.start(), found.end(), (),
            sure=plain, firm=True, subject="causal_conv1d", predicate="causal",
        )  # fmt: skip
